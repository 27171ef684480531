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
    `home` is the tenant that keeps the account, or the installation it is reached through, if that is not `tenant`.
    """

    platform: str
    tenant: str
    id: str
    email: str | None = None
    name: str = ""
    vouched: bool = True
    home: str = ""


class Chat(Noun):
    """Where it was said. `thread` is the reference of the message whose thread it is, if any."""

    id: str
    private: bool = True
    thread: str | None = None


class Inbound(Noun):
    """One thing said to Milepost: typed, pressed or sent in a form. `id` is the platform's own, the same on redelivery.

    `said` is the text typed, or the command of the button or form. `answers` is set for a form alone.
    `card` is the reference of the message that carried the button or form. `route` is how to reach the
    sender unprompted (our own JSON, see Address), empty where this message does not tell. `edited` says that this is a
    message changed after it was sent: nothing new is said by it.
    """

    id: str
    sender: Sender
    chat: Chat
    said: str
    answers: Answers | None = None
    card: str | None = None
    route: str = ""
    edited: bool = False


class Shown(Noun):
    """What a platform tells of a draft said back: the reference of the message that carries its buttons now."""

    sender: Sender
    draft: str
    card: str


class Notice(Noun):
    """What a platform tells unasked of an account: it can be reached from now on, or no longer (`gone` says why, in words).

    `route` is how to reach it unprompted, as in Inbound. `later` says that the platform has not told yet whose it is.
    """

    sender: Sender
    route: str = ""
    gone: str = ""
    later: bool = False


class Redrawn(Noun):
    """A message said before, by its reference, and what is to stand in its place."""

    card: str
    message: Message


class Say(Noun):
    """Say a message: to the sender alone if private; in place of the card that asked if in_place (else as a new message).

    `recorded` says that the record was changed: whatever else shows it is to be drawn anew. `draft` is the token of the
    draft whose buttons the message carries: where it stands is to be told (see Shown). `redrawn` are messages said before
    that no longer hold.
    """

    message: Message
    private: bool = True
    in_place: bool = False
    recorded: bool = False
    draft: str = ""
    redrawn: tuple[Redrawn, ...] = ()


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
Heed = Callable[[Notice | Shown], Awaitable[Reply]]


# ---- exceptions: a few, and all else is a bug ---------------------------------------


class Refusal(Exception):
    """The person's doing, worded for them alone from `prompts/replies.toml` under `prompt_key`."""

    def __init__(self, prompt_key: str, **facts: str) -> None:
        super().__init__(prompt_key)
        self.prompt_key = prompt_key
        self.facts = facts


class Standstill(StrEnum):
    """What a refusal holds up that is not the person's doing."""

    ADDRESS = "address"
    TENANT = "tenant"


