"""Roles: who holds each, and who holds it from a day on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from bot.conversation.office.board import say_noted
from bot.conversation.visit import Said
from bot.model.board.settings import BOARD
from bot.model.letters.message import Item, Items, Message, Paragraph, Span, Spans, Text
from bot.model.letters.talk import Asker, Reply
from bot.model.people import People, Person
from bot.ports.record import Tx, View
from bot.ports.refusals import Refusal
from bot.reports.accounts import uses
from bot.reports.snapshot import take
from bot.rules import holders as rules_holders
from bot.wording import commands
from bot.wording import holders as wording_holders
from bot.wording.help import nearest_of
from bot.wording.platforms import platform_name
from bot.wording.sentences import Fact, line, with_full_stop, words


def roles(view: View, asker: Asker) -> Message:
    """List each role with its holder and how they are reached, vacancies first."""
    snapshot = take(view, asker.short, asker.now)
    lines: list[Item] = []
    vacant: list[Item] = []
    for role in snapshot.plan.roles:
        if not rules_holders.holders(snapshot.people, role.name, snapshot.today):
            who = wording_holders.held_by(snapshot.people, role.name, snapshot.today)  # nobody, or who comes later
            vacant.append(Item(spans=line("replies.admin.role_line", {"role": role.name, "who": who})))
            continue
        who = wording_holders.held_by(snapshot.people, role.name, snapshot.today, lambda person: _reached(view, person))
        lines.append(Item(spans=line("replies.admin.role_line", {"role": role.name, "who": who})))
    count = line("replies.admin.roles_count", {"roles": len(snapshot.plan.roles), "vacant": len(vacant)})
    return Message(
        title=words("replies.admin.roles_title"),
        blocks=(*_boards(view, asker.short), Paragraph(spans=count), Items(lines=(*vacant, *lines))),
    )


def _boards(view: View, short: str) -> Iterator[Paragraph]:
    """Name the board's channels that take no more summaries."""
    for lost in view.plans.lost_boards(short):
        where, reason = platform_name(lost.address.platform), with_full_stop(lost.reason)
        facts: dict[str, Fact] = {"where": where, "reason": reason, "audience": lost.audience}
        yield Paragraph(spans=line(f"replies.admin.{'board' if lost.audience == BOARD else 'audience'}_lost", facts))


def _reached(view: View, person: Person) -> str:
    return words("replies.admin.reached", {"who": person.name, "reach": _reach(view, person)})


def _reach(view: View, person: Person) -> str:
    known = [one.platform for one in view.accounts.reachable(person.id) if uses(person, one.platform)]  # not another plan's
    platforms = ", ".join(dict.fromkeys(known))
    if not platforms:
        return words("replies.admin.reach_no")
    return words("replies.admin.reach_yes", {"platform": platforms})


class Meant(NamedTuple):
    """A role of the plan and whoever is to hold it, called so that nobody takes them for another."""

    role: str
    person: Person
    called: str


def meant(view: View, said: Said, command: commands.Holder) -> Meant:
    """Return the role and the person that an order means. Raises Refusal if the plan has no such role or person."""
    plan, known = view.plans.one(said.asker.short), view.people.of(said.asker.short)
    found = rules_holders.find_role(plan, command.role)
    if found is None:
        nearest = nearest_of(command.role, [r.name for r in plan.roles])
        raise Refusal("no_such_role", role=command.role, nearest=nearest)
    person = _by_email(known.persons, command.email)
    if person is None:
        raise Refusal("no_such_person", email=command.email)
    if rules_holders.only_observes(known, person, said.today):
        raise Refusal("observer_role", who=known.named_apart(person))
    return Meant(found.name, person, known.named_apart(person))


def held_already(view: View, said: Said, told: Meant, day: date) -> Reply | None:
    """Say that they hold the role on that day already. None if it would be changed."""
    if not rules_holders.holds_alone(view.people.of(said.asker.short), told.role, told.person.id, day):
        return None
    return say_noted(words("replies.admin.held_already", {"day": day, "role": told.role, "who": told.called}))


def would_move(view: View, said: Said, told: Meant, day: date) -> Spans:
    """Say how many milestones, or which measures, would move from whom to whom."""
    plan, known = view.plans.one(said.asker.short), view.people.of(said.asker.short)
    count = sum(told.role in milestone.owners for milestone in plan.milestones)
    before = _names(known, rules_holders.holders(known, told.role, day)) or words("replies.admin.nobody")
    facts: dict[str, Fact] = {"count": count, "before": before, "after": told.called, "role": told.role, "day": day}
    facts["measures"] = ", ".join(one.handle for one in view.measures.all(plan.short) if one.terms.owner == told.role)
    name = "" if count > 1 else "_one" if count else "_measures" if facts["measures"] else "_role"
    moves = line(f"replies.admin.would_move{name}", facts)
    return (*moves, *_would_not_begin(known, told, day))


def _would_not_begin(known: People, told: Meant, day: date) -> Iterator[Span]:
    """Name whoever was to hold the role from a later day on, and then would not."""
    for one in known.holdings:
        holder = known.one(one.person)
        if one.role == told.role and one.starts is not None and one.starts > day and holder is not None:
            yield Text(text=" ")
            yield from line("replies.admin.would_not_begin", {"who": known.named_apart(holder), "day": one.starts})


def hold(tx: Tx, said: Said, told: Meant, day: date) -> None:
    """Give a role to a person from a day on."""
    if tx.people.hold(said.asker.short, told.role, told.person.id, day):
        tx.rounds.wake(said.asker.short)


def held(told: Meant, day: date) -> str:
    """Say who holds the role from that day, now that it is saved."""
    return words("replies.admin.held_now", {"day": day, "role": told.role, "who": told.called})


def held_by(view: View, said: Said, role: str, day: date) -> str:
    """Say who holds a role on a day."""
    known = view.people.of(said.asker.short)
    who = _names(known, rules_holders.holders(known, role, day)) or words("replies.admin.nobody")
    return words("replies.admin.held", {"day": day, "role": role, "who": who})


def _names(people: People, persons: Sequence[Person]) -> str:
    return ", ".join(map(people.named_apart, persons))


def _by_email(persons: Sequence[Person], email: str) -> Person | None:
    return next((person for person in persons if person.email == email.strip().casefold()), None)
