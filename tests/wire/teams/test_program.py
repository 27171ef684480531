"""The program as an operator runs it: `milepost serve` and `milepost tick` with the variables of the README, Teams outside."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp import ClientSession

from store.record import SqlStore
from tests.crash.processes import Milepost, Nursery, listening, nursery, without_platforms
from tests.records import long_ago
from tests.world.teams import TeamsPlatform
from tests.world.teams.milepost import HOME, NHS, open_store, settle_in
from tests.world.teams.tls import certificate, proxy

pytestmark = pytest.mark.asyncio(loop_scope="module")
HANGS = 120  # seconds after which something will never come
ROOT = Path(__file__).parents[3]
ARCHIVED = ("botbuilder", "botframework", "msal", "msrest", "adapters.teams.channel")


class Program:
    """Milepost's commands on one database. What it reads of its environment as it is loaded is that of the tests."""

    def __init__(self, folder: Path, environment: dict[str, str], started: Nursery) -> None:
        self.folder = folder
        self.database = f"sqlite:///{folder}/program.db"
        self.environment = {**environment, "DATABASE_URL": self.database, "PORT": "0"}
        self.nursery = started
        self.runs = 0

    async def start(self, *words: str) -> Milepost:
        self.runs += 1
        return await self.nursery.start(list(words), self.environment, self.folder / f"run-{self.runs}.log")

    async def run(self, *words: str) -> tuple[int, str]:
        one = await self.start(*words)
        return await one.end(), one.told()

    async def updates(self, ref: str) -> list[str]:
        """What the record holds of a milestone."""
        store = SqlStore(self.database, long_ago)
        await store.open()
        history = await store.read(lambda view: view.updates.history("small", ref))
        await store.close()
        return [f"{update.status.value} {update.narrative}" for update in history]

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[str]:
        """`milepost serve` at its address, ready; at the end it is asked to stop, and must."""
        one = await self.start("serve")
        try:
            address = await listening(one)
            async with ClientSession() as session, session.get(f"{address}/readyz") as answered:
                assert answered.status == 200
            yield address
        finally:
            one.stop()
            async with asyncio.timeout(HANGS):
                code = await one.end()
        assert code == 0, one.told()
        assert one.told().rstrip().endswith("Stopped. Nothing is lost.") and "CancelledError" not in one.told(), one.told()


