"""Accounts come and go: who is reached, who is lost, and who is told of it.

The console is left out where it has no such thing: nobody installs it and nobody's account there ends. That a closed
account is answered as a stranger is on the recorder alone: no client lets one speak (tests/wire has it for each adapter).
"""

from __future__ import annotations

import pytest

from bot.model.letters.talk import Chat, Inbound, Say
from tests.world.plan import BOARD, HALL, row
from tests.world.story import Story
from tests.world.wires.recorder import RecorderSeat, RecorderWire


def on(*wires: str) -> pytest.MarkDecorator:
    """The story over these wires alone."""
    return pytest.mark.parametrize("wire", wires)


async def told_admin(story: Story, words: str) -> int:
    """How many letters to the admin have these words."""
    return len([letter for letter in story.letters["gwen"] if words in letter])


@on("recorder", "teams")
async def test_someone_who_installs_milepost_is_welcomed_once_and_reached(story: Story) -> None:
    ben = story.person("ben")
    await ben.installs()
    assert ben.sees().count("It keeps your answers") == 1 and "Type mine" in ben.sees()

    assert await ben.installs() == ""
    assert f"Ben (reached on {story.wire.platform}" in await story.person("gwen").says("seed roles")


@on("recorder", "teams")
async def test_a_stranger_who_installs_milepost_gets_a_polite_answer_and_no_data(story: Story) -> None:
    told = await story.person("mallory").installs()

    assert "does not know you" in told and "small plan" not in told


async def test_whoever_speaks_first_is_reached_from_then_on(story: Story) -> None:
    assert "1.1.2" in await story.person("ben").says("mine")
    await story.at("2025-03-19T09:30")

    assert "1.1.2" in story.letters["ben"][0]


@on("recorder", "slack", "slack commands", "teams")
async def test_an_account_that_is_gone_is_told_to_the_admin_by_the_next_round_and_once(story: Story) -> None:
    await story.at("2025-03-19T09:30")
    await story.person("ben").says("mine")
    story.clock.moment = story.clock.moment.replace(hour=15)
    await story.person("ben").leaves()
    assert await told_admin(story, "Ben") == 0

    await story.at("2025-03-20T09:30")
    assert await told_admin(story, "Ben could not be reached: ") == 1
    await story.at("2025-03-21T09:30")
    assert await told_admin(story, "Ben could not be reached: ") == 1
    summary = await story.person("gwen").says("digest")
    assert "The holder of the role Chief Nursing Officer cannot be reached" in summary


@on("recorder", "slack", "slack commands")
async def test_an_account_its_platform_calls_gone_is_found_before_the_days_first_round(story: Story) -> None:
    await story.at("2025-03-19T09:30")
    await story.person("ben").says("mine")
    await story.person("ben").vanishes()

    await story.at("2025-03-20T09:30")
    assert await told_admin(story, "Ben could not be reached: ") == 1


@on("recorder", "slack", "slack commands", "teams")
async def test_whoever_turns_out_to_be_gone_is_told_to_the_admin_by_the_next_round(story: Story) -> None:
    await story.person("ben").says("mine")
    await story.person("ben").vanishes()
    await story.at("2025-03-19T09:30")
    await story.at("2025-03-20T09:30")

    assert await told_admin(story, "Ben") >= 1
    assert "The holder of the role Chief Nursing Officer cannot be reached" in await story.person("gwen").says("digest")


@on("recorder")
async def test_someone_deactivated_is_answered_as_a_stranger_though_their_address_is_known(story: Story) -> None:
    ben = story.person("ben")
    assert isinstance(ben, RecorderSeat) and isinstance(story.wire, RecorderWire)
    await ben.says("mine")
    closed = ben.sender.model_copy(update={"vouched": False})
    reply = await story.wire.handle(Inbound(id="late", sender=closed, chat=Chat(id=closed.id), said="status"))

    assert isinstance(reply, Say) and "does not know you" in reply.message.plain()


async def test_a_role_left_vacant_is_told_to_the_admin_by_the_next_round(story: Story) -> None:
    await story.at("2025-03-19T09:30")
    await story.store.transact(lambda tx: tx.people.save("small", [row("ben", ends="2025-03-20")]))
    await story.at("2025-03-20T09:30")
    assert await told_admin(story, "Nobody holds the role Chief Nursing Officer") == 0

    await story.at("2025-03-21T09:30")
    assert await told_admin(story, "Nobody holds the role Chief Nursing Officer") == 1


@on("recorder", "slack", "slack commands")
async def test_the_board_is_not_bound_where_milepost_cannot_post(story: Story) -> None:
    gwen = story.person("gwen").at(HALL)
    if story.wire.platform == "slack":
        story.wire.commands = True  # type: ignore[attr-defined]  # a bot that is not there hears nothing but commands
    assert "cannot post in this channel" in await gwen.says("board here")

    await story.at("2025-03-24T09:30")
    assert await story.store.read(lambda view: view.plans.board("small")) == ()


async def test_the_board_is_bound_by_an_admin_for_all_to_see(story: Story) -> None:
    hugo = story.person("hugo").at(BOARD)
    assert "Only an admin" in await hugo.says("board here")
    await story.bind_board()
    assert "A small plan" in hugo.sees()

    await story.at("2025-03-24T09:30")
    posts = story.posts[story.wire.platform]
    assert "A small plan: the week of" in posts[0] and hugo.newest in posts[-1]


@on("recorder")
async def test_an_account_said_to_be_gone_again_is_not_told_again(story: Story) -> None:
    await story.at("2025-03-19T09:30")
    await story.person("ben").says("mine")
    await story.person("ben").leaves()
    await story.at("2025-03-20T09:30")
    assert await told_admin(story, "Ben could not be reached: ") == 1

    story.clock.moment = story.clock.moment.replace(hour=15)
    await story.person("ben").leaves()
    await story.at("2025-03-21T09:30")
    assert await told_admin(story, "Ben could not be reached: ") == 1
