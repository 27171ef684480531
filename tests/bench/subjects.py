"""What must be fast: the rows of the table "How fast", what each was before anybody worked on it, and what is wanted."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Subject(StrEnum):
    """One row of the table."""

    WRITE_BESIDE_ROUND = "a write while 150 plans are planned (SQLite)"
    ROUND = "a round's own cost"
    ROUND_ON_POSTGRES = "the round on PostgreSQL while forms are saved"
    WORKERS = "letters a second by `work` on PostgreSQL, one, two, four processes"
    ORDER = "order on PostgreSQL"
    FORM = "a form at 1 connection / at 64"
    HOMES = "opened Homes"
    STATUS = "`status 2.1` by different people about different refs, writes between, at 1 / 64"
    MINE = "`mine` (39)"
    SPEAKER = "knowing who speaks"
    LOOK_UP = "the morning look-up of 2,000 people"
    LETTERS = "2,000 letters on SQLite, start to last, against healthchecks' sendalerts"
    IN_FLIGHT = "answers after 100 ms, 20 in flight"
    REPLY_BESIDE_LETTERS = "a reply while 2,000 letters go out"
    PLANNING = "planning, a milestone with one update"
    MEMORY = "kept answers"
    PLAN_ROWS = "5,000 rows of csv, to the draft of a plan"
    PLAN_MEMORY = "the process that reads a workbook of 5,000 rows"
    START = "Slack-only start, CPU, against importing its libraries"
    STOCKTAKE = "the stocktake pack of the shipped plan after a year, as typed"
    DRAWING = "a table of 5,000 rows, drawn for Word and for Excel"
    PAGE = "a sheet of the page, of 1,000 milestones with three years behind them, now and as at the past"
    CHARTS = "28 measures of two years, drawn in a document"


class Aim(NamedTuple):
    """What a subject was, and what is wanted of it, in words."""

    before: str
    wanted: str


AIMS: dict[Subject, Aim] = {
    Subject.WRITE_BESIDE_ROUND: Aim(
        "waits 38 s (15 plans 4.3 s; one plan of 10,000 milestones 17.8 s)", "p99 at most 50 ms, or 2 times idle, whatever is planned"
    ),
    Subject.ROUND: Aim(
        "6.5 ms CPU a letter; nothing due, 4.1 s for 150 plans",
        "at most 1 ms a letter, 150 plans in 5 s; nothing due: constant, under 5 ms at 1,500 plans",
    ),
    Subject.ROUND_ON_POSTGRES: Aim(
        "12 serialisation failures, then 0 letters", "0 aborted rounds with two `serve`, four `work` and 5 forms a second"
    ),
    Subject.WORKERS: Aim(
        "33, 35, 31 (bare Procrastinate 432, healthchecks 77)",
        "at least 0.9 of bare Procrastinate with one, 1.6 times that with two, 5 times healthchecks",
    ),
    Subject.ORDER: Aim("a claim that raises once gives L1, L2, L3, L1#2", "parts and days in order, whatever fails"),
    Subject.FORM: Aim("49 ms / 10.5 a second, p99 11.2 s", "at most 5 ms CPU; at least 200 a second, p99 under 1 s"),
    Subject.HOMES: Aim("36 open: p50 227 ms, p99 2.5 s", "of the plan and milestone concerned, after the answer"),
    Subject.STATUS: Aim("14 to 21 times / 0.06 to 0.10 of bare Bolt's rate", "at most 2 times / at least 0.5"),
    Subject.MINE: Aim("91 times bare Bolt", "at most 6 times"),
    Subject.SPEAKER: Aim("every command waits for `users.info`", "no call to Slack on the way of an answer"),
    Subject.LOOK_UP: Aim("2,001 calls before the first letter", "at most 20 calls, beside the letters"),
    Subject.LETTERS: Aim("4.5 times", "20 times"),
    Subject.IN_FLIGHT: Aim("0.80 of ideal", "0.95"),
    Subject.REPLY_BESIDE_LETTERS: Aim(
        "p99 3.1 to 4.7 times idle, 30 letters a second", "p99 at most 2 times idle or under 50 ms, at least 200 letters a second"
    ),
    Subject.PLANNING: Aim("4.2 us", "at most 1.5 us, flat to 1,000,000"),
    Subject.MEMORY: Aim("253 to 333 MB", "bounded in bytes; memory flat over 50,000 inbounds"),
    Subject.PLAN_ROWS: Aim("3,056 read, 2 dated", "at most 4 times reading the csv and one date a row, and under 3 s"),
    Subject.PLAN_MEMORY: Aim("not read", "at most 1.5 times a bare `openpyxl.load_workbook`, never above 512 MB"),
    Subject.START: Aim("1.64 times", "1.3 times"),
    Subject.STOCKTAKE: Aim("no papers", "under 10 s"),
    Subject.DRAWING: Aim("no papers", "under 5 s"),
    Subject.PAGE: Aim("no page", "under 1 s"),
    Subject.CHARTS: Aim("no charts", "under 5 s"),
}