async def begin(environment: dict[str, str], *words: str, python: tuple[str, ...] = ()) -> asyncio.subprocess.Process:
    """One of Milepost's commands in a process that loads all it needs itself."""
    return await asyncio.create_subprocess_exec(
        sys.executable, *python, "-m", "bot", *words, cwd=ROOT, env={**without_platforms(), "PORT": "0", **environment},
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip


async def run(environment: dict[str, str], *words: str) -> tuple[int, str]:
    """What it said at its end, and its exit code."""
    begun = await begin(environment, *words)
    told, _ = await begun.communicate()
    assert begun.returncode is not None
    return begun.returncode, told.decode()


async def until_listening(begun: asyncio.subprocess.Process) -> list[str]:
    """The lines that a Milepost prints until it listens."""
    told: list[str] = []
    assert begun.stdout is not None
    async with asyncio.timeout(HANGS):
        async for line in begun.stdout:
            told.append(line.decode())
            if "listening on http://" in told[-1]:
                return told
    raise AssertionError("".join(told))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def started() -> AsyncIterator[Nursery]:
    """A process to start Mileposts from."""
    async with nursery("teams") as made:
        yield made


@pytest_asyncio.fixture(loop_scope="module")
async def teams() -> AsyncIterator[TeamsPlatform]:
    made = TeamsPlatform()
    await made.start()
    settle_in(made)
    yield made
    await made.close()


@pytest_asyncio.fixture(loop_scope="module")
async def program(tmp_path: Path, teams: TeamsPlatform, started: Nursery) -> Program:
    await (await open_store(tmp_path / "program.db")).close()
    return Program(tmp_path, teams.environment(f"{HOME}=example.org", f"{NHS}=example.org"), started)


async def test_served_with_its_variables_it_talks_and_then_a_tick_asks(program: Program, teams: TeamsPlatform) -> None:
    keira, ben = teams.user("keira"), teams.user("ben")
    async with program.serving() as teams.milepost:
        assert "Milepost" in await keira.installs(answered=True)
        await ben.installs(answered=True)
        assert "A small plan" in await keira.says("status")
        await keira.says("1.1.1 amber two left, path: hire two")
        assert "Saved" in await keira.presses("Save")
        unsigned = await teams.post(keira.sheet.message("1", "status", mention=False), None)
        assert unsigned.status == 401

    code, told = await program.run("tick", "--now", "2030-03-19T10:00:00+00:00")
    assert code == 0, told
    assert "1.1.2" in keira.newest() and "1.1.2" in ben.newest()
    assert await program.updates("1.1.1") == ["amber two left"]


async def test_a_wrong_secret_is_named_by_the_doctor_and_a_right_one_is_in_order(program: Program, teams: TeamsPlatform) -> None:
    code, told = await program.run("doctor")
    assert code == 0, told
    assert "in order: Clock: it differs from that of Teams by" in told
    program.environment["MICROSOFT_APP_PASSWORD"] = "mistyped"
    code, told = await program.run("doctor")
    assert code == 1
    assert "MICROSOFT_APP_PASSWORD" in told or "secret" in told
    assert "mistyped" not in told and teams.secret not in told


async def test_tenants_that_can_introduce_nobody_are_named_by_serve_and_by_the_doctor(program: Program, tmp_path: Path) -> None:
    program.environment["MILEPOST_TEAMS_TENANTS"] = f"{HOME}=example.org,{NHS}"
    code, told = await program.run("doctor")
    assert code == 1 and f"{NHS} introduces nobody" in told and f"{HOME} introduces nobody" not in told

    async with program.serving():
        pass
    told = (tmp_path / f"run-{program.runs}.log").read_text()
    assert f"{NHS} introduces nobody" in told and f"{NHS}=example.org" in told


async def test_a_start_without_teams_does_not_load_the_archived_sdk(tmp_path: Path) -> None:
    slack = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "s", "SLACK_API_URL": "http://127.0.0.1:9/api/"}
    begun = await begin({**slack, "DATABASE_URL": f"sqlite:///{tmp_path}/program.db"}, "serve", python=("-X", "importtime"))
    told = await until_listening(begun)
    names = {line.rpartition("|")[2].strip() for line in told}
    if begun.returncode is None:
        begun.terminate()
    await begun.communicate()
    assert "slack_sdk" in names
    assert [name for name in names if name.startswith(ARCHIVED)] == []


@pytest.mark.parametrize("variable", ["SSL_CERT_FILE", "REQUESTS_CA_BUNDLE"])
async def test_the_operators_own_authority_and_proxy_are_honoured(tmp_path: Path, variable: str) -> None:
    await (await open_store(tmp_path / "program.db")).close()
    context, bundle = certificate(tmp_path)
    teams = TeamsPlatform()
    await teams.start(context)
    async with proxy() as (address, asked):
        network = {variable: str(bundle), "HTTPS_PROXY": address, "NO_PROXY": "", "no_proxy": ""}
        code, told = await run({**teams.environment(), **network, "DATABASE_URL": f"sqlite:///{tmp_path}/program.db"}, "doctor")
    assert code == 0, told
    assert teams.login.fetches == 1
    assert set(asked) == {f"CONNECT {teams.base.removeprefix('https://')}"}
    await teams.close()


async def test_a_certificate_nobody_vouches_for_is_not_trusted(tmp_path: Path) -> None:
    await (await open_store(tmp_path / "program.db")).close()
    context, _ = certificate(tmp_path)
    teams = TeamsPlatform()
    await teams.start(context)
    code, told = await run({**teams.environment(), "DATABASE_URL": f"sqlite:///{tmp_path}/program.db"}, "doctor")
    assert code == 1, told
    assert teams.login.fetches == 0
    await teams.close()


async def test_served_from_a_file_that_is_replaced_it_says_so_takes_nothing_more_and_ends_in_order(
    program: Program, teams: TeamsPlatform, tmp_path: Path
) -> None:
    keira = teams.user("keira")
    async with program.serving() as teams.milepost:
        await keira.installs(answered=True)
        await keira.says("1.1.1 green hired two")
        (tmp_path / "program.db").rename(tmp_path / "elsewhere.db")
        (tmp_path / "program.db").write_bytes(b"")
        doubt = await keira.presses("Save")
        later = await keira.says("status")
        async with ClientSession() as session, session.get(f"{teams.milepost}/readyz") as ready:
            answered = ready.status, await ready.text()

    assert "I can't tell yet whether this was saved" in doubt
    assert "Milepost can take nothing more now" in later
    assert answered[0] == 503
    assert "moved, deleted or replaced" in answered[1]
