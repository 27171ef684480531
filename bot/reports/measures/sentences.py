"""The measures whose sentence a later edition of the plan changed or took out."""

from __future__ import annotations

from collections.abc import Sequence

from bot.model.measures.measure import Measure
from bot.model.plan import Plan
from bot.model.snapshot import Snapshot
from bot.ports.record import View
from bot.rules.measures.proposals import sentence_changed, stands_for


def sentences_changed(view: View, snapshot: Snapshot) -> tuple[Measure, ...]:
    """Return these measures. One that was said anew since is none: whoever did that has seen the change."""
    odd = [one for one in view.measures.all(snapshot.short) if not one.is_closed and not stands_for(one, snapshot.plan)]
    then = _editions(view, snapshot.short, sorted({_said_last(one) for one in odd}))
    return tuple(one for one in odd if sentence_changed(one, then[_said_last(one)], snapshot.plan))


def _said_last(measure: Measure) -> int:
    return next(step.id for step in reversed(measure.steps) if step.terms is not None)


def _editions(view: View, short: str, entries: Sequence[int]) -> dict[int, Plan]:
    """Return the plan as its edition stood at each of these entries, in their order. It is read once for each edition, not for
    each entry: what is the same before and after is the same between."""
    if not entries:
        return {}
    found = {entry: view.plans.document(short, entry) for entry in {entries[0], entries[-1]}}
    if found[entries[0]] == found[entries[-1]]:
        return dict.fromkeys(entries, found[entries[0]])
    middle = len(entries) // 2
    return {**_editions(view, short, entries[:middle]), **_editions(view, short, entries[middle:])}
