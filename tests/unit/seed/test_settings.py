"""A settings file: all of it, or every fault by its line and its key."""

from __future__ import annotations

import json
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.board.settings import AUDIENCES, Names
from bot.model.plan import Action, Milestone, Plan, Priority
from bot.model.policy import Division, Policy, Quarters, Weekday
from bot.model.status import Status
from seed.settings import MOST_LINES, SettingsErrors, calendar_in, read_settings
from tests.laws import tried

PLAN = Plan(
    short="p",
    title="Plan",
    priorities=(Priority(number=2, text="Two"),),
    actions=(Action(ref="2.1", priority=2, title="A", milestones=(Milestone(ref="2.1.1", text="Do"),)),),
)
WHOLE = """
# The settings of a plan.
[calendar]
zone = "Europe/London"
division = "wales"
closures = [
    {from = 2025-12-24, to = 2026-01-02, what = "council closed"},
]
terms = [{name = "Autumn 2025", from = 2025-09-02, to = 2025-12-19}]
quarters = "calendar"

[asking]
rungs = [14, 0]
overdue_after = [5]
escalate_after = [10, 15]
opens = "08:30"
closes = "16:00"
cycle_months = 2

[asking.only."2.1"]
rungs = [3]

[digest]
weekday = "friday"
at = "10:00"
due_soon_days = 14

[dates]
far_years = 2

[board]
meetings = [
    {on = "15 January 2026"},
    {on = 2025-12-11, audience = "board"},
    {on = "12.12.25", audience = "integrated-care-board"},
]
owners_by = 10
owners_again = 0

[business]
ask_before = [3]

[audiences.families]
names = "none"

[audiences.integrated-care-board]
title = "Integrated Care Board"
sections = ["measures", "silent"]
people = ["Clerk@Example.org"]
header = {"Classification" = "Official"}

[findings.F1]
text = "Leaders should act faster."
refs = ["2", "2.1", "2.1.1"]

[status]
green = "On time and on budget."
"""
FAULTY = """[calendar]
zone = "Nowhere/Land"
closures = [
    {from = 2025-12-24, to = 2026-01-02},
    # Easter
    {from = 2026-04-02, to = 2026-03-02},
    {from = 3},
]

[asking]
rungs = [
    28,
    true,
]
opens = 9
escalate_after = [20]
overdue = [1]

[asking.only.2.1]
rungs = [3]

[asking.only."9.9"]
cycle_months = 13

[digest]
weekday = "sunday"

[boards]
opens = 14

[status]
gren = "x"
red = ""
"""


def faults(text: str) -> tuple[str, ...]:
    with pytest.raises(SettingsErrors) as wrong:
        read_settings(text, PLAN)
    return wrong.value.lines


def test_every_section_is_read() -> None:
    policy = read_settings(WHOLE, PLAN)

    assert (policy.calendar.division, policy.calendar.quarters) == (Division.WALES, Quarters.CALENDAR)
    assert [(one.starts, one.ends, one.what) for one in policy.calendar.closures] == [
        (date(2025, 12, 24), date(2026, 1, 2), "council closed")
    ]
    assert [(one.name, one.ends) for one in policy.calendar.terms] == [("Autumn 2025", date(2025, 12, 19))]
    assert (policy.asking.rungs, policy.asking.escalate_after, policy.asking.cycle_months) == ((14, 0), (10, 15), 2)
    assert (policy.asking.opens, policy.asking.closes) == (time(8, 30), time(16))
    assert policy.asking.of(PLAN.milestones[0]).rungs == (3,)
    assert (policy.digest.weekday, policy.digest.at, policy.digest.due_soon_days) == (Weekday.FRIDAY, time(10), 14)
    assert policy.dates.far_years == 2
    assert policy.status == {Status.GREEN: "On time and on budget."}


def test_what_the_board_runs_on_is_read() -> None:
    policy = read_settings(WHOLE, PLAN)

    assert [(one.on, one.audience) for one in policy.board.meetings] == [
        (date(2025, 12, 11), "board"),
        (date(2025, 12, 12), "integrated-care-board"),
        (date(2026, 1, 15), "board"),
    ]
    assert (policy.board.opens, policy.board.owners_by, policy.board.owners_again, policy.business.ask_before) == (14, 10, 0, (3,))
    own = policy.audiences["integrated-care-board"]
    assert (own.title, own.people, own.header) == ("Integrated Care Board", ("clerk@example.org",), {"Classification": "Official"})
    assert [one.value for one in own.sections] == ["measures", "silent"]
    assert policy.findings["F1"].refs == ("2", "2.1", "2.1.1")
    assert policy.audience_names == ("board", "operations", "families", "integrated-care-board")


