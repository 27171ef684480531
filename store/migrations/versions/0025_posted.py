"""Which buttons are on the messages that Milepost posted where others read them: what a client names is not believed.

Revision ID: 0025
Revises: 0024
"""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "posted",
        sa.Column("message", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("buttons", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("message", name=op.f("pk_posted")),
    )
    op.create_index(op.f("ix_posted_at"), "posted", ["at"])
