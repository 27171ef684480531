"""The composition root: which store, which platforms and which courier, by the settings."""

from __future__ import annotations

import asyncio
import getpass
import logging
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Protocol, TypeVar

import typer
from aiohttp import web
from sqlalchemy.exc import DBAPIError

from adapters.console.channel import Console
from adapters.couriers.local import LocalCourier
from adapters.couriers.lock import DelivererLock
from bot.delivery.post import Post
from bot.model.people import Address
from bot.model.record.entry import By
from bot.model.record.trouble import Trouble
from bot.model.tenants import Served, Serving, of_platform, together
from bot.ports.channel import Channel, Finding, Handle, Heed
from bot.ports.clock import Clock
from bot.ports.courier import Courier
from bot.ports.record import View
from bot.ports.refusals import ConfigError, RecordAway, Refusal, Unreadable
from bot.program.serving.database import look_at, place_of, unusable
from bot.program.serving.logs import start_log
from bot.program.serving.settings import Settings, read_settings
from bot.program.serving.upgrade import fit_file, fit_server
from bot.program.terminal import fault, refuse
from bot.wording.letters.alarm import what_is_unread
from bot.wording.platforms import platform_name
from bot.wording.sentences import words
from bot.wording.updates.erasures import InPlace
from store.database.engines import database_file
from store.database.troubles import trouble_of
from store.record import SqlStore

T = TypeVar("T")
log = logging.getLogger("milepost.program")


# ---- small edges -----------------------------------------------------------------------


def real_now() -> datetime:
    """Return the real moment."""
    return datetime.now(UTC)


def at_the_command_line(moment: datetime) -> By:
    """Say who changes the record at a terminal: nobody that the plan knows, but a user of this system."""
    return By(at=moment, capacity=words("program.command_line.capacity", {"user": _system_user()}))


def _system_user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container may run as a number that has no name
        return str(os.getuid())


def settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings of the environment and start the log. Ends with one line for all that is wrong with them."""
    try:
        chosen = read_settings(environment)
        start_log(chosen.log_format)
        return chosen
    except ConfigError as wrong:
        refuse(str(wrong))


def run(work: Coroutine[None, None, T]) -> T:
    """Run one command's work. A refusal becomes one line and exit code 1."""
    try:
        return asyncio.run(work)
    except Refusal as refusal:
        refuse(words(f"replies.refusal.{refusal.prompt_key}", dict(refusal.facts)))
    except ConfigError as wrong:
        refuse(str(wrong))
    except DBAPIError as failed:
        fault("database", {"at": "DATABASE_URL", "reason": type(failed.orig).__name__})
    except RecordAway as away:
        refuse(words(f"replies.trouble.{away.trouble.value}"))
    except Unreadable as found:
        fault("row", {"what": what_is_unread(found.unread)})
    except (typer.Exit, typer.Abort, typer.BadParameter):
        raise
    except OSError as failed:
        fault("system", {"reason": failed.strerror or type(failed).__name__})
    except Exception:  # it may quote a person, so the log names the place and not the words
        log.exception("the command failed")
        fault("bug")


def owner_url(chosen: Settings) -> str:
    """Return the database as the user who may take words out of the record, if that is another than the program's own."""
    return chosen.owner_database_url or chosen.database_url


async def with_store(
    url: str,
    work: Callable[[SqlStore], Awaitable[T]],
    clock: Clock = real_now,
    makes: bool = False,
    migrates: bool = False,
) -> T:
    """Open the database for one piece of work. Makes one if there is none, and brings an older one up to date, only if meant.

    The clock may be another than the real one, as in a demo. Ends with one line if the database cannot be used.
    """
    look_at(url, makes)
    store = SqlStore(url, clock, InPlace())
    try:
        if database_file(url) is None:
            await fit_server(store, many_machines(), url, makes, migrates)
        else:
            await asyncio.to_thread(fit_file, store, url, real_now(), makes, migrates)
        await store.open()
        return await work(store)
    except DBAPIError as failed:
        if trouble_of(failed) is Trouble.FULL:
            refuse(words("program.copy_fault.no_room", {"file": place_of(url)}))
        unusable(url, type(failed.orig).__name__)
    finally:
        await store.close()


def look(work: Callable[[View], T]) -> T:
    """Read the record for one command."""
    return run(with_store(settings().database_url, lambda store: store.read(work)))


