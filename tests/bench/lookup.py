"""The morning look-up of 2,000 people in one workspace, and the addresses of as many who were never met, beside one call for each.

python -m tests.bench.lookup
"""

from __future__ import annotations

import asyncio
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from adapters.slack.channel import Slack as Adapter
from adapters.slack.settings import SlackSettings
from bot.model.people import Address
from tests.bench.measure import at_most, head, row, spent_awaiting
from tests.bench.subjects import Subject
from tests.world.slack import Slack

MANY = 2_000


async def measure(folder: Path) -> None:
    """Print how many calls there are, and the CPU of both ends for each person."""
    slack = Slack()
    await slack.start()
    team = slack.team("Forum")
    people = [slack.join(f"owner{number}", team) for number in range(MANY)]
    token = slack.world.token(team.id).value
    settings = SlackSettings(bot_token=token, signing_secret="x", api_url=slack.api_url)
    known = [Address(platform="slack", tenant=team.id, id=person.user.id) for person in people]
    for what, calls in (("morning look-up", 0), ("finding", 1)):
        adapter = Adapter(settings, lambda: datetime.now(UTC), f"sqlite:///{folder / 'none.db'}")
        await adapter.start()
        before = len(slack.world.calls)
        if calls:
            took = await spent_awaiting(lambda channel=adapter: found(channel, people))
        else:
            took = await spent_awaiting(lambda channel=adapter: channel.gone(known))
        asked = len(slack.world.calls) - before
        each = took.cpu * 1e3 / MANY
        baseline = "one call for each"
        row(f"{what} of {MANY:,} people, calls", asked, MANY, "", baseline, subject=Subject.LOOK_UP, wanted=at_most(20), cpu=each)
        await adapter.close()
    await slack.stop()


async def found(channel: Adapter, people: list[object]) -> None:
    """Find everybody by e-mail."""
    for person in people:
        assert await channel.find(person.user.email) is not None  # type: ignore[attr-defined]


def main() -> None:
    """Measure against a Slack of our own."""
    head()
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure(Path(folder)))


if __name__ == "__main__":
    main()
