"""The index of evidence: how much of it was looked at, and what needs a look first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.model.letters.message import Item, Items, Message, Paragraph, Spans
from bot.model.letters.talk import Asker
from bot.model.snapshot import Snapshot
from bot.model.updates.evidence import Offered, Verdict
from bot.ports.record import View
from bot.ports.refusals import Refusal
from bot.reports.snapshot import take
from bot.rules.holders import may_look_over
from bot.rules.updates import evidence as rules
from bot.wording.sentences import Fact, line, words
from bot.wording.updates.evidence import link_in_words, verdict_of

MOST_SHOWN = 10  # links: the rest is counted


def index(view: View, asker: Asker, about: str) -> Message:
    """Count the evidence of a plan, or of a part of it, and list what needs a look first. Raises Refusal for whoever may not."""
    snapshot = take(view, asker.short, asker.now)
    if not may_look_over(snapshot.people, asker.person, snapshot.today):
        raise Refusal("evidence_index_not_yours")
    refs = {one.ref for one in snapshot.plan.milestones}
    found = [one for one in view.evidence.index(asker.short) if one.ref in refs and _is_in(one.ref, about)]
    facts: dict[str, Fact] = {"about": about}
    title = words("evidence.index.title_of" if about else "evidence.index.title", facts)
    if not found:
        return Message(title=title, blocks=(Paragraph(spans=line("evidence.index.none")),))
    in_order = sorted(found, key=lambda one: rules.urgency(one, snapshot.policy, snapshot.today))
    shown = tuple(Item(spans=_line(one, snapshot)) for one in in_order[:MOST_SHOWN])
    items = Items(heading=words("evidence.index.heading"), lines=shown)
    return Message(title=title, blocks=(_counts(found, snapshot.today), items, *_rest(in_order[MOST_SHOWN:])))


def _is_in(ref: str, about: str) -> bool:
    return not about or ref == about or ref.startswith(f"{about}.")


def _counts(found: Sequence[Offered], today: date) -> Paragraph:
    verdicts = [one.checked.verdict if one.checked else None for one in found]
    facts: dict[str, Fact] = {
        "count": len(found),
        "milestones": len({one.ref for one in found}),
        "accepted": verdicts.count(Verdict.ACCEPTED),
        "not_enough": verdicts.count(Verdict.NOT_ENOUGH),
        "unseen": verdicts.count(None),
        "stale": len(rules.stale_on(found, today)),
    }
    return Paragraph(spans=line("evidence.index.counts", facts))


def _line(one: Offered, snapshot: Snapshot) -> Spans:
    link = link_in_words(one.evidence, snapshot.today)
    return line("evidence.index.line", {"ref": one.ref, "handle": one.handle, "link": link, "verdict": verdict_of(one)})


def _rest(rest: Sequence[Offered]) -> tuple[Paragraph, ...]:
    if not rest:
        return ()
    return (Paragraph(spans=line("evidence.index.more", {"count": len(rest), "ref": rest[0].ref.rpartition(".")[0]})),)
