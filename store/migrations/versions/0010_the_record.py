"""The record: an entry for everything that anyone changes, in tables a person can read, and triggers that keep it so.

Revision ID: 0010
Revises: 0009
"""

from __future__ import annotations

import secrets

import sqlalchemy as sa
import sqlmodel
from alembic import context, op

from store.database.guards import guard
from store.migrations import from_0_2
from store.migrations.from_0_2 import summaries
from store.migrations.views import VIEWS

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

MOVED = {"person": "contact", "holding": "holding_before", "evidence": "evidence_before", "board": "board_before"}
KEYS = {
    "person": ("pk_person",),
    "holding": ("pk_holding",),
    "evidence": ("pk_evidence",),
    "board": ("pk_board",),
}
# Those that point at others first.
GONE = ("evidence_before", "question", "asking", "milestone_update", "due_change", "holding_before", "board_before")
GONE_COLUMNS = {"membership": ("rights",), "contact": ("name", "platform"), "plan": ("document", "policy", "paused")}
WORDS = {
    "entry": ("capacity", "tenant", "account", "why", "said", "inbound"),
    "proof": ("salt",),
    "edition": ("approved", "board", "chair", "operations_group"),
    "edition_line": ("text",),
    "priority": ("text",),
    "action": ("title", "impact"),
    "success_measure": ("text",),
    "strategy_link": (),
    "milestone": ("text", "date_text"),
    "milestone_owner": (),
    "role": (),
    "role_alias": (),
    "person": ("email",),
    "name": ("name",),
    "account": ("at_tenant", "at_account"),
    "rights": (),
    "holding": (),
    "deputy": (),
    "update": ("narrative", "path_to_green", "no_evidence_reason", "decision_wanted"),
    "confirmation": (),
    "evidence": ("url", "shows"),
    "withdrawal": (),
    "asked": (),
    "asked_milestone": (),
    "settings": (),
    "setting": (),
    "pause": (),
    "board": ("at_tenant", "channel", "route"),
    "digest": ("at_tenant", "channel", "facts", "message"),
    "erasure": (),
    "erased_field": (),
    "plan_closed": (),
}


def upgrade() -> None:
    """Make room for the record beside what was kept so far, and give everybody a random id in each of their plans."""
    here = op.get_bind()
    for old, new in MOVED.items():
        op.rename_table(old, new)
        for key in KEYS[old] if here.dialect.name == "postgresql" else ():
            op.execute(f'ALTER INDEX "{key}" RENAME TO "{key.replace(old, new)}"')
    op.drop_index("ix_holding_plan", "holding_before")
    op.create_index("ix_holding_before_plan", "holding_before", ["plan"])
    with op.batch_alter_table("membership") as membership:
        membership.add_column(sa.Column("whom", sqlmodel.sql.sqltypes.AutoString(), nullable=True))
    rows = here.execute(sa.text("SELECT plan, person FROM membership")).all()
    for plan, person in rows:
        named = {"whom": secrets.token_hex(8), "plan": plan, "person": person}
        here.execute(sa.text("UPDATE membership SET whom = :whom WHERE plan = :plan AND person = :person"), named)
    with op.batch_alter_table("membership") as membership:
        membership.alter_column("whom", existing_type=sqlmodel.sql.sqltypes.AutoString(), nullable=False)
    _tables()
    given, declared = context.config.attributes, from_0_2.declared(here)
    taken = from_0_2.take_over(here, given["now"])
    _drop_what_was_taken_over()
    op.add_column("letter", sa.Column("drawn", sa.Text(), nullable=True))
    with op.batch_alter_table("letter") as letter:
        letter.add_column(sa.Column("noted", sa.Boolean(), nullable=True))
        letter.create_index("ix_letter_noted", ["noted", "state"])
    summaries.to_come(here)
    op.execute("UPDATE letter SET noted = (state = 'sent')")  # what they asked was taken over
    with op.batch_alter_table("letter") as letter:
        letter.alter_column("noted", existing_type=sa.Boolean(), nullable=False)
    for table, words in WORDS.items():
        guard(here, table, words)
    for view, select in VIEWS.items():
        op.execute(f"CREATE VIEW {view} AS {select}")
    given["taken over"] = taken._replace(recoloured=from_0_2.recoloured(here, declared))


def _drop_what_was_taken_over() -> None:
    for table in GONE:
        op.drop_table(table)
    for table, columns in GONE_COLUMNS.items():
        for column in columns:
            op.drop_column(table, column)  # not in a batch: SQLite would make anew a table that others point at


