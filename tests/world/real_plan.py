"""The shipped plan with its settings and its people, as a newcomer would load it: what the simulated year begins with."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from bot.model.board.settings import Cycle, Meeting
from bot.model.people import PersonRow
from bot.model.policy import Policy
from bot.ports.record import Tx
from bot.program.documents.plan_file import plan_of
from bot.program.documents.plan_settings import beside
from bot.rules.calendar import add_months
from bot.rules.documents import edition
from seed.people import read_people

SHIPPED = Path(__file__).parents[2] / "seed" / "plans" / "lancashire_send_priority_action_plan.txt"
BEGINS = date(2025, 9, 1)
ADMIN, CHAIR, ASSURER, DEPUTY = "gwen.example", "carys.sample", "jude.placeholder", "kofi.deputy"
HEIR, FORUM = "lena.heir", "fern.forum"
MEMBER, SECOND = "hugo.invented", "iris.sample"  # of the board
OBSERVER, STEWARD = "olga.observer", "abel.steward"
OTHERS = (  # beside the people file: whom people go away to, and who comes after whoever leaves
    PersonRow(role=None, name="Kofi Deputy", email=f"{DEPUTY}@example.org", rights=("member",)),
    PersonRow(role=None, name="Lena Heir", email=f"{HEIR}@example.org", rights=("member",)),
    PersonRow(role=None, name="Carys Sample", email=f"{CHAIR}@example.org", rights=("chair", "board")),
)
FOR_THE_BOARD = (  # beside its members in the people file
    PersonRow(role=None, name="Olga Observer", email=f"{OBSERVER}@example.org", rights=("observer",)),
    PersonRow(role=None, name="Abel Steward", email=f"{STEWARD}@example.org", rights=("admin",)),
    PersonRow(role=None, name="Fern Forum", email=f"{FORUM}@example.org", rights=("forum",)),
)


@dataclass
class Plan:
    """The shipped plan, its settings, and its people by the first part of their e-mail."""

    short: str
    policy: Policy
    rows: tuple[PersonRow, ...]
    actions: tuple[str, ...]
    load: Callable[[Tx], None]

    @property
    def names(self) -> tuple[str, ...]:
        """Everybody, once."""
        return tuple(dict.fromkeys(row.email.partition("@")[0] for row in self.rows))

    def role(self, name: str) -> str | None:
        """The first role somebody holds by the people file."""
        return next((row.role for row in self.rows if row.email.startswith(f"{name}@") and row.role), None)

    def leads(self, name: str) -> tuple[int, ...]:
        """The priorities that somebody leads."""
        rights = [right for row in self.rows if row.email.startswith(f"{name}@") for right in row.rights]
        return tuple(int(right.removeprefix("lead:")) for right in rights if right.startswith("lead:"))


def monthly(months: int = 12) -> tuple[date, ...]:
    """The second Thursday of each month, on which a board meets."""
    firsts = [add_months(BEGINS.replace(day=1), n) for n in range(months)]
    return tuple(first + timedelta(days=(3 - first.weekday()) % 7 + 7) for first in firsts)


def shipped(meetings: Sequence[date] = ()) -> Plan:
    """Read the plan as a newcomer would load it. With meetings, as if its settings named them and its people file the board."""
    draft, policy = asyncio.run(plan_of(SHIPPED))
    people = SHIPPED.with_name(f"{SHIPPED.stem}.people.csv").read_text(encoding="utf-8")
    rows = (*read_people(people, draft.plan), *OTHERS, *(FOR_THE_BOARD if meetings else ()))
    assert policy is not None, f"no settings beside {beside(SHIPPED)}"

    if meetings:
        policy = policy.model_copy(update={"board": Cycle(meetings=tuple(Meeting(on=day) for day in meetings))})

    def load(tx: Tx) -> None:
        tx.plans.save(edition.compare(None, draft.plan).plan)
        tx.plans.keep_settings(draft.plan.short, policy)
        tx.people.save(draft.plan.short, rows)

    return Plan(draft.plan.short, policy, rows, tuple(one.ref for one in draft.plan.actions), load)
