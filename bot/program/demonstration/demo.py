"""`milepost demo`: the shipped plan, invented people, the console, and a clock that moves at the reader's word."""

from __future__ import annotations

import os
from datetime import datetime
from importlib.resources import files
from pathlib import Path

from adapters.console.channel import Console
from adapters.console.pages import Office, routes
from adapters.papers.drawing import Drawer
from adapters.web.address import Public, public
from bot.conversation.desk import Desk
from bot.conversation.office.plans.keeping import begin
from bot.delivery.post import Post
from bot.delivery.waiting import deliver_waiting
from bot.model.letters.letter_key import Sort, is_of
from bot.model.people import Address, PersonRow
from bot.model.plan import Plan
from bot.model.policy import Policy
from bot.planning import editions, waking
from bot.planning.rounds import plan_round
from bot.ports.clock import Clock
from bot.ports.record import Tx
from bot.program.demonstration.demo_clock import DemoClock, first_morning
from bot.program.demonstration.measures import of_the_demo, quarterly
from bot.program.documents.plan_file import plan_of
from bot.program.documents.plan_settings import beside
from bot.program.documents.reading.documents import reader
from bot.program.serving.composition import (
    at_the_command_line,
    console_file,
    deliverer,
    real_now,
    run,
    served_by,
    settings,
    with_store,
)
from bot.program.serving.page import page_of
from bot.program.serving.server import listening, stop_asked
from bot.program.serving.settings import Settings
from bot.program.terminal import say, source_of
from bot.reports.picture import faces, picture
from bot.reports.snapshot import take
from bot.rules.documents import edition
from bot.rules.updates.standing import local_day
from bot.wording.sentences import all_words
from seed.people import read_people
from store.database.engines import database_file
from store.record import SqlStore

PATIENCE = 5.0  # seconds without a letter that goes: the console takes each at once
SHIPPED = "lancashire_send_priority_action_plan"
# Whoever speaks for families in it: no post of the plan, so the shipped list has no row of theirs.
FORUM = PersonRow(role=None, name="Fern Volunteer", email="fern.volunteer@example.org", rights=("forum",))


def demo() -> None:
    """Run Milepost on the real plan with invented people, on a local web page with a clock you can move."""
    environment = {"DATABASE_URL": "sqlite:///milepost-demo.db", **os.environ, "HOST": "127.0.0.1"}
    chosen = settings(environment)
    told = Told(real_now)
    run(with_store(chosen.database_url, lambda store: demo_until_stopped(store, chosen, told), told, makes=True, migrates=True))
    say("serve.stopped")


class Told:
    """The clock that the record goes by: the demo's own, once there is one."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock

    def __call__(self) -> datetime:
        """Return the moment, UTC."""
        return self.clock()


async def demo_until_stopped(store: SqlStore, chosen: Settings, told: Told) -> None:
    """Run the demo until stopped: the shipped plan, invented people, the console, and a clock that moves at the reader's word."""
    with deliverer(chosen):
        short = await load_shipped(store)
        console = Console(console_file(chosen.database_url), told)
        plan, policy = await store.read(lambda view: (view.plans.one(short), view.plans.policy(short)))
        clock = demo_clock(store, console, plan, policy, clock_file(chosen), told)
        told.clock = clock.now
        await Post(store, [console], clock.now).resolve()
        here: list[Public] = []  # known once it listens
        page = page_of(store, chosen, lambda: next(iter(here), None), clock.heard, Drawer())
        readers = (reader(), editions)
        desk = Desk(store, clock.heard, [console], served_by([]), readers=readers, drawing=Drawer(), pages=page.giving)
        office = Office(
            handle=desk.handle,
            faces=lambda: store.read(lambda view: faces(take(view, short, clock.heard()))),
            picture=lambda: store.read(lambda view: picture(take(view, short, clock.heard()))),
            title=lambda: store.read(lambda view: view.plans.one(short).title),
            clock=clock,
            words=all_words("console"),
            heed=desk.heed,
        )
        stop = stop_asked()
        async with listening(store, chosen, [*page.routes, *routes(console, office)]) as port:
            here += filter(None, [public(f"http://{chosen.host}:{port}")])
            say("serve.console", {"host": chosen.host, "port": port})
            say("serve.stop")
            await stop.wait()
            await clock.stop()
            console.end()


async def load_shipped(store: SqlStore) -> str:
    """Load the shipped plan and its invented people into a database that has no plan yet."""
    loaded = await store.read(lambda view: view.plans.all())
    if loaded:
        return loaded[0]
    shipped = files("seed") / "plans"
    file = Path(str(shipped / f"{SHIPPED}.txt"))
    draft, policy = await plan_of(file)
    rows = read_people((shipped / f"{SHIPPED}.people.csv").read_text(encoding="utf-8"), draft.plan)

    known = policy or Policy()
    starts = first_morning(draft.plan, known, local_day(real_now(), known))

    def work(tx: Tx) -> str:
        tx.acting(at_the_command_line(starts))
        tx.plans.save(edition.compare(None, draft.plan).plan, source_of(file))
        if policy is not None:
            tx.plans.keep_settings(draft.plan.short, policy, source_of(beside(file)))
        tx.people.save(draft.plan.short, [*rows, FORUM])
        begin(tx, draft.plan.short, quarterly(of_the_demo(tx.plans.one(draft.plan.short), known)), starts)
        tx.plans.bind_board(draft.plan.short, Address(platform="console", tenant="local", id="board"))
        return draft.plan.short

    return await store.transact(work)


def clock_file(chosen: Settings) -> Path:
    """Return the file in which the demo keeps how far its clock has come."""
    file = database_file(chosen.database_url) or Path("milepost-demo.db")
    return file.with_suffix(".clock")


def demo_clock(store: SqlStore, console: Console, plan: Plan, policy: Policy, kept: Path, told: Told) -> DemoClock:
    """Return a clock that starts in the plan's first month, or at the moment the last demo stopped."""

    async def round_at(moment: datetime) -> int:
        """Run a round. Returns how many people were written to: the board's weekly summary is no event of its own."""
        told.clock = lambda: moment
        post = Post(store, [console], told)
        planned = await plan_round(store, moment)
        await deliver_waiting(post, PATIENCE)
        told.clock = clock.now
        return sum(is_of(key, Sort.NUDGE) for key in planned)

    async def keep(moment: datetime) -> None:
        fresh = kept.with_suffix(".clock-new")
        fresh.write_text(moment.isoformat(), encoding="utf-8")
        fresh.replace(kept)
        console.stir()

    first = first_morning(plan, policy, local_day(real_now(), policy))
    starts = datetime.fromisoformat(kept.read_text(encoding="utf-8")) if kept.exists() else first
    clock = DemoClock(
        starts, policy.zone, round_at, lambda now: waking.next_opening(policy.zone, policy, now), keep, real_now
    )
    return clock
