"""Walls: a plan's words go only to people who belong to it, and only into tenants that serve it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.model.letters.talk import Sender
from bot.model.people import Address, People, Person
from bot.model.tenants import Served
from bot.ports.record import View
from bot.ports.refusals import Unreadable
from bot.reports.accounts import uses


def member(people: People, person: int) -> Person | None:
    """Return somebody as their plan has them. None if they do not belong to it."""
    return people.one(person)


def hosts(people: People, served: Served, platform: str, tenant: str, home: str = "") -> bool:
    """Say if a tenant serves the plan of these people: some of them are of its domains, and speak on its platform.

    If no tenant is known to serve it, or none by its domains, wherever its people were met before serves it.
    """
    if not served.tells_domains(platform, tenant, home):
        return True

    def at_home(where: str, id_: str, other: str = "") -> bool:
        return any(uses(one, where) and served.of_domains(where, id_, one.email, other) for one in people.persons)

    return at_home(platform, tenant, home) or not any(at_home(where, one.id) for where, one in served.tenants)


def may_carry(people: People, person: int, served: Served, place: Address) -> bool:
    """Say if what a plan has to say to somebody may go to an account of theirs."""
    one = member(people, person)
    return one is not None and uses(one, place.platform) and hosts(people, served, place.platform, place.tenant)


def plans_here(view: View, person: int, sender: Sender, served: Served) -> tuple[str, ...]:
    """Return the plans of which somebody may hear where they speak. One whose people cannot be read says so when asked."""

    def here(short: str) -> bool:
        try:
            people = view.people.of(short)
        except Unreadable:
            return True
        one = member(people, person)
        speaks = one is not None and uses(one, sender.platform)
        return speaks and hosts(people, served, sender.platform, sender.tenant, sender.home)

    return tuple(short for short in view.people.plans_of(person) if here(short))


def told_in_the_open(view: View, plans: Sequence[str], sender: Sender, room: str) -> tuple[str, ...]:
    """Return those of the plans that may be told where everybody reads the answer.

    In a board's channel these are the plans whose board it is. Any other room is nobody's: there it is the only plan that
    there is at all.
    """
    here = (sender.platform, room)
    boards = {short for short in view.plans.all() if here in {(one.platform, one.id) for one in _boards(view, short)}}
    alone = view.plans.all() if not boards else ()
    return tuple(short for short in plans if short in boards or alone == (short,))


def boards_beside(view: View, short: str, place: Address) -> tuple[str, ...]:
    """Return the other plans whose board, or whose audience of papers, has that channel too, and whose people are not the same:
    those would read each other's plan there."""
    mine, here = {one.id for one in view.people.of(short).persons}, (place.platform, place.tenant, place.id)

    def is_apart(other: str) -> bool:
        return {one.id for one in view.people.of(other).persons} != mine

    beside = [
        other
        for other in view.plans.all()
        if other != short and here in {(one.platform, one.tenant, one.id) for one in _bound(view, other)}
    ]
    return tuple(other for other in beside if is_apart(other))


def _boards(view: View, short: str) -> tuple[Address, ...]:
    try:
        return view.plans.board(short)
    except Unreadable:
        return ()


def _bound(view: View, short: str) -> tuple[Address, ...]:
    """Return the channels of all audiences of a plan."""
    try:
        return view.plans.board(short, None)
    except Unreadable:
        return ()


def share_a_place(view: View, person: int, plans: Sequence[str], served: Served) -> bool:
    """Say if these plans may write to somebody in one letter: an account of theirs may have the words of each.

    If they were never met on behalf of any, an account is still to be found by e-mail, on a platform that suits each.
    """
    known = [view.people.of(short) for short in plans]
    accounts = view.accounts.reachable(person)
    carried = [[may_carry(people, person, served, account) for people in known] for account in accounts]
    if any(any(each) for each in carried):
        return any(all(each) for each in carried)
    told = [one.platform for people in known if (one := member(people, person)) is not None and one.platform]
    return len(set(told)) <= 1
