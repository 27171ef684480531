"""Documents that were read and wait for answers, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.model.documents.document_read import DocumentRead, Waiting
from bot.model.people import PersonRow
from bot.model.plan import Plan
from bot.model.record.entry import By
from bot.planning.retention import Retention
from bot.ports.record import Tx, View
from store.record import SqlStore

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
ZOE = PersonRow(role=None, name="Zoë", email="zoe@example.org", rights=("admin",))
WAITS = DocumentRead(plan="kent", file="Kent plan.docx", sha256="ab", document=b"\x00\xfftables", at=NOW, person=1, chat="c")


@pytest.fixture
async def kent(store: SqlStore) -> SqlStore:
    def load(tx: Tx) -> None:
        tx.plans.save(Plan(short="kent", title="Kent"))
        tx.people.save("kent", [ZOE])

    await store.transact(load)
    return store


async def brought(store: SqlStore, document: DocumentRead = WAITS) -> str:
    return await store.transact(lambda tx: tx.documents_read.keep(document))


async def test_a_document_is_kept_as_it_was_read_and_found_by_its_token_its_plan_and_who_brought_it(kent: SqlStore) -> None:
    first = await brought(kent)
    last = await brought(kent, WAITS.model_copy(update={"at": NOW + timedelta(hours=1), "answers": {"year-1": "2026"}}))

    def found(view: View) -> tuple[DocumentRead | None, ...]:
        return view.documents_read.one(first), view.documents_read.latest("kent"), view.documents_read.brought(1)

    one, latest, mine = await kent.read(found)
    assert one == WAITS.model_copy(update={"token": first})
    assert latest is not None
    assert (latest.token, latest.answers, mine) == (last, {"year-1": "2026"}, latest)
    assert await kent.read(lambda view: view.documents_read.one("none")) is None
    assert await kent.read(lambda view: view.documents_read.latest("essex")) is None


async def test_answers_are_added_changed_and_taken_back_and_what_was_loaded_is_then_loaded_no_longer(kent: SqlStore) -> None:
    token = await brought(kent)

    async def after(**answers: str) -> DocumentRead:
        def say(tx: Tx) -> DocumentRead | None:
            tx.documents_read.answer(token, answers)
            return tx.documents_read.one(token)

        found = await kent.transact(say)
        assert found is not None
        return found

    assert (await after(a="1", b="2")).answers == {"a": "1", "b": "2"}
    assert (await after(a="3", b="")).answers == {"a": "3"}
    await kent.transact(lambda tx: tx.documents_read.load(token))
    assert (await after(a="3")).loaded
    assert not (await after(a="4")).loaded


async def test_loading_one_forgets_the_earlier_ones_of_its_plan_and_no_others(kent: SqlStore) -> None:
    earlier = await brought(kent)
    other = await brought(kent, WAITS.model_copy(update={"plan": "essex"}))
    later = await brought(kent, WAITS.model_copy(update={"at": NOW + timedelta(hours=1)}))

    await kent.transact(lambda tx: tx.documents_read.load(later))

    def there(view: View) -> list[bool]:
        return [view.documents_read.one(token) is not None for token in (earlier, other, later)]

    assert await kent.read(there) == [False, True, True]


async def test_whoever_only_looks_in_is_told_of_the_last_document_without_reading_it(kent: SqlStore) -> None:
    token = await brought(kent)

    def count(tx: Tx) -> None:
        tx.documents_read.count_open(token, 3)
        tx.documents_read.load(token)

    await kent.transact(count)
    assert await kent.read(lambda view: view.documents_read.waiting("kent")) == Waiting(
        file="Kent plan.docx", open_count=3, loaded=True
    )
    assert await kent.read(lambda view: view.documents_read.waiting("essex")) is None


async def test_a_document_changes_its_plan_and_says_what_was_shown_of_it_and_is_let_go(kent: SqlStore) -> None:
    token = await brought(kent, WAITS.model_copy(update={"is_placed": False}))

    def change(tx: Tx) -> DocumentRead | None:
        tx.documents_read.place(token, "essex")
        tx.documents_read.show(token, "mark")
        return tx.documents_read.one(token)

    found = await kent.transact(change)
    assert found is not None
    assert (found.plan, found.is_placed, found.shown) == ("essex", True, "mark")

    await kent.transact(lambda tx: tx.documents_read.let_go(token))
    assert await kent.read(lambda view: view.documents_read.one(token)) is None


async def test_documents_are_forgotten_once_their_time_is_over_whether_their_plan_was_loaded_or_not(kent: SqlStore) -> None:
    tokens = [await brought(kent), await brought(kent, WAITS.model_copy(update={"plan": "essex"}))]
    retention = Retention(kent)

    def there(view: View) -> list[bool]:
        return [view.documents_read.one(token) is not None for token in tokens]

    await retention.look(NOW + timedelta(days=29))
    assert await kent.read(there) == [True, True]

    await retention.look(NOW + timedelta(days=31))
    assert await kent.read(there) == [False, False]


async def test_a_document_goes_with_the_person_who_brought_it(kent: SqlStore) -> None:
    essex = WAITS.model_copy(update={"plan": "essex"})
    tokens = [await brought(kent, essex), await brought(kent, WAITS.model_copy(update={"person": None}))]

    def erase(tx: Tx) -> None:
        tx.acting(By(at=NOW, capacity="command line"))
        tx.erasures.erase("zoe@example.org", "they asked")

    held = await kent.read(lambda view: view.erasures.held("zoe@example.org"))
    assert held is not None
    assert held.documents == ("Kent plan.docx",)
    await kent.transact(erase, plans=("kent",))
    assert [await kent.read(lambda view, one=one: view.documents_read.one(one)) for one in tokens] == [None, None]


@pytest.mark.parametrize(("kind", "stays"), [("edition", False), ("pause", True)])
async def test_a_document_goes_with_words_that_are_taken_out_of_its_plan_and_stays_with_others(
    kent: SqlStore, kind: str, stays: bool
) -> None:
    token = await brought(kent)

    def redact(tx: Tx) -> None:
        tx.acting(By(at=NOW, capacity="command line"))
        if kind == "pause":
            tx.pauses.hold("kent", why="it names a child")
            tx.erasures.redact("kent", tx.entries.head("kent").entry, "why", "it names a child")
        else:
            tx.plans.save(Plan(short="kent", title="Kent", vision="It names a child"))
            tx.erasures.redact("kent", tx.entries.head("kent").entry, "vision", "it names a child")

    await kent.transact(redact, plans=("kent",))
    assert (await kent.read(lambda view: view.documents_read.one(token)) is not None) is stays


async def test_one_that_is_loaded_stays_while_questions_about_it_are_open(kent: SqlStore) -> None:
    asked = await brought(kent, WAITS.model_copy(update={"loaded": True, "open_count": 2}))
    settled = await brought(kent, WAITS.model_copy(update={"loaded": True}))

    await kent.transact(lambda tx: tx.documents_read.forget(NOW + timedelta(days=40), ("kent",)))
    assert await kent.read(lambda view: view.documents_read.one(settled)) is None
    assert await kent.read(lambda view: view.documents_read.one(asked)) is not None
    assert not await kent.read(lambda view: view.documents_read.before(NOW + timedelta(days=40)))
