"""A day on both platforms, seen by whoever keeps Milepost: one line for each thing, and nothing of what anybody wrote or is."""

from __future__ import annotations

import json
import logging
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from prometheus_client import generate_latest

from bot.program.serving.logs import start_log
from tests.world import walls
from tests.world.plan import email, record
from tests.world.story import Clock, Story, told
from tests.world.story import wire as wire_of
from tests.world.walls import BELONG, BOTH, NAMED, SIDES, let_slip

SECRET, LINK = "marmalade", "https://example.org/swordfish"


@pytest.fixture(autouse=True)
def own_log() -> Iterator[None]:
    root, ours = logging.getLogger(), logging.getLogger("milepost")
    before, levels = root.handlers[:], (root.level, ours.level)
    yield
    root.handlers[:] = before
    root.setLevel(levels[0])
    ours.setLevel(levels[1])


async def lived(platform: str, folder: Path) -> set[str]:
    """Live through a day; returns what tells who its people are."""
    clock = Clock()
    store = await record(folder / "record.db", walls.load)
    async with told(store, clock, [wire_of(platform, clock, folder)], NAMED["quorvex"]) as story:
        story.seat(story.wire)
        for name in (*BELONG, BOTH):
            await story.person(name).says("help")
        await story.bind_board()
        await says_things(story)
        await story.at("2025-03-24T09:30")
        return await who_they_are(story)


async def says_things(story: Story) -> None:
    for name, ref in (("ben", "7.3.2"), ("carys", "8.6.2")):
        seat = story.person(name)
        await seat.says(f"{ref} amber {SECRET} slipped, path: hire a {SECRET} by June {LINK}")
        await seat.says("yes")
        await seat.says(f"status {ref} of {SECRET}")
        await seat.opens(f"update {ref}")
        await seat.closes()
    await story.person("gwen").says(f"withdraw u999 because {SECRET}")


async def who_they_are(story: Story) -> set[str]:
    people = await story.store.read(lambda view: [one for short in NAMED.values() for one in view.people.of(short).persons])
    reached = await story.store.read(lambda view: [one for who in people for one in view.accounts.reachable(who.id)])
    assert reached
    ids = {text for one in reached for text in (one.id, one.tenant, *re.findall(r'"([^"]{8,})"', one.route))}
    return {who.name for who in people} | {email(name) for name in BELONG} | {one for one in ids if len(one) > 5}


@pytest.mark.parametrize(("wire", "form"), [("slack", "text"), ("teams", "json")])
async def test_a_days_log_and_figures_tell_what_happened_and_nothing_that_anybody_wrote_or_is(
    wire: str, form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    start_log("json" if form == "json" else "text")
    capsys.readouterr()

    people = await lived(wire, tmp_path)

    log = capsys.readouterr().err
    for place in (log, generate_latest().decode()):
        slipped = [mark for word in SIDES for mark in let_slip(place, word)]
        assert slipped + [mark for mark in (SECRET, LINK, "swordfish", "@", *people) if mark in place] == []
    counted = Counter(kinds(form, log))
    assert counted["inbound", wire, "saved"] == 2
    assert counted["inbound", wire, "asked"] >= 2
    assert counted["inbound", wire, "said"] >= 8
    assert counted["inbound", wire, "refused"] >= 1
    assert counted["letter", wire, "sent"] >= 3
    assert counted["round", "", ""] >= 1


def kinds(form: str, log: str) -> Iterator[tuple[str, str, str]]:
    """What each line is of, its platform and its outcome."""
    for line in log.splitlines():
        facts = json.loads(line) if form == "json" else dict(re.findall(r"(\w+)=(\S+)", line))
        name = facts.get("message") if form == "json" else line.partition(" milepost.")[2].split()[0]
        if name in ("inbound", "letter", "round"):
            assert not {"ms"} - facts.keys(), line
            yield name, facts.get("platform", ""), facts.get("outcome", "")
