"""What has become of a draft, as one state; and the update that stood when a milestone was asked about.

Revision ID: 0008
Revises: 0007
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

# Of a draft closed before, the record says only whether it was saved: an old one that was let go counts as replaced.
STATE = """
UPDATE draft SET state = CASE
    WHEN is_open THEN 'open' WHEN body LIKE '%"saved": []%' THEN 'replaced' ELSE 'saved' END
"""
STOOD = """
UPDATE asking SET stood = COALESCE((
    SELECT MAX(said.id) FROM milestone_update AS said
    WHERE said.plan = asking.plan AND said.ref = asking.ref AND said.at < asking.at), 0)
"""
OPEN = "UPDATE draft SET is_open = (state = 'open')"


def upgrade() -> None:
    """Put the state in the place of the flag, and the order of askings and updates in the record."""
    with op.batch_alter_table("draft") as draft:
        draft.add_column(sa.Column("state", sa.String(), nullable=False, server_default="open"))
    op.execute(STATE)
    with op.batch_alter_table("draft") as draft:
        draft.drop_column("is_open")
        draft.alter_column("state", server_default=None)
    with op.batch_alter_table("asking") as asking:
        asking.add_column(sa.Column("stood", sa.Integer(), nullable=False, server_default="0"))
    op.execute(STOOD)
    with op.batch_alter_table("asking") as asking:
        asking.alter_column("stood", server_default=None)


def downgrade() -> None:
    """Put the flag back, and take the order away."""
    with op.batch_alter_table("asking") as asking:
        asking.drop_column("stood")
    with op.batch_alter_table("draft") as draft:
        draft.add_column(sa.Column("is_open", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.execute(OPEN)
    with op.batch_alter_table("draft") as draft:
        draft.drop_column("state")
        draft.alter_column("is_open", server_default=None)
