"""What every answer needs is made as soon as the process listens."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from bot.model.policy import Policy
from bot.program.serving.warming import warm
from bot.rules.calendar import working_days, working_days_of
from store.database.prepared import Prepared
from store.record import SqlStore
from tests.records import long_ago


def test_every_statement_is_put_into_the_words_of_the_database(tmp_path: Path) -> None:
    one: Prepared[int] = Prepared(sa.select(sa.literal(1)))

    warm(SqlStore(f"sqlite:///{tmp_path / 'record.db'}", long_ago))

    assert set(one._worded) == {"sqlite"}


def test_the_calendar_of_a_plan_without_closures_of_its_own_is_made(tmp_path: Path) -> None:
    warm(SqlStore(f"sqlite:///{tmp_path / 'record.db'}", long_ago))
    made = working_days_of.cache_info().misses

    working_days(Policy())

    assert working_days_of.cache_info().misses == made
