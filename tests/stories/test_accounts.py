"""Accounts come and go: who is reached, who is lost, and who is told of it."""

from __future__ import annotations

from bot.ports import Notice, Say, Silence
from tests.stories.conftest import Story, plain


async def test_someone_who_installs_milepost_is_welcomed_once_and_reached(story: Story) -> None:
    first = await story.desk.heed(Notice(sender=story.sender("chief nurse"), route="r"))
    again = await story.desk.heed(Notice(sender=story.sender("chief nurse"), route="r"))

    assert "It keeps your answers" in plain(first) and "Type mine" in plain(first)
    assert isinstance(again, Silence)
    assert "Ben (reached on recorder)" in await story.told("manager", "seed roles")


async def test_a_stranger_who_installs_milepost_gets_a_polite_answer_and_no_data(story: Story) -> None:
    told = plain(await story.desk.heed(Notice(sender=story.sender("nobody@example.com"))))

    assert "does not know you" in told and "small plan" not in told


async def test_an_account_that_is_gone_is_told_to_the_admin_by_the_next_round(story: Story) -> None:
    await story.at("2025-03-19T09:30")
    await story.told("chief nurse", "mine")
    story.now = story.now.replace(hour=15)
    gone = Notice(sender=story.sender("chief nurse"), gone="the account was closed")
    assert isinstance(await story.desk.heed(gone), Silence)

    await story.at("2025-03-20T09:30")
    (alarm,) = [m.plain() for m, _ in story.heard("manager") if "the account was closed" in m.plain()]
    assert "Ben could not be reached: the account was closed" in alarm

    await story.at("2025-03-21T09:30")
    assert len([m for m, _ in story.heard("manager") if "account was closed" in m.plain()]) == 1
    assert "The holder of the role Chief Nursing Officer cannot be reached" in await story.told("manager", "digest")


async def test_an_account_its_platform_calls_gone_is_found_before_the_days_first_round(story: Story) -> None:
    await story.at("2025-03-19T09:30")
    await story.told("chief nurse", "mine")
    story.channel.bars["ben@example.org"] = "deactivated"

    await story.at("2025-03-20T09:30")
    assert any("Ben could not be reached: deactivated" in m.plain() for m, _ in story.heard("manager"))


async def test_someone_deactivated_is_answered_as_a_stranger_though_their_address_is_known(story: Story) -> None:
    await story.told("chief nurse", "mine")
    closed = story.sender("chief nurse").model_copy(update={"vouched": False})
    reply = await story.desk.handle(story.inbound(closed, "status"))

    assert "does not know you" in plain(reply)


async def test_a_role_left_vacant_is_told_to_the_admin_by_the_next_round(story: Story) -> None:
    await story.at("2025-03-19T09:30")
    await story.store.transact(lambda tx: tx.save_people("small", [story.row("chief nurse", ends="2025-03-20")]))
    await story.at("2025-03-20T09:30")
    before = len(story.heard("manager"))

    await story.at("2025-03-21T09:30")
    fresh = [m.plain() for m, _ in story.heard("manager")[before:]]
    assert any("Nobody holds the role Chief Nursing Officer" in text for text in fresh)


async def test_the_board_is_bound_only_where_milepost_can_post(story: Story) -> None:
    story.channel.bars["c1"] = "invite Milepost to the channel first"
    refused = plain(await story.say("manager", "board here", channel="c1"))
    bound = await story.say("manager", "board here", channel="c2")

    assert "cannot post in this channel" in refused and "invite Milepost" in refused
    assert isinstance(bound, Say) and not bound.private
    await story.at("2025-03-24T09:30")
    assert {to for to, m, _ in story.channel.sent if "the week of" in m.title} == {"board", "c2"}
