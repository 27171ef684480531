"""The buttons below a card that lead to all that it asks, with what it had no room for: for each plan one of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.model.letters.message import Button
from bot.wording.commands import Month, Overdue, UpdateForm
from bot.wording.letters.card_line import Line
from bot.wording.sentences import Fact, words


def all_buttons(lines: Sequence[Line], several_plans: bool, hidden: bool) -> Iterator[Button]:
    """Give the buttons for all the lines of a card. One that is for a single line is needed only if some are `hidden`."""
    if len(lines) < 2:
        return
    plans = dict.fromkeys(entry.plan for entry in lines) if several_plans else {"": None}
    for plan in plans:
        of_it = [entry for entry in lines if plan in ("", entry.plan)]
        own = [entry for entry in of_it if not entry.told]
        for some, make in ((own, _month), ([entry for entry in of_it if entry.told], _passed_on)):
            if len(some) > 1 or (some and hidden):
                yield make(some, plan)


def _month(own: Sequence[Line], plan: str) -> Button:
    """Lead to the card of the month, which has all that somebody answers for."""
    command = Month(plan=plan or None, acting=all(entry.as_deputy for entry in own))
    return Button(label=_label("all", len(own), plan), command=str(command), style="primary")


def _passed_on(told: Sequence[Line], plan: str) -> Button:
    """Lead to a form of what was passed on to somebody, which is on no card of theirs. Whoever may not answer it reads it."""
    if all(entry.may for entry in told):
        form = UpdateForm(plan=plan or None, refs=tuple(entry.milestone.ref for entry in told))
        return Button(label=_label("passed", len(told), plan), command=str(form))
    return Button(label=_label("overdue", len(told), plan), command=str(Overdue(plan=plan or None)))


def _label(name: str, count: int, plan: str) -> str:
    facts: dict[str, Fact] = {"count": count, "plan": plan}
    return words(f"nudges.button.{name}{'_of' if plan else ''}", facts)[:75]
