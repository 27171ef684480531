"""Scoring: a risk is scored again for a reason, closed, opened again or withdrawn."""

from __future__ import annotations

from bot.conversation.risks.meant import (
    Change,
    Table,
    allowed,
    at_table,
    found,
    refuse_long,
    refuse_over,
    refuse_wordless,
    refused,
)
from bot.conversation.visit import Said
from bot.model.risks.risk import Risk, RiskDeed, RiskState, Score
from bot.ports.record import View
from bot.rules.board.business import says_nothing
from bot.rules.risks import standing
from bot.wording import commands
from bot.wording.risks.lines import matrix_words
from bot.wording.sentences import Fact

_SAME = ("same", "the same")


def score(view: View, said: Said, command: commands.ScoreRisk) -> Change:
    """Return that somebody scores a risk. One that is as it was is a review. Raises Refusal without a reason, or if it is outside
    the plan's matrix."""
    table, risk = at_table(view, said), found(view, said, command.handle)
    capacity = may_score(table, risk)
    scored = _read(table, risk, command.score)
    if says_nothing(command.why):
        raise refused("no_why", {"handle": risk.handle, "score": command.score})
    refuse_long(risk.handle, command.why)
    return Change(risk, table.step(RiskDeed.SCORED, command.why, scored), capacity)


def may_score(table: Table, risk: Risk) -> str:
    """Return in which capacity whoever speaks scores a risk. Raises Refusal if they may not, or it is over."""
    capacity = allowed("score_right", table.scoring(risk), table, risk)
    refuse_over(risk)
    return capacity


def _read(table: Table, risk: Risk, said: str) -> Score:
    """Return the score that words name. Raises Refusal that tells the matrix if they name none, or one outside it."""
    matrix, is_same = table.policy.risk, said.casefold() in _SAME
    facts: dict[str, Fact] = {
        "handle": risk.handle,
        "score": said,
        "matrix": matrix_words(matrix),
        "example": f"{min(3, len(matrix.likelihood))} {min(4, len(matrix.impact))}",
    }
    found_ = standing.read_score(matrix, said, risk.score)
    if found_ is None:
        raise refused("no_score_same" if is_same else "no_score", facts)
    if not standing.is_inside(matrix, found_):
        raise refused("same_outside" if is_same else "outside", facts)
    return found_


def close(view: View, said: Said, command: commands.CloseRisk) -> Change:
    """Return that somebody closes a risk for a reason."""
    table, risk = at_table(view, said), found(view, said, command.handle)
    capacity = allowed("close_right", table.closing(risk), table, risk)
    refuse_over(risk)
    return _ended(table, risk, RiskDeed.CLOSED, command.why, capacity)


def reopen(view: View, said: Said, command: commands.ReopenRisk) -> Change:
    """Return that somebody opens a closed risk again for a reason."""
    table, risk = at_table(view, said), found(view, said, command.handle)
    capacity = allowed("close_right", table.closing(risk), table, risk)
    if risk.state is not RiskState.CLOSED:
        raise refused("open" if risk.state is RiskState.OPEN else "withdrawn", {"handle": risk.handle})
    return _ended(table, risk, RiskDeed.REOPENED, command.why, capacity)


def withdraw(view: View, said: Said, command: commands.WithdrawRisk) -> Change:
    """Return that somebody withdraws a risk for a reason: it should never have been raised."""
    table, risk = at_table(view, said), found(view, said, command.handle)
    capacity = allowed("withdraw_right", table.withdrawing(risk), table, risk)
    if risk.state is RiskState.WITHDRAWN:
        raise refused("withdrawn", {"handle": risk.handle})
    return _ended(table, risk, RiskDeed.WITHDRAWN, command.why, capacity)


_WHY = {RiskDeed.CLOSED: "close_why", RiskDeed.REOPENED: "reopen_why", RiskDeed.WITHDRAWN: "withdraw_why"}


def _ended(table: Table, risk: Risk, deed: RiskDeed, why: str, capacity: str) -> Change:
    refuse_wordless(_WHY[deed], why, {"handle": risk.handle})
    refuse_long(risk.handle, why)
    return Change(risk, table.step(deed, why), capacity)
