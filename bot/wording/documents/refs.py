"""A milestone's ref as people read it: ours, and beside it the one that its document has."""

from __future__ import annotations

from bot.model.plan import Action, Milestone
from bot.wording.sentences import words

MOST = 40  # letters of a document's ref that are told


def ref_of(one: Milestone | Action) -> str:
    """Return our ref, with the document's own in brackets if it has another."""
    return with_theirs(one.ref, one.source_ref)


def with_theirs(ref: str, theirs: str | None) -> str:
    """Return a ref of ours, with the document's in brackets unless that is the same, or there is none."""
    told = " ".join((theirs or "").split())
    if told in ("", ref):
        return ref
    return words("replies.plan.ref", {"ref": ref, "theirs": told if len(told) <= MOST else f"{told[: MOST - 1]}\u2026"})
