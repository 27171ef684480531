"""Lists that are asked for again."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from bot.conversation.desk import Desk
from bot.model.letters.talk import Chat, Inbound, Say, Sender
from bot.model.people import PersonRow
from bot.model.plan import Action, Milestone, Plan
from bot.ports.record import Tx
from store.record import SqlStore
from tests import records

MONDAY = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
EMAIL = "anna@kent.example.org"


def load(tx: Tx) -> None:
    steps = tuple(Milestone(ref=f"1.1.{n}", text="Do", due=date(2026, 3, n), owners=("Head",)) for n in (1, 2, 3))
    tx.plans.save(Plan(short="kent", title="Kent", actions=(Action(ref="1.1", priority=1, title="A", milestones=steps),)))
    tx.people.save("kent", [PersonRow(role="Head", name="Anna", email=EMAIL)])


@pytest.mark.parametrize("said", ["mine", "overdue", "status 1.1"])
async def test_a_list_in_which_nothing_changed_is_the_very_same_message_so_that_no_platform_draws_it_again(
    tmp_path: Path, said: str
) -> None:
    store, numbers = SqlStore(f"sqlite:///{records.empty(tmp_path / 'kent.db')}", records.long_ago), count()
    await store.transact(load)
    desk = Desk(store, lambda: MONDAY + timedelta(seconds=next(numbers)))

    async def asked() -> Say:
        sender = Sender(platform="console", tenant="local", id=EMAIL, email=EMAIL, name="Anna")
        reply = await desk.handle(Inbound(id=str(next(numbers)), sender=sender, chat=Chat(id=EMAIL), said=said))
        assert isinstance(reply, Say)
        return reply

    await asked()  # the first is met with an introduction
    first, second = await asked(), await asked()
    assert second.message is first.message
    await store.close()
