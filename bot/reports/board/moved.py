"""A meeting that was moved: leads, the chair, admins, and owners who were asked for its papers hear of it once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import zip_longest

from bot.model.board.period import Period
from bot.model.policy import Policy
from bot.model.snapshot import Snapshot
from bot.ports.record import View
from bot.reports.letters.reader import Reader, time_of
from bot.rules import holders
from bot.rules.board.cycle import frozen_before, set_periods
from bot.rules.calendar import local_day
from bot.wording.cycle import moved, taken_off
from bot.wording.letters.sections import News

MOST = 3  # meetings of which somebody is told: a whole year that is planned anew is told by its next ones


def meetings_moved(view: View, snapshot: Snapshot, reader: Reader) -> Iterator[News]:
    """Tell somebody of meetings that the settings had, and have on another day or no more."""
    after = time_of(snapshot, reader).after
    changed = view.periods.settings_after(snapshot.short, after) if after is not None else None
    if after is None or changed is None or changed.at > reader.opens:
        return
    before, day = view.plans.policy(snapshot.short, changed.entry - 1), local_day(after, snapshot.policy.zone)
    were, are = _meetings(before), _meetings(snapshot.policy)
    gone = [one for meeting, one in were.items() if meeting not in are and meeting >= day]
    new = [one for meeting, one in are.items() if meeting not in were and meeting >= day]
    if gone and _is_told(view, snapshot, reader, before, gone[0]):
        today = local_day(reader.opens, snapshot.policy.zone)
        for was, now in list(zip_longest(gone, new[: len(gone)]))[:MOST]:
            yield News(spans=taken_off(was.meeting) if now is None else moved(was.meeting, now, today))


def _meetings(policy: Policy) -> dict[date, Period]:
    return {one.meeting: one for one in set_periods(policy)}


def _is_told(view: View, snapshot: Snapshot, reader: Reader, before: Policy, gone: Period) -> bool:
    """Say if a meeting concerns somebody: they lead, chair or see to the plan, or were asked for its papers."""
    person, people, short = reader.person, snapshot.people, snapshot.short
    day = local_day(reader.opens, snapshot.zone_of(person))
    leads = any(person.leads(one.priority) for one in snapshot.plan.milestones)
    if leads or person.is_admin or holders.is_chair(people, person, day):
        return True
    frozen = frozen_before(gone, before, view.periods.freezes(short))
    start = view.entries.upto(short, max(frozen)) if frozen else 0
    asked = view.periods.owners_asked(short, start, view.entries.head(short).entry)
    return any(one.person == person.id and one.for_period for one in asked)
