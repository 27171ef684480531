"""Impact steps: how far an action has got, as a lead says it and why. What was said before is kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bot.conversation.guarding import personal
from bot.conversation.measures.step_form import MOST
from bot.conversation.visit import Said, plan_named, undo_of
from bot.model.letters.message import Actions, Message, Paragraph, Spans
from bot.model.letters.talk import Reply, Say
from bot.model.measures.impact import Impact, ImpactStep
from bot.model.measures.no_impact import ActionTold
from bot.model.record.entry import Entry, EntryKind
from bot.model.snapshot import Snapshot
from bot.ports.record import Tx, View
from bot.ports.refusals import Refusal
from bot.reports.measures.impact import actions_told
from bot.reports.snapshot import take
from bot.rules.board import leads
from bot.rules.board.business import says_nothing
from bot.rules.measures.impact import behind, why_no_impact
from bot.wording import commands
from bot.wording.measures import impact as wording
from bot.wording.measures import steps as worded
from bot.wording.sentences import Fact, line, with_full_stop, words
from bot.wording.summary_lines import named

SET = frozenset({EntryKind.IMPACT_STEP})
MOST_REFS = 12


class Meant(NamedTuple):
    """The action that somebody speaks of, as it stands, and in which capacity they do."""

    snapshot: Snapshot
    action: ActionTold
    capacity: str

    @property
    def token(self) -> str:
        """Name what stands: a form is drawn from it."""
        return f"s{self.action.step.id if self.action.step is not None else 0}"


class Order(NamedTuple):
    """A step that somebody sets for an action, and why."""

    one: Meant
    step: ImpactStep
    why: str


def refused(name: str, facts: dict[str, Fact]) -> Refusal:
    """Return the refusal of that name."""
    return Refusal("fault", sentence=words(f"impact.refused.{name}", facts))


def meant(view: View, said: Said, ref: str) -> Meant:
    """Return what is meant by an action's ref. Raises Refusal if there is no such one, or its step is not theirs to set."""
    snapshot = take(view, said.asker.short, said.asker.now)
    action = next((one for one in actions_told(view, snapshot) if one.ref == ref), None)
    if action is None:
        milestone = snapshot.plan.known(ref)
        if milestone is not None:
            raise refused("milestone", {"ref": ref, "action": milestone.action})
        raise refused("no_action", {"ref": ref, "known": named([one.ref for one in snapshot.plan.actions], MOST_REFS)})
    people, number = snapshot.people, action.priority
    capacity = leads.capacity(people, people.one(said.asker.person.id) or said.asker.person, number, said.today)
    if capacity is None:
        who = ", ".join(people.named_apart(one) for one in people.persons if one.leads(number))
        raise refused("whose" if who else "whose_nobody", {"ref": ref, "number": number, "who": who})
    return Meant(snapshot, action, capacity)


# ---- meant -------------------------------------------------------------------------------------


def typed(view: View, said: Said, command: commands.SetStep) -> Order:
    """Return the step that somebody typed. Raises Refusal that says what is missing."""
    one = meant(view, said, command.ref)
    step, rest = worded.step_named(command.step)
    if step is None or (rest and command.why):
        raise refused("no_step", {"said": command.step, "scale": worded.scale(), "ref": command.ref})
    if says_nothing(command.why):
        raise refused("no_why", {"ref": command.ref, "number": step.value})
    if len(command.why) > MOST:
        raise refused("long", {"count": len(command.why), "most": MOST})
    return Order(one, step, command.why)


# ---- kept --------------------------------------------------------------------------------------


def put(tx: Tx, said: Said, order: Order, said_as: str = "") -> Impact:
    """Put a step on the record, with what looked as if it told who a child is. `said_as` is how it was typed, if not just now."""
    capacity, action = order.one.capacity, order.one.action
    found = personal.found_in(tx, said.asker.short, (order.why,))
    tx.acting(said.by_as(capacity, said_as))
    made = tx.measures.set_impact(
        Impact(
            plan=said.asker.short,
            action=action.ref,
            step=order.step,
            why=order.why,
            by=said.asker.person.id,
            by_name=said.asker.person.name,
            capacity=capacity,
            at=said.asker.now,
        )
    )
    personal.note(tx, said.asker.short, action.ref, made.id, found, capacity)
    tx.rounds.wake(said.asker.short)
    return made


