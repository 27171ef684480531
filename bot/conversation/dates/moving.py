"""Moving: another due date, or an end, is asked for. It is said back first, and asked at a yes."""

from __future__ import annotations

from datetime import date

from bot.conversation.updating.rights import milestone_for
from bot.conversation.visit import Said, day_meant, plan_named, undo_of
from bot.model.letters.message import Actions, Block, Button, Message, Paragraph, Spans
from bot.model.letters.talk import Draft
from bot.model.people import Person
from bot.model.plan import Milestone
from bot.model.updates.request import Asks, Cause, DateRequest, RequestState
from bot.ports.record import Tx, View
from bot.ports.refusals import Refusal
from bot.rules import holders
from bot.rules.dates import example
from bot.rules.updates import requests as rules
from bot.rules.updates.standing import complete
from bot.rules.updates.standing import due as due_on
from bot.wording import commands
from bot.wording.commands import Scope
from bot.wording.sentences import Fact, line, with_full_stop, words
from bot.wording.updates import requests as wording
from bot.wording.updates.dates import every
from bot.wording.updates.requests import cause_named


def refused(name: str, facts: dict[str, Fact]) -> Refusal:
    """Return the refusal of that name."""
    return Refusal("fault", sentence=words(f"requests.refused.{name}", facts))


# ---- what is meant ---------------------------------------------------------------------------


def meant(view: View, said: Said, command: commands.DateOrder) -> DateRequest:
    """Return the request that an order makes. Raises Refusal if it can't be asked, or not by whoever speaks.

    Of a milestone that comes round it is of one occurrence, unless all are meant.
    """
    short, ref = said.asker.short, command.ref
    milestone = open_milestone(view, said, ref)
    request = DateRequest(
        plan=short,
        ref=ref,
        asks=Asks.DROP if isinstance(command, commands.Drop) else Asks.MOVE,
        was=at_hand(view, said, milestone),
        why=command.why,
        by=said.asker.person.id,
        by_name=said.asker.person.name,
        capacity=holders.capacity(view.people.of(short), said.asker.person, milestone, said.today) or "admin",
        at=said.asker.now,
    )
    if isinstance(command, commands.Drop):
        if not command.why:
            raise refused("why_drop", {"ref": ref})
        _refuse_second(view, request)
        return request
    wanted = command.wanted or day_meant(view, short, command.when, said.today)
    once = milestone.recurrence is not None and command.scope is not Scope.ALL
    told = {
        "wanted": wanted,
        "occurrence": request.was if once else None,
        "cause": _cause(command),
        "effect": command.effect,
    }
    request = request.model_copy(update=told)
    _refuse_move(view, said, milestone, request, command)
    _refuse_second(view, request)
    return request


def open_milestone(view: View, said: Said, ref: str) -> Milestone:
    """Return a milestone of which a date may be asked. Raises Refusal if it is not theirs, or has ended."""
    milestone = milestone_for(view, said, said.asker.short, ref)
    policy = view.plans.policy(said.asker.short)
    standing = view.updates.standings(said.asker.short)[ref]
    if milestone.recurrence is None and complete(milestone, standing, policy, said.today):
        raise refused("complete", {"ref": ref})
    return milestone


def at_hand(view: View, said: Said, milestone: Milestone) -> date | None:
    """Return the date of a milestone that would move: of one that comes round the next."""
    return due_on(milestone, view.plans.policy(said.asker.short), said.today)


def _cause(command: commands.Move) -> Cause | None:
    if not command.cause:
        return None
    try:
        return Cause(command.cause.lower())
    except ValueError:
        raise refused("cause", {"ref": command.ref, "cause": command.cause}) from None


def _refuse_move(view: View, said: Said, milestone: Milestone, request: DateRequest, command: commands.Move) -> None:
    ref, wanted = request.ref, request.wanted
    assert wanted is not None  # of a move
    if not command.why:
        raise refused("why_move", {"ref": ref, "wanted": wanted})
    if wanted == request.was:
        raise refused("same_day", {"ref": ref, "wanted": wanted})
    if wanted < said.today:
        raise refused("past", {"ref": ref, "wanted": wanted, "example": example(said.today)})
    if milestone.start is not None and wanted < milestone.start:
        raise refused("before_start", {"ref": ref, "wanted": wanted, "start": milestone.start})
    if command.scope is not None and milestone.recurrence is None:
        raise refused("not_round", {"ref": ref, "wanted": wanted})
    if command.scope is Scope.THIS and (room := _too_narrow(view, said, milestone, request)):
        facts: dict[str, Fact] = {"ref": ref, "was": request.occurrence or "", "wanted": wanted, "room": room}
        raise refused("between", facts)


def _too_narrow(view: View, said: Said, milestone: Milestone, request: DateRequest) -> str:
    """Return between which days a single occurrence may move, if what is wanted is not. Empty if it may."""
    if request.occurrence is None or request.wanted is None:
        return ""
    before, after = rules.room(milestone, view.plans.policy(said.asker.short), request.occurrence)
    is_out = (before is not None and request.wanted <= before) or (after is not None and request.wanted >= after)
    return _room(before, after) if is_out else ""


def _room(before: date | None, after: date | None) -> str:
    name = "both" if before and after else "before" if before else "after"
    return words(f"requests.refused.room_{name}", {"before": before or "", "after": after or ""})


def _refuse_second(view: View, request: DateRequest) -> None:
    """Raise Refusal if somebody asks the like of the milestone already, and nobody has decided on that."""
    for one in rules.still_open(view.requests.all(request.plan), request.ref):
        if one.asks is request.asks and one.occurrence in (None, request.occurrence):
            raise refused("there_is", {"ref": request.ref, "handle": one.handle})


