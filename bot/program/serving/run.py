"""Run the server, one tick, a worker or a migration."""

from __future__ import annotations

import asyncio
import gc
import logging
import sys
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Annotated

import typer

from adapters.papers.drawing import Drawer
from adapters.ticker import Ticker
from adapters.web.background import Errands
from bot.conversation.desk import Desk
from bot.conversation.pace import Pace
from bot.delivery.courtesy import Courtesy
from bot.delivery.others_cards import OthersCards
from bot.delivery.post import Post
from bot.delivery.rewriting import rewrite_posted
from bot.delivery.waiting import deliver_waiting
from bot.model.letters.letter import Held, LetterState
from bot.model.record.trouble import Trouble
from bot.model.tenants import Serving
from bot.planning import editions
from bot.planning.arrivals import meet
from bot.planning.board.reissuing import reissue
from bot.planning.reach import look_up
from bot.planning.retention import Retention
from bot.planning.rounds import plan_round, to_nobody
from bot.planning.secrets import Secrets
from bot.ports.channel import Channel, Finding, Handle, Heed
from bot.ports.refusals import RecordAway
from bot.program.documents.reading.documents import reader
from bot.program.serving.composition import (
    Platform,
    channels_of,
    console_alone,
    courier_of,
    deliverer,
    opened,
    owner_url,
    permitted,
    platforms_of,
    real_now,
    run,
    served_by,
    settings,
    with_store,
)
from bot.program.serving.page import page_of
from bot.program.serving.server import Signs, figures_at, listening, stop_asked, wait_for_stop
from bot.program.serving.settings import Settings
from bot.program.serving.shared_clock import shared_clock
from bot.program.serving.watch import Watch
from bot.program.terminal import Json, moment_of, print_json, refuse, say
from bot.program.watching.lines import carried, heard
from bot.program.watching.machine import Alarms
from bot.program.watching.rounds import Rounds
from bot.wording.sentences import with_full_stop, words
from store.database.engines import database_file
from store.record import SqlStore

log = logging.getLogger("milepost.program")
TICK_SECONDS = 5.0
SWITCH = 0.0005  # seconds for which a thread that plans keeps those waiting that answer, at each of their many steps
LOOK_UP_LEAD = 2.0  # seconds a round waits to learn who is gone
ENDING = 4.0  # seconds in which a round, and the letters under way, may end once the program is asked to stop
FAR = timedelta(days=1)  # from now; a round that far away is a try, or a mistake
TICK_PATIENCE = 30.0  # seconds a `tick` goes on trying a letter (DESIGN, section 8)


# ---- asking ------------------------------------------------------------------------------


def tick(
    now: Annotated[str | None, typer.Option("--now", help="The moment, ISO; the real one if not given.")] = None,
    console: Annotated[bool, typer.Option("--console", help="Keep the letters on this machine if no platform is on.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask if the moment is far from now.")] = False,
    json_out: Json = False,
) -> None:
    """Plan and deliver everything due at one moment, then end. Needs no running server."""
    moment = moment_of(now) if now else real_now()
    chosen = settings()
    if chosen.slack is None and chosen.teams is None and not console:
        refuse(words("program.tick.no_platform"))
    if now and not (yes or json_out):
        sure_of(moment)
    counts_, waiting = run(with_store(chosen.database_url, lambda store: tick_once(store, chosen, moment), lambda: moment))
    if json_out:
        print_json(counts_)
        return
    say("tick.done", dict(counts_))
    for held, count in waiting.items():
        unsaid = words("program.tick.no_reason" if held.tried else "program.tick.not_tried")
        say("tick.waiting", {"count": count, "reason": with_full_stop(held.reason or unsaid)})


def sure_of(moment: datetime) -> None:
    """Ask whoever sits at a terminal if a moment more than a day from now is meant. A script is not asked."""
    away = abs(moment - real_now())
    if away <= FAR or not sys.stdin.isatty():
        return
    if not typer.confirm(words("program.tick.away", {"now": f"{moment:%Y-%m-%d %H:%M} UTC", "days": away.days})):
        refuse(words("program.tick.not_run"))


