"""The form of an impact step: the nine steps in words, and why the action is at one of them."""

from __future__ import annotations

from typing import NamedTuple

from bot.conversation.updating.update_form import too_long
from bot.model.letters.form import Answers, Choice, Faults, Form, Prose
from bot.model.measures.impact import ImpactStep
from bot.model.measures.no_impact import ActionTold
from bot.rules.board.business import says_nothing
from bot.wording.measures import impact as wording
from bot.wording.measures import steps as worded
from bot.wording.sentences import Fact, with_full_stop, words

MOST = 2000


class Drawn(NamedTuple):
    """The action that a form is drawn from, the zone its days are told in, and the command that sends it in. `plan` names the
    plan for somebody who is in several."""

    action: ActionTold
    zone: str
    command: str
    plan: str = ""


def form_for(drawn: Drawn) -> Form:
    """Draw the form. Its introduction says what is known of the action."""
    action = drawn.action
    facts: dict[str, Fact] = {
        "title": with_full_stop(action.title),
        "delivery": wording.delivery(action),
        "step": worded.told(action.step, action.priority, drawn.zone),
        "measures": wording.measures_told(action.measures),
    }
    hint, why_hint = words("impact.form.step_hint"), words("impact.form.why_hint")
    return Form(
        title=words("impact.form.title", {"ref": action.ref}),
        intro=" ".join(filter(None, (words("impact.form.intro", facts), drawn.plan))),
        command=drawn.command,
        send=words("impact.form.send"),
        questions=(
            Choice(id="step", label=words("impact.form.step"), hint=hint, required=True, options=worded.options()),
            Prose(id="why", label=words("impact.form.why"), hint=why_hint, required=True, most=MOST),
        ),
    )


def wrong(given: Answers) -> Faults:
    """Return a sentence for each fault, by question id. Empty if it may be saved."""
    faults = too_long(given, {"why": MOST})
    if says_nothing(given.get("why", "")):
        faults = {**faults, "why": words("impact.fault.needed")}
    if given.get("step", "") not in {one.value for one in ImpactStep}:
        faults = {**faults, "step": words("impact.fault.step")}
    return faults
