"""Cards as Milepost really makes them, from the plan it ships with: for pictures, and for the judges."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

from bot.conversation.updating import update_form
from bot.model.letters.form import Answers, Faults, Form
from bot.model.letters.message import Message, Text
from bot.model.plan import Milestone, Plan
from bot.model.policy import Calendar, Policy
from bot.model.snapshot import Snapshot
from bot.model.status import Status
from bot.model.updates.update import Evidence, EvidenceType, Standing, Update
from bot.rules import summary
from bot.rules.updates import standing
from bot.wording import summary as wording_summary
from bot.wording.documents.action import behind
from bot.wording.letters import cards
from bot.wording.letters.card_line import Line
from bot.wording.letters.cards import welcome_words
from bot.wording.letters.sections import News
from tests.world.reading import read_text

PLANS = Path(__file__).parents[3] / "seed" / "plans"
NAME = "lancashire_send_priority_action_plan"
NOW = datetime(2025, 6, 16, 8, tzinfo=UTC)  # a Monday
ROLE = "Head of Inclusion"
REFS = ("2.7.1", "2.1.3", "2.5.1")


@cache
def plan() -> Plan:
    """The plan Milepost ships with."""
    return read_text((PLANS / f"{NAME}.txt").read_text(encoding="utf-8"), "lancashire", None).plan


def milestone(ref: str) -> Milestone:
    return next(one for one in plan().milestones if one.ref == ref)


def update(ref: str, status: Status, when: date, **more: object) -> Update:
    told = {"plan": "lancashire", "ref": ref, "status": status, "by": 1, "by_name": "Keira Hall", "capacity": ROLE}
    at = datetime(when.year, when.month, when.day, 10, tzinfo=UTC)
    return Update.model_validate({**told, "at": at, "no_evidence_reason": "", **more})


def asked_about(it: Standing, kind: str, working_days: int | None = None, asker: str = "", answered: bool = False) -> Line:
    """One line of a card."""
    one = milestone(it.ref)
    return Line(
        plan="lancashire",
        milestone=one,
        standing=it,
        dates=standing.dates(Snapshot(plan=plan(), policy=Policy(), standings={it.ref: it}, now=NOW), one),
        face=standing.face(one, it, Policy(), NOW),
        kind=kind,
        working_days=working_days,
        asker=asker,
        answered=answered,
    )


def nudge() -> Message:
    """The first nudge a person gets: a welcome, what is asked, some news."""
    amber = update(
        "2.1.3",
        Status.AMBER,
        date(2025, 5, 6),
        narrative="Two of the three posts are filled.",
        path_to_green="agency cover from 3 June, interviews on 12 June",
    )
    lines = [
        asked_about(Standing(ref="2.7.1"), "upcoming", working_days=10),
        asked_about(Standing(ref="2.1.3", update=amber), "asked", asker="Gwen Price (Programme Manager)"),
    ]
    said = Text(text="1.3.1: Ben Osei (Associate director of SEND and Complexities) said Green. The plan is with the printer.")
    return cards.asking_card(lines, date(2025, 6, 23), [News(spans=(said,), status="green")], welcome_words(plan().title)[:1])


def answered() -> Message:
    """The same card once its first line is answered."""
    link = Evidence(url="https://example.org/sufficiency-map", kind=EvidenceType.DATA, shows="places by district")
    green = update("2.7.1", Status.GREEN, date(2025, 6, 16), narrative="Ten of twelve districts are mapped", evidence=(link,))
    lines = [
        asked_about(Standing(ref="2.7.1", update=green), "upcoming", answered=True),
        asked_about(Standing(ref="2.1.3"), "asked", asker="Gwen Price"),
    ]
    return cards.answered_card(list(enumerate(lines, 1)), lines, date(2025, 6, 23))


def half_said() -> dict[str, Standing]:
    """How the plan stands in which most milestones have an update and the others were never asked about."""
    said = (Status.GREEN, Status.GREEN, Status.AMBER, Status.GREEN, Status.RED, Status.COMPLETE)
    standings = {}
    for place, one in enumerate(plan().milestones[:60]):
        status = said[place % len(said)]
        more = {"narrative": "The recruitment round closed without an appointment.", "path_to_green": "A second round opens"}
        if status is Status.RED and place < 12:
            more |= {"decision_wanted": "agree agency cover until the second round ends"}
        if status is Status.COMPLETE:
            more = {"no_evidence_reason": "minutes to come"}
        standings[one.ref] = Standing(ref=one.ref, update=update(one.ref, status, date(2025, 6, 12), **more))
    return standings | {one.ref: Standing(ref=one.ref) for one in plan().milestones[60:]}


def weekly() -> Message:
    """The board's summary of a week in which much was said."""
    standings = half_said()
    before: Mapping[str, Standing] = {ref: Standing(ref=ref) for ref in standings}
    snapshot = Snapshot(plan=plan(), policy=Policy(), standings=standings, now=NOW)
    moved = {ref: s for ref, s in standings.items() if ref.startswith("1.1.")}
    week = summary.weekly(snapshot, {**standings, **{ref: before[ref] for ref in moved}})
    return wording_summary.message(week, plan())


def form(*refs: str) -> Form:
    """The update form for these milestones, with what the plan says behind the questions if there is only one."""
    items = [(milestone(ref), Standing(ref=ref)) for ref in refs]
    form = update_form.update_form(items, "k3f9", date(2025, 6, 16), "Europe/London", Policy())
    if len(refs) > 1:
        return form
    (action,) = (one for one in plan().actions if one.ref == items[0][0].action)
    return form.model_copy(update={"background": behind(action)})


def mistaken(form: Form) -> tuple[Answers, Faults]:
    """Amber without a path, and a date that is none."""
    answers = {"status": "amber", "happened": "One post is still vacant.", "forecast": "soon"}
    return answers, update_form.wrong(form, answers, NOW.date(), Calendar())
