"""An update worth trusting: who is away, dates asked for and decided, two keys on every completion, and what did not fit.

Revision ID: 0019
Revises: 0018
"""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel
from alembic import op

from store.database.guards import guard
from store.migrations.views import ANEW

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

WORDS = {
    "absence": (),
    "snooze": (),
    "hand_over": (),
    "date_request": ("effect",),
    "date_decision": (),
    "exception": ("cause", "for_children", "for_plan", "options", "recommendation", "decision_wanted", "lessons"),
    "assurance": (),
    "assurance_evidence": (),
    "evidence_checked": (),
    "doubt": ("answer",),
    "doubt_found": (),
}


def upgrade() -> None:
    _lists()
    _absences()
    _requests()
    _assurances()
    for table, words in WORDS.items():
        guard(op.get_bind(), table, words)
    for view in reversed(ANEW):
        op.execute(f"DROP VIEW IF EXISTS {view}")
    for view, select in ANEW.items():
        op.execute(f"CREATE VIEW {view} AS {select}")


def _lists() -> None:
    op.create_table(
        "listed",
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("chat", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["contact.id"], name=op.f("fk_listed_person_contact")),
        sa.PrimaryKeyConstraint("person", "chat", name=op.f("pk_listed")),
    )


def _absences() -> None:
    op.create_table(
        "absence",
        sa.Column("plan", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("absence", sa.Integer(), nullable=True),
        sa.Column("whom", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=True),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("deputy", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("void", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["plan", "entry"], ["entry.plan", "entry.number"], name=op.f("fk_absence_plan_entry")),
        sa.PrimaryKeyConstraint("plan", "entry", name=op.f("pk_absence")),
    )
    op.create_table(
        "snooze",
        sa.Column("plan", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("ref", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("whom", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["plan", "entry"], ["entry.plan", "entry.number"], name=op.f("fk_snooze_plan_entry")),
        sa.PrimaryKeyConstraint("plan", "entry", name=op.f("pk_snooze")),
    )
    op.create_table(
        "hand_over",
        sa.Column("plan", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("hand_over", sa.Integer(), nullable=True),
        sa.Column("ref", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("step", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("from_role", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("to_role", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.ForeignKeyConstraint(["plan", "entry"], ["entry.plan", "entry.number"], name=op.f("fk_hand_over_plan_entry")),
        sa.PrimaryKeyConstraint("plan", "entry", name=op.f("pk_hand_over")),
    )
    op.create_index("ix_snooze_ref", "snooze", ["plan", "ref"], unique=False)
    op.create_index("ix_hand_over_ref", "hand_over", ["plan", "ref"], unique=False)


def _requests() -> None:
    op.create_table(
        "date_request",
        sa.Column("plan", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("ref", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("asks", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("was", sa.Date(), nullable=True),
        sa.Column("wanted", sa.Date(), nullable=True),
        sa.Column("occurrence", sa.Date(), nullable=True),
        sa.Column("cause", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("effect", sa.Text(), nullable=True),
        sa.Column("edition", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["plan", "entry"], ["entry.plan", "entry.number"], name=op.f("fk_date_request_plan_entry")),
        sa.PrimaryKeyConstraint("plan", "entry", name=op.f("pk_date_request")),
    )
    op.create_table(
        "date_decision",
        sa.Column("plan", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("request", sa.Integer(), nullable=False),
        sa.Column("decision", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["plan", "entry"], ["entry.plan", "entry.number"], name=op.f("fk_date_decision_plan_entry")),
        sa.PrimaryKeyConstraint("plan", "entry", name=op.f("pk_date_decision")),
    )
    op.create_table(
        "exception",
        sa.Column("plan", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("ref", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=True),
        sa.Column("for_children", sa.Text(), nullable=True),
        sa.Column("for_plan", sa.Text(), nullable=True),
        sa.Column("options", sa.Text(), nullable=True),
        sa.Column("recommendation", sa.Text(), nullable=True),
        sa.Column("decision_wanted", sa.Text(), nullable=True),
        sa.Column("wanted_by", sa.Date(), nullable=True),
        sa.Column("lessons", sa.Text(), nullable=True),
        sa.Column("drawn_from", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.ForeignKeyConstraint(["plan", "entry"], ["entry.plan", "entry.number"], name=op.f("fk_exception_plan_entry")),
        sa.PrimaryKeyConstraint("plan", "entry", name=op.f("pk_exception")),
    )
    op.create_index("ix_date_request_ref", "date_request", ["plan", "ref"], unique=False)
    op.create_index("ix_date_decision_request", "date_decision", ["plan", "request"], unique=False)
    op.create_index("ix_exception_ref", "exception", ["plan", "ref"], unique=False)


def _assurances() -> None:
    op.create_table(
        "assurance",
        sa.Column("plan", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("ref", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("update", sa.Integer(), nullable=False),
        sa.Column("verdict", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("level", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("drawn_from", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.ForeignKeyConstraint(["plan", "entry"], ["entry.plan", "entry.number"], name=op.f("fk_assurance_plan_entry")),
        sa.PrimaryKeyConstraint("plan", "entry", name=op.f("pk_assurance")),
    )
    op.create_table(
        "assurance_evidence",
        sa.Column("plan", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("evidence", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["plan", "entry"], ["entry.plan", "entry.number"], name=op.f("fk_assurance_evidence_plan_entry")),
        sa.PrimaryKeyConstraint("plan", "entry", "position", name=op.f("pk_assurance_evidence")),
    )
    op.create_table(
        "evidence_checked",
        sa.Column("plan", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("evidence", sa.Integer(), nullable=False),
        sa.Column("ref", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("verdict", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["plan", "entry"], ["entry.plan", "entry.number"], name=op.f("fk_evidence_checked_plan_entry")),
        sa.PrimaryKeyConstraint("plan", "entry", name=op.f("pk_evidence_checked")),
    )
    op.create_table(
        "doubt",
        sa.Column("plan", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("ref", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("update", sa.Integer(), nullable=False),
        sa.Column("asked", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["plan", "entry"], ["entry.plan", "entry.number"], name=op.f("fk_doubt_plan_entry")),
        sa.PrimaryKeyConstraint("plan", "entry", name=op.f("pk_doubt")),
    )
    op.create_table(
        "doubt_found",
        sa.Column("plan", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("found", sa.Boolean(), nullable=False),
        sa.Column("about", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["plan", "entry"], ["entry.plan", "entry.number"], name=op.f("fk_doubt_found_plan_entry")),
        sa.PrimaryKeyConstraint("plan", "entry", "kind", name=op.f("pk_doubt_found")),
    )
    op.create_index("ix_assurance_ref", "assurance", ["plan", "ref"], unique=False)
    op.create_index("ix_evidence_checked_of", "evidence_checked", ["plan", "evidence"], unique=False)
    op.create_index("ix_doubt_update", "doubt", ["plan", "update"], unique=False)
    op.create_index("ix_evidence_ref", "evidence", ["plan", "ref"], unique=False)
    op.create_index("ix_evidence_good_until", "evidence", ["plan", "good_until"], unique=False)
