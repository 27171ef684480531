"""Small plans as other areas write them, each with one thing in it that is easily read wrongly."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from openpyxl import Workbook

from bot.model.documents.draft import Draft, Settled
from bot.model.documents.not_a_plan import NotAPlan
from bot.model.plan import Imported
from bot.model.status import Status
from seed.meaning.plan import read
from seed.sources import csv, markdown, text, xlsx


def of_csv(*lines: str, answers: dict[str, str] | None = None) -> Draft:
    """The draft of a csv file of these lines."""
    return read(csv.read("\n".join(lines).encode()), "plan", Settled(answers=answers or {}))


def of_markdown(text: str) -> Draft:
    """The draft of a Markdown file."""
    return read(markdown.read(text.encode()), "plan", Settled())


def of_sheets(**sheets: list[list[object]]) -> Draft:
    """The draft of a workbook with these sheets."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        here = book.create_sheet(name.replace("_", " "))
        for row in rows:
            here.append(row)
    held = BytesIO()
    book.save(held)
    return read(xlsx.read(held.getvalue()), "plan", Settled())


def owners(draft: Draft) -> list[tuple[str, ...]]:
    return [one.owners for one in draft.plan.milestones]


def words(draft: Draft) -> list[tuple[str, list[str]]]:
    """The actions with the words of their milestones."""
    return [(action.title, [one.text for one in action.milestones]) for action in draft.plan.actions]


def said(draft: Draft) -> list[Imported | None]:
    return [one.imported for one in draft.plan.milestones]


def codes(draft: Draft) -> set[str]:
    return {warning.code for warning in draft.warnings}


# ---- who owns ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("one", "other"), [("R. Patel", "A. Green"), ("A", "B"), ("R Patel", "B Jones")])
def test_people_by_their_initials_are_owners_and_no_colours(one: str, other: str) -> None:
    draft = of_csv("Action,Owner,Due", f"Advertise posts,{one},30/04/2026", f"Write to all,{other},30/05/2026")

    assert owners(draft) == [(one,), (other,)]
    assert said(draft) == [None, None]


def test_a_number_under_a_total_does_not_take_the_owners_away() -> None:
    draft = of_csv("#,Action,Owner,Due", "1,Advertise posts,R. Patel,30/04/2026", ",Posts still open,0,")

    assert owners(draft)[0] == ("R. Patel",)


def test_two_capitals_are_initials_and_not_ditto() -> None:
    draft = of_csv("Action,Lead,Due", "Open hub,SJ,31/07/2026", "Report,DO,10/12/2026", "Ask again,do,11/12/2026")

    assert owners(draft) == [("SJ",), ("DO",), ("DO",)]


@pytest.mark.parametrize(
    "people",
    [
        [["Initials", "Name", "Post"], ["SJ", "Sarah Jennings", "Head of Housing"], ["MK", "Jo Tan", "Manager"]],
        [["Initials", "Name", "Role"], ["SJ", "Sarah Jennings", "Head of Housing"], ["MK", "Jo Tan", "Manager"]],
        [["SJ", "Sarah Jennings"], ["MK", "Jo Tan"]],
    ],
)
@pytest.mark.parametrize("named", ["Who_is_who", "Key"])
def test_a_sheet_of_initials_says_who_they_are_and_is_no_part_of_the_plan(people: list[list[object]], named: str) -> None:
    plan: list[list[object]] = [["Action", "Lead", "Due"], ["Open hub", "SJ", date(2026, 7, 31)], ["Write", "MK", date(2026, 6, 5)]]
    draft = of_sheets(**{"Plan": plan, named: people})

    assert owners(draft) == [("Sarah Jennings",), ("Jo Tan",)]
    assert len(draft.plan.priorities) == 1


# ---- what is done ------------------------------------------------------------------------------


@pytest.mark.parametrize("finer", ["Sub-action", "Task", "Steps", "Activities"])
def test_a_deed_that_names_a_rhythm_is_still_the_action_of_its_steps(finer: str) -> None:
    draft = of_csv(
        f"Action,{finer},Lead,Due",
        "Supervise monthly,write the standard,Head of Service,30 June 2026",
        "Supervise monthly,train managers,Head of Service,30 July 2026",
    )

    assert words(draft) == [("Supervise monthly", ["write the standard", "train managers"])]


