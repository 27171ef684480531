"""Raising: a member of the board asks why, or has something done. Nothing is asked twice: it is saved as it is said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.conversation.board.business.meant import Change, Meeting, at_table, refuse_long, refuse_wordless, refused
from bot.conversation.guarding import personal
from bot.conversation.visit import Said, day_meant
from bot.model.board.business import BusinessKind, Item
from bot.ports.record import View
from bot.rules.board import business as rules
from bot.rules.board import whose
from bot.wording import commands
from bot.wording.business import refs_named
from bot.wording.help import nearest_of
from bot.wording.letters.sections import MOST_LINES
from bot.wording.sentences import Fact, words
from bot.wording.summary_lines import named
from bot.wording.typed.actions import day_within

_SOME_REF = "2.1"  # in a line that is shown as an example
NEAR = 0.5  # how much of a name must be alike for it to be meant


def challenge(view: View, said: Said, command: commands.Challenge) -> Change:
    """Return the challenge that somebody raises. Raises Refusal if they may not, or it is about nothing in the plan."""
    table = at_table(view, said)
    may_challenge(table, command.whom)
    _refuse_refs(table, command)
    refuse_long("", {"text": command.text})
    refuse_wordless("no_words", "", command.text, refs_named(command.refs, before=True))
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
    refuse_wordless("no_words_action", "", command.text)
    when = command.by.isoformat() if command.by else command.when
    refs, by_day = refs_named(command.refs, before=True), words("business.refused.by_day", {"day": when}) if when else ""
    facts: dict[str, Fact] = {"text": command.text, "refs": refs, "by": by_day}
    if not command.owner:
        raise refused("no_owner_day" if when else "no_owner", facts)
    role = _role(table, command.owner, facts)
    by = command.by or (day_meant(view, said.asker.short, command.when, said.today) if command.when else None)
    if by is None and (found := day_within(command.text)) is not None:
        raise refused("day_within", {**facts, "owner": role, "day": found.said.strip(" .")})
    if by is not None and by < table.snapshot.today:
        raise refused("past", {"day": by})
    item = _item(table, said, BusinessKind.ACTION, command.text, command.refs, by)
    return _raised(table, item.model_copy(update={"owner": role}))


def _role(table: Meeting, owner: str, facts: dict[str, Fact]) -> str:
    """Return the role that an action names. Raises Refusal that tells the nearest one, or which there are."""
    plan = table.snapshot.plan
    role = whose.role_named(plan, table.snapshot.people, owner, table.snapshot.today)
    if role is not None:
        return role
    nearest = nearest_of(owner, [one.name for one in plan.roles], NEAR)
    if nearest:
        raise refused("no_such_role", {**facts, "role": owner, "nearest": nearest})
    raise refused("no_such_role_list", {"role": owner, "roles": named([one.name for one in plan.roles], MOST_LINES)})


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
