"""Two processes write at the same time to one PostgreSQL database: it ends as if one had come after the other."""

from __future__ import annotations

import asyncio
import os
import random
import threading
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from datetime import UTC, datetime
from functools import partial
from typing import TypeVar

import psycopg
import pytest

from bot.conversation.desk import Desk
from bot.model.letters.form import Answers
from bot.model.letters.talk import Ask, Chat, DraftState, Fix, Inbound, Reply, Say, Sender
from bot.model.people import PersonRow
from bot.model.policy import Policy
from bot.model.record.entry import EntryKind, Head
from bot.model.record.trouble import Trouble
from bot.model.updates.update import Update
from bot.planning.rounds import plan_round
from bot.ports.record import Store, Tx, View
from bot.ports.refusals import RecordAway
from bot.reports.record.proof import verify
from bot.rules import holders
from bot.wording.updates.erasures import InPlace
from store.record import SqlStore
from tests.records import claimed, long_ago
from tests.world.plan import SMALL, due, email, load, row, small

T = TypeVar("T")
NOW = datetime(2025, 3, 18, 9, 30, tzinfo=UTC)
SOAK = int(os.environ.get("MILEPOST_SOAK", "0"))  # how many seeds `make soak` tries
HANGS = 120.0  # seconds after which something will never come
GREEN: Answers = {"status": "green", "happened": "Hired."}
RED: Answers = {"status": "red", "happened": "Nobody applied.", "path": "The Head of Inclusion advertises again in May."}


class Stopping:
    """A record whose transactions stop before their commit until they are let go."""

    def __init__(self, store: SqlStore) -> None:
        self._store = store
        self.read, self.glance, self.aside = store.read, store.glance, store.aside
        self.worked, self.may_commit = threading.Event(), threading.Event()

    async def transact(self, work: Callable[[Tx], T], until: float | None = None, plans: Collection[str] = ()) -> T:
        def stopped(tx: Tx) -> T:
            done = work(tx)
            self.worked.set()
            assert self.may_commit.wait(HANGS)
            return done

        return await self._store.transact(stopped, until, plans)


