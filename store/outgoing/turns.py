"""Turns: which letters may be worked on, and whose turn it is in a conversation."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache

import sqlalchemy as sa

from bot.model.letters.letter import HELD_UP, HOLDS, LetterState
from store.database.in_hand import LANE
from store.tables.letters import LETTER

# A letter that may yet be worked on. `retry_at` is when it is next looked at, whatever its state: the later try of one
# that waits, the next look-up of one that is unknown, and for one being sent the end of its sender's lease. The last two are
# told by the clock that all machines share: by its own, one that is ahead would take what another has in hand.
OPEN = (LetterState.WAITING.value, LetterState.SENDING.value, LetterState.UNKNOWN.value)
_AT = LETTER.c.retry_at.type
_BY_NOW = sa.case(
    (LETTER.c.state == LetterState.WAITING.value, sa.bindparam("real", type_=_AT)), else_=sa.bindparam("shared", type_=_AT)
)
KEYS: sa.BindParameter[object] = sa.bindparam("keys", expanding=True)


def speaks(letter: sa.FromClause, paused: tuple[str, ...]) -> tuple[sa.ColumnElement[bool], ...]:
    """Select letters of which no plan is paused."""
    of_none = [sa.not_(letter.c.asked.contains(names(short), autoescape=True)) for short in paused]
    return (sa.not_(sa.func.coalesce(letter.c.channel, "").in_(paused)), *of_none) if paused else ()


@lru_cache(maxsize=64)  # a statement made once is compiled once: this one is run for every letter
def may_go(paused: tuple[str, ...], by_key: bool = False) -> sa.ColumnElement[bool]:
    """Select what may be worked on. It is due by the round's clock (`now`), need not be left alone any longer by the `real`
    one, is in nobody's hands by the `shared` one, and no plan of it is paused."""
    return sa.and_(
        *speaks(LETTER, paused),
        # As expressions they have no index: SQLite would go through all that waits rather than look at a few by their keys.
        (LETTER.c.state.concat("") if by_key else LETTER.c.state).in_(OPEN),
        LETTER.c.not_before <= sa.bindparam("now"),
        sa.func.coalesce(LETTER.c.after, "") == "" if by_key else LETTER.c.after.is_(None),
        sa.or_(LETTER.c.retry_at.is_(None), LETTER.c.retry_at <= _BY_NOW),
    )


_BEFORE = LETTER.alias("before")


def _order(letter: sa.FromClause) -> sa.Tuple:
    """Return what orders a lane: what has begun is ended before anything else is said there."""
    return sa.tuple_(sa.case((letter.c.part > 1, 0), else_=1), letter.c.not_before, letter.c.key)


@lru_cache(maxsize=64)
def _holds(paused: tuple[str, ...]) -> sa.ColumnElement[bool]:
    """Select an earlier letter of the same lane that was not done with when it should have been, and for which the later
    ones wait: not for ever, and not for one that is left alone for long."""
    return sa.and_(
        _BEFORE.c.lane == LETTER.c.lane,
        _BEFORE.c.state.in_((LetterState.WAITING.value, LetterState.UNKNOWN.value)),
        _BEFORE.c.after.is_(None),
        _BEFORE.c.not_before <= sa.bindparam("now"),
        _BEFORE.c.attempts <= HELD_UP,
        sa.or_(_BEFORE.c.retry_at.is_(None), _BEFORE.c.retry_at <= sa.bindparam("soon")),
        _order(_BEFORE) < _order(LETTER),
        *speaks(_BEFORE, paused),
    )


@lru_cache(maxsize=64)
def its_turn(paused: tuple[str, ...]) -> sa.ColumnElement[bool]:
    """Select letters before which nothing is to be said in their lane. One that may have gone is looked up at any time."""
    said = sa.and_(_BEFORE.c.lane == LETTER.c.lane, _BEFORE.c.state == LetterState.SENDING.value)
    alone = sa.and_(~sa.exists().where(said), ~sa.exists().where(_holds(paused)))
    return sa.or_(LETTER.c.state != LetterState.WAITING.value, alone)


@lru_cache(maxsize=64)
def listed(paused: tuple[str, ...]) -> sa.Select[str, str]:
    """Select what may go, by whole letters. What waits only for a letter that is itself listed is listed after it."""
    key = sa.func.coalesce(LETTER.c.part_of, LETTER.c.key)
    held_up = sa.exists().where(_holds(paused), _BEFORE.c.retry_at > sa.bindparam("real"))
    later = sa.and_(LETTER.c.state == LetterState.WAITING.value, held_up)
    return sa.select(key, LETTER.c.lane).where(may_go(paused), ~later).order_by(*_order(LETTER)).limit(sa.bindparam("most"))


@lru_cache(maxsize=64)
def looked_for(paused: tuple[str, ...]) -> sa.Select[tuple[object, ...]]:
    """Select those of the letters `keys`, or of their parts, that may be worked on."""
    parts = sa.select(LETTER.c.key).where(LETTER.c.part_of.in_(KEYS))
    mine = sa.union_all(sa.select(LETTER.c.key).where(LETTER.c.key.in_(KEYS)), parts)
    return sa.select(LETTER).where(LETTER.c.key.in_(mine), may_go(paused, by_key=True))


@lru_cache(maxsize=64)
def takeable(paused: tuple[str, ...]) -> sa.Select[str, str, int]:
    """Select those of the letters `keys` whose turn it is. Passes over rows that another process has."""
    mine = sa.select(LETTER.c.key, LETTER.c.state, LETTER.c.attempts).where(LETTER.c.key.in_(KEYS))
    return mine.where(may_go(paused, by_key=True), its_turn(paused)).with_for_update(skip_locked=True)


# The letters `keys` whose lanes no other process takes letters of at this moment: whose turn it is must stay so.
_IN_LANES = sa.select(LETTER.c.key, LETTER.c.lane).where(LETTER.c.key.in_(KEYS)).cte().prefix_with("MATERIALIZED")
FREE = sa.select(_IN_LANES.c.key).where(sa.func.pg_try_advisory_xact_lock(LANE, sa.func.hashtext(_IN_LANES.c.lane)))


def moments(now: datetime, real: datetime, shared: datetime | None) -> Mapping[str, datetime]:
    """Return the moments that the selecting of letters asks for."""
    return {"now": now, "real": real, "soon": real + HOLDS, "shared": shared or real}


def names(short: str) -> str:
    """Return the words that name a plan in the JSON of what a letter asks."""
    return f'"plan":{json.dumps(short, ensure_ascii=False)}'
