"""The board's first list: each action that is delivered and has shown no impact yet, and why it is on the list."""

from __future__ import annotations

from bot.model.board.paper import Cell, Column, Grid, Prose
from bot.model.letters.message import Text, plain
from bot.model.measures.no_impact import NoImpact
from bot.model.page.place import Place, Room
from bot.model.page.sheet import Sheet, Tab
from bot.reports.page.frame import framed
from bot.reports.page.ground import Ground
from bot.wording.measures.impact import why_in_words
from bot.wording.measures.steps import set_by
from bot.wording.sentences import words

COLUMNS = ("action", "priority", "why", "step")


def delivered(ground: Ground) -> Sheet:
    """Return the actions that are delivered and have shown no impact yet."""
    found = ground.digest.no_impact
    facts = {"count": len(found), "total": len(ground.snapshot.plan.actions)}
    said = words("page.delivered.count" if found else "page.delivered.none", facts)
    table = Grid(
        caption=words("page.only.no_impact"),
        columns=tuple(Column(heading=words(f"page.delivered.{name}")) for name in COLUMNS),
        rows=tuple(_row(ground, one) for one in found),
    )
    way = (Tab(label=words("page.nav.overview"), to=ground.to(Place())),)
    return framed(ground, words("page.only.no_impact"), (Prose(spans=(Text(text=said),)), *((table,) if found else ())), way)


def as_sentence(text: str) -> str:
    """Return words that stood inside a sentence as one of their own."""
    return f"{text[:1].upper()}{text[1:]}"


def _row(ground: Ground, one: NoImpact) -> tuple[Cell, ...]:
    there = ground.to(Place(room=Room.ACTION, ref=one.action))
    return (
        Cell(value=f"{one.action} {one.title}", to=there),
        Cell(value=one.priority),
        Cell(value=as_sentence(why_in_words(one.why, one.behind))),
        Cell(value=plain(set_by(one.step, one.priority, one.step_on)).strip()),
    )
