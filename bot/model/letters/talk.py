"""Talk: things said, replies, and drafts that are not saved yet."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from pydantic import Field

from bot.model.board.paper import Drawn
from bot.model.letters.form import Answers, Faults, Form
from bot.model.letters.message import Message
from bot.model.noun import Moment, Noun
from bot.model.people import Address, Person


class Asker(Noun):
    """The person who asks, their plan, the moment, and the zone in which their days begin. `plans` are all of which they
    may hear in this place. `open` says that everybody there reads the answer."""

    person: Person
    short: str
    now: datetime
    plans: tuple[str, ...]
    zone: str
    open: bool = False

    @property
    def several(self) -> bool:
        """Say if they must name the plan they mean."""
        return len(self.plans) > 1

    @property
    def plan_named(self) -> str | None:
        """Return the plan that this person must name, being in more than one. None if it goes without saying."""
        return self.short if self.several else None


# ---- what comes in, what goes back -------------------------------------------------


class Sender(Noun):
    """The account that spoke, as the platform vouches for it. `email` is None unless the platform says it is verified.

    `vouched` is False for an account that must not be served, whoever it was: deactivated, a bot's, of another workspace.
    `home` is the tenant that keeps the account, or the installation through which we reach it, if that is not `tenant`.
    """

    platform: str
    tenant: str
    id: str
    email: str | None = None
    name: str = ""
    vouched: bool = True
    home: str = ""


class Chat(Noun):
    """The place where it was said. `thread` is the reference of the message that began the thread, if there is one.

    `quoted` says that this is the one message answered, and not the first of many. `open` says that everybody there reads
    the answer: the platform can't answer one person alone.
    """

    id: str
    private: bool = True
    thread: str | None = None
    quoted: bool = False
    open: bool = False


MOST_FILE = 10 * 1024 * 1024  # bytes of a file that is taken from somebody


class FileSent(Noun):
    """A file that somebody sent: its name, and its size in bytes if the platform tells. `place` says where it is, for the
    platform's own channel alone: it may hold a secret. A file that came whole has its bytes in `held`."""

    name: str
    size: int | None = None
    place: str = Field(default="", repr=False)
    held: bytes | None = Field(default=None, repr=False)


class Inbound(Noun):
    """One thing said to Milepost: typed, pressed or sent in a form. `id` is the platform's own, the same on redelivery.

    `said` is the text typed, or the command of the button or form. `answers` is set for a form alone.
    `card` is the reference of the message that carried the button or form. `route` is how to reach the
    sender unprompted (our own JSON, see Address), empty if this message does not tell. `edited` says that this
    message was changed after it was sent: it says nothing new. `files` are those sent with it in a private chat.
    `for_a_file` says that it is the answer to an offer of a file: nobody typed it, so it asks for that file and does nothing
    else.
    """

    id: str
    sender: Sender
    chat: Chat
    said: str
    answers: Answers | None = None
    card: str | None = None
    route: str = ""
    edited: bool = False
    files: tuple[FileSent, ...] = ()
    for_a_file: bool = False


class Shown(Noun):
    """A message that Milepost posted, by its reference, as the platform tells it, with the draft whose buttons it carries now, if
    any. `buttons` is what its buttons say, if others read it, and the platform lets whoever presses name any message."""

    sender: Sender
    draft: str
    card: str
    buttons: tuple[str, ...] = ()


class Pressed(Noun):
    """A button, and the message on which it was pressed where others read it, as whoever pressed it says."""

    sender: Sender
    card: str
    button: str


class Notice(Noun):
    """An account can be reached from now on, or no longer (`gone` says why, in words), as the platform tells it.

    `route` is how to reach it unprompted, as in Inbound. `later` says that the platform has not said yet whose it is.
    """

    sender: Sender
    route: str = ""
    gone: str = ""
    later: bool = False


class Matter(Noun):
    """A milestone of a plan that something is about. Without a ref it is about the plan as a whole."""

    plan: str
    ref: str = ""


class Sight(Noun):
    """The part of a plan that something shows: some milestones, or what is told of all of them (`whole`)."""

    plan: str
    refs: frozenset[str] = frozenset()
    whole: bool = False

    def shows(self, matter: Matter) -> bool:
        """Say if it may look otherwise once that is changed."""
        return matter.plan == self.plan and (self.whole or not matter.ref or matter.ref in self.refs)


class Redrawn(Noun):
    """A message said before, by its reference, and what must stand in its place."""

    card: str
    message: Message


