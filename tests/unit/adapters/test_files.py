"""Files that people send: found in what they say, and fetched from the platform's own place for files and from nowhere else."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable

import pytest
from aiohttp import web

from adapters.slack.api import Api
from adapters.slack.bolt.reading import read
from adapters.slack.files.sent import Files as SlackFiles
from adapters.slack.inbound import Heard
from adapters.slack.setup.manifest import manifest as slack_manifest
from adapters.slack.workspaces import Workspace
from adapters.teams.files.sent import SENT, may_hold
from adapters.teams.files.sent import Files as TeamsFiles
from adapters.teams.inbound import speech_in
from adapters.teams.net import Net
from adapters.teams.setup.package import manifest as teams_manifest
from bot.model.letters.talk import FileSent
from bot.ports.refusals import ConfigError, Refusal
from bot.program.serving.settings import read_settings
from tests.world.listening import listen

TOKEN = "xoxb-of-this-workspace"
PLAN = b"Action,Lead\nDo it,Ann\n"
MOST = 1024 * 1024


class Keeper:
    """A place where files are kept, and all that asked for one."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self.url = ""

    async def give(self, request: web.Request) -> web.StreamResponse:
        self.asked.append((request.path, request.headers.get("Authorization", "")))
        match request.path:
            case "/plan.csv":
                return web.Response(body=PLAN, content_type="text/csv")
            case "/sign-in":
                return web.Response(text="<html>Sign in</html>", content_type="text/html")
            case "/page.html":
                return web.Response(text="<p>mine</p>", content_type="text/html", headers={"Content-Disposition": "attachment"})
            case "/away":
                raise web.HTTPFound("/plan.csv")
            case "/endless":
                return web.Response(body=b"x" * (MOST + 70_000))
        raise web.HTTPNotFound


@pytest.fixture
async def keeper() -> AsyncIterator[Keeper]:
    made = Keeper()
    app = web.Application()
    app.router.add_get("/{name}", made.give)
    there = await listen(app)
    made.url = there.url
    yield made
    await there.close()


class OnePlace:
    """The one workspace there is."""

    async def of(self, team: str, enterprise: str = "") -> Workspace | None:
        return Workspace(team=team, enterprise=enterprise, token=TOKEN, bot="B1", bot_user="UBOT") if team == "T1" else None


def slack_message(url: str, **more: object) -> dict[str, object]:
    file = {"id": "F1", "name": "plan.csv", "size": len(PLAN), "mode": "hosted", "url_private_download": url, **more}
    event = {"type": "message", "subtype": "file_share", "channel": "D1", "channel_type": "im", "user": "U1", "text": "", "ts": "1.1", "files": [file]}
    return {"type": "event_callback", "event_id": "Ev1", "team_id": "T1", "event": event}


def slack_file(url: str, **more: object) -> FileSent:
    heard = read(slack_message(url, **more))
    assert isinstance(heard, Heard)
    (file,) = heard.files
    return file


@pytest.fixture
async def slack(keeper: Keeper) -> AsyncIterator[SlackFiles]:
    api = Api(f"{keeper.url}/api/")
    yield SlackFiles(api, OnePlace(), reads=True)  # type: ignore[arg-type]  # nothing else of the workspaces is asked
    await api.close()


def teams_message(url: str, kind: str = "personal") -> dict[str, object]:
    attached = {"contentType": SENT, "name": "plan.csv", "content": {"downloadUrl": url, "uniqueId": "1", "fileType": "csv"}}
    there = {"id": "a:1", "conversationType": kind}
    return {"type": "message", "id": "1", "text": "", "conversation": there, "from": {"id": "29:1"}, "attachments": [attached]}


def teams_file(url: str) -> FileSent:
    said = speech_in(teams_message(url))
    assert said is not None
    (file,) = said.files
    return file


@pytest.fixture
async def net() -> AsyncIterator[Net]:
    made = Net()
    yield made
    await made.close()


