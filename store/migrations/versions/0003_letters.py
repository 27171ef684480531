"""Letters in several parts.

Revision ID: 0003
Revises: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add which part of which letter it is, the part it goes after, and the message as it was before it was split."""
    with op.batch_alter_table("letter") as letter:
        letter.add_column(sa.Column("part", sa.Integer(), nullable=False, server_default="0"))
        letter.add_column(sa.Column("part_of", sqlmodel.sql.sqltypes.AutoString(), nullable=True))
        letter.add_column(sa.Column("after", sqlmodel.sql.sqltypes.AutoString(), nullable=True))
        letter.add_column(sa.Column("whole", sa.Text(), nullable=True))
        letter.create_index("ix_letter_part_of", ["part_of"], unique=False)
        letter.create_index("ix_letter_after", ["after"], unique=False)


def downgrade() -> None:
    """Take the columns away."""
    with op.batch_alter_table("letter") as letter:
        letter.drop_index("ix_letter_after")
        letter.drop_index("ix_letter_part_of")
        letter.drop_column("whole")
        letter.drop_column("after")
        letter.drop_column("part_of")
        letter.drop_column("part")
