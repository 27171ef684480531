"""Plans and tenants: a plan's words go only where it is served, and plans that share no place take turns."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.conversation.desk import Desk
from bot.conversation.pace import Pace
from bot.delivery.post import Post
from bot.model.letters.message import Message
from bot.model.letters.talk import Chat, Inbound, Say, Sender
from bot.model.people import Address, PersonRow
from bot.model.tenants import Served, Tenant
from bot.planning.rounds import plan_round
from bot.ports.record import Tx
from bot.reports.walls import hosts
from store.record import SqlStore
from tests.world import plan, walls
from tests.world.plan import email
from tests.world.walls import BOTH, NAMED, SIDES, let_slip
from tests.world.wires.recorder import Recorder

WHERE = {"quorvex": "slack", "zyglint": "teams"}  # where the people file of each plan has its people
FIRST = datetime(2025, 3, 19, 9, 30, tzinfo=UTC)


class Line(Recorder):
    """One platform, with everybody in its one tenant."""

    def __init__(self, platform: str) -> None:
        super().__init__()
        self.platform = platform

    async def find(self, email: str) -> Address | None:
        return Address(platform=self.platform, tenant=f"{self.platform} tenant", id=email)

    async def send(self, to: Address, message: Message, key: str) -> str:
        assert to.platform == self.platform
        return await super().send(to, message, key)

    def said_to(self, name: str) -> list[str]:
        return [kept.message.plain() for kept in self.rooms[email(name)]]


class Council:
    """Milepost on both platforms."""

    def __init__(self, store: SqlStore, served: Served) -> None:
        self.store = store
        self.now = FIRST
        self.lines = {platform: Line(platform) for platform in WHERE.values()}
        self.desk = Desk(store, lambda: self.now, [*self.lines.values()], lambda: served)
        self.post = Post(store, [*self.lines.values()], lambda: self.now, grace=0.0, served=lambda: served)
        self.served = served

    async def round(self) -> None:
        await plan_round(self.store, self.now, lambda: self.served)
        while keys := await self.post.waiting():
            for key in keys:
                await self.post.deliver(key)

    async def tomorrow(self) -> None:
        self.now += timedelta(days=1)
        await self.round()

    async def hears(self, name: str, platform: str, text: str, tenant: str = "") -> str:
        sender = Sender(platform=platform, tenant=tenant or f"{platform} tenant", id=email(name), email=email(name))
        reply = await self.desk.handle(Inbound(id=f"{text}{self.now}{sender.tenant}", sender=sender, chat=Chat(id="c"), said=text))
        assert isinstance(reply, Say)
        return reply.message.plain()


SERVED = Served(
    tenants=tuple((one, Tenant(id=f"{one} tenant", domains=("example.org",))) for one in WHERE.values()),
)


@pytest.fixture
async def council(store: SqlStore) -> Council:
    """Both plans: one has its people on Slack, the other on Teams. Whoever is in both has an account on each."""

    def load(tx: Tx) -> None:
        walls.load(tx)
        for word, platform in WHERE.items():
            tx.people.save(NAMED[word], [row.model_copy(update={"platform": platform}) for row in walls.people(word)])
            known = tx.people.by_email(email(BOTH))
            assert known is not None
            tx.accounts.reach(known, Address(platform=platform, tenant=f"{platform} tenant", id=email(BOTH)), FIRST)

    await store.transact(load)
    return Council(store, SERVED)


async def test_plans_that_share_no_place_write_to_somebody_of_both_in_turn_and_once_a_day(council: Council) -> None:
    days = []
    for _ in range(3):
        before = {platform: len(line.said_to(BOTH)) for platform, line in council.lines.items()}
        await council.round()
        days.append([one for one, line in council.lines.items() if len(line.said_to(BOTH)) > before[one]])
        council.now += timedelta(days=1)

    assert [len(day) for day in days[:2]] == [1, 1]
    assert days[0] != days[1]
    for word, platform in WHERE.items():
        (other,) = [one for one in WHERE.values() if one != platform]
        assert let_slip("\n".join(council.lines[platform].said_to(BOTH)), word)
        assert let_slip("\n".join(council.lines[other].said_to(BOTH)), word) == []


async def test_plans_that_share_a_place_write_in_one_letter(store: SqlStore) -> None:
    await store.transact(walls.load)
    council = Council(store, SERVED)
    await council.round()

    (letter,) = [one for line in council.lines.values() for one in line.said_to(BOTH)]
    assert all(let_slip(letter, word) for word in SIDES)


async def test_somebody_of_both_hears_in_each_place_of_the_plan_that_it_serves(council: Council) -> None:
    await council.round()
    await council.tomorrow()
    for word, platform in WHERE.items():
        (other,) = [one for one in SIDES if one != word]
        for said in ("status", "home", "mine", "digest", f"in {NAMED[other]}: status", "2 red late, path: run", "help", "yes"):
            told = await council.hears(BOTH, platform, said)
            assert let_slip(told, other, said) == [], said
        assert let_slip(await council.hears(BOTH, platform, "status"), word)


async def test_whoever_is_in_one_plan_is_not_served_where_it_is_not(council: Council) -> None:
    assert "The people file of your plan says that you use Milepost on Slack" in await council.hears("ben", "teams", "status")


async def test_two_tenants_of_one_platform_are_apart(store: SqlStore) -> None:
    """Each plan is at home in the tenant of its other people's domain. Somebody of both has an account in each."""
    homes = {"quorvex": "one", "zyglint": "two"}

    def load(tx: Tx) -> None:
        walls.load(tx)
        for word, home in homes.items():
            sam = PersonRow(role=walls.role_of(word, "nobody"), name=f"Sam {word}", email=f"sam@{home}.example")
            tx.people.save(NAMED[word], [sam])
            known = tx.people.by_email(email(BOTH))
            assert known is not None
            tx.accounts.reach(known, Address(platform="teams", tenant=home, id=email(BOTH)), FIRST)

    await store.transact(load)
    tenants = [("teams", Tenant(id=home, domains=(f"{home}.example",))) for home in homes.values()]
    council = Council(store, Served(tenants=tuple(tenants)))
    for _ in range(4):
        await council.round()
        for word, home in homes.items():
            (other,) = [one for one in SIDES if one != word]
            for said in ("1 red late, path: run", "2 green", "9 green", "yes", "home", "status", f"in {NAMED[other]}: 1 green"):
                told = await council.hears(BOTH, "teams", said, home)
                assert let_slip(told, other, said) == [], (said, home)
        council.now += timedelta(days=1)
    for word, home in homes.items():
        assert let_slip(await council.hears(BOTH, "teams", "status", home), word)
    letters = [(kept.message.plain()) for kept in council.lines["teams"].rooms[email(BOTH)]]
    assert all(len([word for word in SIDES if let_slip(letter, word)]) == 1 for letter in letters)
    assert {word for word in SIDES for letter in letters if let_slip(letter, word)} == set(SIDES)


