"""What each column of a table means: by its heading, by its cells, by the columns beside it."""

from __future__ import annotations

import time

import pytest

from seed.meaning.columns.words import Sense, senses_of
from tests.world.tables import Read, columns, table

DAYS = ("2026-04-01", "2026-05-31", "2026-06-30", "2026-09-15")


def best(heading: str) -> Sense | None:
    senses = senses_of(heading)
    return max(senses, key=lambda sense: senses[sense], default=None)


@pytest.mark.parametrize(
    ("heading", "sense"),
    [
        ("Action", Sense.DEED),
        ("ACTIONS TO BE UNDERTAKEN", Sense.DEED),
        ("What we’ll do", Sense.DEED),
        ("Action owner", Sense.OWNER),
        ("Leads", Sense.OWNER),
        ("Assigned To", Sense.OWNER),
        ("Resource Names", Sense.OWNER),
        ("By whom", Sense.OWNER),
        ("Responsble Officer", Sense.OWNER),
        ("Accountable lead", Sense.ACCOUNTABLE),
        ("Supporting leads", Sense.CONTRIBUTOR),
        ("Reporter", Sense.NOBODY),
        ("Completed By", Sense.NOBODY),
        ("By when", Sense.DUE),
        ("TargetDate", Sense.DUE),
        ("milestone_due_on", Sense.DUE),
        ("When action is likely to be completed, and progress", Sense.DUE),
        ("Revised Due Date", Sense.REVISED),
        ("Original date", Sense.BASELINE),
        ("Created_Date", Sense.RAISED),
        ("Date Closed", Sense.DONE),
        ("Last Activity Date", Sense.MODIFIED),
        ("Recommendation agreed by cabinet", Sense.COARSE),
        ("Measure of success", Sense.MEASURE),
        ("% Complete", Sense.PERCENT),
        ("RAG status", Sense.STATUS),
        ("Position at 1 June 2026", Sense.PROGRESS),
        ("Is Recurring", Sense.RECURS),
        ("Outline Level", Sense.LEVEL),
        ("Agreed", None),
        ("Pins on the wall", None),
        ("", None),
    ],
)
def test_a_heading_is_known_by_its_words_however_they_are_written(heading: str, sense: Sense | None) -> None:
    assert best(heading) is sense


@pytest.mark.parametrize("heading", ["Action", "Recommendation", "Title", "Name", "Summary", "Description", "Issue", "What we will do", "Deliverable"])
def test_two_columns_are_a_plan_whatever_the_action_is_called(heading: str) -> None:
    read = columns(f"{heading}|When", "Write to every school|May 2026", "Train the front desk|June 2026")

    assert read == {heading: "action", "When": "due"}


def test_of_two_columns_of_words_the_one_that_repeats_is_the_action() -> None:
    read = columns(
        "Step|Task|Due date",
        "Recruit a team|Write the advert|1 May 2026",
        "Recruit a team|Hold interviews|1 June 2026",
        "Recruit a team|Check references|1 July 2026",
    )

    assert read == {"Step": "action", "Task": "milestone", "Due date": "due"}


def test_a_recommendation_is_an_action_and_its_actions_are_milestones() -> None:
    read = columns("Recommendation|Relevant agencies|Actions|By when", "Share more|Police|Write a note|May 2026", "Listen|Health|Ask|June 2026")

    assert read == {"Recommendation": "action", "Relevant agencies": "owner", "Actions": "milestone", "By when": "due"}


def test_a_milestone_that_groups_titles_is_a_priority() -> None:
    read = columns(
        "number|title|milestone|milestone_due_on|assignees",
        "41|Move the form|Beta|2026-09-30|osk-r",
        "42|Write the notice|Beta|2026-09-30|marl-k",
        "43|Turn off the old one|Live|2027-01-15|",
    )

    assert read == {"number": "ref", "title": "action", "milestone": "priority", "milestone_due_on": "due", "assignees": "owner"}


