"""What the papers of facts say, on SQLite and on PostgreSQL alike: the same numbers as everywhere, and nobody's name unless names
are allowed."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

import pytest

from bot.model.board.business import BusinessKind, Item
from bot.model.board.paper import AnyPaper
from bot.model.board.period import Freeze, Narrative
from bot.model.board.settings import Audience, Cycle, Meeting, Names, PaperSection, Tone
from bot.model.letters.letter import Asked, Letter, LetterState
from bot.model.letters.message import Message
from bot.model.people import PersonRow
from bot.model.plan import Action, Milestone, Plan, Priority, Role
from bot.model.policy import Policy
from bot.model.record.entry import By
from bot.model.status import Status
from bot.model.updates.request import Asks, DateRequest, ExceptionReport, RequestState
from bot.model.updates.update import Evidence, Face, Update
from bot.ports.record import Tx, View
from bot.ports.refusals import Refusal
from bot.reports.papers.compliance import compliance, roles
from bot.reports.papers.exception import exception
from bot.reports.papers.ground import Ground, ground
from bot.reports.papers.highlight import highlight, highlight_facts
from bot.reports.papers.told import told
from bot.reports.record.past import Past, entry_by
from bot.reports.snapshot import take
from bot.reports.status import status_json
from bot.reports.summary import as_json, weekly
from bot.rules.documents import edition
from bot.wording.updates.erasures import InPlace
from store.record import SqlStore
from tests import records
from tests.records import long_ago

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY = timedelta(days=1)
MARCH, APRIL = date(2026, 3, 26), date(2026, 4, 30)
FROZEN, NEXT = datetime(2026, 3, 19, 16, tzinfo=UTC), datetime(2026, 4, 23, 16, tzinfo=UTC)
REFS = tuple(f"{n}.1.{m}" for n in (1, 2) for m in (1, 2, 3, 4))
ROWS = (  # role, name, rights, and whose deputy acts
    ("Head of Care", "Anna Jones", ()),
    ("Lead Nurse", "Benjamin Mills", ()),
    ("Data Officer", "Farida Khan", ("lead:2",)),
    (None, "Leopold Ford", ("lead:1",)),
    (None, "Gwendolen Hart", ("admin",)),
)
T = TypeVar("T")
NAMED = tuple(part for _, name, _ in ROWS for part in name.split())
SECRET = "the panel has no room"


def plan() -> Plan:
    actions = []
    for n in (1, 2):
        owners = (("Head of Care", "Lead Nurse"), ("Data Officer",))[n - 1]
        steps = tuple(
            Milestone(ref=f"{n}.1.{m}", text=f"Step {m} of part {n}.", due=date(2026, 3, 10) + timedelta(days=9 * m), owners=owners)
            for m in (1, 2, 3, 4)
        )
        actions.append(Action(ref=f"{n}.1", priority=n, title="Do", milestones=steps))
    priorities = tuple(Priority(number=n, text=text) for n, text in ((1, "Hear families"), (2, "Count well")))
    names = tuple(Role(name=role) for role, *_ in ROWS if role is not None)
    return Plan(short="kent", title="Kent's plan", priorities=priorities, actions=tuple(actions), roles=names)


SOLICITORS = Audience(names=Names.NONE, title="Solicitors")
POLICY = Policy(
    board=Cycle(meetings=(Meeting(on=MARCH), Meeting(on=APRIL))),
    audiences={
        "solicitors": SOLICITORS,
        "public": Audience(names=Names.NAMES, wording=Tone.PUBLIC, sections=tuple(PaperSection)),
        "everyone": Audience(names=Names.NAMES, header={"Classification": "Official"}),
    },
)


@pytest.fixture
async def kent(database_url: str) -> AsyncIterator[SqlStore]:
    kept = SqlStore(database_url, long_ago, InPlace())

    def load(tx: Tx) -> None:
        tx.acting(By(at=START, capacity="command line: mallory"))
        tx.plans.save(edition.compare(None, plan()).plan)
        tx.plans.keep_settings("kent", POLICY)
        people = [PersonRow(role=r, name=n, email=f"{n.split()[0].lower()}@x.org", rights=rights) for r, n, rights in ROWS]
        tx.people.save("kent", people)

    await kept.transact(load)
    yield kept
    await kept.close()


def person(tx: View, name: str) -> int:
    return tx.people.by_email(f"{name}@x.org") or 0


def say(tx: Tx, at: datetime, ref: str, status: str, role: str = "", **more: object) -> Update:
    role = role or ("Head of Care" if ref[0] == "1" else "Data Officer")
    name = {"Head of Care": "anna", "Lead Nurse": "benjamin", "Data Officer": "farida", "admin": "gwendolen"}[role]
    tx.acting(By(at=at))
    facts: dict[str, object] = {"narrative": SECRET, "path_to_green": "a bigger one by May", "no_evidence_reason": "seen"}
    by = {"by": person(tx, name), "by_name": name, "capacity": role, "at": at}
    return tx.updates.record(Update.model_validate({"plan": "kent", "ref": ref, "status": status, **facts, **by, **more}))


def put(tx: Tx, at: datetime, name: str, refs: tuple[str, ...]) -> None:
    """Put a question about some milestones to somebody, and let the platform take it."""
    standings = tx.updates.standings("kent")
    asked = tuple(Asked(plan="kent", ref=ref, kind="due", stood=standings[ref].newest) for ref in refs)
    key = f"nudge:{person(tx, name)}:{at:%Y-%m-%d}"
    tx.letters.enqueue(Letter(key=key, kind="nudge", person=person(tx, name), message=Message(title="?"), asked=asked, not_before=at))
    tx.letters.settle([records.ending(tx, key, LetterState.SENT)], at)
    tx.letters.note_sent()


async def freezes(kent: SqlStore, at: datetime, meeting: date) -> Freeze:
    def keep(tx: Tx) -> Freeze:
        tx.acting(By(at=at))
        return tx.periods.freeze(Freeze(plan="kent", meeting=meeting, as_at=at, upto=tx.entries.upto("kent", at), at=at))

    return await kent.transact(keep)


async def made(
    kent: SqlStore, now: datetime, make: Callable[[Ground], T], audience: str = "board", as_at: datetime | None = None
) -> T:
    """Make something of the ground while its reading is open."""
    return await kent.read(lambda view: make(ground(view, "kent", audience, now, as_at)))


def words(paper: AnyPaper) -> str:
    """Everything that a paper says."""
    return json.dumps(told(paper), ensure_ascii=False)


def all_of(on: Ground) -> str:
    """Everything that the papers of facts say."""
    papers = [highlight(on), highlight(on, 1), exception(on, "2.1.1"), exception(on, "1.1.3"), compliance(on)]
    return " ".join(map(words, papers))


async def read(kent: SqlStore, now: datetime, audience: str = "board", priority: int | None = None, as_at: datetime | None = None) -> str:
    return await kent.read(lambda view: words(highlight(ground(view, "kent", audience, now, as_at), priority)))


def days_of(tx: Tx, chance: random.Random, now: datetime) -> None:
    """Live through a day: somebody is asked, somebody answers in some way, a date moves, or nothing happens."""
    ref = chance.choice(REFS)
    match chance.randrange(6):
        case 0 | 1:
            name = chance.choice(("anna", "farida", "benjamin"))
            part = "2" if name == "farida" else "1"
            refs = tuple(sorted({one for one in chance.sample(REFS, 3) if one[0] == part}))
            if refs:
                put(tx, now, name, refs)
        case 2 | 3:
            wanted = "More money" if chance.random() < 0.3 else ""
            forecast = now.date() + timedelta(days=chance.randrange(60)) if chance.random() < 0.5 else None
            status = chance.choice(("green", "amber", "red", "complete", "not_started"))
            role = "Lead Nurse" if ref[0] == "1" and chance.random() < 0.4 else ""
            say(tx, now, ref, status, role, decision_wanted=wanted, forecast=forecast)
        case 4:
            tx.acting(By(at=now, person=person(tx, "anna"), capacity="Head of Care"))
            was = next(one.due for one in tx.plans.one("kent").milestones if one.ref == ref)
            asks = DateRequest(plan="kent", ref=ref, asks=Asks.MOVE, was=was, wanted=now.date() + 40 * DAY, why="late", at=now)
            asked = tx.requests.ask(asks)
            tx.acting(By(at=now, person=person(tx, "gwendolen"), capacity="admin"))
            tx.requests.decide(asked, RequestState.APPROVED, "yes")
        case _:
            pass


@pytest.mark.parametrize("seed", range(2))
async def test_papers_count_as_the_status_and_the_summary_of_the_same_moment_do(kent: SqlStore, seed: int) -> None:
    chance, now = random.Random(seed), START
    for n in range(32):
        now = START + (n + 1) * DAY
        await kent.transact(lambda tx, now=now: days_of(tx, chance, now))  # type: ignore[misc]
    for moment in (START + 9 * DAY, START + 25 * DAY, now):
        await kent.read(lambda view, at=moment: _agree(view, at, now))  # type: ignore[misc]


def _agree(view: View, moment: datetime, now: datetime) -> None:
    on = ground(view, "kent", "board", now, moment)
    past = Past(view, entry_by(view, "kent", moment, now))
    snapshot = take(past, "kent", moment)
    status, digest = status_json(snapshot), as_json(weekly(past, snapshot))
    rows = status["milestones"]
    assert isinstance(rows, list)
    for number in (None, 1, 2):
        facts, mine = highlight_facts(on, number), [one for one in rows if number in (None, one["priority"])]
        refs = {one["ref"] for one in mine}

        def of(name: str, refs: set[str] = refs) -> list[str]:
            listed = digest[name]
            assert isinstance(listed, list)
            return [one["ref"] for one in listed if one["ref"] in refs]

        assert facts.total == len(mine)
        assert {face.value: count for face, count in facts.counts} == dict(Counter(one["face"] for one in mine))
        assert sorted(one.ref for one in facts.off_track) == sorted(of("red") + of("amber"))
        assert [one.ref for one in facts.decisions] == of("decisions")
        assert {ref for one in facts.quiet for ref in one.late} == set(of("not_reported"))
        assert {ref for one in facts.quiet for ref in one.refs} == {one["ref"] for one in mine if one["face"] in ("not_reported", "asked")}
        assert [one.ref for one in facts.overdue] == of("overdue") == [one["ref"] for one in mine if one["overdue"]]
        assert sorted(one.ref for one in facts.done) == sorted(one["ref"] for one in mine if one["face"] in ("complete", "assured"))
        whole = facts.parts[0]
        assert whole.this.dates is not None
        assert whole.this.dates.late == sum(one["overdue"] for one in mine)
        assert whole.this.dates.silent == sum(one["not_reported"] and one["due"] is not None for one in mine)
        assert whole.plain.total == len(mine)
    _agree_on_compliance(on, rows)


def _agree_on_compliance(on: Ground, rows: list[Mapping[str, object]]) -> None:
    """What nobody has answered in time is what the status calls not reported."""
    found = roles(on)
    open_ = sum(one.asked - one.answered for one in found.rows)
    silent = [one for one in rows if one["face"] in ("not_reported", "asked")]
    assert bool(open_) == bool(silent) or open_ >= len(silent)
    assert all(0 <= one.in_time <= one.answered == len(one.days) <= one.asked for one in found.rows)


async def everything(kent: SqlStore) -> None:
    """A little of all that papers tell, by every hand."""

    def live(tx: Tx) -> None:
        say(tx, START + DAY, "1.1.1", "amber")
        say(tx, START + DAY, "1.1.2", "complete", "admin", evidence=(Evidence(url="https://x.org/1"),))
        say(tx, START + 2 * DAY, "1.1.1", "red", "Lead Nurse")
        say(tx, START + 2 * DAY, "2.1.1", "red", forecast=date(2026, 6, 1), decision_wanted="More money")
        put(tx, START + 3 * DAY, "farida", ("2.1.2", "2.1.3"))
        tx.acting(By(at=START + 3 * DAY, person=person(tx, "gwendolen"), capacity="admin"))
        item = Item(plan="kent", kind=BusinessKind.ACTION, text="Bring the survey", about=("2.1.1",), owner="Data Officer", at=START)
        tx.business.begin(item)
        tx.acting(By(at=START + 4 * DAY, person=person(tx, "leopold"), capacity="lead of priority 1"))
        tx.periods.narrate(narrative(1, MARCH, START + 4 * DAY))
        tx.acting(By(at=START + 4 * DAY, person=person(tx, "farida"), capacity="Data Officer"))
        tx.requests.report(
            ExceptionReport(
                plan="kent", ref="2.1.1", cause="No analyst", for_children="They wait", recommendation="Hire one",
                capacity="Data Officer", at=START + 4 * DAY,
            )
        )  # fmt: skip

    await kent.transact(live)


def narrative(priority: int, meeting: date, at: datetime, moved: str = "The offer is out") -> Narrative:
    return Narrative(
        plan="kent", priority=priority, meeting=meeting, status=Status.AMBER, forecast=Status.GREEN, moved=moved,
        next="Interviews", escalate="A room for the panel", at=at,
    )  # fmt: skip


async def test_nobody_is_named_unless_names_are_allowed_and_then_beside_their_roles(kent: SqlStore) -> None:
    await everything(kent)
    now = START + 5 * DAY
    for audience in ("board", "solicitors", "families", "public", "everyone"):
        every = await made(kent, now, all_of, audience)
        assert [name for name in (*NAMED, "mallory") if name in every] == (
            ["Anna", "Jones", "Benjamin", "Mills", "Farida", "Khan", "Leopold", "Ford"] if audience == "everyone" else []
        ), audience
        owned = [role for role in ("Head of Care", "Lead Nurse", "Data Officer") if role in every]
        assert bool(owned) == (audience != "solicitors"), audience
    assert "Data Officer (Farida Khan)" in every
    assert '"Classification": "Official"' in every


async def test_families_read_no_reason_no_decision_and_nobody_whom_silence_counts_against(kent: SqlStore) -> None:
    await everything(kent)
    now = START + 10 * DAY
    board = await read(kent, now)
    assert SECRET in board and "More money" in board and "The offer is out" in board and "Data Officer: no answer" in board

    for audience in ("families", "public"):
        plain = await read(kent, now, audience)
        for hidden in (SECRET, "a bigger one by May", "More money", "The offer is out", "A room for", "no answer", "https://", "Red"):
            assert hidden not in plain, (audience, hidden)
        assert "We do not know how" in plain and "What is late or at risk" in plain and "2.1.1 Step 1 of part 2." in plain


async def test_a_lead_is_quoted_and_where_none_has_written_the_paper_says_whose_words_are_missing(kent: SqlStore) -> None:
    await everything(kent)

    paper = await read(kent, START + 5 * DAY)

    assert "Priority 1, Hear families, by lead of priority 1." in paper
    assert "What moved: The offer is out" in paper and "What is next: Interviews" in paper
    assert "Priority 1: A room for the panel" in paper
    assert "Priority 2, Count well: not written by Data Officer." in paper
    assert "no papers before" in paper
    only = await read(kent, START + 5 * DAY, priority=2)
    assert "The offer is out" not in only and "not written by Data Officer" in only


async def test_a_paper_sets_this_period_beside_the_last_and_what_is_expected_next(kent: SqlStore) -> None:
    await everything(kent)
    await freezes(kent, FROZEN, MARCH)

    def later(tx: Tx) -> None:
        say(tx, FROZEN + DAY, "1.1.1", "green")
        say(tx, FROZEN + 2 * DAY, "2.1.2", "complete")
        tx.acting(By(at=FROZEN + 20 * DAY, person=person(tx, "leopold"), capacity="lead of priority 1"))
        tx.periods.narrate(narrative(1, APRIL, FROZEN + 20 * DAY).model_copy(update={"status": Status.GREEN}))

    await kent.transact(later)
    await freezes(kent, NEXT, APRIL)
    facts = await made(kent, NEXT + DAY, highlight_facts)

    assert [(one.ref, one.was, one.now) for one in facts.moved if one.ref in ("1.1.1", "2.1.2")] == [
        ("1.1.1", Face.RED, Face.GREEN),
        ("2.1.2", Face.ASKED, Face.COMPLETE),
    ]
    assert [one.ref for one in facts.done] == ["2.1.2"]
    first = facts.parts[1]
    assert first.last is not None
    assert (first.last.delivery.status, first.this.delivery.status, first.next.delivery.status) == (
        Status.AMBER, Status.GREEN, Status.GREEN,
    )  # fmt: skip
    assert (facts.parts[0].this.delivery.status, facts.parts[0].this.delivery.missing) == (Status.GREEN, 1)


async def test_what_comes_after_the_freeze_is_told_as_since_the_papers_and_changes_no_count(kent: SqlStore) -> None:
    await everything(kent)
    await freezes(kent, FROZEN, MARCH)
    before = await made(kent, FROZEN + DAY, highlight_facts)

    def later(tx: Tx) -> None:
        say(tx, FROZEN + 2 * DAY, "1.1.1", "green")
        tx.acting(By(at=FROZEN + 2 * DAY, person=person(tx, "farida"), capacity="Data Officer"))
        tx.periods.narrate(narrative(2, MARCH, FROZEN + 2 * DAY, "Counted twice"))

    await kent.transact(later)
    after = await made(kent, FROZEN + 3 * DAY, highlight_facts)
    paper = await read(kent, FROZEN + 3 * DAY)

    assert before.since is not None and before.since.statements == 0
    assert after.model_copy(update={"since": None}) == before.model_copy(update={"since": None})
    assert "Since the papers" in paper and "Priority 2, written after the papers by Data Officer" in paper and "Counted twice" in paper
    assert "Priority 2, Count well: not written by Data Officer." in paper
    assert "1.1.1 Step 1 of part 1. From Red to Green." in paper


async def test_words_that_were_taken_out_name_whoever_did_it_only_if_names_are_allowed(kent: SqlStore) -> None:
    await everything(kent)

    def redact(tx: Tx) -> None:
        tx.acting(By(at=START + 5 * DAY, person=person(tx, "gwendolen"), capacity="admin"))
        for ref, field in (("2.1.1", "narrative"),):
            update = tx.updates.standings("kent")[ref].update
            assert update is not None
            tx.erasures.redact("kent", update.id, field, "it names a child")
        report = tx.requests.exceptions("kent")[0]
        tx.erasures.redact("kent", report.id, "cause", "it names a child")

    await kent.transact(redact)
    now = START + 6 * DAY
    for audience, mark in (("board", "[removed, 7 March 2026]"), ("everyone", "[removed by Gwendolen Hart, 7 March 2026]")):
        report = await made(kent, now, lambda on: words(exception(on, "2.1.1")), audience)
        assert mark in await read(kent, now, audience), audience
        assert mark in report, audience
        assert ("Gwendolen" in report) == (audience == "everyone")


async def test_an_exception_report_tells_its_milestone_its_author_and_all_its_parts(kent: SqlStore) -> None:
    await everything(kent)

    paper = await made(kent, START + 5 * DAY, lambda on: exception(on, "2.1.1"))

    assert paper.file == "exception-kent-2.1.1-2026-03-07.docx"
    fields = dict(paper.fields)
    assert fields["Dates"] == "First promised 19 March 2026. Due 19 March 2026. The due date has not moved. Expected now by 1 June 2026."
    assert fields["Reported by"] == "Data Officer, on 6 March 2026"
    said = words(paper)
    for part in ("No analyst", "They wait", "Hire one", "Not said by Data Officer.", "No decision of the board is wanted."):
        assert part in said, part


async def test_an_exception_that_nobody_wrote_says_who_can_and_how_and_an_unknown_one_is_refused(kent: SqlStore) -> None:
    await everything(kent)

    said = await made(kent, START + 5 * DAY, lambda on: words(exception(on, "1.1.3")))
    assert "Nobody has written an exception report on 1.1.3." in said
    assert "Head of Care or Lead Nurse" in said and "they type exception 1.1.3 to Milepost" in said
    with pytest.raises(Refusal) as why:
        await made(kent, START + 5 * DAY, lambda on: exception(on, "9.9.9"))
    assert why.value.prompt_key == "no_such_milestone"
    with pytest.raises(Refusal) as why:
        await made(kent, START + 5 * DAY, lambda on: highlight(on, 9))
    assert (why.value.prompt_key, why.value.facts) == ("no_such_priority", {"number": "9", "priorities": "1, 2"})


async def test_an_exception_report_of_a_moment_before_it_was_written_says_there_is_none(kent: SqlStore) -> None:
    await everything(kent)
    before = START + 3 * DAY + timedelta(hours=1)

    said = await made(kent, START + 5 * DAY, lambda on: words(exception(on, "2.1.1")), as_at=before)
    assert "Nobody has written an exception report on 2.1.1." in said


async def test_compliance_is_one_sheet_of_five_columns_and_names_no_role_if_none_may_be_named(kent: SqlStore) -> None:
    await everything(kent)
    book = await made(kent, START + 5 * DAY, compliance)

    (sheet,) = book.sheets
    rows = {row[0].value: [cell.value for cell in row[1:]] for row in sheet.grid.rows}
    assert (book.file, sheet.name) == ("compliance.xlsx", "compliance")
    assert [one.heading for one in sheet.grid.columns] == ["Role", "Asked", "Answered", "In time", "Median working days"]
    assert list(rows) == ["Head of Care", "Lead Nurse", "Data Officer"]
    assert rows["Data Officer"] == [2, 0, 0, None]
    (none,) = (await made(kent, START + 5 * DAY, compliance, "solicitors")).sheets
    assert [row[0].value for row in none.grid.rows] == ["All roles"]


async def test_sections_come_in_the_order_of_the_audience(kent: SqlStore) -> None:
    await everything(kent)
    sections = (PaperSection.RISKS, PaperSection.DONE, PaperSection.MEASURES, PaperSection.DECISIONS, PaperSection.VOICES)
    await kent.transact(
        lambda tx: tx.plans.keep_settings("kent", POLICY.model_copy(update={"audiences": {"cabinet": Audience(sections=sections)}}))
    )

    paper = await made(kent, START + 5 * DAY, highlight, "cabinet")
    headings = [one["heading"] for one in told(paper)["blocks"] if "heading" in one]  # type: ignore[attr-defined]
    assert headings == ["Overall status", "Highest risks", "Done this period", "Measures", "Decisions wanted", "What families said"]
    assert dict(paper.fields)["For"] == "Cabinet"