def test_three_columns_of_what_is_done_are_the_priority_the_action_and_the_milestone() -> None:
    draft = of_csv(
        "Objective,Action,Sub-actions,Lead,Due",
        "Practice,Supervise staff,write the standard,Head of Service,30 June 2026",
        "Practice,Supervise staff,,Head of Service,30 July 2026",
        "Practice,Chronologies are current,,Head of Service,30 July 2026",
    )

    assert [one.text for one in draft.plan.priorities] == ["Practice"]
    assert [title for title, _ in words(draft)] == ["Supervise staff", "Chronologies are current"]


@pytest.mark.parametrize("heads", ["Council lead,NHS lead", "Lead,Partner lead", "Lead agency,Lead officer"])
def test_two_columns_of_owners_both_own(heads: str) -> None:
    draft = of_csv(f"Action,{heads},Due", "Open hub,Ann Lee,Bo Reed,31 July 2026", "Close hub,,Cy Marsh,31 August 2026")

    assert owners(draft) == [("Ann Lee", "Bo Reed"), ("Cy Marsh",)]


@pytest.mark.parametrize(("heads", "beside"), [("Owner,Support", "Support"), ("Who,Who else", "Who else"), ("Lead,SRO", "SRO")])
def test_a_column_of_people_who_do_not_own_is_told(heads: str, beside: str) -> None:
    draft = of_csv(f"Action,{heads},Due", "Open hub,Ann Lee,Bo Reed,31 July 2026", "Close hub,Bo Reed,Cy Marsh,31 August 2026")

    assert owners(draft) == [("Ann Lee",), ("Bo Reed",)]
    assert [one.message for one in draft.warnings if one.code == "people_beside" and beside in one.message]


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("[Anya Shaw]", ("Anya Shaw",)),
        ('"[Sam Orr, Lee Marsh]"', ("Sam Orr", "Lee Marsh")),
        ('"Lee, Ann;#12;#Reed, Bo;#14"', ("Ann Lee", "Bo Reed")),
        ("Bo\u200b Reed", ("Bo Reed",)),
        ('"Estates, Finance"', ("Estates", "Finance")),
    ],
)
def test_owners_are_read_as_other_programs_write_them(cell: str, names: tuple[str, ...]) -> None:
    assert owners(of_csv("Action,Assigned To,Due", f"Open hub,{cell},30 June 2026")) == [names]


@pytest.mark.parametrize("name", ["Smith, John", "O'Brien, Mary"])
def test_a_surname_that_stands_first_is_asked_about(name: str) -> None:
    draft = of_csv("Action,Assigned To,Due", f'Open hub,"{name}",30 June 2026')

    assert owners(draft) == [(name,)]
    assert len(draft.doubts) == 1


# ---- rows and cells that are none of their own --------------------------------------------------


@pytest.mark.parametrize("update", ["Update (4 May 2026): lease signed", "Progress: lease signed", "Comment – lease signed"])
def test_a_row_that_tells_of_the_one_above_is_no_priority(update: str) -> None:
    draft = of_csv("Action,Lead,Due", "Open hub,SJ,31/07/2026", update, "Close hub,SJ,31/08/2026", update)

    assert words(draft) == [("Open hub", ["Open hub"]), ("Close hub", ["Close hub"])]
    assert [one.words for one in said(draft) if one] == [update, update]


def test_a_heading_that_begins_as_an_update_does_is_one_all_the_same() -> None:
    draft = of_csv("Action,Lead,Due", "Progress of children", "Open hub,SJ,31/07/2026", "Notes and letters", "Write,SJ,31/08/2026")

    assert [one.text for one in draft.plan.priorities] == ["Progress of children", "Notes and letters"]


def test_a_cell_that_is_struck_out_is_left_out_and_told() -> None:
    draft = of_markdown("| Action | Lead | Due |\n|---|---|---|\n| Lease bikes | ~~Bo Reed~~ | ~~31 May 2026~~ |\n| Buy vans | Al Hay | 30 May 2026 |\n")

    assert [(one.due, one.owners) for one in draft.plan.milestones] == [(None, ()), (date(2026, 5, 30), ("Al Hay",))]
    assert sum(one.code == "cell_struck" for one in draft.warnings) == 2


