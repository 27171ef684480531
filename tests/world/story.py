"""A story: one record, a clock moved by hand, one or several platforms, their people, and every letter they were sent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from adapters.papers.drawing import Drawer
from bot.conversation.desk import Desk
from bot.conversation.pace import Pace
from bot.conversation.page.door import Door
from bot.conversation.page.giving import Giving
from bot.delivery.others_cards import OthersCards
from bot.delivery.post import Post
from bot.delivery.rewriting import rewrite_posted
from bot.model.plan import Plan
from bot.model.updates.update import Update
from bot.planning import editions
from bot.planning.board.reissuing import reissue
from bot.planning.reach import look_up
from bot.planning.rounds import plan_and_tell
from bot.program.watching.lines import carried, heard, planned
from store.record import SqlStore
from tests.world.plain_documents import PlainDocuments
from tests.world.plan import BOARD, PEOPLE, SMALL, STRANGER
from tests.world.wires import Seat, Wire
from tests.world.wires.console import ConsoleWire
from tests.world.wires.recorder import RecorderWire
from tests.world.wires.slack import SlackWire
from tests.world.wires.teams import TeamsWire

STARTS = datetime(2025, 3, 18, 9, 30, tzinfo=UTC)
PLAIN = ("recorder", "console")  # no platform between
PLATFORMS = ("slack", "teams", "slack commands")
WIRES = (*PLAIN, *PLATFORMS)


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self, moment: datetime = STARTS) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment


def wire(name: str, clock: Clock, folder: Path) -> Wire:
    """A wire by its name."""
    match name:
        case "recorder":
            return RecorderWire(clock)
        case "console":
            return ConsoleWire(clock, folder)
        case "slack" | "slack commands":
            return SlackWire(clock, folder, commands=name == "slack commands")
        case "teams":
            return TeamsWire(clock)
        case _:
            raise AssertionError(name)


HANGS = 60.0  # seconds after which something will never come


class Story:
    """Everything one story is told with."""

    def __init__(self, store: SqlStore, clock: Clock, wires: Sequence[Wire], short: str = SMALL) -> None:
        self.store = store
        self.clock = clock
        self.wires = wires
        self.short = short
        self.pace = Pace(0)
        self.address: str | None = "https://milepost.example"  # where the page is; None: pages are off
        self.people: dict[str, Seat] = {}
        self.boards: dict[str, Seat] = {}
        self.letters: dict[str, list[str]] = defaultdict(list)  # by name: what was sent to them unasked, as it first stood
        self.posts: dict[str, list[str]] = defaultdict(list)  # by platform: the same in the board's channel

    def begin(self) -> None:
        """Set up the desk and the post, once the channels are there."""
        channels = [one.channel for one in self.wires]
        readers = (PlainDocuments(), editions)
        giving = Giving(self.store, lambda: self.address)
        self.desk = Desk(
            self.store, self.clock, channels, pace=self.pace, patience=HANGS, readers=readers, drawing=Drawer(), pages=giving
        )
        self.door = Door(self.store, self.clock, self.clock, Drawer())
        self.post = Post(self.store, channels, self.clock, grace=0.0, tell=carried)
        self.others = OthersCards(self.store)

    @property
    def wire(self) -> Wire:
        """The platform of a story that has one."""
        (only,) = self.wires
        return only

    def seat(self, one: Wire, names: Iterable[str] = (*PEOPLE, STRANGER)) -> None:
        """Give people their seats at a platform."""
        self.people |= {name: one.seat(name) for name in names}

    def person(self, name: str) -> Seat:
        """One of the people, in their own chat with Milepost."""
        return self.people[name]

    # ---- time

    async def at(self, moment: str) -> None:
        """Move the clock, and run one round."""
        self.clock.moment = datetime.fromisoformat(moment).replace(tzinfo=UTC)
        await self.round()

    async def advance(self, days: int) -> None:
        """Live through n days, one round a day."""
        for _ in range(days):
            self.clock.moment += timedelta(days=1)
            await self.round()

    async def round(self) -> None:
        """Look up who is gone, plan what is due, carry all that may go, rewrite what changed; and note who was sent what."""
        before = self._counts()
        await look_up(self.store, [one.channel for one in self.wires], self.clock())
        now = self.clock()
        planned(await plan_and_tell(self.store, now), now, 0.0, 0.0)
        await reissue(self.store, Drawer(), self.clock())
        carried = await self._carry()
        await self.others.draw_anew(self.clock())
        if not carried and not await self.store.read(lambda view: view.letters.to_rewrite()):
            return
        await rewrite_posted(self.store, [one.channel for one in self.wires])
        for one in self.wires:
            await one.refresh()
        for seat, told, count in before:
            if seat.count() > count:
                told += seat.messages()[count:]

    async def _carry(self) -> bool:
        """Until nothing may go any more, for a letter that fails may make another; whether there was any."""
        carried = False
        while keys := await self.post.waiting():
            carried = True
            for key in keys:
                await self.post.deliver(key)
        await self.post.note_sent()
        return carried

    def _counts(self) -> list[tuple[Seat, list[str], int]]:
        people = [(seat, self.letters[name], seat.count()) for name, seat in self.people.items()]
        return people + [(seat, self.posts[platform], seat.count()) for platform, seat in self.boards.items()]

    # ---- the record and the board

    async def plan(self) -> Plan:
        """The plan as the record has it."""
        return await self.store.read(lambda view: view.plans.one(self.short))

    async def history(self, ref: str) -> tuple[Update, ...]:
        """Every update of a milestone, as the record has it."""
        return await self.store.read(lambda view: view.updates.history(self.short, ref))

    async def said_of(self, ref: str) -> list[str]:
        """The status and the words of every update of a milestone."""
        return [f"{update.status.value} {update.narrative}".strip() for update in await self.history(ref)]

    async def bind_board(self, admin: str = "gwen") -> str:
        """An admin has the weekly summary put in the board's channel; what is then new there."""
        here = self.person(admin).at(BOARD)
        self.boards[here.wire.platform] = here
        return await here.says("board here")


@asynccontextmanager
async def told(store: SqlStore, clock: Clock, wires: Sequence[Wire], short: str = SMALL) -> AsyncIterator[Story]:
    """A story from its beginning to its end."""
    story = Story(store, clock, wires, short)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(store.close)
        for one in wires:
            await one.open()
            stack.push_async_callback(one.close)
        story.begin()
        for one in wires:
            await one.serve(heard(story.desk.handle), story.desk.heed)
            await one.arrive()
        yield story
