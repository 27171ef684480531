"""The composition root: the one module that knows everyone, reads the clock and talks to the terminal."""

from __future__ import annotations

import asyncio
import logging
import os
import re
import signal
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from datetime import UTC, datetime, timedelta
from importlib import import_module
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from types import ModuleType
from typing import Annotated, NoReturn, Protocol, TypeVar

import typer
from aiohttp import web
from prometheus_client import Counter as Counted
from sqlalchemy.exc import DBAPIError

from adapters.console.channel import Console
from adapters.couriers.local import LocalCourier
from adapters.couriers.lock import DelivererLock
from adapters.ticker import Ticker
from adapters.web.application import application
from adapters.web.application import listening as listened
from bot import again, rounds
from bot import preview as previews
from bot.accounts import look_up
from bot.alarm import what_is_unread
from bot.arrivals import meet
from bot.courtesy import Courtesy
from bot.demo import DemoClock, faces, first_morning, picture
from bot.desk import Desk
from bot.introductions import platform_name
from bot.logs import start_log
from bot.model.letter import Carried, Left, LetterState
from bot.model.people import Address
from bot.model.plan import Plan
from bot.model.policy import Policy
from bot.model.talk import Inbound, Reply
from bot.model.tenants import Served, Serving, of_platform, together
from bot.model.trouble import Trouble
from bot.pace import Pace
from bot.ports import Channel, ConfigError, Courier, Finding, Handle, Heed, RecordAway, Refusal, Tx, Unreadable, View
from bot.post import Post, deliver_waiting
from bot.reports.status import status_json
from bot.reports.summary import as_json
from bot.rules import edition, holders
from bot.rules.standing import local_day
from bot.rules.summary import digest_moment
from bot.settings import Settings, read_settings
from bot.terminal import (
    counts,
    day_of,
    fault,
    moment_of,
    print_json,
    print_table,
    refuse,
    say,
    tell_edition,
    tell_preview,
    tell_status,
    text_of,
)
from bot.wording.sentences import Fact, all_words, words
from seed.check import as_json as check_json
from seed.draft import Draft, NotAPlan
from seed.people import PeopleErrors, read_people
from seed.roles import RolesFile, RolesFileError
from seed.text import read as read_text
from store.copies import ENTRIES, CopyFault, Counts, Flaw, copy
from store.copies import restore as restored_from
from store.sql import SqlStore, database_file, dump_line

T = TypeVar("T")
log = logging.getLogger("milepost.program")
TICK_SECONDS = 5.0
TICK_PATIENCE = 30.0  # seconds a `tick` goes on trying a letter (DESIGN, section 8)
GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
SHIPPED = "lancashire_send_priority_action_plan"

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
seed_app = typer.Typer(no_args_is_help=True, help="Read and load a plan, its people and its roles.")
manifest_app = typer.Typer(no_args_is_help=True, help="Print what a platform needs to install Milepost.")
app.add_typer(seed_app, name="seed")
app.add_typer(manifest_app, name="manifest")

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
PlanName = Annotated[str | None, typer.Option("--plan", help="The plan's short name, where more than one is loaded.")]


# ---- small edges -----------------------------------------------------------------------


def real_now() -> datetime:
    """The real moment."""
    return datetime.now(UTC)


def settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings of the environment, the log started as they say; one line for all that is wrong with them."""
    try:
        chosen = read_settings(environment)
        start_log(chosen.log_format)
        return chosen
    except ConfigError as wrong:
        refuse(str(wrong))


def run(work: Coroutine[None, None, T]) -> T:
    """Run one command's work; a refusal becomes one line and exit code 1."""
    try:
        return asyncio.run(work)
    except Refusal as refusal:
        refuse(words(f"replies.refusal.{refusal.prompt_key}", dict(refusal.facts)))
    except ConfigError as wrong:
        refuse(str(wrong))
    except DBAPIError as failed:
        fault("database", {"reason": type(failed.orig).__name__})
    except RecordAway as away:
        refuse(words(f"replies.trouble.{away.trouble.value}"))
    except Unreadable as found:
        fault("row", {"what": what_is_unread(found.unread)})
    except (typer.Exit, typer.Abort, typer.BadParameter):
        raise
    except Exception:  # what it says may quote a person, so it is the log's to say where it was, and not what
        log.exception("the command failed")
        fault("bug")


