"""Retention: words that are kept no longer, because their time is over."""

from __future__ import annotations

import logging
from datetime import date, datetime, timedelta
from functools import partial
from typing import NamedTuple

from bot.model.policy import Policy
from bot.model.record.erasure import Erased
from bot.ports.record import Store, Tx, View
from bot.ports.refusals import Refusal, Unreadable
from bot.rules.calendar import add_months, last_moment, local_day
from bot.wording.sentences import words

log = logging.getLogger("milepost.retention")
EVERY = timedelta(hours=1)
PAGES_KNOWN = timedelta(days=1)  # after its end a link to the page can still be told from one that never was


def letters_before(policy: Policy, now: datetime) -> datetime:
    """Return the moment before which the words of letters are kept no longer."""
    return last_moment(add_months(local_day(now, policy.zone), -policy.retention.letters_months), policy.zone)


def texts_until(policy: Policy, now: datetime) -> date:
    """Return the last day on which the texts of a plan are kept that ends now."""
    return add_months(local_day(now, policy.zone), policy.retention.letters_months)


class Retention:
    """Knows when it last looked for words whose time is over. Once an hour is enough: it is counted in days."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._looked: datetime | None = None

    async def look(self, now: datetime) -> None:
        """Forget what is kept no longer, in all plans."""
        if self._looked is not None and self._looked <= now < self._looked + EVERY:
            return
        await forget(self._store, now)
        await forget_visits(self._store, now)
        await empty_ended(self._store, now)
        self._looked = now


async def forget(store: Store, now: datetime) -> None:
    """Forget old drafts, old documents, and the words of old letters. A plan whose settings cannot be read keeps what it has."""
    for short, over in (await store.aside(partial(_over, now=now))).items():
        await store.transact(partial(_forget, short=short, over=over))
    homeless = now - timedelta(days=Policy().retention.drafts_days)  # of a plan without settings the usual time holds
    if await store.aside(lambda view: view.documents_read.before(homeless)):
        await store.transact(lambda tx: tx.documents_read.forget_homeless(homeless))


async def forget_visits(store: Store, now: datetime) -> None:
    """Forget the links and visits of the page that ended a day ago."""
    before = now - PAGES_KNOWN
    if await store.aside(lambda view: view.pages.over(before)):
        await store.transact(lambda tx: tx.pages.forget(before))


class Over(NamedTuple):
    """The moments before which a plan's drafts and the words of its letters are kept no longer."""

    drafts: datetime
    letters: datetime


def _over(view: View, now: datetime) -> dict[str, Over]:
    """Return the plans that may have anything whose time is over. Most have the same times, and are asked about together."""
    found: dict[Over, list[str]] = {}
    for short in view.plans.all():
        try:
            policy = view.plans.policy(short)
        except Unreadable:  # the plan's round tells of it
            continue
        over = Over(now - timedelta(days=policy.retention.drafts_days), letters_before(policy, now))
        found.setdefault(over, []).append(short)
    any_ = {over: _any(view, over) for over in found}
    return {short: over for over, shorts in found.items() if any_[over] for short in shorts}


def _any(view: View, over: Over) -> bool:
    said = view.talk.drafts_before(over.drafts) or view.documents_read.before(over.drafts)
    return said or view.letters.words_before(over.letters)


def _forget(tx: Tx, short: str, over: Over) -> None:
    tx.documents_read.forget(over.drafts, (short,))
    tx.talk.forget_drafts(short, over.drafts)
    tx.letters.forget_words(short, over.letters)


async def empty_ended(store: Store, now: datetime) -> tuple[Erased, ...]:
    """Take the texts out of plans that ended long ago, and out of the letters about them. Returns what that did."""

    def ended(view: View) -> list[str]:
        until = {short: view.plans.closed(short) for short in view.plans.all()}
        return [short for short, day in until.items() if day is not None and day < local_day(now, view.plans.policy(short).zone)]

    def empty(tx: Tx, short: str) -> Erased | None:
        tx.letters.forget_words(short, now)
        return tx.erasures.empty(short, words("erasures.ended.why"))

    done = []
    for short in await store.read(ended):
        try:
            done.append(await store.transact(partial(empty, short=short), plans=(short,)))
        except Refusal:
            log.warning("the texts of %s are over their time: run milepost record retire as the database's owner", short)
    return tuple(one for one in done if one is not None)
