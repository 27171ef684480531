"""Measures that nobody can be asked for are found, many of them as one; and who may give a reading."""

from __future__ import annotations

from datetime import UTC, date, datetime

from bot.model.health import Finding
from bot.model.measures.measure import Measure, MeasureDeed, MeasureStep, Terms
from bot.model.people import Holding, People, Person
from bot.model.plan import Plan
from bot.model.policy import Policy
from bot.model.snapshot import Snapshot
from bot.rules.health import measure_without_owner
from bot.rules.measures.whose import capacity_to_read
from bot.wording.health import typed

ANA, BEN, LEA, ADI = (
    Person(id=1, name="Ana", email="ana@x.uk"),
    Person(id=2, name="Ben", email="ben@x.uk"),
    Person(id=3, name="Lea", email="lea@x.uk", rights=("lead:2",)),
    Person(id=4, name="Adi", email="adi@x.uk", rights=("admin",)),
)
PEOPLE = People(persons=(ANA, BEN, LEA, ADI), holdings=(Holding(role="Head", person=1, deputy=2),))
DAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
SNAPSHOT = Snapshot(plan=Plan(short="p", title="P"), policy=Policy(), people=PEOPLE, standings={}, now=NOW)


def measure(number: int, *owners: str, closed: bool = False) -> Measure:
    deeds = (MeasureDeed.SET, *(MeasureDeed.CHANGED for _ in owners[1:]))
    steps = [
        MeasureStep(id=at, deed=deed, terms=Terms(text="T", actions=("2.1",), owner=owner), at=datetime(2026, 1, at, 9, tzinfo=UTC))
        for at, (deed, owner) in enumerate(zip(deeds, owners, strict=True), 1)
    ]
    steps += [MeasureStep(id=9, deed=MeasureDeed.CLOSED, at=NOW)] if closed else []
    return Measure(id=number, number=number, plan="p", steps=tuple(steps))


def found(*measures: Measure) -> list[tuple[str, tuple[str, ...], date | None]]:
    return [(one.role, one.handles, one.since) for one in measure_without_owner(SNAPSHOT, measures)]


def test_a_measure_without_an_owner_is_found_since_it_has_none() -> None:
    assert found(measure(1, ""), measure(2, "Head")) == [("", ("m1",), date(2026, 1, 1))]
    assert found(measure(1, "", "Head", "")) == [("", ("m1",), date(2026, 1, 3))]
    assert found(measure(1, "", closed=True)) == []


def test_many_without_an_owner_and_all_of_a_vacant_role_are_one_finding() -> None:
    assert found(*(measure(number, "") for number in range(1, 6))) == [("", ("m1", "m2", "m3", "m4", "m5"), date(2026, 1, 1))]
    assert found(measure(1, "Nurse"), measure(2, "Nurse")) == [("Nurse", ("m1", "m2"), None)]


def test_the_command_that_mends_it_is_typed_out() -> None:
    def command(*measures: Measure) -> list[str]:
        return [typed(one) for one in measure_without_owner(SNAPSHOT, measures) if isinstance(one, Finding)]

    assert command(measure(3, "")) == ["measure m3 owner ROLE"]
    assert command(measure(3, "Nurse")) == ["holder Nurse name@example.org"]


def test_the_role_its_deputy_the_lead_of_its_priority_and_admins_give_readings() -> None:
    terms = Terms(text="T", actions=("2.1",), owner="Head")
    assert [capacity_to_read(PEOPLE, one, terms, DAY) for one in (ANA, BEN, LEA, ADI)] == ["Head", "deputy for Head", "lead:2", "admin"]
    other = Terms(text="T", actions=("1.1",))
    assert [capacity_to_read(PEOPLE, one, other, DAY) for one in (ANA, BEN, LEA, ADI)] == [None, None, None, "admin"]
