"""Letters that went and were changed since: what was taken out of the record must be taken out where they were posted.

Revision ID: 0011
Revises: 0010
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("letter") as letter:
        letter.add_column(sa.Column("rewrite", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("letter") as letter:
        letter.alter_column("rewrite", existing_type=sa.Boolean(), server_default=None)
        letter.create_index("ix_letter_rewrite", ["rewrite"])
