"""The desk: one thing said comes in, one reply goes out; what it records is committed before the reply leaves."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from bot import answers, drafts, filling, introductions, office, typed
from bot.model.kept import Kept
from bot.model.message import Actions, Block, Button, Message, Paragraph, Spans
from bot.model.people import Address
from bot.model.talk import Ask, Inbound, Notice, Reply, Say, Sender, Shown, Silence
from bot.model.tenants import Served, Serving, everywhere
from bot.model.trouble import Trouble
from bot.model.update import Evidence, Status
from bot.pace import Pace, Turn
from bot.ports import Channel, Clock, DeliveryFailed, RecordAway, Refusal, Store, Tx, Unreadable, View
from bot.said import ADMIN, Said, understand
from bot.wording import cards, commands
from bot.wording.alarm import what_is_unread
from bot.wording.help import help_message, not_understood, too_long
from bot.wording.sentences import Fact, line, words

log = logging.getLogger("milepost.desk")
PATIENCE = 1.8  # seconds for all that one answer needs of the record: Slack waits 3, and the way there takes some too
MOST_KEPT = 16 * 1024 * 1024  # bytes of answers kept for whoever asks the same again before anything has changed

Key = tuple[str, datetime, Sender, str, str | None, str]
Heard = tuple[Said, bool, Reply | None]
UNLIMITED = (commands.Save,)


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
    ) -> None:
        self._store = store
        self._clock = clock
        self._channels = {channel.platform: channel for channel in channels}
        self._served = served
        self._pace = pace or Pace(0)
        self.patience = patience
        self._kept: Kept[Key, tuple[int, Reply]] = Kept(MOST_KEPT)

    async def handle(self, inbound: Inbound) -> Reply:
        """Answer one inbound. Never raises: a refusal is worded, and a bug is logged with a number the person reads."""
        now, until = self._clock(), time.monotonic() + self.patience
        try:
            inbound = _readable(inbound)
            return await self._answered(inbound, now, until)
        except Refusal as refusal:
            return Say(message=_refused(refusal, inbound.said))
        except RecordAway as away:
            return _away(away, inbound.id)
        except Unreadable as found:
            log.warning("inbound %s: %s cannot be read", inbound.id, found)
            facts: dict[str, Fact] = {"what": what_is_unread(found.unread)}
            return Say(message=Message(title=words("replies.trouble.unreadable", facts)))
        except Exception:
            log.exception("inbound %s failed", inbound.id)
            return _trouble(inbound.id)

    async def heed(self, notice: Notice | Shown) -> Reply:
        """Note that an account can be reached, and welcome whoever is new; or that it no longer can; or where a draft stands.
        Never raises."""
        now = self._clock()
        try:
            if isinstance(notice, Shown):
                shown = notice
                return await self._store.transact(lambda tx: _placed(tx, shown), time.monotonic() + self.patience)
            met = notice
            return await self._store.transact(
                lambda tx: _heeded(tx, met, now, self._served()), time.monotonic() + self.patience
            )
        except Refusal as refusal:
            return Say(message=_refused(refusal, ""))
        except RecordAway as away:
            return Silence() if isinstance(notice, Shown) else _away(away, notice.sender.platform)
        except Exception:
            log.exception("a notice of %s failed", notice.sender.platform)
            if isinstance(notice, Shown):
                return Silence()  # what was said stands; only its buttons may outlive it
            return _trouble(f"{notice.sender.tenant} {notice.sender.id} {now.isoformat()}")

    async def _answered(self, inbound: Inbound, now: datetime, until: float) -> Reply:
        """What there is to say to whoever speaks, and to an account that is not yet anybody's."""
        try:
            heard = await self._store.read(lambda view: self._hear(view, inbound, now), until)
            return heard if not isinstance(heard, tuple) else await self._act(inbound, *heard, now, until)
        except introductions.Waiting as waiting:
            person = waiting.person
            return await self._store.transact(
                lambda tx: introductions.wait(tx, inbound.sender, inbound.route, person, now), until
            )

    def _hear(self, view: View, inbound: Inbound, now: datetime) -> Heard | Reply:
        """What was said, whether this contact is new, and the answer where that needs no writing.

        The same question of the same record in the same minute has the same answer, so that one is kept.
        """
        minute = now.replace(second=0, microsecond=0)
        key = (view.stamp(), minute, inbound.sender, inbound.chat.id, inbound.chat.thread, f"{inbound.route} {inbound.said}")
        kept = self._kept.get(key) if inbound.answers is None and inbound.card is None else None
        if kept is not None:
            asker, known = kept
            return self._slowed(asker, now) or known
        person = introductions.speaker(view, inbound.sender, self._served())
        said, meet = understand(view, inbound, now, person), _unmet(view, inbound, person)
        unlimited = inbound.answers is not None or isinstance(said.command, UNLIMITED)
        if not unlimited and (slowed := self._slowed(person, now)):
            return slowed
        if said.records:
            return said, meet, None
        reply = answer(view, said)
        if meet:
            return said, meet, reply
        self._kept.keep(key, (person, reply))
        return reply

    def _slowed(self, person: int, now: datetime) -> Reply | None:
        """What whoever says too much in a minute hears instead: it once, then nothing."""
        match self._pace.turn(person, now):
            case Turn.ANSWERED:
                return None
            case Turn.SLOWED:
                return Say(message=Message(title=words("replies.trouble.slower", {"most": self._pace.most})))
            case Turn.UNHEARD:
                return Silence()

    async def _act(
        self, inbound: Inbound, said: Said, meet: bool, answered: Reply | None, now: datetime, until: float
    ) -> Reply:
        """Write what is to be written, and say so."""
        if isinstance(said.command, commands.Board) and said.command.here and said.asker.person.is_admin:
            await self._try_channel(inbound)
            until = time.monotonic() + self.patience  # the platform's time is not the record's
        reply = answered
        if reply is None:
            reply = await self._store.transact(lambda tx: record(tx, self._again(tx, inbound, now)), until)
        return await self._greeted(reply, inbound, said.asker.short, now, until) if meet else reply

    async def _greeted(self, reply: Reply, inbound: Inbound, short: str, now: datetime, until: float) -> Reply:
        """The reply with the first-contact words. If those cannot be noted the reply stands: it is true already."""
        try:
            first = await self._store.transact(lambda tx: _meet(tx, inbound, short, now, self._served()), until)
        except RecordAway as away:
            log.warning("inbound %s: a first contact could not be noted (%s)", inbound.id, away.trouble.value)
            return reply
        return _with_welcome(reply, first)

    def _again(self, tx: Tx, inbound: Inbound, now: datetime) -> Said:
        """What was said, understood anew by what stands when it is written."""
        return understand(tx, inbound, now, introductions.speaker(tx, inbound.sender, self._served()))

    async def _try_channel(self, inbound: Inbound) -> None:
        """Refusal where the platform says that Milepost cannot post in this channel."""
        channel = self._channels.get(inbound.sender.platform)
        if channel is None or inbound.chat.private:
            return
        try:
            reason = await channel.barred(office.board_address(inbound))
        except DeliveryFailed as failed:
            reason = failed.reason
        if reason is not None:
            raise Refusal("board_barred", reason=reason)


