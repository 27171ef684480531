"""A reading asked for, in one line of the message of the day."""

from __future__ import annotations

from datetime import date

from bot.model.letters.message import Spans, Text
from bot.model.measures.measure import Measure
from bot.model.measures.standing import MeasureTold
from bot.wording.commands.impact.measures import ReadingForm
from bot.wording.letters.sections import Offer
from bot.wording.measures.told import MOST_SAID, short_value
from bot.wording.measures.typed import period, typed
from bot.wording.sentences import Fact, line, words
from bot.wording.summary_lines import shortened


def wanted(told: MeasureTold, day: date, again: bool, deputy: bool) -> Spans:
    """Ask for the reading of the period that ended on a day. `again` if it was asked for a week ago."""
    terms, last = told.measure.terms, told.latest
    before: dict[str, Fact] = {"before_period": period(terms, last.as_at), "value": short_value(last, terms)} if last else {}
    facts: dict[str, Fact] = {
        "handle": told.measure.handle,
        "period": period(terms, day),
        "text": shortened(terms.text, MOST_SAID).text,
        "before": words("measures.asked.before", before) if last else words("measures.asked.first"),
    }
    name = "again" if again else "in_words" if terms.in_words else "reading"
    asked = line(f"measures.asked.{name}", facts)
    return (*asked, Text(text=" "), *line("measures.asked.deputy", {"role": terms.owner})) if deputy else asked


def offer(measure: Measure, day: date) -> Offer:
    """Return the button that opens the form of a reading."""
    terms = measure.terms
    return Offer(
        label=words("measures.button.give"),
        command=ReadingForm(number=measure.number, period=typed(terms, day)),
        spoken=words("measures.button.give_for", {"handle": measure.handle, "period": typed(terms, day)}),
    )
