"""What delivery promises whatever a platform does: each letter once, in order, none lost. On SQLite and on PostgreSQL."""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import TypeVar

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery import alarm
from bot.delivery.patience import LONGEST_PAUSE, pause
from bot.delivery.post import Post
from bot.delivery.waiting import deliver_waiting
from bot.model.letters.letter import HELD_UP, LEASE, Asked, Held, Letter, LetterState, Standstill
from bot.model.letters.message import Message, Paragraph, Text, plain
from bot.model.letters.talk import Chat, Handed, Sender
from bot.model.mark import mark
from bot.model.people import Address, PersonRow
from bot.model.plan import Action, Milestone, Plan
from bot.ports.record import Store, Tx, View
from bot.ports.refusals import DeliveryFailed, DeliveryUncertain
from store.record import SqlStore
from tests import records
from tests.laws import tried
from tests.records import long_ago

T = TypeVar("T")
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
ANNA, ED, GWEN = 1, 2, 3
SENT, WAITING, SENDING, UNKNOWN, FAILED, WITHDRAWN = (
    LetterState(s) for s in ("sent", "waiting", "sending", "unknown", "failed", "withdrawn")
)
REFS = ("1.1.1", "1.1.2")


class Killed(BaseException):
    """The process ends in the middle of a send."""


class Line:
    """A channel that does as it is told, and knows what it has truly delivered."""

    hands_files = True

    def __init__(self, platform: str = "line", remembers: bool = True) -> None:
        self.platform = platform
        self.remembers = remembers
        self.orders: defaultdict[str, deque[str]] = defaultdict(deque)  # by key: what to do with the next sends of it
        self.blind = 0  # look-ups that fail
        self.delivered: list[tuple[str, str, Message]] = []  # key, route, message
        self.looked_up: list[str] = []
        self.known: dict[str, str] = {}  # people by e-mail
        self.opened = 0
        self.tried: list[str] = []
        self.under: list[str] = []  # of each send tried: the message in whose thread it was to be

    def count(self, key: str) -> int:
        return sum(sent == key for sent, _, _ in self.delivered)

    def keys(self) -> list[str]:
        return [key for key, _, _ in self.delivered]

    def parts(self, message: Message) -> tuple[Message, ...]:
        if len(message.blocks) <= 1:
            return (message,)
        return tuple(Message(title=f"{message.title} {n}", blocks=(block,)) for n, block in enumerate(message.blocks, 1))

    async def open(self, to: Address) -> Address:
        if "open" in to.route:
            return to
        self.opened += 1
        return to.model_copy(update={"route": f"open {to.id}"})

    async def send(self, to: Address, message: Message, key: str) -> str:
        order = self.orders[key].popleft() if self.orders[key] else "sent"
        self.tried.append(key)
        self.under.append(to.under)
        match order:
            case "odd":
                raise DeliveryFailed("an odd refusal", None, Standstill.ADDRESS)
            case "closed":
                raise DeliveryFailed("switched off for everybody", None, Standstill.TENANT)
            case "token":
                raise DeliveryFailed("the token is not valid", 600, Standstill.TENANT)
            case "later":
                raise DeliveryFailed("busy", 30)
            case "sometime":
                raise DeliveryFailed("broken", 0)
            case "gone":
                raise DeliveryFailed("account closed", None)
            case "dropped":
                raise DeliveryUncertain("connection lost")
            case "killed before":
                raise Killed
            case "bug":
                raise KeyError("ts")
        self.delivered.append((key, to.route, message))
        if order == "accepted":
            raise DeliveryUncertain("connection lost")
        if order == "killed after":
            raise Killed
        return f"{self.platform}:{len(self.delivered)}"

    async def attach(self, to: Address, reference: str, files: Sequence[Handed]) -> None:
        return

    async def sent_already(self, to: Address, key: str, since: datetime) -> str | None:
        self.looked_up.append(key)
        if self.blind:
            self.blind -= 1
            raise DeliveryFailed("history is away", 30)
        found = [n for n, (sent, _, _) in enumerate(self.delivered, 1) if sent == key]
        return f"{self.platform}:{found[0]}" if found and self.remembers else None

    async def find(self, email: str) -> Address | None:
        known = self.known.get(email)
        return Address(platform=self.platform, tenant="t", id=known) if known else None

    async def whose(self, to: Address) -> Sender | None:
        return None

    async def rewrite(self, to: Address, reference: str, message: Message) -> bool:
        return False

    async def gone(self, people: Sequence[Address]) -> Mapping[Address, str]:
        return {}

    async def barred(self, to: Address) -> str | None:
        return None

    async def secret_refused(self, to: Address) -> str | None:
        return None

    async def outsiders(self, to: Address) -> bool:
        return False


PLAN = Plan(
    short="kent",
    title="The Kent plan",
    actions=(
        Action(ref="1.1", priority=1, title="Do", milestones=tuple(Milestone(ref=r, text=r, owners=("Head",)) for r in REFS)),
    ),
)
ROWS = (
    PersonRow(role="Head", name="Anna", email="anna@example.org"),
    PersonRow(role=None, name="Ed", email="ed@example.org", rights=("admin",)),
    PersonRow(role=None, name="Gwen", email="gwen@example.org", rights=("admin",)),
)


def load(tx: Tx) -> None:
    tx.plans.save(PLAN)
    tx.people.save("kent", ROWS)
    for person in (ANNA, ED, GWEN):
        tx.accounts.reach(person, here(person), NOW)


