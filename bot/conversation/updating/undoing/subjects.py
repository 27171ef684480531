"""The subjects whose last save is undone in a room of its own. What is no row here is a statement, and undone as one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from bot.conversation.absence import giving_back
from bot.conversation.assuring import undoing as assuring
from bot.conversation.board import narrative
from bot.conversation.board.business import undoing as business
from bot.conversation.dates import deciding
from bot.conversation.measures import steps
from bot.conversation.measures import undoing as measures
from bot.conversation.office import orders
from bot.conversation.risks import undoing as risks
from bot.conversation.visit import Said
from bot.conversation.voices import undoing as voices
from bot.model.letters.talk import Reply
from bot.model.record.entry import STATEMENTS, Entry, EntryKind
from bot.ports.record import Tx, View


class Undoing(NamedTuple):
    """The undoing of a subject: the entries of its saves, taking them back (raises Refusal if it can't be), and saying so again.

    Most saves are withdrawn. If one is `said_anew`, it is undone by entries of the same kinds, which say what was so before.
    """

    kinds: frozenset[EntryKind]
    take_back: Callable[[Tx, Said, Sequence[Entry]], Reply]
    say_undone: Callable[[View, Said, Sequence[Entry]], Reply]
    said_anew: bool = False


SUBJECTS = (  # a report of an exception takes the decision that it wants with it: dates come before business
    Undoing(orders.OFFICE, orders.give_back, orders.say_given_back, said_anew=True),
    Undoing(deciding.TAKEN_BACK, deciding.undo, deciding.say_undone),
    Undoing(giving_back.ABSENT, giving_back.give_back, giving_back.say_given_back, said_anew=True),
    Undoing(assuring.VERDICTS, assuring.take_back, assuring.say_undone),
    Undoing(business.BUSINESS, business.take_back, business.say_undone),
    Undoing(measures.MEASURES, measures.take_back, measures.say_undone),
    Undoing(risks.RISKS, risks.take_back, risks.say_undone),
    Undoing(voices.VOICES, voices.take_back, voices.say_undone),
    Undoing(narrative.WRITTEN, narrative.undo, narrative.say_undone),
    Undoing(steps.SET, steps.undo, steps.say_undone),
)
KINDS = frozenset(kind for one in SUBJECTS for kind in one.kinds)


def take_back(tx: Tx, said: Said, saved: Sequence[Entry]) -> Reply | None:
    """Take back a save, in the room of its subject. None if it is a statement. Raises Refusal if it can't be taken back."""
    room = next((one for one in SUBJECTS if saved[0].header.kind in one.kinds), None)
    return room.take_back(tx, said, saved) if room is not None else None


def say_again(view: View, said: Said, made: Sequence[Entry]) -> Reply | None:
    """Say once more what these entries have undone, in the room of its subject. None if that was a statement."""
    gone = _withdrawn(view, said.asker.short, made)
    for room in SUBJECTS:
        told = [one for one in (made if room.said_anew else gone) if one.header.kind in room.kinds]
        if told:
            return room.say_undone(view, said, told)
    return None


def _withdrawn(view: View, short: str, made: Sequence[Entry]) -> list[Entry]:
    """Return what these entries withdrew. What went with a statement, or is open again with it, is told with that."""
    numbers = [int(one.fields["withdraws"]) for one in made if one.header.kind is EntryKind.WITHDRAWAL]
    gone = [entry for number in numbers if (entry := view.entries.entry(short, number)) is not None]
    return [] if any(one.header.kind in STATEMENTS for one in gone) else gone
