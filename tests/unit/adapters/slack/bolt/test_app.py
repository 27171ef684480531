"""Bolt's app: every kind of request has its listener, nothing is acknowledged too soon, nothing is answered in bolt's words."""

import asyncio
import logging
from itertools import count

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.bolt.app import bolt_app, dispatch
from adapters.slack.inbound import Changed, Heard, Json, Uninstalled
from adapters.slack.workspaces import Workspace

HERE = Workspace("T1", "", "xoxb-1", "B1", "UBOT")
WHO: Json = {"user": {"id": "U1", "team_id": "T1"}, "team": {"id": "T1"}, "channel": {"id": "D1"}}
COMMAND: Json = {"command": "/milepost", "text": "mine", "team_id": "T1", "user_id": "U1", "channel_id": "D1", "trigger_id": "1.1"}
BUTTON: Json = {"type": "button", "action_id": "say1", "value": "mine"}
PRESS: Json = {**WHO, "type": "block_actions", "actions": [BUTTON], "container": {"message_ts": "1.1"}, "trigger_id": "2.2"}
MODAL: Json = {"id": "V1", "type": "modal", "callback_id": "form", "private_metadata": '{"about": "{\\"say\\": \\"mine\\"}"}'}
numbers = count()


def event(kind: str, **more: object) -> Json:
    said = {"type": kind, "channel": "D1", "channel_type": "im", "user": "U1", "text": "mine", "ts": "1.1", **more}
    return {"type": "event_callback", "team_id": "T1", "event_id": f"Ev{next(numbers)}", "event": said}


HEARD: dict[str, Json] = {
    "command": COMMAND,
    "direct": event("message"),
    "mention": event("app_mention", channel="C1"),
    "home": event("app_home_opened", tab="home"),
    "press": PRESS,
    "redraw": {**PRESS, "view": MODAL},
    "submit": {**WHO, "type": "view_submission", "view": MODAL},
    "shortcut": {**WHO, "type": "message_action", "callback_id": "use_as_evidence", "message_ts": "1.1"},
}
NOBODYS: dict[str, Json] = {
    "an event Milepost does not listen to": event("reaction_added"),
    "what a bot says": event("message", bot_id="B1"),
    "a link that was followed": {**PRESS, "actions": [{"type": "button", "action_id": "say1", "url": "https://example.org"}]},
    "another app's form": {**WHO, "type": "view_submission", "view": {**MODAL, "callback_id": "other", "private_metadata": ""}},
    "a form that was closed": {**WHO, "type": "view_closed", "view": MODAL},
    "another shortcut": {**WHO, "type": "shortcut", "callback_id": "other"},
    "a list of choices asked for": {**WHO, "type": "block_suggestion", "action_id": "answer.x", "value": "a"},
    "a user token revoked": event("tokens_revoked", tokens={"oauth": ["U1"]}),
}
UNSOUND: dict[str, Json] = {
    "nothing": {},
    "no kind bolt knows": {"type": "hello"},
    "an event that is a number": {"type": "event_callback", "team_id": "T1", "event": 7},
    "an event whose kind is a list": {"type": "event_callback", "team_id": "T1", "event": {"type": ["message"]}},
    "a command that is a list": {**COMMAND, "command": ["/milepost"]},
    "a command that calls itself a press": {**COMMAND, "type": "block_actions", "actions": 3},
    "no action": {**PRESS, "actions": []},
    "an action that is a text": {**PRESS, "actions": ["say1", BUTTON]},
    "an action without a name": {**PRESS, "actions": [{"type": "button", "value": "mine"}]},
    "a view that is a text": {**WHO, "type": "view_submission", "view": "form"},
    "a view of an old workflow": {**WHO, "type": "view_submission", "view": {**MODAL, "type": "workflow_step"}},
    "an old dialog": {**WHO, "type": "dialog_submission", "callback_id": "x"},
    "an old workflow": {**WHO, "type": "workflow_step_edit", "callback_id": "x"},
}


class Known:
    """The workspaces, kept in memory."""

    def __init__(self, here: Workspace | None = HERE) -> None:
        self.here = here
        self.broken = False

    async def of(self, _team: str, _enterprise: str = "") -> Workspace | None:
        if self.broken:
            raise OSError("the database is away")
        return self.here


class Reception:
    """Stands where the front does: answers as told, once it is let."""

    def __init__(self) -> None:
        self.heard: list[Heard | Changed | Uninstalled] = []
        self.listed = True
        self.open = asyncio.Event()
        self.open.set()

    def serves(self, here: Workspace | None, _team: str) -> bool:
        return here is not None and self.listed

    async def answer(self, heard: Heard | None, _here: Workspace | None, _deadline: float) -> str:
        if heard is None:
            return ""
        self.heard.append(heard)
        await self.open.wait()
        return '{"text": "told"}'

    async def account(self, changed: Changed, _here: Workspace | None) -> None:
        self.heard.append(changed)

    async def uninstalled(self, gone: Uninstalled) -> None:
        self.heard.append(gone)


