"""The second look at a completion, as everybody may read it: what was signed off, sent back, or waits for an assurer."""

from __future__ import annotations

from bot.model.letters.message import Spans
from bot.model.plan import Milestone
from bot.model.snapshot import Snapshot
from bot.rules.updates.assurance import Waits, returned, since, waits_for
from bot.rules.updates.standing import assured, judged, lapsed, local_day
from bot.wording.sentences import Fact, line, with_full_stop, words


def second_look(snapshot: Snapshot, milestone: Milestone) -> Spans:
    """Say what an assurer has found of a completion. Nothing, if the milestone is not complete."""
    standing, policy, today = snapshot.standing(milestone), snapshot.policy, snapshot.today
    waits = waits_for(milestone, standing, policy, today)
    verdict = assured(milestone, standing, policy, today) or returned(milestone, standing, policy, today)
    if verdict is None:
        return _waits(snapshot, milestone) if waits is not None else ()
    facts: dict[str, Fact] = {
        "level": verdict.level,
        "who": verdict.by_name,
        "capacity": verdict.capacity,
        "day": local_day(verdict.at, policy),
        "why": with_full_stop(verdict.why),
    }
    if waits is Waits.OWNER:
        return line(f"assurance.status.{'checked' if verdict.level else 'sent_back'}", facts)
    until = standing.completion.good_until if standing.completion is not None else None
    good = line("assurance.status.until", {"day": until}) if until is not None else ()
    return (*line("assurance.status.assured", facts), *good)


def _waits(snapshot: Snapshot, milestone: Milestone) -> Spans:
    standing = snapshot.standing(milestone)
    spans = line("assurance.status.waits", {"day": local_day(since(standing), snapshot.policy)})
    why = lapsed(standing, snapshot.today)
    if why is None or judged(milestone, standing, snapshot.policy, snapshot.today) is None:
        return spans
    return (*spans, *line("assurance.check.lapsed", {"why": words(f"assurance.lapse.{why.value}")}))