def test_what_the_settings_do_not_say_of_milepost_s_own_audience_stays_as_it_is() -> None:
    families = read_settings(WHOLE, PLAN).audience("families")

    assert families is not None
    assert families == AUDIENCES["families"].model_copy(update={"names": Names.NONE})


def test_days_are_read_as_people_write_them() -> None:
    text = """[calendar]
closures = [{from = "24 December 2026", to = "4.1.27"}]
terms = [{name = "Spring 2027", from = 2027-01-05, to = "26th of March 2027"}]
"""
    calendar = read_settings(text, PLAN).calendar

    assert [(one.starts, one.ends) for one in calendar.closures] == [(date(2026, 12, 24), date(2027, 1, 4))]
    assert [one.ends for one in calendar.terms] == [date(2027, 3, 26)]
    assert calendar_in(text) == calendar
    (fault,) = faults('[calendar]\nclosures = [{from = "31 June 2027", to = 2027-07-01}]\n')
    assert "closures, number 1, from: write a date such as" in fault


@pytest.mark.parametrize("text", ["", "# nothing\n", "[asking]\n", "\ufeff[digest]\r\n"])
def test_what_is_not_said_has_a_default(text: str) -> None:
    assert read_settings(text, PLAN) == Policy()


def test_all_faults_are_told_at_once_each_with_its_line_and_its_key() -> None:
    told = [(line.partition(": ")[0], line.partition(": ")[2].partition(".")[0]) for line in faults(FAULTY)]

    assert told == [
        ("Line 2, calendar.zone", "this is not a time zone that this machine knows"),
        ("Line 6, calendar.closures, number 2, to", "this is before the day it begins"),
        ("Line 7, calendar.closures, number 3, from", "write a date such as 2025-12-24"),
        ("Line 7, calendar.closures, number 3, to", "this is missing"),
        ("Line 13, asking.rungs, number 2", "write a whole number, without quotes"),
        ("Line 15, asking.opens", 'write a time in quotes, such as "09:00"'),
        ("Line 16, asking.escalate_after", "there are too few values"),
        ("Line 17, asking.overdue", "this is not a setting that Milepost knows"),
        ("Line 19, asking.only.2.1", "the number of an action stands in quotes"),
        ('Line 22, asking.only."9.9"', "the plan has no priority or action 9"),
        ('Line 23, asking.only."9.9".cycle_months', "the most is 12"),
        ("Line 26, digest.weekday", "write one of 'monday', 'tuesday', 'wednesday', 'thursday' or 'friday'"),
        ("Line 28, boards", "this is not a setting that Milepost knows"),
        ("Line 32, status.gren", "this is not a setting that Milepost knows"),
        ("Line 33, status.red", "write a text in quotes, on one line, of at most 200 characters"),
    ]
    assert faults(FAULTY)[7].endswith("Did you mean overdue_after?")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[board]\nmeetings = [{on = 2025-12-11}, {on = "11 December 2025"}]', "Line 2, board.meetings, number 2: the same audience meets on that day already, at number 1."),
        ('[board]\nmeetings = [{on = "soon"}]', "Line 2, board.meetings, number 1, on: write a date such as 2025-12-24."),
        (
            '[board]\nmeetings = [\n{on = 2025-12-11, audience = "cabinet"}]',
            "Line 3, board.meetings, number 1, audience: there is no audience cabinet. There are: board, operations, families.",
        ),
        ("[board]\nopens = 9", "Line 2, board.opens: owners_by must be less than opens. Here opens is 9, and owners_by is 9. What your file leaves to Milepost: owners_by."),
        ("[board]\nowners_again = 5", "Line 2, board.owners_again: owners_again must be less than the days from opens to owners_by"),
        ("[business]\nask_before = [1, 5]", "Line 2, business.ask_before: the days must fall"),
        ("[audiences.Board]", "Line 1, audiences.Board: the name of an audience is at most 31 small letters"),
        ('[audiences.board]\nsections = ["risk"]', "Line 2, audiences.board.sections, number 1: write one of 'decisions', 'narratives', "),
        ('[audiences.board]\nnames = "all"', "Line 2, audiences.board.names: write one of 'none', 'roles' or 'names'."),
        ('[audiences.board]\ncadence = "daily"', "Line 2, audiences.board.cadence: write one of 'weekly', 'monthly', 'quarterly' or 'termly'."),
        ('[audiences.board]\npeople = ["Jo"]', "Line 2, audiences.board.people, number 1: write an e-mail address"),
        ('[findings."F 1"]\ntext = "x"\nrefs = ["2"]', 'Line 1, findings.F 1: the name of a finding is at most 16 letters'),
        ('[findings.F1]\ntext = "x"\nrefs = ["2", "9.9"]', "Line 3, findings.F1.refs, number 2: the plan has no priority, action or milestone 9.9."),
        ('[findings.F1]\ntext = "x"\nrefs = ["two"]', "Line 3, findings.F1.refs, number 1: "),
        ('[findings.F1]\nrefs = ["2"]', "Line 1, findings.F1.text: this is missing. Add it."),
        ('[findings.F1]\ntext = "' + "x" * 1990 + '"\nkind = "' + "y" * 201 + '"\nrefs = ["2"]', "Line 3, findings.F1.kind: this text is too long: the most is 200"),
        ("asking", "Line 1 cannot be read: "),
        ("[asking]\nrungs = [7\n", "Line 3 cannot be read: "),
        ("[asking]\nopens = \"09:00\"\nopens = \"10:00\"\n", "Line 3 cannot be read: "),
        ("a = " + "[" * 900 + "]" * 900, "The settings file holds lists inside lists"),
        ("\n" * MOST_LINES, "The settings file has 401 lines"),
        ("[asking]\nrungs = [1" + "0" * 5000 + "]", "Line 2 of the settings file has 5011 characters"),
        ('[asking.only."2.1.1"]\nrungs = [3]', 'Line 1, asking.only."2.1.1": this is not the number of a priority or an action.'),
        ("asking = 3", "Line 1, asking: this needs settings of its own"),
        ("[calendar]\nzone = \"../etc\"", "Line 2, calendar.zone: this is not a time zone"),
        ("[asking.only.\"2\"]\novredue_after = [5]", 'Line 2, asking.only.2.ovredue_after: this is not a setting that'),
        ("[digest]\nat = \"17:00\"", "Line 2, digest.at: the summary must come before asking.closes. Here digest.at is 17:00, and asking.closes is 17:00. What your file leaves to Milepost: asking.closes."),
        ('[assurance]\nblue_from = "good"', "Line 2, assurance.blue_from: blue_from must be one of the levels. Here blue_from is good, and the levels are none, limited"),
        ('[assurance]\nlevels = ["low", "Low"]', "Line 2, assurance.levels, number 2: this stands there already, at number 1."),
    ],
)
def test_what_is_no_settings_file_at_all_is_told_in_one_sentence(text: str, told: str) -> None:
    (line,) = faults(text)

    assert line.startswith(told)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[board]\nowners_by = 20", "Line 2, board.owners_by: owners_by must be less than opens. Here opens is 14, and owners_by is 20. What your file leaves to Milepost: opens."),
        ("[board]\npapers_due = 8", "Line 2, board.papers_due: papers_due must not be more than leads_by. Here leads_by is 7, and papers_due is 8. "),
        ("[board]\nleads_by = 10", "Line 2, board.leads_by: leads_by must not be more than owners_by. Here owners_by is 9, and leads_by is 10. "),
        ("[board]\nopens = 3\nowners_by = 2\nleads_by = 1\npapers_due = 1", "Line 2, board.opens: owners_again must be less than "),
        ("[asking]\noverdue_after = [5, 30]", "Line 2, asking.overdue_after: the lead must come after the last overdue day"),
        ("[asking]\nescalate_after = [25, 20]", "Line 2, asking.escalate_after: the admin must come after the lead."),
        ("[asking.only.2]\noverdue_after = [30]", "Line 2, asking.only.2.overdue_after: the lead must come after the last overdue day"),
        ('[asking]\nopens = "18:00"', "Line 2, asking.opens: closes must be later than opens. Here opens is 18:00, and closes is 17:00. "),
        ('[asking]\nopens = "07:00"\ncloses = "08:30"', "Line 3, asking.closes: the summary must come before asking.closes. "),
        ('[assurance]\nlevels = ["low", "high"]', "Line 2, assurance.levels: blue_from must be one of the levels. Here blue_from is reasonable, and the levels are low, high. "),
    ],
)
def test_settings_at_odds_are_told_at_one_that_the_file_says_with_both_values(text: str, told: str) -> None:
    (line,) = faults(text)

    assert line.startswith(told)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('[board]\nmeetings = [{on = 2025-12-11}, {on = 2025-12-12}, {on = 2025-12-11}]', "board.meetings, number 3"),
        ('[audiences.icb]\npeople = ["amal@council.example", "AMAL@council.example"]', "audiences.icb.people, number 2"),
        ('[audiences.icb]\nheader = {"Classification" = "x", "classification" = "y"}', "audiences.icb.header.classification"),
        ('[audiences.icb]\nsections = ["off_track", "moved", "off_track"]', "audiences.icb.sections, number 3"),
        ('[findings.F1]\ntext = "x"\nrefs = ["2", "2"]', "findings.F1.refs, number 2"),
        ('[findings.f1]\ntext = "x"\nrefs = ["2"]\n[findings.F1]\ntext = "y"\nrefs = ["2"]', "findings.F1"),
    ],
)
def test_what_is_said_twice_is_told_with_its_number_or_its_name(text: str, key: str) -> None:
    (line,) = faults(text)

    assert f", {key}: " in line and "already" in line


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[board]\nmeetings = ["11 December 2026"]', 'write this in curly brackets, such as {on = "11 December 2026"}.'),
        ('[board]\nmeetings = {on = "14 December 2026"}', 'write a list in square brackets, such as [{on = "11 December 2026"}].'),
        ('[board]\nmeetings = "14 December 2026"', 'write a list in square brackets, such as [{on = "11 December 2026"}].'),
        ('[calendar]\nterms = "Autumn"', 'write a list in square brackets, such as [{name = "Autumn 2026", '),
        ('[calendar]\nclosures = ["24 December 2026"]', 'write this in curly brackets, such as {from = "24 December 2026", '),
        ('[audiences.icb]\npeople = "clerk@example.org"', 'write a list in square brackets, such as ["member@example.org"].'),
        ('[audiences.icb]\nheader = "Official"', 'write this in curly brackets, such as {"Classification" = "Official"}.'),
        ('[audiences.icb]\nheader = {"" = "x"}', "the name of a field is a text of 1 to 200 characters"),
        ('[findings.F1]\ntext = "x"\nrefs = "1"', 'write a list in square brackets, such as ["2", "2.1"].'),
        ("[asking]\nrungs = 7", "write a list in square brackets, such as [14, 7, 0]."),
    ],
)
def test_what_has_another_form_is_told_with_an_example_of_its_own_key(text: str, told: str) -> None:
    (line,) = faults(text)

    assert told in line


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("[board]\nmeetings = [{on = 2026-12-15, extra = 1}]", ""),
        ("[board]\nmeetings = [{on = 2026-12-15, audiense = 1}]", " Did you mean audience?"),
        ("[audience.icb]\ntitle = \"ICB\"", " Did you mean audiences?"),
        ("[finding.F1]", " Did you mean findings?"),
        ("[audiences.icb]\ntitel = \"ICB\"", " Did you mean title?"),
        ('[findings.F1]\ntext = "x"\nrefs = ["2"]\nkin = "x"', " Did you mean kind?"),
        ("[asking.only.2]\nrung = [5]", " Did you mean rungs?"),
        ("[calendar]\nclosures = [{from = 2026-12-24, too = 2026-12-28, to = 2026-12-28}]", " Did you mean to?"),
        ("[status]\ngren = \"x\"", " Did you mean green?"),
    ],
)
def test_an_unknown_key_is_guessed_among_those_of_its_own_table(text: str, hint: str) -> None:
    (line,) = faults(text)

    assert line.endswith("this is not a setting that Milepost knows." + hint)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["from", "to", "on", "2.1", "rungs", "refs", "audience", "x"]), inner, max_size=3),
    max_leaves=8,
)


def toml(value: object) -> str:
    match value:
        case dict():
            return "{" + ", ".join(f'"{key}" = {toml(inner)}' for key, inner in value.items()) + "}"
        case list():
            return "[" + ", ".join(map(toml, value)) + "]"
        case str():
            return json.dumps(value, ensure_ascii=True)
        case date():
            return value.isoformat()
        case None:
            return '""'
        case _:
            return json.dumps(value).replace("Infinity", "inf").replace("NaN", "nan")


@tried(300)
@given(st.dictionaries(st.sampled_from(["calendar.zone", "calendar.closures", "calendar.terms", "asking.rungs", "asking.only", "asking.opens", "digest.at", "digest", "status", "dates.far_years", "board.meetings", "board", "audiences", "audiences.x.header", "findings", "findings.F"]), VALUES, max_size=3))
def test_whatever_a_value_is_it_is_read_or_told_with_a_line_and_never_breaks(values: dict[str, object]) -> None:
    text = "\n".join(f"{key} = {toml(value)}" for key, value in values.items())
    try:
        read_settings(text, PLAN)
    except SettingsErrors as wrong:
        told = wrong.lines
    else:
        told = ("Line 1",)

    assert [line for line in told if not line.startswith("Line ")] == []
    assert told
