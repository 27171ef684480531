"""Updates put on the record, and what then stands said back: in full, or on the card that asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from bot import calendar, cards, people, reminders, updating
from bot.cards import Line
from bot.message import Items, Message, Spans
from bot.model import Milestone, Standing, Status, Update
from bot.ports import Chat, Letter, Refusal, Say, Tx, View
from bot.said import Said
from bot.standing import counting, face, local_day
from bot.standing import due as due_on
from bot.wording import Fact, line, words
from bot.wording import day as in_words


def counts(view: View, said: Said, short: str, milestone: Milestone) -> Standing:
    """How a milestone stands for whoever speaks of it now: a completion of a period that has ended says nothing of this one."""
    policy = view.policy(short)
    return counting(milestone, view.standings(short)[milestone.ref], policy, local_day(said.asker.now, policy))


def period_named(view: View, said: Said, milestone: Milestone) -> Spans | None:
    """Which period an update of a milestone that comes round would speak of, for whoever is about to give one."""
    if milestone.recurrence is None or milestone.due is None:
        return None
    period = due_on(milestone, local_day(said.asker.now, view.policy(said.asker.short)))
    facts: dict[str, Fact] = {"ref": milestone.ref, "recurrence": cards.every(milestone.recurrence), "due": period or ""}
    return line("forms.update.period", facts)


def nothing_to_keep(view: View, said: Said, milestone: Milestone) -> Refusal:
    """Why "same" means nothing: nobody has given a status, or not in the period at hand."""
    period = due_on(milestone, local_day(said.asker.now, view.policy(said.asker.short)))
    if period is None or view.standings(said.asker.short)[milestone.ref].update is None:
        return Refusal("nothing_declared", ref=milestone.ref)
    return Refusal("nothing_this_period", ref=milestone.ref, period=in_words(period))


def append(
    tx: Tx, said: Said, ref: str, answered: updating.Answered, drawn_from: str, typed: str
) -> tuple[Milestone, Update]:
    """Put one milestone's answers on the record. Refusal where this person may not."""
    short, person = said.asker.short, said.asker.person
    milestone = tx.milestone_for(person.id, short, ref, said.today)
    capacity = people.capacity(tx.people(short), person, milestone, said.today) or "admin"
    update = update_of(said, milestone, answered, counts(tx, said, short, milestone), drawn_from, capacity)
    return milestone, tx.record(update.model_copy(update={"said": typed}))


def update_of(
    said: Said, milestone: Milestone, answered: updating.Answered, standing: Standing, drawn_from: str, capacity: str
) -> Update:
    """The update these answers make, with what stands kept where they say so."""
    kept = standing.update if answered.same else None
    status = kept.status if kept else answered.status
    if status is None:
        raise Refusal("nothing_declared", ref=milestone.ref)
    return Update(
        plan=said.asker.short,
        ref=milestone.ref,
        status=status,
        narrative=answered.narrative,
        path_to_green=answered.path or (kept.path_to_green if kept else ""),
        forecast=answered.forecast or (kept.forecast if kept else None),
        evidence=answered.evidence or (kept.evidence if kept else ()),
        no_evidence_reason=answered.no_evidence_reason or (kept.no_evidence_reason if kept else ""),
        decision_wanted=answered.decision or (kept.decision_wanted if kept else ""),
        by=said.asker.person.id,
        by_name=said.asker.person.name,
        capacity=capacity,
        at=said.asker.now,
        platform=said.inbound.sender.platform,
        drawn_from=drawn_from,
    )


def doubts(milestone: Milestone, update: Update, today: date) -> list[Spans]:
    """One gentle sentence where the colour and the facts disagree. The owner's colour is never changed."""
    due = due_on(milestone, today)
    facts = {"ref": milestone.ref, "due": due or "", "forecast": update.forecast or ""}
    if update.forecast and update.forecast < today and update.status is not Status.COMPLETE:
        return [line("replies.guard.forecast_past", facts)]
    if update.status is Status.GREEN and due:
        if update.forecast and update.forecast > due:
            return [line("replies.guard.forecast_late", facts)]
        if due < today:
            return [line("replies.guard.overdue", facts)]
    if update.status is Status.COMPLETE and not update.evidence:
        return [line("replies.guard.no_evidence", facts)]
    return []


def say_saved(saved: Sequence[tuple[Milestone, Update]], said: Said) -> Say:
    """What was saved, in full, with any gentle doubt."""
    questions = [doubt for milestone, update in saved for doubt in doubts(milestone, update, said.today)]
    message = cards.saved(saved, words("replies.saved.title"), questions)
    return Say(message=message, in_place=said.inbound.card is not None)


def stands(tx: Tx, said: Said, refs: Sequence[str], title: str) -> Say:
    """What stands now, for a second press: nothing is added."""
    card = card_again(tx, said)
    if card is not None:
        return Say(message=card, in_place=True)
    plan = {milestone.ref: milestone for milestone in tx.plan(said.asker.short).milestones}
    standings = tx.standings(said.asker.short)
    lines = [(plan[ref], update) for ref in refs if (update := standings[ref].update) is not None]
    return Say(message=cards.saved(lines, title), in_place=said.inbound.card is not None)


def card_again(tx: Tx, said: Said) -> Message | None:
    """The nudge this form was opened from, rewritten to show what has been saved since; None where it was no nudge."""
    reference = said.inbound.card
    if reference is None:
        return None
    there = Chat(id=said.inbound.chat.id, private=said.inbound.chat.private, thread=reference)
    letter = tx.last_nudge(said.asker.person.id, there, said.inbound.sender.platform)
    if letter is None or letter.reference != reference:
        return None
    lines = _lines(tx, said, letter, _shown(letter.message))
    policy = tx.policy(said.asker.short)
    coming = [
        when
        for _, entry in lines
        if not entry.answered
        and (when := reminders.next_asked(tx.plan(entry.plan), entry.milestone, entry.standing, policy, None, said.today))
    ]
    return cards.answered(lines, min(coming, default=None), said.asker.several)


def _shown(message: Message) -> frozenset[int]:
    """The numbers on a card: one part of a long one shows only some."""
    lists = (block.lines for block in message.blocks if isinstance(block, Items))
    return frozenset(item.number for lines in lists for item in lines if item.number is not None)


def _lines(tx: Tx, said: Said, letter: Letter, shown: frozenset[int]) -> list[tuple[int, Line]]:
    lines = []
    standings: dict[str, Mapping[str, Standing]] = {}
    for number, asked in enumerate(letter.asked, 1):
        if asked.kind == "news" or number not in shown:
            continue
        standing = standings.setdefault(asked.plan, tx.standings(asked.plan)).get(asked.ref)
        milestone = next((m for m in tx.plan(asked.plan).milestones if m.ref == asked.ref), None)
        if standing is None or milestone is None:
            continue
        since = letter.settled or letter.not_before
        asked_on = calendar.local_day(letter.not_before, said.asker.zone)
        answered = standing.update is not None and standing.update.at >= since
        entry = Line(
            plan=asked.plan,
            milestone=milestone,
            standing=standing,
            kind="plain" if asked.kind in ("asked", "escalation") else asked.kind,
            working_days=asked.working_days,
            answered=answered,
            due=reminders.date_named(milestone, asked.kind, asked.working_days, asked_on),
            face=face(milestone, standing, tx.policy(asked.plan), said.asker.now),
        )
        lines.append((number, entry))
    return lines
