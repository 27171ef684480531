"""The small plan of the stories, its people by their first names, and a record with both in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from weakref import WeakKeyDictionary

from bot.model.people import PersonRow
from bot.model.plan import Action, Milestone, Plan, Priority, Role
from bot.ports.record import Tx
from bot.rules.documents import edition
from bot.wording.updates.erasures import InPlace
from store.record import SqlStore
from tests import records
from tests.records import long_ago

SMALL = "small"
STRANGER = "mallory"
BOARD = "board"  # the board's channel, on every platform
HALL = "hall"  # a channel Milepost was never let into, where a platform has such
ROLES = ("Head of Inclusion", "Chief Nursing Officer", "Independent Chair", "Head of SEND Finance")
Part = tuple[str | None, str]  # a role, and rights
PEOPLE: dict[str, Part] = {
    "keira": ("Head of Inclusion", ""),
    "ben": ("Chief Nursing Officer", ""),
    "gwen": (None, "admin"),
    "hugo": (None, "board"),
    "carys": ("Independent Chair", "board"),
    "leo": (None, "lead:1"),
}


def email(name: str) -> str:
    """Somebody's e-mail."""
    return f"{name}@example.org"


def row(name: str, ends: str = "", people: Mapping[str, Part] = PEOPLE) -> PersonRow:
    """One of the people as a people file names them, with a last day in their role if they have one."""
    role, rights = people[name]
    last = datetime.fromisoformat(ends).date() if ends else None
    return PersonRow(role=role, name=name.title(), email=email(name), rights=tuple(rights.split()), ends=last)


def due(number: int, when: str, *owners: str) -> Milestone:
    """A milestone of action 1.1 due that day."""
    day = datetime.fromisoformat(when).date()
    return Milestone(ref=f"1.1.{number}", text=f"Step {number} done.", date_text=when, due=day, owners=owners)


STEPS = (
    due(1, "2025-04-30", "Head of Inclusion"),
    due(2, "2025-04-30", "Head of Inclusion", "Chief Nursing Officer"),
    due(3, "2025-12-31", "Head of SEND Finance"),
)


def small(steps: Sequence[Milestone] = STEPS, roles: Sequence[str] = ROLES) -> Plan:
    """The small plan, of these milestones and roles."""
    action = Action(ref="1.1", priority=1, title="Set up the board", milestones=tuple(steps))
    return Plan(
        short=SMALL,
        title="A small plan",
        priorities=(Priority(number=1, text="Lead well"),),
        actions=(action,),
        roles=tuple(Role(name=name) for name in roles),
    )


PLAN = small()


def load(tx: Tx, plan: Plan = PLAN, people: Mapping[str, Part] = PEOPLE) -> None:
    """Put the plan and its people into a record."""
    tx.plans.save(edition.compare(None, plan).plan)
    tx.people.save(plan.short, [row(name, people=people) for name in people])


_LOADED: WeakKeyDictionary[Callable[[Tx], None], bytes] = WeakKeyDictionary()  # a record's file, by what was loaded into it


async def record(file: Path, load: Callable[[Tx], None] = load) -> SqlStore:
    """A record of one's own, with the small plan in it or what else is loaded. What was loaded once is copied."""
    if load not in _LOADED:
        first = SqlStore(f"sqlite:///{records.empty(file)}", long_ago, InPlace())
        await first.transact(load)
        await first.close()
        _LOADED[load] = file.read_bytes()
    file.write_bytes(_LOADED[load])
    return SqlStore(f"sqlite:///{file}", long_ago, InPlace())
