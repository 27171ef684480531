"""The replies to a posted summary: one a day in its thread, of what changed since. The summary itself is never rewritten."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from bot.model.letters.letter import Letter, LetterKind, LetterState
from bot.model.letters.letter_key import Sort, letter_key, place
from bot.model.people import Address
from bot.model.snapshot import Snapshot
from bot.model.summary import Drawn, Posted
from bot.model.updates.update import Face, Update, Withdrawn
from bot.ports.record import View
from bot.reports.record.past import Past
from bot.reports.snapshot import take
from bot.rules import calendar
from bot.rules.summary import week_of
from bot.rules.updates.standing import face_in
from bot.wording.summary import since_posted

WEEK = timedelta(days=7)
JUST_BEFORE = timedelta(microseconds=1)
GONE = (LetterState.FAILED, LetterState.WITHDRAWN)


def replies_since(view: View, snapshot: Snapshot) -> list[Letter]:
    """Write a reply under the latest summary of each of the board's channels, if what it told has changed since.

    At most one a day, in working hours. What an earlier reply told is not told again.
    """
    day, policy = snapshot.today, snapshot.policy
    opens, closes = calendar.hours(day, policy, policy.zone)
    if day not in calendar.working_days(policy) or not opens <= snapshot.now < closes:
        return []
    latest = {_key(snapshot, address): (address, posted) for address, posted in _latest(view, snapshot)}
    there = view.letters.some(latest)
    letters = [_reply(view, snapshot, *of, closes) for key, of in latest.items() if key not in there]
    return [letter for letter in letters if letter is not None]


def _key(snapshot: Snapshot, address: Address) -> str:
    return letter_key(Sort.SINCE, snapshot.short, snapshot.today, place(address.platform, address.id))


def _latest(view: View, snapshot: Snapshot) -> Iterable[tuple[Address, Posted]]:
    """Give each of the board's channels with the summary that was posted there last, this week or the week before."""
    this_week = week_of(snapshot.today)
    posted = [one for week in (this_week - WEEK, this_week) for one in view.plans.posted(snapshot.short, week)]
    latest = {(one.channel.platform, one.channel.tenant, one.channel.id): one for one in posted}
    for address in view.plans.board(snapshot.short):
        there = latest.get((address.platform, address.tenant, address.id))
        if there is not None:
            yield address, there


def _reply(view: View, snapshot: Snapshot, address: Address, posted: Posted, closes: datetime) -> Letter | None:
    summary, where = view.letters.one(posted.letter), place(address.platform, address.id)
    if summary is None or not summary.reference:
        return None
    after = max(posted.entry, _told(view, snapshot, posted, where))
    told = _changes(view, snapshot.short, posted, after)
    if not told:
        return None
    return Letter(
        key=_key(snapshot, address),
        kind=LetterKind.SINCE,
        channel=snapshot.short,
        message=since_posted(told),
        drawn=Drawn(facts="", head=view.entries.head(snapshot.short)),
        not_before=snapshot.now,
        not_after=closes,
        address=address.model_copy(update={"under": summary.reference}),
    )


def _told(view: View, snapshot: Snapshot, posted: Posted, where: str) -> int:
    """Return the last entry that earlier replies under this summary told of. 0 if there was none."""
    days = [posted.week + timedelta(days=n) for n in range((snapshot.today - posted.week).days)]
    letters = (view.letters.one(letter_key(Sort.SINCE, snapshot.short, day, where)) for day in days)
    return max((one.drawn.head.entry for one in letters if one and one.drawn and one.state not in GONE), default=0)


def _changes(view: View, short: str, posted: Posted, after: int) -> Sequence[Withdrawn | Update]:
    """Return what changed of a summary after an entry: what it was drawn from was withdrawn or corrected, or somebody spoke
    late of a milestone that it told as not reported."""
    upto, then, last = posted.drawn.head.entry, _at(view, short, after), _at(view, short, view.entries.head(short).entry)
    withdrawn = [one for one in view.updates.withdrawals(short, after) if _is_told(view, short, one.number, upto)]
    said = [one for one in view.updates.between(short, then - JUST_BEFORE, last) if one.id > after]
    late = _not_reported(view, short, upto, _at(view, short, posted.entry)) if said else frozenset()
    said = [one for one in said if (one.corrects is not None and one.corrects <= upto) or one.ref in late]
    return (*withdrawn, *said)


def _is_told(view: View, short: str, number: int, upto: int) -> bool:
    """Say if a summary drawn at that entry told of a statement, or a reply did as it corrects one of those."""
    update = view.updates.one(short, number)
    return number <= upto or (update is not None and update.corrects is not None and update.corrects <= upto)


def _at(view: View, short: str, number: int) -> datetime:
    at = view.entries.made(short, number)
    assert at is not None
    return at


def _not_reported(view: View, short: str, upto: int, then: datetime) -> frozenset[str]:
    """Return the milestones that a summary told as not reported which was drawn at that entry."""
    snapshot = take(Past(view, upto), short, then)
    return frozenset(one.ref for one in snapshot.plan.milestones if face_in(snapshot, one) is Face.NOT_REPORTED)
