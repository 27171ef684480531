"""Plans in the record. A plan is kept whole, as the edition that was loaded."""

from __future__ import annotations

import sqlalchemy as sa

from bot.model.people import Address
from bot.model.plan import Plan
from bot.model.policy import Policy
from bot.model.trouble import Kept
from bot.rules import edition
from store.columns import as_json, at_place
from store.reading import Changing, Connected, Part
from store.tables.plans import BOARD, DUE_CHANGE, PLAN


class PlansReading(Part):
    """What is read of plans, their policy and the board's channels."""

    def __init__(self, connected: Connected) -> None:
        super().__init__(connected)
        self._policies: dict[str, Policy] = {}

    def all(self) -> tuple[str, ...]:
        return tuple(self._db.scalars(sa.select(PLAN.c.short).order_by(PLAN.c.position)))

    def one(self, short: str) -> Plan:
        version = self._version(short)
        kept = self._known.plans.get(short)
        if kept is None or kept[0] != version:
            document = self._db.scalar(sa.select(PLAN.c.document).where(PLAN.c.short == short))
            made = self._noted.read(Kept.PLAN, short, lambda: Plan.model_validate_json(document or ""), short)
            kept = (version, made)
            self._known.plans[short] = kept
        return kept[1]

    def policy(self, short: str) -> Policy:
        if short not in self._policies:
            policy = self._db.scalar(sa.select(PLAN.c.policy).where(PLAN.c.short == short))
            made = self._noted.read(Kept.POLICY, short, lambda: Policy.model_validate_json(policy or "{}"), short)
            self._policies[short] = made
        return self._policies[short]

    def board(self, short: str) -> tuple[Address, ...]:
        rows = self._db.execute(sa.select(BOARD).where(BOARD.c.plan == short))
        return tuple(Address(platform=r.platform, tenant=r.tenant, id=r.address, route=r.route) for r in rows)


class PlansWriting(Changing, PlansReading):
    """What is changed of plans, their policy and the board's channels."""

    def save(self, plan: Plan) -> None:
        if plan.short not in self.all():
            last = self._db.scalar(sa.select(sa.func.max(PLAN.c.position))) or 0
            values = {"short": plan.short, "position": last + 1, "document": as_json(plan), "policy": "{}"}
            self._db.execute(sa.insert(PLAN).values(**values, paused=False, version=1))
            return
        known = self.one(plan.short)
        for ref, was, now in edition.moved(known, plan):
            self._db.execute(sa.insert(DUE_CHANGE).values(plan=plan.short, ref=ref, was=was, now=now))
        document = as_json(edition.keeping_baselines(known, plan))
        self._db.execute(sa.update(PLAN).where(PLAN.c.short == plan.short).values(document=document))
        self._touch(plan.short)

    def pause(self, short: str, paused: bool) -> None:
        self._db.execute(sa.update(PLAN).where(PLAN.c.short == short).values(paused=paused))

    def bind_board(self, short: str, address: Address) -> None:
        values = {"plan": short, "platform": address.platform, "tenant": address.tenant, "address": address.id}
        if self._add(BOARD, {**values, "route": address.route}):
            self._touch(short)

    def unbind_board(self, short: str, address: Address) -> None:
        self._db.execute(sa.delete(BOARD).where(BOARD.c.plan == short, at_place(BOARD, address)))
