"""A workbook given out of the record comes back into it, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.model.documents.draft import Draft, NotAPlan, Settled
from bot.model.documents.edition import Edition
from bot.model.people import PersonRow
from bot.model.plan import Imported, Source
from bot.model.status import Status
from bot.model.updates.update import Update
from bot.planning import editions
from bot.ports.record import Tx, View
from bot.reports.documents.workbook import given, workbook
from bot.reports.snapshot import take
from bot.rules.documents import edition
from seed.source import Document
from seed.sources import xlsx
from seed.workbook.drawing import draw
from seed.workbook.reading import read
from seed.workbook.rows import stamp_of
from store.record import SqlStore
from tests.world.books import edited, plan

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@pytest.fixture
async def kent(store: SqlStore) -> SqlStore:
    def load(tx: Tx) -> None:
        editions.keep(tx, edition.compare(None, plan()).plan, Source(), NOW)
        tx.people.save("kent", [PersonRow(role="Head of Inclusion", name="Anna", email="anna@example.org")])

    await store.transact(load)
    await says(store, Status.AMBER, "Two people applied")
    return store


async def says(store: SqlStore, status: Status, words: str) -> None:
    """Let Anna say how the first milestone stands."""

    def say(tx: Tx) -> None:
        (anna,) = tx.people.of("kent").persons
        said = {"status": status, "narrative": words, "path_to_green": "Interview both"}
        tx.updates.record(Update(plan="kent", ref="1.1.1", by=anna.id, by_name="Anna", capacity="Head of Inclusion", at=NOW, **said))

    await store.transact(say)


async def gives(store: SqlStore, now: datetime = NOW) -> bytes:
    """The workbook as it is given at a moment."""

    def book(view: View) -> bytes:
        return draw(workbook(take(view, "kent", now), view.entries.head("kent"), now))

    return await store.read(book)


def no_reader(document: Document, short: str, settled: Settled) -> Draft:
    raise NotAPlan("no plan")


async def comes_back(store: SqlStore, held: bytes) -> Edition:
    """What a workbook would change that came back."""
    document = xlsx.read(held)

    def back(view: View) -> Edition:
        draft = read(document, "kent", Settled(given=given(view, stamp_of(document))), no_reader)
        return editions.compared(view, draft.plan, keys=draft.keys)

    return await store.read(back)


async def test_a_workbook_that_nobody_touched_changes_nothing_however_late_it_comes_back(kent: SqlStore) -> None:
    held = await gives(kent)
    assert (await comes_back(kent, held)).changes_nothing

    await says(kent, Status.RED, "Both withdrew")
    assert (await comes_back(kent, held)).changes_nothing
    assert (await comes_back(kent, await gives(kent, NOW + timedelta(days=90)))).changes_nothing


async def test_what_was_changed_in_it_is_an_edition_and_a_status_is_what_the_file_says(kent: SqlStore) -> None:
    changes: Mapping[tuple[str, str], object] = {("1.1.1", "Step"): "Chair in post", ("2.1.1", "Milepost status"): "Green", ("1.1.2", "By when"): date(2026, 9, 30)}
    new = await comes_back(kent, edited(await gives(kent), changes))
    await kent.transact(lambda tx: editions.keep(tx, new.plan, Source(file="back.xlsx"), NOW))

    stands = await kent.read(lambda view: view.plans.one("kent"))
    first, second, hub = (stands.known(ref) for ref in ("1.1.1", "1.1.2", "2.1.1"))
    assert first is not None and second is not None and hub is not None
    assert (first.text, second.due) == ("Chair in post", date(2026, 9, 30))
    assert isinstance(hub.imported, Imported) and hub.imported.status is Status.GREEN
    assert "2.1.1" not in {ref for ref, one in (await kent.read(lambda view: view.updates.standings("kent"))).items() if one.update}


async def test_one_that_this_record_never_gave_is_not_taken_for_its_own(kent: SqlStore) -> None:
    stamp = stamp_of(xlsx.read(await gives(kent)))
    assert stamp is not None

    assert await kent.read(lambda view: given(view, stamp)) is not None
    for other in (stamp._replace(plan="surrey"), stamp._replace(digest="0" * 16), stamp._replace(moment="never"), stamp._replace(entry=99)):
        assert await kent.read(lambda view, other=other: given(view, other)) is None
    assert await kent.read(lambda view: given(view, None)) is None
