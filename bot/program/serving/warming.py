"""The making of what is made when it is first needed, and kept: as soon as the process listens, beside the first answers."""

from __future__ import annotations

from bot.model.policy import Policy
from bot.rules.calendar import working_days
from bot.rules.dates import phrase_in, read
from store.record import SqlStore

DAYS = ("They said so, by the end of the spring term", "by 1 May")  # a day far into a text, and one that is all of it


def warm(store: SqlStore) -> None:
    """Put the statements into the database's words, and make the calendar and the patterns of days."""
    store.word_statements()
    working_days(Policy())
    for text in DAYS:
        phrase_in(text)
        read(text, None)
