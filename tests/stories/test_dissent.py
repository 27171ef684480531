"""A contributor sees a milestone otherwise than the role that answers for it: shown as the worse, until that role has spoken."""

from __future__ import annotations

from bot.reports.snapshot import take
from bot.reports.status import status_json
from tests.world.story import Story

UNANSWERED = "Amber by Chief Nursing Officer, Head of Inclusion has not answered."


async def shown(story: Story) -> dict[str, object]:
    """Milestone 1.1.2 as a program reads it."""
    told = await story.store.read(lambda view: status_json(take(view, story.short, story.clock())))
    rows = told["milestones"]
    assert isinstance(rows, list)
    return next(row for row in rows if row["ref"] == "1.1.2")


async def test_a_contributor_who_differs_is_shown_until_the_accountable_role_speaks(story: Story) -> None:
    keira, ben, carys = (story.person(name) for name in ("keira", "ben", "carys"))
    await keira.says("1.1.2 green all well")
    await keira.says("yes")
    await ben.says("1.1.2 amber no nurses, path: agency cover")
    assert "Saved" in await ben.says("yes")

    status = await carys.says("status 1.1.2")
    assert UNANSWERED in status and "no nurses" in status and "all well" in status
    assert UNANSWERED in await carys.says("amber")
    digest = await carys.says("digest")
    assert UNANSWERED in digest and "first answers: 1" in digest and "worse" not in digest  # there was no week before
    row = await shown(story)
    (dissent,) = row["dissents"]  # type: ignore[misc]
    assert (row["status"], row["face"]) == ("green", "amber")
    assert (dissent["role"], dissent["status"], dissent["narrative"]) == ("Chief Nursing Officer", "amber", "no nurses")

    await keira.says("1.1.2 green nurses hired since")
    await keira.says("yes")
    assert "has not answered" not in await carys.says("status 1.1.2")
    row = await shown(story)
    assert (row["status"], row["face"], row["dissents"]) == ("green", "green", [])


async def test_a_card_for_the_accountable_role_tells_of_it_and_a_contributor_alone_is_marked(story: Story) -> None:
    keira, ben, carys = (story.person(name) for name in ("keira", "ben", "carys"))
    await ben.says("1.1.2 green hired")
    await ben.says("yes")
    assert "Only Chief Nursing Officer has said so. Head of Inclusion has not given an update yet." in await carys.says("status 1.1.2")

    await keira.says("1.1.2 green all well")
    await keira.says("yes")
    await ben.says("1.1.2 amber no nurses, path: agency cover")
    await ben.says("yes")
    await story.at("2025-04-30 09:30")

    assert any(UNANSWERED in letter for letter in story.letters["keira"])
