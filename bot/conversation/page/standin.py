"""A stand-in for the sheets, until they are there."""

from __future__ import annotations

from datetime import datetime

from bot.model.board.paper import Drawn, Heading
from bot.model.page.place import Place
from bot.model.page.sheet import Ask, Filters, Lines, Sheet
from bot.model.people import Person
from bot.ports.record import View
from bot.ports.refusals import Refusal
from bot.reports.papers.packs import Pack


def sheet(view: View, short: str, person: Person, place: Place, now: datetime) -> Sheet:
    """Return a sheet that says next to nothing."""
    plan = view.plans.one(short)
    when = Filters(caption="As at", keep=place.bare, asks=(Ask(field="as_at", label="As at"),), button="Show")
    blocks = (Heading(text=place.room.value), Lines(caption="Steps", none="None"))
    return Sheet(title=plan.title, plan_title=plan.title, moment="now", place=place, when=when, blocks=blocks)


def file(view: View, short: str, person: Person, name: str, place: Place, now: datetime) -> Drawn | Pack:
    """Return no paper."""
    raise Refusal("page_no_file")
