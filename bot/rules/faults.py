"""Faults: when something is wrong with Milepost itself for so long that a plan's admins are told."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from bot.model.fault import Fault, FaultKind, Refusing
from bot.model.letters.letter import Letter, LetterKind, LetterState
from bot.model.watching import Vitals

LETTERS_AFTER = timedelta(hours=4)  # a platform that is down for a while is tried again by itself
COPY_AFTER = timedelta(days=3)  # a copy is wanted every night
LATE_AFTER = timedelta(hours=1)
LEAST_SHARE, ENOUGH = 20, 1024**3  # a disk is nearly full if a twentieth of it is left, unless that is a GiB or more
OPEN = (LetterState.WAITING, LetterState.UNKNOWN)


def may_be_wrong(vitals: Vitals, now: datetime) -> bool:
    """Say if the letters need to be looked at one by one."""
    oldest = min((one.oldest for one in vitals.letters if one.state in OPEN and one.oldest is not None), default=None)
    return bool(vitals.refusing) or (oldest is not None and now - oldest >= LETTERS_AFTER)


def of_letters(
    held: Sequence[Letter], refusing: Sequence[Refusing], plans: Callable[[Letter], Sequence[str]], now: datetime
) -> Iterator[Fault]:
    """Find what holds up the letters of each plan: organisations that take none, and else what has waited for long."""
    stopped = {(one.platform, one.tenant): one for one in refusing}
    refused: dict[tuple[str, str], Refusing] = {}
    waiting: defaultdict[str, list[Letter]] = defaultdict(list)
    for letter in held:
        if letter.kind is LetterKind.ALARM:  # it tells of others, and must not be told of itself
            continue
        there = (letter.address.platform, letter.address.tenant) if letter.address is not None else None
        for short in plans(letter):
            if there is not None and there in stopped:
                refused[short, stopped[there].place] = stopped[there]
            elif now - letter.not_before >= LETTERS_AFTER:
                waiting[short].append(letter)
    for (short, place), one in refused.items():
        yield Fault(kind=FaultKind.REFUSED, place=place, plan=short, since=one.since, reason=one.reason)
    for short, letters in waiting.items():
        reasons = Counter(letter.reason for letter in letters if letter.reason)
        reason = next((said for said, _ in reasons.most_common(1)), "")
        since = min(letter.not_before for letter in letters)
        yield Fault(kind=FaultKind.LETTERS, plan=short, since=since, count=len(letters), reason=reason)


def of_copies(copied: datetime | None, now: datetime) -> Iterator[Fault]:
    """Find that the last copy is old. Where none was ever noted, copies may be made in another way."""
    if copied is not None and now - copied >= COPY_AFTER:
        yield Fault(kind=FaultKind.COPY, since=copied, count=(now - copied).days)


def of_disk(free: int, total: int, left: str, now: datetime) -> Iterator[Fault]:
    """Find that the disk is nearly full."""
    if free < min(total // LEAST_SHARE, ENOUGH):
        yield Fault(kind=FaultKind.DISK, since=now, left=left)


def late_plans(waited: Mapping[str, datetime], now: datetime) -> dict[str, datetime]:
    """Return the plans for which a round came so late that their people notice, with the moment it should have come."""
    return {short: since for short, since in waited.items() if now - since >= LATE_AFTER}