def test_priority_is_urgency_if_its_cells_say_how_urgent_and_else_a_priority() -> None:
    urgent = columns("Action|Priority|Due", "Write|High|1 May 2026", "Call|Low|2 May 2026")
    plain = columns("Action|Priority|Due", "Write|Waiting well|1 May 2026", "Call|Waiting well|2 May 2026")

    assert (urgent["Priority"], plain["Priority"]) == ("urgency", "priority")


def test_numbers_that_rise_count_the_priorities_and_such_as_do_not_say_how_urgent() -> None:
    rising = columns("Priority|Action|Due", "1|Write|May 2026", "1|Call|May 2026", "2|Ask|May 2026")
    loose = columns("Priority|Action|Due", "1|Write|May 2026", "3|Call|May 2026", "2|Ask|May 2026")

    assert (rising["Priority"], loose["Priority"]) == ("priority", "urgency")


@pytest.mark.parametrize(
    ("headings", "meanings"),
    [
        ("Finding|Recommendation|Lead|By", "note action owner due"),
        ("Deliverable|Task|Lead|By", "action milestone owner due"),
        ("Action|Deliverable|Lead|By", "action note owner due"),
        ("What will we do?|How will we do it?|Who will lead?|When will it be done?", "action note owner due"),
        ("You said|We will|Who|When", "note action owner due"),
        ("Task Name|Task Content|Assign|Due", "action note owner due"),
        ("What the inspector said|What we will do|Person(s) responsible|Date to be completed by", "note action owner due"),
    ],
)
def test_of_two_columns_of_words_one_says_what_is_done(headings: str, meanings: str) -> None:
    rows = ("Buses are late|Write to the two firms|Head of Care|1 May 2026", "Lifts are slow|Ask for a survey|Head of Fleet|1 June 2026")

    assert list(columns(headings, *rows).values()) == meanings.split()


def test_columns_without_a_heading_left_of_the_actions_number_or_group_them_and_are_told() -> None:
    read = Read(table("||Action|Lead|By when", "A1|Care|Write|Head of Care|May 2026", "A2|Care|Call|Head of Care|May 2026"))

    assert [column.meaning.value for column in read.plans[0].columns] == ["ref", "priority", "action", "owner", "due"]
    assert read.told() == ["column_by_contents", "column_by_contents"]


def test_an_objective_alone_is_a_priority_and_below_a_theme_an_action() -> None:
    alone = columns("Objective|Action|When", "Grow|Write|May 2026", "Grow|Call|June 2026", "Keep|Pay|July 2026")
    below = columns("Theme|Objective|Action|When", "A|Grow|Write|May 2026", "A|Grow|Call|June 2026", "B|Keep|Pay|July 2026")

    assert (alone["Objective"], alone["Action"]) == ("priority", "action")
    assert (below["Theme"], below["Objective"], below["Action"]) == ("priority", "action", "milestone")


@pytest.mark.parametrize(
    ("headings", "meanings"),
    [
        (("Start date", "End date"), ("start", "due")),
        (("Original date", "Revised date"), ("baseline", "due")),
        (("Due date", "Revised due date"), ("baseline", "due")),
        (("Created", "Due"), ("raised", "due")),
        (("Due", "Date completed"), ("due", "done")),
        (("Target date", "Actual date"), ("due", "done")),
        (("Baseline Finish", "Finish"), ("baseline", "due")),
        (("Completion date", "Last Modified"), ("due", None)),
        (("Deadline", "Completion date"), ("due", "done")),
        (("Date", "Next review"), ("due", None)),
        (("Original date", "Owner"), ("due", None)),
    ],
)
def test_columns_of_dates_are_told_apart(headings: tuple[str, str], meanings: tuple[str, str | None]) -> None:
    read = columns(f"Action|{headings[0]}|{headings[1]}", *(f"Do {at}|{day}|{day}" for at, day in enumerate(DAYS)))

    assert (read.get(headings[0]), read.get(headings[1])) == meanings