def _readable(inbound: Inbound) -> Inbound:
    """The inbound without what no person can type and no database keeps: NUL and halves of characters."""
    answers = inbound.answers
    if answers is not None:
        answers = {_text(question): _text(answer) for question, answer in answers.items()}
    return inbound.model_copy(update={"said": _text(inbound.said), "answers": answers})


def _text(said: str) -> str:
    return said.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


def _away(away: RecordAway, about: str) -> Say:
    """What became of it, as far as it is certain."""
    if away.trouble is not Trouble.GONE:  # which was logged once, when it was found
        log.warning("%s: the record is away (%s, %s)", about, away.trouble.value, type(away.__cause__).__name__)
    return Say(message=Message(title=words(f"replies.trouble.{away.trouble.value}")))


def _trouble(id_: str) -> Say:
    number = sha256(id_.encode("utf-8", "replace")).hexdigest()[:8]
    return Say(message=Message(title=words("replies.trouble.bug", {"number": number})))


def _refused(refusal: Refusal, said: str) -> Message:
    """A refusal in words; where it is not clear which plan is meant, with a button for each."""
    blocks: tuple[Block, ...] = ()
    if refusal.prompt_key == "which_plan":
        plans = refusal.facts["plans"].split(", ")
        blocks = (Actions(buttons=tuple(Button(label=plan, command=f"in {plan}: {said}") for plan in plans)),)
    return Message(title=words(f"replies.refusal.{refusal.prompt_key}", refusal.facts), blocks=blocks)


