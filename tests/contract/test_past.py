"""The law of the record, on SQLite and on PostgreSQL: the past is the same sum, stopped earlier."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.model.people import PersonRow
from bot.model.plan import Action, Milestone, Plan
from bot.model.policy import Calendar, Policy
from bot.model.record.entry import By
from bot.model.status import Status
from bot.model.updates.assurance import Assurance, Verdict
from bot.model.updates.update import Evidence, Update
from bot.ports.record import Tx, View
from bot.reports import summary
from bot.reports.record.past import Past, entry_by
from bot.reports.snapshot import take
from bot.reports.status import history_json, status_json
from bot.rules.documents import edition
from store.record import SqlStore

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
REFS = ("1.1.1", "1.1.2", "1.1.3")


def a_plan(days: tuple[int, ...] = (0, 0, 0)) -> Plan:
    steps = tuple(
        Milestone(ref=ref, text=f"Step {ref}", due=date(2026, 4, 1) + timedelta(days=more), owners=("Head", "Nurse"))
        for ref, more in zip(REFS, days, strict=True)
    )
    return Plan(short="kent", title="Kent", actions=(Action(ref="1.1", priority=1, title="Do", milestones=steps),))


def load(tx: Tx) -> None:
    tx.plans.save(edition.compare(None, a_plan()).plan)
    rows = [("Head", "Anna"), ("Nurse", "Ben"), (None, "Cara")]
    tx.people.save("kent", [PersonRow(role=role, name=name, email=f"{name.lower()}@example.org") for role, name in rows])


def step(tx: Tx, chance: random.Random, now: datetime) -> None:
    """Do one thing that changes the record, or may do nothing."""
    tx.acting(By(at=now))
    people = {person.name: person.id for person in tx.people.of("kent").persons}
    match chance.randrange(8):
        case 0 | 1 | 2:
            name, role = chance.choice([("Anna", "Head"), ("Ben", "Nurse")])
            status = chance.choice([Status.GREEN, Status.AMBER, Status.COMPLETE])
            path = "More people" if status is Status.AMBER else ""
            links = (Evidence(url=f"https://x.org/{chance.randrange(9)}"),) if chance.random() < 0.3 else ()
            tx.updates.record(
                Update(
                    plan="kent", ref=chance.choice(REFS), status=status, narrative=f"Said at {now:%d %H}", path_to_green=path,
                    evidence=links, no_evidence_reason="seen", by=people.get(name, 1), by_name=name, capacity=role, at=now,
                )
            )  # fmt: skip
        case 3:
            moved = a_plan(tuple(chance.randrange(0, 60, 20) for _ in REFS))
            tx.plans.save(edition.compare(tx.plans.one("kent"), moved).plan)
        case 4:
            tx.people.hold("kent", "Head", chance.choice(list(people.values())), now.date())
        case 5 | 6:
            judge(tx, chance, people["Cara"], now)
        case _:
            tx.plans.keep_settings("kent", Policy(calendar=Calendar(zone=chance.choice(["Europe/London", "Europe/Dublin"]))))


def judge(tx: Tx, chance: random.Random, by: int, now: datetime) -> None:
    """Give a verdict on something that is declared complete, if there is anything, or take the latest back."""
    given = tx.assurances.verdicts("kent")
    done = [one.update for one in tx.updates.standings("kent").values() if one.completion is not None and one.update is not None]
    if given and chance.random() < 0.3:
        tx.assurances.take_back("kent", given[-1].id)
    elif done:
        update, level = chance.choice(done), chance.choice(["", "limited", "substantial"])
        told = {"verdict": Verdict.SIGNED_OFF if level else Verdict.SENT_BACK, "level": level, "why": "looked", "capacity": "assurer"}
        rests_on = tuple(one.id for one in update.evidence)
        tx.assurances.judge(
            Assurance.model_validate({"plan": "kent", "ref": update.ref, "update": update.id, "by": by, "at": now, "evidence": rests_on, **told})
        )


def shown(view: View, now: datetime) -> object:
    """Everything that is told of the plan."""
    snapshot = take(view, "kent", now)
    told = [history_json(view, "kent", ref) for ref in REFS]
    return status_json(snapshot), summary.as_json(summary.weekly(view, snapshot)), told, snapshot.people, snapshot.policy


@pytest.mark.parametrize("seed", range(3))
async def test_as_at_each_earlier_moment_gives_what_was_shown_at_that_moment(store: SqlStore, seed: int) -> None:
    chance, now = random.Random(seed), START
    await store.transact(load)
    moments: list[tuple[datetime, object]] = []
    for _ in range(25):
        now += timedelta(hours=chance.randrange(1, 40))
        moment = now
        await store.transact(lambda tx, at=moment: step(tx, chance, at))
        seen = moment + timedelta(minutes=1)
        moments.append((seen, await store.read(lambda view, at=seen: shown(view, at))))

    for moment, said in moments:

        def then(view: View, at: datetime = moment) -> object:
            return shown(Past(view, entry_by(view, "kent", at, now + timedelta(days=1))), at)

        assert await store.read(then) == said, moment


async def test_a_past_history_has_the_evidence_that_it_then_had(store: SqlStore) -> None:
    await store.transact(load)
    offered, late = Evidence(url="https://x.org/first"), Evidence(url="https://x.org/late")

    def say(tx: Tx) -> Update:
        tx.acting(By(at=START))
        facts = {"status": Status.GREEN, "decision_wanted": "fund it", "evidence": (offered,), "by": 1, "by_name": "Anna", "capacity": "Head", "at": START}
        return tx.updates.record(Update(plan="kent", ref="1.1.1", **facts))

    said = await store.transact(say)
    then = (await store.read(lambda view: view.entries.head("kent"))).entry

    def change(tx: Tx) -> None:
        tx.acting(By(at=START + timedelta(days=9)))
        tx.updates.add_evidence(said, late, "Head")

    await store.transact(change)
    (past,) = await store.read(lambda view: history_json(Past(view, then), "kent", "1.1.1"))
    (now,) = await store.read(lambda view: history_json(view, "kent", "1.1.1"))

    assert (past["decision_wanted"], past["no_evidence_reason"]) == ("fund it", "")
    assert [one["url"] for one in past["evidence"]] == ["https://x.org/first"]
    assert [one["url"] for one in now["evidence"]] == ["https://x.org/first", "https://x.org/late"]
