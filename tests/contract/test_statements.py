"""What owners say and are asked, as entries, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.model.letters.letter import Asked, Letter, LetterState
from bot.model.letters.message import Message
from bot.model.people import PersonRow
from bot.model.plan import Action, Milestone, Plan
from bot.model.record.entry import By, EntryKind
from bot.model.status import Status
from bot.model.summary import Silence
from bot.model.updates.update import Evidence, Face, Question, Standing, Update
from bot.ports.record import Tx, View
from bot.reports.snapshot import as_at
from bot.reports.summary import weekly
from bot.rules.updates import standing
from store.entries import Row
from store.record import SqlStore
from store.tables.editions import ACTION, EDITION, MILESTONE, MILESTONE_OWNER
from store.tables.statements import ASKED, WITHDRAWAL
from tests import records

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
ANNA, FAY, ED = 1, 2, 3
LINK = Evidence(url="https://example.org/a", shows="the plan")


def load(tx: Tx) -> None:
    step = Milestone(ref="1.1.1", text="Do", due=date(2026, 6, 1), owners=("Head", "Finance"))
    tx.plans.save(Plan(short="kent", title="Kent", actions=(Action(ref="1.1", priority=1, title="A", milestones=(step,)),)))
    rows = (("Head", "Anna", ()), ("Finance", "Fay", ()), (None, "Ed", ("admin",)))
    tx.people.save("kent", [PersonRow(role=r, name=n, email=f"{n}@example.org", rights=rights) for r, n, rights in rows])


@pytest.fixture
async def kent(store: SqlStore) -> SqlStore:
    await store.transact(load)
    return store


def an_update(at: datetime = NOW, by: int = ANNA, status: Status = Status.GREEN, **more: object) -> Update:
    capacity = {ANNA: "Head", FAY: "deputy for Finance", ED: "admin"}[by]
    facts: dict[str, object] = {
        "capacity": capacity,
        "narrative": "hired",
        "path_to_green": "train",
        "said": "1.1.1 as typed",
        **more,
    }
    return Update.model_validate({"plan": "kent", "ref": "1.1.1", "status": status, "by": by, "by_name": "", "at": at, **facts})


async def saved(kent: SqlStore, update: Update) -> Update:
    return await kent.transact(lambda tx: tx.updates.record(update))


def a_letter(stood: int = 0, refs: tuple[str, ...] = ("1.1.1",), person: int = ANNA) -> Letter:
    asked = tuple(Asked(plan="kent", ref=ref, kind="due", stood=stood) for ref in refs)
    return Letter(
        key=f"nudge:{person}:2026-03-02", kind="nudge", person=person, message=Message(title="?"), asked=asked, not_before=NOW
    )


async def kinds(kent: SqlStore, after: int = 0) -> list[EntryKind]:
    return await kent.read(lambda view: [link.header.kind for link in view.entries.links("kent", after)])


async def test_an_update_is_an_entry_and_each_of_its_links_is_one_after_it(kent: SqlStore) -> None:
    head = await kent.read(lambda view: view.entries.head("kent").entry)
    update = await saved(kent, an_update(evidence=(LINK, Evidence(url="https://example.org/b"))))

    assert await kinds(kent, head) == [EntryKind.UPDATE, EntryKind.EVIDENCE, EntryKind.EVIDENCE]
    assert [one.id for one in update.evidence] == [update.id + 1, update.id + 2]
    assert (update.by, update.by_name, update.capacity, update.said) == (ANNA, "Anna", "Head", "1.1.1 as typed")
    entry = await kent.read(lambda view: view.entries.entry("kent", update.id))
    assert entry is not None
    assert (entry.header.at, entry.fields["about"], entry.fields["status"]) == (NOW, "1.1.1", "green")
    assert "Anna" not in entry.fields.values()


async def test_the_same_said_again_is_a_confirmation_with_the_same_words_and_a_fresh_date(kent: SqlStore) -> None:
    first = await saved(kent, an_update(evidence=(LINK,)))
    again = await saved(kent, an_update(NOW + HOUR, said="same", drawn_from="form"))
    twice = await saved(kent, an_update(NOW + 2 * HOUR, said="same", drawn_from="form"))
    third = await saved(kent, an_update(NOW + 3 * HOUR, FAY))
    other = await saved(kent, an_update(NOW + 4 * HOUR, narrative="trained"))

    assert [one.confirms for one in (first, again, third, other)] == [None, first.id, first.id, None]
    assert twice == again
    assert (again.narrative, again.at, again.said, again.by) == ("hired", NOW + HOUR, "same", ANNA)
    assert [one.url for one in again.evidence] == [LINK.url]
    await kent.transact(
        lambda tx: tx.updates.add_evidence(again, LINK.model_copy(update={"url": "https://example.org/c"}), "Head")
    )
    shown = await kent.read(lambda view: view.updates.history("kent", "1.1.1"))
    assert [len(one.evidence) for one in shown] == [2, 2, 2, 0]


async def test_a_withdrawal_tells_who_took_back_what_of_whom_and_why_and_the_form_may_be_sent_again(kent: SqlStore) -> None:
    offered = await saved(kent, an_update(evidence=(LINK,), drawn_from="form"))

    def withdraw(tx: Tx) -> tuple[int, int]:
        tx.acting(By(at=NOW + HOUR, person=ED, inbound="i1"))
        link, said = offered.evidence[0].id, offered.id
        return tx.updates.withdraw("kent", link, "a draft", "admin"), tx.updates.withdraw("kent", said, "", "admin")

    numbers = await kent.transact(withdraw)
    link, told = await kent.read(lambda view: view.updates.withdrawals("kent"))
    assert (link.id, told.id) == numbers == await kent.read(lambda view: view.entries.recorded("kent", "i1"))
    assert (link.handle, link.ref, link.why) == (f"e{offered.evidence[0].id}", "1.1.1", "a draft")
    assert (told.handle, told.by, told.by_name, told.said_by) == (f"u{offered.id}", ED, "Ed", ANNA)
    assert await kinds(kent, offered.evidence[0].id) == [EntryKind.EVIDENCE_WITHDRAWN, EntryKind.WITHDRAWAL]
    assert await kent.read(lambda view: view.updates.withdrawals("kent", link.id)) == (told,)
    assert await kent.read(lambda view: view.updates.withdrawals("kent", 0, link.id)) == (link,)
    assert await kent.read(lambda view: view.updates.all_said("kent", "1.1.1")) == (offered.model_copy(update={"evidence": ()}),)
    again = await saved(kent, an_update(NOW + 2 * HOUR, drawn_from="form"))
    assert again.id > told.id and await kent.read(lambda view: view.updates.history("kent", "1.1.1")) == (again,)


async def test_a_correction_stands_where_what_it_corrects_stood_and_keeps_its_evidence(kent: SqlStore) -> None:
    first = await saved(kent, an_update(evidence=(LINK,)))
    latest = await saved(kent, an_update(NOW + HOUR, status=Status.AMBER))
    other = Evidence(url="https://example.org/b")
    right = await saved(kent, an_update(NOW + 2 * HOUR, status=Status.RED, corrects=first.id, evidence=(LINK, other)))

    assert [link.url for link in right.evidence] == [LINK.url, other.url] and right.evidence[0].id == first.evidence[0].id
    standings = await kent.read(lambda view: view.updates.standings("kent"))
    assert standings["1.1.1"].update == latest
    better = await saved(kent, an_update(NOW + 3 * HOUR, corrects=latest.id))
    assert (await kent.read(lambda view: view.updates.standings("kent")))["1.1.1"].update == better
    assert await kent.read(lambda view: view.updates.history("kent", "1.1.1")) == (right, better)


async def test_what_was_withdrawn_or_corrected_counts_no_longer_and_counted_until_then(kent: SqlStore) -> None:
    green = await saved(kent, an_update())
    red = await saved(kent, an_update(NOW + HOUR, status=Status.RED, evidence=(LINK,)))

    def withdraw(tx: Tx, number: int) -> int:
        rows = [(WITHDRAWAL, {"withdraws": number})]
        return int(tx.entries.append("kent", EntryKind.WITHDRAWAL, By(at=NOW + 2 * HOUR), rows))  # type: ignore[attr-defined]

    await kent.transact(lambda tx: withdraw(tx, red.evidence[0].id))
    assert [one.evidence for one in await kent.read(lambda view: view.updates.history("kent", "1.1.1"))] == [(), ()]
    before = await kent.transact(lambda tx: withdraw(tx, red.id)) - 1
    amber = await saved(kent, an_update(NOW + 3 * HOUR, status=Status.AMBER, corrects=green.id))

    told = [
        (await kent.read(lambda view, upto=upto: view.updates.standings("kent", upto)))["1.1.1"]
        for upto in (before, amber.id - 1)
    ]
    assert [it.update and it.update.id for it in told] == [red.id, green.id]
    assert await kent.read(lambda view: view.updates.history("kent", "1.1.1")) == (amber,)
    assert (await kinds(kent))[-1] is EntryKind.CORRECTION


async def test_a_letter_that_went_is_one_entry_however_often_it_is_noted_and_settling_it_waits_for_no_head(
    kent: SqlStore,
) -> None:
    head = await kent.read(lambda view: view.entries.head("kent").entry)

    def goes(tx: Tx) -> None:
        tx.letters.enqueue(a_letter(refs=("1.1.1", "1.1.2")))
        tx.letters.settle([records.ending(tx, a_letter().key, LetterState.SENT)], NOW)

    await kent.transact(goes)
    assert await kinds(kent, head) == []
    assert await kent.read(lambda view: view.letters.sent_unnoted()) == ("kent",)
    assert await kent.transact(lambda tx: tx.letters.note_sent(["bath"])) == (), "whose people must not wait for that of others"
    assert [len(await kent.transact(lambda tx: tx.letters.note_sent())) for _ in range(2)] == [1, 0]
    with kent._write.begin() as connection:
        connection.execute(sa.text("UPDATE letter SET noted = :no"), {"no": False})
    await kent.transact(lambda tx: tx.letters.note_sent())

    assert await kinds(kent, head) == [EntryKind.ASKED]
    with kent._read.connect() as connection:
        row = connection.execute(sa.select(ASKED)).mappings().one()
    whom = await kent.read(lambda view: view.entries.whom("kent", ANNA))  # type: ignore[attr-defined]
    assert (row["whom"], row["letter"], row["taken"]) == (whom, a_letter().key, NOW)
    assert (await kent.read(lambda view: view.updates.standings("kent")))["1.1.1"].asked == NOW


async def test_an_answer_given_before_its_letter_is_noted_answers_it(kent: SqlStore) -> None:
    def goes(tx: Tx) -> None:
        tx.letters.enqueue(a_letter())
        tx.letters.settle([records.ending(tx, a_letter().key, LetterState.SENT)], NOW)

    await kent.transact(goes)
    await saved(kent, an_update(NOW + HOUR))
    await kent.transact(lambda tx: tx.letters.note_sent())

    stands = (await kent.read(lambda view: view.updates.standings("kent")))["1.1.1"]
    assert (stands.asked, stands.answered) == (None, NOW)


async def test_a_contributor_who_differs_answers_no_question_of_the_accountable_role(kent: SqlStore) -> None:
    green = await saved(kent, an_update())

    def goes(tx: Tx) -> None:
        tx.letters.enqueue(a_letter(green.id))
        records.settled(tx, a_letter().key, LetterState.SENT, NOW + HOUR)

    await kent.transact(goes)
    amber = await saved(kent, an_update(NOW + 2 * HOUR, FAY, Status.AMBER))
    disputed = (await kent.read(lambda view: view.updates.standings("kent")))["1.1.1"]
    after = await saved(kent, an_update(NOW + 3 * HOUR, narrative="it is in hand"))
    settled = (await kent.read(lambda view: view.updates.standings("kent")))["1.1.1"]

    assert (disputed.update, disputed.dissents, disputed.asked) == (green, (amber,), NOW + HOUR)
    assert (settled.update, settled.dissents, settled.asked) == (after, (), None)


async def test_a_request_is_answered_by_the_first_statement_since_whoever_makes_it(kent: SqlStore) -> None:
    await saved(kent, an_update())
    asked = await kent.transact(lambda tx: tx.updates.ask(Question(plan="kent", ref="1.1.1", by=ED, by_name="", at=NOW + HOUR)))
    assert (asked.by, asked.by_name, asked.at) == (ED, "Ed", NOW + HOUR)
    assert await kent.read(lambda view: view.updates.questions("kent")) == (asked,)

    answer = await saved(kent, an_update(NOW + 2 * HOUR, FAY, Status.RED))

    assert await kent.read(lambda view: view.updates.questions("kent")) == ()
    found = await kent.read(lambda view: view.updates.answered("kent", NOW + HOUR, NOW + 2 * HOUR))
    assert [one.answered for one in found] == [answer.id]
    assert (await kent.read(lambda view: view.updates.standings("kent")))["1.1.1"].asked is None, "a request is no letter"


async def test_another_plans_entry_leaves_what_was_read_as_it_is(kent: SqlStore) -> None:
    essex = Plan(short="essex", title="Essex", actions=())
    await kent.transact(lambda tx: tx.plans.save(essex))
    await saved(kent, an_update())
    before = await kent.read(lambda view: view.updates.standings("kent"))

    def elsewhere(tx: Tx) -> None:
        rows = [(WITHDRAWAL, {"withdraws": 1})]
        tx.entries.append("essex", EntryKind.WITHDRAWAL, By(at=NOW), rows)  # type: ignore[attr-defined]

    await kent.transact(elsewhere)

    assert await kent.read(lambda view: view.updates.standings("kent")) is before


async def test_a_moment_before_the_plan_was_loaded_is_a_rehearsal_from_the_record_as_it_stands(store: SqlStore) -> None:
    def work(tx: Tx) -> None:
        tx.acting(By(at=NOW + 9000 * HOUR))
        load(tx)
        tx.letters.enqueue(a_letter())
        records.settled(tx, a_letter().key, LetterState.SENT, NOW)

    await store.transact(work)
    rehearsed = await store.read(lambda view: as_at(view, "kent", NOW + HOUR))
    week = await store.read(lambda view: weekly(view, as_at(view, "kent", NOW + HOUR)))

    assert rehearsed.standings["1.1.1"].asked == NOW
    assert await store.read(lambda view: view.updates.standings("kent", 0)) == {"1.1.1": Standing(ref="1.1.1")}
    assert week.totals == ((1, ((Face.ASKED, 1),)),)


def an_edition(tx: Tx, owners: tuple[str, ...] = ("Head", "Finance", "Health")) -> None:
    rows: list[Row] = [(EDITION, {"title": "Kent"}), (ACTION, {"ref": "1.1", "position": 1, "priority": 1, "title": "A"})]
    for ref in ("1.1.1", "1.1.2"):
        rows.append((MILESTONE, {"ref": ref, "position": 1, "action": "1.1", "text": "Do", "due": date(2026, 6, 1)}))
        rows += [(MILESTONE_OWNER, {"ref": ref, "position": n, "role": role}) for n, role in enumerate(owners, 1)]
    tx.entries.append("kent", EntryKind.EDITION, By(at=NOW), rows)  # type: ignore[attr-defined]


OWNED = Milestone(ref="1.1.1", text="Do", due=date(2026, 6, 1), owners=("Head", "Finance", "Health"))
HISTORIES = [
    [],
    ["Head green", "Head amber"],
    ["Head green", "Finance green"],
    ["Head green", "deputy for Finance amber"],
    ["Head green", "Finance amber", "Finance green"],
    ["Head green", "Finance amber", "Health green"],
    ["Head green", "Finance amber", "Health red", "Health green"],
    ["Head red", "Finance complete"],
    ["Finance amber", "Health green"],
    ["Finance amber", "admin green", "Finance red"],
    ["Head green", "Head amber", "Head red instead of 0"],
    ["Head green", "Finance amber", "Head red instead of 0"],
    ["Head green", "Head amber", "Head red instead of 0", "Head complete instead of 2"],
    ["Head green", "Finance amber", "Finance green instead of 1"],
    ["Finance amber", "Health green", "Finance red instead of 0"],
]


@pytest.mark.parametrize("history", HISTORIES)
async def test_the_view_of_how_milestones_stand_follows_the_rule(kent: SqlStore, history: list[str]) -> None:
    def work(tx: Tx) -> None:
        tx.plans.save(Plan(short="kent", title="Kent", actions=(Action(ref="1.1", priority=1, title="A", milestones=(OWNED,)),)))
        an_edition(tx)
        made: list[int] = []
        for hour, said in enumerate(history):
            pair, _, before = said.partition(" instead of ")
            role, _, status = pair.rpartition(" ")
            facts = {"capacity": role, "no_evidence_reason": "none", "corrects": made[int(before)] if before else None}
            made.append(tx.updates.record(an_update(NOW + hour * HOUR, status=Status(status), **facts)).id)

    await kent.transact(work)
    it = (await kent.read(lambda view: view.updates.standings("kent")))["1.1.1"]
    with kent._read.connect() as connection:
        row = connection.execute(sa.text("SELECT * FROM status_now WHERE ref = '1.1.1'")).mappings().one()

    worst = standing.worst(it)
    assert (row["entry"], row["status"]) == (it.update and it.update.id, it.update and it.update.status.value)
    assert (row["counted_as"], row["dissents"], bool(row["lone"])) == (worst and worst.status.value, len(it.dissents), it.lone)


async def test_the_index_of_evidence_leaves_out_what_was_withdrawn(kent: SqlStore) -> None:
    def work(tx: Tx) -> Update:
        an_edition(tx)
        made = tx.updates.record(an_update(evidence=(LINK, Evidence(url="https://example.org/b"))))
        rows = [(WITHDRAWAL, {"withdraws": made.evidence[0].id})]
        tx.entries.append("kent", EntryKind.WITHDRAWAL, By(at=NOW), rows)  # type: ignore[attr-defined]
        return made

    made = await kent.transact(work)
    with kent._read.connect() as connection:
        rows = connection.execute(sa.text("SELECT handle, ref, url, priority FROM evidence_index")).all()

    assert rows == [(f"e{made.evidence[1].id}", "1.1.1", "https://example.org/b", 1)]


async def test_how_it_stood_at_an_entry_is_the_same_whatever_was_asked_before(kent: SqlStore, database_url: str) -> None:
    def work(tx: Tx) -> None:
        an_edition(tx)
        made = [tx.updates.record(an_update(NOW + hour * HOUR, narrative=f"{hour}", evidence=(LINK,))) for hour in range(4)]
        tx.updates.withdraw("kent", made[2].id, "", "Head")
        tx.updates.record(an_update(NOW + 5 * HOUR, ref="1.1.2"))

    await kent.transact(work)
    last = (await kent.read(lambda view: view.entries.head("kent"))).entry
    for upto in (*range(last + 1), 3, last - 2, last):
        fresh = SqlStore(database_url, records.long_ago)
        once = await fresh.read(lambda view, upto=upto: view.updates.standings("kent", upto))
        await fresh.close()

        assert await kent.read(lambda view, upto=upto: view.updates.standings("kent", upto)) == once


async def test_a_plan_that_the_database_has_no_figures_of_yet_is_read_without_looking_at_its_rows_again_and_again(
    kent: SqlStore, database_url: str
) -> None:
    if database_url.startswith("sqlite"):
        pytest.skip("SQLite counts no rows that it looks at")
    many = 40
    await kent.transact(lambda tx: [tx.updates.record(an_update(narrative=f"hired {number}")) for number in range(many)])

    def looked_at(view: View) -> int:
        counted = sa.text("SELECT sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) FROM pg_stat_xact_user_tables")
        assert len(view.updates.history("kent", "1.1.1")) == many
        assert view.updates.standings("kent")["1.1.1"].update is not None
        return int(view._connected.db.scalar(counted))  # type: ignore[attr-defined]

    assert await kent.read(looked_at) < 100 * many


@pytest.mark.parametrize(("asked", "told"), [((FAY,), "Finance"), ((ANNA, FAY), "Head"), ((ANNA,), "Head")])
async def test_silence_counts_against_the_role_whose_holder_was_asked(kent: SqlStore, asked: tuple[int, ...], told: str) -> None:
    letters = [a_letter(person=person) for person in asked]

    def go(tx: Tx) -> None:
        tx.letters.put(letters)
        tx.letters.settle([records.ending(tx, letter.key, LetterState.SENT) for letter in letters], NOW)

    await kent.transact(go)
    await kent.transact(lambda tx: tx.letters.note_sent())

    week = await kent.read(lambda view: weekly(view, as_at(view, "kent", NOW + HOUR)))
    silent = [one.role for section in week.screen for one in section.each if isinstance(one, Silence)]
    assert silent == [told]