def test_cells_that_another_program_left_without_words_say_nothing() -> None:
    draft = of_csv("Task Name,Parent ID,Due Date,Assignee", "Survey,null,null,null", 'Report,null,"29/05/2026, 10:00:00 BST",Al Hay')

    assert [(action.title, action.milestones[0].due) for action in draft.plan.actions] == [("Survey", None), ("Report", date(2026, 5, 29))]
    assert said(draft) == [None, None]


# ---- rows, groups and titles --------------------------------------------------------------------


def test_under_headings_of_priorities_a_column_of_objectives_names_actions() -> None:
    table = "| Objective | Actions | Who |\n|-|-|-|\n| Write well | Buy a scheme | Ann Lee |\n| Spell well | Train all | Bo Reed |\n"
    draft = of_markdown(f"# Plan\n\n## Priority 1: Writing\n\n{table}")

    assert [one.text for one in draft.plan.priorities] == ["Writing"]
    assert words(draft) == [("Write well", ["Buy a scheme"]), ("Spell well", ["Train all"])]


@pytest.mark.parametrize("first", ["Priority: Homes are close", "Priority one: Homes are close", "Recommendation 1: Homes are close"])
def test_a_line_that_names_a_priority_is_not_the_name_of_the_plan(first: str) -> None:
    table: list[list[object]] = [["Action", "Lead", "Due"], ["Recruit", "Ann Lee", "31/12/2026"]]
    draft = of_sheets(One=[[first], [], *table])

    assert [one.text for one in draft.plan.priorities] == ["Homes are close"]
    assert draft.plan.title == "plan"


def test_the_name_of_a_plan_stands_below_that_of_whoever_it_is_of() -> None:
    table: list[list[object]] = [["Action", "Lead", "Due"], ["Recruit", "Ann Lee", "31/12/2026"]]

    assert of_sheets(One=[["BRENTLEY COUNCIL"], ["Homes Action Plan"], [], *table]).plan.title == "Homes Action Plan"


def test_rows_stand_below_those_that_their_numbers_in_the_outline_name() -> None:
    rows = ["Outline number,Name,Assigned to,Finish", "1,Stock,,30/09/2026", "1.1,Count,Ann Lee,31/07/2026", "1.2,Set,Bo Reed,30/09/2026"]

    assert words(of_csv(*rows)) == [("Stock", ["Count", "Set"])]


def test_a_range_that_is_written_with_an_arrow_has_a_first_and_a_last_day() -> None:
    draft = of_csv("Action,Owner,Due", 'Map it,Jo Tan,"June 1, 2026 → July 31, 2026"')

    assert [(one.start, one.due) for one in draft.plan.milestones] == [(date(2026, 6, 1), date(2026, 7, 31))]


def test_paragraphs_that_each_end_with_a_date_are_milestones() -> None:
    draft = of_csv("Action,Milestones,Lead", 'Hire,"Posts named by 30 September 2026\nFirst five begin: January 2027",Ann Lee')

    assert [(one.text, one.due) for one in draft.plan.milestones] == [
        ("Posts named", date(2026, 9, 30)),
        ("First five begin", date(2027, 1, 31)),
    ]


def test_tables_of_one_shape_without_headings_are_read_as_one() -> None:
    first = "A1\tJet the gullies in Mill Road\tHighways\t30/06/2026\tDone\nA2\tSurvey the culvert\tDrainage Engineer\t14/08/2026\tOn time\n"
    second = "B1\tWrite to 212 homes\tCommunity Officer\t19/06/2026\tOn time\nB2\tAppoint wardens\tParish Councils\tTBC\tNot started\n"
    draft = read(text.read(f"FLOOD PLAN\n\nA. Drainage\n{first}\nB. People\n{second}".encode()), "plan", Settled())

    assert [one.text for one in draft.plan.milestones][2:] == ["Write to 212 homes", "Appoint wardens"]
    assert [one.imported.words[:2] if one.imported else "" for one in draft.plan.milestones] == ["A1", "A2", "B1", "B2"]