class Processes:
    """Two processes over one database, as far as it can tell, and people who talk to either."""

    def __init__(self, url: str) -> None:
        self._url = url
        self.here, self.there = (SqlStore(url, long_ago, InPlace()) for _ in range(2))
        self.stopping = Stopping(self.here)
        self._said = 0

    async def says(self, store: Store, name: str, said: str, answers: Answers | None = None, **more: str) -> Reply:
        """Say one thing to a process. `id` is what the platform calls it, `platform` where it is said."""
        self._said += 1
        platform = more.get("platform", "line")
        sender = Sender(platform=platform, tenant="t", id=name, email=email(name))
        inbound = Inbound(id=more.get("id", str(self._said)), sender=sender, chat=Chat(id=name), said=said, answers=answers)
        return await Desk(store, lambda: NOW, patience=HANGS).handle(inbound)

    async def form(self, name: str, ref: str) -> str:
        """Open the form of a milestone. Returns its command."""
        asked = await self.says(self.there, name, f"update {ref}")
        assert isinstance(asked, Ask)
        return asked.form.command

    async def beside(self, first: Awaitable[T], second: Awaitable[T]) -> tuple[T, T]:
        """Have the second begin once the first, which must go to `stopping`, has done all its work and not committed it."""
        one = asyncio.ensure_future(first)
        await asyncio.to_thread(self.stopping.worked.wait, HANGS)
        two = asyncio.ensure_future(second)
        await self._waits(two)
        self.stopping.may_commit.set()
        return await one, await two

    async def _waits(self, task: asyncio.Future[T]) -> None:
        """Return once somebody waits for a lock, or the task is done without."""
        async with asyncio.timeout(HANGS), await psycopg.AsyncConnection.connect(self._url, autocommit=True) as link:
            while not task.done():
                found = await (await link.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")).fetchone()
                if found is not None and found[0]:
                    return
                await asyncio.sleep(0.01)

    async def close(self) -> None:
        self.stopping.may_commit.set()
        await self.here.close()
        await self.there.close()


@pytest.fixture
async def two(postgres_database: str) -> AsyncIterator[Processes]:
    made = Processes(postgres_database)
    await made.here.transact(load)
    for name in ("keira", "ben", "gwen"):
        await made.says(made.here, name, "status")
    yield made
    await made.close()


def told(reply: Reply) -> str:
    assert isinstance(reply, Say), reply
    return reply.message.plain()


async def test_the_same_form_sent_to_two_processes_is_one_update(two: Processes) -> None:
    form = await two.form("keira", "1.1.1")
    first = two.says(two.stopping, "keira", form, GREEN, id="twice")
    second = two.says(two.there, "keira", form, GREEN, id="twice")
    saved, again = await two.beside(first, second)

    assert "Saved" in told(saved)
    assert "saved already" in told(again)
    assert len(await two.here.read(lambda view: view.updates.history(SMALL, "1.1.1"))) == 1


async def test_of_two_forms_on_one_milestone_the_later_is_asked_about_the_newer_statement(two: Processes) -> None:
    forms = [await two.form(name, "1.1.2") for name in ("keira", "ben")]
    saved, asked = await two.beside(
        two.says(two.stopping, "keira", forms[0], GREEN), two.says(two.there, "ben", forms[1], RED)
    )

    assert "Saved" in told(saved)
    assert isinstance(asked, Fix)
    assert "Keira said" in asked.faults["status"]
    assert len(await two.here.read(lambda view: view.updates.history(SMALL, "1.1.2"))) == 1


async def test_a_role_that_passes_on_beside_a_form_decides_who_may_send_it(two: Processes) -> None:
    form = await two.form("keira", "1.1.1")
    await two.says(two.here, "gwen", f"holder Head of Inclusion {email('ben')} from 2025-03-01")
    held, refused = await two.beside(two.says(two.stopping, "gwen", "yes"), two.says(two.there, "keira", form, GREEN))

    assert "Ben" in told(held)
    assert "Saved" not in told(refused)
    assert await two.here.read(lambda view: view.updates.history(SMALL, "1.1.1")) == ()


async def test_a_yes_from_two_devices_saves_a_draft_once(two: Processes) -> None:
    await two.says(two.here, "keira", "1.1.1 green hired")
    saved, heard = await two.beside(two.says(two.stopping, "keira", "yes"), two.says(two.there, "keira", "yes"))

    assert "Saved" in told(saved)
    assert "Saved" not in told(heard)
    assert len(await two.here.read(lambda view: view.updates.history(SMALL, "1.1.1"))) == 1


async def test_of_two_lines_typed_at_once_one_takes_the_place_of_the_other(two: Processes) -> None:
    await two.beside(
        two.says(two.stopping, "keira", "1.1.1 green hired"), two.says(two.there, "keira", "1.1.2 green hired too")
    )

    with psycopg.connect(two._url) as link:
        states = sorted(state for (state,) in link.execute("SELECT state FROM draft"))
    assert states == sorted([DraftState.OPEN.value, DraftState.REPLACED.value])


async def test_of_two_accounts_that_name_one_person_at_once_the_later_waits(two: Processes) -> None:
    met, waits = await two.beside(
        two.says(two.stopping, "hugo", "status"), two.says(two.there, "hugo", "status", platform="other")
    )

    hugo = await two.here.read(lambda view: view.people.by_email(email("hugo"))) or 0
    assert len(await two.here.read(lambda view: view.accounts.of(hugo))) == 1
    assert told(met) != told(waits)


async def test_an_account_is_confirmed_once_whoever_confirms_it_at_once(two: Processes) -> None:
    await two.says(two.here, "ben", "status", platform="other")
    ben = await two.here.read(lambda view: view.people.by_email(email("ben"))) or 0
    (claim,) = await two.here.read(lambda view: view.newcomers.of([ben]))
    await two.beside(
        two.says(two.stopping, "ben", f"confirm {claim.code}"),
        two.says(two.there, "gwen", f"confirm {email('ben')} on other"),
    )

    head = (await two.here.read(lambda view: view.entries.head(SMALL))).entry
    entries = [await two.here.read(lambda view, n=n: view.entries.entry(SMALL, n)) for n in range(1, head + 1)]
    bound = [one for one in entries if one is not None and one.header.kind is EntryKind.ACCOUNT]
    assert sum(one.fields["at_platform"] == "other" for one in bound) == 1


async def test_settings_kept_beside_a_round_are_looked_at_by_the_next_one(two: Processes) -> None:
    other = Policy.model_validate({"asking": {"opens": "08:00"}})
    await two.beside(
        plan_round(two.stopping, NOW), two.there.transact(lambda tx: tx.plans.keep_settings(SMALL, other), plans=(SMALL,))
    )

    assert await two.here.read(lambda view: view.rounds.due(NOW)) == (SMALL,)


async def test_a_form_beside_a_new_edition_speaks_of_the_new_one(two: Processes) -> None:
    form = await two.form("keira", "1.1.1")
    new = small((due(2, "2025-04-30", "Head of Inclusion"), due(3, "2025-12-31", "Head of SEND Finance")))
    _, refused = await two.beside(
        two.stopping.transact(lambda tx: tx.plans.save(new), plans=(SMALL,)), two.says(two.there, "keira", form, GREEN)
    )

    assert "Saved" not in told(refused)
    assert await two.here.read(lambda view: view.entries.head(SMALL)) == (await whole(two))[SMALL]


async def test_the_same_new_plan_made_twice_at_once_is_one_and_two_have_places_of_their_own(two: Processes) -> None:
    def other(short: str) -> Callable[[Tx], None]:
        return lambda tx: tx.plans.save(small().model_copy(update={"short": short}))

    await two.beside(two.stopping.transact(other("kent")), two.there.transact(other("kent")))
    await asyncio.gather(two.here.transact(other("bury")), two.there.transact(other("york")))

    assert sorted(await two.here.read(lambda view: view.plans.all())) == sorted([SMALL, "kent", "bury", "york"])
    assert (await two.here.read(lambda view: view.entries.head("kent"))).entry == 1
    with psycopg.connect(two._url) as link:
        places = [place for (place,) in link.execute("SELECT position FROM plan")]
    assert len(set(places)) == 4


async def test_somebody_new_in_two_plans_at_once_is_one_person(two: Processes) -> None:
    for short in ("kent", "york"):
        await two.here.transact(lambda tx, short=short: tx.plans.save(small().model_copy(update={"short": short})))
    await two.beside(
        two.stopping.transact(lambda tx: tx.people.save("kent", [row("leo")])),
        two.there.transact(lambda tx: tx.people.save("york", [row("leo")])),
    )

    leo = await two.here.read(lambda view: view.people.by_email(email("leo"))) or 0
    assert await two.here.read(lambda view: view.people.plans_of(leo)) == (SMALL, "kent", "york")


@pytest.mark.parametrize("where", ["here", "there"])
async def test_nobody_waits_for_a_plan_that_is_none_of_theirs(two: Processes, where: str) -> None:
    await two.here.transact(lambda tx: tx.plans.save(small().model_copy(update={"short": "kent"})))
    form, store = await two.form("keira", "1.1.1"), two.here if where == "here" else two.there
    long = asyncio.ensure_future(two.stopping.transact(lambda tx: tx.people.save("kent", [row("leo")]), plans=("kent",)))
    others = [asyncio.ensure_future(store.transact(lambda tx: tx.pauses.hold("kent"), plans=("kent",))) for _ in range(20)]
    await asyncio.to_thread(two.stopping.worked.wait, HANGS)

    assert "Saved" in told(await two.says(store, "keira", form, GREEN))
    assert not long.done()
    two.stopping.may_commit.set()
    await asyncio.gather(long, *others)


class Elsewhere:
    """A record of which one plan is in other hands for too long."""

    def __init__(self, store: SqlStore, short: str) -> None:
        self._store = store
        self._short = short
        self.read, self.glance, self.aside = store.read, store.glance, store.aside

    async def transact(self, work: Callable[[Tx], T], until: float | None = None, plans: Collection[str] = ()) -> T:
        if self._short in plans:
            raise RecordAway(Trouble.BUSY)
        return await self._store.transact(work, until, plans)


async def test_a_plan_that_is_long_in_other_hands_holds_up_no_other_plans_round(two: Processes) -> None:
    await two.here.transact(lambda tx: tx.plans.save(small().model_copy(update={"short": "kent"})))
    lea = PersonRow(role=None, name="Lea", email=email("lea"), rights=("admin",))
    await two.here.transact(lambda tx: tx.people.save("kent", [lea]))
    planned = await plan_round(Elsewhere(two.here, SMALL), NOW)

    assert planned
    assert await two.here.read(lambda view: view.rounds.due(NOW)) == (SMALL,)
    assert set(await plan_round(two.here, NOW)).isdisjoint(planned)


async def test_a_letter_that_may_go_is_taken_whoever_has_its_plan_in_hand(two: Processes) -> None:
    (key, *_) = await plan_round(two.here, NOW)
    long = asyncio.ensure_future(two.stopping.transact(lambda tx: tx.pauses.let_go(SMALL), plans=(SMALL,)))
    await asyncio.to_thread(two.stopping.worked.wait, HANGS)

    taken = await two.there.transact(lambda tx: claimed(tx, key, NOW))
    assert taken is not None
    assert taken.key == key
    two.stopping.may_commit.set()
    await long


async def test_what_was_read_of_a_plan_that_others_may_have_changed_is_not_kept(two: Processes) -> None:
    for plans, kept in (((), []), ((SMALL,), [SMALL])):
        await two.there.transact(lambda tx: tx.updates.standings(SMALL), plans=plans)
        assert list(two.there._known.standings) == kept


async def test_one_process_plans_at_a_time_and_another_takes_over_when_it_is_gone(two: Processes) -> None:
    with pytest.raises(RecordAway):  # which a process that is not dead is told when it has planned
        await taken_over(two)


async def taken_over(two: Processes) -> None:
    async with two.here.planning() as first:
        async with two.there.planning() as second:
            assert (first, second) == (True, False)
        await gone(two)
        async with two.there.planning() as over:
            assert over


async def gone(two: Processes) -> None:
    """The system closes the planner's connection, as it does when its process dies."""
    locks = "FROM pg_locks WHERE locktype = 'advisory'"
    async with await psycopg.AsyncConnection.connect(two._url, autocommit=True) as link:
        await link.execute(f"SELECT pg_terminate_backend(pid) {locks}")
        while await (await link.execute(f"SELECT 1 {locks}")).fetchone() is not None:
            await asyncio.sleep(0.01)


@pytest.mark.parametrize("seed", range(SOAK or 1))
async def test_whatever_is_said_at_once_each_thing_is_by_what_stood_before_it(two: Processes, seed: int) -> None:
    """Roles pass to and fro while their holders send forms and lines: nobody says anything in a role that they have not."""
    chance, saved = random.Random(seed), Counter[str]()

    async def holder(number: int) -> None:
        whom = email(chance.choice(("keira", "ben")))
        await two.says(chance.choice((two.here, two.there)), "gwen", f"holder Head of Inclusion {whom} from 2025-03-{number + 1:02}")
        await two.says(chance.choice((two.here, two.there)), "gwen", "yes")

    async def speaks(name: str, number: int) -> None:
        words, ref = f"{name} {number}", chance.choice(("1.1.1", "1.1.2"))
        if chance.random() < 0.5:
            await two.says(chance.choice((two.here, two.there)), name, f"{ref} green {words}")
            reply = await two.says(chance.choice((two.here, two.there)), name, "yes")
        else:
            opened = await two.says(chance.choice((two.here, two.there)), name, f"update {ref}")
            if not isinstance(opened, Ask):
                return
            answers = {"status": "green", "happened": words}
            twice = [two.says(one, name, opened.form.command, answers, id=words) for one in (two.here, two.there)]
            reply, _ = await asyncio.gather(*twice)
        # A "yes" may save an older line, if the last one was refused.
        saved[words] += isinstance(reply, Say) and reply.message.title.startswith("Saved") and words in reply.message.plain()

    async def each(steps: Callable[[int], Awaitable[None]]) -> None:
        for number in range(6):
            await steps(number)

    await asyncio.gather(each(holder), *(each(partial(speaks, name)) for name in ("keira", "ben")))
    await whole(two)
    fresh = SqlStore(two._url, long_ago, InPlace())
    stands = await fresh.read(lambda view: view.updates.standings(SMALL))
    assert [await one.read(lambda view: view.updates.standings(SMALL)) for one in (two.here, two.there)] == [stands, stands]
    said = await fresh.read(lambda view: [one for ref in ("1.1.1", "1.1.2") for one in view.updates.all_said(SMALL, ref)])
    told = Counter(one.narrative for one in said)
    assert set(told.values()) <= {1}
    assert set() < {words for words, count in saved.items() if count} <= set(told)
    assert await fresh.read(lambda view: [one for one in said if not had(view, one)]) == []
    await fresh.close()


def had(view: View, update: Update) -> bool:
    """Say if somebody had the role in which they spoke, by the entries before theirs."""
    people, plan = view.people.of(SMALL, update.id - 1), view.plans.one(SMALL, update.id - 1)
    person = next(one for one in people.persons if one.id == update.by)
    milestone = next(one for one in plan.milestones if one.ref == update.ref)
    return holders.capacity(people, person, milestone, NOW.date()) == update.capacity


async def whole(two: Processes) -> dict[str, Head]:
    """The heads of all plans, each proven from its first entry on."""

    def heads(view: View) -> dict[str, Head]:
        checked = [verify(view, short) for short in view.plans.all()]
        assert [one.plan for one in checked if not one.is_whole] == []
        return {one.plan: one.head for one in checked}

    return await two.here.read(heads)
