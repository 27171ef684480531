"""Milepost as it was and as it is, in one run: the same load on both by turns, beside the bare framework.

    python -m tests.bench.before CHECKOUT [slack|teams|rules|program ...]

CHECKOUT is a folder with another commit of Milepost and its own `.venv`. Besides the time that passed it counts the time
that the server's processor worked: what else the machine does changes the one and hardly the other.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

from aiohttp import web

from seed.people import read_people
from tests.bench import teams
from tests.bench.load import Load, free_port, latencies, once, running
from tests.bench.measure import NAME, PLANS, shipped
from tests.bench.slack import BARE, SECRET, TOKEN, command, signed
from tests.world.listening import Listening, listen
from tests.world.teams.platform import TeamsPlatform

HERE = Path(__file__).parents[2]
TICK = os.sysconf("SC_CLK_TCK")
ROUNDS = 3
MANY, EACH = 64, 30  # connections, and requests of each
OWNER = "U10"  # the account of whoever answers for milestone 2.1.1: people are numbered as in the people's file
FEW = 8  # connections for what takes long, so that no answer waits for the others until its time is over
FREELY = {"MILEPOST_COMMANDS_PER_MINUTE": "999999"}  # one person asks more here than any would be answered


@dataclass
class Side:
    """One of those that are measured: the commit before, the commit now, or the bare framework."""

    name: str
    port: int
    process: int
    figures: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def worked(self) -> float:
        """Seconds that the process has worked."""
        told = Path(f"/proc/{self.process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        return (int(told[11]) + int(told[12])) / TICK

    async def load(self, what: str, load: Load, many: int = MANY, each: int = EACH, alone: int = 100) -> None:
        """Note what one of so many connections takes of the processor, how many are answered a second, and the median alone."""
        began = self.worked()
        took, rate = await latencies(self.port, load, many, each)
        self.figures[f"{what}, at {many}, processor|ms"].append((self.worked() - began) / len(took) * 1e3)
        self.figures[f"{what}, at {many}|/s"].append(rate)
        took, _ = await latencies(self.port, load, 1, alone)
        self.figures[f"{what}, alone|ms"].append(median(took) * 1e3)


def table(before: Side, now: Side, bare: Side | None = None) -> None:
    """Print the medians of all that was measured: how many times slower it is now, and how it compares with the bare one."""
    for named, figures in now.figures.items():
        what, unit = named.split("|")
        was, is_ = median(before.figures[named]), median(figures)
        slower = was / is_ if unit == "/s" else is_ / was
        line = f"{what:<52} {was:>10.3f} {is_:>10.3f} {unit:<3} {slower:>6.2f}x"
        beside = bare.figures.get(named) if bare is not None else None
        if beside:
            line += f"   {median(beside):>10.3f} {was / median(beside):>6.2f}x {is_ / median(beside):>6.2f}x"
        print(line, flush=True)


def milepost(place: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command of one of the two."""
    called = [str(place / ".venv/bin/python"), "-m", "bot", *arguments]
    return subprocess.run(called, env={**os.environ, **environment}, cwd=place, check=True, capture_output=True, text=True)


def filled(place: Path, file: Path) -> str:
    """A record with the shipped plan and its people, loaded by one of the two; its address."""
    url = f"sqlite:///{file}"
    milepost(place, "seed", "load", str(PLANS / f"{NAME}.txt"), "--yes", DATABASE_URL=url)
    milepost(place, "seed", "people", str(PLANS / f"{NAME}.people.csv"), DATABASE_URL=url)
    return url


def people() -> list[str]:
    """The e-mails of the plan's people, each once."""
    rows = read_people((PLANS / f"{NAME}.people.csv").read_text(encoding="utf-8-sig"), shipped())
    return list(dict.fromkeys(row.email for row in rows))


@asynccontextmanager
async def both(
    before: Path, folder: Path, environment: dict[str, str], bare: Sequence[str]
) -> AsyncIterator[tuple[Side, Side, Side]]:
    """The two and the bare one, each serving."""
    sides = []
    # Filled before any of them serves: they ask this process who somebody is, and it stands still meanwhile.
    places = {"before": before, "now": HERE}
    urls = {name: filled(place, folder / f"{name}.db") for name, place in places.items()}
    async with AsyncExitStack() as stack:
        for name, place in places.items():
            url, port = urls[name], free_port()
            given = {**environment, **FREELY, "DATABASE_URL": url, "PORT": str(port)}
            serve = [str(place / ".venv/bin/python"), "-m", "bot", "serve"]
            sides.append(Side(name, port, await stack.enter_async_context(running(serve, given, port, place))))
        port = free_port()
        sides.append(Side("bare", port, await stack.enter_async_context(running([*bare, str(port)], {}, port))))
        yield sides[0], sides[1], sides[2]


# ---- Slack ---------------------------------------------------------------------------------------


