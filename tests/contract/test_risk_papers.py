"""Risks on paper: the register with its last four scores, and the section of reports, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

from datetime import datetime, timedelta
from io import BytesIO

import docx
import openpyxl
import pytest

from adapters.papers.drawing import Drawer
from bot.model.board.wanted import Want, Wanted
from bot.model.record.entry import By
from bot.model.risks.risk import Risk, RiskDeed, RiskStep, RiskTerms, Score, Treatment
from bot.ports.record import Tx
from bot.reports.papers.ground import ground
from bot.reports.papers.packs import Pack, hand_over, pack
from store.record import SqlStore
from tests.world import stock
from tests.world.stock import BEGAN, LAST_DAY

COLUMNS = [
    "No", "Area", "Risk", "Controls", "Likelihood", "Impact", "Score", "Three scores before", "Two scores before", "Score before",
    "Last score", "Direction", "Target", "Treatment", "Owner", "Next review",
]  # fmt: skip
STOCKTAKE = Wanted(want=Want.STOCKTAKE)
LEAVES = RiskTerms(
    happens="=the provider leaves", follows="children wait longer", about=("1.1.1",), owner="Head of Inclusion", controls="two contracts",
    target=Score(likelihood=1, impact=4), review_every=12,
)  # fmt: skip
UNSEEN = RiskTerms(
    happens="money ends", follows="posts go", treatment=Treatment.TOLERATE, accepted_until=(BEGAN + timedelta(days=9)).date(),
    approved_by="The board",
)  # fmt: skip


def _raised(tx: Tx, terms: RiskTerms, at: datetime, *scores: tuple[int, int]) -> Risk:
    """A risk, scored each day from the one on which it was raised."""
    tx.acting(By(at=at, capacity="admin"))
    risk = tx.risks.begin(Risk(plan="kent", steps=(RiskStep(deed=RiskDeed.RAISED, terms=terms, capacity="admin", at=at),)))
    for likelihood, impact in scores:
        score = Score(likelihood=likelihood, impact=impact)
        risk = tx.risks.step(risk, RiskStep(deed=RiskDeed.SCORED, score=score, why="it was said", capacity="admin", at=at))
    return risk


def later(tx: Tx) -> None:
    """A risk that went up, one that nobody looked at again, and one that is closed."""
    over = _raised(tx, UNSEEN.model_copy(update={"happens": "snow falls", "treatment": Treatment.TREAT}), LAST_DAY, (5, 5))
    tx.risks.step(over, RiskStep(deed=RiskDeed.CLOSED, why="It is May", capacity="admin", at=LAST_DAY))
    _raised(tx, LEAVES, LAST_DAY, (1, 1), (2, 4), (3, 4), (3, 5), (4, 5))


@pytest.fixture
async def kent(store: SqlStore) -> SqlStore:
    await store.transact(stock.load)
    await store.transact(lambda tx: _raised(tx, UNSEEN, BEGAN, (2, 2)))
    await store.transact(stock.happens)
    await store.transact(later)
    return store


async def packed(kent: SqlStore, wanted: Wanted = STOCKTAKE, audience: str = "board") -> Pack:
    return await kent.read(lambda view: pack(ground(view, "kent", audience, LAST_DAY, LAST_DAY), wanted))


async def test_the_register_has_its_columns_the_highest_first_and_says_what_is_late(kent: SqlStore) -> None:
    drawn = next(one for one in hand_over(await packed(kent), Drawer()).files if one.name == "risks.xlsx")
    (sheet,) = openpyxl.load_workbook(BytesIO(drawn.held)).worksheets
    heads, high, late, closed = sheet.iter_rows(values_only=True)

    assert (sheet.title, list(heads)) == ("risks", COLUMNS)
    assert high[:12] == (
        "r3", "1.1.1", "If =the provider leaves, then children wait longer.", "two contracts", 4, 5, 20, 8, 12, 15, 20, "Up",
    )  # fmt: skip
    assert high[12:15] == (4, "Treat", "Head of Inclusion") and isinstance(high[15], datetime)
    assert "◆ very high" in sheet["G2"].number_format and "review overdue" in sheet["G3"].number_format
    assert late[0] == "r1" and late[6] == 4 and "That day has passed" in str(late[13]) and "approved by The board" in str(late[13])
    assert closed[0] == "r2" and "It is May." in str(closed[13]) and closed[15] is None


async def test_a_report_tells_the_highest_and_what_moved_and_families_read_none_of_it(kent: SqlStore) -> None:
    def words(made: Pack, start: str) -> str:
        drawn = next(one for one in hand_over(made, Drawer()).files if one.name.startswith(start))
        return "\n".join(one.text for one in docx.Document(BytesIO(drawn.held)).paragraphs).replace("\xa0", " ")

    said = words(await packed(kent, Wanted()), "highlight")
    assert "Highest risks" in said and "◆ Very high, 20" in said and "r3 If =the provider leaves, then children wait longer." in said
    assert "Review overdue" in said and "and that day has passed." in said and "Up from 15." in said
    assert "snow falls" not in said.partition("Risks that moved")[0]
    assert "provider" not in words(await packed(kent, Wanted(), "families"), "highlight")
    of_two = words(await packed(kent, Wanted(want=Want.PRIORITY, priority=2)), "highlight")
    assert "provider" not in of_two and "No risk is open that the board is shown: from a score of 15 on" in of_two