async def with_store(url: str, work: Callable[[SqlStore], Awaitable[T]]) -> T:
    """Open the database, migrated, for one piece of work."""
    store = SqlStore(url)
    try:
        await asyncio.to_thread(store.migrate)
        if database_file(url) is None:
            await many_machines().migrate(url)
        await store.open()
        return await work(store)
    finally:
        await store.close()


def plan_named(view: View, named: str | None) -> str:
    """The plan meant on the command line."""
    loaded = view.plans()
    if not loaded:
        fault("no_plan")
    if named is None and len(loaded) > 1:
        fault("which_plan", {"plans": ", ".join(loaded)})
    if named is not None and named not in loaded:
        fault("no_such_plan", {"plan": named, "plans": ", ".join(loaded)})
    return named or loaded[0]


class Platform(Channel, Protocol):
    """A chat platform as the program runs it: a channel with routes of its own, opened and closed."""

    async def start(self) -> None:
        """Open what is needed to send."""
        ...

    async def close(self) -> None:
        """End what is under way, and close."""
        ...

    def routes(self, handle: Handle, heed: Heed) -> list[web.RouteDef]:
        """Where the platform sends what people say."""
        ...

    async def listen(self, handle: Handle, heed: Heed) -> None:
        """Listen where the platform is asked instead of asking, until closed; return at once where it asks."""
        ...

    def deaf(self) -> str | None:
        """Why nothing said there can be heard, in words, if that has been so for too long."""
        ...

    async def examine(self, boards: Sequence[Address]) -> tuple[Finding, ...]:
        """What is in order and what is not, for the doctor."""
        ...

    def served(self) -> Served:
        """The workspaces or tenants whose people may speak, as far as is known now."""
        ...

    async def refusal(self) -> str | None:
        """Why the program must not run as it is set up; None where nothing speaks against it."""
        ...


def served_by(platforms: Sequence[Platform]) -> Serving:
    """Who is served on all platforms that are switched on; where none is, whoever is at this machine."""
    if not platforms:
        return lambda: Served(open=frozenset({"console"}))
    return lambda: together(*(platform.served() for platform in platforms))


def silent_tenants(served: Served) -> list[str]:
    """A line for each tenant that may introduce nobody until the domains of its people are listed."""
    variables = {"slack": "MILEPOST_SLACK_WORKSPACES", "teams": "MILEPOST_TEAMS_TENANTS"}
    return [
        words(
            "program.doctor.silent",
            {
                "platform": platform_name(platform),
                "tenant": one.id or words("program.doctor.unknown_tenant"),
                "name": variables[platform],
            },
        )
        for platform, one in served.silent
    ]


def platforms_of(chosen: Settings) -> list[Platform]:
    """The chat platforms that are switched on. Only those are imported: each is a good part of the memory."""
    found: list[Platform] = []
    if chosen.slack is not None:
        from adapters.slack.channel import Slack  # noqa: PLC0415

        elsewhere = of_platform("teams", chosen.teams.tenants) if chosen.teams is not None else Served()
        found.append(Slack(chosen.slack, real_now, chosen.database_url, elsewhere=elsewhere))
    if chosen.teams is not None:
        from adapters.teams.channel import Teams  # noqa: PLC0415

        found.append(Teams(chosen.teams, real_now))
    return found


@asynccontextmanager
async def channels_of(chosen: Settings) -> AsyncIterator[tuple[Sequence[Channel], Serving]]:
    """The channels that are switched on, open, and who is served on them; where no platform is, the console."""
    platforms = platforms_of(chosen)
    async with opened(platforms):
        await must_run(platforms)
        yield platforms or console_alone(chosen), served_by(platforms)


async def must_run(platforms: Sequence[Platform]) -> None:
    """End with one line where a platform must not run as it is set up."""
    for platform in platforms:
        reason = await platform.refusal()
        if reason is not None:
            refuse(reason)


@asynccontextmanager
async def opened(platforms: Sequence[Platform]) -> AsyncIterator[None]:
    """The platforms, started, and closed at the end."""
    async with AsyncExitStack() as stack:
        for platform in platforms:
            stack.push_async_callback(platform.close)
            await platform.start()
        yield


