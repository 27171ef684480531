"""Saving: updates put on the record, and what then stands said back, in full or on the card that asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime

from bot.conversation.board.business import wanted
from bot.conversation.dates import overtaking, tolerance
from bot.conversation.updating import update_form
from bot.conversation.updating.undoing.last_save import may_undo
from bot.conversation.visit import Said, plan_named, undo_of
from bot.model.letters.letter import Letter
from bot.model.letters.message import Actions, Block, Button, Message, Paragraph, Spans, Text
from bot.model.letters.talk import Chat, Say
from bot.model.plan import Milestone
from bot.model.policy import Policy
from bot.model.updates.update import DEPUTY, Standing, Update, handles_of, update_handle
from bot.ports.record import Tx, View
from bot.ports.refusals import Refusal
from bot.reports.documents.retired import in_force
from bot.reports.letters.asked_cards import as_it_stands
from bot.reports.letters.next_question import NextQuestions
from bot.reports.snapshot import take
from bot.rules import holders
from bot.rules.updates.confirming import said_again
from bot.rules.updates.standing import day_meant, local_day, standing_on, tracked
from bot.rules.updates.standing import due as due_on
from bot.wording.letters.saved_card import saved_card
from bot.wording.letters.sections import MOST_LINES
from bot.wording.sentences import Fact, line, words
from bot.wording.sentences import day as in_words
from bot.wording.summary_lines import named
from bot.wording.updates.dates import every


def standing_now(view: View, said: Said, short: str, milestone: Milestone) -> Standing:
    """Return how a milestone stands for whoever speaks of it now. A completion of a period that has ended says nothing of
    this one."""
    return standings_now(view, said, short, [milestone])[milestone.ref]


def standings_now(view: View, said: Said, short: str, milestones: Sequence[Milestone]) -> dict[str, Standing]:
    """Return how several milestones stand, by ref, in one reading. See `standing_now`.

    To whoever said of one what differs from what counts, their own word stands until they say otherwise. What the plan's tracker
    said stands by, for as long as nobody has spoken.
    """
    policy, standings = view.plans.policy(short), view.updates.standings(short)
    day = local_day(said.asker.now, policy)
    found = {}
    for one in milestones:
        standing = standings[one.ref]
        counts = standing_on(one, standing, policy, day_meant(standing, policy, day))
        found[one.ref] = _as_they_said(view, said, one, counts) if counts.dissents else _with_tracked(one, counts, policy, day)
    return found


def _with_tracked(milestone: Milestone, standing: Standing, policy: Policy, day: date) -> Standing:
    there = tracked(milestone, standing, policy, day)
    return standing if there is None else standing.model_copy(update={"imported": there})


def _as_they_said(view: View, said: Said, milestone: Milestone, standing: Standing) -> Standing:
    role = capacity_of(view, said, milestone).removeprefix(DEPUTY)
    return standing.model_copy(update={"update": said_again(standing, role)})


def period_of(view: View, said: Said, short: str, milestone: Milestone) -> date | None:
    """Return the date that an update given now is about. For a milestone that comes round, this is the end of its period."""
    policy = view.plans.policy(short)
    standing = view.updates.standings(short)[milestone.ref]
    return due_on(milestone, policy, day_meant(standing, policy, local_day(said.asker.now, policy)))


def period_named(view: View, said: Said, milestone: Milestone) -> Spans | None:
    """Say which period an update would speak of, for a milestone that comes round. None for any other."""
    if milestone.recurrence is None or milestone.due is None:
        return None
    period = period_of(view, said, said.asker.short, milestone)
    facts: dict[str, Fact] = {"ref": milestone.ref, "recurrence": every(milestone.recurrence), "due": period or ""}
    return line("forms.update.period", facts)


def nothing_to_keep(view: View, said: Said, milestone: Milestone) -> Refusal:
    """Say why "same" means nothing: nobody has given a status, or not in the period at hand."""
    period = period_of(view, said, said.asker.short, milestone)
    if period is None or view.updates.standings(said.asker.short)[milestone.ref].update is None:
        return Refusal("nothing_declared", ref=milestone.ref)
    return Refusal("nothing_this_period", ref=milestone.ref, period=in_words(period))


def corrected(view: View, said: Said, number: int) -> tuple[Milestone, Update]:
    """Return the statement that somebody corrects, with its milestone. Raises Refusal if it is another's, or counts no
    longer."""
    short, handle = said.asker.short, update_handle(number)
    update = view.updates.one(short, number)
    if update is None:
        raise Refusal("no_such_handle", handle=handle)
    if update.by != said.asker.person.id:
        raise Refusal("correct_not_yours", handle=handle, who=update.by_name)
    refuse_ended(view, short, number, update.ref)
    return in_force(view.plans.one(short), update.ref), update


def refuse_ended(view: View, short: str, number: int, ref: str) -> None:
    """Raise Refusal if a statement or evidence counts no longer."""
    withdrawals = {one.number: one for one in view.updates.withdrawals(short)}
    if (gone := withdrawals.get(number)) is not None:
        raise Refusal("withdrawn_already", handle=gone.handle)
    later = [one.id for one in view.updates.all_said(short, ref) if one.corrects == number and one.id not in withdrawals]
    if later:
        raise Refusal("corrected_already", handle=update_handle(number), by=update_handle(later[-1]))


def capacity_of(view: View, said: Said, milestone: Milestone) -> str:
    """Return in which capacity somebody who may update a milestone speaks of it."""
    return holders.capacity(view.people.of(said.asker.short), said.asker.person, milestone, said.today) or "admin"


def update_of(plan: str, ref: str, answered: update_form.Answered, by: int, at: datetime) -> Update:
    """Return the update these answers make, as far as their words go."""
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


def say_saved(
    view: View,
    said: Said,
    saved: Sequence[tuple[Milestone, Update]],
    notes: Sequence[Spans] = (),
    after: Sequence[Block] = (),
    buttons: Sequence[Button] = (),
) -> Say:
    """Say in full what was saved, under its handles, with a button that takes it back. `after` tells how it goes on, with
    `buttons` of its own."""
    handles = handles_of([update.id for _, update in saved])
    before = ", ".join(update_handle(update.corrects) for _, update in saved if update.corrects is not None)
    title = words("replies.saved.corrected" if before else "replies.saved.title", {"handles": handles, "before": before})
    told = (*notes, next_told(view, said, [one for one, _ in saved]))
    asked = (*tolerance.questions(view, said, saved), *after)
    return say_updates(view, said, saved, title, told, (*undo_button(said, saved), *buttons), asked)


def next_told(view: View, said: Said, milestones: Sequence[Milestone]) -> Spans:
    """Say when the next question comes about milestones of which something was saved, which requests that has overtaken, and
    what it asks of the board."""
    snapshot = take(view, said.asker.short, said.asker.now)
    day = NextQuestions(view, snapshot, snapshot.people.one(said.asker.person.id)).first(milestones)
    facts: dict[str, Fact] = {"refs": named([one.ref for one in milestones], MOST_LINES), "day": day or ""}
    several = "_several" if len(milestones) > 1 else ""
    coming = line(f"replies.saved.next{several}" if day is not None else "replies.saved.next_none", facts)
    more = (*overtaking.told(view, said), *wanted.told(view, said))
    return (*coming, *(span for spans in more for span in (Text(text=" "), *spans)))


def undo_button(said: Said, saved: Sequence[tuple[Milestone, Update]]) -> tuple[Button, ...]:
    """Return the button that takes a save back."""
    return (undo_of(said, saved[0][1].id),)


def undo_of_this(view: View, said: Said) -> tuple[Button, ...]:
    """Return the button that takes back what this inbound has put on the record. None if that is nothing."""
    made = view.entries.recorded(said.asker.short, said.inbound.id)
    return (undo_of(said, made[0]),) if made else ()


def say_updates(
    view: View,
    said: Said,
    lines: Sequence[tuple[Milestone, Update]],
    title: str,
    notes: Sequence[Spans] = (),
    buttons: tuple[Button, ...] = (),
    after: Sequence[Block] = (),
) -> Say:
    """Say what stands for these milestones, and of which plan if that must be told."""
    plan = plan_named(view, said.asker.person.id, said.asker.short)
    return Say(message=saved_card(lines, title, plan, notes, buttons, after), in_place=said.inbound.card is not None)


def say_standing(tx: Tx, said: Said, refs: Sequence[str], title: str) -> Say:
    """Say what stands now, for a second press: nothing is added. What may still be undone keeps its button."""
    card = card_again(tx, said, said.inbound.card)
    if card is not None:
        return Say(message=card, in_place=True)
    plan = {milestone.ref: milestone for milestone in tx.plans.one(said.asker.short).milestones}
    standings = tx.updates.standings(said.asker.short)
    there = [ref for ref in refs if ref in plan]  # an edition may have taken it out meanwhile
    lines = [(plan[ref], update) for ref in there if (update := standings[ref].last_said) is not None]
    undoable = may_undo(tx, said, [update.id for _, update in lines])
    return say_updates(tx, said, lines, title, (), undo_button(said, lines) if undoable else ())


def card_again(
    tx: Tx,
    said: Said,
    reference: str | None,
    told: Callable[[], Sequence[Spans]] = tuple,
    buttons: tuple[Button, ...] = (),
) -> Message | None:
    """Rewrite the nudge that a form was opened from, to show what has been saved since. None if it was no nudge.

    What is `told` stands first in it, and `buttons` last.
    """
    letter = _nudge_at(tx, said, reference)
    card = as_it_stands(tx, letter, said.asker.now, said.asker.several) if letter is not None else None
    if card is None:
        return None
    before = tuple(Paragraph(spans=spans) for spans in told())
    after = (Actions(buttons=buttons),) if buttons else ()
    return card.model_copy(update={"blocks": (*before, *card.blocks, *after)})


def letter_at(view: View, said: Said, reference: str | None) -> str:
    """Return the key of the nudge that is this message, or whose thread this is. Empty if it is none of theirs."""
    letter = _nudge_at(view, said, reference)
    return letter.whole if letter is not None else ""


def _nudge_at(view: View, said: Said, reference: str | None) -> Letter | None:
    """Return the nudge that is this message, or whose thread this is. None if it is none of theirs."""
    if reference is None:
        return None
    there = Chat(id=said.inbound.chat.id, private=said.inbound.chat.private, thread=reference)
    return view.letters.last_nudge(said.asker.person.id, there)
