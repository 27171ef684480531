"""The voices of a plan as they are told, in words and in the `voices` shape. Nobody else judges a voice."""

from __future__ import annotations

from collections.abc import Sequence

from bot.model.measures.measure import Measure
from bot.model.snapshot import Snapshot
from bot.model.voices.told import VoiceTold
from bot.model.voices.voice import VoiceStep
from bot.ports.record import View
from bot.rules.voices.standing import standing


def told(view: View, snapshot: Snapshot) -> tuple[VoiceTold, ...]:
    """Return every voice of a plan, oldest first, those too that were withdrawn."""
    return tuple(standing(one, snapshot.today, snapshot.policy.zone) for one in view.voices.all(snapshot.short))


def voices_json(view: View, snapshot: Snapshot) -> list[dict[str, object]]:
    """Return the voices of a plan in the `voices` shape, oldest first."""
    return [voice_json(one) for one in told(view, snapshot)]


def voice_json(one: VoiceTold) -> dict[str, object]:
    """Return one voice in the `voices` shape. A number that is too small to be shown is null, and `fewer_than_5` says so."""
    terms, will, did = one.voice.terms, one.we_will, one.we_did
    return {
        "handle": one.handle,
        "heard_on": terms.heard_on.isoformat(),
        "from": terms.source.value,
        "count": one.inside.number,
        "fewer_than_5": one.inside.fewer,
        "said": terms.said,
        "about": list(terms.about),
        "we_will": _words(will),
        "by": will.by_when.isoformat() if will is not None and will.by_when is not None else None,
        "we_did": _words(did),
        "changed": _words(one.changed),
        "why_not": _words(one.cannot),
        "shareable": terms.shareable.value,
        "state": one.state.value,
        "summary": terms.summary or None,
        "owner": terms.owner or None,
        "evidence": did.evidence.split() if did is not None else [],
        "offered": _words(one.offered),
        "days": one.days,
        "late": one.late,
        "ended_on": one.ended_on.isoformat() if one.ended_on is not None else None,
        "steps": [_step(step) for step in one.voice.steps],
    }


def _words(step: VoiceStep | None) -> str | None:
    return step.words if step is not None else None


def _step(step: VoiceStep) -> dict[str, object]:
    told_ = {"deed": step.deed.value, "by_role": step.capacity, "at": step.at.isoformat(), "words": step.words}
    return {**told_, "entry": step.id}


def about_of(one: VoiceTold, about: str, measures: Sequence[Measure]) -> bool:
    """Say if a voice is about a ref or a measure: about that itself, what it is a part of, or a part of it. A measure belongs to
    the actions that it is of."""
    of_measure = {each.handle: each.terms.actions for each in measures}
    named = [ref for each in one.voice.terms.about for ref in (each, *of_measure.get(each, ()))]
    return any(about == ref or ref.startswith(f"{about}.") or about.startswith(f"{ref}.") for ref in named)
