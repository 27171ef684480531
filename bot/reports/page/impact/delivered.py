"""What was delivered and has shown no impact yet: the board's first list, action by action, each with why it is on it."""

from __future__ import annotations

from bot.model.board.paper import Cell, Column, Grid, Prose
from bot.model.letters.message import Text
from bot.model.measures.no_impact import NoImpact
from bot.model.page.place import Place, Room
from bot.model.page.sheet import Sheet, Tab
from bot.reports.page.frame import framed
from bot.reports.page.ground import Ground
from bot.wording.sentences import words

COLUMNS = ("action", "priority", "step", "why", "measures")


def delivered(ground: Ground) -> Sheet:
    """Return the actions that are delivered and have shown no impact yet."""
    found = ground.no_impact
    facts = {"count": len(found), "total": len(ground.snapshot.plan.actions)}
    said = words("page.delivered.count" if found else "page.delivered.none", facts)
    table = Grid(
        caption=words("page.only.no_impact"),
        columns=tuple(Column(heading=words(f"page.delivered.{name}")) for name in COLUMNS),
        rows=tuple(_row(ground, one) for one in found),
    )
    way = (Tab(label=words("page.nav.overview"), to=ground.to(Place())),)
    return framed(ground, words("page.only.no_impact"), (Prose(spans=(Text(text=said),)), *((table,) if found else ())), way)


def why(one: NoImpact) -> str:
    """Say why an action is on the list."""
    return " ".join(words(f"page.delivered.{reason.value}") for reason in one.why)


def _row(ground: Ground, one: NoImpact) -> tuple[Cell, ...]:
    there = ground.to(Place(room=Room.ACTION, ref=one.action))
    return (
        Cell(value=f"{one.action} {one.title}", to=there),
        Cell(value=one.priority),
        Cell(value=one.step.step.value if one.step is not None else words("page.delivered.no_step")),
        Cell(value=why(one)),
        Cell(value=", ".join(told.measure.handle for told in one.behind) or None),
    )
