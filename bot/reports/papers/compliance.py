"""Reporting compliance: how each role answered what it was asked, read in two passes whatever the number of milestones."""

from __future__ import annotations

from datetime import datetime

from bot.model.board.compliance import Compliance, Roles
from bot.model.board.paper import Book
from bot.reports.papers.ground import Ground, began
from bot.rules.board import compliance as rules
from bot.wording.papers import compliance as wording
from bot.wording.papers.who import Who


def compliance(ground: Ground) -> Book:
    """Return the workbook of reporting compliance since the plan began."""
    return wording.book(ground.snapshot.plan.title, roles(ground), who(ground), ground.as_at)


def roles(ground: Ground, after: datetime | None = None) -> Roles:
    """Return how each role answered what it was first asked after a moment, or since the plan began."""
    first = began(ground.view, ground.short, ground.policy)
    return rules.compliance(ground.snapshot, ground.posed, ground.answers, first, after)


def who(ground: Ground) -> Who:
    """Return the naming of people and roles on the papers of an audience."""
    return Who(ground.snapshot.people, ground.audience, ground.day)


def compliance_json(ground: Ground) -> dict[str, object]:
    """Return how each role answered, as facts for other programs. Roles are left out if the audience may not see them."""
    found, named = roles(ground), who(ground)
    rows = found.rows if named.are_roles else (wording.together(found),)
    return {
        "since": found.since.isoformat() if found.since else None,
        "until": found.until.isoformat(),
        "roles": [{"role": one.role or None, **_counts(one)} for one in rows],
    }


def _counts(one: Compliance) -> dict[str, object]:
    counts = {"asked": one.asked, "answered": one.answered, "in_time": one.in_time, "reminders": one.reminders}
    return {**counts, "median_working_days": one.median, "vacant_working_days": one.vacant}
