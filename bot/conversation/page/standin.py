"""A stand-in for the papers of the page, until they are there."""

from __future__ import annotations

from datetime import datetime

from bot.model.board.paper import Drawn
from bot.model.page.place import Place
from bot.model.people import Person
from bot.ports.record import View
from bot.ports.refusals import Refusal
from bot.reports.papers.packs import Pack


def file(view: View, short: str, person: Person, name: str, place: Place, now: datetime) -> Drawn | Pack:
    """Return no paper."""
    raise Refusal("page_no_file")
