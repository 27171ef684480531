"""A year of the real plan: forty people with habits of their own, Milepost in this process, and what came of it in figures.

`make year` lives through it and writes `build/year.json`. The same seed gives the same year.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import sqlite3
import tempfile
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from pathlib import Path
from random import Random
from statistics import median
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.model.letters.letter import Letter, LetterKind, LetterState
from bot.ports.record import View
from bot.rules.calendar import working_days
from tests.world import fair
from tests.world.board_life import ASKS, EXCEPTION, LATE, BoardLife
from tests.world.impact_life import ImpactLife
from tests.world.plan import record
from tests.world.real_plan import ADMIN, ASSURER, BEGINS, CHAIR, DEPUTY, HEIR, STEWARD, Plan, monthly, shipped
from tests.world.story import Clock, Story, told
from tests.world.wires import Seat, Wire
from tests.world.wires.recorder import RecorderWire

SEED = 13
LONDON = ZoneInfo("Europe/London")
OPENS, AFTERNOON = time(9, 10), time(15, 30)
LINE = re.compile(r"^(\d+)\.\s+(?:[^\n]*?\s)??(\d+\.\d+\.\d+)\b", re.MULTILINE)  # a number, and its milestone, here or below
SAME, ASIDE = 0.15, 0.05  # of the answers: nothing has changed, or one of them is put aside
SENT_BACK, APPROVED = 0.25, 0.7  # of what waits for the assurer, and for the chair
REF, REQUEST = re.compile(r"\b\d+\.\d+\.\d+\b"), re.compile(r"\bx[1-9]\d*\b")


class Habit(StrEnum):
    """How somebody answers."""

    PROMPT = "prompt"
    LATE = "late"
    TWICE = "twice"
    WRONGLY = "wrongly"
    AWAY = "away"
    LEAVES = "leaves"
    SILENT = "silent"


# Of twenty people so many have each habit.
HABITS = (
    *[Habit.PROMPT] * 6, *[Habit.LATE] * 5, *[Habit.TWICE] * 2, *[Habit.WRONGLY] * 2,
    *[Habit.AWAY] * 2, *[Habit.LEAVES], *[Habit.SILENT] * 2,
)  # fmt: skip
Deed = Callable[[], Awaitable[None]]


@dataclass
class Year:
    """What its people do day after day, and what they write down of it."""

    story: Story
    plan: Plan
    file: Path
    dice: Random
    habits: dict[str, Habit] = field(default_factory=dict)
    to_do: dict[date, list[Deed]] = field(default_factory=lambda: defaultdict(list))
    gone: set[str] = field(default_factory=set)
    away: set[str] = field(default_factory=set)
    saved: int = 0
    aside: int = 0
    verdicts: int = 0
    decisions: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    board: BoardLife | None = None
    impact: ImpactLife | None = None

    def __post_init__(self) -> None:
        self.days = working_days(self.plan.policy)
        holders = [name for name in self.plan.names if self.plan.role(name) and name != CHAIR]
        habits = [HABITS[n % len(HABITS)] for n in range(len(holders))]
        self.dice.shuffle(habits)
        self.habits = dict(zip(holders, habits, strict=True))
        for name, habit in self.habits.items():
            begins = BEGINS + timedelta(days=self.dice.randrange(20, 300))
            if habit is Habit.AWAY:
                self.on(begins, lambda name=name: self.goes_away(name))  # type: ignore[misc]
            if habit is Habit.LEAVES:
                self.on(begins, lambda name=name: self.leaves(name))  # type: ignore[misc]
        if self.plan.policy.board.meetings:
            self.board = BoardLife(self, Random(SEED))

    # ---- time

    @property
    def today(self) -> date:
        """The day that it is where the plan is."""
        return self.story.clock().astimezone(LONDON).date()

    async def says_if_it_helped(self) -> ImpactLife:
        """From now on people are asked if it helped, and say so."""
        self.impact = ImpactLife(self, Random(SEED))
        await self.impact.begins()
        return self.impact

    async def lives(self, ends: date) -> None:
        """Day after day until the end, weekends and holidays too: a round in the morning, what people do, and a round later."""
        while (day := self.today + timedelta(days=1)) <= ends:
            await self._round(day, OPENS)
            for name, letters in self.fresh.items():
                if letters:
                    self.was_asked(name, day)
                if letters and self.board and name not in self.gone | self.away and self.habits.get(name) is not Habit.SILENT:
                    self.board.was_asked(name, letters, day)
                if letters and self.impact and name not in self.gone | self.away:
                    self.impact.was_asked(name, letters, day)
            for deed in self.to_do.pop(day, []):
                self.story.clock.moment += timedelta(minutes=1)
                await deed()
            await self._round(day, AFTERNOON)

    async def _round(self, day: date, at: time) -> None:
        before = {name: len(letters) for name, letters in self.story.letters.items()}
        await self.story.at(datetime.combine(day, at, LONDON).astimezone(UTC).replace(tzinfo=None).isoformat())
        self.fresh = {name: letters[before.get(name, 0) :] for name, letters in self.story.letters.items()}

    def on(self, day: date, deed: Deed) -> None:
        self.to_do[day if day in self.days else self.days.next(day)].append(deed)

    def later(self, day: date, working_days: int) -> date:
        return self.days.numbered(self.days.index(day) + working_days)

    # ---- what people do

    def was_asked(self, name: str, day: date) -> None:
        """Somebody had a letter: they do as they are used to, today or later."""
        if name in (ASSURER, CHAIR):
            self.on(day, self.signs_off if name == ASSURER else self.decides)
        habit = self.habits.get(name, Habit.PROMPT)
        if name in self.gone or name in self.away or habit is Habit.SILENT:
            return
        waits = self.dice.randrange(1, 9) if habit is Habit.LATE else self.dice.choice((0, 0, 1))
        self.on(self.later(day, waits), lambda: self.answers(name, habit))
        if habit is Habit.TWICE:
            self.on(self.later(day, waits + 1), lambda: self.answers(name, habit))

    async def answers(self, name: str, habit: Habit) -> None:
        """Somebody answers all that their last letter asks, in one line."""
        seat = self.story.person(name)
        lines = LINE.findall(seat.newest)
        if name in self.gone or not lines:
            return
        if habit is Habit.WRONGLY:
            for wrong in ("gren", "99.9.9 green", f"{lines[0][1]} amber", f"{lines[0][1]} complete"):
                await seat.says(wrong)
            await seat.says("no")
        if self.dice.random() < SAME:
            await self._saves(seat, "all same", len(lines))
        else:
            await self._saves(seat, ", ".join(self.answer(number) for number, _ in lines), len(lines))
        if self.dice.random() < ASIDE:
            await self.turns_aside(seat, lines[-1][1])

    async def _saves(self, seat: Seat, line: str, milestones: int) -> None:
        """Type a line, say yes to what it is said back as, and give a reason if one is asked for."""
        heard = [await seat.says(line)]
        for reply in ("yes", f"the board has seen it, and the Head of Inclusion reports on it by {self._in_a_month():%-d %B %Y}"):
            if "?" in heard[-1] and "Saved" not in heard[-1]:
                heard.append(await seat.says(reply))
        if "when do you now expect" in heard[-1]:
            heard.append(await seat.says(f"{self._in_a_month():%-d %B %Y}"))
            heard.append(await seat.says("yes"))
        if self.board and (late := LATE.search(heard[-1])) and EXCEPTION in seat.buttons():
            await self.board.explains(seat, late[1] or late[2])
        if any("Saved" in told or "Confirmed" in told for told in heard):
            self.saved += milestones
        else:
            self.refused[re.sub(r"\d+\.\d+\.\d+", "REF", heard[-1].strip().partition("\n")[0])] += 1

    async def signs_off(self) -> None:
        """The assurer looks at what waits: one in four goes back."""
        seat = self.story.person(ASSURER)
        for ref in dict.fromkeys(REF.findall(await seat.says("check"))):
            if self.dice.random() < SENT_BACK:
                told = await seat.says(f"send back {ref}: the minutes do not name the date of the decision")
            else:
                told = await seat.says(f"assure {ref} substantial because the minutes and the policy were read")
            self.verdicts += ref in told.partition("\n")[0]

    async def decides(self) -> None:
        """The chair decides the date requests that are open."""
        seat = self.story.person(CHAIR)
        for handle in dict.fromkeys(REQUEST.findall(await seat.says("dates"))):
            answer = "approve" if self.dice.random() < APPROVED else "decline"
            told = await seat.says(f"{answer} {handle} because the board has talked about it")
            self.decisions += any(f"{handle} {word}" in told for word in ("Approved", "Declined"))

    async def turns_aside(self, seat: Seat, ref: str) -> None:
        """Somebody wants one left alone for a while, says that it is not theirs, or asks for another date."""
        until = self.later(self.today, 8)
        later = self._in_a_month() + timedelta(days=60)
        line = self.dice.choice(
            (
                f"snooze {ref} until {until:%-d %B %Y} because the room is being painted",
                f"not me {ref}",
                f"move {ref} to {later:%-d %B %Y} because the partner needs two more months",
            )
        )
        if "?" in await seat.says(line):
            await seat.says("yes")
        self.aside += 1

    def _in_a_month(self) -> date:
        return self.today + timedelta(days=30)

    def answer(self, number: str) -> str:
        """What somebody says of one milestone."""
        by = self._in_a_month()
        match self.dice.choices(("green", "amber", "red", "complete"), (12, 4, 1, 3)):
            case ["amber"]:
                return f"{number} amber: two people short since {by:%B}, path: the Head of Inclusion fills both posts by {by:%-d %B %Y}"
            case ["red"]:
                wants = ASKS if self.board else ""
                return f"{number} red: no room found, path: the board decides on {by:%-d %B %Y} with the Head of Inclusion{wants}"
            case ["complete"]:
                return f"{number} complete: done on {by:%-d %B} https://files.example.org/{self.dice.randrange(10**6)}"
        return f"{number} green: on the way, step {self.dice.randrange(100)} done"

    async def goes_away(self, name: str) -> None:
        """Somebody goes on leave for three weeks, and leaves a deputy; half of them are back sooner."""
        today = self.today
        seat = self.story.person(name)
        ends = today + timedelta(days=21)
        told = await seat.says(f"away {today:%-d %B %Y} to {ends:%-d %B %Y}, deputy {DEPUTY}@example.org")
        if "?" in told:
            told = await seat.says("yes")
        self.away.add(name)
        back = today + timedelta(days=self.dice.choice((11, 22)))

        async def returns() -> None:
            self.away.discard(name)
            if back < ends:
                await seat.says("back")

        self.on(back, returns)

    async def leaves(self, name: str) -> None:
        """Somebody leaves; an admin gives their role to another."""
        role = self.plan.role(name)
        admin = self.story.person(ADMIN)
        await admin.says(f"holder {role} {HEIR}@example.org")
        await admin.says("yes")
        self.gone.add(name)

    # ---- what came of it

    async def came_of(self) -> Figures:
        """The figures of the year."""
        letters = await self.story.store.read(lambda view: letters_of(view, self.file))
        nudges = [one for one in letters if one.kind is LetterKind.NUDGE]
        sent = [one for one in nudges if one.state is LetterState.SENT]
        weeks = Counter((one.person, one.not_before.astimezone(LONDON).date().isocalendar()[:2]) for one in sent)
        asked = await self.story.store.read(lambda view: fair.judged(view, self.plan.short, sent, self.story.clock()))
        lost = sum(one.state in (LetterState.FAILED, LetterState.UNKNOWN) for one in nudges)
        return Figures(tuple(weeks.values()), asked.answered, asked.again, lost, asked.silent, self.board.done if self.board else Counter())


class Figures(NamedTuple):
    """What came of a year: nudges for each person and week that had any, questions answered, those asked again though they
    were answered, nudges that did not arrive, the days for which milestones were silent, and what was done for the board."""

    weeks: tuple[int, ...]
    answered: int
    again: list[tuple[str, str, str]]
    undelivered: int
    silent: list[int]
    cycle: Counter[str]

    def as_json(self) -> dict[str, object]:
        """The figures as other programs read them."""
        return {
            "nudges_per_person_week": {"median": median(self.weeks), "max": max(self.weeks)},
            "answered": self.answered,
            "asked_again": len(self.again),
            "undelivered": self.undelivered,
            "silent_days": self.silent,
            "cycle": dict(sorted(self.cycle.items())),
        }


def letters_of(view: View, file: Path) -> tuple[Letter, ...]:
    """Every letter there was, in the order in which they opened."""
    with closing(sqlite3.connect(file)) as link:
        keys = [key for (key,) in link.execute("SELECT key FROM letter")]
    return tuple(sorted(view.letters.some(keys).values(), key=lambda one: (one.not_before, one.key)))


Placed = Mapping[Wire, Sequence[str]]  # who is where


@asynccontextmanager
async def begun(
    folder: Path, wire: Callable[[Clock, Plan], Wire | Placed], seed: int = SEED, meetings: Sequence[date] = ()
) -> AsyncIterator[Year]:
    """A year that has not begun yet: the plan is loaded, and everybody is at their client, on one platform or on several.

    With meetings the board's channels are bound too.
    """
    plan = await asyncio.to_thread(shipped, meetings)
    clock = Clock(datetime.combine(BEGINS - timedelta(days=1), OPENS, LONDON).astimezone(UTC))
    store = await record(folder / "record.db", plan.load)
    made = wire(clock, plan)
    placed: Placed = made if isinstance(made, Mapping) else {made: plan.names}
    async with told(store, clock, list(placed), plan.short) as story:
        for one, names in placed.items():
            story.seat(one, names)
        if meetings:
            for names in placed.values():
                await story.bind_board(next(name for name in (ADMIN, STEWARD) if name in names))
        yield Year(story, plan, folder / "record.db", Random(seed))


async def _main(out: Path, seed: int, days: int, meetings: Sequence[date]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with begun(Path(folder), lambda clock, _: RecorderWire(clock), seed, meetings) as year:
            impact = await year.says_if_it_helped()
            await year.lives(BEGINS + timedelta(days=days))
            found = await year.came_of()
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(found.as_json()) + "\n", encoding="utf-8")
    print(f"{year.saved} answers saved, {year.aside} put aside, {year.verdicts} verdicts, {year.decisions} dates decided.")
    print(f"If it helped: {dict(impact.done)}. Refused: {impact.refused[:4]}")
    print(f"Refused: {year.refused.most_common(8)}. Asked again: {found.again[:8]}")
    print(json.dumps(found.as_json() | {"silent_days": f"{len(found.silent)} of them, the longest {max(found.silent)}"}))


if __name__ == "__main__":
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--out", type=Path, default=Path("build/year.json"))
    given.add_argument("--seed", type=int, default=SEED)
    given.add_argument("--days", type=int, default=365)
    given.add_argument("--board", action="store_true", help="The board meets on the second Thursday of each month.")
    told_ = given.parse_args()
    asyncio.run(_main(told_.out, told_.seed, told_.days, monthly() if told_.board else ()))
