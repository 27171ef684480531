"""The evidence index: each link that counts, to what it speaks, and who has looked at it. It says what the JSON of it says."""

from __future__ import annotations

from collections.abc import Mapping

from bot.model.board.paper import Book, Cell, PaperKind
from bot.model.board.settings import Finding, Names
from bot.model.plan import Milestone
from bot.model.updates.evidence import Offered
from bot.reports.evidence import finding_of, in_order
from bot.reports.papers.cells import Row, book, columns, row, sheet, who
from bot.reports.papers.ground import Ground
from bot.wording.sentences import words

_WIDTHS = {
    "finding": 10, "priority": 8, "action": 8, "milestone": 10, "evidence": 10, "type": 18, "shows": 40, "dated": 12,
    "good_until": 12, "offered_by": 24, "checked_by": 16, "verdict": 16, "link": 40,
}  # fmt: skip


def evidence_index(ground: Ground) -> Book:
    """Return the workbook of evidence."""
    names, findings = ground.audience.names, ground.policy.findings
    found = in_order(ground.view.plans.one(ground.short), ground.view.evidence.index(ground.short))
    rows = [_row(names, findings, one, milestone) for one, milestone in found]
    heads = columns("evidence_index", _WIDTHS)
    return book(ground, PaperKind.EVIDENCE_INDEX, "evidence_index", (sheet("evidence_index", "sheet", heads, rows),))


def _row(names: Names, findings: Mapping[str, Finding], one: Offered, milestone: Milestone | None) -> Row:
    evidence, checked = one.evidence, one.checked
    verdict = checked.verdict.value if checked else "none"
    return row(
        finding_of(findings, milestone),
        milestone.priority if milestone else None,
        milestone.action if milestone else None,
        one.ref,
        one.handle,
        evidence.kind.value,
        evidence.shows,
        evidence.dated,
        evidence.good_until,
        who(names, one.by_name, one.role),
        who(names, checked.by_name, checked.capacity) if checked else None,
        words(f"evidence.verdict.{verdict}"),
        Cell(value=evidence.url, link=evidence.url),
    )
