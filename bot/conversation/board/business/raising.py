"""Raising: a member of the board asks why, or has something done. Nothing is asked twice: it is saved as it is said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.conversation.board.business.meant import Change, Meeting, at_table, refuse_long, refused
from bot.conversation.guarding import personal
from bot.conversation.visit import Said, day_meant
from bot.model.board.business import BusinessKind, Item
from bot.ports.record import View
from bot.rules.board import business as rules
from bot.rules.holders import find_role
from bot.wording import commands
from bot.wording.help import nearest_of

_SOME_REF = "2.1"  # in a line that is shown as an example


def challenge(view: View, said: Said, command: commands.Challenge) -> Change:
    """Return the challenge that somebody raises. Raises Refusal if they may not, or it is about nothing in the plan."""
    table = at_table(view, said)
    may_challenge(table, command.whom)
    _refuse_refs(table, command)
    refuse_long("", {"text": command.text})
    if command.whom and personal.found_in(view, said.asker.short, [command.text]):
        raise refused("names_somebody", {"whom": command.whom})
    owner = rules.owner_of(table.snapshot.plan, table.snapshot.people, command.refs)
    item = _item(table, said, BusinessKind.CHALLENGE, command.text, command.refs, None)
    return _raised(table, item.model_copy(update={"owner": owner, "raised_for": command.whom}))


def may_challenge(table: Meeting, whom: str = "") -> None:
    """Raise Refusal if somebody may not challenge, or not for whom they say."""
    people, person, day = table.snapshot.people, table.person, table.snapshot.today
    if not rules.may_raise(people, person, day):
        raise refused("challenge_right", {})
    if whom and not rules.may_speak_for_others(people, person, day):
        raise refused("for_right", {"whom": whom})
    if whom and not rules.is_nobodys_name(whom):
        raise refused("for_whom", {})


def may_act(table: Meeting) -> None:
    """Raise Refusal if somebody may not record an action."""
    if not rules.may_raise(table.snapshot.people, table.person, table.snapshot.today):
        raise refused("action_right", {})


def _refuse_refs(table: Meeting, command: commands.Challenge) -> None:
    if not command.refs:
        raise refused("no_ref", {"line": str(command.model_copy(update={"refs": (_SOME_REF,)}))})
    if strange := rules.unknown(table.snapshot.plan, command.refs):
        others = tuple(ref for ref in command.refs if ref not in strange)
        again = command.model_copy(update={"refs": others or (_SOME_REF,)})
        raise refused("unknown_ref", {"refs": ", ".join(strange), "line": str(again)})


def action(view: View, said: Said, command: commands.NewAction) -> Change:
    """Return the action that somebody records. Raises Refusal if they may not, or it is not clear who does it."""
    table = at_table(view, said)
    may_act(table)
    if strange := rules.unknown(table.snapshot.plan, command.refs):
        raise refused("unknown_ref_action", {"refs": ", ".join(strange)})
    refuse_long("", {"text": command.text})
    if not command.owner:
        again = command.model_copy(update={"owner": "ROLE", "when": command.when or ("" if command.by else "DATE")})
        raise refused("no_owner", {"line": str(again)})
    plan = table.snapshot.plan
    role = find_role(plan, command.owner)
    if role is None:
        nearest = nearest_of(command.owner, [one.name for one in plan.roles])
        again = command.model_copy(update={"owner": nearest})
        raise refused("no_such_role", {"role": command.owner, "line": str(again)})
    by = command.by or (day_meant(view, said.asker.short, command.when, said.today) if command.when else None)
    if by is not None and by < table.snapshot.today:
        raise refused("past", {"day": by})
    item = _item(table, said, BusinessKind.ACTION, command.text, command.refs, by)
    return _raised(table, item.model_copy(update={"owner": role.name}))


def _item(table: Meeting, said: Said, kind: BusinessKind, text: str, refs: Sequence[str], by: date | None) -> Item:
    wanted = rules.wanted(table.snapshot.policy, table.snapshot.today, by)
    return Item(
        plan=said.asker.short,
        kind=kind,
        text=text,
        about=tuple(dict.fromkeys(refs)),
        wanted_by=wanted.by,
        meeting=wanted.meeting,
        by=said.asker.person.id,
        by_name=said.asker.person.name,
        at=said.asker.now,
    )


def _raised(table: Meeting, item: Item) -> Change:
    capacity = rules.raising_as(table.snapshot.people, table.person, table.snapshot.today)
    return Change(item.model_copy(update={"capacity": capacity}), None, capacity)
