"""A draft in the JSON shape that `seed check` promises."""

from __future__ import annotations

from datetime import date

from bot.model.documents.draft import Draft, PlanDoubt
from bot.model.plan import Action, Imported, Milestone


def as_json(draft: Draft) -> dict[str, object]:
    """Return the draft as plain values: dates as YYYY-MM-DD, null if there is none."""
    plan = draft.plan
    return {
        "title": plan.title,
        "vision": plan.vision,
        "aims": [{"number": aim.number, "text": aim.text} for aim in plan.aims],
        "voices": list(plan.voices),
        "partnership": list(plan.partnership),
        "governance": {
            "board": plan.governance.board,
            "chair": plan.governance.chair,
            "operations_group": plan.governance.operations_group,
            "reports_into": list(plan.governance.reports_into),
            "scrutiny": list(plan.governance.scrutiny),
            "bodies": [{"name": body.name, "does": body.does} for body in plan.governance.bodies],
        },
        "priorities": [{"number": one.number, "text": one.text, "kind": one.kind} for one in plan.priorities],
        "actions": [_action(action) for action in plan.actions],
        "roles": [
            {"name": role.name, "aliases": list(role.aliases), "organisation": role.organisation} for role in plan.roles
        ],
        "warnings": [
            {"line": one.line, "code": one.code, "message": one.message, "place": one.place} for one in draft.warnings
        ],
        "doubts": [_doubt(doubt) for doubt in draft.asked],
        "doubts_listed": [_doubt(doubt) for doubt in draft.listed],
        "answers": {answer.key: answer.choice for answer in plan.answers},
    }


def _doubt(doubt: PlanDoubt) -> dict[str, object]:
    return {
        "key": doubt.key,
        "kind": doubt.kind.value,
        "question": doubt.question,
        "choices": list(doubt.choices),
        "default": doubt.default,
        "free": doubt.free,
        "places": list(doubt.places),
        "touches": list(doubt.touches),
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
        "imported": _imported(milestone.imported) if milestone.imported is not None else None,
    }


def _imported(said: Imported) -> dict[str, object]:
    return {
        "status": said.status.value if said.status else None,
        "colour": said.colour,
        "words": said.words,
        "progress": said.progress,
        "done": _day(said.done),
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
