"""The record's verbs for letters."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.model.letters.letter import Ending, Found, Held, Left, Letter, Outbox, Parcel, Stop, Unsent
from bot.model.letters.message import Message
from bot.model.letters.talk import Chat
from bot.model.people import Address


class LettersView(Protocol):
    """The verbs that read letters."""

    def still_waiting(self, now: datetime) -> Mapping[Held, int]:
        """Count the letters that might have gone by now and have not, by what held up the last try, if there was one."""
        ...

    def one(self, key: str) -> Letter | None:
        """Return the letter of that key. None if there is none."""
        ...

    def some(self, keys: Collection[str]) -> Mapping[str, Letter]:
        """Return those letters of these keys that there are."""
        ...

    def late(self, now: datetime) -> bool:
        """Say if any letter still waits whose time is over."""
        ...

    def last_nudge(self, person: int, chat: Chat, platform: str | None = None) -> Letter | None:
        """Return the nudge whose thread this is; else the latest sent to this person on the platform, if one is named."""
        ...

    def nudge_before(self, letter: Letter) -> Letter | None:
        """Return the nudge that the same person was last sent before this one: its last part, if it went in parts."""
        ...

    def unsent(self, short: str) -> tuple[Unsent, ...]:
        """Return each board channel's latest summary, if it was given up."""
        ...

    def words_before(self, before: datetime) -> bool:
        """Say if any letter that was done with before that moment still has its words."""
        ...

    def left_over(self) -> tuple[Letter, ...]:
        """Return the letters found `sending` or `unknown`, for whoever has just taken the deliverer's lock."""
        ...

    def outbox(self, now: datetime, real: datetime, shared: datetime | None = None, most: int = 1000) -> Outbox:
        """List what may be worked on: due at `now`, and not to be left alone any longer by the `real` clock.

        If another process has it in hand is told by the clock that all `shared`, or by the real one.
        """
        ...

    def parcels(self, keys: Sequence[str], now: datetime, real: datetime, shared: datetime | None = None) -> Found:
        """Find the letters that may be worked on, or the next part of each, and whom each is for."""
        ...

    def sent_unnoted(self) -> tuple[str, ...] | None:
        """Return the plans of which the first letter tells that went and is not on the record yet. None if there is none.

        Of a letter that cannot be read these are none.
        """
        ...

    def to_rewrite(self) -> tuple[Letter, ...]:
        """Return the letters that went and were changed since: they must be rewritten where they were posted."""
        ...

    def standstills(self) -> Mapping[tuple[str, str], datetime]:
        """Return the tenants (platform and id) that take no letters, each with the moment until which we leave it alone."""
        ...


class LettersTx(LettersView, Protocol):
    """The verbs that change letters."""

    def enqueue(self, letter: Letter) -> bool:
        """Put a letter in the outbox. Returns False and changes nothing if its key is there already."""
        ...

    def put(self, letters: Sequence[Letter]) -> tuple[str, ...]:
        """Put letters in the outbox. Returns the keys of those that were not there already, which change nothing."""
        ...

    def stand_still(self, stop: Stop) -> int:
        """Note a refusal that is not the person's doing. Returns on how many days there was one since a letter last arrived
        there."""
        ...

    def withdraw_late(self, now: datetime, most: int) -> None:
        """Give up some letters that were not sent in their time. The next round asks whoever missed a nudge."""
        ...

    def restored(self, now: datetime) -> Left:
        """Tidy a record that was put back from a copy. Gives up what has waited for more than a day. What was being sent
        must be looked up."""
        ...

    def claim(
        self, parcels: Sequence[Parcel], now: datetime, real: datetime, until: datetime, shared: datetime | None = None
    ) -> tuple[Parcel, ...]:
        """Take letters as they were found, each to the address that it has. Others hold us for dead from `until` on, by the
        clock that all share.

        One that changed since is passed over, and one that must wait for another of its lane. A letter past its
        `not_after` is withdrawn instead.
        """
        ...

    def renew(self, letters: Sequence[Letter], until: datetime) -> None:
        """Say that these are still in the hands that took them."""
        ...

    def put_off(self, key: str, until: datetime) -> None:
        """Leave a letter alone for a while: taking it was tried, and failed."""
        ...

    def give_up(self, keys: Sequence[str], now: datetime) -> None:
        """Give up letters whose rows cannot be read. They are never sent, and the next round asks the person instead."""
        ...

    def abandon(self, keys: Sequence[str]) -> None:
        """Let these letters and their parts be looked up at once: the process that took them is dead."""
        ...

    def split(self, letter: Letter, parts: Sequence[Message]) -> Letter:
        """Make one letter of each part, and return the first. Each may go once the one before it has gone."""
        ...

    def rejoin(self, key: str) -> None:
        """Undo `split`: another platform may need other parts."""
        ...

    def redraw(self, letter: Letter, message: Message) -> None:
        """Put other words in place of those of a letter that went. They are posted where it stands by `to_rewrite`."""
        ...

    def readdress(self, key: str, address: Address) -> None:
        """Note the address that the letter goes to."""
        ...

    def settle(self, endings: Sequence[Ending], now: datetime) -> None:
        """Note how sendings and look-ups ended. Sent is sent, whoever says so. Anything else counts only from whoever took
        the letter last. If a part will not go, those after it will not either."""
        ...

    def note_sent(self, plans: Collection[str] | None = None) -> tuple[Letter, ...]:
        """Put on the record what letters asked that went since, some at once. Returns those letters.

        If plans are given, none that tells of another: its people must not wait too.

        It is not done when they are settled, so that no delivery waits for a plan's head.
        """
        ...

    def forget_words(self, short: str, before: datetime) -> None:
        """Empty the letters about a plan that were done with before that moment. Their keys stay."""
        ...
