"""The plan office's own words: who holds what, who is asked now, where the summary goes, what is paused."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot import updating
from bot.model.message import Message, Paragraph
from bot.model.people import Address, Person
from bot.model.talk import Inbound, Reply, Say
from bot.model.update import Evidence, Question
from bot.ports import Refusal, Tx
from bot.rules import holders
from bot.said import Said
from bot.wording import cards
from bot.wording.help import nearest_of
from bot.wording.sentences import line, words


def add_evidence(tx: Tx, said: Said, ref: str, evidence: Evidence) -> Reply:
    """Add a link to the update that stands; nothing new is declared."""
    milestone = tx.milestone_for(said.asker.person.id, said.asker.short, ref, said.today)
    update = tx.standings(said.asker.short)[ref].update
    if update is None:
        raise Refusal("no_update_yet", ref=ref)
    if not updating.good_link(evidence.url):
        raise Refusal("bad_link")
    if long := updating.too_long({"shows": evidence.shows}, updating.MOST_OF):
        raise Refusal("fault", sentence=long["shows"])
    tx.add_evidence(update.id, evidence, said.asker.person.id, said.asker.now)
    stands = tx.standings(said.asker.short)[ref].update or update
    title = words("replies.saved.evidence", {"ref": ref, "day": said.day_of(update.at)})
    return Say(message=cards.saved([(milestone, stands)], title), in_place=said.inbound.card is not None)


def hold(tx: Tx, said: Said, role: str, email: str, starts: date | None) -> Reply:
    """Give a role to a person from a day on."""
    plan, known = tx.plan(said.asker.short), tx.people(said.asker.short)
    found = holders.find_role(plan, role)
    if found is None:
        nearest = nearest_of(role, [r.name for r in plan.roles])
        raise Refusal("no_such_role", role=role, nearest=nearest)
    person = _by_email(known.persons, email)
    if person is None:
        raise Refusal("no_such_person", email=email)
    day = starts or said.today
    tx.hold(said.asker.short, found.name, person.id, day)
    tx.wakes_at(said.asker.short, said.asker.now, said.asker.now)
    return _noted(words("replies.admin.held", {"day": day, "role": found.name, "who": person.name}))


def _by_email(persons: Sequence[Person], email: str) -> Person | None:
    return next((person for person in persons if person.email == email.strip().casefold()), None)


def ask_for(tx: Tx, said: Said, ref: str, fresh: bool) -> Reply:
    """Log a chair's or admin's request for an update."""
    asker = said.asker
    plan = tx.plan(asker.short)
    chair = holders.is_chair(tx.people(asker.short), asker.person, plan, said.today)
    if not (asker.person.is_admin or chair):
        raise Refusal("chair_only")
    if ref not in {milestone.ref for milestone in plan.milestones}:
        raise Refusal("no_such_milestone", ref=ref)
    if fresh:
        tx.ask(Question(plan=asker.short, ref=ref, by=asker.person.id, by_name=asker.person.name, at=asker.now))
        tx.wakes_at(asker.short, asker.now, asker.now)
    sentence = Paragraph(spans=line("replies.admin.asked", {"ref": ref}))
    return Say(message=Message(title=words("replies.admin.asked_title"), blocks=(sentence,)))


def board(tx: Tx, said: Said, here: bool) -> Reply:
    """Bind this channel as the board's, or unbind it."""
    if said.inbound.chat.private:
        raise Refusal("board_needs_channel")
    address = board_address(said.inbound)
    if not here:
        tx.unbind_board(said.asker.short, address)
        return Say(message=Message(title=words("replies.admin.board_gone")), private=False)
    tx.bind_board(said.asker.short, address)
    title = words("replies.admin.board_here", {"plan": tx.plan(said.asker.short).title})
    return Say(message=Message(title=title), private=False)


def board_address(inbound: Inbound) -> Address:
    """The channel in which something was said, as the board's."""
    sender = inbound.sender
    return Address(platform=sender.platform, tenant=sender.tenant, id=inbound.chat.id, route=inbound.route)


def pause(tx: Tx, said: Said, paused: bool) -> Reply:
    """Pause or resume all letters of the plan."""
    tx.pause(said.asker.short, paused)
    name = "replies.admin.paused" if paused else "replies.admin.resumed"
    return _noted(words(name, {"plan": tx.plan(said.asker.short).title}))


def _noted(sentence: str) -> Say:
    return Say(message=Message(title=sentence))
