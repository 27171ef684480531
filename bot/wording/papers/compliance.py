"""Reporting compliance as a workbook: one sheet, a row a role."""

from __future__ import annotations

from bot.model.board.compliance import Compliance, Roles
from bot.model.board.paper import Book, Cell, Column, Grid, PaperKind, Sheet
from bot.wording.papers.frame import Frame, foot
from bot.wording.papers.who import Who
from bot.wording.sentences import words

WIDTHS = {"role": 40, "asked": 10, "answered": 10, "in_time": 10, "median": 24}


def book(roles: Roles, frame: Frame, who: Who) -> Book:
    """Return the workbook of how roles answered. If no roles may be named, all of them are one row."""
    title = words("papers.compliance.title", {"plan": frame.plan.title})
    sheet = Sheet(name=NAME, grid=grid(roles, who))
    return Book(file=f"{NAME}.xlsx", title=title, sheets=(sheet,), foot=foot(frame), made=frame.as_at)


NAME = PaperKind.COMPLIANCE.value


def grid(roles: Roles, who: Who) -> Grid:
    """Return the table of how roles answered."""
    named = [(who.role(one.role), one) for one in roles.rows]
    rows = named if who.are_roles else [(words("papers.compliance.all"), together(roles))]
    return Grid(
        caption=words("papers.compliance.caption", {"since": roles.since or words("papers.said.none")}),
        columns=tuple(Column(heading=words(f"papers.compliance.{name}"), width=width) for name, width in WIDTHS.items()),
        rows=tuple(_row(name, one) for name, one in rows),
        none=words("papers.compliance.none"),
    )


def together(roles: Roles) -> Compliance:
    """Return how all roles of a plan answered, as one."""
    return Compliance(
        role="",
        asked=sum(one.asked for one in roles.rows),
        answered=sum(one.answered for one in roles.rows),
        in_time=sum(one.in_time for one in roles.rows),
        reminders=sum(one.reminders for one in roles.rows),
        days=tuple(sorted(day for one in roles.rows for day in one.days)),
    )


def _row(name: str, one: Compliance) -> tuple[Cell, ...]:
    return (Cell(value=name), *(Cell(value=count) for count in (one.asked, one.answered, one.in_time)), _median(one))


def _median(one: Compliance) -> Cell:
    """Return the median of the days as a number. A role that was never asked as nobody held it says so in its place."""
    if one.median is not None:
        return Cell(value=int(one.median) if one.median.is_integer() else one.median)
    return Cell(value=words("papers.compliance.vacant", {"count": one.vacant})) if one.vacant and not one.asked else Cell()
