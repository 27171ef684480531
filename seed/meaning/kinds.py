"""Say what kind a table is, by its titles, its headings and what it holds."""

from __future__ import annotations

from collections.abc import Sequence

from seed.meaning.colours import COLOURS, fold_state, hue_of
from seed.meaning.columns.assign import Looked
from seed.meaning.columns.captions import kind_of_captions
from seed.meaning.columns.layout import Section, filled_in, is_row_of_colours
from seed.meaning.columns.words import Sense, words_of
from seed.meaning.parts import Meaning, TableKind
from seed.meaning.properties import label_of
from seed.source import Line, Table

_MOST_OF_KEY = 15  # rows of a colour key
_MOST_PROPERTIES = 30  # rows
_WIDE_KEY = 4
_ALIKE = 0.7  # share of rows that must look alike
_INITIALS = 12  # letters
_LABELS = frozenset(
    [
        "plan name", "plan id", "plan", "title", "name of plan", "version", "date", "owner", "plan owner", "author",
        "last updated", "date of export", "export date", "status", "approved", "approved by", "organisation", "organization",
        "school", "trust", "purpose", "prepared by", "prepared for", "sheets", "updated", "project", "project name",
        "review date", "date of report", "name", "document owner", "sponsor", "exported", "exported on", "created",
        "published", "classification", "council", "date approved", "date updated", "lead", "period", "next review",
        "programme", "contact", "last saved", "document title",
    ]
)  # fmt: skip
_RAID = frozenset(["risk", "assumption", "issue", "dependency", "decision", "action", "constraint", "opportunity"])
_OF_REQUESTS = frozenset(["requested", "extension", "request", "reason", "new", "revised", "approved"])
_HEADS_INITIALS = frozenset(["abbreviation", "acronym", "initial", "term"])
_HEADS_POSTS = frozenset(["post", "role", "job", "position"])
_DEEDS = frozenset([Sense.DEED, Sense.COARSE, Sense.STEP, Sense.TASK, Sense.NAME])
_ENOUGH = (
    Meaning.DUE, Meaning.OWNER, Meaning.STATUS, Meaning.START, Meaning.PROGRESS, Meaning.MILESTONE, Meaning.MEASURE,
    Meaning.ACCOUNTABLE, Meaning.CONTRIBUTOR, Meaning.DONE, Meaning.BASELINE,
)  # fmt: skip
_WORK = _DEEDS - {Sense.NAME}
_DATED = (Meaning.DUE, Meaning.START, Meaning.BASELINE, Meaning.DONE, Meaning.STATUS)
_MAIL = frozenset(["email", "mail"])
_ADDRESS = _MAIL | {"e", "address"}
_TITLED = frozenset([TableKind.CLOSED, TableKind.EXTENSIONS, TableKind.MEETINGS, TableKind.RISKS, TableKind.INITIALS])


def is_properties(table: Table) -> bool:
    """Say if a table names the plan and what else is to be said of the document, a label and its value in each row."""
    rows = [line for line in table.lines[:_MOST_PROPERTIES] if filled_in(line)]
    if not rows or len(table.lines) > _MOST_PROPERTIES or any(at > 1 for line in rows for at in filled_in(line)):
        return False
    known = [line for line in rows if label_of(line.cells[0].text) in _LABELS]
    return len(known) >= _ALIKE * sum(0 in filled_in(line) and 1 in filled_in(line) for line in rows) and len(known) > 0


def kind_of(section: Section, looked: Looked | None, titles: Sequence[str]) -> TableKind:
    """Return what kind a table is. `titles` are those above it, from the furthest to the nearest."""
    titled = kind_of_captions(titles)
    does = looked is not None and any(
        one.sense in _DEEDS and looked.found.get(at) in (Meaning.ACTION, Meaning.MILESTONE) for at, one in looked.guesses.items()
    )
    if not does and _is_key(section.lines, titled is TableKind.COLOUR_KEY):
        return TableKind.COLOUR_KEY
    if looked is None:
        return TableKind.INITIALS if _is_initials(section.lines) else titled if titled in _TITLED and titled else TableKind.NONE
    if titled is TableKind.CLOSED or (titled is TableKind.NONE and not does):
        return titled
    by_headings = _by_headings(looked, does)
    if by_headings is not None:
        return by_headings
    if not does and titled in _TITLED and titled is not None:
        return titled
    if titled is TableKind.EXTENSIONS and _asks(looked):
        return titled
    if _is_of_people(looked):
        return TableKind.NONE
    if looked.has(Meaning.ACTION, Meaning.MILESTONE) and looked.has(*_ENOUGH):
        return TableKind.PLAN
    return TableKind.INITIALS if _is_initials(section.lines) else TableKind.NONE