@pytest.mark.parametrize(
    ("headings", "meanings"),
    [
        (("Lead", "Support"), ("owner", "contributor")),
        (("Accountable lead", "Supporting leads"), ("owner", "contributor")),
        (("SRO", "Delivery lead"), ("accountable", "owner")),
        (("Exec sponsor", "Lead"), ("accountable", "owner")),
        (("Assignee", "Reporter"), ("owner", None)),
        (("Relevant agencies", "Lead officer"), (None, "owner")),
        (("Created By", "Members"), (None, "owner")),
        (("Assignee", "Assignee"), ("owner", "owner")),
    ],
)
def test_columns_of_people_are_told_apart(headings: tuple[str, str], meanings: tuple[str | None, str | None]) -> None:
    read = Read(table(f"Action|{headings[0]}|{headings[1]}|Due", *(f"Do {at}|Head of Care|Ines Okafor|{day}" for at, day in enumerate(DAYS))))
    found = [one.meaning.value if one.meaning.value != "none" else None for one in read.plans[0].columns[1:3]]

    assert tuple(found) == meanings


def test_progress_is_what_its_cells_are() -> None:
    words = columns("Action|When|Progress", "A b|May 2026|On track", "C d|June 2026|Complete")
    shares = columns("Action|When|Progress", "A b|May 2026|30%", "C d|June 2026|100%")
    prose = columns("Action|When|Progress", "A b|May 2026|The draft has been seen by the committee", "C d|June 2026|Two rooms were booked by the team")

    assert (words["Progress"], shares["Progress"], prose["Progress"]) == ("status", "progress", "note")


def test_colours_are_the_status_before_words_are() -> None:
    read = columns("Action|When|Status|RAG", "A b|May 2026|Under Bob|R", "C d|June 2026|With Anne|G", "E f|July 2026|Nobody knows|A")

    assert (read["Status"], read["RAG"]) == ("progress", "status")


def test_a_status_column_may_hold_nothing_but_fills() -> None:
    read = columns("Action|When|Status", "A b|May 2026|{FF0000}", "C d|June 2026|{00B050}")

    assert read["Status"] == "status"


def test_a_group_that_ends_with_a_year_is_no_date() -> None:
    read = columns("Review|Rec.|Recommendation|Revised date", "Buses (2025)|1|Publish a map|2026-06-26", "Buses (2025)|2|Ask for a ticket|2026-09-25")

    assert read == {"Review": "priority", "Rec.": "ref", "Recommendation": "action", "Revised date": "due"}


def test_of_columns_a_month_each_the_newest_filled_one_is_the_status() -> None:
    read = Read(table(
        "Action|End|April 2026|May 2026|June 2026|July 2026", "A b|2026-12-01|G|A||", "C d|2026-12-02|G|G|R|", "E f|2026-12-03|A|A||",
    ))  # fmt: skip

    assert read.meanings() == {"Action": "action", "End": "due", "June 2026": "status"}
    assert read.told() == ["history_left_out"]


def test_history_is_told_by_the_names_of_its_quarters() -> None:
    read = Read(table(
        "Action|End|Q1||Q2|", "||RAG|Update|RAG|Update", "A b|2026-12-01|G|All fine|A|A bit late", "C d|2026-12-02|G|All well|A|Late again",
    ))  # fmt: skip

    assert [column.meaning.value for column in read.plans[0].columns] == ["action", "due", "none", "none", "status", "note"]
    assert "Q1 RAG. \"Q2 RAG\" is the newest" in read.doubts.told()[0].message


def test_a_status_of_its_own_is_newer_than_all_months() -> None:
    read = Read(table("Action|End|RAG now|April 2026|May 2026", "A b|2026-12-01|R|G|A", "C d|2026-12-02|G|G|R"))

    assert read.meanings() == {"Action": "action", "End": "due", "RAG now": "status"}
    assert "April 2026 to May 2026. \"RAG now\"" in read.doubts.told()[0].message


def test_bars_of_one_colour_are_a_chart_and_no_status() -> None:
    bar = "{0070C0}"
    read = Read(table("Action|End|Q1|Q2|Q3", f"A b|2026-12-01|{bar}||", f"C d|2026-12-02||{bar}|", f"E f|2026-12-03|||{bar}"))

    assert read.meanings() == {"Action": "action", "End": "due"}
    assert read.told() == ["chart_left_out"]