def here(person: int, platform: str = "line") -> Address:
    return Address(platform=platform, tenant="t", id=f"U{person}")


def message(parts: int = 1) -> Message:
    return Message(title="Hello", blocks=tuple(Paragraph(spans=(Text(text=f"block {n}"),)) for n in range(parts)))


def nudge(person: int = ANNA, day: int = 2, parts: int = 1, **more: object) -> Letter:
    asked = tuple(Asked(plan="kent", ref=ref, kind="due") for ref in REFS)
    facts = {"key": f"nudge:{person}:2026-03-{day:02}", "message": message(parts), "asked": asked, "not_before": NOW}
    return Letter(kind="nudge", person=person, **{**facts, **more})


def summary(parts: int = 1) -> Letter:
    board = Address(platform="line", tenant="t", id="board", route="open board")
    return Letter(key="digest:kent:1", kind="digest", channel="kent", message=message(parts), not_before=NOW, address=board)


@dataclass
class Office:
    """A record, its channels, a clock, and the post of the process that is now alive."""

    store: Store
    line: Line = field(default_factory=Line)
    others: tuple[Line, ...] = ()
    now: datetime = NOW

    def __post_init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        self.post = Post(self.store, [self.line, *self.others], lambda: self.now)

    async def enqueue(self, *letters: Letter) -> None:
        await self.store.transact(lambda tx: [tx.letters.enqueue(letter) for letter in letters])

    async def round(self, seconds: float = 0) -> list[LetterState]:
        """Let some time pass and work on all that is ready, what becomes ready by the way included."""
        self.now += timedelta(seconds=seconds)
        states: list[LetterState] = []
        while keys := await self.post.waiting():
            ended = [await self.post.deliver(key) for key in keys]
            states += [state for state in ended if state is not None]  # not of one that waits for another of its lane
        await self.post.note_sent()
        return states

    async def letter(self, key: str) -> Letter:
        found = await self.store.read(lambda view: view.letters.one(key))
        assert found is not None
        return found

    async def state(self, key: str) -> LetterState:
        return (await self.letter(key)).state


@pytest.fixture
async def office(store: SqlStore) -> Office:
    await store.transact(load)
    return Office(store)


# ---- parts -----------------------------------------------------------------------------


async def test_a_letter_in_parts_is_sent_in_order_and_asks_once(office: Office) -> None:
    await office.enqueue(nudge(parts=3))
    await office.round()
    key = nudge().key

    assert office.line.keys() == [key, f"{key}#2", f"{key}#3"]
    assert [sent.title for _, _, sent in office.line.delivered] == ["Hello 1", "Hello 2", "Hello 3"]
    standing = await office.store.read(lambda view: view.updates.standings("kent"))
    assert standing["1.1.1"].asked == NOW


async def test_the_thread_of_any_part_has_the_numbering_of_the_whole(office: Office) -> None:
    await office.enqueue(nudge(parts=2))
    await office.round()
    for thread in ("line:1", "line:2", None):
        found = await office.store.read(lambda view, at=thread: view.letters.last_nudge(ANNA, Chat(id="c", thread=at), "line"))
        assert found is not None
        assert [asked.ref for asked in found.asked] == list(REFS)
    elsewhere = Chat(id="c", thread="line:9")
    assert await office.store.read(lambda view: view.letters.last_nudge(ANNA, elsewhere)) is None


async def test_a_part_waits_until_the_one_before_it_has_gone(office: Office) -> None:
    await office.enqueue(nudge(parts=3))
    office.line.orders[f"{nudge().key}#2"].append("later")
    await office.round()
    assert len(office.line.delivered) == 1

    await office.round(30)
    assert [key.rpartition("#")[2] for key in office.line.keys()[1:]] == ["2", "3"]


@pytest.mark.parametrize("order", ["later", "dropped", "accepted", "killed before", "killed after"])
async def test_in_a_channel_all_parts_are_written_under_the_first_whatever_comes_between(office: Office, order: str) -> None:
    await office.enqueue(summary(parts=3))
    office.line.orders["digest:kent:1#2"].append(order)
    with contextlib.suppress(Killed):
        await office.round()
    office.restart()
    await office.post.resolve()
    await office.round(120)

    assert office.line.keys() == ["digest:kent:1", "digest:kent:1#2", "digest:kent:1#3"]
    assert set(zip(office.line.tried, office.line.under, strict=True)) == {
        ("digest:kent:1", ""),
        ("digest:kent:1#2", "line:1"),
        ("digest:kent:1#3", "line:1"),
    }


async def test_a_part_that_fails_for_good_takes_those_after_it_along(office: Office) -> None:
    await office.enqueue(nudge(parts=3))
    key = nudge().key
    office.line.orders[f"{key}#2"].append("gone")
    await office.round()

    assert [await office.state(k) for k in (key, f"{key}#2", f"{key}#3")] == [SENT, FAILED, WITHDRAWN]


async def test_a_part_too_late_is_asked_again_by_the_next_round(office: Office) -> None:
    await office.enqueue(nudge(parts=2, not_after=NOW + timedelta(hours=1)))
    office.line.orders[f"{nudge().key}#2"] += ["later"] * 2
    await office.round()
    await office.round(7200)

    assert await office.state(f"{nudge().key}#2") is WITHDRAWN
    day = NOW.date() + timedelta(days=1)
    assert await office.store.read(lambda view: view.rounds.held_over("kent", day)) == {ANNA: frozenset({NOW.date()})}


