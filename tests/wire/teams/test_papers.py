"""Files handed over in Teams: asked for first, put into the person's own files, and into no other place whatever a client says."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from hashlib import sha256

import pytest

from adapters.teams.channel import Teams
from adapters.teams.files.handed import NotPut
from adapters.teams.files.places import Place
from adapters.teams.inbound import Way, speech_in
from adapters.teams.settings import TeamsSettings
from bot.model.letters.message import Message
from bot.model.letters.talk import Handed, Inbound, Notice, Reply, Say, Shown, Silence
from tests.world.listening import Listening, milepost
from tests.world.teams import Seat, TeamsPlatform

NOW = datetime(2025, 3, 19, 9, 30, tzinfo=UTC)
NAMES = ("highlight-small-2025-03-19.docx", "business.xlsx")
HELD = {name: f"the bytes of {name}".encode() * 400 for name in NAMES}
AGAIN = {f"report board, only {name}": name for name in NAMES}


class Office:
    """Milepost in Teams, whose desk gives two files to gwen, and one of them to whoever of its people names it again."""

    def __init__(self) -> None:
        self.teams = TeamsPlatform()
        self.heard: list[Inbound] = []
        self.waits = 0.0
        self.gone = False

    async def handle(self, inbound: Inbound) -> Reply:
        self.heard.append(inbound)
        await asyncio.sleep(self.waits)
        if inbound.sender.name != "gwen" or self.gone:
            return Say(message=Message(title="Nothing of that is for you."))
        wanted = [name for said, name in AGAIN.items() if inbound.said in (said, "report board")]
        return Say(message=Message(title="Here are the papers."), files=tuple(map(file, wanted)))

    async def heed(self, notice: Notice | Shown) -> Reply:
        return Silence()

    async def open(self) -> None:
        await self.teams.start()
        gwen, eve = self.teams.person("gwen"), self.teams.person("eve")
        self.teams.directory.channel("board", [gwen, eve])
        settings = self.teams.settings().model_copy(update={"sends_files": True})
        self.channel = Teams(settings, lambda: NOW, haste=1000.0, patience=1.0)
        await self.channel.start()
        self.served: Listening = await milepost(self.channel, self.handle, self.heed)
        self.teams.milepost = self.served.url
        for name in ("gwen", "eve"):
            self.teams.directory.open_personal(self.teams.directory.people[name])

    async def close(self) -> None:
        await self.served.close()
        await self.channel.close()
        await self.teams.close()

    @property
    def gwen(self) -> Seat:
        return self.teams.user("gwen")


def file(name: str) -> Handed:
    again = f"report board, only {name}"
    return Handed(name=name, held=HELD[name], sha256=sha256(HELD[name]).hexdigest(), title=f"Paper {name}", again=again)


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    made = Office()
    await made.open()
    yield made
    await made.close()
    wrong = [call for call in made.teams.connector.calls if call.status in (400, 401, 413)]
    assert not wrong, wrong


async def offered(office: Office) -> Seat:
    gwen = office.gwen
    await gwen.says("report board")
    await office.teams.until(lambda: len(gwen.offers()) == len(NAMES))
    return gwen


async def test_each_file_is_offered_by_name_title_and_size_before_anything_goes_anywhere(office: Office) -> None:
    gwen = await offered(office)

    cards = [one for post in gwen.offers().values() for one in post.activity["attachments"]]  # type: ignore[attr-defined]
    assert [one["name"] for one in cards] == list(NAMES)
    assert [one["content"]["description"] for one in cards] == [f"Paper {name}" for name in NAMES]
    assert [one["content"]["sizeInBytes"] for one in cards] == [len(HELD[name]) for name in NAMES]
    assert "Here are the papers." in gwen.sees()
    assert office.teams.places == {}


async def test_a_file_that_is_accepted_stands_whole_in_ones_own_files_and_its_card_goes(office: Office) -> None:
    gwen = await offered(office)
    held = await gwen.accepts(NAMES[0])

    assert held == HELD[NAMES[0]]
    assert [one.for_a_file for one in office.heard] == [False, True]  # the desk hears nothing else from an answer to an offer
    assert f"{NAMES[0]} is in your files." in gwen.sees()
    assert list(gwen.offers()) == [NAMES[1]]
    info = [one for post in gwen.posts() for one in post.activity.get("attachments", []) if one["contentType"].endswith("file.info")]  # type: ignore[attr-defined]
    assert [one["name"] for one in info] == [NAMES[0]]


async def test_a_file_that_is_declined_goes_nowhere_and_only_its_card_goes(office: Office) -> None:
    gwen = await offered(office)
    asked, seen = len(office.heard), len(gwen.posts())
    await gwen.declines(NAMES[0])

    assert list(gwen.offers()) == [NAMES[1]]
    assert len(gwen.posts()) == seen - 1
    assert len(office.heard) == asked
    assert office.teams.places == {}


@pytest.mark.parametrize(
    ("name", "told"),
    [("../../etc/passwd", NAMES[0]), ("x" * 5_000, NAMES[0]), (NAMES[0].replace(".docx", " 1.docx"), NAMES[0].replace(".docx", " 1.docx"))],
)
async def test_a_file_is_called_as_it_is_and_not_as_a_client_calls_it(office: Office, name: str, told: str) -> None:
    gwen = await offered(office)
    value = {**gwen._consent(gwen.offers()[NAMES[0]], "accept"), "uploadInfo": {**office.teams.place_for(NAMES[0]), "name": name}}
    heard = len(office.teams.connector.calls)
    await gwen._accepted(gwen.sheet.invoke("fileConsent/invoke", value, None))
    await office.teams.quiet(heard)

    assert f"{told} is in your files." in gwen.sees()


async def test_an_acceptance_that_comes_again_puts_the_file_there_once(office: Office) -> None:
    gwen = await offered(office)
    await gwen.accepts(NAMES[0])
    calls = len(office.teams.connector.calls)
    answers = await gwen.again(2)

    assert [answer.status for answer in answers] == [200, 200]
    assert len(office.teams.connector.calls) == calls


async def test_an_acceptance_by_somebody_else_gives_them_only_what_is_theirs(office: Office) -> None:
    gwen = await offered(office)
    eve = office.teams.user("eve")
    value = {**gwen._consent(gwen.offers()[NAMES[0]], "accept"), "uploadInfo": office.teams.place_for(NAMES[0])}
    heard = len(office.teams.connector.calls)
    await eve._accepted(eve.sheet.invoke("fileConsent/invoke", value, None))
    await office.teams.quiet(heard)

    assert office.heard[-1].sender.name == "eve"
    assert set(office.teams.places.values()) == {None}
    assert "Nothing of that is for you." in eve.sees()


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/upload",
        "https://council.sharepoint.com.example.org/upload",
        "http://council.sharepoint.com/upload",
        "https://me@council.sharepoint.com/upload",
        "https://council.sharepoint.com:8443/upload",
        "file:///etc/passwd",
        "https://[",
        "",
        7,
        "https://council.sharepoint.com/" + "x" * 9_000,
    ],
)
async def test_a_file_is_put_nowhere_but_in_sharepoint_whatever_a_client_says(office: Office, url: object) -> None:
    gwen = await offered(office)
    assert await gwen.accepts(NAMES[0], uploadUrl=url) is None
    assert f"could not put {NAMES[0]} in your files" in gwen.sees()


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8080", "127.0.0.2", "localhost", "localhost.", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0"])
async def test_a_host_that_asks_microsoft_puts_no_file_on_its_own_machine(host: str) -> None:
    served = Teams(TeamsSettings(app_id="a", password="b", tenant_id="c", sends_files=True), lambda: NOW)
    try:
        for scheme in ("https", "http"):
            with pytest.raises(NotPut, match="elsewhere"):
                await served._talk._putting.put(Place(url=f"{scheme}://{host}/upload"), b"held")
    finally:
        await served.close()


async def test_an_address_elsewhere_is_not_shown_as_where_the_file_stands(office: Office) -> None:
    gwen = await offered(office)
    place = office.teams.place_for(NAMES[0])
    value = {**gwen._consent(gwen.offers()[NAMES[0]], "accept"), "uploadInfo": {**place, "contentUrl": "https://example.org/mine"}}
    heard = len(office.teams.connector.calls)
    await gwen._accepted(gwen.sheet.invoke("fileConsent/invoke", value, None))
    await office.teams.quiet(heard)

    assert f"{NAMES[0]} is in your files." in gwen.sees()
    assert not any("example.org/mine" in str(post.activity) for post in gwen.posts())


@pytest.mark.parametrize("statuses", [[503], [429, 503]])
async def test_a_file_is_tried_again_while_onedrive_has_no_room(office: Office, statuses: list[int]) -> None:
    gwen = await offered(office)
    office.teams.busy_places = list(statuses)
    place = office.teams.place_for(NAMES[0])
    await gwen._accepted(gwen.sheet.invoke("fileConsent/invoke", {**gwen._consent(gwen.offers()[NAMES[0]], "accept"), "uploadInfo": place}, None))
    await office.teams.until(lambda: f"{NAMES[0]} is in your files." in gwen.sees())

    assert HELD[NAMES[0]] in office.teams.places.values()


async def test_a_place_that_is_used_up_is_told_of_in_a_sentence(office: Office) -> None:
    gwen = await offered(office)
    office.teams.busy_places = [410]
    assert await gwen.accepts(NAMES[0]) is None
    assert f"could not put {NAMES[0]} in your files" in gwen.sees()


async def test_a_late_acceptance_of_what_may_no_longer_be_had_says_so_and_its_card_goes(office: Office) -> None:
    gwen = await offered(office)
    office.gone = True
    assert await gwen.accepts(NAMES[0]) is None
    assert "Nothing of that is for you." in gwen.sees()
    assert NAMES[0] not in gwen.offers()


async def test_no_file_is_offered_in_a_channel(office: Office) -> None:
    channel = office.gwen.at("board")
    await channel.says("report board")

    assert "Files can be had in your own chat with me alone." in channel.sees()
    assert channel.offers() == {}
    assert office.gwen.offers() == {}


async def test_papers_that_take_long_are_answered_in_time_and_follow(office: Office) -> None:
    office.waits = 2.0
    gwen = office.gwen
    await gwen.says("report board")
    assert "This takes a moment." in gwen.sees()
    await office.teams.until(lambda: len(gwen.offers()) == len(NAMES))
    assert "Here are the papers." in gwen.sees()


@pytest.mark.parametrize(
    "value",
    [
        {},
        {"type": "fileUpload", "action": "accept"},
        {"type": "fileUpload", "action": "accept", "context": "report board"},
        {"type": "fileUpload", "action": "accept", "context": {"say": 5}, "uploadInfo": []},
        {"type": "fileUpload", "action": "accept", "context": {"say": "x" * 20_000}, "uploadInfo": {}},
        {"type": "fileUpload", "action": "accept", "context": {"say": "freeze"}, "uploadInfo": {}},
        {"type": "fileUpload", "action": "accept", "context": {"say": "yes"}, "uploadInfo": {}},
        {"type": "fileUpload", "action": "accept", "context": {"say": "issue board"}, "uploadInfo": {}},
        {"type": "fileUpload", "action": "accept", "context": {"say": "report board"}, "uploadInfo": {}},
        {"type": "fileUpload", "action": "accept", "context": {"say": "1.1.1 green report board, only a.docx"}, "uploadInfo": {}},
        {"type": "fileUpload", "action": "accept", "context": {"say": "in kent: 1.1.1 green path: report board, only a.docx"}},
    ],
)
async def test_a_consent_that_is_no_answer_of_milepost_s_says_nothing(office: Office, value: dict[str, object]) -> None:
    gwen = office.gwen
    answered = await office.teams.deliver(gwen.sheet.invoke("fileConsent/invoke", value, None))

    assert (answered.status, answered.text, office.heard) == (200, "", [])


def test_a_consent_said_in_a_channel_is_nobodys() -> None:
    there = {"id": "19:x@thread.tacv2", "conversationType": "channel"}
    value = {"action": "accept", "context": {"say": "in a plan: report board, only a.docx"}, "uploadInfo": {}}
    told: dict[str, object] = {"type": "invoke", "name": "fileConsent/invoke", "conversation": there, "value": value}

    assert speech_in(told) is None
    own = speech_in({**told, "conversation": {"id": "a:1", "conversationType": "personal"}})
    assert own is not None and own.way is Way.CONSENTED


async def test_no_address_of_a_file_reaches_the_log(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    gwen = await offered(office)
    await gwen.accepts(NAMES[0], uploadUrl="https://example.org/upload?key=secret")

    told = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("milepost"))
    assert "could not be put in its place" in told
    assert "secret" not in told and NAMES[0] not in told
