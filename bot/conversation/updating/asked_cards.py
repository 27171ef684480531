"""The cards that asked: once a question is answered in any way, the card that asked it shows so, wherever it stands."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from bot.conversation.visit import Said
from bot.model.letters.letter import Letter
from bot.model.letters.nudge import Cause
from bot.model.letters.talk import Chat, Matter, Redrawn, Say
from bot.ports.record import Tx, View
from bot.reports.letters.asked_cards import as_it_stands
from bot.rules.holders import asked_through


def drawn_anew(tx: Tx, said: Said, say: Say, touched: Sequence[Matter]) -> Say:
    """Draw anew the cards that last asked this person about what was just said. One on another platform is posted anew by
    the next round."""
    about = {(one.plan, one.ref) for one in touched if one.ref}
    # What is said in place takes the place of the card that was pressed. Else that one is drawn anew like any other.
    done = {*((said.inbound.card,) if say.in_place else ()), *(one.card for one in say.redrawn)}
    here: list[Redrawn] = []
    for letter in _last_asked(tx, said) if about else ():
        reference, to = letter.reference, letter.address
        if reference is None or to is None or reference in done or about.isdisjoint((one.plan, one.ref) for one in letter.asked):
            continue
        message = as_it_stands(tx, letter, said.asker.now, said.asker.several)
        if message is None:
            continue
        if (to.platform, to.tenant) == (said.inbound.sender.platform, said.inbound.sender.tenant):
            here.append(Redrawn(card=reference, message=message))
        else:
            tx.letters.redraw(letter, message)
    _answered_for_others(tx, said, about)
    return say.model_copy(update={"redrawn": (*say.redrawn, *here)}) if here else say


def _answered_for_others(tx: Tx, said: Said, about: Collection[tuple[str, str]]) -> None:
    """Have the cards drawn anew that last asked the other owners of these milestones, those too who own them no longer: what was
    answered is answered for all."""
    short = said.asker.short
    refs = {ref for plan, ref in about if plan == short}
    shared = [one for plan in (tx.plans.one(short), tx.plans.document(short)) for one in plan.milestones if one.ref in refs]
    people, roles = tx.people.of(short), {role for one in shared for role in one.owners}
    others = {other for role in roles for other in asked_through(people, role, said.today)}
    for person in sorted(others - {said.asker.person.id}):
        for letter in _last_asked_of(tx, person, tuple(one.platform for one in tx.accounts.reachable(person))):
            if any((one.plan, one.ref) in about and one.kind is not Cause.NEWS for one in letter.asked) and letter.reference:
                message = as_it_stands(tx, letter, said.asker.now, len(tx.people.plans_of(person)) > 1)
                if message is not None and message != letter.message:
                    tx.letters.redraw(letter, message)


def _last_asked(view: View, said: Said) -> Iterator[Letter]:
    """Yield the last nudge that this person had on each platform, part by part."""
    person = said.asker.person.id
    reached = (address.platform for address in view.accounts.reachable(person))
    yield from _last_asked_of(view, person, (said.inbound.sender.platform, *reached))


def _last_asked_of(view: View, person: int, platforms: Iterable[str]) -> Iterator[Letter]:
    for platform in dict.fromkeys(platforms):
        letter = view.letters.last_nudge(person, Chat(id=""), platform)
        if letter is not None:
            yield letter
            yield from view.letters.some([letter.part_key(number) for number in range(1, letter.part)]).values()
