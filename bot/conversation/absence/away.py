"""Going away and coming back, in all plans of whoever says so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from bot.conversation.absence.saying import answer, refusal
from bot.conversation.visit import Said, day_meant, undo_of
from bot.model.absences.absence import Absence
from bot.model.letters.message import Spans
from bot.model.letters.talk import Reply
from bot.model.people import People
from bot.ports.record import Tx, View
from bot.reports.snapshot import take
from bot.rules.asking import cover
from bot.rules.asking.absence import absence, overlapping, planned
from bot.rules.dates import span
from bot.rules.holders import is_chair, only_observes, roles_of
from bot.wording import commands
from bot.wording.sentences import Fact, line, words

DAY = timedelta(days=1)
LONGEST = timedelta(days=366)
USUAL = timedelta(days=183)  # who is away for longer says the year: a slip in a month is no year away
_FROM = re.compile(r"\A(?:from|on) ", re.IGNORECASE)
_TO = re.compile(r" (?:to|until|till|-|\u2013) ", re.IGNORECASE)
_NUMBER_ALONE = re.compile(r"\A([0-9]{1,2})(?:st|nd|rd|th)?\Z", re.IGNORECASE)
_NUMBER_FIRST = re.compile(r"\A[0-9]{1,2}(?:st|nd|rd|th)? ", re.IGNORECASE)


# ---- away ----------------------------------------------------------------------------------


def go(tx: Tx, said: Said, command: commands.Away) -> Reply:
    """Note that somebody is away, and who acts for them. What was said already is not said again."""
    starts, ends = _days(tx, said, command.when)
    deputy = _deputy(tx, said, command)
    for short in _plans(tx, said):
        _go(tx, said, short, Absence(person=said.asker.person.id, starts=starts, ends=ends, deputy=deputy))
    return _say_away(tx, said, starts)


def _plans(view: View, said: Said) -> Sequence[str]:
    """Return the plans that an absence is noted in: all of theirs that go on, or the one that they named."""
    if said.command.plan is not None:
        return (said.asker.short,)
    return [short for short in view.people.plans_of(said.asker.person.id) if view.plans.closed(short) is None]


def _days(view: View, said: Said, words_: str) -> tuple[date, date]:
    """Return the first and the last day that are meant. Raises Refusal if they are unclear, over, or very many."""
    short, today = said.asker.short, said.today
    first, last = _parts(_FROM.sub("", words_))
    if not words_:
        raise refusal("away_when", {"example": _example(today)})
    if last:
        starts = day_meant(view, short, first, today)
        ends = day_meant(view, short, last, starts)
    else:
        found = span(first, today, 0, view.plans.policy(short).calendar)
        starts, ends = found if found is not None else (day := day_meant(view, short, first, today), day)
    starts = max(starts, today)
    if ends < starts:
        raise refusal("away_over", {"ends": ends, "example": _example(today)})
    if ends - starts >= LONGEST:
        raise refusal("away_long", {"starts": starts, "ends": ends})
    if ends - starts > USUAL and str(ends.year) not in words_:
        raise refusal("away_year", {"starts": starts, "ends": ends})
    return starts, ends


def _parts(words_: str) -> tuple[str, str]:
    """Return the words for the first day and those for the last, which are empty if there is one phrase for both. In "3 to 10
    March" the month is told once."""
    first, _, last = _TO.sub("\n", words_, count=1).partition("\n")
    number = _NUMBER_ALONE.match(first)
    if last and number is not None:
        first = number[1] + " " + _NUMBER_FIRST.sub("", last)
    return first, last


def _example(today: date) -> str:
    monday = today + timedelta(days=7 - today.weekday())
    return f"away {_plain(monday)} to {_plain(monday + 4 * DAY)}"


def _plain(day: date) -> str:
    return f"{day.day} {day:%B}"


def _deputy(view: View, said: Said, command: commands.Away) -> int | None:
    if not command.deputy:
        return None
    person = view.people.by_email(command.deputy)
    known = [short for short in _plans(view, said) if person is not None and view.people.of(short).one(person) is not None]
    if person is None or not known:
        raise refusal("no_such_deputy", {"email": command.deputy})
    if person == said.asker.person.id:
        raise refusal("own_deputy", {})
    if not any(_may_act(view.people.of(short), person, said.today) for short in known):
        raise refusal("observer_deputy", {"email": command.deputy})
    return person


