"""Home: what a person opens Milepost for."""

from __future__ import annotations

from datetime import date

from bot.conversation.asking.lists import as_deputy, line_of, own
from bot.model.message import Block, Items, Message, Paragraph, Spans
from bot.model.people import Person
from bot.model.plan import Milestone
from bot.model.snapshot import Snapshot
from bot.model.talk import Asker, Sight
from bot.model.update import Face
from bot.ports.record import View
from bot.reports.snapshot import Ran, take
from bot.reports.summary import totals_chart
from bot.rules import holders as rules_holders
from bot.rules import nudges as rules_nudges
from bot.rules.calendar import local_day
from bot.rules.standing import face_in
from bot.wording.sentences import Fact, line, words

PRESSING = (
    *(Face.UNREADABLE, Face.RED, Face.AMBER, Face.NOT_REPORTED, Face.ASKED),
    *(Face.GREEN, Face.NOT_STARTED, Face.NOT_YET_ASKED, Face.COMPLETE),
)


def home(view: View, asker: Asker) -> Message:
    """Show a person their milestones, with what they will be asked next. Shows the board the totals."""
    blocks: list[Block] = []
    for short in asker.plans:
        blocks += _home(view, asker.model_copy(update={"short": short, "person": _in_plan(view, asker, short)}))
    return Message(title=words("replies.home.title"), blocks=(*blocks, Paragraph(spans=line("replies.home.hint"))))


def sights(view: View, asker: Asker) -> tuple[Sight, ...]:
    """Return what a person's Home shows of each of their plans."""
    return tuple(_sight(view, asker, short) for short in asker.plans)


def _sight(view: View, asker: Asker, short: str) -> Sight:
    person = _in_plan(view, asker, short)
    held = rules_holders.answers_for(view.people.of(short), person.id, local_day(asker.now, view.plans.policy(short).zone))
    refs = frozenset(one.ref for one in view.plans.one(short).milestones if not held.isdisjoint(one.owners))
    return Sight(plan=short, refs=refs, whole=person.is_board or person.is_admin)


def _in_plan(view: View, asker: Asker, short: str) -> Person:
    return next(person for person in view.people.of(short).persons if person.id == asker.person.id)


def _home(view: View, asker: Asker) -> list[Block]:
    snapshot = take(view, asker.short, asker.now)
    owned = sorted(own(snapshot, asker), key=lambda m: _pressing(snapshot, m))
    deputised = as_deputy(snapshot, asker)
    ran = Ran(view, snapshot)(asker.person)
    coming = {milestone.ref: _next(snapshot, milestone, ran.first) for milestone in owned}
    lines = tuple(line_of(snapshot, milestone, asker, _when_asked(coming[milestone.ref])) for milestone in owned)
    facts: dict[str, Fact] = {"plan": snapshot.plan.title}
    blocks: list[Block] = []
    if lines:
        first = min((day for day in coming.values() if day), default=None)
        said = line("replies.home.next_any", {"day": first}) if first else line("replies.home.next_none")
        blocks += [Items(heading=words("replies.home.plan", facts), lines=lines), Paragraph(spans=said)]
    elif not deputised.milestones:
        blocks.append(Paragraph(spans=line("replies.home.nothing", facts)))
    if deputised.milestones:
        acting = sorted(deputised.milestones, key=lambda m: _pressing(snapshot, m))
        lines = tuple(line_of(snapshot, milestone, asker) for milestone in acting)
        blocks.append(Items(heading=deputised.heading, lines=lines))
    if asker.person.is_board or asker.person.is_admin:
        blocks.append(totals_chart(snapshot))
    return blocks


def _pressing(snapshot: Snapshot, milestone: Milestone) -> int:
    """Return a milestone's place in the list: what is off green or asked about comes first, what is done last."""
    return PRESSING.index(face_in(snapshot, milestone))


def _next(snapshot: Snapshot, milestone: Milestone, first_round: date | None) -> date | None:
    return rules_nudges.next_asked(snapshot, milestone, first_round, snapshot.today)


def _when_asked(day: date | None) -> Spans:
    return line("replies.home.next", {"day": day}) if day else ()