async def refused(fetch: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as why:
        await fetch()  # type: ignore[misc]
    return why.value.prompt_key


# ---- found ---------------------------------------------------------------------------------


def test_a_file_without_a_word_is_heard_in_a_direct_message() -> None:
    heard = read(slack_message("https://files.slack.com/files-pri/T1-F1/plan.csv"))

    assert isinstance(heard, Heard)
    assert (heard.kind, heard.said, [(one.name, one.size) for one in heard.files]) == ("direct", "", [("plan.csv", len(PLAN))])


def test_a_message_without_a_word_or_a_file_says_nothing() -> None:
    told = slack_message("https://files.slack.com/x")
    told["event"].pop("files")  # type: ignore[attr-defined]

    assert read(told) is None


@pytest.mark.parametrize("junk", [None, "files", [None], [{"name": 7, "size": "big", "url_private": 3}]])
def test_no_junk_in_the_list_of_files_is_fallen_over(junk: object) -> None:
    told = slack_message("https://files.slack.com/x")
    told["event"]["files"] = junk  # type: ignore[index]
    heard = read(told)

    assert heard is None or (isinstance(heard, Heard) and all(one.name == "" and one.size is None for one in heard.files))


def test_teams_files_are_heard_in_somebodys_own_chat_alone() -> None:
    own, group = speech_in(teams_message("https://a.sharepoint.com/x")), speech_in(teams_message("https://a.sharepoint.com/x", "groupChat"))

    assert own is not None and (own.said, [one.name for one in own.files]) == ("", ["plan.csv"])
    assert group is not None and (group.said, group.files) == ("help", ())


def test_where_a_file_is_stands_in_nothing_that_is_printed() -> None:
    assert "secret" not in repr(teams_file("https://a.sharepoint.com/x?key=secret"))


# ---- fetched -------------------------------------------------------------------------------


async def test_slack_gives_a_file_to_its_own_token(slack: SlackFiles, keeper: Keeper) -> None:
    assert await slack.fetch(slack_file(f"{keeper.url}/plan.csv"), MOST) == PLAN
    assert keeper.asked == [("/plan.csv", f"Bearer {TOKEN}")]


async def test_a_page_that_somebody_sent_is_a_file_and_a_page_to_sign_in_on_is_none(slack: SlackFiles, keeper: Keeper) -> None:
    assert await slack.fetch(slack_file(f"{keeper.url}/page.html"), MOST) == b"<p>mine</p>"
    assert await refused(lambda: slack.fetch(slack_file(f"{keeper.url}/sign-in"), MOST)) == "file_scope"


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example.org/plan.csv",
        "http://files.slack.com/plan.csv",
        "https://files.slack.com.evil.example.org/plan.csv",
        "https://files.slack.com@evil.example.org/plan.csv",
        "https://user:pass@files.slack.com/plan.csv",
        "https://files.slack.com:8443/plan.csv",
        "http://127.0.0.1:1/plan.csv",
        "file:///etc/passwd",
        "http://[::1",
        "",
    ],
)
async def test_the_token_goes_to_no_other_address(slack: SlackFiles, keeper: Keeper, url: str) -> None:
    assert await refused(lambda: slack.fetch(slack_file(url), MOST)) == "file_not_given"
    assert keeper.asked == []


async def test_nothing_is_followed_from_where_a_file_is(slack: SlackFiles, keeper: Keeper, net: Net) -> None:
    assert await refused(lambda: slack.fetch(slack_file(f"{keeper.url}/away"), MOST)) == "file_scope"
    assert await refused(lambda: TeamsFiles(net, True, True).fetch(teams_file(f"{keeper.url}/away"), MOST)) == "file_not_given"
    assert [path for path, _ in keeper.asked] == ["/away", "/away"]


async def test_a_file_that_is_larger_than_may_be_is_not_read_to_its_end(slack: SlackFiles, keeper: Keeper, net: Net) -> None:
    assert await refused(lambda: slack.fetch(slack_file(f"{keeper.url}/endless"), MOST)) == "file_large"
    assert await refused(lambda: TeamsFiles(net, True, True).fetch(teams_file(f"{keeper.url}/endless"), MOST)) == "file_large"


