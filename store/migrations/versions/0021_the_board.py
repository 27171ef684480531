"""The board: what is frozen for its papers, what leads write, its business, the papers issued, and channels of other audiences.

Revision ID: 0021
Revises: 0020
"""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel
from alembic import op

from store.database.guards import guard

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

String = sqlmodel.sql.sqltypes.AutoString
Moment = sqlmodel.sql.sqltypes.UTCDateTime
# The free texts of each table that is new or has a new column.
GROWN = {"board": ("at_tenant", "channel", "route")}
NEW: dict[str, tuple[str, ...]] = {
    "freeze": (),
    "unfreeze": (),
    "narrative": ("moved", "next", "escalate"),
    "business": ("text", "raised_for", "evidence", "options", "conditions", "follow_up"),
    "business_about": (),
    "paper": (),
    "paper_file": (),
}


def upgrade() -> None:
    op.add_column("board", sa.Column("audience", String(), nullable=True))
    _cycle()
    _business()
    _papers()
    here = op.get_bind()
    for table in GROWN:
        for event in ("delete", "update", *(("truncate",) if here.dialect.name == "postgresql" else ())):
            on = f' ON "{table}"' if here.dialect.name == "postgresql" else ""
            op.execute(f"DROP TRIGGER {table}_{event}{on}")
    for table, words in {**GROWN, **NEW}.items():
        guard(here, table, words)


def _cycle() -> None:
    _of_entry(
        "freeze",
        (),
        _text("audience", False),
        _day("meeting"),
        sa.Column("as_at", Moment(), nullable=False),
        _number("upto", False),
    )
    _of_entry("unfreeze", (), _number("freeze", False))
    _of_entry(
        "narrative",
        (),
        _number("priority", False),
        _day("meeting", False),
        _text("status", False),
        *(_words(name) for name in NEW["narrative"]),
        _text("forecast", False),
        _text("drawn_from"),
    )


def _business() -> None:
    _of_entry(
        "business",
        (),
        _text("kind", False),
        _text("deed", False),
        _number("item"),
        _words("text"),
        _text("owner"),
        _words("raised_for"),
        _day("wanted_by"),
        _day("meeting"),
        _number("update"),
        *(_words(name) for name in ("evidence", "options", "conditions", "follow_up")),
        _text("drawn_from"),
    )
    op.create_index("ix_business_item", "business", ["plan", "item"], unique=False)
    _of_entry("business_about", ("ref",), _text("ref", False), _number("position", False))


def _papers() -> None:
    _of_entry(
        "paper",
        (),
        _text("audience", False),
        _number("freeze"),
        sa.Column("as_at", Moment(), nullable=False),
        _number("upto", False),
        _text("upto_digest", False),
        _number("replaces"),
    )
    _of_entry("paper_file", ("position",), _number("position", False), _text("name", False), _text("sha256", False))
    _of_entry("paper_held", ("position",), _number("position", False), sa.Column("held", sa.LargeBinary(), nullable=False))


def _words(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=True)


def _text(name: str, nullable: bool = True) -> sa.Column[str]:
    return sa.Column(name, String(), nullable=nullable)


def _day(name: str, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.Date(), nullable=nullable)


def _number(name: str, nullable: bool = True) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _of_entry(table: str, keys: tuple[str, ...], *columns: sa.Column[object]) -> None:
    """Make a table of entries, whose rows are told apart by these keys."""
    op.create_table(
        table,
        sa.Column("plan", String(), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(["plan", "entry"], ["entry.plan", "entry.number"], name=op.f(f"fk_{table}_plan_entry")),
        sa.PrimaryKeyConstraint("plan", "entry", *keys, name=op.f(f"pk_{table}")),
    )
