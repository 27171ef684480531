"""Whatever comes in, Milepost answers it or refuses it: it never breaks, and never lets words be markup."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from copy import deepcopy
from itertools import cycle
from pathlib import Path

import pytest

from tests.teams_platform import Fault, cards
from tests.teams_platform.directory import Json
from tests.teams_platform.milepost import Office, opened

ODD = (None, 7, -1.5, True, "", "x", " \u202e\x00\ud800 ", [], [None], {}, {"id": 1}, [[["x"]]], "19:x@thread.tacv2", "\N{PILE OF POO}" * 400)
EVIL = "**bold** [bank](https://evil.example/x) <at>Everyone</at> &lt;b&gt; `code` # head\n- item {{DATE(2025-01-01T00:00:00Z)}}"
ADDRESSES = (
    "",
    "x",
    "ftp://smba.trafficmanager.net/emea/",
    "http://smba.trafficmanager.net/emea/",
    "https://",
    "https://[::1",
    "https://user:word@smba.trafficmanager.net/",
    "https://a b/",
    "https://" + "x" * 3000,
    "http://127.0.0.1:1/emea/",
    "https://127.0.0.1:1/emea/",
    "https://smba.trafficmanager.net.invalid:99999/",
    "https://\u2603.invalid/",
    "file:///etc/passwd",
)


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with opened(tmp_path) as made:
        yield made


async def conversation_of_all_kinds(office: Office) -> list[Json]:
    """One captured activity of each kind that Teams sends."""
    keira = office.teams.user("keira")
    await keira.installs(answered=True)
    await keira.says("1.1.1 green all well")
    await keira.presses("Save")
    await keira.reacts()
    await keira.edits("help")
    await keira.deletes()
    await keira.at("board").says("status")
    await office.at("2025-03-19T09:30")
    await keira.presses("Update 1.1.1")
    await keira.fills({"Status": "Amber", "Path to green": "hire"}).presses("Save")
    await keira.presses("Update 1.1.2", old_client=True)
    fetch = {"data": {"type": "task/fetch", "say": "update 1.1.1"}, "context": {"theme": "default"}}
    submit = {"data": {"say": "update 1.1.1", "status": "green"}, "context": {"theme": "default"}}
    await office.teams.deliver(keira.sheet.invoke("task/fetch", fetch, "1"))
    await office.teams.deliver(keira.sheet.invoke("task/submit", submit, "1"))
    await keira.uninstalls()
    keira.there.installed = True
    return _one_of_each(office.teams.captured)


def _one_of_each(captured: list[Json]) -> list[Json]:
    kinds = {(a["type"], a.get("name"), a.get("action"), "value" in a, json.dumps(a["conversation"])[:40]): a for a in captured}
    return [deepcopy(activity) for activity in kinds.values()]


def paths(found: object, at: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The way to everything in some JSON."""
    children = found.items() if isinstance(found, dict) else enumerate(found) if isinstance(found, list) else ()
    for name, child in children:
        yield (*at, name)
        yield from paths(child, (*at, name))


def changed(activity: Json, path: tuple[str | int, ...], value: object) -> Json:
    """The activity with one thing in it changed, or taken out where the value is the paths function itself."""
    whole = deepcopy(activity)
    holder: object = whole
    for name in path[:-1]:
        holder = holder[name]  # type: ignore[index]
    if value is paths:
        del holder[path[-1]]  # type: ignore[attr-defined]
    else:
        holder[path[-1]] = value  # type: ignore[index]
    return whole


