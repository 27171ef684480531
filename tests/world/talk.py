"""A desk over one record, and whoever speaks to it: no platform, no channel, as laws want it."""

from __future__ import annotations

from bot.conversation.desk import Desk
from bot.model.letters.form import Answers
from bot.model.letters.talk import Chat, Inbound, Reply, Sender
from store.record import SqlStore
from tests.world.plan import email
from tests.world.story import Clock


class Talk:
    """Everybody speaks in their own chat. Nothing that is said may end in a reference number."""

    def __init__(self, store: SqlStore) -> None:
        self.store, self.clock, self.count = store, Clock(), 0
        self.desk = Desk(store, self.clock, patience=60.0)

    async def says(self, name: str, said: str, answers: Answers | None = None) -> Reply:
        """Say something, or send a form in."""
        self.count += 1
        sender = Sender(platform="console", tenant="local", id=email(name), email=email(name), name=name.title())
        heard = Inbound(id=f"in{self.count}", sender=sender, chat=Chat(id=email(name)), said=said, answers=answers)
        reply = await self.desk.handle(heard)
        assert "Something went wrong on our side" not in repr(reply), (name, said, answers)
        return reply
