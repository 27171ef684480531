"""The verbs of the record stand in bundles by subject, and a reading has none that writes."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.model.record.entry import By
from bot.ports.entries import EntriesTx, EntriesView
from bot.ports.record import Tx, View
from store.database.in_hand import InHand
from store.reading import Known
from store.view import Reading, Writing

SUBJECTS = sorted(name for name, kept in vars(View).items() if isinstance(kept, property) and name != "entries")
BY = By(at=datetime(2026, 3, 2, 9, tzinfo=UTC))
ROOT = Path(__file__).parents[3]


def verbs(kind: type) -> set[str]:
    """The verbs that a class or one it inherits from has."""
    return {name for name in dir(kind) if not name.startswith("_")}


def titled(subject: str) -> str:
    return "".join(map(str.capitalize, subject.split("_")))


def promised(subject: str, side: str) -> set[str]:
    kind = getattr(import_module(f"bot.ports.{subject}"), f"{titled(subject)}{side}")
    return verbs(kind)


@pytest.fixture
def connection() -> sa.Connection:
    return sa.create_mock_engine("sqlite://", lambda *_: None)  # type: ignore[return-value]


def test_every_subject_has_its_file_on_both_sides() -> None:
    assert len(SUBJECTS) >= 8
    for subject in SUBJECTS:
        assert (ROOT / "bot/ports" / f"{subject}.py").is_file()
        assert (ROOT / "store" / f"{subject}.py").is_file()


@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_reading_has_the_verbs_that_read_and_a_transaction_those_that_write_too(
    subject: str, connection: sa.Connection
) -> None:
    reads, all_ = promised(subject, "View"), promised(subject, "Tx")

    assert verbs(type(getattr(Reading(connection, Known(), "a stamp"), subject))) == reads
    assert verbs(type(getattr(Writing(connection, Known(), BY, InHand(connection)), subject))) == all_
    assert reads < all_


@pytest.mark.parametrize("subject", SUBJECTS)
def test_by_type_a_view_gives_what_reads_and_a_tx_what_writes(subject: str) -> None:
    name = titled(subject)

    assert vars(View)[subject].fget.__annotations__["return"] == f"{name}View"
    assert vars(Tx)[subject].fget.__annotations__["return"] == f"{name}Tx"


# By how many verbs a bundle is too large, until it is split: carrying letters is to be a subject of its own.
OVERGROWN = {"letters": (2, 4)}


@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_bundle_is_small_enough_to_know(subject: str) -> None:
    reads, all_ = promised(subject, "View"), promised(subject, "Tx")

    more_reads, more_writes = OVERGROWN.get(subject, (0, 0))
    assert len(reads) <= 12 + more_reads
    assert len(all_ - reads) <= 13 + more_writes


def test_entries_are_only_read_by_themselves(connection: sa.Connection) -> None:
    """They are added by the verbs of other subjects, each in its own words."""
    assert verbs(type(Reading(connection, Known(), "a stamp").entries)) == verbs(EntriesView)
    assert verbs(EntriesTx) - verbs(EntriesView) == {"touched"}
