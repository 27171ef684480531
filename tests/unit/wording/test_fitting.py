"""The room of a paper: lists are as long as its sides have room for, and no longer."""

from __future__ import annotations

from functools import partial

import pytest

from bot.model.board.paper import Bullets, Cell, Column, Grid, Heading, PaperBlock, Prose
from bot.model.letters.message import Text
from bot.wording.papers.fitting import PAGE, fitted, height


def lists(most: int, said: str = "A milestone of the plan, due 31 December 2025.") -> tuple[PaperBlock, ...]:
    line = (None, (Text(text=said),))
    return tuple(block for _ in range(8) for block in (Heading(text="A section"), Bullets(lines=(line,) * most)))


@pytest.mark.parametrize("said", ["Short.", "A milestone of the plan, due 31 December 2025.", "Words of an owner who writes at length. " * 8])
@pytest.mark.parametrize("sides", [1, 2])
def test_lists_are_as_long_as_the_sides_have_room_for(said: str, sides: int) -> None:
    made = [partial(lists, most, said) for most in range(1, 13)]
    found = fitted("A report", (("For", "Board"),), made, sides)

    fits = [most for most in range(1, 13) if height(lists(most, said)) + 40 <= sides * PAGE]
    assert found in {lists(max(fits, default=1), said), lists(max(max(fits, default=1) - 1, 1), said)}


def test_if_nothing_fits_the_shortest_is_taken() -> None:
    made = [partial(lists, most, "Word " * 400) for most in range(1, 4)]

    assert fitted("A report", (), made) == lists(1, "Word " * 400)


def test_a_long_title_and_many_fields_leave_less_room() -> None:
    made = [partial(lists, most) for most in range(1, 13)]
    fields = tuple((f"Field {number}", "What is said there. " * 12) for number in range(12))

    assert height(fitted("A very long title " * 12, fields, made)) < height(fitted("A report", (), made))


def test_a_table_is_as_high_as_the_longest_cell_of_each_row() -> None:
    columns = (Column(heading="Part", width=10), Column(heading="Said", width=10))
    rows = ((Cell(value="1"), Cell(value="Short")), (Cell(value="2"), Cell(value="Words " * 60)))
    low, high = (Grid(caption="A table", columns=columns, rows=(row,)) for row in rows)

    assert height((high,)) > 2 * height((low,))
    assert height((Prose(spans=(Text(text="One line."),)),)) < height((Prose(spans=(Text(text="One\ntwo\nthree."),)),))
