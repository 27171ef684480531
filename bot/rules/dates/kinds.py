"""The days as they are written, before it is known which day that is."""

from __future__ import annotations

from enum import StrEnum

from bot.model.noun import Noun


class Part(StrEnum):
    """The part of a month or of another stretch of days."""

    START = "start"
    EARLY = "early"
    MIDDLE = "mid"
    END = "end"


class Turn(StrEnum):
    """One of the Fridays, weeks or terms: the one to come, the one in the next stretch, or the last."""

    COMING = "coming"
    NEXT = "next"
    LAST = "last"


class Unit(StrEnum):
    """A measure that days are counted in."""

    DAY = "day"
    WORKING_DAY = "working day"
    WEEK = "week"
    FORTNIGHT = "fortnight"
    MONTH = "month"
    QUARTER = "quarter"
    TERM = "term"
    BUDGET_YEAR = "financial year"
    SCHOOL_YEAR = "school year"
    CALENDAR_YEAR = "calendar year"
    YEAR = "year"


class Feast(StrEnum):
    """A feast before which much is to be done."""

    EASTER = "easter"
    CHRISTMAS = "christmas"


class CalendarDay(Noun):
    """12 March, 12.3.27, Friday 12 March 2027, w/c 6 July. `turned` says that the month may also be taken for the day, and
    `either` that some write such numbers, with slashes or dashes between, month first."""

    day: int
    month: int
    year: int | None = None
    weekday: int | None = None
    turned: bool = False
    either: bool = False
    whole_week: bool = False


class MonthAndNumber(Noun):
    """March 12: a day if it was said, a month and its year in a plan."""

    month: int
    number: int


class InMonth(Noun):
    """March, end of March 2027, mid-March, next March."""

    month: int
    year: int | None = None
    part: Part = Part.END
    turn: Turn = Turn.COMING


class InQuarter(Noun):
    """Q2, Q2 2026/27: `ends` is the second of two years."""

    number: int
    year: int | None = None
    ends: int | None = None
    part: Part = Part.END


class InTerm(Noun):
    """Spring, end of the autumn term 2026. `season` says that it was not called a term."""

    name: str
    year: int | None = None
    season: bool = False
    part: Part = Part.END
    turn: Turn = Turn.COMING


class InStretch(Noun):
    """Next week, end of the month, start of this term."""

    unit: Unit
    part: Part = Part.END
    turn: Turn = Turn.COMING


class OnWeekday(Noun):
    """Friday, next Friday; a week on Friday is `weeks` later."""

    weekday: int
    turn: Turn = Turn.COMING
    weeks: int = 0


class Counted(Noun):
    """In two weeks, 10 working days ago."""

    number: int
    unit: Unit


class InYear(Noun):
    """2027, 2026/27, FY26/27, end of 2027. `ends` is the second of two years, `end` says that the last day was named."""

    year: int
    ends: int | None = None
    end: bool = False
    unit: Unit = Unit.YEAR
    part: Part = Part.END


class InFeast(Noun):
    """Easter 2027, Christmas."""

    feast: Feast
    year: int | None = None


Written = CalendarDay | MonthAndNumber | InMonth | InQuarter | InTerm | InStretch | OnWeekday | Counted | InYear | InFeast
