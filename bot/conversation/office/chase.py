"""A chair's or admin's request for an update."""

from __future__ import annotations

from collections.abc import Iterator

from bot.conversation.visit import Said
from bot.model.letters.message import Message, Paragraph, Spans, plain
from bot.model.letters.talk import Reply, Say
from bot.model.plan import Milestone
from bot.model.updates.update import Question
from bot.ports.record import Tx, View
from bot.ports.refusals import Refusal
from bot.reports.documents.retired import in_force
from bot.reports.snapshot import take
from bot.rules import holders
from bot.rules.asking.pauses import paused_in
from bot.wording import pauses
from bot.wording.sentences import line, words


def ask_for(tx: Tx, said: Said, ref: str, fresh: bool) -> Reply:
    """Log a chair's or admin's request for an update. Raises Refusal if nobody holds a role of the milestone."""
    asker = said.asker
    plan, people = tx.plans.one(asker.short), tx.people.of(asker.short)
    if not (asker.person.is_admin or holders.is_chair(people, asker.person, said.today)):
        raise Refusal("chair_only")
    milestone = in_force(plan, ref)
    paused = paused_in(take(tx, asker.short, asker.now), milestone)
    if paused is not None:
        said_so = plain(pauses.said("stands", paused, plan, asker.zone))
        raise Refusal("ask_paused", ref=ref, pause=said_so)
    vacant = [role for role in milestone.owners if not holders.holders(people, role, said.today)]
    if len(vacant) == len(milestone.owners):
        raise Refusal("ask_vacant" if vacant else "ask_ownerless", ref=ref, roles=", ".join(vacant))
    if fresh:
        tx.acting(said.by_as(holders.deciding(people, asker.person, said.today)))
        tx.updates.ask(Question(plan=asker.short, ref=ref, by=asker.person.id, by_name=asker.person.name, at=asker.now))
        tx.rounds.wake(asker.short)
    reached = _is_reached(tx, said, milestone)
    told = [line("replies.admin.asked" if reached else "replies.admin.asked_nobody", {"ref": ref})]
    if vacant:
        told.append(line("replies.admin.asked_vacant", {"roles": ", ".join(vacant)}))
    told += _unreached(tx, said, milestone, "replies.admin.asked_unreached" if reached else "replies.admin.unreached")
    title = words("replies.admin.asked_title", {"ref": ref})
    return Say(message=Message(title=title, blocks=tuple(Paragraph(spans=one) for one in told)))


def _is_reached(view: View, said: Said, milestone: Milestone) -> bool:
    """Say if a message reaches anybody who answers for the milestone, as holder or deputy."""
    people, lost = view.people.of(said.asker.short), {one.person for one in view.accounts.unreachable(said.asker.short)}
    return any(
        person.id not in lost and not holders.answers_for(people, person.id, said.today).isdisjoint(milestone.owners)
        for person in people.persons
    )


def _unreached(view: View, said: Said, milestone: Milestone, sentence: str) -> Iterator[Spans]:
    """Name the holders whom no message reaches."""
    people, lost = view.people.of(said.asker.short), {one.person for one in view.accounts.unreachable(said.asker.short)}
    for role in milestone.owners:
        for person in holders.holders(people, role, said.today) if lost else ():
            if person.id in lost:
                yield line(sentence, {"who": person.name, "role": role})
