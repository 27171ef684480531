"""The stand-in for Teams is as strict as Teams: what it refuses, and what a person's client refuses."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import ClientSession, web

from tests.world.listening import listen
from tests.world.teams import HOME, Fault, Refused, TeamsPlatform, cards

CARD = {
    "type": "AdaptiveCard",
    "version": "1.5",
    "body": [
        {"type": "TextBlock", "text": "How does 1.1.1 stand?"},
        {"type": "Input.ChoiceSet", "id": "status", "label": "Status (required)", "isRequired": True, "choices": [{"title": "Amber: late", "value": "amber"}]},
        {"type": "Input.Text", "id": "path", "label": "Path to green", "maxLength": 10, "isVisible": False},
    ],
    "actions": [
        {"type": "Action.ToggleVisibility", "title": "More", "targetElements": ["path"]},
        {"type": "Action.Execute", "title": "Save", "verb": "say", "data": {"say": "update 1.1.1"}},
    ],
}


def message(card: object) -> dict[str, object]:
    """A card as a message."""
    attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "content": card}
    return {"type": "message", "summary": "How does it stand?", "attachments": [attachment]}


class Bot:
    """The least that can be called a bot: posts what it is told to, and answers every invoke the same."""

    def __init__(self, teams: TeamsPlatform, session: ClientSession) -> None:
        self.teams = teams
        self.session = session
        self.heard: list[dict[str, object]] = []
        self.answer: dict[str, object] = {}

    async def listen(self, request: web.Request) -> web.Response:
        self.heard.append(await request.json())
        return web.json_response(self.answer)

    async def token(self) -> str:
        form = {"grant_type": "client_credentials", "client_id": self.teams.app_id, "client_secret": self.teams.secret, "scope": "https://api.botframework.com/.default"}
        async with self.session.post(f"{self.teams.login.url}/{HOME}/oauth2/v2.0/token", data=form) as told:
            return str((await told.json())["access_token"])

    async def call(self, path: str, body: object = None, method: str = "POST", token: str | None = None) -> tuple[int, dict[str, object]]:
        headers = {"Authorization": f"Bearer {token or await self.token()}"}
        async with self.session.request(method, f"{self.teams.base}{path}", json=body, headers=headers) as told:
            return told.status, await told.json()


@asynccontextmanager
async def serving(routes: list[web.RouteDef]) -> AsyncIterator[str]:
    app = web.Application()
    app.add_routes(routes)
    listening = await listen(app)
    yield listening.url
    await listening.close()


@pytest.fixture
async def bot() -> AsyncIterator[Bot]:
    teams = TeamsPlatform()
    await teams.start()
    keira, ben = teams.person("keira"), teams.person("ben", region="uk")
    teams.directory.channel("board", [keira])
    teams.directory.open_personal(ben)
    async with ClientSession() as session:
        made = Bot(teams, session)
        async with serving([web.post("/api/messages", made.listen)]) as at:
            teams.milepost = at
            yield made
    await teams.close()


def there(teams: TeamsPlatform, name: str, region: str = "emea") -> str:
    return f"/{region}/v3/conversations/{teams.user(name).there.id}/activities"


async def test_only_a_token_of_the_login_opens_the_connector(bot: Bot) -> None:
    at = there(bot.teams, "keira")
    assert (await bot.call(at, message(CARD), token="made-up"))[0] == 401
    assert (await bot.call(at, message(CARD)))[0] == 201
    bot.teams.login.forget()
    assert bot.teams.login.fetches == 1


async def test_a_conversation_nobody_has_is_not_found(bot: Bot) -> None:
    for at in ("/emea/v3/conversations/a:none/activities", there(bot.teams, "ben", "emea")):
        assert (await bot.call(at, message(CARD)))[0] == 404
    assert (await bot.call(there(bot.teams, "ben", "uk"), message(CARD)))[0] == 201


async def test_a_card_no_client_would_show_is_refused(bot: Bot) -> None:
    twice = {**CARD, "body": [*CARD["body"], CARD["body"][1]]}  # type: ignore[misc,index]
    chart = {"type": "Chart.VerticalBar.Grouped", "title": "How all stand", "data": []}
    for wrong in ({**CARD, "version": "1.6"}, twice, {**CARD, "body": [{"type": "Blob"}]}, {**CARD, "body": [chart]}):
        status, told = await bot.call(there(bot.teams, "keira"), message(wrong))
        assert (status, told["error"]["code"]) == (400, "BadArgument")  # type: ignore[index]


async def test_a_message_over_100_kb_as_utf_16_is_too_big(bot: Bot) -> None:
    at = there(bot.teams, "keira")
    assert (await bot.call(at, {"type": "message", "text": "x" * 50_000}))[0] == 201
    assert (await bot.call(at, {"type": "message", "text": "x" * 52_000}))[0] == 413


async def test_the_eighth_message_within_a_second_waits(bot: Bot) -> None:
    bot.teams.connector.throttles = True
    at, token = there(bot.teams, "keira"), await bot.token()
    told = [await bot.call(at, {"type": "message", "text": "hello"}, token=token) for _ in range(9)]
    assert [status for status, _ in told[:7]] == [201] * 7
    assert 429 in [status for status, _ in told[7:]]


async def test_a_chat_is_opened_once_and_only_where_the_app_is(bot: Bot) -> None:
    ask = {"isGroup": False, "bot": {"id": "28:x"}, "members": [{"id": bot.teams.directory.people["keira"].id}], "channelData": {"tenant": {"id": HOME}}, "tenantId": HOME}
    first, again = [await bot.call("/emea/v3/conversations", ask) for _ in range(2)]
    assert first[0] == 201 and first[1]["id"] == again[1]["id"]

    bot.teams.user("keira").there.installed = False
    assert (await bot.call("/emea/v3/conversations", ask))[0] == 403


async def test_a_fault_is_met_once(bot: Bot) -> None:
    bot.teams.connector.faults.append(Fault(502))
    at = there(bot.teams, "keira")
    assert [(await bot.call(at, message(CARD)))[0] for _ in range(2)] == [502, 201]


async def test_a_person_fills_in_and_presses_what_the_card_lets_them(bot: Bot) -> None:
    keira = bot.teams.user("keira")
    await bot.call(there(bot.teams, "keira"), message(CARD))
    assert "Path to green" not in keira.sees()

    with pytest.raises(Refused, match="Status"):
        await keira.presses("Save")
    with pytest.raises(Refused, match="does not ask"):
        await keira.fills({"Path to green": "hire"}).presses("More")
    await keira.presses("More")
    with pytest.raises(Refused, match="10 characters"):
        await keira.fills({"Path to green": "hire two people"}).presses("Save")

    after = {"type": "AdaptiveCard", "version": "1.5", "body": [{"type": "TextBlock", "text": "Saved."}]}
    bot.answer = {"statusCode": 200, "type": "application/vnd.microsoft.card.adaptive", "value": after}
    assert await keira.fills({"Status": "Amber", "path": "hire"}).presses("Save") == "Saved."
    value = bot.heard[-1]["value"]
    assert value == {"action": {"type": "Action.Execute", "title": "Save", "verb": "say", "data": {"say": "update 1.1.1", "status": "amber", "path": "hire"}}, "trigger": "manual"}


def test_what_is_hidden_is_not_read_but_is_sent() -> None:
    assert "Path to green" not in cards.text(CARD) and "[Save]" in cards.text(CARD)
    filled = {**CARD, "body": [CARD["body"][0], {**CARD["body"][1], "value": "amber"}, {**CARD["body"][2], "value": "kept"}]}  # type: ignore[index,dict-item]
    assert cards.collected(filled, filled["actions"][1]) == {"status": "amber", "path": "kept"}  # type: ignore[index]
