"""Home: what a person opens Milepost for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from bot.conversation.asking.lists import as_deputy, line_of, lines_of, own
from bot.conversation.asking.of_impact import besides
from bot.model.letters.message import Actions, Block, Button, Items, Message, Paragraph, Spans, Text
from bot.model.letters.talk import Asker, Sight
from bot.model.people import Person
from bot.model.plan import Milestone
from bot.model.snapshot import Snapshot
from bot.ports.record import View
from bot.reports.letters.next_question import NextQuestions
from bot.reports.snapshot import take
from bot.reports.summary import totals_chart
from bot.reports.voices.told import told
from bot.rules import holders as rules_holders
from bot.rules.asking.month import parts
from bot.rules.asking.urgency import Urgency, by_urgency, is_waiting
from bot.rules.board.readers import is_there_for_forum
from bot.rules.calendar import local_day
from bot.rules.updates.assurance import to_check
from bot.rules.voices.asking import waits_for_forum
from bot.wording.commands import Check, HearForm, Month, PlanDraft, Voices
from bot.wording.sentences import Fact, line, words
from bot.wording.summary_lines import MOST_NAMED, named


def home(view: View, asker: Asker) -> Message:
    """Show a person their milestones, with what they will be asked next. Shows the board the totals."""
    blocks: list[Block] = []
    of_forum = True
    for short in asker.plans:
        here = asker.model_copy(update={"short": short, "person": _in_plan(view, asker, short)})
        blocks += _home(view, here)
        of_forum = of_forum and is_there_for_forum(view.people.of(short), here.person, local_day(asker.now, asker.zone))
    hint = line("voices.home.hint" if of_forum else "replies.home.hint")  # the forum has no milestone to update
    return Message(title=words("replies.home.title"), blocks=(*blocks, Paragraph(spans=hint)))


def sights(view: View, asker: Asker) -> tuple[Sight, ...]:
    """Return what a person's Home shows of each of their plans."""
    return tuple(_sight(view, asker, short) for short in asker.plans)


def _sight(view: View, asker: Asker, short: str) -> Sight:
    person = _in_plan(view, asker, short)
    held = rules_holders.answers_for(view.people.of(short), person.id, local_day(asker.now, view.plans.policy(short).zone))
    refs = frozenset(one.ref for one in view.plans.one(short).milestones if not held.isdisjoint(one.owners))
    return Sight(plan=short, refs=refs, whole=person.is_board or person.is_admin or person.is_assurer)


def _in_plan(view: View, asker: Asker, short: str) -> Person:
    return next(person for person in view.people.of(short).persons if person.id == asker.person.id)


def _home(view: View, asker: Asker) -> list[Block]:
    snapshot = take(view, asker.short, asker.now)
    if is_there_for_forum(snapshot.people, asker.person, snapshot.today):
        return _of_forum(view, asker, snapshot)
    owned, deputised = own(snapshot, asker), as_deputy(snapshot, asker)
    more = besides(view, snapshot, asker)
    blocks = _owned(view, asker, snapshot, owned) if owned else [] if deputised.milestones or more else [_nothing(snapshot)]
    if deputised.milestones:
        acting = [milestone for group in by_urgency(snapshot, deputised.milestones).values() for milestone in group]
        lines = lines_of(snapshot, acting, asker)
        blocks.append(Items(heading=deputised.heading, lines=lines))
    blocks += [*more, *_to_check(asker, snapshot)]
    blocks += _document(view, asker)
    if asker.person.is_board or asker.person.is_admin:
        blocks.append(totals_chart(snapshot))
    return blocks


def _to_check(asker: Asker, snapshot: Snapshot) -> list[Block]:
    """Count what waits for an assurer, with a button that lists it."""
    waits = to_check(snapshot, asker.person)
    if not waits:
        return []
    facts: dict[str, Fact] = {"count": len(waits), "refs": named([one.milestone.ref for one in waits], MOST_NAMED)}
    said = Paragraph(spans=line(f"assurance.home.check{'' if len(waits) == 1 else '_many'}", facts))
    button = Button(label=words("assurance.home.button"), command=str(Check(plan=asker.plan_named)), apart=True)
    return [said, Actions(buttons=(button,))]


