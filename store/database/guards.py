"""The guards that keep the rows of the record as they are: triggers without a state, on both databases."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

KEPT = "the record is only added to"
# One function for all tables: a trigger names the columns that may be emptied.
_KEEP = f"""
CREATE OR REPLACE FUNCTION record_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    was jsonb;
    is_now jsonb;
    emptied text;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        was := to_jsonb(OLD);
        is_now := to_jsonb(NEW);
        FOREACH emptied IN ARRAY COALESCE(TG_ARGV, ARRAY[]::text[]) LOOP
            IF is_now -> emptied = 'null'::jsonb THEN
                was := was - emptied;
                is_now := is_now - emptied;
            END IF;
        END LOOP;
        IF was = is_now THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION '{KEPT}';
END;
$$
"""


def guard(db: sa.Connection, table: str, words: Sequence[str]) -> None:
    """Let nobody delete a row of this table, nor change one, but for emptying the columns named."""
    if db.dialect.name == "postgresql":
        _guard_postgres(db, table, words)
    else:
        _guard_sqlite(db, table, words)


def renew(db: sa.Connection) -> None:
    """Have the guards of a database that was made before do as they do now."""
    if db.dialect.name == "postgresql":
        db.exec_driver_sql(_KEEP)


def _guard_postgres(db: sa.Connection, table: str, words: Sequence[str]) -> None:
    db.exec_driver_sql(_KEEP)
    given = ", ".join(f"'{word}'" for word in words)
    for event, arguments, each in (
        ("DELETE", "", "ROW"),
        ("TRUNCATE", "", "STATEMENT"),
        ("UPDATE", given, "ROW"),
    ):
        db.exec_driver_sql(
            f'CREATE TRIGGER {table}_{event.lower()} BEFORE {event} ON "{table}" '
            f"FOR EACH {each} EXECUTE FUNCTION record_is_kept({arguments})"
        )


def _guard_sqlite(db: sa.Connection, table: str, words: Sequence[str]) -> None:
    columns = [row[1] for row in db.exec_driver_sql(f'PRAGMA table_info("{table}")')]
    same = [f'NEW."{name}" IS OLD."{name}"' for name in columns]
    allowed = [f'(NEW."{name}" IS NULL OR {test})' if name in words else test for name, test in zip(columns, same, strict=True)]
    db.exec_driver_sql(f"CREATE TRIGGER {table}_delete BEFORE DELETE ON \"{table}\" BEGIN SELECT RAISE(ABORT, '{KEPT}'); END")
    db.exec_driver_sql(
        f'CREATE TRIGGER {table}_update BEFORE UPDATE ON "{table}" WHEN NOT ({" AND ".join(allowed)}) '
        f"BEGIN SELECT RAISE(ABORT, '{KEPT}'); END"
    )
