"""The layout of a grid: where the headings of a table stand, and where another table begins."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from seed.meaning.cells import dated_parts
from seed.meaning.colours import hue_of, said
from seed.meaning.columns.captions import kind_of_caption
from seed.meaning.columns.contents import cell_of, is_dated
from seed.meaning.columns.periods import Period, period_of, split_period
from seed.meaning.columns.words import MOST_HEADING, Sense, senses_of, vocabulary
from seed.source import Line, Place

LOOKED_AT = 16  # rows in which the headings of a table must stand
MOST_COLUMNS = 300
SURE = 0.74  # from which on a cell is known as a heading
_LEAST_KNOWN = 2
_MOST_PARTS = 50  # tables in one grid


class Headed(NamedTuple):
    """The headings of a table: the name of each column, the same as it is best read, and in full under its banner if it has one.

    `periods` are the months and quarters that they name, each with the words beside it. `rows` are the rows that they take up,
    of which the first is row `at` of the table.
    """

    names: tuple[str, ...]
    read: tuple[str, ...]
    full: tuple[str, ...]
    periods: tuple[tuple[Period, str] | None, ...]
    at: int
    rows: tuple[Line, ...]

    @property
    def place(self) -> Place:
        """Return the place of the first of its rows."""
        return self.rows[0].at


class Section(NamedTuple):
    """A table of its own inside a grid: the title above it, its headings if it has any, and its rows below them.

    `nested` says that its rows belong under the row before it. `goes_on` says that it is the rest of the one before that.
    """

    lines: tuple[Line, ...]
    headed: Headed | None = None
    above: tuple[Line, ...] = ()
    nested: bool = False
    goes_on: bool = False


def filled_in(line: Line) -> list[int]:
    """Return the columns in which a line has words of its own."""
    return [at for at, cell in enumerate(line.cells[:MOST_COLUMNS]) if cell.text and not cell.is_copy and not cell.text.isspace()]


def is_blank(line: Line) -> bool:
    """Say if a line has neither words nor colours."""
    return not any(cell.text or cell.fill for cell in line.cells)


def headings_in(lines: Sequence[Line]) -> Headed | None:
    """Find the headings among the first rows of a table: the first row that is as good as any."""
    scores = [(at, _score(line)) for at, line in enumerate(lines[:LOOKED_AT])]
    best = max((score for _, score in scores), default=0.0)
    if best <= 0:
        return None
    at = next(at for at, score in scores if score >= best / 2 and score > 0)
    if at + 1 < len(scores) and scores[at + 1][1] > scores[at][1] and not _is_finer(lines[at], lines[at + 1]):
        at += 1
    return _named(lines, at)


def _score(line: Line, inside: bool = False) -> float:
    """Return how well a row would do as headings, 0 if it cannot be any. `inside` a table a row of a plan may hold such words."""
    if is_row_of_colours(line):
        return 0.0
    known: set[Sense] = set()
    count = others = 0
    for at in filled_in(line):
        cell = line.cells[at]
        if period_of(cell) is not None:
            continue
        senses = senses_of(_plain(cell.text))
        best = max(senses, key=lambda sense: senses[sense], default=None)
        if inside and said(cell.text) is not None:
            others += 2
        elif best is not None and senses[best] >= SURE:
            known.add(best)
            count += 1
        else:
            others += 2 if is_dated(cell) or len(cell.text) > MOST_HEADING or _is_number(cell.text) else 1
    if len(known) < _LEAST_KNOWN or count < others * (1 + inside):
        return 0.0
    return count - 0.5 * others


def _is_number(text: str) -> bool:
    return any(sign.isdigit() for sign in text) and not any(sign.isalpha() for sign in text)


def _plain(text: str) -> str:
    return " ".join(text.split()) if len(text) <= 2 * MOST_HEADING else ""


def _named(lines: Sequence[Line], at: int) -> Headed:
    """Return the headings of a row, with the banners above it or the finer headings below it."""
    row = lines[at]
    width = min(MOST_COLUMNS, max(len(line.cells) for line in lines[: LOOKED_AT * 2]))
    names = _names(row, width)
    below = lines[at + 1] if at + 1 < len(lines) else None
    if below is not None and _is_finer(row, below):
        fine = _names(below, width)
        over = [banner if name != banner else "" for banner, name in zip(_spread(names), fine, strict=True)]
        lower = [name or banner for banner, name in zip(names, fine, strict=True)]
        return _headed(lower, [banner if name else "" for banner, name in zip(over, fine, strict=True)], at, (row, below))
    over = _banners(lines[at - 1], row, width) if at and not _has_milestone(lines[at - 1]) else [""] * width
    return _headed(names, over, at - 1, (lines[at - 1], row)) if any(over) else _headed(names, over, at, (row,))


def _has_milestone(line: Line) -> bool:
    """Say if a row holds words that end with a date in brackets: a milestone of running text, and no banner over headings."""
    return any(dated_parts([line.cells[at].text[:MOST_HEADING * 4]])[0] for at in filled_in(line))


def _names(line: Line, width: int) -> list[str]:
    return [_plain(cell_of(line, column).text) for column in range(width)]


def _headed(names: Sequence[str], over: Sequence[str], at: int, rows: tuple[Line, ...]) -> Headed:
    """Return headings of which each stands under a banner, or under nothing."""
    full = tuple(name if banner == name else f"{banner} {name}".strip() for banner, name in zip(over, names, strict=True))
    read = tuple(name if _is_sure(name) else whole for name, whole in zip(names, full, strict=True))
    return Headed(tuple(names), read, full, _periods(rows[-1], full, over), at, rows)


def _is_sure(name: str) -> bool:
    return max(senses_of(name).values(), default=0.0) >= SURE


def is_row_of_colours(line: Line) -> bool:
    """Say if each cell of a row that has words has a colour of its own: a key of colours that lies on its side."""
    own = filled_in(line)
    hues = [hue for at in own if (hue := hue_of(line.cells[at].fill)) is not None]
    return len(hues) > 1 and len(set(hues)) == len(hues) >= len(own) - 1


def _periods(row: Line, full: Sequence[str], over: Sequence[str]) -> tuple[tuple[Period, str] | None, ...]:
    """Return the month or quarter that each heading or the banner above it names, with the words beside it."""
    found: list[tuple[Period, str] | None] = []
    for at, (name, banner) in enumerate(zip(full, over, strict=True)):
        whole = period_of(cell_of(row, at))
        found.append((whole, banner.casefold()) if whole is not None else split_period(name))
    return tuple(found)


def _is_finer(row: Line, below: Line) -> bool:
    """Say if the row below headings parts some of them: it stands only under such as span several columns or are empty."""
    own = filled_in(below)
    if not own or any(len(below.cells[at].text) > 40 or _is_number(below.cells[at].text) for at in own):
        return False
    if any(cell_of(row, at).text and cell_of(row, at).across == 1 and not cell_of(row, at).is_copy for at in own):
        spans = [at for at in own if not cell_of(row, at).text]
        firsts = [at for at in own if cell_of(row, at).text]
        if not spans or any(at + 1 not in spans for at in firsts):
            return False
    known = sum(max(senses_of(_plain(below.cells[at].text)).values(), default=0.0) >= SURE for at in own)
    periods = sum(period_of(below.cells[at]) is not None for at in own)
    return known + periods >= max(2, len(own) - 1) and len(own) < max(3, len(filled_in(row)) + 13)


def _spread(names: Sequence[str]) -> list[str]:
    """Return the name over each column if a name holds for the empty cells to its right."""
    over, last = [], ""
    for name in names:
        last = name or last
        over.append(last)
    return over


def _banners(above: Line, row: Line, width: int) -> list[str]:
    """Return what stands over each heading, if the row above is one of banners and not a title or a row of its own."""
    own = filled_in(above)
    spans = [at for at in own if above.cells[at].across > 1]
    if not own or any(above.cells[at].across >= width - 1 for at in spans):
        return [""] * width
    if spans:
        return [_plain(cell.text) if (cell := cell_of(above, at)).across > 1 or cell.is_copy else "" for at in range(width)]
    if own[0] == 0 or any(len(above.cells[at].text) > 60 or not cell_of(row, at).text for at in own):
        return [""] * width
    return _spread([_plain(cell_of(above, at).text) for at in range(width)])


@cache
def _first_words() -> frozenset[str]:
    return frozenset(vocabulary())


def may_head(line: Line) -> bool:
    """Say at a glance if a row could be headings: one of its first cells is a word that heads columns."""
    known = _first_words()
    seen = 0
    for cell in line.cells[:8]:
        if cell.text:
            low = cell.text.casefold().strip()
            if len(low) <= 40 and (low in known or low.removesuffix("s") in known):
                return True
            seen += 1
            if seen == 2:
                return False
    return False


def sections_of(lines: Sequence[Line]) -> list[Section]:
    """Cut a grid into the tables that stand in it. The rows that repeat its headings are left out."""
    headed = headings_in(lines)
    if headed is None:
        return [Section(tuple(line for line in lines if not is_blank(line)))]
    return _Cutter(lines, headed).sections()


class _Cutter:
    """Cuts a grid whose first table has headings."""

    def __init__(self, lines: Sequence[Line], headed: Headed) -> None:
        self._lines, self._main, self._current = lines, headed, headed
        self._repeated = _texts(headed.rows[-1])
        self._above = tuple(line for line in lines[: headed.at] if not is_blank(line))
        self._body: list[Line] = []
        self._since_gap = 0  # rows of the body when the last gap came
        self._nested = self._goes_on = False
        self._found: list[Section] = []

    def sections(self) -> list[Section]:
        """Return the tables of the grid in their order."""
        gap, last = False, self._main.rows[-1].at.line
        for at in range(self._main.at + len(self._main.rows), len(self._lines)):
            line = self._lines[at]
            if line.at.line > last + 1:
                gap, self._since_gap = True, len(self._body)
            last = line.at.line
            if not cell_of(line, 0).text and is_blank(line):
                gap, self._since_gap = True, len(self._body)
                continue
            if gap and filled_in(line) in ([0], [1]) and begins_other(line):
                self._close()
                rest = sections_of(self._lines[at + 1 :]) if len(self._found) < _MOST_PARTS else []
                self._found += [part if number else part._replace(above=(line, *part.above)) for number, part in enumerate(rest)]
                return self._found
            self._take(at, line, gap)
            gap = False
        self._close()
        return self._found

    def _take(self, at: int, line: Line, gap: bool) -> None:
        """Take a row: as headings that come again, as headings of another table, or as a row of the table that is open."""
        headings = may_head(line)
        if headings and _texts(line) == self._repeated:
            self._again()
        elif headings and len(self._found) < _MOST_PARTS and _score(line, inside=True) > 0:
            self._other(_named(self._lines[at : at + 1], 0), gap)
        elif self._nested and cell_of(line, _first(self._current)).text:
            self._open(self._main, goes_on=True)
            self._body.append(line)
        else:
            self._body.append(line)

    def _again(self) -> None:
        """Go on with the first table. If a title stands above its headings each time, the one above the first is a row too."""
        alone = self._body[-1:] if self._body and len(filled_in(self._body[-1])) == 1 else []
        if self._current is not self._main:
            self._body = self._body[: len(self._body) - len(alone)]
            self._open(self._main, goes_on=True)
            self._body += alone
        if alone and self._above and not self._found and len(filled_in(self._above[-1])) == 1:
            self._body.insert(0, self._above[-1])
            self._above = self._above[:-1]

    def _other(self, headed: Headed, gap: bool) -> None:
        title: list[Line] = []
        nested = not gap and bool(self._body) and len(filled_in(self._body[-1])) > 1
        if not nested:
            while len(self._body) > self._since_gap and len(filled_in(self._body[-1])) == 1:
                title.insert(0, self._body.pop())
        self._open(headed, nested=nested, above=title)

    def _open(self, headed: Headed, nested: bool = False, goes_on: bool = False, above: Sequence[Line] = ()) -> None:
        self._close()
        self._current, self._nested, self._goes_on, self._above = headed, nested, goes_on, tuple(above)
        self._body, self._since_gap = [], 0

    def _close(self) -> None:
        if self._body or not self._goes_on:
            self._found.append(Section(tuple(self._body), self._current, self._above, self._nested, self._goes_on))


def begins_other(line: Line) -> bool:
    """Say if a row that stands alone is the title of another table, such as "Key"."""
    return any(kind_of_caption(_plain(line.cells[at].text)) is not None for at in filled_in(line))


def _texts(line: Line) -> tuple[str, ...]:
    texts = [cell.text.strip().casefold() for cell in line.cells[:MOST_COLUMNS]]
    while texts and not texts[-1]:
        texts.pop()
    return tuple(texts)


def _first(headed: Headed) -> int:
    return next((at for at, name in enumerate(headed.names) if name), 0)