async def tick_once(store: SqlStore, chosen: Settings, moment: datetime) -> tuple[dict[str, int], Mapping[Held, int]]:
    """Run one round. Returns its counts, and what still waits, by what holds it up.

    It runs under the deliverer's lock; back-off follows the real clock, what is due the given one.
    """
    with deliverer(chosen):
        async with channels_of(chosen, sends=True) as (channels, served):
            began = time.monotonic()

            def clock() -> datetime:
                return moment + timedelta(seconds=time.monotonic() - began)

            shared = await shared_clock(store, real_now)
            post = Post(store, channels, clock, real_now, in_hand=TICK_PATIENCE, served=served, shared=shared)
            await post.try_again()
            resolved = await post.resolve() if database_file(chosen.database_url) else None
            errands = Errands()
            await beside(errands, store, channels, moment)
            await meet(store, channels, Desk(store, lambda: moment, channels, served).heed, moment)
            await post.note_sent()
            keys = await plan_round(store, moment, served)
            ended = await deliver_waiting(post, TICK_PATIENCE, resolved)
            await Retention(store).look(moment)
            await OthersCards(store).draw_anew(moment)
            await rewrite_posted(store, channels)
            await reissue(store, Drawer(), moment)
            await errands.drain()
        waiting = await store.read(lambda view: view.letters.still_waiting(moment))
    failed = ended[LetterState.FAILED] + sum(waiting.values())
    return {"planned": len(keys), "sent": ended[LetterState.SENT], "failed": failed}, waiting


# ---- running -----------------------------------------------------------------------------


def migrate() -> None:
    """Bring the database up to date, and encrypt what is secret in it with the first key. Stop every Milepost first."""
    chosen = settings()

    async def sealed(_store: SqlStore) -> tuple[Finding, ...]:
        """Encrypt what the platforms keep in the store. The store itself was brought up to date when it was opened."""
        if chosen.slack is None or not chosen.slack.client_id:
            return ()
        from adapters.slack.setup.install import migrate as migrate_installations  # noqa: PLC0415

        return await migrate_installations(chosen.slack, chosen.database_url)

    for finding in run(with_store(owner_url(chosen), sealed, makes=True, migrates=True)):
        say("doctor.fine" if finding.ok else "doctor.wrong", {"sentence": finding.sentence})


def serve() -> None:
    """Run the web server, the clock and the delivery until stopped."""
    chosen = settings()
    run(with_store(chosen.database_url, lambda store: serve_until_stopped(store, chosen), makes=True))
    say("serve.stopped")


async def serve_until_stopped(store: SqlStore, chosen: Settings) -> None:
    """Run one process: HTTP, the ticking clock, and (on SQLite, under the lock) the delivery."""
    with deliverer(chosen):
        platforms = platforms_of(chosen)
        channels: Sequence[Channel] = platforms or console_alone(chosen)
        served = served_by(platforms)
        pace, drawing = Pace(chosen.commands_per_minute), Drawer()
        page = page_of(store, chosen, lambda: chosen.public, drawing=drawing)
        desk = Desk(store, real_now, channels, served, pace, readers=(reader(), editions), drawing=drawing, pages=page.giving)
        courtesy, watch = Courtesy(), Watch(store)
        handle = heard(courtesy.first(desk.handle))
        routes = [*page.routes, *(route for platform in platforms for route in platform.routes(handle, desk.heed))]
        async with opened(platforms), permitted(platforms, served):
            stop = stop_asked()  # before anybody reads that it listens, and may ask it to stop
            async with (
                listening(store, chosen, routes, platforms, watch),
                listening_to(platforms, handle, desk.heed),
                delivering(store, chosen, channels, served, watch, courtesy),
            ):
                settle()
                await stop.wait()


