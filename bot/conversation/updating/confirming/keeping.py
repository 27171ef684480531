"""Keeping what was said: what may be saved is said back, or saved, and what can't stay as it was is asked about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.conversation.updating import drafts, update_form
from bot.conversation.updating.confirming import going_on
from bot.conversation.updating.confirming.judging import Entries, Why, as_before, sorted_out
from bot.conversation.updating.follow_ups import awaited
from bot.conversation.updating.saving import card_again, next_told, say_saved, standing_now, undo_button
from bot.conversation.visit import Said
from bot.model.letters.form import Answers, Faults
from bot.model.letters.message import Actions, Message, Paragraph, Spans
from bot.model.letters.talk import Draft, Redrawn, Reply, Say
from bot.model.plan import Milestone
from bot.model.status import Status
from bot.model.updates.update import Update, handles_of
from bot.ports.record import Tx, View
from bot.rules.updates.confirming import Hindrance, expected_by
from bot.rules.updates.standing import local_day
from bot.wording.letters.sections import MOST_LINES
from bot.wording.sentences import Fact, line, words
from bot.wording.summary_lines import named

_FIELDS = {Hindrance.PASSED: "forecast", Hindrance.WORDS: "happened"}  # where a form is to say something new


def keep(tx: Tx, said: Said, draft: Draft, notes: Sequence[Spans] = ()) -> Reply:
    """Keep a draft of what may be saved and say it back.

    Of one milestone that can't stay as it was, it is asked first what is to be said in place of that. Of several, those that
    can't are named, and gone on with once the others are saved.
    """
    lacks = _still_lacking(said, draft)
    asked = {ref for ref, _ in lacks}
    judged = [(ref, given) for ref, given in draft.entries if ref not in asked and ref not in draft.corrects]
    found = sorted_out(tx, said, judged)
    if found.left and len(draft.entries) == 1:
        lacks = going_on.lacking(found.left)
    elif found.left and len(found.left) == len(draft.entries):
        return ask_or_tell(tx, said, {**found.left, **as_before(tx, said, draft.left).left}, draft, notes)
    elif found.left:
        may = tuple(one for one in draft.entries if one[0] not in found.left)
        draft = draft.model_copy(update={"entries": may, "left": (*draft.left, *found.left)})
    waits = awaited(draft.entries) or next(iter(lacks), None)
    refs = {ref for ref, _ in draft.entries}
    same = {ref: update for ref, update in draft.same.items() if ref in refs}
    return drafts.keep(tx, said, draft.model_copy(update={"awaiting": waits, "lacks": lacks, "same": same}), notes)


def _still_lacking(said: Said, draft: Draft) -> tuple[tuple[str, str], ...]:
    """Return what a draft still lacks: what was said meanwhile may have told it by the way."""
    given = dict(draft.entries)
    return tuple(one for one in draft.lacks if one[1] != going_on.EXPECTED or not _needs_no_forecast(said, given[one[0]]))


def _needs_no_forecast(said: Said, given: Answers) -> bool:
    return given.get("status") == Status.COMPLETE.value or given.get("forecast", "") >= said.today.isoformat()


def ask_or_tell(tx: Tx, said: Said, left: Mapping[str, Why], typed: Draft | None = None, notes: Sequence[Spans] = ()) -> Reply:
    """Ask for one new forecast of all of which no more is needed, and say why the others were not saved."""
    draft = going_on.as_draft(tx, said, left)
    if draft is None:
        return Say(message=not_saved(said, left, notes))
    if typed is not None:
        draft = draft.model_copy(update={"chat": typed.chat, "said": typed.said, "origin": typed.origin})
    rest = tuple(ref for ref in left if ref not in dict(draft.entries))
    return drafts.keep(tx, said, draft.model_copy(update={"left": rest}), notes)


def not_saved(said: Said, left: Mapping[str, Why], notes: Sequence[Spans] = ()) -> Message:
    """Say that nothing was saved of these milestones, why, and how to go on."""
    title = words("confirming.left.title", {"refs": named(tuple(left), MOST_LINES)})
    told = tuple(Paragraph(spans=spans) for spans in notes)
    return Message(title=title, blocks=(*told, *going_on.told_why(left), Actions(buttons=(going_on.button(said, tuple(left)),))))


def say_with_rest(
    tx: Tx, said: Said, saved: Sequence[tuple[Milestone, Update]], left: Mapping[str, Why], notes: Sequence[Spans] = ()
) -> Say:
    """Say what was saved; and what was not, with one question about a new forecast, and one button that goes on with it all."""
    if not left:
        return say_saved(tx, said, saved, notes)
    draft = going_on.as_draft(tx, said, left)
    follows = {"follows": min(update.id for _, update in saved)}
    waits = drafts.stored(tx, said, draft.model_copy(update=follows)) if draft is not None else None
    after, button = going_on.after_saving(tx, said, left, waits), going_on.button(said, tuple(left))
    return say_saved(tx, said, saved, notes, after, (button,))


def judged(view: View, said: Said, draft: Draft, entries: Entries) -> tuple[list[tuple[str, Answers]], dict[str, Why]]:
    """Return what of a draft's `entries`, resolved, may be saved now, and why the rest may not be."""
    found = sorted_out(view, said, [one for one in entries if one[0] not in draft.corrects])
    may = [one for one in entries if one[0] not in found.left]
    return may, {**found.left, **as_before(view, said, draft.left).left}


def faults_of(view: View, said: Said, told: Mapping[str, Answers]) -> Faults:
    """Return a sentence for each question of a form about one milestone, if what it says can't stay as it was."""
    short = said.asker.short
    plan = {one.ref: one for one in view.plans.one(short).milestones}
    policy = view.plans.policy(short)
    faults: Faults = {}
    for ref, given in told.items():
        standing = standing_now(view, said, short, plan[ref])
        found = sorted_out(view, said, [(ref, update_form.resolve(given, standing, said.today, policy.calendar))])
        was = expected_by(plan[ref], standing.update, policy, local_day(said.asker.now, policy)) if standing.update else None
        for kind in found.left.get(ref, ()):
            faults[_FIELDS[kind]] = words(f"confirming.fault.{kind.value}", {"day": was or ""})
    return faults


def on_card(
    tx: Tx, said: Said, saved: Sequence[tuple[Milestone, Update]], left: Mapping[str, Why], notes: Sequence[Spans] = ()
) -> Say:
    """Say what was saved on the card that it was given from, if that is one that asked; and what was not below it."""

    def told() -> Sequence[Spans]:
        facts: dict[str, Fact] = {
            "refs": named([one.ref for one, _ in saved], MOST_LINES),
            "handles": handles_of([update.id for _, update in saved]),
        }
        return (line("replies.saved.on_card", facts), next_told(tx, said, [one for one, _ in saved]), *notes)

    again = card_again(tx, said, said.inbound.card, told, undo_button(said, saved))
    if again is None:
        return say_with_rest(tx, said, saved, left, notes)
    if not left:
        return Say(message=again, in_place=True)
    card = Redrawn(card=said.inbound.card or "", message=again)
    return say_with_rest(tx, said, saved, left, notes).model_copy(update={"in_place": False, "redrawn": (card,)})
