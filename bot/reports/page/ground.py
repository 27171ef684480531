"""The ground of a sheet: one plan read once, as it stands or as it was known at a moment, and who reads it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from bot.model.measures.no_impact import ActionTold
from bot.model.measures.standing import MeasureTold
from bot.model.page.place import Place
from bot.model.people import Person
from bot.model.plan import Action, Milestone
from bot.model.policy import Policy
from bot.model.risks.told import RiskTold
from bot.model.snapshot import Snapshot
from bot.model.summary import Digest
from bot.model.updates.day import DayMeant
from bot.model.updates.update import Face
from bot.model.voices.told import VoiceTold
from bot.ports.record import View
from bot.ports.refusals import Refusal
from bot.reports.measures.impact import actions_told
from bot.reports.measures.told import told as measures_told
from bot.reports.record.past import Past, entry_by
from bot.reports.risks.told import told as risks_told
from bot.reports.snapshot import take
from bot.reports.summary import weekly
from bot.reports.voices.told import told as voices_told
from bot.rules.calendar import last_moment, local_day
from bot.rules.dates import Towards, read
from bot.rules.updates.standing import face_in
from bot.wording.updates.dates import unread

DAY = len("2026-03-12")


@dataclass(frozen=True)
class Ground:
    """One plan as a sheet tells of it, read from `view`. `person` is its reader, with the rights that they have now.

    `record` is the whole record: it is for the reader's rights, and for papers, which read the past themselves.
    `as_at` is the moment that was asked for, and `entry` the last entry that was known then. Both are None for how it stands.
    `now` is the real moment.
    """

    view: View
    record: View
    snapshot: Snapshot
    person: Person
    place: Place
    now: datetime
    as_at: datetime | None = None
    entry: int | None = None

    @property
    def short(self) -> str:
        """Return the plan's short name."""
        return self.snapshot.short

    @property
    def zone(self) -> str:
        """Return the plan's time zone."""
        return self.snapshot.policy.zone

    def to(self, place: Place) -> Place:
        """Return a place at the moment that this sheet tells of."""
        return place.model_copy(update={"as_at": self.place.as_at})

    @cached_property
    def digest(self) -> Digest:
        """Return the week's summary of the plan, which counts what the overview counts."""
        return weekly(self.view, self.snapshot)

    @cached_property
    def measures(self) -> tuple[MeasureTold, ...]:
        """Return all measures as they may be told."""
        return measures_told(self.view, self.snapshot)

    @cached_property
    def risks(self) -> tuple[RiskTold, ...]:
        """Return all risks as they stand by the plan's matrix of that moment."""
        return risks_told(self.view, self.snapshot)

    @cached_property
    def voices(self) -> tuple[VoiceTold, ...]:
        """Return what families said, those too that were withdrawn."""
        return voices_told(self.view, self.snapshot)

    @cached_property
    def delivery(self) -> Mapping[str, ActionTold]:
        """Return what each action has come to: its delivery, the steps that were set, and its measures."""
        return {one.ref: one for one in actions_told(self.view, self.snapshot, self.measures)}

    @cached_property
    def faces(self) -> Mapping[str, Face]:
        """Return what each milestone is shown as."""
        return {one.ref: face_in(self.snapshot, one) for one in self.snapshot.plan.milestones}

    @cached_property
    def actions(self) -> Mapping[str, Action]:
        """Return the action that each milestone stands in."""
        return {one.ref: action for action in self.snapshot.plan.actions for one in action.milestones}

    def known(self, refs: Collection[str]) -> tuple[Milestone, ...]:
        """Return the milestones of some refs in the order of the plan, those that were taken out last."""
        plan = self.snapshot.plan
        return tuple(one for one in (*plan.milestones, *plan.retired) if one.ref in refs)


def ground(view: View, short: str, person: Person, place: Place, now: datetime) -> Ground:
    """Read a plan for a sheet. Raises Refusal if the moment asked for cannot be read, is to come, or is before the record."""
    if place.as_at is None:
        return Ground(view, view, take(view, short, now), person, place, now)
    moment = min(_moment(place.as_at, view.plans.policy(short), now), now)
    entry = entry_by(view, short, moment, now)
    past = Past(view, entry)
    return Ground(past, view, take(past, short, moment), person, place, now, moment, entry)


def _moment(said: str, policy: Policy, now: datetime) -> datetime:
    """Read a day, which means its last moment, or a moment. Raises Refusal if it is neither, or is still to come."""
    today = local_day(now, policy.zone)
    if len(said) > DAY and said[:4].isdigit():
        try:
            moment = datetime.fromisoformat(said)
        except ValueError:
            moment = None
        if moment is not None:
            moment = moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(policy.zone))
            return _by(moment, now)
    found = read(said, today, policy.calendar, Towards.PAST)
    if not isinstance(found, DayMeant):
        raise Refusal("no_day", why=unread(found, today))
    if found.day > today:
        raise Refusal("as_at_future")
    return last_moment(found.day, policy.zone)


def _by(moment: datetime, now: datetime) -> datetime:
    if moment > now:
        raise Refusal("as_at_future")
    return moment
