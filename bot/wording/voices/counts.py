"""The yearly counts of voices in words, a line each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.model.voices.voice import Heard
from bot.wording.sentences import Fact, words

MEDIANS = ("days_to_answer", "days_to_close")


def lines(facts: Mapping[str, int | float | None], by_source: Mapping[Heard, int]) -> Iterator[str]:
    """Give the counts of a year: what was heard and where, what came of it, and how many days it took."""
    counts: dict[str, Fact] = {name: "" if value is None else f"{value:g}" for name, value in facts.items()}
    yield words("voices.year.heard", counts)
    for source, number in by_source.items():
        if number:
            yield words("voices.year.source", {"source": words(f"voices.from.{source.value}"), "count": number})
    for name in ("answered", "changed", "cannot", "still_open"):
        yield words(f"voices.year.{name}", counts)
    for name in MEDIANS:
        yield words(f"voices.year.{name}" if facts[name] is not None else f"voices.year.{name}_none", counts)
