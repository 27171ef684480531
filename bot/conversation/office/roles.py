"""Roles: who holds each, and who holds it from a day on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.conversation.office.board import say_noted
from bot.conversation.visit import Said
from bot.model.message import Item, Items, Message, Paragraph
from bot.model.people import Person
from bot.model.talk import Asker, Reply
from bot.ports.record import Tx, View
from bot.ports.refusals import Refusal
from bot.reports.accounts import uses
from bot.reports.snapshot import take
from bot.rules import holders
from bot.rules import holders as rules_holders
from bot.wording.help import nearest_of
from bot.wording.sentences import line, words


def roles(view: View, asker: Asker) -> Message:
    """List each role with its holder and how they are reached, vacancies first."""
    snapshot = take(view, asker.short, asker.now)
    lines: list[Item] = []
    vacant: list[Item] = []
    for role in snapshot.plan.roles:
        holders = rules_holders.holders(snapshot.people, role.name, snapshot.today)
        if not holders:
            vacant.append(Item(spans=line("replies.admin.role_vacant", {"role": role.name})))
            continue
        who = ", ".join(words("replies.admin.reached", {"who": person.name, "reach": _reach(view, person)}) for person in holders)
        lines.append(Item(spans=line("replies.admin.role_line", {"role": role.name, "who": who})))
    count = line("replies.admin.roles_count", {"roles": len(snapshot.plan.roles), "vacant": len(vacant)})
    return Message(
        title=words("replies.admin.roles_title"),
        blocks=(Paragraph(spans=count), Items(lines=(*vacant, *lines))),
    )


def _reach(view: View, person: Person) -> str:
    known = [one.platform for one in view.accounts.reachable(person.id) if uses(person, one.platform)]  # not another plan's
    platforms = ", ".join(dict.fromkeys(known))
    if not platforms:
        return words("replies.admin.reach_no")
    return words("replies.admin.reach_yes", {"platform": platforms})


def hold(tx: Tx, said: Said, role: str, email: str, starts: date | None) -> Reply:
    """Give a role to a person from a day on."""
    plan, known = tx.plans.one(said.asker.short), tx.people.of(said.asker.short)
    found = holders.find_role(plan, role)
    if found is None:
        nearest = nearest_of(role, [r.name for r in plan.roles])
        raise Refusal("no_such_role", role=role, nearest=nearest)
    person = _by_email(known.persons, email)
    if person is None:
        raise Refusal("no_such_person", email=email)
    day = starts or said.today
    if not tx.people.hold(said.asker.short, found.name, person.id, day):
        return say_noted(words("replies.admin.held_already", {"day": day, "role": found.name, "who": person.name}))
    tx.rounds.wakes_at(said.asker.short, said.asker.now, said.asker.now)
    return say_noted(words("replies.admin.held", {"day": day, "role": found.name, "who": person.name}))


def _by_email(persons: Sequence[Person], email: str) -> Person | None:
    return next((person for person in persons if person.email == email.strip().casefold()), None)
