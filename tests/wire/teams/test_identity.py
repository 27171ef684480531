"""A bot without a secret: its token comes from the machine's own identity service, off the event loop."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from aiohttp import web

from adapters.teams.channel import Teams
from adapters.teams.settings import TeamsSettings
from adapters.teams.tokens import TokenDown, by_identity
from tests.world.listening import listen


class Machine:
    """An identity service, as Azure puts one beside a program."""

    def __init__(self) -> None:
        self.asked: list[dict[str, str]] = []
        self.assigned = True
        self.answers = asyncio.Event()
        self.answers.set()
        self.base = ""

    async def token(self, request: web.Request) -> web.Response:
        self.asked.append(dict(request.query))
        await asyncio.sleep(0.05)
        await self.answers.wait()
        if not self.assigned:
            return web.json_response({"statusCode": 400, "message": "No identity assigned."}, status=400)
        return web.json_response({"access_token": "machine-1", "expires_on": str(int(time.time()) + 3600), "token_type": "Bearer"})


@pytest.fixture
async def machine(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Machine]:
    made = Machine()
    app = web.Application()
    app.add_routes([web.get("/identity", made.token)])
    listening = await listen(app)
    made.base = listening.url
    monkeypatch.setenv("IDENTITY_ENDPOINT", f"{made.base}/identity")
    monkeypatch.setenv("IDENTITY_HEADER", "beside")
    yield made
    made.answers.set()
    await listening.close()


def teams(machine: Machine) -> Teams:
    settings = TeamsSettings(
        app_id="the-app", tenant_id="council", app_type="UserAssignedMSI", tenants=("council",), openid_url=machine.base
    )
    return Teams(settings, lambda: datetime(2025, 3, 18, tzinfo=UTC))


async def test_the_machine_gives_the_token_for_the_apps_id(machine: Machine) -> None:
    adapter = teams(machine)
    found = {finding.sentence: finding.ok for finding in await adapter.examine(())}
    await adapter.close()

    assert found["Teams: Microsoft gives the app a token."]
    assert [(asked["client_id"], asked["resource"]) for asked in machine.asked] == [("the-app", "https://api.botframework.com")]


async def test_a_machine_without_the_identity_is_told_of_by_the_doctor(machine: Machine) -> None:
    machine.assigned = False
    adapter = teams(machine)
    wrong = [finding.sentence for finding in await adapter.examine(()) if finding.ok is False]
    await adapter.close()

    assert any("managed identity is assigned" in sentence for sentence in wrong)


async def test_a_machine_that_never_answers_keeps_nobody_waiting_for_ever(machine: Machine) -> None:
    machine.answers.clear()

    with pytest.raises(TokenDown):
        await asyncio.wait_for(by_identity("the-app", "https://api.botframework.com", seconds=0.2), 60)
