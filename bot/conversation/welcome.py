"""Welcome: the people we meet, the accounts that reach them, and the words they are told first."""

from __future__ import annotations

from datetime import datetime

from bot.conversation import introductions
from bot.model.letters.message import Message, Paragraph, Spans
from bot.model.letters.talk import Inbound, Notice, Reply, Say, Sender, Silence
from bot.model.people import Address
from bot.model.tenants import Served
from bot.ports.record import Tx, View
from bot.ports.refusals import Refusal
from bot.wording.letters import cards
from bot.wording.sentences import line, words


def _address(sender: Sender, route: str) -> Address:
    return Address(platform=sender.platform, tenant=sender.tenant, id=sender.id, route=route)


def is_unmet(view: View, inbound: Inbound, person_id: int) -> bool:
    """Say if this contact must be written down: never welcomed, or reached somewhere new."""
    known = view.accounts.bound(inbound.sender)
    if known is None or known.person != person_id or known.lost or not known.welcomed:
        return True
    return _own_route(inbound) not in ("", known.route)


def newly_met(view: View, inbound: Inbound, served: Served) -> str | None:
    """Return the plan that whoever speaks is welcomed to. None if they are nobody here, or were met before."""
    try:
        speaker = introductions.speaker(view, inbound.sender, served)
    except Refusal:
        return None
    return speaker.plans[0] if is_unmet(view, inbound, speaker.person) else None


def _own_route(inbound: Inbound) -> str:
    """Return the route to the sender, if this tells it: what is said in a channel tells only of someone never met before."""
    return inbound.route if inbound.chat.private else ""


def greet(tx: Tx, inbound: Inbound, short: str, now: datetime, served: Served) -> tuple[Spans, ...]:
    """Write down how the sender is reached. Returns the first-contact sentences if they have not been said."""
    try:
        person_id = introductions.in_turn(tx, inbound.sender, served).person
    except Refusal:
        return ()  # another account was bound to that person in this moment
    met = any((a.platform, a.id) == (inbound.sender.platform, inbound.sender.id) for a in tx.accounts.reachable(person_id))
    return _met(tx, person_id, inbound.sender, _own_route(inbound) if met else inbound.route, short, now)


def _met(tx: Tx, person_id: int, sender: Sender, route: str, short: str, now: datetime) -> tuple[Spans, ...]:
    """Note how a person is reached. Returns the first-contact sentences if they have not been said."""
    tx.accounts.reach(person_id, _address(sender, route), now)
    if tx.people.welcomed(person_id):
        return ()
    tx.people.welcome(person_id)
    return cards.welcome_words(tx.plans.one(short).title)


def with_welcome(reply: Reply, first: tuple[Spans, ...]) -> Reply:
    """Put the first-contact sentences after a reply: what somebody asked for comes first."""
    if not first or not isinstance(reply, Say):
        return reply
    message = reply.message.model_copy(update={"blocks": (*reply.message.blocks, *cards.first_contact(first))})
    return reply.model_copy(update={"message": message})


def heed(tx: Tx, notice: Notice, now: datetime, served: Served) -> Reply:
    """Note that an account can be reached, or no longer. Greet whoever is new."""
    here = _address(notice.sender, notice.route)
    if notice.later:
        if tx.people.who(notice.sender) is None:
            tx.newcomers.expect(here, now)
        return Silence()
    tx.newcomers.forget(here)
    if notice.gone:
        return _gone(tx, notice, now)
    try:
        speaker = introductions.in_turn(tx, notice.sender, served)
    except introductions.Waiting as waiting:
        return introductions.wait(tx, notice.sender, notice.route, waiting.person, now)
    first = _met(tx, speaker.person, notice.sender, notice.route, speaker.plans[0], now)
    if not first:
        return Silence()
    paragraphs = tuple(Paragraph(spans=spans) for spans in (*first, line("replies.welcome.hint")))
    return Say(message=Message(title=words("replies.welcome.title"), blocks=paragraphs))


def _gone(tx: Tx, notice: Notice, now: datetime) -> Reply:
    person_id, here = tx.people.who(notice.sender), _address(notice.sender, notice.route)
    if person_id is not None and not tx.accounts.is_lost(here):  # platforms say so more than once
        tx.accounts.reach(person_id, here, now)
        tx.accounts.lose(here, notice.gone, now)
    return Silence()
