"""News of absences and hand-overs, as people are told it in their one message of the day."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import datetime, timedelta

from bot.model.absences.absence import Absence, HandOver, Step
from bot.model.letters.nudge import Section
from bot.model.measures.measure import Measure
from bot.model.people import Person
from bot.model.plan import Milestone
from bot.model.record.entry import EntryKind
from bot.model.snapshot import Snapshot
from bot.ports.record import View
from bot.rules import calendar, holders
from bot.rules.asking import cover
from bot.rules.calendar import local_day
from bot.rules.measures import dates, whose
from bot.wording.commands import NotMe, SeedRoles, Take
from bot.wording.letters.sections import MOST_LINES, News, Offer
from bot.wording.sentences import Fact, line, with_full_stop, words
from bot.wording.summary_lines import named

_BEFORE = timedelta(days=14)  # a reading is asked for twice, in the week after its data date
IsNew = Callable[[datetime | None], bool]


def told(
    view: View, snapshot: Snapshot, person: Person, before: datetime | None, again: datetime | None, opens: datetime
) -> Iterator[News]:
    """Return what somebody is told when their hours open. `before` is when they opened last, and `again` the moment up to
    which all that waits is told once more."""

    def is_new(at: datetime | None) -> bool:
        return at is not None and at <= opens and (before is None or at > before)

    def waits(at: datetime | None) -> bool:
        return is_new(at) or (at is not None and again is not None and at <= again)

    hand_overs = view.absences.hand_overs(snapshot.short)
    if hand_overs:
        yield from _hand_overs(snapshot, person, hand_overs, is_new, waits)
    yield from _absences(view, snapshot, person, is_new)
    if person.is_admin:
        yield from _unreached(view, snapshot, waits)


# ---- hand-overs ----------------------------------------------------------------------------


def _hand_overs(
    snapshot: Snapshot, person: Person, hand_overs: Iterable[HandOver], is_new: IsNew, waits: IsNew
) -> Iterator[News]:
    mine, known = asked_for(snapshot, person), {one.ref: one for one in snapshot.plan.milestones}
    for one in hand_overs:
        milestone = known.get(one.ref)
        if milestone is None:
            continue
        facts: dict[str, Fact] = {"ref": one.ref, "before": one.from_role, "role": one.to_role or ""}
        facts["text"] = with_full_stop(milestone.text)
        if one.is_for_admin and person.is_admin and waits(one.noted):
            name = "for_admin" if one.to_role is None else "for_admin_refused"
            yield News(spans=line(f"absence.news.{name}", facts), ref=one.ref, section=Section.BOARD)
        elif one.step is Step.OFFERED and one.to_role in mine and waits(one.noted):
            yield _asked(one, facts)
        elif one.step not in (Step.OFFERED, Step.UNDONE) and one.from_role in mine and is_new(one.noted):
            yield News(spans=line(f"absence.news.{one.step.value}", facts), ref=one.ref)


def _asked(one: HandOver, facts: dict[str, Fact]) -> News:
    offers = (
        Offer(label=words("absence.hand_over.mine"), command=Take(ref=one.ref), spoken=_spoken("mine", one)),
        Offer(label=words("absence.hand_over.not_mine"), command=NotMe(ref=one.ref), spoken=_spoken("not_mine", one)),
    )
    settled = (EntryKind.HAND_OVER,)
    spans = line("absence.news.offered", facts)
    return News(spans=spans, ref=one.ref, section=Section.QUESTIONS, offers=offers, settled_by=settled)


def _spoken(label: str, one: HandOver) -> str:
    return f"{words(f'absence.hand_over.{label}')}: {one.ref}"


def asked_for(snapshot: Snapshot, person: Person) -> frozenset[str]:
    """Return the roles for which somebody is asked today: those they hold, and those for whose holder they act."""
    people, today = snapshot.people, local_day(snapshot.now, snapshot.zone_of(person))
    may = holders.deputised_by(people, person.id, today)
    acts = (role for role in may if person.id in holders.acting(people, role, today, ()))
    return frozenset((*holders.roles_of(people, person.id, today), *acts))


# ---- absences ------------------------------------------------------------------------------


def _absences(view: View, snapshot: Snapshot, person: Person, is_new: IsNew) -> Iterator[News]:
    for away in snapshot.people.absences:
        gone = snapshot.people.one(away.person)
        if gone is None or away.ends < snapshot.today or not is_new(away.noted):
            continue
        facts: dict[str, Fact] = {"who": gone.name, "starts": away.starts, "ends": away.ends}
        if away.deputy == person.id and away.starts > snapshot.today:
            of = ", ".join((*holders.roles_of(snapshot.people, gone.id, away.starts), *_led(snapshot, gone)))
            yield News(spans=line("absence.news.deputy" if of else "absence.news.deputy_alone", {**facts, "role": of}))
        left = cover.left_alone(snapshot, away) if away.person != person.id else ()
        if left and person in cover.told_of_it(snapshot, left):
            yield _alone(left, facts, person)
        if away.person != person.id and (unread := _unread(view, snapshot, away, person)):
            refs, mend = ", ".join(one.handle for one in unread), "admin_mends" if person.is_admin else "lead_mends"
            told: dict[str, Fact] = {**facts, "refs": refs, "mend": words(f"absence.news.{mend}")}
            offers = (who_holds(),) if person.is_admin else ()
            yield News(spans=line("absence.news.away_readings", told), offers=offers)


def _unread(view: View, snapshot: Snapshot, away: Absence, person: Person) -> list[Measure]:
    """Return the measures of whose readings somebody must know that nobody is asked for them, as their owner is away: whoever
    leads what they are about, else the admins."""
    people, policy, day = snapshot.people, snapshot.policy, max(away.starts, snapshot.today)
    mine = {role for role in holders.roles_of(people, away.person, day) if not cover.is_asked(people, role, day)}
    days = calendar.working_days(policy)
    found = []
    for one in view.measures.all(snapshot.short) if mine else ():
        ends = dates.ends(one.terms, policy, day - _BEFORE, away.ends)
        falls = any(day <= asked <= away.ends for end in ends for asked in dates.asked_on(end, days))
        led = [lead.id for number in whose.priorities(one.terms) for lead in holders.leads(people, number, snapshot.today)]
        hears = person.id in led if led else person.is_admin
        if falls and hears and one.terms.owner in mine and not one.is_closed:
            found.append(one)
    return found


def _led(snapshot: Snapshot, person: Person) -> Iterator[str]:
    """Name the priorities that somebody leads."""
    numbers = sorted({one.priority for one in snapshot.plan.actions})
    return (words("absence.news.led", {"number": number}) for number in numbers if person.leads(number))


def _alone(left: Collection[Milestone], facts: dict[str, Fact], person: Person) -> News:
    """Tell what nobody is asked about, and what whoever reads it may do."""
    one = "_one" if len(left) == 1 else ""
    told: dict[str, Fact] = {**facts, "count": len(left), "refs": named([one.ref for one in left], MOST_LINES)}
    told["mend"] = words(f"absence.news.{'admin' if person.is_admin else 'lead'}_mends")
    return News(spans=line(f"absence.news.away{one}", told), offers=(who_holds(),) if person.is_admin else ())


# ---- leavers -------------------------------------------------------------------------------


def _unreached(view: View, snapshot: Snapshot, waits: IsNew) -> Iterator[News]:
    """Tell an admin what nobody is asked about because nothing reaches whoever holds the role, and nobody acts for them."""
    lost = {one.person: one.at for one in view.accounts.unreachable(snapshot.short)}
    for person, at in lost.items():
        known, left = snapshot.people.one(person), cover.out_of_reach(snapshot, person, lost) if waits(at) else ()
        if known is not None and left:
            facts: dict[str, Fact] = {"who": known.name, "count": len(left), "refs": named([one.ref for one in left], MOST_LINES)}
            name = "leaver_one" if len(left) == 1 else "leaver"
            yield News(spans=line(f"absence.news.{name}", facts), offers=(who_holds(),))


def who_holds() -> Offer:
    """Return the button that shows who holds which role, and which nobody holds."""
    return Offer(label=words("absence.news.who_holds"), command=SeedRoles())
