"""The completion that an assurer means: what stands of it, and the one way to give a verdict on it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from bot.conversation.visit import Said
from bot.model.people import People, Person
from bot.model.plan import Action, Milestone
from bot.model.snapshot import Snapshot
from bot.model.updates.assurance import Assurance
from bot.model.updates.evidence import Verdict as Look
from bot.model.updates.update import Evidence, Update, update_handle
from bot.ports.record import View
from bot.ports.refusals import Refusal
from bot.reports.documents.retired import in_force
from bot.reports.snapshot import take
from bot.rules.updates.assurance import barred
from bot.rules.updates.standing import complete, face_in, judged
from bot.wording.sentences import mark, words


class Meant(NamedTuple):
    """A completion that somebody may give a verdict on: the statement that counts, and the latest verdict, if there is one."""

    snapshot: Snapshot
    milestone: Milestone
    update: Update
    last: Assurance | None
    today: date

    @property
    def action(self) -> Action:
        """Return the action that the milestone belongs to."""
        return next(one for one in self.snapshot.plan.actions if one.ref == self.milestone.action)

    @property
    def token(self) -> str:
        """Return what names this state of it: a form drawn from an earlier one is not what its assurer has seen."""
        offered = max((one.id for one in self.update.evidence), default=0)
        return f"{self.update.id}-{offered}-{self.last.id if self.last is not None else 0}"

    def rests_on(self, looks: Mapping[int, Look]) -> tuple[Evidence, ...]:
        """Return the evidence that a verdict rests on: what was looked at and accepted, and is not out of date."""
        good = (one for one in self.update.evidence if looks.get(one.id) is Look.ACCEPTED)
        return tuple(one for one in good if not one.is_stale(self.today))

    def accepted_in_words(self, looks: Mapping[int, Look]) -> dict[int, Look]:
        """Return what somebody accepts who signs off in words alone: all but what is out of date or was found not enough."""
        good = (one for one in self.update.evidence if looks.get(one.id) is not Look.NOT_ENOUGH)
        return {one.id: Look.ACCEPTED for one in good if not one.is_stale(self.today)}


def meant(view: View, said: Said, ref: str) -> Meant:
    """Return the completion meant. Raises Refusal if the milestone is not complete, or is not theirs to look at."""
    snapshot = take(view, said.asker.short, said.asker.now)
    milestone = in_force(snapshot.plan, ref)
    standing, policy, today = snapshot.standing(milestone), snapshot.policy, snapshot.today
    person = snapshot.people.one(said.asker.person.id) or said.asker.person
    bar = barred(snapshot, person, milestone)
    if bar is not None:
        facts = {"ref": ref, "role": bar.role, "handle": update_handle(bar.number)}
        raise Refusal(f"assure_{bar.bar.value}", who=_free(snapshot, milestone), **facts)
    if standing.unreadable is not None:
        raise Refusal("assure_unreadable", ref=ref)
    if milestone.closed or standing.update is None or not complete(milestone, standing, policy, today):
        raise Refusal("assure_not_complete", ref=ref, status=mark(face_in(snapshot, milestone)).word)
    return Meant(snapshot, milestone, standing.update, judged(milestone, standing, policy, today), today)


def assurers(people: People) -> str:
    """Name those who may look at what is complete."""
    return _named(people, [one for one in people.persons if one.is_assurer])


def _free(snapshot: Snapshot, milestone: Milestone) -> str:
    """Name those who may look at a milestone: assurers of its priority who neither declared it nor answer for it."""
    return _named(snapshot.people, [one for one in snapshot.people.persons if barred(snapshot, one, milestone) is None])


def _named(people: People, found: Sequence[Person]) -> str:
    return ", ".join(people.named_apart(one) for one in found) or words("assurance.check.nobody")


def looks(view: View, short: str, evidence: Collection[Evidence]) -> dict[int, Look]:
    """Return what was found of some evidence so far, by its number."""
    numbers = {one.id for one in evidence}
    index = view.evidence.index(short) if numbers else ()
    return {one.number: one.checked.verdict for one in index if one.number in numbers and one.checked is not None}