def console_alone(chosen: Settings) -> list[Channel]:
    """The console, where no platform is switched on: said, because there letters are kept and read by nobody."""
    typer.echo(words("program.serve.no_platform"), err=True)
    return [Console(console_file(chosen.database_url))]


def console_file(url: str) -> Path:
    """Where the console keeps its own messages: beside the database."""
    file = database_file(url)
    return file.with_name(f"{file.stem}-console.db") if file else Path("milepost-console.db")


# ---- seed --------------------------------------------------------------------------------


def read_plan(file: Path, short: str | None) -> Draft:
    """Read a plan document with its roles file, or end with one line that says why not."""
    beside = file.with_name(f"{file.stem}.roles.toml")
    try:
        roles = RolesFile.parse(text_of(beside)) if beside.exists() else None
        return read_text(text_of(file), short or file.stem, roles)
    except (NotAPlan, RolesFileError) as wrong:
        refuse(str(wrong))


@seed_app.command("check")
def seed_check(file: Path, json_out: Json = False) -> None:
    """Read a plan document and say what was found. Touches no database."""
    draft = read_plan(file, None)
    if json_out:
        print_json(check_json(draft))
        return
    plan = draft.plan
    say("seed.counts", counts(plan))
    if not draft.warnings:
        say("seed.clean")
        return
    say("seed.warnings", {"count": len(draft.warnings)})
    for warning in draft.warnings:
        say("seed.warning", {"line": warning.line, "message": warning.message})


@seed_app.command("load")
def seed_load(
    file: Path,
    plan: PlanName = None,
    yes: Annotated[bool, typer.Option("--yes", help="Load without asking.")] = False,
) -> None:
    """Load a plan, or a new edition of one: says what changes, asks, then stores it in one go."""
    draft = read_plan(file, plan)
    run(with_store(settings().database_url, lambda store: load(store, draft.plan, len(draft.warnings), yes)))


async def load(store: SqlStore, read: Plan, doubts: int, yes: bool) -> None:
    """Compare, say what changes and how much is doubtful, ask, and store a plan."""

    def compared(view: View) -> edition.Edition:
        standing = view.plan(read.short) if read.short in view.plans() else None
        return edition.compare(standing, read)

    new = await store.read(compared)
    say("seed.counts", counts(new.plan))
    if new.changes_nothing:
        say("seed.nothing")
        return
    tell_edition(new)
    if doubts:
        say("seed.doubts", {"count": doubts})
    if not yes and not typer.confirm(words("program.seed.question")):
        refuse(words("program.seed.not_loaded"))
    await store.transact(lambda tx: tx.save_plan(compared(tx).plan))
    say("seed.loaded", {"plan": new.plan.short})


@seed_app.command("people")
def seed_people(file: Path, plan: PlanName = None) -> None:
    """Load the people of a plan from a CSV file, all or nothing."""
    text = text_of(file)

    async def work(store: SqlStore) -> None:
        short = await store.read(lambda view: plan_named(view, plan))
        loaded = await store.read(lambda view: view.plan(short))
        try:
            rows = read_people(text, loaded)
        except PeopleErrors as wrong:
            refuse(str(wrong))
        added, changed = await store.transact(lambda tx: tx.save_people(short, rows))
        say("seed.people", {"added": added, "changed": changed, "alone": len(rows) - added - changed})

    run(with_store(settings().database_url, work))


@seed_app.command("roles")
def seed_roles(plan: PlanName = None, json_out: Json = False) -> None:
    """List the plan's roles, who holds each today, and which are vacant."""

    def held(view: View) -> list[tuple[str, list[str]]]:
        short = plan_named(view, plan)
        known, today = view.people(short), local_day(real_now(), view.policy(short))
        return [
            (role.name, [f"{p.name} <{p.email}>" for p in holders.holders(known, role.name, today)])
            for role in view.plan(short).roles
        ]

    roles = run(with_store(settings().database_url, lambda store: store.read(held)))
    if json_out:
        print_json({"roles": [{"role": role, "holders": who, "vacant": not who} for role, who in roles]})
        return
    for role, who in roles:
        say("seed.role", {"role": role, "who": ", ".join(who) or words("program.seed.vacant")})


# ---- asking ------------------------------------------------------------------------------