def recorded(view: View, said: Said) -> Impact | None:
    """Return the step that this was recorded as when it was first heard. None if it was not."""
    made = view.entries.recorded(said.asker.short, said.inbound.id)
    return next((one for one in view.measures.impacts(said.asker.short) if one.id in made), None)


def told_of(view: View, said: Said, command: commands.SetStep, numbers: Sequence[int]) -> Message:
    """Say what some entries recorded."""
    made = next(one for one in view.measures.impacts(said.asker.short) if one.id in numbers)
    return say_saved(view, said, meant(view, said, command.ref), made).message


def say_saved(view: View, said: Said, one: Meant, made: Impact) -> Say:
    """Say what was saved, what stood before it, and if the action is on the board's first list now."""
    snapshot = one.snapshot
    action = next(now for now in actions_told(view, snapshot) if now.ref == one.action.ref)
    number, zone = action.priority, said.asker.zone
    before = next((earlier for earlier in reversed(action.steps) if earlier.id < made.id), None)
    notes = [*plan_named(view, said.asker.person.id, said.asker.short), line("impact.set.why", {"why": with_full_stop(made.why)})]
    notes.append(worded.before(before, number, zone) if before else line("impact.set.first", {"ref": action.ref}))
    notes.append(line("impact.set.as", {"capacity": worded.capacity_in_words(made.capacity, number)}))
    notes.append(wording.on_the_list(action, why_no_impact(action), behind(action)))
    blocks = (*map(_paragraph, notes), Actions(buttons=(undo_of(said, made.id),)))
    title = words("impact.set.title", {**worded.step_facts(made.step), "ref": made.action})
    return Say(message=Message(title=title, blocks=blocks), changed_record=True)


def _paragraph(spans: Spans) -> Paragraph:
    return Paragraph(spans=spans)


# ---- taken back --------------------------------------------------------------------------------


def withdraw(tx: Tx, said: Said, command: commands.WithdrawStep, fresh: bool) -> Reply:
    """Withdraw the step of an action for a reason: whoever set it may, or an admin."""
    short, ref = said.asker.short, command.ref
    if not fresh and tx.entries.recorded(short, said.inbound.id):
        return _say_gone(tx, said, "withdrawn", ref)
    stands = next((one for one in reversed(tx.measures.impacts(short)) if one.action == ref), None)
    if stands is None:
        raise refused("nothing", {"ref": ref})
    if stands.by != said.asker.person.id and not said.asker.person.is_admin:
        raise refused("not_yours", {"ref": ref, "who": stands.by_name})
    if says_nothing(command.why):
        raise refused("withdraw_why", {"ref": ref})
    if len(command.why) > MOST:
        raise refused("long", {"count": len(command.why), "most": MOST})
    capacity = stands.capacity if stands.by == said.asker.person.id else said.by.capacity
    tx.acting(said.by_as(capacity))
    tx.measures.take_back_impact(stands, command.why)
    tx.rounds.wake(short)
    return _say_gone(tx, said, "withdrawn", ref)


def undo(tx: Tx, said: Said, saved: Sequence[Entry]) -> Reply:
    """Take back the step that was set last. Raises Refusal if that was done already, or somebody has set another since."""
    short, number, ref = said.asker.short, saved[0].header.number, saved[0].fields["action"]
    steps = [one for one in tx.measures.impacts(short) if one.action == ref]
    mine = next((one for one in steps if one.id == number), None)
    if mine is None:
        raise refused("undone", {"ref": ref})
    if steps[-1].id != number:
        raise refused("undo_newer", {"ref": ref, "who": steps[-1].by_name})
    tx.acting(said.by_as(mine.capacity))
    tx.measures.take_back_impact(mine)
    tx.rounds.wake(short)
    return say_undone(tx, said, saved)


def say_undone(view: View, said: Said, entries: Sequence[Entry]) -> Reply:
    """Say what was undone, and what stands now."""
    return _say_gone(view, said, "undone", entries[0].fields["action"])


def _say_gone(view: View, said: Said, name: str, ref: str) -> Say:
    stands = next((one for one in reversed(view.measures.impacts(said.asker.short)) if one.action == ref), None)
    if stands is None:
        note = line("impact.set.nothing", {"ref": ref})
    else:
        note = line("impact.set.stands", {"step": worded.in_line(stands.step)})
    notes = (*plan_named(view, said.asker.person.id, said.asker.short), note)
    title = words(f"impact.set.{name}", {"ref": ref})
    return Say(message=Message(title=title, blocks=tuple(map(_paragraph, notes))), changed_record=True)
