"""One row that cannot be read stops nobody else, is named by its number to the admin, and shows none of its words anywhere."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner

from bot.conversation.desk import Desk
from bot.delivery.post import Post
from bot.model.letters.letter import Asked, Letter, LetterState
from bot.model.letters.message import Message
from bot.model.letters.talk import Chat, Inbound, Say, Sender
from bot.model.mark import mark
from bot.model.people import PersonRow
from bot.model.plan import Action, Milestone, Plan
from bot.model.policy import Calendar, Policy
from bot.model.status import Status
from bot.model.updates.update import Face, Update
from bot.planning.reach import look_up
from bot.planning.rounds import plan_round
from bot.ports.record import Tx
from bot.program.app import app
from bot.reports.snapshot import take
from bot.reports.status import status_json
from bot.reports.summary import digest_message
from store.record import SqlStore
from tests.records import long_ago

MONDAY = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
DUE = MONDAY.date()
ANNA, ED = 1, 2
SECRET = "swordfish of the confidential kind"


def a_plan(short: str) -> Plan:
    steps = tuple(
        Milestone(ref=ref, text=f"Step {ref}", due=DUE, baseline=DUE, owners=("Head",)) for ref in ("1.1.1", "1.1.2")
    )
    return Plan(short=short, title=short.title(), actions=(Action(ref="1.1", priority=1, title="Do", milestones=steps),))


def rows(short: str) -> tuple[PersonRow, ...]:
    return (
        PersonRow(role="Head", name=f"Anna of {short}", email=f"anna@{short}.example.org"),
        PersonRow(role=None, name=f"Ed of {short}", email=f"ed@{short}.example.org", rights=("admin",)),
    )


def said(status: Status, narrative: str, minute: int) -> Update:
    return Update(
        plan="kent", ref="1.1.1", status=status, narrative=narrative, path_to_green="hire", by=ANNA, by_name="Anna",
        capacity="owner", at=MONDAY.replace(hour=8, minute=minute),
    )  # fmt: skip


def load(tx: Tx) -> None:
    for short in ("kent", "essex"):
        tx.plans.save(a_plan(short))
        tx.people.save(short, rows(short))
    tx.plans.keep_settings("kent", Policy(calendar=Calendar(zone="Europe/Dublin")))
    tx.updates.record(said(Status.GREEN, "fine", 1))
    tx.updates.record(said(Status.RED, SECRET, 2))


@pytest.fixture
async def both(store: SqlStore) -> SqlStore:
    await store.transact(load)
    return store


def spoiled(store: SqlStore, *statements: str) -> None:
    """Change rows behind Milepost's back, as a disk or a hand does."""
    with store._write.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        else:
            connection.exec_driver_sql("DROP TRIGGER IF EXISTS update_update")
            connection.exec_driver_sql("DROP TRIGGER IF EXISTS entry_update")
        for statement in statements:
            _unguarded(connection, statement)
            connection.execute(sa.text(statement), {"bad": f'{{"title": "{SECRET}", "x": '} if ":bad" in statement else {})


def _unguarded(connection: sa.Connection, statement: str) -> None:
    """Take away what keeps the rows of a table of the record from being changed."""
    table = statement.split()[1]
    if table in {"milestone", "setting", "date_request"}:
        on = f" ON {table}" if connection.dialect.name == "postgresql" else ""
        connection.execute(sa.text(f"DROP TRIGGER IF EXISTS {table}_update{on}"))


def fresh(store: SqlStore) -> SqlStore:
    """The record as a process just started sees it."""
    return SqlStore(store._url.render_as_string(hide_password=False), long_ago)


async def plan(store: SqlStore, now: datetime = MONDAY) -> tuple[str, ...]:
    await look_up(store, [], now)
    return await plan_round(store, now)


async def told(store: SqlStore, key: str) -> str:
    letter = await store.read(lambda view: view.letters.one(key))
    return letter.message.plain() if letter else ""


SPOILS = {
    "plan": ("UPDATE milestone SET recurrence = :bad WHERE plan = 'kent'", "The plan kent cannot be read"),
    "policy": ("UPDATE setting SET value = :bad WHERE plan = 'kent'", "The settings of the plan kent cannot be read"),
    "zone": ("""UPDATE setting SET value = '"Nowhere/Land"' WHERE plan = 'kent'""", "The settings of the plan kent cannot be read"),
    "update": ("UPDATE \"update\" SET status = :bad WHERE narrative LIKE 'swordfish%'", "an update, cannot be read"),
}


