"""The one grammar: what a person types, or a button says, becomes a command. Never raises, whatever is typed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import get_args

from bot.model.spelling import plain_signs
from bot.wording.commands import MOST_TYPED, Command, Declare, TooLong, Unknown, fold
from bot.wording.commands.phrase import without_empty_reason
from bot.wording.help import is_like_a_command, nearest
from bot.wording.typed.cleaning import cleaned
from bot.wording.typed.spoken import with_refs

COMMANDS: tuple[type[Command], ...] = get_args(Command)
# Each that is typed, with what its pattern fits, and if it may end in a reason. All are tried for every line, and few fit.
_TYPED = [(kind, kind.pattern.fullmatch, "why" in kind.model_fields) for kind in COMMANDS if kind.pattern is not None]
_CALLED = re.compile(r"\A(?:/?milepost\b[:,]?\s?)+", re.IGNORECASE)
_PASSES = 4
_IN_PLAN = re.compile(r"in ([\w.-]+):\s?", re.IGNORECASE)


def parse(said: str, today: date, plans: Sequence[str] = ()) -> Command:
    """Read the command in a text. Case and spare spaces do not matter; a leading "/milepost" is dropped.

    `plans` are the names that may be meant, whatever is in them; any other name is read only if it is one word.
    """
    if len(said) > MOST_TYPED:
        return TooLong(count=len(said))
    plan, rest = _named(_heard(said), plans)
    rest = with_refs(rest)
    return _read(rest, plan, today) or Unknown(plan=plan, said=rest if plan else said, nearest=nearest(rest))


def without_plan(said: str, plans: Sequence[str]) -> str:
    """Return words without the plan that they begin by naming."""
    return _named(_heard(said), plans)[1]


def _named(text: str, plans: Sequence[str]) -> tuple[str | None, str]:
    """Return the plan that a text begins by naming, if it does, and what follows."""
    if text[:3].lower() != "in ":
        return None, text
    for name in sorted(plans, key=lambda name: (f"in {name}:" in text, len(name)), reverse=True):
        for folded in dict.fromkeys((name, plain_signs(name))):
            spoken = r"\s".join(re.escape(word) for word in folded.split())
            if found := re.match(rf"in {spoken}:\s?", text, re.IGNORECASE):
                return name, _heard(text[found.end() :])
    chosen = _IN_PLAN.match(text)
    return (chosen[1], _heard(text[chosen.end() :])) if chosen else (None, text)


def plans_named(said: str, plans: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """Yield what is typed to say the same of a plan whose name begins or ends a text without a colon, and if it ends it."""
    text = _heard(said)
    for name in sorted(plans, key=len, reverse=True):
        for folded in dict.fromkeys((name, plain_signs(name))):
            spoken = r"\s".join(re.escape(word) for word in folded.split())
            if found := re.match(rf"(?:in )?{spoken}[:,]?\s", text, re.IGNORECASE):
                yield f"in {name}: {text[found.end() :]}", False
            words, joined, last = text.rpartition(" in ")
            if joined and re.fullmatch(rf"{spoken}[.!?]*", last, re.IGNORECASE):
                yield f"in {name}: {words}", True


def _heard(said: str) -> str:
    """Return what was said without the name that called, and without what a phone or a list put around it."""
    text = said
    for _ in range(_PASSES):
        again = _CALLED.sub("", fold(cleaned(text))).strip()
        if again == text:
            break
        text = again
    return text


def _read(text: str, plan: str | None, today: date) -> Command | None:
    spoken = " ".join(text.split())
    said = without_empty_reason(spoken)
    for kind, fits, says_why in _TYPED:
        if fits(said if says_why else spoken) and (found := kind.read(spoken, plan, today)):
            return found
    declared = Declare.lines(text, plan)
    return None if declared is None or (not declared.is_plain and is_like_a_command(text)) else declared
