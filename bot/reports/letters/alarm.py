"""The admins' alarm of rows that cannot be read: told once a day, by number, never what they hold."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime

from bot.model.letters.letter import Asked, Letter, LetterKind
from bot.model.letters.letter_key import Sort, is_of, letter_key, whom_of
from bot.model.letters.message import Item, Items, Message, Spans
from bot.model.letters.nudge import Cause
from bot.model.policy import Policy
from bot.model.record.trouble import Kept, Unread
from bot.ports.record import View
from bot.ports.refusals import Unreadable
from bot.rules import holders
from bot.rules.calendar import hours, local_day
from bot.wording.letters.alarm import what_is_unread
from bot.wording.letters.faults import whole_again
from bot.wording.sentences import line, words

log = logging.getLogger("milepost.alarm")


def tell_unread(view: View, enqueue: Callable[[Letter], bool], unread: Sequence[Unread], now: datetime) -> tuple[str, ...]:
    """Tell the admins, once a day, which rows of the record cannot be read: by number, never what they hold."""
    lines: dict[int, dict[Spans, None]] = {}
    shorts: dict[int, dict[str, None]] = {}
    for one in unread:
        sentence = line("nudges.unread.row", {"what": what_is_unread(one)})
        for short in _plans_of(view, one):
            for admin in _admins(view, short):
                shorts.setdefault(admin, {})[short] = None
                lines.setdefault(admin, {})[sentence] = None
    day = local_day(now, Policy().zone)  # a plan's own policy may be what cannot be read
    letters = [
        alarm_letter(letter_key(Sort.UNREAD, admin, day), admin, tuple(shorts[admin]), tuple(told), now)
        for admin, told in lines.items()
    ]
    keys = tuple(letter.key for letter in letters if enqueue(letter))
    for one in unread if keys else ():
        log.error("%s cannot be read", one.logged)
    return keys


def tell_broken(view: View, enqueue: Callable[[Letter], bool], short: str, number: int, now: datetime) -> tuple[str, ...]:
    """Tell the admins of a plan, once a day, that its record was changed past Milepost, and from which entry on."""
    day, sentence = local_day(now, Policy().zone), line("nudges.broken.record", {"plan": short, "number": number})
    letters = [
        alarm_letter(letter_key(Sort.BROKEN, admin, day), admin, (short,), [sentence], now) for admin in _admins(view, short)
    ]
    return tuple(letter.key for letter in letters if enqueue(letter))


def tell_whole(view: View, enqueue: Callable[[Letter], bool], short: str, now: datetime) -> tuple[str, ...]:
    """Tell the admins of a plan, once hours open, that its record is whole again."""
    day, sentence = local_day(now, Policy().zone), whole_again(short)
    opens, _ = hours(day, Policy(), Policy().zone)
    letters = [
        alarm_letter(letter_key(Sort.FAULT, admin, day), admin, (short,), [sentence], max(opens, now))
        for admin in _admins(view, short)
    ]
    return tuple(letter.key for letter in letters if enqueue(letter))


def _plans_of(view: View, unread: Unread) -> tuple[str, ...]:
    """Return the plans whose admins may know of a row. What belongs to no plan names none, and all may know of it."""
    known = view.plans.all()
    if unread.kind is not Kept.LETTER:
        return (unread.plan,) if unread.plan else known
    whom = whom_of(unread.key)
    if is_of(unread.key, Sort.DIGEST):
        return (whom,) if whom in known else ()
    return view.people.plans_of(int(whom)) if whom.isdecimal() else ()


def _admins(view: View, short: str) -> tuple[int, ...]:
    try:
        return tuple(admin.id for admin in holders.admins(view.people.of(short)))
    except Unreadable:  # the people themselves: the log has it, and so has every other plan's admin
        return ()


def alarm_letter(key: str, admin: int, plans: Sequence[str], sentences: Sequence[Spans], now: datetime) -> Letter:
    """Write the letter that tells an admin of these plans."""
    return Letter(
        key=key,
        kind=LetterKind.ALARM,
        person=admin,
        message=Message(
            title=words("nudges.alarm.title"), blocks=(Items(lines=tuple(Item(spans=spans) for spans in sentences)),)
        ),
        asked=tuple(Asked(plan=short, ref="", kind=Cause.NEWS) for short in plans),
        not_before=now,
    )
