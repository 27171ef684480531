"""Find columns that nothing but their place parts: in fixed text by blanks, on a page by how far from its left words stand."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple

from seed.source import EMPTY, Cell, Line, Place, Table

MOST_ZONES = 60  # columns that a page has room for
_ENDS = ".!?:;"
_LOOKED_AT = 40  # lines
_ONE_IN = 8  # of so many lines one may have a cell that runs over into the next column


class Word(NamedTuple):
    """A word, and where it begins and ends, counted from the left."""

    start: float
    end: float
    text: str


Piece = tuple[Word, ...]  # words that stand close together


class Laid(NamedTuple):
    """A line as it is laid out: its pieces from the left, and its place.

    `is_apart` says that the line above it is farther off than the next, and `is_rule` that it is drawn and not written.
    """

    at: Place
    pieces: tuple[Piece, ...]
    is_apart: bool = False
    is_rule: bool = False

    @property
    def text(self) -> str:
        """Return its words."""
        return " ".join(word.text for piece in self.pieces for word in piece)


class Zone(NamedTuple):
    """A column: where its cells begin, and where the longest of them ends."""

    start: float
    end: float


class Ruler(NamedTuple):
    """A measure of what is near: the least that parts two columns, and by how much a cell may miss its column."""

    gap: float
    slack: float


class _Common(NamedTuple):
    """The places at which cells commonly begin: so many of `begins`, which are sorted, lie near them."""

    begins: Sequence[float]
    least: int
    slack: float

    def has(self, place: float) -> bool:
        """Say if cells commonly begin at a place."""
        return bisect_right(self.begins, place + self.slack) - bisect_left(self.begins, place - self.slack) >= self.least


def pieces_of(words: Iterable[Word], gap: float) -> tuple[Piece, ...]:
    """Return the words of a line as pieces: a new one begins wherever the gap is as wide as that."""
    pieces: list[list[Word]] = []
    for word in words:
        if pieces and word.start - pieces[-1][-1].end < gap:
            pieces[-1].append(word)
        else:
            pieces.append([word])
    return tuple(tuple(piece) for piece in pieces)


def zones_of(lines: Sequence[Laid], ruler: Ruler) -> tuple[Zone, ...]:
    """Return the columns of some lines: what lies between the gaps that go through all of them. None if there are no two."""
    parted = [line for line in lines if len(line.pieces) > 1]
    begins = sorted(piece[0].start for line in parted for piece in line.pieces)
    common = _Common(begins, max(2, len(parted) // 2), ruler.slack)
    parted = [_split(line, common) for line in parted]
    zones = _between_gaps(parted, ruler.gap)
    if not 1 < len(zones) <= MOST_ZONES:
        return ()
    across = sum(1 for line in parted if len({_zone_of(piece, zones, ruler) for piece in line.pieces}) > 1)
    enough = across > 2 or (across == 2 and len(zones) > 2)
    return zones if enough else ()


def _split(line: Laid, common: _Common) -> Laid:
    """Cut a piece that fills its column to the brim where the next column begins, if the whole line keeps to the columns."""
    if not line.pieces[1:] or not all(common.has(piece[0].start) for piece in line.pieces):
        return line
    pieces: list[Piece] = []
    for piece in line.pieces:
        begun = 0
        for at, word in enumerate(piece):
            if at and common.has(word.start):
                pieces.append(piece[begun:at])
                begun = at
        pieces.append(piece[begun:])
    return line._replace(pieces=tuple(pieces))


def _between_gaps(parted: Sequence[Laid], gap: float) -> tuple[Zone, ...]:
    few = len(parted) // _ONE_IN
    edges = sorted(edge for line in parted for piece in line.pieces for edge in ((piece[0].start, 1), (piece[-1].end, -1)))
    zones: list[Zone] = []
    depth = 0
    for place, step in edges:
        over, depth = depth > few, depth + step
        if not over and depth > few:
            if zones and place - zones[-1].end < gap:
                zones[-1] = zones[-1]._replace(end=place)  # no gap: the column goes on
            else:
                zones.append(Zone(place, place))
        elif over and depth <= few:
            zones[-1] = zones[-1]._replace(end=place)
    return tuple(zones)


def _zone_of(piece: Piece, zones: Sequence[Zone], ruler: Ruler) -> int:
    begins = piece[0].start
    at = max((n for n, zone in enumerate(zones) if zone.start <= begins + ruler.slack), default=0)
    return at + 1 if at + 1 < len(zones) and begins >= zones[at].end + ruler.slack else at


def _is_aligned(line: Laid, zones: Sequence[Zone], ruler: Ruler) -> bool:
    """Say if every piece of a line begins where a column does."""
    begins = _Common([zone.start for zone in zones], 1, ruler.slack)
    return all(begins.has(piece[0].start) for piece in line.pieces)


def _runs_over(line: Laid, zones: Sequence[Zone], ruler: Ruler) -> bool:
    """Say if a line is one piece that keeps to no column: a heading or a sentence between the rows."""
    if len(line.pieces) != 1:
        return False
    (piece,) = line.pieces
    at = _zone_of(piece, zones, ruler)
    return at == 0 and len(zones) > 1 and piece[-1].end > zones[1].start - ruler.slack


def _rows_of(lines: Sequence[Laid], zones: Sequence[Zone], ruler: Ruler) -> tuple[Line, ...]:
    """Return the lines as rows of cells. A line that only goes on with the cells above it is joined to them."""
    is_loose = _is_loose(lines)
    rows: list[Line] = []
    ends: list[float] = []  # where the last words of each cell end
    for line in lines:
        cut = _cut(line, zones, ruler)
        words = [" ".join(word.text for word in cell) for cell in cut]
        if rows and not line.is_apart and _goes_on(cut, rows[-1], zones, ends, is_loose):
            joined = (
                Cell(text=f"{above.text} {more}") if more else above for above, more in zip(rows[-1].cells, words, strict=True)
            )
            rows[-1] = rows[-1]._replace(cells=tuple(joined))
            ends = [cell[-1].end if cell else end for cell, end in zip(cut, ends, strict=True)]
        else:
            rows.append(Line(tuple(Cell(text=text) if text else EMPTY for text in words), line.at))
            ends = [cell[-1].end if cell else 0 for cell in cut]
    return tuple(rows)


def _cut(line: Laid, zones: Sequence[Zone], ruler: Ruler) -> list[list[Word]]:
    """Put the words of a line into its columns."""
    cells: list[list[Word]] = [[] for _ in zones]
    for piece in _split(line, _Common([zone.start for zone in zones], 1, ruler.slack)).pieces:
        cells[_zone_of(piece, zones, ruler)] += piece
    return cells


def _is_loose(lines: Sequence[Laid]) -> bool:
    """Say if rows stand apart from one another, so that lines which do not are one row."""
    gaps = [line.is_apart for line in lines[1:] if len(line.pieces) > 1]
    return len(gaps) > 1 and sum(gaps) * 2 >= len(gaps)


def _goes_on(
    cut: Sequence[Sequence[Word]], above: Line, zones: Sequence[Zone], ends: Sequence[float], is_loose: bool
) -> bool:
    """Say if a line goes on with cells of the row above.

    Where rows stand apart it does. Else it has fewer cells, and its words begin small or had no room in the line above.
    """
    filled = [at for at, cell in enumerate(cut) if cell]
    had = {at for at, cell in enumerate(above.cells) if cell.text}
    if not filled or not had.issuperset(filled):
        return False
    if is_loose or len(filled) >= len(had):
        return is_loose
    first = filled[0]
    word = cut[first][0]
    if word.text[0].islower():
        return True
    has_ended = above.cells[first].text[-1] in _ENDS
    no_room = ends[first] + (word.end - word.start) >= zones[first].end
    return first > 0 and no_room and not has_ended


class Columns:
    """Finds the tables in lines, group after group: lines belong together while they have the same columns."""

    def __init__(self, ruler: Ruler) -> None:
        self._ruler = ruler
        self._zones: tuple[Zone, ...] = ()  # of the table found last

    def tables(self, lines: Iterable[Laid]) -> Iterator[Table | Laid]:
        """Return the tables, and in between each line that is in none."""
        group: list[Laid] = []
        window: list[Laid] = []  # the first lines with several pieces: enough to know the columns by
        zones: tuple[Zone, ...] = ()
        for chunk in _chunks(lines):
            parted = [line for line in chunk if len(line.pieces) > 1 and not line.is_rule][:_LOOKED_AT]
            wider = zones_of([*window, *parted], self._ruler)
            if zones and parted and (len(wider) < len(zones) or _is_list(parted, zones)):
                yield from self._table(group, zones)
                group, window, zones = [], [], zones_of(parted, self._ruler)
            else:
                zones = wider
            group += chunk
            window = [*window, *parted][:_LOOKED_AT]
        yield from self._table(group, zones)

    def _table(self, group: Sequence[Laid], known: tuple[Zone, ...]) -> Iterator[Table | Laid]:
        zones = self._zones_for([line for line in group if not line.is_rule], known)
        ruled = (line for line in group if line.is_rule and 1 < len(line.pieces) <= MOST_ZONES)
        if drawn := next(ruled, None):
            zones = tuple(Zone(piece[0].start, piece[-1].end) for piece in drawn.pieces)
        rows: list[Laid] = []
        for line, below in zip_longest(group, group[1:]):
            if line.is_rule:
                if not rows:
                    yield line
            elif zones and (len(line.pieces) > 1 or (rows and self._is_row(line, below, zones))):
                rows.append(line)
            else:
                yield from self._cut(rows, zones)
                yield line
        yield from self._cut(rows, zones)
        if zones != self._zones[: len(zones)]:
            self._zones = zones

    def _is_row(self, line: Laid, below: Laid | None, zones: Sequence[Zone]) -> bool:
        """Say if one piece alone belongs to the rows above it. One that stands apart at the left does if rows follow."""
        heads = line.is_apart and _zone_of(line.pieces[0], zones, self._ruler) == 0
        return not _runs_over(line, zones, self._ruler) and not (heads and (below is None or len(below.pieces) == 1))

    def _zones_for(self, written: Sequence[Laid], known: tuple[Zone, ...]) -> tuple[Zone, ...]:
        whole = zones_of(written, self._ruler)
        zones = whole if len(whole) >= len(known) else known
        parted = [line for line in written if len(line.pieces) > 1]
        as_before = all(_is_aligned(line, self._zones, self._ruler) for line in parted)
        if not parted or not as_before or len(zones) > len(self._zones):
            return zones
        used = max(len(line.pieces) for line in parted) if _is_list(parted, self._zones) else None
        return self._zones[:used]

    def _cut(self, rows: list[Laid], zones: tuple[Zone, ...]) -> Iterator[Table]:
        if rows:
            yield Table(_rows_of(rows, zones, self._ruler), ragged=True, starts=tuple(int(zone.start) for zone in zones))
            rows.clear()


def _is_list(parted: Sequence[Laid], zones: Sequence[Zone]) -> bool:
    """Say if several lines leave half of the columns empty, each of them: a key of colours does, that begins where they do."""
    return len(parted) > 1 and all(len(line.pieces) * 2 <= len(zones) for line in parted)


def _chunks(lines: Iterable[Laid]) -> Iterator[list[Laid]]:
    """Return the lines that stand right below one another."""
    chunk: list[Laid] = []
    for line in lines:
        if chunk and line.is_apart:
            yield chunk
            chunk = []
        chunk.append(line)
    if chunk:
        yield chunk
