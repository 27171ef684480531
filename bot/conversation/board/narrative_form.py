"""The form of a narrative: five questions in the lead's own words, with Milepost's facts of the priority beside them."""

from __future__ import annotations

from typing import NamedTuple

from bot.conversation.updating.update_form import too_long
from bot.model.board.period import Narrative, Period
from bot.model.letters.form import Answers, Choice, Faults, Form, Option, Prose
from bot.model.letters.message import Items
from bot.model.plan import Priority
from bot.model.policy import Policy
from bot.model.status import Status
from bot.reports.board.progress import Progress
from bot.wording import leads as wording
from bot.wording.sentences import Fact, mark, with_full_stop, words
from bot.wording.settings import meaning

PARTS = ("moved", "next", "escalate")  # what is written freely
NEEDED = ("moved", "next")
SURE = "sure"
MOST = 3000


class Drawn(NamedTuple):
    """The facts that a form is drawn from. `before` is what was written for the last period, and `command` what sends it in."""

    priority: Priority
    period: Period
    policy: Policy
    progress: Progress
    before: Narrative | None
    command: str
    is_frozen: bool


def form_for(drawn: Drawn, asks_if_sure: bool) -> Form:
    """Draw the form. `asks_if_sure` puts the question if anybody is named, as the words look so."""
    period = drawn.period
    freezes = words("leads.form.frozen") if drawn.is_frozen else words("leads.form.freezes", {"day": period.freezes})
    facts: dict[str, Fact] = {"text": with_full_stop(drawn.priority.text), "meeting": period.meeting, "freezes": freezes}
    last = wording.last_period(drawn.before)
    return Form(
        title=words("leads.form.title", {"number": drawn.priority.number}),
        intro=words("leads.form.intro", facts),
        command=drawn.command,
        send=words("leads.form.send"),
        background=_background(drawn.progress),
        is_read_first=True,
        questions=(
            _choice("status", last, drawn.policy),
            *(_prose(name) for name in PARTS),
            _choice("forecast", words("leads.form.forecast_hint"), drawn.policy),
            *([_sure()] if asks_if_sure else []),
        ),
    )


def _background(progress: Progress) -> tuple[Items, ...]:
    told = [wording.counted(progress.counts)]
    if progress.since is not None:
        told.append(wording.changed([(one.milestone, one.was, one.now) for one in progress.changed], progress.since))
    if progress.dates:
        told.append(wording.dates_changed(progress.dates))
    told.append(wording.falling_due(progress.due, progress.until))
    return tuple(told)


def _choice(name: str, hint: str, policy: Policy) -> Choice:
    options = tuple(
        Option(
            value=one.value, label=mark(one.value).word, means=meaning(one, policy), shape=words(f"status.{one.value}.shape")
        )
        for one in Status
    )
    return Choice(id=name, label=words(f"leads.form.{name}"), hint=hint, required=True, options=options)


def _prose(name: str) -> Prose:
    hint = words(f"leads.form.{name}_hint")
    return Prose(id=name, label=words(f"leads.form.{name}"), hint=hint, required=name in NEEDED, most=MOST)


def _sure() -> Choice:
    return Choice(
        id=SURE,
        label=words("leads.form.sure"),
        required=True,
        options=(Option(value="yes", label=words("leads.form.sure_yes")),),
    )


def wrong(form: Form, given: Answers) -> Faults:
    """Return a sentence for each fault, by question id. Empty if it may be saved."""
    if faults := too_long(given, dict.fromkeys(PARTS, MOST)):
        return faults
    choices = {one.id: {option.value for option in one.options} for one in form.questions if isinstance(one, Choice)}
    faults = {name: words("leads.fault.needed") for name in NEEDED if not given.get(name)}
    wanted = {name: values if name != SURE else values | {""} for name, values in choices.items()}
    return faults | {name: words("leads.fault.status") for name, values in wanted.items() if given.get(name, "") not in values}
