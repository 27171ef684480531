"""Deciding: the chair says what the board decided about a wish of an update, and why. Without a reason nothing is saved."""

from __future__ import annotations

from bot.conversation.board.business.meant import Change, Meeting, at_table, found, refuse_long, refused
from bot.conversation.visit import Said
from bot.model.board.business import BusinessKind, Deed, Item, Step
from bot.model.people import Right
from bot.ports.record import View
from bot.rules import holders
from bot.rules.board import business as rules
from bot.rules.board import whose
from bot.wording import business as wording
from bot.wording import commands


def decide(view: View, said: Said, command: commands.Decide) -> Change:
    """Return the decision that the chair takes. Raises Refusal if it is not theirs, was taken already or has no reason."""
    item, table = found(view, said, command.handle), at_table(view, said)
    may_decide(table, item)
    told = {
        "text": command.text,
        "why": command.why,
        "options": command.options,
        "conditions": command.conditions,
        "follow_up": command.follow_up,
    }
    if rules.says_nothing(command.text) or rules.says_nothing(command.why):
        name = "no_decision" if rules.says_nothing(command.text) else "no_reason"
        raise refused(name, {"handle": item.handle, "text": command.text, "rest": wording.parts(command)})
    refuse_long(item.handle, told)
    meeting = rules.last_meeting(table.snapshot.policy, table.snapshot.today)
    person = said.asker.person
    step = Step(
        deed=Deed.DECIDED,
        words=command.text,
        why=command.why,
        options=command.options,
        conditions=command.conditions,
        follow_up=command.follow_up,
        meeting=meeting,
        by=person.id,
        by_name=person.name,
        at=said.asker.now,
    )
    return Change(item, step, Right.CHAIR.value)


def may_decide(table: Meeting, item: Item) -> None:
    """Raise Refusal if somebody may not decide on a piece of business, or nobody can any more."""
    people, day = table.snapshot.people, table.snapshot.today
    if item.kind is not BusinessKind.DECISION:
        raise refused("decide_kind", {"handle": item.handle})
    if not holders.is_chair(people, table.person, day):
        chairs = ", ".join(people.named_apart(one) for one in people.persons if holders.is_chair(people, one, day))
        raise refused("decide_right" if chairs else "decide_right_nobody", {"handle": item.handle, "who": chairs})
    if item.is_open and not whose.may_decide(people, table.person, item, day):
        others = [one.id for one in people.persons if whose.may_decide(people, one, item, day)]
        raise refused("decide_own", {"handle": item.handle, "who": wording.judges(people, others)})
    if not item.is_open:
        raise refused("over", {"handle": item.handle, "how": wording.ended(item)})