# ---- how it stands -----------------------------------------------------------------------------


def states(*cells: str, heading: str = "Status", after: tuple[str, ...] = (), answers: dict[str, str] | None = None) -> Draft:
    """The draft of a plan with these cells under a heading of its own."""
    rows = [f"Write letter {number},Al Hay,30/10/2026,{cell}" for number, cell in enumerate(cells)]
    return of_csv(f"Action,Owner,Due,{heading}", *rows, *after, answers=answers)


def statuses(draft: Draft) -> list[Status | None]:
    return [one.status if one else None for one in said(draft)]


KEY = ("", "Key", "1 = Red (off track)", "2 = Amber", "3 = Green", "4 = Blue (complete)")


@pytest.mark.parametrize("heading", ["RAG", "RAG (1-4)", "Status"])
def test_numbers_for_colours_are_read_by_the_key_of_the_plan(heading: str) -> None:
    draft = states("1", "2", "3", "4", heading=heading, after=KEY)

    assert statuses(draft) == [Status.RED, Status.AMBER, Status.GREEN, Status.COMPLETE]
    assert not draft.doubts
    assert "= Amber" not in " ".join(one.message for one in draft.warnings)


def test_numbers_for_colours_that_nothing_explains_are_asked() -> None:
    draft = states("1", "2", "1", heading="RAG")

    assert statuses(draft) == [None] * 3
    assert [one.key for one in draft.doubts] == ["colour-1", "colour-2"]
    assert statuses(states("1", "2", heading="RAG", answers={"colour-1": "Red"})) == [Status.RED, None]


@pytest.mark.parametrize(
    ("cell", "status", "told"),
    [
        ("🟢 boilers next", Status.GREEN, "boilers next"),
        ("🟠 waits", Status.AMBER, "waits"),
        ("✅ 28/04/2026", Status.COMPLETE, "28/04/2026"),
        (":yellow_circle: at risk", None, ""),
        (":white_check_mark:", Status.COMPLETE, ""),
        ("3 - Complete", Status.COMPLETE, ""),
        ("1 – Not started", Status.NOT_STARTED, ""),
        ("Red/Amber", None, ""),
    ],
)
def test_lights_and_codes_are_read_with_the_words_beside_them(cell: str, status: Status | None, told: str) -> None:
    (only,) = said(states(cell))

    assert only
    assert (only.status, only.words) == (status, told)


@pytest.mark.parametrize(("heading", "cell"), [("Done", "TRUE"), ("Done?", "checked"), ("Complete? (Y/N)", "Y"), ("Completed?", "Green")])
def test_a_column_that_says_if_it_is_done_gives_the_status(heading: str, cell: str) -> None:
    assert statuses(states(cell, "", heading=heading)) == [Status.GREEN if cell == "Green" else Status.COMPLETE, None]


@pytest.mark.parametrize(("cells", "shares"), [(("1", "50"), [1, 50]), (("0.5", "1"), [50, 100]), (("5%", "100%"), [5, 100])])
def test_shares_are_read_by_all_that_stand_in_their_column(cells: tuple[str, str], shares: list[int]) -> None:
    assert [one.progress for one in said(states(*cells, heading="% complete")) if one] == shares


# ---- numbers, groups and what is no row -----------------------------------------------------------


def test_of_two_names_for_what_is_done_the_one_that_repeats_groups_the_other() -> None:
    draft = of_csv(
        "Initiative,Deliverable,DRI,Target", "Intake,Publish rules,Jo Tan,5 June 2026", "Intake,Open desk,Jo Tan,31 July 2026"
    )

    assert words(draft) == [("Intake", ["Publish rules", "Open desk"])]
    assert owners(draft) == [("Jo Tan",), ("Jo Tan",)]


def test_a_priority_is_called_by_its_words_and_not_by_its_number() -> None:
    draft = of_csv(
        "Priority No,Priority,Action No,Action,Milestone No,Milestone,Lead,Due",
        "1,Health,1.1,Open a clinic,1.1.1,Find a room,Ann,30 June 2026",
        "2,School,2.1,Fill desks,2.1.1,Ring families,Bo,22 May 2026",
    )

    assert [one.text for one in draft.plan.priorities] == ["Health", "School"]
    assert said(draft) == [None, None]


