"""Reporting compliance: how each role answered what it was asked, read in two passes whatever the number of milestones."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from bot.model.board.compliance import Roles
from bot.model.board.paper import Book
from bot.reports.papers.frame import frame
from bot.reports.papers.ground import Ground, began
from bot.rules.board import compliance as rules
from bot.wording.papers import compliance as wording
from bot.wording.papers.who import Who


def compliance(ground: Ground) -> Book:
    """Return the workbook of reporting compliance since the plan began."""
    return wording.book(roles(ground), frame(ground), who(ground))


def roles(ground: Ground, after: datetime | None = None, refs: Collection[str] | None = None) -> Roles:
    """Return how each role answered what it was first asked after a moment, or since the plan began, some milestones alone if
    they are given."""
    first = began(ground.view, ground.short, ground.policy)
    return rules.compliance(ground.snapshot, *ground.exchanged, first, after, refs)


def who(ground: Ground) -> Who:
    """Return the naming of people and roles on the papers of an audience."""
    return Who(ground.snapshot.people, ground.audience, ground.day)
