"""The present is what the entries add up to, and the past is the same sum, stopped earlier."""

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

from bot.model.letters.letter import Asked, Letter, LetterState
from bot.model.letters.message import Message
from bot.model.people import PersonRow
from bot.model.plan import Action, Milestone, Plan
from bot.model.record.entry import By, EntryKind
from bot.model.status import Status
from bot.model.updates.update import Evidence, Question, Standing, Update
from bot.ports.record import Tx
from store.record import SqlStore
from store.tables.statements import WITHDRAWAL
from tests import records
from tests.laws import dear

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
REFS = ("1.1.1", "1.1.2")
ROLES = {1: "Head", 2: "Finance", 3: "admin"}
Move = tuple[str, int, str, int]


def load(tx: Tx) -> None:
    steps = tuple(Milestone(ref=ref, text="Do", due=date(2026, 6, 1), owners=("Head", "Finance")) for ref in REFS)
    for short in ("kent", "essex"):
        tx.plans.save(Plan(short=short, title=short, actions=(Action(ref="1.1", priority=1, title="A", milestones=steps),)))
        rows = [
            PersonRow(role=role if role != "admin" else None, name=f"P{n}", email=f"p{n}@example.org", rights=("admin",) * (n == 3))
            for n, role in ROLES.items()
        ]
        tx.people.save(short, rows)


def an_update(ref: str, by: int, status: Status, at: datetime, short: str = "kent") -> Update:
    return Update(
        plan=short, ref=ref, status=status, narrative="so", path_to_green="so", no_evidence_reason="none", by=by, by_name="",
        capacity=ROLES[by], at=at, forecast=at.date(), evidence=(Evidence(url=f"https://example.org/{status}"),),
    )  # fmt: skip


def does(tx: Tx, move: Move, number: int) -> None:
    """One thing that changes the record, at a clock that may be set back."""
    what, minutes, ref, choice = move
    at, person = NOW + timedelta(minutes=minutes), choice % 3 + 1
    history = tx.updates.history("kent", ref)
    match what:
        case "say":
            tx.updates.record(an_update(ref, person, list(Status)[choice % 5], at))
        case "say elsewhere":
            tx.updates.record(an_update(ref, person, list(Status)[choice % 5], at, "essex"))
        case "correct" if history:
            corrected = an_update(ref, person, list(Status)[choice % 5], at)
            tx.updates.record(corrected.model_copy(update={"corrects": history[choice % len(history)].id}))
        case "offer" if history:
            tx.acting(By(at=at, person=person))
            tx.updates.add_evidence(history[choice % len(history)], Evidence(url=f"https://example.org/{number}"), ROLES[person])
        case "withdraw" if history:
            meant = history[choice % len(history)]
            withdrawn = meant.evidence[0].id if meant.evidence and choice % 2 else meant.id
            tx.entries.append("kent", EntryKind.WITHDRAWAL, By(at=at), [(WITHDRAWAL, {"withdraws": withdrawn})])  # type: ignore[attr-defined]
        case "chase":
            tx.updates.ask(Question(plan="kent", ref=ref, by=3, by_name="", at=at))
        case "ask":
            stood = tx.updates.standings("kent")[ref].newest
            asked = (Asked(plan="kent", ref=ref, kind="due", stood=stood),)
            key = f"nudge:{person}:n{number}"
            tx.letters.enqueue(Letter(key=key, kind="nudge", person=person, message=Message(title="?"), asked=asked, not_before=at))
            records.settled(tx, key, LetterState.SENT, at)
        case _:
            pass


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return records.filled(tmp_path_factory.mktemp("loaded") / "record.db", load)


async def undone(file: Path, moves: Sequence[Move], last: Move) -> None:
    """Live through it, say one thing more and take it back whole, and see that all stands as before."""
    store, numbers = SqlStore(f"sqlite:///{file}", records.long_ago), count()
    for move in moves:
        await store.transact(lambda tx, move=move: does(tx, move, next(numbers)))  # type: ignore[misc]
    before = await store.read(lambda view: view.updates.standings("kent"))
    head = await store.read(lambda view: view.entries.head("kent").entry)
    await store.transact(lambda tx: does(tx, last, next(numbers)))
    said = await store.read(lambda view: view.updates.standings("kent"))
    saved = await store.read(lambda view: view.entries.head("kent").entry)

    def take_back(tx: Tx) -> None:
        for number in range(head + 1, saved + 1):
            tx.updates.withdraw("kent", number, "", "")

    await store.transact(take_back)
    assert await store.read(lambda view: view.updates.standings("kent")) == before
    assert await store.read(lambda view: view.updates.standings("kent", saved)) == said
    await store.close()


async def lived(file: Path, moves: Sequence[Move]) -> None:
    """Live through it, and see that every earlier entry still adds up to what stood then."""
    store, numbers = SqlStore(f"sqlite:///{file}", records.long_ago), count()
    stood: dict[int, Mapping[str, Standing]] = {}
    for move in moves:
        await store.transact(lambda tx, move=move: does(tx, move, next(numbers)))  # type: ignore[misc]
        head = await store.read(lambda view: view.entries.head("kent").entry)
        stood[head] = await store.read(lambda view: view.updates.standings("kent"))
    anew = SqlStore(f"sqlite:///{file}", records.long_ago)
    for number, then in stood.items():
        assert await anew.read(lambda view, number=number: view.updates.standings("kent", number)) == then  # type: ignore[misc]
    assert await anew.read(lambda view: view.updates.standings("kent")) == stood[max(stood)]
    await store.close()
    await anew.close()


kinds = st.sampled_from(["say", "say", "say", "say elsewhere", "correct", "offer", "withdraw", "chase", "ask", "ask"])
moves = st.lists(st.tuples(kinds, st.integers(0, 600), st.sampled_from(REFS), st.integers(0, 29)), min_size=1, max_size=14)


@given(moves)
@dear(100)
def test_as_at_every_earlier_entry_milestones_stand_as_they_stood_then(loaded: Path, moves: list[Move]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(shutil.copy(loaded, folder))
        asyncio.run(lived(file, moves))


@given(moves, st.tuples(st.sampled_from(["say", "correct", "offer"]), st.integers(0, 600), st.sampled_from(REFS), st.integers(0, 29)))
@dear(60)
def test_whatever_is_taken_back_whole_what_stood_before_stands_again(loaded: Path, moves: list[Move], last: Move) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(shutil.copy(loaded, folder))
        asyncio.run(undone(file, moves, last))
