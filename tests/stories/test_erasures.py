"""An admin takes words out of the record: nobody reads them any more, at no door, nor in the board's channel."""

from __future__ import annotations

from datetime import date

from bot.delivery.rewriting import rewrite_posted
from tests.world.plan import SMALL
from tests.world.story import Story

SECRET = "Ada Byrne of 4 Mill Lane waits for a place"
REMOVED = "[removed by Gwen, 24 March 2025]"


async def told(story: Story) -> int:
    """Keira says something that she should not have, and it is posted. Returns its number."""
    await story.bind_board()
    keira = story.person("keira")
    await keira.says(f"1.1.1 red, {SECRET}, path: a second school")
    await keira.says("yes")
    await story.at("2025-03-24T10:00")
    [update] = await story.history("1.1.1")
    return update.id


async def test_words_taken_out_are_read_nowhere(story: Story) -> None:
    number = await told(story)
    gwen, keira = story.person("gwen"), story.person("keira")
    board = story.boards[story.wire.channel.platform]
    await board.wire.refresh()
    assert SECRET in "".join(board.messages())

    asked = await gwen.says(f"redact u{number} narrative because it names a child")
    assert f"This takes narrative out of entry {number} for good" in asked
    assert SECRET not in asked
    assert f"Taken out of entry {number} for good" in await gwen.says("yes")
    done = await rewrite_posted(story.store, [story.wire.channel])
    await story.wire.refresh()

    assert REMOVED in await keira.says("status 1.1.1")
    assert REMOVED in await keira.says("history 1.1.1")
    assert SECRET not in await keira.says("status 1.1.1 as at 24 March 2025")
    assert done[0] >= 1
    assert SECRET not in "".join(board.messages())
    [post] = await story.store.read(lambda view: view.plans.posted(SMALL, date(2025, 3, 24)))
    assert SECRET not in post.message.plain() + post.drawn.facts
    assert "[removed, entry " in post.message.plain()


async def test_which_text_is_asked_if_there_are_several_and_why_if_it_is_not_said(story: Story) -> None:
    number = await told(story)
    gwen = story.person("gwen")

    assert "Say which one to take out: narrative, path_to_green" in await gwen.says(f"redact u{number} because it names a child")
    assert "Say why" in await gwen.says(f"redact u{number} narrative")
    assert "is no free text" in await gwen.says(f"redact u{number} status because I do not like it")
    assert "Only an admin may do that" in await story.person("keira").says(f"redact u{number} narrative because x")
    assert await story.said_of("1.1.1") == [f"red {SECRET}"]


async def test_words_of_the_board_s_business_and_of_a_date_request_are_taken_out_by_their_handles(story: Story) -> None:
    gwen, hugo = story.person("gwen"), story.person("hugo")
    await hugo.says("challenge 1.1.1 why does Amy Miller still wait for her place?")
    await hugo.says("yes")
    assert "Only an admin may do that" in await hugo.says("redact c1 because it names a child")
    assert "This plan has no c2 with words of its own" in await gwen.says("redact c2 because it names a child")
    assert "Say why" in await gwen.says("redact c1")
    await gwen.says("redact c1 because it names a child")
    assert "for good" in await gwen.says("yes")
    assert "What: [removed by Gwen, 18 March 2025]" in await hugo.says("log c1")
    assert "Nothing was changed" in await gwen.says("redact c1 text because it names a child")

    await hugo.says("challenge 1.1.2 why is the panel not held every week?")
    await story.person("keira").says("answer c2 the chair of the panel is away until May")
    told = await gwen.says("redact c2 because it names a child")
    (_, item) = await story.store.read(lambda view: view.business.all(SMALL))
    assert f"c2 holds words in several entries: {item.id} (18 March 2025, board), {item.steps[0].id} (18 March 2025, Head of Inclusion)." in told

    await story.person("keira").says("move 1.1.1 to 30 May 2025 because Amy Miller has no place yet; effect: she waits")
    await story.person("keira").says("yes")
    assert "takes effect out of entry" in await gwen.says("redact x1 because it names a child")
    await gwen.says("yes")
    (request,) = await story.store.read(lambda view: view.requests.all(SMALL))
    assert "she waits" not in request.effect


async def test_words_of_a_risk_a_measure_and_a_step_are_taken_out_by_their_handles(story: Story) -> None:
    gwen = story.person("gwen")
    await gwen.says("risk 1.1.1: if the provider of Mill Lane leaves then children wait longer")
    assert "Say which one to take out: happens, follows" in await gwen.says("redact r1 because it names a place")
    await gwen.says("redact r1 happens because it names a place")
    assert "for good" in await gwen.says("yes")
    assert "Mill Lane" not in await gwen.says("risk r1") and "[removed by Gwen" in await gwen.says("risks")

    await gwen.says("impact 1.1 2 because the aunt on Mill Lane said so")
    assert "This takes why out of entry" in await gwen.says("redact impact 1.1 because it names a place")
    await gwen.says("yes")
    assert "Mill Lane" not in await gwen.says("impact 1.1")
    assert not any("Mill Lane" in told for told in await kept(story))
    assert "This plan has no impact 1.2 with words" in await gwen.says("redact impact 1.2 because it names a place")
    assert "This plan has no m9 with words" in await gwen.says("redact m9 because it names a place")


async def kept(story: Story) -> list[str]:
    """All that the record's entries hold of words."""
    return await story.store.read(
        lambda view: [told for one in view.entries.links(SMALL) for told in one.fields.values() if told is not None]
    )
