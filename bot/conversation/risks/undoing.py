"""Undoing: the last thing that somebody said of a risk counts no longer, unless somebody built on it since."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation.risks.doing import made_by
from bot.conversation.risks.meant import refused
from bot.conversation.visit import Said, plan_named
from bot.model.letters.message import Message, Paragraph
from bot.model.letters.talk import Say
from bot.model.record.entry import Entry, EntryKind
from bot.model.risks.risk import Risk, RiskState
from bot.ports.record import Tx, View
from bot.ports.refusals import Refusal
from bot.wording.sentences import words

RISKS = frozenset({EntryKind.RISK})


def take_back(tx: Tx, said: Said, saved: Sequence[Entry]) -> Say:
    """Take back what was said last of a risk. Raises Refusal if that was done already, or others built on it."""
    for entry in saved:
        risk = _risk_of(tx, said, entry)
        _refuse(risk, entry.header.number)
        tx.acting(said.by_as(entry.fields.get("capacity", "")))
        tx.risks.take_back(risk, entry.header.number)
    tx.rounds.wake(said.asker.short)
    return say_undone(tx, said, saved)


def _risk_of(view: View, said: Said, entry: Entry) -> Risk:
    found = made_by(view, said.asker.short, (int(entry.fields.get("risk", entry.header.number)),))
    if found is None:
        raise Refusal("undone_already")
    return found[0]


def _refuse(risk: Risk, entry: int) -> None:
    if (entry == risk.id and risk.withdrawn) or all(step.id != entry for step in risk.steps):
        raise Refusal("undone_already")
    if any(step.id > entry for step in risk.steps):
        raise refused("undo_built", {"handle": risk.handle})


def say_undone(view: View, said: Said, entries: Sequence[Entry]) -> Say:
    """Say which risk stands as before, and how."""
    risk = _risk_of(view, said, entries[0])
    gone = entries[0].header.number == risk.id
    title = words(f"risks.told.undone_{'raised' if gone else 'step'}", {"handle": risk.handle, "stands": _stands(risk)})
    plan = tuple(Paragraph(spans=spans) for spans in plan_named(view, said.asker.person.id, said.asker.short))
    return Say(message=Message(title=title, blocks=plan), in_place=said.inbound.card is not None)


def _stands(risk: Risk) -> str:
    if risk.state is RiskState.OPEN and risk.score is not None:
        return words("risks.told.stands_scored", {"points": risk.score.points})
    return words(f"risks.told.stands_{risk.state.value}")
