"""Three days of a small plan, lived by the programs of one release: real commands, a real Slack, and a kill in the middle of a round.

On the first day everybody is asked. On the second one answers and saves, and another types a line and leaves it. On the third
the process that delivers is killed while it sends: one letter may have arrived, others wait.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from tests.crash.processes import without_platforms
from tests.world.slack import Call, Slack
from tests.world.slack.world import Posted

SHORT = "small"
SAID, UNSAID = "held up by the weather", "the nurses have come"
ROLES = {"keira": "Head of Inclusion", "ben": "Chief Nursing Officer", "leo": "Head of Finance", "carys": "Independent Chair"}
NAMES = (*ROLES, "gwen")
HANGS = 120
WEEKEND = 5


def working_day(day: date, step: int) -> date:
    """Return the nearest working day before (-1) or after (1) a day."""
    day += timedelta(days=step)
    return working_day(day, step) if day.weekday() >= WEEKEND else day


def morning(day: date) -> datetime:
    """Return ten o'clock of a day, on which letters may go."""
    return datetime.combine(day, time(10), UTC)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


class Life:
    """A plan, its people in Slack, and the programs of a release on one database."""

    def __init__(self, folder: Path, url: str, today: date, code: Path | None = None) -> None:
        self.folder, self.url, self.code = folder, url, code
        self.first, self.third = working_day(today, -1), working_day(today, 1)
        self.slack = Slack()
        self.team = self.slack.team("Forum")
        for name in NAMES:
            self.slack.world.dm(self.slack.join(name, self.team).user)
        self.board = self.slack.channel("board", self.team, NAMES)
        self.token = self.slack.world.token(self.team.id)
        self.port = free_port()  # older releases do not tell which one the system chose
        self.dying: asyncio.subprocess.Process | None = None
        self.slack.server.on_call = self._call

    # ---- the programs

    @property
    def _environment(self) -> dict[str, str]:
        where = {"PYTHONPATH": str(self.code)} if self.code else {}
        slack = {"SLACK_BOT_TOKEN": self.token.value, "SLACK_SIGNING_SECRET": self.slack.world.signing_secret, "SLACK_API_URL": self.slack.api_url}
        place = {"DATABASE_URL": self.url, "HOST": "127.0.0.1", "PORT": str(self.port), "PYTHONUNBUFFERED": "1"}
        return {**without_platforms(), **where, **place, **(slack if self.has_slack else {})}

    @property
    def has_slack(self) -> bool:
        """Say if the release knows Slack."""
        return self.code is None or any((self.code / "adapters").glob("slack*"))

    async def started(self, *words: str) -> asyncio.subprocess.Process:
        """Start a command of the release."""
        pipe = asyncio.subprocess.PIPE
        return await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", *words, cwd=self.folder, env=self._environment, stdout=pipe, stderr=asyncio.subprocess.STDOUT
        )

    async def run(self, *words: str, codes: Sequence[int] = (0,)) -> str:
        """Run a command of the release to its end. Returns what it printed."""
        process = await self.started(*words)
        told = (await asyncio.wait_for(process.communicate(), HANGS))[0].decode()
        assert process.returncode in codes, (words, process.returncode, told)
        return told

    async def tick(self, at: datetime) -> str:
        """Run one round of the release."""
        return await self.run("tick", "--now", at.isoformat(), "--json")

    def _call(self, call: Call, stage: str) -> None:
        """Kill the process that delivers once Slack has taken a letter of its."""
        if self.dying is not None and call.method == "chat.postMessage" and stage == "accepted":
            with suppress(ProcessLookupError):
                os.kill(self.dying.pid, signal.SIGKILL)

    # ---- the three days

    async def live(self) -> None:
        """Live them. Slack runs already."""
        (self.folder / f"{SHORT}.txt").write_text(self._plan(), encoding="utf-8")
        (self.folder / "people.csv").write_text(self._people(), encoding="utf-8")
        await self.run("seed", "load", f"{SHORT}.txt", "--yes")
        await self.run("seed", "people", "people.csv", *(["--yes"] if "--yes" in await self.run("seed", "people", "--help") else []))
        await self.tick(morning(self.first))
        if self.has_slack:
            await self.say()
        else:
            await self.run_code(SAYING)
        await self.killed(morning(self.third))

    async def say(self) -> None:
        """Have people answer over Slack's own requests: one saves, one leaves a line unsaved, one binds the board's channel."""
        serving = await self.started("serve")
        assert serving.stdout is not None
        try:
            async with asyncio.timeout(HANGS):
                while b"listening on" not in (line := await serving.stdout.readline()):
                    assert line, "it ended"
            self.slack.courier.app_url = f"http://127.0.0.1:{self.port}"
            keira, ben, gwen = (self.slack.user(name) for name in ("keira", "ben", "gwen"))
            await keira.types(f"1.1.1 amber {SAID}, path: tents")
            await self.slack.until(lambda: "Save" in keira.buttons(), lambda: keira.sees().text)
            await keira.presses("Save")
            await ben.types(f"1.1.2 green {UNSAID}")
            await self.slack.until(lambda: "Save" in ben.buttons(), lambda: ben.sees().text)
            await gwen.types("@Milepost board here", self.board.name)
            await self.slack.quiet()
        finally:
            serving.terminate()
            await serving.communicate()

    async def run_code(self, code: str) -> None:
        """Run some lines with the release's own modules."""
        pipe = asyncio.subprocess.PIPE
        done = await asyncio.create_subprocess_exec(sys.executable, "-c", code, self.url, cwd=self.folder, env=self._environment, stderr=pipe)
        wrong = (await done.communicate())[1].decode()
        assert done.returncode == 0, wrong

    async def killed(self, at: datetime) -> None:
        """Run a round that is killed with -9 while it sends."""
        if not self.has_slack:  # the console is in the same process: nothing outside can tell when it sends
            await self.run_code(PLANNING.format(at=at.isoformat()))
            return
        self.dying = await self.started("tick", "--now", at.isoformat(), "--json")
        told = (await asyncio.wait_for(self.dying.communicate(), HANGS))[0].decode()
        assert self.dying.returncode == -signal.SIGKILL, told
        self.dying = None

    def _plan(self) -> str:
        rows = ["A small plan", "", "Priority 1: Families are heard", "", "Ref\tAction\tMilestone\tBy when\tOwner"]
        for number in range(2 * len(ROLES)):
            role, day = tuple(ROLES.values())[number % len(ROLES)], (self.first, self.third)[number // len(ROLES)]
            action = "1.1\tHear from families" if number == 0 else "\t"
            rows.append(f"{action}\tStep {number + 1} is done\t{day.day} {day:%B %Y}\t{role}")
        return "\n".join(rows) + "\n"

    def _people(self) -> str:
        rows = [f"{role},{name.title()},{name}@example.org,{'board' if name == 'carys' else ''}" for name, role in ROLES.items()]
        return "\n".join(["role,name,email,rights", *rows, ",Gwen,gwen@example.org,admin"]) + "\n"

    # ---- what Slack holds, kept beside a dump

    def held(self) -> str:
        """Return what Slack holds of the letters, as text to keep."""
        posts = [[one.channel, one.ts, one.user, one.text, one.metadata] for one in self.slack.world.posts if one.metadata]
        return json.dumps({"first": self.first.isoformat(), "third": self.third.isoformat(), "posts": posts}, indent=1)

    def hold(self, kept: str) -> None:
        """Have Slack hold what it held then. What it took on the third day is of that day: the rounds ran before it came."""
        known = json.loads(kept)
        self.first, self.third = date.fromisoformat(known["first"]), date.fromisoformat(known["third"])
        for number, (channel, ts, user, text, metadata) in enumerate(known["posts"]):
            if known["third"] in json.dumps(metadata):
                ts = f"{morning(self.third).timestamp() + 1:.0f}.{number:06d}"
            bot = self.slack.world.teams[self.team.id].bot_id
            self.slack.world.posts.append(Posted(channel, ts, user, text, [], metadata=metadata, bot_id=bot))


# 0.1.0 had no platform: what is said there goes through its own desk.
SAYING = f"""
import asyncio, sys
from datetime import datetime, timezone
from bot.desk import Desk
from bot.ports import Chat, Inbound, Sender
from store.sql import SqlStore

async def main():
    store = SqlStore(sys.argv[1])
    await store.open()
    desk = Desk(store, lambda: datetime.now(timezone.utc))
    async def say(number, name, text):
        sender = Sender(platform="console", tenant="console", id=f"{{name}}@example.org", email=f"{{name}}@example.org", name=name)
        return await desk.handle(Inbound(id=f"i{{number}}", sender=sender, chat=Chat(id=sender.id, private=True), said=text))
    await say(1, "keira", "1.1.1 amber {SAID}, path: tents")
    await say(2, "keira", "yes")
    await say(3, "ben", "1.1.2 green {UNSAID}")
    await store.close()

asyncio.run(main())
"""
PLANNING = """
import asyncio, sys
from datetime import datetime
from bot import rounds
from store.sql import SqlStore

async def main():
    store = SqlStore(sys.argv[1])
    await store.open()
    now = datetime.fromisoformat("{at}")
    assert await store.transact(lambda tx: rounds.plan_due(tx, now))
    await store.close()

asyncio.run(main())
"""
