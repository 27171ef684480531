"""The workbooks and the stocktake pack, on SQLite and on PostgreSQL alike: they say what the JSON of the same moment says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from typing import cast

import docx
import openpyxl
import pytest

from adapters.papers.drawing import Drawer
from bot.model.board.paper import AnyPaper, Drawn
from bot.model.board.settings import Audience, FileKind, Names, PaperSection, Tone
from bot.model.board.wanted import Want, Wanted
from bot.model.policy import Policy
from bot.model.record.entry import By
from bot.model.record.trouble import Trouble
from bot.model.updates.request import RequestState
from bot.ports.record import Tx, View
from bot.ports.refusals import NotAtHand, RecordAway, Refusal
from bot.reports.board.log import log_json
from bot.reports.dates.listing import dates_json
from bot.reports.evidence import index_json
from bot.reports.papers.ground import Ground, ground
from bot.reports.papers.packs import Pack, hand_over, pack
from bot.reports.papers.told import told
from bot.reports.record.past import Past, entry_by
from bot.reports.snapshot import take
from bot.reports.status import status_json
from bot.wording.updates.erasures import InPlace
from store.record import SqlStore
from tests.records import long_ago
from tests.world import stock
from tests.world.stock import APRIL, JUNE, LAST_DAY, MARCH, MAY, NASTY, at

STOCKTAKE = Wanted(want=Want.STOCKTAKE)
Rows = list[Mapping[str, object]]


@pytest.fixture
async def kent(store: SqlStore) -> SqlStore:
    return await stock.made(store)


async def packed(kent: SqlStore, wanted: Wanted = STOCKTAKE, moment: datetime | None = LAST_DAY, audience: str = "board") -> Pack:
    return await kent.read(lambda view: pack(ground(view, "kent", audience, LAST_DAY, moment), wanted))


def files(made: Pack) -> dict[str, Drawn]:
    return {one.name: one for one in hand_over(made, Drawer()).files}


def sheets(drawn: Drawn) -> dict[str, list[dict[str, object]]]:
    """Each sheet of a workbook as rows by their headings, opened as any program opens it."""
    found: dict[str, list[dict[str, object]]] = {}
    for sheet in openpyxl.load_workbook(BytesIO(drawn.held)).worksheets:
        heads, *rows = sheet.iter_rows(values_only=True)
        found[sheet.title] = [{str(head): _plain(value) for head, value in zip(heads, row, strict=True)} for row in rows if any(row)]
    return found


def _plain(value: object) -> object:
    return value.date().isoformat() if isinstance(value, datetime) else value


def texts(drawn: Drawn) -> str:
    opened = docx.Document(BytesIO(drawn.held))
    cells = [cell.text for table in opened.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in opened.paragraphs), *cells])


# ---- the pack ----------------------------------------------------------------------------------


async def test_the_pack_has_its_files_by_name_in_a_folder_of_the_plan_and_the_day(kent: SqlStore) -> None:
    made = await packed(kent)

    assert made.folder == "stocktake-kent-2026-04-11"
    assert [one.file for one in made.papers] == [
        "1-summary.docx", "2-not-on-track.docx", "score-card.xlsx", "date-changes.xlsx", "evidence-index.xlsx", "risks.xlsx", "business.xlsx", "compliance.xlsx", "voices.docx",
        "verification.txt",
    ]  # fmt: skip
    assert list(files(made)) == [one.file for one in made.papers]
    assert made.left_out == ()


async def test_the_slip_names_the_head_of_the_record_as_at_that_moment(kent: SqlStore) -> None:
    (slip,) = [one for one in (await packed(kent, moment=at(10))).papers if one.file == "verification.txt"]
    head = await kent.read(lambda view: view.entries.head("kent", view.entries.upto("kent", at(10))))

    said = dict(line.split(": ", 1) for line in told(slip)["lines"])  # type: ignore[attr-defined]
    assert said == {
        "plan": "kent", "as_at": at(10).isoformat(), "entry": str(head.entry), "digest": head.digest, "entries": str(head.entry)
    }  # fmt: skip
    now = await kent.read(lambda view: view.entries.head("kent"))
    assert now.entry > head.entry


async def test_what_each_file_shows_is_what_the_facts_say(kent: SqlStore) -> None:
    made = await packed(kent)

    for name, drawn in files(made).items():
        said = made.facts[name]
        assert isinstance(said, dict)
        if name.endswith(".xlsx"):
            shown = {sheet: _without_empty(rows) for sheet, rows in sheets(drawn).items()}
            assert shown == {sheet: _without_empty(rows) for sheet, rows in said["sheets"].items()}, name
        if name.endswith(".docx"):
            shown_text = texts(drawn)
            assert all(one["text"] in shown_text for one in said["blocks"] if "text" in one), name


def _without_empty(rows: Sequence[Mapping[str, object]]) -> list[dict[str, object]]:
    return [{head: value for head, value in row.items() if value is not None} for row in rows]


# ---- dates -------------------------------------------------------------------------------------


async def test_each_change_of_a_date_stands_on_the_sheet_of_its_milestone_with_who_asked_and_who_approved(kent: SqlStore) -> None:
    found = sheets(files(await packed(kent))["date-changes.xlsx"])

    assert list(found) == ["Live", "Completed", "Extensions requested", "Outstanding"]
    (moved,) = [row for row in found["Live"] if row["Ref"] == "1.1.1"]
    assert moved == {
        "Ref": "1.1.1", "Milestone": "Step 1.1.1.", "First promised": MAY.isoformat(), "Was": MAY.isoformat(),
        "Now": JUNE.isoformat(), "Asked by (role)": "Head of Inclusion", "Why": NASTY,
        "Approved by (role)": "chair of the board", "On": "2026-03-05",
    }  # fmt: skip
    assert [row["Ref"] for row in found["Live"]] == ["1.1.1", "2.1.1", "2.2.1"]
    assert [(row["Ref"], row["Now"]) for row in found["Completed"]] == [
        ("1.1.3", APRIL.isoformat()), ("1.2.1", MAY.isoformat()), ("2.1.2", "Closed")
    ]  # fmt: skip
    assert [(row["Ref"], row["Now"]) for row in found["Outstanding"]] == [("1.1.2", MARCH.isoformat())]


async def test_a_request_that_was_declined_says_by_whom_and_why(kent: SqlStore) -> None:
    def decline(tx: Tx) -> None:
        (waiting,) = [one for one in tx.requests.all("kent") if one.is_open]
        tx.acting(By(at=LAST_DAY, person=tx.people.by_email("carys@example.org"), capacity="chair"))
        tx.requests.decide(waiting, RequestState.DECLINED, "the schools were promised this date")

    await kent.transact(decline)
    (row,) = sheets(files(await packed(kent))["date-changes.xlsx"])["Extensions requested"]

    assert (row["Ref"], row["Now"]) == ("2.1.1", JUNE.isoformat())
    assert row["Approved by (role)"] == "declined by chair of the board. the schools were promised this date"
    assert row["On"] == LAST_DAY.date().isoformat()


async def test_the_dates_of_the_workbook_are_those_of_the_json(kent: SqlStore) -> None:
    found = sheets(files(await packed(kent))["date-changes.xlsx"])
    dates = await kent.read(lambda view: dates_json(view, take(view, "kent", LAST_DAY)))

    every = [row for sheet in ("Live", "Completed", "Outstanding") for row in found[sheet]]
    last = {row["Ref"]: row for row in every}
    for one in dates:
        row = last[one["ref"]]
        assert row["First promised"] == one["first_promised"]
        assert row["Now"] == ("Closed" if one["closed"] else one["due"] or "No date")
    waiting = [(one["ref"], request["to"]) for one in dates for request in one["requests"] if request["state"] == "open"]  # type: ignore[attr-defined]
    assert [(row["Ref"], row["Now"]) for row in found["Extensions requested"]] == waiting == [("2.1.1", JUNE.isoformat())]
    assert found["Extensions requested"][0]["Approved by (role)"] == "not decided yet"


async def test_a_date_that_an_edition_moved_names_who_had_approved_that(kent: SqlStore) -> None:
    found = sheets(files(await packed(kent))["date-changes.xlsx"])

    (row,) = [row for row in found["Completed"] if row["Ref"] == "1.2.1"]
    assert (row["Was"], row["Now"]) == (JUNE.isoformat(), MAY.isoformat())
    assert row["Approved by (role)"] == "board, 26 March 2026"
    assert row["On"] == at(32).date().isoformat()


async def test_the_papers_of_a_board_tell_what_was_completed_since_its_last_meeting(kent: SqlStore) -> None:
    found = sheets(files(await packed(kent, Wanted()))["date-changes-kent-2026-04-11.xlsx"])

    assert [row["Ref"] for row in found["Completed"]] == ["1.2.1"]


async def test_as_at_an_earlier_day_a_request_still_waits_and_nothing_later_is_known(kent: SqlStore) -> None:
    found = sheets(files(await packed(kent, moment=at(2)))["date-changes.xlsx"])

    assert [(row["Ref"], row["Now"]) for row in found["Extensions requested"]] == [("1.1.1", JUNE.isoformat())]
    assert found["Completed"] == []
    assert {row["Ref"]: row["Now"] for row in found["Live"]}["1.1.1"] == MAY.isoformat()


# ---- evidence and business ---------------------------------------------------------------------


async def test_the_evidence_of_the_workbook_is_that_of_the_json(kent: SqlStore) -> None:
    found = sheets(files(await packed(kent))["evidence-index.xlsx"])
    listed = await kent.read(lambda view: index_json(view, "kent"))

    assert list(found) == ["evidence-index"]
    assert len(found["evidence-index"]) == len(listed) == 1
    for row, one in zip(found["evidence-index"], listed, strict=True):
        assert row == {
            "Finding": one["finding"], "Priority": one["priority"], "Action": one["action"], "Milestone": one["ref"],
            "Evidence": one["handle"], "Type": one["type"], "What it shows": one["shows"], "Dated": one["dated"],
            "Good until": one["good_until"], "Offered by (role)": one["by_role"], "Checked by (role)": "assurer",
            "Verdict": one["verdict"], "Link": one["url"],
        }  # fmt: skip


async def test_business_is_told_on_three_sheets_in_the_columns_of_its_logs(kent: SqlStore) -> None:
    found = sheets(files(await packed(kent))["business.xlsx"])

    ((action,), (decision,), (challenge,)) = found["Actions"], found["Decisions"], found["Challenges"]
    assert action == {
        "No": "a1", "Created": "2026-03-07", "Meeting": MARCH.isoformat(), "Action": "Bring the survey", "Owner": "Data Lead",
        "Due": APRIL.isoformat(), "Update": None, "State": "Open", "Days open": 35, "Closed": None,
    }  # fmt: skip
    assert {**decision, "Follow-up": None} == {
        "No": "d1", "Date": "2026-03-11", "Forum": "Improvement Board", "Decision": "Hire two", "Options considered": "Wait",
        "Rationale": "It is late", "Decided by": "chair of the board", "Conditions": "By May", "Follow-up": None,
        "Owner": "Head of Inclusion", "State": "Decided",
    }  # fmt: skip
    assert {**challenge, "What changed": None, "Accepted": None} == {
        "No": "c1", "Date": "2026-03-07", "Raised by (role)": "chair of the board", "About": "1.1, 1.1.1", "Challenge": NASTY,
        "Answer wanted by": APRIL.isoformat(), "Answered by": "Head of Inclusion",
        "Answer and evidence": "Two posts were empty https://example.org/posts", "Accepted": None, "What changed": None,
    }  # fmt: skip


@pytest.mark.parametrize("day", [6, 7, 8, 40])
async def test_the_logs_of_the_workbook_are_the_log_of_the_json(kent: SqlStore, day: int) -> None:
    found = sheets(files(await packed(kent, moment=at(day)))["business.xlsx"])
    upto = await kent.read(lambda view: view.entries.upto("kent", at(day)))
    log = await kent.read(lambda view: log_json(Past(view, upto), "kent"))

    rows = {row["No"]: (name, row) for name, of in found.items() for row in of}
    assert set(rows) == {one["handle"] for one in log} == {"a1", "c1", "d1"}
    for one in log:
        name, row = rows[one["handle"]]
        assert name.lower() == f"{one['kind']}s"
        if one["kind"] == "challenge":
            about, wanted = one["about"], row["Answer wanted by"]
            assert isinstance(about, list)
            said = " ".join(filter(None, (one["answer"], *one["evidence"]))) or None  # type: ignore[arg-type, misc]
            assert (row["Challenge"], row["About"], row["Answer and evidence"]) == (one["text"], ", ".join(about), said)
            assert (row["Raised by (role)"], wanted) == (f"{one['raised_by']} of the board", one["wanted_by"])
        elif one["kind"] == "action":
            assert (row["Action"], row["Owner"], row["Due"], row["Update"]) == (one["text"], one["owner"], one["wanted_by"], one["answer"])
        else:
            decided = one["state"] == "decided"
            assert row["Decision"] == (one["answer"] if decided else one["text"])
            assert (row["Rationale"] or "", row["Options considered"] or "") == (one["why"], one["options"])


async def test_what_looks_like_a_formula_is_text_in_every_workbook(kent: SqlStore) -> None:
    seen = 0
    for name, drawn in files(await packed(kent)).items():
        if name.endswith(".xlsx"):
            for sheet in openpyxl.load_workbook(BytesIO(drawn.held)).worksheets:
                cells = [cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
                assert all(cell.data_type == "s" for cell in cells), name
                seen += sum(cell.value.startswith("=") for cell in cells)
    assert seen >= 3  # a reason, what evidence shows, and a challenge


# ---- the summary, and what is not on track ------------------------------------------------------


async def test_the_summary_counts_what_the_status_counts(kent: SqlStore) -> None:
    made = await packed(kent)
    milestones = _milestones(await kent.read(lambda view: status_json(take(view, "kent", LAST_DAY))))
    said = texts(files(made)["1-summary.docx"])

    complete = [one for one in milestones if one["face"] in ("complete", "assured")]
    assured = [one for one in milestones if one["face"] == "assured"]
    assert f"{len(milestones)} milestones, {len(complete)} complete, of those {len(assured)} assured." in said
    assert (len(milestones), len(complete), len(assured)) == (7, 2, 1)
    assert "4 actions, 1 complete, of those 0 assured." in said
    assert "Complete actions that have shown that they helped: 0 of 1. Not shown yet: 1." in said
    assert "no lead has judged it, and no measure of it can tell yet." in said
    assert "Not on track (red, amber, no answer in time, or past the date): 2 of 4 still to do." in said
    assert "Private to the partnership" in said


async def test_a_summary_goes_by_finding_and_tells_what_is_about_none(kent: SqlStore) -> None:
    said = texts(files(await packed(kent))["1-summary.docx"])

    assert "A1: priority action" in said and "Plans take too long." in said
    assert "About: 1.2, 2.1.1." in said
    assert "Not about any finding" in said
    assert "No milestone of the plan is about it." in said


async def test_without_findings_a_summary_goes_by_priority(store: SqlStore) -> None:
    said = texts(files(await packed(await stock.made(store, findings=False)))["1-summary.docx"])

    assert "By priority" in said and "Voices are heard" in said
    assert "Not about any finding" not in said


async def test_what_is_not_on_track_is_told_with_its_history_and_nothing_else_is(kent: SqlStore) -> None:
    drawn = files(await packed(kent))["2-not-on-track.docx"]
    milestones = _milestones(await kent.read(lambda view: status_json(take(view, "kent", LAST_DAY))))
    late = [one["ref"] for one in milestones if one["overdue"] or one["face"] in ("red", "amber", "not_reported")]

    headings = [one.text for one in docx.Document(BytesIO(drawn.held)).paragraphs if one.style and one.style.name == "Heading 2"]
    assert headings == late == ["1.1.1", "1.1.2"]
    said = texts(drawn)
    for told_of in (NASTY, "Path to green: Hire.", "Date asked for, x1", "Approved, x1", f"From 28 May 2026 to 28 June 2026. {NASTY}"):
        assert told_of in said
    assert "Nobody has said anything of it yet." in said


def _milestones(status: Mapping[str, object]) -> Rows:
    found = status["milestones"]
    assert isinstance(found, list)
    return found


async def test_no_paper_names_anybody_unless_its_audience_wants_names(kent: SqlStore) -> None:
    names = [name for _, name, _ in stock.PEOPLE]

    for wanted in (STOCKTAKE, Wanted()):
        said = str((await packed(kent, wanted)).facts)
        assert not [name for name in names if name in said]
    assert "Anna Jones" in str((await packed(kent, Wanted(), audience="operations")).facts)


async def test_words_that_were_taken_out_are_gone_from_papers_and_whoever_took_them_out_is_not_named(database_url: str) -> None:
    store = SqlStore(database_url, long_ago, InPlace())
    try:
        await stock.made(store)

        def redact(tx: Tx) -> None:
            tx.acting(By(at=at(33), person=stock.BEN, capacity="admin"))
            said, *_ = tx.updates.all_said("kent", "1.1.1")
            tx.erasures.redact("kent", said.id, "narrative", "it names a child")  # and the same words wherever they stand

        before = str((await packed(store)).facts)
        await store.transact(redact)
        after = await packed(store)
    finally:
        await store.close()

    assert NASTY in before
    assert NASTY not in str([after.facts[name] for name in ("2-not-on-track.docx", "score-card.xlsx", "date-changes.xlsx")]).replace("\\", "")
    assert "[removed, " in str(after.facts["2-not-on-track.docx"])
    (moved,) = [row for row in sheets(files(after)["date-changes.xlsx"])["Live"] if row["Ref"] == "1.1.1"]
    assert str(moved["Why"]).startswith("[removed, ")
    assert "Ben Okafor" not in str(after.facts)


async def test_an_audience_without_names_reads_of_no_role_in_its_workbooks(kent: SqlStore) -> None:
    nobody = Audience(names=Names.NONE, files=(FileKind.EXCEL,))
    await kent.transact(lambda tx: tx.plans.keep_settings("kent", Policy(audiences={"cabinet": nobody})))

    said = (await packed(kent, Wanted(), None, "cabinet")).facts
    assert len(said) == 6
    for role in ("Head of Inclusion", "Data Lead", "chair", "assurer"):
        assert role not in str(said), role


# ---- which papers there are, and faults ----------------------------------------------------------


@pytest.mark.parametrize(
    ("audience", "kinds", "stems"),
    [
        ("board", tuple(FileKind), ["highlight", "date-changes", "evidence-index", "score-card", "risks", "business", "compliance"]),
        ("board", (FileKind.WORD,), ["highlight"]),
        ("board", (FileKind.EXCEL,), ["date-changes", "evidence-index", "score-card", "risks", "business", "compliance"]),
        ("families", tuple(FileKind), ["highlight", "voices", "voices"]),
    ],
)
async def test_an_audience_gets_its_report_and_the_workbooks_of_its_sections(
    kent: SqlStore, audience: str, kinds: tuple[FileKind, ...], stems: list[str]
) -> None:
    made = await packed(kent, Wanted(kinds=kinds), audience=audience)

    part = "kent" if audience == "board" else f"kent-{audience}"
    assert [one.file.rpartition(".")[0] for one in made.papers] == [f"{one}-{part}-2026-04-11" for one in stems]


@pytest.mark.parametrize("kinds", [tuple(FileKind), (FileKind.EXCEL,)])
async def test_the_public_gets_no_workbook_whatever_its_settings_name(kent: SqlStore, kinds: tuple[FileKind, ...]) -> None:
    public = Audience(wording=Tone.PUBLIC, names=Names.ROLES, files=kinds)
    await kent.transact(lambda tx: tx.plans.keep_settings("kent", Policy(audiences={"residents": public, "families": public})))

    for audience in ("residents", "families"):
        made = await packed(kent, Wanted(), None, audience)
        assert {one.file.partition("-")[0] for one in made.papers} == {"highlight", "voices"}
        assert not any(one.file.endswith(".xlsx") for one in made.papers)


async def test_an_audience_gets_no_workbook_that_none_of_its_sections_calls_for(kent: SqlStore) -> None:
    scrutiny = Audience(sections=(PaperSection.DATES,))
    await kent.transact(lambda tx: tx.plans.keep_settings("kent", Policy(audiences={"scrutiny": scrutiny})))

    made = await packed(kent, Wanted(), None, "scrutiny")
    assert [one.file.partition("-kent")[0] for one in made.papers] == ["highlight", "date-changes"]


async def test_a_kind_of_file_that_an_audience_has_none_of_is_refused(kent: SqlStore) -> None:
    with pytest.raises(Refusal) as refused:
        await packed(kent, Wanted(kinds=(FileKind.EXCEL,)), audience="families")

    assert (refused.value.prompt_key, refused.value.facts["kinds"]) == ("no_such_file_kind", "docx, html")


@pytest.mark.parametrize(
    ("wanted", "key"),
    [
        (Wanted(want=Want.PRIORITY, priority=9), "no_such_priority"),
        (Wanted(want=Want.EXCEPTION, ref="9.9.9"), "no_such_milestone"),
    ],
)
async def test_a_report_of_what_the_plan_has_not_is_refused(kent: SqlStore, wanted: Wanted, key: str) -> None:
    with pytest.raises(Refusal) as refused:
        await packed(kent, wanted)

    assert refused.value.prompt_key == key


async def test_a_priority_and_an_exception_are_named_in_their_files(kent: SqlStore) -> None:
    for wanted, file in (
        (Wanted(want=Want.PRIORITY, priority=2), "highlight-kent-p2-2026-04-11.docx"),
        (Wanted(want=Want.EXCEPTION, ref="1.1.1"), "exception-kent-1.1.1-2026-04-11.docx"),
    ):
        assert list(files(await packed(kent, wanted))) == [file]


async def test_papers_of_a_freeze_tell_of_it_and_are_named_after_the_day_on_which_they_are_drawn(kent: SqlStore) -> None:
    def read(view: View) -> tuple[int, Pack, Pack]:
        found = ground(view, "kent", "board", at(20))
        assert found.freeze is not None and found.as_at == at(17)
        return found.freeze.upto, pack(found, Wanted()), pack(ground(view, "kent", "board", at(20), at(20)), Wanted())

    upto, of_freeze, of_day = await kent.read(read)
    for made in (of_freeze, of_day):
        assert made.papers[0].file == "highlight-kent-2026-03-22.docx"
    assert of_freeze.facts["date-changes-kent-2026-03-22.xlsx"] == of_day.facts["date-changes-kent-2026-03-22.xlsx"]
    assert f"entry {upto} " in str(of_freeze.facts) and f"entry {upto} " not in str(of_day.facts)


class Drawing:
    """A drawer that cannot draw one of the papers."""

    def draw(self, paper: AnyPaper) -> Drawn:
        if paper.file == "business.xlsx":
            raise ValueError("a cell said no")
        return Drawer().draw(paper)


async def test_a_paper_that_cannot_be_drawn_is_named_and_stops_no_other(kent: SqlStore, caplog: pytest.LogCaptureFixture) -> None:
    made = await packed(kent)

    handed = hand_over(made, Drawing())

    assert handed.left_out == ("business.xlsx",)
    assert [one.name for one in handed.files] == [one.file for one in made.papers if one.file != "business.xlsx"]
    assert "business.xlsx" in caplog.text


class Broken:
    """A reading in which the board's business cannot be read, by a mistake or as the record is away."""

    def __init__(self, past: View, fault: Exception) -> None:
        self._past = past
        self._fault = fault

    def __getattr__(self, name: str) -> object:
        if name == "business":
            raise self._fault
        return getattr(self._past, name)


