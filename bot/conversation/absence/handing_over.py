"""Handing over: somebody says that a milestone is another role's, and that role takes it or says that it is not theirs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, assert_never

from bot.conversation.absence.saying import answer, refusal
from bot.conversation.updating.rights import milestone_for
from bot.conversation.visit import Said, undo_of
from bot.model.absences.absence import HandOver, Step
from bot.model.letters.message import Button, Spans
from bot.model.letters.talk import Reply
from bot.model.people import Person
from bot.model.plan import Milestone
from bot.ports.record import Tx, View
from bot.ports.refusals import Refusal
from bot.reports.documents.retired import in_force
from bot.rules import holders
from bot.rules.asking.absence import offered_to
from bot.wording.commands import NotMe, Take, UpdateForm
from bot.wording.help import nearest_of
from bot.wording.sentences import Fact, line, words


class _Case(NamedTuple):
    """A milestone, what of it waits for an answer, and the roles for which whoever speaks may answer."""

    milestone: Milestone
    waiting: tuple[HandOver, ...]
    mine: frozenset[str]

    @property
    def offered(self) -> HandOver | None:
        """Return what waits for whoever speaks to say if it is theirs."""
        return next(iter(offered_to(self.waiting, self.mine)), None)

    @property
    def role(self) -> str | None:
        """Return the role through which the milestone is theirs, None if it is not."""
        return next((role for role in self.milestone.owners if role in self.mine), None)


def _case(view: View, said: Said, ref: str) -> _Case:
    short, me = said.asker.short, said.asker.person.id
    milestone = in_force(view.plans.one(short), ref)
    waiting = tuple(one for one in view.absences.hand_overs(short) if one.ref == ref and one.is_open)
    return _Case(milestone, waiting, holders.answers_for(view.people.of(short), me, said.today))


# ---- not me --------------------------------------------------------------------------------


def not_me(tx: Tx, said: Said, command: NotMe) -> Reply:
    """Offer a milestone to another role, or if nobody is named to an admin. Whoever it was offered to refuses it so."""
    case = _case(tx, said, command.ref)
    made = tx.entries.recorded(said.asker.short, said.inbound.id)
    if made:
        return _say(tx, said, _as_made(tx, said, made[-1]), made[-1])
    offered = case.offered
    if offered is not None and (case.role is None or not command.whose):
        return _step(tx, said, offered.model_copy(update={"step": Step.REFUSED}), offered.to_role or "")
    milestone_for(tx, said, said.asker.short, command.ref)  # refuses whoever may not
    to_role = _role_meant(tx, said, command) if command.whose else None
    if isinstance(to_role, tuple):
        return _which(tx, said, command, *to_role)
    from_role = case.role or next((one.from_role for one in case.waiting), None) or case.milestone.accountable
    if from_role is None:
        raise Refusal("ask_ownerless", ref=command.ref)
    before = next((one for one in case.waiting if one.from_role == from_role), None)
    if to_role == from_role:
        if case.role is None and before is not None:
            return _step(tx, said, before.model_copy(update={"step": Step.KEPT}), said.by.capacity)
        raise refusal("yours_already", {"ref": command.ref, "role": from_role})
    if before is not None and before.to_role == to_role:
        title = words("absence.hand_over.already", {"ref": command.ref})
        return answer(tx, said, title, [_asked_as_before(before)])
    offer = HandOver(ref=command.ref, from_role=from_role, to_role=to_role)
    return _step(tx, said, offer, case.role or said.by.capacity)


def _role_meant(view: View, said: Said, command: NotMe) -> str | tuple[Person, Sequence[str]]:
    """Return the role that is meant, or if a person is meant who holds several that person and these. Raises Refusal if
    there is none, or nobody holds it."""
    plan, people = view.plans.one(said.asker.short), view.people.of(said.asker.short)
    if "@" in command.whose:
        email = command.whose.strip("<>").casefold()
        person = next((one for one in people.persons if one.email == email), None)
        if person is None:
            raise Refusal("no_such_person", email=email)
        roles = holders.roles_of(people, person.id, said.today)
        if not roles:
            raise refusal("no_role", {"ref": command.ref, "who": person.name})
        return roles[0] if len(roles) == 1 else (person, roles)
    found = holders.find_role(plan, command.whose)
    if found is None:
        nearest = nearest_of(command.whose, [one.name for one in plan.roles])
        raise Refusal("no_such_role", role=command.whose, nearest=nearest)
    if not holders.holders(people, found.name, said.today):
        raise refusal("role_vacant", {"ref": command.ref, "role": found.name})
    return found.name


def _which(view: View, said: Said, command: NotMe, person: Person, roles: Sequence[str]) -> Reply:
    """Ask which role of a person is meant, with a button for each."""
    plan = said.asker.plan_named
    buttons = tuple(Button(label=role, command=str(command.model_copy(update={"plan": plan, "whose": role}))) for role in roles)
    title = words("absence.hand_over.which", {"ref": command.ref, "who": person.name})
    return answer(view, said, title, (), buttons)


# ---- take ----------------------------------------------------------------------------------


def take(tx: Tx, said: Said, command: Take) -> Reply:
    """Take a milestone on that was offered, or keep one that whoever speaks had offered."""
    case = _case(tx, said, command.ref)
    made = tx.entries.recorded(said.asker.short, said.inbound.id)
    if made:
        return _say(tx, said, _as_made(tx, said, made[-1]), made[-1])
    if case.offered is not None:
        return _step(tx, said, case.offered.model_copy(update={"step": Step.TAKEN}), case.offered.to_role or "")
    own = next((one for one in case.waiting if one.from_role in case.mine), None)
    if own is not None:
        return _step(tx, said, own.model_copy(update={"step": Step.KEPT}), own.from_role)
    if case.role is not None:
        raise refusal("yours_already", {"ref": command.ref, "role": case.role})
    raise refusal("not_offered", {"ref": command.ref, "roles": ", ".join(case.milestone.owners)})


# ---- both ----------------------------------------------------------------------------------


def _step(tx: Tx, said: Said, step: HandOver, capacity: str) -> Reply:
    number = tx.absences.hand_over(said.asker.short, step, capacity)
    tx.rounds.wake(said.asker.short)
    return _say(tx, said, step, number)


def _as_made(view: View, said: Said, number: int) -> HandOver:
    """Return the step that an entry made."""
    entry = view.entries.entry(said.asker.short, number)
    assert entry is not None
    told = {name: entry.fields.get(name) for name in ("ref", "from_role", "to_role", "step")}
    return HandOver.model_validate(told)


def _say(view: View, said: Said, step: HandOver, number: int) -> Reply:
    facts: dict[str, Fact] = {"ref": step.ref, "role": step.to_role or "", "before": step.from_role}
    undo = (undo_of(said, number),)
    match step.step:
        case Step.OFFERED if step.to_role is None:
            return answer(view, said, words("absence.hand_over.admin", facts), [_asked_as_before(step)], undo)
        case Step.OFFERED:
            told = [line("absence.hand_over.offered_told", facts)]
            return answer(view, said, words("absence.hand_over.offered", facts), told, undo)
        case Step.REFUSED:
            return answer(view, said, words("absence.hand_over.refused", facts), [_asked_as_before(step)], undo)
        case Step.TAKEN:
            command = str(UpdateForm(plan=said.asker.plan_named, refs=(step.ref,)))
            update = Button(label=words("absence.hand_over.update", facts), command=command, style="primary")
            told = [line("absence.hand_over.taken_told", facts)]
            return answer(view, said, words("absence.hand_over.taken", facts), told, (update, *undo))
        case Step.KEPT:
            title = words("absence.hand_over.kept", {**facts, "role": step.from_role})
            return answer(view, said, title, (), undo)
        case Step.UNDONE:
            return answer(view, said, words("absence.undone.hand_over", {"ref": step.ref, "roles": step.from_role}))
    assert_never(step.step)


def _asked_as_before(step: HandOver) -> Spans:
    return line("absence.hand_over.admin_told", {"before": step.from_role})
