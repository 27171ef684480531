"""The record's verbs for letters."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.model.letter import Ending, Left, Letter, Outbox, Parcel, Stop, Unsent
from bot.model.message import Message
from bot.model.people import Address
from bot.model.talk import Chat


class LettersView(Protocol):
    """What is read of letters."""

    def still_waiting(self, now: datetime) -> Mapping[str, int]:
        """How many letters that might have gone by now have not, by what held the last try up."""
        ...

    def one(self, key: str) -> Letter | None:
        """The letter of that key."""
        ...

    def last_nudge(self, person: int, chat: Chat, platform: str) -> Letter | None:
        """The nudge whose thread this is; else the latest sent to this person on this platform."""
        ...

    def unsent(self, short: str) -> tuple[Unsent, ...]:
        """The latest summary of each channel that is bound as the plan's board's, if it was given up."""
        ...

    def left_over(self) -> tuple[Letter, ...]:
        """Letters found `sending` or `unknown`, for whoever has just taken the deliverer's lock."""
        ...

    def outbox(self, now: datetime, real: datetime, most: int = 1000) -> Outbox:
        """What may be worked on: due at `now`, and by the real clock not to be left alone any longer."""
        ...

    def sent_unnoted(self) -> bool:
        """Say if any letter went that is not on the record yet."""
        ...

    def standstills(self) -> Mapping[tuple[str, str], datetime]:
        """The tenants (platform and id) that take no letters, and until when each is left alone."""
        ...


class LettersTx(LettersView, Protocol):
    """What is changed of letters."""

    def enqueue(self, letter: Letter) -> bool:
        """Put a letter in the outbox; False where its key is there already (nothing changes)."""
        ...

    def stand_still(self, stop: Stop) -> int:
        """Note a refusal that is not the person's doing; on how many days there was one since a letter last went there."""
        ...

    def withdraw_late(self, now: datetime) -> None:
        """Give up letters that were not sent in their time; who should have had a nudge is asked by the next round."""
        ...

    def restored(self, now: datetime) -> Left:
        """The record was put back from a copy: what has waited for more than a day is given up, what was being sent is
        to be looked up."""
        ...

    def claim(
        self, keys: Sequence[str], now: datetime, real: datetime, place: Callable[[Parcel], Address | None]
    ) -> tuple[Parcel, ...]:
        """Take those of the letters, or the next part of each, that may be worked on, with the addresses `place` gives.
        What is past its `not_after` is withdrawn instead."""
        ...

    def abandon(self, keys: Sequence[str], taken_before: datetime) -> None:
        """These, or parts of them, were left by a process that is dead, if they were taken before that moment: they are
        to be looked up at once."""
        ...

    def split(self, letter: Letter, parts: Sequence[Message]) -> Letter:
        """Make one letter of each part, and return the first; each may go when the one before it has gone."""
        ...

    def rejoin(self, key: str) -> None:
        """Undo `split`: another platform may need other parts."""
        ...

    def readdress(self, key: str, address: Address) -> None:
        """Note where the letter goes."""
        ...

    def settle(self, endings: Sequence[Ending], now: datetime) -> None:
        """Note how sendings and look-ups ended. Sent is sent whoever says so; anything else counts only from whoever
        took the letter last. A part that will not go takes those after it along."""
        ...

    def note_sent(self) -> int:
        """Put on the record what letters asked that went since, some at once. Returns how many letters those were.

        It is not done when they are settled, so that no delivery waits for a plan's head.
        """
        ...
