"""What is kept of entries is what would be read of them anew, whoever made the last one."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.absences.absence import Snooze
from bot.model.board.business import BusinessKind, Deed, Item, Step
from bot.model.measures.impact import Impact, ImpactStep
from bot.model.people import PersonRow
from bot.model.plan import Action, Milestone, Plan
from bot.model.record.entry import By, EntryKind
from bot.model.status import Status
from bot.model.updates.update import Evidence, Update
from bot.ports.record import Tx, View
from store.content.sums import Latest
from store.record import SqlStore
from tests import records
from tests.laws import dear
from tests.world.statements import noted

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
REFS = ("1.1.1", "1.1.2")
Move = tuple[str, int, bool]
Told = Mapping[str, object]


def load(tx: Tx) -> None:
    steps = tuple(Milestone(ref=ref, text="Do", due=date(2026, 6, 1), owners=("Head",)) for ref in REFS)
    tx.plans.save(Plan(short="kent", title="Kent", actions=(Action(ref="1.1", priority=1, title="A", milestones=steps),)))
    tx.people.save("kent", [PersonRow(role="Head", name="Anna", email="anna@example.org", rights=("admin",))])


def told(view: View) -> Told:
    """All that is kept as a sum."""
    return {
        "business": view.business.all("kent"),
        "risks": view.risks.all("kent"),
        "voices": view.voices.all("kent"),
        "measures": view.measures.all("kent"),
        "impacts": view.measures.impacts("kent"),
        "freezes": view.periods.freezes("kent"),
        "exceptions": view.requests.exceptions("kent"),
        "verdicts": view.assurances.verdicts("kent"),
        "ending": view.evidence.ending("kent"),
        "snoozes": view.absences.snoozes("kent"),
        "pauses": view.pauses.of("kent"),
        "active": view.entries.active("kent"),
    }


def does(tx: Tx, what: str, number: int) -> None:
    """One thing that changes the record."""
    at, ref = NOW + timedelta(minutes=number), REFS[number % 2]
    tx.acting(By(at=at, person=1, capacity="Head"))
    items = tx.business.all("kent")
    match what:
        case "raise":
            tx.business.begin(Item(id=0, number=0, plan="kent", kind=BusinessKind.ACTION, text=f"Do {number}.", by=1, at=at))
        case "answer" if items:
            tx.business.step(items[number % len(items)], Step(deed=Deed.ANSWERED, words=f"Done {number}.", at=at))
        case "take back" if items:
            tx.business.take_back(items[-1], items[-1].id)
        case "snooze":
            tx.absences.snooze("kent", Snooze(id=0, ref=ref, person=1, until=at.date(), capacity="Head", why="so", at=at))
        case "pause":
            tx.pauses.hold("kent", ref, why=f"so {number}")
        case "go on":
            tx.pauses.let_go("kent", ref)
        case "impact":
            tx.measures.set_impact(Impact(id=0, plan="kent", action="1.1", step=list(ImpactStep)[number % 3], by=1, at=at))
        case "rename":
            tx.people.save("kent", [PersonRow(role="Head", name=f"Anna {number}", email="anna@example.org", rights=("admin",))])
        case "say" | _:
            proof = (Evidence(url=f"https://example.org/{number}", good_until=at.date()),)
            update = Update(plan="kent", ref=ref, status=Status.GREEN, narrative=f"{number}", by=1, by_name="", capacity="Head", at=at)
            tx.updates.record(update.model_copy(update={"evidence": proof}))


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return records.filled(tmp_path_factory.mktemp("loaded") / "record.db", load)


async def lived(file: Path, moves: Sequence[Move]) -> None:
    """Live through it in two processes, and see after each step that both know what one reads that knows nothing."""
    stores, numbers = [SqlStore(f"sqlite:///{file}", records.long_ago) for _ in range(2)], count()
    for what, _, by_other in moves:
        number = next(numbers)
        await stores[by_other].transact(lambda tx, what=what, number=number: does(tx, what, number))  # type: ignore[misc]
        anew = SqlStore(f"sqlite:///{file}", records.long_ago)
        true = await anew.read(told)
        for store in stores:
            assert await store.read(told) == true
            assert await store.transact(told) == true
        await anew.close()
    for store in stores:
        await store.close()


kinds = st.sampled_from(["raise", "answer", "take back", "snooze", "pause", "go on", "impact", "rename", "say"])


@given(st.lists(st.tuples(kinds, st.integers(0, 9), st.booleans()), min_size=1, max_size=6))
@dear(20)
def test_what_is_kept_is_what_is_read_anew_whichever_process_wrote_last(loaded: Path, moves: list[Move]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(lived(Path(shutil.copy(loaded, folder)), moves))


async def test_what_was_undone_is_not_kept(loaded: Path, tmp_path: Path) -> None:
    store = SqlStore(f"sqlite:///{shutil.copy(loaded, tmp_path)}", records.long_ago)

    def fails(tx: Tx) -> None:
        does(tx, "raise", 1)
        assert len(tx.business.all("kent")) == 1
        raise LookupError

    assert await store.read(lambda view: view.business.all("kent")) == ()
    with pytest.raises(LookupError):
        await store.transact(fails)
    await store.transact(lambda tx: does(tx, "snooze", 2))  # it takes the number that the one undone would have had
    assert await store.read(lambda view: view.business.all("kent")) == ()
    assert await store.transact(lambda tx: tx.business.all("kent")) == ()
    await store.close()


async def test_a_statement_makes_nobody_read_business_and_risks_again(loaded: Path, tmp_path: Path) -> None:
    with noted() as statements:
        store = SqlStore(f"sqlite:///{shutil.copy(loaded, tmp_path)}", records.long_ago)
        await store.transact(lambda tx: does(tx, "raise", 0))
        await store.read(told)
        await store.transact(lambda tx: does(tx, "say", 1))
        statements.clear()
        await store.read(told)
        assert [statements.of(table) for table in ("business", "risk", "voice", "measure", "freeze", "snooze", "pause")] == [0] * 7
        await store.close()


def test_of_an_earlier_head_only_that_is_known_which_was_so_by_then() -> None:
    latest = Latest(5, 5, {}).after({EntryKind.RISK.value: 7, EntryKind.UPDATE.value: 9}, 9)

    assert latest.of(frozenset({EntryKind.RISK.value}), 9) == 7
    assert latest.of(frozenset({EntryKind.RISK.value}), 6) is None
    assert latest.of(frozenset({EntryKind.VOICE.value}), 6) == 5
    assert latest.of(frozenset({EntryKind.RISK.value, EntryKind.UPDATE.value}), 8) is None
