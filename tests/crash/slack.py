"""Milepost's lives in Slack: what people do there, and what must hold at the end. Slack can tell what it was sent: nothing goes twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from store.record import SqlStore
from tests.crash.lives import NAMES, Life, ref
from tests.crash.organisations import Workspace
from tests.crash.processes import Nursery
from tests.crash.slack_people import InSlack
from tests.records import long_ago
from tests.world.slack import Call, Slack

TELLING = (("users.lookupByEmail", 8), ("conversations.open", 8), ("chat.postMessage", 9), ("conversations.history", 1))
HEARING = (("users.info", 2), ("views.open", 1), ("chat.postMessage", 1), ("chat.update", 1), ("response_url", 1), ("views.publish", 1))


class SlackLife(Life):
    """One Slack, one record, one Milepost after another."""

    def __init__(self, seed: int, folder: Path, kept: Path, nursery: Nursery) -> None:
        super().__init__(seed, folder, kept, nursery)
        self.steps = HEARING if seed % 2 else TELLING
        self.slack = Slack()
        self.workspace = Workspace(self.slack, "Forum", NAMES)
        self.slack.server.on_call = self._call
        self.people = InSlack(self.slack, self.die, self)

    def _call(self, call: Call, stage: str) -> None:
        self.called(call.method, stage)

    @property
    def env(self) -> Mapping[str, str]:
        return {"DATABASE_URL": f"sqlite:///{self.file}", "HOST": "127.0.0.1", "PORT": "0", **self.workspace.environment()}

    async def open(self) -> None:
        await self.slack.start()
        store = SqlStore(f"sqlite:///{self.file}", long_ago)
        await store.transact(lambda tx: tx.plans.bind_board("small", self.workspace.board()))
        await store.close()

    async def close(self) -> None:
        await self.slack.stop()

    def listens(self, address: str) -> None:
        self.slack.courier.app_url = address

    # ---- what must hold

    async def doubled(self) -> list[str]:
        sent = Counter(self.slack.world.letters())
        return [f"{key} was sent {count} times" for key, count in sent.items() if count > 1]

    async def told(self) -> list[str]:
        letters = self.slack.world.letters()
        asked = {key.split(":")[1] for key in letters if key.startswith("nudge:")}
        wrong = await self.doubled()
        wrong += [f"{len(asked)} of {len(NAMES)} people were asked"] if len(asked) != len(NAMES) else []
        return wrong + ([] if any(key.startswith("digest") for key in letters) else ["the board was told nothing"])

    # ---- what people do

    async def acts(self, narrative: str) -> None:
        self.said.append(narrative)
        name = self.die.choice(NAMES[1:3])
        await self.people.says(name, ref(name), narrative)
