"""Links and visits: secrets that open the page. The record keeps their sha256 alone, so that nobody who reads it can come in."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from typing import NamedTuple

from bot.model.page.visitor import PageLink, PageVisit
from bot.model.people import Person
from bot.ports.page import Shut
from bot.ports.record import Tx, View
from bot.ports.refusals import Refusal
from bot.rules.board.readers import is_there_for_forum
from bot.rules.calendar import local_day
from bot.rules.page.looking import may_look

LINK_LASTS = timedelta(minutes=10)
VISIT_LASTS = timedelta(hours=12)
BYTES = 32  # of a secret: 256 bits, which nobody guesses
LONGEST = 64  # letters of what may be one at all


class Given(NamedTuple):
    """A link that was given: its secret, for the person alone, and until when it is good."""

    secret: str
    until: datetime


def new_secret() -> str:
    """Return a secret that nobody can guess, in letters that an address may hold."""
    return secrets.token_urlsafe(BYTES)


def kept_as(secret: str) -> str:
    """Return what is kept of a secret."""
    return sha256(secret.encode("utf-8", "replace")).hexdigest()


class Hour(NamedTuple):
    """The moment. `told` is the one that the record goes by, `real` the one by which secrets end.

    In a demo the former moves at the reader's word.
    """

    told: datetime
    real: datetime


def give(tx: Tx, person: int, short: str, hour: Hour, secret: str) -> Given:
    """Keep a link of somebody to a plan, as it was kept first. Raises Refusal if they may not look at it."""
    visitor(tx, person, short, hour.told)
    if (kept := tx.pages.link(kept_as(secret))) is not None:
        return Given(secret, kept.until)
    until = hour.real + LINK_LASTS
    tx.pages.give(PageLink(secret=kept_as(secret), person=person, plan=short, until=until))
    return Given(secret, until)


def good_link(view: View, secret: str, hour: Hour) -> PageLink:
    """Return the link of a secret. Raises Refusal if there is none, or if it was used, or is late, or if its person may look no
    longer, or has no account any more."""
    link = view.pages.link(kept_as(secret)) if len(secret) <= LONGEST else None
    if link is None:
        raise Refusal(Shut.UNKNOWN)
    if link.used:
        raise Refusal(Shut.USED)
    if hour.real >= link.until:
        raise Refusal(Shut.LATE)
    visitor(view, link.person, link.plan, hour.told)
    _has_account(view, link.person)
    return link


def good_visit(view: View, secret: str, hour: Hour) -> tuple[PageVisit, Person]:
    """Return the visit of a secret, and whose it is as the plan has them now. Raises Refusal if it has ended, or if they may look
    no longer."""
    visit = view.pages.visit(kept_as(secret)) if 0 < len(secret) <= LONGEST else None
    if visit is None:
        raise Refusal(Shut.ENDED if secret else Shut.NO_VISIT)
    if hour.real >= visit.until:
        raise Refusal(Shut.ENDED)
    person = visitor(view, visit.person, visit.plan, hour.told)
    _has_account(view, visit.person)
    return visit, person


def _has_account(view: View, person: int) -> None:
    """Raise Refusal if every account of somebody was closed: they asked for the link in one that they have no more. Whoever
    speaks again has one again."""
    if not view.accounts.reachable(person) and view.accounts.of(person):
        raise Refusal(Shut.ENDED)


def visitor(view: View, person: int, short: str, now: datetime) -> Person:
    """Return somebody as a plan has them. Raises Refusal if they may not look at it, or if it is there no more.

    Whoever is there for their forum alone may not either: the page shows all of the plan, which chat would not tell them.
    """
    if short not in view.plans.all():
        raise Refusal(Shut.NO_RIGHT)
    people, today = view.people.of(short), local_day(now, view.plans.policy(short).zone)
    known = people.one(person)
    if known is None or not may_look(people, known, today):
        raise Refusal(Shut.NO_RIGHT)
    if is_there_for_forum(people, known, today):
        raise Refusal(Shut.FORUM)
    return known