@pytest.mark.parametrize(
    ("domains", "there"),
    [
        ((("example.org",), ("other.example",)), (True, False)),
        ((("example.org",), ()), (True, True)),  # whoever was met there before the domains were listed is still served
        ((("one.example",), ("other.example",)), (True, True)),  # the domains say nothing of this plan
        (((), ()), (True, True)),
        ((("example.org",), ("example.org",)), (True, True)),
    ],
)
async def test_the_domains_of_a_tenant_say_which_plans_it_serves(
    store: SqlStore, domains: tuple[tuple[str, ...], ...], there: tuple[bool, bool]
) -> None:
    await store.transact(walls.load)
    served = Served(tenants=tuple(("teams", Tenant(id=id_, domains=own)) for id_, own in zip("ab", domains, strict=True)))
    people = await store.read(lambda view: view.people.of(NAMED["quorvex"]))

    assert tuple(hosts(people, served, "teams", tenant) for tenant in "ab") == there


async def test_an_account_that_is_nobodys_is_answered_a_few_times_a_minute_and_then_no_more(store: SqlStore) -> None:
    await store.transact(plan.load)
    now = [FIRST]
    desk = Desk(store, lambda: now[0], pace=Pace(120), patience=60.0)

    async def heard(who: str, number: int) -> bool:
        sender = Sender(platform="console", tenant="local", id=who, email=who, name="Who")
        told = Inbound(id=f"{who}:{number}:{now[0]}", sender=sender, chat=Chat(id="board", private=False), said=f"status 1.1.{number}")
        return isinstance(await desk.handle(told), Say)

    assert [await heard("mallory@x.org", one) for one in range(8)] == [True] * 5 + [False] * 3
    assert all([await heard(email("keira"), one) for one in range(8)])
    now[0] += timedelta(minutes=1)
    assert await heard("mallory@x.org", 9)
