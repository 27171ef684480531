"""Deciding: a date request is approved or declined, withdrawn by whoever asked, or what was decided is taken back."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation.board.business import wanted
from bot.conversation.dates.moving import named, names, refused
from bot.conversation.visit import Said, undo_of
from bot.model.letters.message import Actions, Block, Message, Paragraph, Spans
from bot.model.letters.talk import Say
from bot.model.record.entry import Entry, EntryKind
from bot.model.updates.request import Asks, DateRequest, RequestState
from bot.ports.record import Tx, View
from bot.ports.refusals import Refusal
from bot.rules.holders import deciding
from bot.rules.updates import requests as rules
from bot.rules.updates.requests import Bar
from bot.rules.updates.standing import due as due_on
from bot.wording.sentences import Fact, line, words
from bot.wording.updates import requests as wording

TAKEN_BACK = frozenset({EntryKind.DATE_REQUEST, EntryKind.DATE_DECISION, EntryKind.EXCEPTION})  # what undo takes back


def found(view: View, said: Said, number: int) -> DateRequest:
    """Return the request of that number. Raises Refusal if the plan has none."""
    requests = view.requests.all(said.asker.short)
    if not 1 <= number <= len(requests):
        raise refused("unknown", {"handle": f"x{number}"})
    return requests[number - 1]


# ---- decided ---------------------------------------------------------------------------------


def decide(tx: Tx, said: Said, number: int, state: RequestState, why: str, fresh: bool) -> Say:
    """Approve or decline a request. If it is heard again, says how it stands."""
    request = found(tx, said, number)
    if fresh or not tx.entries.recorded(said.asker.short, said.inbound.id):
        refuse_decision(tx, said, request)
        capacity = deciding(tx.people.of(said.asker.short), said.asker.person, said.today)
        tx.acting(said.by_as(capacity))
        request = tx.requests.decide(request, state, why)
        overtaken = _overtake(tx, request) if state is RequestState.APPROVED else ()
    else:
        overtaken = ()
    return _say_decided(tx, said, request, overtaken)


def refuse_decision(view: View, said: Said, request: DateRequest) -> None:
    """Raise Refusal if whoever speaks may not decide on a request, or it was decided."""
    moves, policy, people = view.plans.moves(request.plan), view.plans.policy(request.plan), view.people.of(request.plan)
    chair_only = rules.needs_chair(request, moves, policy)
    barred = rules.bar(people, said.asker.person, request, chair_only, said.today)
    if barred is not Bar.RIGHT and request.decision is not None:
        raise refused("decided", {"handle": request.handle, "state": words(f"requests.state.{request.state.value}")})
    if barred is None:
        return
    who = rules.approvers(people, request, chair_only, said.today)
    count = rules.approved_moves(moves, request.ref) + 1
    facts: dict[str, Fact] = {"handle": request.handle, "ref": request.ref, "who": names(who), "count": count}
    raise refused(barred.value if who else f"{barred.value}_nobody", facts)


def _overtake(tx: Tx, approved: DateRequest) -> tuple[DateRequest, ...]:
    """Let an approved request overtake what else is asked of the milestone's dates. A single occurrence overtakes only its
    like."""
    others = rules.still_open(tx.requests.all(approved.plan), approved.ref)
    overtaken = [one for one in others if _is_overtaken(one, approved)]
    return tuple(tx.requests.decide(one, RequestState.OVERTAKEN, "") for one in overtaken)


def _is_overtaken(request: DateRequest, approved: DateRequest) -> bool:
    if approved.asks is Asks.DROP:
        return True
    return request.asks is Asks.MOVE and approved.occurrence in (None, request.occurrence)


def _say_decided(view: View, said: Said, request: DateRequest, overtaken: Sequence[DateRequest]) -> Say:
    notes = [*named(view, said), stands(view, said, request.ref)]
    if overtaken:
        notes.append(line("requests.told.overtakes", {"handles": wording.handles(overtaken)}))
    decision = request.decision
    buttons = (Actions(buttons=(undo_of(said, decision.id),)),) if decision is not None else ()
    return _say(wording.told(request, request.state), notes, buttons)


def stands(view: View, said: Said, ref: str) -> Spans:
    """Say when a milestone is due, or that it is closed."""
    milestone = view.plans.one(said.asker.short).known(ref)
    if milestone is None or milestone.closed:
        return line("requests.told.stands_closed", {"ref": ref})
    due = due_on(milestone, view.plans.policy(said.asker.short), said.today)
    if due is None:
        return line("requests.told.stands_undated", {"ref": ref})
    told = line("requests.told.stands", {"ref": ref, "due": due})
    if milestone.recurrence is not None or milestone.baseline in (None, due):
        return told
    return (*told, *line("requests.told.promised", {"promised": milestone.baseline or ""}))


def _say(title: str, notes: Sequence[Spans], buttons: tuple[Block, ...] = ()) -> Say:
    blocks = (*(Paragraph(spans=spans) for spans in notes), *buttons)
    return Say(message=Message(title=title, blocks=blocks), changed_record=True)


# ---- withdrawn -------------------------------------------------------------------------------


def withdraw(tx: Tx, said: Said, number: int, why: str, fresh: bool) -> Say:
    """Withdraw a request for a reason: nobody is asked to decide on it any more."""
    request = found(tx, said, number)
    if fresh or not tx.entries.recorded(said.asker.short, said.inbound.id):
        if request.by != said.asker.person.id and not said.asker.person.is_admin:
            name = "withdraw_file" if request.by is None else "withdraw_not_yours"
            raise refused(name, {"handle": request.handle, "who": wording.asker(request)})
        if request.decision is not None:
            raise refused("decided", {"handle": request.handle, "state": words(f"requests.state.{request.state.value}")})
        if not why:
            raise refused("why_withdraw", {"handle": request.handle})
        capacity = request.capacity if request.by == said.asker.person.id else said.by.capacity
        tx.acting(said.by_as(capacity))
        tx.requests.withdraw(said.asker.short, request.id, why)
    return _say(wording.told(request, RequestState.WITHDRAWN), [*named(tx, said), stands(tx, said, request.ref)])


# ---- undone ----------------------------------------------------------------------------------


def undo(tx: Tx, said: Said, entries: Sequence[Entry]) -> Say:
    """Take back what the last thing said asked, decided or reported. Raises Refusal if that was built upon since."""
    for entry in entries:
        _refuse_undoing(tx, said, entry)
    for entry in entries:
        tx.acting(said.by_as(entry.fields.get("capacity", "")))
        tx.requests.withdraw(said.asker.short, entry.header.number, "")
    wanted.give_back(tx, said, entries)
    return say_undone(tx, said, entries)


def _refuse_undoing(view: View, said: Said, entry: Entry) -> None:
    short, number, ref = said.asker.short, entry.header.number, entry.fields["about"]
    if entry.header.kind is EntryKind.EXCEPTION:
        if all(one.id != number for one in view.requests.exceptions(short)):
            raise Refusal("undone_already")
        return
    is_request = entry.header.kind is EntryKind.DATE_REQUEST
    request = _of(view, short, number if is_request else int(entry.fields["request"]))
    if is_request and request.state is RequestState.WITHDRAWN:
        raise Refusal("undone_already")
    if is_request and request.decision is not None:
        state = words(f"requests.state.{request.state.value}")
        raise refused("undo_decided", {"handle": request.handle, "state": state})
    if not is_request and (request.decision is None or request.decision.id != number):
        raise Refusal("undone_already")
    if any(move.ref == ref and move.entry > number for move in view.plans.moves(short)):
        raise refused("undo_moved", {"handle": request.handle, "ref": ref})


def _of(view: View, short: str, number: int) -> DateRequest:
    return next(one for one in view.requests.all(short) if one.id == number)


def say_undone(view: View, said: Said, entries: Sequence[Entry]) -> Say:
    """Say what was undone, and how the milestone stands now."""
    first, ref = entries[0], entries[0].fields["about"]
    if first.header.kind is EntryKind.EXCEPTION:
        return _say(words("requests.told.undone_report", {"ref": ref}), [])
    is_request = first.header.kind is EntryKind.DATE_REQUEST
    request = _of(view, said.asker.short, first.header.number if is_request else int(first.fields["request"]))
    sentence = words(f"requests.told.then_{'gone' if is_request else 'open'}", {"ref": ref})
    title = words("requests.told.undone", {"handle": request.handle, "sentence": sentence})
    return _say(title, [*named(view, said), stands(view, said, ref)])
