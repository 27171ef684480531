"""Runs the migrations on the engine the store gives."""

import sqlalchemy as sa
from alembic import context

from store.tables.naming import metadata

engine = context.config.attributes["engine"]
with engine.connect() as connection, connection.begin():
    if connection.dialect.name == "postgresql":
        # Another process may be migrating, and a big table takes its time: longer than any round may.
        connection.execute(sa.text("SET LOCAL statement_timeout = 0"))
        connection.execute(sa.text("SET LOCAL idle_in_transaction_session_timeout = 0"))
        connection.execute(sa.text("SET LOCAL lock_timeout = '10min'"))
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(7416209)"))
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=True, compare_type=True)
    context.run_migrations()
