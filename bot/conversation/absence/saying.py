"""The answers about absences: a first line, some sentences, and a button that takes it back."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation.visit import Said, plan_named
from bot.model.letters.message import Actions, Button, Message, Paragraph, Spans
from bot.model.letters.talk import Say
from bot.ports.record import View
from bot.ports.refusals import Refusal
from bot.wording.sentences import Fact, words


def refusal(name: str, facts: dict[str, Fact]) -> Refusal:
    """Return a refusal in the words of that name."""
    return Refusal("fault", sentence=words(f"absence.refusal.{name}", facts))


def answer(view: View, said: Said, title: str, told: Sequence[Spans] = (), buttons: tuple[Button, ...] = ()) -> Say:
    """Say what was done, of which plan if that must be told: what is said of all plans names none."""
    of_all = said.command.any_plan and said.command.plan is None
    plan = () if of_all else plan_named(view, said.asker.person.id, said.asker.short)
    pressed = (Actions(buttons=buttons),) if buttons else ()
    blocks = (*(Paragraph(spans=spans) for spans in (*plan, *told)), *pressed)
    return Say(message=Message(title=title, blocks=blocks), in_place=False)
