"""The days on which somebody is asked about a voice: never the same one twice in a fortnight."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.model.voices.told import VoiceTold
from bot.model.voices.voice import Voice, VoiceDeed, VoiceStep, VoiceTerms
from bot.rules.voices.asking import eves, of_forum, of_owners, waits_for_forum
from bot.rules.voices.standing import standing
from tests.laws import tried

LONDON = "Europe/London"
HEARD = date(2026, 3, 2)
Done = tuple[VoiceDeed, int, int | None]


def told(today: date, *done: Done) -> VoiceTold:
    """Return a voice with what was done so many days after it was heard, and by which day something would be."""
    terms = VoiceTerms(said="Nobody answers", heard_on=HEARD)
    steps = [VoiceStep(id=1, deed=VoiceDeed.HEARD, terms=terms, at=datetime(2026, 3, 2, 9, tzinfo=UTC))]
    for number, (deed, after, by) in enumerate(done, 2):
        by_when = HEARD + timedelta(days=by) if by is not None else None
        at = datetime(2026, 3, 2, 9, tzinfo=UTC) + timedelta(days=after)
        steps.append(VoiceStep(id=number, deed=deed, words="x", by_when=by_when, at=at))
    return standing(Voice(id=1, number=1, plan="kent", steps=tuple(steps)), today, LONDON)


def days(ask: object, *done: Done, long: int = 90) -> list[int]:
    """Return on which days after it was heard somebody is asked, looked at each day with what was done by then."""
    found = []
    for after in range(long):
        today = HEARD + timedelta(days=after)
        if today in ask(told(today, *(one for one in done if one[1] < after)), today, LONDON):  # type: ignore[operator]
            found.append(after)
    return found


def test_who_answers_is_asked_on_the_day_after_and_then_once_a_fortnight() -> None:
    assert days(of_owners, long=40) == [1, 15, 29]


def test_who_answers_is_asked_again_on_the_day_by_which_it_would_be_done() -> None:
    assert days(of_owners, (VoiceDeed.PLANNED, 3, 40), long=60) == [1, 40, 54]


def test_a_day_within_a_fortnight_of_the_last_question_waits() -> None:
    assert days(of_owners, (VoiceDeed.PLANNED, 3, 6), long=30) == [1, 15, 29]


def test_a_day_that_is_put_off_waits_for_a_fortnight_too() -> None:
    assert days(of_owners, (VoiceDeed.PLANNED, 3, 22), (VoiceDeed.PLANNED, 23, 25), long=50) == [1, 22, 36]


def test_what_is_planned_by_no_day_is_asked_about_after_a_month() -> None:
    assert days(of_owners, (VoiceDeed.PLANNED, 3, None), long=40) == [1, 31]


def test_the_forum_is_asked_once_something_was_done_until_it_says_what_changed() -> None:
    done = ((VoiceDeed.DID, 5, None), (VoiceDeed.DID, 8, None), (VoiceDeed.CHANGED, 25, None))
    assert days(of_forum, *done, long=60) == [6, 20]
    assert days(of_owners, *done, long=60) == [1]


def test_words_of_others_are_put_to_the_forum_too() -> None:
    assert waits_for_forum(told(HEARD, (VoiceDeed.OFFERED, 0, None)))
    assert not waits_for_forum(told(HEARD, (VoiceDeed.OFFERED, 0, None), (VoiceDeed.CHANGED, 0, None)))
    assert not waits_for_forum(told(HEARD, (VoiceDeed.CANNOT, 0, None)))


def test_what_was_opened_again_is_asked_about_anew() -> None:
    again = ((VoiceDeed.CANNOT, 2, None), (VoiceDeed.REOPENED, 20, None))
    assert days(of_owners, *again, long=40) == [1, 21, 35]


DEEDS = st.sampled_from([VoiceDeed.PLANNED, VoiceDeed.DID, VoiceDeed.OFFERED])


@tried(200)
@given(st.lists(st.tuples(DEEDS, st.integers(1, 60), st.none() | st.integers(0, 80)), max_size=4).map(
    lambda done: sorted(done, key=lambda one: one[1])
))  # fmt: skip
def test_nobody_is_asked_twice_in_a_fortnight_and_each_day_has_its_eve(done: list[Done]) -> None:
    for ask in (of_owners, of_forum):
        asked = days(ask, *done)
        assert all(later - sooner >= 14 for sooner, later in pairwise(asked))
        for after in asked:
            before = HEARD + timedelta(days=after - 1)
            assert before in eves([told(before, *(one for one in done if one[1] < after))], before, LONDON)