class DeliveryFailed(Exception):
    """The platform's doing. `retry_in` is seconds; None is permanent and marks the address unreachable.

    With a `standstill` nobody is unreachable: what it names waits for so many seconds, None for the next working day.
    """

    def __init__(self, reason: str, retry_in: float | None, standstill: Standstill | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry_in = retry_in
        self.standstill = standstill

    @property
    def is_permanent(self) -> bool:
        """Whether the address takes nothing any more."""
        return self.retry_in is None and self.standstill is None


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
    stood: int | None = None  # the update that stood when the letter was drawn up, 0 for none; None in old letters


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
    tried: Moment | None = None  # when it was last taken to be sent, by the real clock
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


class Stop(Noun):
    """A refusal that is not the person's doing: to one address, or if `whole` to all of its tenant; noted by its local day."""

    address: Address
    whole: bool
    day: date
    until: Moment
    reason: str


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


class DraftState(StrEnum):
    """What has become of something said back."""

    OPEN = "open"
    SAVED = "saved"
    LET_GO = "let_go"
    REPLACED = "replaced"


class Draft(Noun):
    """What a person said and has not saved: one entry a milestone, as form answers with every day as a date.

    `awaiting` is what is still asked for: the ref and the question id. `at` is when it was last said back, `stood` the
    update that each milestone then had (0 for none), and `letter` the letter this person had last. `cards` are the messages
    that carry its buttons. `drawn` says for each milestone which form it was sent in with, and `origin` is the card that
    the form was opened from. Saving uses it up: `saved` then holds the updates' ids.
    """

    token: str = ""
    person: int
    chat: str
    plan: str
    entries: tuple[tuple[str, Answers], ...]
    said: str
    awaiting: tuple[str, str] | None = None
    at: Moment
    state: DraftState = Field(default=DraftState.OPEN, exclude=True)  # kept beside the rest, not in it
    stood: dict[str, int] = Field(default_factory=dict)
    letter: str = ""
    cards: tuple[str, ...] = ()
    drawn: dict[str, str] = Field(default_factory=dict)
    origin: str | None = None
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


class Claim(StrEnum):
    """What became of an account that says to be a person known elsewhere."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    REFUSED = "refused"


class Newcomer(Noun):
    """An account that says to be a person who is known elsewhere, which that person or an admin is asked about.

    `code` names it to them for a day from `at`; it is empty where they have not been told of it yet.
    """

    account: Address
    person: int
    name: str = ""
    code: str = ""
    at: Moment
    state: Claim = Claim.WAITING


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
    """A board channel's latest summary, which failed or may have gone: the reason, and the moment it was given up.

    Without a reason nobody can tell whether it was delivered.
    """

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
        """The person to whom this account is bound, by platform, tenant and account alone. None where it is to nobody."""
        ...

    def whose(self, email: str) -> Person | None:
        """The person of that e-mail in any letter case, with no plan's rights."""
        ...

    def accounts_of(self, person: int) -> tuple[Address, ...]:
        """Every account ever bound to a person, those out of reach too."""
        ...

    def newcomer(self, sender: Sender) -> Newcomer | None:
        """What is known of this account, if it was ever asked about."""
        ...

    def newcomers(self, persons: Sequence[int]) -> tuple[Newcomer, ...]:
        """The accounts that say to be one of these people, whatever became of them; the latest first."""
        ...

    def plans_of(self, person: int) -> tuple[str, ...]:
        """The plans that know this person."""
        ...

    def welcomed(self, person: int) -> bool:
        """Whether this person has had Milepost's first-contact sentences."""
        ...

    def standings(self, short: str, as_at: datetime | None = None) -> Mapping[str, Standing]:
        """How each milestone of the plan stands, by ref; at an earlier moment if one is given. Every ref has an entry.

        What is latest is a matter of the record's order, not of clocks: an earlier moment means the record up to the first
        update made later.
        """
        ...

    def history(self, short: str, ref: str) -> tuple[Update, ...]:
        """Every update of a milestone, oldest first, evidence added later included in the update it was added to."""
        ...

    def unreadable_entries(self, short: str, ref: str) -> tuple[int, ...]:
        """The numbers of the milestone's updates that cannot be read: `history` leaves them out."""
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
        """The draft of this person in this chat that is open."""
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

    def arrivals(self, now: datetime, most: int) -> tuple[Address, ...]:
        """Accounts whose person is not known yet and whose platform is to be asked now, the longest waiting first."""
        ...

    def standstills(self) -> Mapping[tuple[str, str], datetime]:
        """The tenants (platform and id) that take no letters, and until when each is left alone."""
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
        """Store an open draft (in place of the one of its token, if it has one) and return its token. Any other that was
        open for this person in this chat is replaced."""
        ...

    def close_draft(self, token: str, state: DraftState, saved: tuple[int, ...] = ()) -> None:
        """Note what has become of an open draft: it can no longer be saved or answered."""
        ...

    def place_draft(self, token: str, card: str) -> None:
        """Note one more message that carries a draft's buttons."""
        ...

    def enqueue(self, letter: Letter) -> bool:
        """Put a letter in the outbox; False where its key is there already (nothing changes)."""
        ...

    def ask(self, question: Question) -> Question:
        """Log a request for an update."""
        ...

    def keep_newcomer(self, newcomer: Newcomer) -> None:
        """Note how an account that says to be somebody stands, in place of what was noted of it."""
        ...

    def welcome(self, person: int) -> None:
        """Note that the first-contact sentences were said."""
        ...

    def reach(self, person: int, address: Address, at: datetime) -> None:
        """Remember where a person is reached; writes only when it changed. Makes an unreachable address reachable. An
        account that is bound to somebody else stays theirs."""
        ...

    def lose(self, address: Address, reason: str, at: datetime) -> None:
        """Mark a known address unreachable from that moment; one that was so already stays as it is."""
        ...

    def expect(self, address: Address, now: datetime) -> None:
        """Remember an account whose person is not known yet."""
        ...

    def put_off(self, address: Address, now: datetime, seconds: float) -> None:
        """Ask about that account later, and not before so many seconds."""
        ...

    def forget_arrival(self, address: Address) -> None:
        """It is known whose that account is, or it has gone."""
        ...

    def stand_still(self, stop: Stop) -> int:
        """Note a refusal that is not the person's doing; on how many days there was one since a letter last went there."""
        ...

    def try_again(self, person: int) -> bool:
        """Hold none of a person's addresses for unreachable, ask again what did not reach them and send at once what waits;
        whether any address was lost."""
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
        """Add or change people by e-mail, their rights and what they hold; how many rows added and how many changed.

        Only what is new since the plan's people file last said it counts: what was changed by command since stays so.
        """
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
