"""A plan's people: their names, accounts, rights, and what they hold."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

import sqlalchemy as sa

from store.migrations.from_0_2.written import By, Chain

PEOPLE = sa.text(
    "SELECT m.person, m.whom, m.rights, c.name, c.email, c.platform FROM membership m JOIN contact c ON c.id = m.person"
    " WHERE m.plan = :plan ORDER BY m.person"
)
ACCOUNTS = sa.text(
    "SELECT a.person, a.platform, a.tenant, a.address FROM address a JOIN membership m ON m.person = a.person"
    " WHERE m.plan = :plan AND a.lost IS NULL ORDER BY a.id"
)
HELD = sa.text("SELECT role, person, starts, ends, deputy FROM holding_before WHERE plan = :plan ORDER BY id").columns(
    starts=sa.Date, ends=sa.Date
)
# Whoever holds a role, or acts for its holder, belongs to the plan.
STRANGERS = sa.text(
    "SELECT DISTINCT h.plan, c.id FROM holding_before h JOIN contact c ON c.id = h.person OR c.id = h.deputy"
    " WHERE NOT EXISTS (SELECT 1 FROM membership m WHERE m.plan = h.plan AND m.person = c.id)"
)


def introduce(db: sa.Connection) -> None:
    """Give everybody who holds a role a place among the people of its plan."""
    for plan, person in db.execute(STRANGERS).all():
        named = {"plan": plan, "person": person, "whom": secrets.token_hex(8)}
        db.execute(sa.text("INSERT INTO membership (plan, person, rights, whom) VALUES (:plan, :person, '', :whom)"), named)


def take_over(db: sa.Connection, entries: Chain, short: str, by: By) -> Mapping[int, str]:
    """Add what the plan knows of its people. Returns their random ids in it, by their contact's id."""
    people = db.execute(PEOPLE, {"plan": short}).all()
    ids = {one.person: one.whom for one in people}
    for one in people:
        entries.append("person", by, [("person", {"whom": one.whom, "email": one.email, "reach": one.platform})])
        entries.append("name", by, [("name", {"whom": one.whom, "name": one.name})])
    for one in db.execute(ACCOUNTS, {"plan": short}):
        place = {"at_platform": one.platform, "at_tenant": one.tenant, "at_account": one.address}
        entries.append("account", by, [("account", {"whom": ids[one.person], **place, "bound": True})])
    for one in people:
        if one.rights:
            entries.append("right", by, [("rights", {"whom": one.whom, "rights": one.rights})])
    for one in db.execute(HELD, {"plan": short}):
        held = {"holding": None, "role": one.role, "whom": ids[one.person], "starts": one.starts, "ends": one.ends}
        number = entries.append("holding", by, [("holding", {**held, "void": False})])
        if one.deputy is not None:
            entries.append("deputy", by, [("deputy", {"holding": number, "whom": ids[one.deputy]})])
    return ids