class Slack:
    """As much of Slack's API as is asked for: who somebody is, and which form was opened."""

    def __init__(self, emails: Sequence[str]) -> None:
        self.emails = emails
        self.views: dict[str, dict[str, object]] = {}

    async def listen(self) -> Listening:
        """Listen on this machine."""
        app = web.Application()
        app.router.add_route("*", "/api/{method}", self.answer)
        return await listen(app)

    async def answer(self, request: web.Request) -> web.Response:
        """Answer one call."""
        given = await request.json() if request.content_type == "application/json" else dict(await request.post())
        match request.match_info["method"]:
            case "users.info":
                number = int((given.get("user") or request.query["user"]).removeprefix("U"))
                profile = {"email": self.emails[number % len(self.emails)], "real_name": "K"}
                user = {"id": f"U{number}", "team_id": "T1", "deleted": False, "is_bot": False, "profile": profile}
                return web.json_response({"ok": True, "user": user})
            case "auth.test":
                me = {"team_id": "T1", "user_id": "UB", "bot_id": "B", "url": "https://x.slack.com/"}
                return web.json_response({"ok": True, **me})
            case "views.open":
                view = given["view"]
                self.views[given["trigger_id"]] = json.loads(view) if isinstance(view, str) else view
                return web.json_response({"ok": True, "view": {"id": "V1"}})
            case _:
                return web.json_response({"ok": True, "channel": {"id": "D1"}, "ts": "1700000000.000001"})

    async def save(self, side: Side, number: int) -> None:
        """Open the form of a milestone and send it in, and note what both took."""
        trigger = f"{number}.{side.port}"
        began = time.perf_counter()
        await once(side.port, command(side.port, "update 2.1.1", user_id=OWNER, trigger_id=trigger))
        opened = time.perf_counter()
        view = self.views.pop(trigger)
        view |= {"id": f"V{trigger}", "team_id": "T1", "state": {"values": dict(fields(view, f"All is well, {number}."))}}
        payload = {"type": "view_submission", "user": {"id": OWNER, "team_id": "T1"}, "team": {"id": "T1"}, "view": view}
        body = urlencode({"payload": json.dumps({**payload, "trigger_id": "1.2"})}).encode()
        whole = signed(side.port, body)
        began_to_save = time.perf_counter()
        answer = await once(side.port, whole)
        ended = time.perf_counter()
        assert answer == b"", answer
        side.figures["Slack: a form opened|ms"].append((opened - began) * 1e3)
        side.figures["Slack: a form saved|ms"].append((ended - began_to_save) * 1e3)
        side.figures["Slack: `status 2.1` after a form was saved|ms"].append(await asked(side, "status 2.1"))
        side.figures["Slack: `digest` after a form was saved|ms"].append(await asked(side, "digest"))


def fields(view: dict[str, object], words: str) -> Iterator[tuple[str, object]]:
    """What somebody chooses and types in each field of a form."""
    blocks = view["blocks"]
    assert isinstance(blocks, list)
    for block in blocks:
        if block["type"] == "input":
            element = block["element"]
            options = element.get("options", [])
            chosen = next((option for option in options if option["value"] == "green"), options[0] if options else None)
            answer = {"selected_option": chosen} if options else {"value": words if block["block_id"] == "narrative" else None}
            yield block["block_id"], {element["action_id"]: {"type": element["type"], **answer}}


async def asked(side: Side, said: str) -> float:
    """How long one answer took, in milliseconds, on a connection of its own."""
    whole = command(side.port, said)
    began = time.perf_counter()
    assert b"ephemeral" in await once(side.port, whole)
    return (time.perf_counter() - began) * 1e3


def varied(side: Side, what: str) -> Callable[[], bytes]:
    """Questions of which no two are alike: who asks, where, and of what."""
    actions, numbers = [action.ref for action in shipped().actions], count()

    def one() -> bytes:
        number = next(numbers)
        said = what.format(ref=actions[number % len(actions)])
        return command(side.port, said, user_id=f"U{number % 40}", channel_id=f"D{number}")

    return one


async def slack(before: Path, folder: Path) -> None:
    """Questions and forms, beside Bolt that answers a constant."""
    platform = Slack(people())
    api = await platform.listen()
    environment = {"SLACK_BOT_TOKEN": TOKEN, "SLACK_SIGNING_SECRET": SECRET, "SLACK_API_URL": f"{api.url}/api/"}
    async with both(before, folder, environment, [sys.executable, "-c", BARE]) as sides:
        for side in sides:
            for number in range(40):
                await once(side.port, command(side.port, "help", user_id=f"U{number}"))  # first contact
        for _ in range(ROUNDS):
            for side in sides:
                await side.load("Slack: `status 2.1`", command(side.port, "status 2.1"))
            for said in ("status {ref}", "digest"):
                for side in sides[:2]:
                    await side.load(f"Slack: `{said}`, no two alike", varied(side, said), FEW, 20, 40)
        for number in range(60):
            for side in sides[:2]:
                await platform.save(side, number)
        table(*sides)
    await api.close()


