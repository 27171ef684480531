"""The narrative: what a lead writes for the board about a priority, in a form or in one line. The facts stand beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bot.conversation.board.narrative_form import MOST, NEEDED, PARTS, SURE, Drawn, form_for, wrong
from bot.conversation.guarding import personal
from bot.conversation.visit import Said, plan_named, undo_of
from bot.model.board.period import Freeze, Narrative, Period
from bot.model.letters.form import Answers, Faults, Form
from bot.model.letters.message import Actions, Message, Paragraph, Spans
from bot.model.letters.talk import Ask, Fix, Reply, Say
from bot.model.plan import Priority
from bot.model.record.entry import Entry, EntryKind
from bot.model.snapshot import Snapshot
from bot.model.status import Status
from bot.ports.record import Tx, View
from bot.ports.refusals import Refusal
from bot.reports.board.progress import progress
from bot.reports.snapshot import take
from bot.rules.board import leads
from bot.rules.board.cycle import current, of_meeting
from bot.rules.calendar import local_day
from bot.rules.guard.path import names_of
from bot.rules.guard.soft import of_words
from bot.wording import commands
from bot.wording import leads as wording
from bot.wording.sentences import Fact, line, with_full_stop, words
from bot.wording.typed.heads import status_named

_ASKS_IF_SURE = "-sure"  # after the token of a form that asks if anybody is named
WRITTEN = frozenset({EntryKind.NARRATIVE})


class Meant(NamedTuple):
    """The priority that somebody writes about, for which period, and in which capacity. `stands` is what is written for it."""

    snapshot: Snapshot
    priority: Priority
    period: Period
    capacity: str
    stands: Narrative | None

    @property
    def token(self) -> str:
        """Name the meeting, and what stands: a form is drawn from these."""
        return f"{self.period.meeting.isoformat()}-{self.stands.id if self.stands is not None else 0}"


def refused(name: str, facts: dict[str, Fact]) -> Refusal:
    """Return the refusal of that name."""
    return Refusal("fault", sentence=words(f"leads.refused.{name}", facts))


def meant(view: View, said: Said, number: int) -> Meant:
    """Return what is meant by a priority's number. Raises Refusal if there is no such one, or somebody may not write of it."""
    short = said.asker.short
    snapshot = take(view, short, said.asker.now)
    priority = next((one for one in snapshot.plan.priorities if one.number == number), None)
    if priority is None:
        known = ", ".join(str(one.number) for one in snapshot.plan.priorities)
        raise refused("no_priority", {"number": number, "known": known})
    capacity = leads.capacity(snapshot.people, said.asker.person, number, said.today)
    if capacity is None:
        who = ", ".join(snapshot.people.named_apart(one) for one in snapshot.people.persons if one.leads(number))
        raise refused("whose" if who else "whose_nobody", {"number": number, "who": who})
    period = current(snapshot.policy, snapshot.today)
    stands = leads.of_period(view.periods.narratives(short), snapshot.policy, period).get(number)
    return Meant(snapshot, priority, period, capacity, stands)


# ---- the form ----------------------------------------------------------------------------------


def open_form(view: View, said: Said, command: commands.NarrativeForm) -> Ask:
    """Open the form. It holds what was written for this period, and is empty before anything was."""
    one = meant(view, said, command.priority)
    return Ask(form=_form(view, said, one), answers=_written(one.stands))


def _form(view: View, said: Said, one: Meant, asks_if_sure: bool = False) -> Form:
    short, number = said.asker.short, one.priority.number
    before = leads.before(view.periods.narratives(short), one.snapshot.policy, one.period, number)
    token = f"{one.token}{_ASKS_IF_SURE if asks_if_sure else ''}"
    command = commands.NarrativeForm(plan=said.asker.plan_named, priority=number, token=token)
    drawn = Drawn(
        priority=one.priority,
        period=one.period,
        policy=one.snapshot.policy,
        progress=progress(view, one.snapshot, number, one.period),
        before=before,
        command=str(command),
        is_frozen=_frozen(view, one) is not None,
    )
    return form_for(drawn, asks_if_sure)


def _written(narrative: Narrative | None) -> Answers:
    if narrative is None:
        return {}
    told = {name: str(getattr(narrative, name)) for name in PARTS}
    told |= {"status": narrative.status.value, "forecast": narrative.forecast.value}
    return {name: answer for name, answer in told.items() if answer}


