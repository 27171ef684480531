"""Freezing: an admin freezes the record for the papers of the next meeting before its time, or takes a freeze back."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from bot.conversation.visit import Said, plan_named
from bot.model.board.period import Freeze, Period
from bot.model.letters.message import Message, Paragraph, Spans
from bot.model.letters.talk import Say
from bot.model.policy import Policy
from bot.ports.record import Tx, View
from bot.ports.refusals import Refusal
from bot.rules.board.cycle import current, freeze_moment, of_meeting, second_moment
from bot.rules.calendar import local_day
from bot.wording.sentences import Fact, line, words


def refused(name: str) -> Refusal:
    """Return the refusal of that name."""
    return Refusal("fault", sentence=words(f"leads.freeze.{name}"))


def freeze_now(tx: Tx, said: Said, fresh: bool) -> Say:
    """Freeze the record as it stands. If its hour has passed and no round has frozen it yet, as it stood then."""
    policy, period = _at_hand(tx, said)
    there = of_meeting(tx.periods.freezes(said.asker.short), period.meeting)
    stands = next((one for one in there if not one.void), None)
    made = () if fresh else tx.entries.recorded(said.asker.short, said.inbound.id)
    if stands is not None and stands.id not in made:
        facts: dict[str, Fact] = {"meeting": period.meeting, "day": local_day(stands.as_at, policy.zone)}
        return _say(tx, said, words("leads.freeze.already", facts), [], changed=False)
    if stands is None:
        _refuse_early(period, local_day(said.asker.now, policy.zone))
        stands = tx.periods.freeze(_frozen(tx, said, policy, period, is_first=not there))
    moment: dict[str, Fact] = {
        "clock": f"{stands.as_at.astimezone(ZoneInfo(policy.zone)):%H:%M}",
        "day": local_day(stands.as_at, policy.zone),
        "upto": stands.upto,
    }
    again = [line("leads.freeze.again")] if any(one.void for one in there) else []
    notes = [line("leads.freeze.at", moment), *again, line("leads.freeze.back")]
    return _say(tx, said, words("leads.freeze.done", {"meeting": period.meeting}), notes)


def _refuse_early(period: Period, today: date) -> None:
    """Raise Refusal before a window opens: nobody is asked for papers that are frozen already."""
    if period.is_set and today < period.opens:
        raise Refusal("fault", sentence=words("leads.freeze.early", {"meeting": period.meeting, "opens": period.opens}))


def _frozen(tx: Tx, said: Said, policy: Policy, period: Period, is_first: bool) -> Freeze:
    short, due = said.asker.short, freeze_moment(period, policy)
    is_late = is_first and due <= said.asker.now
    as_at = due if is_late else said.asker.now
    upto = tx.entries.upto(short, due) if is_late else tx.entries.head(short).entry
    return Freeze(
        plan=short,
        meeting=period.meeting,
        as_at=as_at,
        upto=upto,
        by=said.asker.person.id,
        capacity=said.by.capacity,
        at=said.asker.now,
    )


def unfreeze(tx: Tx, said: Said, why: str, fresh: bool) -> Say:
    """Take the freeze back for a reason. Raises Refusal if there is none for a meeting that is still to come."""
    policy, period = _at_hand(tx, said)
    if fresh or not tx.entries.recorded(said.asker.short, said.inbound.id):
        there = of_meeting(tx.periods.freezes(said.asker.short), period.meeting)
        stands = next((one for one in there if not one.void), None)
        if stands is None:
            raise refused("none")
        if not why:
            raise refused("why")
        tx.periods.unfreeze(stands, why)
    notes = [line("leads.freeze.next")]
    second = second_moment(period, policy)
    if second > said.asker.now:
        notes.append(line("leads.freeze.itself", {"day": local_day(second, policy.zone)}))
    return _say(tx, said, words("leads.freeze.gone", {"meeting": period.meeting}), notes)


def _at_hand(view: View, said: Said) -> tuple[Policy, Period]:
    policy = view.plans.policy(said.asker.short)
    return policy, current(policy, local_day(said.asker.now, policy.zone))


def _say(view: View, said: Said, title: str, notes: list[Spans], changed: bool = True) -> Say:
    told = (*plan_named(view, said.asker.person.id, said.asker.short), *notes)
    message = Message(title=title, blocks=tuple(Paragraph(spans=spans) for spans in told))
    return Say(message=message, changed_record=changed)