class ListShown(Noun):
    """A list that somebody was shown in a chat: what stands under its numbers, from 1 on, each with what was said of it last."""

    person: int
    chat: str
    at: Moment
    plan: str
    refs: tuple[tuple[str, int], ...]


class Handed(Drawn):
    """A file that is handed over with an answer. `title` says what it is, for whoever only hears it. `again` is the command that
    gives the same file again, for a platform that first asks if somebody wants it."""

    title: str = ""
    again: str = ""


class OwnChat(Noun):
    """The sender's own chat with Milepost, by the address that reaches it: everybody reads what is said where they spoke.
    `otherwise` is said there if they have no such chat."""

    address: Address
    otherwise: Message


class Wrong(StrEnum):
    """The reasons for which a reply is not what was asked for."""

    REFUSED = "refused"
    SLOWED = "slowed"
    AWAY = "away"  # the record did not answer in time
    UNREADABLE = "unreadable"
    FAILED = "failed"


class Say(Noun):
    """Say a message: to the sender alone if private; in place of the card that asked if in_place (else as a new message).

    `changed_record` says that what was said has changed the record, now or when it was heard first. `draft` is the token of
    the draft whose buttons the message carries: its place must be told (see Shown). `redrawn` are messages said before
    that no longer hold. `touched` is what the record was just told of: whatever shows that must be drawn anew. `sights` is
    what a message shows that is kept fresh. `listed` is what may be answered by the numbers in it. `files` are for the sender
    alone, wherever the message is said. With `own_chat` the message is said there, and not where it was asked for. `wrong` is
    for whoever keeps Milepost: the message says it in words.
    """

    message: Message
    private: bool = True
    in_place: bool = False
    changed_record: bool = False
    draft: str = ""
    redrawn: tuple[Redrawn, ...] = ()
    touched: tuple[Matter, ...] = ()
    sights: tuple[Sight, ...] = ()
    listed: ListShown | None = None
    own_chat: OwnChat | None = None
    files: tuple[Handed, ...] = ()
    wrong: Wrong | None = None


class Ask(Noun):
    """Show a form, pre-filled."""

    form: Form
    answers: Answers = Field(default_factory=dict)


class Fix(Noun):
    """Show the form again with everything that was typed, each fault beside its question (by question id)."""

    form: Form
    answers: Answers
    faults: Faults


class Silence(Noun):
    """Say nothing."""


Reply = Say | Ask | Fix | Silence


# ---- letters -------------------------------------------------------------------------


class DraftState(StrEnum):
    """The state of something said back."""

    OPEN = "open"
    SAVED = "saved"
    LET_GO = "let_go"
    REPLACED = "replaced"


OWN_CHAT = "own "  # begins what stands for somebody's own chat on a platform, if they were answered there unseen
MONTH = "month "  # begins what stands for the chat of a draft that holds choices on the card of the month


class Draft(Noun):
    """The words that a person said and has not saved: one entry a milestone, as form answers with every day as a date.

    `awaiting` is what is still asked for: the ref and the question id. `at` is when it was last said back, `stood` the
    update that each milestone then had (0 for none), and `letter` the letter this person had last. `cards` are the messages
    that carry its buttons, and `under` is the one that it was said under, if any. `drawn` says for each milestone which
    form it was sent in with, and `origin` is the card that the form was opened from. If that is the card of the month, `page`
    is the page of it that is shown again, else 0. `same` says which update is said again, by ref, and `corrects` which one is
    corrected. `suggested` is the status that words sound like, by ref. `lacks` names what can't stay as it was, by ref and
    question, and `left` the milestones that are gone on with once the rest is saved. `follows` is the first entry of the save
    that it goes on from: whoever undoes that lets go of this. `order` is office work that waits for a yes, as a command; it
    has no entries. `answer` is what was said to the question about what does not fit
    in it. `passed` says that something else was answered since it was said back. Saving uses it up: `saved` then holds the
    updates' ids.
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
    under: str | None = None
    drawn: dict[str, str] = Field(default_factory=dict)
    origin: str | None = None
    page: int = 0
    same: dict[str, int] = Field(default_factory=dict)
    corrects: dict[str, int] = Field(default_factory=dict)
    suggested: dict[str, str] = Field(default_factory=dict)
    lacks: tuple[tuple[str, str], ...] = ()
    left: tuple[str, ...] = ()
    follows: int = 0
    order: str = ""
    answer: str = ""
    passed: bool = False
    saved: tuple[int, ...] = ()

    @property
    def of_month(self) -> bool:
        """Say if it holds choices on the card of the month, which no word that is typed means."""
        return self.chat.startswith(MONTH)
