"""What people type is understood alike on every platform: the lines of `tests/world/typed_lines.toml`, said in one office.

Each line is said where nothing is open, and let go of again. What was understood is what its draft holds, and the person reads
it: the milestone, the day with its year, or the question that is asked back.
"""

from __future__ import annotations

import json
import sqlite3
import tomllib
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.model.plan import Action, Plan, Priority
from bot.model.status import Status
from bot.model.updates.doubt import DOUBT
from bot.model.updates.update import Update
from bot.ports.record import Tx
from bot.rules.documents import edition
from bot.wording.sentences import day, mark
from tests.world import story as stories
from tests.world.plan import ROLES, SMALL, due, record, row, small

THURSDAY = datetime(2026, 11, 26, 9, 30, tzinfo=UTC)
LISTED = ("1.1.1", "1.1.2", "1.1.3", "1.1.4")
FIELDS = {"narrative": "happened", "path": "path", "decision": "decision", "forecast": "forecast"}
CASES = tomllib.loads((Path(__file__).parents[1] / "world" / "typed_lines.toml").read_text(encoding="utf-8"))["case"]
Given = dict[str, str]
Told = dict[str, object]


def plan() -> Plan:
    """A plan of one person's: four milestones that are asked about, and one that is not. Another one is of somebody else."""
    first = small([due(number, "2028-06-30", ROLES[0]) for number in range(1, 5)])
    other = due(3, "2028-06-30", ROLES[0]).model_copy(update={"ref": "2.1.3", "text": "Another step done."})
    bens = due(4, "2028-06-30", ROLES[1]).model_copy(update={"ref": "2.1.4"})
    second = Action(ref="2.1", priority=2, title="Work together", milestones=(other, bens))
    priorities = (*first.priorities, Priority(number=2, text="Work together"))
    return first.model_copy(update={"actions": (*first.actions, second), "priorities": priorities})


def load(tx: Tx) -> None:
    """Everything was green before."""
    tx.plans.save(edition.compare(None, plan()).plan)
    tx.people.save(SMALL, [row("keira"), row("gwen")])
    keira = next(person for person in tx.people.of(SMALL).persons if person.name == "Keira")
    told = {"by": keira.id, "by_name": "Keira", "capacity": ROLES[0], "at": datetime(2026, 11, 1, 9, tzinfo=UTC)}
    for ref in (*LISTED, "2.1.3"):
        tx.updates.record(Update(plan=SMALL, ref=ref, status=Status.GREEN, narrative="as planned", **told))


class Office:
    """Keira at her client, asked about four milestones, and what her open draft holds."""

    def __init__(self, story: stories.Story, file: Path) -> None:
        self.keira = story.person("keira")
        self.file = file
        self.clock = story.clock

    def draft(self) -> dict[str, object]:
        """What is open, as the record keeps it. Empty if nothing is."""
        with sqlite3.connect(self.file) as db:
            found = db.execute("SELECT body FROM draft WHERE state = 'open' ORDER BY at DESC").fetchone()
        return dict(json.loads(found[0])) if found else {}

    async def wrong(self, case: Told) -> list[str]:
        """Say one line of the table, and return what was not as it stands there."""
        if "after" in case:
            await self.keira.says(str(case["after"]))
        heard = await self.keira.says(str(case["said"]) + "a" * int(str(case.get("longer", 0))))
        draft = self.draft()
        if "answer" in case:
            wanted = await self.keira.says(str(case["answer"]))
            found = [] if heard and heard == wanted else [f"heard {heard!r}"]
        elif "refused" in case:
            found = [] if str(case["refused"]) in heard and not draft else [f"heard {heard!r}"]
        elif "asks" in case:
            found = _asked(case["asks"], draft, heard)
            offered = [mark(status.value).word for status in Status]
            if dict(case["asks"])["question"] == "status" and self.keira.buttons()[:5] != offered:  # type: ignore[call-overload]
                found.append(f"offers {self.keira.buttons()[:6]}")
        else:
            understood = case["understood"]
            found = _understood(understood if isinstance(understood, list) else [understood], draft, heard)
        found += [f"does not say {case['says']}"] if str(case.get("says", "")) not in heard else []
        if draft:
            await self.keira.says("no")
        return found


