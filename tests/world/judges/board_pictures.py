"""Draws what Slack would show of the board's life: `python -m tests.world.judges.board_pictures [FOLDER]`.

The weekly summary with its lines of the period and of the board's business, and a challenge said in the channel, out of the first
weeks of the simulated year with a meeting. The page imitates Slack's (see `slack_drawn`).
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from datetime import date
from pathlib import Path

from playwright.sync_api import sync_playwright

from adapters.slack.drawing import messages
from bot.model.letters.message import Message
from tests.world.judges.paper_pictures import small
from tests.world.judges.slack import Json
from tests.world.judges.slack_drawn import drawn
from tests.world.judges.slack_pictures import CHROMIUM, DOCS, WIDTHS, draw
from tests.world.plan import BOARD
from tests.world.real_plan import MEMBER
from tests.world.wires.recorder import RecorderWire
from tests.world.year import begun

MEETINGS = (date(2025, 10, 9), date(2025, 11, 13))
MONDAY = date(2025, 9, 29)  # the window is open, and a question of the board waits
CHALLENGE = "challenge 2.1 why do assessments still take longer than twenty weeks?"
TALLEST = 510  # CSS pixels of the summary's first screen


async def lived(folder: Path) -> dict[str, Message]:
    """The summary of that Monday, and what is said in the channel of a challenge."""
    async with begun(folder, lambda clock, _: RecorderWire(clock), meetings=MEETINGS) as year:
        await year.lives(MONDAY)
        wire = year.story.wire
        assert isinstance(wire, RecorderWire)
        here = [one.message for one in wire.channel.rooms[BOARD]]
        digest = next(one for one in reversed(here) if f"the week of {MONDAY:%-d %B %Y}" in one.plain() and not one.plain().startswith("In full"))
        await year.story.person(MEMBER).at(BOARD).says(CHALLENGE)
        return {"digest": digest, "challenge": wire.channel.rooms[BOARD][-1].message}


def main(folder: Path) -> None:
    """Both pictures, at the width of a desk."""
    with tempfile.TemporaryDirectory() as life:
        found = asyncio.run(lived(Path(life)))
    payloads: dict[str, Json] = {name: messages.body(messages.parts(message)[0]) for name, message in found.items()}
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for name, payload in payloads.items():
            file = folder / f"slack-board-{name}-desktop.png"
            draw(browser, drawn(payload, False, None), WIDTHS["desktop"], TALLEST, file)
            small(file, file)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else DOCS / "pictures")
