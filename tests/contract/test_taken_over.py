"""A database of 0.2, brought up to date: what it said is entries of the record, on both databases."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from bot.model.letters.letter import Ending, LetterState
from bot.model.record.entry import EntryKind, Link
from bot.ports.record import Tx
from bot.rules.chain import walked
from store.migrations.from_0_2 import TakenOver
from store.migrations.from_0_2.plans import Change, editions, together
from store.record import SqlStore
from tests.world import from_0_2

SMALL = "small"
NOW = datetime(2025, 6, 1, tzinfo=UTC)


@pytest.fixture
async def old(old_url: str) -> AsyncIterator[SqlStore]:
    """A database of 0.2, not migrated yet."""
    store = SqlStore(old_url, lambda: NOW)
    yield store
    await store.close()


@pytest.fixture
async def taken(taken_over_url: str) -> AsyncIterator[SqlStore]:
    """The same, migrated."""
    store = SqlStore(taken_over_url, lambda: NOW)
    yield store
    await store.close()


@pytest.fixture
async def links(taken: SqlStore) -> list[Link]:
    """The entries that were made of it."""
    return await taken.read(lambda view: list(view.entries.links(SMALL)))


def of(links: list[Link], *kinds: EntryKind) -> list[Link]:
    """The entries of these kinds."""
    return [link for link in links if link.header.kind in kinds]


async def test_the_entries_are_a_whole_chain(links: list[Link]) -> None:
    assert all(holds for _, holds in walked(SMALL, links))
    assert [link.header.number for link in links] == list(range(1, len(links) + 1))


async def test_what_there_was_is_counted_before_and_after(old: SqlStore) -> None:
    assert old.predates_record()

    taken = old.migrate()

    assert taken is not None
    assert taken.before == taken.after
    assert taken.before["updates"] == 7
    assert taken.before["evidence"] == 2
    assert not old.predates_record()


async def test_migrating_again_changes_nothing(old: SqlStore) -> None:
    old.migrate()
    head = await old.read(lambda view: view.entries.head(SMALL))

    assert old.migrate() is None
    assert await old.read(lambda view: view.entries.head(SMALL)) == head


async def test_the_plan_is_dated_at_its_earliest_update_and_says_that_it_was_made_afterwards(links: list[Link]) -> None:
    first = links[0]

    assert first.header.kind is EntryKind.EDITION
    assert first.header.at == datetime(2025, 3, 26, 9, 30, tzinfo=UTC)
    assert first.fields["reconstructed"] == "true"
    assert first.fields["capacity"] == "taken over from 0.2"
    assert first.fields["why"].startswith("as 0.2 knew it on ")


async def test_a_date_that_moved_twice_comes_from_three_editions(links: list[Link]) -> None:
    found = of(links, EntryKind.EDITION)

    assert [link.fields["milestone/1.1.1/due"] for link in found] == ["2025-04-30", "2025-05-15", "2025-05-30"]
    assert [link.fields["milestone/1.1.2/due"] for link in found] == ["2025-04-30", "2025-05-20", "2025-05-20"]
    assert {link.fields["milestone/1.1.1/baseline"] for link in found} == {"2025-04-30"}


async def test_updates_keep_their_order_and_evidence_its_update(links: list[Link]) -> None:
    said = {link.header.number: link.fields for link in of(links, EntryKind.UPDATE)}
    offered = of(links, EntryKind.EVIDENCE)

    assert [fields["narrative"] for fields in said.values()] == [
        "on course",
        "no nurses",
        "all fine",
        "still short",
        "held up",
        "worse now",
        "mended",
    ]
    assert [said[int(link.fields["update"])]["narrative"] for link in offered] == ["on course", "on course"]


async def test_a_moment_of_a_clock_set_back_is_no_earlier_than_the_entry_before(links: list[Link]) -> None:
    moments = [link.header.at for link in links]

    assert moments == sorted(moments)


async def test_a_form_that_names_an_update_names_its_entry_now(links: list[Link]) -> None:
    (held_up,) = (link for link in of(links, EntryKind.UPDATE) if link.fields["narrative"] == "held up")
    (on_course,) = (link for link in of(links, EntryKind.UPDATE) if link.fields["narrative"] == "on course")

    assert held_up.fields["drawn_from"] == f"u{on_course.header.number} 0123456789abcdef"


async def test_drafts_name_the_entries_that_they_were_saved_as(taken_over_url: str, links: list[Link]) -> None:
    updates = {link.header.number for link in of(links, EntryKind.UPDATE)}
    with from_0_2.opened(taken_over_url) as db:
        saved = [number for (body,) in db.execute(sa.text("SELECT body FROM draft")) for number in json.loads(body)["saved"]]

    assert saved
    assert set(saved) <= updates


async def test_a_draft_of_0_2_names_what_stood_and_which_letter_was_last_when_it_was_said(old_url: str) -> None:
    with from_0_2.opened(old_url) as db:
        said = "SELECT token, body FROM draft WHERE body LIKE '%green back on course%'"
        token, body = db.execute(sa.text(said)).one()
        keiras = json.dumps({**json.loads(body), "person": 1})
        db.execute(sa.text("UPDATE draft SET body = :body WHERE token = :token"), {"body": keiras, "token": token})
    store = SqlStore(old_url, lambda: NOW)
    store.migrate()

    links = await store.read(lambda view: list(view.entries.links(SMALL)))
    (held_up,) = (link for link in of(links, EntryKind.UPDATE) if link.fields["narrative"] == "held up")
    with from_0_2.opened(old_url) as db:
        draft = json.loads(db.scalar(sa.text("SELECT body FROM draft WHERE token = :token"), {"token": token}) or "")
    assert draft["stood"] == {"1.1.1": held_up.header.number}
    assert draft["letter"] == "nudge:1:2025-04-29"
    await store.close()


async def test_letters_and_drafts_between_0_2_and_the_record_name_entries_too(old_url: str) -> None:
    from_0_2.brought_to(old_url, from_0_2.BEFORE_THE_RECORD)
    asked = [{"plan": SMALL, "ref": "1.1.1", "kind": "upcoming", "stood": stood} for stood in (1, 2, 0)]
    before = {"stood": {"1.1.1": 1, "1.1.2": 2, "1.1.3": 0}, "same": {"1.1.2": 3}, "drawn": {"1.1.1": "u1-2 0123456789abcdef"}}
    with from_0_2.opened(old_url) as db:
        key = db.scalar(sa.text("SELECT MIN(key) FROM letter WHERE kind = 'nudge'"))
        db.execute(sa.text("UPDATE letter SET asked = :asked WHERE key = :key"), {"asked": json.dumps(asked), "key": key})
        token, body = db.execute(sa.text("SELECT token, body FROM draft ORDER BY token")).first() or ("", "{}")
        draft = {**json.loads(body), **before, "saved": [1, 2]}
        db.execute(sa.text("UPDATE draft SET body = :body WHERE token = :token"), {"body": json.dumps(draft), "token": token})
    store = SqlStore(old_url, lambda: NOW)
    store.migrate()

    links = await store.read(lambda view: list(view.entries.links(SMALL)))
    first, second, third, *_ = (link.header.number for link in of(links, EntryKind.UPDATE))
    with from_0_2.opened(old_url) as db:
        letter = json.loads(db.scalar(sa.text("SELECT asked FROM letter WHERE key = :key"), {"key": key}) or "")
        draft = json.loads(db.scalar(sa.text("SELECT body FROM draft WHERE token = :token"), {"token": token}) or "")
    assert [one["stood"] for one in letter] == [first, second, 0]
    assert draft["stood"] == {"1.1.1": first, "1.1.2": second, "1.1.3": 0}
    assert draft["same"] == {"1.1.2": third}
    assert draft["drawn"] == {"1.1.1": f"u{first}-{second} 0123456789abcdef"}
    assert draft["saved"] == [first, second]
    await store.close()


async def test_everybody_is_known_with_their_rights_and_what_they_hold(taken: SqlStore, links: list[Link]) -> None:
    people = await taken.read(lambda view: view.people.of(SMALL))
    names = {person.id: person.name for person in people.persons}

    assert {person.email: person.rights for person in people.persons if person.rights} == {
        "gwen@example.org": ("admin",),
        "hugo@example.org": ("board",),
        "carys@example.org": ("board",),
        "leo@example.org": ("lead:1",),
    }
    assert [(one.role, names[one.person], one.starts, one.ends) for one in people.holdings] == [
        ("Head of Inclusion", "Keira", None, date(2025, 4, 30)),
        ("Chief Nursing Officer", "Ben", None, None),
        ("Independent Chair", "Carys", None, None),
        ("Head of Inclusion", "Leo", date(2025, 5, 1), None),
        ("Head of SEND Finance", "Ben", date(2025, 5, 1), None),
    ]
    assert names[people.holdings[2].deputy or 0] == "Hugo"


async def test_the_pause_and_the_boards_channel_are_taken_over(links: list[Link]) -> None:
    (pause,), (board,) = of(links, EntryKind.PAUSE), of(links, EntryKind.BOARD)

    assert pause.fields["paused"] == "true"
    assert board.fields["channel"] == "board"


async def test_a_summary_that_0_2_posted_is_there_as_it_was_worded(taken: SqlStore, links: list[Link]) -> None:
    (posted,) = await taken.read(lambda view: view.plans.posted(SMALL, date(2025, 3, 31)))

    assert posted.message.title == "A small plan: the week of 31 March 2025"
    assert posted.channel.id == "board"
    assert posted.drawn.head.entry == posted.entry - 1
    assert links[posted.drawn.head.entry - 1].digest.hex() == posted.drawn.head.digest


async def test_a_summary_that_0_2_had_still_to_post_is_there_once_it_is_posted(old_url: str) -> None:
    key, week = "digest:small:2025-04-28:recorder:board", date(2025, 4, 28)
    with from_0_2.opened(old_url) as db:
        db.execute(sa.text("UPDATE letter SET state = 'waiting', settled = NULL WHERE key = :key"), {"key": key})
    store = SqlStore(old_url, lambda: NOW)
    store.migrate()
    assert await store.read(lambda view: view.plans.posted(SMALL, week)) == ()

    def post(tx: Tx) -> None:
        letter = tx.letters.one(key)
        assert letter is not None
        tx.letters.settle([Ending(letter=letter, state=LetterState.SENT, address=letter.address)], NOW)
        tx.letters.note_sent()

    await store.transact(post)

    (posted,) = await store.read(lambda view: view.plans.posted(SMALL, week))
    assert posted.message.title == "A small plan: the week of 28 April 2025"
    await store.close()


async def test_a_row_that_cannot_be_read_is_kept_as_it_is_and_stops_nothing(old_url: str) -> None:
    with from_0_2.opened(old_url) as db:
        db.execute(sa.text("UPDATE milestone_update SET body = 'torn' WHERE id = 2"))
    store = SqlStore(old_url, lambda: NOW)
    store.migrate()

    links = await store.read(lambda view: list(view.entries.links(SMALL)))
    (torn,) = (link for link in of(links, EntryKind.UPDATE) if link.fields["status"] == "unreadable")

    assert torn.fields["said"] == "torn"
    assert all(holds for _, holds in walked(SMALL, links))
    await store.close()


async def test_what_fails_half_way_changes_nothing_and_can_be_tried_again(old_url: str) -> None:
    with from_0_2.opened(old_url) as db:
        document = db.scalar(sa.text("SELECT document FROM plan"))
        db.execute(sa.text("UPDATE plan SET document = 'torn'"))
    store = SqlStore(old_url, lambda: NOW)

    with pytest.raises(json.JSONDecodeError):
        store.migrate()

    assert store.predates_record()
    with from_0_2.opened(old_url) as db:
        db.execute(sa.text("UPDATE plan SET document = :document"), {"document": document})
    assert isinstance(store.migrate(), TakenOver)
    await store.close()


def test_changes_of_one_edition_are_told_from_those_of_the_next_by_the_order_of_the_document() -> None:
    milestones = [{"ref": f"1.1.{n}", "due": "2025-09-30"} for n in (1, 2, 3)]
    document = {"actions": [{"milestones": milestones}]}
    was, then, now = date(2025, 7, 31), date(2025, 8, 31), date(2025, 9, 30)
    changes = [
        Change("1.1.2", was, then),
        Change("1.1.3", was, now),
        Change("1.1.1", was, now),
        Change("1.1.2", then, now),
        Change("9.9.9", was, now),
    ]

    assert [[one.ref for one in group] for group in together(document, changes)] == [["1.1.2", "1.1.3"], ["1.1.1", "1.1.2"]]
    dues = [[milestone["due"] for milestone in one["actions"][0]["milestones"]] for one in editions(document, changes)]
    assert dues == [
        ["2025-07-31", "2025-07-31", "2025-07-31"],
        ["2025-07-31", "2025-08-31", "2025-09-30"],
        ["2025-09-30", "2025-09-30", "2025-09-30"],
    ]
