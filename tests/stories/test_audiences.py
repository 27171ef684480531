"""A channel of an audience of papers: bound and let go by an admin, and never taken for the board's."""

from __future__ import annotations

from tests.world.plan import BOARD, SMALL
from tests.world.story import Story


async def test_a_channel_is_an_audiences_until_it_is_let_go_and_gets_no_weekly_summary(story: Story) -> None:
    here = story.person("gwen").at(BOARD)
    told = await here.says("board here operations")
    assert "Saved. This channel is that of the audience operations of A small plan" in told
    assert "already. Nothing was changed." in await here.says("board here for operations")
    (channel,) = await story.store.read(lambda view: view.plans.board(SMALL, "operations"))
    assert await story.store.read(lambda view: view.plans.board(SMALL)) == ()
    count = here.count()
    await story.at("2025-03-24T09:30")
    assert here.count() == count

    assert "no longer gets" not in await here.says("board gone")
    assert "Saved. This channel is no longer that of the audience operations." in await here.says("board gone operations")
    assert "is not that of the audience operations" in await here.says("board gone operations")
    assert await story.store.read(lambda view: view.plans.board(SMALL, None)) == ()
    assert channel.platform == story.wire.platform


async def test_an_audience_that_the_settings_do_not_name_is_told_with_those_there_are(story: Story) -> None:
    gwen = story.person("gwen")

    said = await gwen.at(BOARD).says("board here cabinet")
    assert "Not saved. There is no audience cabinet. There are: board, operations, families." in said
    assert "There is no audience cabinet." in await gwen.at(BOARD).says("board gone cabinet")
    assert "Say this in the channel that is meant" in await gwen.says("board here operations")
    assert "Only an admin" in await story.person("hugo").at(BOARD).says("board here operations")
    assert await story.store.read(lambda view: view.plans.board(SMALL, None)) == ()
