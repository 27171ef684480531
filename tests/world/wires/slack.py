"""Slack: signed HTTP to the adapter's routes, and the stand-in of `tests.world.slack` behind them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from adapters.slack.channel import Slack as Adapter
from adapters.slack.home import Rests
from adapters.slack.settings import SlackSettings
from adapters.slack.setup.manifest import manifest
from bot.ports.channel import Handle, Heed
from bot.ports.clock import Clock
from bot.wording.sentences import words
from tests.world.listening import Listening, milepost
from tests.world.plan import BOARD, HALL, PEOPLE, STRANGER
from tests.world.slack import Delivery, Person, Slack
from tests.world.slack.screen import shown, shown_view
from tests.world.wires import Seat, Wire

HANGS = 120  # seconds after which something will never come
HASTE = 1000.0  # the stand-in takes more than a message a second
SLOW = 1.5  # seconds; Milepost waits a little longer than this for what it shows


class SlackWire(Wire):
    """A workspace with Milepost in it."""

    platform = "slack"
    calendar = True

    def __init__(self, clock: Clock, folder: Path, people: Sequence[str] = (*PEOPLE, STRANGER), commands: bool = False) -> None:
        self.clock = clock
        self.database = f"sqlite:///{folder / 'record.db'}"
        self.people = people
        self.commands = commands
        self.slack = Slack()
        self.channel: Adapter
        self.served: Listening | None = None

    async def open(self) -> None:
        slack = self.slack
        await slack.start()
        slack.world.clock = lambda: self.clock().timestamp()
        slack.world.configure(manifest("https://milepost.example.org", socket=False, read_files=True, send_files=True))
        slack.echoes = False  # the bot hears itself at Slack; tests/wire lives with it, a quarter need not
        self.team = slack.team("Forum")
        for name in self.people:
            slack.join(name, self.team)
        slack.channel(BOARD, self.team, self.people)
        slack.channel(HALL, self.team, self.people, bot=False)
        token = slack.world.token(self.team.id).value
        secret = slack.world.signing_secret
        settings = SlackSettings(bot_token=token, signing_secret=secret, api_url=slack.api_url, reads_files=True, sends_files=True)
        async with asyncio.timeout(HANGS):
            while not await self._knows_its_workspace(settings):
                await self.channel.close()
        slack.showing = lambda: self.channel.showing

    async def _knows_its_workspace(self, settings: SlackSettings) -> bool:
        """Start Milepost. On a slow machine Slack may not say in time whose token it has; whoever runs it then starts it again."""
        self.channel = Adapter(settings, self.clock, self.database, haste=HASTE, rests=Rests(0.0, 0.0))
        await self.channel.start()
        return all(tenant.id for _, tenant in self.channel.served().tenants)

    async def serve(self, handle: Handle, heed: Heed) -> None:
        self.served = await milepost(self.channel, handle, heed)
        self.slack.courier.app_url = self.served.url

    async def arrive(self) -> None:
        return

    async def refresh(self) -> None:
        return

    async def settled(self) -> None:
        """Return when nothing has been going on for a moment."""
        await self.slack.quiet()

    async def close(self) -> None:
        await self.slack.quiet()
        await self.slack.courier.close()
        if self.served is not None:
            await self.served.close()
        await self.channel.close()
        await self.slack.stop()
        wrong = self.slack.judged()
        assert not wrong, wrong

    def seat(self, name: str) -> SlackSeat:
        return SlackSeat(self, self.slack.user(name))


class SlackSeat(Seat):
    """One person. They write to Milepost as to anybody; with `commands` they type /milepost each time."""

    def __init__(self, wire: SlackWire, person: Person, room: str | None = None) -> None:
        self.wire = wire
        self.person = person
        self.name = person.user.name
        self.room = room
        self._last: Delivery | None = None

    def at(self, room: str) -> SlackSeat:
        return SlackSeat(self.wire, self.person, room)

    @property
    def _place(self) -> str:
        return self.person._place(self.room).id

    # ---- the screen

    def count(self) -> int:
        return len(self._posts())

    def messages(self) -> list[str]:
        return [shown(post) for post in self._posts()]

    def _since(self, count: int) -> list[str]:
        """What stands here after so many messages."""
        return [shown(post) for post in self._posts()[count:]]

    def _posts(self):  # type: ignore[no-untyped-def]
        return self.person.posts_in(self._place)

    def notices(self) -> list[str]:
        return []

    def form(self) -> str | None:
        modal = self.person.modal
        if modal is None:
            return None
        held = [self.person.value(str(block["block_id"])) for _, block, _ in self.person.fields()]
        return "\n".join([shown_view(modal), *held, *self.person.faults.values()])

    def holds(self, question: str) -> str:
        return self.person.value(question)

    def offers(self, question: str) -> list[str]:
        _, element = self.person.field(question)
        options = element["options"]
        assert isinstance(options, list)
        said = [(option["text"]["text"], option.get("description", {}).get("text", "")) for option in options]
        return [f"{label}: {means}" if means else label for label, means in said]

    def buttons(self) -> list[str]:
        return self.person.buttons()

    async def files(self) -> dict[str, bytes]:
        await self.wire.settled()
        posts = self.wire.slack.world.posts
        return {one.name: one.held or b"" for post in posts if post.channel == self.person.dm.id for one in post.files}

    # ---- deeds

    async def _say(self, text: str) -> None:
        if self.wire.commands:
            text = f"/milepost {text}"
        elif self.room is not None:
            text = f"@Milepost {text}"
        await self._insists(lambda: self.person.types(text, self.room))

    async def _open(self, command: str) -> None:
        """A form opens on a command; a message has no trigger for one, and brings a button that has. One of an earlier message opens
        another form."""
        before = self.count()
        await self._say(command)
        brought = "\n".join(self._since(before))
        if self.person.modal is None and "Open the form" in brought and self.person.buttons()[:1] == ["Open the form"]:
            await self._press("Open the form", 1)

    async def _press(self, label: str, times: int) -> None:
        modal = self.person.modal
        if modal is not None and label == _words(modal.body.get("submit")):
            await self._did(await self.person.submits(times))
        else:
            await self._insists(lambda: self.person.presses(label, times))

    async def _insists(self, do: Callable[[], Awaitable[Delivery | None]]) -> None:
        """Do what Milepost asks for: on a slow machine Slack may not say in time who this is, or not open a form in time."""
        async with asyncio.timeout(HANGS):
            while True:
                before = self.count()
                await self._did(await do())
                new = self._since(before)
                if self.person.modal is None and any(words("slack.reply.form_failed") in message for message in new):
                    do = partial(self.person.presses, words("slack.reply.open_form"))
                elif not any(words("slack.reply.who") in message for message in new):
                    return

    async def _bring(self, name: str, held: bytes) -> None:
        await self._insists(lambda: self.person.sends_file(name, held))

    async def _again(self) -> None:
        assert self._last is not None
        await self._did(await self.wire.slack.again(self._last))

    async def _did(self, made: Delivery | None) -> None:
        """What Milepost shows is shown before Slack is answered, unless that took too long: so long that Slack may have tried again."""
        self._last = made
        if made is not None and (made.seconds > SLOW or "X-Slack-Retry-Num" in made.headers):
            await self.wire.settled()

    async def fills(self, answers: Mapping[str, str]) -> None:
        await self.person.fills(answers)

    async def closes(self) -> None:
        await self.person.closes()

    async def opens_home(self) -> str:
        await self.person.opens_home()
        await self.wire.settled()
        return self.person.sees().home or ""

    # ---- the account

    async def leaves(self) -> None:
        await self.wire.slack.deactivates(self.name)

    async def vanishes(self) -> None:
        await self.wire.slack.deactivates(self.name, told=False)


def _words(text: object) -> str:
    return str(text["text"]) if isinstance(text, dict) else ""
