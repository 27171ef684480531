"""The voices that a highlight report tells of: those that wait, and those that ended since the papers before."""

from __future__ import annotations

from bot.model.board.highlight import VoicesHeard
from bot.model.voices.voice import VoiceState
from bot.reports.papers.ground import Ground
from bot.reports.voices.told import about_of, told
from bot.rules.calendar import local_day
from bot.rules.voices.rights import answering


def voices_heard(ground: Ground, priority: int | None) -> VoicesHeard:
    """Return the voices of a plan, or those about one priority."""
    snapshot, measures = ground.snapshot, ground.view.measures.all(ground.short)
    every = tuple(one for one in told(ground.view, snapshot) if one.state is not VoiceState.WITHDRAWN)
    if priority is not None:
        every = tuple(one for one in every if about_of(one, str(priority), measures))
    since = local_day(ground.before.as_at, ground.policy.zone) if ground.before is not None else None
    waiting = sorted((one for one in every if one.voice.is_open), key=lambda one: (-one.days, one.voice.number))
    ended = (one for one in every if one.ended_on is not None and (since is None or one.ended_on >= since))
    return VoicesHeard(
        every=every,
        waiting=tuple(waiting),
        ended=tuple(ended),
        answering={one.voice.number: answering(snapshot.plan, snapshot.people, one.voice) for one in waiting},
    )
