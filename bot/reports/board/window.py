"""The window of a meeting as the record knows it: what was frozen and who was asked, read for whoever asks or looks ahead."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.model.snapshot import Snapshot
from bot.ports.record import View
from bot.rules.board.asking import NO_WINDOW, Time, Window, nearest
from bot.rules.board.cycle import eve, frozen_before
from bot.rules.calendar import local_day

AHEAD = timedelta(days=60)  # whoever looks ahead looks no further


def window_of(view: View, snapshot: Snapshot) -> Window:
    """Return what was frozen and who was asked for the papers by the snapshot's moment. Of a plan without meetings nothing is
    read."""
    policy, short = snapshot.policy, snapshot.short
    if not policy.board.meetings:
        return NO_WINDOW
    upto = view.entries.upto(short, snapshot.now) or None
    freezes = view.periods.freezes(short, upto)
    period = nearest(policy, snapshot.today, freezes)
    if period is None or period.opens > snapshot.today + AHEAD:
        return Window(freezes)
    frozen = frozen_before(period, policy, freezes)
    after = view.entries.upto(short, max(frozen)) if frozen else 0
    since = view.entries.upto(short, eve(period, policy))
    zones = {person.id: snapshot.zone_of(person) for person in snapshot.people.persons}
    asked: dict[tuple[int, str], tuple[Time, ...]] = {}
    for one in view.periods.owners_asked(short, after, since, upto):
        zone = zones.get(one.person, policy.zone)
        key = one.person, one.ref
        asked[key] = (*asked.get(key, ()), Time(local_day(one.taken, zone), one.taken, one.for_period))
    return Window(freezes, asked, _spoke(view, snapshot))


def _spoke(view: View, snapshot: Snapshot) -> Mapping[tuple[int, str], datetime]:
    """Return when each person last spoke about each milestone on which contributors differ."""
    refs = [ref for ref, one in snapshot.standings.items() if one.dissents]
    said = (one for ref in refs for one in view.updates.history(snapshot.short, ref))
    return {(one.by, one.ref): one.at for one in said}
