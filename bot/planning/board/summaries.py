"""The board's weekly summary as letters, one for each of its channels."""

from __future__ import annotations

from datetime import datetime

from bot.model.letters.letter import Letter, LetterKind
from bot.model.letters.letter_key import place
from bot.model.letters.message import Mention, Message
from bot.model.people import Address
from bot.model.policy import Policy
from bot.model.snapshot import Snapshot
from bot.ports.record import View
from bot.reports.summary import summary_to_post
from bot.rules import calendar
from bot.rules import summary as rules_summary
from bot.rules.asking.urgency import asked_roles, awaited
from bot.wording.summary import called


def summaries(view: View, snapshot: Snapshot) -> list[Letter]:
    """Write the weekly summary for each of the board's channels, if it is due and not written yet."""
    channels = view.plans.board(snapshot.short)
    moment = rules_summary.digest_moment(snapshot.today, snapshot.policy)
    if not channels or not _digest_due(view, snapshot, moment):
        return []
    keys = {digest_key(snapshot.short, moment, snapshot.policy, address): address for address in channels}
    missing = keys.keys() - view.letters.some(keys).keys()
    if not missing:
        return []
    message, drawn = summary_to_post(view, snapshot)
    return [
        Letter(
            key=key,
            kind=LetterKind.DIGEST,
            channel=snapshot.short,
            message=_calling(view, snapshot, message, address),
            drawn=drawn,
            not_before=moment,
            address=address,
        )
        for key, address in keys.items()
        if key in missing
    ]


def _digest_due(view: View, snapshot: Snapshot, moment: datetime) -> bool:
    """Say if the summary is due: on its day from its hour; or later that week in working hours, if the plan ran before and
    its day had none."""
    policy, now, day = snapshot.policy, snapshot.now, snapshot.today
    if day not in calendar.working_days(policy) or now < moment:
        return False
    opens, closes = calendar.hours(day, policy, policy.zone)
    first = view.rounds.days(snapshot.short, policy.zone, day).first
    its_day = calendar.local_day(moment, policy.zone)
    return now < closes and (day == its_day or (opens <= now and first is not None and first < its_day))


def digest_key(short: str, moment: datetime, policy: Policy, address: Address) -> str:
    """Return the key of one week's summary in one channel."""
    return rules_summary.key(short, moment, policy, place(address.platform, address.id))


def _calling(view: View, snapshot: Snapshot, message: Message, to: Address) -> Message:
    """Add whoever has not answered, if the plan wants that: each by their account where the summary is posted."""
    if not snapshot.policy.digest.mentions:
        return message
    mentions = [
        Mention(name=person.name, account=here.id)
        for person in awaited(snapshot, asked_roles(snapshot, view.updates.put(snapshot.short)))
        if (here := next((one for one in view.accounts.reachable(person.id) if _same_place(one, to)), None)) is not None
    ]
    if not mentions:
        return message
    return message.model_copy(update={"blocks": (*message.blocks, called(mentions))})


def _same_place(one: Address, to: Address) -> bool:
    return (one.platform, one.tenant) == (to.platform, to.tenant)
