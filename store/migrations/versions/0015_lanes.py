"""Each letter names its conversation, so that whoever takes one sees what must be said there before it.

Revision ID: 0015
Revises: 0014
"""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

WRITTEN = sa.text("UPDATE letter SET lane = 'person:' || CAST(person AS VARCHAR(20)) WHERE person IS NOT NULL")
ALONE = sa.text("UPDATE letter SET lane = COALESCE(part_of, key) WHERE person IS NULL")
PLACED = sa.text("SELECT key, address FROM letter WHERE person IS NULL AND address IS NOT NULL")
PLACE = sa.text("UPDATE letter SET lane = :lane WHERE key = :key")


def upgrade() -> None:
    with op.batch_alter_table("letter") as letter:
        letter.add_column(sa.Column("lane", sa.String(), nullable=False, server_default=""))
    db = op.get_bind()
    db.execute(WRITTEN)
    db.execute(ALONE)
    lanes = [{"key": key, "lane": lane} for key, address in db.execute(PLACED).all() if (lane := _lane(address))]
    if lanes:
        db.execute(PLACE, lanes)
    with op.batch_alter_table("letter") as letter:
        letter.alter_column("lane", existing_type=sa.String(), server_default=None)
        letter.create_index("ix_letter_lane", ["lane", "state", "not_before"])


def _lane(address: str) -> str | None:
    """Return the conversation of an address. None if it cannot be read: the letter is named when it is taken."""
    try:
        to = json.loads(address)
        return f"{to['platform']}:{to['tenant']}:{to['id']}"
    except (ValueError, TypeError, KeyError):
        return None
