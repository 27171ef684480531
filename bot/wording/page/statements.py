"""One statement on the page, part by part: what happened, the way back, what is expected, evidence, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bot.model.letters.message import Spans, Text
from bot.model.page.sheet import Line
from bot.model.updates.update import Update, evidence_handle
from bot.wording.sentences import Fact, line, with_full_stop, words
from bot.wording.updates.evidence import link_in_words


def parts(update: Update, today: date) -> Iterator[Line]:
    """Give the parts of a statement, each under its own name. What it does not say is left out."""
    if update.narrative:
        yield labelled("happened", with_full_stop(update.narrative))
    if update.path_to_green:
        yield labelled("path", with_full_stop(update.path_to_green))
    if update.forecast is not None:
        yield labelled("forecast", update.forecast)
    for one in update.evidence:
        yield labelled("evidence", (Text(text=f"{evidence_handle(one.id)} "), *link_in_words(one, today)))
    if update.no_evidence_reason:
        yield labelled("no_evidence", with_full_stop(update.no_evidence_reason))
    if update.decision_wanted:
        yield labelled("decision", with_full_stop(update.decision_wanted))


def labelled(name: str, said: Fact) -> Line:
    """Return words under their label."""
    return Line(spans=(Text(text=words(f"page.said.{name}"), strong=True), *_after(said)))


def _after(said: Fact) -> Spans:
    return line("page.said.after", {"said": said})