@pytest.mark.parametrize("mode", ["tombstone", "hidden_by_limit", "external"])
async def test_what_slack_no_longer_has_is_not_asked_for(slack: SlackFiles, keeper: Keeper, mode: str) -> None:
    assert await refused(lambda: slack.fetch(slack_file(f"{keeper.url}/plan.csv", mode=mode), MOST)) == "file_not_given"
    assert keeper.asked == []


async def test_teams_gives_a_file_without_any_token(keeper: Keeper, net: Net) -> None:
    assert await TeamsFiles(net, reads=True, local=True).fetch(teams_file(f"{keeper.url}/plan.csv"), MOST) == PLAN
    assert keeper.asked == [("/plan.csv", "")]


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example.org/x",
        "http://council.sharepoint.com/x",
        "https://council.sharepoint.com.evil.example.org/x",
        "https://sharepoint.com.evil/x",
        "https://evilsharepoint.com/x",
        "https://a@council.sharepoint.com/x",
        "https://council.sharepoint.com:444/x",
        "http://127.0.0.1:1/x",
        "",
    ],
)
async def test_a_file_of_teams_comes_from_sharepoint_alone(net: Net, url: str) -> None:
    assert await refused(lambda: TeamsFiles(net, reads=True, local=False).fetch(teams_file(url), MOST)) == "file_not_given"


def test_sharepoint_is_where_files_of_teams_may_come_from() -> None:
    assert may_hold("https://council.sharepoint.com/sites/x/plan.docx?tempauth=1", local=False)


async def test_nothing_is_fetched_unless_files_are_on(keeper: Keeper, net: Net) -> None:
    api = Api(f"{keeper.url}/api/")
    slack = SlackFiles(api, OnePlace(), reads=False)  # type: ignore[arg-type]

    assert await refused(lambda: slack.fetch(slack_file(f"{keeper.url}/plan.csv"), MOST)) == "files_off"
    assert await refused(lambda: TeamsFiles(net, reads=False, local=True).fetch(teams_file(f"{keeper.url}/plan.csv"), MOST)) == "files_off"
    assert keeper.asked == []
    await api.close()


# ---- set up --------------------------------------------------------------------------------


def test_the_manifests_ask_for_files_only_if_they_are_wanted() -> None:
    bots = {wants: json.dumps(slack_manifest("https://milepost.example.org", False, read_files=wants)) for wants in (False, True)}
    teams = {wants: teams_manifest("b0707b07-0000-4000-8000-000000000001", "", with_files=wants)["bots"] for wants in (False, True)}

    assert {wants: "files:read" in told for wants, told in bots.items()} == {False: False, True: True}
    assert "files:write" not in bots[True]
    assert "files:write" in json.dumps(slack_manifest("https://milepost.example.org", False, send_files=True))
    assert {wants: told[0]["supportsFiles"] for wants, told in teams.items()} == {False: False, True: True}  # type: ignore[index]


@pytest.mark.parametrize(
    ("given", "reads", "sends"),
    [("", False, False), ("read", True, False), ("send", False, True), ("read,send", True, True), (" Send, READ ", True, True)],
)
def test_files_are_read_and_sent_if_the_operator_says_so(given: str, reads: bool, sends: bool) -> None:
    chosen = read_settings({"MILEPOST_FILES": given, "SLACK_BOT_TOKEN": "x", "SLACK_SIGNING_SECRET": "y", "MILEPOST_TEAMS_ANONYMOUS": "1"})

    assert chosen.slack is not None and chosen.teams is not None
    assert (chosen.slack.reads_files, chosen.teams.reads_files) == (reads, reads)
    assert (chosen.slack.sends_files, chosen.teams.sends_files) == (sends, sends)


def test_a_word_that_is_none_of_the_ways_is_named() -> None:
    with pytest.raises(ConfigError, match="MILEPOST_FILES must be read, send or read,send"):
        read_settings({"MILEPOST_FILES": "reed"})
