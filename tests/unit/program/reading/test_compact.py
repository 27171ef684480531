"""A document comes back out of our own bytes as it went in."""

from __future__ import annotations

import zlib
from datetime import date
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.model.documents.not_a_plan import NotAPlan
from bot.program.documents.reading.compact import MOST_TEXT, packed, unpacked
from seed.source import EMPTY, Block, Cell, Document, Format, Heading, Line, Place, Prose, Table
from tests.laws import tried

PLACES = some.builds(Place, some.sampled_from(["", "Plan", "table 2"]), some.integers(1, 9999), some.integers(0, 200))
CELLS = some.just(EMPTY) | some.builds(
    Cell,
    text=some.text(max_size=9),
    value=some.none() | some.dates() | some.floats(allow_nan=False, allow_infinity=False),
    down=some.integers(1, 9),
    across=some.integers(1, 9),
    is_copy=some.booleans(),
    fill=some.sampled_from(["", "FFC000"]),
    is_struck=some.booleans(),
    comment=some.text(max_size=9),
    text_is_stale=some.booleans(),
)


@some.composite
def tables(draw: some.DrawFn) -> Table:
    ragged, wide = draw(some.booleans()), draw(some.integers(1, 5))
    rows = draw(some.lists(some.lists(CELLS, min_size=0 if ragged else wide, max_size=wide), max_size=4))
    lines = tuple(Line(tuple(row), draw(PLACES), draw(some.booleans())) for row in rows)
    return Table(lines, ragged, (0, 9) if ragged else (), draw(some.frozensets(some.integers(0, 9))), draw(some.booleans()))


BLOCKS: some.SearchStrategy[Block] = (
    some.builds(Heading, some.text(max_size=9), some.integers(1, 9), PLACES, some.booleans())
    | some.builds(Prose, some.text(max_size=9), PLACES, some.booleans())
    | tables()
)


@tried(300)
@given(some.lists(BLOCKS, max_size=4), some.sampled_from(Format), some.lists(some.text(max_size=9), max_size=2), some.text(max_size=9))
def test_whatever_is_packed_comes_out_as_it_was(blocks: list[Block], kind: Format, told: list[str], title: str) -> None:
    document = Document(kind, tuple(blocks), tuple(told), title)

    assert unpacked(packed(document)) == document


def test_a_text_that_many_cells_repeat_is_kept_once() -> None:
    long = "x" * 30_000
    table = Table(tuple(Line((Cell(long, is_copy=True),), Place("", n)) for n in range(1, 5000)))

    assert unpacked(packed(Document(Format.XLSX, (table,)))).blocks == (table,)


def test_more_text_than_any_plan_has_is_refused() -> None:
    half = "x" * (MOST_TEXT // 2)
    blocks = (Prose(half, Place()), Prose(f"{half}y", Place()))

    with pytest.raises(NotAPlan, match="too much in this file to read"):
        packed(Document(Format.TEXT, blocks))


def test_what_another_version_packed_is_asked_for_again() -> None:
    held = zlib.decompress(packed(Document(Format.TEXT, (Prose("Words", Place()),))))

    with pytest.raises(NotAPlan, match="another version of Milepost"):
        unpacked(zlib.compress(held.replace(b"[1,", b"[0,", 1)))


def test_a_day_stays_a_day_and_a_number_a_number() -> None:
    cells = (Cell("30/06/2026", date(2026, 6, 30)), Cell("50%", 0.5), Cell("2026-06-30"))
    document = Document(Format.XLSX, (Table((Line(cells, Place("", 1)),)),))

    assert cast(Table, unpacked(packed(document)).blocks[0]).lines[0].cells == cells
