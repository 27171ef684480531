"""Nudges: what is due for a person becomes one letter a day, all plans together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from bot.model.letters.letter import Asked, Letter, LetterKind
from bot.model.letters.letter_key import Sort, letter_key
from bot.model.letters.message import Message
from bot.model.letters.nudge import Cause, Nudge
from bot.model.noun import Noun
from bot.model.people import Acquaintance, Person
from bot.model.plan import Milestone
from bot.model.snapshot import Snapshot
from bot.model.tenants import Served
from bot.ports.record import View
from bot.reports.walls import share_a_place
from bot.rules.asking import nudges as rules_nudges
from bot.rules.asking.urgency import AskedRoles, unheard
from bot.rules.holders import may_update
from bot.rules.updates import standing
from bot.wording.letters import cards
from bot.wording.letters.card_line import Line
from bot.wording.letters.cards import welcome_words
from bot.wording.letters.sections import News, of_each_plan, room_for

TURNS = 15  # days looked back on for whose turn it is, if a person's plans may not write to them in one letter


class Whose(NamedTuple):
    """The person whose nudge it is, the local day in which it may go, and from when to when."""

    person: Person
    day: date
    opens: datetime
    closes: datetime

    @property
    def key(self) -> str:
        """Return the key of their one nudge of that day."""
        return nudge_key(self.person.id, self.day)


class Due(Noun):
    """One plan's lines and news for one person today."""

    plan: str
    title: str = ""
    lines: tuple[Line, ...] = ()
    news: tuple[News, ...] = ()
    next_on: date | None = None
    upto: int = 0  # the last entry when it was found


def due_of(
    snapshot: Snapshot,
    nudge: Nudge,
    askers: Mapping[str, str],
    milestones: Mapping[str, Milestone],
    asked: AskedRoles | None = None,
) -> Due:
    """Return what a planned nudge asks, as lines of a card. `askers` names who asked for an update, by ref, `milestones` are
    those of the plan, and `asked` says through which roles each was asked, if that is known."""
    then, person = snapshot.at(nudge.opens), snapshot.people.one(nudge.person)
    lines = tuple(
        Line(
            plan=snapshot.short,
            milestone=(milestone := milestones[reason.ref]),
            standing=snapshot.standings[reason.ref],
            kind=reason.kind,
            working_days=reason.working_days,
            role=reason.role,
            above=reason.above,
            told=reason.kind is Cause.ESCALATION,
            may=may_update(snapshot.people, person, milestone, nudge.day),
            as_deputy=reason.as_deputy,
            taken=reason.taken,
            passed_on=reason.passed_on,
            papers=reason.papers,
            unheard=unheard(snapshot, reason, asked, nudge.person),
            asker=askers.get(reason.ref, ""),
            dates=standing.dates(
                then,
                milestone,
                rules_nudges.date_named(milestone, snapshot.policy, reason.kind, reason.working_days, nudge.day),
            ),
            face=standing.face_in(then, milestone),
            imported=standing.tracked_in(then, milestone),
        )
        for reason in nudge.reasons
    )
    coming = [reason.next_at for reason in nudge.reasons if reason.next_at is not None]
    return Due(plan=snapshot.short, title=snapshot.plan.title, lines=lines, next_on=min(coming, default=None))


def nudge_key(person: int, day: date) -> str:
    """Return the key of the one nudge a person may get on a local day."""
    return letter_key(Sort.NUDGE, person, day)


def nudge(whose: Whose, found: Sequence[Due], known: Acquaintance) -> Letter:
    """Write one person's nudge of the day."""
    return Letter(
        key=whose.key,
        kind=LetterKind.NUDGE,
        person=whose.person.id,
        message=nudge_message(found, known),
        asked=_asked(found),
        not_before=whose.opens,
        not_after=whose.closes,
    )


def told_by(letter: Letter) -> set[str]:
    """Return the plans of which a letter tells."""
    return {asked.plan for asked in letter.asked}


def nudges_together(
    view: View, people: Sequence[tuple[Whose, Sequence[Due]]], served: Served
) -> tuple[list[Letter], list[tuple[str, int, date]]]:
    """Write the nudges of people who belong to several plans, unless they had one today. Also return which plan could not
    reach whom on which day: it came too late, or may not go with the others."""
    there = view.letters.some([whose.key for whose, _ in people])
    known = view.people.acquainted([whose.person.id for whose, _ in people])
    letters, held = [], []
    for whose, found in people:
        id_, existing = whose.person.id, there.get(whose.key)
        told = told_by(existing) if existing is not None else _together(view, id_, whose.day, found, served)
        held += [(due.plan, id_, whose.day) for due in found if due.plan not in told]
        if existing is None:
            letters.append(nudge(whose, [due for due in found if due.plan in told], known[id_]))
    return letters, held


def _together(view: View, person: int, day: date, found: Sequence[Due], served: Served) -> set[str]:
    """Return the plans that write to somebody today, in one letter. If not all may be read in one place, those go first
    that have waited longest for their turn."""
    plans = [due.plan for due in found]
    if len(plans) < 2 or share_a_place(view, person, plans, served):
        return set(plans)
    waited = dict.fromkeys(plans, TURNS)
    keys = {back: nudge_key(person, day - timedelta(days=back)) for back in range(TURNS - 1, 0, -1)}
    there = view.letters.some(keys.values())
    for back, key in keys.items():
        waited |= {plan: back for plan in told_by(there[key]) if plan in waited} if key in there else {}
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
        for due, entry in _in_order(found)
    ]
    asked += [_told(due, news) for due in found for news in due.news]
    return tuple(asked)


def _in_order(found: Sequence[Due]) -> list[tuple[Due, Line]]:
    """Return the questions as they are numbered: each plan is among those that are shown."""
    asked = [(due, entry) for due in found for entry in due.lines]
    plans = [due.plan for due, _ in asked]
    room = room_for(plans, [(due.plan, one.section) for due in found for one in due.news])
    return [asked[n] for n in of_each_plan(plans, room)]


def _told(due: Due, news: News) -> Asked:
    about = Asked(plan=due.plan, ref=news.ref, kind=Cause.NEWS, section=news.section)
    asks = {"stood": due.upto, "settled_by": news.settled_by, "handle": news.handle}
    return about.model_copy(update=asks) if news.offers else about


def nudge_message(found: Sequence[Due], known: Acquaintance) -> Message:
    """Word one person's nudge, all plans together."""
    lines = [entry for _, entry in _in_order(found)]
    news = [item.model_copy(update={"plan": due.plan}) for due in found for item in due.news]
    welcome = () if known.welcomed else welcome_words(found[0].title)
    coming = [due.next_on for due in found if due.next_on is not None]
    titles = {due.plan: due.title for due in found} if len(known.plans) > 1 else {}
    return cards.asking_card(lines, min(coming, default=None), news, welcome, titles)
