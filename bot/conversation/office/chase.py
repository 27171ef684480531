"""A chair's or admin's request for an update."""

from __future__ import annotations

from bot.conversation.visit import Said
from bot.model.message import Message, Paragraph
from bot.model.talk import Reply, Say
from bot.model.update import Question
from bot.ports.record import Tx
from bot.ports.refusals import Refusal
from bot.rules import holders
from bot.wording.sentences import line, words


def ask_for(tx: Tx, said: Said, ref: str, fresh: bool) -> Reply:
    """Log a chair's or admin's request for an update."""
    asker = said.asker
    plan = tx.plans.one(asker.short)
    chair = holders.is_chair(tx.people.of(asker.short), asker.person, plan, said.today)
    if not (asker.person.is_admin or chair):
        raise Refusal("chair_only")
    if ref not in {milestone.ref for milestone in plan.milestones}:
        raise Refusal("no_such_milestone", ref=ref)
    if fresh:
        tx.updates.ask(Question(plan=asker.short, ref=ref, by=asker.person.id, by_name=asker.person.name, at=asker.now))
        tx.rounds.wake(asker.short)
    sentence = Paragraph(spans=line("replies.admin.asked", {"ref": ref}))
    return Say(message=Message(title=words("replies.admin.asked_title"), blocks=(sentence,)))
