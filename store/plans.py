"""Plans in the record: their editions, their settings, their pauses, and their boards' channels."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any

import sqlalchemy as sa

from bot.model.board.settings import BOARD as AUDIENCE
from bot.model.people import Address, LostBoard
from bot.model.plan import NO_FILE, Dropped, Move, Named, Plan, Source
from bot.model.policy import Policy
from bot.model.record.entry import EntryKind
from bot.model.record.trouble import Kept
from bot.model.summary import Posted
from bot.rules.documents import edition
from store.database.columns import aware, clean
from store.database.prepared import Prepared
from store.documents import editions, settings
from store.documents.overlay import Overlay, overlay_of
from store.entries import EntriesWriting
from store.outgoing import digests
from store.reading import LAST, Changing, Connected, Editions, Part
from store.tables.office import BOARD, PLAN_CLOSED, SETTING, SETTINGS
from store.tables.plans import LOST_BOARD, PLAN
from store.tables.statements import WITHDRAWAL

MOST_AT_HAND = 100  # actions of a plan that is told of on the thread of the loop


class PlansReading(Part):
    """The reading of plans, their policy and the board's channels."""

    def all(self) -> tuple[str, ...]:
        return tuple(self._db.scalars(sa.select(PLAN.c.short).order_by(PLAN.c.position)))

    def one(self, short: str, upto: int | None = None) -> Plan:
        kept = self._editions(short)
        mark = self._last(short, kept.marks, upto)
        plan = kept.plans.get(mark)
        if plan is None:
            plan = kept.overlay.on(self.document(short, mark), mark)
            kept.plans.keep(mark, plan)
        if len(plan.actions) > MOST_AT_HAND:
            self._is_for_a_thread()  # what is told of so long a plan takes long
        return plan

    def document(self, short: str, upto: int | None = None) -> Plan:
        kept = self._editions(short)
        number = self._last(short, kept.numbers, upto)
        plan = kept.documents.get(number)
        if plan is None:
            self._is_for_a_thread()
            texts = self._texts(short)
            read = partial(editions.plan_of, self._db, short, number, texts)
            plan = self._noted.read(Kept.PLAN, short, read, short)
            kept.documents.keep(number, plan)
        return plan

    def _last(self, short: str, numbers: Sequence[int], upto: int | None) -> int:
        """Return the last of those entries up to one. Raises Refusal if the plan has none."""
        before = len(numbers) if upto is None else bisect_right(numbers, upto)
        if before == 0:
            raise self._unknown(short)
        return numbers[before - 1]

    def first(self, short: str) -> int:
        numbers = self._editions(short).numbers
        if not numbers:
            raise self._unknown(short)
        return numbers[0]

    def _editions(self, short: str) -> Editions:
        """The editions of a plan, read anew after every change of it."""
        version = self._version(short)
        kept = self._known.editions.get(short)
        if kept is None or kept.version != version:
            numbers, decided = editions.numbers(self._db, short), self._overlay(short)
            kept = self._known.editions[short] = Editions(version, numbers, decided)
        return kept

    def _overlay(self, short: str) -> Overlay:
        return overlay_of(self._db, short, partial(editions.moves, self._db, short))

    def moves(self, short: str, upto: int | None = None) -> tuple[Move, ...]:
        kept = self._editions(short)
        if kept.moves is None:
            kept.moves = self._noted.read(Kept.PLAN, short, lambda: editions.moves(self._db, short), short)
        return kept.overlay.moves(kept.moves, LAST if upto is None else upto)

    def named(self, short: str) -> tuple[Named, ...]:
        kept = self._editions(short)
        if kept.named is None:
            read = partial(editions.named, self._db, short)
            kept.named = self._noted.read(Kept.PLAN, short, read, short) if len(kept.numbers) > 1 else ()
        return kept.named

    def dropped(self, short: str, ref: str, upto: int | None = None) -> Dropped | None:
        return editions.dropped(self._db, short, ref, LAST if upto is None else upto, self._texts(short))

    def policy(self, short: str, upto: int | None = None) -> Policy:
        if upto is not None:
            return self._policy(short, upto)
        version, kept = self._version(short), self._known.policies.get(short)
        if kept is None or kept[0] != version:
            kept = self._known.policies[short] = (version, self._policy(short, None))
        return kept[1]

    def _policy(self, short: str, upto: int | None) -> Policy:
        self._is_for_a_thread()  # mostly all else is read anew too
        rows = tuple(_SETTINGS.rows(self._db, short=short, upto=LAST if upto is None else upto))
        return self._noted.read(Kept.POLICY, short, lambda: settings.policy_of(rows), short)

    def board(self, short: str, audience: str | None = AUDIENCE) -> tuple[Address, ...]:
        bound = self._bound(short, audience)
        lost = self._lost(short) if bound else {}
        return tuple(one for one in bound if _place(one) not in lost)

    def lost_boards(self, short: str) -> tuple[LostBoard, ...]:
        lost = self._lost(short)
        if not lost:  # as nearly always
            return ()
        names = {row["audience"] or AUDIENCE: None for row in _BOARD.named(self._db, short=short)}
        return tuple(
            LostBoard(address=one, reason=row["reason"], at=aware(row["at"]), audience=name)
            for name in sorted(names, key=lambda name: (name != AUDIENCE, name))
            for one in self._bound(short, name)
            if (row := lost.get(_place(one))) is not None
        )

    def _lost(self, short: str) -> dict[tuple[str, str, str], Mapping[str, Any]]:
        self._is_for_a_thread()  # whoever asks asks it of every plan
        return {(row["platform"], row["tenant"], row["channel"]): row for row in _LOST.named(self._db, short=short)}

    def _bound(self, short: str, audience: str | None) -> tuple[Address, ...]:
        """Return the channels that are bound to an audience, lost or not; or to any, each once."""
        self._is_for_a_thread()
        bound: dict[tuple[str, str, str, str], Address] = {}
        for row in _BOARD.named(self._db, short=short):
            platform, tenant, channel = row["at_platform"], row["at_tenant"] or "", row["channel"]
            if channel is None:
                continue  # it was taken out for good
            key = platform, tenant, channel, row["audience"] or AUDIENCE
            bound.pop(key, None)
            if row["bound"] and audience in (None, key[3]):
                bound[key] = Address(platform=platform, tenant=tenant, id=channel, route=row["route"] or "")
        return tuple({_place(one): one for one in bound.values()}.values())

    def closed(self, short: str) -> date | None:
        return self._db.scalar(sa.select(PLAN_CLOSED.c.texts_until).where(PLAN_CLOSED.c.plan == short))

    def posted(self, short: str, week: date) -> tuple[Posted, ...]:
        self._is_for_a_thread()
        taken, instead = self._removed_from(short), self._known.instead
        return tuple(
            self._noted.read(Kept.ENTRY, row["entry"], partial(digests.posted, self._db, row, taken, instead), short)
            for row in digests.of_week(self._db, short, week)
        )


