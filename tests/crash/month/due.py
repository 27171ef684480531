"""What had to come in a month, by arithmetic of its own: summaries, questions, the freeze. The rules of the program are not asked."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta

from bot.model.board.period import Freeze
from bot.model.letters.letter import Letter, LetterKind, LetterState
from bot.model.letters.nudge import Cause
from bot.model.plan import Milestone, Recurrence
from bot.model.updates.update import Update
from tests.crash.month.letters import LONDON

PLATFORMS = ("slack", "teams")
RUNGS = (28, 14, 7, 2, 0)  # working days before a date
CHASES = (5, 10, 15)  # working days after it
PAPERS = 5  # working days before a meeting
OPENS, MORNING, CLOSES = time(9), time(10), time(17)  # in London; by the second all that a morning asks has come


class Calendar:
    """The working days around a month, and those of them that were lived."""

    def __init__(self, lived: Sequence[date], holidays: Sequence[date]) -> None:
        around = (lived[0] + timedelta(days=n) for n in range(-200, 400))
        self._days = [day for day in around if day.weekday() < 5 and day not in holidays]
        self.lived = list(lived)

    def at(self, day: date) -> int:
        """Return the number of a working day, or of the last one before a day."""
        return bisect_right(self._days, day) - 1

    def day(self, number: int) -> date:
        """Return the working day of that number."""
        return self._days[number]


def summaries(calendar: Calendar, there: Sequence[Letter]) -> list[str]:
    """Return what is wrong with the weekly summaries: one on the first working day of each week, on each platform, in the morning."""
    wanted = {day - timedelta(days=day.weekday()): day for day in reversed(calendar.lived)}
    whole = [one for one in there if one.kind is LetterKind.DIGEST and one.part <= 1 and one.address is not None]
    found = Counter((week_of(one.not_before), one.address.platform) for one in whole if one.address is not None)
    wrong = [f"{found[week, where]} summaries of the week of {week} in {where}" for week in wanted for where in PLATFORMS if found[week, where] != 1]
    opens = {week: datetime.combine(day, OPENS, LONDON) for week, day in wanted.items()}
    return wrong + [f"{one.key} was for {one.not_before}, and ended at {one.settled}" for one in whole if not _on_time(one, opens.get(week_of(one.not_before)))]


def week_of(moment: datetime) -> date:
    """Return the Monday of a moment's week."""
    day = moment.astimezone(LONDON).date()
    return day - timedelta(days=day.weekday())


def _on_time(letter: Letter, opens: datetime | None) -> bool:
    ended = letter.settled or opens
    return opens is not None and ended is not None and letter.not_before == opens and ended < datetime.combine(opens.date(), MORNING, LONDON)


def alarms(there: Sequence[Letter]) -> list[str]:
    """Return the letters that are held and of which no admin was told that day."""
    told = {local(one.not_before).date() for one in there if one.kind is LetterKind.ALARM and one.state is LetterState.SENT}
    held = [one for one in there if one.state is LetterState.FAILED and one.settled is not None]
    return [f"{one.key} is held, and no admin was told" for one in held if local(one.settled).date() not in told]


def in_parts(milestones: Sequence[Milestone], calendar: Calendar, there: Sequence[Letter]) -> list[str]:
    """Return on which platform nobody was asked in parts, though somebody was asked what fits into no message of it."""
    weekly = [one.due for one in milestones if one.recurrence is Recurrence.WEEKLY and one.due is not None]
    if not any(day <= calendar.lived[-1] for day in weekly):
        return []
    found = {one.address.platform for one in there if one.kind is LetterKind.NUDGE and one.part > 1 and one.address is not None}
    return [f"nobody was asked in parts in {where}" for where in PLATFORMS if where not in found]


# ---- questions


def questions(calendar: Calendar, milestones: Sequence[Milestone], said: Mapping[str, Sequence[Update]], owners: Mapping[str, int], there: Sequence[Letter]) -> list[str]:
    """Return what was not asked on the morning of its day, and who was asked by when."""
    asked = {(one.person, asked.ref, local(one.settled).date()) for one in there if _came_early(one) for asked in one.asked if asked.kind is not Cause.NEWS}
    wanted = ((owners[one.owners[0]], one.ref, day) for one in milestones for day in _days(calendar, one, [local(update.at).date() for update in said[one.ref]]))
    return [f"person {person} was not asked about {ref} on the morning of {day}" for person, ref, day in wanted if (person, ref, day) not in asked]


def local(moment: datetime | None) -> datetime:
    """Return a moment as London says it."""
    assert moment is not None
    return moment.astimezone(LONDON)


def _came_early(letter: Letter) -> bool:
    return letter.kind is LetterKind.NUDGE and letter.state is LetterState.SENT and letter.settled is not None and OPENS <= local(letter.settled).time() < MORNING


def _days(calendar: Calendar, milestone: Milestone, said: Sequence[date]) -> Iterator[date]:
    """Give the days lived on which an owner must be asked, whatever was said on the days before."""
    for day in calendar.lived:
        if any(calendar.at(day) == number for number in _numbers(calendar, milestone, day, [one for one in said if one < day])):
            yield day


def _numbers(calendar: Calendar, milestone: Milestone, day: date, said: Sequence[date]) -> Iterator[int]:
    first = calendar.lived[0]
    if milestone.open_ended:
        yield calendar.at(day.replace(day=1) - timedelta(days=1)) + 1
        return
    assert milestone.due is not None
    if milestone.recurrence is Recurrence.WEEKLY:
        yield from (calendar.at(day) for n in range(10) if day == milestone.due + timedelta(weeks=n))
        return
    if day <= milestone.due:
        yield from (calendar.at(milestone.due) - rung for rung in RUNGS)
        return
    if milestone.recurrence is not None:  # whose later occurrences lie beyond the month
        return
    late, last = milestone.due < first, max(said, default=None)
    if late and last is None and day == first:
        yield calendar.at(day)
    start = last if last is not None and last > milestone.due else first if late else milestone.due
    yield from (calendar.at(start) + chase for chase in CHASES)


# ---- the freeze


def freezes(calendar: Calendar, meeting: date, there: Sequence[Freeze], written: Sequence[datetime]) -> list[str]:
    """Return what is wrong with the freeze for a meeting: one, of the record as it was at the closing hour of the papers day.

    `written` is when each entry of the plan was made, in order.
    """
    at = datetime.combine(calendar.day(calendar.at(meeting) - PAPERS), CLOSES, LONDON)
    if at.date() > calendar.lived[-1]:
        return [f"it was frozen before its time: {there}"] if there else []
    upto = sum(moment <= at for moment in written)
    well = [(one.meeting, one.as_at, one.upto) for one in there] == [(meeting, at, upto)]
    return [] if well else [f"the record was to be frozen at {at}, entry {upto}, and was so: {[(one.as_at, one.upto) for one in there]}"]
