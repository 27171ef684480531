"""A plan that sleeps until it may have something to say says the same as one that is looked at each time its hours open."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import NamedTuple

import sqlalchemy as sa
from hypothesis import example, given
from hypothesis import strategies as st

from bot.model.absences.absence import Absence, HandOver, Snooze, Step
from bot.model.board.business import BusinessKind, Deed, Item
from bot.model.board.business import Step as Done
from bot.model.board.settings import Cycle, Meeting
from bot.model.letters.letter import LetterState
from bot.model.people import Address, PersonRow
from bot.model.plan import Action, Milestone, Plan, Recurrence, Role
from bot.model.policy import Policy
from bot.model.record.entry import By
from bot.model.status import Status
from bot.model.updates.update import Evidence, Question, Update
from bot.planning.rounds import plan_round
from bot.ports.record import Tx
from bot.rules.calendar import working_days
from store.record import SqlStore
from tests import records
from tests.laws import dear

FIRST = date(2026, 1, 5)  # a Monday in winter: London's hours are UTC's
SHORTS = ("kent", "surrey")
OPENINGS, OTHER_ROUNDS, BETWEEN = (7, 9), (13,), (6, 8, 11)  # Ben, in Helsinki, is two hours ahead


def plan_of(short: str) -> Plan:
    steps = (
        {"due": FIRST + timedelta(days=2), "owners": ("Head",)},
        {"due": FIRST + timedelta(days=13), "owners": ("Nurse", "Head")},
        {"due": FIRST - timedelta(days=20), "owners": ("Vacant",)},
        {"due": FIRST - timedelta(days=9), "owners": ("Nurse",)},
        {"due": FIRST + timedelta(days=4), "owners": ("Head",), "recurrence": Recurrence.MONTHLY},
        {"open_ended": True, "owners": ("Head",)},
    )
    milestones = tuple(Milestone.model_validate({"ref": f"1.1.{n}", "text": "Do it", **one}) for n, one in enumerate(steps, 1))
    roles = tuple(Role(name=name) for name in ("Head", "Nurse", "Vacant"))
    return Plan(short=short, title=short.title(), actions=(Action(ref="1.1", priority=1, title="A", milestones=milestones),), roles=roles)


PEOPLE = {
    "kent": (
        PersonRow(role="Head", name="Ann", email="ann@x.uk", ends=FIRST + timedelta(days=10)),
        PersonRow(role="Nurse", name="Ben", email="ben@x.uk"),
        PersonRow(role=None, name="Adi", email="adi@x.uk", rights=("admin",)),
    ),
    "surrey": (
        PersonRow(role="Head", name="Cy", email="cy@x.uk"),
        PersonRow(role="Nurse", name="Ben", email="ben@x.uk"),
        PersonRow(role=None, name="Dee", email="dee@x.uk", rights=("admin",)),
    ),
}
ANN, BEN = 1, 2


class Happening(NamedTuple):
    """Something that happens on a day between rounds."""

    day: int
    hour: int
    kind: str
    short: str
    number: int


HAPPENINGS = st.lists(
    st.builds(
        Happening,
        st.integers(0, 14),
        st.sampled_from(BETWEEN),
        st.sampled_from(
            [
                *("green", "amber", "complete", "withdraw", "ask", "hold", "deputy", "edition", "lose", "reach", "pause", "resume"),
                *("board", "fail", "send", "keep", "part", "away", "back", "snooze", "offer", "take", "meet"),
                *("raise", "answer", "not enough", "decide"),
            ]
        ),
        st.sampled_from(SHORTS),
        st.integers(1, 6),
    ),
    max_size=12,
)


class Office:
    """One record, in which it is always known what time it is."""

    def __init__(self, file: Path, wakeful: bool) -> None:
        self.now = datetime(2026, 1, 1, tzinfo=UTC)
        self.store = SqlStore(f"sqlite:///{file}", lambda: self.now)
        self.wakeful = wakeful
        self.post: LetterState | None = LetterState.SENT

    async def begin(self) -> None:
        def load(tx: Tx) -> None:
            for short in SHORTS:
                tx.plans.save(plan_of(short))
                tx.people.save(short, PEOPLE[short])
            tx.plans.keep_settings("kent", Policy(board=Cycle(meetings=(Meeting(on=FIRST + timedelta(days=9)),))))

        await self.store.transact(load)
        with self.store._write.begin() as connection:
            connection.execute(sa.text("UPDATE contact SET zone = 'Europe/Helsinki' WHERE id = :ben"), {"ben": BEN})

    async def round(self, hour: int) -> None:
        if self.wakeful and hour in OPENINGS:
            await self.store.transact(lambda tx: [tx.rounds.wake(short) for short in SHORTS])
        await plan_round(self.store, self.now)
        await self.store.transact(self._carry)

    def _carry(self, tx: Tx) -> None:
        for key in records.waiting(tx, self.now) if self.post is not None else ():
            assert self.post is not None
            if records.claimed(tx, key, self.now) is not None:
                records.settled(tx, key, self.post, self.now, reason="refused")
        tx.letters.note_sent()

    async def happens(self, one: Happening) -> None:
        if one.kind in ("fail", "send", "keep"):
            self.post = {"fail": LetterState.FAILED, "send": LetterState.SENT}.get(one.kind)
        else:
            await self.store.transact(lambda tx: self._change(tx, one))

    def _change(self, tx: Tx, one: Happening) -> None:
        short, ref, at = one.short, f"1.1.{one.number}", self.now
        match one.kind:
            case "green" | "amber" | "complete":
                forecast = at.date() + timedelta(days=5) if one.kind == "amber" else None
                proof = (Evidence(url="https://x.uk"),)
                words = {"narrative": f"Said {at:%d %H}", "path_to_green": "Staff", "forecast": forecast, "evidence": proof}
                by = {"by": BEN, "by_name": "Ben", "capacity": "Nurse", "at": at}
                tx.updates.record(Update(plan=short, ref=ref, status=Status(one.kind), **words, **by))  # type: ignore[arg-type]
            case "withdraw":
                for update in tx.updates.history(short, ref)[-1:]:
                    tx.updates.withdraw(short, update.id, "a mistake", "admin")
            case "ask":
                tx.updates.ask(Question(plan=short, ref=ref, by=BEN, by_name="Ben", at=at))
                tx.rounds.wake(short)
            case "hold":
                if tx.people.hold(short, "Vacant" if one.number % 2 else "Head", BEN, at.date() + timedelta(days=one.number)):
                    tx.rounds.wake(short)
            case "deputy":
                starts = None if one.number == 1 else at.date() + timedelta(days=one.number)
                (head, *_) = PEOPLE[short]
                named = {"deputy_email": "ben@x.uk", "deputy_starts": starts, "deputy_ends": starts and starts + timedelta(days=2)}
                tx.people.save(short, [head.model_copy(update=named)])
            case "edition":
                (action,) = tx.plans.one(short).actions
                owners = ("Nurse", "Head") if one.number % 2 else ("Head",)
                told = [m.model_copy(update={"owners": owners}) if m.ref == ref else m for m in action.milestones]
                changed = (action.model_copy(update={"milestones": tuple(told)}),)
                tx.plans.save(tx.plans.one(short).model_copy(update={"actions": changed}))
            case "lose":
                tx.accounts.lose(Address(platform="slack", tenant="T", id=f"U{ANN}"), "left", at)
            case "reach":
                tx.accounts.reach(ANN, Address(platform="slack", tenant="T", id=f"U{ANN}"), at)
            case "pause" | "resume":
                tx.pauses.hold(short) if one.kind == "pause" else tx.pauses.let_go(short)
            case "away" | "back":
                self._goes(tx, short, one)
            case "snooze":
                until = at.date() + timedelta(days=one.number)
                tx.absences.snooze(short, Snooze(ref=ref, person=BEN, until=until, capacity="Nurse", at=at))
            case "offer":
                tx.absences.hand_over(short, HandOver(ref=ref, from_role="Head", to_role="Nurse" if one.number % 2 else None), "Head")
            case "take":
                for offer in tx.absences.hand_overs(short)[:1]:
                    tx.absences.hand_over(short, offer.model_copy(update={"step": Step.TAKEN, "to_role": "Nurse"}), "Nurse")
            case "part":
                scope, until = ("1", "Nurse", "Head")[one.number % 3], at.date() + timedelta(days=one.number)
                tx.pauses.hold(short, scope, until, "inspection")
                tx.rounds.wake(short)
            case "meet":
                meeting = Meeting(on=at.date() + timedelta(days=4 + 2 * one.number))
                cycle = Cycle(meetings=(meeting,), opens=6, owners_by=3, leads_by=2, papers_due=1, owners_again=1)
                tx.plans.keep_settings(short, Policy(board=cycle))
            case "raise" | "answer" | "not enough" | "decide":
                self._board_acts(tx, short, one)
            case "board":
                tx.plans.bind_board(short, Address(platform="slack", tenant="T", id="C1"))

    def _goes(self, tx: Tx, short: str, one: Happening) -> None:
        """Somebody goes away, or comes back."""
        people, today = tx.people.of(short), self.now.date()
        who = BEN if one.number % 2 else next(holding.person for holding in people.holdings if holding.role == "Head")
        known = next((away for away in reversed(people.absences) if away.person == who), None)
        if one.kind == "back" and known is not None:
            tx.absences.say(short, known.model_copy(update={"ends": today - timedelta(days=1)}))
        elif one.kind == "away":
            starts = today + timedelta(days=one.number - 2)
            deputy = people.persons[-1].id if one.number > 3 else None
            tx.absences.say(short, Absence(person=who, starts=starts, ends=starts + timedelta(days=one.number), deputy=deputy))

    def _board_acts(self, tx: Tx, short: str, one: Happening) -> None:
        """The board raises something, or does something with what was raised last."""
        deeds = {"answer": Deed.ANSWERED, "not enough": Deed.NOT_ACCEPTED, "decide": Deed.DECIDED}
        admin = tx.people.of(short).persons[-1]
        tx.acting(By(at=self.now, person=admin.id, capacity="admin"))
        if one.kind == "raise":
            kind, owner = list(BusinessKind)[one.number % 3], ("Head", "Nurse", "Vacant", "")[one.number % 4]
            told = {"plan": short, "kind": kind, "owner": owner, "about": (f"1.1.{one.number}",), "text": "Why", "by": admin.id}
            tx.business.begin(Item.model_validate({**told, "wanted_by": self.now.date() + timedelta(days=2 * one.number), "at": self.now}))
        for item in tx.business.all(short)[-1:] if one.kind in deeds else ():
            tx.business.step(item, Done(deed=deeds[one.kind], words="So", by=admin.id, at=self.now))

    def letters(self) -> Sequence[tuple[object, ...]]:
        """Everything that was written."""
        with self.store._read.connect() as connection:
            written = sa.text("SELECT key, message, asked, not_before, not_after FROM letter ORDER BY key")
            # A summary ends with its entry's digest, which is never the same in two records.
            return [(row.key, re.sub(r"[0-9a-f]{6,}", "", row.message), *row[2:]) for row in connection.execute(written)]


async def lived(file: Path, wakeful: bool, happenings: Sequence[Happening]) -> Sequence[tuple[object, ...]]:
    """What a record holds after eighteen days in which all that happened."""
    office = Office(file, wakeful)
    await office.begin()
    try:
        for day in range(18):
            for hour in sorted((*OPENINGS, *OTHER_ROUNDS, *BETWEEN)):
                office.now = datetime.combine(FIRST + timedelta(days=day), time(hour), UTC)
                if hour in BETWEEN:
                    for one in happenings:
                        if (one.day, one.hour) == (day, hour):
                            await office.happens(one)
                else:
                    await office.round(hour)
        return office.letters()
    finally:
        await office.store.close()


@dear(25)
@given(happenings=HAPPENINGS)
@example([Happening(0, 6, "reach", "kent", 1), Happening(1, 6, "lose", "kent", 1)])
@example([Happening(0, 11, "away", "kent", 6), Happening(1, 6, "snooze", "surrey", 5), Happening(2, 8, "offer", "kent", 2)])
@example([Happening(1, 8, "raise", "kent", 3), Happening(2, 8, "raise", "kent", 4), Happening(12, 6, "answer", "kent", 1)])
@example([Happening(1, 6, "away", "kent", 5), Happening(1, 8, "away", "surrey", 3), Happening(5, 8, "back", "kent", 5)])
@example([Happening(0, 6, "reach", "kent", 1), Happening(1, 11, "lose", "kent", 1)])
@example([Happening(1, 11, "meet", "kent", 3), Happening(4, 8, "green", "kent", 1), Happening(5, 11, "meet", "kent", 5)])
def test_a_sleeper_says_the_same_and_nobody_has_two_messages_a_day(happenings: list[Happening]) -> None:
    with records.folder() as place:
        asleep = asyncio.run(lived(records.empty(place / "asleep.db"), False, happenings))
        awake = asyncio.run(lived(records.empty(place / "awake.db"), True, happenings))

    assert asleep == awake
    assert asleep
    assert more_than_one_a_day(awake) == {}


def more_than_one_a_day(letters: Sequence[tuple[object, ...]]) -> dict[tuple[str, date], int]:
    """To whom more than one letter went on one of their working days, or any on another day: about all plans and roles of
    theirs, as holder, deputy or admin, whatever it was for."""
    counts: Counter[tuple[str, date]] = Counter()
    for key, *_, not_before, _ in letters:
        opens = datetime.fromisoformat(str(not_before)).replace(tzinfo=UTC)
        sort, whom, *_ = str(key).split(":")
        if sort not in ("digest", "since"):
            counts[whom, opens.date()] += 1 if opens.date() in DAYS and OPENS <= opens.time() < CLOSES else 2
    return {of: count for of, count in counts.items() if count > 1}


DAYS, OPENS, CLOSES = working_days(Policy()), time(7), time(17)