def take_form(tx: Tx, said: Said, command: commands.NarrativeForm, given: Answers, fresh: bool) -> Reply:
    """Judge a form that was sent in, and record it once. One that was opened for another meeting, or before somebody else wrote,
    is shown again."""
    given = {name: answer.strip() for name, answer in given.items()}
    token = (command.token or "").removesuffix(_ASKS_IF_SURE)
    drawn_from = f"form {token}" if token else ""
    before = _recorded(tx, said, drawn_from, fresh)
    if before is not None:
        return _say_saved(tx, said, meant(tx, said, command.priority), before)
    one = meant(tx, said, command.priority)
    doubtful = _names_somebody(tx, said, one, given) if not given.get(SURE) else ()
    form = _form(tx, said, one, asks_if_sure=bool(doubtful or given.get(SURE)))
    faults = wrong(form, given) or {name: words("leads.fault.names") for name in doubtful} or _overtaken(said, one, token)
    if faults:
        return Fix(form=form, answers=given, faults=faults)
    return _save(tx, said, one, given, drawn_from)


def _overtaken(said: Said, one: Meant, token: str) -> Faults:
    """Return a fault if a form was drawn for another meeting, or before somebody else wrote."""
    if token in ("", one.token):
        return {}
    if not token.startswith(one.period.meeting.isoformat()):
        return {"status": words("leads.fault.meeting", {"meeting": one.period.meeting})}
    if one.stands is not None and one.stands.by != said.asker.person.id:
        return {"status": words("leads.fault.newer", {"who": one.stands.by_name})}
    return {}


# ---- one line ----------------------------------------------------------------------------------


def typed(view: View, said: Said, command: commands.Narrate) -> tuple[Meant, Answers]:
    """Return what somebody typed in one line. Raises Refusal that says what is missing."""
    one = meant(view, said, command.priority)
    given = {name: str(getattr(command, name)) for name in PARTS}
    statuses = {name: status_named(getattr(command, name)) for name in ("status", "forecast")}
    if faults := _faults(command, one.priority.number, statuses):
        example = words("leads.refused.example", {"number": one.priority.number})
        raise refused("faults", {"faults": " ".join(faults), "example": example})
    return one, {**given, **{name: status.value for name, status in statuses.items() if status}}


def _faults(command: commands.Narrate, number: int, statuses: Mapping[str, Status | None]) -> list[str]:
    """Return all that is wrong with a narrative in one line, a sentence for each."""
    missing = [name for name in ("status", *NEEDED, "forecast") if not getattr(command, name)]
    wrong = [name for name, status in statuses.items() if status is None and name not in missing]
    found = [words(f"leads.refused.{name}", {"choices": wording.choices()}) for name in wrong]
    if missing:
        parts = ", ".join(words(f"leads.part.{name}") for name in missing)
        found.append(words("leads.refused.parts", {"number": number, "missing": parts}))
    for name in PARTS:
        if (count := len(getattr(command, name))) > MOST:
            facts: dict[str, Fact] = {"part": words(f"leads.part.{name}"), "count": count, "most": MOST}
            found.append(words("leads.refused.long", facts))
    return found


def asks_first(view: View, said: Said, command: commands.Narrate, fresh: bool) -> bool:
    """Say if a line is said back before it is kept, as it looks as if it named somebody. What was recorded already is not."""
    if _recorded(view, said, "", fresh) is not None:
        return False
    one, given = typed(view, said, command)
    return bool(_names_somebody(view, said, one, given))


def why_asked(view: View, said: Said, command: commands.Narrate) -> Spans:
    """Say back what looks as if it named somebody, and ask if it may stand."""
    one, given = typed(view, said, command)
    parts = [with_full_stop(given[name]) for name in _names_somebody(view, said, one, given)]
    return line("leads.done.asked", {"text": " ".join(parts)})


def narrate(tx: Tx, said: Said, command: commands.Narrate, fresh: bool) -> Say:
    """Record what a lead typed in one line. Raises Refusal that says what is missing."""
    before = _recorded(tx, said, "", fresh)
    if before is not None:
        return _say_saved(tx, said, meant(tx, said, command.priority), before)
    return _save(tx, said, *typed(tx, said, command), "")


def told_of(view: View, said: Said, command: commands.Narrate, numbers: Sequence[int]) -> Message:
    """Say what some entries recorded."""
    found = next(one for one in view.periods.narratives(said.asker.short) if one.id in numbers)
    return _say_saved(view, said, meant(view, said, command.priority), found).message


# ---- saved -------------------------------------------------------------------------------------


def _recorded(view: View, said: Said, drawn_from: str, fresh: bool) -> Narrative | None:
    """Return what was recorded of the same form, or of the same thing said, before."""
    mine = [one for one in view.periods.narratives(said.asker.short) if one.by == said.asker.person.id]
    if drawn_from and (found := next((one for one in mine if one.drawn_from == drawn_from), None)) is not None:
        return found
    made = () if fresh else view.entries.recorded(said.asker.short, said.inbound.id)
    return next((one for one in mine if one.id in made), None)


