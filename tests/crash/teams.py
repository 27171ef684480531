"""Seeded lives of Milepost in Teams, which cannot tell whether a message arrived: what is repeated then, and what is held."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from adapters.teams.drawing import messages
from bot.model.letters.letter import Letter, LetterState
from bot.ports.record import Tx
from store.record import SqlStore
from tests.crash.lives import ARRIVED, MONDAY, NAMES, Life, ref
from tests.crash.organisations import Tenant
from tests.crash.processes import Nursery
from tests.crash.teams_people import InTeams
from tests.records import long_ago
from tests.world.teams import TeamsPlatform
from tests.world.teams.directory import Conversation, Posted

TELLING = (("keys", 2), ("token", 1), ("create", 4), ("thread", 1), ("post", 9))
HEARING = (("keys", 2), ("token", 1), ("member", 1), ("post", 2), ("put", 1))
SETTLED = (LetterState.SENT, LetterState.FAILED, LetterState.WITHDRAWN)
SPEAKERS, NEWCOMERS, MET = NAMES[1:3], NAMES[3:5], NAMES[:4]


class TeamsLife(Life):
    """A Teams of its own. What was posted is held against the record whenever a Milepost has ended."""

    def __init__(self, seed: int, folder: Path, kept: Path, nursery: Nursery) -> None:
        super().__init__(seed, folder, kept, nursery)
        self.steps = HEARING if seed % 2 else TELLING
        self.teams = TeamsPlatform()
        self.tenant = Tenant(self.teams, NAMES)
        self.teams.on_call = self._travels
        self.people = InTeams(self.teams, self.die, self)
        self.before: dict[str, tuple[LetterState, int]] = {}
        self.wrong: list[str] = []
        self.installed: list[str] = []

    @property
    def env(self) -> Mapping[str, str]:
        """How Milepost is told where everything is."""
        where = {"DATABASE_URL": f"sqlite:///{self.file}", "HOST": "127.0.0.1", "PORT": "0"}
        return {**where, **self.tenant.environment()}

    async def open(self) -> None:
        """Start Teams, and make its channel the board's. Some people have spoken to Milepost in their own chat before
        it has to write to them, some only in the channel."""
        await self.teams.start()
        store = SqlStore(f"sqlite:///{self.file}", long_ago)
        await store.transact(self._known)
        await store.close()

    def _known(self, tx: Tx) -> None:
        tx.plans.bind_board("small", self.tenant.board())
        if self.seed % 2:
            return
        ids = {person.name.lower(): person.id for person in tx.people.of("small").persons}
        for name in NAMES:
            tx.accounts.reach(ids[name], self.tenant.account(name, has_a_chat=name in MET), MONDAY)

    async def close(self) -> None:
        """Stop Teams."""
        await self.teams.close()

    def listens(self, address: str) -> None:
        """Tell Teams where Milepost is."""
        self.teams.milepost = address

    def _travels(self, step: str, stage: str) -> bool:
        """A call whose sender dies while it is on its way may be lost, or not."""
        alive = self.kills
        self.called(step, stage)
        return alive == self.kills or stage != ARRIVED or self.die.random() < 0.5

    # ---- what was sent, against what the record says of it

    async def ended(self) -> None:
        """Each process may have sent each letter once, and none that was settled before it began."""
        for letter in await self._letters():
            state, count = self.before.get(letter.key, (LetterState.WAITING, 0))
            now = self._posted(letter)
            if state in SETTLED and now > count:
                self.wrong.append(f"{letter.key} was sent again after it was settled as {state}")
            if now > count + 1:
                self.wrong.append(f"{letter.key} was sent {now - count} times by one process")
            if letter.kind == "digest" and now > 1:
                self.wrong.append(f"{letter.key} was sent {now} times")
            self.before[letter.key] = (letter.state, now)

    async def _letters(self) -> list[Letter]:
        with closing(sqlite3.connect(self.file)) as record:
            keys = [key for (key,) in record.execute("SELECT key FROM letter")]
        store = SqlStore(f"sqlite:///{self.file}", long_ago)
        found = await store.read(lambda view: [view.letters.one(key) for key in keys])
        await store.close()
        return [letter for letter in found if letter is not None]

    def _posted(self, letter: Letter) -> int:
        """How often Teams has it, known by its very words: a letter's are frozen, and no two have the same."""
        shown = json.loads(json.dumps(messages.activity(letter.message)))
        return sum(_first(post).items() >= shown.items() for place in self._places() for post in place.bot_posts())

    def _places(self) -> list[Conversation]:
        return list(self.teams.directory.conversations.values())

    async def told(self) -> list[str]:
        """What is wrong: somebody was not asked, or the board was told nothing and no admin knows."""
        letters = await self._letters()
        kinds = Counter(letter.kind for letter in letters)
        wrong = [f"{letter.key} ended {letter.state} and was sent {self._posted(letter)} times" for letter in letters if not self._well(letter)]
        held = [letter.key for letter in letters if letter.state is LetterState.FAILED]
        if kinds["nudge"] != len(NAMES) or kinds["digest"] != 1:
            wrong.append(f"{kinds['nudge']} of {len(NAMES)} people were asked, and the board told {kinds['digest']} times")
        if held and not kinds["alarm"]:
            wrong.append(f"{held} held, and no admin was told")
        return wrong + await self.doubled()

    def _well(self, letter: Letter) -> bool:
        """Whether it arrived; a digest may be held instead, having arrived or not."""
        if letter.kind == "digest" and letter.state is LetterState.FAILED:
            return True
        return letter.state is LetterState.SENT and self._posted(letter) > 0

    async def doubled(self) -> list[str]:
        """What was sent more often than it may be, and who was not met though Teams was told so."""
        await self.ended()
        store = SqlStore(f"sqlite:///{self.file}", long_ago)
        met = await store.read(lambda view: {p.name.lower() for p in view.people.of("small").persons if view.accounts.reachable(p.id)})
        await store.close()
        return self.wrong + [f"{name} put the app in and is not known by it" for name in self.installed if name not in met]

    # ---- what people do

    async def acts(self, narrative: str) -> None:
        """Somebody puts the app in, types an update, fills in a form, or does so in a dialog."""
        if self.die.random() < 0.2:
            newcomer = self.die.choice(NEWCOMERS)
            await self.people.installs(newcomer)
            self.installed.append(newcomer)
            return
        name = self.die.choice(SPEAKERS)
        await self.people.says(name, ref(name), narrative)
        self.said.append(narrative)


def _first(post: Posted) -> dict[str, object]:
    """A message as it first was: a card is rewritten when it has been used."""
    return post.versions[0] if post.versions else post.activity
