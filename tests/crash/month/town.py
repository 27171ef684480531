"""Slack and Teams side by side, and a plan of which half of the people are in each, and some in both. Its board meets in both."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import partial

from bot.model.board.settings import Cycle, Meeting
from bot.model.people import PersonRow
from bot.model.plan import Action, Milestone, Plan, Priority, Recurrence, Role
from bot.model.policy import Policy
from bot.ports.record import Tx
from bot.rules.documents import edition
from store.record import SqlStore
from tests.crash.organisations import Platforms, Tenant, Workspace
from tests.records import long_ago
from tests.world.slack import Slack
from tests.world.teams import TeamsPlatform

PLAN = "town"
BOARD = "board"
DOMAIN = "example.org"
AT_LENGTH = "It was agreed with the schools, the health board and the families that "  # what makes a letter go in parts


def milestones(at: int, name: str, dates: Sequence[date]) -> tuple[Milestone, ...]:
    """Give somebody a milestone for each date. Every tenth person's say so much that a letter about them goes in parts."""
    much = AT_LENGTH * 12 if at % 10 == 3 else ""
    return tuple(
        Milestone(ref=f"1.{at + 1}.{n}", text=f"{much}step {n} of {name} is done.", date_text=f"{due:%d %B %Y}", due=due, owners=(f"Head of {name}",))
        for n, due in enumerate(dates, 1)
    )


def that_come_round(at: int, name: str, end: date) -> Iterator[Milestone]:
    """Give somebody one for each month's end, somebody one that goes on without an end, and some so many each Wednesday, of so many
    words, that they fit into no message of either platform."""
    whose = (f"Head of {name}",)
    if at % 10 == 1:
        yield Milestone(ref=f"1.{at + 1}.7", text=f"{name} reports each month.", due=end, recurrence=Recurrence.MONTHLY, owners=whose)
    if at % 10 == 5:
        yield Milestone(ref=f"1.{at + 1}.7", text=f"{name} goes on.", start=end.replace(day=1), open_ended=True, owners=whose)
    if at % 10 in (7, 8):
        wednesday = end - timedelta(days=(end.weekday() - 2) % 7 + 14)
        for n in range(7, 15):
            yield Milestone(ref=f"1.{at + 1}.{n}", text=f"{AT_LENGTH * 60}part {n}.", due=wednesday, recurrence=Recurrence.WEEKLY, owners=whose)


def plan_of(names: Sequence[str], dates: Mapping[str, Sequence[date]], month_end: date | None = None) -> Plan:
    """Return a plan in which everybody has an action with a milestone for each of their dates, and until a month's end some that come
    round."""
    others = [that_come_round(at, name, month_end) if month_end else () for at, name in enumerate(names)]
    actions = tuple(
        Action(ref=f"1.{at + 1}", priority=1, title=f"The work of {name}", milestones=(*milestones(at, name, dates[name]), *others[at]))
        for at, name in enumerate(names)
    )
    roles = tuple(Role(name=f"Head of {name}") for name in names)
    return Plan(short=PLAN, title="A plan of a town", priorities=(Priority(number=1, text="Live well"),), actions=actions, roles=roles)


class Town(Platforms):
    """Two platforms, the people in each, and what Milepost must know to work there."""

    def __init__(self, in_slack: Sequence[str], in_teams: Sequence[str], in_both: Sequence[str] = ()) -> None:
        super().__init__(Slack(), TeamsPlatform())
        self.names = (*in_slack, *in_teams, *in_both)
        self.in_slack, self.in_teams, self.in_both = tuple(in_slack), tuple(in_teams), tuple(in_both)
        self.slack.echoes = False
        self.workspace = Workspace(self.slack, "Town", [*in_slack, *in_both], BOARD)
        self.tenant = Tenant(self.teams, [*in_teams, *in_both], BOARD)
        self.team, self.slack_board, self.teams_board = self.workspace.team, self.workspace.channel, self.tenant.channel

    def environment(self, database: str) -> dict[str, str]:
        """Return how Milepost is told where everything is."""
        served = {**self.workspace.environment(DOMAIN), **self.tenant.environment(DOMAIN)}
        return {"DATABASE_URL": database, "HOST": "127.0.0.1", "PORT": "0", **served}

    # ---- the record

    async def loads(self, database: str, plan: Plan, meetings: Sequence[date] = ()) -> None:
        """Load the plan and its people, and make both channels the board's."""
        store = SqlStore(database, long_ago)
        await store.transact(partial(self._load, plan=plan, meetings=meetings))
        await store.transact(self._reach)
        await store.close()

    def _load(self, tx: Tx, plan: Plan, meetings: Sequence[date]) -> None:
        tx.plans.save(edition.compare(None, plan).plan)
        tx.plans.keep_settings(PLAN, Policy(board=Cycle(meetings=tuple(Meeting(on=day) for day in meetings))))
        tx.people.save(PLAN, [self._row(name) for name in self.names])

    def _row(self, name: str) -> PersonRow:
        rights = ("admin", "chair") if name == self.names[0] else ()
        return PersonRow(role=f"Head of {name}", name=name.title(), email=f"{name}@{DOMAIN}", rights=rights)

    def _reach(self, tx: Tx) -> None:
        """In Slack people are found by their e-mail, in Teams because they have put the app in."""
        tx.plans.bind_board(PLAN, self.workspace.board())
        tx.plans.bind_board(PLAN, self.tenant.board())
        early = long_ago() + timedelta(days=1)
        ids = {person.email: person.id for person in tx.people.of(PLAN).persons}
        for name in (*self.in_teams, *self.in_both):
            tx.accounts.reach(ids[f"{name}@{DOMAIN}"], self.tenant.account(name), early)
        for name in self.in_both:  # else whoever comes second from the other platform has to be confirmed there first
            tx.accounts.reach(ids[f"{name}@{DOMAIN}"], self.workspace.account(name), early + timedelta(days=self._prefers(name)))

    def _prefers(self, name: str) -> int:
        """Say which platform somebody who is in both has used last: 1 for Slack, -1 for Teams."""
        return 1 if self.in_both.index(name) % 2 else -1