def test_milestones_that_number_themselves_below_an_action_keep_their_numbers() -> None:
    draft = of_csv(
        "No.,Action,Lead,Due",
        "1.1.1,Brief all providers,Ann,29 May 2026",
        "1.1.3,Send the newsletter,Bo,26 June 2026",
        "1.2.2,Refresh the page,Bo,31 July 2026",
    )

    assert [(action.ref, [one.ref for one in action.milestones]) for action in draft.plan.actions] == [
        ("1.1", ["1.1.1", "1.1.3"]),
        ("1.2", ["1.2.2"]),
    ]
    assert [one.text for one in draft.plan.milestones] == ["Brief all providers", "Send the newsletter", "Refresh the page"]


@pytest.mark.parametrize("total", [",TOTAL: 4,,", ",Total number of actions: 1,,", ",Number complete,0,", ",Total,,3"])
def test_a_row_that_counts_is_told_and_is_no_milestone(total: str) -> None:
    draft = of_csv("#,Action,Owner,Due", "1,Advertise posts,R. Patel,30/04/2026", total)

    assert len(draft.plan.milestones) == 1
    assert "row_total" in codes(draft)


def test_each_sentence_of_a_cell_that_ends_with_a_date_is_a_milestone() -> None:
    draft = of_csv("Action,Milestones,Lead", 'Fence posts,"Posts named by 30 September 2026\nFirst five start: January 2027",Ann')

    assert [(one.text, one.due) for one in draft.plan.milestones] == [
        ("Posts named", date(2026, 9, 30)),
        ("First five start", date(2027, 1, 31)),
    ]


@pytest.mark.parametrize("people", ["Name,Organisation,Present\nA. Hale,Oak Primary,Yes\nB. Reed,Council,Apologies", "Employee,Post,Start date,End date,Manager\nAnn Lee,Nurse,01/04/2024,31/03/2027,Bo Reed"])  # fmt: skip
def test_a_list_of_people_is_no_plan(people: str) -> None:
    with pytest.raises(NotAPlan):
        of_csv(*people.split("\n"))


def test_a_text_that_goes_on_over_lines_is_one_milestone() -> None:
    assert of_csv("Action,Lead,Due", '"Buy a scheme that\nall can use",Ann Lee,30/06/2026').doubts == ()


@pytest.mark.parametrize("heading", ["Previous owner", "Who benefits", "Finance lead", "Owner's manager", "QA lead", "Lead councillor"])
def test_a_second_column_that_is_not_of_the_same_kind_owns_nothing(heading: str) -> None:
    draft = of_csv(f"Action,Owner,{heading},Due", "Open the hub,Head of Inclusion,Zoe Quill,30 June 2026")

    assert owners(draft) == [("Head of Inclusion",)]
    assert codes(draft) & {"people_beside", "column_not_read"}


@pytest.mark.parametrize("beside", ["Sponsor", "Lead member", "SRO", "Support"])
def test_nobody_owns_where_the_cell_of_the_owner_is_empty(beside: str) -> None:
    draft = of_csv(f"Action,Owner,{beside},Due", "Open hub,Ann Lee,Bo Reed,31 July 2026", "Close hub,,Cy Marsh,31 August 2026")

    assert owners(draft) == [("Ann Lee",), ()]


@pytest.mark.parametrize("cell", ["Closed - not achieved", "Complete?", "Complete (not yet signed off)", "Green/Amber", "A/G"])
def test_what_is_not_wholly_done_is_not_taken_for_complete_or_green(cell: str) -> None:
    assert statuses(states(cell, heading="RAG status")) == [None]


def test_a_day_on_which_it_was_completed_says_that_it_is_complete() -> None:
    draft = states("12/05/2026", "", heading="Date completed")

    assert statuses(draft) == [Status.COMPLETE, None]


