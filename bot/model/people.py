"""The people of a plan, the roles they hold, and the addresses that reach them."""

from __future__ import annotations

from bisect import bisect_left
from datetime import date
from enum import StrEnum
from operator import attrgetter
from typing import Annotated, NamedTuple, Self

from pydantic import AfterValidator

from bot.model.absences.absence import Absence, StoodIn
from bot.model.noun import Moment, Noun
from bot.model.spelling import alike


class Right(StrEnum):
    """A person's right in a plan. Whoever leads a priority has `lead:` and its number beside these, and whoever assures that
    of one priority alone `assurer:` and its number."""

    ADMIN = "admin"
    ASSURER = "assurer"
    BOARD = "board"
    CHAIR = "chair"
    FORUM = "forum"
    MEMBER = "member"
    OBSERVER = "observer"


OF_PRIORITY = ("lead", "assurer")  # rights that may be for one priority: its number stands after a colon


class Person(Noun):
    """Someone the plan knows, by e-mail in lower case. Rights hold for one plan: those of `Right`, lead:N, assurer:N."""

    id: int = 0
    name: str
    email: str
    rights: tuple[str, ...] = ()
    platform: str | None = None
    zone: str | None = None

    @property
    def is_admin(self) -> bool:
        """Say if they may seed, pause, and stand in if nobody leads."""
        return Right.ADMIN in self.rights

    @property
    def is_board(self) -> bool:
        """Say if they sit on the Improvement Board."""
        return Right.BOARD in self.rights

    @property
    def is_chair(self) -> bool:
        """Say if they chair the Improvement Board by right, whatever post they hold."""
        return Right.CHAIR in self.rights

    def assures(self, priority: int) -> bool:
        """Say if this person may look at what was declared complete in the priority of that number."""
        return Right.ASSURER in self.rights or f"assurer:{priority}" in self.rights

    @property
    def is_assurer(self) -> bool:
        """Say if they may look at what was declared complete in any priority."""
        return any(right.partition(":")[0] == Right.ASSURER for right in self.rights)

    def leads(self, priority: int) -> bool:
        """Say if this person leads the priority of that number."""
        return f"lead:{priority}" in self.rights


class Acquaintance(NamedTuple):
    """The acquaintance of Milepost with a person: the plans they belong to, and if it has said who it is."""

    plans: tuple[str, ...]
    welcomed: bool


class Holding(Noun):
    """A person holds a role from a day to a day, both inclusive; a deputy may act for them on those days.

    `id` is the number of the entry that began it, made at the moment `noted`. A deputy with days of their own acts on these
    alone, and is asked on each; one without acts whenever the holder does not. `deputy_noted` is when they were named.
    """

    id: int = 0
    role: str
    person: int
    starts: date | None = None
    ends: date | None = None
    deputy: int | None = None
    deputy_starts: date | None = None
    deputy_ends: date | None = None
    noted: Moment | None = None
    deputy_noted: Moment | None = None

    def covers(self, day: date) -> bool:
        """Say if the role is held on that day."""
        return _within(self.starts, self.ends, day)

    def deputy_on(self, day: date) -> int | None:
        """Return who may act for the holder on that day. None if nobody may."""
        return self.deputy if self.covers(day) and _within(self.deputy_starts, self.deputy_ends, day) else None

    @property
    def deputy_has_days(self) -> bool:
        """Say if the deputy has days of their own, on which they are asked beside the holder."""
        return self.deputy is not None and (self.deputy_starts, self.deputy_ends) != (None, None)


def _within(starts: date | None, ends: date | None, day: date) -> bool:
    return (starts is None or starts <= day) and (ends is None or day <= ends)


class Acting(NamedTuple):
    """The deputy of a holding, with their days if they have any."""

    person: int | None
    starts: date | None = None
    ends: date | None = None


NOBODY = Acting(None)


def acting_for(holding: Holding) -> Acting:
    """Return who acts for the holder of a role, and on which days."""
    return Acting(holding.deputy, holding.deputy_starts, holding.deputy_ends)


class Address(Noun):
    """The address of one person, or of a board's channel, on one platform. `route` is our own JSON, opaque outside its
    adapter. `under` is the reference of the message there in whose thread a letter is written; empty if in none."""

    platform: str
    tenant: str
    id: str
    route: str = ""
    under: str = ""


class Bound(Noun):
    """An account that is bound to a person: how it is reached, and if it can't be. `welcomed` says that its person was told
    the first-contact sentences, `waits` that something waits for their yes."""

    person: int
    route: str
    lost: bool
    welcomed: bool
    waits: bool = False


class PersonRow(Noun):
    """One row of a people file: who holds which role, from when to when. A deputy is named by e-mail.

    `unsaid` are the columns that the file does not have: what they would say stays as it is.
    """

    role: str | None
    name: str
    email: str
    rights: tuple[str, ...] = ()
    starts: date | None = None
    ends: date | None = None
    deputy_email: str | None = None
    deputy_starts: date | None = None
    deputy_ends: date | None = None
    platform: str | None = None
    row: int = 0
    unsaid: tuple[str, ...] = ()


class Claim(StrEnum):
    """The state of an account whose person says that we know them elsewhere."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    REFUSED = "refused"


class Newcomer(Noun):
    """An account whose person says that we know them elsewhere. That person or an admin is asked about it.

    `code` names it to them for a day from `at`. It is empty as long as they have not been told.
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


class LostBoard(Noun):
    """A channel of a board, or of another audience, that takes nothing any more: the platform's reason, and the moment it said
    so."""

    address: Address
    reason: str
    at: Moment
    audience: str = "board"


def _by_number(persons: tuple[Person, ...]) -> tuple[Person, ...]:
    return tuple(sorted(persons, key=attrgetter("id")))


class People(Noun):
    """Everyone one plan knows, by number, who holds what, who is away, and who stood in until that was said anew. The
    questions about them are in `bot.rules.holders`."""

    persons: Annotated[tuple[Person, ...], AfterValidator(_by_number)] = ()
    holdings: tuple[Holding, ...] = ()
    absences: tuple[Absence, ...] = ()
    stood_in: tuple[StoodIn, ...] = ()

    def one(self, person: int) -> Person | None:
        """Return somebody by their number. None if the plan does not know them."""
        at = bisect_left(self.persons, person, key=attrgetter("id"))
        found = self.persons[at] if at < len(self.persons) else None
        return found if found is not None and found.id == person else None

    def named_apart(self, person: Person) -> str:
        """Return somebody's name, with their e-mail if the plan knows somebody else of that name."""
        key = alike(person.name)
        shared = any(one.id != person.id and alike(one.name) == key for one in self.persons)
        return f"{person.name} <{person.email}>" if shared else person.name

    def knowing(self, person: Person) -> Self:
        """Return these people with one of them as given, or with one more."""
        others = tuple(one for one in self.persons if one.id != person.id)
        return self.model_copy(update={"persons": _by_number((*others, person))})

    def holding(self, holding: Holding) -> Self:
        """Return these people with one holding as given, or with one more."""
        others = [one for one in self.holdings if one.id != holding.id]
        return self.model_copy(update={"holdings": tuple(sorted([*others, holding], key=lambda one: one.id))})

    def without(self, holding: int) -> Self:
        """Return these people without the holding of that number."""
        return self.model_copy(update={"holdings": tuple(one for one in self.holdings if one.id != holding)})
