"""Verdicts on what was declared complete, on SQLite and on PostgreSQL alike: what each completion stands by."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.model.people import PersonRow
from bot.model.plan import Action, Milestone, Plan
from bot.model.record.entry import By
from bot.model.status import Status
from bot.model.updates.assurance import Assurance, Completion, Verdict
from bot.model.updates.update import Evidence, Face, Standing, Update
from bot.ports.record import Tx
from bot.reports.record.past import Past
from bot.reports.snapshot import take
from bot.rules.updates.standing import face_in
from store.record import SqlStore

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
ANNA, FAY, ASH = 1, 2, 3
LINK, OTHER = Evidence(url="https://example.org/a"), Evidence(url="https://example.org/b")


def a_plan(text: str = "Do") -> Plan:
    steps = (Milestone(ref="1.1.1", text=text, due=date(2026, 6, 1), owners=("Head", "Finance")), Milestone(ref="1.1.2", text="Other"))
    return Plan(short="kent", title="Kent", actions=(Action(ref="1.1", priority=1, title="A", milestones=steps),))


def load(tx: Tx) -> None:
    tx.plans.save(a_plan())
    rows = (("Head", "Anna", ()), ("Finance", "Fay", ()), (None, "Ash", ("assurer",)))
    tx.people.save("kent", [PersonRow(role=r, name=n, email=f"{n}@example.org", rights=rights) for r, n, rights in rows])


@pytest.fixture
async def kent(store: SqlStore) -> SqlStore:
    await store.transact(load)
    return store


def said(tx: Tx, hours: int, status: Status = Status.COMPLETE, by: int = ANNA, **more: object) -> Update:
    at = NOW + hours * HOUR
    tx.acting(By(at=at, person=by))
    facts: dict[str, object] = {"narrative": f"said {hours}", "path_to_green": "train", "evidence": (LINK, OTHER), **more}
    capacity = {ANNA: "Head", FAY: "Finance"}[by]
    update = {"plan": "kent", "ref": "1.1.1", "status": status, "by": by, "by_name": "", "capacity": capacity, "at": at}
    return tx.updates.record(Update.model_validate({**update, **facts}))


def signed(tx: Tx, hours: int, on: Update, level: str = "reasonable", **more: object) -> Assurance:
    at = NOW + hours * HOUR
    tx.acting(By(at=at, person=ASH, inbound=f"i{hours}"))
    facts: dict[str, object] = {"verdict": Verdict.SIGNED_OFF, "level": level, "why": "read it", **more}
    told = {"plan": "kent", "ref": on.ref, "update": on.id, "by": ASH, "capacity": "assurer", "at": at}
    rests_on = tuple(one.id for one in on.evidence)
    return tx.assurances.judge(Assurance.model_validate({**told, "evidence": rests_on, **facts}))


def standing(tx: Tx) -> Standing:
    return tx.updates.standings("kent")["1.1.1"]


def completion(tx: Tx) -> Completion:
    found = standing(tx).completion
    assert found is not None
    return found


def face(tx: Tx, hours: int = 200) -> Face:
    snapshot = take(tx, "kent", NOW + hours * HOUR)
    return face_in(snapshot, snapshot.plan.milestones[0])


async def in_one(kent: SqlStore, work: Callable[[Tx], None]) -> None:
    await kent.transact(work, plans=("kent",))


async def test_a_verdict_is_read_back_with_who_gave_it_and_the_evidence_that_it_rests_on_and_is_kept_once(kent: SqlStore) -> None:
    def work(tx: Tx) -> None:
        update = said(tx, 0)
        first = signed(tx, 1, update, drawn_from="form")
        again = signed(tx, 2, update, drawn_from="form")

        assert again == first == tx.assurances.verdicts("kent")[0] == completion(tx).last
        assert (first.by, first.by_name, first.capacity, first.why, first.level) == (ASH, "Ash", "assurer", "read it", "reasonable")
        assert first.evidence == tuple(one.id for one in update.evidence)
        assert [(one.number, one.by, one.owners) for one in completion(tx).declared] == [(update.id, ANNA, ("Head", "Finance"))]
        assert tx.assurances.verdicts("kent", "1.1.2") == ()

    await in_one(kent, work)


async def test_a_completion_begins_anew_once_its_owner_left_it_and_goes_on_if_that_was_taken_back(kent: SqlStore) -> None:
    def work(tx: Tx) -> None:
        first = said(tx, 0)
        assurance = signed(tx, 1, first)
        again = said(tx, 2, by=FAY, narrative="said 0")
        assert again.confirms == first.id
        assert (completion(tx).last, face(tx)) == (assurance, Face.ASSURED)
        assert [one.by for one in completion(tx).declared] == [ANNA, FAY]
        left = said(tx, 3, Status.AMBER)
        assert (standing(tx).completion, face(tx)) == (None, Face.AMBER)
        tx.updates.withdraw("kent", left.id, "", "Head")
        assert (completion(tx).last, face(tx)) == (assurance, Face.ASSURED)
        said(tx, 4, Status.RED)
        anew = said(tx, 5)
        assert ([one.number for one in completion(tx).declared], completion(tx).last) == ([anew.id], None)
        assert face(tx) is Face.COMPLETE

    await in_one(kent, work)


async def test_an_assurance_counts_no_longer_once_evidence_is_withdrawn_or_the_milestone_has_other_words(kent: SqlStore) -> None:
    def work(tx: Tx) -> None:
        update = said(tx, 0)
        signed(tx, 1, update, evidence=(update.evidence[0].id,))
        tx.updates.withdraw("kent", update.evidence[1].id, "a draft", "Head")
        assert (completion(tx).withdrawn, face(tx)) == (False, Face.ASSURED)  # it does not rest on that
        tx.updates.withdraw("kent", update.evidence[0].id, "a draft", "Head")
        assert (completion(tx).withdrawn, face(tx)) == (True, Face.COMPLETE)
        signed(tx, 2, update, evidence=())
        assert face(tx) is Face.ASSURED
        tx.plans.save(a_plan("Do it all"))
        assert (completion(tx).reworded, face(tx)) == (True, Face.COMPLETE)
        short = said(tx, 3, evidence=(LINK.model_copy(update={"good_until": date(2026, 3, 9)}), OTHER))
        signed(tx, 4, short)
        assert (completion(tx).good_until, face(tx, 24 * 7), face(tx, 24 * 8)) == (date(2026, 3, 9), Face.ASSURED, Face.COMPLETE)

    await in_one(kent, work)


async def test_a_verdict_is_answered_by_what_is_said_or_offered_after_it_and_may_be_taken_back(kent: SqlStore) -> None:
    def work(tx: Tx) -> None:
        update = said(tx, 0)
        back = signed(tx, 1, update, "", verdict=Verdict.SENT_BACK)
        assert (completion(tx).answered, face(tx)) == (None, Face.COMPLETE)
        tx.updates.add_evidence(update, LINK.model_copy(update={"url": "https://example.org/c"}), "Head")
        assert completion(tx).answered == NOW + HOUR
        tx.assurances.take_back("kent", back.id)
        assert (completion(tx).last, tx.assurances.verdicts("kent"), tx.updates.withdrawals("kent")) == (None, (), ())

    await in_one(kent, work)


async def test_standings_carried_on_and_read_back_at_an_earlier_entry_are_those_read_afresh(
    kent: SqlStore, database_url: str
) -> None:
    """Each step is told of by a reading that carried on from the one before it, and later by one of the past."""
    steps: list[Callable[[Tx], object]] = [
        lambda tx: said(tx, 0),
        lambda tx: signed(tx, 1, tx.updates.standings("kent")["1.1.1"].update or said(tx, 1), "limited"),
        lambda tx: said(tx, 2, by=FAY, evidence=(LINK,)),
        lambda tx: signed(tx, 3, tx.updates.standings("kent")["1.1.1"].update or said(tx, 3), "substantial"),
        lambda tx: tx.assurances.take_back("kent", tx.assurances.verdicts("kent")[-1].id),
        lambda tx: tx.updates.withdraw("kent", tx.updates.history("kent", "1.1.1")[0].evidence[0].id, "", "Head"),
        lambda tx: tx.plans.save(a_plan("Other words")),
    ]
    told: list[tuple[int, Standing]] = []
    for step in steps:
        await kent.transact(lambda tx, step=step: step(tx), plans=("kent",))
        told.append(await kent.read(lambda view: (view.entries.head("kent").entry, view.updates.standings("kent")["1.1.1"])))
    afresh = SqlStore(database_url, lambda: NOW)
    for entry, then in told:
        past = await afresh.read(lambda view, upto=entry: Past(view, upto).updates.standings("kent")["1.1.1"])
        assert past == then, entry
    await afresh.close()
