"""A draft beside the plan that is loaded: as the edition that it would be, with what is in doubt of both."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from bot.model.documents.draft import Draft, PlanDoubt, Warning  # noqa: A004
from bot.model.documents.edition import Edition
from bot.model.plan import Answer, Plan
from bot.rules.documents.edition import compare
from bot.wording.documents import editions


class Made(NamedTuple):
    """A draft with the refs that it would have in the record, and the edition that it would be. `read` is the draft of the
    document alone."""

    draft: Draft
    edition: Edition
    read: Draft


def made(
    read: Draft, short: str, file: str, answers: Mapping[str, str], standing: Plan | None = None, stands: Plan | None = None
) -> Made:
    """Return a draft as an edition of the plan of that name: of its last edition, and of how it stands with what was decided
    since."""
    plan = named(read.plan, short, file, answers)
    edition = compare(standing, plan, stands, answers, read.keys)
    refs = _refs(plan, edition.plan)
    asked = [doubt.model_copy(update={"touches": tuple(refs.get(ref, ref) for ref in doubt.touches)}) for doubt in read.doubts]
    doubts = sorted((*asked, *editions.doubts(edition)), key=_width)
    warnings = _renamed(read, plan, edition.plan, refs)
    return Made(read.model_copy(update={"plan": edition.plan, "doubts": tuple(doubts), "warnings": warnings}), edition, read)


def named(read: Plan, short: str, file: str, answers: Mapping[str, str]) -> Plan:
    """Return a plan as read under its name, with its file and the answers by which it was read. Those that no doubt asks for now
    are kept too: the next document may ask again."""
    kept = tuple(Answer(key=key, choice=choice) for key, choice in sorted(answers.items()))
    return read.model_copy(update={"short": short, "file": file, "answers": kept})


def answered(plan: Plan | None) -> dict[str, str]:
    """Return the answers of an edition, without what was still open."""
    return {one.key: one.choice for one in plan.answers if one.choice} if plan is not None else {}


def _width(doubt: PlanDoubt) -> int:
    return -len(doubt.touches)


def _renamed(draft: Draft, read: Plan, kept: Plan, refs: Mapping[str, str]) -> tuple[Warning, ...]:
    """Return the warnings with the refs of the record. One that is about a milestone or an action begins with its ref."""
    actions = {f"Action {one.ref}": f"Action {other.ref}" for one, other in zip(read.actions, kept.actions, strict=False)}
    names = {old: new for old, new in (*refs.items(), *actions.items()) if old != new}
    return tuple(_with_name(one, names) for one in draft.warnings) if names else draft.warnings


def _with_name(warning: Warning, names: Mapping[str, str]) -> Warning:
    words = warning.message.split(" ", 2)
    for count in (1, 2):
        if new := names.get(" ".join(words[:count])):
            return warning.model_copy(update={"message": " ".join((new, *words[count:]))})
    return warning


def _refs(read: Plan, kept: Plan) -> dict[str, str]:
    """Return by the ref that a milestone was read with the one that it has in the record. Both stand in the same order."""
    found = {}
    for before, after in zip(read.actions, kept.actions, strict=False):
        for one, other in zip(before.milestones, after.milestones, strict=False):
            if one.text == other.text:
                found[one.ref] = other.ref
    return found
