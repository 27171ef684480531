"""Measures, impact, risks and voices on the page: nothing is told twice, small numbers nowhere, silence first."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from bot.model.measures.measure import DataPeriod, Measure, MeasureDeed, MeasureStep, Reading, Terms
from bot.model.page.place import Only, Place, Room
from bot.model.page.sheet import Fold
from bot.model.record.entry import By
from bot.model.risks.risk import Risk, RiskDeed, RiskStep, RiskTerms, Score
from bot.model.voices.voice import Voice, VoiceDeed, VoiceStep, VoiceTerms
from bot.ports.record import Tx
from bot.ports.refusals import Refusal
from tests.world.plan import SMALL
from tests.world.sheets import opened, read, rows, tiles, ways, words_of
from tests.world.story import Story

pytestmark = pytest.mark.parametrize("wire", ["recorder"])
WAITS = Terms(text="Families wait less", actions=("1.1",), unit="%", target=Decimal(60), target_by=date(2025, 12, 31), period=DataPeriod.MONTH)


async def set_measure(story: Story, terms: Terms, *readings: Reading) -> None:
    def work(tx: Tx) -> None:
        tx.acting(By(at=story.clock()))
        measure = tx.measures.begin(Measure(plan=SMALL, steps=(MeasureStep(deed=MeasureDeed.SET, terms=terms, at=story.clock()),)))
        for one in readings:
            measure = tx.measures.read(measure, one)

    await story.store.transact(work)


def reading(story: Story, day: str, value: str, numerator: int | None = None, denominator: int | None = None) -> Reading:
    as_at = date.fromisoformat(day)
    return Reading(as_at=as_at, value=Decimal(value), numerator=numerator, denominator=denominator, at=story.clock())


async def test_without_measures_the_page_says_that_nothing_shows_if_the_plan_helps(story: Story) -> None:
    assert "nothing shows if the plan helps" in await read(story, "hugo", Room.MEASURES)
    with pytest.raises(Refusal):
        await opened(story, "hugo", Place(room=Room.MEASURE, ref="m1"))


async def test_a_measure_shows_its_verdict_its_target_and_its_readings_and_leads_to_its_action(story: Story) -> None:
    await set_measure(story, WAITS, reading(story, "2025-01-31", "30"), reading(story, "2025-02-28", "34"))
    told = await opened(story, "hugo", Place(room=Room.MEASURES))
    one = await opened(story, "hugo", Place(room=Room.MEASURE, ref="m1"))

    assert Place(room=Room.MEASURE, ref="m1") in ways(told)
    assert "34%, 28 February 2025" in words_of(told) and "60%" in words_of(told)
    assert Place(room=Room.ACTION, ref="1.1") in ways(one)
    assert [str(row[1].value) for row in rows(one)] == ["34%", "30%"]
    assert "Nobody is asked for readings" in words_of(one)


async def test_of_a_measure_that_waits_for_a_reading_no_direction_is_told(story: Story) -> None:
    months = ("2024-07-31", "2024-08-31", "2024-09-30", "2024-10-31", "2024-11-30", "2024-12-31", "2025-01-31", "2025-02-28")
    await set_measure(story, WAITS, *(reading(story, month, str(20 + number)) for number, month in enumerate(months)))
    places = (Place(room=Room.MEASURES), Place(room=Room.MEASURE, ref="m1"))
    for place in places:
        assert "Getting better" in words_of(await opened(story, "hugo", place))
    await story.at("2025-04-23T09:30")
    for place in places:
        said = words_of(await opened(story, "hugo", place))
        assert "No reading since 28 February 2025" in said and "Getting better" not in said


async def test_the_numbers_of_measures_lead_to_lists_of_so_many(story: Story) -> None:
    await set_measure(story, WAITS, reading(story, "2025-03-31", "34"))
    await set_measure(story, WAITS, reading(story, "2025-02-28", "34"))
    await story.at("2025-04-23T09:30")
    for place in (Place(), Place(room=Room.MEASURES)):
        for label, (count, to) in tiles(await opened(story, "hugo", place)).items():
            if to.room is Room.MEASURES:
                assert len(rows(await opened(story, "hugo", to))) == count, label
    assert tiles(await opened(story, "hugo", Place()))["measures without a reading"] == (1, Place(room=Room.MEASURES, only=Only.LATE))


async def test_that_no_measure_is_behind_is_said_beside_how_many_nobody_knows_of(story: Story) -> None:
    await set_measure(story, WAITS)
    said = await read(story, "hugo")

    assert "measures without a reading: 1 of 1" in said and "measures behind: 0 of the 0 whose reading is in time" in said
    assert said.index("measures without a reading") < said.index("measures behind")


async def test_a_small_number_is_on_no_sheet(story: Story) -> None:
    await set_measure(story, WAITS, reading(story, "2025-01-31", "34", 17, 50), reading(story, "2025-02-28", "7.5", 3, 40))
    for place in (Place(), Place(room=Room.MEASURES), Place(room=Room.MEASURE, ref="m1"), Place(room=Room.ACTION, ref="1.1")):
        said = words_of(await opened(story, "hugo", place))
        assert "7.5" not in said and "3 of 40" not in said, place
    assert "fewer than 5" in await read(story, "hugo", Room.MEASURE, ref="m1")


async def test_as_at_the_past_a_later_reading_is_not_known(story: Story) -> None:
    await set_measure(story, WAITS, reading(story, "2025-01-31", "30"))
    await story.at("2025-04-23T09:30")
    await set_measure(story, WAITS, reading(story, "2025-03-31", "41"))
    then = Place(room=Room.MEASURES, as_at="20 March 2025")

    assert "41%" in await read(story, "hugo", Room.MEASURES)
    assert "41%" not in words_of(await opened(story, "hugo", then)) and "30%" in words_of(await opened(story, "hugo", then))


async def test_what_is_delivered_without_impact_leads_to_its_action(story: Story) -> None:
    await story.at("2025-04-23T09:30")

    def complete(tx: Tx) -> None:
        plan = tx.plans.one(SMALL)
        action = plan.actions[0].model_copy(update={"milestones": plan.milestones[:1]})
        tx.plans.save(plan.model_copy(update={"actions": (action,), "retired": plan.milestones[1:]}))

    await story.store.transact(complete)
    keira = story.person("keira")
    await keira.says("1.1.1 complete both posts are filled https://example.org/minutes")
    await keira.says("yes")
    count, to = tiles(await opened(story, "hugo", Place()))["actions delivered, no impact shown"]
    told = await opened(story, "hugo", to)

    assert count == len(rows(told)) == 1
    assert "No lead has judged it, and no measure of it can tell yet." in words_of(told)
    assert Place(room=Room.ACTION, ref="1.1") in ways(told)


RISK = RiskTerms(happens="the provider leaves", follows="children wait longer", about=("1.1",), owner="Head of Inclusion")
VOICE = VoiceTerms(said="Nobody told us who to call", heard_on=date(2025, 3, 1), about=("1.1",), count=3)


async def raise_risk(story: Story, score: Score | None) -> None:
    def work(tx: Tx) -> None:
        now = story.clock()
        tx.acting(By(at=now))
        risk = tx.risks.begin(Risk(plan=SMALL, steps=(RiskStep(deed=RiskDeed.RAISED, terms=RISK, at=now),)))
        if score is not None:
            tx.risks.step(risk, RiskStep(deed=RiskDeed.SCORED, score=score, why="two vacancies", at=now))

    await story.store.transact(work)


async def hear(story: Story) -> None:
    def work(tx: Tx) -> None:
        now = story.clock()
        tx.acting(By(at=now, capacity="forum"))
        tx.voices.begin(Voice(plan=SMALL, steps=(VoiceStep(deed=VoiceDeed.HEARD, terms=VOICE, at=now),)))

    await story.store.transact(work)


async def test_a_risk_is_shown_with_its_score_and_what_it_is_about_and_grey_once_its_review_is_overdue(story: Story) -> None:
    assert "That does not mean that there is none." in await read(story, "hugo", Room.RISKS)
    await raise_risk(story, Score(likelihood=4, impact=5))
    said = await read(story, "hugo", Room.RISKS)

    assert "r1 If the provider leaves, then children wait longer." in said and "two vacancies" in said and "20" in said
    assert tiles(await opened(story, "hugo", Place()))["high risks"] == (1, Place(room=Room.RISKS, only=Only.HIGH))
    assert Place(room=Room.ACTION, ref="1.1") in ways(await opened(story, "hugo", Place(room=Room.RISKS)))
    assert "the provider leaves" in await read(story, "hugo", Room.MILESTONE, ref="1.1.1")
    await story.at("2025-06-23T09:30")
    counted = tiles(await opened(story, "hugo", Place()))
    assert (counted["high risks"][0], counted["risks that nobody can rely on"][0]) == (1, 1)
    assert "Overdue since" in await read(story, "hugo", Room.RISKS)


async def test_the_numbers_of_risks_and_voices_lead_to_lists_of_so_many(story: Story) -> None:
    await raise_risk(story, Score(likelihood=4, impact=5))
    await raise_risk(story, None)
    await hear(story)
    for label, (count, to) in tiles(await opened(story, "hugo", Place())).items():
        told = await opened(story, "hugo", to)
        if to.room is Room.RISKS:
            assert len(rows(told)) == count, label
        if to.room is Room.VOICES:
            assert sum(isinstance(block, Fold) for block in told.blocks) == count, label


async def test_a_voice_waits_for_what_changed_and_a_small_number_of_families_is_not_told(story: Story) -> None:
    assert "No voice of a family is on record yet." in await read(story, "hugo", Room.VOICES)
    await hear(story)
    said = await read(story, "hugo", Room.VOICES)

    assert "v1 Nobody told us who to call." in said and "Waiting, the longest first" in said
    assert Place(room=Room.ACTION, ref="1.1") in ways(await opened(story, "hugo", Place(room=Room.VOICES)))
    assert "Nobody told us who to call" in await read(story, "hugo", Room.ACTION, ref="1.1")
    assert "Nobody told us" not in await read(story, "hugo", Room.VOICES, as_at="17 March 2025")
