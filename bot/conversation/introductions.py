"""Introductions: each is bound once, by an e-mail that its tenant may vouch for; after that by the person or an admin alone."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from bot.conversation.visit import Said
from bot.model.letter import Letter, LetterKind
from bot.model.letter_key import Sort, letter_key
from bot.model.message import Actions, Block, Button, Item, Items, Message, Paragraph
from bot.model.people import Address, Claim, Newcomer, Person
from bot.model.talk import Reply, Say, Sender
from bot.model.tenants import Served
from bot.ports.record import Tx, View
from bot.ports.refusals import Refusal
from bot.reports.accounts import is_known, person_of, uses
from bot.rules.calendar import local_day
from bot.wording.commands import Confirm, Refuse
from bot.wording.sentences import Fact, line, words

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that is read as another
LENGTH = 6
LASTS = timedelta(hours=24)
ADMIN_LASTS = timedelta(days=7)  # since an account last wrote: its e-mail may be another's by then


class Waiting(Refusal):
    """The account says to be somebody known elsewhere, and nobody has said yet that it is."""

    def __init__(self, person: Person) -> None:
        super().__init__("waiting")
        self.person = person


# ---- who speaks ---------------------------------------------------------------------------


def speaker(view: View, sender: Sender, served: Served) -> int:
    """Return the person speaking. The tenant is asked first.

    Raises Refusal for strangers, for a tenant that is not served, and for whoever the people file has on another platform.
    Raises Waiting for an account that is not theirs yet.
    """
    if not served.serves(sender.platform, sender.tenant, sender.home):
        raise Refusal("not_served")
    bound = view.people.who(sender) if sender.vouched else None
    person = person_of(view, bound) if bound is not None else _introduced(view, sender, served)
    if person is None:
        raise Refusal("stranger")
    if not uses(person, sender.platform):
        raise Refusal("other_platform", platform=platform_name(person.platform or ""))
    if bound is None and is_known(view, person.id, served.uses) and not _same_elsewhere(view, person.id, sender):
        raise Waiting(person)
    return person.id


def _same_elsewhere(view: View, person: int, sender: Sender) -> bool:
    """Say if this account of theirs only speaks in another place: in a second workspace of one organisation, or in a
    channel that another tenant shares. The account is kept in its old place, under the same id."""
    visits = sender.home not in ("", sender.tenant)
    return visits and any((a.platform, a.id) == (sender.platform, sender.id) for a in view.accounts.of(person))


def _introduced(view: View, sender: Sender, served: Served) -> Person | None:
    """Return whose e-mail an account has that is bound to nobody, if its tenant may say so."""
    if not sender.vouched or not sender.email:
        return None
    if not served.introduces(sender.platform, sender.tenant, sender.email, sender.home):
        return None
    person = view.people.by_email(sender.email)
    return person_of(view, person.id) if person is not None else None


# ---- an account that waits -----------------------------------------------------------------


def wait(tx: Tx, sender: Sender, route: str, person: Person, now: datetime) -> Reply:
    """Tell the speaker that they wait, and for what. Tell the person too, through an account that is theirs."""
    claim = tx.newcomers.one(sender)
    if claim is None or claim.person != person.id:
        account = Address(platform=sender.platform, tenant=sender.tenant, id=sender.id, route=route)
        claim = Newcomer(account=account, person=person.id, name=sender.name, at=now)
    if claim.state is Claim.REFUSED:
        tx.newcomers.keep(claim.model_copy(update={"at": now}))
        return Say(message=Message(title=words("introductions.waiting.refused")))
    if claim.state is Claim.CONFIRMED or not _holds(claim, now):
        claim = _told(tx, claim.model_copy(update={"state": Claim.WAITING}), person, now)
        tx.newcomers.keep(claim)
    facts = {"where": _places(tx, person, sender), "email": person.email, "platform": sender.platform}
    asked = "later" if not claim.code else "tomorrow" if claim.at > now else "do"
    paragraphs = tuple(Paragraph(spans=line(f"introductions.waiting.{one}", facts)) for one in (asked, "admin"))
    return Say(message=Message(title=words("introductions.waiting.title", facts), blocks=paragraphs))


def _told(tx: Tx, claim: Newcomer, person: Person, now: datetime) -> Newcomer:
    """Return the claim with a fresh code, if the person can be told of it today or tomorrow: one such letter a day is enough."""
    code = _code()
    facts = {"who": claim.name or words("introductions.letter.nameless"), "platform": platform_name(claim.account.platform)}
    facts |= {"email": person.email, "code": code}
    sentences = [Paragraph(spans=line(f"introductions.letter.{one}", facts)) for one in ("who_says", "mine", "not_mine")]
    buttons = (
        Button(label=words("introductions.button.mine"), command=str(Confirm(code=code)), style="primary"),
        Button(label=words("introductions.button.not_mine"), command=str(Refuse(code=code)), style="danger"),
    )
    message = Message(title=words("introductions.letter.title"), blocks=(*sentences, Actions(buttons=buttons)))
    opens = _write(tx, person.id, message, now)
    return claim if opens is None else claim.model_copy(update={"code": code, "at": opens})


def _write(tx: Tx, person: int, message: Message, now: datetime) -> datetime | None:
    """Put a security letter in the outbox for today, else for tomorrow. Returns when it may go, or None if both days are
    taken."""
    zone = tx.plans.policy(tx.people.plans_of(person)[0]).zone
    for opens in (now, now + timedelta(days=1)):
        key = letter_key(Sort.SECURITY, person, local_day(opens, zone))
        if tx.letters.enqueue(Letter(key=key, kind=LetterKind.SECURITY, person=person, message=message, not_before=opens)):
            return opens
    return None


def _code() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def _holds(claim: Newcomer, now: datetime) -> bool:
    return claim.code != "" and claim.state is Claim.WAITING and now <= claim.at + LASTS


def _late(claim: Newcomer, now: datetime) -> bool:
    return now > claim.at + ADMIN_LASTS


def _places(view: View, person: Person, sender: Sender) -> str:
    known = dict.fromkeys(platform_name(account.platform) for account in view.accounts.of(person.id))
    return ", ".join(known) or platform_name(sender.platform)


def platform_name(platform: str) -> str:
    """Name a platform as people call it."""
    return words(f"introductions.platform.{platform}") if platform in ("slack", "teams", "console") else platform


# ---- the answers -----------------------------------------------------------------------------


def confirm(tx: Tx, said: Said, code: str, fresh: bool) -> Reply:
    """Bind the account with that code to whom it says to be, at the word of that person or of an admin."""
    claim, now = _coded(tx, said, code), said.asker.now
    refused = claim.state is Claim.REFUSED and not _late(claim, now)
    revived = refused and claim.person in _people_of_admin(tx, said.asker.person.id)
    if not (_holds(claim, now) or revived or (claim.state is Claim.CONFIRMED and not fresh)):
        raise Refusal("no_code")
    return _bound(tx, said, claim)


def refuse(tx: Tx, said: Said, code: str, fresh: bool) -> Reply:
    """Refuse the account with that code: it is not whom it says to be. It gets nothing unless an admin says otherwise."""
    claim = _coded(tx, said, code)
    if not (_holds(claim, said.asker.now) or (claim.state is Claim.REFUSED and not fresh)):
        raise Refusal("no_code")
    tx.newcomers.keep(claim.model_copy(update={"state": Claim.REFUSED}))
    facts = {"who": claim.name, "platform": platform_name(claim.account.platform)}
    return _noted(said, words("introductions.done.refused", facts), words("introductions.done.refused_next"))


def confirm_for(tx: Tx, said: Said, email: str, platform: str) -> Reply:
    """Bind the account that waits on a platform for the person of that e-mail, at an admin's word. One that was refused
    is shown first."""
    person, answered_for = tx.people.by_email(email), _people_of_admin(tx, said.asker.person.id)
    if not answered_for:
        raise Refusal("admin_only")
    if person is None or person.id not in answered_for:
        raise Refusal("no_such_person", email=email)
    theirs = [one for one in tx.newcomers.of([person.id]) if one.account.platform == platform]
    bound = [one for one in theirs if tx.people.who(_sender(one)) == person.id]
    open_ = [one for one in theirs if one not in bound and not _late(one, said.asker.now)]
    refused = [one for one in open_ if one.state is Claim.REFUSED]
    claims = [one for one in open_ if one.state is Claim.WAITING] or refused or bound[:1]
    if not claims:
        raise Refusal("nobody_waits", who=person.name, platform=platform_name(platform))
    if claims == refused:
        return _shown("refused", said, claims)
    if len(claims) > 1:
        return _shown("several", said, [_answerable(tx, one, said.asker.now) for one in claims])
    return _bound(tx, said, claims[0])


def _answerable(tx: Tx, claim: Newcomer, now: datetime) -> Newcomer:
    """Return the claim with a code that works now."""
    if not _holds(claim, now):
        claim = claim.model_copy(update={"code": _code(), "at": now})
        tx.newcomers.keep(claim)
    return claim


def _shown(key: str, said: Said, claims: list[Newcomer]) -> Reply:
    """Show each account that says to be one person, with a button that confirms it alone."""
    lines = []
    for claim in claims:
        facts: dict[str, Fact] = {"who": claim.name or words("introductions.letter.nameless"), "code": claim.code}
        facts |= {"account": claim.account.id, "tenant": claim.account.tenant, "day": said.day_of(claim.at)}
        button = Button(label=words("introductions.button.confirm", facts), command=str(Confirm(code=claim.code)))
        lines.append(Item(spans=line(f"introductions.{key}.line", facts), buttons=(button,)))
    return Say(message=Message(title=words(f"introductions.{key}.title"), blocks=(Items(lines=tuple(lines)),)))


def _coded(tx: Tx, said: Said, code: str) -> Newcomer:
    """Return the claim with that code. Raises Refusal if there is none, or the speaker is not one of those asked about it."""
    asker, found = said.asker.person.id, None
    persons = {asker} | _people_of_admin(tx, asker)
    for claim in tx.newcomers.of(sorted(persons)):  # every one is compared, so that the time taken tells nothing
        if secrets.compare_digest(claim.code.encode(), code.upper().encode()):
            found = claim
    if found is None:
        raise Refusal("no_code")
    return found


def _bound(tx: Tx, said: Said, claim: Newcomer) -> Reply:
    owner, person = tx.people.who(_sender(claim)), person_of(tx, claim.person)
    if person is None or owner not in (None, claim.person):
        raise Refusal("no_code")  # meanwhile it has become somebody else's
    name = platform_name(claim.account.platform)
    tx.accounts.reach(person.id, claim.account, said.asker.now)
    tx.newcomers.keep(claim.model_copy(update={"state": Claim.CONFIRMED}))
    if person.id == said.asker.person.id:
        return _noted(said, words("introductions.done.mine", {"platform": name}), "")
    if claim.state is not Claim.CONFIRMED:
        _write(tx, person.id, _confirmed_by(said.asker.person.name, name), said.asker.now)
    return _noted(said, words("introductions.done.theirs", {"who": person.name, "platform": name}), "")


def _confirmed_by(admin: str, platform: str) -> Message:
    """Tell a person, through an account that was theirs before, that an admin confirmed another one as theirs."""
    facts = {"who": admin, "platform": platform}
    sentences = (line("introductions.told.confirmed", facts), line("introductions.told.wrong"))
    return Message(title=words("introductions.told.title"), blocks=tuple(Paragraph(spans=one) for one in sentences))


def _people_of_admin(view: View, person: int) -> set[int]:
    """Return everyone of the plans that this person is an admin of. Empty if they are of none."""
    known = [view.people.of(short).persons for short in view.people.plans_of(person)]
    return {one.id for persons in known if any(p.id == person and p.is_admin for p in persons) for one in persons}


def _sender(claim: Newcomer) -> Sender:
    account = claim.account
    return Sender(platform=account.platform, tenant=account.tenant, id=account.id)


def _noted(said: Said, title: str, more: str) -> Reply:
    blocks: tuple[Block, ...] = (Paragraph(spans=line("introductions.done.more", {"sentence": more})),) if more else ()
    return Say(message=Message(title=title, blocks=blocks), in_place=said.inbound.card is not None)
