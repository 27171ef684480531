"""What was said with a form or a draft is found by it, however much was said of its milestone.

Revision ID: 0013
Revises: 0012
"""

from __future__ import annotations

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("update", "confirmation"):
        op.create_index(f"ix_{table}_drawn", table, ["plan", "ref", "drawn_from"])
