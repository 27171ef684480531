"""Find what each column of a table means, by its heading, its cells and the columns beside it. Nothing is told or asked here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from seed.meaning.columns import families
from seed.meaning.columns.contents import Contents, contents_of
from seed.meaning.columns.guesses import Guess, guess
from seed.meaning.columns.layout import Headed, Section
from seed.meaning.columns.periods import History, histories
from seed.meaning.columns.words import Sense, senses_of
from seed.meaning.parts import Meaning
from seed.source import Line, Table, letters

MOST = 0.6  # share of cells that says what a column is if its heading does not
_OVER_TIME = frozenset([Sense.STATUS, Sense.PROGRESS, Sense.PERCENT, Sense.COMMENT])  # what is told anew each month

Found = dict[int, Meaning]


class Looked(NamedTuple):
    """A table as looked at: its headings, its rows, what each column seems to be, and what it means.

    `history` are the columns of earlier months or quarters, each with the name of the column that tells of the newest.
    """

    headed: Headed
    body: tuple[Line, ...]
    guesses: Mapping[int, Guess]
    found: Mapping[int, Meaning]
    history: Mapping[int, str]

    def has(self, *meanings: Meaning) -> bool:
        """Say if a column has one of these meanings."""
        return any(meaning in meanings for meaning in self.found.values())

    def senses(self) -> list[Sense]:
        """Return what its columns seem to be by their headings, whatever they hold, in their order."""
        return [max(senses, key=lambda one: senses[one]) for name in self.headed.read if (senses := senses_of(name))]


def look(section: Section, table: Table) -> Looked | None:
    """Return what the columns of a table mean, None if it has no headings. Of a ragged one only whole rows are looked at."""
    headed = section.headed
    if headed is None:
        return None
    width = len(headed.names)
    lines = [line for line in section.lines if len(line.cells) == width] if table.ragged else section.lines
    lines = [line for line in lines if not _is_band(line)] or lines
    slid = table.ragged and not table.starts
    held: dict[int, Contents] = {}

    def holds(at: int) -> Contents:
        if at not in held:
            held[at] = contents_of(lines, at)
        return held[at]

    past = [(one, sense) for one in histories(headed.periods, holds) if (sense := _over_time(one.about)) is not None]
    told_over_time = {at for one, _ in past for at in (one.newest, *one.others)}
    seen = [at for at in range(width) if at not in table.hidden and at not in told_over_time]
    guesses = {at: guess(at, headed.names[at], headed.read[at], holds(at), slid) for at in seen}
    found = _by_family(guesses)
    history = _take_newest(found, past, headed, holds)
    found |= _by_contents(guesses, found)
    return Looked(headed, section.lines, guesses, found, history)


def _is_band(line: Line) -> bool:
    """Say if one merged cell takes the row, as the name of a group does: it tells nothing of what a column holds."""
    for cell in line.cells:
        if cell.text:
            return cell.across > 1 and cell.across >= len(line.cells) - 1
    return False


def without_headings(section: Section) -> Looked | None:
    """Return a table that has no headings as one whose columns are named by their letters. None if it has not a column each of
    dates, of people and of words: then it could be anything."""
    width = max((len(line.cells) for line in section.lines), default=0)
    names = tuple(letters(at + 1) for at in range(width))
    guesses = {at: guess(at, name, "", contents_of(section.lines, at)) for at, name in enumerate(names)}
    held = [one.holds for one in guesses.values()]
    dated, named = any(one.dates >= MOST for one in held), any(one.people >= MOST and one.dates < MOST for one in held)
    if not (dated and named and any(one.prose + one.is_words > 1 for one in held)):
        return None
    headed = Headed(names, names, names, (None,) * width, 0, section.lines[:1])
    return Looked(headed, section.lines, guesses, _by_contents(guesses, {}), {})


def _by_family(guesses: Mapping[int, Guess]) -> Found:
    found = families.words(guesses)
    found |= families.details(guesses, found)
    found |= families.dates(guesses) | families.people(guesses) | families.states(guesses) | families.plain(guesses)
    return found | families.refs(guesses, found)


def _by_contents(guesses: Mapping[int, Guess], found: Mapping[int, Meaning]) -> Found:
    """Return what columns mean by what they hold alone. Only such as do no harm are taken so: states, numbers, groups."""
    taken: Found = {}
    spare = [one for one in guesses.values() if one.at not in found]
    if Meaning.STATUS not in found.values():
        taken |= {one.at: Meaning.STATUS for one in spare if max(one.holds.states, one.holds.fills) >= MOST}
    action = next((at for at, meaning in found.items() if meaning is Meaning.ACTION), 0)
    left = [one for one in spare if not one.name and one.at < action and one.at not in taken]
    if Meaning.REF not in found.values():
        taken |= {one.at: Meaning.REF for one in left if one.holds.refs >= MOST and one.holds.distinct == one.holds.filled}
    if Meaning.PRIORITY not in found.values():
        groups = [one for one in left if one.at not in taken and one.holds.is_words and one.holds.repeats >= families.GROUPED]
        taken |= {one.at: Meaning.PRIORITY for one in groups}
    return {at: meaning for number, (at, meaning) in enumerate(taken.items()) if meaning not in list(taken.values())[:number]}


def _over_time(about: str) -> Sense | None:
    """Return what columns of months or quarters tell, by the words beside these. None if that is nothing told anew each time."""
    senses = senses_of(about)
    best = max(senses, key=lambda sense: senses[sense], default=Sense.STATUS)
    return best if best in _OVER_TIME else None


def _take_newest(
    found: Found, past: Sequence[tuple[History, Sense]], headed: Headed, holds: Callable[[int], Contents]
) -> dict[int, str]:
    """Give the newest column of each history its meaning, and return the others. A status of its own is newer than all."""
    left: dict[int, str] = {}
    for one, sense in past:
        status = next((at for at, meaning in found.items() if meaning is Meaning.STATUS), None)
        meaning = Meaning.NONE if one.newest is None else _of_newest(sense, holds(one.newest), status is not None)
        newest, others = one.newest, list(one.others)
        if newest is not None and meaning is Meaning.NONE:
            others, newest = [*others, newest], status
        elif newest is not None:
            found[newest] = meaning
        name = headed.full[newest] if newest is not None else ""
        found |= dict.fromkeys((at for at in others if holds(at).is_empty), Meaning.NONE)
        left |= dict.fromkeys((at for at in others if not holds(at).is_empty), name)
    return left


def _of_newest(sense: Sense, held: Contents, has_status: bool) -> Meaning:
    if sense is Sense.PERCENT or max(held.shares, held.numbers) >= MOST:
        return Meaning.PROGRESS
    if sense is Sense.COMMENT or (held.prose >= MOST and held.fills == 0):
        return Meaning.NOTE
    return Meaning.NONE if has_status else Meaning.STATUS
