"""Updates put on the record, and what then stands said back: in full, or on the card that asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from bot.conversation.updating import update_form
from bot.conversation.visit import Said
from bot.model.letter import Asked, Letter
from bot.model.message import Items, Message, Spans
from bot.model.nudge import Cause
from bot.model.plan import Milestone
from bot.model.talk import Chat, Say
from bot.model.update import Evidence, Standing, Status, Update
from bot.ports.record import Tx, View
from bot.ports.refusals import Refusal
from bot.rules import calendar, holders, nudges
from bot.rules.standing import counting, face, local_day
from bot.rules.standing import due as due_on
from bot.wording import cards
from bot.wording.cards import Line
from bot.wording.sentences import Fact, line, words
from bot.wording.sentences import day as in_words


def counts(view: View, said: Said, short: str, milestone: Milestone) -> Standing:
    """How a milestone stands for whoever speaks of it now: a completion of a period that has ended says nothing of this one."""
    return all_counting(view, said, short, [milestone])[milestone.ref]


def all_counting(view: View, said: Said, short: str, milestones: Sequence[Milestone]) -> dict[str, Standing]:
    """The same of several, in one reading."""
    policy, standings = view.policy(short), view.standings(short)
    day = local_day(said.asker.now, policy)
    return {one.ref: counting(one, standings[one.ref], policy, day) for one in milestones}


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
    tx: Tx, said: Said, ref: str, answered: update_form.Answered, drawn_from: str, typed: str
) -> tuple[Milestone, Update]:
    """Put one milestone's answers on the record. Refusal where this person may not."""
    short, person = said.asker.short, said.asker.person
    milestone = tx.milestone_for(person.id, short, ref, said.today)
    capacity = holders.capacity(tx.people(short), person, milestone, said.today) or "admin"
    update = update_of(short, ref, answered, person.id, said.asker.now)
    told = {
        "by_name": person.name,
        "capacity": capacity,
        "evidence": _as_known(update.evidence, tx.standings(short)[ref]),
        "platform": said.inbound.sender.platform,
        "drawn_from": drawn_from,
        "said": typed,
    }
    return milestone, tx.record(update.model_copy(update=told))


def update_of(plan: str, ref: str, answered: update_form.Answered, by: int, at: datetime) -> Update:
    """The update these answers make, as far as their words go."""
    return Update(
        plan=plan,
        ref=ref,
        status=answered.status,
        narrative=answered.narrative,
        path_to_green=answered.path,
        forecast=answered.forecast,
        evidence=answered.evidence,
        no_evidence_reason=answered.no_evidence_reason,
        decision_wanted=answered.decision,
        by=by,
        by_name="",
        capacity="",
        at=at,
    )


def _as_known(evidence: Sequence[Evidence], standing: Standing) -> tuple[Evidence, ...]:
    """The evidence, where a link that stands already and is only repeated keeps what was said of it."""
    known = {one.url: one for one in standing.update.evidence} if standing.update else {}
    return tuple(one if one.shows else known.get(one.url, one) for one in evidence)


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
    """What was saved, in full."""
    return Say(message=cards.saved(saved, words("replies.saved.title")), in_place=said.inbound.card is not None)


def stands(tx: Tx, said: Said, refs: Sequence[str], title: str) -> Say:
    """What stands now, for a second press: nothing is added."""
    card = card_again(tx, said, said.inbound.card)
    if card is not None:
        return Say(message=card, in_place=True)
    plan = {milestone.ref: milestone for milestone in tx.plan(said.asker.short).milestones}
    standings = tx.standings(said.asker.short)
    lines = [(plan[ref], update) for ref in refs if (update := standings[ref].update) is not None]
    return Say(message=cards.saved(lines, title), in_place=said.inbound.card is not None)


def card_again(tx: Tx, said: Said, reference: str | None) -> Message | None:
    """The nudge a form was opened from, rewritten to show what has been saved since; None where it was no nudge."""
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
        and (when := nudges.next_asked(tx.plan(entry.plan), entry.milestone, entry.standing, policy, None, said.today))
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
        if asked.kind is Cause.NEWS or number not in shown:
            continue
        standing = standings.setdefault(asked.plan, tx.standings(asked.plan)).get(asked.ref)
        milestone = next((m for m in tx.plan(asked.plan).milestones if m.ref == asked.ref), None)
        if standing is None or milestone is None:
            continue
        asked_on = calendar.local_day(letter.not_before, said.asker.zone)
        entry = Line(
            plan=asked.plan,
            milestone=milestone,
            standing=standing,
            kind=None if asked.kind in (Cause.ASKED, Cause.ESCALATION) else asked.kind,
            working_days=asked.working_days,
            answered=_answered(standing, asked, letter),
            due=nudges.date_named(milestone, asked.kind, asked.working_days, asked_on),
            face=face(milestone, standing, tx.policy(asked.plan), said.asker.now),
        )
        lines.append((number, entry))
    return lines


def _answered(standing: Standing, asked: Asked, letter: Letter) -> bool:
    """Whether an update came after the card was drawn up. An old letter says only when it was sent."""
    if asked.stood is not None:
        return standing.newest > asked.stood
    return standing.update is not None and standing.update.at >= (letter.settled or letter.not_before)
