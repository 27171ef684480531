"""One plan whose people sit in two Teams tenants and one Slack workspace, through a whole quarter."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, timedelta
from pathlib import Path

import pytest

from adapters.slack.channel import Slack as SlackAdapter
from adapters.slack.settings import SlackSettings
from adapters.slack.setup.manifest import manifest
from bot.planning import reach
from bot.ports.record import Tx
from bot.rules.documents import edition
from tests.world.listening import milepost
from tests.world.slack import Person, Slack
from tests.world.teams import Seat
from tests.world.teams.milepost import PLAN, Office, furnished, served

LAST = date(2025, 6, 17)


def sooner(tx: Tx) -> None:
    """The chair's milestone falls due within the quarter too."""
    action = PLAN.actions[0]
    one, two, three = action.milestones
    chairs = three.model_copy(update={"due": date(2025, 5, 30), "date_text": "30 May 2025"})
    plan = PLAN.model_copy(update={"actions": (action.model_copy(update={"milestones": (one, two, chairs)}),)})
    tx.plans.save(edition.compare(tx.plans.one(PLAN.short), plan).plan)


class Partnership:
    """The office, and the Slack beside its Teams."""

    def __init__(self, office: Office, slack: Slack, adapter: SlackAdapter) -> None:
        self.office = office
        self.slack = slack
        self.adapter = adapter

    async def day(self) -> None:
        """Live through one day: whoever is gone is looked up, and one round runs."""
        office = self.office
        office.now += timedelta(days=1)
        await reach.look_up(office.store, [office.adapter, self.adapter], office.now)
        await office.round()
        await self.slack.quiet()


@pytest.fixture
async def partnership(tmp_path: Path) -> AsyncIterator[Partnership]:
    slack = Slack()
    await slack.start()
    async with furnished(tmp_path) as (store, teams):
        await store.transact(sooner)
        slack.world.configure(manifest("https://milepost.example.org", socket=False))
        forum = slack.team("Forum")
        for name in ("carys", "gwen"):
            slack.join(name, forum)
        slack.channel("forum-board", forum, ["carys", "gwen"])
        token = slack.world.token(forum.id).value
        settings = SlackSettings(bot_token=token, signing_secret=slack.world.signing_secret, api_url=slack.api_url)
        adapter = SlackAdapter(settings, lambda: office.now, f"sqlite:///{tmp_path}/office.db", haste=50.0)
        office = Office(store, teams, others=[adapter])
        slack.world.clock = lambda: office.now.timestamp()
        async with served(office), slack_served(office, slack, adapter):
            yield Partnership(office, slack, adapter)
    await slack.stop()
    assert slack.judged() == []


@asynccontextmanager
async def slack_served(office: Office, slack: Slack, adapter: SlackAdapter) -> AsyncIterator[None]:
    """Slack's side of the office, listening."""
    await adapter.start()
    listening = await milepost(adapter, office.desk.handle, office.desk.heed)
    slack.courier.app_url = listening.url
    try:
        yield
    finally:
        await slack.courier.close()
        await listening.close()
        await adapter.close()


async def test_each_is_asked_on_their_own_platform_and_both_boards_are_told_every_week(partnership: Partnership) -> None:
    office, slack = partnership.office, partnership.slack
    keira, ben, gwen, carys = (office.teams.user(name) for name in ("keira", "ben", "gwen", "carys"))
    for seat in (keira, ben, gwen):
        await seat.installs(answered=True)
    await gwen.at("board").says("board here")
    await confirmed(office, slack.user("gwen"), gwen)
    await slack.user("gwen").types("@Milepost board here", "forum-board")
    await slack.user("carys").hears("A small plan")

    asked: dict[str, Counter[date]] = {name: Counter() for name in ("keira", "ben", "carys")}
    boards: dict[str, Counter[date]] = {"teams": Counter(), "slack": Counter()}
    while office.now.date() < LAST:
        before = _counts(partnership)
        await partnership.day()
        after = _counts(partnership)
        for name, days in (asked | boards).items():
            days[office.now.date()] += after[name] - before[name]
        await answers(partnership)

    assert carys.posts() == []
    for name, days in asked.items():
        assert sum(days.values()) >= 3 and max(days.values()) == 1, (name, days)
        assert all(day.weekday() < 5 for day, count in days.items() if count), (name, days)
    for name, days in boards.items():
        assert sum(days.values()) == 13, (name, days)
    assert boards["teams"] == boards["slack"]
    history = await office.store.read(lambda view: [u for ref in ("1.1.1", "1.1.2", "1.1.3") for u in view.updates.history("small", ref)])
    assert {(update.by_name, update.platform) for update in history} == {("Keira", "teams"), ("Ben", "teams"), ("Carys", "slack")}
    told = slack.user("carys").sees().text
    assert "two left" in told and "nurses ready" in told
    assert "open evening" in gwen.at("board").sees()


async def confirmed(office: Office, anew: Person, known: Seat) -> None:
    """Somebody known in Teams says there that an account in Slack is theirs too."""
    await anew.types("mine")
    await anew.hears("waiting to be confirmed")
    await office.carry()
    assert "Confirmed" in await known.presses("It is me")


async def answers(partnership: Partnership) -> None:
    """Keira answers on her card, Ben by typing, Carys in Slack, each on a day of their own."""
    office, today = partnership.office, partnership.office.now.astimezone(UTC).date()
    keira, ben, carys = office.teams.user("keira"), office.teams.user("ben"), partnership.slack.user("carys")
    if today == date(2025, 4, 8):
        await keira.presses("Update 1.1.1")
        await keira.fills({"Status": "Amber", "What has happened": "two left", "Path to green": "Keira hires by June"}).presses("Save")
    if today == date(2025, 4, 23):
        await ben.says("1.1.2 green nurses ready")
        await ben.presses("Save")
    if today == date(2025, 5, 20):
        await carys.types("1.1.3 amber open evening moved, path: new hall")
        await carys.hears("open evening moved")
        await carys.presses("Save")
        await partnership.slack.quiet()


def _counts(partnership: Partnership) -> dict[str, int]:
    """Count what each has heard. A board's summary is what stands in its channel: the rest of it is in the thread under it."""
    teams, slack = partnership.office.teams, partnership.slack
    place = next(c for c in slack.world.conversations.values() if c.name == "forum-board")
    heard = slack.user("carys").posts()
    return {
        "keira": len(teams.user("keira").posts()),
        "ben": len(teams.user("ben").posts()),
        "carys": len([post for post in heard if post.channel == slack.user("carys").dm.id]),
        "teams": len([post for post in teams.user("gwen").at("board").posts() if post.thread is None]),
        "slack": len([post for post in heard if post.channel == place.id and post.seen_by is None and post.thread_ts is None]),
    }
