"""The hands that a plan's roles are in: who took over when, and whom nothing reaches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from bot.model.letters.letter import LetterState
from bot.model.letters.letter_key import Sort, letter_key
from bot.model.letters.nudge import Cause, Hands, Rounds, Turn
from bot.model.people import Person
from bot.model.snapshot import Snapshot
from bot.ports.record import View
from bot.rules.asking import taking_over
from bot.rules.calendar import hours

GONE = (LetterState.FAILED, LetterState.WITHDRAWN)
TOLD = (Cause.NEWS, Cause.ESCALATION)  # what a letter tells, and does not ask


def hands_of(view: View, snapshot: Snapshot, rounds: Callable[[Person], Rounds]) -> Hands:
    """Return who took over which roles of a plan, whom no address reaches, and what whoever took over was asked already."""
    short = snapshot.short
    lost = {one.person: one.at for one in view.accounts.unreachable(short)}
    named = view.plans.named(short)
    made = {number: entry.header.at for number in {one.entry for one in named} if (entry := view.entries.entry(short, number))}
    hands = taking_over.hands(snapshot, lost, [(made[one.entry], one) for one in named])
    return hands._replace(asked=_asked(view, snapshot, dict(_late(snapshot, hands.turns, rounds))))


def _late(snapshot: Snapshot, turns: Iterable[Turn], rounds: Callable[[Person], Rounds]) -> Iterable[tuple[int, date]]:
    """Return whose turn began once the day of their last round had opened, with that day."""
    for turn in turns:
        person = snapshot.people.one(turn.person)
        last = rounds(person).last if person is not None else None
        if person is not None and last is not None and turn.begins > hours(last, snapshot.policy, snapshot.zone_of(person))[0]:
            yield person.id, last


def _asked(view: View, snapshot: Snapshot, days: Mapping[int, date]) -> dict[tuple[int, date], frozenset[str]]:
    """Return what the plan asked people on these days."""
    if not days:
        return {}
    letters = view.letters.some([letter_key(Sort.NUDGE, person, day) for person, day in days.items()])
    found: dict[tuple[int, date], frozenset[str]] = {}
    for person, day in days.items():
        letter = letters.get(letter_key(Sort.NUDGE, person, day))
        if letter is not None and letter.state not in GONE:
            asked = (one.ref for one in letter.asked if one.plan == snapshot.short and one.kind not in TOLD)
            found[person, day] = frozenset(asked)
    return found
