"""`python -m tests.crash.rotation`: every secret of the runbook's table is changed under running processes, on both databases.

Each dies first, so that it is seen who learns of it and where: the admins, over whatever platform still works, `milepost doctor`, the
figures and the log. Then the new one is put in and the processes are started again, as the runbook says, and what waited must go.
Words after it live a part alone: `one` that of one bot token, `several` that of installations, `postgres` PostgreSQL's.
"""

from __future__ import annotations

import asyncio
import re
import sys
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path

import psycopg
from aiohttp import ClientSession
from cryptography.fernet import Fernet
from psycopg import sql
from slack_sdk.oauth.installation_store import Installation as Granted

from adapters.slack.settings import SlackSettings
from adapters.slack.setup.install import Installation
from adapters.slack.workspaces import KEPT
from adapters.teams.tokens import PROVEN
from bot.model.people import PersonRow
from bot.ports.record import Tx
from store.record import SqlStore
from tests import records
from tests.crash.clock import Clock, by_real_time, under_clock
from tests.crash.month.letters import LONDON
from tests.crash.month.town import DOMAIN, PLAN, Town, plan_of
from tests.crash.processes import Milepost, Nursery, listening, nursery
from tests.records import long_ago
from tests.world.postgres import cluster

MORNING = datetime(2027, 3, 8, 10, 0, tzinfo=LONDON)
DUE = date(2027, 12, 1)
ASKED_AGAIN = timedelta(minutes=6)  # after which Milepost asks its platforms anew if its secrets work
FRIDAY = 4
PATIENCE = 60.0
LOOKS = 3  # at which it must be known: on a busy machine Slack's refusal may come too late for one
BEATS = 12.0  # seconds in which each process has had a round
ADMIN, IN_TEAMS, IN_SLACK = "bo", "tia", "sam"


class Service:
    """One Milepost, whose variables are changed between two starts."""

    def __init__(self, started: Nursery, env: dict[str, str], folder: Path, town: Town) -> None:
        self.nursery, self.env, self.folder, self.town = started, env, folder, town
        self.running: list[Milepost] = []
        self.address = ""
        self._runs = 0

    @property
    def _kinds(self) -> Sequence[str]:
        return ("serve", "work") if self.env["DATABASE_URL"].startswith("postgres") else ("serve",)

    async def command(self, *words: str) -> tuple[int, str]:
        """Run a command to its end."""
        one = await self._started(*words)
        return await one.end(), one.told()

    async def _started(self, *words: str) -> Milepost:
        self._runs += 1
        return await self.nursery.start([*words], self.env, self.folder / f"{words[0]}-{self._runs}.log")

    async def start(self) -> None:
        """Start every process."""
        self.running = [await self._started(kind) for kind in self._kinds]
        self.address = await listening(self.running[0])
        self.town.listens(self.address)

    async def stop(self) -> None:
        """Ask every process to end."""
        for one in self.running:
            one.stop()
        for one in self.running:
            assert await one.end() == 0, one.told()

    async def again(self, **variables: str) -> float:
        """Put variables in and start everything again. Returns how many seconds nobody listened."""
        began = time.monotonic()
        await self.stop()
        self.env.update(variables)
        await self.start()
        return time.monotonic() - began

    def log(self) -> str:
        """What the processes that run now have said."""
        return "".join(one.told() for one in self.running)

    async def figures(self) -> str:
        """The figures of the process that serves."""
        async with ClientSession() as session, session.get(f"{self.address}/metrics") as told:
            return await told.text()


