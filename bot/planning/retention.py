"""Retention: words that are kept no longer, because their time is over."""

from __future__ import annotations

import logging
from datetime import date, datetime
from functools import partial

from bot.model.erasure import Erased
from bot.model.policy import Policy
from bot.ports.record import Store, Tx, View
from bot.ports.refusals import Refusal
from bot.rules.calendar import add_months, last_moment, local_day
from bot.wording.sentences import words

log = logging.getLogger("milepost.retention")


def letters_before(policy: Policy, now: datetime) -> datetime:
    """Return the moment before which the words of letters are kept no longer."""
    return last_moment(add_months(local_day(now, policy.zone), -policy.retention.letters_months), policy.zone)


def texts_until(policy: Policy, now: datetime) -> date:
    """Return the last day on which the texts of a plan are kept that ends now."""
    return add_months(local_day(now, policy.zone), policy.retention.letters_months)


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
