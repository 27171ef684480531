"""Pauses, told to whoever began them: once a week, for as long as they hold."""

from __future__ import annotations

from collections.abc import Iterator

from bot.model.absences.pause import Pause
from bot.model.people import Person
from bot.model.record.entry import EntryKind
from bot.model.snapshot import Snapshot
from bot.ports.record import View
from bot.reports.letters.reader import Reader
from bot.rules.asking.pauses import in_force
from bot.rules.holders import admins
from bot.wording import pauses
from bot.wording.letters.sections import News, Offer
from bot.wording.sentences import words


def reminders(view: View, snapshot: Snapshot, reader: Reader) -> Iterator[News]:
    """Remind whoever paused a part of the plan, at the first round of a week; if they are no admin any more, the admins."""
    if not reader.is_weekly(snapshot):
        return
    for one in in_force(snapshot.pauses, snapshot.policy, snapshot.today):
        if one.at < reader.week_opens(snapshot) and reader.person in to_remind(snapshot, one):
            yield reminder(snapshot, one, reader.person)


def to_remind(snapshot: Snapshot, pause: Pause) -> tuple[Person, ...]:
    """Return who is reminded of a pause: whoever began it, or the admins."""
    maker = next((one for one in admins(snapshot.people) if one.id == pause.by), None)
    return (maker,) if maker is not None else admins(snapshot.people)


def reminder(snapshot: Snapshot, pause: Pause, person: Person) -> News:
    """Say what is paused, by whom, since and until when, with the button that ends it."""
    return News(
        spans=pauses.said("reminder" if pause.by == person.id else "reminder_of", pause, snapshot.plan, snapshot.policy.zone),
        ref=pause.scope,
        offers=(Offer(label=words("chase.pause.resume"), command=pauses.resuming(pause.scope)),),
        settled_by=(EntryKind.PAUSE,),
    )
