"""What comes in goes by botbuilder's adapter and bot, and nothing that the SDK does by itself shows on the wire."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.teams.inbound import WAYS, Way
from tests.world.teams.directory import Json
from tests.world.teams.hostile import captured
from tests.world.teams.milepost import ELSEWHERE, Office, opened

ADAPTERS = Path(__file__).parents[3] / "adapters"
ODD_VALUES = (None, 7, "x", [], {}, {"action": None}, {"action": 7}, {"action": {"type": "Action.Submit"}}, {"commandId": [1]}, {"data": []})
NAMES = (
    "adaptiveCard/action", "task/fetch", "task/submit", "composeExtension/query", "composeExtension/queryLink", "composeExtension/submitAction",
    "composeExtension/fetchTask",    "fileConsent/invoke", "actionableMessage/executeAction", "signin/verifyState", "signin/tokenExchange", "tab/fetch", "config/fetch", "", "never heard of",
)  # fmt: skip
UNREADABLE: tuple[Json, ...] = (
    {"timestamp": "yesterday"}, {"localTimestamp": 7}, {"from": "keira"}, {"conversation": ["a"]}, {"membersAdded": "keira"}, {"entities": {"type": "x"}},
)  # fmt: skip


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with opened(tmp_path) as made:
        yield made


def sdk(path: Path) -> set[str]:
    """The names of Microsoft's SDK that a file imports."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {str(node.module) for node in nodes if isinstance(node, ast.ImportFrom)}
    return {name for name in names if name.startswith(("botbuilder", "botframework", "msrest"))}


def test_microsofts_sdk_is_known_in_one_folder() -> None:
    knowing = {path for path in ADAPTERS.rglob("*.py") if sdk(path)}

    assert {path.parent for path in knowing} == {ADAPTERS / "teams" / "turns"}
    assert {path.stem for path in knowing} == {"auth", "door", "front"}


@pytest.mark.parametrize("odd", UNREADABLE, ids=lambda odd: next(iter(odd)))
async def test_a_body_that_is_no_activity_is_a_bad_request_and_does_nothing(office: Office, odd: Json) -> None:
    keira = office.teams.user("keira")
    answered = await office.teams.deliver({**keira.sheet.message("1", "status", mention=False), **odd})

    assert answered.status == 400 and answered.text == ""
    assert office.teams.connector.calls == []


async def test_an_invoke_that_the_sdk_would_refuse_is_answered_200(office: Office) -> None:
    keira = office.teams.user("keira")
    for name in NAMES:
        for value in ODD_VALUES:
            answered = await office.teams.deliver({**keira.sheet.invoke(name, {}, "1"), "value": value})
            assert answered.status == 200, (name, value, answered)
            said_in_the_answer = WAYS.get(name, Way.CONSENTED) is not Way.CONSENTED
            assert bool(answered.text) == said_in_the_answer, (name, value, answered)


async def test_an_activity_without_a_type_is_heard_and_says_nothing(office: Office) -> None:
    keira = office.teams.user("keira")
    typeless = {**keira.sheet.message("1", "status", mention=False), "type": None}

    answered = await office.teams.deliver(typeless)

    assert (answered.status, answered.text) == (200, "")
    assert office.teams.connector.calls == []


async def test_an_invoke_from_a_tenant_that_is_not_served_is_told_so_in_the_response(office: Office) -> None:
    eve = office.teams.user("eve")
    assert eve.sheet.message("1", "x", mention=False)["channelData"] == {"tenant": {"id": ELSEWHERE}}
    save = {"action": {"type": "Action.Execute", "verb": "say", "data": {"say": "help"}}, "trigger": "manual"}

    answered = await office.teams.deliver(eve.sheet.invoke("adaptiveCard/action", save, "1"))

    assert answered.body["type"] == "application/vnd.microsoft.activity.message"
    assert (await office.teams.deliver(eve.sheet.invoke("never heard of", save, "1"))).text == ""
    assert office.teams.connector.calls == []


async def test_members_who_come_and_go_are_not_looked_up_one_by_one(office: Office) -> None:
    keira = office.teams.user("keira")
    members: list[Json] = [{"id": f"29:{number}"} for number in range(50)]
    for change in ("Added", "Removed"):
        assert (await office.teams.deliver(keira.at("board").sheet.members(change, members))).status == 200

    assert office.teams.connector.calls == []


async def test_no_words_of_a_body_reach_any_log_however_odd_the_body(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    for library in ("milepost", "msrest", "botbuilder", "botframework"):
        caplog.set_level("DEBUG", logger=library)
    kinds = await captured(office)
    secret: Json = {"text": "a secret reason", "value": {"x": "a secret reason"}}
    for kind in kinds:
        for odd in ({}, {"timestamp": "a secret reason"}, {"from": "a secret reason"}, {"channelData": "a secret reason"}, {"entities": ["a secret reason"]}):
            assert (await office.teams.deliver({**kind, **secret, **odd})).status < 500

    assert [record.getMessage() for record in caplog.records if "secret reason" in record.getMessage() or record.exc_info] == []
