"""How a milestone stands: what it is counted and shown as, and the `status` shape. Silence is never a colour.

Nobody else decides any of this: every count, list, card and picture asks here. A `day` is a local day of the plan's zone.

A milestone that comes round has periods, each ended by an occurrence (`calendar.period`). The occurrence at hand is the
first on or after the day. An update speaks of the period its own local day falls in: on the day of an occurrence and on
the days before it, of that occurrence; from the day after, of the next. So a colour given a few days early counts for the
occurrence to come, and one given a day late for the next one, whatever was asked. The form and the line said back name
the period. From this follow three things:

- Complete counts until its period ends. Then the milestone is asked anew, and stands as if nobody had said anything yet.
- A period that ended without an update though it was asked about is missed, and the milestone is not reported, until
  anything is said at all. An update answers everything asked before it.
- It is never overdue: the occurrence at hand has not passed.
"""

from __future__ import annotations

from datetime import date, datetime

from bot.model.plan import Milestone
from bot.model.policy import Policy
from bot.model.update import Face, Standing, Status
from bot.rules import calendar
from bot.rules.calendar import add_months, occurrences


def local_day(moment: datetime, policy: Policy) -> date:
    """The day it is in the plan's zone."""
    return calendar.local_day(moment, policy.zone)


def due(milestone: Milestone, day: date) -> date | None:
    """The date at hand on a day: of a milestone that comes round its next occurrence, that day's included."""
    if milestone.due is None or milestone.recurrence is None:
        return milestone.due
    return calendar.period(milestone.due, milestone.recurrence, day)[1]


def counting(milestone: Milestone, standing: Standing, policy: Policy, day: date) -> Standing:
    """What counts on a day: the standing itself, without a completion of a period that has ended."""
    update = standing.update
    if update is None or update.status is not Status.COMPLETE:
        return standing
    if milestone.due is None or milestone.recurrence is None:
        return standing
    before, _ = calendar.period(milestone.due, milestone.recurrence, day)
    ended = before is not None and local_day(update.at, policy) <= before
    return standing.model_copy(update={"update": None}) if ended else standing


def declared(milestone: Milestone, standing: Standing, policy: Policy, day: date) -> Status | None:
    """What was last declared and still counts, however long ago; None until somebody declares something."""
    update = counting(milestone, standing, policy, day).update
    return update.status if update else None


def complete(milestone: Milestone, standing: Standing, policy: Policy, day: date) -> bool:
    """Whether the milestone is complete on a day: of one that comes round, whether this period is."""
    return declared(milestone, standing, policy, day) is Status.COMPLETE


def missed(milestone: Milestone, standing: Standing, policy: Policy, day: date) -> date | None:
    """The end of the last period, of a milestone that comes round, if it was asked about and nothing was said in it or since."""
    if milestone.due is None or milestone.recurrence is None or standing.asked is None:
        return None
    ended, _ = calendar.period(milestone.due, milestone.recurrence, day)
    if ended is None or local_day(standing.asked, policy) > ended:
        return None
    before, _ = calendar.period(milestone.due, milestone.recurrence, ended)
    said = local_day(standing.update.at, policy) if standing.update else None
    return None if said is not None and (before is None or said > before) else ended


def not_reported(milestone: Milestone, standing: Standing, policy: Policy, day: date) -> bool:
    """Whether a period was missed, or a reporting cycle has passed since the first unanswered question. Never when complete."""
    if standing.asked is None or complete(milestone, standing, policy, day):
        return False
    silent = add_months(local_day(standing.asked, policy), policy.cycle_months) <= day
    return silent or missed(milestone, standing, policy, day) is not None


def face(milestone: Milestone, standing: Standing, policy: Policy, now: datetime) -> Face:
    """What the milestone is counted and shown as. An update that cannot be read is no older one's colour."""
    if standing.unreadable is not None:
        return Face.UNREADABLE
    day = local_day(now, policy)
    if not_reported(milestone, standing, policy, day):
        return Face.NOT_REPORTED
    status = declared(milestone, standing, policy, day)
    if status is not None:
        return Face(status.value)
    return Face.NOT_YET_ASKED if standing.asked is None else Face.ASKED


def overdue(milestone: Milestone, standing: Standing, policy: Policy, day: date) -> bool:
    """Whether the date at hand has passed and the milestone is not complete."""
    at_hand = due(milestone, day)
    return at_hand is not None and at_hand < day and not complete(milestone, standing, policy, day)


def falls_due(
    milestone: Milestone, standing: Standing, policy: Policy, day: date, first: date, last: date
) -> date | None:
    """The first date from one day to another on which the milestone falls due and, as it stands on a day, is not complete.

    One that comes round falls due on every occurrence from that day on, but for one that is complete already.
    """
    at_hand = due(milestone, day)
    if at_hand is None or milestone.due is None:
        return None
    done = complete(milestone, standing, policy, day)
    if milestone.recurrence is None:
        return None if done or not first <= at_hand <= last else at_hand
    for date_ in occurrences(milestone.due, milestone.recurrence):
        if date_ > last:
            break
        if date_ >= max(first, at_hand) and not (done and date_ == at_hand):
            return date_
    return None


def age_days(standing: Standing, policy: Policy, day: date) -> int | None:
    """How many days ago the last update was made, by the calendar; None if there is none."""
    return max((day - local_day(standing.update.at, policy)).days, 0) if standing.update else None
