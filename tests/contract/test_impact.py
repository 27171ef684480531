"""Measures, impact steps, risks and voices are read back as they were said, now and as at the past, on both databases."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from bot.model.measures.impact import Impact, ImpactStep
from bot.model.measures.measure import Measure, MeasureDeed, MeasureStep, Point, Polarity, Reading, Terms
from bot.model.page.visitor import PageLink, PageVisit
from bot.model.people import PersonRow
from bot.model.plan import Action, Plan
from bot.model.record.entry import By
from bot.model.risks.risk import Risk, RiskDeed, RiskStep, RiskTerms, Score, Sureness, Treatment
from bot.model.voices.voice import Heard, Shareable, Voice, VoiceDeed, VoiceState, VoiceStep, VoiceTerms
from bot.ports.record import Tx, View
from bot.reports.record.past import Past
from bot.rules.documents import edition
from store.record import SqlStore

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
TERMS = Terms(
    text="40% in 2025",
    actions=("1.1", "1.2"),
    polarity=Polarity.HIGHER,
    unit="%",
    baseline=Decimal("17.0"),
    baseline_on=date(2024, 12, 31),
    target=Decimal("60"),
    target_by=date(2026, 12, 31),
    trajectory=(Point(by=date(2025, 12, 31), value=Decimal("40.5")),),
    source="SEN2",
    resets=9,
    owner="Head",
)


@pytest.fixture
async def kent(store: SqlStore) -> SqlStore:
    def load(tx: Tx) -> None:
        plan = Plan(short="kent", title="Kent", actions=tuple(Action(ref=ref, priority=1, title="A") for ref in ("1.1", "1.2")))
        tx.plans.save(edition.compare(None, plan).plan)

    await store.transact(load)
    return store


def of_anna(tx: Tx) -> int:
    tx.people.save("kent", [PersonRow(role="Head", name="Anna", email="anna@example.org")])
    person = tx.people.of("kent").persons[0].id
    tx.acting(By(at=NOW, person=person, capacity="Head"))
    return person


async def test_a_measure_keeps_its_terms_and_readings_to_the_last_decimal(kent: SqlStore) -> None:
    def work(tx: Tx) -> None:
        of_anna(tx)
        begun = Measure(plan="kent", steps=(MeasureStep(deed=MeasureDeed.SET, terms=TERMS, at=NOW),))
        measure = tx.measures.begin(begun)
        assert (measure.handle, measure.terms, measure.steps[0].by_name) == ("m1", TERMS, "Anna")
        first = Reading(as_at=date(2026, 1, 31), value=Decimal("34.10"), numerator=34, denominator=100, note="late", at=NOW)
        measure = tx.measures.read(measure, first)
        again = Reading(as_at=date(2026, 1, 31), value=Decimal("35"), corrects=measure.readings[0].id, at=NOW)
        measure = tx.measures.read(measure, again)
        assert [one.value for one in measure.readings] == [Decimal("34.10"), Decimal("35")]
        assert [one.value for one in measure.standing] == [Decimal("35")]
        assert tx.measures.unread("kent") == (measure.model_copy(update={"readings": ()}),)
        back = tx.measures.take_back(measure, measure.readings[-1].id)
        assert [one.value for one in back.standing] == [Decimal("34.10")]
        closed = tx.measures.step(back, MeasureStep(deed=MeasureDeed.CLOSED, why="No longer collected", at=NOW))
        assert closed.is_closed and closed.terms == TERMS and closed.steps[-1].why == "No longer collected"

    await kent.transact(work)


async def test_a_measure_that_is_taken_back_leaves_its_handle_to_nobody(kent: SqlStore) -> None:
    def work(tx: Tx) -> None:
        of_anna(tx)
        first, second = (
            tx.measures.begin(Measure(plan="kent", steps=(MeasureStep(deed=MeasureDeed.SET, terms=terms, at=NOW),)))
            for terms in (TERMS, TERMS.model_copy(update={"text": "Fewer wait"}))
        )
        before = tx.entries.head("kent").entry
        tx.measures.take_back(first, first.id)
        assert [(one.handle, one.terms.text) for one in tx.measures.all("kent")] == [(second.handle, "Fewer wait")]
        assert [one.handle for one in tx.measures.all("kent", before)] == ["m1", "m2"]

    await kent.transact(work)


async def test_an_impact_step_that_is_taken_back_leaves_the_one_before(kent: SqlStore) -> None:
    def work(tx: Tx) -> None:
        of_anna(tx)
        tx.measures.set_impact(Impact(plan="kent", action="1.1", step=ImpactStep.TESTED, why="Tried in two schools", at=NOW))
        last = tx.measures.set_impact(Impact(plan="kent", action="1.1", step=ImpactStep.MODEST, why="Waits fell", at=NOW))
        tx.measures.take_back_impact(last)
        assert [(one.step, one.why) for one in tx.measures.impacts("kent")] == [(ImpactStep.TESTED, "Tried in two schools")]

    await kent.transact(work)


async def test_a_risk_keeps_every_score_and_is_read_as_it_was(kent: SqlStore) -> None:
    terms = RiskTerms(
        happens="the provider leaves",
        follows="children wait longer",
        about=("1.1",),
        owner="Head",
        target=Score(likelihood=1, impact=4),
        sureness=Sureness.LOW,
        treatment=Treatment.TOLERATE,
        accepted_until=date(2026, 9, 1),
        approved_by="Chair",
    )

    def work(tx: Tx) -> tuple[Risk, int]:
        of_anna(tx)
        begun = RiskStep(deed=RiskDeed.RAISED, terms=terms, score=Score(likelihood=3, impact=4), why="A notice", at=NOW)
        risk = tx.risks.begin(Risk(plan="kent", steps=(begun,)))
        known = tx.entries.head("kent").entry
        again = RiskStep(deed=RiskDeed.SCORED, score=Score(likelihood=2, impact=4), why="A new contract", at=NOW)
        return tx.risks.step(risk, again), known

    risk, known = await kent.transact(work)
    assert (risk.handle, risk.terms, risk.score) == ("r1", terms, Score(likelihood=2, impact=4))
    assert [one.score.points for one in risk.scored if one.score] == [12, 8]

    def look(view: View) -> None:
        assert Past(view, known).risks.all("kent")[0].score == Score(likelihood=3, impact=4)
        assert not Past(view, known).measures.all("kent")

    await kent.read(look)

    def back(tx: Tx) -> None:
        assert tx.risks.take_back(risk, risk.steps[-1].id).score == Score(likelihood=3, impact=4)
        assert tx.risks.take_back(risk, risk.id).is_closed

    await kent.transact(back)


async def test_a_voice_is_open_until_what_changed_is_said(kent: SqlStore) -> None:
    terms = VoiceTerms(
        said="Nobody answers the phone", heard_on=date(2026, 2, 1), source=Heard.SURVEY, count=31, about=("1.1", "m1"),
        owner="Head", shareable=Shareable.YES,
    )  # fmt: skip

    def work(tx: Tx) -> None:
        of_anna(tx)
        voice = tx.voices.begin(Voice(plan="kent", steps=(VoiceStep(deed=VoiceDeed.HEARD, terms=terms, at=NOW),)))
        assert (voice.handle, voice.terms, voice.state) == ("v1", terms, VoiceState.OPEN)
        done = VoiceStep(deed=VoiceDeed.DID, words="A second line", evidence="https://x.org", at=NOW)
        voice = tx.voices.step(voice, done)
        assert voice.state is VoiceState.DONE and voice.is_open and voice.steps[-1].evidence == "https://x.org"
        voice = tx.voices.step(voice, VoiceStep(deed=VoiceDeed.CHANGED, words="Most calls are answered", at=NOW))
        assert voice.state is VoiceState.CLOSED
        assert tx.voices.take_back(voice, voice.steps[-1].id).state is VoiceState.DONE
        assert tx.voices.take_back(voice, voice.id, "Heard twice").state is VoiceState.WITHDRAWN

    await kent.transact(work)


async def test_a_link_to_the_page_begins_one_visit_and_ends_with_it(kent: SqlStore) -> None:
    def work(tx: Tx) -> None:
        person = of_anna(tx)
        tx.pages.give(PageLink(secret="a", person=person, plan="kent", until=NOW))
        visit = PageVisit(secret="b", person=person, plan="kent", until=NOW + timedelta(hours=12))
        assert tx.pages.use("a", visit)
        assert not tx.pages.use("a", visit.model_copy(update={"secret": "c"}))
        link = tx.pages.link("a")
        assert link is not None and link.used and tx.pages.visit("b") == visit and tx.pages.visit("c") is None
        tx.pages.forget(NOW + timedelta(hours=1))
        assert tx.pages.link("a") is None and tx.pages.visit("b") == visit
        tx.pages.leave("b")
        assert tx.pages.visit("b") is None

    await kent.transact(work)
