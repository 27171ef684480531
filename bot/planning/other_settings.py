"""The changes that other settings would make to the letters of the coming days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from bot.model.noun import Noun
from bot.model.plan import NO_FILE, Source
from bot.model.policy import Policy
from bot.planning.preview import Expected, Preview, nudge_json, preview
from bot.ports.record import Tx, View

DAYS = 30


class ChangedNudge(Noun):
    """A nudge as the settings in force would send it, and as the others would. None if it would not be sent."""

    was: Expected | None
    now: Expected | None

    @property
    def at(self) -> datetime:
        """Return when it would be sent first."""
        return min(nudge.at for nudge in (self.was, self.now) if nudge is not None)


class ChangedSummary(Noun):
    """A week's summary in a channel: the moment it would be posted now, and by the other settings. None if it would not be
    posted."""

    channel: str
    was: datetime | None
    now: datetime | None


class Difference(Noun):
    """Every letter that would be another one."""

    nudges: tuple[ChangedNudge, ...]
    digests: tuple[ChangedSummary, ...]


def keep(tx: Tx, short: str, policy: Policy, source: Source = NO_FILE) -> None:
    """Let these settings be in force from now on. Rounds go on: in another zone none is the first."""
    was = tx.plans.policy(short).zone
    tx.plans.keep_settings(short, policy, source)
    if was != policy.zone:
        tx.rounds.carry_over(short, was, policy.zone)


def difference(view: View, short: str, start: date, policy: Policy) -> Difference:
    """Return what these settings would change in the letters of the next 30 days. From the same function as a preview."""
    before, after = preview(view, short, start, DAYS), preview(view, short, start, DAYS, policy)
    nudges = sorted(_nudges(view, before, after), key=lambda changed: changed.at)
    return Difference(nudges=tuple(nudges), digests=tuple(_digests(view, before, after)))


def _nudges(view: View, before: Preview, after: Preview) -> Iterator[ChangedNudge]:
    was, now = ({nudge.key: nudge for nudge in one.nudges} for one in (before, after))
    for key in _still_to_come(view, (*was, *now)):
        one, other = was.get(key), now.get(key)
        if one is None or other is None or _asks(one) != _asks(other):
            yield ChangedNudge(was=one, now=other)


def _asks(nudge: Expected) -> tuple[datetime, list[tuple[str, str]]]:
    """Return what makes a nudge another one: its hour, and what it asks about and why."""
    return nudge.at, [(ref, kind) for ref, kind, _ in nudge.milestones]


def _still_to_come(view: View, keys: Iterable[str]) -> Iterator[str]:
    """Return each key whose letter is not written yet: one that is stays as it is."""
    return (key for key in dict.fromkeys(keys) if view.letters.one(key) is None)


def _digests(view: View, before: Preview, after: Preview) -> Iterator[ChangedSummary]:
    was, now = ({digest.key: digest for digest in one.digests} for one in (before, after))
    for key in _still_to_come(view, (*was, *now)):
        known = now.get(key) or was[key]
        one, other = (digests[key].at if key in digests else None for digests in (was, now))
        if one != other:
            yield ChangedSummary(channel=known.channel, was=one, now=other)


def as_json(found: Difference) -> dict[str, object]:
    """Return the shape of the letters in `milepost seed settings --json`."""
    return {
        "nudges": [
            {"was": nudge_json(one.was) if one.was else None, "now": nudge_json(one.now) if one.now else None}
            for one in found.nudges
        ],
        "digests": [
            {
                "channel": one.channel,
                "was": one.was.isoformat() if one.was else None,
                "now": one.now.isoformat() if one.now else None,
            }
            for one in found.digests
        ],
    }
