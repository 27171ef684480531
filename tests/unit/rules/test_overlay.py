"""The overlay: a due date changes only by an edition that is in force, or by an approved request that was not taken back."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bot.model.plan import Milestone
from bot.model.updates.request import Asks
from bot.rules.documents.overlay import Approved, Decided, Written
from tests.laws import tried

REF = "1.1.1"
DAYS = st.sampled_from([None, date(2026, 4, 30), date(2026, 5, 31), date(2026, 6, 30)])
WANTED = st.sampled_from([date(2026, 5, 31), date(2026, 6, 30), date(2026, 7, 31)])
EVENTS = st.lists(
    st.tuples(st.just("edition"), DAYS, st.booleans(), st.booleans()) | st.tuples(st.just("approved"), WANTED, st.booleans(), st.integers(0, 4)),
    max_size=8,
)


def decided(first: date | None, events: list[tuple[object, ...]]) -> tuple[Decided, int]:
    """A milestone with these editions and decisions, in their order, two entries apart; and the last entry."""
    written, approved, held = [Written(1, first)], list[Approved](), set[int]()
    for n, (what, day, flag, more) in enumerate(events, 1):
        entry = 1 + 2 * n
        assert day is None or isinstance(day, date)
        if what == "edition":
            written.append(Written(entry, day, approved=bool(more) and not flag))
            held |= {entry} if flag and day != written[-2].due else set()
        else:
            asks = Asks.DROP if flag else Asks.MOVE
            gone = entry + 1 + 2 * int(str(more)) if more else None
            approved.append(Approved(entry, asks, None, None if flag else day, None, gone))
    return Decided(REF, written, approved, held), 2 * len(events) + 20


@tried(400)
@given(first=DAYS, events=EVENTS, upto=st.integers(1, 40))
def test_a_date_changes_only_by_an_edition_in_force_or_an_approved_request(
    first: date | None, events: list[tuple[object, ...]], upto: int
) -> None:
    of, _ = decided(first, events)
    counts = {one.entry for one in of.approved if one.entry <= upto and (one.gone is None or one.gone > upto)}
    editions = {one.entry for one in of.written if one.entry not in of.held}
    before = first
    for step in of.steps(upto):
        if step.due != before:
            assert step.entry in counts | editions
        assert step.closed <= any(one.asks is Asks.DROP and one.entry in counts for one in of.approved)
        before = step.due
    baseline = date(2026, 4, 1)
    milestone = Milestone(ref=REF, text="Do", due=of.written[-1].due, baseline=baseline)
    assert of.on(milestone, upto).baseline == baseline
    assert of.on(milestone, upto).due == before


@tried(200)
@given(first=DAYS, events=EVENTS)
def test_moves_lead_from_the_first_date_to_the_one_in_force(first: date | None, events: list[tuple[object, ...]]) -> None:
    of, last = decided(first, events)
    day = first
    for move in of.moves(last):
        day = move.now
    milestone = Milestone(ref=REF, text="Do", due=of.written[-1].due)
    assert of.on(milestone, last).due == day
