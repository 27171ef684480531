"""A plan sleeps until it may have something to say: never longer, whatever it holds."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.model.letters.nudge import Rounds
from bot.model.people import Holding, People, Person
from bot.model.plan import Action, Imported, Milestone, Plan, Recurrence
from bot.model.policy import Policy
from bot.model.snapshot import Snapshot
from bot.model.status import Status
from bot.model.updates.update import Evidence, Standing, Update
from bot.rules.asking.nudges import nudges_due, undeliverable
from bot.rules.asking.taking_over import hands
from bot.rules.asking.waking import next_stir
from bot.rules.calendar import hours, working_days
from tests.laws import tried

PEOPLE = People(
    persons=(
        Person(id=1, name="Ana", email="ana@x.uk"),
        Person(id=2, name="Lea", email="lea@x.uk", rights=("lead:1",)),
        Person(id=3, name="Adi", email="adi@x.uk", rights=("admin",)),
    ),
    holdings=(
        Holding(role="Head", person=1, deputy=2, deputy_starts=date(2025, 3, 3), deputy_ends=date(2025, 3, 14)),
        Holding(role="Nurse", person=2, starts=date(2025, 2, 10), ends=date(2025, 4, 9)),
    ),
)
POLICIES = (
    Policy(),
    Policy.model_validate({"asking": {"rungs": (5, 1), "only": {"1.1": {"rungs": (3,), "overdue_after": (), "cycle_months": 2}}}}),
)
DAYS = st.dates(date(2025, 1, 2), date(2025, 7, 31))
DATED = st.fixed_dictionaries({"due": DAYS, "recurrence": st.none() | st.sampled_from(Recurrence)})
OPEN_ENDED = st.fixed_dictionaries({"open_ended": st.just(True), "start": st.none() | DAYS})
SAID = st.tuples(DAYS, st.sampled_from([Status.GREEN, Status.COMPLETE]), st.none() | DAYS)
LOADED = st.none() | DAYS  # when a file was loaded with which a tracker's word came, if one did
STEPS = st.lists(st.tuples(DATED | OPEN_ENDED, st.sampled_from(["Head", "Nurse"]), st.none() | SAID, LOADED), max_size=4)


def standing(ref: str, said: tuple[date, Status, date | None] | None, today: date) -> Standing:
    if said is None or said[0] > today:
        return Standing(ref=ref)
    on, status, forecast = said
    at, proof = datetime.combine(on, time(12), UTC), (Evidence(url="https://x.uk"),)
    told = {"plan": "p", "ref": ref, "status": status, "forecast": forecast, "evidence": proof}
    return Standing(ref=ref, update=Update(**told, by=1, by_name="A", capacity="Head", at=at))  # type: ignore[arg-type]


def imported(on: date | None, today: date) -> Imported | None:
    if on is None or on > today:
        return None
    return Imported(status=Status.AMBER, as_at=on, since=datetime.combine(on, time(14), UTC))


def asked(snapshot: Snapshot, day: date, ran: Rounds) -> Mapping[int, object]:
    """What a round of that day would ask, by person; and, for nobody, who cannot be asked."""
    opens, _ = hours(day, snapshot.policy, "Europe/London")
    nudges = nudges_due(snapshot.at(opens), (), lambda _: ran, hands(snapshot, {}, ()))
    found: dict[int, object] = {nudge.person: nudge.reasons for nudge in nudges}
    return found | {0: undeliverable(snapshot, day)}


@tried(500)
@given(steps=STEPS, policy=st.sampled_from(POLICIES), first=DAYS, today=DAYS)
def test_nothing_is_missed_by_sleeping_until_the_next_stir(
    steps: list[tuple[dict[str, object], str, tuple[date, Status, date | None] | None, date | None]], policy: Policy, first: date, today: date
) -> None:
    days = working_days(policy)
    today = days.last(max(first, today))
    first = days.last(min(first, today))
    milestones = tuple(
        Milestone.model_validate({"ref": f"1.1.{n}", "text": "Do", "owners": (role,), "imported": imported(on, today), **dated})
        for n, (dated, role, _, on) in enumerate(steps, 1)
    )
    plan = Plan(short="p", title="P", actions=(Action(ref="1.1", priority=1, title="A", milestones=milestones),))
    stood = {one.ref: standing(one.ref, said, today) for one, (_, _, said, _) in zip(milestones, steps, strict=True)}
    snapshot = Snapshot(plan=plan, policy=policy, people=PEOPLE, standings=stood, now=datetime.combine(today, time(12), UTC))

    wakes = next_stir(snapshot, {first}, days.index(today))

    assert today < wakes <= today + timedelta(days=14)
    told, day = asked(snapshot, today, Rounds(first=first, last=today))[0], days.next(today)
    while day < wakes:
        ran = Rounds(first=first, last=days.last(day - timedelta(days=1)))
        assert asked(snapshot, day, ran) == {0: told}, day
        day = days.next(day)
    each_day = Rounds(first=first, last=days.last(wakes - timedelta(days=1)))
    assert asked(snapshot, wakes, each_day) == asked(snapshot, wakes, Rounds(first=first, last=today))
