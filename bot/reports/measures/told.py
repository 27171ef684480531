"""The measures of a plan as they are told: judged and hidden here, and nowhere else."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from bot.model.measures.measure import Measure, Reading
from bot.model.measures.standing import Direction, MeasureTold, Shown, Verdict
from bot.model.plan import Action
from bot.model.policy import Policy
from bot.model.snapshot import Snapshot
from bot.ports.record import View
from bot.rules.measures import dates, hiding, standing
from bot.rules.measures.impact import concerns

Json = dict[str, object]


def told(view: View, snapshot: Snapshot, action: Action | None = None) -> tuple[MeasureTold, ...]:
    """Return all measures of a plan as they may be told, closed ones too, in the order in which they were set. Of one action
    those that concern it."""
    every = [one for one in view.measures.all(snapshot.short) if action is None or concerns(one, action)]
    later = {one.id: one for one in view.measures.later(snapshot.short)} if every else {}
    return tuple(told_of(one, snapshot.policy, snapshot.today, later.get(one.id)) for one in every)


def told_of(measure: Measure, policy: Policy, today: date, later: Measure | None = None) -> MeasureTold:
    """Return one measure as it may be told on a day. What may not be shown of it as it stands `later` is hidden too."""
    terms, gone, few = measure.terms, frozenset[int](), frozenset[int]()
    for one in (measure, *((later,) if later is not None else ())):
        gone |= hiding.hidden(one.terms, one.readings)
        known = hiding.denominators(one.readings)
        few |= {each.id for each in one.readings if hiding.is_small(one.terms, each, known)}
    late = dates.late_since(measure, policy, today)
    counts = tuple(one for one in measure.standing if one.id not in gone and one.value is not None and not terms.in_words)
    latest = measure.standing[-1] if measure.standing else None
    values = _since_reset(measure, counts, latest)
    return MeasureTold(
        measure=hiding.without_small_baseline(measure),
        shown=tuple(shown(one, gone, few) for one in measure.standing),
        before=tuple(shown(one, gone, few) for one in measure.readings if one.id in {each.corrects for each in measure.readings}),
        verdict=Verdict.NO_READING if latest is None or late is not None else _verdict(measure, latest, gone, few),
        direction=standing.direction(terms, values) if values else Direction.TOO_FEW,
        mean=standing.mean(terms, values) if values else None,
        expected=standing.expected(terms, latest.as_at) if latest is not None else None,
        late_since=late,
        next_on=dates.next_on(measure, policy, today),
        unread=dates.unread(measure, policy),
    )


def shown(reading: Reading, gone: Collection[int], few: Collection[int]) -> Shown:
    """Return a reading as it may be shown. What was noted of a hidden one is left out too, as it may say the number."""
    plain: dict[str, object] = {"entry": reading.id, "as_at": reading.as_at, "provisional": reading.provisional}
    plain |= {"corrected": reading.corrects is not None, "replaces": reading.corrects}
    if reading.id in gone:
        return Shown.model_validate({**plain, "hidden": True, "few": reading.id in few})
    return Shown.model_validate(plain | reading.model_dump(include={"value", "numerator", "denominator", "words", "note"}))


def measures_json(measures: Collection[MeasureTold]) -> list[Json]:
    """Return measures as other programs read them."""
    return [_json(one) for one in measures]


def _since_reset(measure: Measure, counts: tuple[Reading, ...], latest: Reading | None) -> tuple[Decimal, ...]:
    """Return the values since a measure last began anew before its latest reading."""
    since = standing.begins_anew(measure.terms.resets, latest.as_at) if latest is not None else None
    return tuple(one.value for one in counts if one.value is not None and (since is None or one.as_at >= since))


def _verdict(measure: Measure, latest: Reading, gone: Collection[int], few: Collection[int]) -> Verdict:
    """Return the verdict on the latest reading. One that is hidden because of another has none."""
    terms = measure.terms
    if not standing.has_aim(terms):
        return Verdict.NO_TARGET
    if latest.value is None:
        return Verdict.NO_READING
    if latest.id in gone:
        return hiding.verdict_if_same_for_all(terms, latest) if latest.id in few else Verdict.NO_READING
    return standing.verdict(terms, latest.value, latest.as_at)


def _json(one: MeasureTold) -> Json:
    terms = one.measure.terms
    return {
        "handle": one.measure.handle,
        "text": terms.text,
        "actions": list(terms.actions),
        "polarity": terms.polarity.value,
        "unit": terms.unit,
        "baseline": number(terms.baseline),
        "baseline_on": _day(terms.baseline_on),
        "target": number(terms.target),
        "target_by": _day(terms.target_by),
        "trajectory": [{"by": _day(point.by), "value": number(point.value)} for point in terms.trajectory],
        "source": terms.source,
        "period": terms.period.value,
        "resets": terms.resets,
        "owner": terms.owner or None,
        "voice": terms.voice.value,
        "in_words": terms.in_words,
        "latest": _reading(one.latest) if one.latest is not None else None,
        "readings": [_reading(each) for each in one.shown],
        "before": [_reading(each) for each in one.before],
        "verdict": one.verdict.value,
        "direction": one.direction.value,
        "late_since": _day(one.late_since),
        "next_on": _day(one.next_on),
        "closed": one.measure.is_closed,
    }


def _reading(one: Shown) -> Json:
    return {
        "entry": one.entry,
        "as_at": _day(one.as_at),
        "value": number(one.value),
        "numerator": one.numerator,
        "denominator": one.denominator,
        "hidden": one.hidden,
        "few": one.few,
        "provisional": one.provisional,
        "words": one.words,
        "note": one.note,
        "corrected": one.corrected,
    }


def number(value: Decimal | None) -> float | int | None:
    """Return a value as a number of JSON, a whole one without a fraction."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None
