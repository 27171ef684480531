"""Nudges: what is due for a person becomes one letter a day, all plans together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from bot.model.letter import Asked, Letter, LetterKind
from bot.model.letter_key import Sort, letter_key
from bot.model.message import Message
from bot.model.noun import Noun
from bot.model.nudge import Cause, Nudge
from bot.model.people import Person
from bot.model.snapshot import Snapshot
from bot.model.tenants import Served
from bot.ports.record import Tx, View
from bot.reports.walls import share_a_place
from bot.rules import nudges as rules_nudges
from bot.rules import standing
from bot.rules.calendar import local_day
from bot.wording import cards
from bot.wording.cards import Line, News, welcome_words

TURNS = 15  # days looked back on for whose turn it is, if a person's plans may not write to them in one letter


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


def enqueue(tx: Tx, person: Person, opens: datetime, closes: datetime, found: Sequence[Due], served: Served) -> list[str]:
    """Enqueue one person's nudge, unless they had one today. What came too late, or may not go with it, is held over."""
    day = local_day(opens, person.zone or tx.plans.policy(found[0].plan).zone)
    key = nudge_key(person.id, day)
    existing = tx.letters.one(key)
    told = {asked.plan for asked in existing.asked} if existing is not None else _together(tx, person.id, day, found, served)
    for due in found:
        if due.plan not in told:
            tx.rounds.hold_over(due.plan, person.id, day)
    if existing is not None:
        return []
    found = [due for due in found if due.plan in told]
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


def _together(view: View, person: int, day: date, found: Sequence[Due], served: Served) -> set[str]:
    """Return the plans that write to somebody today, in one letter. If not all may be read in one place, those go first
    that have waited longest for their turn."""
    plans = [due.plan for due in found]
    if len(plans) < 2 or share_a_place(view, person, plans, served):
        return set(plans)
    waited = dict.fromkeys(plans, TURNS)
    for back in range(TURNS - 1, 0, -1):
        letter = view.letters.one(nudge_key(person, day - timedelta(days=back)))
        waited |= {asked.plan: back for asked in letter.asked if asked.plan in waited} if letter is not None else {}
    together: list[str] = []
    for short in sorted(plans, key=lambda short: -waited[short]):
        if not together or share_a_place(view, person, [*together, short], served):
            together.append(short)
    return set(together)


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
