"""A channel: what an adapter must offer to carry letters, and how it brings us what people say."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.model.letters.message import Message
from bot.model.letters.talk import FileSent, Handed, Inbound, Notice, Pressed, Reply, Sender, Shown
from bot.model.noun import Noun
from bot.model.people import Address

# ---- what comes in, what goes back -------------------------------------------------


Handle = Callable[[Inbound], Awaitable[Reply]]
Heed = Callable[[Notice | Shown | Pressed], Awaitable[Reply]]


# ---- the driven ports -----------------------------------------------------------------


class Channel(Protocol):
    """The promises of an adapter that carries letters."""

    platform: str
    remembers: bool  # `sent_already` can really tell; if it cannot, a nudge is repeated and a digest is held

    @property
    def hands_files(self) -> bool:
        """Say if whoever asks in their own chat can be handed a file."""
        ...

    def parts(self, message: Message) -> tuple[Message, ...]:
        """Split a message into the parts that the platform can take, one if it fits. Each part is a letter of its own."""
        ...

    async def open(self, to: Address) -> Address:
        """Open a conversation with the address, and return the address with a route that leads there. Returns it unchanged
        if there is nothing to open. Raises DeliveryFailed as `send` does."""
        ...

    async def send(self, to: Address, message: Message, key: str) -> str:
        """Deliver once and return the platform's reference. Raises DeliveryFailed or DeliveryUncertain."""
        ...

    async def attach(self, to: Address, reference: str, files: Sequence[Handed]) -> None:
        """Put files under a message that was delivered, if the platform can do that there. If it can't, nothing is lost: the
        message says how else they are had."""
        ...

    async def sent_already(self, to: Address, key: str, since: datetime) -> str | None:
        """Return the reference of a delivery of this key since that moment. None if there was none or the platform cannot
        tell."""
        ...

    async def rewrite(self, to: Address, reference: str, message: Message) -> bool:
        """Put a message in the place of one that was delivered. Returns False if it is there no longer. Raises
        DeliveryFailed as `send` does."""
        ...

    async def find(self, email: str) -> Address | None:
        """Return the address of a person never seen before. None if nobody is there or the platform cannot tell. Raises
        DeliveryFailed as `send` does."""
        ...

    async def whose(self, to: Address) -> Sender | None:
        """Return whose an account is, for one met before the platform could say. None if it is nobody's any more or the
        platform cannot tell. Raises DeliveryFailed if the platform does not answer."""
        ...

    async def gone(self, people: Sequence[Address]) -> Mapping[Address, str]:
        """Return which of these people nobody can write to any more, each with the reason in words for an admin. Whoever the
        platform cannot tell of now is left out."""
        ...

    async def fetch(self, file: FileSent, most: int) -> bytes:
        """Return a file that somebody sent, of at most so many bytes. Raises Refusal if it cannot be had, or is larger."""
        ...

    async def barred(self, to: Address) -> str | None:
        """Return why nobody can write to that person or channel now, in words for an admin. None if we can, or if the
        platform cannot tell. Raises DeliveryFailed if the platform does not answer."""
        ...

    async def secret_refused(self, to: Address) -> str | None:
        """Ask if Milepost's secrets still work where that address lies. Returns why not, in words for an admin; None if they
        do, or need no asking there. Raises DeliveryFailed if the platform does not tell."""
        ...

    async def outsiders(self, to: Address) -> bool:
        """Say if people of other organisations read what is posted in a channel. False if the platform cannot tell. Raises
        DeliveryFailed if it does not answer."""
        ...


class Finding(Noun):
    """One thing that `milepost doctor` looked at: if it is in order, and one line that says what it is or what to do.

    `ok` is None if it could not be looked at. `name` is what it is about: the database, the record, a platform. `advice` is
    something to do soon that stops nothing.
    """

    ok: bool | None
    name: str = ""
    sentence: str
    advice: bool = False
