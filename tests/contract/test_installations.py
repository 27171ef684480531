"""What an installation leaves in either database: tokens that only the operator's keys open."""

import asyncio
import logging
from pathlib import Path

import pytest
import sqlalchemy as sa
from cryptography.fernet import Fernet
from slack_sdk.oauth.installation_store import Installation as Granted
from slack_sdk.oauth.installation_store.sqlalchemy import AsyncSQLAlchemyInstallationStore
from typer.testing import CliRunner

from adapters.slack.channel import Slack
from adapters.slack.settings import SlackSettings
from adapters.slack.setup.install import Installation, engine_for
from bot.program.app import app
from bot.program.serving.composition import real_now
from store.record import SqlStore
from tests import records

OLD, NEW, OTHER = (Fernet.generate_key().decode() for _ in range(3))
BOT, USER = "xoxb-1111-the-bots-own-token", "xoxp-2222-a-persons-own-token"
LONG = "xoxe.xoxb-1-" + "a" * 180


def settings(*keys: str) -> SlackSettings:
    return SlackSettings(client_id="1.2", client_secret="s", signing_secret="s", secret_keys=keys, api_url="http://127.0.0.1:9/api/")


def granted(team: str = "T1", token: str = BOT) -> Granted:
    return Granted(app_id="A1", team_id=team, user_id="U1", bot_token=token, bot_id="B1", bot_user_id="UB1", user_token=USER, bot_refresh_token=token, user_refresh_token=USER)


async def installed(database_url: str, *keys: str, team: str = "T1", token: str = BOT) -> None:
    one = Installation(settings(*keys), database_url)
    await one.start()
    await one.settings.installation_store.async_save(granted(team, token))
    await one.close()


async def left_by_0_2(database_url: str, *teams: str) -> None:
    """Beside its own tables those that Slack's library makes, and in them tokens as they are."""
    engine = engine_for(database_url)
    kept = AsyncSQLAlchemyInstallationStore("1.2", engine)
    await kept.create_tables()  # type: ignore[no-untyped-call]
    for team in teams:
        await kept.async_save(granted(team))
    await engine.dispose()


async def tokens(database_url: str, *keys: str) -> dict[str, str]:
    """The teams that can be served, with their tokens."""
    one = Installation(settings(*keys), database_url)
    try:
        return {here.team: here.token for here in await one.workspaces.all()}
    finally:
        await one.close()


async def unreadable(database_url: str, *keys: str) -> list[str]:
    one = Installation(settings(*keys), database_url)
    try:
        return [here.team for here in await one.workspaces.unreadable()]
    finally:
        await one.close()


def texts(database_url: str) -> list[str]:
    """Every text in the tables of the installations, as it is kept."""
    engine = sa.create_engine(sa.make_url(database_url).set(drivername="sqlite" if "sqlite" in database_url else "postgresql+psycopg"))
    with engine.connect() as connection:
        rows = [row for table in ("slack_bots", "slack_installations") for row in connection.exec_driver_sql(f"SELECT * FROM {table}")]
    engine.dispose()
    return [value for row in rows for value in row if isinstance(value, str)]


