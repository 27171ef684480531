"""A quarter of the real plan with three meetings of its board, lived on Slack and on Teams side by side, from the first question
to the pack that inspectors are given."""

from __future__ import annotations

import asyncio
import json
import re
import sqlite3
import zipfile
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import closing
from datetime import date, datetime, timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import docx
import pytest
from typer.testing import CliRunner

from bot.model.board.business import BusinessKind, Deed, Item
from bot.model.board.paper import Issue
from bot.model.letters.letter import Letter, LetterKind
from bot.model.letters.nudge import Cause
from bot.program.app import app
from tests.world import year as years
from tests.world.board_life import NEVER, REPORT
from tests.world.real_plan import ADMIN, ASSURER, CHAIR, MEMBER, OBSERVER, SECOND, STEWARD, Plan
from tests.world.story import Clock
from tests.world.wires.slack import SlackWire
from tests.world.wires.teams import HOME, TeamsWire
from tests.world.year import Placed, Year, begun

MEETINGS = (date(2025, 10, 9), date(2025, 11, 13), date(2025, 12, 11))
LAST = MEETINGS[-1]
PAPERS = {"highlight", "date-changes", "evidence-index", "score-card", "risks", "business", "compliance"}  # of the board
OPENS, AGAIN, OWNERS_BY, FREEZES = 14, 11, 9, 5  # working days before a meeting, as the settings have them
ON_SLACK = {CHAIR, MEMBER, STEWARD, OBSERVER, ASSURER}
LONDON = ZoneInfo("Europe/London")


def placed(clock: Clock, plan: Plan, folder: Path) -> Placed:
    """The chair, a member and a third of the owners are on Slack; all others on Teams."""
    others = [name for name in plan.names if name not in {ADMIN, SECOND, *ON_SLACK}]
    slack = [name for name in plan.names if name in ON_SLACK | set(others[::3])]
    teams = [name for name in plan.names if name not in slack]
    return {SlackWire(clock, folder, slack): slack, TeamsWire(clock, dict.fromkeys(teams, HOME)): teams}


@pytest.fixture
async def quarter(tmp_path: Path) -> AsyncIterator[Year]:
    """The plan on the eve of its quarter, both boards bound."""
    async with begun(tmp_path, lambda clock, plan: placed(clock, plan, tmp_path), meetings=MEETINGS) as year:
        yield year


async def test_a_quarter_of_the_board_from_the_first_question_to_the_pack(quarter: Year, tmp_path: Path) -> None:
    await quarter.lives(LAST)
    issued = await quarter.story.store.read(lambda view: view.papers.issues(quarter.plan.short))
    await each_meeting_has_its_pack_and_whoever_asks_has_its_very_bytes(quarter, issued)
    await quarter.lives(LAST + timedelta(days=1))

    letters = await quarter.story.store.read(lambda view: years.letters_of(view, quarter.file))
    nobody_hears_twice_on_a_working_day_nor_on_any_other(quarter, letters)
    owners_are_asked_for_each_meeting_and_nobody_twice(quarter, letters)
    leads_are_asked_once_for_each_meeting_and_once_more_if_they_are_silent(quarter)
    await all_that_was_asked_was_fair(quarter)
    await leads_write_and_one_never_does(quarter)
    items = await quarter.story.store.read(lambda view: view.business.all(quarter.plan.short))
    a_challenge_from_one_platform_is_answered_on_the_other_and_accepted(quarter, items)
    what_the_chair_decides_comes_back_to_its_owner_in_their_next_message(quarter, items)
    await the_exception_report_has_the_words_of_its_owner(quarter)
    await in_no_paper_is_anybody_s_name(quarter, issued)
    for issue in issued:
        await the_numbers_of_papers_are_those_of_the_status(quarter, issue, tmp_path / f"{issue.id}")
    await the_stocktake_as_at_the_last_meeting_is_what_the_record_says_of_itself(quarter, tmp_path / "stocktake")


# ---- what is asked -------------------------------------------------------------------------


def local(at: datetime | None) -> date:
    assert at is not None
    return at.astimezone(LONDON).date()


def named(year: Year, number: int | None) -> str:
    """Somebody as the story calls them, by their number in the record."""
    with closing(sqlite3.connect(year.file)) as link:
        (email,) = link.execute("SELECT email FROM contact WHERE id = ?", (number,)).fetchone()
    return str(email).partition("@")[0]