@app.command()
def preview(
    start: Annotated[str | None, typer.Option("--from", help="The first day, YYYY-MM-DD; today if not given.")] = None,
    days: Annotated[int, typer.Option("--days", help="How many calendar days.")] = 14,
    plan: PlanName = None,
    json_out: Json = False,
) -> None:
    """Show what would be sent, to whom, when and why, if nobody answered. Sends nothing."""
    from_day = day_of(start)
    if not 1 <= days <= 400:
        raise typer.BadParameter(words("program.fault.days"))

    def found(view: View) -> previews.Preview:
        short = plan_named(view, plan)
        return previews.preview(view, short, from_day or local_day(real_now(), view.policy(short)), days)

    shown = run(with_store(settings().database_url, lambda store: store.read(found)))
    if json_out:
        print_json(previews.as_json(shown))
    else:
        tell_preview(shown)


@app.command()
def tick(
    now: Annotated[str | None, typer.Option("--now", help="The moment, ISO; the real one if not given.")] = None,
    json_out: Json = False,
) -> None:
    """Plan and deliver everything due at one moment, then end. Needs no running server."""
    moment = moment_of(now) if now else real_now()
    chosen = settings()
    counts_, waiting = run(with_store(chosen.database_url, lambda store: tick_once(store, chosen, moment)))
    if json_out:
        print_json(counts_)
        return
    say("tick.done", dict(counts_))
    for reason, count in waiting.items():
        say("tick.waiting", {"count": count, "reason": reason or words("program.tick.no_reason")})


async def tick_once(
    store: SqlStore, chosen: Settings, moment: datetime
) -> tuple[dict[str, int], Mapping[str, int]]:
    """The counts of one round, and what still waits, by what holds it up.

    It runs under the deliverer's lock; back-off follows the real clock, what is due the given one.
    """
    with deliverer(chosen):
        async with channels_of(chosen) as (channels, served):
            began = time.monotonic()
            post = Post(store, channels, lambda: moment + timedelta(seconds=time.monotonic() - began), real_now)
            resolved = await post.resolve() if database_file(chosen.database_url) else None
            await look_up(store, channels, moment)
            await meet(store, channels, Desk(store, lambda: moment, channels, served).heed, moment)
            planned = await post.plan()
            ended = await deliver_waiting(post, TICK_PATIENCE, resolved)
        waiting = await store.read(lambda view: view.still_waiting(moment))
    failed = ended[LetterState.FAILED] + sum(waiting.values())
    return {"planned": len(planned), "sent": ended[LetterState.SENT], "failed": failed}, waiting


# ---- telling -----------------------------------------------------------------------------


@app.command()
def status(plan: PlanName = None, json_out: Json = False) -> None:
    """Print how every milestone stands now."""
    now = real_now()

    def found(view: View) -> dict[str, object]:
        short = plan_named(view, plan)
        return status_json(view.plan(short), view.standings(short), view.policy(short), now)

    shown = run(with_store(settings().database_url, lambda store: store.read(found)))
    print_json(shown) if json_out else tell_status(shown)


@app.command()
def digest(
    week: Annotated[str | None, typer.Option("--week", help="Any day of the week, YYYY-MM-DD.")] = None,
    plan: PlanName = None,
    json_out: Json = False,
) -> None:
    """Print the weekly summary: as posted in that week, or as it stands now."""
    now, in_week = real_now(), day_of(week)

    def found(view: View) -> tuple[object, str]:
        short = plan_named(view, plan)
        moment = digest_moment(in_week, view.policy(short)) if in_week else now
        facts = rounds.weekly(view, short, moment)
        return as_json(facts), rounds.digest_message(view, short, moment).plain()

    shown, text = run(with_store(settings().database_url, lambda store: store.read(found)))
    if json_out:
        print_json(shown)
    else:
        typer.echo(text)


@app.command()
def export(plan: PlanName = None, json_out: Json = False) -> None:
    """Print the plan with how each milestone stands, as CSV in the plan's own columns."""
    now = real_now()

    def found(view: View) -> tuple[Plan, dict[str, object]]:
        short = plan_named(view, plan)
        return view.plan(short), status_json(view.plan(short), view.standings(short), view.policy(short), now)

    loaded, shown = run(with_store(settings().database_url, lambda store: store.read(found)))
    if json_out:
        print_json({"plan": loaded.model_dump(mode="json"), "status": shown})
        return
    print_table(shown)


