"""Measures: set by an admin, read by one line, shown with what they may show, and corrected with both kept."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from bot.model.measures.measure import DataPeriod, Measure
from bot.ports.record import Tx
from tests.world.plan import PLAN, SMALL, row
from tests.world.story import Story

SHARE = (
    "measure new: Plans issued within 20 weeks; about: 1.1; unit: %; baseline: 17 on 31 December 2024;"
    " target: 60 by 31 December 2026; on the way: 30 by 31 January 2025; owner: Head of Inclusion"
)


async def measures(story: Story) -> tuple[Measure, ...]:
    """All measures as the record has them."""
    return await story.store.read(lambda view: view.measures.all(SMALL))


async def read(story: Story, number: int = 1) -> list[Decimal | None]:
    return [one.value for one in (await measures(story))[number - 1].standing]


async def entries(story: Story) -> int:
    return await story.store.read(lambda view: view.entries.head(SMALL).entry)


async def test_a_data_owner_gives_readings_by_one_line_and_a_correction_keeps_both(story: Story) -> None:
    gwen, keira = story.person("gwen"), story.person("keira")
    assert "m1 Saved: a new measure" in await gwen.says(SHARE)

    told = await keira.says("reading m1 34% for February")
    assert "m1 Saved: 34% for February 2025" in told and "the value wanted by then was 30%" in told
    told = await keira.says("reading m1 25% for February")
    assert "m1 Saved: 25% for February 2025, in the place of 34%" in told
    assert "Both stay on the record" in told and "Behind" in told
    assert "already. Nothing more was saved" in await keira.says("reading m1 25% for February")
    assert "February 2025: 25%. It took the place of 34%." in await keira.says("measure m1")
    for asked in ("measures", "readings"):
        assert "■ Behind: m1 Plans issued within 20 weeks. 25% for February 2025." in await keira.says(asked)
    assert "Better: Higher is better" in await keira.says("m1")

    assert "34% for February 2025 counts again" in await keira.says("withdraw m1 for February because it was of another month")
    assert "34% (17 of 50) for December 2024" in await keira.says("reading m1 17/50 (34%) for December, provisional; note: late")
    (only,) = await measures(story)
    assert [(one.value, one.provisional, one.note) for one in only.standing] == [(34, True, "late"), (34, False, "")]
    assert "m1 Undone: December 2024 has no reading" in await keira.says("undo")
    assert "m1 Saved: 31% for January 2025" in await keira.says("reading m1 31% 31 January 2025")
    assert "m1 Undone: January 2025 has no reading" in await keira.says("undo")
    assert await read(story) == [34]
    assert only.readings[0].capacity == "Head of Inclusion"


@pytest.mark.parametrize("wire", ["recorder"])
@pytest.mark.parametrize(
    ("line", "saved"),
    [
        ("m1 34% February", "34% for February 2025"),
        ("m1: 34% for 2025-02", "34% for February 2025"),
        ("m1 is 0.34% for Feb", "0.34% for February 2025"),
        ("reading m1 = 34pc Sept", "34% for September 2024"),
        ("reading m1 34 for December", "34% for December 2024"),
        ("m1 17 of 50 for June", "34% for June 2025"),
    ],
)
async def test_a_reading_is_understood_as_people_type_it_in_a_hurry(story: Story, line: str, saved: str) -> None:
    await story.person("gwen").says(SHARE)
    if "June" in line:
        await story.at("2025-11-03T09:30")
    assert f"m1 Saved: {saved}" in (await story.person("keira").says(line)).replace("34% (17 of 50)", "34%")


async def test_what_is_answered_in_words_has_no_unit_and_is_asked_each_term(story: Story) -> None:
    gwen = story.person("gwen")
    await gwen.opens("measure new")
    await gwen.fills({"What is measured": "Do families feel heard", "What it is about": "1.1", "Answered": "words"})
    assert "m1 Saved: a new measure" in await gwen.presses("Save")
    await gwen.says("measure new: Plans in time; about: 1.1; unit: %; baseline: 17% in 2024")
    asked, counted = (one.terms for one in await measures(story))
    assert (asked.unit, asked.period) == ("", DataPeriod.TERM)
    assert (counted.baseline_on, counted.period) == (date(2024, 12, 31), DataPeriod.MONTH)


@pytest.mark.parametrize("wire", ["recorder"])
@pytest.mark.parametrize(
    ("line", "hears"),
    [
        ("reading m9 34% for February", "There is no m9 in this plan"),
        ("reading m1 lots for February", "no number in that which I can read"),
        ("reading m1 340% for February", "at most 100%, and that is 340%"),
        ("reading m1 -4% for February", "cannot be under 0"),
        ("reading m1 50 of 17 for February", "50 of 17 is more than all of them"),
        ("reading m1 17 of 0 for February", "Nothing can be a part of 0"),
        ("reading m1 17/50 (50%) for February", "17 of 50 is 34%, and not 50%"),
        ("reading m1 5 weeks for February", "It is read in %"),
        ("reading m1 34% for 31 December 2025", "is not over yet"),
        ("reading m1 34% for Q2", "Q2 is no period of m1: it is read each month"),
        ("reading m1 0.34 for February", "Is that 34% or 0.34%? Say it again with its % sign."),
        ("reading m1 34% for March", "March is not over yet"),
        ("reading m1 34% March", "March is not over yet"),
        ("reading m1 34% lately", "lately names no period that I know"),
        ("reading m1 34% for the day before", "names no period that I know"),
        ("reading m1 34%", "Say which period it is of"),
        ("reading m1 for February 34%", "names no period that I know. Say it like this: reading m1 34% for February 2025"),
        ("withdraw m1 because it is wrong", "Say which reading"),
        ("withdraw m1 for February because it is wrong", "no reading for February 2025"),
        ("measure m1 owner Chief Nursing Officer", "Only an admin"),
        ("measure m1 close because it is over", "Only an admin"),
    ],
)
async def test_what_can_be_no_reading_is_a_sentence_and_nothing_is_saved(story: Story, line: str, hears: str) -> None:
    await story.person("gwen").says(SHARE)
    await story.person("keira").says("measures")
    before = await entries(story)

    assert hears in await story.person("keira").says(line)
    assert await entries(story) == before


async def test_a_period_that_is_not_the_measures_is_asked_for_with_a_button_for_each(story: Story) -> None:
    await story.person("gwen").says(SHARE)
    keira = story.person("keira")

    await keira.says("reading m1 34% for Q4")
    assert "m1 Saved: 34% for January 2025" in await keira.presses("For January 2025")
    assert await read(story) == [34]


async def test_fewer_than_five_children_are_told_to_nobody(story: Story) -> None:
    gwen, keira = story.person("gwen"), story.person("keira")
    await gwen.says(SHARE)

    told = await keira.says("reading m1 3 of 50 for January")
    assert "m1 Saved: fewer than 5 for January 2025" in told and "no number of it is shown to anybody" in told
    assert "6%" not in told and "3 of 50" not in told
    for asked in ("measures", "measure m1"):
        said = await gwen.says(asked)
        assert "fewer than 5" in said and "6%" not in said and "of 50" not in said


async def test_who_may_read_a_measure_and_who_hears_that_nobody_is_asked(story: Story) -> None:
    gwen, ben, leo, hugo = (story.person(name) for name in ("gwen", "ben", "leo", "hugo"))
    await gwen.says(SHARE.partition("; owner")[0])

    assert "Not saved. Its readings are for others to give: lead of priority 1, an admin" in await ben.says("reading m1 34% for May")
    assert "Only" in await ben.says(SHARE)
    told = await leo.says("reading m1 34% for February")
    assert "Nobody owns m1, so nobody is asked for its readings" in told
    assert "Did you mean this: measure m1 owner Chief Nursing Officer" in await gwen.says("measure m1 owner Chief Nurse Officer")
    assert "m1 Saved: Chief Nursing Officer owns it" in await gwen.says("measure m1 owner Chief Nursing Officer")
    assert "owned by Chief Nursing Officer already" in await gwen.says("measure m1 owner chief nursing officer")
    assert "m1 Saved: 35%" in await ben.says("reading m1 35% for January")
    assert "Not saved" in await hugo.says("reading m1 34% for January")
    (only,) = await measures(story)
    assert [one.capacity for one in only.readings] == ["lead:1", "Chief Nursing Officer"]
    assert "m1 Undone: it stands as before" in await gwen.says("undo")


async def test_a_measure_is_closed_for_a_reason_and_opened_again(story: Story) -> None:
    gwen, keira = story.person("gwen"), story.person("keira")
    await gwen.says(SHARE)

    assert "Please say why" in await gwen.says("measure m1 close")
    assert "m1 Saved: closed" in await gwen.says("close m1 because it is no longer collected")
    assert "takes no more readings" in await keira.says("reading m1 34% for February")
    assert "It is closed already" in await gwen.says("close m1 because it is over")
    owned = await gwen.says("measure m1 owner Chief Nursing Officer")
    assert "m1 is closed, so nobody is asked for its readings" in owned
    assert "No open measures" in await gwen.says("measures")
    assert "m1 Saved: open again" in await gwen.says("measure m1 reopen")
    assert "It is open" in await gwen.says("measure m1 reopen")
    await gwen.says("measure m1 owner Head of Inclusion")
    assert "m1 Saved: 34%" in await keira.says("reading m1 34% for February")


async def test_a_measure_is_set_and_changed_and_read_by_its_forms(story: Story) -> None:
    gwen, keira = story.person("gwen"), story.person("keira")
    await gwen.opens("measure new")
    await gwen.fills({"What is measured": "Families who feel heard", "What it is about": "9.9"})
    await gwen.fills({"How often it is read": "survey", "Role that": "Head of Inclusions", "Whose voice it is": "parents"})
    told = await gwen.presses("Save")
    assert "The plan has no 9.9" in told and "Did you mean Head of Inclusion?" in told and not await measures(story)
    await gwen.fills({"What it is about": "1.1", "Role that": "Head of Inclusion", "Target": "70 by 31 December 2026"})
    assert "m1 Saved: a new measure" in await gwen.presses("Save")

    await keira.opens("reading m1")
    await keira.fills({"Reading": "104%", "Day as at": "2025-03-10"})
    assert "100%" in await keira.presses("Save")
    await keira.fills({"Reading": "64%", "Note": "By post"})
    assert "m1 Saved: 64% for 10 March 2025" in await keira.presses("Save")
    await keira.again()

    await gwen.opens("measure m1 change")
    await gwen.fills({"Target": "75 by 31 December 2026"})
    assert "m1 Saved: its terms are said anew" in await gwen.presses("Save")
    (only,) = await measures(story)
    assert (only.terms.target, only.terms.voice.value, len(only.steps), only.readings[0].note) == (75, "parents", 2, "By post")


async def test_a_measure_in_words_is_answered_in_words_and_a_childs_name_is_asked_about(story: Story) -> None:
    gwen, keira = story.person("gwen"), story.person("keira")
    await gwen.says("measure new: Do families feel heard?; about: 1; answered: words; period: quarter; owner: Head of Inclusion")

    assert "told who a child is" in await keira.says("reading m1 A mother says that her son Tom Brown was not heard for Q3")
    assert await read(story) == []
    await keira.says("no")
    told = await keira.says("reading m1 Most say that they are heard sooner for Q3")
    assert "m1 Saved: Most say that they are heard sooner for the quarter to December 2024" in told
    (only,) = await measures(story)
    assert [(one.words, one.value) for one in only.standing] == [("Most say that they are heard sooner", None)]


async def test_the_past_knows_what_was_read_by_then(story: Story) -> None:
    gwen, keira = story.person("gwen"), story.person("keira")
    await gwen.says(SHARE)
    await keira.says("reading m1 34% for January")
    await story.advance(days=1)
    await keira.says("reading m1 40% for February")

    then = await keira.says("measures as at 18 March 2025")
    assert "34% for January 2025" in then and "40%" not in then
    assert "This plan has no measures yet" in await keira.says("measures as at 17 March 2025")
    assert "40% for February 2025" in await keira.says("measure m1 as at 19 March 2025")


async def test_somebody_in_two_plans_reads_which_one_is_meant(story: Story) -> None:
    def second(tx: Tx) -> None:
        tx.plans.save(PLAN.model_copy(update={"short": "other", "title": "The other plan"}))
        tx.people.save("other", [row("keira"), row("gwen")])

    await story.store.transact(second)
    gwen, keira = story.person("gwen"), story.person("keira")
    assert "Plan: The other plan (other)." in await gwen.says(f"in other: {SHARE}")
    assert "more than one plan" in await keira.says("reading m1 34% for February")
    assert "There is no m1: this plan has no measures yet." in await keira.says("in small: reading m1 34% for February")
    await keira.says("in other: reading m1 34% for Q2")
    told = await keira.presses("For February 2025")
    assert "m1 Saved: 34% for February 2025" in told and "Plan: The other plan (other)." in told
    assert "Plan: The other plan (other)." in await keira.opens("in other: reading m1 for January 2025")
    await keira.fills({"Reading": "20%"})
    assert "m1 Saved: 20% for January 2025" in await keira.presses("Save")
    await story.at("2025-04-01T09:30")
    assert "m1 Reading wanted for March 2025" in story.letters["keira"][-1]
    await keira.presses("Give the reading")
    await keira.fills({"Reading": "40%"})
    assert "m1 Saved: 40% for March 2025" in await keira.presses("Save")
    (only,) = await story.store.read(lambda view: view.measures.all("other"))
    assert [one.value for one in only.standing] == [20, 34, 40] and not await measures(story)
