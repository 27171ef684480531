"""Dialogues on real SQLite with a recording channel: say, press, send a form, hear, move the clock."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from bot import edition
from bot.accounts import look_up
from bot.desk import Desk
from bot.forms import Answers
from bot.message import Actions, Button, Items, Message
from bot.model import Action, Address, Milestone, PersonRow, Plan, Priority, Role
from bot.ports import Ask, Chat, DeliveryUncertain, Fix, Inbound, Reply, Say, Sender
from bot.post import Post
from store.sql import SqlStore

PEOPLE = {
    "head of inclusion": ("Head of Inclusion", "Keira", ""),
    "chief nurse": ("Chief Nursing Officer", "Ben", ""),
    "manager": (None, "Gwen", "admin"),
    "board member": (None, "Hugo", "board"),
    "chair": ("Independent Chair", "Carys", "board"),
    "lead": (None, "Leo", "lead:1"),
}


def due(number: int, when: str, owners: tuple[str, ...] = ("Head of Inclusion",)) -> Milestone:
    """A milestone of action 1.1 due that day."""
    day = datetime.fromisoformat(when).date()
    return Milestone(ref=f"1.1.{number}", text=f"Step {number} done.", date_text=when, due=day, owners=owners)


PLAN = Plan(
    short="small",
    title="A small plan",
    priorities=(Priority(number=1, text="Lead well"),),
    actions=(
        Action(
            ref="1.1",
            priority=1,
            title="Set up the board",
            milestones=(
                due(1, "2025-04-30"),
                due(2, "2025-04-30", ("Head of Inclusion", "Chief Nursing Officer")),
                due(3, "2025-12-31", ("Head of SEND Finance",)),
            ),
        ),
    ),
    roles=tuple(Role(name=n) for n in ("Head of Inclusion", "Chief Nursing Officer", "Independent Chair", "Head of SEND Finance")),
)


class Recorder:
    """A channel that keeps what it is given, and can be told to lose a connection after accepting."""

    platform = "recorder"
    remembers = True

    def __init__(self) -> None:
        self.sent: list[tuple[str, Message, str]] = []
        self.drops = 0
        self.bars: dict[str, str] = {}

    def parts(self, message: Message) -> tuple[Message, ...]:
        return (message,)

    async def open(self, to: Address) -> Address:
        return to

    async def barred(self, to: Address) -> str | None:
        return self.bars.get(to.id)

    async def send(self, to: Address, message: Message, key: str) -> str:
        self.sent.append((to.id, message, key))
        if self.drops:
            self.drops -= 1
            raise DeliveryUncertain("connection lost")
        return f"m{len(self.sent)}"

    async def sent_already(self, to: Address, key: str) -> str | None:
        return next((f"m{n}" for n, (_, _, known) in enumerate(self.sent, 1) if known == key), None)

    async def find(self, email: str) -> Address | None:
        return Address(platform="recorder", tenant="t", id=email)


class Story:
    """One plan, its people, a clock, and everything said."""

    def __init__(self, store: SqlStore) -> None:
        self.store = store
        self.channel = Recorder()
        self.now = datetime(2025, 3, 18, 9, 30, tzinfo=UTC)
        self.desk = Desk(store, lambda: self.now, [self.channel])
        self.post = Post(store, [self.channel], lambda: self.now)
        self.ids = count(1)

    async def at(self, moment: str) -> None:
        """Move the clock and run one round."""
        self.now = datetime.fromisoformat(moment).replace(tzinfo=UTC)
        await self.round()

    async def advance(self, days: int) -> None:
        """Live through so many days, one round a day."""
        for _ in range(days):
            self.now += timedelta(days=1)
            await self.round()

    async def round(self) -> None:
        await look_up(self.store, [self.channel], self.now)
        await self.post.plan()
        for key in await self.post.waiting():
            await self.post.deliver(key)

    def email(self, who: str) -> str:
        return f"{PEOPLE[who][1].lower()}@example.org"

    async def say(
        self,
        who: str,
        text: str,
        answers: Answers | None = None,
        card: str | None = None,
        inbound: str | None = None,
        channel: str | None = None,
    ) -> Reply:
        """Something typed, pressed or sent in a form by one of the people, in private or in a channel."""
        sender = self.sender(who)
        chat = Chat(id=channel or sender.id, private=channel is None)
        thing = Inbound(
            id=inbound or f"in{next(self.ids)}", sender=sender, chat=chat, said=text, answers=answers, card=card
        )
        return await self.desk.handle(thing)

    def inbound(self, sender: Sender, text: str) -> Inbound:
        """Something typed in private by whoever it is."""
        return Inbound(id=f"in{next(self.ids)}", sender=sender, chat=Chat(id=sender.id), said=text)

    def row(self, who: str, ends: str) -> PersonRow:
        """One of the people as a people file names them, with a last day in their role."""
        role, name, rights = PEOPLE[who]
        last = datetime.fromisoformat(ends).date()
        return PersonRow(role=role, name=name, email=self.email(who), rights=tuple(rights.split()), ends=last)

    def sender(self, who: str) -> Sender:
        """One of the people, or anybody by e-mail, as the platform vouches for them."""
        email = self.email(who) if who in PEOPLE else who
        return Sender(platform="recorder", tenant="t", id=email, email=email)

    async def told(self, who: str, text: str) -> str:
        """The words of the answer."""
        return plain(await self.say(who, text))

    def heard(self, who: str) -> list[tuple[Message, str]]:
        """What was sent to a person unprompted: message and reference."""
        return [(m, f"m{n}") for n, (to, m, _) in enumerate(self.channel.sent, 1) if to == self.email(who)]


def plain(reply: Reply) -> str:
    """A reply as text."""
    match reply:
        case Say(message=message):
            return message.plain()
        case Ask(form=form):
            return form.title
        case Fix(faults=faults):
            return " ".join(faults.values())
        case _:
            return ""


def buttons(message: Message) -> list[Button]:
    """Every button of a message."""
    found: list[Button] = []
    for block in message.blocks:
        if isinstance(block, Actions):
            found += block.buttons
        if isinstance(block, Items):
            found += [button for item in block.lines for button in item.buttons]
    return found


@pytest.fixture
async def story(tmp_path: Path) -> AsyncIterator[Story]:
    store = SqlStore(f"sqlite:///{tmp_path}/story.db")
    store.migrate()
    rows = [
        PersonRow(role=role, name=name, email=f"{name.lower()}@example.org", rights=tuple(rights.split()))
        for role, name, rights in PEOPLE.values()
    ]

    def load(tx):  # type: ignore[no-untyped-def]
        tx.save_plan(edition.compare(None, PLAN).plan)
        tx.save_people("small", rows)
        tx.bind_board("small", Address(platform="recorder", tenant="t", id="board"))

    await store.transact(load)
    yield Story(store)
    await store.close()


