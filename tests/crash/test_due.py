"""The judge of what had to come in a month finds what did not, or came at another hour."""

from datetime import UTC, date, datetime, timedelta

from bot.model.board.period import Freeze
from bot.model.letters.letter import Asked, Letter, LetterKind, LetterState
from bot.model.letters.message import Message
from bot.model.letters.nudge import Cause
from bot.model.people import Address
from bot.model.plan import Milestone, Recurrence
from bot.model.status import Status
from bot.model.updates.update import Update
from tests.crash.month import due
from tests.crash.month.letters import LONDON

EASTER = (date(2027, 3, 26), date(2027, 3, 29))
DAYS = [day for n in range(26) if (day := date(2027, 3, 8) + timedelta(days=n)).weekday() < 5 and day not in EASTER]
CALENDAR = due.Calendar(DAYS, EASTER)


def letter(kind: LetterKind, day: date, platform: str = "slack", hour: int = 9, refs: tuple[str, ...] = ()) -> Letter:
    opens = datetime(day.year, day.month, day.day, 9, tzinfo=LONDON).astimezone(UTC)
    settled = datetime(day.year, day.month, day.day, hour, 0, 7, tzinfo=LONDON).astimezone(UTC)
    asked = tuple(Asked(plan="town", ref=ref, kind=Cause.DUE) for ref in refs)
    address = Address(platform=platform, tenant="t", id="u")
    key = f"{kind}:{day}:{platform}"
    return Letter(key=key, kind=kind, person=1, message=Message(title="t"), asked=asked, not_before=opens, settled=settled, state=LetterState.SENT, address=address)


MONDAYS = (date(2027, 3, 8), date(2027, 3, 15), date(2027, 3, 22), date(2027, 3, 30))  # the last of them a Tuesday, after Easter
SUMMARIES = [letter(LetterKind.DIGEST, day, platform) for day in MONDAYS for platform in due.PLATFORMS]


def test_a_summary_a_week_on_each_platform_is_well_and_one_less_or_one_more_is_found() -> None:
    assert due.summaries(CALENDAR, SUMMARIES) == []
    assert due.summaries(CALENDAR, SUMMARIES[:-1]) == ["0 summaries of the week of 2027-03-29 in teams"]
    assert due.summaries(CALENDAR, [*SUMMARIES, SUMMARIES[0]]) == ["2 summaries of the week of 2027-03-08 in slack"]


def test_a_summary_that_did_not_follow_the_clocks_is_found() -> None:
    late = letter(LetterKind.DIGEST, MONDAYS[-1], hour=10)
    early = late.model_copy(update={"settled": None, "not_before": late.not_before + timedelta(hours=1)})
    for one in (late, early):
        told = due.summaries(CALENDAR, [*SUMMARIES[:-2], one, SUMMARIES[-1]])
        assert len(told) == 1 and told[0].startswith(one.key), one


def test_a_summary_that_is_held_must_have_been_told_to_an_admin_that_day() -> None:
    held = letter(LetterKind.DIGEST, MONDAYS[1], "teams").model_copy(update={"state": LetterState.FAILED})
    assert due.alarms([held, letter(LetterKind.ALARM, MONDAYS[1])]) == []
    assert due.alarms([held, letter(LetterKind.ALARM, MONDAYS[2])]) == [f"{held.key} is held, and no admin was told"]


def test_that_nobody_was_asked_in_parts_on_a_platform_is_found_once_somebody_had_to_be() -> None:
    long = milestone(on=date(2027, 3, 17), recurrence=Recurrence.WEEKLY)
    second = letter(LetterKind.NUDGE, date(2027, 3, 17)).model_copy(update={"part": 2})
    assert due.in_parts([long], CALENDAR, [second]) == ["nobody was asked in parts in teams"]
    assert due.in_parts([long], due.Calendar(DAYS[:7], EASTER), []) == []


def milestone(ref: str = "1.1.1", on: date | None = None, **facts: object) -> Milestone:
    return Milestone.model_validate({"ref": ref, "text": "t", "due": on, "owners": ("Head",), **facts})


def update(day: date) -> Update:
    at = datetime(day.year, day.month, day.day, 9, 30, tzinfo=LONDON).astimezone(UTC)
    return Update(plan="town", ref="1.1.1", status=Status.GREEN, narrative="n", by=1, by_name="Ada", capacity="Head", at=at)


def wanted(one: Milestone, *said: date) -> list[str]:
    """Return the days on which its owner is missed, if nobody was asked anything."""
    told = due.questions(CALENDAR, [one], {one.ref: [update(day) for day in said]}, {"Head": 1}, [])
    return [sentence.rpartition(" ")[2][5:] for sentence in told]


def test_the_days_on_which_somebody_must_be_asked() -> None:
    assert wanted(milestone(on=date(2027, 3, 24))) == ["03-15", "03-22", "03-24", "04-02"]  # 7, 2 and 0 before, 5 after, Easter between
    assert wanted(milestone(on=date(2027, 3, 28))) == ["03-16", "03-23", "03-25"]  # a Sunday: the last working day before it counts
    assert wanted(milestone(on=date(2027, 2, 1))) == ["03-08", "03-15", "03-22", "03-31"]  # all at once at first, then chased from there
    assert wanted(milestone(on=date(2027, 2, 1)), date(2027, 3, 9)) == ["03-08", "03-16", "03-23", "04-01"]  # chased from the answer
    assert wanted(milestone(on=date(2027, 3, 31), recurrence=Recurrence.MONTHLY)) == ["03-09", "03-18", "03-25", "03-31"]
    assert wanted(milestone(on=date(2027, 3, 17), recurrence=Recurrence.WEEKLY)) == ["03-17", "03-24", "03-31"]
    assert wanted(milestone(start=date(2027, 3, 1), open_ended=True)) == ["04-01"]


def test_whoever_was_asked_on_the_morning_of_the_day_is_not_missed_and_whoever_was_in_the_afternoon_is() -> None:
    one = milestone(on=date(2027, 2, 1))
    days = [date(2027, 3, 8), date(2027, 3, 15), date(2027, 3, 22), date(2027, 3, 31)]
    for hour, missed in ((9, []), (14, ["person 1 was not asked about 1.1.1 on the morning of 2027-03-31"])):
        there = [letter(LetterKind.NUDGE, day, hour=9 if day != days[-1] else hour, refs=("1.1.1",)) for day in days]
        assert due.questions(CALENDAR, [one], {one.ref: []}, {"Head": 1}, there) == missed


def test_the_freeze_is_of_the_record_as_it_was_at_the_closing_hour_by_the_clock_of_the_summer() -> None:
    meeting, at = date(2027, 4, 8), datetime(2027, 4, 1, 16, tzinfo=UTC)
    written = [at - timedelta(hours=1), at, at + timedelta(hours=1)]
    one = Freeze(plan="town", meeting=meeting, as_at=at, upto=2, at=at)
    assert due.freezes(CALENDAR, meeting, [one], written) == []
    others = ([], [one, one], [one.model_copy(update={"upto": 3})], [one.model_copy(update={"as_at": at + timedelta(hours=1)})])
    assert all(due.freezes(CALENDAR, meeting, there, written) for there in others)
    assert due.freezes(due.Calendar(DAYS[:-2], EASTER), meeting, [], written) == []
