"""Overtaking: once a milestone is complete nobody need decide on its date, unless what completed it is taken back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from bot.conversation.visit import Said
from bot.model.letters.message import Spans
from bot.model.plan import Milestone
from bot.model.record.entry import Entry
from bot.model.updates.request import DateRequest, RequestState
from bot.ports.record import Tx, View
from bot.rules.updates import requests as rules
from bot.rules.updates.standing import complete
from bot.wording.sentences import Fact, line, words


def overtake(tx: Tx, said: Said, milestone: Milestone, capacity: str) -> None:
    """Let what is asked of a milestone's date wait no longer if the milestone is complete now, as was just said in a capacity."""
    if not _is_complete(tx, said, milestone):
        return
    waiting = rules.still_open(tx.requests.all(said.asker.short), milestone.ref)
    with acting_as(tx, said, capacity):
        for one in waiting:
            tx.requests.decide(one, RequestState.OVERTAKEN, words("requests.told.complete", {"ref": milestone.ref}))


def reopen(tx: Tx, said: Said, gone: Sequence[Entry]) -> None:
    """Let what statements had overtaken wait for a decision again, now that they count no longer."""
    milestones = {one.ref: one for one in tx.plans.one(said.asker.short).milestones}
    heard = {entry.fields.get("inbound") for entry in gone} - {None}
    for inbound in heard:
        for one in overtaken_by(tx, said.asker.short, str(inbound)):
            milestone = milestones.get(one.ref)
            if milestone is not None and one.decision is not None and not _is_complete(tx, said, milestone):
                with acting_as(tx, said, one.decision.capacity or said.by.capacity):
                    tx.requests.withdraw(said.asker.short, one.decision.id, "")


@contextmanager
def acting_as(tx: Tx, said: Said, capacity: str) -> Iterator[None]:
    """Let what follows be recorded in that capacity of whoever speaks."""
    tx.acting(said.by_as(capacity))
    yield
    tx.acting(said.by)


def told(view: View, said: Said) -> Iterator[Spans]:
    """Say which requests what was just said has overtaken."""
    for one in overtaken_by(view, said.asker.short, said.inbound.id):
        facts: dict[str, Fact] = {"handle": one.handle, "why": words("requests.told.complete", {"ref": one.ref})}
        yield line("requests.news.overtaken_why", facts)


def overtaken_by(view: View, short: str, inbound: str) -> Iterator[DateRequest]:
    """Give the requests that one thing said has overtaken by completing a milestone."""
    overtaken = [one for one in view.requests.all(short) if one.state is RequestState.OVERTAKEN]
    made = set(view.entries.recorded(short, inbound)) if overtaken else set()
    yield from (one for one in overtaken if one.decision is not None and one.decision.id in made)


def _is_complete(view: View, said: Said, milestone: Milestone) -> bool:
    """Say if a milestone is complete for good: one that comes round never is."""
    standing, policy = view.updates.standings(said.asker.short)[milestone.ref], view.plans.policy(said.asker.short)
    return milestone.recurrence is None and complete(milestone, standing, policy, said.today)
