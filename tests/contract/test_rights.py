"""Laws of rights: whatever is said in whatever order, each new entry is its author's to make, and nothing else moves a date."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from bot.model.people import People
from bot.model.record.entry import Entry, EntryKind
from bot.model.status import Status
from bot.ports.record import View
from tests.laws import dear
from tests.world.every_line import PEOPLE, load
from tests.world.plan import ROLES, SMALL, email, record
from tests.world.talk import Talk

REFS = ("1.1.1", "1.1.2", "1.1.3", "1.1.4")
PATH = "path: agency cover by Ben on 3 May 2026"
OWNERS, ANYBODY = ("keira", "keira", "ben"), tuple(PEOPLE)
LINES = {  # each with those who most likely may say it; a third of the time somebody else does
    **dict.fromkeys(("{ref} green well {n}", f"{{ref}} red stuck {{n}}, {PATH}", "all same", "month as before"), OWNERS),
    **dict.fromkeys(("{ref} complete: done https://example.org/{n}", "1.1.2 complete: well done https://example.org/{n}"), OWNERS),
    **dict.fromkeys(("undo", "undo because", "back", "away 18 March to 30 March, deputy {who}"), ANYBODY),
    **dict.fromkeys(("correct {u} green otherwise {n}", "{e} good until 30 June 2026", "snooze {ref} until 2 April 2025"), OWNERS),
    **dict.fromkeys(("evidence {ref} https://example.org/{n} minutes", "not me {ref} {who}", "not me 1.1.1 ben@example.org"), OWNERS),
    **dict.fromkeys(("take {ref}", "take 1.1.1"), ("ben", "carys")),
    **dict.fromkeys(("move {ref} to {day} because late", "move 1.1.4 all to {day} because late", "drop {ref} because done"), OWNERS),
    **dict.fromkeys(("approve {x}", "decline {x} because no"), ("gwen", "carys")),
    **dict.fromkeys(("withdraw {x} because no", "withdraw {e} because no"), ("gwen", "keira")),
    **dict.fromkeys(("assure {ref} substantial because it holds", "assure 1.1.2 limited because I looked"), ("hugo",)),
    **dict.fromkeys(("send back {ref}: the minutes", "assure 1.1.2 substantial because it holds"), ("hugo",)),
    **dict.fromkeys(("withdraw {u} because no", "redact {u} narrative because no", "holder {role} {who}"), ("gwen",)),
    **dict.fromkeys(("pause 1 until 10 April 2025 because x", "resume 1", "ask {ref}"), ("gwen",)),
}


@st.composite
def deeds(draw: st.DrawFn) -> Deed:
    line = draw(st.sampled_from(list(LINES)))
    name = draw(st.sampled_from(LINES[line] if draw(st.integers(0, 2)) else ANYBODY))
    return Deed(name, line, draw(st.sampled_from(REFS)), draw(st.sampled_from(ANYBODY)), draw(st.integers(0, 9)))


class Deed(NamedTuple):
    """One thing that somebody says, about a milestone and somebody."""

    name: str
    line: str
    ref: str
    other: str
    n: int

    def typed(self, view: View) -> str:
        """The line, with handles that the record has."""
        said = [one.id for ref in REFS for one in view.updates.history(SMALL, ref)] or [1]
        offered = [one.number for one in view.evidence.index(SMALL)] or [1]
        handles = {"u": f"u{said[self.n % len(said)]}", "e": f"e{offered[self.n % len(offered)]}"}
        handles["x"] = f"x{max(1, len(view.requests.all(SMALL)) - self.n % 3)}"
        day = f"{self.n + 1} {('May', 'June', 'July')[self.n % 3]} 2025"
        told = self.line.format(ref=self.ref, n=self.n, who=email(self.other), role=ROLES[self.n % 4], day=day, **handles)
        return f"in small: {told}" if self.name == "leo" else told


class Who(NamedTuple):
    """Somebody as the record has them on a day: their rights, and the roles that they hold and act for."""

    id: int
    rights: frozenset[str]
    holds: frozenset[str]
    acts: frozenset[str]

    def answers_for(self, owners: tuple[str, ...]) -> bool:
        return not (self.holds | self.acts).isdisjoint(owners)

    @property
    def decides(self) -> bool:
        return "chair" in self.rights or "admin" in self.rights or "Independent Chair" in self.holds

    @property
    def capacities(self) -> set[str]:
        """Every capacity that they may speak in."""
        return {*self.rights, *self.holds, *(f"deputy for {role}" for role in self.acts)} | ({"chair"} if self.decides else set())


class Before(NamedTuple):
    """The record before something is said."""

    head: int
    who: Who
    owners: Mapping[str, tuple[str, ...]]
    dates: Mapping[str, tuple[date | None, bool, object]]


def who(view: View, name: str, day: date) -> Who:
    people, person = view.people.of(SMALL), view.people.by_email(email(name)) or 0
    held = {one.role for one in people.holdings if one.person == person and one.covers(day)}
    known = next(one for one in people.persons if one.id == person)
    return Who(person, frozenset(known.rights), frozenset(held), frozenset(acted_for(people, person, day)))


def acted_for(people: People, person: int, day: date) -> set[str]:
    named = {one.person for one in people.absences if one.deputy == person and one.covers(day)}
    return {one.role for one in people.holdings if one.covers(day) and (one.deputy_on(day) == person or one.person in named)}


def before(view: View, name: str, day: date) -> Before:
    steps = view.plans.one(SMALL).milestones
    return Before(view.entries.head(SMALL).entry, who(view, name, day), {one.ref: one.owners for one in steps}, dates(view))


def dates(view: View) -> dict[str, tuple[date | None, bool, object]]:
    return {one.ref: (one.due, one.closed, one.moved) for one in view.plans.one(SMALL).milestones}


def wrong(view: View, was: Before) -> list[str]:
    """All that is wrong with what one thing said has changed."""
    made = [view.entries.entry(SMALL, number) for number in range(was.head + 1, view.entries.head(SMALL).entry + 1)]
    entries = [one for one in made if one is not None and one.header.kind is not EntryKind.ACCOUNT]
    found = [f"{one.header.kind} {dict(one.fields)}" for one in entries if not may_make(view, one, was)]
    decided = any(one.header.kind is EntryKind.DATE_DECISION and one.fields["decision"] == "approved" for one in entries)
    undone = any(_takes_back(view, one) is EntryKind.DATE_DECISION for one in entries)
    return found + ([] if decided or undone or dates(view) == was.dates else [f"a date moved by {entries}"])


def _takes_back(view: View, entry: Entry) -> EntryKind | None:
    gone = view.entries.entry(SMALL, int(entry.fields["withdraws"])) if entry.header.kind is EntryKind.WITHDRAWAL else None
    return gone.header.kind if gone else None


def may_make(view: View, entry: Entry, was: Before) -> bool:
    """Whether an entry is whoever spoke's to make, in the capacity that it names."""
    fields, who = entry.fields, was.who
    own = fields.get("person") == view.entries.whom(SMALL, who.id)
    said_as = [fields.get("capacity", "")]
    if entry.header.kind is EntryKind.ABSENCE:  # of all that they hold at once, which may be nothing
        said_as = [one for one in said_as[0].split(", ") if one]
    return own and {*who.capacities, *_left(view, entry)}.issuperset(said_as) and _has_right(view, entry, was)


