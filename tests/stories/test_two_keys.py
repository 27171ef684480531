"""A law: nobody signs off what they declared, or answered for, whatever hands it went through."""

from __future__ import annotations

import random
from datetime import timedelta
from pathlib import Path

import pytest

from bot.model.people import PersonRow
from bot.model.record.entry import By
from bot.model.status import Status
from bot.model.updates.assurance import Assurance
from bot.model.updates.update import Evidence, Update
from bot.ports.record import Tx, View
from bot.rules.calendar import local_day
from bot.rules.updates.standing import assured
from tests.world import plan
from tests.world import story as stories
from tests.world.plan import SMALL, email, record
from tests.world.story import Story

REF, OWNERS = "1.1.2", ("Head of Inclusion", "Chief Nursing Officer")
ALL_MAY = {
    "keira": ("Head of Inclusion", "assurer"), "ben": ("Chief Nursing Officer", "assurer"), "leo": (None, "assurer:1"),
    "hugo": (None, "assurer"), "carys": (None, "assurer"), "gwen": (None, "admin assurer"),
}  # fmt: skip


def load(tx: Tx) -> None:
    plan.load(tx, people=ALL_MAY)


def corrected(tx: Tx, story: Story, chance: random.Random, name: str) -> None:
    """Somebody puts another's latest words in other words: no door lets them, and the record keeps it if one ever does."""
    said = tx.updates.history(SMALL, REF)
    if not said:
        return
    by, at = tx.people.by_email(email(name)) or 0, story.clock()
    tx.acting(By(at=at, person=by))
    links = (Evidence(url=f"https://example.org/{chance.randrange(99)}"),)
    facts = {"status": Status.COMPLETE, "narrative": f"in other words {at}", "evidence": links, "by": by, "by_name": "", "at": at}
    tx.updates.record(Update.model_validate({"plan": SMALL, "ref": REF, "capacity": said[-1].capacity, "corrects": said[-1].id, **facts}))


def deputised(tx: Tx, story: Story, role: str, holder: str, deputy: str) -> None:
    tx.acting(By(at=story.clock()))
    row = PersonRow(role=role, name=holder.title(), email=email(holder), rights=("assurer",), deputy_email=email(deputy))
    tx.people.save(SMALL, [row])


async def live(story: Story, chance: random.Random) -> None:
    """One thing that may change who declared what, or a try to sign it off."""
    name, other, role = chance.choice(list(ALL_MAY)), chance.choice(list(ALL_MAY)), chance.choice(OWNERS)
    who = story.person(name)
    deed = chance.randrange(15)
    if deed < 6:
        await who.says(f"assure {REF} reasonable because it holds {deed}")
    elif deed < 9:
        await who.says(f"{REF} complete: done {chance.randrange(99)} https://example.org/{chance.randrange(99)}")
        await who.says("yes")
    elif deed == 9:
        await who.says(f"{REF} amber late, path: a plan by 3 June 2026")
        await who.says("yes")
    elif deed == 10:
        await who.says("undo")
    elif deed < 13:
        await story.store.transact(lambda tx: tx.people.hold(SMALL, role, tx.people.by_email(email(name)) or 0, local_day(story.clock(), "Europe/London")), plans=(SMALL,))
    elif deed == 13 and name != other:
        await story.store.transact(lambda tx: deputised(tx, story, role, name, other), plans=(SMALL,))
    else:
        await story.store.transact(lambda tx: corrected(tx, story, chance, name), plans=(SMALL,))


def own_work(view: View, verdict: Assurance) -> list[str]:
    """What makes a verdict one on its author's own work, from the record as it stood when it was given."""
    said = {one.id: one for one in view.updates.all_said(SMALL, REF, verdict.id)}
    assert verdict.update in said
    words, days = [], {local_day(verdict.at, "Europe/London")}
    number: int | None = verdict.update
    while number is not None:  # whose words they were, one behind the other
        words.append(said[number])
        number = said[number].confirms or said[number].corrects
    found = [f"declared it as u{one.id}" for one in words if one.by == verdict.by and one.status is Status.COMPLETE]
    days.add(local_day(words[0].at, "Europe/London"))
    for holding in view.people.of(SMALL, verdict.id).holdings:
        for day in days if holding.role in OWNERS else ():
            found += [f"held {holding.role} on {day}"] if holding.person == verdict.by and holding.covers(day) else []
            found += [f"deputised {holding.role} on {day}"] if holding.deputy_on(day) == verdict.by else []
    return found


def stands_on_own(view: View) -> bool:
    """Whether it counts as assured by somebody who has declared it complete since."""
    standing, policy = view.updates.standings(SMALL)[REF], view.plans.policy(SMALL)
    milestone = next(one for one in view.plans.one(SMALL).milestones if one.ref == REF)
    verdict = assured(milestone, standing, policy, local_day(standing.update.at, policy.zone)) if standing.update else None
    return verdict is not None and standing.update is not None and verdict.by == standing.update.by


@pytest.mark.parametrize("wire", ["recorder"])
@pytest.mark.parametrize("seed", range(3))
async def test_nobody_signs_off_what_they_declared_or_answer_for(wire: str, seed: int, tmp_path: Path) -> None:
    clock, chance = stories.Clock(), random.Random(seed)
    async with stories.told(await record(tmp_path / "m.db", load), clock, [stories.wire(wire, clock, tmp_path)]) as story:
        story.seat(story.wire)
        for _ in range(70):
            clock.moment += timedelta(minutes=chance.choice([5, 5, 700]))
            await live(story, chance)
            assert not await story.store.read(stands_on_own)
        given = await story.store.read(lambda view: view.assurances.verdicts(SMALL))
        wrong = await story.store.read(lambda view: {one.id: found for one in given if (found := own_work(view, one))})

    assert len(given) >= 2
    assert wrong == {}
