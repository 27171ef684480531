"""What Slack delivers, read: what is somebody speaking, what is not, and what no reading may fall over."""

import json
from collections.abc import Iterator
from copy import deepcopy
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.bolt.reading import body_of, read
from adapters.slack.inbound import Changed, Heard, Json, Uninstalled, split_reference

DM = {"type": "message", "channel": "D1", "channel_type": "im", "user": "U1", "text": "1.1 green", "ts": "1700000000.000100"}
MENTION = {**DM, "type": "app_mention", "channel": "C1", "channel_type": "channel", "text": "<@UBOT> help me"}
COMMAND = {
    "command": "/milepost",
    "text": "status 2.1",
    "team_id": "T1",
    "user_id": "U1",
    "channel_id": "C1",
    "trigger_id": "1.2.abc",
    "response_url": "https://hooks.slack.com/commands/1",
}
PRESS = {
    "type": "block_actions",
    "user": {"id": "U1", "team_id": "T1"},
    "team": {"id": "T1"},
    "channel": {"id": "D1"},
    "container": {"type": "message", "message_ts": "1700000000.000200", "channel_id": "D1", "is_ephemeral": False},
    "message": {"ts": "1700000000.000200"},
    "actions": [{"type": "button", "action_id": "say1", "value": "update 2.1.3"}],
    "trigger_id": "9.9.f",
    "response_url": "https://hooks.slack.com/actions/1",
}
MEMO = json.dumps({"say": "update 2.1.3 #u4", "chat": "D1", "card": "D1:1700000000.000200"})
SUBMITTED = {
    "type": "view_submission",
    "user": {"id": "U1", "team_id": "T1"},
    "team": {"id": "T1"},
    "view": {
        "id": "V1",
        "type": "modal",
        "hash": "1.x",
        "private_metadata": json.dumps({"about": MEMO, "kept": {}}),
        "state": {"values": {"status": {"answer.status": {"type": "radio_buttons", "selected_option": {"value": "green"}}}}},
    },
}
SHORTCUT = {
    "type": "message_action",
    "callback_id": "use_as_evidence",
    "user": {"id": "U1", "team_id": "T1"},
    "team": {"id": "T1"},
    "channel": {"id": "C1"},
    "message_ts": "1700000000.000300",
    "trigger_id": "7.7.e",
    "response_url": "https://hooks.slack.com/app/1",
}


def event(inner: Json, **more: object) -> Json:
    authorizations = [{"team_id": "T1", "user_id": "UBOT", "is_enterprise_install": False}]
    return {"type": "event_callback", "team_id": "T1", "event_id": "Ev1", "authorizations": authorizations, "event": inner, **more}


ALL = [event(DM), event(MENTION), COMMAND, PRESS, SUBMITTED, SHORTCUT, event({"type": "user_change", "user": {"id": "U1"}})]


def heard(body: Json) -> Heard:
    found = read(body)
    assert isinstance(found, Heard)
    return found


def test_a_direct_message_is_said_in_private_and_in_its_thread() -> None:
    said = heard(event({**DM, "thread_ts": "1690000000.000001"}))

    assert (said.kind, said.said, said.private, said.thread) == ("direct", "1.1 green", True, "D1:1690000000.000001")
    assert said.id == heard(event(DM)).id == "slack:Ev1"


def test_a_mention_is_said_without_the_mention() -> None:
    assert (heard(event(MENTION)).said, heard(event(MENTION)).private) == ("help me", False)


@pytest.mark.parametrize("said", ["", "   ", "<@UBOT>"])
def test_a_mention_that_says_nothing_asks_for_help(said: str) -> None:
    assert heard(event({**MENTION, "text": said or "<@UBOT>"})).said == "help"


@pytest.mark.parametrize(
    "more",
    [
        {"bot_id": "B1"},
        {"subtype": "message_changed"},
        {"subtype": "message_deleted"},
        {"subtype": "channel_join"},
        {"hidden": True},
        {"subtype": "message_changed", "message": "x", "previous_message": []},
        {"subtype": "message_changed", "message": {"user": "U1", "edited": {"user": "U1"}, "text": "a"}},
        {"text": ""},
        {"user": None},
        {"channel_type": "channel", "channel": "C1"},
        {"channel_type": "mpim", "channel": "G1"},
    ],
)
def test_what_is_nobody_speaking_to_milepost_is_not_heard(more: Json) -> None:
    assert read(event({**DM, **more})) is None


def test_a_file_shared_with_words_is_the_words() -> None:
    assert heard(event({**DM, "subtype": "file_share"})).said == "1.1 green"


