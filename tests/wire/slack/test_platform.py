"""The Slack of our own is as strict as the real one: it refuses what Slack refuses, with Slack's words."""

import asyncio
from collections.abc import AsyncIterator

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.world.slack import Impossible, Slack
from tests.world.slack.blocks import faults_of, view_faults

SECTION = {"type": "section", "text": {"type": "plain_text", "text": "Hello"}}
FAULTY = {
    "an unknown block": [{"type": "sektion"}],
    "no text in a section": [{"type": "section"}],
    "an empty text": [{"type": "section", "text": {"type": "plain_text", "text": ""}}],
    "a section too long": [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}}],
    "markup in a header": [{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}],
    "a header too long": [{"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}],
    "an unknown property": [{**SECTION, "colour": "red"}],
    "too many blocks": [SECTION] * 51,
    "the same block id twice": [{**SECTION, "block_id": "a"}, {**SECTION, "block_id": "a"}],
    "no elements": [{"type": "actions", "elements": []}],
    "a button too long": [
        {"type": "actions", "elements": [{"type": "button", "text": {"type": "plain_text", "text": "x" * 76}}]}
    ],
    "a button without words": [{"type": "actions", "elements": [{"type": "button", "action_id": "a"}]}],
    "a button of a wrong style": [
        {"type": "actions", "elements": [{"type": "button", "style": "green", "text": {"type": "plain_text", "text": "x"}}]}
    ],
    "the same action id twice": [
        {
            "type": "actions",
            "elements": [{"type": "button", "action_id": "a", "text": {"type": "plain_text", "text": "x"}}] * 2,
        }
    ],
    "an empty word in rich text": [
        {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": ""}]}]}
    ],
    "a chart whose labels are not its axis": [
        {
            "type": "data_visualization",
            "title": "Totals",
            "chart": {
                "type": "bar",
                "series": [{"name": "Green", "data": [{"label": "1", "value": 3}]}],
                "axis_config": {"categories": ["2"]},
            },
        }
    ],
    "no list at all": {"type": "section"},
    "a number for a block": [7],
}


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    made = Slack()
    await made.start()
    yield made
    await made.stop()


def client(slack: Slack, token: str) -> AsyncWebClient:
    return AsyncWebClient(token, base_url=slack.api_url, retry_handlers=[])


async def refused(work: object) -> str:
    with pytest.raises(SlackApiError) as caught:
        await work  # type: ignore[misc]
    return str(caught.value.response["error"])


@pytest.mark.parametrize("name", FAULTY)
def test_blocks_slack_would_refuse_are_refused(name: str) -> None:
    assert faults_of(FAULTY[name], "message") != []


def test_good_blocks_and_views_are_taken() -> None:
    chart = {
        "type": "bar",
        "series": [{"name": "Green", "data": [{"label": "1", "value": 3}]}],
        "axis_config": {"categories": ["1"]},
    }
    button = {"type": "button", "action_id": "say", "text": {"type": "plain_text", "text": "Update"}, "value": "update 1.1.1"}
    blocks = [SECTION, {"type": "actions", "elements": [button]}, {"type": "data_visualization", "title": "T", "chart": chart}]
    field = {"type": "input", "label": {"type": "plain_text", "text": "L"}, "element": {"type": "plain_text_input"}}
    view = {"type": "modal", "title": {"type": "plain_text", "text": "T"}, "blocks": [field]}

    assert faults_of(blocks, "message") == []
    assert view_faults({**view, "submit": {"type": "plain_text", "text": "Save"}}, "modal") == []
    assert view_faults(view, "modal") != []
    assert view_faults({"type": "home", "title": view["title"], "blocks": []}, "home") != []


async def test_a_call_without_a_good_token_or_scope_is_refused(slack: Slack) -> None:
    team = slack.team("Parent Carer Forum")
    slack.join("keira", team)
    poor = slack.world.token(team.id, ("users:read",))

    assert await refused(client(slack, "").auth_test()) == "not_authed"
    assert await refused(client(slack, "xoxb-no").auth_test()) == "invalid_auth"
    assert await refused(client(slack, poor.value).chat_postMessage(channel="C1", text="x")) == "missing_scope"
    poor.revoked = True
    assert await refused(client(slack, poor.value).auth_test()) == "token_revoked"


async def test_people_and_channels_that_cannot_be_written_to_are_refused(slack: Slack) -> None:
    team, other = slack.team("Forum"), slack.team("Elsewhere")
    keira = slack.join("keira", team)
    stranger = slack.join("sam", other)
    shut, old = slack.channel("shut", team, ["keira"], bot=False), slack.channel("old", team, ["keira"])
    old.archived = True
    api = client(slack, slack.world.token(team.id).value)

    assert await refused(api.conversations_open(users="U404")) == "user_not_found"
    assert await refused(api.conversations_open(users=stranger.user.id)) == "user_not_found"
    assert await refused(api.conversations_open(users=team.bot)) == "cannot_dm_bot"
    assert await refused(api.chat_postMessage(channel=shut.id, text="x")) == "not_in_channel"
    assert await refused(api.chat_postMessage(channel=old.id, text="x")) == "is_archived"
    assert await refused(api.chat_postMessage(channel="C404", text="x")) == "channel_not_found"
    assert await refused(api.users_lookupByEmail(email="nobody@example.org")) == "users_not_found"
    keira.user.deleted = True
    assert await refused(api.conversations_open(users=keira.user.id)) == "user_disabled"


async def test_a_trigger_opens_one_view_within_three_seconds(slack: Slack) -> None:
    team = slack.team("Forum")
    keira = slack.join("keira", team)
    api = client(slack, slack.world.token(team.id).value)
    view = {"type": "modal", "title": {"type": "plain_text", "text": "T"}, "blocks": [SECTION]}
    used, late = slack.world.trigger(keira.user.id, team.id), slack.world.trigger(keira.user.id, team.id)
    opened = await api.views_open(trigger_id=used, view=view)
    slack.world.pass_time(4)

    assert await refused(api.views_open(trigger_id=used, view=view)) == "exchanged_trigger_id"
    assert await refused(api.views_open(trigger_id=late, view=view)) == "expired_trigger_id"
    stale = opened["view"]["hash"]
    await api.views_update(view_id=opened["view"]["id"], view=view, hash=stale)
    assert await refused(api.views_update(view_id=opened["view"]["id"], view=view, hash=stale)) == "hash_conflict"


async def test_a_message_is_found_again_by_its_metadata_page_by_page(slack: Slack) -> None:
    team = slack.team("Forum")
    keira = slack.join("keira", team)
    api = client(slack, slack.world.token(team.id).value)
    place = (await api.conversations_open(users=keira.user.id))["channel"]["id"]
    for number in range(5):
        await api.chat_postMessage(channel=place, text="x", metadata={"event_type": "t", "event_payload": {"key": str(number)}})

    first = await api.conversations_history(channel=place, include_all_metadata=True, limit=3)
    cursor = first["response_metadata"]["next_cursor"]
    rest = await api.conversations_history(channel=place, include_all_metadata=True, limit=3, cursor=cursor)
    bare = await api.conversations_history(channel=place)

    assert [m["metadata"]["event_payload"]["key"] for m in [*first["messages"], *rest["messages"]]] == list("43210")
    assert "metadata" not in bare["messages"][0]


async def test_a_fast_sender_is_told_to_wait(slack: Slack) -> None:
    team = slack.team("Forum")
    team.limits = True
    keira = slack.join("keira", team)
    slack.server.clock = lambda: 0.0  # on a busy machine a second may pass between two messages
    api = client(slack, slack.world.token(team.id).value)
    for _ in range(3):
        await api.chat_postMessage(channel=keira.dm.id, text="x")
    with pytest.raises(SlackApiError) as caught:
        await asyncio.gather(*(api.chat_postMessage(channel=keira.dm.id, text="x") for _ in range(5)))

    assert caught.value.response.status_code == 429
    assert int(caught.value.response.headers["Retry-After"]) >= 1


async def test_a_connection_dropped_after_accepting_leaves_the_message_there(slack: Slack) -> None:
    team = slack.team("Forum")
    keira = slack.join("keira", team)
    slack.order("chat.postMessage", "drop")
    api = client(slack, slack.world.token(team.id).value)
    with pytest.raises(aiohttp.ClientError):
        await api.chat_postMessage(channel=keira.dm.id, text="once")

    assert keira.sees().messages == ("once",)


async def test_a_person_cannot_do_what_no_client_lets_them(slack: Slack) -> None:
    team = slack.team("Forum")
    keira = slack.join("keira", team)
    api = client(slack, slack.world.token(team.id).value)
    short = {"type": "plain_text_input", "max_length": 3}
    field = {"type": "input", "block_id": "say", "label": {"type": "plain_text", "text": "Say"}, "element": short}
    words = {"type": "plain_text", "text": "T"}
    await api.views_open(
        trigger_id=slack.world.trigger(keira.user.id, team.id),
        view={"type": "modal", "title": words, "submit": words, "blocks": [field]},
    )

    with pytest.raises(Impossible):
        await keira.fills({"Say": "four"})
    with pytest.raises(Impossible):
        await keira.submits()
    with pytest.raises(Impossible):
        await keira.presses("Save")
