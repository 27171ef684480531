"""The key of a plan: what its words, letters and colours say of a milestone. What it does not say is standard, or asked once."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, assert_never

from bot.model.documents.draft import PlanDoubtKind
from bot.model.status import Status
from seed.draft import Doubts
from seed.meaning.colours import BY_HUE, COLOURS, MOST_STATE, STANDARD, Hue, could_be_state, fold_state, hue_of, said
from seed.meaning.columns.contents import cell_of
from seed.meaning.columns.layout import filled_in
from seed.meaning.parts import Column, Meaning, OtherTable, Part, PlanTable, TableKind
from seed.source import Cell, Heading, Line, Place, Prose
from seed.words import say

MOST_OF_ITS_OWN = 6  # words of a column that are asked about although no other plan uses them: more are free text
_STATUSES = (Status.GREEN, Status.AMBER, Status.RED, Status.COMPLETE, Status.NOT_STARTED)
_LETTERS = frozenset("ragb")
_LEAST_LETTERS = 2  # of the letters of a column that must be those of red, amber, green and blue
_FINISHED = re.compile(
    r"(?:(?:the )?(?:action|milestone|task|work) )?(?:is |are |has been |have been |fully |now )*"
    r"(?:complete|completed|done|closed|finished|achieved|delivered|implemented|embedded)\b",
)
_NOT_BEGUN = re.compile(
    r"(?:(?:the )?(?:action|milestone|task|work) )?(?:is |has )?(?:not (?:yet )?(?:started|begun|due|commenced)|yet to start)\b",
)
_STILL = re.compile(r"\b(?:not|on track|on target|or|partly|partially|will|to be|nearly|mostly|within)\b")
_NUMBERED = re.compile(r"([0-9])\s?(?:=|:|-|\u2013|\u2014|\bis\b|\bmeans\b|\s)\s?(\D.*)")
_MOST_OF_LINE = 12  # words
_MOST_OF_NUMBERS = 20  # rows
_END = re.compile(r"[,;.(:–—]| - ")
_NAMED = "|".join(sorted((word for word in COLOURS if len(word) > 1), key=len, reverse=True))
_IN_PROSE = re.compile(rf"\b({_NAMED}|[RAGB](?= ?=))\b ?(?:=|:|-|–|—|means|is|\() ?([^,;.|()=:–]{{2,60}})", re.IGNORECASE)


class State(NamedTuple):
    """The state of a milestone as a cell says it: its status if that is known, the word or colour, and the words beside it."""

    status: Status | None = None
    colour: str = ""
    words: str = ""


class Key:
    """The key of one plan. `words` and `hues` are what its own words and colours mean, None if they are to be left out."""

    def __init__(self, words: Mapping[str, Status | None], hues: Mapping[Hue, Status | None]) -> None:
        self._words = {**STANDARD, **words}
        self._hues = {**BY_HUE, **hues}
        self._states: dict[tuple[str, str], State] = {}  # that were read: most cells of a column say one of a few words

    def state_of(self, cell: Cell) -> State:
        """Return what a cell says. Its words come before its colour, if they are known."""
        state = self._states.get((cell.text, cell.fill))
        if state is None:
            state = self._states[cell.text, cell.fill] = self._read(cell)
        return state

    def _read(self, cell: Cell) -> State:
        text = " ".join(cell.text.split())
        hue = hue_of(cell.fill)
        by_fill = self._hues.get(hue) if hue is not None else None
        word, written, rest = _word_of(cell.text)
        if word:
            status = self._words.get(word)
            return State(status if status is not None or word in self._words else by_fill, written, rest)
        return State(by_fill, hue.value if hue is not None else "", text)

    def knows(self, cell: Cell) -> bool:
        """Say if the key gives the words or the colour of a cell a meaning."""
        word, _, _ = _word_of(cell.text)
        hue = hue_of(cell.fill)
        return word in self._words or (hue is not None and hue in self._hues)


def _word_of(text: str) -> tuple[str, str, str]:
    """Return the state that a cell begins with, folded and as written, and the words after it. All are "" if it is prose."""
    found = said(text)
    if found is not None:
        return found.word, found.written, found.rest
    flat = " ".join(text.split())
    if len(flat) == 1 and flat.isdecimal():
        return flat, flat, ""
    word = fold_state(flat) + "?" * flat.endswith("?")  # "Complete?" is not complete
    return (word, flat, "") if could_be_state(flat) else ("", "", "")


def key_of(parts: Sequence[Part], doubts: Doubts) -> Key:
    """Return the key of a plan, read from its own tables and lines. What nothing explains is asked, each word once."""
    words, hues = _of_its_own(parts)
    key = Key(words, hues)
    unknown: dict[tuple[str, Hue | None], _Unknown] = {}
    for part in parts:
        if isinstance(part, PlanTable):
            for column in part.columns:
                _gather(part, column, key, words, unknown)
    _tell_fills(parts, hues, doubts)
    for (word, hue), one in unknown.items():
        if hue is not None:
            hues[hue] = _asked(one, doubts)
        else:
            words[word] = _asked(one, doubts)
    return Key(words, hues)


class _Unknown(NamedTuple):
    """A word or a colour that nothing explains, and the cells in which it stands."""

    written: str
    is_fill: bool
    places: list[Place]


def _asked(one: _Unknown, doubts: Doubts) -> Status | None:
    choices = {status: say("choice", status) for status in _STATUSES}
    leave = say("choice", "none")
    question = "fill" if one.is_fill else "colour"
    answer = doubts.ask(
        PlanDoubtKind.COLOUR, one.written, one.places, question, {"read": one.written}, [*choices.values(), leave], leave
    )
    return next((status for status, word in choices.items() if word == answer), None)


def _gather(
    part: PlanTable, column: Column, key: Key, own: Mapping[str, Status | None], unknown: dict[tuple[str, Hue | None], _Unknown]
) -> None:
    """Gather what a column says that the key does not explain. Each different cell is looked at once."""
    if column.meaning not in (Meaning.STATUS, Meaning.PROGRESS):
        return
    is_status = column.meaning is Meaning.STATUS
    alike: dict[tuple[str, str], list[Place]] = defaultdict(list)
    for line in part.body:
        cell = cell_of(line, column.at)
        if cell.text or (cell.fill and is_status):
            alike[cell.text, cell.fill].append(line.at)
    doubted, odd = _letters_doubted(alike, own), _odd(alike)
    for (text, fill), places in alike.items():
        word, written, _ = _word_of(text)
        if word.isdecimal() and not is_status:
            continue
        hue = None if word else hue_of(fill)
        if (word in odd and not (is_status and len(odd) <= MOST_OF_ITS_OWN)) or (not word and (text or hue is None)):
            continue
        if word in doubted or not key.knows(Cell(text, fill=fill)):
            one = unknown.setdefault((word, hue), _Unknown(written or (hue.value if hue is not None else ""), not word, []))
            one.places.extend(at._replace(column=column.at + 1) for at in places)


def _letters_doubted(alike: Iterable[tuple[str, str]], own: Mapping[str, Status | None]) -> set[str]:
    """Return the letters that stand for nothing known, as they are not those of red, amber, green and blue."""
    letters = {word for text, _ in alike if len(word := fold_state(text[:MOST_STATE])) == 1 and word.isalpha()}
    return letters - own.keys() if len(letters & _LETTERS) < _LEAST_LETTERS and letters - _LETTERS else set()


def _odd(alike: Iterable[tuple[str, str]]) -> set[str]:
    """Return the words that only this plan uses."""
    words = {fold_state(text) for text, _ in alike if said(text) is None and could_be_state(text)}
    return {word for word in words if len(word) > 1}


def _tell_fills(parts: Sequence[Part], own: Mapping[Hue, Status | None], doubts: Doubts) -> None:
    """Tell once that colours were read as they are called, if they stand without words and no key explains them."""
    for part in parts:
        if not isinstance(part, PlanTable):
            continue
        for column in part.columns:
            if column.meaning is not Meaning.STATUS:
                continue
            bare = [(line, hue_of(cell.fill)) for line in part.body if not (cell := cell_of(line, column.at)).text and cell.fill]
            first = next((line for line, hue in bare if hue in BY_HUE and hue not in own), None)
            if first is not None:
                doubts.warn(first.at._replace(column=column.at + 1), "colours_by_fill", column=column.name)
                return


def _of_its_own(parts: Sequence[Part]) -> tuple[dict[str, Status | None], dict[Hue, Status | None]]:
    """Return what the key of a document says: of words and letters, and of colours."""
    words: dict[str, Status | None] = {}
    hues: dict[Hue, Status | None] = {}
    for entry in _entries(parts):
        status = _meant(entry)
        if status is None:
            continue
        for word in (entry.word, _short(entry.meaning)):
            if word and words.setdefault(word, status) is not status:
                words[word] = None
        hues.setdefault(entry.hue, status)
    words |= _numbers(parts)
    return {word: status for word, status in words.items() if status is not None}, hues


def number_meant(text: str) -> tuple[str, Status | None] | None:
    """Return what a line such as "1 = Red (off track)" says of a number, None if it says nothing of one."""
    found = _NUMBERED.fullmatch(" ".join(text.split()[:_MOST_OF_LINE]))
    if found is None:
        return None
    state = said(found[2])
    if state is None:
        return None
    entry = _Entry(COLOURS.get(state.word, Hue.PURPLE), state.word, state.rest.strip("()"))
    return found[1], STANDARD.get(state.word) if state.word not in COLOURS else _meant(entry)


def _numbers(parts: Iterable[Part]) -> dict[str, Status | None]:
    """Return what numbers mean: by lines of their own, or by the rows of a key."""
    found: dict[str, Status | None] = {}
    for part in parts:
        lines = [part.text] if isinstance(part, Prose | Heading) else []
        if isinstance(part, OtherTable):
            lines = [" ".join(line.cells[at].text for at in filled_in(line)) for line in part.table.lines[:_MOST_OF_NUMBERS]]
        found |= dict(meant for line in lines if (meant := number_meant(line)) is not None)
    return found if len(found) > 1 else {}


class _Entry(NamedTuple):
    """One line of a key: the colour, the word or letter by which it is named, "" if it is a fill alone, and what it means."""

    hue: Hue
    word: str
    meaning: str


def _entries(parts: Iterable[Part]) -> Iterator[_Entry]:
    for part in parts:
        match part:
            case OtherTable(kind=TableKind.COLOUR_KEY):
                yield from (entry for line in part.table.lines for entry in _of_line(line))
            case Prose() | Heading():
                yield from _of_prose(part.text)
            case PlanTable() | OtherTable():
                pass
            case _:
                assert_never(part)


def _of_line(line: Line) -> Iterator[_Entry]:
    """Return what a row of a key says: one colour, or as many as it has cells that are filled with one each."""
    filled = [(hue, cell.text) for at in filled_in(line) if (hue := hue_of((cell := line.cells[at]).fill)) is not None]
    if len({hue for hue, _ in filled}) > 1:
        yield from (_Entry(hue, "", " ".join(text.split())) for hue, text in filled)
    elif (entry := _of_one(line)) is not None:
        yield entry


def _of_one(line: Line) -> _Entry | None:
    texts = [" ".join(line.cells[at].text.split()) for at in filled_in(line)]
    word = next((folded for text in texts if (folded := fold_state(text[:MOST_STATE])) in COLOURS), "")
    hue = next((found for cell in line.cells if (found := hue_of(cell.fill)) is not None), None)
    if not word and texts and (named := _IN_PROSE.match(texts[0])):
        return _Entry(COLOURS[fold_state(named[1])], fold_state(named[1]), named[2].strip())
    meaning = next((text for text in texts if fold_state(text[:MOST_STATE]) not in COLOURS), "")
    begun = _END.split(meaning, maxsplit=1)
    if len(begun) == 2 and fold_state(begun[0]) in COLOURS:
        meaning = begun[1].strip()
        hue = hue or COLOURS[fold_state(begun[0])]
    colour = hue if hue is not None else COLOURS.get(word)
    return _Entry(COLOURS.get(word, colour), word, meaning) if colour is not None and (meaning or word) else None


def _of_prose(text: str) -> list[_Entry]:
    """Return the key in a line such as "Key: red = off track, green = on track". One colour alone is no key."""
    if len(text) > 1_000:
        return []
    pairs = ((fold_state(one[1]), one[2].strip()) for one in _IN_PROSE.finditer(text))
    found = [_Entry(COLOURS[word], word, meaning) for word, meaning in pairs if any(sign.isalpha() for sign in meaning)]
    return found if len({entry.hue for entry in found}) > 1 else []


def _meant(entry: _Entry) -> Status | None:
    """Return the status that a line of a key means: by its words if they say that it is done or not begun, else by its colour."""
    meaning = entry.meaning.casefold()
    if _FINISHED.match(meaning) and not _STILL.search(meaning):
        return Status.COMPLETE
    if _NOT_BEGUN.match(meaning):
        return Status.NOT_STARTED
    return BY_HUE.get(entry.hue)


def _short(meaning: str) -> str:
    """Return the words at the beginning of a meaning by which a cell could say it."""
    begin = _END.split(meaning, maxsplit=1)[0]
    return fold_state(begin) if could_be_state(begin) else ""
