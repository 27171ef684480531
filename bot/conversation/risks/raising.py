"""Raising: a risk is put on the record as it is said, or from what the owner of an amber or a red milestone has said."""

from __future__ import annotations

from bot.conversation.risks.meant import Change, Table, allowed, at_table, found, refuse_over, refused, who_may
from bot.conversation.risks.terms import Judged, judged
from bot.conversation.visit import Said
from bot.model.risks.risk import Risk, RiskDeed, RiskTerms
from bot.model.status import Status
from bot.model.updates.update import Update
from bot.ports.record import View
from bot.ports.refusals import Refusal
from bot.rules.board.business import owner_of
from bot.rules.updates.standing import worst
from bot.wording import commands
from bot.wording.commands import RiskSaid
from bot.wording.risks.lines import MOST_SAID
from bot.wording.sentences import mark
from bot.wording.summary_lines import shortened

_RAISED_FROM = (Status.AMBER, Status.RED)


def raise_it(view: View, said: Said, command: commands.NewRisk) -> Change:
    """Return the risk that somebody raises. Raises Refusal if they may not, or a part of it can't be."""
    table = at_table(view, said)
    command, update = with_source(table, command)
    refuse_unknown(table, command)
    capacity = may_raise(table, command.about)
    found_ = judged(table, command)
    refuse_faults(found_)
    step = table.step(RiskDeed.RAISED, found_.why, found_.score, found_.terms)
    risk = Risk(plan=said.asker.short, update=update.id if update is not None else None, steps=(step,))
    return Change(risk, None, capacity)


def with_source(table: Table, command: commands.NewRisk) -> tuple[commands.NewRisk, Update | None]:
    """Return what is said of a new risk with what goes without saying: it is about the milestone that it is raised from, or what
    whoever raises it leads, and belongs to the role that answers for that. And the statement that it is raised from."""
    update = source(table, command.source) if command.source else None
    about = command.about or ((command.source,) if command.source else ())
    if not about and (led := table.led_alone()) is not None:
        about = (led,)
    owner = command.owner or owner_of(table.plan, table.people, [one for one in about if _is_known(table, one)])
    return command.model_copy(update={"about": about, "owner": owner}), update


def _is_known(table: Table, ref: str) -> bool:
    return table.plan.known(ref) is not None


def source(table: Table, ref: str) -> Update:
    """Return the statement from which a risk is raised. Raises Refusal if the milestone is neither amber nor red."""
    milestone = table.plan.known(ref)
    if milestone is None:
        raise refused("raise_no_milestone", {"ref": ref})
    standing = table.snapshot.standing(milestone)
    update = worst(standing)
    if update is None:
        raise refused("raise_unsaid", {"ref": ref})
    if update.status not in _RAISED_FROM:
        raise refused("raise_green", {"ref": ref, "status": mark(update.status.value).word.lower()})
    return update


def may_raise(table: Table, refs: tuple[str, ...]) -> str:
    """Return in which capacity whoever speaks raises a risk about these refs. Raises Refusal if they may not."""
    capacity = table.raising(refs)
    if capacity is not None:
        return capacity
    if not table.raises_any():
        raise refused("raise_right")
    if not refs:
        raise refused("raise_refs")
    raise refused("raise_lead", {"refs": ", ".join(refs)})


def refuse_unknown(table: Table, said: RiskSaid) -> None:
    """Raise Refusal if a risk is about what the plan does not have."""
    fault = judged(table, RiskSaid(happens="x", follows="x", about=said.about)).faults.get("about")
    if fault:
        raise _faulty("", fault)


def refuse_faults(found_: Judged, handle: str = "") -> None:
    """Raise Refusal that says the first thing that is wrong, if anything is."""
    if found_.faults:
        raise _faulty(handle, next(iter(found_.faults.values())))


def _faulty(handle: str, fault: str) -> Refusal:
    return refused("fault", {"handle": f"{handle} " if handle else "", "what": fault})


# ---- said anew ------------------------------------------------------------------------------


def change(view: View, said: Said, command: commands.ChangeRisk) -> Change:
    """Return that somebody says a risk anew. With a score it is scored too. Raises Refusal if nothing would change."""
    table, risk = at_table(view, said), found(view, said, command.handle)
    capacity = may_change(table, risk)
    if command.unknown:
        raise refused("no_part", {"handle": risk.handle, "said": shortened(command.unknown, MOST_SAID).text})
    before = risk.terms.model_copy(update={"about": ()}) if command.about_nothing else risk.terms
    found_ = judged(table, command, before)
    refuse_faults(found_, risk.handle)
    if found_.terms == risk.terms and found_.score is None:
        raise refused("nothing_new", {"handle": risk.handle})
    if found_.score is not None and table.scoring(risk) is None and risk.score is not None:
        raise refused("score_right", {"handle": risk.handle, "who": who_may(table, "score_right", risk)})
    deed = RiskDeed.CHANGED if found_.terms != risk.terms else RiskDeed.SCORED
    terms: RiskTerms | None = found_.terms if deed is RiskDeed.CHANGED else None
    return Change(risk, table.step(deed, found_.why, found_.score, terms), capacity)


def may_change(table: Table, risk: Risk) -> str:
    """Return in which capacity whoever speaks says a risk anew. Raises Refusal if they may not, or it is over."""
    capacity = allowed("change_right", table.changing(risk), table, risk)
    refuse_over(risk)
    return capacity