def test_parents_are_named_by_an_id_that_is_no_ref() -> None:
    read = columns("Summary|Issue key|Issue id|Parent|Due date", "Faster|S-1|1001||2026-05-01", "Agree|S-2|1002|1001|2026-06-01")

    assert read == {"Summary": "action", "Issue key": "ref", "Issue id": "id", "Parent": "parent", "Due date": "due"}


def test_actions_and_milestones_may_have_numbers_of_their_own() -> None:
    read = columns("Rec no|Recommendation|Action no|Action|Due", "1|Share|1a|Write|May 2026", "1|Share|1b|Call|June 2026")

    assert (read["Rec no"], read["Action no"]) == ("action_ref", "ref")


def test_headings_in_two_rows_are_read_together() -> None:
    read = columns("Action|Dates||Lead", "|Start|End|", "Write|2026-04-01|2026-05-01|Head of Care", "Call|2026-04-02|2026-05-02|Head of Care")

    assert list(read.values()) == ["action", "start", "due", "owner"]


def test_a_column_without_a_heading_is_kept_as_notes_and_told() -> None:
    read = Read(table("name|description|date|", "Offer goes out|A letter|July 3, 2026|estimated", "Starts|First day|Aug 18, 2026|"))

    assert read.meanings() == {"name": "action", "description": "note", "date": "due", "": "note"}
    assert read.told() == ["column_unnamed"]


def test_a_column_that_is_not_kept_is_told_once_over_all_tables() -> None:
    rows = ("Action|When|Cost", "Write|May 2026|£5", "Call|June 2026|£6")
    read = Read(table(*rows), "# Two", table(*rows))

    assert read.told() == ["column_not_read"]


def test_two_tables_that_name_plans_are_asked_about_once() -> None:
    heads = "workspace|title|end"
    blocks = (table(heads, "A|Kick-off|2026-01-12", "B|Go-live|2026-10-19"), "# Two", table(heads, "C|Lease|2026-06-30", "A|Move|2026-07-30"))
    settled = Read(*blocks, answers={"two-plans-workspace": "C"})

    assert list(Read(*blocks).asked()) == ["two-plans-workspace"]
    assert (settled.asked(), settled.rows(0), settled.rows(1)) == ({}, [], ["C|Lease|2026-06-30"])


def test_the_first_of_two_plans_in_one_file_is_read_if_it_is_chosen() -> None:
    rows = ("workspace_id|title|end", "1|Kick-off|2026-01-12", "1|Go-live|2026-10-19", "2|Lease signed|2026-06-30")
    asked = Read(table(*rows))
    settled = Read(table(*rows), answers={"two-plans-workspace-id": "1"})

    assert asked.asked() == {"two-plans-workspace-id": "All together"}
    assert len(asked.rows()) == 3
    assert settled.rows() == ["1|Kick-off|2026-01-12", "1|Go-live|2026-10-19"]
    assert settled.told() == ["other_plans"]


def test_dates_under_an_unknown_heading_are_asked_about_and_are_not_due_until_somebody_says() -> None:
    rows = ("Action|Agreed|Owner", "Write|2026-05-01|Head of Care", "Call|2026-06-01|Head of Care")
    asked = Read(table(*rows))
    settled = Read(table(*rows), answers={"column-agreed": "the date it is due"})

    assert asked.asked() == {"column-agreed": "A note"}
    assert asked.meanings()["Agreed"] == "note"
    assert (settled.asked(), settled.meanings()["Agreed"]) == ({}, "due")


def test_if_only_a_review_is_dated_it_is_asked_whether_that_is_the_due_date() -> None:
    rows = ("Action|Lead|Review date", "Write|Head of Care|2026-05-01", "Call|Head of Care|2026-06-01")

    assert Read(table(*rows)).asked() == {"column-review-date": "A note"}
    assert Read(table(f"{rows[0]}|Due", *(f"{row}|2026-07-01" for row in rows[1:]))).asked() == {}


