"""A deputy may have days of their own, and a board's channel that takes no more summaries is known.

Revision ID: 0016
Revises: 0015
"""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel
from alembic import op

from store.database.guards import guard

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("starts", "ends"):
        op.add_column("deputy", sa.Column(name, sa.Date(), nullable=True))
    here = op.get_bind()
    if here.dialect.name == "sqlite":  # whose triggers name each column; those of PostgreSQL look at whatever there is
        for event in ("delete", "update"):
            op.execute(f"DROP TRIGGER deputy_{event}")
        guard(here, "deputy", ())
    op.create_table(
        "lost_board",
        sa.Column("plan", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("platform", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("tenant", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("channel", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["plan"], ["plan.short"], name=op.f("fk_lost_board_plan_plan")),
        sa.PrimaryKeyConstraint("plan", "platform", "tenant", "channel", name=op.f("pk_lost_board")),
    )