@app.command()
def reach(
    whom: Annotated[str, typer.Argument(help="The person's e-mail, or: all")],
    plan: PlanName = None,
    json_out: Json = False,
) -> None:
    """Try again whoever is marked unreachable: what waits goes at once, what failed is asked by the next round."""

    def found(tx: Tx) -> tuple[again.Again, ...]:
        return again.try_again(tx, (plan_named(tx, plan),) if plan else tx.plans(), whom)

    tried = run(with_store(settings().database_url, lambda store: store.transact(found)))
    if json_out:
        print_json({"again": [one.model_dump() for one in tried]})
        return
    for one in tried:
        say("reach.again", {"who": one.name, "email": one.email, "reason": one.reason})
    if not tried:
        say("reach.nobody")


# ---- running -----------------------------------------------------------------------------


@app.command()
def migrate() -> None:
    """Bring the database up to date, and encrypt what is secret in it with the first key."""
    chosen = settings()

    async def sealed(_store: SqlStore) -> tuple[Finding, ...]:
        """Opening the store has migrated it. What the platforms keep in it is their own to see to."""
        if chosen.slack is None or not chosen.slack.client_id:
            return ()
        from adapters.slack.setup.install import migrate as migrate_installations  # noqa: PLC0415

        return await migrate_installations(chosen.slack, chosen.database_url)

    for finding in run(with_store(chosen.database_url, sealed)):
        say("doctor.fine" if finding.ok else "doctor.wrong", {"sentence": finding.sentence})


@app.command()
def secret_key() -> None:
    """Print a new key for MILEPOST_SECRET_KEY."""
    from cryptography.fernet import Fernet  # noqa: PLC0415

    typer.echo(Fernet.generate_key().decode())


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(help="The new file for the copy.")], json_out: Json = False
) -> None:
    """Copy the whole record into a new file, also while Milepost runs."""
    chosen = settings()
    source = database_of(chosen)
    if os.path.lexists(file):
        copy_fault(CopyFault(Flaw.TAKEN, file))
    if source is None:
        command = dump_line(chosen.database_url, file)
        print_json({"command": command}) if json_out else typer.echo(command)
        return
    counts_ = run(copied(source, file))
    told: dict[str, Fact] = {"file": str(file), **in_copy(counts_), "bytes": file.stat().st_size}
    print_json(told) if json_out else say("copy.made", told)


@app.command()
def restore(file: Annotated[Path, typer.Argument(help="A copy made by milepost backup.")], json_out: Json = False) -> None:
    """Put a copy back as the record, where no record is. Looks it through first."""
    chosen = settings()
    target = database_of(chosen)
    if target is None:
        refuse(words("program.copy_fault.postgres"))
    with deliverer(chosen):
        counts_, left = run(put_back(file, target))
    told: dict[str, Fact] = {"file": str(target), **in_copy(counts_), "bytes": target.stat().st_size, **left.model_dump()}
    print_json(told) if json_out else say("copy.restored", told)


def database_of(chosen: Settings) -> Path | None:
    """The file of the record; None with PostgreSQL."""
    try:
        return database_file(chosen.database_url)
    except ConfigError as wrong:
        refuse(str(wrong))


async def copied(source: Path, file: Path) -> Counts:
    """Copy the record, or end with one line that says why not."""
    try:
        return await asyncio.to_thread(copy, source, file)
    except CopyFault as wrong:
        copy_fault(wrong)


async def put_back(file: Path, target: Path) -> tuple[Counts, Left]:
    """Restore the record, or end with one line that says why not."""
    try:
        return await restored_from(file, target, real_now())
    except CopyFault as wrong:
        copy_fault(wrong)


def copy_fault(wrong: CopyFault) -> NoReturn:
    """End with the one line that says why a copy cannot be taken or put back."""
    refuse(words(f"program.copy_fault.{wrong.flaw.value}", {"file": str(wrong.file)}))


def in_copy(counts_: Counts) -> dict[str, int]:
    """What a copy holds, as it is told."""
    return {"plans": counts_["plan"], "entries": counts_[ENTRIES]}


