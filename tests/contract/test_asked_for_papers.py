"""Owners are asked for the board's papers by real rounds on a real record, and nobody twice, whatever becomes of the meeting."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.conversation.asking.status import status
from bot.model.board.period import PeriodState, PeriodTold, SincePapers
from bot.model.board.settings import Cycle, Meeting
from bot.model.letters.letter import Letter, LetterState
from bot.model.letters.talk import Asker
from bot.model.people import PersonRow
from bot.model.plan import Action, Milestone, Plan
from bot.model.policy import Policy
from bot.model.status import Status
from bot.model.updates.update import Evidence, Update
from bot.planning.preview import preview
from bot.planning.rounds import plan_round
from bot.ports.record import Tx, View
from bot.reports.board.period import period_json, since_papers, told
from bot.reports.record.past import Past, entry_by
from bot.reports.snapshot import take
from bot.wording.cycle import period_line
from store.record import SqlStore
from tests import records

KENT = "kent"
BEGAN = date(2025, 11, 3)
DECEMBER, PUT_OFF = date(2025, 12, 11), date(2025, 12, 18)
OPENS, AGAIN, FREEZES = date(2025, 11, 21), date(2025, 11, 26), date(2025, 12, 4)
ANNA, BEN, LEA, EDDA, CARYS, MEMBER = range(1, 7)
ROWS = (
    PersonRow(role="Head", name="Anna", email="anna@example.org"),
    PersonRow(role="Nurse", name="Ben", email="ben@example.org"),
    PersonRow(role=None, name="Lea", email="lea@example.org", rights=("lead:1",)),
    PersonRow(role=None, name="Edda", email="edda@example.org", rights=("admin",)),
    PersonRow(role=None, name="Carys", email="carys@example.org", rights=("chair",)),
    PersonRow(role=None, name="Mo", email="mo@example.org", rights=("member",)),
)


def a_plan() -> Plan:
    owners = ("Head", "Head", "Nurse")
    steps = tuple(
        Milestone(ref=f"1.1.{n}", text="Do it", due=date(2026, 12, 31), owners=(owner,)) for n, owner in enumerate(owners, 1)
    )
    return Plan(short=KENT, title="Kent", actions=(Action(ref="1.1", priority=1, title="Do", milestones=steps),))


def meeting_on(*days: date) -> Policy:
    return Policy(board=Cycle(meetings=tuple(Meeting(on=day) for day in days)))


class Office:
    """One record, in which it is always known what time it is."""

    def __init__(self, url: str) -> None:
        self.now = datetime.combine(BEGAN, time(8), UTC)
        self.store = SqlStore(url, lambda: self.now)

    async def begin(self, policy: Policy) -> None:
        def load(tx: Tx) -> None:
            tx.plans.save(a_plan())
            tx.people.save(KENT, ROWS)
            tx.plans.keep_settings(KENT, policy)

        await self.store.transact(load)

    async def keeps(self, policy: Policy) -> None:
        await self.store.transact(lambda tx: tx.plans.keep_settings(KENT, policy))

    async def lives(self, first: date, last: date) -> None:
        """Run two rounds a day, and let what they wrote be taken."""
        for offset in range((last - first).days + 1):
            for hour in (9, 17):
                self.now = datetime.combine(first + timedelta(days=offset), time(hour, 5), UTC)
                await plan_round(self.store, self.now)
                await self.store.transact(self._carry)

    def _carry(self, tx: Tx) -> None:
        for key in records.waiting(tx, self.now):
            if records.claimed(tx, key, self.now) is not None:
                records.settled(tx, key, LetterState.SENT, self.now)
        tx.letters.note_sent()

    async def says(self, ref: str, at: datetime, status: Status = Status.GREEN) -> None:
        self.now = at
        by = {"by": ANNA, "by_name": "Anna", "capacity": "Nurse" if ref == "1.1.3" else "Head", "at": at}
        proof = (Evidence(url="https://x.uk"),)
        update = Update(plan=KENT, ref=ref, status=status, path_to_green="x", evidence=proof, **by)  # type: ignore[arg-type]
        await self.store.transact(lambda tx: tx.updates.record(update))

    async def letter(self, person: int, day: date) -> Letter | None:
        return await self.store.read(lambda view: view.letters.one(f"nudge:{person}:{day}"))

    async def asked(self, person: int) -> list[tuple[date, str]]:
        days = [BEGAN + timedelta(days=n) for n in range(90)]
        letters = [(day, await self.letter(person, day)) for day in days]
        return [(day, one.ref) for day, it in letters if it is not None for one in it.asked if one.kind == "period"]

    async def told(self) -> PeriodTold:
        return await self.store.read(lambda view: told(view, take(view, KENT, self.now)))


@pytest.fixture
async def office(database_url: str) -> AsyncIterator[Office]:
    made = Office(database_url)
    yield made
    await made.store.close()


async def test_each_owner_is_asked_on_opening_and_again_and_only_about_what_is_not_confirmed(office: Office) -> None:
    await office.begin(meeting_on(DECEMBER))
    await office.lives(date(2025, 11, 19), date(2025, 11, 24))
    await office.says("1.1.1", datetime(2025, 11, 25, 10, tzinfo=UTC))
    await office.lives(date(2025, 11, 25), date(2025, 12, 12))

    assert await office.asked(ANNA) == [(OPENS, "1.1.1"), (OPENS, "1.1.2"), (AGAIN, "1.1.2")]
    assert await office.asked(BEN) == [(OPENS, "1.1.3"), (AGAIN, "1.1.3")]
    letter = await office.letter(ANNA, OPENS)
    assert letter is not None
    assert "The board meets on 11 December 2025. Please say how each of these stands by 28 November 2025" in letter.message.plain()
    assert "Update all 2" in letter.message.model_dump_json()


async def test_a_preview_says_what_the_rounds_then_ask(office: Office) -> None:
    await office.begin(meeting_on(DECEMBER))
    foreseen = await office.store.read(lambda view: preview(view, KENT, BEGAN, 40))
    kinds = [(one.person, one.at.date(), *milestone[:2]) for one in foreseen.nudges for milestone in one.milestones]
    assert kinds == [
        *(("Anna", OPENS, f"1.1.{n}", "period") for n in (1, 2)),
        ("Ben", OPENS, "1.1.3", "period"),
        *(("Anna", AGAIN, f"1.1.{n}", "period") for n in (1, 2)),
        ("Ben", AGAIN, "1.1.3", "period"),
    ]


async def test_when_the_meeting_is_put_off_it_is_told_once_and_nobody_is_asked_twice_for_it(office: Office) -> None:
    await office.begin(meeting_on(DECEMBER))
    await office.lives(date(2025, 11, 20), date(2025, 11, 27))
    await office.keeps(meeting_on(PUT_OFF))
    await office.lives(date(2025, 11, 28), date(2025, 12, 19))

    assert await office.asked(ANNA) == [(day, f"1.1.{n}") for day in (OPENS, AGAIN) for n in (1, 2)]
    words = "The board's meeting on 11 December 2025 is now on 18 December 2025."
    for person in (ANNA, BEN, LEA, EDDA, CARYS, MEMBER):
        letters = [await office.letter(person, BEGAN + timedelta(days=n)) for n in range(60)]
        times = sum(words in one.message.plain() for one in letters if one is not None)
        assert times == (0 if person == MEMBER else 1), person


async def test_whoever_was_not_asked_hears_nothing_of_a_meeting_that_moves_before_its_window(office: Office) -> None:
    await office.begin(meeting_on(DECEMBER))
    await office.lives(date(2025, 11, 10), date(2025, 11, 12))
    await office.keeps(meeting_on(PUT_OFF))
    await office.lives(date(2025, 11, 13), date(2025, 11, 14))
    assert await office.letter(ANNA, date(2025, 11, 13)) is None
    told_edda = await office.letter(EDDA, date(2025, 11, 13))
    assert told_edda is not None
    assert "is now on 18 December 2025" in told_edda.message.plain()


async def test_a_period_is_told_by_what_was_confirmed_since_the_last_freeze(office: Office) -> None:
    january = date(2026, 1, 15)
    await office.begin(meeting_on(DECEMBER, january))
    await office.lives(date(2025, 11, 20), date(2025, 11, 21))
    await office.says("1.1.1", datetime(2025, 11, 24, 10, tzinfo=UTC))
    await office.says("1.1.3", datetime(2025, 11, 25, 10, tzinfo=UTC), Status.COMPLETE)

    open_ = await office.told()
    assert (open_.state, open_.confirmed, open_.of, open_.silent) == (PeriodState.OPEN, 2, 3, ("Head",))
    assert open_.narratives == {1: False}
    await office.lives(FREEZES, date(2025, 12, 12))
    after = await office.told()
    assert (after.period.meeting, after.period.number, after.state) == (january, 2, PeriodState.BEFORE)
    assert (after.confirmed, after.of, after.silent) == (0, 2, ())

    def then(view: View) -> PeriodTold:
        moment = datetime(2025, 11, 25, 12, tzinfo=UTC)
        past = Past(view, entry_by(view, KENT, moment, office.now))
        return told(past, take(past, KENT, moment))

    assert await office.store.read(then) == open_.model_copy(update={"state": PeriodState.OPEN})


async def test_what_comes_after_the_freeze_is_told_as_since_the_papers(office: Office) -> None:
    await office.begin(meeting_on(DECEMBER))
    await office.lives(date(2025, 12, 3), FREEZES)
    await office.says("1.1.1", datetime(2025, 12, 5, 10, tzinfo=UTC), Status.AMBER)

    def since(view: View) -> SincePapers:
        (freeze,) = view.periods.freezes(KENT)
        return since_papers(view, take(view, KENT, office.now), freeze)

    assert await office.store.read(since) == SincePapers(updates=("1.1.1",))

    def said(view: View) -> str:
        person = view.people.of(KENT).one(EDDA)
        assert person is not None
        return status(view, Asker(person=person, short=KENT, now=office.now, plans=(KENT,), zone="Europe/London"), None).plain()

    assert "Since the papers: 1 update." in await office.store.read(said)
    shown = await office.told()
    assert shown.state is PeriodState.FROZEN
    assert shown.freeze is not None
    assert set(period_json(shown)) >= {
        *("audience", "number", "meeting", "opens", "owners_by", "leads_by", "freezes", "state"),
        *("confirmed", "of", "silent", "narratives"),
    }


async def test_after_an_outage_the_freeze_is_told_as_due_until_a_round_has_written_it(office: Office) -> None:
    await office.begin(meeting_on(DECEMBER))
    office.now = datetime(2025, 12, 8, 9, tzinfo=UTC)

    due = await office.told()
    assert (due.state, due.late, due.young, due.freeze) == (PeriodState.LEADS, True, False, None)
    assert "The record was to be frozen for the papers on 4 December 2025. The next round does it" in period_line(due)

    await office.lives(date(2025, 12, 8), date(2025, 12, 8))
    made = await office.told()
    assert made.freeze is not None and (made.state, made.late) == (PeriodState.FROZEN, False)
    assert "The record is frozen for the papers." in period_line(made)


async def test_a_plan_that_began_after_the_papers_day_was_not_frozen_and_says_so(office: Office) -> None:
    office.now = datetime(2025, 12, 5, 9, tzinfo=UTC)
    await office.begin(meeting_on(DECEMBER))
    await office.lives(date(2025, 12, 8), date(2025, 12, 8))

    shown = await office.told()

    assert (shown.state, shown.late, shown.young) == (PeriodState.LEADS, False, True)
    assert "was not frozen for the papers on 4 December 2025, as the plan was not loaded by then" in period_line(shown)
