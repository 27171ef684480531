"""The states that a plan's tracker gives: from which file, and as at which day, once an edition that says so is kept."""

from __future__ import annotations

from datetime import date, datetime

from bot.model.plan import Action, Imported, Milestone, Plan


def dated(plan: Plan, file: str, day: date, now: datetime) -> Plan:
    """Return a plan whose states name their file and their day: those that the document names, else its own and the day it is
    loaded. What was kept with an earlier edition stays as it is."""
    if not any(one.imported is not None and one.imported.since is None for one in plan.milestones):
        return plan

    def of(said: Imported) -> Imported:
        if said.since is not None:
            return said
        as_at = min(said.as_at or day, day)  # no file tells of a day to come
        return said.model_copy(update={"file": said.file or file, "as_at": as_at, "since": now})

    def milestone(one: Milestone) -> Milestone:
        return one if one.imported is None else one.model_copy(update={"imported": of(one.imported)})

    def action(one: Action) -> Action:
        return one.model_copy(update={"milestones": tuple(map(milestone, one.milestones))})

    return plan.model_copy(update={"actions": tuple(map(action, plan.actions))})