# ---- said back -------------------------------------------------------------------------------


def said_back(view: View, said: Said, draft: Draft, order: commands.DateOrder) -> Message:
    """Say what an order would ask, and ask if it is meant: of a milestone that comes round, first which dates are."""
    request = meant(view, said, order)
    milestone = next(one for one in view.plans.one(request.plan).milestones if one.ref == request.ref)
    if isinstance(order, commands.Move) and milestone.recurrence is not None and order.scope is None:
        return _which(view, said, draft, request, milestone)
    name = "drop" if request.asks is Asks.DROP else "move"
    if milestone.recurrence is not None and name == "move":
        name = "move_one" if request.occurrence is not None else "move_all"
    plan = said.asker.plan_named
    buttons = (
        _button("yes", str(commands.Save(plan=plan, token=draft.token)), "primary"),
        _button("no", str(commands.Discard(plan=plan, token=draft.token))),
    )
    told = [*named(view, said), _text(milestone), *_said(request), _stands(request), decides(view, said, request)]
    paragraphs = tuple(Paragraph(spans=spans) for spans in told)
    return Message(title=words(f"requests.ask.{name}", wording.facts(request)), blocks=(*paragraphs, Actions(buttons=buttons)))


def named(view: View, said: Said) -> tuple[Spans, ...]:
    """Name the plan it is about, for somebody who is in several."""
    return plan_named(view, said.asker.person.id, said.asker.short)


def _which(view: View, said: Said, draft: Draft, request: DateRequest, milestone: Milestone) -> Message:
    room = _too_narrow(view, said, milestone, request)
    facts = {**wording.facts(request), "recurrence": every(milestone.recurrence), "room": room}
    plan = said.asker.plan_named
    buttons = tuple(
        _button(name, str(commands.WhichDates(plan=plan, scope=scope, token=draft.token)))
        for name, scope in (("this_one", Scope.THIS), ("all", Scope.ALL))
        if scope is Scope.ALL or not room
    )
    told = (*named(view, said), _text(milestone), line(f"requests.ask.{'only_all' if room else 'which_all'}", facts))
    paragraphs = tuple(Paragraph(spans=spans) for spans in told)
    title = words("requests.ask.which_narrow" if room else "requests.ask.which", facts)
    return Message(title=title, blocks=(*paragraphs, Actions(buttons=buttons)))


def _button(name: str, command: str, style: str = "plain") -> Button:
    label = words(f"requests.ask.{name}")
    return Button(label=label, command=command, style="primary" if style == "primary" else "plain")


def _text(milestone: Milestone) -> Spans:
    return line("requests.ask.text", {"ref": milestone.ref, "text": with_full_stop(milestone.text)})


def _said(request: DateRequest) -> list[Spans]:
    """Say back why a date is asked for, and what else was said of that."""
    said = [line("requests.ask.why", {"why": with_full_stop(request.why)})]
    if request.cause is not None:
        said.append(line("requests.ask.cause", {"cause": cause_named(request.cause)}))
    if request.effect:
        said.append(line("requests.ask.effect", {"effect": with_full_stop(request.effect)}))
    return said


def _stands(request: DateRequest) -> Spans:
    if request.asks is Asks.DROP:
        return line("requests.ask.drop_stands")
    return line("requests.ask.stands", wording.facts(request)) if request.was else line("requests.ask.undated")


def decides(view: View, said: Said, request: DateRequest) -> Spans:
    """Say who decides on a request, or that nobody may now."""
    moves, policy, people = view.plans.moves(request.plan), view.plans.policy(request.plan), view.people.of(request.plan)
    chair_only = rules.needs_chair(request, moves, policy)
    who = rules.approvers(people, request, chair_only, said.today)
    count = rules.approved_moves(moves, request.ref) + 1
    facts: dict[str, Fact] = {"who": names(who), "count": count, "ref": request.ref}
    name = "decides" if who else "nobody"
    return line(f"requests.ask.{name}{'_chair' if chair_only else ''}", facts)


def names(persons: tuple[Person, ...]) -> str:
    """Name people one after the other."""
    return ", ".join(one.name for one in persons)


# ---- asked -----------------------------------------------------------------------------------


def ask(tx: Tx, said: Said, order: commands.DateOrder) -> DateRequest:
    """Put a request on the record. Raises Refusal if it is not clear which dates of a milestone that comes round are meant."""
    request = meant(tx, said, order)
    if isinstance(order, commands.Move) and order.scope is None and request.occurrence is not None:
        raise refused("which", {"ref": request.ref})
    return tx.requests.ask(request)


def resolved(view: View, said: Said, order: commands.DateOrder) -> commands.DateOrder:
    """Return an order with its day. Raises Refusal if it can't be asked."""
    request = meant(view, said, order)
    return order.model_copy(update={"wanted": request.wanted, "when": ""}) if isinstance(order, commands.Move) else order


def told(view: View, said: Said, request: DateRequest) -> Message:
    """Say what was asked, who decides on it, and how to take it back."""
    said_of = (*named(view, said), *_said(request), _stands(request), decides(view, said, request))
    blocks: tuple[Block, ...] = (
        *(Paragraph(spans=spans) for spans in said_of),
        Actions(buttons=(undo_of(said, request.id),)),
    )
    return Message(title=wording.told(request, RequestState.OPEN), blocks=blocks)


def made_by(view: View, short: str, numbers: tuple[int, ...]) -> DateRequest | None:
    """Return the request that one of these entries is."""
    return next((one for one in view.requests.all(short) if one.id in numbers), None)
