"""Room for tokens that are encrypted, in the tables that Slack's installations made in PostgreSQL.

Revision ID: 0009
Revises: 0008
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TOKENS = {
    "slack_bots": ("bot_token", "bot_refresh_token"),
    "slack_installations": ("bot_token", "bot_refresh_token", "user_token", "user_refresh_token"),
}


def upgrade() -> None:
    """Widen the columns. SQLite keeps a text of any length in them already, and would have to copy the table."""
    here = op.get_bind()
    if here.dialect.name != "postgresql":
        return
    for table, columns in TOKENS.items():
        if sa.inspect(here).has_table(table):
            for column in columns:
                op.alter_column(table, column, type_=sa.Text())


def downgrade() -> None:
    """Leave them: what is kept there may be longer than they were."""
