"""The exception report on a milestone: the last that was written by then, with the milestone's dates."""

from __future__ import annotations

from bot.model.board.exception import Exceptional
from bot.model.board.paper import Paper
from bot.reports.documents.retired import known
from bot.reports.papers.compliance import who
from bot.reports.papers.frame import frame
from bot.reports.papers.ground import Ground
from bot.rules.calendar import local_day
from bot.rules.updates.standing import counted_in, dates, face_in
from bot.wording.papers import exception as wording


def exception(ground: Ground, ref: str) -> Paper:
    """Return the exception report on a milestone. Raises Refusal if the plan has none of that ref."""
    return wording.paper(exception_facts(ground, ref), frame(ground), who(ground))


def exception_facts(ground: Ground, ref: str) -> Exceptional:
    """Return the facts of an exception report. Raises Refusal if the plan has no milestone of that ref."""
    milestone, snapshot, zone = known(ground.snapshot.plan, ref), ground.snapshot, ground.policy.zone
    reports = [one for one in ground.view.requests.exceptions(ground.short) if one.ref == milestone.ref]
    said = counted_in(snapshot, milestone)
    return Exceptional(
        milestone=milestone,
        face=face_in(snapshot, milestone),
        dates=dates(snapshot, milestone),
        first=milestone.baseline,
        forecast=said.forecast if said is not None else None,
        report=reports[-1] if reports else None,
        reported=tuple(local_day(one.at, zone) for one in reports),
        ended=milestone.closed or snapshot.plan.has_retired(milestone.ref),
    )
