"""The few questions of one line of the card: asked when it moved, and judged and saved as those of any form are."""

from __future__ import annotations

from collections.abc import Mapping

from bot.conversation.guarding.doubting import of_answers
from bot.conversation.month.reading import page_shown, part_with, turn_to
from bot.conversation.updating import sent_form, update_form
from bot.conversation.visit import Said
from bot.model.letters.form import Answers, Form
from bot.model.letters.talk import Ask, Fix, Reply, Say
from bot.model.plan import Milestone
from bot.model.status import Status
from bot.model.updates.update import OFF_GREEN, Standing
from bot.ports.record import Tx, View
from bot.wording import commands
from bot.wording.commands import Chosen, MonthChoice
from bot.wording.month.card import chosen_word, under
from bot.wording.parse import parse
from bot.wording.sentences import words

_ASKED: Mapping[Chosen, tuple[str, ...]] = {
    Chosen.SAME: ("happened", "forecast"),
    Chosen.GREEN: ("happened", "forecast"),
    Chosen.AMBER: ("happened", "path", "forecast"),
    Chosen.RED: ("happened", "path", "forecast", "decision"),
    Chosen.COMPLETE: ("happened", "link", "no_evidence"),
}


def has_questions(view: View, said: Said, milestone: Milestone, chosen: Chosen, standing: Standing) -> bool:
    """Say if a choice has questions to be answered: it moved, is one that is never said without words, or is doubtful without
    any."""
    if chosen is Chosen.SAME:
        return False
    stood = standing.update.status if standing.update is not None else None
    if chosen is not Chosen.GREEN or stood not in (None, Status.GREEN):
        return True
    return bool(of_answers(view, said, [(milestone.ref, {"status": chosen.value})]).doubtful)


def ask(view: View, said: Said, command: MonthChoice, milestone: Milestone, standing: Standing) -> Ask:
    """Ask what is to be told of what was chosen, with what stands filled in."""
    form = _form(view, said, command.model_copy(update={"stood": standing.newest}), milestone)
    known = _carried(command.chosen, standing)
    return Ask(form=form, answers={field: answer for field, answer in known.items() if field in _ASKED[command.chosen]})


def _form(view: View, said: Said, command: MonthChoice, milestone: Milestone) -> Form:
    whole = sent_form.opened(view, said, [milestone.ref]).form
    alone = {"shown_when": None, "wanted_when": None, "behind": ""}
    asked = tuple(one.model_copy(update=alone) for one in whole.questions if one.id in _ASKED[command.chosen])
    title = words("month.form.title", {"ref": milestone.ref, "status": chosen_word(command.chosen)})
    mine = part_with(view, said.asker, milestone.ref)
    back = turn_to(said.asker, mine, mine.part.page_of(milestone.ref)) if mine is not None else ""
    told = {"title": title, "command": str(command), "questions": asked, "background": (), "back": back}
    return whole.model_copy(update=told)


def _carried(chosen: Chosen, standing: Standing) -> Answers:
    """Return what stands and goes on being true, if it is not said otherwise."""
    known = update_form.standing_answers(standing)
    off_green = chosen.status in OFF_GREEN
    keeps = {"forecast": chosen is not Chosen.COMPLETE, "path": off_green, "decision": off_green, "no_evidence": not off_green}
    return {field: answer for field, answer in known.items() if keeps.get(field, False)}


def take(tx: Tx, said: Said, command: MonthChoice, given: Answers, fresh: bool) -> Reply:
    """Judge what was told of one line, save it, and show the card as it then stands."""
    before = part_with(tx, said.asker, command.ref)
    standings = tx.updates.standings(said.asker.short)
    known = _carried(command.chosen, standings.get(command.ref) or Standing(ref=command.ref))
    hidden = {field: answer for field, answer in known.items() if field not in _ASKED[command.chosen]}
    whole = commands.UpdateForm(plan=said.asker.plan_named, refs=(command.ref,), token=f"u{command.stood or 0}")
    reply = sent_form.take_form(tx, said, whole, {**hidden, **given, "status": command.chosen.value}, fresh)
    if isinstance(reply, Fix):
        return _asked_again(tx, said, command, reply)
    after = part_with(tx, said.asker, command.ref)
    if not isinstance(reply, Say) or before is None or after is None:
        return reply
    number = before.part.page_of(command.ref)
    if (draft := tx.talk.draft(reply.draft)) is not None:  # what is asked about it stands on the card too
        tx.talk.keep_draft(draft.model_copy(update={"page": number}))
    page = page_shown(tx, said.asker, after, number)
    return reply.model_copy(update={"message": under(reply.message, page), "in_place": said.inbound.card is not None})


def _asked_again(tx: Tx, said: Said, command: MonthChoice, fix: Fix) -> Fix:
    """Ask the few questions again, with what is wrong. What was drawn anew meanwhile is drawn from what stands now."""
    drawn = parse(fix.form.command, said.today, said.asker.plans)
    token = drawn.token if isinstance(drawn, commands.UpdateForm) else None
    stood = int(token[1:]) if token and token[1:].isdigit() else command.stood
    milestone = next(one for one in tx.plans.one(said.asker.short).milestones if one.ref == command.ref)
    return fix.model_copy(update={"form": _form(tx, said, command.model_copy(update={"stood": stood}), milestone)})
