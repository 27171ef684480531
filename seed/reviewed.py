"""The review workbook read back: its answers, and the dates and owners that were changed in it. All of it is data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from typing import NamedTuple

from bot.model.noun import Noun
from bot.model.plan import Milestone, Plan, Role
from bot.model.updates.day import DayMeant
from bot.rules.dates import full_date
from seed.answers import AnswersFile, AnswersFileError
from seed.draft import fold
from seed.meaning.owners.words import names_nobody
from seed.source import EMPTY, Cell, Document, Table
from seed.words import say, short

PLAN = ("ref", "priority", "action", "milestone", "start", "due", "round", "owners", "due_read", "owners_read")
QUESTIONS = ("key", "question", "where", "refs", "answer", "suggested")
BETWEEN = "; "  # two owners
LIKE = 0.85  # of its letters: a new owner so like a role of the plan is that role, misspelt
MOST_OWNERS = 50
MOST_CELL = 30_000  # letters of a cell that are compared: Excel cuts a longer one


def heading(column: str) -> str:
    """Return the heading of a column, as it stands in the workbook and is looked for in it again."""
    return say("review_columns", column)


class Correction(Noun):
    """A change to one milestone. What is None was left as it was read; `no_due` says that its date was taken out. `said` are the
    milestone's words as they stand in the workbook."""

    ref: str
    said: str = ""
    due: date | None = None
    no_due: bool = False
    owners: tuple[str, ...] | None = None
    place: str = ""


class Reviewed(Noun):
    """The word of a review workbook: the answers to the questions, and what was changed in the plan."""

    answers: AnswersFile = AnswersFile()
    corrections: tuple[Correction, ...] = ()


class _Row(NamedTuple):
    """A row of a sheet: its cells by the column's name, and where it is."""

    cells: Mapping[str, Cell]
    line: int

    def text(self, name: str) -> str:
        return " ".join(self.cells.get(name, EMPTY).text.split())


def reviewed(document: Document) -> Reviewed:
    """Read a review workbook. Raises AnswersFileError with every fault in it."""
    questions, plan = list(_rows(document, "questions", QUESTIONS)), list(_rows(document, "plan", PLAN))
    sheets = {block.lines[0].at.sheet for block in document.blocks if isinstance(block, Table) and block.lines}
    if not {say("review", "questions"), say("review", "plan")} <= sheets or not (questions or plan):
        raise AnswersFileError((say("reviewed", "no_review"),))
    answers, places = {}, {}
    for row in questions:
        key, answer = row.text("key"), row.text("answer")
        if key and answer:
            answers[key] = answer
            places[key] = say("reviewed", "row", sheet=say("review", "questions"), line=row.line)
    faults: list[str] = []
    corrections = tuple(found for row in plan if (found := _correction(row, faults)) is not None)
    if faults:
        raise AnswersFileError(faults)
    return Reviewed(answers=AnswersFile(answers=answers, places=places), corrections=corrections)


def _rows(document: Document, sheet: str, columns: Sequence[str]) -> Iterator[_Row]:
    """Return the rows of a sheet below its headings, which may have been put in another order."""
    named = {heading(name).casefold(): name for name in columns}
    found: dict[int, str] = {}
    for block in document.blocks:
        for line in block.lines if isinstance(block, Table) and block.lines[0].at.sheet == say("review", sheet) else ():
            known = {at: named[text] for at, cell in enumerate(line.cells) if (text := cell.text.strip().casefold()) in named}
            if len(known) > 2:
                found = known
            elif found:
                yield _Row({name: line.cells[at] for at, name in found.items() if at < len(line.cells)}, line.at.line)


def _correction(row: _Row, faults: list[str]) -> Correction | None:
    """Return what was changed in a row. Notes what cannot be read."""
    ref, place = row.text("ref"), say("reviewed", "row", sheet=say("review", "plan"), line=row.line)
    due, was = _due(row, place, faults), row.text("due_read")
    owners, owned = row.text("owners"), row.text("owners_read")
    changed_due = (due.isoformat() if due else "") != was
    changed_owners = _parted(owners) != _parted(owned)
    if not ref or not (changed_due or changed_owners):
        return None
    return Correction(
        ref=ref,
        said=row.text("milestone"),
        due=due if changed_due else None,
        no_due=changed_due and due is None,
        owners=_parted(owners) if changed_owners else None,
        place=place,
    )


def _due(row: _Row, place: str, faults: list[str]) -> date | None:
    cell, said = row.cells.get("due", EMPTY), row.text("due")
    if isinstance(cell.value, date) or not said:
        return cell.value if isinstance(cell.value, date) else None
    found = full_date(said)
    if isinstance(found, DayMeant):
        return found.day
    faults.append(say("reviewed", "no_date", place=place, read=said[:60]))
    return None


def _parted(owners: str) -> tuple[str, ...]:
    parts = (part.strip() for part in owners.split(BETWEEN.strip()))
    return tuple(dict.fromkeys(part for part in parts if part and not names_nobody(part)))[:MOST_OWNERS]


# ---- what it changes -------------------------------------------------------------------------


def corrected(plan: Plan, corrections: Sequence[Correction]) -> Plan:
    """Return a plan with the corrections made. Raises AnswersFileError for a milestone that is not there, or a misspelt owner."""
    by_ref = {one.ref: one for one in corrections}
    texts, roles = {one.ref: one.text for one in plan.milestones}, [role.name for role in plan.roles]
    faults = [say("reviewed", "no_ref", place=one.place, read=one.ref) for one in corrections if one.ref not in texts]
    faults += [
        say("reviewed", "other_words", place=one.place, read=one.ref, text=short(texts[one.ref]))
        for one in corrections
        if one.said and one.ref in texts and not _are_same(one.said, texts[one.ref])
    ]
    faults += [
        say("reviewed", "misspelt", place=one.place, read=owner, nearest=near[0])
        for one in corrections
        for owner in one.owners or ()
        if owner not in roles and (near := get_close_matches(owner[:100], roles, n=1, cutoff=LIKE))
    ]
    if faults:
        raise AnswersFileError(faults)
    actions = tuple(
        action.model_copy(update={"milestones": tuple(_made(one, by_ref.get(one.ref)) for one in action.milestones)})
        for action in plan.actions
    )
    named = dict.fromkeys(owner for one in corrections for owner in one.owners or ())
    fresh = tuple(Role(name=name) for name in named if name not in roles)
    return plan.model_copy(update={"actions": actions, "roles": (*plan.roles, *fresh)})


def _are_same(said: str, text: str) -> bool:
    """Say if the words of a row are those of a milestone, as far as a cell holds them."""
    first, second = fold(said), fold(text)
    return first == second or (len(first) > MOST_CELL and second.startswith(first[:MOST_CELL]))


def _made(milestone: Milestone, correction: Correction | None) -> Milestone:
    if correction is None:
        return milestone
    change: dict[str, object] = {}
    if correction.due is not None or correction.no_due:
        change["due"] = correction.due
    if correction.owners is not None:
        change["owners"] = correction.owners
    return milestone.model_copy(update=change)