def _document(view: View, asker: Asker) -> list[Block]:
    """Tell an admin of a plan's file that waits, or of which questions are open, with a button that shows it."""
    waits = view.documents_read.waiting(asker.short) if asker.person.is_admin else None
    if waits is None or (waits.loaded and not waits.open_count):
        return []
    facts: dict[str, Fact] = {"file": waits.file, "count": waits.open_count}
    name = "waits" if not waits.open_count else "open_one" if waits.open_count == 1 else "open"
    button = Button(label=words("plans.home.button"), command=str(PlanDraft(plan=asker.plan_named)), apart=True)
    return [Paragraph(spans=line(f"plans.home.{name}", facts)), Actions(buttons=(button,))]


def _of_forum(view: View, asker: Asker, snapshot: Snapshot) -> list[Block]:
    """Tell whoever is there for the forum how many voices wait, and for how many they must say what changed."""
    voices = told(view, snapshot)
    counts: dict[str, Fact] = {
        "plan": snapshot.plan.title,
        "open": sum(one.voice.is_open for one in voices),
        "yours": sum(waits_for_forum(one) for one in voices),
    }
    offered = {"voices": Voices(plan=asker.plan_named), "hear": HearForm(plan=asker.plan_named)}
    buttons = tuple(Button(label=words(f"voices.home.{name}"), command=str(one), apart=True) for name, one in offered.items())
    return [Paragraph(spans=line("voices.home.counts", counts)), Actions(buttons=buttons)]


def _nothing(snapshot: Snapshot) -> Block:
    return Paragraph(spans=line("replies.home.nothing", {"plan": snapshot.plan.title}))


def _owned(view: View, asker: Asker, snapshot: Snapshot, owned: Sequence[Milestone]) -> list[Block]:
    """Show totals, a button for all that is unfinished, and the milestones by how soon they need their owner."""
    groups = by_urgency(snapshot, owned)
    questions = NextQuestions(view, snapshot, asker.person)
    coming = {milestone.ref: questions.about(milestone) for milestone in owned}
    lists = [
        Items(
            heading=_worded(snapshot, "group", urgency, len(group)),
            lines=tuple(line_of(snapshot, milestone, asker, _when_asked(coming[milestone.ref])) for milestone in group),
        )
        for urgency, group in groups.items()
    ]
    first = min((day for day in coming.values() if day), default=None)
    said = line("replies.home.next_any", {"day": first}) if first else line("replies.home.next_none")
    waiting = [milestone.ref for milestone in owned if is_waiting(snapshot, milestone)]
    totals = _totals(snapshot, groups, len(owned), len(waiting))
    return [*totals, *_all_button(asker, snapshot), *lists, Paragraph(spans=said)]


def _totals(snapshot: Snapshot, groups: Mapping[Urgency, Sequence[Milestone]], count: int, waiting: int) -> list[Block]:
    told = ", ".join(_worded(snapshot, "count", urgency, len(group)) for urgency, group in groups.items())
    facts: dict[str, Fact] = {"plan": snapshot.plan.title, "count": count, "told": told}
    heading = Text(text=words("replies.home.plan", facts), strong=True)
    total = line("replies.home.total_one" if count == 1 else "replies.home.total", facts)
    if waiting:
        total = (*total, *line("replies.home.wait_one" if waiting == 1 else "replies.home.wait", {"count": waiting}))
    return [Paragraph(spans=(heading,)), Paragraph(spans=total)]


def _worded(snapshot: Snapshot, what: str, urgency: Urgency, count: int) -> str:
    facts: dict[str, Fact] = {"count": count, "days": snapshot.policy.digest.due_soon_days}
    return words(f"replies.home.{what}_{urgency.value}", facts)


def _all_button(asker: Asker, snapshot: Snapshot) -> list[Block]:
    """Offer the card of the month if anything is open on it, and say how much, as the card itself does."""
    left = next((len(part.open) for part in parts(snapshot, asker.person.id) if not part.deputy), 0)
    if not left:
        return []
    label = words("replies.home.update_all", {"count": left})
    return [Actions(buttons=(Button(label=label, command=str(Month(plan=asker.plan_named)), style="primary"),))]


def _when_asked(day: date | None) -> Spans:
    return line("replies.home.next", {"day": day}) if day else ()
