"""Draws what Slack would show of real payloads: `python -m tests.world.judges.slack_pictures [FOLDER]`.

Into a folder goes everything, at both widths; without one, what the README shows goes into docs/.
The cards come out of a quarter lived through by the real desk and post; the page imitates Slack's (see `slack_drawn`).
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from adapters.slack.drawing import forms
from adapters.slack.drawing import messages as slack_messages
from bot.conversation.desk import Desk
from bot.delivery.post import Post
from bot.model.letters.form import Answers
from bot.model.letters.message import Message
from bot.model.letters.talk import Ask, Chat, Fix, Handed, Inbound, Reply, Say, Sender
from bot.model.people import Address
from bot.planning.reach import look_up
from bot.planning.rounds import plan_round
from bot.ports.record import Tx
from seed.people import read_people
from store.record import SqlStore
from tests.records import long_ago
from tests.world.judges import shown
from tests.world.judges.slack import Json
from tests.world.judges.slack_drawn import drawn

DOCS = Path(__file__).parents[3] / "docs"
CHROMIUM = "/usr/bin/chromium"
FOR_THE_README = (
    "slack-nudge-desktop",
    "slack-home-desktop",
    "slack-digest-desktop",
)
WIDTHS = {"desktop": 820, "phone": 390}
TALLEST = {"desktop": 470, "phone": 1100}  # of a picture for the README, in CSS pixels: a Home goes on and on
ENDLESS = 9000
CHART = 408  # as much of the end of the board's summary
SHARP = 1.25  # the README's pictures are to stay below 150 kB each
STARTS, ASKED = datetime(2025, 3, 28, 8, tzinfo=UTC), datetime(2025, 4, 16, 8, tzinfo=UTC)
OWNER = "keira.example@example.org"
LINE = "1 green: the recovery plan is with the board\n2 amber: one of three partners has not signed, path: the ICB signs on 6 May"
MISTAKEN: Answers = {"status": "amber", "happened": "One post is still vacant.", "forecast": "soon"}


class Kept:
    """A channel that keeps what it is given."""

    platform = "slack"
    remembers = True
    hands_files = True

    def __init__(self) -> None:
        self.sent: list[tuple[str, Message]] = []

    def parts(self, message: Message) -> tuple[Message, ...]:
        return slack_messages.parts(message)

    async def open(self, to: Address) -> Address:
        return to

    async def whose(self, to: Address) -> Sender | None:
        return None

    async def rewrite(self, to: Address, reference: str, message: Message) -> bool:
        return False

    async def gone(self, people: Sequence[Address]) -> Mapping[Address, str]:
        return {}

    async def barred(self, to: Address) -> str | None:
        return None

    async def secret_refused(self, to: Address) -> str | None:
        return None

    async def outsiders(self, to: Address) -> bool:
        return False

    async def send(self, to: Address, message: Message, key: str) -> str:
        self.sent.append((to.id, message))
        return f"{to.id}:{len(self.sent)}"

    async def attach(self, to: Address, reference: str, files: Sequence[Handed]) -> None:
        return

    async def sent_already(self, to: Address, key: str, since: datetime) -> str | None:
        return None

    async def find(self, email: str) -> Address | None:
        return Address(platform="slack", tenant="T1", id=email)


class Life:
    """The shipped plan and its people, lived through up to a morning on which an owner is asked of three milestones."""

    def __init__(self, store: SqlStore) -> None:
        self.store = store
        self.now = STARTS
        self.channel = Kept()
        self.desk = Desk(store, lambda: self.now, [self.channel])
        self.ids = count(1)

    async def begin(self) -> None:
        people = read_people((shown.PLANS / f"{shown.NAME}.people.csv").read_text(encoding="utf-8-sig"), shown.plan())

        def load(tx: Tx) -> None:
            tx.plans.save(shown.plan())
            tx.people.save(shown.plan().short, people)

        await self.store.transact(load)
        post = Post(self.store, [self.channel], lambda: self.now)
        while self.now < ASKED:
            self.now += timedelta(days=1)
            await look_up(self.store, [self.channel], self.now)
            await plan_round(self.store, self.now)
            for key in await post.waiting():
                await post.deliver(key)

    async def say(self, said: str, answers: Answers | None = None) -> Reply:
        sender = Sender(platform="slack", tenant="T1", id=OWNER, email=OWNER)
        return await self.desk.handle(
            Inbound(id=str(next(self.ids)), sender=sender, chat=Chat(id=OWNER), said=said, answers=answers)
        )

    async def told(self, said: str) -> Message:
        reply = await self.say(said)
        assert isinstance(reply, Say)
        return reply.message


async def lived(folder: Path) -> tuple[dict[str, Json], dict[str, str]]:
    """The payloads worth a picture, by name, and what Slack shows in red in the form named fault."""
    store = SqlStore(f"sqlite:///{folder / 'life.db'}", long_ago)
    store.migrate()
    life = Life(store)
    await life.begin()
    nudge = [message for to, message in life.channel.sent if to == OWNER][-1]
    messages = {
        "nudge": nudge,
        "echo": await life.told(LINE),
        "saved": await life.told("yes"),
        "digest": slack_messages.parts(shown.weekly())[0],
    }
    messages["chart"] = messages["digest"]  # its end, see draw
    home = await life.told("home")
    ask = await life.say("update 2.4.2")
    assert isinstance(ask, Ask)
    fix = await life.say(ask.form.command, MISTAKEN)
    assert isinstance(fix, Fix)
    await store.close()
    fault = forms.modal(ask.form, MISTAKEN, {}, "")
    return {
        **{name: slack_messages.body(message) for name, message in messages.items()},
        "home": slack_messages.home_view(home),
        "form": forms.modal(ask.form, {"status": "green"}, {}, ""),
        "forms": forms.modal(shown.form(*shown.REFS), {"2.7.1.status": "green"}, {}, ""),
        "fault": fault,
        "redrawn": forms.modal(fix.form, fix.answers, fix.faults, ""),
    }, forms.errors(fix.faults, fault, ask.form)


def draw(browser: Browser, html: str, width: int, tallest: int, file: Path) -> None:
    """One page at one width, no taller than that; of the one named chart, the end."""
    page = browser.new_page(viewport={"width": width, "height": 100}, device_scale_factor=SHARP)
    page.set_content(html)
    tall = min(int(page.evaluate("Math.ceil(document.body.getBoundingClientRect().height)")), tallest)
    page.set_viewport_size({"width": width, "height": tall})
    if "-chart-" in file.name:
        page.set_viewport_size({"width": width, "height": CHART})
        page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    page.screenshot(path=str(file))
    page.close()


def main(folder: Path, names: tuple[str, ...]) -> None:
    """Every payload at both widths, or only the pictures named."""
    folder.mkdir(exist_ok=True, parents=True)
    with tempfile.TemporaryDirectory() as life:
        payloads, errors = asyncio.run(lived(Path(life)))
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for name, payload in payloads.items():
            for width, pixels in WIDTHS.items():
                picture = f"slack-{name}-{width}"
                if not names or picture in names:
                    html = drawn(payload, width == "phone", errors if name == "fault" else None)
                    draw(browser, html, pixels, TALLEST[width] if names else ENDLESS, folder / f"{picture}.png")
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), ()) if sys.argv[1:] else main(DOCS, FOR_THE_README)
