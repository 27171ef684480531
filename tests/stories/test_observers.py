"""Observers read everything and change nothing: each door says so in one sentence, and nobody ever writes to them."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.ports.record import Tx, View
from tests.world import every_line, plan
from tests.world import story as stories
from tests.world.plan import SMALL, Part, record
from tests.world.story import Story

SENTENCE = "Not saved. You read this plan as an observer: you change nothing in it, and you are never asked."
PEOPLE: dict[str, Part] = {
    **{name: every_line.PEOPLE[name] for name in ("keira", "ben", "gwen")},
    **{"hugo": (None, "observer member"), "carys": (None, "member"), "leo": (None, "forum")},
}
READS = ("status", "status 1.1.1", "digest", "digest all", "period", "settings", "history 1.1.1", "why 1.1.1", "dates", "who 1.1.1", "due", "red", "home", "help", "status 1.1.1 as at 18 March 2025", "period as at 18 March 2025")  # fmt: skip
OWN = re.compile(r"(confirm|refuse) [A-Z0-9]{6}")  # is about their own account


def load(tx: Tx) -> None:
    plan.load(tx, every_line.PLAN, PEOPLE)


def heads(view: View) -> dict[str, int]:
    return {short: head.entry for short, head in view.entries.heads().items()}


@pytest.fixture
async def watched(wire: str, tmp_path: Path) -> AsyncIterator[Story]:
    """The small plan with an observer, a member and somebody of the forum."""
    clock = stories.Clock()
    async with stories.told(await record(tmp_path / "m.db", load), clock, [stories.wire(wire, clock, tmp_path)]) as story:
        story.seat(story.wire)
        for name in ("hugo", "carys", "leo"):
            await story.person(name).says("help")
        yield story


def told_by(kinds: tuple[every_line.Kind, ...]) -> list[str]:
    """Each line of the table, as whoever only reads might type it."""
    said = [re.sub(r"{(\w)\w*}", r"\g<1>1", line.says) for line in every_line.STORY if line.kind in kinds and "@board" not in line.who]
    return [one for one in dict.fromkeys(said) if not one.startswith("in ") and len(one) < 1_000]


@pytest.mark.parametrize("wire", ["recorder"])
async def test_whatever_an_observer_types_nothing_is_recorded_and_what_would_change_anything_is_refused(watched: Story) -> None:
    hugo, before = watched.person("hugo"), await watched.store.read(heads)
    for said in told_by((every_line.DONE,)):
        told = await hugo.says(said)
        fitting = SENTENCE in told or OWN.fullmatch(said) is not None or "Only an admin may" in told
        assert fitting, f"{said}: {told}"
    for said in told_by((every_line.TOLD, every_line.NO_RIGHT, every_line.NO_SENSE)):
        await hugo.says(said)
        await hugo.closes()
    assert await watched.store.read(heads) == before


@pytest.mark.parametrize("wire", ["recorder"])
@pytest.mark.parametrize("name", ["carys", "leo"])
async def test_a_member_and_the_forum_change_nothing_of_the_plan_either(watched: Story, name: str) -> None:
    reader, before = watched.person(name), await watched.store.read(heads)
    theirs = ("away", "back", "undo", *(("heard", "details", "changed", "reopen v", "withdraw v") if name == "leo" else ()))
    for said in told_by(tuple(every_line.Kind)):  # beside what is about themselves, the forum says what families said
        if not said.startswith(theirs):
            await reader.says(said)
            await reader.closes()
    assert await watched.store.read(heads) == before


@pytest.mark.parametrize("wire", ["recorder"])
async def test_an_observer_issues_nothing_and_the_forum_is_offered_its_own_papers_alone(watched: Story) -> None:
    assert SENTENCE in await watched.person("hugo").says("issue board")
    offered = await watched.person("leo").says("report")

    assert "report families" in offered
    assert not any(said in offered for said in ("report board", "report priority", "report exception", "report stocktake"))


async def test_an_observer_reads_what_a_member_reads_now_and_as_at_any_day(watched: Story) -> None:
    await watched.at("2025-03-20T09:30")
    for said in READS:
        hugo, carys = await watched.person("hugo").says(said), await watched.person("carys").says(said)
        assert hugo == carys, said
        assert "observer" not in hugo


async def test_no_form_opens_for_an_observer_and_a_line_is_answered_with_one_sentence(watched: Story) -> None:
    hugo = watched.person("hugo")
    for said in ("update 1.1.1", "narrative 1", "exception 1.1.1", "move 1.1.2", "assure 1.1.2", "1.1.1 green all is well", "yes", "undo"):
        told = await hugo.says(said)
        assert SENTENCE in told, said
        assert hugo.form() is None
    assert "admin" in await hugo.brings("small.docx", every_line.DOCUMENT)
    assert await watched.history("1.1.1") == ()


async def test_an_observer_is_never_written_to_and_not_told_of_when_out_of_reach(watched: Story) -> None:
    before = watched.person("hugo").count()
    await watched.at("2025-03-19T09:30")
    await watched.person("hugo").vanishes() if watched.wire.platform in ("slack", "teams") else None
    for day in ("2025-03-20", "2025-03-24", "2025-04-28", "2025-05-12"):
        await watched.at(f"{day}T09:30")

    assert watched.person("hugo").count() == before
    assert "Hugo" not in "".join(watched.letters["gwen"])
    assert "Hugo" not in await watched.person("gwen").says("health")


async def test_no_role_and_no_deputy_is_an_observer(watched: Story) -> None:
    assert "Hugo is an observer" in await watched.person("gwen").says("holder Head of Inclusion hugo@example.org")
    told = await watched.person("keira").says("away 24 March to 26 March, deputy hugo@example.org")
    assert "hugo@example.org is an observer, who only reads and is never asked." in told
    assert await watched.store.read(lambda view: view.people.of(SMALL).absences) == ()
