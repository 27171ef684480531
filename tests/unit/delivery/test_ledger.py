"""How a letter ended is noted however long the record is away: else others would take it then, and send it twice."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import UTC, datetime
from typing import TypeVar

import pytest

from bot.delivery.ledger import Ledger
from bot.model.letters.letter import Ending, Letter, LetterKind, LetterState
from bot.model.letters.message import Message
from bot.model.record.trouble import Trouble
from bot.ports.record import Tx, View
from bot.ports.refusals import NotAtHand, RecordAway

T = TypeVar("T")
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
PAUSES = (0.0, 0.0)
LETTER = Letter(key="nudge:1:2026-03-02", kind=LetterKind.NUDGE, person=1, message=Message(title="Hello"), not_before=NOW)
SENT = Ending(letter=LETTER, state=LetterState.SENT, reference="C1:1")


class Failing:
    """A record that fails some transactions, then notes what comes."""

    def __init__(self, *failures: Exception) -> None:
        self.failures = list(failures)
        self.noted = 0

    async def transact(self, work: Callable[[Tx], T], until: float | None = None, plans: Collection[str] = ()) -> T:
        if self.failures:
            raise self.failures.pop(0)
        self.noted += 1
        return {}  # type: ignore[return-value]

    def glance(self, work: Callable[[View], T]) -> T:
        raise NotAtHand

    async def read(self, work: Callable[[View], T], until: float | None = None) -> T:
        raise NotAtHand

    async def aside(self, work: Callable[[View], T]) -> T:
        raise NotAtHand


def ledger(store: Failing) -> Ledger:
    return Ledger(store, lambda: NOW, lambda: NOW, lambda _: None, again=PAUSES)


@pytest.mark.parametrize("trouble", [Trouble.AWAY, Trouble.BUSY, Trouble.FULL, Trouble.DOUBT])
async def test_while_the_record_is_away_there_is_no_last_try(trouble: Trouble) -> None:
    store = Failing(*(RecordAway(trouble) for _ in range(20)))

    await ledger(store).settle_surely(SENT)

    assert (store.failures, store.noted) == ([], 1)


@pytest.mark.parametrize("fault", [RecordAway(Trouble.GONE), ValueError("a bug")])
async def test_what_no_patience_mends_is_given_up(fault: Exception) -> None:
    store = Failing(*[fault] * 20)

    with pytest.raises(type(fault)):
        await ledger(store).settle_surely(SENT)

    assert len(store.failures) >= 20 - len(PAUSES) - 1
    assert store.noted == 0


async def test_one_that_did_not_go_is_given_up_after_a_while_for_it_is_looked_at_again_anyway() -> None:
    store = Failing(*(RecordAway(Trouble.AWAY) for _ in range(20)))

    with pytest.raises(RecordAway):
        await ledger(store).settle_surely(SENT.model_copy(update={"state": LetterState.WAITING}))

    assert store.noted == 0
