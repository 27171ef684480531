"""What was asked is looked up entry by entry, however many letters went: a digest of three years must not take minutes."""

from pathlib import Path

import sqlalchemy as sa

from store.outgoing.asked import _POSED, _PUT, _WORDED_EACH
from tests import records


def test_each_letter_s_milestones_are_found_by_its_own_entry(tmp_path: Path) -> None:
    engine = sa.create_engine(f"sqlite:///{records.empty(tmp_path / 'record.db')}")
    with engine.connect() as db:
        for query in (_PUT, _POSED, _WORDED_EACH):
            text = query.compile(engine, compile_kwargs={"render_postcompile": True})
            values = tuple("p" for _ in text.positiontup or ())
            plan = [row[3] for row in db.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", values)]
            joined = [step for step in plan if "asked" in step][1:]
            assert joined and all("entry=?" in step for step in joined), plan
    engine.dispose()