def _tables() -> None:
    op.create_table(
        "entry",
        sa.Column("plan", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("about", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("person", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("capacity", sa.Text(), nullable=True),
        sa.Column("platform", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("tenant", sa.Text(), nullable=True),
        sa.Column("account", sa.Text(), nullable=True),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("said", sa.Text(), nullable=True),
        sa.Column("inbound", sa.Text(), nullable=True),
        sa.Column("ordinal", sa.Integer(), nullable=True),
        sa.Column("digest", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["plan"], ["plan.short"], name=op.f("fk_entry_plan_plan")),
        sa.PrimaryKeyConstraint("plan", "number", name=op.f("pk_entry")),
        sa.UniqueConstraint("plan", "inbound", "ordinal", name="uq_entry_once"),
    )
    op.create_table(
        "probe",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_probe")),
    )
    op.create_table(
        "proof",
        sa.Column("plan", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("field", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=True),
        sa.Column("leaf", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("plan", "entry", "field", name=op.f("pk_proof")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "head",
        sa.Column("plan", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("digest", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["plan"], ["plan.short"], name=op.f("fk_head_plan_plan")),
        sa.PrimaryKeyConstraint("plan", name=op.f("pk_head")),
    )
    op.create_table(
        "edition",
        sa.Column("plan", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("file", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("sha256", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("approved", sa.Text(), nullable=True),
        sa.Column("reconstructed", sa.Boolean(), nullable=False),
        sa.Column("board", sa.Text(), nullable=True),
        sa.Column("chair", sa.Text(), nullable=True),
        sa.Column("operations_group", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["plan", "entry"], ["entry.plan", "entry.number"], name=op.f("fk_edition_plan_entry")),
        sa.PrimaryKeyConstraint("plan", "entry", name=op.f("pk_edition")),
    )
    op.create_table(
        "edition_line",
        sa.Column("plan", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("list", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["plan", "entry"], ["entry.plan", "entry.number"], name=op.f("fk_edition_line_plan_entry")),
        sa.PrimaryKeyConstraint("plan", "entry", "list", "position", name=op.f("pk_edition_line")),
    )
    op.create_table(
        "priority",
        sa.Column("plan", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["plan", "entry"], ["entry.plan", "entry.number"], name=op.f("fk_priority_plan_entry")),
        sa.PrimaryKeyConstraint("plan", "entry", "number", name=op.f("pk_priority")),
    )
    op.create_table(
        "action",
        sa.Column("plan", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("ref", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("impact", sa.Text(), nullable=True),
        sa.Column("source_ref", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.ForeignKeyConstraint(["plan", "entry"], ["entry.plan", "entry.number"], name=op.f("fk_action_plan_entry")),
        sa.PrimaryKeyConstraint("plan", "entry", "ref", name=op.f("pk_action")),
    )
    op.create_table(
        "success_measure",
        sa.Column("plan", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("action", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["plan", "entry"], ["entry.plan", "entry.number"], name=op.f("fk_success_measure_plan_entry")),
        sa.PrimaryKeyConstraint("plan", "entry", "action", "position", name=op.f("pk_success_measure")),
    )
    op.create_table(
        "strategy_link",
        sa.Column("plan", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("action", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["plan", "entry"], ["entry.plan", "entry.number"], name=op.f("fk_strategy_link_plan_entry")),
        sa.PrimaryKeyConstraint("plan", "entry", "action", "position", name=op.f("pk_strategy_link")),
    )
    op.create_table(
        "milestone",
        sa.Column("plan", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("ref", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("action", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("date_text", sa.Text(), nullable=True),
        sa.Column("start", sa.Date(), nullable=True),
        sa.Column("baseline", sa.Date(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("open_ended", sa.Boolean(), nullable=False),
        sa.Column("recurrence", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("source_ref", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["plan", "entry"], ["entry.plan", "entry.number"], name=op.f("fk_milestone_plan_entry")),
        sa.PrimaryKeyConstraint("plan", "entry", "ref", name=op.f("pk_milestone")),
    )
    op.create_table(
        "milestone_owner",
        sa.Column("plan", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("ref", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("role", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["plan", "entry"], ["entry.plan", "entry.number"], name=op.f("fk_milestone_owner_plan_entry")),
        sa.PrimaryKeyConstraint("plan", "entry", "ref", "position", name=op.f("pk_milestone_owner")),
    )
    op.create_table(
        "role",
        sa.Column("plan", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("organisation", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.ForeignKeyConstraint(["plan", "entry"], ["entry.plan", "entry.number"], name=op.f("fk_role_plan_entry")),
        sa.PrimaryKeyConstraint("plan", "entry", "name", name=op.f("pk_role")),
    )
    op.create_table(
        "role_alias",
        sa.Column("plan", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("role", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("alias", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["plan", "entry"], ["entry.plan", "entry.number"], name=op.f("fk_role_alias_plan_entry")),
        sa.PrimaryKeyConstraint("plan", "entry", "role", "position", name=op.f("pk_role_alias")),
    )
    op.create_table(
        "person",
        sa.Column("plan", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("whom", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("reach", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.ForeignKeyConstraint(["plan", "entry"], ["entry.plan", "entry.number"], name=op.f("fk_person_plan_entry")),
        sa.PrimaryKeyConstraint("plan", "entry", name=op.f("pk_person")),
    )
    op.create_table(
        "name",
        sa.Column("plan", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("whom", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["plan", "entry"], ["entry.plan", "entry.number"], name=op.f("fk_name_plan_entry")),
        sa.PrimaryKeyConstraint("plan", "entry", name=op.f("pk_name")),
    )
    op.create_table(
        "account",
        sa.Column("plan", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("whom", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("at_platform", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("at_tenant", sa.Text(), nullable=True),
        sa.Column("at_account", sa.Text(), nullable=True),
        sa.Column("bound", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["plan", "entry"], ["entry.plan", "entry.number"], name=op.f("fk_account_plan_entry")),
        sa.PrimaryKeyConstraint("plan", "entry", name=op.f("pk_account")),
    )
    op.create_table(
        "rights",
        sa.Column("plan", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("whom", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("rights", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.ForeignKeyConstraint(["plan", "entry"], ["entry.plan", "entry.number"], name=op.f("fk_rights_plan_entry")),
        sa.PrimaryKeyConstraint("plan", "entry", name=op.f("pk_rights")),
    )
    op.create_table(
        "holding",
        sa.Column("plan", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("holding", sa.Integer(), nullable=True),
        sa.Column("role", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("whom", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=True),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("void", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["plan", "entry"], ["entry.plan", "entry.number"], name=op.f("fk_holding_plan_entry")),
        sa.PrimaryKeyConstraint("plan", "entry", name=op.f("pk_holding")),
    )
    op.create_table(
        "deputy",
        sa.Column("plan", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("holding", sa.Integer(), nullable=False),
        sa.Column("whom", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.ForeignKeyConstraint(["plan", "entry"], ["entry.plan", "entry.number"], name=op.f("fk_deputy_plan_entry")),
        sa.PrimaryKeyConstraint("plan", "entry", name=op.f("pk_deputy")),
    )
    op.create_table(
        "update",
        sa.Column("plan", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("ref", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("status", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("narrative", sa.Text(), nullable=True),
        sa.Column("path_to_green", sa.Text(), nullable=True),
        sa.Column("forecast", sa.Date(), nullable=True),
        sa.Column("no_evidence_reason", sa.Text(), nullable=True),
        sa.Column("decision_wanted", sa.Text(), nullable=True),
        sa.Column("drawn_from", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("letter", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("corrects", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["plan", "entry"], ["entry.plan", "entry.number"], name=op.f("fk_update_plan_entry")),
        sa.PrimaryKeyConstraint("plan", "entry", name=op.f("pk_update")),
    )
    op.create_table(
        "confirmation",
        sa.Column("plan", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("ref", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("confirms", sa.Integer(), nullable=False),
        sa.Column("drawn_from", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("letter", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.ForeignKeyConstraint(["plan", "entry"], ["entry.plan", "entry.number"], name=op.f("fk_confirmation_plan_entry")),
        sa.PrimaryKeyConstraint("plan", "entry", name=op.f("pk_confirmation")),
    )
    op.create_table(
        "evidence",
        sa.Column("plan", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("ref", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("update", sa.Integer(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("type", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("shows", sa.Text(), nullable=True),
        sa.Column("dated", sa.Date(), nullable=True),
        sa.Column("good_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["plan", "entry"], ["entry.plan", "entry.number"], name=op.f("fk_evidence_plan_entry")),
        sa.PrimaryKeyConstraint("plan", "entry", name=op.f("pk_evidence")),
    )
    op.create_table(
        "withdrawal",
        sa.Column("plan", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("withdraws", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["plan", "entry"], ["entry.plan", "entry.number"], name=op.f("fk_withdrawal_plan_entry")),
        sa.PrimaryKeyConstraint("plan", "entry", name=op.f("pk_withdrawal")),
    )
    op.create_table(
        "asked",
        sa.Column("plan", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("whom", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("letter", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("taken", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["plan", "entry"], ["entry.plan", "entry.number"], name=op.f("fk_asked_plan_entry")),
        sa.PrimaryKeyConstraint("plan", "entry", name=op.f("pk_asked")),
    )
    op.create_table(
        "asked_milestone",
        sa.Column("plan", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("ref", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("stood", sa.Integer(), nullable=False),
        sa.Column("cause", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["plan", "entry"], ["entry.plan", "entry.number"], name=op.f("fk_asked_milestone_plan_entry")),
        sa.PrimaryKeyConstraint("plan", "entry", "ref", name=op.f("pk_asked_milestone")),
    )
    op.create_table(
        "settings",
        sa.Column("plan", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("file", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("sha256", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.ForeignKeyConstraint(["plan", "entry"], ["entry.plan", "entry.number"], name=op.f("fk_settings_plan_entry")),
        sa.PrimaryKeyConstraint("plan", "entry", name=op.f("pk_settings")),
    )
    op.create_table(
        "setting",
        sa.Column("plan", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("key", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("value", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["plan", "entry"], ["entry.plan", "entry.number"], name=op.f("fk_setting_plan_entry")),
        sa.PrimaryKeyConstraint("plan", "entry", "key", name=op.f("pk_setting")),
    )
    op.create_table(
        "pause",
        sa.Column("plan", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("scope", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["plan", "entry"], ["entry.plan", "entry.number"], name=op.f("fk_pause_plan_entry")),
        sa.PrimaryKeyConstraint("plan", "entry", name=op.f("pk_pause")),
    )
    op.create_table(
        "board",
        sa.Column("plan", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("at_platform", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("at_tenant", sa.Text(), nullable=True),
        sa.Column("channel", sa.Text(), nullable=True),
        sa.Column("route", sa.Text(), nullable=True),
        sa.Column("bound", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["plan", "entry"], ["entry.plan", "entry.number"], name=op.f("fk_board_plan_entry")),
        sa.PrimaryKeyConstraint("plan", "entry", name=op.f("pk_board")),
    )
    op.create_table(
        "digest",
        sa.Column("plan", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("letter", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("at_platform", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("at_tenant", sa.Text(), nullable=True),
        sa.Column("channel", sa.Text(), nullable=True),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("upto", sa.Integer(), nullable=False),
        sa.Column("upto_digest", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=True),
        sa.Column("message", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["plan", "entry"], ["entry.plan", "entry.number"], name=op.f("fk_digest_plan_entry")),
        sa.PrimaryKeyConstraint("plan", "entry", name=op.f("pk_digest")),
    )
    op.create_table(
        "erasure",
        sa.Column("plan", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("whom", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.ForeignKeyConstraint(["plan", "entry"], ["entry.plan", "entry.number"], name=op.f("fk_erasure_plan_entry")),
        sa.PrimaryKeyConstraint("plan", "entry", name=op.f("pk_erasure")),
    )
    op.create_table(
        "erased_field",
        sa.Column("plan", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("removed_from", sa.Integer(), nullable=False),
        sa.Column("field", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["plan", "entry"], ["entry.plan", "entry.number"], name=op.f("fk_erased_field_plan_entry")),
        sa.PrimaryKeyConstraint("plan", "entry", "removed_from", "field", name=op.f("pk_erased_field")),
    )
    op.create_table(
        "plan_closed",
        sa.Column("plan", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("texts_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["plan", "entry"], ["entry.plan", "entry.number"], name=op.f("fk_plan_closed_plan_entry")),
        sa.PrimaryKeyConstraint("plan", "entry", name=op.f("pk_plan_closed")),
    )
    op.create_index("ix_asked_letter", "asked", ["plan", "letter"], unique=True)
    op.create_index("ix_asked_milestone_ref", "asked_milestone", ["plan", "ref"], unique=False)
    op.create_index("ix_confirmation_ref", "confirmation", ["plan", "ref", "entry"], unique=False)
    op.create_index("ix_evidence_update", "evidence", ["plan", "update"], unique=False)
    op.create_index("ix_update_ref", "update", ["plan", "ref", "entry"], unique=False)
    op.create_index("ix_withdrawal_of", "withdrawal", ["plan", "withdraws"], unique=False)


def downgrade() -> None:
    """There is no way back: what was kept before the record is a part of it."""
    raise NotImplementedError("a database with the record can't be put back to one without it: restore a backup")