class Platform(Channel, Protocol):
    """A chat platform as the program runs it: a channel with routes of its own, opened and closed."""

    async def start(self) -> None:
        """Open what is needed to send."""
        ...

    async def close(self) -> None:
        """End what is under way, and close."""
        ...

    def routes(self, handle: Handle, heed: Heed) -> list[web.RouteDef]:
        """Return the routes to which the platform sends what people say."""
        ...

    async def listen(self, handle: Handle, heed: Heed) -> None:
        """Poll the platform until closed. Returns at once if the platform pushes to us."""
        ...

    def deaf(self) -> str | None:
        """Return why nothing said there can be heard, in words, if that has been so for too long."""
        ...

    async def examine(self, boards: Sequence[Address]) -> tuple[Finding, ...]:
        """Return what is in order and what is not, for the doctor."""
        ...

    def served(self) -> Served:
        """Return the workspaces or tenants whose people may speak, as far as is known now."""
        ...

    async def refusal(self) -> str | None:
        """Return why the program must not run as it is set up, None if nothing speaks against it."""
        ...

    def is_shut(self) -> bool:
        """Say if the platform refused our token when it was asked last: that was logged, and nothing can be sent there."""
        ...


def served_by(platforms: Sequence[Platform]) -> Serving:
    """Return who is served on all platforms that are switched on. If none is, that is whoever is at this machine."""
    if not platforms:
        return lambda: Served(open=frozenset({"console"}))
    return lambda: together(*(platform.served() for platform in platforms))


def silent_tenants(served: Served) -> list[str]:
    """Return a line for each tenant that may introduce nobody until the domains of its people are listed."""
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
    """Return the chat platforms that are switched on. Only those are imported: each is a good part of the memory."""
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
async def channels_of(chosen: Settings, sends: bool = False) -> AsyncIterator[tuple[Sequence[Channel], Serving]]:
    """Open the channels that are switched on, or the console if none is. Yields them, and who is served on them.

    If all that `sends` is meant for is shut, this ends the program. Why was logged already.
    """
    platforms = platforms_of(chosen)
    async with opened(platforms):
        await must_run(platforms)
        if sends and platforms and all(platform.is_shut() for platform in platforms):
            raise typer.Exit(1)
        yield platforms or console_alone(chosen), served_by(platforms)


async def must_run(platforms: Sequence[Platform]) -> None:
    """End with one line if a platform must not run as it is set up."""
    for platform in platforms:
        reason = await platform.refusal()
        if reason is not None:
            refuse(reason)


@asynccontextmanager
async def opened(platforms: Sequence[Platform]) -> AsyncIterator[None]:
    """Start the platforms, and close them at the end."""
    async with AsyncExitStack() as stack:
        for platform in platforms:
            stack.push_async_callback(platform.close)
            await platform.start()
        yield


def console_alone(chosen: Settings) -> list[Channel]:
    """Return the console if no platform is switched on, and say so: letters are kept there and nobody reads them."""
    typer.echo(words("program.serve.no_platform"), err=True)
    return [Console(console_file(chosen.database_url), real_now)]


def console_file(url: str) -> Path:
    """Return the file of the console's own messages: it lies beside the database."""
    file = database_file(url)
    return file.with_name(f"{file.stem}-console.db") if file else Path("milepost-console.db")


# ---- running -----------------------------------------------------------------------------


@asynccontextmanager
async def permitted(platforms: Sequence[Platform], served: Serving) -> AsyncIterator[None]:
    """Start the platforms, if they may run as they are set up. Tells who can introduce nobody."""
    await must_run(platforms)
    for sentence in silent_tenants(served()):
        typer.echo(sentence, err=True)
    yield


class Carrier(Courier, Protocol):
    """A courier as the program runs it."""

    async def run(self) -> None:
        """Carry letters until stopped."""
        ...

    def stop(self) -> None:
        """End `run` after the letters under way."""
        ...


def courier_of(chosen: Settings, post: Post) -> Carrier:
    """Return the courier: on a file of this machine one process carries, on PostgreSQL any number."""
    if database_file(chosen.database_url) is not None:
        return LocalCourier(post.carry, post.outbox)
    found: Carrier = many_machines().ProcrastinateCourier(chosen.database_url, post.carry, post.outbox)
    return found


def many_machines() -> ModuleType:
    """Return the courier for PostgreSQL. Ends with one line if its library, an extra, is not installed."""
    try:
        return import_module("adapters.couriers.procrastinate")
    except ModuleNotFoundError:
        fault("postgres_extra")


@contextmanager
def deliverer(chosen: Settings) -> Iterator[None]:
    """Be the only one that delivers from a file of this machine, or end with one line. On PostgreSQL any number may."""
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
