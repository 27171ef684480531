"""Snoozing: one person is not asked about one milestone until a day. Others are, and silence goes on counting."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bot.conversation.absence.saying import answer, refusal
from bot.conversation.updating.rights import milestone_for
from bot.conversation.visit import Said, day_meant, undo_of
from bot.model.absences.absence import Snooze
from bot.model.letters.message import Spans
from bot.model.letters.talk import Reply
from bot.model.plan import Milestone
from bot.model.snapshot import Snapshot
from bot.model.updates.update import DEPUTY
from bot.ports.record import Tx, View
from bot.reports.snapshot import take
from bot.rules import holders
from bot.rules.asking import snoozing
from bot.rules.asking.absence import snoozed
from bot.rules.calendar import working_days
from bot.rules.updates.standing import due, over
from bot.wording import commands
from bot.wording.sentences import Fact, line, words


def snooze(tx: Tx, said: Said, command: commands.Snooze) -> Reply:
    """Note until when somebody is not asked about a milestone. What was said already is not said again."""
    short, me = said.asker.short, said.asker.person
    milestone, capacity = snoozable(tx, said, command.ref)
    until = day_meant(tx, short, command.when, said.today) if command.when else command.until or said.today
    snapshot = take(tx, short, said.asker.now)
    _refuse(snapshot, milestone, until, command.why, said.today)
    before = snoozed(snapshot, me.id, milestone.ref)
    if before is None or (before.until, before.why) != (until, command.why):
        given = Snooze(ref=milestone.ref, person=me.id, until=until, capacity=capacity, why=command.why, at=said.asker.now)
        tx.absences.snooze(short, given)
    made = tx.entries.recorded(short, said.inbound.id)
    facts: dict[str, Fact] = {"ref": milestone.ref, "until": until}
    title = words("absence.snooze.title" if made else "absence.snooze.already", facts)
    told = [line("absence.snooze.told"), *_others(tx, said, milestone), line("absence.snooze.silent")]
    return answer(tx, said, title, told, (undo_of(said, made[-1]),) if made else ())


def snoozable(view: View, said: Said, ref: str) -> tuple[Milestone, str]:
    """Return a milestone and the capacity in which somebody is asked about it. Raises Refusal if they are not."""
    milestone = milestone_for(view, said, said.asker.short, ref)
    people, me = view.people.of(said.asker.short), said.asker.person
    capacity = holders.capacity(people, me, milestone, said.today)
    if capacity is None or capacity.removeprefix(DEPUTY) not in milestone.owners:
        raise refusal("snooze_not_asked", {"ref": ref})
    return milestone, capacity


def _refuse(snapshot: Snapshot, milestone: Milestone, until: date, why: str, today: date) -> None:
    """Raise Refusal if a milestone may not be left alone until that day."""
    ref, most = milestone.ref, snapshot.policy.asking.snooze_most
    days, last = working_days(snapshot.policy), snoozing.latest(snapshot, today)
    if over(milestone, snapshot.standing(milestone), snapshot.policy, snapshot.today):
        raise refusal("snooze_complete", {"ref": ref})
    if until <= today:
        raise refusal("snooze_past", {"ref": ref, "example": days.next(today)})
    if until > last:
        raise refusal("snooze_long", {"ref": ref, "most": most, "latest": last, "example": last})
    if snoozing.needs_reason(snapshot, milestone, until) and not why:
        at_hand = due(milestone, snapshot.policy, snapshot.today) or until
        raise refusal("snooze_why", {"ref": ref, "due": at_hand, "until": until, "typed": until})


def _others(view: View, said: Said, milestone: Milestone) -> Iterator[Spans]:
    """Name the other roles that are asked about a milestone."""
    people, me = view.people.of(said.asker.short), said.asker.person.id
    mine = holders.answers_for(people, me, said.today)
    others = [role for role in milestone.owners if role not in mine and holders.present(people, role, said.today)]
    if others:
        yield line("absence.snooze.other" if len(others) == 1 else "absence.snooze.others", {"roles": ", ".join(others)})
