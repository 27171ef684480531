"""What the people file of a plan last said, row by row. Nothing is remembered of files loaded before.

Revision ID: 0005
Revises: 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "people_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["plan"], ["plan.short"], name=op.f("fk_people_row_plan_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people_row")),
    )
    op.create_index(op.f("ix_people_row_plan"), "people_row", ["plan"])


def downgrade() -> None:
    """Take the table away."""
    op.drop_index(op.f("ix_people_row_plan"), table_name="people_row")
    op.drop_table("people_row")
