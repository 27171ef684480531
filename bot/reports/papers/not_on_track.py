"""The stocktake pack's second paper: each milestone that is not on track, with its history."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.model.board.paper import Bullets, Grid, Heading, Paper, PaperBlock, PaperKind
from bot.model.letters.message import Spans, Text
from bot.model.plan import Action, Milestone
from bot.reports.papers.cells import columns
from bot.reports.papers.compliance import who
from bot.reports.papers.ground import Ground
from bot.reports.papers.history import Histories
from bot.reports.papers.stocktake import fields, plainly, prose
from bot.rules.calendar import local_day
from bot.rules.track import group, is_off_track
from bot.rules.updates.standing import dates, face_in, overdue
from bot.wording.sentences import Fact, mark, words
from bot.wording.updates.dates import dated

_HISTORY = {"on": 10, "what": 16, "by": 18, "said": 48}


def not_on_track(ground: Ground) -> Paper:
    """Return the paper of what is not on track."""
    snapshot, histories = ground.snapshot, Histories(ground)
    late = [one for one in snapshot.plan.milestones if is_off_track(snapshot, one)]
    facts: dict[str, Fact] = {"count": len(late), "milestones": len(snapshot.plan.milestones)}
    blocks: list[PaperBlock] = [prose("not_on_track.opening" if late else "not_on_track.none", facts)]
    for action, milestones in group(snapshot, late).actions:
        blocks += _of_action(ground, histories, action, milestones)
    return Paper(
        file=f"{PaperKind.NOT_ON_TRACK.value}.docx",
        title=words("pack.not_on_track.title", {"plan": snapshot.plan.title}),
        fields=fields(ground),
        blocks=tuple(blocks),
        foot=words("pack.stocktake.private"),
        made=ground.as_at,
    )


def _of_action(ground: Ground, histories: Histories, action: Action, milestones: Sequence[Milestone]) -> Iterator[PaperBlock]:
    title = who(ground).said(action.title)
    yield Heading(text=words("pack.not_on_track.action", {"ref": action.ref, "title": title}))
    for one in milestones:
        yield from _of_milestone(ground, histories, one)


def _of_milestone(ground: Ground, histories: Histories, milestone: Milestone) -> Iterator[PaperBlock]:
    named, ref = who(ground), milestone.ref
    roles = ", ".join(map(named.role, milestone.owners))
    yield Heading(text=ref, level=2)
    yield plainly(named.said(milestone.text))
    yield Bullets(lines=((mark(face_in(ground.snapshot, milestone).value), _stands(ground, milestone)),))
    yield prose("not_on_track.owner" if roles else "not_on_track.nobody", {"roles": roles})
    if (asked := _asked(ground, milestone)) is not None:
        yield asked
    yield Heading(text=words("pack.not_on_track.history", {"ref": ref}), level=3)
    caption, none = words("pack.not_on_track.about_history", {"ref": ref}), words("pack.not_on_track.no_history")
    yield Grid(caption=caption, columns=columns("not_on_track", _HISTORY), rows=histories.of(ref), none=none)


def _stands(ground: Ground, milestone: Milestone) -> Spans:
    """Tell the dates of a milestone, and if the one at hand has passed."""
    snapshot = ground.snapshot
    when = dated(dates(snapshot, milestone))
    late = overdue(milestone, snapshot.standing(milestone), ground.policy, snapshot.today)
    return (*when, Text(text=f" {words('pack.not_on_track.overdue')}")) if late else when


def _asked(ground: Ground, milestone: Milestone) -> PaperBlock | None:
    """Tell when somebody was asked and has not answered. None if nobody waits for an answer."""
    standing = ground.snapshot.standing(milestone)
    if standing.asked is None or standing.asked_last is None:
        return None
    first, last = (local_day(one, ground.policy.zone) for one in (standing.asked, standing.asked_last))
    return prose("not_on_track.asked" if first == last else "not_on_track.asked_again", {"first": first, "last": last})