class Rotation:
    """A Monday on which one secret after another is changed."""

    def __init__(self, database: str, folder: Path, clock: Clock, started: Nursery, admin_url: str = "") -> None:
        self.clock, self.folder, self.admin_url = clock, folder, admin_url
        self.kind = "PostgreSQL" if database.startswith("postgres") else "SQLite"
        self.database = database
        self.town = Town([IN_SLACK], [IN_TEAMS], [ADMIN])
        self.town.slack.world.clock = self.town.slack.courier.clock = clock.time
        self.keys = [Fernet.generate_key().decode()]
        self.service = Service(started, {}, folder, self.town)

    async def live(self) -> None:
        """Live it. Raises AssertionError at the first thing that is not as the runbook says."""
        await self.town.open()
        self.clock.set(MORNING)
        try:
            await self._opened()
            await (self._several_workspaces() if "several" in sys.argv else self._one_token())
            if not {"one", "several"} & set(sys.argv):
                await self._several_workspaces()
        finally:
            for one in self.service.running:
                one.kill()
            await self.town.close()

    async def _opened(self) -> None:
        self.service.env |= {**self.town.environment(self.database)}
        assert (await self.service.command("migrate"))[0] == 0
        await self.town.loads(self.database, plan_of(self.town.names, {name: [DUE] for name in self.town.names}))
        await self._two_admins()
        await self.service.start()
        await self._is_well()

    async def _one_token(self) -> None:
        for rotate in (self._signing_secret, self._bot_token, self._teams_secret, *([self._password] if self.admin_url else [])):
            await rotate()
            await self._is_well()

    async def _two_admins(self) -> None:
        def work(tx: Tx) -> None:
            rows = [PersonRow(role=f"Head of {name}", name=name.title(), email=f"{name}@{DOMAIN}", rights=("admin",)) for name in (ADMIN, IN_TEAMS)]
            tx.people.save(PLAN, [*rows, PersonRow(role=f"Head of {IN_SLACK}", name=IN_SLACK.title(), email=f"{IN_SLACK}@{DOMAIN}")])

        store = SqlStore(self.database, long_ago)
        await store.transact(work)
        await store.close()

    # ---- what holds again each time

    async def _is_well(self) -> None:
        """People on both platforms are answered, and the doctor finds nothing wrong with either."""
        await self._answers_in_slack()
        seat = self.town.teams.user(IN_TEAMS)
        assert "tia is done" in await seat.says("mine"), seat.sees()
        code, told = await self.service.command("doctor")
        wrong = [line for line in told.splitlines() if re.match(r"(wrong|to mend)", line)]
        assert code == 0, (told, wrong)

    async def _answers_in_slack(self) -> None:
        person = self.town.slack.user(IN_SLACK)
        before = len(person.posts())
        await person.types("mine")
        await person.until(lambda _: any("sam is done" in str(post.text) + str(post.blocks) for post in person.posts()[before:]))

    async def _until(self, true: Callable[[], bool], what: str) -> float:
        began = time.monotonic()
        while not true():
            assert time.monotonic() - began < PATIENCE, (what, self.service.log()[-3000:])
            await asyncio.sleep(0.1)
        return time.monotonic() - began

    def _in_teams(self, name: str) -> str:
        return self.town.teams.user(name).sees()

    def _in_slack(self, name: str) -> str:
        return "\n".join(self.town.slack.user(name).sees().messages)

    async def _seen_dead(self, platform: str, told: Callable[[], str], doctor: str, dies: Callable[[], None]) -> None:
        """A secret dies: the admin hears of it on the other platform, before any letter was refused."""
        before = told().count("does not work, or soon will not")
        dies()
        await asyncio.sleep(PROVEN + 1)  # real time, by which it is judged how fresh the last token is
        looks = 0
        while told().count("does not work, or soon will not") == before:
            assert looks < LOOKS, ("no admin was told", self.service.log()[-3000:])
            self.clock.jump(ASKED_AGAIN)
            looks += 1
            await asyncio.sleep(KEPT if looks > 1 else BEATS)  # real time, for which an installation is remembered
        code, found = await self.service.command("doctor")
        assert code == 1 and doctor in found, found
        figure = f'milepost_secret_refused_total{{platform="{platform}"}}'
        counted = [line for line in (await self.service.figures()).splitlines() if line.startswith(figure)]
        assert self.kind == "PostgreSQL" or float(counted[0].split()[-1]) > 0, counted  # there another process may have asked
        assert "fault shut: plans 1" in self.service.log()
        self.tell(f"{platform}'s secret is dead: an admin told on the other platform at look {looks or 1}, five minutes each, doctor ends with 1")

    async def _over(self, told: Callable[[], str]) -> None:
        """The next working day the admin hears that it is over."""
        before = told().count("works again")
        self._tomorrow()
        await asyncio.sleep(BEATS)  # in which letters that waited for it go
        self.clock.jump(ASKED_AGAIN)
        await self._until(lambda: told().count("works again") > before, "no admin was told that it is over")
        self._tomorrow()

    def _tomorrow(self) -> None:
        """Come to the next working day: an admin has one such message a day. Rounds are in time there."""
        day = self.clock.now() + timedelta(days=1 if self.clock.now().weekday() < FRIDAY else 3)
        self.clock.set(day.astimezone(LONDON).replace(hour=9, minute=5))

    def tell(self, sentence: str) -> None:
        """Print what was seen."""
        print(f"{self.kind}: {sentence}", flush=True)

    # ---- the table of the runbook, row by row

    async def _signing_secret(self) -> None:
        """SLACK_SIGNING_SECRET: refused until the restart, and what Slack sends again is answered."""
        slack, person = self.town.slack, self.town.slack.user(IN_SLACK)
        slack.world.signing_secret = "0" * 32
        made = await person.types("mine")
        assert made is not None and made.status == 401, made
        await self._until(lambda: "wrong_secret" in self.service.log(), "the log does not say why")
        stood = await self.service.again(SLACK_SIGNING_SECRET=slack.world.signing_secret)
        before = len(person.posts())
        assert (await slack.again(made)).status == 200
        await person.until(lambda _: len(person.posts()) > before)
        self.tell(f"SLACK_SIGNING_SECRET: refused as wrong_secret until the restart, which took {stood:.1f} s. Sent again by Slack, it was answered")

    async def _bot_token(self) -> None:
        """SLACK_BOT_TOKEN: the admin who is in Teams too hears of it there; the new token ends it."""
        await self._seen_dead("slack", partial(self._in_teams, ADMIN), "the bot token", self._revoke)
        self.town.workspace.token = self.town.slack.world.token(self.town.team.id)
        stood = await self.service.again(SLACK_BOT_TOKEN=self.town.workspace.token.value)
        await self._over(partial(self._in_teams, IN_TEAMS))
        self.tell(f"SLACK_BOT_TOKEN: in force {stood:.1f} s after the new one was put in")

    async def _teams_secret(self) -> None:
        """MICROSOFT_APP_PASSWORD: the admin who is in Slack too hears of it there."""
        await self._seen_dead("teams", partial(self._in_slack, ADMIN), "MICROSOFT_APP_PASSWORD", self._renew_in_azure)
        stood = await self.service.again(MICROSOFT_APP_PASSWORD=self.town.teams.secret)
        await self._over(partial(self._in_slack, ADMIN))
        self.tell(f"MICROSOFT_APP_PASSWORD: in force {stood:.1f} s after the new one was put in")

    def _revoke(self) -> None:
        self.town.workspace.token.revoked = True

    def _renew_in_azure(self) -> None:
        self.town.teams.login._known["client_secret"] = self.town.teams.secret = "the next secret"
        self.town.teams.login.forget()

    async def _password(self) -> None:
        """The database's password: open lines go on, new ones are refused until the restart."""
        async with await psycopg.AsyncConnection.connect(self.admin_url, autocommit=True) as link:
            await link.execute(sql.SQL("ALTER ROLE milepost PASSWORD {}").format("the next one"))
        await self._answers_in_slack()
        code, told = await self.service.command("status")
        assert code == 1 and "Traceback" not in told, told
        self.tell(f"DATABASE_URL: running processes go on answering; a command says: {told.strip().splitlines()[-1]}")
        url = self.service.env["DATABASE_URL"].replace("the%20first%20one", "the%20next%20one")
        self.database = url
        stood = await self.service.again(DATABASE_URL=url)
        self.tell(f"DATABASE_URL: in force {stood:.1f} s after the new one was put in")

    # ---- several workspaces: the client secret and the keys

    @asynccontextmanager
    async def _installation(self, *keys: str) -> AsyncIterator[Installation]:
        world = self.town.slack.world
        how = SlackSettings(client_id=world.client_id, client_secret=world.client_secret, signing_secret="s", secret_keys=keys, api_url=self.town.slack.api_url)
        one = Installation(how, self.database)
        try:
            yield one
        finally:
            await one.close()

    async def _several_workspaces(self) -> None:
        await self.service.stop()
        world = self.town.slack.world
        world.expires_in = 12 * 3600
        self.service.env.pop("SLACK_BOT_TOKEN")
        self.service.env |= {"SLACK_CLIENT_ID": world.client_id, "SLACK_CLIENT_SECRET": world.client_secret, "MILEPOST_SECRET_KEY": self.keys[0]}
        async with self._installation(*self.keys) as one:
            await one.start()
        await self._installed(timedelta(hours=12))
        await self.service.start()
        await self._is_well()
        await self._keys()
        await self._is_well()
        await self._client_secret()
        await self._is_well()

    async def _installed(self, lives: timedelta) -> None:
        """Install Milepost, with a token that lives for so long."""
        team, world = self.town.team, self.town.slack.world
        refresh = f"xoxe-1-{world.id('R')}"
        world.refreshes[refresh] = self.town.workspace.token
        granted = Granted(app_id=world.app_id, team_id=team.id, user_id="U1", bot_token=self.town.workspace.token.value, bot_id=team.bot_id)
        granted.bot_user_id, granted.bot_refresh_token = team.bot, refresh
        granted.bot_token_expires_at = int((self.clock.now() + lives).timestamp())
        async with self._installation(*self.keys) as one:
            await one.settings.installation_store.async_save(granted)

    async def _keys(self) -> None:
        """MILEPOST_SECRET_KEY: the new before the old, everything encrypted with it, the old taken away. And a key that is lost."""
        code, new = await self.service.command("secret-key")
        new = new.strip().splitlines()[-1]
        assert code == 0 and len(new) == 44, new
        await self.service.again(MILEPOST_SECRET_KEY=f"{new},{self.keys[0]}")
        await self._answers_in_slack()
        code, told = await self.service.command("migrate")
        assert code == 0, told
        await self._answers_in_slack()
        await self.service.again(MILEPOST_SECRET_KEY=new)
        await self._is_well()
        self.tell("MILEPOST_SECRET_KEY: the new before the old, migrated under running processes, the old taken away: answered throughout")
        lost = Fernet.generate_key().decode()
        await self.service.stop()
        self.service.env["MILEPOST_SECRET_KEY"] = lost
        await self.service.start()
        await self._seen_dead("slack", partial(self._in_teams, ADMIN), "MILEPOST_SECRET_KEY", lambda: None)
        self.keys = [new]
        await self.service.again(MILEPOST_SECRET_KEY=new)
        await self._over(partial(self._in_teams, IN_TEAMS))

    async def _client_secret(self) -> None:
        """SLACK_CLIENT_SECRET: seen once a token is to be renewed, two hours before its end."""
        world = self.town.slack.world
        world.client_secret = "the next client secret"
        await self._installed(timedelta(minutes=90))
        await asyncio.sleep(KEPT + 1)  # real time, for which an installation is remembered
        await self._seen_dead("slack", partial(self._in_teams, IN_TEAMS), "SLACK_CLIENT_SECRET", lambda: None)
        await self._answers_in_slack()
        await self.service.again(SLACK_CLIENT_SECRET=world.client_secret)
        await self._over(partial(self._in_teams, IN_TEAMS))
        self.tell("SLACK_CLIENT_SECRET: the token that it could not renew was renewed with the new one")


