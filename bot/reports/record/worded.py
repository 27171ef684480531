"""The entry that holds the words of what a handle names: of the board's business, a date request, a voice, a risk or a measure,
or of what a lead wrote or set."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from bot.model.measures.measure import MeasureStep, Reading
from bot.model.noun import Moment, local_day
from bot.model.risks.risk import RiskStep
from bot.model.voices.voice import VoiceStep
from bot.ports.record import View
from bot.ports.refusals import Refusal
from bot.rules.board.business import named
from bot.wording.commands.office import IMPACT, NARRATIVE
from bot.wording.sentences import Fact, words


class _Worded(NamedTuple):
    """An entry that may hold words, when it was made, and in which capacity."""

    entry: int
    at: Moment
    capacity: str


def entry_meant(view: View, short: str, handle: str) -> int:
    """Return the number of the entry that holds the words of a handle. Raises Refusal if the plan has no such thing, and names
    the entries if several of it hold words."""
    there = list(_entries(view, short, handle))
    if not there:
        raise Refusal("fault", sentence=words("erasures.chat.unknown", {"handle": handle}))
    holding = [one for one in there if view.erasures.texts(short, one.entry)] or there[:1]
    if len(holding) == 1:
        return holding[0].entry
    zone = view.plans.policy(short).zone
    listed = ", ".join(_named(one, zone) for one in holding)
    facts: dict[str, Fact] = {"handle": handle, "entries": listed, "first": holding[0].entry}
    raise Refusal("fault", sentence=words("erasures.chat.which", facts))


def _named(one: _Worded, zone: str) -> str:
    return words("erasures.chat.entry", {"number": one.entry, "day": local_day(one.at, zone), "who": one.capacity})


def _entries(view: View, short: str, handle: str) -> Iterator[_Worded]:
    """Give the entries about what a handle names, the one that began it first."""
    if handle.startswith(NARRATIVE):
        written = [one for one in view.periods.narratives(short) if f"{NARRATIVE}{one.priority}" == handle]
        yield from (_Worded(one.id, one.at, one.capacity) for one in written)
    elif handle.startswith("x"):
        for request in (one for one in view.requests.all(short) if one.handle == handle):
            yield _Worded(request.id, request.at, request.capacity)
            if request.decision is not None:
                yield _Worded(request.decision.id, request.decision.at, request.decision.capacity)
    elif handle.startswith(IMPACT):
        mine = (one for one in view.measures.impacts(short) if f"{IMPACT}{one.action}" == handle)
        yield from (_Worded(one.id, one.at, one.capacity) for one in mine)
    elif (item := named(view.business.all(short), handle)) is not None:
        yield _Worded(item.id, item.at, item.capacity)
        yield from (_Worded(step.id, step.at, step.capacity) for step in item.steps)
    else:
        yield from (_Worded(step.id, step.at, step.capacity) for step in _steps(view, short, handle))


def _steps(view: View, short: str, handle: str) -> Iterator[VoiceStep | RiskStep | MeasureStep | Reading]:
    """Give what was said of a voice or a risk, and what was said and read of a measure."""
    for voice in view.voices.all(short):
        yield from voice.steps if voice.handle == handle else ()
    for risk in view.risks.all(short):
        yield from risk.steps if risk.handle == handle else ()
    for measure in view.measures.all(short):
        if measure.handle == handle:
            yield from measure.steps
            yield from measure.readings
