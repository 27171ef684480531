"""What the plan says is shown: why an action is done, how its success will be known, and what became of each first date."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from bot.model.plan import Plan
from bot.ports.record import Tx
from bot.rules.documents import edition
from tests.world import story as stories
from tests.world.plan import PLAN, SMALL, load, record
from tests.world.story import Story

WHY = "Families see the partners work as one. Nobody waits longer than the law allows."
MEASURES = (
    "Nine in ten plans are made in twenty weeks",
    "Parents say in the yearly survey that they were heard. " + "They are asked in every district, in the words they use. " * 5,
)
TWICE = "Due 30 June 2025, first promised 30 April 2025, moved twice."


def due_on(day: date, **more: object) -> Plan:
    """The small plan, with the date of its first step, and why and how its action will be known."""
    (action,) = PLAN.actions
    first, *others = action.milestones
    steps = (first.model_copy(update={"due": day}), *others)
    told = {"impact": WHY, "success_measures": MEASURES, "milestones": steps, **more}
    return PLAN.model_copy(update={"actions": (action.model_copy(update=told),)})


def load_and_move(tx: Tx) -> None:
    """Put the plan into a record, and put its first date back twice."""
    load(tx, due_on(date(2025, 4, 30)))
    for later in (date(2025, 5, 31), date(2025, 6, 30)):
        tx.plans.save(edition.compare(tx.plans.one(SMALL), due_on(later)).plan)


@pytest.fixture
async def moved(wire: str, tmp_path: Path) -> AsyncIterator[Story]:
    """The plan whose first date was put back twice."""
    clock = stories.Clock()
    store = await record(tmp_path / "record.db", load_and_move)
    async with stories.told(store, clock, [stories.wire(wire, clock, tmp_path)]) as begun:
        begun.seat(begun.wire)
        yield begun


async def test_an_action_tells_why_and_how_its_success_will_be_known(moved: Story) -> None:
    hugo, opens = moved.person("hugo"), "How success will be known"
    await hugo.says("status 1.1")
    if opens in hugo.buttons():  # where a long list can be folded
        await hugo.presses(opens)
    before, _, after = hugo.newest.partition("1.1.1")

    assert WHY in before and opens in before
    assert all(measure.strip() in before for measure in MEASURES)
    assert TWICE in after and "Due 31 December 2025." in after


async def test_a_milestone_tells_its_actions_why_in_short_and_where_the_rest_is(moved: Story) -> None:
    said = await moved.person("hugo").says("status 1.1.1")

    assert TWICE in said
    assert "Families see the partners work as one. To read more, type: status 1.1" in said
    assert "Nobody waits longer" not in said


async def test_the_form_tells_dates_why_and_measures_above_its_questions(moved: Story) -> None:
    keira = moved.person("keira")
    await keira.opens("update 1.1.1")
    form = keira.form() or ""

    assert TWICE in form and "Families see the partners work as one." in form
    assert form.index("How success will be known") < form.index("Status")


async def test_the_same_words_stand_wherever_the_date_is_told(moved: Story) -> None:
    keira, hugo = moved.person("keira"), moved.person("hugo")
    for question in ("mine", "home", "due June", "history 1.1.1", "status Head of Inclusion", "status 1"):
        assert TWICE in await keira.says(question), question

    await keira.says("1.1.1 red: two left, path: hire two, forecast 12 July 2025")
    assert "Expected by 12 July 2025." in await keira.says("yes")
    await keira.says("1.1.1 red: three left, path: hire three, forecast 1 August 2025")
    await keira.says("yes")
    for question in ("red", "status", "status 1.1.1", "digest all"):
        assert f"{TWICE} Expected by 1 August 2025, a forecast put back once." in await hugo.says(question), question
        assert (await hugo.says(question)).count("Expected by 1 August 2025") == 1


async def test_a_question_sent_unasked_tells_what_was_promised_first(moved: Story) -> None:
    await moved.at("2025-06-16T09:30")

    assert "Due 30 June 2025, in 10 working days, first promised 30 April 2025, moved twice." in moved.letters["keira"][-1]


async def test_a_plan_that_says_no_why_shows_none(story: Story) -> None:
    keira = story.person("keira")
    said = await keira.says("status 1.1") + await keira.says("status 1.1.1")
    await keira.opens("update 1.1.1")

    assert "Why" not in said and "How success" not in said + (keira.form() or "")
    assert "first promised" not in said and "moved" not in said
