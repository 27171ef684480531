"""People in Slack who insist: whatever is not acknowledged they do again, until it is."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Protocol

from tests.world.slack import Delivery, Person, Slack

PATIENCE = 60.0
BUSY = ("did not answer in time", "can't tell yet", "takes a moment")  # what Milepost says until something can be said to be saved
TRIES = 30
LINGERS = 1.0  # seconds in which what another process was asked may still be shown, if one has died


class Keeper(Protocol):
    """Whoever kills Mileposts and starts new ones."""

    kills: int

    async def again(self) -> None:
        """Have one that can be talked to: a new one, if none is left."""
        ...

    def standing(self) -> bool:
        """Say if one can be talked to."""
        ...


class InSlack:
    """What people do in Slack, whoever dies meanwhile."""

    def __init__(self, slack: Slack, die: random.Random, keeper: Keeper, patience: float = PATIENCE) -> None:
        self._slack = slack
        self._patience = patience
        self._die = die
        self._keeper = keeper

    async def says(self, name: str, ref: str, narrative: str) -> None:
        """Give an update by a typed line or by a form, until it is acknowledged."""
        person = self._slack.user(name)
        await (self._types if self._die.random() < 0.5 else self._fills)(person, ref, narrative)

    async def answers(self, name: str, narrative: str) -> bool:
        """Answer a line of the latest question by its button. False if nothing in sight has one."""
        person = self._slack.user(name)
        if "Update" not in person.buttons():
            return False
        for _ in range(TRIES):
            await self.until_good(lambda: person.presses("Update"))
            if await self._shown(lambda: person.modal is not None):
                await self._sends(person, narrative)
                return True
            await self._keeper.again()
        raise AssertionError(f"{name} pressed Update and no form came")

    async def _types(self, person: Person, ref: str, narrative: str) -> None:
        """A typed line, saved by a press: whatever is not acknowledged is delivered or done again."""
        made = await person.types(f"{ref} green {narrative}")
        while made is not None and not made.good:
            await self._keeper.again()
            made = await self._slack.again(made, 2)
        if not await self._shown(lambda: any(narrative in m and "[Save]" in m for m in person.sees().messages)):
            await self._keeper.again()
            await self._types(person, ref, narrative)
            return
        for _ in range(TRIES):  # the button is gone once the card says what was saved, whether or not the press was acknowledged
            if "Save" not in person.buttons():
                return
            if not (await person.presses("Save")).good:
                await self._keeper.again()
            elif await self._shown(lambda: not any(narrative in m and "[Save]" in m for m in person.sees().messages)):
                return
        raise AssertionError(f"{narrative!r} was never saved: {person.sees().last}")

    async def _fills(self, person: Person, ref: str, narrative: str) -> None:
        """A form: opened again where it did not open, sent in again where it was not acknowledged."""
        await self.until_good(lambda: person.types(f"/milepost update {ref}"))
        if not await self._shown(lambda: person.modal is not None):
            await self._keeper.again()
            await self._fills(person, ref, narrative)
            return
        await self._sends(person, narrative)

    async def _sends(self, person: Person, narrative: str) -> None:
        await person.fills({"Status": "Not started", "What has happened": narrative})
        for _ in range(TRIES):
            await self.until_good(person.submits)
            if person.modal is None or await self._shown(lambda: "Saved" in (person.sees().modal or "")):
                break
            while person.modal is not None and not self._is_form(person):  # it says that this takes long, or that it took too long
                await person.closes()
        else:
            raise AssertionError(f"the form was never saved: {person.faults} {person.sees().modal}")
        while person.modal is not None:
            await person.closes()

    def _is_form(self, person: Person) -> bool:
        return any(label.startswith("What has happened") for label, _, _ in person.fields())

    async def until_good(self, work: Callable[[], Awaitable[Delivery | None]]) -> None:
        """Do something until it is acknowledged."""
        while True:
            made = await work()
            if made is None or made.good:
                return
            await self._keeper.again()

    async def _shown(self, true: Callable[[], bool]) -> bool:
        return await shown_soon(self._keeper, self._patience, true)


async def shown_soon(keeper: Keeper, patience: float, true: Callable[[], bool]) -> bool:
    """Say if something is shown soon; hardly waited for if one is dead that may have been about to show it."""
    kills = keeper.kills
    left = LINGERS
    with suppress(TimeoutError):
        async with asyncio.timeout(patience):
            while not true():
                if not keeper.standing() or left <= 0:
                    return true()
                await asyncio.sleep(0.01)
                left -= 0.01 * (keeper.kills > kills)
    return true()
