"""The demo's clock: it moves on at the reader's word, and rounds run as it passes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date, datetime, timedelta

from adapters.console.clock import Way
from bot.model.plan import Plan
from bot.model.policy import Policy
from bot.rules.calendar import hours, working_days

Round = Callable[[datetime], Awaitable[int]]
Opening = Callable[[datetime], datetime]
LOOK_AHEAD = timedelta(days=400)
AFTER_THE_ROUND = timedelta(seconds=1)


class DemoClock:
    """A clock that stands still until it is moved. `run` runs one round at a moment and says how many letters went out;
    `opening` is the next moment after one at which a round could have anything to do. It goes one way at a time."""

    def __init__(
        self,
        starts: datetime,
        zone: str,
        run: Round,
        opening: Opening,
        keep: Callable[[datetime], Awaitable[None]],
        real: Callable[[], datetime],
    ) -> None:
        self.zone = zone
        self.way: Way | None = None
        self._now = starts
        self._run = run
        self._opening = opening
        self._keep = keep
        self._real = real
        self._stopped = False

    def now(self) -> datetime:
        """Return the demo's moment, UTC."""
        return self._now

    def heard(self) -> datetime:
        """Return the moment at which somebody is heard. It lies after the round that ran at the demo's moment, which is over: the
        next one tells of it."""
        return self._now + AFTER_THE_ROUND

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
        return await self._go(self._now + LOOK_AHEAD, to_a_letter=True)

    async def stop(self) -> datetime:
        """Stop on the way, once the round that runs is over."""
        self._stopped = True
        return self._now

    async def _to(self, end: datetime) -> datetime:
        return await self._go(end, to_a_letter=False)

    async def _go(self, end: datetime, to_a_letter: bool) -> datetime:
        if self.way is None:  # else it goes already
            self.way, self._stopped = Way(self._now, None if to_a_letter else end), False
            try:
                await self._walk(end, to_a_letter)
            finally:
                self.way = None
        return self._now

    async def _walk(self, end: datetime, to_a_letter: bool) -> None:
        while (opening := self._opening(self._now)) <= end:
            if await self._step(opening) and to_a_letter:
                return
            if self._stopped:
                return
        self._now = end
        await self._keep(end)

    async def _step(self, moment: datetime) -> int:
        self._now = moment
        sent = await self._run(moment)
        await self._keep(moment)
        return sent


def first_morning(plan: Plan, policy: Policy, otherwise: date) -> datetime:
    """Return the moment an hour before the first working day of the plan's first month begins."""
    dates = [day for milestone in plan.milestones for day in (milestone.start or milestone.due,) if day]
    first = min(dates, default=otherwise).replace(day=1)
    day = working_days(policy).next(first - timedelta(days=1))
    opens, _ = hours(day, policy, policy.zone)
    return opens - timedelta(hours=1)
