"""A day of rounds knows when its first one ran: whoever was there by then is no new holder on the next day.

The guards of PostgreSQL refuse a change to a table without words in the same sentence as all others.

Revision ID: 0018
Revises: 0017
"""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel
from alembic import op

from store.database.guards import renew

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("round") as ran:
        ran.add_column(sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
    renew(op.get_bind())
