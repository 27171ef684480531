"""What was said with a form or a draft is found by it, however much was said of its milestone.

Revision ID: 0015
Revises: 0017
"""

from __future__ import annotations

from alembic import op

revision = "0015"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("update", "confirmation"):
        op.create_index(f"ix_{table}_drawn", table, ["plan", "ref", "drawn_from"])
