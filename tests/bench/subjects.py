"""What must be fast: the subjects of the table "How fast", by the chapters in which it tells of them."""

from __future__ import annotations

from enum import StrEnum


class Subject(StrEnum):
    """Something that must be fast. Several figures tell of it."""

    FORM = "a form sent in"
    STATUS = "`status REF`"
    MINE = "`mine`"
    HOMES = "opened Homes"
    SPEAKER = "knowing who speaks"
    GUARD = "what is looked for in the words of an update"
    TEAMS_ANSWERS = "answers in Teams"
    MEMORY = "kept answers"
    ROUND = "a round's own cost"
    PLANNING = "whom a round asks"
    WRITE_BESIDE_ROUND = "a form while a round is planned"
    ROUND_ON_POSTGRES = "a round on PostgreSQL while forms are saved"
    LETTERS = "2,000 letters, planned and sent"
    IN_FLIGHT = "letters in flight"
    REPLY_BESIDE_LETTERS = "a reply while letters go out"
    WORKERS = "several `work` on PostgreSQL"
    ORDER = "the order of letters"
    TEAMS_SENDS = "letters to Teams"
    LOOK_UP = "the morning look-up of people"
    VERIFY = "the record verified"
    PLAN_ROWS = "a plan read from csv"
    PLAN_MEMORY = "a plan read from a workbook"
    STOCKTAKE = "the stocktake pack"
    DRAWING = "a long table drawn"
    CHARTS = "run charts drawn"
    PAGE = "the page"
    START = "the start of `serve`"


CHAPTERS: dict[str, tuple[Subject, ...]] = {
    "What people ask and tell": (
        Subject.FORM,
        Subject.STATUS,
        Subject.MINE,
        Subject.HOMES,
        Subject.SPEAKER,
        Subject.GUARD,
        Subject.TEAMS_ANSWERS,
        Subject.MEMORY,
    ),
    "Rounds: who is asked what today": (Subject.ROUND, Subject.PLANNING, Subject.WRITE_BESIDE_ROUND, Subject.ROUND_ON_POSTGRES),
    "Letters": (
        Subject.LETTERS,
        Subject.IN_FLIGHT,
        Subject.REPLY_BESIDE_LETTERS,
        Subject.WORKERS,
        Subject.ORDER,
        Subject.TEAMS_SENDS,
        Subject.LOOK_UP,
    ),
    "The record, plans, papers and the page": (
        Subject.VERIFY,
        Subject.PLAN_ROWS,
        Subject.PLAN_MEMORY,
        Subject.STOCKTAKE,
        Subject.DRAWING,
        Subject.CHARTS,
        Subject.PAGE,
    ),
    "The program": (Subject.START,),
}
