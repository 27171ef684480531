"""One line of the log for each thing said, each try to deliver a letter and each round, and the figures beside it.

A line has facts from closed lists, numbers, and a mark: nothing that anybody wrote, and nothing that tells who it was.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import assert_never

from bot.delivery.telling import Tried
from bot.model.letters.talk import Ask, Fix, Inbound, Reply, Say, Silence
from bot.model.mark import mark
from bot.planning.rounds import Planned
from bot.ports.channel import Handle
from bot.program.watching import figures
from bot.program.watching.figures import Kind

inbounds = logging.getLogger("milepost.inbound")
letters = logging.getLogger("milepost.letter")
rounds = logging.getLogger("milepost.round")
NOWHERE = "none"  # the platform of a letter for which no address was found
FACTS = "facts"  # the name under which a line of the log carries its facts


def kind_of(inbound: Inbound) -> Kind:
    """Return how a thing was said."""
    if inbound.files or inbound.for_a_file:
        return Kind.FILE
    if inbound.answers is not None:
        return Kind.FORM
    return Kind.PRESSED if inbound.card is not None else Kind.TYPED


def outcome_of(reply: Reply) -> str:
    """Return what came of a thing said, in one word."""
    match reply:
        case Say():
            return reply.wrong.value if reply.wrong is not None else "saved" if reply.changed_record else "said"
        case Ask():
            return "asked"
        case Fix():
            return "sent_back"
        case Silence():
            return "silent"
    assert_never(reply)


def heard(handle: Handle, monotonic: Callable[[], float] = time.monotonic) -> Handle:
    """Return the same desk, each of its answers told."""

    async def answered(inbound: Inbound) -> Reply:
        began = monotonic()
        reply = await handle(inbound)
        seconds, kind, outcome = monotonic() - began, kind_of(inbound).value, outcome_of(reply)
        platform = inbound.sender.platform
        figures.INBOUND.labels(platform, kind, outcome).inc()
        figures.INBOUND_TOOK.labels(platform, kind).observe(seconds)
        said: dict[str, str | int] = {"platform": platform, "kind": kind, "outcome": outcome}
        tell(inbounds, "inbound", {**said, "ms": _ms(seconds), "id": mark(inbound.id)})
        return reply

    return answered


def carried(tried: Tried) -> None:
    """Tell of one try to deliver a letter."""
    platform = tried.platform or NOWHERE
    figures.SENDS.labels(platform, tried.kind.value, tried.state.value).inc()
    figures.SENDS_TOOK.labels(platform, tried.state.value).observe(tried.seconds)
    facts: dict[str, str | int] = {
        "platform": platform,
        "kind": tried.kind.value,
        "outcome": tried.state.value,
        "attempt": tried.attempt,
        "age_s": round(tried.age),
        "ms": _ms(tried.seconds),
        "id": tried.mark,
    }
    tell(letters, "letter", facts)


def planned(done: Planned, ended: datetime, seconds: float, late: float) -> None:
    """Tell of one round, and by how many seconds it came too late. One with nothing due, which comes every few seconds, has no
    line."""
    figures.ROUNDS.inc()
    figures.ROUND_LAST.set(ended.timestamp())
    figures.PLANNED.inc(len(done.keys))
    if done.plans or done.keys:
        figures.ROUND_TOOK.observe(seconds)
        tell(rounds, "round", {"plans": done.plans, "letters": len(done.keys), "ms": _ms(seconds), "late_s": round(late)})


def tell(log: logging.Logger, what: str, facts: Mapping[str, str | int]) -> None:
    """Log one line: what it is of, and its facts."""
    log.info(what, extra={FACTS: dict(facts)})


def _ms(seconds: float) -> int:
    return round(seconds * 1000)
