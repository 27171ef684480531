"""Words taken out of the record for good, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.delivery.rewriting import rewrite_posted
from bot.model.board.settings import Audience
from bot.model.letters.letter import Letter, LetterKind, LetterState
from bot.model.letters.message import Message, Paragraph, Text
from bot.model.letters.talk import Draft, Sender
from bot.model.people import Address, PersonRow
from bot.model.plan import Action, Milestone, Plan
from bot.model.policy import Policy
from bot.model.record.entry import By
from bot.model.status import Status
from bot.model.summary import Drawn
from bot.model.updates.update import Evidence, Update
from bot.planning.retention import empty_ended
from bot.ports.record import Tx, View
from bot.ports.refusals import Refusal
from bot.reports.record.proof import verify
from bot.rules.rewriting import ENOUGH
from bot.wording.updates.erasures import InPlace
from store.database.engines import database_file
from store.database.file import beside
from store.record import SqlStore
from tests.records import long_ago, settled

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
TEXT = 'Waiting for Ada Byrne\'s report,\n"as she said" – and no other'
NAME, EMAIL = "Grace Okafor", "grace@kent.example"
HOME = Address(platform="slack", tenant="T-home", id="U-grace-1", route='{"channel":"D-grace"}')
BOARD = Address(platform="slack", tenant="T-home", id="C-board")


def a_plan() -> Plan:
    step = Milestone(ref="1.1.1", text="Hire two nurses for Ada Byrne's team", due=date(2026, 4, 1), owners=("Head",))
    return Plan(short="kent", title="Kent", actions=(Action(ref="1.1", priority=1, title="Do", milestones=(step,)),))


def an_update(person: int, **more: object) -> Update:
    facts = {"plan": "kent", "ref": "1.1.1", "status": Status.AMBER, "narrative": TEXT, "path_to_green": "Agency staff"}
    said = {"by": person, "by_name": NAME, "capacity": "Head", "at": NOW, "said": f"1.1.1 amber: {TEXT}"}
    return Update.model_validate({**facts, **said, **more})


def message(*texts: str) -> Message:
    return Message(title="This week", blocks=tuple(Paragraph(spans=(Text(text=text),)) for text in texts))


def begin(tx: Tx) -> int:
    """A plan, one holder, and what they said: in an update, a letter, a draft and a posted summary. Returns the update's number."""
    tx.plans.save(a_plan())
    rows = [
        PersonRow(role="Head", name=NAME, email=EMAIL),
        PersonRow(role=None, name="Ann", email="ann@kent.example", rights=("admin",)),
    ]
    tx.people.save("kent", rows)
    grace, ann = (person for email in (EMAIL, "ann@kent.example") if (person := tx.people.by_email(email)))
    tx.accounts.reach(grace, HOME, NOW)
    tx.plans.bind_board("kent", BOARD)
    by = By(at=NOW, person=grace, platform="slack", tenant=HOME.tenant, account=HOME.id, inbound=f"slack:{HOME.id}:1")
    tx.acting(by)
    number = tx.updates.record(an_update(grace, evidence=(Evidence(url="https://x.example/a", shows="Rota"),))).id
    entries = (("1.1.1", {"narrative": TEXT}),)
    tx.talk.keep_draft(Draft(person=ann, chat="c", plan="kent", entries=entries, said=f"same: {TEXT}", at=NOW))
    tx.talk.keep_draft(Draft(person=grace, chat="d", plan="kent", entries=(), said="not yet", at=NOW))
    cut = " ".join(TEXT.split())[:30].rpartition(" ")[0] + "…"
    drawn = Drawn(facts=f'{{"red": [{{"reason": {_json(TEXT)}}}]}}', head=tx.entries.head("kent"))
    for key, more in (
        ("nudge:1:2026-03-02", {"kind": LetterKind.NUDGE, "person": ann, "message": message(f"{NAME} said: {TEXT}", cut)}),
        ("nudge:2:2026-03-02", {"kind": LetterKind.NUDGE, "person": grace, "message": message(f"Hello {NAME}")}),
        (
            "digest:kent:2026-03-02:slack:C-board",
            {"kind": LetterKind.DIGEST, "channel": "kent", "message": message(TEXT, "All else is well"), "drawn": drawn},
        ),
    ):
        letter = Letter.model_validate({"key": key, "not_before": NOW, "address": BOARD, **more})
        tx.letters.enqueue(letter)
        settled(tx, key, LetterState.SENT, NOW, address=BOARD, reference=f"ref {key}")
    tx.acting(By(at=NOW, person=ann, capacity="admin"))
    return number


