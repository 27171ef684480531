"""Who may look at a completion, whose turn it is, and what counts no longer."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.model.absences.absence import Absence, StoodIn
from bot.model.people import Holding, People, Person
from bot.model.plan import Action, Milestone, Plan, Priority, Recurrence
from bot.model.policy import Assuring, Policy
from bot.model.snapshot import Snapshot
from bot.model.status import Status
from bot.model.updates.assurance import Assurance, Completion, Declared, Lapse, Verdict
from bot.model.updates.update import Face, Standing, Update
from bot.reports.picture import picture
from bot.reports.status import status_json
from bot.reports.summary import as_json
from bot.rules.summary import weekly
from bot.rules.updates.assurance import Bar, Waits, barred, lapses, no_assurer, to_check, waits_for
from bot.rules.updates.standing import face_in
from bot.wording.summary import headline, in_full, lines_of

DAY = datetime(2026, 3, 2, 10, tzinfo=UTC)
NOW = DAY + timedelta(days=9)
THEN, TODAY = date(2026, 3, 2), date(2026, 3, 11)
STEP = Milestone(ref="1.1.1", text="Do", due=date(2026, 6, 1), owners=("Head", "Finance"))
ASH, ANNA, DEFAULT = 1, 2, Policy()


def update(at: datetime = DAY, status: Status = Status.COMPLETE) -> Update:
    return Update(id=5, plan="p", ref="1.1.1", status=status, by=ANNA, by_name="Anna", capacity="Head", at=at)


def verdict(at: datetime = NOW, level: str = "reasonable") -> Assurance:
    kind = Verdict.SIGNED_OFF if level else Verdict.SENT_BACK
    return Assurance(id=9, plan="p", ref="1.1.1", update=5, verdict=kind, level=level, by=ASH, capacity="assurer", at=at)


def snapshot(
    completion: Completion | None = None,
    holdings: tuple[Holding, ...] = (),
    stood_in: tuple[StoodIn, ...] = (),
    rights: tuple[str, ...] = ("assurer",),
    now: datetime = NOW,
    milestone: Milestone = STEP,
    policy: Policy = DEFAULT,
) -> Snapshot:
    plan = Plan(short="p", title="P", priorities=(Priority(number=1, text="One"),), actions=(Action(ref="1.1", priority=1, title="A", milestones=(milestone,)),))
    found = completion or Completion()
    done = found._replace(declared=found.declared or (Declared(5, ANNA, DAY, ("Head", "Old")),))
    standings = {"1.1.1": Standing(ref="1.1.1", update=update(), completion=done)}
    people = People(persons=(Person(id=ASH, name="Ash", email="a@b.org", rights=rights),), holdings=holdings, stood_in=stood_in)
    return Snapshot(plan=plan, policy=policy, people=people, standings=standings, now=now)


def held(role: str, person: int = ASH, deputy: int | None = None, starts: date | None = None, ends: date | None = None) -> Holding:
    return Holding(id=1, role=role, person=person, deputy=deputy, starts=starts, ends=ends)


def acted(until: datetime) -> tuple[StoodIn, ...]:
    """Ash acted for Anna from the day of the completion on, until Anna was back."""
    return (StoodIn(absence=Absence(person=ANNA, starts=THEN, ends=date(2026, 3, 30), deputy=ASH), until=until),)


BARS = {
    "no right": (Bar.NO_RIGHT, {"rights": ("admin", "board", "assurer:2")}),
    "of the priority": (None, {"rights": ("assurer:1",)}),
    "declared it": (Bar.DECLARED, {"completion": Completion(declared=(Declared(4, ASH, DAY, ()), Declared(5, ANNA, DAY, ())))}),
    "holds an owning role": (Bar.HOLDS, {"holdings": (held("Finance", starts=TODAY - timedelta(days=1)),)}),
    "deputises one": (Bar.DEPUTISES, {"holdings": (held("Head", ANNA, deputy=ASH, starts=TODAY),)}),
    "held one that day": (Bar.HELD, {"holdings": (held("Head", ends=THEN),)}),
    "held one that owned it that day": (Bar.HELD, {"holdings": (held("Old", ends=THEN),)}),
    "deputised one that day": (Bar.DEPUTISED, {"holdings": (held("Head", ANNA, deputy=ASH, ends=THEN),)}),
    "deputised one until an hour of today": (Bar.STOOD_IN, {"holdings": (held("Head", ANNA),), "stood_in": acted(NOW)}),
    "deputised one until an hour of that day": (Bar.DEPUTISED, {"holdings": (held("Head", ANNA),), "stood_in": acted(DAY)}),
    "deputised one until the day before": (None, {"holdings": (held("Head", ANNA),), "stood_in": acted(DAY - timedelta(days=1))}),
    "held one before that day": (None, {"holdings": (held("Head", ends=THEN - timedelta(days=1)),)}),
    "holds another role": (None, {"holdings": (held("Chair"),)}),
}


@pytest.mark.parametrize("name", list(BARS))
def test_who_may_look_at_a_completion(name: str) -> None:
    bar, facts = BARS[name]
    found = snapshot(**facts)  # type: ignore[arg-type]
    (ash,) = found.people.persons

    told = barred(found, ash, STEP)
    assert (told.bar if told else None) is bar
    assert ([one.milestone for one in to_check(found, ash)], len(no_assurer(found))) == (([], 1) if bar else ([STEP], 0))


TURNS = {
    "nobody has looked": (Completion(), Waits.ASSURER, Face.COMPLETE),
    "assured": (Completion(last=verdict()), None, Face.ASSURED),
    "assured at a level that the plan no longer has": (Completion(last=verdict(level="great")), Waits.ASSURER, Face.COMPLETE),
    "sent back": (Completion(last=verdict(level="")), Waits.OWNER, Face.COMPLETE),
    "checked too low": (Completion(last=verdict(level="limited")), Waits.OWNER, Face.COMPLETE),
    "answered since": (Completion(last=verdict(level=""), answered=NOW), Waits.ASSURER, Face.COMPLETE),
    "withdrawn": (Completion(last=verdict(), withdrawn=True), Waits.ASSURER, Face.COMPLETE),
    "reworded": (Completion(last=verdict(), reworded=True), Waits.ASSURER, Face.COMPLETE),
    "good until today": (Completion(last=verdict(), good_until=TODAY), None, Face.ASSURED),
    "stale": (Completion(last=verdict(), good_until=TODAY - timedelta(days=1)), Waits.ASSURER, Face.COMPLETE),
    "its own assurer declared it": (Completion(last=verdict(), declared=(Declared(5, ASH, DAY, ()),)), Waits.ASSURER, Face.COMPLETE),
}


@pytest.mark.parametrize("name", list(TURNS))
def test_whose_turn_a_completion_is_and_how_it_is_counted(name: str) -> None:
    completion, waits, face = TURNS[name]
    found = snapshot(completion)

    assert waits_for(STEP, found.standing(STEP), found.policy, found.today) is waits
    assert face_in(found, STEP) is face
    assert waits_for(STEP.model_copy(update={"closed": True}), found.standing(STEP), found.policy, found.today) is None


def test_the_settings_say_from_which_level_it_counts() -> None:
    strict = Policy(assurance=Assuring(blue_from="substantial"))

    assert face_in(snapshot(Completion(last=verdict()), policy=strict), STEP) is Face.COMPLETE
    assert face_in(snapshot(Completion(last=verdict(level="substantial")), policy=strict), STEP) is Face.ASSURED


def test_of_what_comes_round_an_assurance_counts_for_its_period_alone() -> None:
    monthly = STEP.model_copy(update={"due": date(2026, 3, 31), "recurrence": Recurrence.MONTHLY})
    done = Completion(last=verdict())

    assert face_in(snapshot(done, milestone=monthly), monthly) is Face.ASSURED
    later = snapshot(done, milestone=monthly, now=datetime(2026, 4, 10, 9, tzinfo=UTC))
    again = later.model_copy(update={"standings": {"1.1.1": later.standing(monthly).model_copy(update={"update": update(later.now)})}})
    assert (face_in(later, monthly), face_in(again, monthly)) == (Face.NOT_YET_ASKED, Face.COMPLETE)


GONE = {
    "left": (None, Lapse.LEFT),
    "declared anew": (Completion(declared=(Declared(12, ANNA, NOW, ()),)), Lapse.LEFT),
    "withdrawn": (Completion(last=verdict(), withdrawn=True), Lapse.WITHDRAWN),
    "taken back": (Completion(), None),
    "another verdict": (Completion(last=verdict(level="").model_copy(update={"id": 11})), None),
    "still": (Completion(last=verdict()), None),
}


@pytest.mark.parametrize("name", list(GONE))
def test_what_counts_no_longer_is_told_unless_an_assurer_did_it(name: str) -> None:
    completion, why = GONE[name]
    before, now = snapshot(Completion(last=verdict())), snapshot(completion, now=NOW + timedelta(days=1))
    if completion is None:
        left = Standing(ref="1.1.1", update=update(NOW, Status.GREEN))
        now = now.model_copy(update={"standings": {"1.1.1": left}})

    assert [one.why for one in lapses(before, now)] == ([why] if why else [])


def test_the_summary_counts_declared_and_assured_apart_and_names_only_what_waits() -> None:
    blue, sent_back = snapshot(Completion(last=verdict())), snapshot(Completion(last=verdict(level="")))
    waits, nothing = snapshot(), dict[str, Standing]()
    counted = [weekly(one, nothing) for one in (blue, waits, sent_back)]

    assert [one.count(Face.ASSURED) for one in counted] == [1, 0, 0]
    assert [one.count(Face.COMPLETE) for one in counted] == [0, 1, 1]
    assert [[(entry.ref, entry.waits_for) for entry in one.awaiting_assurance] for one in counted] == [
        [], [("1.1.1", "assurer")], [("1.1.1", "owner")],
    ]  # fmt: skip
    both = counted[1].screen[0].model_copy(update={"rest": (*counted[1].screen[0].rest, *counted[2].screen[0].rest)})
    counted.append(counted[1].model_copy(update={"screen": (both,), "in_full": (both.model_copy(update={"each": both.rest, "rest": ()}),)}))
    waiting, back = "aiting for someone to check the evidence: 1 (1.1.1).", "hecked, and gone back to the owner: 1 (1.1.1)."
    assert [lines_of(one) for one in counted] == [
        ["First answers: 1 (1.1.1)."], [f"✔ Complete: w{waiting}"], [f"✔ Complete: c{back}"], [f"✔ Complete: w{waiting} C{back}"],
    ]  # fmt: skip
    headings = [heading in in_full(counted[3], blue.plan, TODAY).plain() for heading in ("check the evidence (1)", "back to the owner (1)")]
    assert headings == [True, True]
    assert "0 complete, 1 complete and assured" in headline(counted[0])
    assert as_json(counted[0])["totals"] == {"1": {"assured": 1}}
    assert status_json(blue)["milestones"][0]["assured"] == {  # type: ignore[index]
        "level": "reasonable", "by_role": "assurer", "at": NOW.isoformat(), "good_until": None,
    }  # fmt: skip
    assert [one.face for one in picture(blue).legend] == ["assured"]
