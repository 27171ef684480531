"""All as before but: the form in which those are chosen that moved. All others stay as they were."""

from __future__ import annotations

from itertools import groupby

from bot.conversation.month import saving
from bot.conversation.month.reading import Mine, drawn, part_meant, turn_to
from bot.conversation.visit import Said
from bot.model.letters.form import Answers, Form, Option, Several, picked
from bot.model.letters.talk import Ask, Fix, Reply, Say
from bot.model.plan import Milestone
from bot.ports.record import Tx, View
from bot.ports.refusals import Refusal
from bot.wording.commands import MonthAsBefore, MonthBut
from bot.wording.month.card import nothing_owned, shortened
from bot.wording.sentences import words

_OPTION = 60  # letters of a milestone's words beside its box


def ask(view: View, said: Said, command: MonthBut) -> Reply:
    """Ask which of all that is open moved."""
    mine = part_meant(view, said.asker, command.acting, command.stood is not None)
    if mine is None:
        return Say(message=nothing_owned())
    if not mine.part.open:
        return Say(message=drawn(view, said.asker, mine, 1))
    seen = mine.newest if command.stood is None else command.stood
    return Ask(form=_form(said, mine, command.model_copy(update={"stood": seen})))


def _form(said: Said, mine: Mine, command: MonthBut) -> Form:
    groups = [(action, list(some)) for action, some in groupby(mine.part.open, key=lambda one: one.action)]
    return Form(
        title=words("month.form.but"),
        intro=words("month.form.but_intro"),
        command=str(command),
        send=words("month.form.but_send"),
        back=turn_to(said.asker, mine, 1),
        questions=tuple(_question(mine, action, some) for action, some in groups),
    )


def _question(mine: Mine, action: str, some: list[Milestone]) -> Several:
    title = next(one.title for one in mine.snapshot.plan.actions if one.ref == action)
    label = words("month.form.moved", {"action": action, "title": shortened(title)})
    options = tuple(Option(value=one.ref, label=f"{one.ref} {shortened(one.text, _OPTION)}") for one in some)
    return Several(id=f"moved-{action}", label=label, options=options)


def take(tx: Tx, said: Said, command: MonthBut, given: Answers) -> Reply:
    """Save all that is open as it was before, but for those that were chosen."""
    mine = part_meant(tx, said.asker, command.acting, command.stood is not None)
    if mine is None:
        raise Refusal("nothing_meant")
    refs = {one.ref for one in mine.part.open}
    moved = [ref for answer in given.values() for ref in picked(answer) if ref in refs]
    if not moved and refs:
        form = _form(said, mine, command)
        return Fix(form=form, answers=given, faults={form.questions[0].id: words("month.form.but_none")})
    plain = MonthAsBefore(plan=command.plan, acting=command.acting, stood=command.stood)
    return saving.as_before(tx, said, plain, moved)
