"""The cards that asked: once a question is answered in any way, the card that asked it shows so, wherever it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.conversation.visit import Said
from bot.model.letter import Letter
from bot.model.talk import Chat, Matter, Redrawn, Say
from bot.ports.record import Tx, View
from bot.reports.asked_cards import as_it_stands


def drawn_anew(tx: Tx, said: Said, say: Say, touched: Sequence[Matter]) -> Say:
    """Draw anew the cards that last asked this person about what was just said. One on another platform is posted anew by
    the next round."""
    about = {(one.plan, one.ref) for one in touched if one.ref}
    done = {said.inbound.card, *(one.card for one in say.redrawn)}
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
    return say.model_copy(update={"redrawn": (*say.redrawn, *here)}) if here else say


def _last_asked(view: View, said: Said) -> Iterator[Letter]:
    """Yield the last nudge that this person had on each platform, part by part."""
    person = said.asker.person.id
    reached = (address.platform for address in view.accounts.reachable(person))
    for platform in dict.fromkeys((said.inbound.sender.platform, *reached)):
        letter = view.letters.last_nudge(person, Chat(id=said.inbound.chat.id), platform)
        if letter is not None:
            yield letter
            yield from view.letters.some([letter.part_key(number) for number in range(1, letter.part)]).values()
