"""Plans that sleep until they have something to say, and are woken by what happens to them.

Revision ID: 0014
Revises: 0013
"""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns. Each plan is looked at by the next round."""
    with op.batch_alter_table("plan") as plan:
        plan.add_column(sa.Column("opens_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
        plan.add_column(sa.Column("stirred", sa.Integer(), nullable=False, server_default="0"))
    op.execute("UPDATE plan SET wakes_at = NULL")
