"""Hundreds of thousands of deliveries that no Slack would send: none may end in a server error, or in a logged one."""

from __future__ import annotations

import logging
import random
import time
from pathlib import Path

from tests.slack_platform.delivery import Delivery, signature
from tests.slack_platform.hostile import captured, made_of, mutants
from tests.slack_platform.office import office, template


class Heard(logging.Handler):
    """Keeps every error that is logged."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one."""
        self.said.append(self.format(record))


async def deliver_mutants(folder: Path, seconds: float, seed: int) -> list[str]:
    """Deliver mutants at random until the time is up; what was wrong, each with the mutant it came of."""
    until = time.monotonic() + seconds
    wrong: list[str] = []
    count = 0
    heard = Heard()
    logging.getLogger().addHandler(heard)
    kept = await template(folder / "mutants-kept.db")
    async with office(kept, folder / "mutants.db") as made:
        everything = mutants(await captured(made))
        random.Random(seed).shuffle(everything)
        for mutant in everything:
            if time.monotonic() >= until:
                break
            what, body, content = made_of(mutant)
            at = str(int(time.time()))
            signed = {"X-Slack-Request-Timestamp": at, "X-Slack-Signature": signature(made.slack.world.signing_secret, at, body)}
            answer = await made.slack.courier.raw(Delivery("", {}, {**signed, "Content-Type": content}, body))
            count += 1
            if not 200 <= answer.status < 500:
                wrong.append(f"{what}: {answer.status}")
            wrong += [f"{what}: {said}" for said in heard.said]
            heard.said.clear()
            made.slack.courier.sent.clear()
        await made.slack.quiet()
        made.slack.world.offences.clear()  # a mutant's own trigger or channel that Slack does not know
    logging.getLogger().removeHandler(heard)
    print(f"slack: {count} of {len(everything)} mutants delivered, {len(wrong)} of them badly answered")
    return wrong
