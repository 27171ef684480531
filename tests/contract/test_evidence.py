"""Evidence on SQLite and on PostgreSQL alike: what counts, until when, what was said of it, and what counted at some entry."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.model.board.settings import Finding
from bot.model.people import PersonRow
from bot.model.plan import Action, Milestone, Plan
from bot.model.policy import Policy
from bot.model.record.entry import By
from bot.model.status import Status
from bot.model.updates.evidence import Offered, Verdict
from bot.model.updates.update import Evidence, Update
from bot.ports.record import Tx
from bot.reports.evidence import index_json
from bot.reports.record.past import Past
from store.record import SqlStore
from tests.records import long_ago

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
ANNA, AMY = 1, 2
MINUTES = Evidence(url="https://example.org/minutes", shows="the decision", dated=date(2026, 2, 1))
POLICY = Evidence(url="https://example.org/policy", good_until=date(2026, 6, 30))


def load(tx: Tx) -> None:
    step = Milestone(ref="1.1.1", text="Do", due=date(2026, 6, 1), owners=("Head",))
    tx.plans.save(Plan(short="kent", title="Kent", actions=(Action(ref="1.1", priority=1, title="A", milestones=(step,)),)))
    rows = [PersonRow(role="Head", name="Anna", email="anna@example.org")]
    tx.people.save("kent", [*rows, PersonRow(role=None, name="Amy", email="amy@example.org", rights=("assurer",))])


@pytest.fixture
async def kent(store: SqlStore) -> SqlStore:
    await store.transact(load)
    return store


async def said(kent: SqlStore, *evidence: Evidence, at: datetime = NOW, narrative: str = "hired") -> Update:
    facts = {"plan": "kent", "ref": "1.1.1", "status": Status.GREEN, "narrative": narrative, "capacity": "Head"}
    update = Update.model_validate({**facts, "evidence": evidence, "by": ANNA, "by_name": "", "at": at})
    return await kent.transact(lambda tx: tx.updates.record(update))


async def acted(kent: SqlStore, at: datetime, by: int, what: object) -> object:
    """Do something as somebody at a moment."""

    def work(tx: Tx) -> object:
        tx.acting(By(at=at, person=by))
        return what(tx)  # type: ignore[operator]

    return await kent.transact(work)


async def index(kent: SqlStore, upto: int | None = None) -> tuple[Offered, ...]:
    return await kent.read(lambda view: view.evidence.index("kent", upto))


async def head(kent: SqlStore) -> int:
    return await kent.read(lambda view: view.entries.head("kent").entry)


async def test_evidence_is_told_with_its_dates_and_who_offered_it(kent: SqlStore) -> None:
    update = await said(kent, MINUTES, POLICY)

    first, second = await index(kent)
    assert (first.evidence, second.evidence) == update.evidence
    assert (first.evidence.dated, second.evidence.good_until) == (date(2026, 2, 1), date(2026, 6, 30))
    assert (first.handle, first.update, first.by_name, first.role, first.checked) == (f"e{update.id + 1}", update.id, "Anna", "Head", None)
    assert await kent.read(lambda view: view.evidence.ending("kent")) == (second,)


async def test_the_last_verdict_on_evidence_counts_and_stays_with_the_same_link_and_dates(kent: SqlStore) -> None:
    update = await said(kent, MINUTES, POLICY)
    number = update.evidence[0].id
    await acted(kent, NOW + HOUR, AMY, lambda tx: tx.evidence.check("kent", number, Verdict.NOT_ENOUGH, "no date", "assurer"))
    before = await head(kent)
    await acted(kent, NOW + HOUR, AMY, lambda tx: tx.evidence.check("kent", number, Verdict.ACCEPTED, "", "assurer"))

    first, second = await index(kent)
    assert first.checked is not None and second.checked is None
    assert (first.checked.verdict, first.checked.by_name, first.checked.at) == (Verdict.ACCEPTED, "Amy", NOW + HOUR)
    then = (await index(kent, before))[0].checked
    assert then is not None and (then.verdict, then.why) == (Verdict.NOT_ENOUGH, "no date")

    await said(kent, MINUTES, at=NOW + 2 * HOUR, narrative="two hired")
    again = (await index(kent))[-1]
    assert again.number > number and again.checked == first.checked


async def test_a_link_offered_with_another_last_day_takes_the_place_of_the_earlier_and_is_not_looked_at_yet(kent: SqlStore) -> None:
    update = await said(kent, POLICY)
    await acted(kent, NOW, AMY, lambda tx: tx.evidence.check("kent", update.evidence[0].id, Verdict.ACCEPTED, "", "assurer"))
    before = await head(kent)
    renewed = POLICY.model_copy(update={"good_until": date(2027, 6, 30)})

    for one in (POLICY, renewed):
        await acted(kent, NOW + HOUR, ANNA, lambda tx, one=one: tx.updates.add_evidence(update, one, "Head"))

    assert await head(kent) == before + 1  # the first was known
    (only,) = await index(kent)
    assert (only.evidence.good_until, only.checked) == (date(2027, 6, 30), None)
    standing = (await kent.read(lambda view: view.updates.standings("kent")))["1.1.1"].update
    assert standing is not None and [one.good_until for one in standing.evidence] == [date(2027, 6, 30)]
    (then,) = await kent.read(lambda view: Past(view, before).evidence.index("kent"))
    assert then.evidence.good_until == date(2026, 6, 30) and then.checked is not None


async def test_evidence_goes_with_its_statement_unless_that_was_said_again_by_somebody(kent: SqlStore) -> None:
    first = await said(kent, MINUTES)
    again = await said(kent, MINUTES, at=NOW + HOUR)
    assert again.confirms == first.id

    await acted(kent, NOW + HOUR, ANNA, lambda tx: tx.updates.withdraw("kent", first.id, "no", "Head"))
    assert [one.number for one in await index(kent)] == [first.evidence[0].id]
    await acted(kent, NOW + HOUR, ANNA, lambda tx: tx.updates.withdraw("kent", again.id, "no", "Head"))
    assert await index(kent) == ()


async def test_the_view_for_plain_sql_tells_of_the_same_evidence_and_verdicts(kent: SqlStore) -> None:
    update = await said(kent, MINUTES, POLICY)
    gone = await said(kent, Evidence(url="https://example.org/gone"), at=NOW + HOUR, narrative="more")
    renewed = POLICY.model_copy(update={"good_until": date(2027, 6, 30)})
    await acted(kent, NOW + HOUR, ANNA, lambda tx: tx.updates.withdraw("kent", gone.id, "no", "Head"))
    await acted(kent, NOW + HOUR, ANNA, lambda tx: tx.updates.add_evidence(update, renewed, "Head"))
    await acted(kent, NOW, AMY, lambda tx: tx.evidence.check("kent", update.evidence[0].id, Verdict.ACCEPTED, "", "assurer"))

    with kent._write.connect() as db:
        rows = db.execute(sa.text("SELECT handle, verdict, dated FROM evidence_index ORDER BY entry")).all()
    told = [(one.handle, one.checked.verdict.value if one.checked else None, one.evidence.dated) for one in await index(kent)]
    assert [(handle, verdict, str(dated) if dated else None) for handle, verdict, dated in rows] == [
        (handle, verdict, str(dated) if dated else None) for handle, verdict, dated in told
    ]
    assert len(told) == 2


async def test_evidence_whose_day_is_none_is_passed_over_and_the_rest_is_told(kent: SqlStore) -> None:
    await said(kent, MINUTES, POLICY)
    with kent._write.begin() as db:
        if db.dialect.name == "postgresql":
            pytest.skip("PostgreSQL holds nothing but days in a column of days")
        db.execute(sa.text("DROP TRIGGER evidence_update"))
        db.execute(sa.text("UPDATE evidence SET good_until = 'soon' WHERE good_until IS NOT NULL"))

    store = SqlStore(kent._url.render_as_string(hide_password=False), long_ago)
    assert [one.evidence.url for one in await index(store)] == [MINUTES.url]
    standing = (await store.read(lambda view: view.updates.standings("kent")))["1.1.1"].update
    assert standing is not None and [one.url for one in standing.evidence] == [MINUTES.url]
    await store.close()


async def test_the_index_is_printed_in_its_shape_now_and_as_at_an_entry(kent: SqlStore) -> None:
    update = await said(kent, MINUTES)
    before = await head(kent)
    await acted(kent, NOW, AMY, lambda tx: tx.evidence.check("kent", update.evidence[0].id, Verdict.ACCEPTED, "", "assurer"))

    (row,) = await kent.read(lambda view: index_json(view, "kent"))
    assert row == {
        "handle": f"e{update.id + 1}", "finding": None, "priority": 1, "action": "1.1", "ref": "1.1.1", "url": MINUTES.url,
        "type": "other", "shows": "the decision", "dated": "2026-02-01", "good_until": None, "by_role": "Head",
        "checked_by": "Amy", "verdict": "accepted",
    }  # fmt: skip
    (then,) = await kent.read(lambda view: index_json(Past(view, before), "kent"))
    assert (then["checked_by"], then["verdict"]) == (None, None)


async def test_the_index_names_the_findings_that_evidence_speaks_to_and_in_which_capacity_it_was_looked_at(kent: SqlStore) -> None:
    update = await said(kent, MINUTES)
    await acted(kent, NOW, AMY, lambda tx: tx.evidence.check("kent", update.evidence[0].id, Verdict.ACCEPTED, "", "assurer"))
    before = await head(kent)
    policy = Policy(findings={"A1": Finding(text="Too slow", refs=("1",)), "A2": Finding(text="Too late", refs=("1.1.1",))})
    await kent.transact(lambda tx: tx.plans.keep_settings("kent", policy))

    ((offered,), (row,)) = await kent.read(lambda view: (view.evidence.index("kent"), index_json(view, "kent")))
    assert row["finding"] == "A1, A2"
    assert offered.checked is not None and offered.checked.capacity == "assurer"
    (then,) = await kent.read(lambda view: index_json(Past(view, before), "kent"))
    assert then["finding"] is None
