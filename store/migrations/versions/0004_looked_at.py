"""The moment of a plan's last round, beside that of its next.

Revision ID: 0004
Revises: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    with op.batch_alter_table("plan") as plan:
        plan.add_column(sa.Column("looked_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))


def downgrade() -> None:
    """Take the column away."""
    with op.batch_alter_table("plan") as plan:
        plan.drop_column("looked_at")
