"""Whoever knows the document's own refs types them, and reads ours with theirs beside it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.model.plan import Plan
from bot.ports.record import Tx
from bot.rules.documents import edition
from tests.world import story as stories
from tests.world.plan import PEOPLE, SMALL, STEPS, record, row, small
from tests.world.story import Clock, Story

THEIRS = ("KD-110", "KD-111", "A3")


def plan() -> Plan:
    found = small(tuple(one.model_copy(update={"source_ref": theirs}) for one, theirs in zip(STEPS, THEIRS, strict=True)))
    (action,) = found.actions
    return found.model_copy(update={"actions": (action.model_copy(update={"source_ref": "SND-2"}),)})


def loaded(tx: Tx) -> None:
    tx.plans.save(edition.compare(None, plan()).plan)
    tx.people.save(SMALL, [row(name) for name in PEOPLE])


@pytest.fixture
async def story(wire: str, tmp_path: Path) -> AsyncIterator[Story]:
    """The small plan as its document numbers it, its people at their clients, and a clock."""
    clock = Clock()
    store = await record(tmp_path / "record.db", loaded)
    async with stories.told(store, clock, [stories.wire(wire, clock, tmp_path)]) as begun:
        begun.seat(begun.wire)
        yield begun


async def test_a_typed_line_is_saved_of_the_milestone_and_kept_as_it_was_typed(story: Story) -> None:
    keira = story.person("keira")
    told = await keira.says("KD-110 amber: waits for KD-111, path: agency cover from May")
    assert "1.1.1 (KD-110) Step 1 done." in told and "waits for KD-111" in told
    assert "1.1.1 (KD-110)" in await keira.says("yes")
    (update,) = await story.history("1.1.1")
    assert update.narrative == "waits for KD-111"
    assert update.said.startswith("KD-110 amber: waits for KD-111")
    assert await story.history("1.1.2") == ()


async def test_questions_forms_and_lists_know_them(story: Story) -> None:
    keira = story.person("keira")
    assert "1.1.1 (KD-110)" in await keira.says("status kd-110")
    assert "1.1.2 (KD-111)" in await keira.says("status SND-2")
    assert "1.1.2 (KD-111)" in await keira.says("history KD-111")
    assert "1.1.1 (KD-110)" in await keira.says("mine")
    assert "Step 2 done" in await keira.opens("update KD-111")


async def test_what_looks_like_a_handle_is_told_and_not_typed(story: Story) -> None:
    gwen = story.person("gwen")
    assert "1.1.3 (A3)" in await gwen.says("status 1.1.3")
    assert "Type 1.1.3 in its place" in await gwen.says("status A3")


async def test_all_but_one_may_be_named_so(story: Story) -> None:
    keira = story.person("keira")
    await story.round()
    told = await keira.says("all green except KD-111 red: nobody is there, path: hire by May")
    assert "1.1.1 (KD-110)" in told and "1.1.2 (KD-111)" in told
    await keira.says("yes")
    assert await story.said_of("1.1.1") == ["green"]
    assert await story.said_of("1.1.2") == ["red nobody is there"]


async def test_the_card_that_asks_and_its_buttons_use_ours(story: Story) -> None:
    keira = story.person("keira")
    await story.at("2025-04-02T09:30")
    (card,) = story.letters["keira"]
    assert "1.1.1 (KD-110) Step 1 done." in card
    assert "Update 1.1.1" in keira.buttons()


async def test_in_two_plans_with_the_same_ref_it_is_asked_which_is_meant(story: Story) -> None:
    def second(tx: Tx) -> None:
        tx.plans.save(edition.compare(None, plan().model_copy(update={"short": "other", "title": "The other plan"})).plan)
        tx.people.save("other", [row("keira")])

    await story.store.transact(second)
    keira = story.person("keira")
    asked = await keira.says("KD-110 green all well")
    assert "small" in keira.buttons() and "other" in keira.buttons() and "Save" not in asked
    told = await keira.presses("other")
    assert "The other plan" in told and "1.1.1 (KD-110)" in told and "all well" in told


async def test_a_ref_of_one_of_two_plans_names_its_plan(story: Story) -> None:
    def second(tx: Tx) -> None:
        tx.plans.save(edition.compare(None, small(STEPS).model_copy(update={"short": "other", "title": "The other plan"})).plan)
        tx.people.save("other", [row("keira")])

    await story.store.transact(second)
    told = await story.person("keira").says("KD-111 green all well")
    assert "Plan: A small plan (small)." in told and "1.1.2 (KD-111)" in told


async def test_one_that_may_mean_something_else_is_answered_with_what_to_type(story: Story) -> None:
    keira = story.person("keira")
    for typed in ("status A3", "A3 green all well"):
        assert "A3 may be a number of Milepost's own as well. Type 1.1.3 in its place." in await keira.says(typed)
