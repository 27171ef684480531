"""Letters that come too late are found in the index of those that wait, so that a round with nothing to do reads none of them.

Revision ID: 0017
Revises: 0016
"""

from __future__ import annotations

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_letter_waiting", table_name="letter")
    op.create_index("ix_letter_waiting", "letter", ["state", "not_before", "not_after"])
