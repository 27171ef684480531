"""Tell of the columns that are not kept, and ask about those that are doubtful and matter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bot.model.documents.draft import PlanDoubtKind
from seed.draft import Doubts, fold
from seed.meaning.columns.assign import MOST, Found, Looked
from seed.meaning.columns.contents import cell_of
from seed.meaning.columns.guesses import Guess
from seed.meaning.columns.words import Sense, senses_of
from seed.meaning.parts import Column, Meaning
from seed.source import Place, letters
from seed.words import say, short

_ASKED_OF_A_TABLE = 3
_FILLED = 0.5  # share of rows from which on a column matters
_SENTENCES = 0.4  # share of sentences from which on a column of an unknown heading is kept as notes
_CHOICES = (Meaning.ACTION, Meaning.DUE, Meaning.START, Meaning.OWNER, Meaning.NOTE, Meaning.NONE)
_BY_CONTENTS = frozenset([Meaning.STATUS, Meaning.REF, Meaning.PRIORITY])
_BESIDE = frozenset([Meaning.ACCOUNTABLE, Meaning.CONTRIBUTOR])
_DUE = frozenset([Sense.DUE, Sense.DATE, Sense.COMPLETION, Sense.REVISED])
_OWNER = frozenset([Sense.OWNER, Sense.ACCOUNTABLE, Sense.SPONSOR, Sense.NAME])


class _Doubtful(NamedTuple):
    """A column that could matter, and what it is taken for until somebody says."""

    one: Guess
    default: Meaning


class Settler:
    """Settles the columns of all tables of one document, so that one heading is told of and asked about once."""

    def __init__(self, doubts: Doubts) -> None:
        self._doubts = doubts
        self._told: set[str] = set()

    def columns(self, looked: Looked, hidden: frozenset[int] = frozenset()) -> tuple[Column, ...]:
        """Return the columns of a table with their meanings."""
        found = dict(looked.found)
        for one, default in list(_doubtful(looked))[:_ASKED_OF_A_TABLE]:
            _put(found, one.at, self._asked(looked, one, default))
        self._tell(looked, found, hidden)
        names = looked.headed.names
        known = {at for at, one in looked.guesses.items() if one.name or not one.holds.is_empty} | set(looked.history)
        shown = sorted(at for at in {*found, *known, *hidden} if at < len(names))
        return tuple(Column(at, names[at], found.get(at, Meaning.NONE)) for at in shown)

    def words_asked(self, looked: Looked, is_headless: bool = False) -> Looked | None:
        """Ask which column says what is to be done, and return the table read so. None if no column could."""
        question = "no_headings" if is_headless else "no_action"
        could = [one for one in looked.guesses.values() if one.name and one.at not in looked.found and one.holds.is_words]
        could = [one for one in could if one.sense in (None, Sense.KIND, Sense.NAME, Sense.RISK, Sense.PLAN)]
        doing = [one for one in could if one.holds.people < MOST]
        could = doing if is_headless else could
        if not doing:
            return None
        likely = max(could, key=lambda one: (_speaks_of_deeds(one.name), one.holds.letters))
        name = self._doubts.ask(
            PlanDoubtKind.COLUMN, "action", _places(looked, likely.at), question, {"read": likely.name},
            [one.name for one in could], likely.name,
        )  # fmt: skip
        chosen = next((one for one in could if name is not None and fold(one.name) == fold(name)), likely)
        notes = {one.at: Meaning.NOTE for one in could if one is not chosen}
        return looked._replace(found={**looked.found, **notes, chosen.at: Meaning.ACTION})

    def _asked(self, looked: Looked, one: Guess, default: Meaning) -> Meaning:
        words = {meaning: say("choice", meaning) for meaning in _CHOICES}
        name = one.name or letters(one.at + 1)
        example = next(cell.text for line in looked.body if (cell := cell_of(line, one.at)).text)
        answer = self._doubts.ask(
            PlanDoubtKind.COLUMN, name, _places(looked, one.at), "column", {"column": name, "read": short(example)},
            list(words.values()), words[default],
        )  # fmt: skip
        return next((meaning for meaning, said in words.items() if said == answer), default)

    def _tell(self, looked: Looked, found: Found, hidden: frozenset[int]) -> None:
        for at in sorted(hidden):
            if at < len(looked.headed.names) and looked.headed.names[at]:
                self._once(looked, at, "column_hidden", looked.headed.names[at])
        self._tell_history(looked)
        for one in looked.guesses.values():
            if one.at in found:
                if found[one.at] in _BESIDE and one.holds.filled and Meaning.OWNER in found.values():
                    self._once(looked, one.at, "people_beside", one.name)
                if found[one.at] is Meaning.OWNER and one.holds.filled and (other := _first_owner(looked, found)) != one.name:
                    self._once(looked, one.at, "owners_both", one.name, other=other)
                if not one.is_known and found[one.at] in _BY_CONTENTS:
                    name = one.name or letters(one.at + 1)
                    self._once(looked, one.at, "column_by_contents", name, meaning=say("meaning", found[one.at]))
            elif one.holds.filled and not one.name:
                found[one.at] = Meaning.NOTE
                example = next(cell.text for line in looked.body if (cell := cell_of(line, one.at)).text)
                self._once(looked, one.at, "column_unnamed", short(example))
            elif one.holds.filled and one.sense is None and one.holds.prose >= _SENTENCES:
                found[one.at] = Meaning.NOTE
                self._once(looked, one.at, "column_as_note", one.name)
            elif one.holds.filled:
                self._once(looked, one.at, "column_not_read", one.name)

    def _tell_history(self, looked: Looked) -> None:
        for newest in dict.fromkeys(looked.history.values()):
            past = [at for at, after in looked.history.items() if after == newest]
            first, last = (looked.headed.full[at] for at in (past[0], past[-1]))
            said = say("doubt", "from_to", first=first, last=last) if len(past) > 1 else first
            self._once(looked, past[0], "history_left_out" if newest else "chart_left_out", said, newest=newest)

    def _once(self, looked: Looked, at: int, code: str, read: str, **facts: object) -> None:
        place = looked.headed.place._replace(column=at + 1)
        if (key := f"{code} {fold(read)}") not in self._told:
            self._told.add(key)
            self._doubts.warn(place, code, read=short(read), **facts)


def _doubtful(looked: Looked) -> Iterator[_Doubtful]:
    """Return the columns that could be due or own if nothing else does, and of which too little is known."""
    has_due, has_owner = looked.has(Meaning.DUE), looked.has(Meaning.OWNER)
    actions = min((at for at, meaning in looked.found.items() if meaning in (Meaning.ACTION, Meaning.MILESTONE)), default=0)
    dated = [one.at for one in looked.guesses.values() if one.holds.dates >= MOST]
    named = [one.at for one in looked.guesses.values() if one.holds.people >= MOST and one.at not in looked.found]
    for one in looked.guesses.values():
        if not one.holds.filled or one.holds.filled < _FILLED * one.holds.rows:
            continue
        if looked.found.get(one.at) is Meaning.DUE and one.sense is Sense.DATE and one.at < actions:
            yield _Doubtful(one, Meaning.DUE)  # a bare date left of the actions may be the day of a meeting
        if one.at in looked.found:
            continue
        if one.is_known and one.sense not in (Sense.REVIEW, Sense.NAME):
            continue
        if not has_due and one.holds.dates >= MOST:
            yield _Doubtful(one, Meaning.DUE if one.sense in _DUE or _is_alone(one, dated) else Meaning.NOTE)
        elif not has_owner and one.holds.people >= MOST and one.name:
            yield _Doubtful(one, Meaning.OWNER if one.sense in _OWNER or _is_alone(one, named) else Meaning.NOTE)


def _is_alone(one: Guess, alike: Sequence[int]) -> bool:
    """Say if a column of a table without headings is the only one of what it holds."""
    return alike == [one.at] and one.name == letters(one.at + 1)


def _first_owner(looked: Looked, found: Found) -> str:
    """Return the heading of the first column of owners."""
    return next(looked.headed.names[at] for at in sorted(found) if found[at] is Meaning.OWNER)


def _put(found: Found, at: int, meaning: Meaning) -> None:
    """Give a column the meaning that was said. Another column that had it is a note, unless several may have it."""
    if meaning in (Meaning.ACTION, Meaning.DUE):
        found |= {other: Meaning.NOTE for other, had in found.items() if had is meaning}
    found[at] = meaning


def _speaks_of_deeds(name: str) -> float:
    senses = senses_of(name)
    return max(senses.get(sense, 0.0) for sense in (Sense.DEED, Sense.NAME, Sense.TASK, Sense.STEP, Sense.ISSUE, Sense.DETAIL))


def _places(looked: Looked, at: int) -> Sequence[Place]:
    return [line.at._replace(column=at + 1) for line in looked.body if cell_of(line, at).text]
