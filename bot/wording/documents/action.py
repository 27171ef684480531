"""Word what the plan says of an action beside its milestones: why it is done, and how success will be known."""

from __future__ import annotations

import re

from bot.model.letters.message import Facts, Item, Items, Spans, Text
from bot.model.plan import Action
from bot.wording.sentences import line, with_full_stop, words

LONG = 240  # letters: about six lines on a phone
_SENTENCE_ENDS = re.compile(r"(?<=[a-z)][.?!])\s+(?=[A-Z])")


def why(action: Action) -> tuple[Facts, ...]:
    """Say in full what an action should change, if the plan does."""
    impact = action.impact.strip()
    return (Facts(pairs=((words("replies.status.why"), (Text(text=with_full_stop(impact)),)),)),) if impact else ()


def why_in_short(action: Action, alone: bool = True) -> tuple[tuple[str, Spans], ...]:
    """Say it in one sentence, as a fact of a milestone, and how to read the rest if there is more.

    If it does not stand alone, the measures are beside it, and only the other sentences are left to read.
    """
    impact = action.impact.strip()
    first = with_full_stop(_SENTENCE_ENDS.split(impact, maxsplit=1)[0])
    more = (alone and bool(action.success_measures)) or first != with_full_stop(impact)
    told = line(f"replies.status.{'why_more' if more else 'why_all'}", {"why": first, "ref": action.ref})
    return ((words("replies.status.why"), told),) if impact else ()


def measures(action: Action) -> tuple[Items, ...]:
    """List how success will be known, if the plan says it. A long list may be folded."""
    told = tuple(Item(spans=(Text(text=with_full_stop(one)),)) for one in action.success_measures)
    long = sum(map(len, action.success_measures)) > LONG
    return (Items(heading=words("replies.status.measures"), lines=told, folded=long),) if told else ()


def in_full(action: Action) -> tuple[Facts | Items, ...]:
    """Return all that the plan says of an action, with nothing folded, for somebody who judges what was done by it."""
    return (*why(action), *(one.model_copy(update={"folded": False}) for one in measures(action)))


def behind(action: Action) -> tuple[Facts | Items, ...]:
    """Return what a form says of the action above its questions."""
    pairs = why_in_short(action, alone=False)
    return (*((Facts(pairs=pairs),) if pairs else ()), *measures(action))
