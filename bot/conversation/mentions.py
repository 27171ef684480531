"""Mentions in the thread of a posted summary: words that are no command, and name a ref or ask something."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from bot.model.letters.talk import Inbound
from bot.model.plan import Plan
from bot.ports.record import View
from bot.ports.refusals import Refusal
from bot.rules import holders
from bot.rules.dates import span
from bot.wording import commands
from bot.wording.help import topics
from bot.wording.parse import without_plan

_REF = re.compile(r"(?<![\w.])(?:priority )?[0-9]{1,3}(?:\.[0-9]{1,3}){0,2}(?![\w%]|\.[0-9])", re.IGNORECASE | re.ASCII)


def under_summary(
    view: View, inbound: Inbound, plans: Sequence[str], person: int, command: commands.Command, today: date
) -> commands.Mention | None:
    """Return what somebody says under a posted summary of one of their plans, if it may be a challenge. None if it is a command,
    or was said elsewhere."""
    if inbound.answers is not None or inbound.card is not None or inbound.edited:
        return None
    short = _summary_above(view, inbound) if _may_be_words(view, plans, command, today) else None
    if short is None:
        return None
    said = inbound.said
    if command.plan is not None and command.plan in plans:
        short, said = command.plan, without_plan(said, plans)
    if short not in plans:
        return None
    plan = view.plans.one(short)
    refs, asks = refs_in(plan, said), "?" in said
    if not (refs or asks) or (isinstance(command, commands.Declare) and not asks and _is_owners(view, plan, person, refs, today)):
        return None
    return commands.Mention(plan=short, text=_without_first(said, refs), refs=refs)


def plan_above(view: View, inbound: Inbound, plans: Sequence[str], command: commands.Command) -> tuple[str, ...]:
    """Return the plan of the summary under which something is said, if it is one. Raises Refusal if it is none of theirs: then
    no other plan is meant."""
    short = _summary_above(view, inbound)
    if short is None or command.any_plan or command.answers_draft:
        return ()
    if short not in plans:
        raise Refusal("not_in_plan")
    return (short,)


def _summary_above(view: View, inbound: Inbound) -> str | None:
    """Return the plan of the posted summary in whose thread something was said, or on which a button was pressed. None if it was
    neither."""
    chat, platform = inbound.chat, inbound.sender.platform
    above = () if chat.private else (chat.thread, inbound.card)
    found = (view.talk.summary_at(one, platform) for one in above if one is not None)
    return next((short for short in found if short is not None), None)


def _may_be_words(view: View, plans: Sequence[str], command: commands.Command, today: date) -> bool:
    """Say if what was read as a command may as well be words: nothing else in it tells that a command was meant."""
    if isinstance(command, commands.Help):
        return command.topic is not None and command.topic.casefold() not in topics()
    if isinstance(command, commands.Due):
        return command.period is not None and span(command.period, today, 0, view.plans.policy(plans[0]).calendar) is None
    if isinstance(command, commands.Declare):
        unsaid = all(one.status is None and not one.keep for one in command.entries)
        return command.may_be_prose or ("?" in command.typed and unsaid)
    return isinstance(command, commands.Unknown)


def _is_owners(view: View, plan: Plan, person: int, refs: Sequence[str], today: date) -> bool:
    """Say if somebody who may update one of these milestones speaks: then it is their update."""
    people = view.people.of(plan.short)
    mine = (one for one in plan.milestones if one.ref in refs)
    return any(holders.capacity(people, who, one, today) not in (None, "admin") for one in mine if (who := people.one(person)))


def refs_in(plan: Plan, said: str) -> tuple[str, ...]:
    """Return the milestones, actions and priorities of the plan that words name, each once. A priority is named in words."""
    known = {one.ref for one in (*plan.milestones, *plan.retired)} | {one.ref for one in plan.actions}
    numbers = {str(one.number) for one in plan.priorities} | {str(one.priority) for one in plan.actions}
    found = []
    for match in _REF.finditer(said):
        *named, ref = match[0].split()
        found += [ref] if ref in (numbers if named else known) else []
    return tuple(dict.fromkeys(found))


def _without_first(said: str, refs: Sequence[str]) -> str:
    """Return words without the ref that they begin with, if anything is left: what they are about is kept beside them."""
    text = " ".join(said.split())
    first = next((ref for ref in refs if text.startswith(ref)), "")
    return text[len(first) :].lstrip(" :,.;)-") or text
