"""The desk: one thing said comes in, one reply goes out; what it records is committed before the reply leaves."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import assert_never

from bot.conversation import introductions, passing
from bot.conversation.answering import answer, record
from bot.conversation.asking.numbered import without_numbers
from bot.conversation.board.papers.handing import must_be_for_a_file
from bot.conversation.board.papers.room import Papers
from bot.conversation.guarding import stopping
from bot.conversation.meant import WhichPlan
from bot.conversation.office import board
from bot.conversation.office.plans.tools import Tools
from bot.conversation.office.plans.work import act, bring
from bot.conversation.pace import FOR_STRANGERS, Pace, Turn
from bot.conversation.page.giving import Giving
from bot.conversation.posted import carried, placed
from bot.conversation.readable import readable
from bot.conversation.typed import Typed
from bot.conversation.unanswered import away_said, only_asks, refused, trouble_said
from bot.conversation.visit import Said, asker_of, understand
from bot.conversation.welcome import greet, heed, is_unmet, newly_met, with_welcome
from bot.model.letters.message import Message
from bot.model.letters.talk import Asker, Inbound, ListShown, Notice, Pressed, Reply, Say, Sender, Shown, Silence, Wrong
from bot.model.mark import mark
from bot.model.record.remembered import Remembered
from bot.model.tenants import Serving, everywhere
from bot.ports.channel import Channel
from bot.ports.clock import Clock
from bot.ports.documents import Documents, Editions
from bot.ports.drawing import Drawing
from bot.ports.record import Store, Tx, View
from bot.ports.refusals import DeliveryFailed, NotAtHand, RecordAway, Refusal, Unreadable
from bot.wording import commands
from bot.wording.letters.alarm import what_is_unread
from bot.wording.parse import parse
from bot.wording.sentences import Fact, with_full_stop, words

log = logging.getLogger("milepost.desk")
PATIENCE = 1.8  # seconds for all that one answer needs of the record: Slack waits 3, and the way there takes some too
MOST_KEPT = 16 * 1024 * 1024  # bytes of answers kept for whoever asks the same again before anything has changed
MOST_ASKED = 2_000  # questions that were asked once of late
OF_STRANGERS = ("not_served", "stranger", "other_platform")  # refusals of accounts that are nobody's here
Key = tuple[str, datetime, Sender, str, str | None, str]
Heard = tuple[Said, bool, Reply | None]


class Desk:
    """Handles whatever is said to Milepost, on any platform, in whichever tenants are served."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        channels: Sequence[Channel] = (),
        served: Serving = everywhere,
        pace: Pace | None = None,
        patience: float = PATIENCE,
        readers: tuple[Documents, Editions] | None = None,
        drawing: Drawing | None = None,
        pages: Giving | None = None,
    ) -> None:
        self._store = store
        self._clock = clock
        self._channels = {channel.platform: channel for channel in channels}
        self._served = served
        self._pace = pace or Pace(0)
        self._strangers = Pace(min(self._pace.most, FOR_STRANGERS))
        self.patience = patience
        self._papers = Papers(store, drawing, self._channels, patience)
        self._pages = pages or Giving(store)
        self._plans = Tools(store, *readers, patience) if readers is not None else None
        self._kept: Remembered[Key, tuple[int | None, Reply | None]] = Remembered(room=MOST_KEPT)
        self._asked: Remembered[int, bool] = Remembered(MOST_ASKED)

    async def handle(self, inbound: Inbound) -> Reply:
        """Answer one inbound. Never raises: a refusal is worded, and a bug is logged with a number the person reads."""
        now, until = self._clock(), time.monotonic() + self.patience
        try:
            inbound = readable(inbound)
            return await self._in_turn(inbound, now, until)
        except RecordAway as away:
            return away_said(away, mark(inbound.id), asking=only_asks(inbound))
        except Unreadable as found:
            log.warning("inbound %s: %s cannot be read", mark(inbound.id), found)
            facts: dict[str, Fact] = {"what": what_is_unread(found.unread)}
            return Say(message=Message(title=words("replies.trouble.unreadable", facts)), wrong=Wrong.UNREADABLE)
        except Exception:
            log.exception("inbound %s failed", mark(inbound.id))
            return trouble_said(inbound.id)

    async def heed(self, notice: Notice | Shown | Pressed) -> Reply:
        """Take a notice and return the reply. Never raises.

        A notice says that an account can be reached (whoever is new is welcomed), or no longer can, or which message
        carries which buttons. If a message is known to carry the button pressed, its answer may take its place: then the reply
        is one in its place, which need not be shown.
        """
        now, until = self._clock(), time.monotonic() + self.patience
        try:
            match notice:
                case Pressed():
                    return await self._store.read(lambda view: carried(view, notice), until)
                case Shown():
                    return await self._store.transact(lambda tx: placed(tx, notice, now), until)
                case Notice():
                    return await self._store.transact(lambda tx: heed(tx, notice, now, self._served()), until)
            assert_never(notice)
        except Refusal as refusal:
            return Say(message=refused(refusal))
        except RecordAway as away:
            return away_said(away, notice.sender.platform, asking=True) if isinstance(notice, Notice) else Silence()
        except Exception:
            log.exception("a notice of %s failed", notice.sender.platform)
            if not isinstance(notice, Notice):
                return Silence()  # what was said stands; only its buttons may outlive it
            return trouble_said(f"{notice.sender.tenant} {notice.sender.id} {now.isoformat()}")

    async def _in_turn(self, inbound: Inbound, now: datetime, until: float) -> Reply:
        """Answer what was said. If something else waits for a "yes" in that chat, note that this came between."""
        between: list[str] = []
        reply = await self._answered(inbound, now, until, between)
        if between and passing.is_answered(reply, between[0]):
            try:
                await self._store.transact(lambda tx: tx.talk.pass_over(between[0]), time.monotonic() + self.patience)
            except RecordAway as away:  # the answer is true all the same
                log.warning("inbound %s: what was asked before is not passed over (%s)", mark(inbound.id), away.trouble.value)
        return reply

    async def _answered(self, inbound: Inbound, now: datetime, until: float, between: list[str]) -> Reply:
        """Answer whoever speaks, and an account that is not yet anybody's. Tells in `between` which draft this comes after."""
        try:
            if inbound.files and not _says_more(inbound):
                return await self._brought(inbound, now, until)
            typed = Typed(inbound.said)
            heard = await self._heard(inbound, typed, now, until, between)
            reply = heard if not isinstance(heard, tuple) else await self._act(typed, *heard, now, until)
            return reply if not isinstance(reply, Say) or reply.listed is None else await self._noting(reply, reply.listed, until)
        except introductions.Waiting as waiting:
            if self._has_heard_enough(inbound.sender, now):
                return Silence()
            person = waiting.person
            return await self._store.transact(
                lambda tx: introductions.wait(tx, inbound.sender, inbound.route, person, now), until
            )
        except Refusal as refusal:
            return await self._refusing(refusal, inbound, now, until)

    async def _brought(self, inbound: Inbound, now: datetime, until: float) -> Reply:
        """Take a file that somebody sent. Nothing is fetched of whoever may not bring one."""
        channel = self._channels.get(inbound.sender.platform)
        if self._plans is None or channel is None:
            raise Refusal("plans_off")

        def heard(view: View) -> tuple[Asker, bool]:
            speaker = introductions.speaker(view, inbound.sender, self._served())
            asker = asker_of(view, speaker, speaker.plans[0], now, inbound.chat.open)
            return asker, is_unmet(view, inbound, speaker.person)

        asker, meet = await self._store.read(heard, until)
        if slower := self._slowed(asker.person.id, now):
            return slower
        said = parse(inbound.said, date.min, asker.plans)
        reply = await bring(self._plans, asker, inbound, channel, said.plan)
        until = time.monotonic() + self.patience
        return await self._greeted(reply, inbound, asker.short, now, until) if meet else reply

    async def _noting(self, say: Say, shown: ListShown, until: float) -> Reply:
        """Note what stands under the numbers of a list. If that can't be, the list goes without them."""
        try:
            await self._store.transact(lambda tx: tx.talk.show_list(shown), until)
        except RecordAway:
            return without_numbers(say)
        return say

    async def _heard(self, inbound: Inbound, typed: Typed, now: datetime, until: float, between: list[str]) -> Heard | Reply:
        counted: dict[int, Reply | None] = {}  # once, though it be heard twice

        def slowed(person: int) -> Reply | None:
            if person not in counted:
                counted[person] = self._slowed(person, now)
            return counted[person]

        def hear(view: View) -> Heard | Reply:
            return self._hear(view, inbound, typed, now, slowed, between)

        try:
            return self._store.glance(hear)
        except NotAtHand:
            return await self._store.read(hear, until)

    async def _refusing(self, refusal: Refusal, inbound: Inbound, now: datetime, until: float) -> Reply:
        """Say no. An account that speaks for the first time is noted all the same: the next with its e-mail is another one."""
        if isinstance(refusal, WhichPlan) and inbound.chat.open:
            refusal = Refusal("ask_in_private")  # which plans somebody is in is not for everybody there to read
        if refusal.prompt_key in OF_STRANGERS and self._has_heard_enough(inbound.sender, now):
            return Silence()
        reply = Say(message=refused(refusal), wrong=Wrong.REFUSED)
        if time.monotonic() > until:  # it was a file that took so long, and not the record
            until = time.monotonic() + self.patience
        short = await self._store.read(lambda view: newly_met(view, inbound, self._served()), until)
        return reply if short is None else await self._greeted(reply, inbound, short, now, until)

    def _hear(
        self,
        view: View,
        inbound: Inbound,
        typed: Typed,
        now: datetime,
        slowed: Callable[[int], Reply | None],
        between: list[str],
    ) -> Heard | Reply:
        """Return what was said, if this contact is new, and the answer if that needs no writing.

        The same question of the same record in the same minute has the same answer, so that one is kept. Of whoever is slowed
        down it is kept who asked, so that they cost less than others and not more. What may never be kept goes back at once.
        """
        if found := stopping.found_in(inbound):
            return stopping.sent_back(view, inbound, now, introductions.speaker(view, inbound.sender, self._served()), found)
        minute = now.replace(second=0, microsecond=0)
        key = (view.stamp(), minute, inbound.sender, inbound.chat.id, inbound.chat.thread, f"{inbound.route} {inbound.said}")
        plain = inbound.answers is None and inbound.card is None and not inbound.for_a_file
        kept = self._kept.get(key) if plain else None
        if kept is not None:
            counted, known = kept
            if counted is not None and (slower := slowed(counted)):
                return slower
            if known is not None:
                return known
        speaker = introductions.speaker(view, inbound.sender, self._served())
        between[:] = passing.asked_last(view, inbound, speaker)
        said, meet = understand(view, inbound, typed, now, speaker), is_unmet(view, inbound, speaker.person)
        between[:] = between if passing.is_between(said) else ()
        must_be_for_a_file(said)
        counted = None if inbound.answers is not None or said.command.always_heard else speaker.person
        if kept is None and counted is not None and (slower := slowed(counted)):
            self._kept.keep(key, (counted, None))
            return slower
        if said.records or isinstance(said.command, commands.Records | commands.Apart):
            return said, meet, None
        reply = answer(view, said, said.command)
        if meet:
            return said, meet, reply
        self._keep(key, counted, reply)
        return reply

    def _keep(self, key: Key, counted: int | None, reply: Reply) -> None:
        """Keep an answer once it was asked for twice. Most are asked for once, and to weigh one takes longer than to make it."""
        asked = hash(key)
        if self._asked.pop(asked):
            self._kept.keep(key, (counted, reply))
        else:
            self._asked.keep(asked, True)

    def _has_heard_enough(self, sender: Sender, now: datetime) -> bool:
        """Say if an account that is nobody's was answered often enough in this minute. Others may read those answers."""
        return self._strangers.turn((sender.platform, sender.tenant, sender.id), now) is not Turn.ANSWERED

    def _slowed(self, person: int, now: datetime) -> Reply | None:
        """Return what whoever says too much in a minute hears instead: that once, then nothing."""
        turn = self._pace.turn(person, now)
        match turn:
            case Turn.ANSWERED:
                return None
            case Turn.SLOWED:
                return Say(message=Message(title=words("replies.trouble.slower", {"most": self._pace.most})), wrong=Wrong.SLOWED)
            case Turn.UNHEARD:
                return Silence()
        assert_never(turn)

    async def _act(self, typed: Typed, said: Said, meet: bool, answered: Reply | None, now: datetime, until: float) -> Reply:
        """Write what must be written, and say so."""
        outsiders = False
        if isinstance(said.command, commands.Board) and said.command.here and said.asker.person.is_admin:
            outsiders = await self._try_channel(said.inbound)
            until = time.monotonic() + self.patience  # the platform's time is not the record's
        reply = answered
        if isinstance(said.command, commands.PlanWork):
            if self._plans is None:
                raise Refusal("plans_off")
            reply = await act(self._plans, said, said.command)
            until = time.monotonic() + self.patience
        elif isinstance(said.command, commands.PaperLook):
            reply = await self._papers.report(said, said.command)
            until = time.monotonic() + self.patience
        elif isinstance(said.command, commands.PageLook):
            reply = await self._pages.link(said, until)
        elif reply is None:
            ready = await self._papers.ready(said)
            until = time.monotonic() + self.patience if ready is not None else until
            again = {"ready": ready}
            plans = (said.asker.short,)
            reply = await self._store.transact(
                lambda tx: record(tx, self._again(tx, said.inbound, typed, now).model_copy(update=again)), until, plans
            )
        reply = board.with_warning(reply) if outsiders else reply
        return await self._greeted(reply, said.inbound, said.asker.short, now, until) if meet else reply

    async def _greeted(self, reply: Reply, inbound: Inbound, short: str, now: datetime, until: float) -> Reply:
        """Put the first-contact words before a reply. If they cannot be noted the reply goes without them: it is true already."""
        try:
            first = await self._store.transact(lambda tx: greet(tx, inbound, short, now, self._served()), until, (short,))
        except RecordAway as away:
            log.warning("inbound %s: a first contact could not be noted (%s)", mark(inbound.id), away.trouble.value)
            return reply
        return with_welcome(reply, first)

    def _again(self, tx: Tx, inbound: Inbound, typed: Typed, now: datetime) -> Said:
        """Understand anew what was said, by what stands when it is written."""
        return understand(tx, inbound, typed, now, introductions.in_turn(tx, inbound.sender, self._served()))

    async def _try_channel(self, inbound: Inbound) -> bool:
        """Say if people of other organisations read this channel. Raises Refusal if the platform says that Milepost cannot
        post in it."""
        channel, here = self._channels.get(inbound.sender.platform), board.board_address(inbound)
        if channel is None or inbound.chat.private:
            return False
        try:
            reason, outsiders = await asyncio.gather(channel.barred(here), channel.outsiders(here))
        except DeliveryFailed as failed:
            reason, outsiders = failed.reason, False
        if reason is not None:
            raise Refusal("board_barred", reason=with_full_stop(reason))
        return outsiders


def _says_more(inbound: Inbound) -> bool:
    """Say if what stands beside a file is something to do, such as an update. Then that is done, and the file is left alone."""
    return bool(inbound.said) and not isinstance(parse(inbound.said, date.min), commands.Unknown | commands.Help)
