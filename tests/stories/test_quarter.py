"""A whole quarter of one plan, its people in two Teams tenants and one Slack workspace, each with habits of their own."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.model.people import PersonRow
from bot.model.plan import Action, Milestone, Plan, Priority, Role
from bot.model.policy import Policy
from bot.ports.record import Tx
from bot.rules.calendar import working_days
from bot.rules.documents import edition
from tests.world.plan import email, record
from tests.world.story import Clock, Story, told
from tests.world.wires import Seat
from tests.world.wires.slack import SlackWire
from tests.world.wires.teams import HOME, TeamsWire

SHORT = "county"
DAYS = working_days(Policy())
NHS = "a5a5a5a5-0000-4000-8000-000000000nhs"
TEAMS = {"keira": HOME, "gwen": HOME, "leo": HOME, "ben": NHS, "nadia": NHS, "tom": NHS}
SLACK = ("petra", "sol", "carys", "abel")
HOLDS = {
    "keira": ("Head of Inclusion", ""),
    "gwen": (None, "admin"),
    "leo": (None, "lead:1 lead:2"),
    "ben": ("Chief Nursing Officer", ""),
    "nadia": ("Designated Clinical Officer", ""),
    "tom": ("Head of Therapies", ""),
    "petra": ("Forum Co-chair", ""),
    "sol": ("Forum Treasurer", ""),
    "carys": ("Independent Chair", "board"),
    "abel": (None, "admin"),
}
MILESTONES = (  # priority, due, owners
    (1, "2025-04-30", ("Head of Inclusion",)),
    (1, "2025-05-16", ("Head of Inclusion", "Forum Co-chair")),
    (1, "2025-06-13", ("Chief Nursing Officer",)),
    (1, "2025-05-30", ("Designated Clinical Officer",)),
    (2, "2025-04-25", ("Head of Therapies",)),
    (2, "2025-05-06", ("Forum Co-chair",)),
    (2, "2025-05-09", ("Forum Treasurer",)),
    (2, "2025-06-20", ("Chief Nursing Officer", "Forum Treasurer")),
    (2, "2025-06-30", ("Head of Inclusion",)),
)
BEGINS, ENDS = datetime(2025, 3, 30, 9, 30, tzinfo=UTC), date(2025, 6, 30)
BAD_DAY = date(2025, 4, 27)
NEVER = {"sol", "tom"}  # who answers nobody


def _milestones(priority: int) -> tuple[Milestone, ...]:
    mine = [(due, owners) for number, due, owners in MILESTONES if number == priority]
    return tuple(
        Milestone(ref=f"{priority}.1.{n}", text=f"Step {n} done.", date_text=due, due=date.fromisoformat(due), owners=owners)
        for n, (due, owners) in enumerate(mine, 1)
    )


PLAN = Plan(
    short=SHORT,
    title="The county's plan",
    priorities=(Priority(number=1, text="Lead well"), Priority(number=2, text="Listen well")),
    actions=tuple(Action(ref=f"{p}.1", priority=p, title=f"Do {p}", milestones=_milestones(p)) for p in (1, 2)),
    roles=tuple(Role(name=role) for role, _ in HOLDS.values() if role),
)


def load(tx: Tx) -> None:
    """The plan and its people; nobody says on which platform they are."""
    rows = [
        PersonRow(role=role, name=name.title(), email=email(name), rights=tuple(rights.split()))
        for name, (role, rights) in HOLDS.items()
    ]
    tx.plans.save(edition.compare(None, PLAN).plan)
    tx.people.save(SHORT, rows)


@dataclass
class Quarter:
    """What was said and what was sent, written down by the people themselves."""

    story: Story
    file: Path
    said: list[tuple[str, str, str, str]] = field(default_factory=list)  # ref, status, narrative, by whom
    days: dict[str, list[date]] = field(default_factory=dict)  # by name: the days on which a letter came
    chased: Counter[str] = field(default_factory=Counter)  # by name: letters with a question not answered since

    async def lives(self) -> None:
        """Day after day until the end, weekends and holidays too."""
        while self.story.clock().date() < ENDS:
            if self.story.clock().date() == BAD_DAY:  # tomorrow Slack takes a letter and does not say so
                slack_of(self).slack.order("chat.postMessage", "drop")
            before = {name: len(letters) for name, letters in self.story.letters.items()}
            await self.story.advance(days=1)
            for name in HOLDS:
                fresh = self.story.letters[name][before.get(name, 0) :]
                self.days.setdefault(name, []).extend([self.story.clock().date()] * len(fresh))
                if fresh and "report on" in fresh[-1]:
                    await self.hears(name, self.story.person(name))

    async def hears(self, name: str, seat: Seat) -> None:
        """Somebody was asked, and does as they are used to."""
        self.chased[name] += 1
        ref = next(label.removeprefix("Update ") for label in seat.buttons() if label.startswith("Update ") and "." in label)
        words = f"{name} on {self.story.clock():%d %B}"
        match name:
            case "keira" | "petra":
                status = ("Green", "Amber", "Red")[len(self.said) % 3]
                await seat.presses(f"Update {ref}")
                await seat.fills({"Status": status, "What has happened": words})
                if status != "Green":
                    await seat.fills({"Path to green": "two more people"})
                if "Save it?" in await seat.presses("Save"):  # green, though it is overdue
                    await seat.presses("Save")
                self.said.append((ref, status.lower(), words, name))
            case "ben":
                await seat.says(f"1 green: {words}")
                await seat.says("yes")
                self.said.append((ref, "green", words, name))
            case "nadia" if self.chased[name] == 3:
                await seat.says(f"{ref} complete {words} https://example.org/done")
                await seat.presses("Save")
                self.said.append((ref, "complete", words, name))

    def rows(self, columns: str, where: str = "true") -> list[tuple[str, ...]]:
        """Letters as the record has them."""
        with closing(sqlite3.connect(self.file)) as link:
            return link.execute(f"SELECT {columns} FROM letter WHERE {where} ORDER BY settled, key").fetchall()


@pytest.fixture
async def quarter(tmp_path: Path) -> AsyncIterator[Quarter]:
    """Milepost on both platforms; everyone on Teams has the app; both boards are bound."""
    clock = Clock(BEGINS)
    teams, slack = TeamsWire(clock, TEAMS, {NHS: "uk"}), SlackWire(clock, tmp_path, SLACK)
    store = await record(tmp_path / "record.db", load)
    async with told(store, clock, [teams, slack], SHORT) as story:
        story.seat(teams, TEAMS)
        story.seat(slack, SLACK)
        await story.bind_board("gwen")
        await story.bind_board("abel")
        yield Quarter(story, tmp_path / "record.db")


async def test_a_quarter_over_two_tenants_and_a_workspace(quarter: Quarter) -> None:
    await quarter.lives()

    await each_is_asked_on_their_own_platform_and_in_their_own_tenant(quarter)
    nobody_hears_twice_on_a_working_day_nor_on_any_other(quarter)
    no_letter_is_lost_or_sent_twice(quarter)
    both_boards_have_every_weekly_summary(quarter)
    whoever_is_silent_is_chased_and_then_passed_on_once(quarter)
    await the_record_is_what_was_said(quarter)


async def each_is_asked_on_their_own_platform_and_in_their_own_tenant(quarter: Quarter) -> None:
    people = await quarter.story.store.read(lambda view: view.people.of(SHORT))
    names = {person.id: person.name.lower() for person in people.persons}
    for person, platform, address in quarter.rows("person, platform, address", "kind = 'nudge' AND state = 'sent'"):
        name = names[int(person)]
        team = slack_of(quarter).team.id
        expected = ("teams", TEAMS[name]) if name in TEAMS else ("slack", team)
        assert platform == expected[0] and expected[1] in address, (name, platform, address)

    directory = teams_of(quarter).teams.directory
    assert {there.region for there in directory.conversations.values() if there.tenant == NHS} == {"uk"}
    assert set(directory.people) == set(TEAMS) and set(slack_of(quarter).slack.people) == set(SLACK)


def nobody_hears_twice_on_a_working_day_nor_on_any_other(quarter: Quarter) -> None:
    for name, days in quarter.days.items():
        assert max(Counter(days).values(), default=0) <= 1, name
        assert [day for day in days if day not in DAYS] == [], name
    assert sum(len(days) for days in quarter.days.values()) > 40


def no_letter_is_lost_or_sent_twice(quarter: Quarter) -> None:
    states = Counter(state for (state,) in quarter.rows("state"))
    assert set(states) == {"sent"}, states

    assert not any(order.times for order in slack_of(quarter).slack.world.orders)
    keys = [key for (key,) in quarter.rows("key", "platform = 'slack'")]
    assert sorted(slack_of(quarter).slack.world.letters()) == sorted(keys)
    heard = sum(len(letters) for letters in (*quarter.story.letters.values(), *quarter.story.posts.values()))
    assert heard == states["sent"]


def both_boards_have_every_weekly_summary(quarter: Quarter) -> None:
    weeks = mondays()
    assert len(weeks) == 14
    for platform in ("teams", "slack"):
        posts = [post for post in quarter.story.posts[platform] if not post.startswith(("Since this was posted", "In full: "))]
        assert len(posts) == len(weeks), platform
        assert [week for week, post in zip(weeks, posts, strict=True) if f"the week of {week:%-d %B %Y}" not in post] == []
    assert "keira on" in "".join(quarter.story.posts["slack"]) and "petra on" in "".join(quarter.story.posts["teams"])


def mondays() -> list[date]:
    """The weeks in which a round was lived through; the first day is only set up."""
    first = BEGINS.date() + timedelta(days=1)
    days = [first + timedelta(days=n) for n in range((ENDS - first).days + 1)]
    return sorted({day - timedelta(days=day.weekday()) for day in days if day in DAYS})


def whoever_is_silent_is_chased_and_then_passed_on_once(quarter: Quarter) -> None:
    passed_on = [letter for letter in quarter.story.letters["leo"] if "You are asked once as lead" in letter]
    refs = [ref for ref in ("2.1.1", "2.1.3") if sum(ref in letter for letter in passed_on) != 1]
    assert passed_on and refs == []
    assert all(quarter.chased[name] >= 6 for name in NEVER)
    assert quarter.chased["nadia"] == 3


async def the_record_is_what_was_said(quarter: Quarter) -> None:
    kept = []
    for ref in [milestone.ref for action in PLAN.actions for milestone in action.milestones]:
        for update in await quarter.story.history(ref):
            kept.append((ref, update.status.value, update.narrative, update.by_name.lower()))
            assert update.platform == ("teams" if update.by_name.lower() in TEAMS else "slack")
    assert sorted(kept) == sorted(quarter.said)
    assert {name for _, _, _, name in kept} == {"keira", "petra", "ben", "nadia"}


def slack_of(quarter: Quarter) -> SlackWire:
    """The workspace."""
    (found,) = [wire for wire in quarter.story.wires if isinstance(wire, SlackWire)]
    return found


def teams_of(quarter: Quarter) -> TeamsWire:
    """The tenants."""
    (found,) = [wire for wire in quarter.story.wires if isinstance(wire, TeamsWire)]
    return found

