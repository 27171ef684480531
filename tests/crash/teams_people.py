"""People in Teams who insist: whatever is not acknowledged they do again, until it is."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, Sequence

from aiohttp import ClientError

from tests.crash.slack_people import BUSY, TRIES, Keeper, shown_soon
from tests.world.teams import Seat, Shown, TeamsPlatform, cards
from tests.world.teams.platform import Answered

HEARS = 10.0  # seconds until somebody who heard nothing presses again


class InTeams:
    """What people do in Teams, whoever dies meanwhile."""

    def __init__(self, teams: TeamsPlatform, die: random.Random, keeper: Keeper) -> None:
        self._teams = teams
        self._die = die
        self._keeper = keeper

    async def says(self, name: str, ref: str, narrative: str) -> None:
        """Give an update by a typed line, by a form on a card or by one in a dialog, until it is acknowledged."""
        await self._die.choice((self._types, self._fills, self._opens))(self._teams.user(name), ref, narrative)

    async def installs(self, name: str) -> None:
        """Put the app in."""
        seat = self._teams.user(name)
        await self._insists(seat, seat.installs)

    async def answers(self, name: str, narrative: str) -> bool:
        """Answer a line of the latest question by its button. False if nothing in sight has one."""
        seat = self._teams.user(name)
        before = len(seat.posts())
        try:
            shown = seat.card("Update")
        except cards.Refused:
            return False
        await self._insists(seat, lambda: seat.presses("Update", on=shown, answered=False))
        form = seat.screen.dialog or next((card for post in seat.posts()[before:] for card in seat.screen.cards(post)), None)
        if form is None or "What has happened" not in form.drawn.text:
            return False
        await self._presses(seat, form, narrative)
        return True

    async def _insists(self, seat: Seat, do: Callable[[], Awaitable[object]]) -> str | None:
        """Do it until it is acknowledged: whatever is not is done again by the person, or by Teams, with the same id. Returns
        what Teams was answered if it was by Teams. At times Teams does so although it was acknowledged."""
        while await self._acknowledged(do) is None:
            await self._keeper.again()
            while self._die.random() < 0.5:
                if (answered := await self._acknowledged(lambda: seat.again())) is not None:
                    return " ".join(one.text for one in answered)
                await self._keeper.again()
        if self._die.random() < 0.3 and await self._acknowledged(lambda: seat.again()) is None:
            await self._keeper.again()
        return None

    async def _acknowledged(self, do: Callable[[], Awaitable[object]]) -> Sequence[Answered] | None:
        """Do it. Returns the answers if Milepost acknowledged it, none if whoever does it looks at them. None if it did not."""
        try:
            answered = await do()
        except (ClientError, TimeoutError):
            return None
        answers = [one for one in answered if isinstance(one, Answered)] if isinstance(answered, list) else []
        statuses = [one.status for one in answers]
        assert all(200 <= status < 300 or status == 503 for status in statuses), statuses
        return None if 503 in statuses else answers  # by which Milepost asks Teams to come again

    async def _shows(self, seat: Seat, words: str, button: str, said: str) -> Shown:
        """The card with these words and this button, after typing something as often as it takes."""
        for _ in range(TRIES):
            await self._insists(seat, lambda: seat.says(said, answered=False))
            for post in reversed(seat.posts()):
                for shown in seat.screen.cards(post):
                    if words in cards.text(shown.card) and f"[{button}]" in cards.text(shown.card):
                        return shown
            await self._keeper.again()
        raise AssertionError(f"{said!r} was acknowledged and never answered: {seat.sees()}")

    async def _types(self, seat: Seat, ref: str, narrative: str) -> None:
        """A typed line, saved by a press."""
        shown = await self._shows(seat, narrative, "Save", f"{ref} green {narrative}")
        await self._presses(seat, shown)

    async def _fills(self, seat: Seat, ref: str, narrative: str) -> None:
        """A form on a card, filled in and sent."""
        shown = await self._shows(seat, "What has happened", "Save", f"update {ref}")
        await self._presses(seat, shown, narrative)

    async def _opens(self, seat: Seat, ref: str, narrative: str) -> None:
        """A form in a dialog."""
        await self._insists(seat, lambda: seat.says("help", answered=False))
        seat.closes_dialog()
        while seat.screen.dialog is None:
            if await self._acknowledged(lambda: seat.opens(f"update {ref}", seat.posts()[-1])) is None:
                await self._keeper.again()
        await self._presses(seat, seat.screen.dialog, narrative)

    async def _presses(self, seat: Seat, shown: Shown, narrative: str = "") -> None:
        answers = {"Status": "Not started", "What has happened": narrative} if narrative else {}
        old = shown.post is not None and self._die.random() < 0.3
        for _ in range(TRIES):
            told, before = "", self._saved_and_busy(seat)

            async def press() -> None:
                nonlocal told
                told = await seat.fills(answers).presses("Save", on=shown, answered=False, old_client=old)

            again = await self._insists(seat, press)
            if old or again is not None:  # the answer is a message then, or nobody has looked at what Teams was answered
                if "Saved" in (again or "") or await self._is_saved(seat, *before):
                    return
            elif not any(words in told for words in BUSY):
                return
            await asyncio.sleep(1)
            await self._keeper.again()
        raise AssertionError(f"the record never answered in time: {told}")

    async def _is_saved(self, seat: Seat, saved: int, busy: int) -> bool:
        """Say if it is told soon that it was saved, rather than that it is to be done again, or nothing."""
        await shown_soon(self._keeper, HEARS, lambda: self._saved_and_busy(seat) != (saved, busy))
        return self._saved_and_busy(seat)[0] > saved

    def _saved_and_busy(self, seat: Seat) -> tuple[int, int]:
        """Count what tells somebody that something was saved, and what tells them to do it again."""
        seen = seat.sees()
        return seen.count("Saved"), sum(seen.count(words) for words in BUSY)
