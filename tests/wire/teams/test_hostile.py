"""Whatever comes in, Milepost answers it or refuses it: it never breaks, and never lets words be markup."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests import records
from tests.world.teams import Fault, cards
from tests.world.teams.directory import Posted
from tests.world.teams.hostile import Mutant, captured, delivered, mutants, offences
from tests.world.teams.milepost import Office, opened

MUTANTS = 400  # of some six thousand; `make soak` goes on
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


async def test_no_activity_with_anything_changed_in_it_breaks_milepost(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    kinds = await captured(office)
    assert {str(kind["type"]) for kind in kinds} >= {"message", "invoke", "messageUpdate", "messageReaction", "installationUpdate", "conversationUpdate"}
    chosen = random.Random(20250319).sample(mutants(kinds), MUTANTS)
    gate = asyncio.Semaphore(8)

    async def one(mutant: Mutant) -> tuple[str, bool]:
        async with gate:
            return await delivered(office, mutant)

    assert [told for told, well in await asyncio.gather(*map(one, chosen)) if not well] == []
    assert [record.getMessage() for record in caplog.records if record.exc_info] == []
    assert offences(office) == set()


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
    await keira.presses("Save")  # it names no date
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
    assert not await office.store.read(lambda view: records.paused(view, "small"))


@pytest.mark.parametrize(("place", "old_client"), [("group", False), ("group", True), ("board", False)])
async def test_a_forged_button_writes_over_nothing_that_others_were_told(office: Office, place: str, old_client: bool) -> None:
    hugo, keira = office.teams.user("hugo").at(place), office.teams.user("keira").at(place)
    await hugo.says("status 1.1.1")
    others = hugo.posts()[-1]
    told = hugo.reads(others)
    keira = keira.under(others)
    sent = {"say": "update 1.1.1", "form": True, "status": "green", "done": "zzmin"}
    for data in ({"say": "yes"}, {"say": "undo"}, {"say": "no"}, sent, {**sent, "card": _reference(others)}):
        await keira.says("1.1.1 green zzmin")
        value = {"action": {"type": "Action.Execute", "verb": "say", "data": data}, "trigger": "manual"}
        executed = keira.sheet.invoke("adaptiveCard/action", value, others.id)
        submitted = keira.sheet.submitted(office.teams.directory.number(), dict(data), others.id)
        assert (await office.teams.deliver(submitted if old_client else executed)).status == 200
        await keira.says("yes")  # what is drawn anew then is what the draft says that it came from
        assert hugo.reads(others) == told, data


async def test_a_button_that_a_message_in_a_channel_carries_is_answered_in_its_place(office: Office) -> None:
    keira, gwen = office.teams.user("keira").at("board"), office.teams.user("gwen").at("board")
    await keira.says("1.1.2 red zzmin, path: hire two by June")
    said_back, count = keira.posts()[-1], len(keira.posts())

    await keira.presses("Save")
    assert "zzmin" in gwen.reads(said_back) and "Undo" in keira.buttons()
    await keira.presses("Undo")

    assert "Undone" in gwen.reads(said_back)
    assert len(keira.posts()) == count


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



def _reference(post: Posted) -> str:
    thread = f";messageid={post.thread or post.id}" if post.conversation.kind == "channel" else ""
    return f"{post.conversation.id}{thread}|{post.id}"
