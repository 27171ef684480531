"""The admins' alarm: a letter that could not be delivered, told at once and to each admin at most once a day."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date, datetime

from bot.model.board.settings import BOARD
from bot.model.fault import FaultKind, FaultTold, place_of
from bot.model.letters.letter import Letter, Stop
from bot.model.letters.letter_key import Sort, letter_key
from bot.model.letters.message import Spans
from bot.model.people import Person
from bot.ports.record import Tx
from bot.ports.refusals import Refusal, Unreadable
from bot.reports.letters.alarm import alarm_letter
from bot.rules import holders
from bot.rules.calendar import local_day
from bot.wording.letters.alarm import board_held, board_lost, board_missed, unreached
from bot.wording.sentences import line, with_full_stop

Told = Callable[[str], Spans]  # what the admins of a plan are told, by its short name: no plan's words go to another's


def undelivered(tx: Tx, letter: Letter, reason: str, is_lost: bool = False) -> Told:
    """Say that a person, or a plan's board, could not be reached, and why. A channel that is lost takes nothing any more."""

    def said(short: str) -> Spans:
        if is_lost and letter.person is None and letter.address is not None:
            address = letter.address
            theirs = (one.audience for one in tx.plans.lost_boards(short) if one.address.id == address.id)
            return board_lost(_title(tx, short), address.platform, reason, next(theirs, BOARD))
        if letter.person is None:
            return board_missed(_title(tx, short), reason)
        return unreached(_name(tx, letter, short), reason)

    return said


def unsure(tx: Tx, letter: Letter, reason: str, now: datetime) -> Told:
    """Say that nobody can tell if a letter was delivered."""

    def said(short: str) -> Spans:
        if letter.channel is not None and not reason:
            return board_held(local_day(now, tx.plans.policy(short).zone))
        who = _title(tx, short) if letter.channel else _name(tx, letter, short)
        return line("nudges.alarm.unsure", {"who": who, "reason": with_full_stop(reason)})

    return said


def lost_before(tx: Tx, letter: Letter) -> str | None:
    """Return why this person was known to be unreachable before this letter. None if they were not."""
    lost = (one for short in sorted(_plans(tx, letter)) for one in tx.accounts.unreachable(short) if one.person == letter.person)
    return next((one.reason for one in lost), None)


def alarm(
    tx: Tx, letter: Letter, told: Told, now: datetime, knows: Collection[tuple[str, int]] = ()
) -> tuple[tuple[str, int], ...]:
    """Tell each plan's admins in its own words, but not about themselves, nor who `knows`. The rest of a bad day is in their next
    round's message, and the alarm says so if it is about a person. Returns who of which plan was told."""
    others = [line("nudges.alarm.others")] if letter.person is not None else []
    heard = []
    for short in sorted(_plans(tx, letter)):
        for admin in holders.admins(tx.people.of(short)):
            if admin.id != letter.person and (short, admin.id) not in knows:
                day = local_day(now, admin.zone or tx.plans.policy(short).zone)
                if tx.letters.enqueue(_to_admin(admin, short, [told(short), *others], now, day)):
                    heard.append((short, admin.id))
    return tuple(heard)


def refuses(tx: Tx, letter: Letter, stop: Stop, now: datetime) -> None:
    """Tell the admins that a whole organisation takes no letters, but for those who know. Once it takes them again, they are told
    that too."""
    place = place_of(stop.address)
    knows = {(one.plan, one.person) for one in tx.watching.told() if one.place == place}
    for short, admin in alarm(tx, letter, lambda _: line("nudges.alarm.tenant", {"reason": stop.reason}), now, knows):
        tx.watching.begin(FaultTold(FaultKind.REFUSED, place, short, admin), now)


def _to_admin(admin: Person, short: str, sentences: Sequence[Spans], now: datetime, day: date) -> Letter:
    return alarm_letter(letter_key(Sort.ALARM, admin.id, day), admin.id, (short,), sentences, now)


def _plans(tx: Tx, letter: Letter) -> set[str]:
    """Return the plans a letter speaks of, else those of its person."""
    if letter.channel:
        return {letter.channel}
    asked = {asked.plan for asked in letter.asked}
    return asked or set(tx.people.plans_of(letter.person) if letter.person is not None else ())


def _name(tx: Tx, letter: Letter, short: str) -> str:
    """Name the person of a letter as that plan does."""
    return next((person.name for person in tx.people.of(short).persons if person.id == letter.person), "")


def _title(tx: Tx, short: str) -> str:
    try:
        return tx.plans.one(short).title
    except (Refusal, Unreadable):
        return short