@app.command()
def doctor(json_out: Json = False) -> None:
    """Check the settings, the database and the platforms, one line each; exit code 1 if anything is wrong."""
    chosen = settings()
    found = run(with_store(chosen.database_url, lambda store: examined(store, chosen)))
    if json_out:
        print_json([finding.model_dump() for finding in found])
    else:
        for finding in found:
            say("doctor.fine" if finding.ok else "doctor.wrong", {"sentence": finding.sentence})
    if not all(finding.ok for finding in found):
        raise typer.Exit(1)


async def examined(store: SqlStore, chosen: Settings) -> list[Finding]:
    """The database, then each platform that is switched on."""
    wrong = await asyncio.to_thread(store.ready)
    findings = [Finding(ok=wrong is None, sentence=wrong or words("program.doctor.database"))]
    boards = await store.read(lambda view: tuple(a for short in view.plans() for a in view.board_channel(short)))
    platforms = platforms_of(chosen)
    async with opened(platforms):
        for platform in platforms:
            findings += await platform.examine([board for board in boards if board.platform == platform.platform])
            refusal = await platform.refusal()
            findings += [Finding(ok=False, sentence=refusal)] if refusal is not None else []
        findings += [Finding(ok=False, sentence=one) for one in silent_tenants(served_by(platforms)())]
    if not platforms:
        findings.append(Finding(ok=True, sentence=words("program.doctor.console")))
    return findings


@manifest_app.command("slack")
def manifest_slack(
    url: Annotated[str, typer.Option("--url", help="Milepost's public address, https://...; not needed for Socket Mode.")] = "",
    socket: Annotated[bool, typer.Option("--socket", help="For Socket Mode: no public address is needed.")] = False,
) -> None:
    """Print the Slack app manifest (JSON), ready to paste."""
    from adapters.slack.setup.manifest import manifest  # noqa: PLC0415

    if not socket and not public(url):
        fault("url")
    print_json(manifest(url.rstrip("/"), socket))


@manifest_app.command("teams")
def manifest_teams(
    out_file: Annotated[Path, typer.Option("--out", help="The app package to write.")] = Path("milepost-teams.zip"),
    url: Annotated[str, typer.Option("--url", help="Milepost's public address, https://...")] = "",
    app_id: Annotated[str, typer.Option("--app-id", help="The bot's app id; MICROSOFT_APP_ID if not given.")] = "",
    slash: Annotated[bool, typer.Option("--slash", help="Offer slash commands too (a Teams preview).")] = False,
) -> None:
    """Write the Teams app package."""
    from adapters.teams.setup.package import package  # noqa: PLC0415

    id_ = app_id or os.environ.get("MICROSOFT_APP_ID", "")
    if not GUID.fullmatch(id_):
        fault("app_id")
    if url and not public(url):
        fault("url")
    try:
        out_file.write_bytes(package(id_, url.rstrip("/"), version("milepost"), slash))
    except OSError as failed:
        fault("unwritable", {"file": str(out_file), "reason": failed.strerror or ""})
    say("doctor.package", {"file": str(out_file)})
    if not url:
        say("doctor.package_url")


def public(url: str) -> bool:
    """Whether a platform may send to this address."""
    return url.startswith("https://") and len(url) > len("https://")


@app.command()
def serve() -> None:
    """Run the web server, the clock and the delivery until stopped."""
    chosen = settings()
    run(with_store(chosen.database_url, lambda store: serve_until_stopped(store, chosen)))


async def serve_until_stopped(store: SqlStore, chosen: Settings) -> None:
    """One process: HTTP, the ticking clock, and (on SQLite, under the lock) the delivery."""
    with deliverer(chosen):
        platforms = platforms_of(chosen)
        channels: Sequence[Channel] = platforms or console_alone(chosen)
        served = served_by(platforms)
        desk = Desk(store, real_now, channels, served, Pace(chosen.commands_per_minute))
        courtesy = Courtesy()
        handle = counted(courtesy.first(desk.handle))
        routes = [route for platform in platforms for route in platform.routes(handle, desk.heed)]
        async with (
            opened(platforms),
            permitted(platforms, served),
            listening(store, chosen, routes, platforms),
            heard(platforms, handle, desk.heed),
            delivering(store, chosen, channels, served, courtesy),
        ):
            await stopped()