class PlansWriting(Changing, PlansReading):
    """The writing of plans, their policy and the board's channels. What changes nothing leaves no entry."""

    def __init__(self, connected: Connected, entries: EntriesWriting) -> None:
        super().__init__(connected)
        self._entries = entries

    def save(self, plan: Plan, source: Source = NO_FILE) -> None:
        if plan.short in self.all():
            known = self.document(plan.short)
            plan = edition.keeping_baselines(known, plan)
            if plan == known and not (source.approved and self._editions(plan.short).overlay.holds(LAST)):
                return
            self._touch(plan.short)
        else:
            self._in_hand.begin_plan()
            last = self._db.scalar(sa.select(sa.func.max(PLAN.c.position))) or 0
            self._db.execute(sa.insert(PLAN).values(short=plan.short, position=last + 1, version=1))
            self._in_hand.made(plan.short)
        why = source.because or None
        self._entries.append(plan.short, EntryKind.EDITION, self._by, editions.rows_of(plan, source), why=why)

    def give_back(self, short: str, upto: int) -> None:
        before = self.document(short, upto)
        for number in self._editions(short).numbers:
            if number > upto:
                self._entries.append(short, EntryKind.WITHDRAWAL, self._by, [(WITHDRAWAL, {"withdraws": number})])
        self._touch(short)
        self.save(before)

    def keep_settings(self, short: str, policy: Policy, source: Source = NO_FILE) -> None:
        if policy == self.policy(short):
            return
        self._entries.append(short, EntryKind.SETTINGS, self._by, settings.rows_of(policy, source))
        self._touch(short)

    def close(self, short: str, why: str, texts_until: date) -> bool:
        if self.closed(short) is not None:
            return False
        self._entries.append(short, EntryKind.PLAN_CLOSED, self._by, [(PLAN_CLOSED, {"texts_until": texts_until})], why=why)
        self._touch(short)
        return True

    def bind_board(self, short: str, address: Address, audience: str = AUDIENCE) -> bool:
        if address in self.board(short, audience):
            return False
        self._bind(short, address, audience, True)
        return True

    def lose_board(self, short: str, address: Address, reason: str, at: datetime) -> None:
        place = {"platform": address.platform, "tenant": address.tenant, "channel": address.id}
        if self._add(LOST_BOARD, {"plan": short, **place, "reason": clean(reason)[:500], "at": at}):
            self._stir([short])

    def unbind_board(self, short: str, address: Address, audience: str = AUDIENCE) -> bool:
        if _place(address) not in map(_place, self._bound(short, audience)):
            return False
        self._bind(short, address, audience, False)
        return True

    def _bind(self, short: str, address: Address, audience: str, bound: bool) -> None:
        place = {"at_platform": address.platform, "at_tenant": address.tenant, "channel": address.id}
        whose = {"audience": audience} if audience != AUDIENCE else {}
        rows = [(BOARD, {**place, **whose, "route": address.route if bound else "", "bound": bound})]
        self._entries.append(short, EntryKind.BOARD, self._by, rows)
        self._db.execute(_FOUND, {"short": short, "at": address.platform, "tenant_": address.tenant, "id_": address.id})
        self._touch(short)


def _place(address: Address) -> tuple[str, str, str]:
    return address.platform, address.tenant, address.id


# Made once: to make a statement takes longer than to run it.
_BOARD = Prepared(sa.select(BOARD).where(BOARD.c.plan == sa.bindparam("short")).order_by(BOARD.c.entry))
_LOST = Prepared(sa.select(LOST_BOARD).where(LOST_BOARD.c.plan == sa.bindparam("short")))
_SETTINGS = Prepared(
    sa.select(SETTING.c.key, SETTING.c.value)
    .where(SETTING.c.plan == sa.bindparam("short"))
    .where(
        SETTING.c.entry
        == sa.select(sa.func.max(SETTINGS.c.entry))
        .where(SETTINGS.c.plan == sa.bindparam("short"), SETTINGS.c.entry <= sa.bindparam("upto"))
        .scalar_subquery()
    )
    .order_by(SETTING.c.key)
)
_FOUND = sa.delete(LOST_BOARD).where(
    LOST_BOARD.c.plan == sa.bindparam("short"),
    LOST_BOARD.c.platform == sa.bindparam("at"),
    LOST_BOARD.c.tenant == sa.bindparam("tenant_"),
    LOST_BOARD.c.channel == sa.bindparam("id_"),
)
