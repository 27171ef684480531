"""Doubts in words: what an admin or a lead reads of what did not fit in a statement, and of the answer to that."""

from __future__ import annotations

from bot.model.letters.message import Spans
from bot.model.updates.doubt import Doubt
from bot.wording.sentences import line, with_full_stop, words


def doubt_in_words(doubt: Doubt) -> Spans:
    """Say what did not fit, and what was answered."""
    what = "; ".join(words(f"guard.kind.{one.kind.value}") for one in doubt.found)
    how = "unasked" if doubt.asked is None else "asked" if doubt.answer else "silent"
    return line(f"guard.shown.{how}", {"what": f"{what[:1].upper()}{what[1:]}", "answer": with_full_stop(doubt.answer)})
