"""`docs/data.md`: its queries run on both databases, its example is right, and what it says is enough to prove the record."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.records import bring_up_to_date
from tests.world import from_0_2

PAGE = (Path(__file__).parents[2] / "docs" / "data.md").read_text(encoding="utf-8")
QUERIES = re.findall(r"```sql\n(.*?);\n```", PAGE, re.DOTALL)
SAID = ("about", "person", "capacity", "platform", "tenant", "account", "why", "said", "inbound")

# ---- a verifier written from the page alone: it imports nothing of Milepost ----------------


def framed(text: str) -> bytes:
    return len(text.encode()).to_bytes(4, "big") + text.encode()


def text(kind: str, value: object) -> str:
    if kind == "BOOLEAN":
        return "true" if value else "false"
    return f"{str(value).replace(' ', 'T')}+00:00" if kind == "DATETIME" else str(value)


def fields(db: sqlite3.Connection, plan: str, entry: int) -> Iterator[tuple[str, str]]:
    for (table,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'proof'").fetchall():
        columns = db.execute(f'PRAGMA table_info("{table}")').fetchall()
        keys = [column["name"] for column in sorted(columns, key=lambda one: one["pk"]) if column["pk"]]
        if keys[:2] not in (["plan", "entry"], ["plan", "number"]):
            continue
        for row in db.execute(f'SELECT * FROM "{table}" WHERE {keys[0]} = ? AND {keys[1]} = ?', (plan, entry)):
            before = "".join(f"{part}/" for part in ([table, *(row[key] for key in keys[2:])] if keys[2:] else []))
            for column in columns:
                mine = column["name"] in SAID if table == "entry" else not column["pk"]
                if mine and row[column["name"]] not in (None, ""):
                    yield before + column["name"], text(column["type"], row[column["name"]])


def broken_at(file: Path, plan: str) -> int | None:
    """The first entry that does not hold."""
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as db:
        db.row_factory = sqlite3.Row
        digest, at = bytes(32), ""
        for n, entry in enumerate(db.execute("SELECT * FROM entry WHERE plan = ? ORDER BY number", (plan,)).fetchall(), 1):
            told, content = dict(fields(db, plan, n)), b""
            proofs = db.execute("SELECT field, salt, leaf FROM proof WHERE plan = ? AND entry = ?", (plan, n)).fetchall()
            for name, salt, leaf in sorted(proofs, key=lambda one: one["field"].encode()):
                value = told.pop(name, None)
                if value is None or sha256(salt + framed(name) + value.encode()).digest() != leaf:
                    return n
                content += framed(name) + leaf
            parts = ("milepost entry", "1", plan, str(n), text("DATETIME", entry["at"]), entry["kind"])
            digest = sha256(digest + b"".join(map(framed, parts)) + sha256(content).digest()).digest()
            if told or entry["number"] != n or entry["at"] < at or digest.hex() != entry["digest"]:
                return n
            at = entry["at"]
    return None


@pytest.mark.parametrize("query", QUERIES)
def test_a_query_of_the_page_runs_as_it_is_and_finds_something(taken_over_url: str, query: str) -> None:
    with from_0_2.opened(taken_over_url) as db:
        assert db.execute(sa.text(query)).all()


def test_the_page_is_enough_to_prove_a_record_and_to_find_what_was_changed(tmp_path: Path) -> None:
    file = tmp_path / "record.db"
    bring_up_to_date(from_0_2.made(f"sqlite:///{file}"))
    assert broken_at(file, "small") is None

    with from_0_2.opened(f"sqlite:///{file}") as db:
        db.execute(sa.text("DROP TRIGGER update_update"))
        changed = db.scalar(sa.text("SELECT MAX(entry) FROM \"update\" WHERE narrative = 'still short'"))
        db.execute(sa.text("UPDATE \"update\" SET narrative = 'all fine' WHERE entry = :entry"), {"entry": changed})

    assert broken_at(file, "small") == changed


def test_the_example_of_the_page_is_worked_out_as_the_page_says() -> None:
    salt = bytes(range(16))
    leaves = {
        name: sha256(salt + framed(name) + value.encode()).digest() for name, value in (("ref", "2.1.3"), ("status", "green"))
    }
    content = sha256(b"".join(framed(name) + leaves[name] for name in sorted(leaves))).digest()
    parts = ("milepost entry", "1", "kent", "1", "2025-10-31T09:30:00.000000+00:00", "update")
    digest = sha256(bytes(32) + b"".join(map(framed, parts)) + content).digest()

    for found in (*leaves.values(), content, digest):
        assert found.hex() in PAGE


async def test_every_table_of_the_record_is_named_on_the_page(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'record.db'}"
    bring_up_to_date(url)
    with from_0_2.opened(url) as db:
        found = sa.inspect(db)
        mine = [name for name in found.get_table_names() if "entry" in found.get_pk_constraint(name)["constrained_columns"]]
        views = found.get_view_names()

    assert [name for name in (*mine, *views) if f"`{name}`" not in PAGE] == []