# ---- Teams ---------------------------------------------------------------------------------------


async def microsoft(before: Path, folder: Path) -> None:
    """Questions in Teams, beside botbuilder's echo."""
    platform = TeamsPlatform()
    await platform.start()
    teams.EMAILS[:] = people()
    service = await teams.connector(0.0, platform.tenant)
    echo = [sys.executable, "-W", "ignore", "-c", teams.BARE, platform.app_id, platform.keys.url]
    async with both(before, folder, dict(platform.environment()), echo) as sides:
        asks = [teams.questions(side.port, f"{service.url}/", platform) for side in sides]
        for side, ask in zip(sides, asks, strict=True):
            await latencies(side.port, ask, 1, len(teams.EMAILS))
        for _ in range(ROUNDS):
            for side, ask in zip(sides, asks, strict=True):
                await side.load("Teams: `status` that varies", ask, each=6, alone=60)
        table(*sides)
    await service.close()
    await platform.close()


# ---- rules and program -----------------------------------------------------------------------------


NUDGES = """
import time
from datetime import UTC, date, datetime, timedelta
from statistics import median
from bot.model.letters.nudge import Rounds
from bot.model.people import Holding, People, Person
from bot.model.plan import Action, Milestone, Plan
from bot.model.policy import Policy
from bot.model.snapshot import Snapshot
from bot.rules.asking.nudges import nudges_due
people = People(persons=tuple(Person(id=n, name="P", email=f"p{n}@example.org") for n in range(1, 21)),
                holdings=tuple(Holding(role=f"Role {n}", person=n + 1) for n in range(20)))
ran = Rounds(first=date(2025, 1, 2), last=date(2025, 8, 29))
for count, times in ((100, 50), (10_000, 5), (1_000_000, 1)):
    steps = tuple(Milestone.model_construct(ref=f"1.1.{n}", text="A step", due=date(2024, 9, 1) + timedelta(days=n % 1095),
                                            owners=(f"Role {n % 20}",)) for n in range(count))
    action = Action.model_construct(ref="1.1", priority=1, title="All", milestones=steps)
    plan = Plan.model_construct(short="p", title="P", actions=(action,), priorities=(), roles=())
    took = []
    for _ in range(times):
        began = time.process_time()
        now = datetime(2025, 9, 1, 9, 30, tzinfo=UTC)
        nudges_due(Snapshot(plan=plan, policy=Policy(), people=people, standings={}, now=now), (), lambda _: ran)
        took.append(time.process_time() - began)
    print(f"nudges_due, a milestone of {count:,}, processor|us", median(took) * 1e6 / count, sep="\t")
"""


async def rules(before: Path, _folder: Path) -> None:
    """What finding those who are due a question takes of the processor, at three sizes."""
    sides = Side("before", 0, 0), Side("now", 0, 0)
    for _ in range(ROUNDS):
        for side, place in zip(sides, (before, HERE), strict=True):
            called = [str(place / ".venv/bin/python"), "-c", NUDGES]
            told = subprocess.run(called, cwd=place, check=True, capture_output=True, text=True).stdout
            for named, figure in (line.split("\t") for line in told.splitlines()):
                side.figures[named].append(float(figure))
    table(*sides)


async def program(before: Path, folder: Path) -> None:
    """What the commands of the terminal take of the processor, from start to end."""
    sides = Side("before", 0, 0), Side("now", 0, 0)
    urls = [filled(place, folder / f"{side.name}.db") for side, place in zip(sides, (before, HERE), strict=True)]
    for _ in range(ROUNDS * 2):
        for side, place, url in zip(sides, (before, HERE), urls, strict=True):
            for said in ("status --json", "digest", "digest --json", "preview --json"):
                began = os.times()
                milepost(place, *said.split(), DATABASE_URL=url)
                ended = os.times()
                worked = ended.children_user + ended.children_system - began.children_user - began.children_system
                side.figures[f"milepost {said}, processor|s"].append(worked)
    table(*sides)


PARTS: dict[str, Callable[[Path, Path], Awaitable[None]]] = {
    "slack": slack,
    "teams": microsoft,
    "rules": rules,
    "program": program,
}


def main() -> None:
    """Measure the parts named, or all."""
    before, *named = sys.argv[1:]
    print(f"{'':<52} {'before':>10} {'now':>10}     {'slower':>7}   {'bare':>10} {'before':>7} {'now':>7}")
    for name in named or PARTS:
        with tempfile.TemporaryDirectory() as folder:
            asyncio.run(PARTS[name](Path(before).resolve(), Path(folder)))


if __name__ == "__main__":
    main()
