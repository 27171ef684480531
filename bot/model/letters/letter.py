"""Letters: what Milepost sends unprompted, from the outbox to its end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from bot.model.letters import letter_key
from bot.model.letters.message import Message
from bot.model.letters.nudge import Cause, Section
from bot.model.noun import Moment, Noun
from bot.model.people import Address, People, Person
from bot.model.record.entry import EntryKind
from bot.model.summary import Drawn

# ---- exceptions: a few, and all else is a bug ---------------------------------------


class Standstill(StrEnum):
    """The reach of a refusal that is not the person's doing."""

    ADDRESS = "address"
    TENANT = "tenant"


# ---- letters -------------------------------------------------------------------------


class LetterKind(StrEnum):
    """The purpose of a letter."""

    NUDGE = "nudge"
    DIGEST = "digest"
    SINCE = "since"
    ALARM = "alarm"
    SECURITY = "security"
    PAPERS = "papers"


class LetterState(StrEnum):
    """The place of a letter on its road."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    UNKNOWN = "unknown"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


def line_about(ref: str, handle: str, settled_by: Sequence[EntryKind]) -> str:
    """Return what tells a line that asks something from the others about the same milestone: what settles it."""
    return handle or " ".join([ref, *settled_by])


class Asked(Noun):
    """One milestone a letter asks or tells about. `kind` as in `milepost preview`; `working_days` to its due date.

    Of news `ref` may be a handle, `section` is where it stands, and `stood` the last entry when the letter was drawn up: it is
    settled once an entry of a kind in `settled_by` is made about it. If it asks about a date request or a piece
    of the board's business, `handle` is theirs: a milestone may have several.
    """

    plan: str
    ref: str
    kind: Cause
    working_days: int | None = None
    stood: int | None = None  # the update that stood when the letter was drawn up, 0 for none; None in old letters
    section: Section | None = None
    settled_by: tuple[EntryKind, ...] = ()
    handle: str = ""

    @property
    def line(self) -> str:
        """Return what tells its line from the others of a letter that are about the same milestone."""
        return line_about(self.ref, self.handle, self.settled_by)


class Letter(Noun):
    """Anything Milepost sends unprompted: a row first, a chat message second. Its key is unique for ever.

    To one person (`person`) or to a board's channel (`channel`, the plan's short name). The order of `asked` is the
    numbering a person may answer by ("1 green").
    """

    key: str
    kind: LetterKind
    person: int | None = None
    channel: str | None = None
    message: Message
    asked: tuple[Asked, ...] = ()
    not_before: Moment
    not_after: Moment | None = None
    state: LetterState = LetterState.WAITING
    attempts: int = 0
    retry_at: Moment | None = None
    address: Address | None = None
    reference: str | None = None
    reason: str = ""
    settled: Moment | None = None
    tried: Moment | None = None  # when it was last taken to be sent, by the real clock
    drawn: Drawn | None = None  # of a weekly summary: what it was drawn from
    part: int = 0  # which part it is of a message sent in several; 0 if it goes whole

    @property
    def whole(self) -> str:
        """Return the key of the whole letter: see `letter_key`."""
        return letter_key.whole_key(self.key, self.part)

    @property
    def plans(self) -> set[str]:
        """Return the plans of which it tells."""
        return {one.plan for one in self.asked} | ({self.channel} if self.channel else set())

    def part_key(self, number: int) -> str:
        """Return the key of that part."""
        return letter_key.part_key(self.whole, number)


class CardSent(Noun):
    """The last nudge of somebody, without its words: what it asks about may be answered by its numbers."""

    key: str
    reference: str | None
    at: Moment  # when it went
    asked: tuple[Asked, ...]


LEASE = timedelta(seconds=30)  # whoever takes a letter has so long before others hold that process for dead, unless it is renewed
HELD_UP = 8  # tries, some ten minutes, for which a letter that does not go holds up the later ones of its conversation
HOLDS = timedelta(minutes=10)  # a letter that is left alone for longer than that holds up nobody
RESTORED = timedelta(days=1)  # a letter that has waited so long in a copy is not sent from it: much may have happened since


class Left(Noun):
    """The letters that were under way when a copy was taken: n given up, and n that may have been sent."""

    withdrawn: int
    unknown: int


class Parcel(Noun):
    """A letter taken: to be sent (its state is then `sending`) or looked up (`unknown`), and whom it is for.

    `plans` are the people of each plan that it speaks of, and `person` is as the first of them has them. `addresses` are
    those that reach that person, the latest used first.
    """

    letter: Letter
    person: Person | None = None
    plans: tuple[People, ...] = ()
    addresses: tuple[Address, ...] = ()


class Found(Noun):
    """Letters looked for to be worked on, and the keys of those whose rows cannot be read."""

    parcels: tuple[Parcel, ...] = ()
    unread: tuple[str, ...] = ()


class Held(NamedTuple):
    """A reason for which letters wait that might have gone: that of the last try, if they were `tried` at all."""

    reason: str
    tried: bool


class Stop(Noun):
    """A refusal that is not the person's doing: to one address, or if `whole` to all of its tenant; noted by its local day."""

    address: Address
    whole: bool
    day: date
    until: Moment
    reason: str


class Ending(Noun):
    """The end of the work on a letter. `letter` is as it was taken; `retry_at` is when it must be looked at again."""

    letter: Letter
    state: LetterState
    address: Address | None = None
    reference: str | None = None
    reason: str = ""
    retry_at: Moment | None = None


class Carried(Noun):
    """The outcome for a letter just worked on, with every part that could go.

    It must be looked at again in `again` seconds, None for never. `more` says that others may go because of it: an alarm.
    """

    state: LetterState
    again: float | None = None
    more: bool = False


class Outbox(Noun):
    """The letters that may be sent or looked up now, oldest first: keys, each with its lane. A letter in parts is listed by
    its own key, whichever part is next. Letters in one lane keep their order: see `HELD_UP`.

    More may go in `pause` seconds. `more` says that there is more than is listed.
    """

    ready: tuple[tuple[str, str], ...] = ()
    pause: float | None = None
    more: bool = False


# ---- the driven ports -----------------------------------------------------------------


class Unsent(Noun):
    """A board channel's latest summary, which failed or may have gone: the reason, and the moment it was given up.

    Without a reason nobody can tell if it was delivered.
    """

    reason: str
    at: Moment