def nobody_hears_twice_on_a_working_day_nor_on_any_other(year: Year, letters: Sequence[Letter]) -> None:
    nudges = [one for one in letters if one.kind is LetterKind.NUDGE and one.part in (0, 1)]
    days = Counter((one.person, local(one.settled)) for one in nudges)
    assert max(days.values()) == 1 and len(days) > 800
    assert [day for _, day in days if day not in year.days] == []
    assert {one.state.value for one in letters} <= {"sent", "expired", "overtaken"}, Counter(one.state.value for one in letters)
    assert year.story.letters[OBSERVER] == []


def owners_are_asked_for_each_meeting_and_nobody_twice(year: Year, letters: Sequence[Letter]) -> None:
    for meeting in MEETINGS:
        opens, again, owners_by = (year.later(meeting, -before) for before in (OPENS, AGAIN, OWNERS_BY))
        asked: dict[tuple[int | None, str], list[date]] = defaultdict(list)
        for one in letters:
            for it in one.asked:
                if it.kind is Cause.PERIOD and opens <= local(one.settled) <= meeting:
                    asked[one.person, it.ref].append(local(one.settled))
        assert len(asked) > 20, meeting
        for days in asked.values():
            assert all(opens <= day <= owners_by for day in days)
            assert sum(day < again for day in days) <= 1 and sum(day >= again for day in days) <= 1


def leads_are_asked_once_for_each_meeting_and_once_more_if_they_are_silent(year: Year) -> None:
    for number in range(1, 6):
        told = "\n".join("\n".join(one) for one in year.story.letters.values())
        first = re.findall(rf"Priority {number}: please write for the board .* The meeting is on (\d+ \w+ 2025)", told)
        again = re.findall(rf"Priority {number}: nothing is written yet .* at the end of (\d+ \w+ 2025)", told)
        assert first == [f"{meeting:%-d %B %Y}" for meeting in MEETINGS], number
        assert len(set(again)) == len(again) and (number != NEVER or len(again) == len(MEETINGS)), (number, again)


async def all_that_was_asked_was_fair(year: Year) -> None:
    found = await year.came_of()
    assert found.again == [] and found.undelivered == 0 and found.answered > 300


async def leads_write_and_one_never_does(year: Year) -> None:
    written = await year.story.store.read(lambda view: view.periods.narratives(year.plan.short))
    assert {one.meeting for one in written} == set(MEETINGS)
    assert NEVER not in {one.priority for one in written} and len(written) >= 9
    assert year.board is not None
    assert year.board.refused == []


# ---- what the board asks and decides ---------------------------------------------------------


def platform_of(year: Year, name: str) -> str:
    return year.story.person(name).wire.platform


def a_challenge_from_one_platform_is_answered_on_the_other_and_accepted(year: Year, items: Sequence[Item]) -> None:
    ways = set()
    for item in items:
        if item.kind is BusinessKind.CHALLENGE and (answer := item.last(Deed.ANSWERED)) and (accepted := item.last(Deed.ACCEPTED)):
            asker, answers = named(year, item.by), named(year, answer.by)
            assert accepted.by == item.by
            ways.add((platform_of(year, asker), platform_of(year, answers)))
            assert any(f"{item.handle} " in told and "asks about" in told for told in year.story.letters[answers])
            assert any(f"{item.handle} " in told and "has answered" in told for told in year.story.letters[asker])
            assert any(f"{item.handle} " in told and "has accepted the answer" in told for told in year.story.letters[answers])
    assert any(asked != answered for asked, answered in ways), ways


def what_the_chair_decides_comes_back_to_its_owner_in_their_next_message(year: Year, items: Sequence[Item]) -> None:
    decided = [one for one in items if one.kind is BusinessKind.DECISION and one.last(Deed.DECIDED)]
    assert decided
    for item in decided:
        assert any(f"{item.handle} A decision is wanted" in told for told in year.story.letters[CHAIR])
        said = f"The board decided {item.handle}: fund one of the two. Because: money is short. Conditions: report in a month."
        heard = [told for told in year.story.letters[named(year, item.by)] if said in told]
        assert len(heard) == 1, (item.handle, named(year, item.by))


# ---- the papers --------------------------------------------------------------------------------


def words_of(held: bytes) -> str:
    """What a document says in its paragraphs and tables."""
    document = docx.Document(BytesIO(held))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