def _by_headings(looked: Looked, does: bool) -> TableKind | None:
    """Return what the headings of a table say that it is, None if they say nothing or that it is the plan."""
    senses = looked.senses()
    names = [set(words_of(name)) for name in looked.headed.names]
    if Sense.NAME in senses and not _WORK & set(senses) and any(name & _MAIL and name <= _ADDRESS for name in names):
        return TableKind.NONE  # the names are those of people, with where each is reached
    if Sense.NAME in senses and not _WORK & set(senses) and not looked.has(*_DATED) and _lists_people(looked, names):
        return TableKind.INITIALS if any(name & _HEADS_INITIALS for name in names) else TableKind.NONE
    if not does and (senses.count(Sense.RISK) >= 2 or _is_raid(looked)):
        return TableKind.RISKS
    if not does and any({"requested", "date"} <= name or {"extension", "reason"} <= name for name in names):
        return TableKind.EXTENSIONS
    if not does and any("meeting" in name for name in names) and not looked.has(Meaning.OWNER, Meaning.STATUS):
        return TableKind.MEETINGS
    if not does and Sense.MEASURE in senses[:2] and not looked.has(Meaning.ACTION):
        return TableKind.MEASURES
    return None


def _is_of_people(looked: Looked) -> bool:
    """Say if a table without dates and states has nothing but names where a plan says what is done."""
    deed = next((one for one in looked.guesses.values() if looked.found.get(one.at) is Meaning.ACTION), None)
    if deed is None or deed.sense is not Sense.NAME or looked.has(*_DATED, Meaning.PRIORITY):
        return False
    return deed.holds.people >= _ALIKE


def _lists_people(looked: Looked, names: Sequence[set[str]]) -> bool:
    """Say if a table names people, and what each is or is called."""
    people = any(one.sense is Sense.NAME and one.holds.people >= _ALIKE for one in looked.guesses.values())
    return people and any(name & (_HEADS_INITIALS | _HEADS_POSTS) for name in names)


def _asks(looked: Looked) -> bool:
    """Say if a column tells what was asked for: it is no plan to build extensions."""
    return any(_OF_REQUESTS & set(words_of(name)) for name in looked.headed.names)


def _is_raid(looked: Looked) -> bool:
    """Say if a column tells risks, assumptions, issues and dependencies apart."""
    for one in looked.guesses.values():
        if one.sense is Sense.KIND:
            said = {" ".join(words_of(line.cells[one.at].text)) for line in looked.body if one.at < len(line.cells)} - {""}
            return len(said & _RAID) >= 2 and said <= _RAID
    return False


def _is_key(lines: Sequence[Line], titled: bool) -> bool:
    """Say if each row gives one colour its meaning."""
    rows = [line for line in lines if filled_in(line)]
    if len(rows) == 1 and is_row_of_colours(rows[0]):
        return True
    if not 2 - titled <= len(rows) <= _MOST_OF_KEY or any(len(filled_in(line)) > _WIDE_KEY for line in rows):
        return False
    colours = [colour for line in rows if (colour := _colour_in(line))]
    if titled and not colours:
        return all(len(filled_in(line)) <= 2 for line in rows) and not _is_initials(lines)
    enough = len(colours) >= _ALIKE * len(rows) * (0.6 if titled else 1) and len(colours) > 1 - titled
    return enough and len(set(colours)) >= 0.8 * len(colours)


def _colour_in(line: Line) -> str:
    """Return the colour that a row speaks of, "" if it speaks of none."""
    words = next((word for at in filled_in(line) if (word := fold_state(line.cells[at].text[:20])) in COLOURS), "")
    return words or next((hue.value for cell in line.cells if (hue := hue_of(cell.fill)) is not None), "")


def _is_initials(lines: Sequence[Line]) -> bool:
    """Say if each row has initials and what they stand for."""
    rows = [line for line in lines if len(filled_in(line)) >= 2]
    if len(rows) < 2 or any(len(filled_in(line)) > 3 for line in rows):
        return False
    pairs = [(line.cells[filled_in(line)[0]].text.strip(), line.cells[filled_in(line)[1]].text.strip()) for line in rows]
    if set(words_of(pairs[0][0])) & _HEADS_INITIALS:
        return True
    initials = [one for one, other in pairs if len(one) <= _INITIALS and len(one) < len(other)]
    return sum(sum(sign.isupper() for sign in one) * 2 >= len(one) for one in initials) >= _ALIKE * len(pairs)
