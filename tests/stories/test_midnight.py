"""After midnight in summer it is still yesterday in UTC. No day that anybody says or reads is."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.model.policy import Calendar, Policy
from bot.ports.record import Tx
from tests.world.plan import PLAN, SMALL, row
from tests.world.story import Story

HALF_PAST_MIDNIGHT = "2025-07-14T23:30"  # on 15 July in London


async def test_what_is_said_after_midnight_is_of_that_day(story: Story) -> None:
    keira = story.person("keira")
    await story.at(HALF_PAST_MIDNIGHT)
    await keira.says("1.1.1 green, fine https://example.org/a")
    await keira.says("yes")

    assert "15 July 2025 by Keira" in await keira.says("status 1.1.1")
    assert "15 July 2025" in await keira.says("history 1.1.1")
    assert "15 July 2025" in await keira.says("evidence 1.1.1 https://example.org/b")
    assert "from 15 July 2025 to 15 July 2025" in await keira.says("due today")
    assert "in the past" not in await keira.says("1.1.1 amber, late, forecast 15 July 2025, path: two more")


async def test_a_role_given_from_today_is_given_from_today(story: Story) -> None:
    gwen = story.person("gwen")
    await story.at(HALF_PAST_MIDNIGHT)

    assert "15 July 2025" in await gwen.says("holder Head of SEND Finance ben@example.org from today")
    await gwen.says("yes")
    people = await story.store.read(lambda view: view.people.of(SMALL))
    assert [h.starts for h in people.holdings if h.role == "Head of SEND Finance"] == [date(2025, 7, 15)]
    assert "Ben" in await gwen.says("who 1.1.3")

    await gwen.says("holder Head of SEND Finance keira@example.org")
    await gwen.says("yes")
    people = await story.store.read(lambda view: view.people.of(SMALL))
    assert date(2025, 7, 15) - timedelta(days=1) not in [h.starts for h in people.holdings]


async def test_a_form_overtaken_after_midnight_says_on_which_day(story: Story) -> None:
    keira, ben = story.person("keira"), story.person("ben")
    await story.at("2025-07-14T09:30")
    await keira.presses("Update 1.1.2")
    await story.at(HALF_PAST_MIDNIGHT)
    await ben.says("1.1.2 red, broken, path: mend it")
    await ben.says("yes")

    await keira.fills({"Status": "Green"})
    await keira.presses("Save")
    assert "15 July 2025" in (keira.form() or "")


@pytest.mark.parametrize("wire", ["recorder"])
async def test_today_is_that_of_the_plan_that_is_meant(story: Story) -> None:
    def second(tx: Tx) -> None:
        tx.plans.save(PLAN.model_copy(update={"short": "far"}))
        tx.people.save("far", [row("gwen"), row("ben")])
        tx.plans.keep_settings("far", Policy(calendar=Calendar(zone="Pacific/Kiritimati")))

    await story.store.transact(second)
    gwen = story.person("gwen")
    await story.at("2025-07-14T12:30")  # the small hours of the 15th on the far side

    assert "15 July 2025" in await gwen.says("in far: holder Head of SEND Finance ben@example.org from today")
    assert "14 July 2025" in await gwen.says("in small: holder Head of SEND Finance ben@example.org from today")