async def test_another_platform_splits_the_whole_letter_its_own_way(store: SqlStore) -> None:
    roomy = Line("roomy")
    roomy.parts = lambda message: (message,)  # type: ignore[method-assign]
    office = Office(store, others=(roomy,))
    await store.transact(load)
    await store.transact(lambda tx: tx.accounts.reach(ANNA, here(ANNA, "roomy"), NOW - timedelta(days=1)))
    await office.enqueue(nudge(parts=3))
    office.line.orders[nudge().key].append("gone")
    await office.round()

    assert [(key, len(sent.blocks)) for key, _, sent in roomy.delivered] == [(nudge().key, 3)]
    assert await office.store.read(lambda view: view.letters.one(f"{nudge().key}#2")) is None


# ---- addresses -------------------------------------------------------------------------


async def test_a_conversation_is_opened_once_and_remembered(office: Office) -> None:
    await office.enqueue(nudge(), nudge(day=3))
    await office.round()

    assert [route for _, route, _ in office.line.delivered] == ["open U1"] * 2
    assert office.line.opened == 1
    assert (await office.store.read(lambda view: view.accounts.reachable(ANNA)))[0].route == "open U1"


async def test_someone_never_seen_is_found_by_email(store: SqlStore) -> None:
    office = Office(store)
    await store.transact(lambda tx: (tx.plans.save(PLAN), tx.people.save("kent", ROWS)))
    office.line.known["anna@example.org"] = "U77"
    await office.enqueue(nudge())
    await office.round()

    assert office.line.delivered[0][1] == "open U77"
    assert [address.id for address in await store.read(lambda view: view.accounts.reachable(ANNA))] == ["U77"]


async def test_a_lost_address_gives_way_to_another_and_nobody_is_alarmed(store: SqlStore) -> None:
    office = Office(store, others=(Line("other"),))
    await store.transact(load)
    await store.transact(lambda tx: tx.accounts.reach(ANNA, here(ANNA, "other"), NOW - timedelta(days=1)))
    await office.enqueue(nudge())
    office.line.orders[nudge().key].append("gone")
    await office.round()

    assert (office.line.keys(), office.others[0].keys()) == ([], [nudge().key])
    assert [address.platform for address in await store.read(lambda view: view.accounts.reachable(ANNA))] == ["other"]


async def test_platforms_that_each_refuse_a_person_are_not_tried_in_circles(store: SqlStore) -> None:
    office = Office(store, others=(Line("other"),))
    await store.transact(load)
    for line in (office.line, *office.others):
        line.known["anna@example.org"] = "U1"
        line.orders[nudge().key] += ["gone"] * 9
    await office.enqueue(nudge())
    states = await office.round()

    assert Counter(states)[FAILED] == 1
    assert Counter(states)[WAITING] == 1


async def test_the_admins_are_told_once_a_day_who_cannot_be_reached(office: Office) -> None:
    await office.enqueue(nudge(), nudge(day=3))
    for day in (2, 3):
        office.line.orders[nudge(day=day).key].append("gone")
    await office.round()

    told = [sent.plain() for key, _, sent in office.line.delivered if key.startswith("alarm")]
    assert len(told) == 2
    assert all("Anna could not be reached: account closed" in text for text in told)


async def test_an_admin_out_of_reach_is_told_of_by_the_others_and_nothing_goes_round(office: Office) -> None:
    await office.enqueue(nudge())
    office.line.orders[nudge().key].append("gone")
    for admin in (ED, GWEN):
        office.line.orders[f"alarm:{admin}:2026-03-02"].append("gone")
    states = await office.round()

    assert states == [FAILED] * 3
    assert await office.round(3600) == []


async def test_a_board_that_takes_nothing_is_named_to_the_admins_by_its_plan(office: Office) -> None:
    await office.enqueue(summary())
    office.line.orders[summary().key].append("gone")
    await office.round()

    assert "The Kent plan" in office.line.delivered[0][2].plain()
    assert "account closed" in office.line.delivered[0][2].plain()


# ---- trying again, looking up ------------------------------------------------------------


async def test_a_platform_that_asks_for_time_gets_exactly_that(office: Office) -> None:
    await office.enqueue(nudge())
    office.line.orders[nudge().key].append("later")
    await office.round()

    assert (await office.letter(nudge().key)).retry_at == NOW + timedelta(seconds=30)
    assert (await office.post.outbox()).pause == 30
    assert await office.round(29.9) == []
    assert await office.round(0.1) == [SENT]


def test_without_its_word_the_pause_doubles_up_to_a_limit_and_differs_from_letter_to_letter() -> None:
    pauses = [pause(nudge(attempts=n), 0) for n in range(40)]
    assert all(0.5 * min(2.0**n, LONGEST_PAUSE) <= wait <= min(2.0**n, LONGEST_PAUSE) for n, wait in enumerate(pauses))
    assert pause(nudge(attempts=5), 0) != pause(nudge(day=3, attempts=5), 0)
    assert pause(nudge(), float("nan")) <= 1
    assert pause(nudge(), 2.5) == 2.5


async def test_a_letter_accepted_before_the_line_broke_is_found_and_not_sent_again(office: Office) -> None:
    await office.enqueue(nudge())
    office.line.orders[nudge().key].append("accepted")

    assert await office.round() == [SENT]
    assert (await office.letter(nudge().key)).reference == "line:1"
    assert office.line.count(nudge().key) == 1


async def test_a_letter_not_found_at_once_is_given_time_to_show_up_before_it_is_sent_again(office: Office) -> None:
    await office.enqueue(nudge())
    office.line.orders[nudge().key].append("dropped")
    assert await office.round() == [UNKNOWN]
    assert await office.round(4.9) == []

    assert await office.round(0.2) == [WAITING, SENT]
    assert office.line.looked_up == [nudge().key] * 2


