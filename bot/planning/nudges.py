"""Nudges: what is due for a person becomes one letter a day, all plans together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from bot.model.letter import Asked, Letter, LetterKind
from bot.model.letter_key import Sort, letter_key
from bot.model.message import Message
from bot.model.noun import Noun
from bot.model.nudge import Cause, Nudge
from bot.model.people import Person
from bot.model.snapshot import Snapshot
from bot.ports.record import Tx, View
from bot.rules import nudges as rules_nudges
from bot.rules import standing
from bot.rules.calendar import local_day
from bot.wording import cards
from bot.wording.cards import Line, News, welcome_words


class Due(Noun):
    """One plan's lines and news for one person today."""

    plan: str
    lines: tuple[Line, ...] = ()
    news: tuple[News, ...] = ()
    next_on: date | None = None


def due_of(snapshot: Snapshot, nudge: Nudge, askers: Mapping[str, str]) -> Due:
    """Return what a planned nudge asks, as lines of a card. `askers` names who asked for an update, by ref."""
    milestones = {milestone.ref: milestone for milestone in snapshot.plan.milestones}
    then = snapshot.at(nudge.opens)
    lines = tuple(
        Line(
            plan=snapshot.short,
            milestone=milestones[reason.ref],
            standing=snapshot.standings[reason.ref],
            kind=reason.kind,
            working_days=reason.working_days,
            role=reason.role,
            above=reason.above,
            asker=askers.get(reason.ref, ""),
            dates=standing.dates(
                then,
                milestones[reason.ref],
                rules_nudges.date_named(milestones[reason.ref], snapshot.policy, reason.kind, reason.working_days, nudge.day),
            ),
            face=standing.face_in(then, milestones[reason.ref]),
        )
        for reason in nudge.reasons
    )
    coming = [reason.next_at for reason in nudge.reasons if reason.next_at is not None]
    return Due(plan=snapshot.short, lines=lines, next_on=min(coming, default=None))


def nudge_key(person: int, day: date) -> str:
    """Return the key of the one nudge a person may get on a local day."""
    return letter_key(Sort.NUDGE, person, day)


def enqueue(tx: Tx, person: Person, opens: datetime, closes: datetime, found: Sequence[Due]) -> list[str]:
    """Enqueue one person's nudge, unless they had one today. What came too late is held over."""
    day = local_day(opens, person.zone or tx.plans.policy(found[0].plan).zone)
    key = nudge_key(person.id, day)
    existing = tx.letters.one(key)
    if existing is not None:
        told = {asked.plan for asked in existing.asked}
        for due in found:
            if due.plan not in told:
                tx.rounds.hold_over(due.plan, person.id, day)
        return []
    letter = Letter(
        key=key,
        kind=LetterKind.NUDGE,
        person=person.id,
        message=nudge_message(tx, person, found),
        asked=_asked(found),
        not_before=opens,
        not_after=closes,
    )
    return [key] if tx.letters.enqueue(letter) else []


def _asked(found: Sequence[Due]) -> tuple[Asked, ...]:
    asked = [
        Asked(
            plan=due.plan,
            ref=entry.milestone.ref,
            kind=entry.kind,
            working_days=entry.working_days,
            stood=entry.standing.newest,
        )
        for due in found
        for entry in due.lines
    ]
    asked += [Asked(plan=due.plan, ref=news.ref, kind=Cause.NEWS) for due in found for news in due.news]
    return tuple(asked)


def nudge_message(view: View, person: Person, found: Sequence[Due]) -> Message:
    """Word one person's nudge, all plans together."""
    lines = [entry for due in found for entry in due.lines]
    news = [item for due in found for item in due.news]
    several = len(view.people.plans_of(person.id)) > 1
    welcome = () if view.people.welcomed(person.id) else welcome_words(view.plans.one(found[0].plan).title)
    roles = sorted({entry.role for entry in lines if entry.kind is not Cause.ESCALATION and entry.role})
    coming = [due.next_on for due in found if due.next_on is not None]
    return cards.asking_card(lines, roles, min(coming, default=None), news, welcome, several)
