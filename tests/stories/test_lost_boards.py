"""A board's channel that is archived or deleted is lost once, told once, listed, and let go at every door."""

from __future__ import annotations

import pytest

from bot.model.people import Address
from bot.ports.record import Tx
from tests.world.lines import Line
from tests.world.plan import BOARD, PEOPLE, PLAN, SMALL, row
from tests.world.story import Story

LOST = "takes no more summaries"


@pytest.fixture
async def lost(story: Story) -> Story:
    """The small plan on Monday, once its board's channel was found to be gone."""
    await story.bind_board()
    await Line(story.wire).closes_board()
    await story.at("2025-03-24T09:30")
    return story


@pytest.mark.parametrize("wire", ["recorder", "slack", "teams"])
async def test_a_board_that_is_gone_is_lost_once_and_told_once(lost: Story) -> None:
    for day in ("25", "26", "31"):
        await lost.at(f"2025-03-{day}T09:30")
    await lost.at("2025-04-07T09:30")

    (told,) = [letter for letter in lost.letters["gwen"] if LOST in letter]
    assert ". None is sent there from now on." in told
    digests = await lost.store.read(lambda view: view.plans.lost_boards(SMALL))
    assert len(digests) == 1 and await lost.store.read(lambda view: view.plans.board(SMALL)) == ()
    assert await lost.store.read(lambda view: view.letters.unsent(SMALL)) == ()


@pytest.mark.parametrize("wire", ["recorder", "slack", "teams"])
async def test_a_lost_board_is_listed_and_let_go_in_chat(lost: Story) -> None:
    gwen = lost.person("gwen")

    told = await gwen.says("seed roles")
    assert LOST in told and ". To let it go, type: board gone" in told
    assert "are let go" in await gwen.says("board gone")
    assert LOST not in await gwen.says("seed roles")
    assert "Say this in the channel" in await gwen.says("board gone")


@pytest.mark.parametrize("wire", ["recorder"])
async def test_a_board_that_can_be_reached_again_gets_summaries_once_an_admin_says_so(lost: Story) -> None:
    (address,) = (one.address for one in await lost.store.read(lambda view: view.plans.lost_boards(SMALL)))

    def here_again(tx: Tx) -> tuple[bool, bool]:
        return tx.plans.bind_board(SMALL, address), tx.plans.bind_board(SMALL, address)

    assert await lost.store.transact(here_again) == (True, False)
    assert await lost.store.read(lambda view: (view.plans.board(SMALL), view.plans.lost_boards(SMALL))) == ((address,), ())


async def test_a_channel_is_not_the_boards_of_two_plans_whose_people_differ(story: Story) -> None:
    gwen = story.person("gwen").at(BOARD)

    def other(tx: Tx) -> None:
        tx.plans.save(PLAN.model_copy(update={"short": "other", "title": "The other plan"}))
        tx.people.save("other", [row("gwen")])

    await story.store.transact(other)
    assert "now gets" in await gwen.says("in small: board here")
    told = await gwen.says("in other: board here")
    assert "gets the weekly summary of A small plan already" in told and "nothing was changed" in told
    assert await story.store.read(lambda view: view.plans.board("other")) == ()

    await story.store.transact(lambda tx: tx.people.save("other", [row(name) for name in PEOPLE]))
    assert "now gets the weekly board summary of The other plan" in await gwen.says("in other: board here")


@pytest.mark.parametrize("wire", ["recorder"])
async def test_a_lost_account_is_told_once_and_then_on_the_first_working_day_of_each_week(story: Story) -> None:
    await story.person("ben").says("mine")
    await story.at("2025-04-30T09:30")
    await story.person("ben").leaves()
    days = [f"2025-05-{day:02}" for day in range(1, 7)]  # Monday 5 May is a bank holiday
    told = []
    for day in days:
        before = len(story.letters["gwen"])
        await story.at(f"{day}T09:30")
        told += [day for letter in story.letters["gwen"][before:] if "Ben could not be reached" in letter]

    assert told == ["2025-05-01", "2025-05-06"]


@pytest.mark.parametrize("wire", ["recorder"])
async def test_a_lost_channel_of_another_audience_is_told_listed_and_let_go_as_the_boards_is(story: Story) -> None:
    channel = Address(platform=story.wire.platform, tenant="T1", id="C-families")

    def gone(tx: Tx) -> None:
        tx.plans.bind_board(SMALL, channel, "families")
        tx.plans.lose_board(SMALL, channel, "the channel is archived", story.clock())

    await story.round()
    await story.store.transact(gone)
    (lost,) = await story.store.read(lambda view: view.plans.lost_boards(SMALL))
    assert (lost.audience, lost.address) == ("families", channel)
    await story.at("2025-03-19T09:30")
    assert "The channel of families of A small plan" in story.letters["gwen"][-1]

    gwen = story.person("gwen")
    assert "To let it go, type: board gone families" in await gwen.says("seed roles")
    assert "Say this in the channel" in await gwen.says("board gone")
    assert "The channels of families of A small plan" in await gwen.says("board gone families")
    assert await story.store.read(lambda view: view.plans.lost_boards(SMALL)) == ()
