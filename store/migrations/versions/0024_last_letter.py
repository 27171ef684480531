"""Somebody's last letter is found in the index of theirs, as whatever they say may be an answer to it.

Revision ID: 0024
Revises: 0023
"""

from __future__ import annotations

from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_letter_person", table_name="letter")
    op.create_index("ix_letter_person", "letter", ["person", "settled"])
