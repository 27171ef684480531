"""The faults of Milepost itself that concern plans, as the record shows them."""

from __future__ import annotations

from datetime import datetime

from bot.model.fault import Fault
from bot.model.letters.letter import Letter
from bot.ports.record import View
from bot.rules import faults


def found(view: View, now: datetime) -> tuple[Fault, ...]:
    """Return what holds up letters for so long that admins are told, by plan. Nearly always that is one cheap look."""
    if not faults.may_be_wrong(view.watching.vitals(now), now):
        return ()

    def plans(letter: Letter) -> tuple[str, ...]:
        return plans_of(view, letter)

    return tuple(faults.of_letters(view.watching.held_up(now), view.watching.refusing(), plans, now))


def plans_of(view: View, letter: Letter) -> tuple[str, ...]:
    """Return the plans that a letter speaks of, else those of its person."""
    if letter.channel:
        return (letter.channel,)
    asked = tuple(dict.fromkeys(one.plan for one in letter.asked))
    return asked or (view.people.plans_of(letter.person) if letter.person is not None else ())