async def test_no_activity_with_anything_changed_in_it_breaks_milepost(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    kinds = await conversation_of_all_kinds(office)
    assert {str(kind["type"]) for kind in kinds} >= {"message", "invoke", "messageUpdate", "messageReaction", "installationUpdate", "conversationUpdate"}
    values = cycle(ODD)
    mutants = [(a, p, v) for a in kinds for p in paths(a) for v in (paths, next(values))]
    gate = asyncio.Semaphore(8)

    async def try_one(activity: Json, path: tuple[str | int, ...], value: object) -> tuple[int, str]:
        async with gate:
            mutant = changed(activity, path, value)
            answered = await office.teams.deliver(mutant)
            return answered.status, f"{activity['type']} {activity.get('name')} {path} {value!r:.40} {answered.text:.100}"

    told = await asyncio.gather(*(try_one(*mutant) for mutant in mutants))
    assert [words for status, words in told if not 200 <= status < 500] == []
    assert [record.getMessage() for record in caplog.records if record.exc_info] == []
    calls = office.teams.connector.calls
    assert {call.why for call in calls if call.status in (400, 413)} <= {"replies to no activity of this conversation"}


async def test_an_odd_or_unreachable_service_address_is_no_error_of_ours(office: Office) -> None:
    keira = office.teams.user("keira")
    save = {"action": {"type": "Action.Execute", "verb": "say", "data": {"say": "help"}}, "trigger": "manual"}
    sent = [
        {**activity, "serviceUrl": address}
        for address in ADDRESSES
        for activity in (
            keira.sheet.message(office.teams.directory.number(), "help", mention=False),
            keira.sheet.invoke("adaptiveCard/action", save, "1"),
            keira.sheet.installation("add"),
        )
    ]
    told = await asyncio.gather(*(office.teams.deliver(activity) for activity in sent))
    assert [answered.status for answered in told if answered.status >= 500] == []
    assert "status" in await keira.says("help")


async def test_what_a_person_writes_is_never_markup_and_pings_nobody(office: Office) -> None:
    keira, gwen = office.teams.user("keira"), office.teams.user("gwen")
    await keira.says("update 1.1.1")
    await keira.fills({"Status": "Red", "What has happened": EVIL, "Path to green": EVIL}).presses("Save")
    await gwen.at("board").says("board here")
    for command in ("history 1.1.1", "status 1.1.1", "red", "digest"):
        await gwen.says(command)
    await office.at("2025-03-24T09:30")
    assert "**bold** [bank](https://evil.example/x) <at>Everyone</at>" in gwen.sees()

    for post in [*keira.posts(), *gwen.posts(), *gwen.at("board").posts()]:
        assert not [e for e in post.activity.get("entities") or [] if e.get("type") == "mention" and "Everyone" in str(e)]  # type: ignore[attr-defined]
        assert "Everyone" not in str(post.activity.get("text") or "") or post.activity.get("textFormat") == "plain"
        for shown in keira.screen.cards(post):
            parsed = "\n".join(cards.parsed(shown.card))
            assert "**bold**" not in parsed and "<at>" not in parsed and "](https://evil" not in parsed


async def test_a_button_forged_by_hand_is_only_what_its_sender_could_have_typed(office: Office) -> None:
    keira = office.teams.user("keira")
    await keira.says("help")
    for said in ("board here", "pause", "holder Head of Inclusion mallory@elsewhere.net", "1.1.3 green", "save #nothing", "update 9.9.9"):
        value = {"action": {"type": "Action.Execute", "verb": "say", "data": {"say": said, "status": "green"}}, "trigger": "manual"}
        answered = await office.teams.deliver(keira.sheet.invoke("adaptiveCard/action", value, keira.posts()[-1].id))
        assert answered.status == 200
    assert [await office.updates(ref) for ref in ("1.1.1", "1.1.2", "1.1.3")] == [[], [], []]
    assert not await office.store.read(lambda view: view.paused("small"))


async def test_an_invoke_of_a_kind_nobody_knows_is_refused_politely(office: Office) -> None:
    keira = office.teams.user("keira")
    for name in ("composeExtension/query", "signin/verifyState", "fileConsent/invoke", "", "adaptiveCard/nothing"):
        answered = await office.teams.deliver(keira.sheet.invoke(name, {"x": 1}, None))
        assert 200 <= answered.status < 502 and answered.status != 500


async def test_a_body_larger_than_teams_sends_is_refused(office: Office) -> None:
    keira = office.teams.user("keira")
    activity = keira.sheet.message("1", "x" * 2_000_000, mention=False)
    assert (await office.teams.deliver(activity)).status == 413


async def test_neither_words_nor_secrets_reach_the_log(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG", logger="milepost")
    keira = office.teams.user("keira")
    await keira.says("1.1.1 red the secret reason, path: hire https://x.org/private")
    await keira.presses("Save")
    office.teams.connector.faults.append(Fault(403, "BotNotInConversationRoster"))
    await keira.says("mine", answered=False)
    told = "\n".join(record.getMessage() for record in caplog.records)
    for word in ("secret reason", "x.org/private", office.teams.secret, "aad-1", "eyJ"):
        assert word not in told

