"""The admins' alarm: a letter that could not be delivered, told at once and to each admin at most once a day."""

from __future__ import annotations

from datetime import date, datetime

from bot.model.letter import Letter
from bot.model.letter_key import Sort, letter_key
from bot.model.message import Spans
from bot.model.people import Person
from bot.ports.record import Tx
from bot.ports.refusals import Refusal, Unreadable
from bot.reports.alarm import alarm_letter
from bot.rules import holders
from bot.rules.calendar import local_day
from bot.wording.alarm import board_held, board_missed
from bot.wording.sentences import line


def undelivered(tx: Tx, letter: Letter, person: Person | None, reason: str) -> Spans:
    """Say that a person, or a plan's board, could not be reached, and why."""
    if person is not None:
        return line("nudges.news.unreachable", {"who": person.name, "reason": reason})
    return board_missed(_title(tx, letter.channel or ""), reason)


def unsure(tx: Tx, letter: Letter, reason: str, now: datetime) -> Spans:
    """Say that nobody can tell if a letter was delivered."""
    if letter.channel is not None and not reason:
        return board_held(local_day(now, tx.plans.policy(letter.channel).zone))
    who = _title(tx, letter.channel) if letter.channel else _name(tx, letter)
    return line("nudges.alarm.unsure", {"who": who, "reason": reason})


def lost_before(tx: Tx, letter: Letter) -> str | None:
    """Return why this person was known to be unreachable before this letter. None if they were not."""
    lost = (one for short in sorted(_plans(tx, letter)) for one in tx.accounts.unreachable(short) if one.person == letter.person)
    return next((one.reason for one in lost), None)


def alarm(tx: Tx, letter: Letter, sentence: Spans, now: datetime) -> None:
    """Tell the plan's admins, but not about themselves. The rest of a bad day is in their next round's message."""
    for short in sorted(_plans(tx, letter)):
        for admin in holders.admins(tx.people.of(short)):
            if admin.id != letter.person:
                day = local_day(now, admin.zone or tx.plans.policy(short).zone)
                tx.letters.enqueue(_to_admin(admin, short, sentence, now, day))


def _to_admin(admin: Person, short: str, sentence: Spans, now: datetime, day: date) -> Letter:
    return alarm_letter(letter_key(Sort.ALARM, admin.id, day), admin.id, short, [sentence], now)


def _plans(tx: Tx, letter: Letter) -> set[str]:
    """Return the plans a letter speaks of, else those of its person."""
    if letter.channel:
        return {letter.channel}
    asked = {asked.plan for asked in letter.asked}
    return asked or set(tx.people.plans_of(letter.person) if letter.person is not None else ())


def _name(tx: Tx, letter: Letter) -> str:
    for short in sorted(_plans(tx, letter)):
        for person in tx.people.of(short).persons:
            if person.id == letter.person:
                return person.name
    return ""


def _title(tx: Tx, short: str) -> str:
    try:
        return tx.plans.one(short).title
    except (Refusal, Unreadable):
        return short