def test_a_command_says_its_text_and_blank_it_asks_for_help() -> None:
    assert (heard(dict(COMMAND)).said, heard({**COMMAND, "text": "  "}).said) == ("status 2.1", "help")


def test_a_command_that_speaks_of_a_payload_is_a_command() -> None:
    body = body_of(urlencode({**COMMAND, "text": "2.1.3 green: the payload=arrived"}), "application/x-www-form-urlencoded")

    assert body is not None and heard(body).said == "2.1.3 green: the payload=arrived"


def test_a_press_says_its_command_and_names_its_card() -> None:
    pressed = heard(dict(PRESS))

    assert (pressed.kind, pressed.said, pressed.card) == ("press", "update 2.1.3", "D1:1700000000.000200")
    assert split_reference(pressed.card) == ("D1", "1700000000.000200")


def test_two_presses_are_two_and_one_delivered_twice_is_one() -> None:
    assert heard(dict(PRESS)).id == heard(deepcopy(PRESS)).id != heard({**PRESS, "trigger_id": "9.9.g"}).id


def test_a_form_corrected_in_the_same_view_is_another_sending() -> None:
    corrected = deepcopy(SUBMITTED)
    corrected["view"]["state"]["values"]["status"]["answer.status"]["selected_option"]["value"] = "amber"  # type: ignore[index]

    assert heard(deepcopy(SUBMITTED)).id == heard(deepcopy(SUBMITTED)).id != heard(corrected).id


def test_a_form_knows_what_it_says_and_which_card_asked() -> None:
    sent = heard(dict(SUBMITTED))

    assert (sent.kind, sent.said, sent.card, sent.channel) == ("submit", "update 2.1.3 #u4", "D1:1700000000.000200", "D1")


def test_a_choice_in_an_open_form_is_a_redrawing() -> None:
    assert heard({**SUBMITTED, "type": "block_actions", "actions": [{"type": "radio_buttons"}]}).kind == "redraw"


def test_the_shortcut_names_its_message() -> None:
    assert (heard(dict(SHORTCUT)).channel, heard(dict(SHORTCUT)).ts) == ("C1", "1700000000.000300")


def test_only_the_home_tab_is_the_home() -> None:
    opens = {"type": "app_home_opened", "user": "U1", "channel": "D1", "tab": "home"}

    assert heard(event(opens)).kind == "home"
    assert heard(event({**opens, "tab": "messages"})).kind == "opened"
    assert read(event({**opens, "tab": "about"})) is None


def test_accounts_and_uninstalling_are_told_apart() -> None:
    assert isinstance(read(event({"type": "team_join", "user": {"id": "U2"}})), Changed)
    assert isinstance(read(event({"type": "app_uninstalled"})), Uninstalled)
    assert read(event({"type": "tokens_revoked", "tokens": {"oauth": ["U1"], "bot": []}})) is None


@pytest.mark.parametrize("body", ["", "[]", "[1]", "null", "{", "payload=", "payload=[1]", "[" * 90_000, "{\"a\":" * 90_000])
def test_what_is_no_object_is_none(body: str) -> None:
    assert body_of(body, "application/json") is None
    assert read(body_of(body, "application/x-www-form-urlencoded") or {}) is None


JUNK = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=5), st.just([]), st.just({}), st.just([{}])
)


def paths(body: object, before: tuple[object, ...] = ()) -> Iterator[tuple[object, ...]]:
    inner = body.items() if isinstance(body, dict) else enumerate(body) if isinstance(body, list) else ()
    for name, value in inner:
        yield (*before, name)
        yield from paths(value, (*before, name))


@given(st.sampled_from([(body, path) for body in ALL for path in paths(body)]), JUNK, st.booleans())
def test_any_field_may_be_anything_or_missing(chosen: tuple[Json, tuple[object, ...]], junk: object, missing: bool) -> None:
    body: Json = deepcopy(chosen[0])
    *way, last = chosen[1]
    place: object = body
    for step in way:
        place = place[step]  # type: ignore[index]
    if missing:
        del place[last]  # type: ignore[attr-defined]
    else:
        place[last] = junk  # type: ignore[index]

    found = read(body)
    assert found is None or isinstance(found, Heard | Changed | Uninstalled)


def test_a_bot_called_by_name_in_private_is_no_part_of_what_was_said() -> None:
    assert heard(event({**DM, "text": "<@UBOT> 1.1.3 green with <@U2>"})).said == "1.1.3 green with @U2"
