"""Only Slack is heard: whatever is not signed by it, now, over this very body, gets 401 and changes nothing."""

import time
from collections.abc import Callable

import pytest
from prometheus_client import REGISTRY

from tests.world.slack import payloads
from tests.world.slack.delivery import Delivery, encoded, signature
from tests.world.slack.office import Office

pytest_plugins = ["tests.world.slack.fixtures"]

Change = Callable[[dict[str, str], bytes, str], tuple[dict[str, str], bytes]]


def signed(at: str, secret: str, body: bytes) -> dict[str, str]:
    return {"X-Slack-Request-Timestamp": at, "X-Slack-Signature": signature(secret, at, body)}


def without(name: str) -> Change:
    return lambda headers, body, secret: ({k: v for k, v in headers.items() if k != name}, body)


def changed(name: str, value: str) -> Change:
    return lambda headers, body, secret: ({**headers, name: value}, body)


def at(shift: int) -> Change:
    return lambda headers, body, secret: ({**headers, **signed(str(int(time.time()) + shift), secret, body)}, body)


def stamped(stamp: str) -> Change:
    return lambda headers, body, secret: ({**headers, **signed(stamp, secret, body)}, body)


FORGED: dict[str, Change] = {
    "signed with another secret": lambda headers, body, secret: (
        {**headers, **signed(str(int(time.time())), "another secret", body)},
        body,
    ),
    "another body than was signed": lambda headers, body, secret: (headers, body + b"&text=board+gone"),
    "no signature": without("X-Slack-Signature"),
    "no timestamp": without("X-Slack-Request-Timestamp"),
    "an empty signature": changed("X-Slack-Signature", ""),
    "an old version of signature": changed("X-Slack-Signature", "v1=" + "0" * 64),
    "a signature that is not ASCII": changed("X-Slack-Signature", "v0=\u00e9\u20ac" + "0" * 60),
    "half a signature": lambda headers, body, secret: ({**headers, "X-Slack-Signature": headers["X-Slack-Signature"][:20]}, body),
    "a time long ago that was not signed": changed("X-Slack-Request-Timestamp", "0"),
    "five minutes old": at(-302),
    "five minutes ahead": at(302),
    "a timestamp that is no number": stamped("yesterday"),
    "a timestamp that is not ASCII": stamped("\u0661\u0667\u0663"),
    "a timestamp in exponents": stamped("1e9"),
    "a timestamp that is not finite": stamped("nan"),
    "an endless timestamp": stamped("9" * 400),
    "an empty timestamp": stamped(""),
}


async def forge(office: Office, kind: str, payload: dict[str, object], change: Change) -> Delivery:
    body, content = encoded(kind, payload)
    secret = office.slack.world.signing_secret
    headers = {"Content-Type": content, **signed(str(int(time.time())), secret, body)}
    headers, body = change(headers, body, secret)
    return await office.slack.courier.raw(Delivery(kind, payload, headers, body))


def refused_by_clock() -> float:
    return REGISTRY.get_sample_value("milepost_slack_clock_refused_total") or 0.0


def command(office: Office, text: str) -> dict[str, object]:
    keira = office.person("keira")
    return payloads.command(office.slack.world, office.team, keira.user, keira.dm, text, "")


@pytest.mark.parametrize("name", FORGED)
async def test_a_command_that_slack_did_not_sign_is_refused(office: Office, name: str) -> None:
    before = refused_by_clock()
    answer = await forge(office, "slash_commands", command(office, "/milepost 1.1.1 green forged"), FORGED[name])

    assert answer.status == 401
    assert refused_by_clock() - before == name.startswith("five minutes")  # counted, for this machine's clock may be wrong
    assert b"Recruit" not in answer.answer
    assert office.slack.world.posts == []


REASONS = {
    "signed with another secret": "wrong_secret",
    "another body than was signed": "wrong_secret",
    "half a signature": "wrong_secret",
    "an old version of signature": "wrong_secret",
    "a time long ago that was not signed": "stale",
    "five minutes old": "late",
    "five minutes ahead": "early",
}


@pytest.mark.parametrize("name", FORGED)
async def test_a_refusal_is_counted_by_its_reason_and_told_once_without_what_was_sent(
    office: Office, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    reason = REASONS.get(name, "unsigned")

    def counted() -> float:
        facts = {"platform": "slack", "reason": reason}
        return REGISTRY.get_sample_value("milepost_refused_total", facts) or 0.0

    before = counted()
    for _ in range(2):
        await forge(office, "slash_commands", command(office, "/milepost 1.1.1 green forged"), FORGED[name])

    assert counted() - before == 2
    told = [one.getMessage() for one in caplog.records if "refused" in one.getMessage()]
    assert len(told) == 1 and told[0].startswith(f"slack: refused {reason} ") and "forged" not in told[0]
    assert ("SLACK_SIGNING_SECRET" in told[0]) is (reason == "wrong_secret")


async def test_a_form_an_event_and_the_handshake_are_refused_unsigned_too(office: Office) -> None:
    bare = FORGED["no signature"]
    for kind, payload in (
        ("interactive", {"type": "view_submission", "user": {"id": "U1"}, "team": {"id": "T1"}, "view": {}}),
        ("events_api", {"type": "event_callback", "event_id": "Ev1", "event": {"type": "message"}}),
        ("events_api", {"type": "url_verification", "challenge": "abc"}),
    ):
        assert (await forge(office, kind, payload, bare)).status == 401


async def test_slacks_handshake_is_answered_with_its_challenge(office: Office) -> None:
    made = await office.slack.deliver("events_api", {"type": "url_verification", "token": "t", "challenge": "3eZbrw1aB"})

    assert made.status == 200
    assert b"3eZbrw1aB" in made.answer


async def test_a_signed_request_sent_once_more_is_answered_and_records_nothing_more(office: Office) -> None:
    keira = office.person("keira")
    await keira.types("/milepost 1.1.1 green all well")
    await keira.presses("Save")
    press = office.slack.sent[-1]
    again = await office.slack.courier.raw(Delivery(press.kind, press.payload, press.headers, press.body))

    assert again.good
    assert await office.narratives("1.1.1") == ["all well"]
