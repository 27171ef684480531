"""What the record promises, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
import sqlalchemy as sa
from alembic import command

from bot.model.letters.letter import Asked, Ending, Letter, LetterState
from bot.model.letters.message import Message
from bot.model.letters.talk import Chat, Draft, DraftState, Sender
from bot.model.people import Address, Claim, Lost, Newcomer, PersonRow
from bot.model.plan import Action, Milestone, Move, Plan, Source
from bot.model.policy import Policy
from bot.model.status import Status
from bot.model.updates.update import Evidence, Question, Standing, Update
from bot.ports.record import Store, Tx, View
from bot.ports.refusals import ConfigError, Refusal
from store.database.engines import COMPILED
from store.record import SqlStore
from tests import records
from tests.records import long_ago

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = date(2026, 3, 2)
ANNA, DAN = 1, 2
HERE = Address(platform="console", tenant="t", id="anna", route="{}")


def a_plan(due: date = date(2026, 4, 1), refs: tuple[str, ...] = ("1.1.1", "1.1.2")) -> Plan:
    steps = tuple(Milestone(ref=ref, text=f"Step {ref} – ż", baseline=due, due=due, owners=("Head",)) for ref in refs)
    return Plan(short="kent", title="Kent", actions=(Action(ref="1.1", priority=1, title="Do", milestones=steps),))


ROWS = (
    PersonRow(role="Head", name="Anna", email="Anna@Example.org", rights=("member",), deputy_email="dan@example.org"),
    PersonRow(role=None, name="Ed", email="ed@example.org", rights=("admin", "board")),
)


def an_update(at: datetime = NOW, ref: str = "1.1.1", drawn_from: str = "", **more: object) -> Update:
    facts = {"status": Status.GREEN, "by": ANNA, "by_name": "Anna", "capacity": "owner", **more}
    return Update(plan="kent", ref=ref, at=at, drawn_from=drawn_from, **facts)


def as_at(view: View, moment: datetime) -> Mapping[str, Standing]:
    """How the milestones stood at a moment."""
    return view.updates.standings("kent", view.entries.upto("kent", moment))


def a_letter(key: str = "nudge:1:2026-03-02", **more: object) -> Letter:
    facts = {"kind": "nudge", "person": ANNA, "message": Message(title="Hello"), "not_before": NOW, **more}
    return Letter(key=key, asked=(Asked(plan="kent", ref="1.1.1", kind="due"),), **facts)


@pytest.fixture
async def kent(store: SqlStore) -> Store:
    def load(tx: Tx) -> None:
        tx.plans.save(a_plan())
        tx.people.save("kent", ROWS)

    await store.transact(load)
    typed: Store = store
    return typed


async def test_a_plan_comes_back_as_it_was_saved(kent: Store) -> None:
    assert await kent.read(lambda v: v.plans.one("kent")) == a_plan()
    assert await kent.read(lambda v: v.plans.all()) == ("kent",)
    with pytest.raises(Refusal, match="no_such_plan"):
        await kent.read(lambda v: v.plans.one("essex"))


async def test_when_an_entry_was_made_is_told_without_reading_all_of_it(kent: Store) -> None:
    first = await kent.read(lambda v: v.entries.entry("kent", 1))
    assert first is not None and await kent.read(lambda v: v.entries.made("kent", 1)) == first.header.at
    assert await kent.read(lambda v: v.entries.made("kent", 9_999)) is None


async def test_a_new_edition_moves_due_dates_but_never_baselines(kent: Store) -> None:
    await kent.transact(lambda tx: tx.plans.save(a_plan(date(2026, 5, 1))))
    plan = await kent.read(lambda v: v.plans.one("kent"))
    assert {(m.ref, m.due, m.baseline) for m in plan.milestones} == {
        (ref, date(2026, 5, 1), date(2026, 4, 1)) for ref in ("1.1.1", "1.1.2")
    }
    stands = (await kent.read(lambda v: v.updates.standings("kent")))["1.1.1"]
    assert (stands.slips, stands.moves) == (1, 1)


async def heads(kent: Store, work: Callable[[Tx], object]) -> int:
    """Do something, and count the entries that it makes."""
    before = (await kent.read(lambda v: v.entries.head("kent"))).entry
    await kent.transact(work)
    return (await kent.read(lambda v: v.entries.head("kent"))).entry - before


async def test_every_edition_can_be_read_as_it_was_and_the_same_one_is_kept_once(kent: Store) -> None:
    first = (await kent.read(lambda v: v.entries.head("kent"))).entry
    later = a_plan(date(2026, 5, 1), refs=("1.1.1",))
    retired = a_plan().milestones[1]
    later = later.model_copy(update={"retired": (retired,)})
    assert await heads(kent, lambda tx: tx.plans.save(later, Source(sha256="ab12", approved="the board, 3 March"))) == 1
    assert await heads(kent, lambda tx: tx.plans.save(later, Source(sha256="cd34"))) == 0
    second = (await kent.read(lambda v: v.entries.head("kent"))).entry

    assert await kent.read(lambda v: v.plans.one("kent", first)) == a_plan()
    assert await kent.read(lambda v: v.plans.one("kent", second)) == await kent.read(lambda v: v.plans.one("kent"))
    assert (await kent.read(lambda v: v.plans.one("kent"))).retired == (retired,)
    moved = (Move(entry=second, ref="1.1.1", was=date(2026, 4, 1), now=date(2026, 5, 1), approved=True),)
    assert await kent.read(lambda v: (v.plans.moves("kent"), v.plans.moves("kent", second - 1))) == (moved, ())
    fields = (await kent.read(lambda v: v.entries.entry("kent", second))).fields
    assert (fields["sha256"], fields["approved"]) == ("ab12", "the board, 3 March")


SETTINGS = """{
    "calendar": {
        "zone": "Europe/Paris",
        "closures": [{"from": "2025-12-24", "to": "2026-01-02", "what": "council \\"closed\\" – all"}]
    },
    "asking": {"only": {"2.1": {"rungs": [14, 2]}}},
    "status": {"green": "Done in time"}
}"""


async def test_settings_can_be_read_as_they_were_and_the_same_ones_are_kept_once(kent: Store) -> None:
    other = Policy.model_validate_json(SETTINGS)
    assert await heads(kent, lambda tx: tx.plans.keep_settings("kent", other, Source(file="kent.settings.toml", sha256="ab12"))) == 1
    assert await heads(kent, lambda tx: tx.plans.keep_settings("kent", other)) == 0
    last = (await kent.read(lambda v: v.entries.head("kent"))).entry

    assert await kent.read(lambda v: (v.plans.policy("kent"), v.plans.policy("kent", last - 1))) == (other, Policy())
    fields = (await kent.read(lambda v: v.entries.entry("kent", last))).fields
    assert fields["file"] == "kent.settings.toml"
    assert {key: value for key, value in fields.items() if key.startswith("setting/")} == {
        "setting/calendar.zone/value": '"Europe/Paris"',
        "setting/calendar.closures/value": '[{from = 2025-12-24, to = 2026-01-02, what = "council \\"closed\\" – all"}]',
        'setting/asking.only."2.1".rungs/value': "[14, 2]",
        "setting/status.green/value": '"Done in time"',
    }


async def test_a_pause_or_a_board_that_is_so_already_leaves_no_entry(kent: Store) -> None:
    def twice(do: Callable[[Tx], bool]) -> Callable[[Tx], bool]:
        return lambda tx: (do(tx), do(tx)) == (True, False)

    other = HERE.model_copy(update={"id": "board"})
    for do in (
        lambda tx: tx.pauses.hold("kent"),
        lambda tx: tx.pauses.let_go("kent"),
        lambda tx: tx.plans.bind_board("kent", HERE),
        lambda tx: tx.plans.bind_board("kent", other),
        lambda tx: tx.plans.unbind_board("kent", HERE.model_copy(update={"route": ""})),
    ):
        assert await kent.transact(twice(do))
    assert await kent.transact(lambda tx: tx.pauses.let_go("kent")) is False
    assert await kent.read(lambda v: v.plans.board("kent")) == (other,)


async def test_a_channel_of_another_audience_is_not_the_boards_and_one_may_be_of_both(kent: Store) -> None:
    other = HERE.model_copy(update={"id": "board"})

    def bind(tx: Tx) -> tuple[bool, ...]:
        plans = tx.plans
        return (
            plans.bind_board("kent", HERE, "operations"),
            plans.bind_board("kent", HERE, "operations"),
            plans.bind_board("kent", other),
            plans.bind_board("kent", other, "operations"),
            plans.unbind_board("kent", HERE),
        )

    assert await kent.transact(bind) == (True, False, True, True, False)
    assert await kent.read(lambda v: v.plans.board("kent")) == (other,)
    assert await kent.read(lambda v: v.plans.board("kent", "operations")) == (HERE, other)
    assert set(await kent.read(lambda v: v.plans.board("kent", None))) == {HERE, other}
    assert await kent.read(lambda v: v.plans.board("kent", "families")) == ()
    head = await kent.read(lambda v: v.entries.head("kent").entry)
    fields = [(await kent.read(lambda v, n=n: v.entries.entry("kent", n))).fields.get("audience") for n in range(head - 2, head + 1)]
    assert fields == ["operations", None, "operations"]

    assert await kent.transact(lambda tx: tx.plans.unbind_board("kent", other)) is True
    assert await kent.read(lambda v: (v.plans.board("kent"), v.plans.board("kent", "operations"))) == ((), (HERE, other))
    await kent.transact(lambda tx: tx.plans.lose_board("kent", other, "archived", NOW))
    assert await kent.read(lambda v: v.plans.board("kent", "operations")) == (HERE,)


async def test_a_milestone_left_out_is_retired_with_its_history(kent: Store) -> None:
    await kent.transact(lambda tx: tx.updates.record(an_update(ref="1.1.2")))
    await kent.transact(lambda tx: tx.plans.save(a_plan(refs=("1.1.1",))))
    assert set(await kent.read(lambda v: v.updates.standings("kent"))) == {"1.1.1"}
    assert len(await kent.read(lambda v: v.updates.history("kent", "1.1.2"))) == 1


async def test_the_same_people_loaded_twice_change_nothing(kent: Store) -> None:
    assert await kent.transact(lambda tx: tx.people.save("kent", ROWS)) == (0, 0)
    people = await kent.read(lambda v: v.people.of("kent"))
    assert {p.email: p.rights for p in people.persons} == {
        "anna@example.org": ("member",), "dan@example.org": (), "ed@example.org": ("admin", "board"),
    }  # fmt: skip
    ids = {p.email: p.id for p in people.persons}
    assert [(h.role, h.person, h.deputy) for h in people.holdings] == [
        ("Head", ids["anna@example.org"], ids["dan@example.org"])
    ]


async def test_whoever_a_file_names_as_a_deputy_first_is_added_by_their_own_row(store: SqlStore) -> None:
    await store.transact(lambda tx: tx.plans.save(a_plan()))
    rows = (*ROWS, PersonRow(role=None, name="Dan", email="dan@example.org", rights=("member",)))
    assert await store.transact(lambda tx: tx.people.save("kent", rows)) == (3, 0)
    again = (*ROWS, PersonRow(role=None, name="Dan", email="dan@example.org", rights=("board",)))
    assert await store.transact(lambda tx: tx.people.save("kent", again)) == (0, 1)


async def holders(kent: Store, day: date = DAY) -> list[tuple[str, str | None]]:
    """Who holds the role on a day, each with their deputy."""
    people = await kent.read(lambda v: v.people.of("kent"))
    names = {person.id: person.name for person in people.persons}
    return [(names[h.person], names.get(h.deputy or 0)) for h in people.holdings if h.role == "Head" and h.covers(day)]


async def test_the_unchanged_people_file_leaves_alone_what_was_changed_by_command_since(kent: Store) -> None:
    await kent.transact(lambda tx: tx.people.hold("kent", "Head", DAN, DAY))
    for _ in range(2):
        assert await kent.transact(lambda tx: tx.people.save("kent", ROWS)) == (0, 0)
        assert await holders(kent) == [("dan", None)]
    assert await holders(kent, DAY - timedelta(days=1)) == [("Anna", "dan")]


async def test_a_people_file_says_what_is_new_since_it_last_spoke_of_a_row(kent: Store) -> None:
    await kent.transact(lambda tx: tx.people.hold("kent", "Head", DAN, DAY))
    others = (ROWS[1], PersonRow(role=None, name="Flo", email="flo@example.org"))
    assert await kent.transact(lambda tx: tx.people.save("kent", others)) == (1, 0)
    assert await kent.transact(lambda tx: tx.people.save("kent", (*ROWS, *others[1:]))) == (0, 0)  # it had not spoken of Anna since
    assert await holders(kent) == [("dan", None)]

    back = ROWS[0].model_copy(update={"starts": DAY})
    assert await kent.transact(lambda tx: tx.people.save("kent", (back, *others))) == (0, 1)
    assert await holders(kent) == [("Anna", "dan"), ("dan", None)]
    assert await kent.transact(lambda tx: tx.people.save("kent", (back, *others))) == (0, 0)


@pytest.mark.parametrize(
    ("change", "stands"),
    [
        ({"deputy_email": None}, [("Anna", None), ("dan", None)]),
        ({"ends": DAY}, [("Anna", "dan"), ("dan", None)]),
        ({"ends": DAY - timedelta(days=3)}, [("dan", None)]),
        ({"name": "Anna Lee"}, [("dan", None)]),  # nothing new is said of who holds the role
        ({"rights": ("admin",)}, [("dan", None)]),
    ],
    ids=str,
)
async def test_a_changed_row_changes_what_it_speaks_of(
    kent: Store, change: dict[str, object], stands: list[tuple[str, str | None]]
) -> None:
    await kent.transact(lambda tx: tx.people.hold("kent", "Head", DAN, DAY))
    rows = (PersonRow.model_validate(ROWS[0].model_dump() | change), ROWS[1])
    assert await kent.transact(lambda tx: tx.people.save("kent", rows)) == (0, 1)
    assert await holders(kent) == stands
    assert await kent.transact(lambda tx: tx.people.save("kent", rows)) == (0, 0)


async def test_rights_are_what_all_rows_of_a_person_give_and_only_a_new_word_of_the_file_changes_them(kent: Store) -> None:
    extra = PersonRow(role=None, name="Anna", email="anna@example.org", rights=("board",))
    assert await kent.transact(lambda tx: tx.people.save("kent", (*ROWS, extra))) == (0, 1)
    assert await kent.transact(lambda tx: tx.people.save("kent", (*ROWS, extra))) == (0, 0)
    people = await kent.read(lambda v: v.people.of("kent"))
    assert {p.name: p.rights for p in people.persons}["Anna"] == ("board", "member")
    assert await kent.transact(lambda tx: tx.people.save("kent", ROWS)) == (0, 1)


async def test_two_rows_of_one_person_in_one_role_are_no_change_when_they_are_loaded_again(kent: Store) -> None:
    twice = (ROWS[0].model_copy(update={"ends": DAY}), ROWS[0].model_copy(update={"starts": DAY + timedelta(days=9)}))
    await kent.transact(lambda tx: tx.people.save("kent", twice))
    assert await kent.transact(lambda tx: tx.people.save("kent", twice)) == (0, 0)


async def test_a_record_that_remembers_no_file_compares_the_first_one_with_what_stands(kent: SqlStore) -> None:
    with kent._write.begin() as connection:  # as one made by an older Milepost is after `migrate`
        connection.execute(sa.text("DELETE FROM people_row"))
    assert await kent.transact(lambda tx: tx.people.save("kent", ROWS)) == (0, 0)
    await kent.transact(lambda tx: tx.people.hold("kent", "Head", DAN, DAY))
    assert await kent.transact(lambda tx: tx.people.save("kent", ROWS)) == (0, 0)
    assert await holders(kent) == [("dan", None)]


async def test_a_speaker_is_known_by_their_account_alone_whatever_e_mail_it_has(kent: Store) -> None:
    sender = Sender(platform="console", tenant="t", id="anna", email="ANNA@example.ORG")
    assert await kent.read(lambda v: v.people.who(sender)) is None
    await kent.transact(lambda tx: tx.accounts.reach(DAN, HERE, NOW))
    assert await kent.read(lambda v: v.people.who(sender)) == DAN


async def test_a_person_is_found_by_e_mail_in_any_letter_case(kent: Store) -> None:
    found = await kent.read(lambda v: v.people.by_email(" ANNA@example.ORG "))
    assert found == ANNA
    assert await kent.read(lambda v: v.people.by_email("nobody@example.org")) is None


async def test_an_account_that_is_bound_to_somebody_stays_theirs(kent: Store) -> None:
    await kent.transact(lambda tx: tx.accounts.reach(DAN, HERE, NOW))
    await kent.transact(lambda tx: tx.accounts.reach(ANNA, HERE, NOW))
    assert await kent.read(lambda v: (v.accounts.of(DAN), v.accounts.of(ANNA))) == ((HERE,), ())


async def test_an_account_out_of_reach_is_still_somebodys(kent: Store) -> None:
    await kent.transact(lambda tx: tx.accounts.reach(ANNA, HERE, NOW))
    await kent.transact(lambda tx: tx.accounts.lose(HERE, "gone", NOW))
    assert await kent.read(lambda v: v.accounts.of(ANNA)) == (HERE,)


async def test_an_account_that_waits_is_kept_as_it_stands(kent: Store) -> None:
    waits = Newcomer(account=HERE, person=ANNA, name="Anna \x00", code="K7M2QX", at=NOW)
    sender = Sender(platform=HERE.platform, tenant=HERE.tenant, id=HERE.id)
    for state in Claim:
        await kent.transact(lambda tx, state=state: tx.newcomers.keep(waits.model_copy(update={"state": state})))
        kept = waits.model_copy(update={"state": state, "name": "Anna "})
        assert await kent.read(lambda v: (v.newcomers.one(sender), v.newcomers.of([ANNA]), v.newcomers.of([DAN]))) == (kept, (kept,), ())


async def test_an_address_lost_is_left_out_until_it_is_reached_again(kent: Store) -> None:
    await kent.transact(lambda tx: tx.accounts.reach(ANNA, HERE, NOW))
    await kent.transact(lambda tx: tx.accounts.lose(HERE, "gone", NOW))
    assert await kent.read(lambda v: (v.accounts.reachable(ANNA), v.accounts.unreachable("kent"))) == ((), (Lost(person=ANNA, reason="gone", at=NOW),))
    await kent.transact(lambda tx: tx.accounts.reach(ANNA, HERE, NOW))
    assert await kent.read(lambda v: (v.accounts.reachable(ANNA), v.accounts.unreachable("kent"))) == ((HERE,), ())


async def test_one_form_records_once(kent: Store) -> None:
    first = await kent.transact(lambda tx: tx.updates.record(an_update(drawn_from="form")))
    again = await kent.transact(lambda tx: tx.updates.record(an_update(NOW + HOUR, drawn_from="form", status=Status.NOT_STARTED)))
    assert again == first
    assert await kent.read(lambda v: v.updates.history("kent", "1.1.1")) == (first,)


async def test_standings_are_as_at_a_past_moment(kent: Store) -> None:
    await kent.transact(lambda tx: tx.updates.record(an_update(NOW)))
    await kent.transact(lambda tx: tx.updates.record(an_update(NOW + 2 * HOUR, status=Status.NOT_STARTED)))
    now = await kent.read(lambda v: v.updates.standings("kent"))
    past = await kent.read(lambda v: as_at(v, NOW + HOUR))
    before = await kent.read(lambda v: as_at(v, NOW - HOUR))
    assert [s["1.1.1"].update and s["1.1.1"].update.status for s in (now, past, before)] == ["not_started", "green", None]
    assert set(before) == {"1.1.1", "1.1.2"}


async def test_before_its_first_edition_nothing_of_a_plan_stands(kent: Store) -> None:
    stands = await kent.read(lambda v: v.updates.standings("kent", 0))
    assert [(one.newest, one.asked) for one in stands.values()] == [(0, None), (0, None)]


async def test_what_is_latest_is_the_records_to_say_and_not_the_clocks(kent: Store) -> None:
    ahead, right = NOW + HOUR, NOW + timedelta(minutes=57)  # a clock that was set back three minutes in between
    first = await kent.transact(lambda tx: tx.updates.record(an_update(ahead, forecast=date(2026, 3, 1))))
    latest = await kent.transact(lambda tx: tx.updates.record(an_update(right, status=Status.NOT_STARTED, forecast=date(2026, 4, 1))))
    other = await kent.transact(lambda tx: tx.updates.record(an_update(NOW + 2 * HOUR, ref="1.1.2")))

    stands = (await kent.read(lambda v: v.updates.standings("kent")))["1.1.1"]
    assert (stands.update, stands.slips, stands.moves) == (latest, 1, 0)
    assert (await kent.read(lambda v: v.updates.history("kent", "1.1.1")))[-1] == latest
    for moment, expected in ((right, None), (ahead, latest)):  # at every moment the record's beginning, without a gap
        then = (await kent.read(lambda v, moment=moment: as_at(v, moment)))["1.1.1"]
        assert then.update == expected
    weeks = [NOW - HOUR, right, ahead, NOW + 2 * HOUR]
    told = [
        await kent.read(lambda v, after=after, until=until: v.updates.between("kent", after, until))
        for after, until in pairwise(weeks)
    ]
    assert told == [(), (first, latest), (other,)]


async def test_an_answer_counts_though_the_clock_stands_or_was_set_back(kent: Store) -> None:
    asked = a_letter().asked[0]
    stood = 0
    for hours in (0, 2):
        key = f"nudge:1:2026-03-0{hours + 2}"
        letter = a_letter(key).model_copy(update={"asked": (asked.model_copy(update={"stood": stood}),)})
        await kent.transact(lambda tx, letter=letter: tx.letters.enqueue(letter))
        await kent.transact(lambda tx, key=key: records.settled(tx, key, LetterState.SENT, NOW))
        assert (await kent.read(lambda v: v.updates.standings("kent")))["1.1.1"].asked == NOW
        stood = (await kent.transact(lambda tx, hours=hours: tx.updates.record(an_update(NOW - hours * HOUR)))).id
        assert (await kent.read(lambda v: v.updates.standings("kent")))["1.1.1"].asked is None


async def test_asked_is_since_the_first_letter_not_answered(kent: Store) -> None:
    for hours in (0, 1):
        key = f"nudge:1:2026-03-0{hours + 2}"
        await kent.transact(lambda tx, key=key: tx.letters.enqueue(a_letter(key)))
        await kent.transact(lambda tx, key=key, at=NOW + hours * HOUR: records.settled(tx, key, LetterState.SENT, at))
    assert (await kent.read(lambda v: v.updates.standings("kent")))["1.1.1"].asked == NOW
    await kent.transact(lambda tx: tx.updates.record(an_update(NOW + 2 * HOUR)))
    assert (await kent.read(lambda v: v.updates.standings("kent")))["1.1.1"].asked is None


async def test_the_last_question_is_known_before_and_after_it_is_answered(kent: Store) -> None:
    asked, told, stood = a_letter().asked[0], [], 0
    for day in (2, 3, 4):
        key, at = f"nudge:1:2026-03-0{day}", NOW + day * HOUR
        letter = a_letter(key).model_copy(update={"asked": (asked.model_copy(update={"stood": stood}),)})
        await kent.transact(lambda tx, letter=letter: tx.letters.enqueue(letter))
        await kent.transact(lambda tx, key=key, at=at: records.settled(tx, key, LetterState.SENT, at))
        if day > 2:
            told.append((await kent.read(lambda v: v.updates.standings("kent")))["1.1.1"])
            stood = (await kent.transact(lambda tx, at=at: tx.updates.record(an_update(at + HOUR / 2)))).id
            told.append((await kent.read(lambda v: v.updates.standings("kent")))["1.1.1"])
    await kent.transact(lambda tx: tx.updates.record(an_update(NOW + 9 * HOUR)))
    told.append((await kent.read(lambda v: v.updates.standings("kent")))["1.1.1"])
    told.append((await kent.read(lambda v: as_at(v, NOW + 3 * HOUR)))["1.1.1"])
    second, third, fourth = (NOW + day * HOUR for day in (2, 3, 4))
    assert [(it.asked, it.asked_last, it.answered) for it in told] == [
        (second, third, None), (None, None, third), (fourth, fourth, third), (None, None, fourth), (None, None, None),
        (second, third, None),
    ]  # fmt: skip


async def test_the_same_evidence_is_kept_once(kent: Store) -> None:
    made = await kent.transact(lambda tx: tx.updates.record(an_update()))
    link = Evidence(url="https://example.org/a")
    for _ in range(2):
        await kent.transact(lambda tx: tx.updates.add_evidence(made, link, "Head"))
    assert [one.url for one in (await kent.read(lambda v: v.updates.history("kent", "1.1.1")))[0].evidence] == [link.url]


async def test_a_draft_is_open_until_saved_let_go_or_replaced(kent: Store) -> None:
    draft = Draft(person=ANNA, chat="c", plan="kent", entries=(("1.1.1", {}),), said="1 green", at=NOW)
    token = await kent.transact(lambda tx: tx.talk.keep_draft(draft))
    kept = draft.model_copy(update={"token": token})
    assert await kent.read(lambda v: (v.talk.draft(token), v.talk.open_draft(ANNA, "c"))) == (kept, kept)
    await kent.transact(lambda tx: tx.talk.place_draft(token, "c:1"))
    await kent.transact(lambda tx: tx.talk.close_draft(token, DraftState.SAVED, (7,)))
    assert await kent.read(lambda v: v.talk.draft(token)) == kept.model_copy(
        update={"state": DraftState.SAVED, "saved": (7,), "cards": ("c:1",)}
    )
    older = await kent.transact(lambda tx: tx.talk.keep_draft(draft))
    newer = await kent.transact(lambda tx: tx.talk.keep_draft(draft))
    await kent.transact(lambda tx: tx.talk.close_draft(newer, DraftState.LET_GO))
    await kent.transact(lambda tx: tx.talk.close_draft(newer, DraftState.SAVED, (8,)))  # what was let go stays so
    found = await kent.read(lambda v: [v.talk.draft(one) for one in (token, older, newer)])
    assert [one.state for one in found if one] == [DraftState.SAVED, DraftState.REPLACED, DraftState.LET_GO]
    assert await kent.read(lambda v: v.talk.open_draft(ANNA, "c")) is None


async def test_drafts_of_a_plan_that_were_last_said_back_before_a_moment_are_forgotten(kent: Store) -> None:
    def draft(plan: str, at: datetime) -> Draft:
        return Draft(person=ANNA, chat=f"{plan}{at}", plan=plan, entries=(("1.1.1", {}),), said='"plan": "kent"', at=at)

    drafts = [draft("kent", NOW), draft("kent", NOW + HOUR), draft("essex", NOW)]
    tokens = await kent.transact(lambda tx: [tx.talk.keep_draft(one) for one in drafts])

    await kent.transact(lambda tx: tx.talk.forget_drafts("kent", NOW + HOUR))

    left = await kent.read(lambda v: [v.talk.draft(token) is not None for token in tokens])
    assert left == [False, True, True]


async def test_settings_once_kept_are_in_force_and_the_next_round_looks_at_the_plan_anew(kent: Store) -> None:
    policy = Policy.model_validate(
        {"calendar": {"closures": [{"from": "2025-12-24", "to": "2026-01-02"}]}, "asking": {"only": {"1.1": {"rungs": (3,)}}}}
    )
    await kent.transact(lambda tx: records.rounded(tx, "kent", NOW, NOW + HOUR))
    assert await kent.read(lambda v: (v.plans.policy("kent"), v.rounds.due(NOW))) == (Policy(), ())

    await kent.transact(lambda tx: tx.plans.keep_settings("kent", policy))

    assert await kent.read(lambda v: (v.plans.policy("kent"), v.rounds.due(NOW))) == (policy, ("kent",))


async def test_the_drafts_of_a_message_are_those_it_carried_or_that_were_said_under_it(kent: Store) -> None:
    def draft(at: datetime, **told: object) -> Draft:
        known = {"person": ANNA, "chat": "c", "plan": "kent", "entries": (("1.1.1", {}),), "said": "1 green", "at": at}
        return Draft.model_validate({**known, **told})

    def keep(tx: Tx) -> list[str]:
        made = [
            draft(NOW, cards=("c_:1|\u00e9%", "c:2")),
            draft(NOW + 3 * HOUR, cards=("c_:1|\u00e9%",)),
            draft(NOW + 2 * HOUR, under="c_:1|\u00e9%"),
            draft(NOW + 4 * HOUR, origin="c_:1|\u00e9%", said="c_:1|\u00e9%"),
            draft(NOW, chat="d", cards=("c_:1|\u00e9%",)),
            draft(NOW, person=DAN, cards=("c_:1|\u00e9%",)),
        ]
        return [tx.talk.keep_draft(one) for one in made]

    oldest, latest, under, *_, still_open, _ = await kent.transact(keep)
    found = await kent.read(lambda v: [v.talk.drafts_at(ANNA, one) for one in ("c_:1|\u00e9%", "c:2", "C_:1|\u00e9%", "cx:1|\u00e9%")])

    assert [[one.token for one in drafts] for drafts in found] == [[still_open, latest, under, oldest], [oldest], [], []]
    assert [one.state for one in found[0]] == [DraftState.OPEN, *[DraftState.REPLACED] * 3]


async def test_what_a_posted_message_carries_is_known_for_its_time(kent: Store) -> None:
    await kent.transact(lambda tx: tx.talk.note_buttons("c|1", ["save x", "form update 1.1.1"], NOW))
    await kent.transact(lambda tx: tx.talk.note_buttons("c|2", ["undo"], NOW))

    async def carried() -> list[tuple[str, str]]:
        said = ("save x", "update 1.1.1", "form update 1.1.1", "undo")
        return await kent.read(lambda view: [(one, b) for one in ("c|1", "c|2") for b in said if view.talk.carries(one, b)])

    assert await carried() == [("c|1", "save x"), ("c|1", "form update 1.1.1"), ("c|2", "undo")]
    await kent.transact(lambda tx: tx.talk.note_buttons("c|1", ["undo"], NOW))  # it was drawn anew
    assert await carried() == [("c|1", "undo"), ("c|2", "undo")]
    await kent.transact(lambda tx: tx.talk.note_buttons("c|3", ["undo"], NOW + timedelta(days=61)))
    assert await carried() == []


async def test_a_letter_is_queued_claimed_and_settled_once(kent: Store) -> None:
    key = a_letter().key
    assert await kent.transact(lambda tx: (tx.letters.enqueue(a_letter()), tx.letters.enqueue(a_letter()))) == (True, False)
    assert await kent.read(lambda v: v.letters.one(key)) == a_letter()
    assert await kent.transact(lambda tx: (records.waiting(tx, NOW - HOUR), records.waiting(tx, NOW))) == ((), (key,))
    assert await kent.transact(lambda tx: records.claimed(tx, key, NOW - HOUR)) is None
    assert await kent.transact(lambda tx: records.claimed(tx, key, NOW)) is not None
    assert await kent.transact(lambda tx: records.claimed(tx, key, NOW)) is None
    assert [left.key for left in await kent.read(lambda v: v.letters.left_over())] == [key]
    await kent.transact(lambda tx: records.settled(tx, key, LetterState.WAITING, NOW, retry_at=NOW + HOUR))
    assert await kent.transact(lambda tx: (records.waiting(tx, NOW), records.claimed(tx, key, NOW))) == ((), None)
    assert await kent.transact(lambda tx: records.waiting(tx, NOW + HOUR)) == (key,)
    await kent.transact(lambda tx: records.settled(tx, key, LetterState.SENT, NOW, address=HERE, reference="r"))
    sent = await kent.read(lambda v: v.letters.last_nudge(ANNA, Chat(id="c"), "console"))
    assert sent is not None
    assert (sent.key, sent.state, sent.settled, sent.attempts) == (key, LetterState.SENT, NOW, 1)
    assert await kent.read(lambda v: v.letters.left_over()) == ()


async def test_a_letter_too_late_is_withdrawn_and_its_person_held_over(kent: Store) -> None:
    letter = a_letter(not_after=NOW + HOUR)
    await kent.transact(lambda tx: tx.letters.enqueue(letter))
    assert await kent.transact(lambda tx: records.claimed(tx, letter.key, NOW + 2 * HOUR)) is None
    gone = await kent.read(lambda v: v.letters.one(letter.key))
    assert gone is not None
    assert gone.state is LetterState.WITHDRAWN
    assert await kent.read(lambda v: v.rounds.held_over("kent", DAY + timedelta(days=1))) == {ANNA: frozenset({DAY})}
    assert await kent.read(lambda v: v.rounds.held_over("kent", DAY)) == {}


async def test_a_plan_is_looked_at_when_its_moment_comes_or_the_clock_was_set_back(kent: Store) -> None:
    await kent.transact(lambda tx: records.rounded(tx, "kent", NOW, NOW + 2 * HOUR))
    moments = (NOW - HOUR, NOW, NOW + HOUR, NOW + 2 * HOUR)
    assert await kent.read(lambda v: [v.rounds.due(moment) for moment in moments]) == [("kent",), (), (), ("kent",)]


async def test_who_could_not_be_reached_has_missed_every_round_since(kent: Store) -> None:
    days = [DAY + timedelta(days=n) for n in range(-1, 3)]
    await kent.transact(lambda tx: records.rounded(tx, "kent", NOW, ran=[("Europe/London", day) for day in days]))
    await kent.transact(lambda tx: tx.letters.enqueue(a_letter()))
    assert await kent.transact(lambda tx: records.claimed(tx, a_letter().key, NOW)) is not None
    await kent.transact(lambda tx: records.settled(tx, a_letter().key, LetterState.FAILED, NOW, reason="no address"))
    assert await kent.read(lambda v: v.rounds.held_over("kent", days[-1] + HOUR * 24)) == {}

    await kent.transact(lambda tx: tx.accounts.reach(ANNA, HERE, NOW))
    assert await kent.read(lambda v: v.rounds.held_over("kent", days[-1] + HOUR * 24)) == {ANNA: frozenset(days[1:])}


async def test_a_letter_that_went_can_be_given_other_words_to_be_posted_in_its_place(kent: Store) -> None:
    letter, words = a_letter(address=Address(platform="teams", tenant="T", id="a")), Message(title="You have answered this")

    def went(tx: Tx) -> None:
        tx.letters.enqueue(letter)
        tx.letters.settle([Ending(letter=letter, state=LetterState.SENT, reference="a|1")], NOW)

    await kent.transact(went)
    assert await kent.read(lambda v: v.letters.to_rewrite()) == ()
    await kent.transact(lambda tx: tx.letters.redraw(letter, words), plans=("kent",))
    assert [(one.key, one.message) for one in await kent.read(lambda v: v.letters.to_rewrite())] == [(letter.key, words)]


async def test_a_paused_plan_sends_nothing(kent: Store) -> None:
    key = a_letter().key
    await kent.transact(lambda tx: (tx.letters.enqueue(a_letter()), tx.pauses.hold("kent")))
    assert await kent.transact(lambda tx: (records.waiting(tx, NOW), records.claimed(tx, key, NOW), tx.rounds.due(NOW))) == ((), None, ())
    await kent.transact(lambda tx: tx.pauses.let_go("kent"))
    assert await kent.transact(lambda tx: (records.waiting(tx, NOW), tx.rounds.due(NOW))) == ((key,), ("kent",))


async def test_rounds_are_the_days_before(kent: Store) -> None:
    days = [DAY + timedelta(days=n) for n in range(3)]
    await kent.transact(lambda tx: records.rounded(tx, "kent", NOW, ran=[("Europe/London", day) for day in (*days, *days)]))
    ran = await kent.read(lambda v: v.rounds.days("kent", "Europe/London", days[2]))
    assert (ran.first, ran.last) == (days[0], days[1])
    assert (await kent.read(lambda v: v.rounds.days("kent", "Europe/Paris", days[2]))).first is None

    await kent.transact(lambda tx: [tx.rounds.carry_over("kent", "Europe/London", "Europe/Paris") for _ in range(2)])
    assert await kent.read(lambda v: v.rounds.days("kent", "Europe/Paris", days[2])) == ran


async def test_an_update_answers_open_questions(kent: Store) -> None:
    asked = await kent.transact(lambda tx: tx.updates.ask(Question(plan="kent", ref="1.1.1", by=3, by_name="Ed", at=NOW)))
    assert await kent.read(lambda v: v.updates.questions("kent")) == (asked,)
    made = await kent.transact(lambda tx: tx.updates.record(an_update(NOW + HOUR)))
    assert await kent.read(lambda v: v.updates.questions("kent")) == ()
    answered = await kent.read(lambda v: v.updates.answered("kent", NOW, NOW + HOUR))
    assert answered == (asked.model_copy(update={"answered": made.id}),)
    assert await kent.read(lambda v: v.updates.between("kent", NOW, NOW + HOUR)) == (made,)


@pytest.mark.parametrize("bad", ["a\x00b", "a\ud800b"])
async def test_text_no_database_takes_is_cleaned(kent: Store, bad: str) -> None:
    made = await kent.transact(lambda tx: tx.updates.record(an_update(said=bad, drawn_from=bad)))
    assert made.said.startswith("a")
    assert await kent.transact(lambda tx: (tx.talk.first_sight(bad), tx.talk.first_sight(bad))) == (True, False)


async def test_work_that_raises_leaves_nothing(kent: Store) -> None:
    def work(tx: Tx) -> None:
        tx.updates.record(an_update())
        tx.plans.save(a_plan(date(2027, 1, 1)))
        tx.plans.one("kent")
        raise Refusal("stop")

    with pytest.raises(Refusal, match="stop"):
        await kent.transact(work)
    assert await kent.read(lambda v: (v.updates.history("kent", "1.1.1"), v.plans.one("kent"))) == ((), a_plan())
    assert await kent.transact(lambda tx: tx.plans.save(a_plan(date(2026, 6, 1)))) is None
    assert (await kent.read(lambda v: v.plans.one("kent"))).milestones[0].due == date(2026, 6, 1)


async def test_what_one_engine_put_into_words_no_other_puts_into_words_again(kent: Store, database_url: str) -> None:
    async def writes_and_reads(store: Store) -> int:
        made = await store.transact(lambda tx: tx.updates.record(an_update()))
        assert await store.read(lambda v: v.updates.history("kent", "1.1.1")[-1]) == made
        return len(COMPILED)

    other = SqlStore(database_url, long_ago)
    assert await writes_and_reads(kent) == await writes_and_reads(other) > 0
    await other.close()


async def test_twenty_that_read_then_write_lose_nothing(kent: Store, database_url: str) -> None:
    other = SqlStore(database_url, long_ago)

    def add(tx: Tx) -> None:
        tx.updates.record(an_update(narrative=str(len(tx.updates.history("kent", "1.1.1")))))

    await asyncio.gather(*((kent, other)[n % 2].transact(add) for n in range(20)))
    await other.close()
    history = await kent.read(lambda v: v.updates.history("kent", "1.1.1"))
    assert sorted(int(update.narrative) for update in history) == list(range(20))


async def test_the_migrations_make_the_tables_in_use(store: SqlStore) -> None:
    command.check(store._config())


async def test_drafts_kept_before_come_along(bare_url: str) -> None:
    kept = SqlStore(bare_url, long_ago)
    command.upgrade(kept._config(), "0004")
    engine = sa.create_engine(kept._url)
    with engine.begin() as link:
        for statement, rows in OLD_ROWS.items():
            link.execute(sa.text(statement), rows)
    engine.dispose()
    kept.migrate()

    drafts = await kept.read(lambda v: [v.talk.draft(token) for token in ("open", "saved", "dropped")])
    assert [one.state for one in drafts if one] == [DraftState.OPEN, DraftState.SAVED, DraftState.REPLACED]
    assert await kept.read(lambda v: v.talk.open_draft(1, "c")) == drafts[0]
    await kept.close()


def old_draft(token: str, is_open: bool, saved: tuple[int, ...] = ()) -> dict[str, object]:
    """A draft as it was kept before it had a state."""
    draft = Draft(token=token, person=1, chat="c", plan="kent", entries=(("1.1.1", {}),), said='"saved": []', at=NOW, saved=saved)
    body = json.loads(draft.model_dump_json())
    new = ("stood", "letter", "cards", "drawn", "origin")
    body = json.dumps({name: value for name, value in body.items() if name not in new})
    return {"token": token, "open": is_open, "at": NOW, "body": body}


OLD_ROWS: dict[str, list[dict[str, object]]] = {
    "INSERT INTO plan (short, position, document, policy, paused, version) VALUES ('kent', 1, :plan, '{}', :no, 1)": [
        {"plan": a_plan().model_dump_json(), "no": False}
    ],
    "INSERT INTO person (id, name, email, welcomed) VALUES (1, 'Anna', 'anna@example.org', :no)": [{"no": False}],
    "INSERT INTO draft (token, person, chat, is_open, at, body) VALUES (:token, 1, 'c', :open, :at, :body)": [
        old_draft("open", True),
        old_draft("saved", False, (7,)),
        old_draft("dropped", False),
    ],
}


async def test_ready_says_what_is_wrong(bare_url: str) -> None:
    kept = SqlStore(bare_url, long_ago)
    assert "milepost migrate" in (kept.ready() or "")
    kept.migrate()
    kept.migrate()
    assert kept.ready() is None
    await kept.close()
    nowhere = SqlStore("postgresql://someone:secret@127.0.0.1:1/none", long_ago)
    reason = nowhere.ready() or ""
    assert "cannot be reached" in reason
    assert "secret" not in reason
    await nowhere.close()
    with pytest.raises(ConfigError):
        SqlStore("mysql://x", long_ago)
