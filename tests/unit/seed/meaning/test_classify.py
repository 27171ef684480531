"""What each table of a document is, before anything is read from it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seed.meaning.parts import OtherTable, PlanTable, Prose
from seed.meaning.refusing import why_not
from seed.source import Cell, Line, Place, Table
from tests.world.tables import Read, document, table

PLAN = table("Action|Lead|By when", "Write to schools|Head of Care|May 2026", "Train the desk|Head of Care|June 2026")


def kinds(*blocks: Table | str) -> list[str]:
    """The kinds of all tables in their order."""
    read = Read(*blocks)
    return ["plan" if isinstance(part, PlanTable) else part.kind.value for part in read.parts if isinstance(part, PlanTable | OtherTable)]


@pytest.mark.parametrize(
    ("title", "other", "kind"),
    [
        ("Key", table("Red|Off track", "Amber|Some delay", "Green|On track"), "colour_key"),
        ("", table("RAG|Meaning", "R|Off track", "A|Some delay", "G|On track"), "colour_key"),
        ("", table("Late{FF0000}", "Slow{FFC000}", "Well{00B050}"), "colour_key"),
        ("Glossary", table("HoC|Head of Commissioning", "PCF|Parent Carer Forum", "AEO|Area Education Officer"), "initials"),
        ("", table("Abbreviation|Meaning", "HoC|Head of Commissioning", "PCF|Parent Carer Forum"), "initials"),
        ("Extensions requested", table("Rec.|Reason|Requested by|New date requested", "2|An operator has changed|Head of Care|2027-01-29"), "extensions"),
        ("Closed actions", table("Action|Lead|By when", "Buy the desks|Head of Care|May 2025"), "closed"),
        ("Meetings", table("Date|Meeting", "25 June 2026|Finance committee", "30 July 2026|Board"), "meetings"),
        ("", table("Meeting|Date|Venue", "Board|25 June 2026|Town Hall"), "meetings"),
        ("", table("ID|Risk|Owner|Likelihood|Impact|Mitigation|Review date", "R1|No time|Head of Care|3|4|Agreed|2026-07-01"), "risks"),
        ("", table("ID|Type|Description|Owner|Status|Target date", "1|Risk|May be late|Bo|Open|2026-03-19", "2|Issue|Two posts|Di|Open|2026-04-16"), "risks"),
        ("Issues", table("ID|Issue|Owner|Priority|Resolution|Target resolution date", "I1|Laptops late|IT Manager|High|Loans|2026-06-30"), "risks"),
        ("Measures", table("KPI|Baseline|Target|Current", "Plans in time|40%|90%|62%", "Calls answered|70%|95%|88%"), "measures"),
        ("", table("Provision|Grade", "Early years|Good", "Overall|Requires improvement"), "none"),
        ("", table("Version|Date|Author", "1.0|1 May 2026|A. Shaw", "1.1|2 May 2026|A. Shaw"), "none"),
        ("", table("Progress|Who", "Complete|Repairs Manager", "On track|Asset Manager"), "none"),
        ("", table("Plan name|Recovery", "Plan ID|x7Rk", "Date of export|12/05/2026"), "properties"),
    ],
)  # fmt: skip
def test_a_table_beside_the_plan_gives_no_milestone(title: str, other: Table, kind: str) -> None:
    blocks = [title, other] if title else [other]

    assert kinds(PLAN, *blocks) == ["plan", kind]
    assert kinds(*blocks, PLAN) == [kind, "plan"]


def test_what_is_left_out_is_told_with_its_first_words() -> None:
    read = Read(PLAN, "# Closed actions", table("Action|Lead|By when", "Buy the desks|Head of Care|May 2025"))
    told = read.doubts.told()

    assert [warning.code for warning in told] == ["table_left_out"]
    assert "a list of actions that are closed" in told[0].message


@pytest.mark.parametrize(
    "title",
    [
        "[Risks and actions]", "[Key actions]", "[Completed and open work]", "[Meeting the need]", "[Issues we will fix]",
        "Completed actions are shown in blue", "Closed actions.", "# Extensions and building works", "# Key dates", "# Lists",
        "Archive all papers in one place, and tell the board",
    ],
)  # fmt: skip
def test_a_title_does_not_make_another_kind_of_what_is_plainly_a_plan(title: str) -> None:
    assert kinds(title, PLAN) == ["plan"]


def test_a_plan_may_name_the_risk_of_each_action() -> None:
    assert kinds(table("Action|Lead|By when|Risk|Mitigation", "Write|Head of Care|May 2026|Nobody reads it|Call too")) == ["plan"]


def test_a_key_below_the_plan_in_one_grid_never_changes_the_plan() -> None:
    read = Read(table("Action|Lead|Due|Status", "Write|Head of Care|May 2026|{00B050}", "", "Key", "Done|{0070C0}", "Well|{00B050}"))

    assert read.rows() == ["Write|Head of Care|May 2026"]
    assert read.others == ["colour_key"]


def test_a_second_table_in_one_grid_never_renames_the_columns_of_the_first() -> None:
    read = Read(table("Action|Lead|By when", "Write|Head of Care|May 2026", "", "Phase two", "Lead|Task|Deadline", "Bo Ek|Call|June 2026"))

    assert [list(read.meanings(number).items()) for number in (0, 1)] == [
        [("Action", "action"), ("Lead", "owner"), ("By when", "due")],
        [("Lead", "owner"), ("Task", "action"), ("Deadline", "due")],
    ]
    assert (read.rows(0), read.rows(1)) == (["Write|Head of Care|May 2026"], ["Bo Ek|Call|June 2026"])
    assert [part.text for part in read.parts if isinstance(part, Prose)] == ["Phase two"]


def test_a_row_of_a_plan_that_holds_words_of_headings_is_a_row() -> None:
    rows = ["Report|Complete", "Plan|On track", "Review|Done", "Deadline|Closed", "Audit the lead officer|Green"]

    assert Read(table("Action|Status", *rows)).rows() == rows


def test_a_banner_over_headings_is_part_of_them() -> None:
    read = Read(table("|||Target||Progress", "Theme|Action|Lead|Original|Revised|RAG", "A|Write|Head of Care|May 2026|June 2026|Green"))

    assert list(read.meanings().values()) == ["priority", "action", "owner", "baseline", "due", "status"]
    assert len(read.parts) == 1


def test_headings_that_come_again_are_no_row_and_groups_between_them_are() -> None:
    heads = "Name|Person|Status|Date"
    read = Read(table(
        "Answer faster", heads, "Call back|Noor Haddad|Done|2026-05-04", "", "Write plainly", heads, "Rewrite letters|Cleo Marchetti|Stuck|2026-06-01",
    ))  # fmt: skip

    assert [row for number in range(len(read.plans)) for row in read.rows(number)] == [
        "Answer faster", "Call back|Noor Haddad|Done|2026-05-04", "Write plainly", "Rewrite letters|Cleo Marchetti|Stuck|2026-06-01",
    ]  # fmt: skip


def test_rows_under_headings_of_their_own_inside_a_table_belong_to_the_row_above() -> None:
    read = Read(table(
        "Name|Person|Status|Due date", "Call back|Noor Haddad|Done|2026-05-04", "Subitems|Name|Owner|Date", "|Script|Noor Haddad|2026-05-01",
        "|Test week|Ivo Brandt|2026-05-02", "Inbox|Ivo Brandt|Done|2026-06-04",
    ))  # fmt: skip

    assert [(plan.nested, plan.goes_on) for plan in read.plans] == [(False, False), (True, False), (False, True)]
    assert read.meanings(1) == {"Name": "milestone", "Owner": "owner", "Date": "due"}
    assert read.rows(2) == ["Inbox|Ivo Brandt|Done|2026-06-04"]


def test_lines_above_the_headings_are_no_rows() -> None:
    read = Read(table("Shorter waits: recovery plan", "Version 3, agreed on 14 April 2026", "Action|Lead|By when", "Write|Head of Care|May 2026"))

    assert read.rows() == ["Write|Head of Care|May 2026"]
    assert [part.text for part in read.parts if isinstance(part, Prose)] == ["Shorter waits: recovery plan", "Version 3, agreed on 14 April 2026"]


def test_a_table_without_headings_goes_on_with_the_columns_of_one_as_wide_before_it() -> None:
    read = Read(PLAN, "# Theme B", table("Call parents|Head of Care|July 2026"), table("Only|two"))

    assert [plan.goes_on for plan in read.plans] == [False, True]
    assert read.plans[1].columns == read.plans[0].columns
    assert read.others == ["none"]


def test_a_table_as_wide_that_holds_no_dates_is_no_rest_of_a_plan() -> None:
    assert kinds(PLAN, table("Open|Closed|All", "3|4|7")) == ["plan", "none"]


def test_tables_with_the_same_headings_are_read_alike_however_little_one_holds() -> None:
    read = Read(table("Action|Priority|Due", "Write|High|May 2026", "Call|Low|June 2026"), "# Two", table("Action|Priority|Due", "Ask||July 2026"))

    assert read.meanings(0) == read.meanings(1)


def test_hidden_and_struck_rows_and_hidden_columns_are_left_out_and_told() -> None:
    lines = list(PLAN.lines)
    hidden = lines[1]._replace(is_hidden=True)
    struck = Line(tuple(cell._replace(is_struck=True) for cell in lines[2].cells), lines[2].at)
    kept = Line((Cell("Call"), Cell("Bo Ek"), Cell("July 2026")), Place(line=4))
    read = Read(Table((lines[0], hidden, struck, kept), hidden=frozenset([1])))

    assert read.rows() == ["Call|Bo Ek|July 2026"]
    assert read.meanings() == {"Action": "action", "By when": "due"}
    assert sorted(read.told()) == ["column_hidden", "row_hidden", "row_struck"]


def test_cards_become_rows_under_their_labels() -> None:
    one = table("Action A1|Set up a scheme", "Action owner|Area Manager", "Start date|01/05/2026", "Target date|30/09/2026", "Status|On track")
    two = table("Action A2|Review the kit", "Action owner|Stores Officer", "Start date|", "Target date|31/12/2026", "Status|")
    read = Read("# Our people", one, two)

    assert read.meanings() == {
        "Ref": "ref", "Action": "action", "Action owner": "owner", "Start date": "start", "Target date": "due", "Status": "status",
    }  # fmt: skip
    assert (read.rows(0), read.rows(1)) == (["A1|Set up a scheme|Area Manager|01/05/2026|30/09/2026|On track"], ["A2|Review the kit|Stores Officer||31/12/2026"])


def test_a_plan_knows_its_sheet_and_what_stands_above_it() -> None:
    read = Read("[Cover]", table("Title|Recovery plan", "Version|2"), "[Pillar 1]", PLAN, "[Pillar 2]", "# Theme A", PLAN)

    assert [(plan.sheet, plan.above) for plan in read.plans] == [(2, "Pillar 1"), (3, "Theme A")]


@given(st.lists(st.lists(st.sampled_from(["", "Action", "Due", "Lead", "May 2026", "Key", "Red", "Head of Care", "Write it", "1"]), min_size=3, max_size=3), max_size=8))
def test_no_row_of_a_table_is_lost_whatever_the_table_is(rows: list[list[str]]) -> None:
    lines = tuple(Line(tuple(map(Cell, row)), Place(line=number)) for number, row in enumerate(rows, start=1))
    if not lines:
        return
    read = Read(Table(lines))
    seen = {line.at.line for part in read.parts if isinstance(part, PlanTable) for line in part.body}
    seen |= {line.at.line for part in read.parts if isinstance(part, OtherTable) for line in part.table.lines}
    seen |= {part.at.line for part in read.parts if isinstance(part, Prose)}
    heads = {tuple(row) for plan in read.plans for row in rows if set(row) & {column.name for column in plan.columns if column.name}}
    others = [part for part in read.parts if isinstance(part, OtherTable)]
    heads |= {tuple(cell.text for cell in line.cells) for part in others for line in part.table.lines[: part.headings]}

    assert [line for line in lines if line.at.line not in seen and any(cell.text for cell in line.cells) and tuple(cell.text for cell in line.cells) not in heads] == []


def test_a_table_without_headings_is_a_plan_only_if_it_has_dates_people_and_words_and_then_all_is_asked() -> None:
    rows = ("1|Write a new policy for all the visits|Head of Care|30 June 2026", "2|Train all the staff in the reception|HR Manager|30 July 2026")
    read = Read(table(*rows))
    settled = Read(table(*rows), answers={"column-action": "B", "column-c": "Who owns it", "column-d": "The date it is due"})

    assert read.asked() == {"column-action": "B", "column-c": "Who owns it", "column-d": "The date it is due"}
    assert (settled.asked(), list(settled.meanings().values())) == ({}, ["action", "owner", "due"])
    assert kinds(table("25 June 2026|Finance committee meets again", "30 July 2026|Board meets in the town hall")) == ["none"]


def test_a_refusal_says_what_was_seen_instead_of_a_plan() -> None:
    risks = table("ID|Risk|Owner|Likelihood|Impact|Mitigation|Review date", "R1|No time|Head of Care|3|4|Agreed|2026-07-01")
    grades = table("Provision|Grade", "Early years|Good")

    assert "a register of risks" in why_not(Read(risks).parts)
    assert "Provision; Grade" in why_not(Read(grades).parts)
    assert why_not(Read("Dear Chair,").parts) == why_not(())


def test_a_document_of_nothing_has_no_parts() -> None:
    assert Read().parts == ()
    assert document().blocks == ()
