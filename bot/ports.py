"""The four ports: what drives the desk, and what the desk and the rounds need of the world."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol, TypeVar

from bot.model.letter import Ending, Left, Letter, LetterState, Outbox, Parcel, Standstill, Stop, Unsent
from bot.model.message import Message
from bot.model.noun import Noun
from bot.model.nudge import Rounds
from bot.model.people import Address, Lost, Newcomer, People, Person, PersonRow
from bot.model.plan import Milestone, Plan
from bot.model.policy import Policy
from bot.model.talk import Chat, Draft, DraftState, Inbound, Notice, Reply, Sender, Shown
from bot.model.trouble import Trouble, Unread
from bot.model.update import Evidence, Question, Standing, Update

T = TypeVar("T")
Clock = Callable[[], datetime]


# ---- what comes in, what goes back -------------------------------------------------


Handle = Callable[[Inbound], Awaitable[Reply]]
Heed = Callable[[Notice | Shown], Awaitable[Reply]]


# ---- exceptions: a few, and all else is a bug ---------------------------------------


class Refusal(Exception):
    """The person's doing, worded for them alone from `prompts/replies.toml` under `prompt_key`."""

    def __init__(self, prompt_key: str, **facts: str) -> None:
        super().__init__(prompt_key)
        self.prompt_key = prompt_key
        self.facts = facts


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


class RecordAway(Exception):
    """The record did not do what a person waits for."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


class Unreadable(Exception):
    """What was asked for is a row that cannot be read, and there is nothing to go on with."""

    def __init__(self, unread: Unread) -> None:
        super().__init__(f"{unread.kind.value} {unread.key}")
        self.unread = unread


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