def _save(tx: Tx, said: Said, one: Meant, given: Answers, drawn_from: str) -> Say:
    narrative = Narrative(
        plan=said.asker.short,
        priority=one.priority.number,
        meeting=one.period.meeting,
        status=Status(given["status"]),
        moved=given.get("moved", ""),
        next=given.get("next", ""),
        escalate=given.get("escalate", ""),
        forecast=Status(given["forecast"]),
        drawn_from=drawn_from,
        by=said.asker.person.id,
        capacity=one.capacity,
        at=said.asker.now,
    )
    made = tx.periods.narrate(narrative)
    doubts = personal.found_in(tx, said.asker.short, [given.get(name, "") for name in PARTS])
    personal.note(tx, said.asker.short, str(one.priority.number), made.id, doubts, one.capacity)
    return _say_saved(tx, said, one, made)


def _say_saved(view: View, said: Said, one: Meant, narrative: Narrative) -> Say:
    notes = [*plan_named(view, said.asker.person.id, said.asker.short), *wording.read_back(narrative)]
    notes.append(line("leads.done.for", {"meeting": one.period.meeting}))
    if (frozen := _frozen(view, one)) is not None and frozen.upto < narrative.id:
        notes.append(line("leads.done.since", {"day": local_day(frozen.as_at, said.asker.zone)}))
    told = wording.capacity_in_words(narrative.capacity, narrative.priority)
    notes.append(line("leads.done.lead", {"capacity": told}))
    blocks = (*map(_paragraph, notes), Actions(buttons=(undo_of(said, narrative.id),)))
    return Say(message=Message(title=wording.saved(narrative), blocks=blocks), changed_record=True)


def _frozen(view: View, one: Meant) -> Freeze | None:
    """Return the freeze that the papers of the meeting are drawn from. None if they are not frozen."""
    there = of_meeting(view.periods.freezes(one.snapshot.short), one.period.meeting)
    return next((freeze for freeze in reversed(there) if not freeze.void), None)


def _names_somebody(view: View, said: Said, one: Meant, given: Answers) -> tuple[str, ...]:
    """Return the parts that look as if they told who a child is."""
    names = names_of(one.snapshot.plan, one.snapshot.people)
    return tuple(name for name in PARTS if given.get(name) and any(of_words(given[name], names)))


def _paragraph(spans: Spans) -> Paragraph:
    return Paragraph(spans=spans)


# ---- taken back --------------------------------------------------------------------------------


def withdraw(tx: Tx, said: Said, command: commands.WithdrawNarrative, fresh: bool) -> Reply:
    """Withdraw what stands for a priority, for a reason: its author may, or an admin."""
    number, short = command.priority, said.asker.short
    snapshot = take(tx, short, said.asker.now)
    if fresh or not tx.entries.recorded(short, said.inbound.id):
        period = current(snapshot.policy, snapshot.today)
        stands = leads.of_period(tx.periods.narratives(short), snapshot.policy, period).get(number)
        if stands is None:
            raise refused("nothing", {"number": number})
        if stands.by != said.asker.person.id and not said.asker.person.is_admin:
            raise refused("not_yours", {"number": number, "who": stands.by_name})
        if not command.why:
            raise refused("why", {"number": number})
        capacity = stands.capacity if stands.by == said.asker.person.id else said.by.capacity
        tx.acting(said.by_as(capacity))
        tx.periods.take_back(short, stands.id, command.why)
    return _say_gone(tx, said, "withdrawn", number)


def undo(tx: Tx, said: Said, saved: Sequence[Entry]) -> Reply:
    """Take back what was written last. Raises Refusal if that was done already."""
    entry, short, number = saved[0], said.asker.short, saved[0].header.number
    if all(one.id != number for one in tx.periods.narratives(short)):
        raise refused("undone", {"number": entry.fields["priority"]})
    tx.acting(said.by_as(entry.fields.get("capacity", "")))
    tx.periods.take_back(short, number, "")
    return say_undone(tx, said, saved)


def say_undone(view: View, said: Said, entries: Sequence[Entry]) -> Reply:
    """Say what was undone, and what stands now."""
    return _say_gone(view, said, "undone", int(entries[0].fields["priority"]))


def _say_gone(view: View, said: Said, name: str, number: int) -> Say:
    snapshot = take(view, said.asker.short, said.asker.now)
    period = current(snapshot.policy, snapshot.today)
    stands = leads.of_period(view.periods.narratives(said.asker.short), snapshot.policy, period).get(number)
    if stands is None:
        note = line("leads.done.nothing", {"number": number})
    else:
        note = line("leads.done.stands", {"status": wording.word(stands.status)})
    notes = (*plan_named(view, said.asker.person.id, said.asker.short), note)
    title = words(f"leads.done.{name}", {"number": number})
    return Say(message=Message(title=title, blocks=tuple(map(_paragraph, notes))), changed_record=True)