def _left(view: View, entry: Entry) -> list[str]:
    """The capacity in which somebody said what they now take back themselves, though they have left it."""
    named = entry.fields.get("withdraws") or entry.fields.get("corrects") or entry.fields.get("absence")
    before = view.entries.entry(SMALL, int(named)) if named else None
    return [before.fields.get("capacity", "")] if before and before.fields.get("person") == entry.fields.get("person") else []


def _completes(view: View, entry: Entry) -> bool:
    """Whether what was said with an entry completed its milestone."""
    said = [view.updates.one(SMALL, number) for number in view.entries.recorded(SMALL, entry.fields["inbound"])]
    return any(one is not None and one.ref == entry.fields["about"] and one.status is Status.COMPLETE for one in said)


def _has_right(view: View, entry: Entry, was: Before) -> bool:
    fields, who = entry.fields, was.who
    owners = was.owners.get(fields.get("about", ""), ())
    mine = who.answers_for(owners) or "admin" in who.rights
    match entry.header.kind:
        case EntryKind.UPDATE | EntryKind.CONFIRMATION | EntryKind.EVIDENCE | EntryKind.DOUBT | EntryKind.DATE_REQUEST | EntryKind.SNOOZE:
            return mine
        case EntryKind.CORRECTION:
            return _author(view, fields["corrects"]) == fields["person"]  # their own words, as what they were then
        case EntryKind.HAND_OVER:
            named = tuple(role for role in (fields["from_role"], fields.get("to_role", "")) if role)
            return mine or (fields["step"] != "offered" and who.answers_for(named))
        case EntryKind.ABSENCE:
            return fields["whom"] == fields["person"]
        case EntryKind.DATE_DECISION if fields["decision"] == "overtaken" and mine:
            return _completes(view, entry)  # nobody decides: it is complete
        case EntryKind.DATE_DECISION:
            return who.decides and _author(view, fields["request"]) != fields["person"]
        case EntryKind.ASSURANCE:
            return not who.rights.isdisjoint({"assurer", "assurer:1"}) and not who.answers_for(owners) and _is_anothers(view, entry, who.id)
        case EntryKind.WITHDRAWAL | EntryKind.EVIDENCE_WITHDRAWN:
            return "admin" in who.rights or _author(view, fields["withdraws"]) == fields["person"]
        case EntryKind.ASKED:
            return who.decides
        case EntryKind.HOLDING | EntryKind.DEPUTY | EntryKind.PAUSE | EntryKind.ERASURE:
            return "admin" in who.rights
    return False


def _author(view: View, number: str) -> str | None:
    entry = view.entries.entry(SMALL, int(number))
    return entry.fields.get("person") if entry else None


def _is_anothers(view: View, verdict: Entry, person: int) -> bool:
    """Whether nobody looks at what they declared: as far back as it was complete without a break."""
    for said in reversed(view.updates.history(SMALL, verdict.fields["about"], verdict.header.number)):
        if said.status.value != "complete":
            break
        if said.by == person:
            return False
    return True


async def _lives(folder: Path, told: list[Deed]) -> None:
    talk = Talk(await record(folder / "record.db", load))
    try:
        for deed in told:
            talk.clock.moment += timedelta(minutes=deed.n)
            for said in (await talk.store.read(deed.typed), "yes"):
                was = await talk.store.read(lambda view: before(view, deed.name, talk.clock().date()))  # noqa: B023
                await talk.says(deed.name, said)
                found = await talk.store.read(lambda view: wrong(view, was))  # noqa: B023
                assert found == [], (deed.name, said, was)
    finally:
        await talk.store.close()


@dear(60)
@given(st.lists(deeds(), min_size=10, max_size=25))
def test_nobody_makes_an_entry_without_the_right_to_it_and_dates_move_by_decisions_alone(told: list[Deed]) -> None:
    with TemporaryDirectory() as folder:
        asyncio.run(_lives(Path(folder), told))
