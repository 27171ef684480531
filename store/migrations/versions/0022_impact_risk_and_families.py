"""Measures and readings, impact steps, risks, voices of families, and the links and visits of the page.

Revision ID: 0022
Revises: 0021
"""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel
from alembic import op

from store.database.guards import guard

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

String = sqlmodel.sql.sqltypes.AutoString
Moment = sqlmodel.sql.sqltypes.UTCDateTime
# The free texts of each new table of the record.
NEW: dict[str, tuple[str, ...]] = {
    "measure": ("text", "source"),
    "measure_about": (),
    "measure_point": (),
    "reading": ("answer", "note"),
    "impact_step": (),
    "risk": ("happens", "follows", "controls"),
    "risk_about": (),
    "voice": ("heard", "summary", "told", "evidence"),
    "voice_about": (),
}


def upgrade() -> None:
    _measures()
    _risks()
    _voices()
    _pages()
    for table, words in NEW.items():
        guard(op.get_bind(), table, words)


def _measures() -> None:
    _of_entry(
        "measure",
        (),
        _text("deed", False),
        _number("measure"),
        _words("text"),
        _text("polarity"),
        _text("unit"),
        sa.Column("in_words", sa.Boolean(), nullable=False),
        _text("baseline"),
        _day("baseline_on"),
        _text("target"),
        _day("target_by"),
        _words("source"),
        _text("period"),
        _number("resets"),
        _text("owner"),
        _text("voice"),
    )
    op.create_index("ix_measure_measure", "measure", ["plan", "measure"], unique=False)
    _of_entry("measure_about", ("ref",), _text("ref", False), _number("position", False))
    _of_entry("measure_point", ("position",), _number("position", False), _day("by", False), _text("value", False))
    _of_entry(
        "reading",
        (),
        _number("measure", False),
        _day("as_at", False),
        _text("value"),
        _number("numerator"),
        _number("denominator"),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        _words("answer"),
        _words("note"),
        _number("corrects"),
    )
    op.create_index("ix_reading_measure", "reading", ["plan", "measure"], unique=False)
    _of_entry("impact_step", (), _text("action", False), _text("step", False))


def _risks() -> None:
    _of_entry(
        "risk",
        (),
        _text("deed", False),
        _number("risk"),
        _words("happens"),
        _words("follows"),
        _text("owner"),
        _words("controls"),
        *(_number(name) for name in ("likelihood", "impact", "target_likelihood", "target_impact")),
        _text("sureness"),
        _text("treatment"),
        _day("accepted_until"),
        _text("approved_by"),
        _number("review_every"),
        _number("update"),
        _text("drawn_from"),
    )
    op.create_index("ix_risk_risk", "risk", ["plan", "risk"], unique=False)
    _of_entry("risk_about", ("ref",), _text("ref", False), _number("position", False))


def _voices() -> None:
    _of_entry(
        "voice",
        (),
        _text("deed", False),
        _number("voice"),
        _words("heard"),
        _day("heard_on"),
        _text("source"),
        _number("count"),
        _text("owner"),
        _text("shareable"),
        _words("summary"),
        _words("told"),
        _day("by_when"),
        _words("evidence"),
        _text("drawn_from"),
    )
    op.create_index("ix_voice_voice", "voice", ["plan", "voice"], unique=False)
    _of_entry("voice_about", ("ref",), _text("ref", False), _number("position", False))


def _pages() -> None:
    for table, more in (("page_link", [sa.Column("used", sa.Boolean(), nullable=False)]), ("page_visit", [])):
        op.create_table(
            table,
            _text("secret", False),
            _number("person", False),
            _text("plan", False),
            sa.Column("until", Moment(), nullable=False),
            *more,
            sa.ForeignKeyConstraint(["person"], ["contact.id"], name=op.f(f"fk_{table}_person_contact")),
            sa.PrimaryKeyConstraint("secret", name=op.f(f"pk_{table}")),
        )
        for column in ("person", "until"):
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)


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