# ---- first contact and addresses ------------------------------------------------------------


def _address(sender: Sender, route: str) -> Address:
    return Address(platform=sender.platform, tenant=sender.tenant, id=sender.id, route=route)


def _unmet(view: View, inbound: Inbound, person_id: int) -> bool:
    """Whether this contact must be written down: never welcomed, or reached somewhere new."""
    here = _address(inbound.sender, inbound.route)
    known = [a for a in view.address_of(person_id) if (a.platform, a.tenant, a.id) == (here.platform, here.tenant, here.id)]
    new = not known or (_own_route(inbound) != "" and known[0].route != here.route)
    return new or not view.welcomed(person_id)


def _own_route(inbound: Inbound) -> str:
    """How the sender is reached, if this tells it: what is said in a channel tells only of someone never met before."""
    return inbound.route if inbound.chat.private else ""


def _meet(tx: Tx, inbound: Inbound, short: str, now: datetime, served: Served) -> tuple[Spans, ...]:
    try:
        person_id = introductions.speaker(tx, inbound.sender, served)
    except Refusal:
        return ()  # another account was bound to that person in this moment
    met = any((a.platform, a.id) == (inbound.sender.platform, inbound.sender.id) for a in tx.address_of(person_id))
    return _met(tx, person_id, inbound.sender, _own_route(inbound) if met else inbound.route, short, now)


def _met(tx: Tx, person_id: int, sender: Sender, route: str, short: str, now: datetime) -> tuple[Spans, ...]:
    """Note where a person is reached; the first-contact sentences where they have not been said."""
    tx.reach(person_id, _address(sender, route), now)
    if tx.welcomed(person_id):
        return ()
    tx.welcome(person_id)
    return cards.welcome_words(tx.plan(short).title)


def _with_welcome(reply: Reply, first: tuple[Spans, ...]) -> Reply:
    if not first or not isinstance(reply, Say):
        return reply
    greeting = tuple(Paragraph(spans=spans) for spans in first)
    message = reply.message.model_copy(update={"blocks": (*greeting, *reply.message.blocks)})
    return reply.model_copy(update={"message": message})


def _heeded(tx: Tx, notice: Notice, now: datetime, served: Served) -> Reply:
    here = _address(notice.sender, notice.route)
    if notice.later:
        if tx.who(notice.sender) is None:
            tx.expect(here, now)
        return Silence()
    tx.forget_arrival(here)
    if notice.gone:
        return _gone(tx, notice, now)
    try:
        person_id = introductions.speaker(tx, notice.sender, served)
    except introductions.Waiting as waiting:
        return introductions.wait(tx, notice.sender, notice.route, waiting.person, now)
    first = _met(tx, person_id, notice.sender, notice.route, tx.plans_of(person_id)[0], now)
    if not first:
        return Silence()
    paragraphs = tuple(Paragraph(spans=spans) for spans in (*first, line("replies.welcome.hint")))
    return Say(message=Message(title=words("replies.welcome.title"), blocks=paragraphs))


def _gone(tx: Tx, notice: Notice, now: datetime) -> Reply:
    person_id, here = tx.who(notice.sender), _address(notice.sender, notice.route)
    if person_id is not None and not tx.is_lost(here):  # platforms say so more than once
        tx.reach(person_id, here, now)
        tx.lose(here, notice.gone, now)
    return Silence()


def _placed(tx: Tx, shown: Shown) -> Reply:
    """Note where a draft's buttons stand; if it has come to its end meanwhile, what is to stand there instead."""
    message = drafts.placed(tx, shown.draft, shown.card)
    return Say(message=message, in_place=True) if message is not None else Silence()


# ---- answering and recording --------------------------------------------------------------------


