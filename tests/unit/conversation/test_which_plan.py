"""Somebody in several plans is asked which one is meant, and each button says it, whatever a plan's name holds."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.conversation.desk import Desk
from bot.model.letters.message import Actions, Message
from bot.model.letters.talk import Chat, Inbound, Say, Sender
from bot.ports.record import Tx
from tests.world import plan as small

NOW = datetime(2025, 3, 3, 9, 0, tzinfo=UTC)
NAMES = ("my plan 2025", "a, b", "update 2025", "Café: the second")


def load(tx: Tx) -> None:
    for name in NAMES:
        tx.plans.save(small.PLAN.model_copy(update={"short": name, "title": f"The plan {name}"}))
        tx.people.save(name, [small.row("keira")])


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    store = await small.record(tmp_path / "m.db", load)
    yield Desk(store, lambda: NOW)
    await store.close()


async def said(desk: Desk, text: str, answers: dict[str, str] | None = None) -> Message:
    sender = Sender(platform="console", tenant="local", id="keira", email="keira@example.org")
    inbound = Inbound(id=f"{text} {answers}", sender=sender, chat=Chat(id="c"), said=text, answers=answers)
    reply = await desk.handle(inbound)
    assert isinstance(reply, Say)
    return reply.message


def buttons(message: Message) -> dict[str, str]:
    rows = [block.buttons for block in message.blocks if isinstance(block, Actions)]
    return {button.label: button.command for row in rows for button in row}


async def test_each_plan_has_a_button_that_says_it(desk: Desk) -> None:
    asked = buttons(await said(desk, "/milepost status"))

    assert tuple(asked) == NAMES
    for name, command in asked.items():
        assert f"The plan {name}" in (await said(desk, command)).plain()


async def test_a_form_of_a_plan_whose_name_looks_like_a_command_is_taken(desk: Desk) -> None:
    sent = {"status": "green", "happened": "all well"}

    assert "all well" in (await said(desk, "in update 2025: update 1.1.1 #u0", sent)).plain()
