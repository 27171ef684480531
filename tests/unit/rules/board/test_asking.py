"""Asking for the board's papers: who is asked about what in the window of a meeting, and never twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.model.absences.absence import Absence, Snooze
from bot.model.absences.pause import Pause
from bot.model.board.period import Freeze
from bot.model.board.settings import Cycle, Meeting
from bot.model.letters.nudge import Nudge, Rounds
from bot.model.people import Holding, People, Person
from bot.model.plan import Action, Milestone, Plan
from bot.model.policy import Policy
from bot.model.snapshot import Snapshot
from bot.model.status import Status
from bot.model.updates.update import Evidence, Standing, Update
from bot.rules.asking.nudges import nudges_due, preview
from bot.rules.board.asking import NO_WINDOW, Time, Window, coming_days, next_for_papers
from bot.rules.board.cycle import freeze_moment, set_periods
from bot.rules.calendar import hours, working_days
from tests.laws import tried

ANA, BEN, ADMIN = (
    Person(id=1, name="Ana", email="ana@x.uk"),
    Person(id=2, name="Ben", email="ben@x.uk"),
    Person(id=4, name="Adi", email="adi@x.uk", rights=("admin",)),
)
PEOPLE = People(persons=(ANA, BEN, ADMIN), holdings=(Holding(role="Head", person=1), Holding(role="Nurse", person=2)))
LATER = date(2026, 12, 31)  # a due date that nothing is asked about yet
DECEMBER = date(2025, 12, 11)  # its window opens on 21 November; again 26, owners by 28, frozen 4 December
OPENS, AGAIN, OWNERS_BY = date(2025, 11, 21), date(2025, 11, 26), date(2025, 11, 28)
RAN = Rounds(first=date(2025, 10, 1), last=date(2025, 11, 20))


def meeting_on(*days: date) -> Policy:
    return Policy(board=Cycle(meetings=tuple(Meeting(on=day) for day in days)))


def milestone(number: int = 1, due: date | None = LATER, **more: object) -> Milestone:
    return Milestone.model_validate({"ref": f"1.1.{number}", "text": "Do", "due": due, "owners": ("Head",), **more})


def said(at: datetime, ref: str = "1.1.1", status: Status = Status.GREEN) -> dict[str, Standing]:
    proof = (Evidence(url="https://x.uk"),) if status is Status.COMPLETE else ()
    update = Update(plan="p", ref=ref, status=status, evidence=proof, by=1, by_name="A", capacity="Head", at=at)
    return {ref: Standing(ref=ref, update=update)}


def taken(day: date, policy: Policy, *milestones: Milestone, **more: object) -> Snapshot:
    plan = Plan(short="p", title="P", actions=(Action(ref="1.1", priority=1, title="A", milestones=milestones or (milestone(),)),))
    facts = {"plan": plan, "policy": policy, "people": PEOPLE, "standings": {}, "now": noon(day), **more}
    return Snapshot.model_validate(facts)


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


def frozen(as_at: datetime, meeting: date | None = None, void: bool = False) -> Freeze:
    return Freeze(id=9, plan="p", meeting=meeting, as_at=as_at, upto=3, at=as_at, void=void)


def lived(snapshot: Snapshot, days: int, window: Window = NO_WINDOW, ran: Rounds = RAN) -> tuple[Nudge, ...]:
    return preview(snapshot, (), lambda _: ran, days, window=window)


def asked(nudges: Sequence[Nudge], person: int = 1) -> list[tuple[date, str]]:
    return [(one.day, f"{reason.ref} {reason.kind}") for one in nudges if one.person == person for reason in one.reasons]


def test_owners_are_asked_when_the_window_opens_and_once_more_if_they_do_not_answer() -> None:
    nudges = lived(taken(date(2025, 11, 10), meeting_on(DECEMBER), milestone(1), milestone(2)), 40)
    both = [(day, f"1.1.{n} period") for day in (OPENS, AGAIN) for n in (1, 2)]
    assert asked(nudges) == both
    assert asked(nudges, 2) == asked(nudges, 4) == []


def test_nobody_is_asked_once_more_if_the_settings_say_so() -> None:
    cycle = Cycle(meetings=(Meeting(on=DECEMBER),), owners_again=0)
    nudges = lived(taken(date(2025, 11, 20), Policy(board=cycle)), 20)
    assert asked(nudges) == [(OPENS, "1.1.1 period")]
    assert nudges[0].reasons[0].next_at is not None
    assert nudges[0].reasons[0].next_at > OWNERS_BY


def test_a_question_names_the_meeting_and_when_the_next_one_comes() -> None:
    (first, again) = lived(taken(date(2025, 11, 20), meeting_on(DECEMBER)), 20)
    assert [one.papers for one in first.reasons] == [(DECEMBER, OWNERS_BY)]
    assert (first.reasons[0].next_at, first.reasons[0].working_days) == (AGAIN, 279)
    assert again.reasons[0].next_at is not None
    assert again.reasons[0].next_at > OWNERS_BY


def test_without_a_meeting_nobody_is_asked_because_a_month_ends() -> None:
    others = Policy(board=Cycle(meetings=(Meeting(on=DECEMBER, audience="operations"),)))
    assert lived(taken(date(2025, 11, 3), Policy()), 90) == lived(taken(date(2025, 11, 3), others), 90) == ()


def test_what_was_reported_since_the_last_freeze_is_not_asked_about() -> None:
    policy, freeze = meeting_on(DECEMBER), frozen(datetime(2025, 11, 3, 17, tzinfo=UTC), date(2025, 11, 6))
    window = Window((freeze,))
    before, after = said(noon(date(2025, 11, 3))), said(noon(date(2025, 11, 4)))
    assert asked(lived(taken(date(2025, 11, 20), policy, standings=before), 3, window)) == [(OPENS, "1.1.1 period")]
    assert lived(taken(date(2025, 11, 20), policy, standings=after), 20, window) == ()


def test_a_freeze_that_was_taken_back_does_not_count() -> None:
    back = frozen(datetime(2025, 11, 3, 17, tzinfo=UTC), date(2025, 11, 6), void=True)
    told = said(noon(date(2025, 11, 1)))
    assert lived(taken(date(2025, 11, 20), meeting_on(DECEMBER), standings=told), 20, Window((back,))) == ()


def test_before_the_first_freeze_what_was_said_within_a_reporting_cycle_counts() -> None:
    recent, old = said(noon(date(2025, 10, 22))), said(noon(date(2025, 10, 20)))
    assert lived(taken(date(2025, 11, 20), meeting_on(DECEMBER), standings=recent), 20) == ()
    assert len(lived(taken(date(2025, 11, 20), meeting_on(DECEMBER), standings=old), 20)) == 2


def test_a_day_of_the_ladder_is_no_second_line_and_counts_for_the_papers() -> None:
    due = working_days(Policy()).numbered(working_days(Policy()).index(OPENS) + 28)
    nudges = lived(taken(date(2025, 11, 20), meeting_on(DECEMBER), milestone(1, due), milestone(2)), 7)
    assert asked(nudges) == [(OPENS, "1.1.1 upcoming"), (OPENS, "1.1.2 period"), (AGAIN, "1.1.1 period"), (AGAIN, "1.1.2 period")]


def test_nobody_is_asked_about_what_is_finished_closed_snoozed_paused_undated_or_vacant() -> None:
    done = said(noon(date(2025, 9, 1)), "1.1.1", Status.COMPLETE)
    snoozed = Snooze(id=1, ref="1.1.3", person=1, until=date(2025, 12, 15), at=noon(date(2025, 11, 1)))
    steps = (
        milestone(1),
        milestone(2, closed=True),
        milestone(3),
        milestone(4, owners=("Nurse",)),
        milestone(5, None),
        milestone(6, owners=("Nobody",)),
    )
    pause = Pause(id=1, plan="p", scope="Nurse", at=noon(date(2025, 11, 1)), by=4, by_name="Adi")
    snapshot = taken(date(2025, 11, 20), meeting_on(DECEMBER), *steps, standings=done, snoozes=(snoozed,), pauses=(pause,))
    assert lived(snapshot, 20) == ()


def test_the_deputy_is_asked_for_whoever_is_away_and_whoever_is_back_if_nobody_has_answered() -> None:
    away = Absence(id=1, person=1, starts=OPENS, ends=date(2025, 11, 24), deputy=2)
    people = PEOPLE.model_copy(update={"absences": (away,)})
    nudges = lived(taken(date(2025, 11, 20), meeting_on(DECEMBER), people=people), 20)
    assert (OPENS, "1.1.1 period") in asked(nudges, 2)
    assert [day for day, _ in asked(nudges, 1)] == [date(2025, 11, 25), AGAIN]


def test_a_day_that_was_missed_is_made_up_for_on_the_next_and_none_after_owners_had_to_answer() -> None:
    policy = meeting_on(DECEMBER)
    assert asked(lived(taken(date(2025, 11, 24), policy), 1)) == [(date(2025, 11, 24), "1.1.1 period")]
    assert asked(lived(taken(date(2025, 11, 27), policy), 10)) == [(date(2025, 11, 27), "1.1.1 period")]
    assert lived(taken(date(2025, 12, 1), policy), 20) == ()


def test_whoever_was_asked_is_not_asked_again_because_the_meeting_moved() -> None:
    once = {(1, "1.1.1"): (Time(OPENS, noon(OPENS), for_period=True),)}
    twice = {(1, "1.1.1"): (*once[1, "1.1.1"], Time(AGAIN, noon(AGAIN), for_period=True))}
    moved = meeting_on(date(2025, 12, 18))  # opens 28 November, again 3 December
    assert asked(lived(taken(date(2025, 11, 27), moved), 20, Window(asked=once))) == [(date(2025, 12, 3), "1.1.1 period")]
    assert lived(taken(date(2025, 11, 27), moved), 20, Window(asked=twice)) == ()


def test_an_answer_given_before_the_meeting_was_put_off_still_counts() -> None:
    once = {(1, "1.1.1"): (Time(OPENS, noon(OPENS), for_period=True),)}
    told = said(noon(date(2025, 11, 24)))
    moved = meeting_on(date(2026, 2, 12))
    assert lived(taken(date(2026, 1, 12), moved, standings=told), 40, Window(asked=once)) == ()


def test_a_freeze_for_a_meeting_that_was_put_off_does_not_ask_everybody_anew() -> None:
    freeze = frozen(datetime(2025, 12, 4, 17, tzinfo=UTC), DECEMBER)
    twice = {(1, "1.1.1"): tuple(Time(day, noon(day), for_period=True) for day in (OPENS, AGAIN))}
    moved = meeting_on(date(2025, 12, 29))
    opens = set_periods(moved)[0].opens
    assert opens > date(2025, 12, 4)
    assert lived(taken(date(2025, 12, 5), moved), 20, Window((freeze,), twice)) == ()
    told = said(noon(date(2025, 11, 27)))
    assert lived(taken(date(2025, 12, 5), moved, standings=told), 20, Window((freeze,))) == ()


def test_what_is_reported_now_is_asked_about_again_once_the_next_window_opens_after_a_freeze() -> None:
    policy = meeting_on(DECEMBER, date(2026, 1, 15))
    january = set_periods(policy)[1]
    coming = coming_days(policy, date(2025, 11, 25), ())
    assert [day for day, _ in coming] == [AGAIN, january.opens, january.again]
    reported = said(noon(date(2025, 11, 25)))["1.1.1"]
    assert next_for_papers(None, coming) == AGAIN
    assert next_for_papers(reported, coming) == january.opens
    assert next_for_papers(said(noon(date(2025, 12, 5)))["1.1.1"], coming) is None


def test_of_two_windows_at_once_the_nearer_meetings_asks_and_the_other_once_that_is_frozen() -> None:
    first, second = date(2025, 12, 11), date(2025, 12, 18)
    nudges = lived(taken(date(2025, 11, 20), meeting_on(first, second)), 30)
    days = [day for day, _ in asked(nudges)]
    assert days == [OPENS, AGAIN, date(2025, 12, 5)]
    assert [one.reasons[0].papers for one in nudges] == [(first, OWNERS_BY)] * 2 + [(second, date(2025, 12, 5))]


def test_once_frozen_early_nobody_is_asked_for_the_meeting() -> None:
    early = frozen(noon(date(2025, 11, 24)), DECEMBER)
    assert lived(taken(date(2025, 11, 25), meeting_on(DECEMBER)), 20, Window((early,))) == ()


MEETINGS = st.lists(st.dates(date(2025, 11, 3), date(2026, 2, 27)), min_size=1, max_size=4, unique=True)
ANSWERS = st.dictionaries(st.integers(1, 3), st.dates(date(2025, 10, 1), date(2026, 3, 31)))


@tried(150)
@given(meetings=MEETINGS, answers=ANSWERS, rounds=st.sets(st.integers(0, 150)), due=st.none() | st.dates(date(2025, 11, 1), date(2026, 4, 1)))
def test_nobody_is_asked_outside_a_window_or_more_than_twice_for_a_meeting_and_more_rounds_add_nothing(
    meetings: list[date], answers: dict[int, date], rounds: set[int], due: date | None
) -> None:
    policy = meeting_on(*meetings)
    steps = (milestone(1), milestone(2), milestone(3, due or LATER))
    days, window, ran = working_days(policy), NO_WINDOW, Rounds()
    times: Counter[tuple[date, str]] = Counter()
    for offset in sorted(rounds):
        day = date(2025, 10, 20) + timedelta(days=offset)
        if day not in days:
            continue
        opens, _ = hours(day, policy, policy.zone)
        stood = {f"1.1.{n}": said(noon(on), f"1.1.{n}")[f"1.1.{n}"] for n, on in answers.items() if on < day}
        freezes = tuple(frozen(at, one.meeting) for one in set_periods(policy) if (at := freeze_moment(one, policy)) <= opens)
        window = window._replace(freezes=freezes)
        snapshot = taken(day, policy, *steps, standings=stood).at(opens)
        found = nudges_due(snapshot, (), lambda _, ran=ran: ran, window=window)
        for nudge in found:
            window = window.after(nudge)
            for reason in nudge.reasons:
                if reason.kind == "period":
                    assert reason.papers is not None
                    period = next(one for one in set_periods(policy) if one.meeting == reason.papers.meeting)
                    assert period.opens <= day <= period.owners_by
                    times[period.meeting, reason.ref] += 1
        assert not [one for again in nudges_due(snapshot, (), lambda _, ran=ran: ran, window=window) for one in again.reasons if one.papers]
        ran = Rounds(first=ran.first or day, last=day)
    assert all(count <= 2 for count in times.values())


def test_whoever_has_answered_for_themselves_is_not_asked_though_only_the_accountable_role_counts() -> None:
    shared, policy = milestone(owners=("Head", "Nurse")), meeting_on(DECEMBER)
    standings = said(noon(date(2025, 9, 1)))
    for spoke, days in ((date(2025, 9, 2), [OPENS, AGAIN]), (OPENS - timedelta(days=2), [])):
        window = Window(spoke={(2, "1.1.1"): noon(spoke)})
        nudges = lived(taken(date(2025, 11, 20), policy, shared, standings=standings), 20, window)
        assert asked(nudges) == [(day, "1.1.1 period") for day in (OPENS, AGAIN)]
        assert asked(nudges, 2) == [(day, "1.1.1 period") for day in days]