@pytest.mark.parametrize("kind", SPOILS)
async def test_the_other_plan_is_asked_and_the_admin_is_told_by_number_once_a_day(
    both: SqlStore, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    spoil, sentence = SPOILS[kind]
    spoiled(both, spoil)
    store = fresh(both)

    keys = await plan(store)
    again = await plan(store)

    assert "nudge:3:2026-03-02" in keys, "the owner in the other plan was not asked"
    assert sentence in await told(store, f"unread:{ED}:2026-03-02")
    assert await told(store, "unread:4:2026-03-02") == "", "the other plan's admin was told"
    assert not any(key.startswith("unread") for key in again)
    assert SECRET not in caplog.text
    await store.close()


async def test_a_milestone_whose_latest_update_cannot_be_read_never_shows_the_older_colour(both: SqlStore) -> None:
    spoiled(both, SPOILS["update"][0])
    store = fresh(both)
    standing = (await store.read(lambda view: view.updates.standings("kent")))["1.1.1"]
    shown = await store.read(lambda v: status_json(take(v, "kent", MONDAY)))
    summary = (await store.read(lambda view: digest_message(view, take(view, "kent", MONDAY)))).plain()
    answer = await types(store, "status 1.1.1")
    listed = await types(store, "status")

    entry = standing.unreadable
    assert (standing.update, entry is not None) == (None, True)
    first = shown["milestones"][0]  # type: ignore[index]
    assert (first["status"], first["face"], first["unreadable"]) == (None, Face.UNREADABLE, entry)
    assert f"The latest update (entry {entry}) cannot be read" in summary
    assert f"Cannot be read (entry {entry})" in answer
    assert "Cannot be read" in listed
    assert "Green" not in answer
    await types(store, "1.1.1 green mended")
    assert "Saved" in await types(store, "yes")
    assert (await store.read(lambda view: view.updates.standings("kent")))["1.1.1"].unreadable is None
    await store.close()


async def types(store: SqlStore, line: str) -> str:
    sender = Sender(platform="line", tenant="t", id="anna", email="anna@kent.example.org")
    desk = Desk(store, lambda: MONDAY)
    reply = await desk.handle(Inbound(id=line, sender=sender, chat=Chat(id="anna"), said=line))
    assert isinstance(reply, Say)
    return reply.message.plain()


@pytest.mark.parametrize("column", ['"update" SET forecast', "entry SET at"])
async def test_what_should_be_a_date_and_is_none_spoils_its_own_statement_alone(both: SqlStore, column: str) -> None:
    if both._url.drivername != "sqlite":
        pytest.skip("PostgreSQL keeps a date in a date")
    (_, red) = await both.read(lambda view: view.updates.history("kent", "1.1.1"))
    spoiled(both, f"UPDATE {column} = 'never' WHERE plan = 'kent' AND {'entry' if 'update' in column else 'number'} = {red.id}")
    store = fresh(both)

    standings = await store.read(lambda view: view.updates.standings("kent"))
    history = await store.read(lambda view: view.updates.history("kent", "1.1.1"))

    assert (standings["1.1.1"].unreadable, standings["1.1.2"].unreadable) == (red.id, None)
    assert [update.narrative for update in history] == ["fine"]
    await store.close()


async def test_a_history_names_the_entry_that_cannot_be_read_in_its_place(both: SqlStore) -> None:
    await both.transact(lambda tx: tx.updates.record(said(Status.AMBER, "slower", 3)))
    spoiled(both, SPOILS["update"][0])
    (entry,) = await both.read(lambda view: view.updates.unreadable("kent", "1.1.1"))

    history = await types(both, "history 1.1.1")

    assert history.index("fine") < history.index(f"Entry {entry} cannot be read.") < history.index("slower")
    assert SECRET not in history


@pytest.mark.parametrize("column", ["message", "asked", "address"])
async def test_a_letter_that_cannot_be_read_holds_up_no_other_and_is_asked_anew(
    both: SqlStore, column: str, caplog: pytest.LogCaptureFixture
) -> None:
    keys = await plan(both)
    spoiled(both, f"UPDATE letter SET {column} = :bad WHERE key = 'nudge:1:2026-03-02'")
    store = fresh(both)
    post = Post(store, [], lambda: MONDAY)

    outbox = await post.outbox()
    for key, _ in outbox.ready:
        await post.deliver(key)
    letters = await store.read(lambda view: {key: view.letters.one(key) for key in keys})
    held = await store.read(lambda view: view.rounds.held_over("kent", MONDAY.replace(day=3).date()))

    assert letters["nudge:1:2026-03-02"] is None
    other = letters["nudge:3:2026-03-02"]
    assert other is not None
    assert other.state is LetterState.FAILED, "it was not carried"  # for there is no platform in this test
    assert held == {ANNA: frozenset({MONDAY.date()})}
    assert "Message nudge:1:2026-03-02 cannot be read" in await told(store, f"unread:{ED}:2026-03-02")
    assert "nudge:1:2026-03-03" in await plan(store, MONDAY.replace(day=3))
    told_of = [one.getMessage() for one in caplog.records if "cannot be read" in one.getMessage()]
    assert set(told_of) == {f"letter {mark('nudge:1:2026-03-02')} cannot be read"}, "the key has the person's number"
    await store.close()


async def test_a_late_letter_that_cannot_be_read_ends_no_round(both: SqlStore) -> None:
    await plan(both)
    spoiled(both, "UPDATE letter SET message = :bad WHERE key = 'nudge:1:2026-03-02'")

    tuesday = await plan(both, MONDAY.replace(day=3))

    assert {"nudge:1:2026-03-03", "nudge:3:2026-03-03"} <= set(tuesday)


async def test_a_summary_that_cannot_be_read_is_told_like_one_that_failed(both: SqlStore) -> None:
    asked = (Asked(plan="kent", ref="", kind="news"),)
    summary = Letter(
        key="digest:kent:2026-03-02:line:b", kind="digest", channel="kent", message=Message(title="W"), asked=asked,
        not_before=MONDAY,
    )  # fmt: skip
    await both.transact(lambda tx: tx.letters.enqueue(summary))
    spoiled(both, "UPDATE letter SET message = :bad WHERE kind = 'digest'")

    await Post(both, [], lambda: MONDAY).deliver(summary.key)

    with both._read.connect() as connection:
        assert connection.execute(sa.text("SELECT state FROM letter WHERE kind = 'digest'")).scalar_one() == "failed"


async def test_a_draft_that_cannot_be_read_does_not_silence_the_person(both: SqlStore) -> None:
    await types(both, "1.1.1 green hired")
    spoiled(both, "UPDATE draft SET body = :bad")

    assert "nothing waiting" in await types(both, "yes")
    assert "Step 1.1.1" in await types(both, "status")


async def test_a_person_in_a_plan_that_cannot_be_read_is_told_so_in_words(both: SqlStore) -> None:
    spoiled(both, SPOILS["plan"][0])
    store = fresh(both)

    answer = await types(store, "status")

    assert answer.startswith("The plan kent cannot be read in Milepost's record")
    await store.close()


@pytest.mark.parametrize("spoil", ["plan", "policy", "update"])
async def test_the_command_line_says_it_in_one_line_without_the_words(both: SqlStore, spoil: str) -> None:
    spoiled(both, SPOILS[spoil][0])
    url = both._url.render_as_string(hide_password=False)

    for words in (["status"], ["status", "--json"], ["digest"], ["preview"], ["export"]):
        ran = await asyncio.to_thread(CliRunner().invoke, app, [*words, "--plan", "kent"], env={"DATABASE_URL": url})
        assert SECRET not in ran.output + ran.stderr
        if ran.exit_code:
            assert ran.exit_code == 1
            assert len(ran.stderr.splitlines()) == 1
            assert "cannot be read" in ran.stderr
        assert ran.exit_code == 0 or spoil != "update"


def test_what_is_wrong_with_a_noun_is_said_without_its_words() -> None:
    with pytest.raises(ValueError, match="Plan") as wrong:
        Plan.model_validate_json(f'{{"title": "{SECRET}"')
    with pytest.raises(ValueError, match="Message") as other:
        Message.model_validate({"title": [SECRET]})

    assert SECRET not in str(wrong.value) + str(other.value)
