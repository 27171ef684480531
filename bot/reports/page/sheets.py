"""The sheets of the page: one call, one reading, one sheet."""

from __future__ import annotations

from datetime import datetime
from typing import assert_never

from bot.model.page.place import Place, Room
from bot.model.page.sheet import Sheet
from bot.model.people import Person
from bot.ports.record import View
from bot.reports.page.action import action
from bot.reports.page.ground import ground
from bot.reports.page.impact.measures import measure, measures
from bot.reports.page.impact.risks import risks
from bot.reports.page.impact.voices import voices
from bot.reports.page.log import log
from bot.reports.page.milestone import milestone
from bot.reports.page.overview import overview
from bot.reports.page.papers import papers
from bot.reports.page.tree import plan


def sheet(view: View, short: str, person: Person, place: Place, now: datetime) -> Sheet:
    """Return the sheet of a place of a plan, as its reader may see it: as it stands, or as it was known at the moment asked for.

    Raises Refusal if there is no such thing, or the moment cannot be read, is to come, or is before the record.
    """
    read = ground(view, short, person, place, now)
    match place.room:
        case Room.OVERVIEW:
            return overview(read)
        case Room.PLAN:
            return plan(read)
        case Room.ACTION:
            return action(read)
        case Room.MILESTONE:
            return milestone(read)
        case Room.LOG:
            return log(read)
        case Room.PAPERS:
            return papers(read)
        case Room.MEASURES:
            return measures(read)
        case Room.MEASURE:
            return measure(read)
        case Room.RISKS:
            return risks(read)
        case Room.VOICES:
            return voices(read)
    assert_never(place.room)
