"""Standing: what a milestone is counted and shown as. Silence is never a colour.

Nobody else decides any of this: every count, list, card and picture asks here. A `day` is a local day of the plan's zone.

A milestone that comes round has periods, each ended by an occurrence (`calendar.period`). The occurrence at hand is the
first on or after the day. An update speaks of the period it was asked about: the one in which the last question that it
answers was put. So a colour given a day late still counts for the occurrence that was asked about, until the next question.
Unasked, it speaks of the period its own local day falls in: on the day of an occurrence and on the days before it, of that
occurrence. The form and the line said back name the period. From this follow three things:

- Complete counts until its period ends. Then the milestone is asked anew, and stands as if nobody had said anything yet.
- A period that ended without an update though it was asked about is missed, and the milestone is not reported, until
  anything is said at all. An update answers everything asked before it.
- It is never overdue: the occurrence at hand has not passed.

What the plan's own tracker said when it was loaded is shown as that until somebody answers. It is no statement: it answers no
question, is never complete, and gives way to silence as the lack of any statement does.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import pairwise

from bot.model.plan import Imported, Milestone
from bot.model.policy import Policy
from bot.model.snapshot import Snapshot
from bot.model.status import Status
from bot.model.summary import SILENT
from bot.model.updates.assurance import Assurance, Lapse, Verdict
from bot.model.updates.dates import Dates
from bot.model.updates.update import Face, Standing, Update
from bot.rules import calendar
from bot.rules.asking.pauses import pause_of, resumed_on
from bot.rules.calendar import add_months, occurrences

_SHOWN = {status: Face(status.value) for status in Status}
WORST_FIRST = (Status.RED, Status.AMBER, Status.NOT_STARTED, Status.GREEN, Status.COMPLETE)


def local_day(moment: datetime, policy: Policy) -> date:
    """Return the day it is in the plan's zone."""
    return calendar.local_day(moment, policy.zone)


def due(milestone: Milestone, policy: Policy, day: date) -> date | None:
    """Return the date at hand on a day: of a milestone that comes round its next occurrence, that day's included."""
    if milestone.due is None or milestone.recurrence is None:
        return milestone.due
    return calendar.period(milestone.due, milestone.recurrence, day, policy.calendar.terms, milestone.moved)[1]


def spoken_of(milestone: Milestone, standing: Standing, policy: Policy) -> date | None:
    """Return the end of the period that the last update speaks of. None if there is no update, or no date."""
    if standing.update is None:
        return None
    return due(milestone, policy, _earlier(local_day(standing.update.at, policy), standing.answered, policy))


def day_meant(standing: Standing, policy: Policy, day: date) -> date:
    """Return the day in whose period an update made on a day would count: that of the last unanswered question, or the day."""
    return _earlier(day, standing.asked_last, policy)


def _earlier(day: date, question: datetime | None, policy: Policy) -> date:
    return day if question is None else min(day, local_day(question, policy))


def standing_on(milestone: Milestone, standing: Standing, policy: Policy, day: date) -> Standing:
    """Return what counts on a day: the standing itself, without a completion of a period that has ended.

    What a contributor said since then of the period at hand stands by itself. Of a milestone that was closed nothing counts.
    """
    update = standing.update
    if milestone.closed:
        return standing.model_copy(update={"update": None, "dissents": (), "lone": False})
    if update is None or update.status is not Status.COMPLETE:
        return standing
    period = spoken_of(milestone, standing, policy)
    at_hand = due(milestone, policy, day)
    if period is None or at_hand is None or period >= at_hand:
        return standing
    since = [one for one in standing.dissents if due(milestone, policy, local_day(one.at, policy)) == at_hand]
    return standing.model_copy(update={"update": since[-1] if since else None, "dissents": (), "lone": bool(since)})


def worst(standing: Standing) -> Update | None:
    """Return the statement whose colour is counted: a dissent's, if that is worse than what the accountable role said."""
    if standing.update is None or not standing.dissents:  # as nearly always
        return standing.update
    return min((standing.update, *standing.dissents), key=lambda one: (WORST_FIRST.index(one.status), -one.id))


def status_on(milestone: Milestone, standing: Standing, policy: Policy, day: date) -> Status | None:
    """Return what was declared and still counts, however long ago: of a dissent the worse. None until somebody declares it."""
    update = worst(standing_on(milestone, standing, policy, day))
    return update.status if update else None


def counted_in(snapshot: Snapshot, milestone: Milestone) -> Update | None:
    """Return the statement that a milestone is counted by in a snapshot."""
    return worst(standing_on(milestone, snapshot.standing(milestone), snapshot.policy, snapshot.today))


