"""Files handed over in Slack: into the person's own chat and nowhere else, whatever Slack does meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from adapters.slack.api import Api, Refused
from adapters.slack.channel import Slack as Adapter
from adapters.slack.settings import SlackSettings
from adapters.slack.setup.manifest import manifest
from bot.model.letters.message import Message
from bot.model.letters.talk import Handed, Inbound, Notice, Reply, Say, Shown, Silence
from tests.world.listening import Listening, milepost
from tests.world.slack import Person, Slack

NOW = datetime(2025, 3, 19, 9, 30, tzinfo=UTC)
HELD = b"the bytes of a paper" * 400
MORE = b"the bytes of a workbook"


def file(name: str, held: bytes) -> Handed:
    return Handed(name=name, held=held, sha256=sha256(held).hexdigest(), title=f"Paper {name}")


FILES = (file("highlight-small-2025-03-19.docx", HELD), file("business.xlsx", MORE))


class Office:
    """Milepost in Slack, whose desk gives two files to whoever says anything, in its own time."""

    def __init__(self, folder: Path, sends: bool = True) -> None:
        self.slack = Slack()
        self.folder, self.sends = folder, sends
        self.waits = 0.0
        self.private = True
        self.served: Listening | None = None

    async def handle(self, inbound: Inbound) -> Reply:
        await asyncio.sleep(self.waits)
        return Say(message=Message(title="Here are the papers."), private=self.private, files=FILES)

    async def heed(self, notice: Notice | Shown) -> Reply:
        return Silence()

    async def open(self) -> None:
        slack = self.slack
        await slack.start()
        slack.world.configure(manifest("https://milepost.example.org", socket=False, send_files=self.sends))
        self.team = slack.team("Forum")
        for name in ("gwen", "keira"):
            slack.join(name, self.team)
        slack.channel("board", self.team, ["gwen", "keira"])
        settings = SlackSettings(
            bot_token=slack.world.token(self.team.id).value,
            signing_secret=slack.world.signing_secret,
            api_url=slack.api_url,
            sends_files=True,
        )
        self.channel = Adapter(settings, lambda: NOW, f"sqlite:///{self.folder / 'record.db'}")
        slack.showing = lambda: self.channel.showing
        await self.channel.start()
        self.served = await milepost(self.channel, self.handle, self.heed)
        slack.courier.app_url = self.served.url

    async def close(self) -> None:
        await self.slack.quiet()
        await self.slack.courier.close()
        if self.served is not None:
            await self.served.close()
        await self.channel.close()
        await self.slack.stop()

    @property
    def gwen(self) -> Person:
        return self.slack.user("gwen")

    def shared(self) -> list[tuple[str, str, str, bytes | None]]:
        """Every file that stands in Slack: the conversation, its name and title, and its bytes."""
        posts = self.slack.world.posts
        return [(post.channel, one.name, one.title, one.held) for post in posts for one in post.files]


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    made = Office(tmp_path)
    await made.open()
    yield made
    await made.close()
    wrong = made.slack.judged()
    assert not wrong, wrong


def whole(office: Office) -> list[tuple[str, str, str, bytes | None]]:
    return [(office.gwen.dm.id, one.name, f"Paper {one.name}", one.held) for one in FILES]


@pytest.mark.parametrize("said", ["report board", "/milepost report board"])
async def test_files_come_into_the_own_chat_of_whoever_asks_with_name_title_and_every_byte(office: Office, said: str) -> None:
    await office.gwen.types(said)
    await office.slack.quiet()

    assert office.shared() == whole(office)
    assert "Here are the papers." in office.gwen.sees().text


@pytest.mark.parametrize("said", ["@Milepost report board", "/milepost report board"])
async def test_files_asked_for_in_a_channel_come_into_the_own_chat_and_nobody_else_sees_one(office: Office, said: str) -> None:
    await office.gwen.types(said, channel="board")
    await office.slack.quiet()

    assert office.shared() == whole(office)
    assert office.slack.user("keira").sees().messages == ()


async def test_files_of_an_answer_that_everybody_reads_are_still_for_the_asker_alone(office: Office) -> None:
    office.private = False
    await office.gwen.types("@Milepost report board", channel="board")
    await office.slack.quiet()

    assert office.shared() == whole(office)


async def test_a_command_whose_papers_take_long_is_answered_in_time_and_its_answer_follows(office: Office) -> None:
    office.waits = 3.0
    made = await office.gwen._commands(office.gwen.dm, "/milepost report board")

    assert made.good
    assert "takes a moment" in office.gwen.sees().text
    await office.slack.until(lambda: bool(office.shared()))
    await office.slack.quiet()
    assert office.shared() == whole(office)
    assert "Here are the papers." in office.gwen.sees().text


@pytest.mark.parametrize("method", ["files.getUploadURLExternal", "upload", "files.completeUploadExternal"])
async def test_a_file_is_tried_again_if_slack_has_no_room_for_it_just_now(office: Office, method: str) -> None:
    office.slack.order(method, "limited", seconds=1.0)
    await office.gwen.types("report board")
    await office.slack.until(lambda: bool(office.shared()))

    assert office.shared() == whole(office)


@pytest.mark.parametrize(
    ("method", "error", "told"),
    [
        ("files.getUploadURLExternal", "file_uploads_disabled", "does not let apps send files"),
        ("files.getUploadURLExternal", "storage_limit_reached", "no room"),
        ("files.completeUploadExternal", "file_not_found", "just now"),
    ],
)
async def test_a_file_that_slack_does_not_take_is_told_of_in_a_sentence_and_the_answer_stands(
    office: Office, method: str, error: str, told: str
) -> None:
    office.slack.order(method, "error", error=error)
    await office.gwen.types("report board")
    await office.slack.quiet()

    assert office.shared() == []
    assert "Here are the papers." in office.gwen.sees().text
    assert told in office.gwen.sees().text


async def test_nobody_is_told_that_a_file_came_or_did_not_if_slack_does_not_say(office: Office) -> None:
    office.slack.order("files.completeUploadExternal", "drop")
    await office.gwen.types("report board")
    await office.slack.quiet()

    assert "can't tell if Slack has the file" in office.gwen.sees().text
    assert len(office.slack.calls("files.completeUploadExternal")) == 1  # a second one might show it twice


async def test_a_workspace_that_gave_no_right_to_send_files_is_named_as_the_cause(tmp_path: Path) -> None:
    office = Office(tmp_path, sends=False)
    await office.open()
    try:
        await office.gwen.types("report board")
        await office.slack.quiet()

        assert "may not send files in this workspace yet" in office.gwen.sees().text
        assert office.shared() == []
    finally:
        await office.close()


async def test_a_file_is_put_nowhere_but_where_slack_keeps_files(office: Office) -> None:
    office.slack.world.uploads_at = "https://files.slack.com.example.org/upload/v1"
    await office.gwen.types("report board")
    await office.slack.quiet()

    assert office.slack.calls("upload") == []
    assert "just now" in office.gwen.sees().text


@pytest.mark.parametrize(
    "url",
    [
        "http://files.slack.com/upload/v1/a",
        "https://files.slack.com:8443/upload/v1/a",
        "https://me@files.slack.com/upload/v1/a",
        "https://files.slack.com.example.org/a",
        "https://example.org/files.slack.com",
        "file:///etc/passwd",
        "",
    ],
)
async def test_an_address_that_only_looks_like_slacks_is_refused_unseen(url: str) -> None:
    api = Api("https://slack.com/api/")
    with pytest.raises(Refused, match="foreign_file_address"):
        await api.upload(url, b"x", 1.0)
    await api.close()


async def test_no_word_of_a_file_and_no_address_reaches_the_log(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    office.slack.order("files.completeUploadExternal", "error", error="file_not_found")
    await office.gwen.types("report board")
    await office.slack.quiet()

    told = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("milepost"))
    assert "could not be handed over" in told
    assert "highlight" not in told
    assert "upload/v1" not in told
