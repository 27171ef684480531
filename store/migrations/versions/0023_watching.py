"""What admins were told is wrong with Milepost itself, and when the last copy was made and the last round ran.

Revision ID: 0023
Revises: 0022
"""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

String = sqlmodel.sql.sqltypes.AutoString
Moment = sqlmodel.sql.sqltypes.UTCDateTime


def upgrade() -> None:
    op.create_table(
        "fault",
        sa.Column("kind", String(), nullable=False),
        sa.Column("place", String(), nullable=False),
        sa.Column("plan", String(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("since", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["plan"], ["plan.short"], name=op.f("fk_fault_plan_plan")),
        sa.ForeignKeyConstraint(["person"], ["contact.id"], name=op.f("fk_fault_person_contact")),
        sa.PrimaryKeyConstraint("kind", "place", "plan", "person", name=op.f("pk_fault")),
    )
    op.create_table(
        "watch_note",
        sa.Column("name", String(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_watch_note")),
    )
