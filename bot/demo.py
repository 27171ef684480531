"""The demo: a clock that moves on at the reader's word, who the reader may be, and the plan at one glance."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date, datetime, timedelta

from bot.model.people import Person
from bot.model.picture import Cell, Face, Picture
from bot.model.plan import Milestone, Plan
from bot.model.policy import Policy
from bot.ports import View
from bot.rules import holders
from bot.rules.calendar import next_working_day, window
from bot.rules.standing import due as due_on
from bot.rules.standing import face, local_day
from bot.wording.sentences import day as in_words
from bot.wording.sentences import mark, words

Round = Callable[[datetime], Awaitable[int]]
Opening = Callable[[datetime], datetime]
LOOK_AHEAD = timedelta(days=400)


class DemoClock:
    """A clock that stands still until it is moved. `run` runs one round at a moment and says how many letters went out;
    `opening` is the next moment after one at which a round could have anything to do."""

    def __init__(
        self,
        starts: datetime,
        run: Round,
        opening: Opening,
        keep: Callable[[datetime], Awaitable[None]],
        real: Callable[[], datetime],
    ) -> None:
        self._now = starts
        self._run = run
        self._opening = opening
        self._keep = keep
        self._real = real

    def now(self) -> datetime:
        """The demo's moment, UTC."""
        return self._now

    async def day(self) -> datetime:
        """Move on by a day."""
        return await self._to(self._now + timedelta(days=1))

    async def week(self) -> datetime:
        """Move on by a week."""
        return await self._to(self._now + timedelta(days=7))

    async def today(self) -> datetime:
        """Move on to the real present."""
        return await self._to(max(self._real(), self._now))

    async def next_event(self) -> datetime:
        """Move on until something is sent, at most a good year."""
        limit = self._now + LOOK_AHEAD
        while (opening := self._opening(self._now)) <= limit:
            if await self._step(opening):
                return self._now
        return await self._to(limit)

    async def _to(self, end: datetime) -> datetime:
        while (opening := self._opening(self._now)) <= end:
            await self._step(opening)
        self._now = end
        await self._keep(end)
        return end

    async def _step(self, moment: datetime) -> int:
        self._now = moment
        sent = await self._run(moment)
        await self._keep(moment)
        return sent


def first_morning(plan: Plan, otherwise: date) -> datetime:
    """An hour before the first working day of the plan's first month begins."""
    dates = [day for milestone in plan.milestones for day in (milestone.start or milestone.due,) if day]
    first = min(dates, default=otherwise).replace(day=1)
    day = next_working_day(first - timedelta(days=1))
    opens, _ = window(day, Policy().opens, Policy().closes, Policy().zone)
    return opens - timedelta(hours=1)


def faces(view: View, short: str, now: datetime) -> list[Face]:
    """Everyone the reader may be: the programme manager first, then the board, then the plan's roles."""
    known, today = view.people(short), local_day(now, view.policy(short))
    found = [
        Face(email=p.email, name=p.name, role_line=", ".join(holders.roles_of(known, p.id, today)) or rights_line(p))
        for p in known.persons
    ]
    by_email = {p.email: p for p in known.persons}
    return sorted(found, key=lambda f: (not by_email[f.email].is_admin, not by_email[f.email].is_board, f.role_line))


def rights_line(person: Person) -> str:
    """What someone without a role is here for."""
    right = next((r for r in ("admin", "board", "assurer") if r in person.rights), "member")
    return words(f"program.right.{right}")


def picture(view: View, short: str, now: datetime) -> Picture:
    """Every milestone as it stands at a moment, by priority, for the plan view."""
    plan, policy, standings = view.plan(short), view.policy(short), view.standings(short)

    def cell(milestone: Milestone) -> Cell:
        shown = mark(face(milestone, standings[milestone.ref], policy, now))
        at_hand = due_on(milestone, local_day(now, policy))
        due = in_words(at_hand) if at_hand else words("replies.status.no_date")
        return Cell(ref=milestone.ref, text=milestone.text, face=shown.status, word=shown.word, shape=shown.shape, due=due)

    return Picture(
        title=plan.title,
        priorities=tuple(
            (p.number, p.text, tuple(cell(m) for m in plan.milestones if m.priority == p.number))
            for p in plan.priorities
        ),
    )
