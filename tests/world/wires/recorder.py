"""No platform at all: a channel in this process that keeps what it is given, and people who call the desk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

from bot.model.letters.form import Answers
from bot.model.letters.message import Message
from bot.model.letters.talk import Ask, Chat, FileSent, Fix, Handed, Inbound, Notice, Reply, Say, Sender
from bot.model.letters.talk import Shown as Standing
from bot.model.people import Address
from bot.ports.channel import Handle, Heed
from bot.ports.clock import Clock
from bot.ports.refusals import DeliveryFailed, DeliveryUncertain, Refusal
from tests.world.plan import HALL, email
from tests.world.wires import Wire
from tests.world.wires.plain import Paper, PlainSeat, Shown

PLATFORM = "recorder"
TENANT = "t"


@dataclass
class Kept:
    """One message. `seen_by` keeps it to one person."""

    reference: str
    message: Message
    seen_by: str = ""
    shown: Shown = field(init=False)  # as it is read: made once, for a long talk is looked at again and again

    def __post_init__(self) -> None:
        self.shown = Shown(self.reference, self.message, self.message.plain())


class Recorder:
    """The channel. `drops` counts connections to drop after accepting; `busy` takes nothing for now; `bars` says who or what is barred, and why."""

    platform = PLATFORM
    remembers = True
    hands_files = True

    def __init__(self) -> None:
        self.rooms: dict[str, list[Kept]] = defaultdict(list)
        self.keys: list[str] = []
        self.references: dict[tuple[str, str], str] = {}
        self.files: dict[str, dict[str, bytes]] = defaultdict(dict)  # by whoever was handed them
        self.attached: dict[str, dict[str, bytes]] = {}  # by the message that they are under
        self.drops = 0
        self.busy = False
        self.bars: dict[str, str] = {HALL: "invite Milepost to the channel first"}

    def parts(self, message: Message) -> tuple[Message, ...]:
        return (message,)

    async def open(self, to: Address) -> Address:
        return to

    async def whose(self, to: Address) -> Sender | None:
        return None

    async def rewrite(self, to: Address, reference: str, message: Message) -> bool:
        self.replace(reference, message)
        return True

    async def gone(self, people: Sequence[Address]) -> Mapping[Address, str]:
        return {to: self.bars[to.id] for to in people if to.id in self.bars}

    async def barred(self, to: Address) -> str | None:
        return self.bars.get(to.id)

    async def secret_refused(self, to: Address) -> str | None:
        return None

    async def outsiders(self, to: Address) -> bool:
        return False

    async def send(self, to: Address, message: Message, key: str) -> str:
        if to.id in self.bars:
            raise DeliveryFailed(self.bars[to.id], None)
        if self.busy:
            raise DeliveryFailed("busy", 600)
        reference = self.keep(to.id, message)
        self.keys.append(key)
        self.references[to.id, key] = reference
        if self.drops:
            self.drops -= 1
            raise DeliveryUncertain("connection lost")
        return reference

    async def attach(self, to: Address, reference: str, files: Sequence[Handed]) -> None:
        self.attached[reference] = {file.name: file.held for file in files}

    async def sent_already(self, to: Address, key: str, since: datetime) -> str | None:
        return self.references.get((to.id, key))

    async def find(self, email: str) -> Address | None:
        return Address(platform=PLATFORM, tenant=TENANT, id=email)

    async def fetch(self, file: FileSent, most: int) -> bytes:
        if file.held is None or len(file.held) > most:
            raise Refusal("file_large", file=file.name, most=str(most // (1024 * 1024)))
        return file.held

    def keep(self, room: str, message: Message, seen_by: str = "") -> str:
        """Put a message in a room."""
        reference = f"{room}:{len(self.rooms[room])}"
        self.rooms[room].append(Kept(reference, message, seen_by))
        return reference

    def replace(self, reference: str, message: Message) -> None:
        """Put a message in place of another."""
        room, _, place = reference.rpartition(":")
        kept = self.rooms[room][int(place)]
        self.rooms[room][int(place)] = Kept(reference, message, kept.seen_by)


class RecorderWire(Wire):
    """Milepost with nothing around it."""

    platform = PLATFORM

    def __init__(self, clock: Clock) -> None:
        self.channel = Recorder()
        self.numbers = count(1)
        self.handle: Handle
        self.heed: Heed

    async def open(self) -> None:
        return

    async def serve(self, handle: Handle, heed: Heed) -> None:
        self.handle, self.heed = handle, heed

    async def arrive(self) -> None:
        return

    async def refresh(self) -> None:
        return

    async def close(self) -> None:
        return

    def seat(self, name: str) -> RecorderSeat:
        return RecorderSeat(self, name)


class RecorderSeat(PlainSeat):
    """One person."""

    def __init__(self, wire: RecorderWire, name: str, room: str = "") -> None:
        super().__init__(name)
        self.wire = wire
        self.sender = Sender(platform=PLATFORM, tenant=TENANT, id=email(name), email=email(name))
        self.room = room or email(name)

    def at(self, room: str) -> RecorderSeat:
        return RecorderSeat(self.wire, self.name, room)

    def number(self) -> str:
        return f"in{next(self.wire.numbers)}"

    def shown(self) -> list[Shown]:
        me = ("", self.sender.id)
        return [one.shown for one in self.wire.channel.rooms[self.room] if one.seen_by in me]

    async def send(self, said: str, answers: Answers | None, card: str | None, number: str) -> Paper | None:
        reply = await self.ask(said, answers, card, number)
        match reply:
            case Say(message=message, in_place=True) if card:
                self.wire.channel.replace(card, message)
                await self._stands(reply, card)
            case Say(message=message, private=private):
                await self._stands(reply, self.wire.channel.keep(self.room, message, self.sender.id if private else ""))
            case Ask(form=form, answers=given):
                return Paper(form, dict(given), card=card)
            case Fix(form=form, answers=given, faults=faults):
                return Paper(form, dict(given), faults, card)
        return None

    async def files(self) -> dict[str, bytes]:
        return dict(self.wire.channel.files[self.sender.id])

    async def _stands(self, say: Say, card: str) -> None:
        """Draw anew what no longer holds, and tell where a draft's buttons stand."""
        self.wire.channel.files[self.sender.id] |= {file.name: file.held for file in say.files}
        for one in say.redrawn:
            self.wire.channel.replace(one.card, one.message)
        if say.draft:
            told = await self.wire.heed(Standing(sender=self.sender, draft=say.draft, card=card))
            if isinstance(told, Say):
                self.wire.channel.replace(card, told.message)

    async def ask(
        self, said: str, answers: Answers | None = None, card: str | None = None, number: str = "", quoted: str | None = None
    ) -> Reply:
        """Put one thing to the desk as the port has it."""
        chat = Chat(id=self.room, private=self.room == self.sender.id, thread=quoted, quoted=quoted is not None)
        thing = Inbound(id=number or self.number(), sender=self.sender, chat=chat, said=said, answers=answers, card=card)
        return await self.wire.handle(thing)

    async def _bring(self, name: str, held: bytes) -> None:
        file = FileSent(name=name, size=len(held), held=held)
        thing = Inbound(id=self.number(), sender=self.sender, chat=Chat(id=self.room), said="", files=(file,))
        reply = await self.wire.handle(thing)
        assert isinstance(reply, Say)
        self.wire.channel.keep(self.room, reply.message)

    async def installs(self) -> str:
        before = self._screen()
        reply = await self.wire.heed(Notice(sender=self.sender, route="r"))
        if isinstance(reply, Say):
            self.wire.channel.keep(self.room, reply.message)
        return self._new(before)

    async def leaves(self) -> None:
        await self.wire.heed(Notice(sender=self.sender, gone="the account was closed"))

    async def vanishes(self) -> None:
        self.wire.channel.bars[self.sender.id] = "deactivated"
