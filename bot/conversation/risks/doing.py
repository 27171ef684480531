"""Doing: what somebody says of risks is judged, put on the record once, and said back."""

from __future__ import annotations

from datetime import timedelta
from typing import assert_never

from bot.conversation.guarding import personal
from bot.conversation.risks import raising, scoring
from bot.conversation.risks.meant import Change
from bot.conversation.risks.told import told
from bot.conversation.visit import Said
from bot.model.letters.message import Message
from bot.model.risks.risk import Risk, RiskStep
from bot.ports.record import Tx, View
from bot.wording import commands

_SAME_LINE = timedelta(minutes=10)  # said again within these, a line is the same thing


def meant(view: View, said: Said, command: commands.RiskWork) -> Change:
    """Return what a command changes. Raises Refusal if it can't, or not by whoever speaks."""
    match command:
        case commands.NewRisk():
            return raising.raise_it(view, said, command)
        case commands.ChangeRisk():
            return raising.change(view, said, command)
        case commands.ScoreRisk():
            return scoring.score(view, said, command)
        case commands.CloseRisk():
            return scoring.close(view, said, command)
        case commands.ReopenRisk():
            return scoring.reopen(view, said, command)
        case commands.WithdrawRisk():
            return scoring.withdraw(view, said, command)
    assert_never(command)


def put(tx: Tx, said: Said, change: Change, drawn_from: str = "", said_as: str = "") -> tuple[Risk, int]:
    """Put a change on the record, with what looked as if it told who a child is. Returns the risk and the entry.

    `said_as` is how it was typed if that was not just now.
    """
    found = personal.found_in(tx, said.asker.short, change.texts)
    tx.acting(said.by_as(change.capacity, said_as))
    step = change.made.model_copy(update={"capacity": change.capacity, "drawn_from": drawn_from})
    if change.step is None:
        risk = tx.risks.begin(change.risk.model_copy(update={"steps": (step,)}))
    else:
        risk = tx.risks.step(change.risk, step)
    entry, refs = risk.steps[-1].id, risk.terms.about
    personal.note(tx, said.asker.short, refs[0] if refs else risk.handle, entry, found, change.capacity)
    tx.rounds.wake(said.asker.short)
    return risk, entry


# ---- once -----------------------------------------------------------------------------------


def recorded(view: View, said: Said) -> tuple[Risk, int] | None:
    """Return the risk, and the entry, that this was recorded as when it was first heard. None if it was not."""
    return made_by(view, said.asker.short, view.entries.recorded(said.asker.short, said.inbound.id))


def made_by(view: View, short: str, numbers: tuple[int, ...]) -> tuple[Risk, int] | None:
    """Return the risk of which one of these entries tells, and that entry."""
    steps = ((risk, step.id) for risk in (view.risks.all(short) if numbers else ()) for step in risk.steps)
    return next(((risk, entry) for risk, entry in steps if entry in numbers), None)


def drawn(view: View, said: Said, drawn_from: str) -> tuple[Risk, int] | None:
    """Return the risk, and the entry, that this person made from a form before. None if they made none."""
    steps = ((risk, step) for risk in view.risks.all(said.asker.short) for step in risk.steps)
    mine = (one for one in steps if one[1].by == said.asker.person.id and one[1].drawn_from == drawn_from)
    return next(((risk, step.id) for risk, step in mine), None)


def said_before(view: View, change: Change) -> tuple[Risk, int] | None:
    """Return what the same person said in the same words not long before, and its entry: whoever is in doubt says it again."""
    if change.step is not None:
        last = change.risk.steps[-1]
        return (change.risk, last.id) if _alike(last, change.step) else None
    mine = (one for one in view.risks.all(change.risk.plan) if not one.is_closed and len(one.steps) == 1)
    return next(((one, one.id) for one in mine if _alike(one.raised, change.made) and one.update == change.risk.update), None)


def _alike(last: RiskStep, step: RiskStep) -> bool:
    same = all(getattr(last, name) == getattr(step, name) for name in ("deed", "terms", "score", "why", "by"))
    return same and step.at - last.at <= _SAME_LINE


def told_of(view: View, said: Said, numbers: tuple[int, ...]) -> Message:
    """Say what some entries have done."""
    made = made_by(view, said.asker.short, numbers)
    assert made is not None  # the order was done
    return told(view, said, *made)
