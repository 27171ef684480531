"""Measures on paper: the score card, the sections of reports and the charts, now and as at the past, without small numbers."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest

from adapters.papers.drawing import Drawer
from bot.model.board.settings import FileKind
from bot.model.board.wanted import Want, Wanted
from bot.model.measures.measure import Measure, MeasureDeed, MeasureStep, Polarity, Reading, Terms
from bot.model.record.entry import By
from bot.ports.record import Tx
from bot.reports.papers.ground import ground
from bot.reports.papers.packs import Pack, hand_over, pack
from store.record import SqlStore
from tests.world import stock
from tests.world.judges import papers as judges
from tests.world.measure_samples import IN_TIME, month_ends
from tests.world.stock import BEGAN, LAST_DAY, at

TOO_SMALL = Terms(text="Children without a place", actions=("2.1",), unit="%", polarity=Polarity.LOWER, target=Decimal(5), owner="Data Lead")
SPOKEN = Terms(text="Do families feel heard?", actions=("2.2",), in_words=True, owner="Head of Inclusion")
SURE = IN_TIME.model_copy(update={"actions": ("1.1",), "trajectory": (IN_TIME.trajectory[0].model_copy(update={"by": date(2026, 2, 28)}),)})
COLUMNS = [
    "Measure", "Polarity", "Data period", "Baseline", "Baseline on", "Target", "By", "Milestone 1", "Actual 1", "Latest", "Latest on",
    "RAG", "Direction of travel", "Note",
]  # fmt: skip
STOCKTAKE = Wanted(want=Want.STOCKTAKE)


def measures(tx: Tx) -> None:
    """Three measures: one read each month, one whose children could be counted, and one in words. A fourth is closed."""

    def begun(terms: Terms) -> Measure:
        return tx.measures.begin(Measure(plan="kent", steps=(MeasureStep(deed=MeasureDeed.SET, terms=terms, at=BEGAN),)))

    sure = begun(SURE)
    for day, value in zip(month_ends(date(2025, 5, 31), 10), (17, 19, 18, 22, 24, 23, 27, 29, 31, 34), strict=True):
        sure = tx.measures.read(sure, Reading(as_at=day, value=Decimal(value), at=BEGAN))
    small = begun(TOO_SMALL)
    for day, few in ((date(2026, 2, 28), 17), (date(2026, 3, 31), 3)):
        value = Decimal(100 * few) / 47
        small = tx.measures.read(small, Reading(as_at=day, value=value, numerator=few, denominator=47, note="3 of 47", at=BEGAN))
    spoken = begun(SPOKEN)
    tx.measures.read(spoken, Reading(as_at=date(2026, 3, 31), words="Most say so, Jane does not.", at=BEGAN))
    over = begun(SURE.model_copy(update={"text": "What was counted before"}))
    tx.measures.step(over, MeasureStep(deed=MeasureDeed.CLOSED, why="=No longer collected", at=BEGAN))


def later(tx: Tx) -> None:
    """The last reading of the first measure."""
    tx.acting(By(at=LAST_DAY, capacity="admin"))
    tx.measures.read(tx.measures.all("kent")[0], Reading(as_at=date(2026, 3, 31), value=Decimal(36), at=LAST_DAY))


@pytest.fixture
async def kent(store: SqlStore) -> SqlStore:
    await store.transact(stock.load)
    await store.transact(measures)
    await store.transact(stock.happens)
    await store.transact(later)
    return store


async def packed(kent: SqlStore, wanted: Wanted = STOCKTAKE, audience: str = "board", moment: object = LAST_DAY) -> Pack:
    return await kent.read(lambda view: pack(ground(view, "kent", audience, LAST_DAY, moment), wanted))  # type: ignore[arg-type]


def said(made: Pack) -> str:
    return str([one.model_dump_json() for one in made.papers]).replace("\\", "")


async def test_the_score_card_has_its_columns_and_numbers_that_programs_can_count_with(kent: SqlStore) -> None:
    made = await packed(kent)
    (card,) = [one for one in hand_over(made, Drawer()).files if one.name == "score-card.xlsx"]
    book = openpyxl.load_workbook(BytesIO(card.held))

    assert book.sheetnames == ["score-card"]
    sheet = book["score-card"]
    assert [cell.value for cell in sheet[1]] == COLUMNS
    assert sheet.freeze_panes == "A2" and not sheet.merged_cells.ranges
    first = dict(zip(COLUMNS, sheet[2], strict=True))
    assert {name: first[name].value for name in ("Baseline", "Target", "Milestone 1", "Actual 1", "Latest")} == {
        "Baseline": 17, "Target": 60, "Milestone 1": 40, "Actual 1": 34, "Latest": 36,
    }  # fmt: skip
    assert first["Latest"].number_format == '0"%"' and first["Milestone 1"].number_format == '0"% by 28 Feb 26"'
    assert first["RAG"].value == "■ Red: Behind" and first["Direction of travel"].value == "Getting better"
    assert judges.of_excel(card.held) == []


async def test_a_small_number_is_on_no_paper_and_cannot_be_worked_out_from_one(kent: SqlStore) -> None:
    for wanted, audience in ((STOCKTAKE, "board"), (Wanted(), "board"), (Wanted(), "operations"), (Wanted(), "families")):
        made = await packed(kent, wanted, audience)
        told = said(made)
        assert "6.38" not in told and "3 of 47" not in told, audience
        assert ("fewer than 5" in told) is (audience != "families"), audience
        rows = [row for facts in made.facts.values() for row in re.findall(r"\{[^{}]*Children without a place[^{}]*\}", str(facts))]
        assert not any(re.search(r"\b3\b(?! ?1? ?Mar)", row.replace("2026-03", "")) and "fewer" not in row for row in rows), rows


async def test_what_is_answered_in_words_is_for_colleagues_alone(kent: SqlStore) -> None:
    assert "Most say so" in said(await packed(kent, Wanted(), "board"))
    assert "Most say so" not in said(await packed(kent, Wanted(), "families"))


async def test_families_read_of_each_measure_in_plain_words(kent: SqlStore) -> None:
    told = said(await packed(kent, Wanted(), "families"))

    assert "Is it making a difference?" in told
    assert "The latest figure is 36%, of 31 March 2026. The aim is 60% by 31 December 2026. It is getting better." in told
    assert "The latest figure is so small that we do not say it" in told
    assert not any(word in told for word in ("trajectory", "baseline", "Behind", "m1"))


async def test_a_report_of_a_priority_has_the_measures_of_its_actions_and_their_charts(kent: SqlStore) -> None:
    one = await packed(kent, Wanted(want=Want.PRIORITY, priority=1, kinds=(FileKind.WORD,)))
    two = said(await packed(kent, Wanted(want=Want.PRIORITY, priority=2, kinds=(FileKind.WORD,))))

    assert "One measure is about this priority." in said(one)
    assert "36% at 31 March 2026" in said(one)
    assert "Children without a place" in two and "Plans issued" not in two
    (drawn,) = hand_over(one, Drawer()).files
    with ZipFile(BytesIO(drawn.held)) as kept:
        assert "word/media/image1.png" in kept.namelist()
    assert judges.of_word(drawn.held) == []


async def test_papers_of_the_past_know_no_reading_that_came_later(kent: SqlStore) -> None:
    then, now = said(await packed(kent, moment=at(10))), said(await packed(kent))

    assert "36%" in now or '"value":36' in now
    assert '"value":36' not in then and '"value":34' in then


async def test_no_role_is_named_to_an_audience_without_roles(kent: SqlStore) -> None:
    later = BEGAN + timedelta(days=400)
    papers = await kent.read(lambda view: pack(ground(view, "kent", "board", later, later), Wanted()))
    assert "No reading since 31 March 2026" in said(papers)
    assert "is missing (Data Lead)" in said(papers) or "is missing (nobody" in said(papers)


async def test_a_plan_without_measures_says_so(store: SqlStore) -> None:
    kent = await stock.made(store)
    made = await packed(kent)

    assert "The plan has no measures yet." in said(made)
    (card,) = [one for one in hand_over(made, Drawer()).files if one.name == "score-card.xlsx"]
    assert judges.of_excel(card.held) == []
