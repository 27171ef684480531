"""Owner cells of whole tables: who is named, who leads, and what is told or asked instead of a guess."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.plan import Role
from seed.draft import Doubts
from seed.meaning.owners import Owners, initials_in
from seed.meaning.parts import OtherTable, TableKind
from seed.meaning.titles import Titles
from seed.roles import RolesFile
from seed.source import Cell, Line, Place, Table

HERE = Place(line=4, column=3)
INITIALS = {"HoC": "Head of Commissioning", "PCF": "Parent Carer Forum", "HoE&S": "Head of Employment and Skills"}


def owners_of(
    cell: str, *others: str, answers: dict[str, str] | None = None, roles: RolesFile | None = None, whole: bool = True
) -> tuple[tuple[str, ...], list[str], list[str]]:
    """The owners of a cell in a document with other cells, the codes told, and the keys asked."""
    doubts = Doubts(answers)
    cells = [cell, *others]
    found = Owners(Titles(roles, cells), cells, INITIALS, doubts).of(cell, HERE, '1.1.1 "M"', whole)
    return found, [told.code for told in doubts.told()], [doubt.key for doubt in doubts.asked(lambda _: ())]


@pytest.mark.parametrize(
    "cell",
    ["TBC", "tbd", "Vacant", "_Vacant_", "To be appointed", "N/A", "None", "All", "Everyone", "-", "?", "Owner to be found",
     "Vacant (was Exploitation Coordinator)", "TBC - advertised in May", "none identified", "to be decided by board", "See action 1", "Vacant post"],
)  # fmt: skip
def test_words_that_name_nobody_are_no_owner_and_told(cell: str) -> None:
    assert owners_of(cell) == ((), ["owner_nobody"], [])


@pytest.mark.parametrize(
    ("cell", "owners"),
    [
        ("All agencies", ["All agencies"]),
        ("Priya", ["Priya"]),
        ("@sre-lead", ["@sre-lead"]),
        ("Anya Shaw; Sam Orr", ["Anya Shaw", "Sam Orr"]),
        ("Ivo Brandt, Noor Haddad", ["Ivo Brandt", "Noor Haddad"]),
        ("Anya Shaw, Sam Orr and Priya Nair", ["Anya Shaw", "Sam Orr", "Priya Nair"]),
        ("marl-k,osk-r", ["marl-k", "osk-r"]),
        ("Backend, QA", ["Backend", "QA"]),
        ("Hospital trust\nAdult social care", ["Hospital trust", "Adult social care"]),
        ("1. Head of SEND\n2. Designated Nurse", ["Head of SEND", "Designated Nurse"]),
        ("Director of Children's\nServices", ["Director of Children's Services"]),
        ("Provider / Registered Manager", ["Provider", "Registered Manager"]),
        ("ED Matron[50%],Clinical Director", ["ED Matron", "Clinical Director"]),
        ("Director of Education, Culture and Skills", ["Director of Education, Culture and Skills"]),
        ("Director of Education, Culture and Skills, Head of Inclusion", ["Director of Education, Culture and Skills", "Head of Inclusion"]),
        ("Director of Policy, Commissioning & Children's Health", ["Director of Policy, Commissioning & Children's Health"]),
        ("Head of Children's Services (SEND, Complexities)", ["Head of Children's Services (SEND, Complexities)"]),
        ("Rota Lead, Staff Side Rep", ["Rota Lead", "Staff Side Rep"]),
        ("Facilities Manager and Fire Warden", ["Facilities Manager", "Fire Warden"]),
        ("Outpatients Manager & Digital Lead", ["Outpatients Manager", "Digital Lead"]),
        ("Chief Pharmacist and Matron for Medicine", ["Chief Pharmacist", "Matron for Medicine"]),
        ("Learning and Development Manager", ["Learning and Development Manager"]),
        ("Stores and Equipment Officer", ["Stores and Equipment Officer"]),
        ("Head of Employment and Skills", ["Head of Employment and Skills"]),
        ("Deputy Chief Fire Officer", ["Deputy Chief Fire Officer"]),
        ("Head of Work with Families", ["Head of Work with Families"]),
        ("Parent carer forum; schools; ICB", ["Parent carer forum", "schools", "ICB"]),
        ("Head of SEND\n(N Patel)", ["Head of SEND (N Patel)"]),
        ("N Patel (lead), J Jones, K Lee", ["N Patel", "J Jones", "K Lee"]),
        ("Medical Director, Chief Nurse and COO", ["Medical Director", "Chief Nurse", "COO"]),
        ("Integrated Care Board (ICB) and Local Authority (LA)", ["Integrated Care Board (ICB)", "Local Authority (LA)"]),
        ("J. O'Brien-Smith & M. van der Berg", ["J. O'Brien-Smith", "M. van der Berg"]),
        ("Owner: N Patel", ["N Patel"]),
        ("Lead - N Patel", ["N Patel"]),
        ("Chair of Governors and Headteacher", ["Chair of Governors", "Headteacher"]),
    ],
)  # fmt: skip
def test_a_cell_is_cut_only_where_something_parts_its_names(cell: str, owners: list[str]) -> None:
    assert owners_of(cell) == (tuple(owners), [], [])


@pytest.mark.parametrize(
    "cell",
    ["Head of SEND (Lead), Designated Nurse (support)", "Designated Nurse (support), Head of SEND (lead)",
     "Head of SEND supported by Designated Nurse", "Head of SEND with support from Designated Nurse",
     "Support: Designated Nurse\nLead: Head of SEND", "Designated Nurse, led by Head of SEND",
     "Designated Nurse (S); Head of SEND (A)"],
)  # fmt: skip
def test_who_leads_comes_before_who_helps(cell: str) -> None:
    assert owners_of(cell) == (("Head of SEND", "Designated Nurse"), [], [])


def test_a_post_that_nobody_holds_is_kept_and_told() -> None:
    assert owners_of("Head of SEND (vacant)") == (("Head of SEND",), ["owner_vacant"], [])


def test_an_address_is_an_owner_only_where_no_name_stands_beside_it() -> None:
    assert owners_of("anya.shaw@example.org") == (("anya.shaw@example.org",), ["owner_address"], [])
    assert owners_of("Anya Shaw <anya.shaw@example.org>") == (("Anya Shaw",), ["owner_address"], [])


def test_initials_are_read_as_the_document_explains_them() -> None:
    assert owners_of("HoE&S") == (("Head of Employment and Skills",), ["owner_initials"], [])
    assert owners_of("HoC, PCF")[0] == ("Head of Commissioning", "Parent Carer Forum")
    assert owners_of("HoX") == (("HoX",), [], [])


def test_the_initials_of_a_document_stand_in_its_tables_of_them() -> None:
    rows = (("Short", "In full"), ("HoC", "Head of Commissioning"), ("R", "Red"), ("Lead person", "somebody who leads"))
    table = Table(tuple(Line(tuple(map(Cell, row)), Place(line=at)) for at, row in enumerate(rows, 1)))

    assert initials_in([OtherTable(table, TableKind.INITIALS, Place())]) == {"HoC": "Head of Commissioning"}
    assert initials_in([OtherTable(table, TableKind.COLOUR_KEY, Place())]) == {}


@pytest.mark.parametrize(
    ("cell", "several"),
    [
        ("SENCo/Headteacher", ["SENCo", "Headteacher"]),
        ("Principal Educational Psychologist/Head", ["Principal Educational Psychologist", "Head"]),
        ("Service Manager, Learning Disability", ["Service Manager", "Learning Disability"]),
        ("Director of Nurses and Midwives", ["Director of Nurses", "Midwives"]),
        ("Safer Recruitment, HR and Training Manager", ["Safer Recruitment", "HR and Training Manager"]),
        ("Anya Shaw, Head of Inclusion", ["Anya Shaw", "Head of Inclusion"]),
        ("Head of SEND and Inclusion Manager", ["Head of SEND", "Inclusion Manager"]),
        ("Human Resources and Organisational Development", ["Human Resources", "Organisational Development"]),
    ],
)
def test_what_may_be_one_owner_or_several_is_asked_and_stays_as_written(cell: str, several: list[str]) -> None:
    found, told, (key,) = owners_of(cell)

    assert (found, told) == ((cell,), [])
    assert owners_of(cell, answers={key: "2 owners"}) == (tuple(several), [], [])
    assert owners_of(cell, answers={key: "One owner"}) == ((cell,), [], [])
    assert owners_of(cell, answers={key: "Head of Inclusion; Anya Shaw"}) == (("Head of Inclusion", "Anya Shaw"), [], [])


def test_two_whole_titles_at_a_slash_are_two_owners_and_told() -> None:
    cell = "Damp Team Leader/Customer Services Manager"

    assert owners_of(cell) == (("Damp Team Leader", "Customer Services Manager"), ["owner_split"], [])


def test_names_that_have_a_cell_to_themselves_need_no_question() -> None:
    assert owners_of("SENCo/Headteacher", "SENCo", "Headteacher")[::2] == (("SENCo", "Headteacher"), [])
    assert owners_of("Head of Transport, Finance", "Finance", "Head of Transport") == (("Head of Transport", "Finance"), [], [])


@pytest.mark.parametrize("cell", ["HEAD OF SEND", "Hd of SEND", "head of send"])
def test_one_role_has_one_spelling_and_the_others_are_told(cell: str) -> None:
    assert owners_of(cell, "Head of SEND", "Head of SEND") == (("Head of SEND",), ["owner_respelt"], [])
    assert owners_of("Co-ordinator", "Coordinator", "Coordinator")[0] == ("Coordinator",)


def test_with_a_roles_file_its_names_are_the_roles() -> None:
    roles = RolesFile(roles=(Role(name="Head of SEND", aliases=("HoS",)), Role(name="Policy, Practice and Learning Lead")))

    assert owners_of("hos; Head of SEND", roles=roles) == (("Head of SEND",), [], [])
    assert owners_of("Policy, Practice and Learning Lead", roles=roles) == (("Policy, Practice and Learning Lead",), [], [])
    assert owners_of("HoS, Fire Warden", roles=roles) == (("Head of SEND", "Fire Warden"), ["role_unknown"], [])
    assert owners_of("TBC", roles=roles) == ((), ["owner_nobody"], [])
    assert owners_of("TBC", roles=roles, whole=False) == ((), ["owner_nobody"], [])


def test_titles_that_ran_into_one_another_are_parted_by_their_grammar_only_in_a_broken_table() -> None:
    cell = "Executive Director of Education Chief Nursing Officer"

    assert owners_of(cell, whole=False)[0] == ("Executive Director of Education", "Chief Nursing Officer")
    assert owners_of(cell) == ((cell,), [], [])


def test_a_cell_longer_than_any_list_of_owners_is_told() -> None:
    assert "owner_long" in owners_of("Head of SEND; " * 200)[1]


@given(st.text(st.sampled_from("abA .,;:/&()[]\n@-"), max_size=60) | st.text(max_size=40), st.booleans())
def test_no_cell_stops_the_reader_and_an_empty_answer_is_told(cell: str, whole: bool) -> None:
    found, told, _ = owners_of(cell, whole=whole)

    assert all(name.strip() for name in found)
    assert found or told or not any(sign.isalnum() for sign in cell)


@pytest.mark.parametrize("cells", [("HEAD OF SEND", "Head of SEND"), ("head of send", "Head of SEND"), ("Hd of SEND", "Head of SEND")])
def test_of_two_spellings_used_alike_the_fuller_one_in_mixed_case_is_kept(cells: tuple[str, str]) -> None:
    assert owners_of(*cells)[0] == owners_of(*reversed(cells))[0] == ("Head of SEND",)


@pytest.mark.parametrize("cell", ["As above", "ditto", '"'])
def test_a_cell_that_points_above_has_the_owners_of_the_cell_above_and_is_told(cell: str) -> None:
    doubts = Doubts()
    owners = Owners(Titles(None, []), [], {}, doubts)

    assert owners.of(cell, HERE, "M", whole=True) == ()
    assert owners.of("Head of SEND; Designated Nurse", HERE, "M", whole=True) == ("Head of SEND", "Designated Nurse")
    assert owners.of(cell, HERE, "M", whole=True) == ("Head of SEND", "Designated Nurse")
    assert [told.code for told in doubts.told()] == ["owner_nobody", "owner_above"]


@pytest.mark.parametrize("cell", ["R: N Patel A: J Jones", "Assistant Director: Education", "Who asked for this in 2024?"])
def test_what_does_not_look_like_a_name_is_kept_and_told(cell: str) -> None:
    assert owners_of(cell) == ((cell,), ["owner_odd"], [])


def owners_in_turn(*cells: str, answers: dict[str, str] | None = None, whole: bool = True) -> tuple[list[tuple[str, ...]], Doubts]:
    doubts = Doubts(answers)
    owners = Owners(Titles(None, cells), cells, {}, doubts)
    return [owners.of(cell, Place(line=at), "M", whole) for at, cell in enumerate(cells, 1)], doubts


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Associate Director of SEND and Complexities (ICB)", "Associate Director for SEND and Complexities"),
        ("Designated Clinical Officer", "Designated Clinical Officer (ICB)"),
        ("Head of Social Care Transport", "Head of Transport for Social Care"),
    ],
)
def test_names_much_alike_are_asked_once_if_they_are_one_role(first: str, second: str) -> None:
    cells = (first, second, "Head of Inclusion", first)
    found, doubts = owners_in_turn(*cells)
    asked = [doubt for doubt in doubts.asked(lambda at: (str(at.line),)) if "alike" in doubt.key]

    assert ([names[0] for names in found], len(asked)) == (list(cells), 1)
    assert asked[0].touches == ("1", "2", "4")
    assert owners_in_turn(*cells, answers={asked[0].key: asked[0].choices[0]})[0][1] == (first,)
    assert owners_in_turn(*cells, answers={asked[0].key: asked[0].choices[1]})[0][1] == (second,)


def test_one_post_in_two_organisations_is_two_roles_without_a_question() -> None:
    found, doubts = owners_in_turn("Head of Inclusion (LA)", "Head of Inclusion (ICB)")

    assert found == [("Head of Inclusion (LA)",), ("Head of Inclusion (ICB)",)]
    assert doubts.asked(lambda _: ()) == ()


def test_titles_that_ran_into_one_another_are_asked_once_and_told_until_they_are_settled() -> None:
    cells = ("Head of Inclusion Chief Nursing Officer", "Head of Inclusion Chair of Governors", "Head of Inclusion")
    found, doubts = owners_in_turn(*cells, whole=False)
    (doubt,) = doubts.asked(lambda at: (str(at.line),))

    assert found[:2] == [("Head of Inclusion", "Chief Nursing Officer"), ("Head of Inclusion", "Chair of Governors")]
    assert (doubt.touches, [told.code for told in doubts.told()]) == (("1", "2"), ["owner_doubtful"] * 2)
    yes, no = (owners_in_turn(*cells, whole=False, answers={doubt.key: choice}) for choice in doubt.choices)
    assert (yes[0], yes[1].told()) == (found, ())
    assert [names[0] for names in no[0]] == list(cells)