def migrate(monkeypatch: pytest.MonkeyPatch, database_url: str, *keys: str) -> str:
    environment = {"DATABASE_URL": database_url, "SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "s", "SLACK_SIGNING_SECRET": "s"}
    for name, value in {**environment, "MILEPOST_SECRET_KEY": " , ".join(keys)}.items():
        monkeypatch.setenv(name, value)
    done = CliRunner().invoke(app, ["migrate"])
    assert done.exit_code == 0, done.output
    return done.output


@pytest.fixture
async def kept(store: SqlStore, database_url: str) -> str:
    """A database that is up to date."""
    return database_url


async def test_no_token_is_kept_as_it_is(kept: str) -> None:
    await installed(kept, NEW)

    assert len(texts(kept)) > 6
    assert [text for text in texts(kept) if BOT in text or USER in text] == []
    assert await tokens(kept, NEW) == {"T1": BOT}


async def test_processes_that_start_on_a_new_database_in_the_same_moment_all_start(old_url: str) -> None:
    together = [Installation(settings(NEW), old_url) for _ in range(8)]
    await asyncio.gather(*(one.start() for one in together))
    for one in together:
        await one.close()
    assert await tokens(old_url, NEW) == {}


async def test_a_long_token_has_room(kept: str) -> None:
    await installed(kept, NEW, token=LONG)

    assert await tokens(kept, NEW) == {"T1": LONG}


async def test_a_token_is_read_with_any_of_the_keys_and_with_no_other(kept: str) -> None:
    await installed(kept, OLD)

    assert await tokens(kept, NEW, OLD) == {"T1": BOT}
    assert await tokens(kept, NEW) == {}
    assert await unreadable(kept, NEW) == ["T1"]


async def test_migrate_encrypts_what_0_2_left_plain_and_makes_room_for_it(old_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    await left_by_0_2(old_url, "T1", "T2")
    assert BOT in texts(old_url)
    said = await asyncio.to_thread(migrate, monkeypatch, old_url, NEW)

    assert "12 tokens" in said
    assert [text for text in texts(old_url) if BOT in text or USER in text] == []
    assert await tokens(old_url, NEW) == {"T1": BOT, "T2": BOT}
    await installed(old_url, NEW, team="T3", token=LONG)
    assert (await tokens(old_url, NEW))["T3"] == LONG


async def test_migrate_turns_every_token_to_the_first_key_once(kept: str, monkeypatch: pytest.MonkeyPatch) -> None:
    await installed(kept, OLD)
    said = await asyncio.to_thread(migrate, monkeypatch, kept, NEW, OLD)
    assert "6 tokens" in said
    turned = texts(kept)
    again = await asyncio.to_thread(migrate, monkeypatch, kept, NEW, OLD)

    assert await tokens(kept, NEW) == {"T1": BOT}
    assert again == ""
    assert texts(kept) == turned


async def test_a_process_that_starts_with_a_new_key_first_leaves_what_others_open_with_the_old_one_alone(kept: str) -> None:
    await installed(kept, OLD)
    one = Installation(settings(NEW, OLD), kept)
    await one.start()
    await one.close()

    assert await tokens(kept, OLD) == await tokens(kept, NEW, OLD) == {"T1": BOT}


async def test_one_that_cannot_be_read_is_named_and_the_others_go_on(kept: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    await installed(kept, OTHER, team="TLOST")
    await installed(kept, NEW, team="T1")
    slack = Slack(settings(NEW), real_now, kept)
    with caplog.at_level(logging.WARNING, "milepost.slack"):
        await slack.start()
    told = [finding.sentence for finding in await slack.examine(()) if finding.ok is False]
    await slack.close()

    assert await tokens(kept, NEW) == {"T1": BOT}
    assert [line for line in told if "TLOST" in line and "/slack/install" in line]
    assert not [line for line in told if "no workspace" in line]
    assert "TLOST" in caplog.text and "install again" in caplog.text
    assert "TLOST" in await asyncio.to_thread(migrate, monkeypatch, kept, NEW)


async def test_one_that_cannot_be_read_is_served_again_when_it_is_installed_again(kept: str) -> None:
    await installed(kept, OTHER)
    await installed(kept, NEW)

    assert await tokens(kept, NEW) == {"T1": BOT}
    assert await unreadable(kept, NEW) == []


async def test_nothing_of_a_plain_token_is_left_in_the_files_of_sqlite(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"sqlite:///{tmp_path / 'record.db'}"
    records.empty(tmp_path / "record.db")
    await left_by_0_2(url, *(f"T{n}" for n in range(40)))
    files = list(tmp_path.iterdir())
    assert any(BOT.encode() in file.read_bytes() for file in files)
    await asyncio.to_thread(migrate, monkeypatch, url, NEW)

    assert [file.name for file in tmp_path.iterdir() if any(token.encode() in file.read_bytes() for token in (BOT, USER))] == []