@asynccontextmanager
async def permitted(platforms: Sequence[Platform], served: Serving) -> AsyncIterator[None]:
    """The platforms, if they may run as they are set up; whoever can introduce nobody is named."""
    await must_run(platforms)
    for sentence in silent_tenants(served()):
        typer.echo(sentence, err=True)
    yield


SAID = Counted("milepost_said", "Things said to Milepost, by platform and kind of answer.", ["platform", "answer"])
LETTERS = Counted("milepost_letters", "Letters, by how a try to deliver them ended.", ["state"])


def counted(handle: Handle) -> Handle:
    """The same desk, its answers counted for /metrics."""

    async def answered(inbound: Inbound) -> Reply:
        reply = await handle(inbound)
        SAID.labels(inbound.sender.platform, type(reply).__name__.lower()).inc()
        return reply

    return answered


class Carrier(Courier, Protocol):
    """A courier as the program runs it."""

    async def run(self) -> None:
        """Carry letters until stopped."""
        ...

    def stop(self) -> None:
        """End `run` after the letters under way."""
        ...


def courier_of(chosen: Settings, post: Post) -> Carrier:
    """On a file of this machine one process carries; on PostgreSQL as many as there are."""

    async def carry(key: str) -> Carried | None:
        carried = await post.carry(key)
        if carried is not None:
            LETTERS.labels(carried.state.value).inc()
        return carried

    if database_file(chosen.database_url) is not None:
        return LocalCourier(carry, post.outbox)
    found: Carrier = many_machines().ProcrastinateCourier(chosen.database_url, carry, post.outbox, post.abandon)
    return found


def many_machines() -> ModuleType:
    """The courier for PostgreSQL, whose library is an extra; one line where it is not installed."""
    try:
        return import_module("adapters.couriers.procrastinate")
    except ModuleNotFoundError:
        fault("postgres_extra")


@asynccontextmanager
async def heard(platforms: Sequence[Platform], handle: Handle, heed: Heed) -> AsyncIterator[None]:
    """Each platform that is asked, not asking, is listened to."""
    async with asyncio.TaskGroup() as listening_:
        tasks = [listening_.create_task(platform.listen(handle, heed)) for platform in platforms]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()


@contextmanager
def deliverer(chosen: Settings) -> Iterator[None]:
    """The only one that delivers from a file of this machine, or end with one line. On PostgreSQL any number may."""
    file = database_file(chosen.database_url)
    if file is None:
        yield
        return
    lock = DelivererLock(file.with_suffix(".lock"))
    if not lock.acquire():
        refuse(words("program.tick.busy"))
    try:
        yield
    finally:
        lock.release()


@asynccontextmanager
async def delivering(
    store: SqlStore, chosen: Settings, channels: Sequence[Channel], served: Serving, courtesy: Courtesy | None = None
) -> AsyncIterator[None]:
    """The clock and the courier, running. What a dead process left is seen to first."""
    post = Post(store, channels, real_now, courtesy=courtesy)
    if database_file(chosen.database_url) is not None:
        await post.resolve()
    courier = courier_of(chosen, post)
    heed = Desk(store, real_now, channels, served).heed

    async def round_() -> None:
        try:
            await look_up(store, channels, real_now())
            await meet(store, channels, heed, real_now())
            await courier.wake(await post.plan())
        except RecordAway as away:  # the next round tries again; that the file is gone was logged when it was found
            if away.trouble is not Trouble.GONE:
                log.warning("a round did not end: the record is away (%s)", away.trouble.value)

    ticker = Ticker(TICK_SECONDS, round_)
    carrying = asyncio.create_task(courier.run())
    ticker.start()
    try:
        yield
    finally:
        ticker.stop()
        courier.stop()
        await carrying


@asynccontextmanager
async def listening(
    store: SqlStore, chosen: Settings, routes: Sequence[web.RouteDef], platforms: Sequence[Platform] = ()
) -> AsyncIterator[int]:
    """The web server, running, and its port: with PORT=0 one that was free. It is ready while the database is, and every
    platform can be heard."""

    async def ready() -> str | None:
        wrong = await asyncio.to_thread(store.ready)
        return wrong or next(filter(None, (platform.deaf() for platform in platforms)), None)

    async with AsyncExitStack() as stack:
        try:
            server = await stack.enter_async_context(listened(application(ready, routes), chosen.host, chosen.port))
        except OSError:
            fault("port", {"host": chosen.host, "port": chosen.port})
        port = int(server.sockets[0].getsockname()[1])
        say("serve.at", {"host": chosen.host, "port": port})
        yield port