async def each_meeting_has_its_pack_and_whoever_asks_has_its_very_bytes(year: Year, issued: Sequence[Issue]) -> None:
    freezes = await year.story.store.read(lambda view: view.periods.freezes(year.plan.short))
    assert [one.meeting for one in freezes] == list(MEETINGS)
    assert [local(one.as_at) for one in freezes] == [year.later(meeting, -FREEZES) for meeting in MEETINGS]
    assert [(one.freeze, one.upto, one.as_at) for one in issued] == [(one.id, one.upto, one.as_at) for one in freezes]
    for posts in year.story.posts.values():
        assert sum("papers" in one and "issued" in one for one in posts) == len(MEETINGS)

    for name in (MEMBER, SECOND):  # one on each platform
        seat = year.story.person(name)
        await seat.says("report board")
        had = await seat.files()
        assert {file: sha256(had[file]).hexdigest() for file, _ in issued[-1].files} == dict(issued[-1].files)
    (highlight,) = [held for file, held in had.items() if file.startswith("highlight")]
    # A report that has to fit on two sides names all who are silent in one sentence.
    assert re.search(rf"Priority {NEVER}, .*: not written by|Not written: .*priority {NEVER} by", words_of(highlight))


async def the_exception_report_has_the_words_of_its_owner(year: Year) -> None:
    assert year.board is not None
    ref = year.board.explained[-1]
    assert year.board.done["exceptions"] >= len(year.board.explained) > 0
    chair = year.story.person(CHAIR)
    await chair.says(f"report exception {ref}")
    (told,) = [words_of(held) for file, held in (await chair.files()).items() if file.startswith("exception")]
    assert [words for words in REPORT.values() if words not in told] == []


async def in_no_paper_is_anybody_s_name(year: Year, issued: Sequence[Issue]) -> None:
    people = await year.story.store.read(lambda view: view.people.of(year.plan.short))
    names = [one.name for one in people.persons] + [one.email for one in people.persons]
    for issue in issued:
        held = await year.story.store.read(lambda view, issue=issue: view.papers.files(year.plan.short, issue.id))
        assert {one.name.partition(f"-{year.plan.short}")[0] for one in held} == PAPERS
        for one in held:
            with zipfile.ZipFile(BytesIO(one.held)) as packed:
                told = "\n".join(packed.read(part).decode("utf-8", "replace") for part in packed.namelist())
            assert [name for name in names if name in told] == [], one.name


async def typed(year: Year, *words: str) -> str:
    """Type a command at a command line that has the same record."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("DATABASE_URL", f"sqlite:///{year.file}")
        found = await asyncio.to_thread(CliRunner().invoke, app, list(words))
    assert found.exit_code == 0, found.output
    return found.stdout


async def the_numbers_of_papers_are_those_of_the_status(year: Year, issue: Issue, folder: Path) -> None:
    moment = ("--as-at", issue.as_at.isoformat())
    told = json.loads(await typed(year, "report", "board", *moment, "--out", str(folder), "--json"))["facts"]
    rows = json.loads(await typed(year, "status", *moment, "--json"))["milestones"]

    (highlight,) = [facts for file, facts in told.items() if file.startswith("highlight")]
    first = highlight["blocks"][0]["text"]
    faces = Counter(row["face"] for row in rows)
    assert f"Not reported: {faces['not_reported']} of {len(rows)}." in first or (not faces["not_reported"] and "Not reported" not in first), first
    for face in ("red", "amber", "green", "complete", "assured"):
        assert re.findall(rf"\b{face}: (\d+)", first, re.IGNORECASE) == [str(faces[face])] * bool(faces[face]), (face, first)
    (changes,) = [facts["sheets"] for file, facts in told.items() if file.startswith("date-changes")]
    assert {row["Ref"]: row["Now"] for row in changes["Outstanding"]} == {row["ref"]: row["due"] for row in rows if row["overdue"]}


async def the_stocktake_as_at_the_last_meeting_is_what_the_record_says_of_itself(year: Year, folder: Path) -> None:
    day = ("--as-at", LAST.isoformat())
    made = json.loads(await typed(year, "stocktake", *day, "--out", str(folder), "--json"))
    head = json.loads(await typed(year, "record", "head", *day, "--json"))[year.plan.short]
    rows = json.loads(await typed(year, "status", *day, "--json"))["milestones"]

    assert made["left_out"] == []
    slip = (folder / made["folder"] / "verification.txt").read_text(encoding="utf-8")
    assert slip.splitlines() == [f"plan: {year.plan.short}", *(f"{name}: {head[name]}" for name in ("as_at", "entry", "digest", "entries"))]
    whole = made["facts"]["1-summary.docx"]
    done = sum(row["status"] == "complete" for row in rows)
    assert f"{len(rows)} milestones, {done} complete" in json.dumps(whole), whole