class Case:
    def __init__(self) -> None:
        self.known, self.front = Known(), Reception()
        self.app: AsyncApp = bolt_app(AsyncWebClient(base_url="http://127.0.0.1:1/"), self.known, self.front, None)  # type: ignore[arg-type]

    async def put(self, body: Json) -> tuple[int, str]:
        answer = await dispatch(self.app, body)
        assert answer is not None
        return answer.status, answer.body

    def begin(self, body: Json) -> asyncio.Task[tuple[int, str]]:
        return asyncio.create_task(self.put(body))

    async def reached(self, number: int) -> None:
        while len(self.front.heard) < number:
            await asyncio.sleep(0)


@pytest.fixture
async def case() -> Case:
    return Case()


@pytest.mark.parametrize("kind", HEARD)
async def test_every_kind_of_thing_people_do_has_its_listener(case: Case, kind: str) -> None:
    assert await case.put(HEARD[kind]) == (200, '{"text": "told"}')
    assert [one.kind for one in case.front.heard if isinstance(one, Heard)] == [kind]


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (event("user_change", user={"id": "U1"}), Changed),
        (event("team_join", user={"id": "U1"}), Changed),
        (event("app_uninstalled"), Uninstalled),
        (event("tokens_revoked", tokens={"bot": ["B1"]}), Uninstalled),
    ],
)
async def test_what_slack_tells_of_accounts_and_installations_is_taken_note_of(case: Case, body: Json, what: type) -> None:
    assert await case.put(body) == (200, "")
    assert [type(one) for one in case.front.heard] == [what]


@pytest.mark.parametrize("name", [*NOBODYS, *UNSOUND])
async def test_whatever_else_is_delivered_is_acknowledged_without_a_word(
    case: Case, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert await case.put({**NOBODYS, **UNSOUND}[name]) == (200, "")
    assert case.front.heard == []
    assert caplog.messages == []


async def test_the_handshake_is_bolts_own(case: Case) -> None:
    assert await case.put({"type": "url_verification", "challenge": "3eZ"}) == (200, '{"challenge": "3eZ"}')


@pytest.mark.parametrize("kind", HEARD)
async def test_nothing_is_acknowledged_before_the_desk_has_answered(case: Case, kind: str) -> None:
    case.front.open.clear()
    answer = case.begin(HEARD[kind])
    await case.reached(1)
    for _ in range(20):
        await asyncio.sleep(0)
    assert not answer.done()
    case.front.open.set()

    assert (await answer)[0] == 200


@pytest.mark.parametrize("listed", [True, False])
async def test_an_event_delivered_again_waits_for_the_first_answer_and_is_put_to_the_desk_once(case: Case, listed: bool) -> None:
    case.front.listed = listed
    case.front.open.clear()
    body = event("message")
    first = case.begin(body)
    await case.reached(1)
    again = case.begin(body)
    for _ in range(20):
        await asyncio.sleep(0)
    assert not again.done()
    case.front.open.set()

    assert (await first)[0] == (await again)[0] == (await case.put(body))[0] == 200
    assert len(case.front.heard) == 1


async def test_an_event_whose_answer_was_cut_off_is_answered_when_it_comes_again(case: Case) -> None:
    case.front.open.clear()
    body = event("message")
    first = case.begin(body)
    await case.reached(1)
    first.cancel()
    await asyncio.gather(first, return_exceptions=True)
    case.front.open.set()

    assert await case.put(body) == (200, '{"text": "told"}')
    assert len(case.front.heard) == 2


async def test_while_the_record_is_away_slack_gets_its_answer_and_no_log_what_was_said(
    case: Case, caplog: pytest.LogCaptureFixture
) -> None:
    case.known.broken = True
    body = event("message", text="nobody's business")
    assert await case.put(body) == (200, "")
    assert [(r.name, r.levelno) for r in caplog.records] == [("milepost.slack", logging.ERROR)]
    assert "business" not in caplog.text
    case.known.broken = False

    assert await case.put(body) == (200, '{"text": "told"}')


@pytest.mark.parametrize("kind", HEARD)
async def test_a_workspace_milepost_is_not_installed_in_is_answered_before_bolt_looks_for_a_token(case: Case, kind: str) -> None:
    case.known.here = None

    assert await case.put(HEARD[kind]) == (200, '{"text": "told"}')
    assert len(case.front.heard) == 1
