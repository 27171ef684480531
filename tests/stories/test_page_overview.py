"""The overview of the page: silence before any other number, and each number leads to what it counts."""

from __future__ import annotations

import pytest

from bot.model.letters.message import plain
from bot.model.page.place import Only, Place, Room
from bot.ports.record import Tx
from bot.rules.documents import edition
from tests.world.plan import ROLES, SMALL, STEPS, due, row, small
from tests.world.sheets import listed, opened, read, rows, tiles, words_of
from tests.world.story import Story

pytestmark = pytest.mark.parametrize("wire", ["recorder"])


async def live(story: Story) -> None:
    """One is amber with a decision wanted, one was asked about and not answered, nobody holds the third."""
    await story.at("2025-04-23T09:30")
    keira = story.person("keira")
    await keira.says("1.1.1 amber two posts are empty, path: agency cover, decision: fund a post, forecast 31 May 2025")
    await keira.says("yes")
    await story.at("2025-04-24T09:30")


async def test_silence_is_told_before_any_other_number(story: Story) -> None:
    await live(story)
    told = await opened(story, "hugo", Place())
    labels = list(tiles(told))

    assert labels[0] == "not answered"
    assert labels.index("not answered") < labels.index("off track") < labels.index("assured")
    assert words_of(told).index("without an answer") < words_of(told).index("not answered")
    assert words_of(told).index("without an answer") < words_of(told).index("past due")


async def test_before_anybody_is_asked_no_number_reassures(story: Story) -> None:
    said = await read(story, "hugo")

    assert "Nobody has been asked anything yet, so no number here says that all is well." in said
    assert "everybody who was asked has answered" not in said


async def test_each_number_counts_what_its_list_shows(story: Story) -> None:
    await live(story)
    counted = tiles(await opened(story, "hugo", Place()))

    assert counted["decisions wanted"][0] == counted["off track"][0] == 1
    for label, (count, place) in counted.items():
        if place.room is Room.PLAN:
            assert len(rows(await opened(story, "hugo", place))) == count, label


async def test_the_list_of_a_role_holds_what_that_role_has_not_answered_and_no_more(story: Story) -> None:
    """The nursing officer contributes to a milestone that is silent too, for which the head of inclusion was asked."""
    long_named = "Head of " + "very " * 50 + "much"
    plan = small((*STEPS[:2], due(4, "2025-04-30", "Chief Nursing Officer"), due(5, "2025-04-30", long_named)), (*ROLES, long_named))
    people = [row("keira", people={"keira": (long_named, "")})]

    def grown(tx: Tx) -> None:
        tx.plans.save(edition.compare(tx.plans.one(SMALL), plan).plan)
        tx.people.save(SMALL, people)

    await story.store.transact(grown)
    await story.at("2025-04-23T09:30")
    await story.at("2025-04-24T09:30")
    told = await opened(story, "hugo", Place())
    lines = {plain(line.spans): line.to for line in listed(told, "Not answered, by role")}

    assert len(lines) == 3
    for said, place in lines.items():
        if long_named in said:
            assert place is None  # nobody can look for a name of that length
        else:
            assert place is not None and place.owner in said
            assert len(rows(await opened(story, "hugo", place))) == (2 if "Inclusion" in said else 1)
    assert "Not answered by Chief Nursing Officer" in await read(story, "hugo", Room.PLAN, only="unanswered", owner="Chief Nursing Officer")
    assert len(rows(await opened(story, "hugo", Place(room=Room.PLAN, only=Only.UNANSWERED)))) == 4


async def test_a_role_that_has_not_answered_is_named_and_never_a_person(story: Story) -> None:
    await live(story)
    said = await read(story, "hugo")

    assert "Head of Inclusion" in said
    assert "Keira" not in said
