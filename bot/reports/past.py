"""The past: which entry was the last by a moment. What was recorded by then is what was known."""

from __future__ import annotations

from datetime import datetime

from bot.ports.record import View
from bot.ports.refusals import Refusal
from bot.rules.calendar import local_day
from bot.wording.sentences import day as in_words


def entry_by(view: View, short: str, moment: datetime, now: datetime) -> int:
    """Return the number of the plan's last entry by a moment.

    Raises Refusal if the moment is still to come, or before the first entry.
    """
    zone = view.plans.policy(short).zone
    if moment > now and local_day(moment, zone) > local_day(now, zone):
        raise Refusal("as_at_future")
    found = view.entries.upto(short, moment)
    if found == 0:
        first = view.entries.entry(short, 1)
        raise Refusal("as_at_before", first=in_words(local_day(first.header.at, zone)) if first else "")
    return found