async def all_of_them(server: str, clock: Clock) -> None:
    """Rotate on each database."""
    with records.folder() as folder:
        async with nursery("slack", "teams", "couriers.procrastinate") as started:
            if "postgres" not in sys.argv:
                await Rotation(f"sqlite:///{folder}/record.db", folder, clock, started).live()
            owner = f"{server}/postgres"
            url = await with_password(owner)
            await Rotation(url, folder, clock, started, owner).live()


async def with_password(owner: str) -> str:
    """Make a user whose password PostgreSQL asks for, and a database of theirs. Returns its address."""
    async with await psycopg.AsyncConnection.connect(owner, autocommit=True) as link:
        await link.execute("CREATE ROLE milepost LOGIN PASSWORD 'the first one'")
        await link.execute("CREATE DATABASE milepost OWNER milepost")
        row = await (await link.execute("SHOW hba_file")).fetchone()
        assert row is not None
        Path(row[0]).write_text("host all milepost 127.0.0.1/32 scram-sha-256\nhost all all 127.0.0.1/32 trust\nlocal all all trust\n")
        await link.execute("SELECT pg_reload_conf()")
    return owner.replace("postgres@", "milepost:the%20first%20one@").replace("/postgres", "/milepost")


def main() -> None:
    """Live, and say what went wrong."""
    clock = under_clock()
    with by_real_time(cluster()) as server:
        try:
            asyncio.run(all_of_them(server, clock))
        except AssertionError as wrong:
            print(f"not as the runbook says: {wrong}")
            sys.exit(1)


if __name__ == "__main__":
    main()
