"""Findings of the inspection that led to a plan: which milestones are about each."""

from __future__ import annotations

from collections.abc import Mapping

from bot.model.board.settings import Finding
from bot.model.plan import Milestone


def is_about(finding: Finding, milestone: Milestone) -> bool:
    """Say if a milestone is about a finding: it is named there, or its action is, or its priority."""
    return not {milestone.ref, milestone.action, str(milestone.priority)}.isdisjoint(finding.refs)


def findings_of(findings: Mapping[str, Finding], milestone: Milestone) -> tuple[str, ...]:
    """Return the names of the findings that a milestone is about, in the order of the settings."""
    return tuple(name for name, finding in findings.items() if is_about(finding, milestone))
