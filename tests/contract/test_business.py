"""The board's business in the record, on SQLite and on PostgreSQL alike: what was raised, what was done with it, and the past."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

import pytest

from bot.model.board.business import BusinessKind, BusinessState, Deed, Item, Step
from bot.model.people import PersonRow
from bot.model.plan import Action, Milestone, Plan, Source
from bot.model.record.entry import By, EntryKind
from bot.model.status import Status
from bot.model.updates.update import Update
from bot.planning import editions
from bot.planning.rounds import plan_round
from bot.ports.record import Tx, View
from bot.reports.board.log import changed_since, log_json
from bot.reports.record.past import Past
from bot.reports.record.proof import verify
from bot.rules.documents import edition
from store.record import SqlStore

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
T = TypeVar("T")
ANNA, ED, CY = 1, 2, 3


def document() -> Plan:
    steps = tuple(Milestone(ref=f"1.1.{n}", text="Do", due=date(2026, 4, 30), owners=("Head",)) for n in (1, 2))
    return Plan(short="kent", title="Kent", actions=(Action(ref="1.1", priority=1, title="A", milestones=steps),))


@pytest.fixture
async def kent(store: SqlStore) -> SqlStore:
    def load(tx: Tx) -> None:
        editions.keep(tx, edition.compare(None, document()).plan, Source(), NOW)
        rows = (("Head", "Anna", ()), (None, "Ed", ("admin",)), (None, "Cy", ("chair",)))
        tx.people.save("kent", [PersonRow(role=r, name=n, email=f"{n}@example.org", rights=rights) for r, n, rights in rows])

    await store.transact(load)
    return store


async def doing(kent: SqlStore, work: Callable[[Tx], T], at: datetime = NOW, person: int = CY) -> T:
    """Do something in somebody's name."""

    def as_them(tx: Tx) -> T:
        tx.acting(By(at=at, person=person, capacity="chair"))
        return work(tx)

    return await kent.transact(as_them)


def an_item(kind: BusinessKind = BusinessKind.CHALLENGE, **more: object) -> Item:
    told = {"plan": "kent", "kind": kind, "text": "Why is it late?", "about": ("1.1.1",), "owner": "Head", "at": NOW}
    return Item.model_validate({**told, **more})


def a_step(deed: Deed, **more: object) -> Step:
    return Step.model_validate({"deed": deed, "at": NOW, **more})


async def items(kent: SqlStore, upto: int | None = None) -> tuple[Item, ...]:
    return await kent.read(lambda view: view.business.all("kent", upto))


async def head(kent: SqlStore) -> int:
    return (await kent.read(lambda view: view.entries.head("kent"))).entry


async def test_what_is_raised_has_a_handle_of_its_kind_and_what_is_done_with_it_follows(kent: SqlStore) -> None:
    first = await doing(kent, lambda tx: tx.business.begin(an_item(about=("1.1.2", "1.1.1"), raised_for="a parent")))
    second = await doing(kent, lambda tx: tx.business.begin(an_item(BusinessKind.ACTION, wanted_by=date(2026, 4, 1))))
    third = await doing(kent, lambda tx: tx.business.begin(an_item()))
    assert (first.handle, second.handle, third.handle) == ("c1", "a1", "c2")
    assert (first.about, first.raised_for, first.by_name, first.capacity) == (("1.1.2", "1.1.1"), "a parent", "Cy", "chair")
    before = await head(kent)

    step = a_step(Deed.ANSWERED, words="It is not", evidence="https://example.org/a", capacity="Head")
    done = await doing(kent, lambda tx: tx.business.step(first, step), person=ANNA)

    assert (done.state, done.steps[-1].words, done.steps[-1].evidence) == (
        *(BusinessState.ANSWERED, "It is not"), "https://example.org/a",
    )  # fmt: skip
    assert (done.steps[-1].by_name, done.steps[-1].capacity) == ("Anna", "Head")
    assert (await items(kent, before))[0].state is BusinessState.OPEN
    assert await kent.read(lambda view: Past(view, before).business.all("kent")) == await items(kent, before)
    assert await kent.read(lambda view: verify(view, "kent").is_whole)


async def test_a_decision_keeps_its_reason_options_conditions_and_follow_up(kent: SqlStore) -> None:
    wanted = await doing(kent, lambda tx: tx.business.begin(an_item(BusinessKind.DECISION, update=4)))
    step = a_step(
        Deed.DECIDED, words="Fund one", why="Money is short", options="None, one", conditions="Report", follow_up="Recruit",
        meeting=date(2026, 3, 2),
    )  # fmt: skip

    done = await doing(kent, lambda tx: tx.business.step(wanted, step))

    told = done.steps[-1]
    assert (told.why, told.options, told.conditions, told.follow_up) == ("Money is short", "None, one", "Report", "Recruit")
    assert (told.meeting, done.state, done.update) == (date(2026, 3, 2), BusinessState.DECIDED, 4)


async def test_a_step_that_is_taken_back_counts_no_longer_and_what_was_raised_is_withdrawn(kent: SqlStore) -> None:
    item = await doing(kent, lambda tx: tx.business.begin(an_item()))
    answered = await doing(kent, lambda tx: tx.business.step(item, a_step(Deed.ANSWERED, words="Soon")))
    upto = await head(kent)

    back = await doing(kent, lambda tx: tx.business.take_back(answered, answered.steps[-1].id))
    assert (back.state, back.steps) == (BusinessState.OPEN, ())
    gone = await doing(kent, lambda tx: tx.business.take_back(back, back.id, "It was a mistake"))
    assert (gone.state, gone.steps[-1].why) == (BusinessState.WITHDRAWN, "It was a mistake")

    assert (await items(kent, upto))[0].state is BusinessState.ANSWERED
    assert await kent.read(lambda view: verify(view, "kent").is_whole)


