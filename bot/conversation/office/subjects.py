"""The subjects whose orders are judged, asked about, done and told in rooms of their own: business, measures, risks, voices."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, Protocol, assert_never

from bot.conversation.board.business import doing as business
from bot.conversation.measures import doing as measures
from bot.conversation.risks import doing as risks
from bot.conversation.visit import Said
from bot.conversation.voices import doing as voices
from bot.model.letters.message import Message
from bot.ports.record import Tx, View
from bot.wording import commands

OfSubject = commands.BusinessWork | commands.MeasureWork | commands.RiskWork | commands.VoiceWork


class Judged(Protocol):
    """An order that was judged: something that would be changed."""

    @property
    def texts(self) -> tuple[str, ...]:
        """Return all that was said in somebody's own words."""


class Doing(NamedTuple):
    """An order as its own room does it: judge it (raises Refusal if it can't be), put it on the record as it was typed, and
    tell of the entries that it made."""

    judge: Callable[[View], Judged]
    put: Callable[[Tx, str], object]
    told: Callable[[View, tuple[int, ...]], Message]


def doing(said: Said, order: OfSubject) -> Doing:
    """Return how the room of an order does it."""
    if isinstance(order, commands.BusinessWork):
        return Doing(
            lambda view: business.meant(view, said, order),
            lambda tx, typed: business.put(tx, said, business.meant(tx, said, order), said_as=typed),
            lambda view, made: business.told_of(view, said, made),
        )
    if isinstance(order, commands.MeasureWork):
        return Doing(
            lambda view: measures.meant(view, said, order),
            lambda tx, typed: measures.put(tx, said, measures.meant(tx, said, order), said_as=typed),
            lambda view, made: measures.told_of(view, said, made),
        )
    if isinstance(order, commands.RiskWork):
        return Doing(
            lambda view: risks.meant(view, said, order),
            lambda tx, typed: risks.put(tx, said, risks.meant(tx, said, order), said_as=typed),
            lambda view, made: risks.told_of(view, said, made),
        )
    if isinstance(order, commands.VoiceWork):
        return Doing(
            lambda view: voices.meant(view, said, order),
            lambda tx, typed: voices.put(tx, said, voices.meant(tx, said, order), said_as=typed),
            lambda view, made: voices.told_of(view, said, made),
        )
    assert_never(order)