def test_a_column_of_deadlines_is_due_whatever_verb_heads_it() -> None:
    draft = of_csv("Action,Lead,Delivered by", "Open hub,Ann Lee,30 June 2026", "Close hub,Ann Lee,31 July 2026")

    assert [one.due for one in draft.plan.milestones] == [date(2026, 6, 30), date(2026, 7, 31)]


def test_an_action_of_one_word_is_one_under_the_heading_of_actions() -> None:
    assert words(of_csv("Action,Lead,Due", "Open,Ann,1 July 2026")) == [("Open", ["Open"])]


def test_sheets_with_the_same_actions_are_asked_about() -> None:
    rows: list[list[object]] = [["Action", "Lead", "Due"], *([f"Do {what}", "Al Hay", date(2026, 7, 31)] for what in "abc")]
    other: list[list[object]] = [["Action", "Lead", "Due"], *([f"Do {what}", "Al Hay", date(2026, 5, 31)] for what in "abc")]
    draft = of_sheets(Plan_June=rows, Plan_May=other)

    assert [(one.key, one.choices[:2], len(one.touches)) for one in draft.doubts] == [("two-plans-sheets", ("Plan June", "Plan May"), 6)]
    assert not of_sheets(Plan_June=rows, Other=[["Action", "Lead", "Due"], ["Do more", "Al Hay", date(2026, 5, 31)]]).doubts


def test_a_post_beside_a_word_that_names_nobody_owns() -> None:
    draft = of_csv("Action,Owner,Due", "Open hub,Head of Early Help / TBC,31 July 2026")

    assert owners(draft) == [("Head of Early Help",)]
    assert "owner_nobody" not in codes(draft)


def test_a_heading_in_two_languages_is_read_by_the_one_that_is_known() -> None:
    draft = of_csv("Action,Lead,Erbyn / By", "Open hub,Ann Lee,July 2026", "Close hub,Bo Reed,30 Mehefin 2026", "Move,Bo Reed,Medi 2026")

    assert [one.due for one in draft.plan.milestones] == [date(2026, 7, 31), None, None]


def across(*rows: tuple[object, ...]) -> Draft:
    """The draft of a sheet whose rows of one cell are merged across the table."""
    book = Workbook()
    here = book.worksheets[0]
    here.append(["Action", "Lead", "Due"])
    for row in rows:
        here.append(row)
        if len(row) == 1:
            here.merge_cells(start_row=here.max_row, end_row=here.max_row, start_column=1, end_column=3)
    held = BytesIO()
    book.save(held)
    return read(xlsx.read(held.getvalue()), "plan", Settled())


def test_rows_across_the_table_are_remarks_if_one_stands_below_each_action_and_headings_if_they_stand_above() -> None:
    opened, closed = ("Open hub", "Al Hay", date(2026, 7, 31)), ("Close hub", "Al Hay", date(2026, 8, 31))
    below = across(opened, ("Lease signed on 4 May 2026.",), closed, ("Nothing yet.",))
    above = across(("Hubs",), opened, ("Doors",), closed)

    assert [one.words for one in said(below) if one] == ["Lease signed on 4 May 2026.", "Nothing yet."]
    assert len(below.plan.priorities) == 1
    assert [one.text for one in above.plan.priorities] == ["Hubs", "Doors"]


LISTS = (
    "Action,Sub-actions,Lead,Due",
    'Supervise well,"a) write the standard\nb) train managers",Ann,30 June 2026',
    'Record well,"a) add a field (May 2026)\nb) test it (July 2026)",Bo,31 July 2026',
)


def test_things_to_do_that_one_cell_lists_are_asked_about_unless_each_has_its_date() -> None:
    asked, settled = of_csv(*LISTS), of_csv(*LISTS, answers={"parallel-column-sub-actions": "Each is a milestone"})

    assert [one.key for one in asked.doubts] == ["parallel-column-sub-actions"]
    assert words(asked)[0] == ("Supervise well", ["a) write the standard b) train managers"])
    assert words(settled)[0] == ("Supervise well", ["write the standard", "train managers"])
    assert [(one.text, one.due) for one in asked.plan.milestones][1:] == [
        ("add a field", date(2026, 5, 31)),
        ("test it", date(2026, 7, 31)),
    ]
