"""Activities as no Teams would send them: every field of a real one taken out, or put to something it must not be."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from random import Random

from tests.world.slack.hostile import DROPPED, changed, paths
from tests.world.teams.directory import Json
from tests.world.teams.milepost import Office

ODD = (None, 7, -1.5, True, "", "x", " \u202e\x00\ud800 ", [], [None], {}, {"id": 1}, [[["x"]]], "19:x@thread.tacv2", "\N{PILE OF POO}" * 400)
Mutant = tuple[Json, tuple[str | int, ...], object]


async def captured(office: Office) -> list[Json]:
    """One activity of each kind that Teams sends, as it really came in a day's work."""
    keira = office.teams.user("keira")
    await keira.installs(answered=True)
    await keira.says("1.1.1 green all well")
    await keira.presses("Save")
    await keira.reacts()
    await keira.edits("help")
    await keira.deletes()
    await keira.at("board").says("status")
    await office.at("2025-03-19T09:30")
    await keira.presses("Update 1.1.1")
    await keira.fills({"Status": "Amber", "Path to green": "Keira hires by June"}).presses("Save")
    await keira.presses("Update 1.1.2", old_client=True)
    fetch = {"data": {"type": "task/fetch", "say": "update 1.1.1"}, "context": {"theme": "default"}}
    submit = {"data": {"say": "update 1.1.1", "status": "green"}, "context": {"theme": "default"}}
    await office.teams.deliver(keira.sheet.invoke("task/fetch", fetch, "1"))
    await office.teams.deliver(keira.sheet.invoke("task/submit", submit, "1"))
    await keira.uninstalls()
    keira.there.installed = True
    return _one_of_each(office.teams.captured)


def _one_of_each(sent: list[Json]) -> list[Json]:
    kinds = {(a["type"], a.get("name"), a.get("action"), "value" in a, json.dumps(a["conversation"])[:40]): a for a in sent}
    return [deepcopy(activity) for activity in kinds.values()]


def mutants(real: list[Json]) -> list[Mutant]:
    """Every mutant of some activities, not made yet: of which, where, and what is put there."""
    return [(activity, path, value) for activity in real for path in paths(activity) for value in (DROPPED, *ODD)]


def worse(real: list[Mutant], die: Random) -> Iterator[Mutant]:
    """Mutants of mutants, without end."""
    while True:
        first = changed(*die.choice(real))
        yield first, die.choice(list(paths(first))), die.choice((DROPPED, *ODD))


async def delivered(office: Office, mutant: Mutant) -> tuple[str, bool]:
    """Deliver one, properly signed; what it was and how it was answered, and whether that may be."""
    activity, path, value = mutant
    answered = await office.teams.deliver(changed(activity, path, value))
    what = "dropped" if value is DROPPED else f"{value!r:.40}"
    told = f"{activity.get('type')} {activity.get('name', '')} {'.'.join(map(str, path))} {what}: {answered.status} {answered.text:.100}"
    return told, 200 <= answered.status < 500


def offences(office: Office) -> set[str]:
    """Calls of Milepost's that Teams found malformed. A mutant may name a message that is not there."""
    calls = office.teams.connector.calls
    return {call.why for call in calls if call.status in (400, 413)} - {"replies to no activity of this conversation"}
