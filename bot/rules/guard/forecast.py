"""A forecast that does not fit: past, far away, after the due date of what is green, or put back a third time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bot.model.policy import Dates
from bot.model.status import Status
from bot.model.updates.doubt import DoubtKind, Misfit
from bot.model.updates.update import Standing, Update
from bot.rules.calendar import add_months

MOVES = 2  # after these the next one is asked about


def of_forecast(update: Update, due: date | None, standing: Standing, today: date, dates: Dates) -> Iterator[Misfit]:
    """Yield what does not fit about the forecast of an update that is about a due date."""
    forecast = update.forecast
    if forecast is None or update.status is Status.COMPLETE:
        return
    if forecast < today:
        yield Misfit(DoubtKind.FORECAST_PAST, forecast)
    if forecast > add_months(max(due or today, today), dates.far_years * 12):
        yield Misfit(DoubtKind.FORECAST_FAR, forecast)
    if update.status is Status.GREEN and due is not None and forecast > due:
        yield Misfit(DoubtKind.FORECAST_LATE, due)
    before = standing.update
    put_back = before is not None and before.forecast is not None and before.forecast < forecast and before.id != update.corrects
    if put_back and standing.slips - standing.moves >= MOVES:
        yield Misfit(DoubtKind.MOVED_AGAIN, forecast)


def of_due_date(update: Update, due: date | None, today: date) -> Iterator[Misfit]:
    """Yield what does not fit about a colour if the due date has passed."""
    if update.status is Status.GREEN and due is not None and due < today:
        yield Misfit(DoubtKind.OVERDUE, due)
