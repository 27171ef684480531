"""A draft in the JSON shape that `seed check` promises."""

from __future__ import annotations

from datetime import date

from bot.model.draft import Draft
from bot.model.plan import Action, Milestone


def as_json(draft: Draft) -> dict[str, object]:
    """Return the draft as plain values: dates as YYYY-MM-DD, null if there is none."""
    plan = draft.plan
    return {
        "title": plan.title,
        "partnership": list(plan.partnership),
        "governance": {
            "board": plan.governance.board,
            "chair": plan.governance.chair,
            "operations_group": plan.governance.operations_group,
            "reports_into": list(plan.governance.reports_into),
            "scrutiny": list(plan.governance.scrutiny),
        },
        "priorities": [{"number": priority.number, "text": priority.text} for priority in plan.priorities],
        "actions": [_action(action) for action in plan.actions],
        "roles": [
            {"name": role.name, "aliases": list(role.aliases), "organisation": role.organisation} for role in plan.roles
        ],
        "warnings": [
            {"line": warning.line, "code": warning.code, "message": warning.message} for warning in draft.warnings
        ],
    }


def _action(action: Action) -> dict[str, object]:
    return {
        "ref": action.ref,
        "priority": action.priority,
        "title": action.title,
        "impact": action.impact,
        "success_measures": list(action.success_measures),
        "strategy_links": list(action.strategy_links),
        "milestones": [_milestone(milestone) for milestone in action.milestones],
        "source_ref": action.source_ref,
    }


def _milestone(milestone: Milestone) -> dict[str, object]:
    return {
        "ref": milestone.ref,
        "text": milestone.text,
        "date_text": milestone.date_text,
        "start": _day(milestone.start),
        "due": _day(milestone.due),
        "open_ended": milestone.open_ended,
        "recurrence": milestone.recurrence.value if milestone.recurrence else None,
        "owners": list(milestone.owners),
        "source_ref": milestone.source_ref,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
