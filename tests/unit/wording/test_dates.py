"""A milestone's dates in words: one function, the same words everywhere."""

from __future__ import annotations

from datetime import date

import pytest

from bot.model.letters.message import plain
from bot.model.plan import Recurrence
from bot.model.updates.dates import Dates
from bot.wording.updates.dates import dated

MARCH, JUNE, JULY = date(2026, 3, 31), date(2026, 6, 30), date(2026, 7, 12)


@pytest.mark.parametrize(
    ("dates", "said"),
    [
        (Dates(due=JUNE), "Due 30 June 2026."),
        (Dates(due=JUNE, promised=MARCH), "Due 30 June 2026, first promised 31 March 2026."),
        (Dates(due=JUNE, promised=MARCH, moves=1), "Due 30 June 2026, first promised 31 March 2026, moved once."),
        (Dates(due=JUNE, promised=MARCH, moves=2), "Due 30 June 2026, first promised 31 March 2026, moved twice."),
        (Dates(due=JUNE, moves=3), "Due 30 June 2026, moved 3 times."),
        (Dates(due=JUNE, expected=JULY), "Due 30 June 2026. Expected by 12 July 2026."),
        (Dates(due=JUNE, expected=JULY, slips=2), "Due 30 June 2026. Expected by 12 July 2026, a forecast put back twice."),
        (Dates(due=JUNE, recurrence=Recurrence.TERMLY), "Comes round every term. Next due 30 June 2026."),
        (Dates(open_ended=True, start=MARCH), "From 31 March 2026, no end date."),
        (Dates(open_ended=True), "No end date."),
        (Dates(), "No date in the plan."),
        (Dates(expected=JULY), "No date in the plan. Expected by 12 July 2026."),
    ],
)
def test_dates_are_said_in_sentences(dates: Dates, said: str) -> None:
    assert plain(dated(dates)) == said


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (10, "Due 30 June 2026, in 10 working days, first promised 31 March 2026."),
        (1, "Due 30 June 2026, in 1 working day, first promised 31 March 2026."),
        (0, "Due 30 June 2026, and this is the last working day for it, first promised 31 March 2026."),
        (-5, "Was due 30 June 2026, 5 working days ago, first promised 31 March 2026."),
    ],
)
def test_a_question_counts_the_working_days(days: int, said: str) -> None:
    assert plain(dated(Dates(due=JUNE, promised=MARCH), days)) == said


def test_what_is_caught_up_is_over_and_counts_no_days() -> None:
    assert plain(dated(Dates(due=JUNE), -40, passed=True)) == "Was due 30 June 2026."
    assert plain(dated(Dates(due=JUNE, recurrence=Recurrence.YEARLY), passed=True)) == "Was due 30 June 2026."


def test_what_comes_round_counts_to_the_date_at_hand() -> None:
    weekly = Dates(due=JUNE, recurrence=Recurrence.WEEKLY)

    assert plain(dated(weekly, 0)) == "Comes round every week. Next due 30 June 2026, in no working days."
    assert plain(dated(weekly, -2)) == "Comes round every week. Was due 30 June 2026, 2 working days ago."
