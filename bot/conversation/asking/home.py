"""Home: what a person opens Milepost for."""

from __future__ import annotations

from datetime import date

from bot.conversation.asking.lists import line_of
from bot.model.message import Block, Chart, Items, Message, Paragraph, Spans
from bot.model.people import Person
from bot.model.plan import Milestone
from bot.model.talk import Asker
from bot.model.update import Face
from bot.ports.record import View
from bot.reports import snapshot
from bot.reports.snapshot import Record, record_of
from bot.reports.summary import digest_message
from bot.rules import holders as rules_holders
from bot.rules import nudges as rules_nudges
from bot.wording.sentences import Fact, line, words

PRESSING = (
    *(Face.UNREADABLE, Face.RED, Face.AMBER, Face.NOT_REPORTED, Face.ASKED),
    *(Face.GREEN, Face.NOT_STARTED, Face.NOT_YET_ASKED, Face.COMPLETE),
)


def home(view: View, asker: Asker) -> Message:
    """What a person opens Milepost for: their milestones with what they will be asked next; for the board, the totals."""
    blocks: list[Block] = []
    for short in view.plans_of(asker.person.id):
        blocks += _home(view, asker.model_copy(update={"short": short, "person": _in_plan(view, asker, short)}))
    return Message(title=words("replies.home.title"), blocks=(*blocks, Paragraph(spans=line("replies.home.hint"))))


def _in_plan(view: View, asker: Asker, short: str) -> Person:
    return next(person for person in view.people(short).persons if person.id == asker.person.id)


def _home(view: View, asker: Asker) -> list[Block]:
    record = record_of(view, asker)
    held = set(rules_holders.roles_of(record.people, asker.person.id, record.today))
    owned = sorted((m for m in record.plan.milestones if held & set(m.owners)), key=lambda m: _pressing(record, m))
    ran = snapshot.rounds_of(view, asker.short, record.policy, asker.now)(asker.person)
    coming = {milestone.ref: _next(record, milestone, ran.first) for milestone in owned}
    lines = tuple(line_of(record, milestone, asker, _when_asked(coming[milestone.ref])) for milestone in owned)
    facts: dict[str, Fact] = {"plan": record.plan.title}
    blocks: list[Block] = []
    if lines:
        first = min((day for day in coming.values() if day), default=None)
        said = line("replies.home.next_any", {"day": first}) if first else line("replies.home.next_none")
        blocks += [Items(heading=words("replies.home.plan", facts), lines=lines), Paragraph(spans=said)]
    else:
        blocks.append(Paragraph(spans=line("replies.home.nothing", facts)))
    if asker.person.is_board or asker.person.is_admin:
        summary = digest_message(view, asker.short, asker.now)
        blocks += [block for block in summary.blocks if isinstance(block, Chart)]
    return blocks


def _pressing(record: Record, milestone: Milestone) -> int:
    """What is off green or asked about comes first, what is done last; else the plan's own order."""
    return PRESSING.index(record.face(milestone))


def _next(record: Record, milestone: Milestone, first_round: date | None) -> date | None:
    standing = record.standings[milestone.ref]
    return rules_nudges.next_asked(record.plan, milestone, standing, record.policy, first_round, record.today)


def _when_asked(day: date | None) -> Spans:
    return line("replies.home.next", {"day": day}) if day else ()
