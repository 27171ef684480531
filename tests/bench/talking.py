"""People of one plan who ask and tell at the desk, without a platform: what an answer takes the program itself.

Before each answer that is timed somebody saves something in the same plan, so that none is an answer that was kept.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count

from bot.conversation.desk import Desk
from bot.conversation.pace import Pace
from bot.model.letters.form import Answers
from bot.model.letters.talk import Ask, Chat, Inbound, Reply, Sender
from store.record import SqlStore
from tests.bench.growing import sampled
from tests.bench.measure import Spent

OWNERS = 4  # people who speak by turns: the first four, who answer for the first four milestones
PATIENCE = 60.0  # seconds: what takes too long for a person is to be measured too


class Talk:
    """The people of a plan, called by their numbers."""

    def __init__(self, store: SqlStore, now: datetime, email: Callable[[int], str]) -> None:
        self.numbers = count()
        self._now = now
        self._email = email
        self._desk = Desk(store, self.clock, pace=Pace(0), patience=PATIENCE)

    def clock(self) -> datetime:
        """Return a moment a second after the last."""
        return self._now + timedelta(seconds=next(self.numbers))

    async def say(self, person: int, said: str, answers: Answers | None = None) -> Reply:
        """Say something, or send a form in. Returns the answer."""
        email = self._email(person)
        sender = Sender(platform="console", tenant="local", id=email, email=email, name=f"Person {person}")
        return await self._desk.handle(
            Inbound(id=f"{next(self.numbers)}", sender=sender, chat=Chat(id=email), said=said, answers=answers)
        )

    async def opened(self, person: int) -> tuple[str, Answers]:
        """Open the form of a milestone that somebody answers for. Returns what sends it in, filled."""
        asked = await self.say(person, f"update 1.1.{person + 1}")
        assert isinstance(asked, Ask), asked
        happened = f"The group met again and agreed step {next(self.numbers)}."
        return asked.form.command, {**asked.answers, "status": "green", "happened": happened}

    async def send(self, person: int, form: tuple[str, Answers]) -> None:
        """Send a form in."""
        kept = str(await self.say(person, *form))
        assert "Saved" in kept, kept

    async def save(self) -> None:
        """Have somebody save something."""
        person = next(self.numbers) % OWNERS
        await self.send(person, await self.opened(person))

    async def asked(self, what: Callable[[int], str]) -> Spent:
        """Return what an answer takes. Each is given to another person."""

        async def ask() -> None:
            person = next(self.numbers) % OWNERS
            await self.say(person, what(person))

        return await sampled(self.save, ask)

    async def told(self) -> Spent:
        """Return what it takes to save a form."""
        opened: list[tuple[int, tuple[str, Answers]]] = []

        async def open_() -> None:
            person = next(self.numbers) % OWNERS
            opened.append((person, await self.opened(person)))

        return await sampled(open_, lambda: self.send(*opened.pop()))

    async def all(self, tell: Callable[[str, Spent], None]) -> None:
        """Measure what people ask and tell most."""
        for person in range(OWNERS):
            await self.say(person, "help")  # first contact
        for named, what in (
            ("`status` of a milestone", lambda person: f"status 1.1.{person + 1}"),
            ("`mine`", lambda _: "mine"),
            ("`digest`", lambda _: "digest"),
            ("a form opened", lambda person: f"update 1.1.{person + 1}"),
        ):
            tell(named, await self.asked(what))
        tell("a form saved", await self.told())
