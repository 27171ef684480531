"""Words are kept as long as the plan's settings say, whether rounds have anything to do or not."""

from datetime import UTC, date, datetime, timedelta

from bot.model.letters.letter import Letter, LetterKind, LetterState
from bot.model.letters.letter_key import Sort, letter_key
from bot.model.letters.message import Message
from bot.model.letters.talk import Draft
from bot.model.page.visitor import PageLink, PageVisit
from bot.model.people import Address, PersonRow
from bot.model.plan import Plan
from bot.planning.retention import Retention
from bot.ports.record import Tx, View
from store.record import SqlStore
from tests import records

THEN = datetime(2026, 3, 2, 12, tzinfo=UTC)
KEY = letter_key(Sort.DIGEST, "kent", date(2026, 3, 2))


async def begun(store: SqlStore) -> str:
    def begin(tx: Tx) -> str:
        tx.plans.save(Plan(short="kent", title="Kent"))
        tx.people.save("kent", [PersonRow(role=None, name="Ann", email="ann@kent.example")])
        board = Address(platform="console", tenant="local", id="board")
        words = Message(title="The week")
        tx.letters.enqueue(Letter(key=KEY, kind=LetterKind.DIGEST, channel="kent", message=words, not_before=THEN, address=board))
        records.settled(tx, KEY, LetterState.FAILED, THEN, reason="no such channel")
        return tx.talk.keep_draft(Draft(plan="kent", person=1, chat="c", entries=(), said="1 green", at=THEN))

    return await store.transact(begin)


async def test_drafts_and_the_words_of_letters_are_forgotten_once_their_time_is_over(store: SqlStore) -> None:
    token, retention = await begun(store), Retention(store)

    def kept(view: View) -> tuple[bool, str]:
        letter = view.letters.one(KEY)
        assert letter is not None
        return view.talk.draft(token) is not None, letter.message.title

    await retention.look(THEN + timedelta(days=29))
    assert await store.read(kept) == (True, "The week")

    await retention.look(THEN + timedelta(days=31))
    assert await store.read(kept) == (False, "The week")

    await retention.look(datetime(2028, 3, 4, 12, tzinfo=UTC))
    assert await store.read(kept) == (False, "")


async def test_it_looks_once_an_hour(store: SqlStore) -> None:
    token, retention = await begun(store), Retention(store)
    over = THEN + timedelta(days=30)

    await retention.look(over - timedelta(minutes=1))
    await retention.look(over + timedelta(minutes=1))
    assert await store.read(lambda view: view.talk.draft(token)) is not None

    await retention.look(over + timedelta(minutes=59))
    assert await store.read(lambda view: view.talk.draft(token)) is None


async def test_links_to_the_page_and_visits_are_forgotten_a_day_after_their_end(store: SqlStore) -> None:
    await begun(store)
    retention, hour = Retention(store), timedelta(hours=1)

    def give(tx: Tx) -> None:
        for name, until in (("soon", THEN + hour), ("late", THEN + 30 * hour)):
            tx.pages.give(PageLink(secret=name, person=1, plan="kent", until=until))
        tx.pages.use("late", PageVisit(secret="visit", person=1, plan="kent", until=THEN + 12 * hour))

    def kept(view: View) -> list[str]:
        links = [name for name in ("soon", "late") if view.pages.link(name) is not None]
        return links + [name for name in ("visit",) if view.pages.visit(name) is not None]

    await store.transact(give)
    await retention.look(THEN + 24 * hour)
    assert await store.read(kept) == ["soon", "late", "visit"]

    await retention.look(THEN + 26 * hour)
    assert await store.read(kept) == ["late", "visit"]

    await retention.look(THEN + 37 * hour)
    assert await store.read(kept) == ["late"]