def test_a_bare_date_left_of_the_actions_is_due_and_asked_about() -> None:
    rows = ("Date|Action|Owner", "2026-05-01|Write|Head of Care", "2026-06-01|Call|Head of Care")
    settled = Read(table(*rows), answers={"column-date": "Leave it out"})

    assert (Read(table(*rows)).asked(), columns(*rows)["Date"]) == ({"column-date": "The date it is due"}, "due")
    assert "Date" not in settled.meanings()
    assert Read(table("Action|Date", "Write|2026-05-01", "Call|2026-06-01")).asked() == {}


def test_names_of_people_beside_what_they_do_own_it_and_are_asked_about() -> None:
    rows = ("Name|Action|Deadline", "Anya Shaw|Write to every school|2026-05-01", "Sam Orr|Call all the parents|2026-06-01")

    assert columns(*rows) == {"Name": "owner", "Action": "action", "Deadline": "due"}
    assert Read(table(*rows)).asked() == {"column-name": "Who owns it"}


def test_if_no_column_says_what_is_to_be_done_it_is_asked() -> None:
    rows = ("Issue_ID|Application_Name|Issue_Type|Status|Assignee|Due_Date", "KD-1|Wiki|Compliance gap|Open|Julia Becker|2026-04-16", "KD-2|Ledger|Review|Open|Klaus Weber|2026-05-16")  # fmt: skip
    asked = Read(table(*rows))
    settled = Read(table(*rows), answers={"column-action": "Application_Name"})

    assert asked.asked() == {"column-action": "Issue_Type"}
    assert (asked.meanings()["Issue_Type"], asked.meanings()["Application_Name"]) == ("action", "note")
    assert settled.meanings()["Application_Name"] == "action"


@pytest.mark.parametrize(
    ("days", "first"),
    [
        (("13/11/26", "11/12/26"), True),
        (("11/13/26", "11/12/26"), False),
        (("11/12/26", "30.06.26"), True),
        (("11/12/26", "3 June 2026"), True),
        (("11/12/26", "June 3, 2026"), False),
        (("11/12/26", "10/12/26"), None),
    ],
)
def test_one_date_of_a_column_proves_how_all_are_read(days: tuple[str, str], first: bool | None) -> None:
    read = Read(table("Action|Due", f"Write|{days[0]}", f"Call|{days[1]}"))

    assert read.plans[0].columns[1].day_first is first
    assert list(read.asked()) == ([] if first is not None else ["day-month-dates"])


def test_a_column_that_proves_both_settles_only_what_can_be_read_one_way() -> None:
    read = Read(table("Action|Due", "Write|13/11/26", "Call|11/13/26", "Ask|10/12/26"))

    assert read.plans[0].columns[1].day_first is None
    assert [doubt.places for doubt in read.doubts.asked(lambda _: ())] == [("B4",)]


def test_another_column_proves_it_too_and_an_answer_settles_what_nothing_proves() -> None:
    proved = Read(table("Action|Start|Due", "Write|13/01/26|11/12/26", "Call|14/01/26|10/12/26"))
    answered = Read(table("Action|Due", "Write|11/12/26"), answers={"day-month-dates": "the month"})

    assert [one.day_first for one in proved.plans[0].columns[1:]] == [True, True]
    assert answered.plans[0].columns[1].day_first is False


def test_five_thousand_rows_are_looked_at_in_a_moment() -> None:
    rows = [f"{at}|Theme {at % 20}|Write letter {at} to all|Head of Care|{1 + at % 28:02}/0{1 + at % 9}/2026|Open|a|b|c|d" for at in range(5_000)]
    held = table("Ref|Theme|Action|Owner|Due|Status|Comment|Cost|Label|Type", *rows)
    Read(held)
    began = time.thread_time()
    read = Read(held)

    assert time.thread_time() - began < 0.2  # a fifth of this here: the machine may be busy
    assert len(read.plans[0].body) == 5_000
