"""The evidence index: each link that counts, to what it speaks, and who has looked at it. It says what the JSON of it says."""

from __future__ import annotations

from collections.abc import Mapping

from bot.model.board.paper import Book, Cell, PaperKind
from bot.model.board.settings import Finding
from bot.model.plan import Milestone
from bot.model.updates.evidence import Offered
from bot.reports.evidence import finding_of, in_order
from bot.reports.papers.cells import Row, book, by, columns, row, sheet
from bot.reports.papers.compliance import who
from bot.reports.papers.ground import Ground
from bot.wording.papers.who import Who
from bot.wording.sentences import words

_WIDTHS = {
    "finding": 10, "priority": 8, "action": 8, "milestone": 10, "evidence": 10, "type": 18, "shows": 40, "dated": 12,
    "good_until": 12, "offered_by": 24, "checked_by": 16, "verdict": 16, "link": 40,
}  # fmt: skip


def evidence_index(ground: Ground) -> Book:
    """Return the workbook of evidence."""
    named, findings = who(ground), ground.policy.findings
    found = in_order(ground.view.plans.one(ground.short), ground.view.evidence.index(ground.short))
    rows = [_row(named, findings, one, milestone) for one, milestone in found]
    heads = columns("evidence_index", _WIDTHS)
    return book(ground, PaperKind.EVIDENCE_INDEX, "evidence_index", (sheet("evidence_index", "sheet", heads, rows),))


def _row(named: Who, findings: Mapping[str, Finding], one: Offered, milestone: Milestone | None) -> Row:
    evidence, checked, address = one.evidence, one.checked, named.said(one.evidence.url)
    verdict = checked.verdict.value if checked else "none"
    return row(
        finding_of(findings, milestone),
        milestone.priority if milestone else None,
        milestone.action if milestone else None,
        one.ref,
        one.handle,
        evidence.kind.value,
        named.said(evidence.shows),
        evidence.dated,
        evidence.good_until,
        by(named, one.role, one.by_name),
        by(named, checked.capacity, checked.by_name) if checked else None,
        words(f"evidence.verdict.{verdict}"),
        Cell(value=address, link=address),
    )
