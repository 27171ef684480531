"""Any plan: what a file says of its plan beside its milestones, what its tracker said, and documents that wait for answers.

Revision ID: 0020
Revises: 0019
"""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel
from alembic import op

from store.database.guards import guard

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

String = sqlmodel.sql.sqltypes.AutoString
# The free texts of each table that is new or has a new column.
GROWN = {
    "edition": ("approved", "board", "chair", "operations_group", "vision"),
    "priority": ("text", "kind"),
    "milestone": ("text", "date_text"),
}
NEW = {
    "aim": ("text",),
    "governance_body": ("name", "does"),
    "imported": ("colour", "said", "file"),
    "sheet": ("name",),
    "sheet_column": ("text",),
    "answer": ("choice",),
}


def upgrade() -> None:
    op.add_column("edition", sa.Column("vision", sa.Text(), nullable=True))
    op.add_column("priority", sa.Column("kind", sa.Text(), nullable=True))
    op.add_column("milestone", sa.Column("sheet", sa.Integer(), nullable=True))
    _of_entry("aim", ("number",), _number("number"), _number("position"), _words("text"))
    _of_entry("governance_body", ("position",), _number("position"), _words("name"), _words("does"), _number("length"))
    _of_entry(
        "imported",
        ("ref",),
        sa.Column("ref", String(), nullable=False),
        _number("position"),
        sa.Column("status", String(), nullable=True),
        _words("colour"),
        _words("said"),
        sa.Column("progress", sa.Integer(), nullable=True),
        sa.Column("done", sa.Date(), nullable=True),
        _words("file"),
        sa.Column("as_at", sa.Date(), nullable=True),
        sa.Column("since", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("first", sa.Integer(), nullable=True),
    )
    _of_entry("sheet", ("position",), _number("position"), _words("name"), _number("length"))
    _of_entry(
        "sheet_column",
        ("sheet", "position"),
        _number("sheet"),
        _number("position"),
        _words("text"),
        _number("length"),
        sa.Column("meaning", String(), nullable=True),
    )
    _of_entry(
        "answer",
        ("key",),
        sa.Column("key", String(), nullable=False),
        _number("position"),
        _words("choice"),
    )
    _documents_read()
    here = op.get_bind()
    for table in GROWN:
        for event in ("delete", "update", *(("truncate",) if here.dialect.name == "postgresql" else ())):
            on = f' ON "{table}"' if here.dialect.name == "postgresql" else ""
            op.execute(f"DROP TRIGGER {table}_{event}{on}")
    for table, words in {**GROWN, **NEW}.items():
        guard(here, table, words)


def _words(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=True)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


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


def _documents_read() -> None:
    op.create_table(
        "document_read",
        sa.Column("token", String(), nullable=False),
        sa.Column("plan", String(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=True),
        sa.Column("chat", String(), nullable=False),
        sa.Column("file", String(), nullable=False),
        sa.Column("sha256", String(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("shown", String(), nullable=False),
        _number("open_count"),
        sa.Column("placed", sa.Boolean(), nullable=False),
        sa.Column("loaded", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["contact.id"], name=op.f("fk_document_read_person_contact")),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_document_read")),
    )
    op.create_index(op.f("ix_document_read_plan"), "document_read", ["plan"], unique=False)
    op.create_index(op.f("ix_document_read_person"), "document_read", ["person"], unique=False)
