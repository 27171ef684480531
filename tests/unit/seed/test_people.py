"""A people file and a roles file: all of it, or every fault by row."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.plan import Plan, Priority, Role
from seed.people import PeopleErrors, read_people
from seed.roles import RolesFile, RolesFileError

PLAN = Plan(
    short="p",
    title="Plan",
    priorities=(Priority(number=1, text="One"),),
    roles=(Role(name="Head of SEND", aliases=("SEND Head",)), Role(name="Chair")),
)
HEADING = "role,name,email,rights,from,to,deputy,platform\n"


def test_a_row_is_read_with_its_alias_rights_dates_and_deputy() -> None:
    people = read_people(
        HEADING + "SEND head,Amara,Amara@Example.org,admin lead:1,2025-04-01,31/03/2026,b@example.org,Teams\n"
        ",Ben,b@example.org,board,,,,\n",
        PLAN,
    )

    assert people[0].role == "Head of SEND"
    assert people[0].email == "amara@example.org"
    assert people[0].rights == ("admin", "lead:1")
    assert (people[0].starts, people[0].ends) == (date(2025, 4, 1), date(2026, 3, 31))
    assert (people[0].deputy_email, people[0].platform, people[0].row) == ("b@example.org", "teams", 2)
    assert people[1].role is None


def test_an_assurer_may_be_for_one_priority_and_who_only_reads_holds_and_deputises_nothing() -> None:
    rows = ",Ash,a@example.org,assurer:1 forum,,,,\n,Ola,o@example.org,observer,,,,\n"
    assert [row.rights for row in read_people(HEADING + rows, PLAN)] == [("assurer:1", "forum"), ("observer",)]

    with pytest.raises(PeopleErrors) as told:
        read_people(f"{HEADING}Chair,Ola,o@example.org,,,,,\n,Ola,o@example.org,observer assurer:9,,,,\nChair,Ben,b@example.org,,,,o@example.org,\n", PLAN)
    assert [line.partition(".")[0] for line in told.value.lines] == [
        "Row 3, rights: the plan has no priority 9",
        "Row 2, rights: an observer only reads and is never asked, so they hold no role",
        "Row 4, deputy: o@example",
    ]


@pytest.mark.parametrize("rights", ["observer board", "observer admin", "observer chair", "observer lead:1", "observer member forum"])
def test_who_observes_has_no_right_that_acts(rights: str) -> None:
    with pytest.raises(PeopleErrors) as told:
        read_people(f"{HEADING},Ola,o@example.org,{rights},,,,\n", PLAN)

    acts = rights.replace("observer ", "").replace("member ", "")
    assert list(told.value.lines) == [
        f"Row 2, rights: an observer only reads and is never asked, so they have no right that acts: {acts}. Take that right away, or the right observer."
    ]


@pytest.mark.parametrize(("days", "column"), [(",2026-11-27", "to"), ("2027-01-01,", "from"), ("2026-01-01,2026-11-27", "to")])
def test_days_without_a_role_are_refused_as_a_right_has_none(days: str, column: str) -> None:
    """Whoever wrote a last day for an observer believed that it ended what they may read."""
    with pytest.raises(PeopleErrors) as told:
        read_people(f"{HEADING},Ola,o@example.org,observer,{days},,\n", PLAN)

    (line,) = told.value.lines
    assert line.startswith(f"Row 2, {column}: these are days in a role, and the row has no role.") and "empty that cell" in line


@pytest.mark.parametrize("written", ["12.3.27", "12/03/2027", "12th of March 2027", "March 12, 2027", "12-Mar-27", "2027-03-12 00:00:00"])
def test_a_day_is_read_as_people_write_it(written: str) -> None:
    (person,) = read_people(f'{HEADING}Chair,Ben,b@example.org,,"{written}",,,\n', PLAN)

    assert person.starts == date(2027, 3, 12)


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("31 June 2027", "there is no such day"),
        ("12 March", "has no year"),
        ("March 2027", "is not a date"),
        ("Monday 12 March 2027", "is another day of the week"),
        ("Q2 2027", "is not a date"),
    ],
)
def test_what_is_no_day_is_told_with_its_reason(written: str, why: str) -> None:
    with pytest.raises(PeopleErrors, match=f"Row 2, from: .*{why}"):
        read_people(f"{HEADING}Chair,Ben,b@example.org,,{written},,,\n", PLAN)


def test_a_deputys_own_days_are_read_and_doubted_like_all_others() -> None:
    heading = HEADING.replace("deputy,", "deputy,deputy from,deputy to,")
    (row, _) = read_people(heading + "Chair,Ben,b@example.org,,,,a@example.org,1 May 2026,14/05/2026,\n,Amara,a@example.org,,,,,,,\n", PLAN)
    assert (row.deputy_email, row.deputy_starts, row.deputy_ends) == ("a@example.org", date(2026, 5, 1), date(2026, 5, 14))

    with pytest.raises(PeopleErrors) as refused:
        read_people(
            heading + "Chair,Ben,b@example.org,,,,,1 May 2026,,\n,Amara,a@example.org,,,,b@example.org,2026-05-14,2026-05-01,\n", PLAN
        )
    assert [line.partition(":")[0] for line in refused.value.lines] == ["Row 3, deputy to", "Row 2, deputy", "Row 3, deputy"]


def test_a_file_saved_by_a_spreadsheet_reads_the_same() -> None:
    plain = HEADING + "Chair,Ben,b@example.org,,,,,\n"

    assert read_people("\ufeff" + plain.replace(",", ";").replace("\n", "\r\n"), PLAN) == read_people(plain, PLAN)


def test_a_name_that_a_mac_and_a_spreadsheet_write_differently_is_one_persons() -> None:
    twice = HEADING + "Chair,Zo\u00eb\u00a0Ali,z@example.org,,,,,\n" + "Head of SEND,Zoe\u0308 Ali,z@example.org,,,,,\n"

    assert {row.name for row in read_people(twice, PLAN)} == {"Zo\u00eb Ali"}


def test_every_fault_is_named_with_its_row_and_column_and_nothing_is_taken() -> None:
    with pytest.raises(PeopleErrors) as refused:
        read_people(
            HEADING + "Head of SENT,,nobody,boss lead:9,soon,,,pigeon\n"
            "Chair,Ben,b@example.org,,2025-05-01,2025-04-01,z@example.org,\n",
            PLAN,
        )

    starts = [line.partition(":")[0] for line in refused.value.lines]
    assert starts == [
        "Row 2, name",
        "Row 2, email",
        "Row 2, from",
        "Row 2, platform",
        "Row 2, role",
        "Row 2, rights",
        "Row 2, rights",
        "Row 3, to",
        "Row 3, deputy",
    ]
    assert "Did you mean" in refused.value.lines[4]


@given(st.text() | st.text(alphabet='role,name;email"\n@.').map(lambda rows: HEADING + rows))
def test_any_text_is_rows_or_faults(text: str) -> None:
    try:
        assert read_people(text, PLAN)
    except PeopleErrors as refused:
        assert refused.lines  # noqa: PT017 (either outcome is right)


@pytest.mark.parametrize(
    "text",
    [
        "nonsense",
        "[[role]]\naliases = []",
        '[[role]]\nname = "A"\naliases = "B"',
        '[[role]]\nname = "A"\naliases = ["B"]\n[[role]]\nname = "B"',
        '[[role]]\nname = "A"\ncolour = "red"',
    ],
)
def test_a_faulty_roles_file_says_what_to_put_right(text: str) -> None:
    with pytest.raises(RolesFileError) as refused:
        RolesFile.parse(text)

    assert refused.value.lines
