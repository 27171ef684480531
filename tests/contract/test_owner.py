"""A database whose own user may add to the record and change nothing of it, on PostgreSQL."""

from __future__ import annotations

import asyncio
import os
import re
import shlex
import subprocess
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

from bot.model.plan import Plan
from bot.ports.refusals import Refusal
from store.content.fields import TABLES
from store.database.engines import engine_url
from store.record import SqlStore, dump_line
from store.tables.entries import ENTRY, PROOF
from tests.records import long_ago

PAGE = Path(__file__).parents[2] / "docs" / "privacy.md"
TEXT = "Somebody's secret that must go"


def grants() -> str:
    found = re.search(r"```sql\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    return found[1]


@pytest.fixture
def own_user(postgres_database: str) -> Iterator[str]:
    """The same database for a user who has the rights that the page on privacy gives the program."""
    name = f"program_{uuid.uuid4().hex}"
    with psycopg.connect(postgres_database, autocommit=True) as owner:
        owner.execute(f"CREATE ROLE {name} LOGIN PASSWORD 'secret'".encode())
        owner.execute(grants().replace("milepost", name).encode())
        yield engine_url(postgres_database).set(username=name, password="secret").render_as_string(hide_password=False)
        owner.execute(f"DROP OWNED BY {name}".encode())
        owner.execute(f"DROP ROLE {name}".encode())


def test_the_page_names_every_table_of_the_record() -> None:
    assert set(re.findall(r'"(\w+)"', grants())) == {table.name for table in (ENTRY, PROOF, *TABLES)}


async def test_the_programs_own_user_adds_to_the_record_and_the_owner_alone_takes_out_of_it(
    own_user: str, postgres_database: str
) -> None:
    program, owner = SqlStore(own_user, long_ago), SqlStore(postgres_database, long_ago)
    try:
        await program.transact(lambda tx: tx.plans.save(Plan(short="kent", title="Kent", partnership=(TEXT,))))
        field = "edition_line/partnership/1/text"
        with pytest.raises(Refusal) as refused:
            await program.transact(lambda tx: tx.erasures.redact("kent", 1, field, "x"))
        assert refused.value.prompt_key == "owner_needed"
        assert await program.read(lambda view: view.entries.head("kent").entry) == 1
        await owner.transact(lambda tx: tx.erasures.redact("kent", 1, field, "x"))
        with owner._read.connect() as link:
            assert link.execute(sa.text("SELECT text FROM edition_line")).all() == [(None,)]
    finally:
        await program.close()
        await owner.close()


async def test_the_programs_own_user_may_make_a_copy(own_user: str, tmp_path: Path) -> None:
    url = engine_url(own_user)
    done = await asyncio.to_thread(
        subprocess.run, shlex.split(dump_line(own_user, tmp_path / "copy.dump")), env={**os.environ, "PGPASSWORD": str(url.password)},
        capture_output=True, text=True, check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")
