"""Impact as another program asks for it: real commands on a real SQLite file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.model.measures.impact import Impact, ImpactStep
from bot.model.record.entry import By
from bot.model.status import Status
from bot.model.updates.update import Update
from bot.ports.record import Tx
from bot.program.app import app
from store.record import SqlStore
from tests import records
from tests.records import long_ago
from tests.world import plan
from tests.world.plan import PEOPLE, SMALL, STEPS, email, small


@pytest.fixture
async def url(tmp_path: Path) -> str:
    """A record with the small plan, whose one action is delivered and at step 2."""
    address = f"sqlite:///{records.empty(tmp_path / 'm.db')}"
    store = SqlStore(address, long_ago)

    def load(tx: Tx) -> None:
        plan.load(tx, small(STEPS[:1]), PEOPLE)
        keira, leo = (tx.people.by_email(email(name)) for name in ("keira", "leo"))
        assert keira is not None and leo is not None
        tx.acting(By(at=long_ago(), person=keira))
        done = {"by": keira, "by_name": "Keira", "capacity": "Head of Inclusion", "at": long_ago(), "no_evidence_reason": "A wall"}
        tx.updates.record(Update(plan=SMALL, ref="1.1.1", status=Status.COMPLETE, **done))
        tx.acting(By(at=long_ago(), person=leo))
        tx.measures.set_impact(Impact(plan=SMALL, action="1.1", step=ImpactStep.ACTIVITY, why="Waits are as long", by=leo, by_name="Leo", capacity="lead of priority 1", at=long_ago()))

    await store.transact(load)
    await store.close()
    return address


def told(url: str, *words: str) -> dict[str, object]:
    ran = CliRunner().invoke(app, [*words, "--json"], env={"DATABASE_URL": url, "COLUMNS": "400"})
    assert ran.exit_code == 0, ran.output
    shown: dict[str, object] = json.loads(ran.stdout)
    return shown


def test_the_digest_and_the_status_tell_what_is_delivered_without_effect_and_name_nobody(url: str) -> None:
    shown = told(url, "digest")
    assert shown["measures_moved"] == []
    assert shown["no_impact_yet"] == [
        {
            "ref": "1.1", "title": "Set up the board", "priority": 1, "step": 2.0, "step_on": long_ago().date().isoformat(),
            "step_by": "lead of priority 1", "reason": "Waits are as long", "why": ["step_low"], "behind": [],
        }
    ]  # fmt: skip
    assert "1 action is delivered and nobody has shown that it helped: 1.1." in str(shown["lines"])
    actions = told(url, "status")["actions"]
    assert isinstance(actions, list)
    assert {name: actions[0][name] for name in ("ref", "milestones", "complete", "delivered", "step", "no_impact_yet", "measures")} == {
        "ref": "1.1", "milestones": 1, "complete": 1, "delivered": True, "step": 2.0, "no_impact_yet": ["step_low"], "measures": [],
    }  # fmt: skip
    assert "Leo" not in json.dumps([shown["no_impact_yet"], actions])