def broken(view: View, fault: Exception) -> Pack:
    found = ground(view, "kent", "board", LAST_DAY, LAST_DAY)
    return pack(replace(found, view=cast(View, Broken(found.view, fault))), STOCKTAKE)


async def test_a_paper_that_cannot_be_made_is_named_and_stops_no_other(kent: SqlStore, caplog: pytest.LogCaptureFixture) -> None:
    made = await kent.read(lambda view: broken(view, KeyError("what somebody wrote")))

    assert made.left_out == ("1-summary.docx", "business.xlsx")  # both tell of business
    assert [one.file for one in made.papers] == [
        "2-not-on-track.docx", "score-card.xlsx", "date-changes.xlsx", "evidence-index.xlsx", "risks.xlsx", "compliance.xlsx",
        "voices.docx", "verification.txt",
    ]  # fmt: skip
    assert hand_over(made, Drawer()).left_out == made.left_out
    assert [one.message for one in caplog.records if one.name == "milepost.papers"] == [
        "the paper 1-summary.docx was left out", "the paper business.xlsx was left out"
    ]  # fmt: skip


@pytest.mark.parametrize("fault", [NotAtHand(), RecordAway(Trouble.BUSY)])
async def test_what_is_wrong_with_the_record_is_no_fault_of_a_paper(kent: SqlStore, fault: Exception) -> None:
    def read(view: View) -> None:
        with pytest.raises(type(fault)):
            broken(view, fault)

    await kent.read(read)


async def test_the_same_moment_gives_the_same_bytes_however_often_it_is_drawn_and_whatever_came_later(kent: SqlStore) -> None:
    first = files(await packed(kent, moment=at(20)))
    await kent.transact(lambda tx: stock.says(tx, 38, "2.1.1", stock.Status.RED))

    again = files(await packed(kent, moment=at(20)))

    assert {name: one.sha256 for name, one in first.items()} == {name: one.sha256 for name, one in again.items()}


async def test_papers_of_the_past_agree_with_the_status_of_that_moment(kent: SqlStore) -> None:
    def then(view: View) -> tuple[Ground, Mapping[str, object]]:
        past = Past(view, entry_by(view, "kent", at(20), LAST_DAY))
        return ground(view, "kent", "board", LAST_DAY, at(20)), status_json(take(past, "kent", at(20)))

    found, status = await kent.read(then)
    said = texts(files(await packed(kent, moment=at(20)))["1-summary.docx"])

    complete = sum(one["face"] in ("complete", "assured") for one in _milestones(status))
    assert f"7 milestones, {complete} complete" in said
    assert found.day == at(20).date()