async def said(kent: SqlStore, decision: str, at: datetime = NOW, ref: str = "1.1.1") -> Update:
    """Put a statement on the record as an earlier Milepost did: nothing else follows from it."""
    facts = {"plan": "kent", "ref": ref, "status": Status.RED, "path_to_green": "Ed asks", "decision_wanted": decision}
    update = Update.model_validate({**facts, "by": ANNA, "by_name": "Anna", "capacity": "Head", "at": at})
    return await doing(kent, lambda tx: tx.updates.record(update), at, ANNA)


async def test_decisions_wanted_before_they_were_business_are_opened_by_a_round_once(kent: SqlStore) -> None:
    update = await said(kent, "Fund a post")
    await said(kent, "", ref="1.1.2")
    assert await items(kent) == ()

    await plan_round(kent, NOW)

    (opened,) = await items(kent)
    assert (opened.handle, opened.text, opened.update, opened.owner, opened.by) == ("d1", "Fund a post", update.id, "Head", None)
    assert (opened.capacity, opened.wanted_by) == ("Head", date(2026, 4, 2))
    for day in range(1, 4):
        await plan_round(kent, NOW + timedelta(days=day))
    assert len(await items(kent)) == 1

    await doing(kent, lambda tx: tx.business.step(opened, a_step(Deed.WITHDRAWN, why="Found")))
    await plan_round(kent, NOW + timedelta(days=7))
    assert [one.state for one in await items(kent)] == [BusinessState.WITHDRAWN]


async def test_words_of_business_are_taken_out_for_good_and_say_so(kent: SqlStore) -> None:
    item = await doing(kent, lambda tx: tx.business.begin(an_item(text="Why did Tom Brown wait?")))
    answered = await doing(kent, lambda tx: tx.business.step(item, a_step(Deed.ANSWERED, words="Tom waits no more", why="")), person=ANNA)

    def redact(tx: Tx) -> None:
        tx.erasures.redact("kent", item.id, "text", "It names a child")
        tx.erasures.redact("kent", answered.steps[-1].id, "text", "It names a child")

    await doing(kent, redact, person=ED)

    (left,) = await items(kent)
    assert "Tom" not in left.words and "Tom" not in left.steps[-1].words
    assert (left.handle, left.state) == ("c1", BusinessState.ANSWERED)
    assert await kent.read(lambda view: verify(view, "kent").is_whole)
    held = await kent.read(lambda view: view.erasures.held("cy@example.org"))
    assert held is not None and EntryKind.BUSINESS.value in [one.kind for one in held.entries]


async def test_the_log_is_told_in_its_shape_now_and_as_at(kent: SqlStore) -> None:
    item = await doing(kent, lambda tx: tx.business.begin(an_item(wanted_by=date(2026, 4, 1), meeting=date(2026, 4, 9))))
    upto = await head(kent)
    answer = a_step(Deed.ANSWERED, words="Soon", evidence="https://example.org/a", capacity="Head")
    await doing(kent, lambda tx: tx.business.step(item, answer), person=ANNA)
    await doing(kent, lambda tx: tx.business.begin(an_item(BusinessKind.ACTION)))

    def shapes(view: View) -> tuple[list[dict[str, object]], ...]:
        return log_json(view, "kent"), log_json(Past(view, upto), "kent"), log_json(view, "kent", BusinessKind.ACTION, is_open=True)

    now, then, actions = await kent.read(shapes)

    keys = ("handle", "kind", "text", "about", "raised_by", "owner", "wanted_by", "meeting", "state", "carried", "answer")
    assert [now[0][key] for key in keys] == [
        *("c1", "challenge", "Why is it late?", ["1.1.1"], "chair", "Head", "2026-04-01", "2026-04-09", "answered", 0, "Soon"),
    ]
    assert [(row["handle"], row["state"], row["answer"]) for row in then] == [("c1", "open", None)]
    assert [row["handle"] for row in actions] == ["a1"]


async def test_what_changed_since_a_challenge_is_told_until_it_is_settled(kent: SqlStore) -> None:
    await said(kent, "")
    item = await doing(kent, lambda tx: tx.business.begin(an_item(at=NOW + timedelta(hours=1))), NOW + timedelta(hours=1))
    last = NOW + timedelta(days=4)

    async def turns(status: Status, at: datetime) -> None:
        told = {"plan": "kent", "ref": "1.1.1", "status": status, "path_to_green": "Ed asks", "by": ANNA, "at": at}
        update = Update.model_validate({**told, "by_name": "Anna", "capacity": "Head"})
        await doing(kent, lambda tx: tx.updates.record(update), at, ANNA)

    def changed(view: View) -> str:
        return changed_since(view, "kent", view.business.all("kent")[0], "Europe/London", last)

    await turns(Status.GREEN, NOW + timedelta(days=1))
    assert await kent.read(changed) == "1.1.1 turned from Red to Green (3 March 2026)."

    await doing(kent, lambda tx: tx.business.step(item, a_step(Deed.WITHDRAWN, why="No")), NOW + timedelta(days=2))
    await turns(Status.AMBER, NOW + timedelta(days=3))
    assert await kent.read(changed) == "1.1.1 turned from Red to Green (3 March 2026)."