async def test_a_look_up_that_fails_is_made_again_later_and_nothing_is_sent_meanwhile(office: Office) -> None:
    await office.enqueue(nudge())
    office.line.orders[nudge().key].append("accepted")
    office.line.blind = 2
    assert await office.round() == [UNKNOWN]
    assert await office.round(30) == [UNKNOWN]
    assert await office.round(30) == [SENT]
    assert office.line.count(nudge().key) == 1


async def test_an_unknown_letter_past_its_time_is_looked_up_and_not_sent(office: Office) -> None:
    await office.enqueue(nudge(not_after=NOW + timedelta(minutes=1)))
    office.line.orders[nudge().key].append("dropped")
    await office.round()
    await office.round(3600)

    assert await office.state(nudge().key) is WITHDRAWN
    assert office.line.delivered == []


async def test_where_the_platform_cannot_tell_a_nudge_is_repeated_and_a_digest_held(store: SqlStore) -> None:
    office = Office(store, Line(remembers=False))
    await store.transact(load)
    await office.enqueue(nudge(), summary())
    for letter in (nudge(), summary()):
        office.line.orders[letter.key].append("accepted")
    await office.round()
    await office.round(60)

    assert (await office.state(nudge().key), await office.state(summary().key)) == (SENT, FAILED)
    assert (office.line.count(nudge().key), office.line.count(summary().key)) == (2, 1)
    assert any("may or may not have been delivered" in sent.plain() for _, _, sent in office.line.delivered)


async def test_an_alarm_after_midnight_in_summer_is_of_that_day_and_names_it(office: Office) -> None:
    moment = datetime(2026, 7, 14, 23, 30, tzinfo=UTC)  # half past midnight in London

    def work(tx: Tx) -> tuple[str, list[str]]:
        told = alarm.unsure(tx, summary(), "", moment)
        alarm.alarm(tx, summary(), told, moment)
        return plain(told("kent")), [key for key in records.waiting(tx, moment) if key.startswith("alarm")]

    said, keys = await office.store.transact(work)
    assert "15 July 2026" in said
    assert {key.rpartition(":")[2] for key in keys} == {"2026-07-15"}


@pytest.mark.parametrize(("order", "went"), [("killed before", 0), ("killed after", 1)])
async def test_what_a_dead_process_left_is_looked_up(office: Office, order: str, went: int) -> None:
    await office.enqueue(nudge())
    office.line.orders[nudge().key].append(order)
    with pytest.raises(Killed):
        await office.post.deliver(nudge().key)
    assert office.line.count(nudge().key) == went
    office.restart()
    await office.post.resolve()
    await office.round()

    assert await office.state(nudge().key) is SENT
    assert office.line.count(nudge().key) == 1


async def test_a_letter_nobody_settles_is_looked_up_when_its_lease_is_over(office: Office) -> None:
    await office.enqueue(nudge())
    office.line.orders[nudge().key].append("killed after")
    with pytest.raises(Killed):
        await office.post.deliver(nudge().key)
    assert await office.round(29) == []
    assert await office.round(2) == [SENT]
    assert office.line.count(nudge().key) == 1


