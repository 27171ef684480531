"""Papers of a record, on SQLite and on PostgreSQL alike, as the judges of papers see them: each file is opened again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from adapters.papers.drawing import Drawer
from bot.model.board.paper import Drawn
from bot.model.board.settings import FileKind
from bot.model.board.wanted import Want, Wanted
from bot.ports.record import View
from bot.reports.papers.ground import ground
from bot.reports.papers.packs import hand_over, pack
from store.record import SqlStore
from tests.world import stock
from tests.world.judges import papers as judges
from tests.world.stock import LAST_DAY

EVERY = {
    "board": ("board", Wanted()),
    "operations": ("operations", Wanted()),
    "families": ("families", Wanted(kinds=(FileKind.WORD,))),
    "priority": ("board", Wanted(want=Want.PRIORITY, priority=1)),
    "exception": ("board", Wanted(want=Want.EXCEPTION, ref="1.1.1")),
    "stocktake": ("board", Wanted(want=Want.STOCKTAKE)),
}


def faults(drawn: Drawn) -> Iterator[str]:
    """The faults of a file, each after the file's name."""
    if drawn.name.endswith(".docx"):
        yield from (f"{drawn.name}: {one}" for one in judges.of_word(drawn.held, LAST_DAY))
    elif drawn.name.endswith(".xlsx"):
        yield from (f"{drawn.name}: {one}" for one in judges.of_excel(drawn.held, LAST_DAY))
    else:
        assert drawn.held.decode().endswith("\n")


@pytest.mark.parametrize("what", EVERY)
async def test_every_paper_of_a_record_is_in_order_for_clerks_and_screen_readers(store: SqlStore, what: str) -> None:
    audience, wanted = EVERY[what]

    def drawn(view: View) -> tuple[Drawn, ...]:
        handed = hand_over(pack(ground(view, "kent", audience, LAST_DAY, LAST_DAY), wanted), Drawer())
        assert handed.left_out == ()
        return handed.files

    files = await (await stock.made(store)).read(drawn)

    assert len(files) >= 1
    assert [fault for one in files for fault in faults(one)] == []