async def stopped() -> None:
    """Return when the process is asked to stop."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for signal_ in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(signal_, stop.set)
    await stop.wait()


@app.command()
def work() -> None:
    """Deliver letters until stopped; with SQLite, serve does that and this waits."""
    chosen = settings()
    if database_file(chosen.database_url) is not None:
        say("serve.work")
        asyncio.run(stopped())
        return

    async def carry(store: SqlStore) -> None:
        async with channels_of(chosen) as (channels, served), delivering(store, chosen, channels, served):
            await stopped()

    run(with_store(chosen.database_url, carry))


# ---- the demo ----------------------------------------------------------------------------


@app.command()
def demo() -> None:
    """Run Milepost on the real plan with invented people, on a local web page with a clock you can move."""
    environment = {"DATABASE_URL": "sqlite:///milepost-demo.db", **os.environ, "HOST": "127.0.0.1"}
    chosen = settings(environment)
    run(with_store(chosen.database_url, lambda store: demo_until_stopped(store, chosen)))


async def demo_until_stopped(store: SqlStore, chosen: Settings) -> None:
    """The shipped plan, invented people, the console, and a clock that moves at the reader's word."""
    with deliverer(chosen):
        short = await load_shipped(store)
        console = Console(console_file(chosen.database_url))
        clock = demo_clock(store, console, await store.read(lambda view: view.plan(short)), clock_file(chosen))
        await Post(store, [console], clock.now).resolve()
        desk = Desk(store, clock.now, served=served_by([]))
        routes = console.routes(
            desk.handle,
            lambda: store.read(lambda view: faces(view, short, clock.now())),
            clock,
            lambda: store.read(lambda view: picture(view, short, clock.now())),
            all_words("console"),
            lambda: store.read(lambda view: view.plan(short).title),
            desk.heed,
        )
        async with listening(store, chosen, routes) as port:
            say("serve.console", {"host": chosen.host, "port": port})
            say("serve.stop")
            await stopped()


async def load_shipped(store: SqlStore) -> str:
    """Load the shipped plan and its invented people into a database that has no plan yet."""
    loaded = await store.read(lambda view: view.plans())
    if loaded:
        return loaded[0]
    shipped = files("seed") / "plans"
    draft = read_plan(Path(str(shipped / f"{SHIPPED}.txt")), None)
    rows = read_people((shipped / f"{SHIPPED}.people.csv").read_text(encoding="utf-8"), draft.plan)

    def work(tx: Tx) -> str:
        tx.save_plan(edition.compare(None, draft.plan).plan)
        tx.save_people(draft.plan.short, rows)
        tx.bind_board(draft.plan.short, Address(platform="console", tenant="local", id="board"))
        return draft.plan.short

    return await store.transact(work)


def clock_file(chosen: Settings) -> Path:
    """Where the demo keeps how far its clock has come."""
    file = database_file(chosen.database_url) or Path("milepost-demo.db")
    return file.with_suffix(".clock")


def demo_clock(store: SqlStore, console: Console, plan: Plan, kept: Path) -> DemoClock:
    """A clock that starts in the plan's first month, or where the last demo stopped."""

    async def round_at(moment: datetime) -> int:
        """How many people were written to: the board's weekly summary comes by the way and is no event of its own."""
        post = Post(store, [console], lambda: moment)
        planned = await post.plan()
        await deliver_waiting(post, 0)
        return sum(key.startswith("nudge:") for key in planned)

    async def keep(moment: datetime) -> None:
        fresh = kept.with_suffix(".clock-new")
        fresh.write_text(moment.isoformat(), encoding="utf-8")
        fresh.replace(kept)

    policy = Policy()
    first = first_morning(plan, local_day(real_now(), policy))
    starts = datetime.fromisoformat(kept.read_text(encoding="utf-8")) if kept.exists() else first
    return DemoClock(starts, round_at, lambda now: rounds.next_opening(policy.zone, policy, now), keep, real_now)


def main() -> None:
    """The `milepost` command."""
    app()


if __name__ == "__main__":
    main()