def _may_act(people: People, person: int | None, day: date) -> bool:
    """Say if a plan knows somebody who may act for another: whoever only observes it does not."""
    known = None if person is None else people.one(person)
    return known is not None and not only_observes(people, known, day)


def _go(tx: Tx, said: Said, short: str, meant: Absence) -> None:
    """Note an absence in one plan, in place of those that it overlaps. One that has begun goes on from where it began, with
    the deputy that it had if no other is named."""
    people = tx.people.of(short)
    before = overlapping(people, meant)
    deputy = meant.deputy if _may_act(people, meant.deputy, said.today) else None
    if before:
        last = before[-1]
        starts = min([meant.starts, *(one.starts for one in before if one.starts < said.today)])
        told = {"id": last.id, "starts": starts, "noted": last.noted}
        meant = meant.model_copy(update={**told, "deputy": deputy or last.deputy})
    else:
        meant = meant.model_copy(update={"deputy": deputy})
    if meant in before and len(before) == 1:
        return
    tx.acting(said.by_as(_capacity(tx, said, short)))
    for one in before[:-1]:
        tx.absences.say(short, one, void=True)
    tx.absences.say(short, meant)
    tx.rounds.wake(short)


def _capacity(view: View, said: Said, short: str) -> str:
    """Return what somebody holds in a plan, as the capacity in which they are away."""
    return ", ".join(roles_of(view.people.of(short), said.asker.person.id, said.today)) or said.by.capacity


def _say_away(view: View, said: Said, day: date) -> Reply:
    short, me = said.asker.short, said.asker.person.id
    away = absence(view.people.of(short), me, day)
    assert away is not None  # it was noted just now, or before
    facts: dict[str, Fact] = {"starts": away.starts, "ends": away.ends}
    made = view.entries.recorded(short, said.inbound.id)
    title = words("absence.away.title" if made else "absence.away.already", facts)
    told = [line("absence.away.quiet"), *_acting(view, said, away)]
    return answer(view, said, title, told, (undo_of(said, made[-1]),) if made else ())


def _acting(view: View, said: Said, away: Absence) -> Iterator[Spans]:
    """Say who acts for somebody who is away, in the plans of which they may hear here."""
    for short in said.asker.plans if said.command.plan is None else (said.asker.short,):
        people = view.people.of(short)
        mine = absence(people, away.person, away.starts)
        if mine is None:
            continue
        plan = words("absence.away.in_plan", {"plan": view.plans.one(short).title}) if said.asker.several else ""
        deputy = None if mine.deputy is None else people.one(mine.deputy)
        left = cover.left_alone(take(view, short, said.asker.now), mine)
        if deputy is not None and absence(people, deputy.id, max(mine.starts, said.today)) is not None:
            yield line("absence.away.deputy_away", {"who": deputy.name, "plan": plan})
        elif deputy is not None:
            yield line("absence.away.deputy", {"who": deputy.name, "plan": plan})
        person = people.one(away.person)
        if person is not None and is_chair(people, person, said.today):
            yield line("absence.away.chair", {"plan": plan})
        if left:
            days = f"{_plain(mine.starts)} to {_plain(mine.ends)}"
            yield line("absence.away.nobody", {"count": len(left), "plan": plan, "days": days})


# ---- back ----------------------------------------------------------------------------------


def come_back(tx: Tx, said: Said) -> Reply:
    """End the absence of whoever is back: today they are there. If they have not gone yet, they do not go."""
    me, made = said.asker.person.id, tx.entries.recorded(said.asker.short, said.inbound.id)
    if made:
        return _say_back(tx, said, made[-1])
    found = [(short, one) for short in _plans(tx, said) if (one := planned(tx.people.of(short), me, said.today)) is not None]
    if not found:
        raise refusal("not_away", {"example": _example(said.today)})
    for short, one in found:
        tx.acting(said.by_as(_capacity(tx, said, short)))
        has_begun = one.starts < said.today
        tx.absences.say(short, one.model_copy(update={"ends": said.today - DAY}) if has_begun else one, void=not has_begun)
        tx.rounds.wake(short)
    made = tx.entries.recorded(said.asker.short, said.inbound.id)
    return _say_back(tx, said, made[-1] if made else 0)


def _say_back(view: View, said: Said, entry: int) -> Reply:
    told = [line("absence.back.told")]
    return answer(view, said, words("absence.back.title"), told, (undo_of(said, entry),) if entry else ())
