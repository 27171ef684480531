"""Deliveries that no Slack and no Teams would send, thousands of them: none may end in a server error, or in a logged one."""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Awaitable, Callable, Iterable
from itertools import chain
from pathlib import Path
from typing import TypeVar

from tests.world.slack import hostile as slack
from tests.world.slack.delivery import Delivery, signature
from tests.world.slack.office import office
from tests.world.teams import hostile as teams
from tests.world.teams.milepost import opened

M = TypeVar("M")


class Heard(logging.Handler):
    """Keeps every error that is logged."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one."""
        self.said.append(self.format(record))


async def _deliver(
    platform: str, mutants: Iterable[M], deliver: Callable[[M], Awaitable[tuple[str, bool]]], seconds: float
) -> list[str]:
    """Deliver until the time is up; what was answered badly, and what was logged, each with the mutant it came of."""
    until = time.monotonic() + seconds
    wrong: list[str] = []
    count = 0
    heard = Heard()
    logging.getLogger().addHandler(heard)
    for mutant in mutants:
        if time.monotonic() >= until:
            break
        told, well = await deliver(mutant)
        count += 1
        wrong += [told] * (not well) + [f"{told}: {said}" for said in heard.said]
        heard.said.clear()
    logging.getLogger().removeHandler(heard)
    print(f"{platform}: {count} mutants delivered, {len(wrong)} of them badly answered")
    return wrong


async def of_slack(folder: Path, seconds: float, seed: int) -> list[str]:
    """Mutants of what Slack delivers, at random; what was wrong."""
    async with office(folder / "mutants.db") as made:
        everything = slack.mutants(await slack.captured(made))
        random.Random(seed).shuffle(everything)

        async def deliver(mutant: slack.Mutant) -> tuple[str, bool]:
            what, body, content = slack.made_of(mutant)
            at = str(int(time.time()))
            signed = {"X-Slack-Request-Timestamp": at, "X-Slack-Signature": signature(made.slack.world.signing_secret, at, body)}
            answer = await made.slack.courier.raw(Delivery("", {}, {**signed, "Content-Type": content}, body))
            made.slack.courier.sent.clear()
            return f"{what}: {answer.status}", 200 <= answer.status < 500

        wrong = await _deliver("slack", everything, deliver, seconds)
        await made.slack.quiet()
        made.slack.world.offences.clear()  # a mutant's own trigger or channel that Slack does not know
    return wrong


async def of_teams(folder: Path, seconds: float, seed: int) -> list[str]:
    """Mutants of what Teams sends, and when there are no more, mutants of those; what was wrong."""
    async with opened(folder) as made:
        everything = teams.mutants(await teams.captured(made))
        die = random.Random(seed)
        die.shuffle(everything)

        async def deliver(mutant: teams.Mutant) -> tuple[str, bool]:
            told, well = await teams.delivered(made, mutant)
            malformed = teams.offences(made)
            made.teams.captured.clear()
            made.teams.connector.calls.clear()
            return f"{told} {malformed or ''}", well and not malformed

        wrong = await _deliver("teams", chain(everything, teams.worse(everything, die)), deliver, seconds)
        assert await made.teams.user("keira").says("status")
    return wrong


OF = {"slack": of_slack, "teams": of_teams}
