"""Impact in a stocktake: which actions have shown any, and those that are delivered and have shown none."""

from __future__ import annotations

from collections.abc import Sequence

from bot.model.board.paper import Grid
from bot.model.letters.message import plain
from bot.model.measures.no_impact import ActionTold
from bot.reports.papers.cells import columns, row
from bot.reports.papers.compliance import who
from bot.reports.papers.ground import Ground
from bot.rules.measures.impact import has_shown_impact, no_impact
from bot.wording.measures.impact import why_in_words
from bot.wording.measures.steps import set_by
from bot.wording.sentences import words

_WIDTHS = {"ref": 7, "action": 30, "step": 38, "why": 25}


def have_shown(actions: Sequence[ActionTold]) -> frozenset[str]:
    """Return the refs of the actions that have shown impact."""
    return frozenset(one.ref for one in actions if has_shown_impact(one))


def listed(ground: Ground, actions: Sequence[ActionTold]) -> Grid:
    """List the actions that are delivered and have shown no impact, each with the step that was set and why it is here."""
    named = who(ground)
    rows = tuple(
        row(
            one.action,
            named.said(one.title),
            named.said(plain(set_by(one.step, one.priority, one.step_on))),
            why_in_words(one.why, one.behind),
        )
        for one in no_impact(actions, ground.policy.zone)
    )
    caption, none = words("pack.no_impact.about"), words("pack.no_impact.none")
    return Grid(caption=caption, columns=columns("no_impact", _WIDTHS), rows=rows, none=none)
