"""Links given in chat: to whoever asks in their own chat, and to nobody else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.conversation.page.links import LINK_LASTS, VISIT_LASTS, Given, Hour, give, new_secret
from bot.conversation.visit import Said
from bot.model.letters.message import Link, Message, Paragraph
from bot.model.letters.talk import Reply, Say
from bot.model.record.remembered import Remembered
from bot.ports.clock import Clock
from bot.ports.page import Shut
from bot.ports.record import Store, Tx
from bot.ports.refusals import Refusal
from bot.wording.sentences import Fact, line, words

Begins = Callable[[], str | None]  # how the addresses of the page begin, such as https://milepost.example. None: pages are off
MOST_KEPT = 500  # secrets of links given of late, for whoever is brought again
MINUTES = int(LINK_LASTS.total_seconds() // 60)
HOURS = int(VISIT_LASTS.total_seconds() // 3600)


def pages_off() -> str | None:
    """Say that pages are off."""
    return None


def address_of(begins: str, secret: str) -> str:
    """Return the address of a link."""
    return f"{begins}/page/open/{secret}"


class Giving:
    """Gives links. `clock` is the real one, in a demo too: how long a secret is good is no matter of the plan."""

    def __init__(self, store: Store, begins: Begins = pages_off, clock: Clock | None = None) -> None:
        self._store = store
        self._begins = begins
        self._clock = clock
        self._secrets: Remembered[str, str] = Remembered(MOST_KEPT)

    async def link(self, said: Said, until: float) -> Reply:
        """Give a link to whoever speaks, the same one however often a platform brings what they said. Raises Refusal anywhere but
        in their own chat: others may read the answer there."""
        if not said.inbound.chat.private:
            raise Refusal("page_in_private")
        begins = self._begins()
        if begins is None:
            raise Refusal(Shut.OFF)
        asker, known = said.asker, self._secrets.get(said.inbound.id)
        secret = known or new_secret()
        self._secrets.keep(said.inbound.id, secret)
        hour = Hour(asker.now, self._clock() if self._clock is not None else asker.now)

        def work(tx: Tx) -> tuple[Given, str]:
            fresh = tx.talk.first_sight(said.inbound.id)
            if not fresh and known is None:  # another process gave it: what the record keeps of it opens nothing
                raise Refusal("page_given")
            return give(tx, asker.person.id, asker.short, hour, secret), tx.plans.one(asker.short).title

        given, title = await self._store.transact(work, until)
        return Say(message=_told(title, address_of(begins, given.secret), given.until, asker.zone))


def _told(title: str, address: str, until: datetime, zone: str) -> Message:
    facts: dict[str, Fact] = {
        "title": title,
        "link": Link(text=words("visits.given.link"), url=address),
        "until": f"{until.astimezone(ZoneInfo(zone)):%H:%M}",
        "minutes": MINUTES,
        "hours": HOURS,
    }
    told = tuple(Paragraph(spans=line(f"visits.given.{one}", facts)) for one in ("open", "once", "then"))
    return Message(title=words("visits.given.title", facts), blocks=told)
