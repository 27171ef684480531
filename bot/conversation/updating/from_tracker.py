"""Answers to begin with, taken from what the plan's tracker said of a milestone of which nobody has spoken."""

from __future__ import annotations

from bot.model.letters.form import Answers, Option
from bot.model.plan import Imported
from bot.model.status import Status
from bot.model.updates.update import OFF_GREEN
from bot.wording.sentences import words


def answers(said: Imported | None, most: int) -> Answers:
    """Return its status, and as many letters of its words as an answer may have. None if it said nothing."""
    if said is None or said.status is None:
        return {}
    return {"status": said.status.value, **({"happened": said.words[:most]} if said.words else {})}


def option(value: str, said: Imported | None) -> tuple[Option, ...]:
    """Offer to declare it as it is, unless more is needed for that: a path to green, or evidence."""
    if said is None or said.status is None or said.status in (Status.COMPLETE, *OFF_GREEN):
        return ()
    facts = {"status": words(f"status.{said.status.value}.word"), "day": said.as_at or ""}
    return (Option(value=value, label=words("forms.choice.tracker", facts)),)