def answer(view: View, said: Said) -> Reply:
    """Answer what only asks. Reads; writes nothing."""
    command = said.command
    if isinstance(command, ADMIN) and not said.asker.person.is_admin:
        raise Refusal("admin_only")
    match command:
        case commands.UpdateForm(refs=refs):
            return Ask(form=filling.form_for(view, said, refs), answers=filling.prefilled(view, said, refs))
        case commands.Change(token=token):
            return filling.change(view, said, token)
        case commands.OfferEvidence():
            return filling.offer(view, said, command)
        case _:
            return Say(message=_told(view, said))


def _told(view: View, said: Said) -> Message:
    asker = said.asker
    match said.command:
        case commands.Home():
            return answers.home(view, asker)
        case commands.Mine():
            return answers.mine(view, asker)
        case commands.Status(about=about):
            return answers.status(view, asker, about)
        case commands.Due(period=period):
            return answers.due(view, asker, period)
        case commands.Overdue():
            return answers.past_due(view, asker)
        case commands.Red():
            return answers.off_track(view, asker, Status.RED)
        case commands.Amber():
            return answers.off_track(view, asker, Status.AMBER)
        case commands.Silent():
            return answers.silent(view, asker)
        case commands.History(ref=ref):
            return answers.history(view, asker, ref)
        case commands.Who(ref=ref):
            return answers.who(view, asker, ref)
        case commands.DigestNow():
            return answers.summary(view, asker)
        case commands.SeedRoles():
            return answers.roles(view, asker)
        case commands.Preview(days=days):
            return answers.preview(view, asker, days or 14)
        case commands.Help(topic=topic):
            return help_message(topic)
        case commands.TooLong(count=count):
            return too_long(count)
        case commands.Unknown(nearest=nearest):
            return not_understood(nearest)
        case _:
            return not_understood("help")


def record(tx: Tx, said: Said) -> Reply:
    """Do what changes the record, once for each inbound."""
    if isinstance(said.command, ADMIN) and not said.asker.person.is_admin:
        raise Refusal("admin_only")
    fresh = tx.first_sight(said.inbound.id)
    if said.inbound.edited:
        return Say(message=Message(title=words("replies.edited.title"))) if fresh else Silence()
    if said.inbound.answers is not None:
        return _changed(_sent_in(tx, said, fresh))
    if said.draft is not None:
        return typed.told_more(tx, said, said.draft) if fresh else drafts.echo(tx, said, said.draft)
    match said.command:
        case commands.Declare(entries=entries):
            return typed.typed(tx, said, entries, fresh)
        case commands.Save(token=token):
            return _changed(drafts.save(tx, said, token, fresh))
        case commands.Discard(token=token):
            return drafts.let_go(tx, said, token, fresh)
        case commands.AddEvidence(ref=ref, link=link, shows=shows):
            return _changed(office.add_evidence(tx, said, ref, Evidence(url=link, shows=shows)))
        case commands.Holder(role=role, email=email, starts=starts):
            return _changed(office.hold(tx, said, role, email, starts))
        case commands.Pause():
            return office.pause(tx, said, True)
        case commands.Resume():
            return office.pause(tx, said, False)
        case commands.AskFor(ref=ref):
            return office.ask_for(tx, said, ref, fresh)
        case commands.Board(here=here):
            return office.board(tx, said, here)
        case commands.Confirm(code=code):
            return introductions.confirm(tx, said, code, fresh)
        case commands.Refuse(code=code):
            return introductions.refuse(tx, said, code, fresh)
        case commands.ConfirmFor(email=email, platform=platform):
            return introductions.confirm_for(tx, said, email, platform)
        case _:
            return Say(message=_told(tx, said))


def _sent_in(tx: Tx, said: Said, fresh: bool) -> Reply:
    given, command = said.inbound.answers or {}, said.command
    match command:
        case commands.UpdateForm():
            return filling.sent_in(tx, said, command, given, fresh)
        case commands.OfferEvidence():
            return filling.offered(tx, said, command, given)
        case _:
            return Say(message=_told(tx, said))


def _changed(reply: Reply) -> Reply:
    """The reply, saying that the record was changed; not where it was only said back."""
    return reply.model_copy(update={"recorded": True}) if isinstance(reply, Say) and not reply.draft else reply