def complete(milestone: Milestone, standing: Standing, policy: Policy, day: date) -> bool:
    """Say if the milestone is complete on a day: of one that comes round, if this period is."""
    if standing.update is None or standing.update.status is not Status.COMPLETE:
        return False  # as mostly, and no dissent makes it better
    return status_on(milestone, standing, policy, day) is Status.COMPLETE


def judged(milestone: Milestone, standing: Standing, policy: Policy, day: date) -> Assurance | None:
    """Return the latest verdict on what is declared complete: of a milestone that comes round, on this period of it."""
    last = standing.completion.last if standing.completion is not None else None
    if last is None or not complete(milestone, standing, policy, day):
        return None
    same = milestone.recurrence is None or due(milestone, policy, local_day(last.at, policy)) == due(milestone, policy, day)
    return last if same else None


def assured(milestone: Milestone, standing: Standing, policy: Policy, day: date) -> Assurance | None:
    """Return the verdict by which a completion counts as assured on a day. None if it does not."""
    last = judged(milestone, standing, policy, day)
    if last is None or last.verdict is not Verdict.SIGNED_OFF or not policy.assurance.is_blue(last.level):
        return None
    return last if lapsed(standing, day) is None else None


def lapsed(standing: Standing, day: date) -> Lapse | None:
    """Return why the latest verdict on a completion counts no longer on a day, though it is still declared complete."""
    completion = standing.completion
    if completion is None or completion.last is None:
        return None
    if any(one.by == completion.last.by for one in completion.declared):
        return Lapse.OWN
    if completion.withdrawn:
        return Lapse.WITHDRAWN
    if completion.good_until is not None and completion.good_until < day:
        return Lapse.STALE
    return Lapse.REWORDED if completion.reworded else None


def over(milestone: Milestone, standing: Standing, policy: Policy, day: date) -> bool:
    """Say if nothing more is to be done for the milestone on a day: it is complete, or was closed."""
    return milestone.closed or complete(milestone, standing, policy, day)


def tracked(milestone: Milestone, standing: Standing, policy: Policy, day: date) -> Imported | None:
    """Return what the plan's tracker said of a milestone, for as long as nobody else has said anything of it.

    It declares nothing. Of a milestone that comes round it speaks of the period its day falls in. None if it gave no status.
    """
    said = milestone.imported
    if said is None or said.status is None or standing.newest or milestone.closed:
        return None
    if said.as_at is not None and due(milestone, policy, said.as_at) != due(milestone, policy, day):
        return None
    return said


def tracked_in(snapshot: Snapshot, milestone: Milestone) -> Imported | None:
    """Return what the plan's tracker said of a milestone of a snapshot, for as long as nobody else has said anything of it."""
    return tracked(milestone, snapshot.standing(milestone), snapshot.policy, snapshot.today)


def seen(milestone: Milestone, standing: Standing) -> int:
    """Return the place in the record of the newest that stands of a milestone: what was said last, else what its tracker said.

    Whoever says it again on a card that shows less has not seen what they say.
    """
    said = milestone.imported
    return standing.newest or (said.first if said is not None and said.status is not None else 0)


def missed_period(milestone: Milestone, standing: Standing, policy: Policy, day: date) -> date | None:
    """Return the end of the last period of a milestone that comes round, if it was asked about and nothing was said since."""
    if milestone.due is None or milestone.recurrence is None or standing.asked is None or milestone.closed:
        return None
    ended, _ = calendar.period(milestone.due, milestone.recurrence, day, policy.calendar.terms, milestone.moved)
    if ended is None or local_day(standing.asked, policy) > ended:
        return None
    period = spoken_of(milestone, standing, policy)
    return ended if period is None or period < ended else None


def not_reported(milestone: Milestone, standing: Standing, policy: Policy, day: date) -> bool:
    """Say if a period was missed, or a reporting cycle passed since the first unanswered question. Never if it is over."""
    if standing.asked is None or over(milestone, standing, policy, day):
        return False
    silent = add_months(local_day(standing.asked, policy), policy.asking.of(milestone).cycle_months) <= day
    return silent or missed_period(milestone, standing, policy, day) is not None


def face(milestone: Milestone, standing: Standing, policy: Policy, now: datetime) -> Face:
    """Return what the milestone is counted and shown as. An update that cannot be read has no older one's colour."""
    if milestone.closed:
        return Face.CLOSED
    if standing.unreadable is not None:
        return Face.UNREADABLE
    day = local_day(now, policy)
    if not_reported(milestone, standing, policy, day):
        return Face.NOT_REPORTED
    status = status_on(milestone, standing, policy, day)
    if status is Status.COMPLETE and assured(milestone, standing, policy, day) is not None:
        return Face.ASSURED
    if status is not None:
        return _SHOWN[status]
    said = tracked(milestone, standing, policy, day)
    if said is not None and said.status is not None:
        return Face.imported(said.status)
    return Face.NOT_YET_ASKED if standing.asked is None else Face.ASKED


