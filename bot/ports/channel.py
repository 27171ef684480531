"""A channel: what an adapter must offer to carry letters, and how what people say is brought to us."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Protocol

from bot.model.message import Message
from bot.model.noun import Noun
from bot.model.people import Address
from bot.model.talk import Inbound, Notice, Reply, Sender, Shown

# ---- what comes in, what goes back -------------------------------------------------


Handle = Callable[[Inbound], Awaitable[Reply]]
Heed = Callable[[Notice | Shown], Awaitable[Reply]]


# ---- the driven ports -----------------------------------------------------------------


class Channel(Protocol):
    """What an adapter must offer to carry letters."""

    platform: str
    remembers: bool  # whether `sent_already` can really tell; where it cannot, a nudge is repeated and a digest is held

    def parts(self, message: Message) -> tuple[Message, ...]:
        """The message as the platform can take it: itself, or numbered parts. Each part is a letter of its own."""
        ...

    async def open(self, to: Address) -> Address:
        """The address with its conversation opened, so that it need not be again: its route says how. Unchanged where
        nothing is to be opened. Raises DeliveryFailed as `send` does."""
        ...

    async def send(self, to: Address, message: Message, key: str) -> str:
        """Deliver once and return the platform's reference, or raise DeliveryFailed or DeliveryUncertain."""
        ...

    async def sent_already(self, to: Address, key: str, since: datetime) -> str | None:
        """The reference of a delivery of this key at that moment or after it, where the platform can tell."""
        ...

    async def find(self, email: str) -> Address | None:
        """The address of a person never seen before, where the platform can tell; None where it cannot or nobody is there.

        Raises DeliveryFailed as `send` does."""
        ...

    async def whose(self, to: Address) -> Sender | None:
        """Whose an account is that was met before it could be told; None where it is nobody's any more, or nobody can tell.

        Raises DeliveryFailed where the platform does not answer."""
        ...

    async def barred(self, to: Address) -> str | None:
        """Why a person or a channel cannot be written to there now, in words for an admin; None where it can, or where
        the platform cannot tell. Raises DeliveryFailed where the platform does not answer."""
        ...


class Finding(Noun):
    """One thing `milepost doctor` looked at: whether it is in order, and in one line what it is or what to do."""

    ok: bool
    sentence: str