def _asked(asks: object, draft: dict[str, object], heard: str) -> list[str]:
    assert isinstance(asks, dict)
    given = dict(draft.get("entries") or [])  # type: ignore[call-overload]
    found = [] if draft.get("awaiting") == [asks["ref"], asks["question"]] else [f"waits for {draft.get('awaiting')}"]
    found += [f"kept {given}" for field, kept in asks.get("kept", {}).items() if not _holds(given.get(asks["ref"], {}), field, kept)]
    if "nothing" in asks and given.get(asks["ref"], {}).get("happened"):
        found.append(f"kept {given}")
    if "unlike" in asks and "sounds like" in heard:
        found.append("suggests a status")
    if "suggested" in asks and mark(asks["suggested"]).word not in heard.split("sounds like")[-1][:20]:
        found.append("suggests another status")
    return found + [f"does not say {told}" for told in (asks["ref"], asks.get("why", "")) if told.casefold() not in heard.casefold()]


def _understood(wanted: list[Told], draft: dict[str, object], heard: str) -> list[str]:
    given = dict(draft.get("entries") or [])  # type: ignore[call-overload]
    same = draft.get("same") or {}
    assert isinstance(same, dict)
    found = [] if list(given) == [one["ref"] for one in wanted] else [f"understood {list(given)}"]
    waits = draft.get("awaiting")
    found += [f"waits for {waits}"] if isinstance(waits, list) and waits[1] != DOUBT else []
    for one in wanted:
        ref = str(one["ref"])
        held = given.get(ref, {})
        status = "same" if ref in same else held.get("status")
        found += [f"{ref} is {status}"] if status != one["status"] else []
        fields = {field: one[field] for field in ("narrative", "path", "decision", "forecast", "evidence") if field in one}
        found += [f"{field} is {held}" for field, told in fields.items() if not _holds(held, field, told)]
        words = {field: str(told) for field, told in fields.items() if field in ("narrative", "path", "decision")}
        found += [f"{field} is {held}" for field, told in words.items() if "exactly" in one and held.get(FIELDS[field]) != told]
        found += _leaked(one, held) if status != "same" else []
        kept = held.get("happened", "as planned") if status == "same" and "narrative" not in one else "as planned"
        found += [f"{ref} says {kept!r}"] if kept != "as planned" else []
        forecast = one.get("forecast")
        found += [f"{ref} is not said back"] if ref not in heard else []
        found += [f"{forecast} is not said back"] if isinstance(forecast, date) and day(forecast) not in heard else []
    return found


def _leaked(one: Told, held: Given) -> list[str]:
    """What stands where nothing was said: words of the grammar."""
    return [f"{field} holds {held[kept]!r}" for field, kept in FIELDS.items() if held.get(kept) and field not in one]


def _holds(held: Given, field: str, wanted: object) -> bool:
    if field == "evidence":
        return held.get("link", "").split() == wanted
    return str(wanted) in held.get(FIELDS[field], "") and "http" not in held.get(FIELDS[field], "")


@pytest.fixture
async def office(wire: str, tmp_path: Path) -> AsyncIterator[Office]:
    """An office in which four milestones were asked about that morning."""
    clock = stories.Clock(datetime(2026, 11, 25, 15, tzinfo=UTC))
    store = await record(tmp_path / "record.db", load)
    async with stories.told(store, clock, [stories.wire(wire, clock, tmp_path)]) as story:
        story.seat(story.wire, ("keira", "gwen"))
        for ref in LISTED:
            await story.person("gwen").says(f"ask {ref}")
        await story.at(THURSDAY.replace(tzinfo=None).isoformat())
        assert all(ref in story.letters["keira"][-1] for ref in LISTED)
        yield Office(story, tmp_path / "record.db")


@pytest.mark.parametrize("wire", ["console", "slack", "teams"])
async def test_what_people_type_is_understood_alike_on_every_platform(office: Office) -> None:
    wrong = {str(case["said"]): found for case in CASES if (found := await office.wrong(case))}

    assert wrong == {}
