"""The four ports: what drives the desk, and what the desk and the rounds need of the world."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol, TypeVar

from pydantic import Field

from bot.forms import Answers, Faults, Form
from bot.message import Message
from bot.model import (
    Address,
    Evidence,
    Holding,
    Milestone,
    Moment,
    Noun,
    Person,
    PersonRow,
    Plan,
    Policy,
    Question,
    Standing,
    Update,
)

T = TypeVar("T")
Clock = Callable[[], datetime]


# ---- what comes in, what goes back -------------------------------------------------


class Sender(Noun):
    """Who spoke, as the platform vouches for it. `email` is None unless the platform says it is verified.

    `vouched` is False for an account that is not to be served whoever it was: deactivated, a bot's, of another workspace.
    """

    platform: str
    tenant: str
    id: str
    email: str | None = None
    name: str = ""
    vouched: bool = True


class Chat(Noun):
    """Where it was said. `thread` is the reference of the message whose thread it is, if any."""

    id: str
    private: bool = True
    thread: str | None = None


class Inbound(Noun):
    """One thing said to Milepost: typed, pressed or sent in a form. `id` is the platform's own, the same on redelivery.

    `said` is the text typed, or the command of the button or form. `answers` is set for a form alone.
    `card` is the reference of the message that carried the button or form. `route` is how to reach the
    sender unprompted (our own JSON, see Address), empty where this message does not tell.
    """

    id: str
    sender: Sender
    chat: Chat
    said: str
    answers: Answers | None = None
    card: str | None = None
    route: str = ""


class Notice(Noun):
    """What a platform tells unasked of an account: it can be reached from now on, or no longer (`gone` says why, in words).

    `route` is how to reach it unprompted, as in Inbound.
    """

    sender: Sender
    route: str = ""
    gone: str = ""


class Say(Noun):
    """Say a message: to the sender alone if private; in place of the card that asked if in_place (else as a new message).

    `recorded` says that the record was changed: whatever else shows it is to be drawn anew.
    """

    message: Message
    private: bool = True
    in_place: bool = False
    recorded: bool = False


class Ask(Noun):
    """Show a form, pre-filled."""

    form: Form
    answers: Answers = Field(default_factory=dict)


class Fix(Noun):
    """Show the form again with everything typed still there, each fault beside its question (by question id)."""

    form: Form
    answers: Answers
    faults: Faults


class Silence(Noun):
    """Say nothing."""


Reply = Say | Ask | Fix | Silence
Handle = Callable[[Inbound], Awaitable[Reply]]
Heed = Callable[[Notice], Awaitable[Reply]]


# ---- exceptions: a few, and all else is a bug ---------------------------------------


class Refusal(Exception):
    """The person's doing, worded for them alone from `prompts/replies.toml` under `prompt_key`."""

    def __init__(self, prompt_key: str, **facts: str) -> None:
        super().__init__(prompt_key)
        self.prompt_key = prompt_key
        self.facts = facts


