"""Resting: until when somebody may have a milestone left alone, for whoever asks."""

from __future__ import annotations

from bot.model.absences.absence import HandOver, Snooze
from bot.model.letters.message import Actions, Block, Button, Message, Paragraph, Spans
from bot.model.letters.talk import Asker
from bot.model.plan import Milestone
from bot.model.snapshot import Snapshot
from bot.ports.record import View
from bot.ports.refusals import Refusal
from bot.reports.documents.retired import in_force
from bot.reports.snapshot import take
from bot.rules.asking import snoozing
from bot.rules.asking.absence import snoozes_of
from bot.rules.calendar import local_day
from bot.rules.holders import answers_for
from bot.rules.updates.standing import due, over
from bot.wording import commands
from bot.wording.sentences import Fact, line, words


def resting(view: View, snapshot: Snapshot, milestone: Milestone) -> tuple[tuple[str, Spans], ...]:
    """Tell who is not asked about a milestone and until when, and what of it waits for another role, each under its label."""
    snoozes = tuple((words("absence.status.label"), _snoozed(one)) for one in snoozes_of(snapshot, milestone.ref))
    waiting = (one for one in view.absences.hand_overs(snapshot.short) if one.ref == milestone.ref and one.is_open)
    return (*snoozes, *((words("absence.status.whose"), _waiting(one)) for one in waiting))


def buttons(snapshot: Snapshot, milestone: Milestone, asker: Asker) -> tuple[Button, ...]:
    """Return what may be pressed by whoever is asked about a milestone that is not finished: ask me later, and it is not me."""
    mine = answers_for(snapshot.people, asker.person.id, local_day(asker.now, asker.zone))
    done = over(milestone, snapshot.standing(milestone), snapshot.policy, snapshot.today)
    if done or mine.isdisjoint(milestone.owners):
        return ()
    plan, ref = asker.plan_named, milestone.ref
    found = (("snooze.button", commands.WhenToAsk(plan=plan, ref=ref)), ("hand_over.not_me", commands.NotMe(plan=plan, ref=ref)))
    labels = [(words(f"absence.{name}"), command) for name, command in found]
    return tuple(Button(label=label, command=str(command), spoken=f"{label}: {ref}") for label, command in labels)


def _snoozed(one: Snooze) -> Spans:
    said = line("absence.status.snoozed", {"until": one.until or "", "role": one.capacity})
    return (*said, *line("absence.status.because", {"why": one.why})) if one.why else said


def _waiting(one: HandOver) -> Spans:
    facts: dict[str, Fact] = {"before": one.from_role, "role": one.to_role or ""}
    return line("absence.status.admin" if one.is_for_admin else "absence.status.offered", facts)


def when_to_ask(view: View, asker: Asker, ref: str) -> Message:
    """Offer a few days until which a milestone is not asked about, and say how to type another one."""
    snapshot = take(view, asker.short, asker.now)
    milestone, today = in_force(snapshot.plan, ref), local_day(asker.now, asker.zone)
    name = None
    if answers_for(snapshot.people, asker.person.id, today).isdisjoint(milestone.owners):
        name = "snooze_not_asked"
    elif over(milestone, snapshot.standing(milestone), snapshot.policy, snapshot.today):
        name = "snooze_complete"
    if name is not None:
        raise Refusal("fault", sentence=words(f"absence.refusal.{name}", {"ref": ref}))
    offered = snoozing.offered(snapshot, milestone, today)
    buttons = tuple(
        Button(
            label=words("absence.snooze.until", {"day": day}),
            command=str(commands.Snooze(plan=asker.plan_named, ref=ref, until=day)),
        )
        for day in offered
    )
    at_hand = due(milestone, snapshot.policy, snapshot.today)
    facts: dict[str, Fact] = {"ref": ref, "due": at_hand or "", "example": snoozing.latest(snapshot, today)}
    asks_why = snoozing.needs_reason(snapshot, milestone, snoozing.latest(snapshot, today))
    said = "ask_other" if at_hand is None or not asks_why else "ask_late" if at_hand <= today else "ask_due"
    pressed: tuple[Block, ...] = (Actions(buttons=buttons),) if buttons else ()
    told = Paragraph(spans=line(f"absence.snooze.{said}", facts))
    return Message(title=words("absence.snooze.ask_title", {"ref": ref}), blocks=(*pressed, told))
