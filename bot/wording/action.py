"""What the plan says of an action, beside its milestones: why it is done, and how success will be known."""

from __future__ import annotations

import re

from bot.model.form import Background
from bot.model.message import Spans
from bot.model.plan import Action
from bot.wording.sentences import line, stopped, words

_SENTENCE_ENDS = re.compile(r"(?<=[a-z)][.?!])\s+(?=[A-Z])")


def why(action: Action) -> str:
    """Return the first sentence of what an action should change."""
    return stopped(_SENTENCE_ENDS.split(action.impact.strip(), maxsplit=1)[0])


def why_in_short(action: Action) -> Spans:
    """Say why an action is done in one sentence, and how to read the rest if there is more."""
    more = bool(action.success_measures) or why(action) != stopped(action.impact.strip())
    return line(f"replies.status.{'why_more' if more else 'why_all'}", {"why": why(action), "ref": action.ref})


def background(action: Action) -> tuple[Background, ...]:
    """Return what a form says of the action above its questions."""
    told = (
        ("why", (why(action),) if action.impact else ()),
        ("measures", tuple(stopped(measure) for measure in action.success_measures)),
    )
    return tuple(Background(heading=words(f"replies.status.{name}"), lines=lines) for name, lines in told if lines)