def _json(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[SqlStore]:
    kept = SqlStore(database_url, long_ago, InPlace())
    yield kept
    await kept.close()


def by_ann(tx: Tx) -> Tx:
    ann = tx.people.by_email("ann@kent.example")
    assert ann is not None
    tx.acting(By(at=NOW + timedelta(days=1), person=ann, capacity="admin"))
    return tx


async def whole(store: SqlStore) -> bool:
    return await store.read(lambda view: verify(view, "kent").is_whole)


async def everything(store: SqlStore) -> str:
    """Every value of every table, as text."""
    with store._write.connect() as connection:
        names = sa.inspect(connection).get_table_names()
        rows = [connection.exec_driver_sql(f'SELECT * FROM "{name}"').all() for name in names]
    return "\n".join(str(value) for table in rows for row in table for value in row)


def in_files(url: str) -> bytes:
    file = database_file(url)
    return b"" if file is None else b"".join(one.read_bytes() for one in (file, *beside(file)) if one.exists())


async def test_a_text_that_is_taken_out_stands_nowhere_any_more(store: SqlStore, database_url: str) -> None:
    number = await store.transact(begin)
    told = await store.transact(lambda tx: by_ann(tx).erasures.redact("kent", number, "narrative", "It names a child"))

    assert set(told.removed) == {"narrative", "said", "facts", "message"}
    assert len(told.letters) == 2
    assert await whole(store)
    kept, files = await everything(store), in_files(database_url)
    for piece in ("Waiting for", "Byrne's report", "as she said"):
        assert piece not in kept
        assert piece.encode() not in files


async def test_what_was_taken_out_says_who_did_it_and_when_now_and_as_at(store: SqlStore) -> None:
    number = await store.transact(begin)
    upto = await store.read(lambda view: view.entries.head("kent").entry)
    done = await store.transact(lambda tx: by_ann(tx).erasures.redact("kent", number, "narrative", "It names a child"))

    def said(view: View) -> list[str]:
        now, then = view.updates.standings("kent"), view.updates.standings("kent", upto)
        return [one["1.1.1"].update.narrative for one in (now, then) if one["1.1.1"].update]

    assert await store.read(said) == ["[removed by Ann, 3 March 2026]"] * 2
    [posted] = await store.read(lambda view: view.plans.posted("kent", date(2026, 3, 2)))
    assert posted.message == message(f"[removed, entry {done.entry}]", "All else is well")
    assert posted.drawn.facts == f'{{"red": [{{"reason": "[removed, entry {done.entry}]"}}]}}'
    entry = await store.read(lambda view: view.entries.entry("kent", done.entry))
    assert entry is not None
    assert entry.fields["why"] == "It names a child"


async def test_only_what_was_posted_and_changed_must_be_rewritten(store: SqlStore) -> None:
    number = await store.transact(begin)
    await store.transact(lambda tx: by_ann(tx).erasures.redact("kent", number, "narrative", "x"))
    keys = [letter.key for letter in await store.read(lambda view: view.letters.to_rewrite())]

    assert keys == ["digest:kent:2026-03-02:slack:C-board", "nudge:1:2026-03-02"]
    for key in keys:
        await store.transact(lambda tx, key=key: tx.erasures.rewritten(key))  # type: ignore[misc]
    assert await store.read(lambda view: view.letters.to_rewrite()) == ()


@pytest.mark.parametrize(
    ("field", "refusal"),
    [
        ("status", "no_free_text"),
        ("forecast", "no_such_field"),
        ("ref", "no_free_text"),
        ("account", "no_free_text"),
        ("x", "no_such_field"),
    ],
)
async def test_only_free_text_can_be_taken_out(store: SqlStore, field: str, refusal: str) -> None:
    number = await store.transact(begin)
    with pytest.raises(Refusal) as refused:
        await store.transact(lambda tx: tx.erasures.redact("kent", number, field, "x"))

    assert refused.value.prompt_key == refusal


async def test_it_is_taken_out_once(store: SqlStore) -> None:
    number = await store.transact(begin)
    await store.transact(lambda tx: tx.erasures.redact("kent", number, "narrative", "x"))
    head = await store.read(lambda view: view.entries.head("kent"))
    with pytest.raises(Refusal) as refused:
        await store.transact(lambda tx: tx.erasures.redact("kent", number, "narrative", "x"))

    assert refused.value.prompt_key == "removed_already"
    assert await store.read(lambda view: view.entries.head("kent")) == head


async def test_a_text_of_an_edition_goes_out_of_all_editions(store: SqlStore) -> None:
    await store.transact(begin)
    again = a_plan().model_copy(update={"title": "Kent, second"})
    await store.transact(lambda tx: tx.plans.save(again))
    await store.transact(lambda tx: by_ann(tx).erasures.redact("kent", 1, "milestone/1.1.1/text", "x"))
    texts = await store.read(lambda view: [view.plans.one("kent", upto).milestones[0].text for upto in (1, None)])

    assert texts == ["[removed by Ann, 3 March 2026]"] * 2
    assert "two nurses" not in await everything(store)
    assert await whole(store)


async def test_a_short_text_is_left_where_others_said_it(store: SqlStore) -> None:
    number = await store.transact(begin)
    other = await store.transact(
        lambda tx: tx.updates.record(an_update(1, narrative="ok", said="1.1.1 amber: ok", path_to_green="x")).id
    )
    mine = await store.transact(
        lambda tx: tx.updates.record(an_update(1, narrative="ok", said="amber: ok", path_to_green="y")).id
    )
    done = await store.transact(lambda tx: tx.erasures.redact("kent", mine, "narrative", "x"))

    assert done.removed == ("said", "narrative")
    assert done.left == (other,)
    assert number not in done.left


async def test_an_erased_person_is_known_by_nothing(store: SqlStore, database_url: str) -> None:
    number = await store.transact(begin)
    for heard in (f"console:{EMAIL}:r1", f"slack:{HOME.id}:9", "console:ann@kent.example:r2"):
        await store.transact(lambda tx, heard=heard: tx.talk.first_sight(heard))
    await store.transact(lambda tx: tx.updates.record(an_update(2, narrative=f"{NAME} is off ill", path_to_green="z", said="")))
    [done] = await store.transact(lambda tx: by_ann(tx).erasures.erase(EMAIL.upper(), "They asked for it"))

    assert {"name", "email", "at_account", "at_tenant", "account", "tenant", "inbound"} == set(done.removed)
    assert len(done.left) == 1 and done.settings == ()
    assert not await store.transact(lambda tx: tx.talk.first_sight("console:ann@kent.example:r2"))
    assert await whole(store)
    left = (await store.read(lambda view: view.erasures.texts("kent", done.left[0])))["narrative"]
    kept = (await everything(store)).replace(left, "")
    for piece in (NAME, EMAIL, HOME.id, "D-grace", "not yet", "Hello"):
        assert piece not in kept
    for piece in (EMAIL, HOME.id, "D-grace", "not yet", "Hello"):
        assert piece.encode() not in in_files(database_url)
    [said] = [one for one in await store.read(lambda view: view.updates.history("kent", "1.1.1")) if one.id == number]
    assert said.by_name == "a former holder"
    assert await store.read(lambda view: view.people.who(Sender(platform=HOME.platform, tenant=HOME.tenant, id=HOME.id))) is None


async def test_settings_that_name_an_erased_person_among_an_audience_s_people_are_listed(store: SqlStore) -> None:
    await store.transact(begin)
    for people in ((), ("ann@kent.example",), (EMAIL, "ann@kent.example")):
        policy = Policy(audiences={"icb": Audience(people=people)})
        await store.transact(lambda tx, policy=policy: tx.plans.keep_settings("kent", policy))
    named = (await store.read(lambda view: view.entries.head("kent"))).entry

    [done] = await store.transact(lambda tx: by_ann(tx).erasures.erase(EMAIL, "They asked for it"))

    assert done.settings == (named,)


async def test_only_the_letters_that_held_what_was_taken_out_are_rewritten_with_it(store: SqlStore) -> None:
    number = await store.transact(begin)
    card = "nudge:2:2026-03-02"
    old = Letter(key="old", kind=LetterKind.DIGEST, channel="kent", message=message("x"), not_before=NOW, address=BOARD)
    await store.transact(lambda tx: tx.letters.enqueue(old))
    await store.transact(lambda tx: settled(tx, "old", LetterState.SENT, NOW, address=BOARD, reference="r"))
    await store.transact(lambda tx: tx.letters.redraw(old, message("A newer card asks now")), plans=("kent",))

    done = await store.transact(lambda tx: by_ann(tx).erasures.redact("kent", number, "narrative", "It names a child"))
    assert "old" not in done.letters and card not in done.letters and len(done.letters) == 2

    _, left = await rewrite_posted(store, [], done.letters)
    assert set(left) == set(done.letters)
    assert "old" in {one.key for one in await store.read(lambda view: view.letters.to_rewrite())}


async def test_what_an_erased_person_holds_ends_and_their_rights_with_it(store: SqlStore) -> None:
    await store.transact(begin)
    await store.transact(lambda tx: by_ann(tx).erasures.erase(EMAIL, "x"))
    people = await store.read(lambda view: view.people.of("kent"))

    assert [holding.ends for holding in people.holdings] == [date(2026, 3, 2)]
    assert [person.name for person in people.persons if person.email == ""] == ["a former holder"]


async def test_nobody_is_erased_who_is_not_known(store: SqlStore) -> None:
    await store.transact(begin)
    with pytest.raises(Refusal) as refused:
        await store.transact(lambda tx: tx.erasures.erase("who@kent.example", "x"))

    assert refused.value.prompt_key == "nobody_of_that_email"


async def test_all_that_is_held_on_somebody_can_be_read(store: SqlStore) -> None:
    number = await store.transact(begin)
    held = await store.read(lambda view: view.erasures.held(EMAIL))

    assert held is not None
    assert (held.names, held.emails) == ((NAME,), (EMAIL,))
    assert [(one.platform, one.tenant, one.id) for one in held.accounts] == [("slack", HOME.tenant, HOME.id)]
    assert {"person", "name", "holding", "account", "update", "evidence"} <= {one.kind for one in held.entries}
    assert number in {one.entry for one in held.entries}
    assert [letter.key for letter in held.letters] == ["nudge:2:2026-03-02"]
    assert held.drafts == ("not yet",)
    assert await store.read(lambda view: view.erasures.held("who@kent.example")) is None


async def test_a_plan_that_has_ended_is_asked_nothing_and_stays_readable(store: SqlStore) -> None:
    await store.transact(begin)
    later = NOW + timedelta(days=400)
    assert await store.read(lambda view: view.rounds.due(later)) == ("kent",)
    assert await store.transact(lambda tx: by_ann(tx).plans.close("kent", "Signed off", date(2028, 3, 2)))
    assert not await store.transact(lambda tx: by_ann(tx).plans.close("kent", "Again", date(2030, 3, 2)))

    assert await store.read(lambda view: view.rounds.due(later)) == ()
    assert await store.read(lambda view: view.plans.closed("kent")) == date(2028, 3, 2)
    assert (await store.read(lambda view: view.plans.one("kent"))).title == "Kent"


async def test_the_texts_of_a_plan_that_has_ended_go_when_their_time_is_over(store: SqlStore, database_url: str) -> None:
    await store.transact(begin)
    await store.transact(lambda tx: by_ann(tx).plans.close("kent", "Signed off", date(2028, 3, 2)))
    head = await store.read(lambda view: view.entries.head("kent"))

    assert await empty_ended(store, datetime(2028, 3, 2, 12, tzinfo=UTC)) == ()
    assert await store.read(lambda view: view.entries.head("kent")) == head
    [done] = await empty_ended(store, datetime(2028, 3, 3, 12, tzinfo=UTC))
    assert await empty_ended(store, datetime(2028, 3, 4, 12, tzinfo=UTC)) == ()
    assert await whole(store)
    entries = await store.read(lambda view: [view.entries.entry("kent", one) for one in (head.entry, done.entry)])
    assert [one.fields["why"] for one in entries if one] == ["Signed off", "The plan ended, and the time to keep its texts is over."]
    standing = (await store.read(lambda view: view.updates.standings("kent")))["1.1.1"].update
    assert standing is not None
    assert (standing.status, standing.narrative) == (Status.AMBER, "[removed by Milepost, 3 March 2026]")
    for piece in (b"two nurses", b"Agency staff"):
        assert piece not in in_files(database_url)


async def test_the_words_of_letters_are_kept_for_a_time_and_their_keys_for_ever(store: SqlStore) -> None:
    await store.transact(begin)
    key = "digest:kent:2026-03-02:slack:C-board"
    for before, kept in ((NOW, True), (NOW + timedelta(seconds=1), False)):
        await store.transact(lambda tx, before=before: tx.letters.forget_words("kent", before))  # type: ignore[misc]
        letter = await store.read(lambda view: view.letters.one(key))
        assert letter is not None
        assert ("All else is well" in letter.message.plain()) is kept
    assert not await store.transact(lambda tx: tx.letters.enqueue(Letter(key=key, kind=LetterKind.DIGEST, message=message(), not_before=NOW)))
    [posted] = await store.read(lambda view: view.plans.posted("kent", date(2026, 3, 2)))
    assert posted.message == message(TEXT, "All else is well")  # that one is on the record


async def test_whatever_text_is_taken_out_the_record_is_whole_and_the_text_is_gone(store: SqlStore, database_url: str) -> None:
    await store.transact(begin)
    last = (await store.read(lambda view: view.entries.head("kent"))).entry
    for entry in range(1, last + 1):
        for field, text in (await store.read(lambda view, n=entry: view.erasures.texts("kent", n))).items():  # type: ignore[misc]
            if field in await store.read(lambda view, n=entry: view.erasures.texts("kent", n)):  # type: ignore[misc]
                await store.transact(lambda tx, n=entry, f=field: by_ann(tx).erasures.redact("kent", n, f, "x"))  # type: ignore[misc]
            assert await whole(store)
            if len(text) >= ENOUGH:
                assert text not in await everything(store)
                assert text.encode() not in in_files(database_url)
        assert await store.read(lambda view, n=entry: view.erasures.texts("kent", n)) == {}  # type: ignore[misc]
