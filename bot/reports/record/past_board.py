"""The board's part of the past: its cycle, business and papers as they were known at an earlier entry."""

from __future__ import annotations

from datetime import datetime

from bot.model.board.business import Item
from bot.model.board.paper import Drawn, Issue
from bot.model.board.period import Freeze, Narrative, OwnerAsked, SettingsKept
from bot.ports.business import BusinessView
from bot.ports.papers import PapersView
from bot.ports.periods import PeriodsView


class PastPeriods:
    """The cycle up to an entry."""

    def __init__(self, periods: PeriodsView, upto: int) -> None:
        self._periods = periods
        self._upto = upto

    def freezes(self, short: str, upto: int | None = None) -> tuple[Freeze, ...]:
        """Return the freezes by then."""
        return self._periods.freezes(short, earlier(self._upto, upto))

    def narratives(self, short: str, upto: int | None = None) -> tuple[Narrative, ...]:
        """Return what leads had written by then."""
        return self._periods.narratives(short, earlier(self._upto, upto))

    def owners_asked(self, short: str, after: int, since: int, upto: int | None = None) -> tuple[OwnerAsked, ...]:
        """Return what letters had asked by then."""
        return self._periods.owners_asked(short, after, since, earlier(self._upto, upto))

    def settings_after(self, short: str, moment: datetime) -> SettingsKept | None:
        """Return the first settings that were kept after a moment and by then."""
        found = self._periods.settings_after(short, moment)
        return found if found is not None and found.entry <= self._upto else None


class PastBusiness:
    """The board's business up to an entry."""

    def __init__(self, business: BusinessView, upto: int) -> None:
        self._business = business
        self._upto = upto

    def all(self, short: str, upto: int | None = None) -> tuple[Item, ...]:
        """Return the business by then."""
        return self._business.all(short, earlier(self._upto, upto))


class PastPapers:
    """The papers issued up to an entry."""

    def __init__(self, papers: PapersView, upto: int) -> None:
        self._papers = papers
        self._upto = upto

    def issues(self, short: str, upto: int | None = None) -> tuple[Issue, ...]:
        """Return the issues by then."""
        return self._papers.issues(short, earlier(self._upto, upto))

    def files(self, short: str, entry: int) -> tuple[Drawn, ...]:
        """Return the files of an issue, if it was made by then."""
        return self._papers.files(short, entry) if entry <= self._upto else ()

    def forgotten(self, short: str) -> tuple[Issue, ...]:
        """Return the issues made by then whose bytes were taken away since."""
        return tuple(one for one in self._papers.forgotten(short) if one.id <= self._upto)


def earlier(upto: int, asked: int | None) -> int:
    """Return the entry to stop at: that of the past, or an earlier one that is asked for."""
    return upto if asked is None else min(upto, asked)