class DeliveryFailed(Exception):
    """The platform's doing. `retry_in` is seconds; None is permanent and marks the address unreachable."""

    def __init__(self, reason: str, retry_in: float | None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry_in = retry_in


class DeliveryUncertain(Exception):
    """The platform may have accepted: ask `sent_already` before any second attempt."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class ConfigError(Exception):
    """The operator's doing, at start only. The text names every variable that is missing or wrong."""


class Trouble(StrEnum):
    """What became of a reading or a transaction that did not end as it should. Worded in `prompts/replies.toml`."""

    BUSY = "busy"  # in time it could not be done; it is undone for certain
    DOUBT = "doubt"  # it may be on the record, or not
    GONE = "gone"  # the file that is open is no longer the file at its path: nothing more is taken


class RecordAway(Exception):
    """The record did not do what a person waits for."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


class Kept(StrEnum):
    """The kinds of rows that may turn out not to be readable. Each has its words in `prompts/nudges.toml`."""

    PLAN = "plan"
    POLICY = "policy"
    PEOPLE = "people"
    ENTRY = "entry"
    EVIDENCE = "evidence"
    DRAFT = "draft"
    LETTER = "letter"


class Unread(Noun):
    """A row that cannot be read, by its kind and its number or key; the plan it belongs to, if it belongs to one."""

    kind: Kept
    key: str
    plan: str = ""


class Unreadable(Exception):
    """What was asked for is a row that cannot be read, and there is nothing to go on with."""

    def __init__(self, unread: Unread) -> None:
        super().__init__(f"{unread.kind.value} {unread.key}")
        self.unread = unread


# ---- letters -------------------------------------------------------------------------


class LetterState(StrEnum):
    """Where a letter is on its road."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    UNKNOWN = "unknown"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


class Asked(Noun):
    """One milestone a letter asks or tells about. `kind` as in `milepost preview`; `working_days` to its due date."""

    plan: str
    ref: str
    kind: str
    working_days: int | None = None


class Letter(Noun):
    """Anything Milepost sends unprompted: a row first, a chat message second. Its key is unique for ever.

    To one person (`person`) or to a board's channel (`channel`, the plan's short name). The order of `asked` is the
    numbering a person may answer by ("1 green").
    """

    key: str
    kind: str
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
    enqueued: Moment | None = None
    settled: Moment | None = None
    part: int = 0  # which part it is of a message sent in several; 0 where it goes whole

    @property
    def whole(self) -> str:
        """The key of the letter that this is, or is a part of: part 1 has the letter's own, part n has `#n` after it."""
        return self.key.removesuffix(f"#{self.part}")

    def part_key(self, number: int) -> str:
        """The key of that part."""
        return self.whole if number == 1 else f"{self.whole}#{number}"


LEASE = timedelta(minutes=10)  # whoever takes a letter has so long before others hold that process for dead


RESTORED = timedelta(days=1)  # a letter that has waited so long in a copy is not sent from it: much may have happened since


class Left(Noun):
    """What was under way when a copy was taken: how many letters were given up, and how many may have been sent."""

    withdrawn: int
    unknown: int


class Parcel(Noun):
    """A letter taken: to be sent (its state is then `sending`) or looked up (`unknown`), and whom it is for.

    `addresses` are where that person is reached, the latest used first.
    """

    letter: Letter
    person: Person | None = None
    addresses: tuple[Address, ...] = ()


class Ending(Noun):
    """How the work on a letter ended. `letter` is as it was taken; `retry_at` is when it is to be looked at again."""

    letter: Letter
    state: LetterState
    address: Address | None = None
    reference: str | None = None
    reason: str = ""
    retry_at: Moment | None = None


class Carried(Noun):
    """What became of a letter just worked on, every part that could go included. `sending` is one in other hands.

    `again` is in how many seconds it is to be looked at again, None for never; `more` says that others may go because of
    it: an alarm.
    """

    state: LetterState
    again: float | None = None
    more: bool = False


class Outbox(Noun):
    """What may be sent or looked up now, oldest first: keys, each with its lane (letters in one lane keep their order).
    A letter in parts is listed by its own key, whichever part is next.

    `pause` is how many seconds from now something more may be; `more` says that there is more than is listed.
    """

    ready: tuple[tuple[str, str], ...] = ()
    pause: float | None = None
    more: bool = False


class Draft(Noun):
    """What a person typed and has not saved: one entry a milestone, as form answers. `awaiting` is what is still asked
    for: the ref and the question id. A token names it; saving uses it up, and `saved` then holds the updates' ids."""

    token: str = ""
    person: int
    chat: str
    plan: str
    entries: tuple[tuple[str, Answers], ...]
    said: str
    awaiting: tuple[str, str] | None = None
    at: Moment
    saved: tuple[int, ...] = ()


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

    async def sent_already(self, to: Address, key: str) -> str | None:
        """The reference of an earlier delivery of this key, where the platform can tell."""
        ...

    async def find(self, email: str) -> Address | None:
        """The address of a person never seen before, where the platform can tell; None where it cannot or nobody is there.

        Raises DeliveryFailed as `send` does."""
        ...

    async def barred(self, to: Address) -> str | None:
        """Why a person or a channel cannot be written to there now, in words for an admin; None where it can, or where
        the platform cannot tell. Raises DeliveryFailed where the platform does not answer."""
        ...


class Finding(Noun):
    """One thing `milepost doctor` looked at: whether it is in order, and in one line what it is or what to do."""

    ok: bool
    sentence: str


class Lost(Noun):
    """Someone whom no address reaches any more: the platform's reason, and the moment the last address was lost."""

    person: int
    reason: str
    at: Moment


class Rounds(Noun):
    """On which local days, before the one being planned, rounds ran for a person: the first and the latest."""

    first: date | None = None
    last: date | None = None


class People(Noun):
    """Everyone one plan knows, and who holds what. The questions about them are in `bot.people`."""

    persons: tuple[Person, ...] = ()
    holdings: tuple[Holding, ...] = ()


class Unsent(Noun):
    """A board channel's latest summary, which failed or may have gone: the reason, and the moment it was given up."""

    reason: str
    at: Moment


class View(Protocol):
    """One moment's consistent reading of the record. Reads only."""

    def stamp(self) -> str:
        """Equal stamps mean an equal record: nothing was committed between the two readings."""
        ...

    def unread(self) -> tuple[Unread, ...]:
        """The rows met by this reading that cannot be read. They were passed over."""
        ...

    def plans(self) -> tuple[str, ...]:
        """The short names of all plans loaded, in order of loading."""
        ...

    def plan(self, short: str) -> Plan:
        """The plan of that short name. Refusal("unknown_plan") where there is none."""
        ...

    def policy(self, short: str) -> Policy:
        """The plan's policy."""
        ...

    def still_waiting(self, now: datetime) -> Mapping[str, int]:
        """How many letters that might have gone by now have not, by what held the last try up."""
        ...

    def paused(self, short: str) -> bool:
        """Whether an admin has paused all letters of the plan."""
        ...

    def people(self, short: str) -> People:
        """Everyone the plan knows, with rights for this plan."""
        ...

    def who(self, sender: Sender) -> int | None:
        """The person speaking: by address, else by verified e-mail in any letter case. None is a stranger."""
        ...

    def plans_of(self, person: int) -> tuple[str, ...]:
        """The plans that know this person."""
        ...

    def welcomed(self, person: int) -> bool:
        """Whether this person has had Milepost's first-contact sentences."""
        ...

    def standings(self, short: str, as_at: datetime | None = None) -> Mapping[str, Standing]:
        """How each milestone of the plan stands, by ref; at an earlier moment if one is given. Every ref has an entry."""
        ...

    def history(self, short: str, ref: str) -> tuple[Update, ...]:
        """Every update of a milestone, oldest first, evidence added later included in the update it was added to."""
        ...

    def questions(self, short: str) -> tuple[Question, ...]:
        """Requests for an update not answered yet."""
        ...

    def answered_questions(self, short: str, after: datetime, until: datetime) -> tuple[Question, ...]:
        """Requests whose answering update was made after one moment and not after another."""
        ...

    def updates_between(self, short: str, after: datetime, until: datetime) -> tuple[Update, ...]:
        """Updates made after one moment and not after another, oldest first."""
        ...

    def letter(self, key: str) -> Letter | None:
        """The letter of that key."""
        ...

    def last_nudge(self, person: int, chat: Chat, platform: str) -> Letter | None:
        """The nudge whose thread this is; else the latest sent to this person on this platform."""
        ...

    def draft(self, token: str) -> Draft | None:
        """The stored draft of that token."""
        ...

    def open_draft(self, person: int, chat: str) -> Draft | None:
        """The latest draft of this person in this chat that is neither saved nor replaced."""
        ...

    def address_of(self, person: int) -> tuple[Address, ...]:
        """Where a person is reached, the latest used first; unreachable ones left out."""
        ...

    def unreachable(self, short: str) -> tuple[Lost, ...]:
        """People of the plan whom no address reaches any more."""
        ...

    def board_channel(self, short: str) -> tuple[Address, ...]:
        """The channels bound as the board's, on whatever platforms."""
        ...

    def due_plans(self, now: datetime) -> tuple[str, ...]:
        """Plans not paused whose moment has come."""
        ...

    def rounds(self, short: str, zone: str, before: date) -> Rounds:
        """On which days before that one rounds ran for people of this zone."""
        ...

    def held_over(self, short: str, before: date) -> Mapping[int, frozenset[date]]:
        """Days before that one on which a round could not reach a person, because today's letter had gone already."""
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

    def is_lost(self, address: Address) -> bool:
        """Whether the address is marked unreachable."""
        ...


class Tx(View, Protocol):
    """A transaction: everything a View reads, and the verbs that change the record. Nothing here can await."""

    def first_sight(self, inbound_id: str) -> bool:
        """True once for each inbound id, for ever."""
        ...

    def milestone_for(self, person: int, short: str, ref: str, on: date) -> Milestone:
        """The milestone, for writing. Refusal("no_such_milestone" | "not_yours") for anyone who may not."""
        ...

    def record(self, update: Update) -> Update:
        """Append an update and return it with its id. If one with the same `drawn_from` by the same person for the same
        milestone stands already, return that one and change nothing. Answers open questions about the milestone."""
        ...

    def add_evidence(self, update: int, evidence: Evidence, by: int, at: datetime) -> None:
        """Add evidence to a standing update; the same link twice is kept once."""
        ...

    def keep_draft(self, draft: Draft) -> str:
        """Store a draft (replacing the one of its token, if it has one) and return its token."""
        ...

    def close_draft(self, token: str, saved: tuple[int, ...]) -> None:
        """Mark a draft used up."""
        ...

    def drop_draft(self, token: str) -> None:
        """Mark a draft replaced: it can no longer be saved or answered."""
        ...

    def enqueue(self, letter: Letter) -> bool:
        """Put a letter in the outbox; False where its key is there already (nothing changes)."""
        ...

    def ask(self, question: Question) -> Question:
        """Log a request for an update."""
        ...

    def welcome(self, person: int) -> None:
        """Note that the first-contact sentences were said."""
        ...

    def reach(self, person: int, address: Address, at: datetime) -> None:
        """Remember where a person is reached; writes only when it changed. Makes an unreachable address reachable."""
        ...

    def lose(self, address: Address, reason: str, at: datetime) -> None:
        """Mark a known address unreachable from that moment; one that was so already stays as it is."""
        ...

    def hold(self, short: str, role: str, person: int, starts: date) -> None:
        """Give a role to a person from a day on; whoever held it ends the day before."""
        ...

    def pause(self, short: str, paused: bool) -> None:
        """Pause or resume all letters of a plan."""
        ...

    def bind_board(self, short: str, address: Address) -> None:
        """Make a channel the board's."""
        ...

    def unbind_board(self, short: str, address: Address) -> None:
        """Make a channel the board's no longer."""
        ...

    def save_plan(self, plan: Plan) -> None:
        """Store a plan as given, refs kept; milestones no longer in it are retired with their history. Baselines never move."""
        ...

    def save_people(self, short: str, rows: Sequence[PersonRow]) -> tuple[int, int]:
        """Add or change people by e-mail, their rights and what they hold; how many rows added and how many changed."""
        ...

    def round_ran(self, short: str, zone: str, day: date) -> None:
        """Note that a round ran on that local day."""
        ...

    def hold_over(self, short: str, person: int, day: date) -> None:
        """Note that a round could not reach this person on that day."""
        ...

    def wakes_at(self, short: str, moment: datetime, now: datetime) -> None:
        """Keep the moment of the plan's next possible letter, as found at this one."""
        ...

    def withdraw_late(self, now: datetime) -> None:
        """Give up letters that were not sent in their time; who should have had a nudge is asked by the next round."""
        ...

    def restored(self, now: datetime) -> Left:
        """The record was put back from a copy: what has waited for more than a day is given up, what was being sent is
        to be looked up."""
        ...

    def claim(self, key: str, now: datetime) -> Letter | None:
        """Take a waiting letter for sending, or None where it is not to be sent now."""
        ...

    def settle(
        self,
        key: str,
        state: LetterState,
        now: datetime,
        address: Address | None = None,
        reference: str | None = None,
        reason: str = "",
        retry_at: datetime | None = None,
    ) -> None:
        """Note how a sending ended."""
        ...

    def claim_all(
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

    def settle_all(self, endings: Sequence[Ending], now: datetime) -> None:
        """Note how sendings and look-ups ended. Sent is sent whoever says so; anything else counts only from whoever
        took the letter last. A part that will not go takes those after it along."""
        ...

    def waiting(self, now: datetime, most: int = 1000) -> tuple[str, ...]:
        """Keys of letters that may go now, oldest first."""
        ...


class Store(Protocol):
    """The record. `work` is synchronous, so no network call can sit inside a transaction; it may be run again.

    `until` is the moment (`time.monotonic`) to which a person waits, for the queue, the locks and all tries together;
    then RecordAway says what is certain. Without it the database's own time-outs end the wait.
    """

    async def transact(self, work: Callable[[Tx], T], until: float | None = None) -> T:
        """Run work in one transaction, off the event loop; roll back if it raises."""
        ...

    async def read(self, work: Callable[[View], T], until: float | None = None) -> T:
        """Run work on one consistent reading; takes no write lock and never waits for a writer."""
        ...


class Courier(Protocol):
    """Who carries letters, and when."""

    async def wake(self, keys: Sequence[str]) -> None:
        """These letters were committed and may go."""
        ...