def face_in(snapshot: Snapshot, milestone: Milestone) -> Face:
    """Return what the milestone is counted and shown as in a snapshot. Of one that is paused nobody's silence counts, and none
    that was in the time of a pause."""
    shown = face(milestone, snapshot.standing(milestone), snapshot.policy, snapshot.now)
    if not snapshot.pauses or shown not in UNANSWERED:
        return shown
    if pause_of(snapshot.pauses, milestone, snapshot.policy, snapshot.today) is not None:
        return Face.PAUSED
    over = resumed_on(snapshot.pauses, milestone, snapshot.policy, snapshot.today)
    return face(milestone, asked_since(snapshot.standing(milestone), over, snapshot.policy), snapshot.policy, snapshot.now)


UNANSWERED = (Face.NOT_REPORTED, Face.ASKED, Face.NOT_YET_ASKED, *(one for one in Face if one.is_imported))


def awaits_answer(snapshot: Snapshot, milestone: Milestone) -> bool:
    """Say if somebody was asked about a milestone and has not answered. What its tracker said is no answer."""
    shown = face_in(snapshot, milestone)
    return shown in SILENT or (shown.is_imported and snapshot.standing(milestone).asked is not None)


def asked_since(standing: Standing, over: date | None, policy: Policy) -> Standing:
    """Return a standing whose silence counts from the end of a pause, if there was one since it was asked."""
    if over is None or standing.asked is None or local_day(standing.asked, policy) >= over:
        return standing
    return standing.model_copy(update={"asked": calendar.hours(over, policy, policy.zone)[0]})


def overdue(milestone: Milestone, standing: Standing, policy: Policy, day: date) -> bool:
    """Say if the date at hand has passed and the milestone is neither complete nor closed."""
    at_hand = due(milestone, policy, day)
    return at_hand is not None and at_hand < day and not over(milestone, standing, policy, day)


def falls_due(snapshot: Snapshot, milestone: Milestone, first: date, last: date) -> date | None:
    """Return the first date from one day to another on which the milestone falls due and, as it stands, is not complete.

    One that comes round falls due on every occurrence from that day on, but for one that is complete already.
    """
    at_hand = due(milestone, snapshot.policy, snapshot.today)
    if at_hand is None or milestone.due is None or milestone.closed:
        return None
    done = complete(milestone, snapshot.standing(milestone), snapshot.policy, snapshot.today)
    if milestone.recurrence is None:
        return None if done or not first <= at_hand <= last else at_hand
    for date_ in occurrences(milestone.due, milestone.recurrence, snapshot.policy.calendar.terms, milestone.moved):
        if date_ > last:
            break
        if date_ >= max(first, at_hand) and not (done and date_ == at_hand):
            return date_
    return None


def dates(snapshot: Snapshot, milestone: Milestone, on: date | None = None) -> Dates:
    """Return the dates of a milestone as they stand. `on` is the one that is spoken of, if it is not the one at hand."""
    standing = snapshot.standing(milestone)
    counts = status_on(milestone, standing, snapshot.policy, snapshot.today)
    forecast = standing.update.forecast if standing.update and counts not in (None, Status.COMPLETE) else None
    at_hand = due(milestone, snapshot.policy, snapshot.today)
    if milestone.recurrence is not None:
        return Dates(due=on or at_hand, expected=forecast, recurrence=milestone.recurrence)
    return Dates(
        due=on or at_hand,
        promised=milestone.baseline if milestone.baseline != milestone.due else None,
        moves=standing.moves,
        expected=forecast,
        slips=standing.slips - standing.moves,
        open_ended=milestone.open_ended,
        start=milestone.start if milestone.open_ended else None,
    )


def slips(forecasts: Sequence[date], moves: Iterable[tuple[date | None, date | None]]) -> int:
    """Count how often the date was put back: forecasts later than the one before, and due dates moved to a later one."""
    later = sum(after > before for before, after in pairwise(forecasts))
    return later + sum(was is not None and now is not None and now > was for was, now in moves)


def days_since(then: date | None, day: date) -> int | None:
    """Count the calendar days from one to another, 0 if it is later. None if there is none."""
    return None if then is None else max((day - then).days, 0)


def age_days(standing: Standing, policy: Policy, day: date) -> int | None:
    """Count the calendar days since the last update was made. None if there is none."""
    return days_since(local_day(standing.update.at, policy), day) if standing.update else None
