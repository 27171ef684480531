"""Health: each rule finds what is wrong, and nothing else."""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta

import pytest

from bot.model.absences.absence import HandOver, Step
from bot.model.health import Finding, Rule, Severity
from bot.model.people import Holding, Lost, Person
from bot.model.plan import Priority
from bot.model.snapshot import Snapshot
from bot.model.status import Status
from bot.model.updates.doubt import Doubt, DoubtKind, Misfit
from bot.model.updates.evidence import Offered
from bot.model.updates.request import Asks, DateRequest
from bot.model.updates.update import Evidence, Standing, Update
from bot.rules import health
from tests.unit.rules.test_nudges import ADMIN, APRIL, PEOPLE, milestone, plan_of, taken
from tests.unit.rules.test_pauses import pause

NOW = datetime.combine(APRIL, time(12), UTC)
AGO = NOW - timedelta(days=90)


def said(ref: str, number: int, **more: object) -> Standing:
    told = {"plan": "p", "ref": ref, "status": Status.GREEN, "by": 1, "by_name": "Ana", "capacity": "Head", "at": AGO, "id": number}
    return Standing(ref=ref, update=Update.model_validate({**told, **more}))


def snapshot(**standings: Standing) -> Snapshot:
    plan = plan_of(milestone(APRIL), milestone(APRIL, 2, owners=("Ghost",)), milestone(APRIL + timedelta(days=300), 3))
    plan = plan.model_copy(update={"priorities": (Priority(number=1, text="Lead well"),)})
    return taken(plan, APRIL, {one.ref: one for one in standings.values()})


def request(by: int) -> DateRequest:
    wanted = APRIL + timedelta(days=30)
    return DateRequest(id=7, number=2, plan="p", ref="1.1.1", asks=Asks.MOVE, was=APRIL, wanted=wanted, by=by, at=AGO, by_name="Ana")


def offered(good_until: int) -> Offered:
    evidence = Evidence(id=9, url="https://x.uk", good_until=APRIL + timedelta(days=good_until))
    return Offered(evidence=evidence, ref="1.1.1", update=3, by=1, by_name="Ana", capacity="Head", at=AGO)


def holding(of: Snapshot, person: int) -> Snapshot:
    holdings = (Holding(role="Ghost", person=person),)
    return of.model_copy(update={"people": of.people.model_copy(update={"holdings": holdings})})


HELD = snapshot()
LATE = snapshot(a=said("1.1.1", 3, forecast=APRIL + timedelta(days=90)))
SOON = snapshot(a=said("1.1.1", 3, forecast=APRIL + timedelta(days=10)))
SAME = Doubt(plan="p", ref="1.1.1", update=3, found=(Misfit(DoubtKind.SAME_WORDS),))
QUIET = snapshot(a=Standing(ref="1.1.1", asked=NOW - timedelta(days=40)))
LONG = snapshot(a=Standing(ref="1.1.1", asked=AGO))
PAUSED = HELD.model_copy(update={"pauses": (pause(APRIL - timedelta(days=2), APRIL + timedelta(days=9)),)})
LOST = Lost(person=1, reason="left the workspace.", at=AGO)
AWAY = Lost(person=9, reason="left the workspace.", at=AGO)
READER = HELD.model_copy(
    update={"people": PEOPLE.model_copy(update={"persons": (Person(id=9, name="Rae", email="r@x.uk", rights=("observer",)),)})}
)
MANY = taken(plan_of(*(milestone(APRIL - timedelta(days=n), n) for n in range(1, 14))), APRIL)


def test_a_role_is_vacant_from_the_day_after_its_last_holder_left() -> None:
    gone = PEOPLE.model_copy(update={"holdings": (Holding(role="Ghost", person=1, ends=APRIL - timedelta(days=3)),)})
    found = {one.role: one.since for one in health.vacant(HELD.model_copy(update={"people": gone}))}
    assert found["Ghost"] == APRIL - timedelta(days=2)


@pytest.mark.parametrize(
    ("found", "about"),
    [
        (health.unreachable(HELD, [LOST]), [(Rule.UNREACHABLE, Severity.HIGH, ("Head",))]),
        (health.unreachable(HELD, []), []),
        (health.unreachable(READER, [AWAY]), []),
        (health.unreachable(holding(READER, 9), [AWAY]), [(Rule.UNREACHABLE, Severity.HIGH, ("Ghost",))]),
        (health.vacant(HELD), [(Rule.VACANT, Severity.HIGH, ("Ghost",))]),
        (health.stale(QUIET, {"1.1.1": frozenset({"Head"})}), [(Rule.STALE, Severity.MEDIUM, ("Head",))]),
        (health.stale(LONG, {"1.1.1": frozenset({"Head"})}), [(Rule.STALE, Severity.HIGH, ("Head",))]),
        (health.stale(PAUSED, {}), []),
        (health.overloaded(MANY), [(Rule.OVERLOADED, Severity.LOW, ("Head",))]),
        (health.overloaded(HELD), []),
        (health.same_words(LATE, [SAME]), [(Rule.SAME_WORDS, Severity.LOW, ("1.1.1",))]),
        (health.same_words(LATE, [SAME.model_copy(update={"update": 2})]), []),
        (health.late_forecast(LATE, [], []), [(Rule.LATE_FORECAST, Severity.MEDIUM, ("1.1.1",))]),
        (health.late_forecast(LATE, [request(1)], []), []),
        (health.late_forecast(SOON, [], []), []),
        (health.evidence_stale(HELD, [offered(-1)]), [(Rule.EVIDENCE_STALE, Severity.MEDIUM, ("1.1.1",))]),
        (health.evidence_stale(HELD, [offered(0)]), []),
        (health.waiting(HELD, [request(1)], []), [(Rule.WAITING, Severity.MEDIUM, ("1.1.1",))]),
        (health.no_approver(HELD, [request(1)], []), []),
        (health.waiting(HELD, [request(ADMIN.id)], []), []),
        (health.no_approver(HELD, [request(ADMIN.id)], []), [(Rule.NO_APPROVER, Severity.HIGH, ("1.1.1",))]),
        (
            health.handed_over(HELD, [HandOver(id=4, ref="1.1.1", from_role="Head", to_role="Nurse", step=Step.REFUSED, noted=AGO)]),
            [(Rule.HANDED_OVER, Severity.MEDIUM, ("Head",))],
        ),
        (health.handed_over(HELD, [HandOver(id=4, ref="1.1.1", from_role="Head", to_role="Nurse")]), []),
        (health.paused(PAUSED), [(Rule.PAUSED, Severity.LOW, ("1.1.1", "1.1.2", "1.1.3"))]),
    ],
)
def test_a_rule_finds_what_is_wrong(found: Iterable[Finding], about: list[tuple[Rule, Severity, tuple[str, ...]]]) -> None:
    assert [(one.rule, one.severity, one.about) for one in found] == about


def test_the_worst_is_told_first_and_a_lead_is_told_of_their_priority() -> None:
    found = health.in_order((*health.paused(PAUSED), *health.late_forecast(LATE, [], []), *health.vacant(HELD)))

    assert [one.rule for one in found] == [Rule.VACANT, Rule.LATE_FORECAST, Rule.PAUSED]
    assert health.of_priorities(found, HELD, [2]) == ()
    assert len(health.of_priorities(found, HELD, [1])) == 3
