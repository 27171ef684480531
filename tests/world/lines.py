"""What the suite over every channel is run with: a desk that says what it is told to, and the four lines to it."""

from __future__ import annotations

import unicodedata
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bot.conversation.office.board import board_address
from bot.model.letters.form import Form
from bot.model.letters.message import Message
from bot.model.letters.talk import Ask, Inbound, Notice, Reply, Say, Silence
from bot.model.people import Address
from bot.ports.channel import Channel
from tests.world.plan import BOARD, HALL
from tests.world.story import Clock, wire
from tests.world.teams import Fault
from tests.world.wires import Seat, Wire
from tests.world.wires.recorder import RecorderWire
from tests.world.wires.slack import SlackWire
from tests.world.wires.teams import TeamsWire

LINES = ("recorder", "console", "slack", "teams")
HEARD = Message(title="Heard.")


@dataclass
class Clerk:
    """A desk with no rules: what it answers to what is said is written down beforehand; a form's command brings the form."""

    answers: dict[str, Reply] = field(default_factory=dict)
    forms: dict[str, Form] = field(default_factory=dict)
    heard: list[Inbound] = field(default_factory=list)
    noticed: list[Notice] = field(default_factory=list)

    async def handle(self, inbound: Inbound) -> Reply:
        self.heard.append(inbound)
        if inbound.answers is None and inbound.said in self.forms:
            return Ask(form=self.forms[inbound.said])
        return self.answers.get(inbound.said, Say(message=HEARD))

    async def heed(self, notice: Notice) -> Reply:
        self.noticed.append(notice)
        return Silence()


class Line:
    """One channel, the people on it, and the clerk behind it."""

    def __init__(self, wire: Wire) -> None:
        self.wire = wire
        self.clerk = Clerk()

    @property
    def channel(self) -> Channel:
        """The channel out."""
        return self.wire.channel

    @property
    def last(self) -> Inbound:
        """What the clerk heard last."""
        return self.clerk.heard[-1]

    def seat(self, name: str) -> Seat:
        """Somebody in their own chat with Milepost."""
        return self.wire.seat(name)

    def answers(self, said: str, reply: Reply | Message) -> None:
        """What the clerk is to answer."""
        self.clerk.answers[said] = Say(message=reply) if isinstance(reply, Message) else reply

    async def address(self, name: str) -> Address:
        """Where somebody is reached, as what they say tells."""
        await self.seat(name).says("hello")
        sender = self.last.sender
        return Address(platform=sender.platform, tenant=sender.tenant, id=sender.id, route=self.last.route)

    async def board(self) -> Address:
        """The board's channel, as what is said there tells."""
        await self.seat("gwen").at(BOARD).says("board here")
        return board_address(self.last)

    async def sends(self, to: Address, message: Message, key: str = "letter:1") -> list[str]:
        """Send a letter as the post does: opened, in parts, each under a key of its own; the references."""
        to = await self.channel.open(to)
        parts = self.channel.parts(message)
        keys = [key if number == 1 else f"{key}#{number}" for number in range(1, len(parts) + 1)]
        sent = [await self.channel.send(to, part, one) for part, one in zip(parts, keys, strict=True)]
        await self.wire.refresh()
        return sent

    # ---- what platforms do to a channel

    def limits_next(self, seconds: int) -> None:
        """The next message is one too many for so long."""
        match self.wire:
            case SlackWire(slack=slack):
                slack.order("chat.postMessage", "limited", seconds=float(seconds))
            case TeamsWire(teams=teams):
                teams.connector.faults.append(Fault(429, retry_after=str(seconds)))
            case _:
                raise AssertionError(self.wire.platform)

    def loses_next(self) -> None:
        """The next message is taken, and the connection lost before that is said."""
        match self.wire:
            case RecorderWire(channel=recorder):
                recorder.drops = 1
            case SlackWire(slack=slack):
                slack.order("chat.postMessage", "drop")
            case TeamsWire(teams=teams):
                teams.connector.faults.append(Fault(dropped=True))
            case _:
                raise AssertionError(self.wire.platform)

    async def closes_board(self) -> None:
        """The board's channel is no more, or Milepost no longer in it."""
        match self.wire:
            case RecorderWire(channel=recorder):
                recorder.bars[BOARD] = "the channel was archived"
            case SlackWire(slack=slack):
                found = next(one for one in slack.world.conversations.values() if one.name == BOARD)
                await slack.archives(found, told=False)
            case TeamsWire(teams=teams):
                teams.place(BOARD).installed = False
            case _:
                raise AssertionError(self.wire.platform)

    def pinged(self) -> list[str]:
        """Whatever words a client would have read as markup, in all that was sent. Slack's are judged as the line ends."""
        if not isinstance(self.wire, TeamsWire):
            return []
        from_cards = self.wire.parsed()
        return [words for words in from_cards if any(mark in words for mark in ("<at>", "](", "*bold*", "evil.example"))]


@asynccontextmanager
async def line_to(name: str, folder: Path) -> AsyncIterator[Line]:
    """A line from its beginning to its end."""
    made = Line(wire(name, Clock(), folder))
    await made.wire.open()
    try:
        await made.wire.serve(made.clerk.handle, made.clerk.heed)
        await made.wire.refresh()
        yield made
    finally:
        await made.wire.close()


def visible(text: str) -> str:
    """The letters a person sees of a text, without what only steers how they are drawn, in one line."""
    return "".join(letter for letter in text if unicodedata.category(letter) not in ("Cf", "Cc", "Zs", "Co", "Cs", "So"))


__all__ = ["BOARD", "HALL", "HEARD", "LINES", "Clerk", "Line", "line_to", "visible"]
