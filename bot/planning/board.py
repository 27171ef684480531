"""The board's weekly summary as letters, one for each of its channels."""

from __future__ import annotations

from datetime import datetime

from bot.model.letter import Letter, LetterKind
from bot.model.letter_key import place
from bot.model.people import Address
from bot.model.policy import Policy
from bot.ports.record import Tx
from bot.reports.snapshot import Desk, day_at
from bot.reports.summary import digest_message
from bot.rules import calendar
from bot.rules import summary as rules_summary


def post_summaries(tx: Tx, desk: Desk, now: datetime) -> list[str]:
    """Enqueue the weekly summary for each of the board's channels, if it is due."""
    channels = tx.board_channel(desk.plan.short)
    moment = rules_summary.digest_moment(day_at(now, desk.policy.zone), desk.policy)
    if not channels or not _digest_due(tx, desk, moment, now):
        return []
    message = digest_message(tx, desk.plan.short, now)
    letters = [
        Letter(
            key=digest_key(desk.plan.short, moment, desk.policy, address),
            kind=LetterKind.DIGEST,
            channel=desk.plan.short,
            message=message,
            not_before=moment,
            address=address,
        )
        for address in channels
    ]
    return [letter.key for letter in letters if tx.enqueue(letter)]


def _digest_due(tx: Tx, desk: Desk, moment: datetime, now: datetime) -> bool:
    """On its day from its hour; or later that week in working hours, where the plan ran before and its day had none."""
    zone, policy = desk.policy.zone, desk.policy
    day = day_at(now, zone)
    if not calendar.working_day(day) or now < moment:
        return False
    opens, closes = calendar.window(day, policy.opens, policy.closes, zone)
    first = tx.rounds(desk.plan.short, zone, day).first
    on_its_day = day == day_at(moment, zone)
    return now < closes and (on_its_day or (opens <= now and first is not None and first < day_at(moment, zone)))


def digest_key(short: str, moment: datetime, policy: Policy, address: Address) -> str:
    """The key of one week's summary in one channel."""
    return rules_summary.key(short, moment, policy, place(address.platform, address.id))
