"""When a letter was last tried; what platforms refused that was nobody's doing; accounts met whose person is not known yet.

Revision ID: 0006
Revises: 0005
"""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column and the two tables."""
    moment = sqlmodel.sql.sqltypes.UTCDateTime()
    op.add_column("letter", sa.Column("tried", moment, nullable=True))
    op.create_table(
        "standstill",
        sa.Column("platform", sqlmodel.AutoString(), nullable=False),
        sa.Column("tenant", sqlmodel.AutoString(), nullable=False),
        sa.Column("address", sqlmodel.AutoString(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("until", moment, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("platform", "tenant", "address", "day", name="pk_standstill"),
    )
    op.create_table(
        "arrival",
        sa.Column("platform", sqlmodel.AutoString(), nullable=False),
        sa.Column("tenant", sqlmodel.AutoString(), nullable=False),
        sa.Column("address", sqlmodel.AutoString(), nullable=False),
        sa.Column("route", sa.Text(), nullable=False),
        sa.Column("tried", sa.Integer(), nullable=False),
        sa.Column("again", moment, nullable=False),
        sa.PrimaryKeyConstraint("platform", "tenant", "address", name="pk_arrival"),
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_table("arrival")
    op.drop_table("standstill")
    op.drop_column("letter", "tried")  # not in a batch: SQLite would make anew a table that others point at
