"""The past of measures, risks and voices: as they were known at an earlier entry."""

from __future__ import annotations

from bot.model.measures.impact import Impact
from bot.model.measures.measure import Measure
from bot.model.risks.risk import Risk
from bot.model.voices.voice import Voice
from bot.ports.measures import MeasuresView
from bot.ports.risks import RisksView
from bot.ports.voices import VoicesView
from bot.reports.record.past_board import earlier


class PastMeasures:
    """The measures up to an entry."""

    def __init__(self, measures: MeasuresView, upto: int) -> None:
        self._measures = measures
        self._upto = upto

    def all(self, short: str, upto: int | None = None) -> tuple[Measure, ...]:
        """Return the measures by then."""
        return self._measures.all(short, earlier(self._upto, upto))

    def unread(self, short: str, upto: int | None = None) -> tuple[Measure, ...]:
        """Return the measures by then without their readings."""
        return self._measures.unread(short, earlier(self._upto, upto))

    def later(self, short: str) -> tuple[Measure, ...]:
        """Return the measures as they stand now."""
        return self._measures.all(short)

    def impacts(self, short: str, upto: int | None = None) -> tuple[Impact, ...]:
        """Return the impact steps set by then."""
        return self._measures.impacts(short, earlier(self._upto, upto))


class PastRisks:
    """The risks up to an entry."""

    def __init__(self, risks: RisksView, upto: int) -> None:
        self._risks = risks
        self._upto = upto

    def all(self, short: str, upto: int | None = None) -> tuple[Risk, ...]:
        """Return the risks by then."""
        return self._risks.all(short, earlier(self._upto, upto))


class PastVoices:
    """The voices up to an entry."""

    def __init__(self, voices: VoicesView, upto: int) -> None:
        self._voices = voices
        self._upto = upto

    def all(self, short: str, upto: int | None = None) -> tuple[Voice, ...]:
        """Return the voices by then."""
        return self._voices.all(short, earlier(self._upto, upto))