def settle() -> None:
    """Leave what was made at the start out of the search for dropped circles of objects, and search seldom.

    Bolt leaves some with every request. By Python's own measure the whole heap is searched every thousand answers, and each
    time that holds up everybody for a good part of a second.
    """
    sys.setswitchinterval(SWITCH)
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)


@asynccontextmanager
async def listening_to(platforms: Sequence[Platform], handle: Handle, heed: Heed) -> AsyncIterator[None]:
    """Listen to each platform that must be polled."""
    async with asyncio.TaskGroup() as listening_:
        tasks = [listening_.create_task(platform.listen(handle, heed)) for platform in platforms]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()


@asynccontextmanager
async def delivering(
    store: SqlStore,
    chosen: Settings,
    channels: Sequence[Channel],
    served: Serving,
    watch: Watch,
    courtesy: Courtesy | None = None,
) -> AsyncIterator[None]:
    """Run the clock and the courier. See first to what a dead process left."""
    shared = await shared_clock(store, real_now)
    post = Post(store, channels, real_now, courtesy=courtesy, served=served, tell=carried, shared=shared)
    await post.try_again()
    if database_file(chosen.database_url) is not None:
        await post.resolve()
    courier = courier_of(chosen, post)
    rounds = Rounds(store, served, courtesy.give_way if courtesy is not None else to_nobody, real_now)
    heed, retention, others = Desk(store, real_now, channels, served).heed, Retention(store), OthersCards(store)
    secrets = Secrets(store, channels)
    alarms = Alarms(store, database_file(chosen.database_url), real_now, secrets)

    async def round_() -> None:
        try:
            await shared.compare()
            async with store.planning() as alone:
                if alone:
                    await beside(errands, store, channels, real_now())
                    errands.start(secrets.ask(real_now()), "which secrets work")
                    await meet(store, channels, heed, real_now())
                    await post.note_sent()
                    keys, waited = await rounds.run()
                    await courier.wake((*keys, *await alarms.tell(waited)))
                    await retention.look(real_now())
                    await others.draw_anew(real_now())
                    await rewrite_posted(store, channels)
                    await reissue(store, Drawer(), real_now())
                    await courier.wake(await watch.look_through(real_now()))
            await courier.wake(await watch.look(real_now()))
        except RecordAway as away:  # the next round tries again; that the file is gone was logged when it was found
            if away.trouble is not Trouble.GONE:
                log.warning("a round did not end: the record is away (%s)", away.trouble.value)

    errands = Errands()
    ticker = Ticker(TICK_SECONDS, round_)
    carrying = asyncio.create_task(courier.run())
    ticker.start()
    try:
        yield
    finally:
        courier.stop()
        await asyncio.gather(ticker.stop(ENDING), ended(carrying), errands.drain(ENDING))


async def ended(carrying: asyncio.Task[None]) -> None:
    """Let the letters under way arrive, for a while. One that is cut off is looked up at the next start."""
    await asyncio.wait({carrying}, timeout=ENDING)
    carrying.cancel()
    found = (await asyncio.gather(carrying, return_exceptions=True))[0]
    if isinstance(found, Exception):
        raise found


async def beside(errands: Errands, store: SqlStore, channels: Sequence[Channel], now: datetime) -> None:
    """Look up who is gone, beside the letters: a platform that is slow to tell holds up a round for a moment only."""
    await errands.within(look_up(store, channels, now), "who is gone", asyncio.get_running_loop().time() + LOOK_UP_LEAD)


def work() -> None:
    """Deliver letters until stopped. With SQLite, serve does that and this waits."""
    chosen = settings()
    if database_file(chosen.database_url) is not None:
        say("serve.work")
        asyncio.run(wait_for_stop())
        say("serve.stopped")
        return

    async def carry(store: SqlStore) -> None:
        watch = Watch(store)
        async with (
            channels_of(chosen) as (channels, served),
            figures_at(Signs(store, chosen, (), watch)),
            delivering(store, chosen, channels, served, watch),
        ):
            await wait_for_stop()

    run(with_store(chosen.database_url, carry, makes=True))
    say("serve.stopped")
