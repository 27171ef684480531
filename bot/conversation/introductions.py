"""Introductions: each is bound once, by an e-mail that its tenant may vouch for; after that by the person or an admin alone."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from bot.conversation.visit import Said, Speaker
from bot.model.letters.letter import Letter, LetterKind
from bot.model.letters.letter_key import Sort, letter_key
from bot.model.letters.message import Actions, Block, Button, Item, Items, Message, Paragraph
from bot.model.letters.talk import Asker, Reply, Say, Sender
from bot.model.people import Address, Claim, Newcomer, Person
from bot.model.tenants import Served
from bot.ports.record import Tx, View
from bot.ports.refusals import Refusal
from bot.reports.accounts import is_known, uses
from bot.reports.walls import member, plans_here
from bot.rules.calendar import local_day
from bot.wording.commands import Confirm, Refuse
from bot.wording.platforms import platform_name
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


def speaker(view: View, sender: Sender, served: Served) -> Speaker:
    """Return the person speaking, with the plans they may hear of there. The tenant is asked first.

    Raises Refusal for strangers, for a tenant that is not served or serves none of their plans, and for whoever the people
    files have on another platform.
    Raises Waiting for an account that is not theirs yet.
    """
    if not served.serves(sender.platform, sender.tenant, sender.home):
        raise Refusal("not_served")
    bound = view.accounts.bound(sender) if sender.vouched else None
    person = bound.person if bound is not None else _introduced(view, sender, served)
    if person is None or not view.people.plans_of(person):
        raise Refusal("stranger")
    here = plans_here(view, person, sender, served)
    if not here:
        raise _elsewhere(view, person, sender)
    if bound is None and is_known(view, person, served.uses) and not _same_elsewhere(view, person, sender):
        raise Waiting(_in_plan(view, here[0], person))
    return Speaker(person=person, plans=here, bound=bound is not None, waits=bound is not None and bound.waits)


def in_turn(tx: Tx, sender: Sender, served: Served) -> Speaker:
    """Return the person speaking, once nothing else that they say is being recorded.

    If this account is not theirs yet, another may have become theirs meanwhile.
    """
    found = speaker(tx, sender, served)
    tx.talk.take_turn(found.person)
    return found if found.bound else speaker(tx, sender, served)


def _elsewhere(view: View, person: int, sender: Sender) -> Refusal:
    """Say why somebody hears of none of their plans where they speak."""
    known = [_in_plan(view, short, person) for short in view.people.plans_of(person)]
    if any(uses(one, sender.platform) for one in known):
        return Refusal("not_served")
    return Refusal("other_platform", platform=platform_name(known[0].platform or ""))


def _in_plan(view: View, short: str, person: int) -> Person:
    return next(one for one in view.people.of(short).persons if one.id == person)


def _same_elsewhere(view: View, person: int, sender: Sender) -> bool:
    """Say if this account of theirs only speaks in another place: in a second workspace of one organisation, or in a
    channel that another tenant shares. The account is kept in its old place, under the same id."""
    visits = sender.home not in ("", sender.tenant)
    return visits and any((a.platform, a.id) == (sender.platform, sender.id) for a in view.accounts.of(person))


def _introduced(view: View, sender: Sender, served: Served) -> int | None:
    """Return whose e-mail an account has that is bound to nobody, if its tenant may say so."""
    if not sender.vouched or not sender.email:
        return None
    if not served.introduces(sender.platform, sender.tenant, sender.email, sender.home):
        return None
    return view.people.by_email(sender.email)


# ---- an account that waits -----------------------------------------------------------------


def wait(tx: Tx, sender: Sender, route: str, person: Person, now: datetime) -> Reply:
    """Tell the speaker that they wait, and for what. Tell the person too, through an account that is theirs."""
    tx.talk.take_turn(person.id)
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


def _write(tx: Tx, person: int, message: Message, now: datetime, to: Address | None = None) -> datetime | None:
    """Put a security letter in the outbox for today, else for tomorrow; to one account first, if it is given. Returns when
    it may go, or None if both days are taken."""
    zone = tx.plans.policy(tx.people.plans_of(person)[0]).zone
    for opens in (now, now + timedelta(days=1)):
        key = letter_key(Sort.SECURITY, person, local_day(opens, zone))
        letter = Letter(key=key, kind=LetterKind.SECURITY, person=person, message=message, not_before=opens, address=to)
        if tx.letters.enqueue(letter):
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


# ---- the answers -----------------------------------------------------------------------------


def confirm(tx: Tx, said: Said, code: str, fresh: bool) -> Reply:
    """Bind the account with that code to whom it says to be, at the word of that person or of an admin."""
    claim, now = _coded(tx, said, code), said.asker.now
    refused = claim.state is Claim.REFUSED and not _late(claim, now)
    revived = refused and claim.person in _people_of_admin(tx, said.asker)
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
    person, answered_for = tx.people.by_email(email), _people_of_admin(tx, said.asker)
    if not answered_for:
        raise Refusal("admin_only")
    if person is None or person not in answered_for:
        raise Refusal("no_such_person", email=email)
    theirs = [one for one in tx.newcomers.of([person]) if one.account.platform == platform]
    bound = [one for one in theirs if tx.people.who(_sender(one)) == person]
    open_ = [one for one in theirs if one not in bound and not _late(one, said.asker.now)]
    refused = [one for one in open_ if one.state is Claim.REFUSED]
    claims = [one for one in open_ if one.state is Claim.WAITING] or refused or bound[:1]
    if not claims:
        raise Refusal("nobody_waits", who=_in_plan(tx, answered_for[person], person).name, platform=platform_name(platform))
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
    found = None
    persons = {said.asker.person.id, *_people_of_admin(tx, said.asker)}
    for claim in tx.newcomers.of(sorted(persons)):  # every one is compared, so that the time taken tells nothing
        if secrets.compare_digest(claim.code.encode(), code.upper().encode()):
            found = claim
    if found is None:
        raise Refusal("no_code")
    return found


def _bound(tx: Tx, said: Said, claim: Newcomer) -> Reply:
    if tx.people.who(_sender(claim)) not in (None, claim.person):
        raise Refusal("no_code")  # meanwhile it has become somebody else's
    asker, name = said.asker, platform_name(claim.account.platform)
    before = next(iter(tx.accounts.reachable(claim.person)), None)
    tx.accounts.reach(claim.person, claim.account, asker.now)
    tx.newcomers.keep(claim.model_copy(update={"state": Claim.CONFIRMED}))
    if claim.person == asker.person.id:
        return _noted(said, words("introductions.done.mine", {"platform": name}), "")
    short = _people_of_admin(tx, asker)[claim.person]
    if claim.state is not Claim.CONFIRMED:
        _write(tx, claim.person, _confirmed_by(_name_in_all(tx, asker.person.id, claim.person), name), asker.now, before)
    who = _in_plan(tx, short, claim.person).name
    return _noted(said, words("introductions.done.theirs", {"who": who, "platform": name}), "")


def _confirmed_by(admin: str, platform: str) -> Message:
    """Tell a person, through an account that was theirs before, that an admin confirmed another one as theirs."""
    facts = {"who": admin, "platform": platform}
    sentences = (line("introductions.told.confirmed", facts), line("introductions.told.wrong"))
    return Message(title=words("introductions.told.title"), blocks=tuple(Paragraph(spans=one) for one in sentences))


def _name_in_all(view: View, admin: int, person: int) -> str:
    """Name an admin to a person, wherever that is read: by the one name that all plans of the person have, if they have one."""
    known = [member(view.people.of(short), admin) for short in view.people.plans_of(person)]
    names = {one.name if one is not None else "" for one in known}
    return names.pop() if len(names) == 1 and "" not in names else words("introductions.told.somebody")


def _people_of_admin(view: View, asker: Asker) -> dict[int, str]:
    """Return everyone of the plans that the asker is an admin of, each with the first such plan: it is by its names that
    the two are told of each other. Empty if they are an admin of none that may be spoken of here."""
    found: dict[int, str] = {}
    for short in asker.plans:
        persons = view.people.of(short).persons
        if any(one.id == asker.person.id and one.is_admin for one in persons):
            found = {**{one.id: short for one in persons}, **found}
    return found


def _sender(claim: Newcomer) -> Sender:
    account = claim.account
    return Sender(platform=account.platform, tenant=account.tenant, id=account.id)


def _noted(said: Said, title: str, more: str) -> Reply:
    blocks: tuple[Block, ...] = (Paragraph(spans=line("introductions.done.more", {"sentence": more})),) if more else ()
    return Say(message=Message(title=title, blocks=blocks), in_place=said.inbound.card is not None)
