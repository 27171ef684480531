"""Hostile input: whatever is typed stays words, and whatever is delivered is answered without a server error."""

import asyncio
import logging
import random
import time

import pytest

from tests.world.slack.delivery import Delivery, signature
from tests.world.slack.hostile import Mutant, captured, garbage, made_of, mutants
from tests.world.slack.office import Office

pytest_plugins = ["tests.world.slack.fixtures"]

MUTANTS = 350  # of some fifteen thousand; `make soak` goes on

NASTY = {
    "a ping": "<!channel> <!here> <!everyone> <!subteam^S123> <@U000000001>",
    "markup": "*bold* _it_ ~gone~ `code` > quote\n> quote",
    "a disguised link": "<https://evil.example|your bank>",
    "escapes": "&lt;!channel&gt; &amp;lt;!here&amp;gt;",
    "right to left": "\u202e\u2067gnitirw \u200b\u200d\u2060hidden",
    "zero width": "\u200b\u200c\ufeff",
    "emoji": ":tada: \U0001f9e8\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "combining": "z" + "\u0301" * 500,
    "NUL": "before\x00after",
    "long": "word " * 8_000,
    "one long word": "w" * 39_000,
    "many lines": "\n".join("line" for _ in range(5_000)),
    "a form's own mark": "#u0 save #abc {0} {ref} %s $x",
}


async def post(office: Office, body: bytes, content: str) -> int:
    at = str(int(time.time()))
    headers = {"X-Slack-Request-Timestamp": at, "X-Slack-Signature": signature(office.slack.world.signing_secret, at, body)}
    made = Delivery("", {}, {**headers, "Content-Type": content} if content else headers, body)
    return (await office.slack.courier.raw(made)).status


def no_trouble(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [f"{r.name}: {r.getMessage()}" for r in caplog.records if r.levelno >= logging.ERROR]


async def test_every_field_of_every_delivery_may_be_anything(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    chosen = random.Random(20250319).sample(mutants(await captured(office)), MUTANTS)
    answers: dict[str, int] = {}
    turns = asyncio.Semaphore(8)

    async def one(mutant: Mutant) -> None:
        async with turns:
            what, body, content = made_of(mutant)
            answers[what] = await post(office, body, content)

    await asyncio.gather(*(one(mutant) for mutant in chosen))
    await office.slack.quiet()

    assert {what: status for what, status in answers.items() if not 200 <= status < 500} == {}
    assert no_trouble(caplog) == []
    office.slack.world.offences.clear()  # a mutant's own trigger or channel that Slack does not know
    keira = office.person("keira")
    before = len(keira.sees().messages)
    await keira.types("mine")
    await keira.until(lambda s: len(s.messages) > before)


async def test_a_body_that_is_no_payload_is_answered(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    answers = {name: await post(office, body, content) for name, body, content in garbage()}

    assert {name: status for name, status in answers.items() if not 200 <= status < 500} == {}
    assert no_trouble(caplog) == []


@pytest.mark.parametrize("name", NASTY)
async def test_whatever_is_typed_is_kept_as_words_and_pings_nobody(office: Office, name: str, caplog: pytest.LogCaptureFixture) -> None:
    keira, gwen = office.person("keira"), office.person("gwen")
    await office.round()
    await keira.opens_home()
    await keira.types(NASTY[name])
    await keira.types(f"@Milepost {NASTY[name]}", channel="board")
    await keira.types(f"/milepost help {NASTY[name]}"[:8000])
    await keira.types(f"1.1.1 amber {NASTY[name][:2500]}\npath: hire two {NASTY[name][:400]}")
    await keira.hears("Save")
    await keira.presses("Save")
    await keira.types("@Milepost history 1.1.1", channel="board")
    await keira.types("/milepost digest")
    await gwen.types("@Milepost amber", channel="board")
    await office.slack.quiet()

    assert len(await office.history("1.1.1")) == 1
    assert no_trouble(caplog) == []


async def test_a_real_ping_and_a_real_link_in_an_event_become_words(office: Office) -> None:
    keira = office.person("keira")
    event = {
        "type": "message",
        "channel": keira.dm.id,
        "channel_type": "im",
        "user": keira.user.id,
        "team": office.team.id,
        "text": f"1.1.1 green <!channel> <!subteam^S1|@board> <@{office.person('ben').user.id}> <https://evil.example|bank> <#C1|board>",
        "ts": "1742376600.000100",
    }
    await office.slack.event(office.team, event)
    await keira.hears("Save")
    await keira.presses("Save")
    await office.slack.quiet()

    assert len(await office.history("1.1.1")) == 1


@pytest.mark.parametrize("name", ["a ping", "markup", "a disguised link", "right to left", "escapes", "NUL", "emoji"])
async def test_whatever_is_typed_into_a_form_comes_back_word_for_word(office: Office, name: str) -> None:
    keira = office.person("keira")
    await keira.types("/milepost update 1.1.1")
    await keira.until(lambda s: s.modal is not None)
    typed = NASTY[name]
    answers = {"Status": "Amber", "What has happened": typed, "Path to green": typed, "Evidence link": "no link"}
    await keira.fills({**answers, "Decision wanted": typed}).submits()
    assert keira.faults != {}
    await keira.fills({"Evidence link": ""}).submits()
    await keira.until(lambda s: s.modal is None)
    await keira.hears("Save")  # the path names no date
    await keira.presses("Save")
    await office.slack.quiet()

    (update,) = await office.history("1.1.1")
    assert {update.narrative, update.path_to_green, update.decision_wanted} == {typed.replace("\x00", "").strip()}
