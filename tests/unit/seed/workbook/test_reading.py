"""A workbook that comes back untouched changes nothing, and what was changed in it comes back as what it is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from bot.model.documents.draft import Draft, NotAPlan, Settled
from bot.model.documents.edition import Edition, Part
from bot.model.documents.workbook import Given, Stamp
from bot.model.plan import Imported, Milestone, Plan
from bot.model.status import Status
from bot.rules.documents.edition import compare
from seed.source import Document
from seed.sources import csv, xlsx
from seed.workbook.drawing import draw
from seed.workbook.reading import read
from tests.world.books import JUNE, MAY, edited, given, place, plan

HELD = draw(given())


def no_reader(document: Document, short: str, settled: Settled) -> Draft:
    """A reader that finds no plan in anything."""
    raise NotAPlan("no plan")


def back(held: bytes, standing: Plan | None = None, base: Plan | None = None) -> tuple[Draft, Edition]:
    """What a workbook that came back says, and what it changes."""
    document = standing or plan()
    draft = read(xlsx.read(held), "kent", Settled(given=Given(given(base), document)), no_reader)
    return draft, compare(document, draft.plan, keys=draft.keys)


def changed(changes: Mapping[tuple[str, str], object]) -> tuple[Draft, Edition]:
    return back(edited(HELD, changes))


def one(new: Edition, ref: str) -> Milestone:
    found = new.plan.known(ref)
    assert found is not None
    return found


def parts(new: Edition) -> list[tuple[str, tuple[Part, ...]]]:
    return [(change.ref, change.parts) for change in new.changed]


@pytest.mark.parametrize("read_", [plan(), plan().model_copy(update={"sheets": ()})], ids=["three sheets", "none"])
def test_a_workbook_that_was_not_touched_changes_nothing(read_: Plan) -> None:
    draft, new = back(draw(given(read_)), read_, read_)

    assert (draft.warnings, draft.doubts, new.unsure) == ((), (), ())
    assert new.changes_nothing


def test_one_that_another_program_saved_changes_nothing_either() -> None:
    assert changed({})[1].changes_nothing


def test_words_owners_and_dates_come_back_as_an_edition() -> None:
    draft, new = changed({
        ("1.1.1", "Step"): "Chair in post",
        ("1.1.2", "Lead"): "Chief Nursing Officer",
        ("2.1.1", "To"): date(2026, 9, 30),
        ("3.1.2", "Milepost owner"): "chief nursing officer",
        ("3.1.1", "Milepost due"): "March 2027",
    })  # fmt: skip

    assert draft.warnings == ()
    assert parts(new) == [
        ("1.1.1", (Part.TEXT,)), ("1.1.2", (Part.OWNERS,)), ("2.1.1", (Part.DATE,)), ("3.1.1", (Part.DATE,)), ("3.1.2", (Part.OWNERS,)),
    ]  # fmt: skip
    assert (one(new, "1.1.1").text, one(new, "2.1.1").due, one(new, "2.1.1").start) == ("Chair in post", date(2026, 9, 30), date(2026, 1, 1))
    assert (one(new, "3.1.1").due, one(new, "3.1.2").owners) == (date(2027, 3, 31), ("Chief Nursing Officer",))


def test_a_date_written_into_the_words_is_the_date_of_a_document_without_a_column_of_dates_and_told_beside_one() -> None:
    draft, new = changed({("3.1.1", "Task"): "Cut the wait (August 2026)."})
    beside, other = changed({("1.1.1", "Step"): "Chair appointed (August 2026)"})
    both, third = changed({("3.1.1", "Task"): "Cut the wait (August 2026)", ("3.1.1", "Milepost due"): date(2026, 9, 30)})

    assert (draft.warnings, parts(new)) == ((), [("3.1.1", (Part.DATE,))])
    assert (one(new, "3.1.1").text, one(new, "3.1.1").due) == ("Cut the wait", date(2026, 8, 31))
    assert ([warning.code for warning in beside.warnings], one(other, "1.1.1").due) == (["workbook_date_in_words"], MAY)
    assert ([warning.code for warning in both.warnings], one(third, "3.1.1").due) == (["workbook_date_in_words"], date(2026, 9, 30))


def test_a_role_with_commas_in_its_name_is_one_owner() -> None:
    _, new = changed({("1.1.1", "Lead"): "Director of Education, Culture and Skills", ("1.1.2", "Lead"): "Head of Inclusion, Chief Nursing Officer"})

    assert one(new, "1.1.1").owners == ("Director of Education, Culture and Skills",)
    assert one(new, "1.1.2").owners == ("Head of Inclusion", "Chief Nursing Officer")


def test_a_status_or_narrative_that_was_changed_is_what_the_file_says_and_nobodys_declaration() -> None:
    _, new = changed({("1.1.1", "Milepost status"): "Green", ("2.1.1", "Milepost narrative"): "Doors open", ("3.1.1", "RAG"): "complete", ("3.1.1", "%"): "100%"})

    assert one(new, "1.1.1").imported == Imported(status=Status.GREEN, colour="Green")
    assert one(new, "2.1.1").imported == Imported(words="Doors open")
    assert one(new, "3.1.1").imported == Imported(status=Status.COMPLETE, colour="complete", progress=100)
    assert parts(new) == [(ref, (Part.IMPORTED,)) for ref in ("1.1.1", "2.1.1", "3.1.1")]


def test_what_milepost_fills_itself_is_not_taken_and_told() -> None:
    draft, new = changed({
        ("1.1.1", "Milepost slips"): 7, ("1.1.1", "Milepost forecast"): JUNE.replace(month=7), ("1.1.1", "Cost"): "10,000",
        ("1.1.2", "RAG"): "purple", ("1.1.2", "By when"): "soonish", ("1.1.2", "Step"): None,
    })  # fmt: skip

    assert new.changes_nothing
    assert [warning.code for warning in draft.warnings] == [
        "workbook_not_kept", "workbook_not_taken", "workbook_not_taken", "workbook_text_empty", "workbook_date_unread", "workbook_status_unread",
    ]  # fmt: skip
    assert draft.warnings[0].message == '1.1.1: "10,000" in the column Cost was not taken, as Milepost does not keep that column.'


def test_a_name_that_all_rows_have_anew_is_taken_and_one_that_only_some_have_is_told() -> None:
    _, all_of_it = changed({("1.1.1", "What we will do"): "Build the board", ("1.1.2", "What we will do"): "Build the board"})
    draft, some = changed({("1.1.1", "What we will do"): "Build the board"})
    _, priority = changed({("2.1.1", "Milepost priority"): "Help much earlier", ("2.1.1", "How we know"): "Families say so"})

    assert [(change.now.title if change.now else "") for change in all_of_it.actions] == ["Build the board"]
    assert (some.changes_nothing, [warning.code for warning in draft.warnings]) == (True, ["workbook_only_some"])
    assert [one_.text for one_ in priority.plan.priorities] == ["Lead well", "Help much earlier", "Heal soon"]
    assert [one_.success_measures for one_ in priority.plan.actions if one_.ref == "2.1"] == [("Families say so",)]


def test_a_row_put_under_another_action_moves_its_milestone_there() -> None:
    _, new = changed({("1.1.2", "What we will do"): "Open the hub"})

    assert parts(new) == [("1.1.2", (Part.PLACE,))]
    assert one(new, "1.1.2").action == "2.1"


def test_a_row_that_was_taken_out_drops_its_milestone_and_one_without_a_ref_is_new() -> None:
    book = load_workbook(BytesIO(HELD))
    on, line, columns = place(book.worksheets, "1.1.2")
    for heading, value in (("Step", "Rules written"), ("Milepost ref", None), ("What we will do", None), ("Lead", "Somebody new")):
        on.cell(line, columns[heading]).value = value  # type: ignore[assignment]
    kept = BytesIO()
    book.save(kept)

    draft, new = back(kept.getvalue())

    assert (new.retired, new.added) == (("1.1.2",), ("1.1.3",))
    assert (one(new, "1.1.3").owners, one(new, "1.1.3").due, one(new, "1.1.3").sheet) == (("Somebody new",), JUNE, 1)
    assert [warning.code for warning in draft.warnings] == ["workbook_role_new"]


def test_what_was_decided_since_it_was_given_is_not_undone_by_a_cell_that_nobody_touched() -> None:
    first, *others = plan().actions
    later = first.milestones[0].model_copy(update={"due": date(2026, 12, 31), "text": "Chair appointed by the board"})
    standing = plan().model_copy(update={"actions": (first.model_copy(update={"milestones": (later, first.milestones[1])}), *others)})

    _, new = back(edited(HELD, {("1.1.2", "Step"): "Terms signed"}), standing)

    assert parts(new) == [("1.1.2", (Part.TEXT,))]
    assert (one(new, "1.1.1").due, one(new, "1.1.1").text) == (date(2026, 12, 31), "Chair appointed by the board")


def test_a_milestone_in_two_rows_is_read_once_and_a_ref_that_was_never_given_is_told() -> None:
    draft, new = changed({("1.1.1", "Step"): "Chair in post", ("1.1.2", "Step"): "Rules written", ("1.1.2", "Milepost ref"): "1.1.1"})
    unknown, other = changed({("1.1.2", "Step"): "Rules written", ("1.1.2", "Milepost ref"): "9.9.9"})

    assert ([warning.code for warning in draft.warnings], new.retired) == (["workbook_twice"], ("1.1.2",))
    assert [warning.code for warning in unknown.warnings] == ["workbook_unknown_ref"]
    assert one(other, "1.1.3").imported == Imported(status=Status.AMBER, colour="Slipping", words="Draft out")
    assert (other.retired, other.added) == (("1.1.2",), ("1.1.3",))


@pytest.mark.parametrize(("ref", "code"), [(None, "workbook_no_ref"), ("9.9.9", "workbook_other_ref"), ("1.1.1", "workbook_other_ref")])
def test_a_row_whose_ref_was_emptied_or_mistyped_is_known_by_its_words_and_told(ref: str | None, code: str) -> None:
    draft, new = changed({("1.1.2", "Milepost ref"): ref})
    _, dated = changed({("1.1.2", "By when"): date(2026, 9, 30), ("1.1.2", "Milepost ref"): ref})

    assert ([warning.code for warning in draft.warnings], new.changes_nothing) == ([code], True)
    assert (parts(dated), dated.added, dated.retired) == ([("1.1.2", (Part.DATE,))], (), ())


def test_rows_of_the_same_words_without_their_refs_are_told_apart_by_their_actions_or_are_new() -> None:
    first, *others = plan().actions
    twins = tuple(step.model_copy(update={"text": "Report to the board", "due": JUNE, "date_text": None}) for step in first.milestones)
    base = plan().model_copy(update={"actions": (first.model_copy(update={"milestones": twins}), *others)})
    held = draw(given(base))

    _, new = back(edited(held, {("1.1.1", "Milepost ref"): None, ("1.1.2", "Milepost ref"): None}), base, base)

    assert new.changes_nothing


def test_a_row_that_was_copied_says_nothing_by_the_word_that_nobody_has_said_anything() -> None:
    draft, new = changed({("1.1.2", "Step"): "Rules written", ("1.1.2", "RAG"): "Not yet asked", ("1.1.2", "Update"): None, ("1.1.2", "Milepost ref"): None})

    assert (draft.warnings, new.added) == ((), ("1.1.3",))


def test_a_sheet_that_did_not_come_back_drops_nothing_and_is_told() -> None:
    book = load_workbook(BytesIO(HELD))
    del book["Early help"]
    kept = BytesIO()
    book.save(kept)

    draft, new = back(kept.getvalue())

    assert new.changes_nothing
    assert [warning.code for warning in draft.warnings] == ["workbook_no_sheet"]


def test_one_that_another_record_gave_says_what_it_is_and_is_never_read_as_a_plan_of_its_own() -> None:
    draft = read(xlsx.read(HELD), "other", Settled(), no_reader)

    assert draft.stamp == Stamp("kent", "2026-03-02T09:30:00+00:00", 12, "ab12cd34")
    assert (draft.plan.actions, draft.warnings, draft.keys) == ((), (), ())


def test_a_sheet_without_a_name_of_its_own_is_told_by_the_name_it_was_given_with() -> None:
    base = plan().model_copy(update={"sheets": (plan().sheets[0].model_copy(update={"name": ""}),)})
    book = load_workbook(BytesIO(draw(given(base))))
    on = book["Plan"]
    on.cell(1, next(cell.column for cell in on[1] if cell.value == "Milepost ref")).value = "Number"
    kept = BytesIO()
    book.save(kept)

    draft, new = back(kept.getvalue(), base, base)

    assert new.changes_nothing
    assert [warning.message[:27] for warning in draft.warnings] == ["The sheet Plan did not come"]


def test_empty_rows_hidden_rows_another_order_and_a_line_above_change_nothing() -> None:
    book = load_workbook(BytesIO(draw(given(plan().model_copy(update={"sheets": ()})))))
    on = book["Plan"]
    on.tables.clear()
    rows = [[cell.value for cell in line] for line in on.iter_rows()]
    on.delete_rows(1, on.max_row)
    for line in (["For the board of May"], rows[0], rows[3], rows[1], [], [], rows[5], rows[2], [], rows[4]):
        on.append(line)
    for cell in (cell for line in on.iter_rows() for cell in line if cell.data_type == "f"):
        cell.data_type = "s"
    on.row_dimensions[4].hidden = True
    kept = BytesIO()
    book.save(kept)
    standing = plan().model_copy(update={"sheets": ()})

    draft, new = back(kept.getvalue(), standing, standing)

    assert (draft.warnings, new.changes_nothing, new.retired) == ((), True, ())


def test_one_without_the_sheet_that_says_what_it_is_is_refused_in_words_as_is_one_of_its_sheets_as_csv() -> None:
    book = load_workbook(BytesIO(HELD))
    del book["About"]
    kept = BytesIO()
    book.save(kept)
    sheet = "\n".join(",".join(f'"{cell.value or ""}"' for cell in line) for line in book["Leadership"].iter_rows())

    for document in (xlsx.read(kept.getvalue()), csv.read(sheet.encode())):
        with pytest.raises(NotAPlan, match="its sheet About is missing"):
            read(document, "kent", Settled(), lambda *_: Draft(plan=plan()))


def test_a_tracker_that_has_one_column_named_like_ours_is_read_as_any_other_document() -> None:
    document = csv.read(b"Milepost ref,Action,Owner\n1.1.1,Appoint the chair,Head of Inclusion\n")

    assert read(document, "kent", Settled(), lambda *_: Draft(plan=plan())).plan == plan()


def test_what_stands_in_the_cells_beside_an_edited_one_stays() -> None:
    first, *others = plan().actions
    said = Imported(status=Status.GREEN, colour="Green", words="As planned", progress=80, file="tracker.xlsx", as_at=date(2026, 5, 12))
    later = first.milestones[0].model_copy(update={"imported": said})
    standing = plan().model_copy(update={"actions": (first.model_copy(update={"milestones": (later, first.milestones[1])}), *others)})

    _, new = back(edited(HELD, {("1.1.1", "Milepost narrative"): "The chair has said yes"}), standing)

    assert one(new, "1.1.1").imported == Imported(status=Status.GREEN, colour="Green", words="The chair has said yes", progress=80)
