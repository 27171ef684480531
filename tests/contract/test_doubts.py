"""What did not fit in a statement, as entries, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from bot.model.people import PersonRow
from bot.model.plan import Action, Milestone, Plan
from bot.model.record.entry import By, EntryKind
from bot.model.status import Status
from bot.model.updates.doubt import Doubt, DoubtKind, Misfit
from bot.model.updates.update import Update
from bot.ports.record import Tx
from bot.reports.record.past import Past
from bot.rules import chain
from store.record import SqlStore

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
ANNA = 1
LATE = (Misfit(DoubtKind.OVERDUE, date(2026, 1, 1)), Misfit(DoubtKind.SAME_WORDS))


def load(tx: Tx) -> None:
    step = Milestone(ref="1.1.1", text="Do", due=date(2026, 1, 1), owners=("Head",))
    tx.plans.save(Plan(short="kent", title="Kent", actions=(Action(ref="1.1", priority=1, title="A", milestones=(step,)),)))
    tx.people.save("kent", [PersonRow(role="Head", name="Anna", email="anna@example.org")])


@pytest.fixture
async def kent(store: SqlStore) -> SqlStore:
    await store.transact(load)
    return store


def save(tx: Tx, answer: str = "the board agreed") -> tuple[int, int]:
    tx.acting(By(at=NOW, person=ANNA, said="as typed"))
    update = Update(plan="kent", ref="1.1.1", status=Status.GREEN, by=ANNA, by_name="", capacity="Head", at=NOW)
    made = tx.updates.record(update).id
    doubt = Doubt(plan="kent", ref="1.1.1", update=made, found=LATE, asked=DoubtKind.OVERDUE, answer=answer)
    return made, tx.doubts.note(doubt, "Head")


async def test_a_doubt_is_an_entry_about_a_statement_and_changes_nothing_of_how_it_stands(kent: SqlStore) -> None:
    made, number = await kent.transact(save)
    entry = await kent.read(lambda view: view.entries.entry("kent", number))
    (doubt,) = await kent.read(lambda view: view.doubts.of("kent", "1.1.1"))
    standing = await kent.read(lambda view: view.updates.standings("kent")["1.1.1"])

    assert entry is not None and (entry.header.kind, entry.fields["about"]) == (EntryKind.DOUBT, "1.1.1")
    assert entry.fields["answer"] == "the board agreed" and entry.fields["doubt_found/overdue/about"] == "2026-01-01"
    assert (doubt.id, doubt.update, doubt.found, doubt.asked) == (number, made, LATE, DoubtKind.OVERDUE)
    assert (doubt.answer, doubt.by, doubt.by_name, doubt.at) == ("the board agreed", ANNA, "Anna", NOW)
    assert standing.update is not None and (standing.update.id, standing.update.status) == (made, Status.GREEN)


async def test_a_doubt_is_known_from_its_entry_on_and_no_news_once_its_statement_is_withdrawn(kent: SqlStore) -> None:
    made, number = await kent.transact(save)
    gone = await kent.transact(lambda tx: tx.updates.withdraw("kent", made, "", "Head"))

    assert await kent.read(lambda view: Past(view, number - 1).doubts.of("kent", "1.1.1")) == ()
    assert [one.id for one in await kent.read(lambda view: view.doubts.of("kent", "1.1.1"))] == [number]
    assert [one.id for one in await kent.read(lambda view: view.doubts.between("kent", made, number))] == [number]
    assert await kent.read(lambda view: view.doubts.between("kent", made, gone)) == ()
    assert await kent.read(lambda view: view.doubts.between("kent", number, gone)) == ()


async def test_an_answer_that_was_taken_out_is_read_as_none_and_the_rest_stands(kent: SqlStore) -> None:
    _, number = await kent.transact(save)
    await kent.transact(lambda tx: tx.erasures.redact("kent", number, "answer", "it names a child"))
    (doubt,) = await kent.read(lambda view: view.doubts.of("kent", "1.1.1"))

    assert (doubt.answer, doubt.asked, doubt.found) == ("", DoubtKind.OVERDUE, LATE)


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM doubt_found WHERE kind = 'same_words'",
        "UPDATE doubt_found SET kind = 'postcode' WHERE kind = 'same_words'",
        "INSERT INTO doubt_found (plan, entry, kind, found) SELECT plan, entry, 'postcode', found FROM doubt_found LIMIT 1",
    ],
)
async def test_a_doubt_about_no_date_changed_past_the_triggers_breaks_its_entry(kent: SqlStore, change: str) -> None:
    _, number = await kent.transact(save)
    with kent._write.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        else:
            for verb in ("update", "delete"):
                connection.exec_driver_sql(f"DROP TRIGGER doubt_found_{verb}")
        connection.execute(sa.text(change))

    walked = await kent.read(lambda view: list(chain.walked("kent", view.entries.links("kent"))))
    assert [one for one, holds in walked if not holds][:1] == [number]
