"""Watching: how the whole database stands, in one statement that is cheap however much is in it."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta

import sqlalchemy as sa

from bot.model.fault import FaultKind, FaultTold, Refusing
from bot.model.letters.letter import Letter, LetterState
from bot.model.watching import Noted, Standing, Vitals
from bot.ports.letters import LettersView
from store.database.columns import aware, insert_once
from store.outgoing import standstills
from store.outgoing.standstills import WHOLE
from store.outgoing.turns import OPEN, speaks
from store.pauses import SILENT, on, silent
from store.reading import Changing, Connected, Part
from store.tables.entries import HEAD
from store.tables.letters import LETTER
from store.tables.plans import PLAN
from store.tables.rounds import STANDSTILL
from store.tables.watching import FAULT, WATCH_NOTE

# How large the database is, which whoever may connect to it may ask.
SIZE = {
    "sqlite": "(SELECT page_count FROM pragma_page_count()) * (SELECT page_size FROM pragma_page_size())",
    "postgresql": "pg_database_size(current_database())",
}
LATELY = timedelta(days=1)  # letters planned so long ago count as failed lately


class WatchingReading(Part):
    """The reading of how the database stands."""

    def __init__(self, connected: Connected, letters: LettersView) -> None:
        super().__init__(connected)
        self._letters = letters

    def vitals(self, now: datetime) -> Vitals:
        found: dict[str, list[tuple[str, str, int, datetime | None]]] = defaultdict(list)
        given = {"now": now, "lately": now - LATELY, **on(now)}
        statement = _vitals(silent(self._db, now), SIZE[self._db.dialect.name])
        for what, state, platform, count, moment in self._db.execute(statement, given):
            found[what].append((state, platform, int(count or 0), aware(moment) if moment is not None else None))
        letters = tuple(
            Standing(state=LetterState(state), platform=platform, count=count, oldest=oldest)
            for state, platform, count, oldest in found["letter"]
        )
        (_, _, plans, waits), (_, _, entries, _), (_, _, size, _) = (found[one][0] for one in ("plan", "entry", "size"))
        noted = {Noted(name): at for name, _, _, at in found["noted"]}
        refusing = tuple(platform for _, platform, count, _ in found["refusing"] for _ in range(count))
        facts = {"plans": plans, "entries": entries, "waits_since": waits, "size": size}
        return Vitals(letters=letters, refusing=refusing, noted=noted, **facts)

    def noted(self, what: Noted) -> datetime | None:
        at = self._db.scalar(sa.select(WATCH_NOTE.c.at).where(WATCH_NOTE.c.name == what.value))
        return aware(at) if at is not None else None

    def held_up(self, now: datetime, most: int = 1000) -> tuple[Letter, ...]:
        waits = sa.and_(LETTER.c.state.in_((LetterState.WAITING.value, LetterState.UNKNOWN.value)), LETTER.c.not_before <= now)
        mine = sa.select(LETTER.c.key).where(waits, LETTER.c.after.is_(None), *speaks(LETTER, silent(self._db, now)))
        keys = list(self._db.scalars(mine.order_by(LETTER.c.not_before, LETTER.c.key).limit(most)))
        read = self._letters.some(keys)
        return tuple(read[key] for key in keys if key in read)

    def refusing(self) -> tuple[Refusing, ...]:
        return standstills.refusing(self._db)

    def told(self) -> tuple[FaultTold, ...]:
        query = sa.select(FAULT.c.kind, FAULT.c.place, FAULT.c.plan, FAULT.c.person).order_by(*FAULT.primary_key.columns)
        kinds = {kind.value: kind for kind in FaultKind}
        return tuple(FaultTold(kinds[kind], *rest) for kind, *rest in self._db.execute(query) if kind in kinds)


class WatchingWriting(Changing, WatchingReading):
    """The noting of what was seen."""

    def note(self, what: Noted, at: datetime) -> None:
        if not self._db.execute(sa.update(WATCH_NOTE).where(WATCH_NOTE.c.name == what.value).values(at=at)).rowcount:
            self._db.execute(insert_once(self._db, WATCH_NOTE).values(name=what.value, at=at))

    def begin(self, told: FaultTold, since: datetime) -> None:
        self._add(FAULT, {**told._asdict(), "kind": told.kind.value, "since": since})

    def end(self, told: FaultTold) -> None:
        mine = [FAULT.c[name] == value for name, value in {**told._asdict(), "kind": told.kind.value}.items()]
        self._db.execute(sa.delete(FAULT).where(*mine))


def _vitals(paused: tuple[str, ...], size: str) -> sa.CompoundSelect[str, str, str, int, datetime]:
    """Return the one statement. What is counted by going through it all is what waits, never what was done with."""
    kept = sa.or_(
        sa.and_(LETTER.c.state.in_(OPEN), LETTER.c.not_before <= sa.bindparam("now")),
        sa.and_(LETTER.c.state == LetterState.FAILED.value, LETTER.c.not_before >= sa.bindparam("lately")),
    )
    platform = sa.func.coalesce(LETTER.c.platform, "")
    due = sa.and_(PLAN.c.short.not_in(SILENT), PLAN.c.wakes_at <= sa.bindparam("now"))
    waits = sa.select(sa.func.min(PLAN.c.wakes_at)).where(due).scalar_subquery()
    refusing = sa.select(STANDSTILL.c.platform, STANDSTILL.c.tenant).where(STANDSTILL.c.address == WHOLE).distinct().subquery()
    none = sa.literal("")
    return sa.union_all(
        sa.select(sa.literal("letter"), LETTER.c.state, platform, sa.func.count(), sa.func.min(LETTER.c.not_before))
        .where(kept, LETTER.c.after.is_(None), *speaks(LETTER, paused))
        .group_by(LETTER.c.state, platform),
        sa.select(sa.literal("plan"), none, none, sa.select(sa.func.count()).select_from(PLAN).scalar_subquery(), waits),
        sa.select(sa.literal("entry"), none, none, sa.select(sa.func.sum(HEAD.c.number)).scalar_subquery(), _NEVER),
        sa.select(sa.literal("size"), none, none, sa.literal_column(size, sa.BigInteger), _NEVER),
        sa.select(sa.literal("noted"), WATCH_NOTE.c.name, none, sa.literal(0), WATCH_NOTE.c.at),
        sa.select(sa.literal("refusing"), none, refusing.c.platform, sa.func.count(), _NEVER).group_by(refusing.c.platform),
    )


_NEVER = sa.cast(sa.null(), LETTER.c.not_before.type)
