"""The app manifest, and what the doctor makes of a workspace."""

import json

import pytest

from adapters.slack.setup.manifest import EVENTS, LEAST_DESCRIPTION, MOST_DESCRIPTION, SCOPES, manifest


def test_over_http_all_three_addresses_are_the_one_route() -> None:
    told = json.loads(json.dumps(manifest("https://milepost.example.org/", socket=False)))

    addresses = {
        told["settings"]["event_subscriptions"]["request_url"],
        told["settings"]["interactivity"]["request_url"],
        told["features"]["slash_commands"][0]["url"],
    }
    assert addresses == {"https://milepost.example.org/slack/events"}
    assert told["oauth_config"]["redirect_urls"] == ["https://milepost.example.org/slack/oauth_redirect"]


def test_over_socket_mode_there_is_no_address() -> None:
    told = json.dumps(manifest("", socket=True))

    assert "http" not in told
    assert '"socket_mode_enabled": true' in told


@pytest.mark.parametrize("socket", [True, False])
def test_slack_takes_every_text_of_it(socket: bool) -> None:
    told = json.loads(json.dumps(manifest("https://m.example.org", socket)))
    shown = told["display_information"]

    assert LEAST_DESCRIPTION <= len(shown["long_description"]) <= MOST_DESCRIPTION
    assert len(shown["name"]) <= 35 and len(shown["description"]) <= 140
    command, shortcut = told["features"]["slash_commands"][0], told["features"]["shortcuts"][0]
    assert len(command["description"]) <= 2000 and len(command["usage_hint"]) <= 1000 and command["should_escape"]
    assert len(shortcut["name"]) <= 24 and len(shortcut["description"]) <= 150


def test_it_asks_for_nothing_that_writes_but_messages() -> None:
    assert [scope for scope in SCOPES if scope.endswith(":write")] == ["chat:write", "im:write"]


def test_it_hears_no_channels_talk() -> None:
    assert [event for event in EVENTS if event.startswith("message.")] == ["message.im"]