async def test_a_bug_of_a_channel_is_an_uncertain_delivery(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    await office.enqueue(nudge())
    office.line.orders[nudge().key].append("bug")
    assert await office.round() == [UNKNOWN]
    assert mark(nudge().key) in caplog.text and nudge().key not in caplog.text
    assert await office.round(60) == [WAITING, SENT]


async def test_that_a_letter_went_is_true_however_late_it_is_said(office: Office) -> None:
    await office.enqueue(nudge())
    slow = await office.store.transact(lambda tx: records.claimed(tx, nudge().key, NOW))
    assert slow is not None
    await office.store.transact(lambda tx: tx.letters.abandon([nudge().key]))
    again = await office.store.transact(lambda tx: records.claimed(tx, nudge().key, NOW))
    assert again is not None
    for state in (WAITING, SENT, UNKNOWN):
        ending = {"key": nudge().key, "state": state, "now": NOW}
        await office.store.transact(lambda tx, e=ending: records.settled(tx, **e))

    assert await office.state(nudge().key) is SENT


async def test_a_letter_that_is_long_in_live_hands_is_not_taken_from_them(office: Office) -> None:
    letters = (nudge(), nudge(ED))
    await office.enqueue(*letters)
    taken = [await office.store.transact(lambda tx, one=letter: records.claimed(tx, one.key, NOW)) for letter in letters]
    office.now += timedelta(seconds=29)
    await office.store.transact(lambda tx: tx.letters.renew([one for one in taken if one is not None], office.now + LEASE))
    office.now += timedelta(seconds=29)
    assert await office.post.waiting() == ()
    office.now += timedelta(seconds=2)
    assert set(await office.post.waiting()) == {letter.key for letter in letters}


@pytest.mark.parametrize(("own", "others"), [(0, 1), (-1, 0)])
async def test_what_another_machine_has_in_hand_is_left_alone_however_clocks_are_set(store: SqlStore, own: int, others: int) -> None:
    await store.transact(load)
    slow, shown = Silent("send"), NOW
    office = Office(store, slow)
    await office.enqueue(nudge())
    holds = Post(store, [slow], lambda: NOW, lambda: NOW + timedelta(hours=own), shared=lambda: NOW)
    sending = asyncio.create_task(holds.deliver(nudge().key))
    while not slow.handed:
        await asyncio.sleep(0.01)

    other = Post(store, [Line()], lambda: NOW, lambda: NOW + timedelta(hours=others), shared=lambda: shown)
    assert (await other.waiting(), await other.deliver(nudge().key)) == ((), None)
    shown += LEASE + timedelta(seconds=1)  # it was not renewed: whoever holds it is dead
    assert await other.waiting() == (nudge().key,)
    sending.cancel()
    await asyncio.gather(sending, return_exceptions=True)


async def test_the_database_shows_its_clock_if_machines_share_it(store: SqlStore, database_url: str) -> None:
    moment = await store.read(lambda view: view.rounds.moment())
    assert (moment is not None) == database_url.startswith("postgresql")
    assert moment is None or abs(moment - datetime.now(UTC)) < timedelta(minutes=1)


async def test_a_letter_in_hand_is_renewed_as_long_as_it_is(store: SqlStore) -> None:
    await store.transact(load)
    line = Silent("send")
    office = Office(store, line)
    await office.enqueue(nudge(), nudge(ED))

    async def until() -> list[datetime]:
        return [(await office.letter(nudge(person).key)).retry_at or NOW for person in (ANNA, ED)]

    post = Post(store, [line], lambda: office.now, lease=timedelta(seconds=0.3))
    sending = [asyncio.create_task(post.deliver(nudge(person).key)) for person in (ANNA, ED)]
    while len(line.handed) < 2:
        await asyncio.sleep(0.01)
    office.now += timedelta(hours=1)
    while min(await until()) <= office.now:
        await asyncio.sleep(0.01)
    for one in sending:
        one.cancel()
    await asyncio.wait(sending)

    assert [await office.state(nudge(person).key) for person in (ANNA, ED)] == [UNKNOWN] * 2


async def test_two_posts_on_one_record_never_send_the_same_letter(store: SqlStore, database_url: str) -> None:
    await store.transact(load)
    other_store = SqlStore(database_url, long_ago)
    office = Office(store)
    other = Office(other_store, office.line)
    letters = [nudge(day=day) for day in range(2, 22)]
    await office.enqueue(*letters)
    await asyncio.gather(*(each.post.deliver(letter.key) for letter in letters for each in (office, other)))
    await office.round()
    await other_store.close()

    assert Counter(office.line.keys()) == Counter(letter.key for letter in letters)


async def test_a_letter_that_cannot_be_read_holds_up_none_that_share_its_transaction(office: Office) -> None:
    letters = [nudge(person=person) for person in (ANNA, ED, GWEN)]
    await office.enqueue(*letters)
    spoil = sa.text("UPDATE letter SET message = '{' WHERE key = :key").bindparams(key=letters[1].key)
    await office.store.transact(lambda tx: tx._connected.db.execute(spoil))  # type: ignore[attr-defined]
    ended = await asyncio.gather(*(office.post.deliver(letter.key) for letter in letters))

    assert ended == [SENT, None, SENT]
    assert letters[1].key not in await office.post.waiting(), "it is tried for ever"


# ---- order -----------------------------------------------------------------------------------


def in_order(person: int, days: range, parts: int) -> list[str]:
    """The keys of a person's letters, parts included, as they are to arrive."""
    whole = [nudge(person, day).key for day in days]
    return [key if part == 1 else f"{key}#{part}" for key in whole for part in range(1, parts + 1)]


class Faltering:
    """A record whose nth reading or transaction fails."""

    def __init__(self, store: Store, verb: str, at: int) -> None:
        self._store = store
        self._verb = verb
        self._left = at

    def _falter(self, verb: str) -> None:
        self._left -= verb == self._verb
        if self._left == 0 and verb == self._verb:
            raise RuntimeError("once")

    async def read(self, work: Callable[[View], T], until: float | None = None) -> T:
        self._falter("read")
        return await self._store.read(work, until)

    async def transact(self, work: Callable[[Tx], T], until: float | None = None, plans: Collection[str] = ()) -> T:
        self._falter("transact")
        return await self._store.transact(work, until, plans)


@pytest.mark.parametrize("verb", ["read", "transact"])
@pytest.mark.parametrize("at", range(1, 8))
async def test_whatever_fails_once_parts_and_days_arrive_in_order(office: Office, verb: str, at: int) -> None:
    await office.enqueue(*(nudge(day=day, parts=3) for day in (2, 3, 4)))
    faltering = Faltering(office.store, verb, at)
    post = Post(faltering, [office.line], lambda: office.now)
    for _ in range(9):
        for key in await office.post.waiting():
            with contextlib.suppress(RuntimeError):
                await post.deliver(key)
        office.now += timedelta(seconds=31)

    assert office.line.keys() == in_order(ANNA, range(2, 5), 3)


async def test_a_letter_that_must_wait_keeps_its_conversation_in_order(office: Office) -> None:
    await office.enqueue(*(nudge(day=day, parts=2) for day in (2, 3)))
    office.line.orders[f"{nudge().key}#2"] += ["later", "accepted"]
    for _ in range(4):
        await office.round(30)

    assert office.line.keys() == in_order(ANNA, range(2, 4), 2)


async def test_a_letter_that_does_not_go_for_long_holds_up_its_conversation_no_more(office: Office) -> None:
    await office.enqueue(nudge(), nudge(day=3))
    office.line.orders[nudge().key] += ["later"] * 99
    for _ in range(HELD_UP):
        assert await office.round(30) == [WAITING]
    await office.round(30)

    assert office.line.keys() == [nudge(day=3).key]


async def test_two_posts_keep_the_order_of_every_conversation(store: SqlStore, database_url: str) -> None:
    await store.transact(load)
    other_store = SqlStore(database_url, long_ago)
    office = Office(store)
    posts = (office.post, Office(other_store, office.line).post)
    people, days = (ANNA, ED, GWEN), range(2, 6)
    await office.enqueue(*(nudge(person, day, parts=2) for person in people for day in days))
    while keys := await office.post.waiting():
        await asyncio.gather(*(post.deliver(key) for key in keys for post in posts))
    await other_store.close()

    arrived = {person: [key for key, _, _ in office.line.delivered if key.startswith(f"nudge:{person}:")] for person in people}
    assert arrived == {person: in_order(person, days, 2) for person in people}


# ---- one tick ------------------------------------------------------------------------------


async def test_a_tick_tries_again_as_long_as_its_patience_lasts_and_counts_what_still_waits(store: SqlStore) -> None:
    class Quick(Line):
        async def send(self, to: Address, message: Message, key: str) -> str:
            try:
                return await super().send(to, message, key)
            except DeliveryFailed as failed:
                raise DeliveryFailed(failed.reason, 0.02) from None

    await store.transact(load)
    office = Office(store, Quick())
    await office.enqueue(nudge(), nudge(ED), nudge(GWEN, not_after=NOW - timedelta(hours=1)))
    office.line.orders[nudge().key] += ["later"] * 2
    office.line.orders[nudge(ED).key] += ["later"] * 999
    loop = asyncio.get_running_loop()
    began = loop.time()
    post = Post(store, [office.line], lambda: NOW, lambda: NOW + timedelta(seconds=loop.time() - began))

    def tries_of_ed() -> float:
        return 999.0 - len(office.line.orders[nudge(ED).key])

    assert await deliver_waiting(post, 15, monotonic=tries_of_ed) == Counter({SENT: 1, WAITING: 1})


async def test_a_tick_waits_for_what_it_found_half_sent_and_must_send_again(store: SqlStore) -> None:
    await store.transact(load)
    office = Office(store, Line(remembers=False))
    await office.enqueue(nudge())
    office.line.orders[nudge().key].append("killed before")
    with pytest.raises(Killed):
        await office.post.deliver(nudge().key)
    loop = asyncio.get_running_loop()
    began = loop.time()
    post = Post(store, [office.line], lambda: NOW, lambda: NOW + timedelta(seconds=100 * (loop.time() - began)))

    resolved = await post.resolve()

    assert await deliver_waiting(post, 5.0, resolved) == Counter({SENT: 1})
    assert office.line.count(nudge().key) == 1


class Silent(Line):
    """A channel that never returns from one of its verbs."""

    def __init__(self, verb: str) -> None:
        super().__init__()
        self.verb = verb
        self.handed: set[str] = set()

    async def _returns(self, verb: str) -> None:
        if verb == self.verb:
            await asyncio.Event().wait()

    async def open(self, to: Address) -> Address:
        await self._returns("open")
        return await super().open(to)

    async def send(self, to: Address, message: Message, key: str) -> str:
        self.handed.add(key)
        await self._returns("send")
        return await super().send(to, message, key)

    async def sent_already(self, to: Address, key: str, since: datetime) -> str | None:
        await self._returns("sent_already")
        return await super().sent_already(to, key, since)


@pytest.mark.parametrize("verb", ["open", "send", "sent_already"])
async def test_a_tick_ends_though_a_channel_never_returns_and_gives_back_what_it_had_in_hand(store: SqlStore, verb: str) -> None:
    await store.transact(load)
    line = Silent(verb)
    office = Office(store, line)
    letters = [nudge(person, day) for person in (ANNA, ED, GWEN) for day in range(2, 10)]  # more than there are hands
    await office.enqueue(*letters)
    for letter in letters:
        line.orders[letter.key].append("dropped")

    await asyncio.wait_for(deliver_waiting(office.post, 1.0), 60)

    for letter in letters:
        assert await office.state(letter.key) is (UNKNOWN if letter.key in line.handed else WAITING)
    line.verb = ""
    await lived_through(office)
    assert Counter(line.keys()) == Counter(letter.key for letter in letters)


async def test_a_letter_whose_channel_never_returns_leaves_the_hands_of_a_server_too(store: SqlStore) -> None:
    await store.transact(load)
    office = Office(store, Silent("send"))
    await office.enqueue(nudge())
    post = Post(store, [office.line], lambda: NOW, in_hand=1.0)

    assert await asyncio.wait_for(post.deliver(nudge().key), 60) is UNKNOWN


async def test_a_letter_never_handed_to_its_channel_is_not_in_doubt_when_it_leaves_the_hands(store: SqlStore) -> None:
    await store.transact(load)
    office = Office(store, Silent("open"))
    await office.enqueue(nudge())
    post = Post(store, [office.line], lambda: NOW, in_hand=1.0)

    assert await asyncio.wait_for(post.deliver(nudge().key), 60) is WAITING


class Pausing:
    """A record that has committed, and does not say so yet."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.read = store.read
        self.committed, self.says = asyncio.Event(), asyncio.Event()

    async def transact(self, work: Callable[[Tx], T], until: float | None = None, plans: Collection[str] = ()) -> T:
        done = await self._store.transact(work, until, plans)
        self.committed.set()
        await self.says.wait()
        return done


async def test_a_letter_just_taken_by_one_who_is_broken_off_waits_again(office: Office) -> None:
    await office.enqueue(nudge())
    pausing = Pausing(office.store)
    taking = asyncio.create_task(Post(pausing, [office.line], lambda: NOW).deliver(nudge().key))  # type: ignore[arg-type]
    await pausing.committed.wait()
    taking.cancel()
    assert await office.state(nudge().key) is SENDING
    pausing.says.set()
    await asyncio.wait({taking})

    assert taking.cancelled()
    assert await office.state(nudge().key) is WAITING
    assert office.line.tried == []


# ---- whatever happens ------------------------------------------------------------------------

DAYS = (date(2027, 1, 1) + timedelta(days=n) for n in count())
ORDERS = ("sent", "later", "sometime", "accepted", "dropped", "killed before", "killed after", "bug", "gone")


@pytest.fixture(scope="module")
def lasting_store() -> Iterator[SqlStore]:
    with records.folder() as folder:
        kept = SqlStore(f"sqlite:///{records.empty(folder / 'record.db')}", long_ago)
        asyncio.run(kept.transact(load))
        yield kept
        asyncio.run(kept.close())


async def lived_through(office: Office) -> None:
    """Rounds and deaths until nothing is open any more."""
    for _ in range(60):
        try:
            await office.round(601)
        except Killed:
            office.restart()
            try:
                await office.post.resolve()
            except Killed:
                office.restart()
        if not await office.post.waiting() and (await office.post.outbox()).pause is None:
            return
    raise AssertionError("letters are still open")


@tried(60)
@given(
    orders=st.lists(st.lists(st.sampled_from(ORDERS), max_size=5), min_size=1, max_size=3),
    parts=st.integers(1, 3),
    blind=st.integers(0, 3),
)
def test_no_letter_is_sent_twice_and_none_is_lost(
    lasting_store: SqlStore, orders: list[list[str]], parts: int, blind: int
) -> None:
    office = Office(lasting_store)
    office.line.blind = blind
    letters = [nudge(person, parts=parts, key=f"nudge:{person}:{next(DAYS)}") for person in (ANNA, ED, GWEN)[: len(orders)]]
    keys = {letter.key: [letter.key, *(f"{letter.key}#{n}" for n in range(2, parts + 1))] for letter in letters}
    for letter, told in zip(letters, orders, strict=True):
        for key in keys[letter.key]:
            office.line.orders[key] += told

    async def live() -> dict[str, list[Letter | None]]:
        await lasting_store.transact(lambda tx: [tx.accounts.reach(p, here(p), NOW) for p in (ANNA, ED, GWEN)])
        await office.enqueue(*letters)
        await lived_through(office)
        return await lasting_store.read(lambda v: {first: [v.letters.one(key) for key in all_] for first, all_ in keys.items()})

    for letter, told in zip(asyncio.run(live()).values(), orders, strict=True):
        ended = [part.state for part in letter if part is not None]
        assert all(office.line.count(part.key) == (part.state is SENT) for part in letter if part is not None)
        assert ended in ([SENT] * parts, [FAILED]) or (FAILED in ended and set(ended) <= {SENT, FAILED, WITHDRAWN})
        assert "gone" in told or ended == [SENT] * parts


# ---- refusals that are nobody's doing ------------------------------------------------------


async def test_a_refusal_that_is_nobodys_doing_is_tried_again_on_three_working_days(office: Office) -> None:
    await office.enqueue(nudge())
    office.line.orders[nudge().key] += ["odd"] * 4
    told = []
    for _ in range(4):
        told.append((await office.round(), office.line.tried.count(nudge().key)))
        office.now += timedelta(days=1)

    assert told[:3] == [([WAITING], 1), ([WAITING], 2), ([WAITING], 3)]
    assert told[3] == ([FAILED, SENT, SENT], 4)  # and the admins are told
    assert "an odd refusal" in office.line.delivered[0][2].plain()
    assert await office.store.read(lambda view: view.accounts.reachable(ANNA)) == ()


async def test_it_is_not_tried_again_on_the_same_day_nor_at_the_weekend(office: Office) -> None:
    friday = datetime(2026, 3, 6, 10, tzinfo=UTC)
    office.now = friday
    await office.enqueue(nudge())
    office.line.orders[nudge().key] += ["odd"]
    for hours in (0, 6, 20, 24):
        await office.round(hours * 3600)
    assert office.line.tried == [nudge().key]

    office.now = datetime(2026, 3, 9, 9, tzinfo=UTC)
    assert await office.round() == [SENT]


async def test_a_letter_that_went_makes_earlier_refusals_count_no_longer(office: Office) -> None:
    await office.enqueue(nudge(), nudge(day=3))
    office.line.orders[nudge().key] += ["odd"] * 3
    office.line.orders[nudge(day=3).key] += ["odd"] * 3
    states = []
    for _ in range(5):
        states += await office.round()
        office.now += timedelta(days=1)

    assert FAILED not in states
    assert states.count(SENT) == 2


async def test_whoever_comes_back_after_too_many_refusals_starts_anew(office: Office) -> None:
    await office.enqueue(nudge(), nudge(day=6))
    office.line.orders[nudge().key] += ["odd"] * 4
    office.line.orders[nudge(day=6).key].append("odd")
    for _ in range(4):
        await office.post.deliver(nudge().key)
        office.now += timedelta(days=1)
    assert await office.state(nudge().key) is FAILED

    await office.store.transact(lambda tx: tx.accounts.reach(ANNA, here(ANNA), office.now))
    assert await office.post.deliver(nudge(day=6).key) is WAITING


async def test_a_new_letter_each_day_counts_for_the_same_address(office: Office) -> None:
    """A nudge is withdrawn at the end of its day, and the next day's is another letter."""
    for day in (2, 3, 4, 5):
        await office.enqueue(nudge(day=day, not_after=office.now + timedelta(hours=6)))
        office.line.orders[nudge(day=day).key].append("odd")
        await office.round()
        office.now += timedelta(days=1)

    states = [await office.state(nudge(day=day).key) for day in (2, 3, 4, 5)]
    assert states == [WITHDRAWN, WITHDRAWN, WITHDRAWN, FAILED]


async def test_a_refusal_of_a_whole_tenant_stops_the_tenant_and_loses_nobody(office: Office) -> None:
    letters = [nudge(person) for person in (ANNA, ED, GWEN)]
    await office.enqueue(*letters)
    for key in (*(letter.key for letter in letters), f"alarm:{ED}:2026-03-02", f"alarm:{GWEN}:2026-03-02"):
        office.line.orders[key] += ["closed"] * 9
    assert set(await office.round()) == {WAITING}
    assert office.line.tried == [letters[0].key]  # the others need not be told so too

    office.now += timedelta(days=1)
    await office.round()
    assert len(office.line.tried) == 2  # one of them, once a day

    office.line.orders.clear()
    office.now += timedelta(days=1)
    await office.round()
    assert [await office.state(letter.key) for letter in letters] == [SENT] * 3
    assert [lost.person for lost in await office.store.read(lambda view: view.accounts.unreachable("kent"))] == []
    alarms = [sent.plain() for key, _, sent in office.line.delivered if key.startswith("alarm")]
    assert len(alarms) == 2  # one fact, told to each admin once
    assert all("switched off for everybody" in told for told in alarms)


async def test_a_tenant_stopped_stays_so_for_the_next_process(office: Office) -> None:
    await office.enqueue(nudge(), nudge(ED))
    office.line.orders[nudge().key].append("closed")
    await office.round()
    office.restart()
    await office.round(3600)
    assert office.line.tried == [nudge().key]

    office.now += timedelta(days=1)
    await office.round()
    assert {nudge().key, nudge(ED).key} <= set(office.line.keys())


async def test_a_token_put_right_within_the_hour_is_tried_by_one_letter_every_ten_minutes(office: Office) -> None:
    await office.enqueue(nudge(), nudge(ED), nudge(GWEN))
    office.line.orders[nudge().key] += ["token"]
    await office.round()
    await office.round(599)
    assert office.line.tried == [nudge().key]
    await office.round(2)
    await office.round(1)

    assert {nudge(person).key for person in (ANNA, ED, GWEN)} <= set(office.line.keys())


async def test_a_process_that_is_started_tries_at_once_a_tenant_that_stands_still(office: Office) -> None:
    await office.enqueue(nudge(), nudge(ED))
    assert set(await office.store.read(lambda view: view.letters.still_waiting(office.now))) == {Held("", tried=False)}
    office.line.orders[nudge().key] += ["token"]
    await office.round()
    await office.round()
    assert office.line.tried == [nudge().key]
    assert Held("", tried=True) not in await office.store.read(lambda view: view.letters.still_waiting(office.now))

    office.restart()
    await office.post.try_again()
    await office.round()
    await office.round()
    assert {nudge().key, nudge(ED).key} <= set(office.line.keys())


async def test_many_at_once_send_one_of_theirs_to_a_tenant_that_stood_still(office: Office) -> None:
    letters = [nudge(day=day) for day in range(2, 12)]
    await office.enqueue(*letters)
    office.line.orders[letters[0].key].append("closed")
    await office.post.deliver(letters[0].key)
    office.now += timedelta(days=1)
    for letter in letters:
        office.line.orders[letter.key] += ["closed"] * 3
    await asyncio.gather(*(office.post.deliver(letter.key) for letter in letters))

    assert len(office.line.tried) == 2


async def test_someone_who_is_reached_elsewhere_too_does_not_wait_for_a_tenant(store: SqlStore) -> None:
    office = Office(store, others=(Line("other"),))
    await store.transact(load)
    await store.transact(lambda tx: tx.accounts.reach(ANNA, here(ANNA, "other"), NOW - timedelta(days=1)))
    await office.enqueue(nudge(), nudge(day=3))
    office.line.orders[nudge().key].append("closed")
    await office.round()
    await office.round(2)

    assert sorted(office.others[0].keys()) == [nudge().key, nudge(day=3).key]
    assert not await store.read(lambda view: view.accounts.is_lost(here(ANNA)))


async def test_whoever_is_to_be_tried_again_is_held_for_unreachable_no_longer(office: Office) -> None:
    await office.enqueue(nudge())
    office.line.orders[nudge().key].append("gone")
    await office.round()
    assert await office.store.transact(lambda tx: tx.accounts.try_again(ANNA))

    await office.enqueue(nudge(day=3))
    await office.round()
    assert await office.state(nudge(day=3).key) is SENT
    assert not await office.store.transact(lambda tx: tx.accounts.try_again(ANNA))


async def test_a_stopped_tenant_is_tried_at_once_when_one_of_its_people_is_to_be(office: Office) -> None:
    await office.enqueue(nudge(), nudge(ED))
    office.line.orders[nudge().key].append("closed")
    await office.round()
    await office.store.transact(lambda tx: tx.accounts.try_again(ANNA))
    await office.round()

    assert office.line.count(nudge().key) == 1
