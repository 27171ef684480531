"""A plan is given back in the sheets, headings and refs of its document, and no text of anybody becomes a formula."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO

from openpyxl import Workbook, load_workbook

from bot.model.plan import Heading, Sheet
from seed.workbook.drawing import draw
from tests.world.books import given, place, plan

OURS = [
    "Milepost ref", "Milepost status", "Milepost reported on", "Milepost not reported", "Milepost forecast", "Milepost slips",
    "Milepost narrative", "Milepost path to green", "Milepost evidence",
]  # fmt: skip


def opened() -> Workbook:
    return load_workbook(BytesIO(draw(given())))


def headings(book: Workbook, sheet: str) -> list[object]:
    return [cell.value for cell in book[sheet][1]]


def row(book: Workbook, ref: str) -> dict[str, object]:
    on, line, columns = place(book.worksheets, ref)
    return {heading: on.cell(line, at).value for heading, at in columns.items()}


def test_each_sheet_has_the_documents_columns_in_their_order_and_ours_at_the_right() -> None:
    book = opened()

    assert book.sheetnames == ["Leadership", "Early help", "Health pathways 2026", "About"]
    theirs = ["No.", "What we will do", "Step", "Lead", "By when", "RAG", "Update", "Cost"]
    assert headings(book, "Leadership") == [*theirs, "Milepost priority", *OURS]
    assert headings(book, "Early help")[:6] == ["Action", "Lead", "Support", "From", "To", "How we know"]
    assert headings(book, "Health pathways 2026")[-len(OURS) :] == OURS


def test_the_documents_own_columns_tell_this_months_status_and_words() -> None:
    told = row(opened(), "1.1.1")

    assert (told["RAG"], told["Update"], told["Lead"]) == ("Amber", "+Two people applied", "Head of Inclusion")
    assert (told["Milepost status"], told["Milepost path to green"]) == ("Amber", "Interview both")
    assert told["Milepost evidence"] == "the minutes: https://example.org/minutes"


def test_dates_are_dates_and_refs_are_the_documents_own() -> None:
    book = opened()

    assert row(book, "1.1.1")["By when"] == datetime(2026, 5, 31)
    assert row(book, "1.1.1")["Milepost forecast"] == datetime(2026, 6, 30)
    assert (row(book, "1.1.1")["No."], row(book, "3.1.1")["ID"]) == ("1.1", "KD-110")
    assert row(book, "3.1.1")["Milepost due"] == "Quarter 4"


def test_whoever_contributes_stands_in_their_own_column_if_the_document_has_one() -> None:
    book = opened()

    assert (row(book, "2.1.1")["Lead"], row(book, "2.1.1")["Support"]) == ("Head of Inclusion", "Chief Nursing Officer")
    assert row(book, "1.1.2")["Lead"] == "Head of Inclusion; Chief Nursing Officer"


def test_until_somebody_speaks_the_trackers_own_word_stays_in_the_trackers_column() -> None:
    told = row(opened(), "1.1.2")

    assert (told["RAG"], told["Update"], told["Milepost status"], told["Milepost narrative"]) == ("Slipping", "Draft out", "Amber in the tracker", None)


def test_what_is_not_kept_is_empty_and_a_note_says_so() -> None:
    book = opened()
    cost = next(cell for cell in book["Leadership"][1] if cell.value == "Cost")

    assert "does not keep" in str(cost.comment.text if cost.comment else "")
    assert {book["Leadership"].cell(line, cost.column).value for line in (2, 3)} == {None}
    assert "Milepost does not keep: Cost." in [cell.value for cell in book["About"]["B"]]


def test_no_text_of_anybody_becomes_a_formula() -> None:
    on, line, columns = place(opened().worksheets, "1.1.1")

    for heading, text in (("Step", "=Chair appointed"), ("Update", "+Two people applied")):
        cell = on.cell(line, columns[heading])
        assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)
    assert b"<f>" not in draw(given())


def test_a_sheet_can_be_read_printed_and_heard() -> None:
    book = opened()

    for on in book.worksheets[:3]:
        assert (on.freeze_panes, on.print_title_rows, on.page_setup.orientation, on.page_setup.paperSize) == ("A2", "$1:$1", "landscape", 9)
        assert (len(on.tables), list(on.merged_cells.ranges), on["A1"].alignment.wrap_text) == (1, [], True)
    assert (book.properties.language, book.properties.title) == ("en-GB", "Kent")


def test_the_sheet_about_names_the_plan_the_moment_and_the_head() -> None:
    about = {left.value: right.value for left, right in opened()["About"].iter_rows(max_col=2)}

    assert (about["Plan"], about["As at"], about["Entry of the record"], about["Digest"]) == ("kent", "2 March 2026", "12", "ab12cd34")


def test_a_plan_without_sheets_gets_one_with_the_five_columns_that_every_plan_has() -> None:
    book = load_workbook(BytesIO(draw(given(plan().model_copy(update={"sheets": ()})))))

    assert book.sheetnames == ["Plan", "About"]
    assert headings(book, "Plan") == ["Priority", "Action", "Milestone", "Owner", "Due", *OURS]
    assert book["Plan"].max_row == 6


def test_headings_that_are_alike_or_empty_and_names_that_no_sheet_may_have_do_no_harm() -> None:
    headings_ = (Heading(text="Date", meaning="start"), Heading(text="Date", meaning="due"), Heading(text=""))
    long = "A very long name of a sheet that no workbook may have: it goes on"
    sheets = (Sheet(name=long, headings=headings_), Sheet(name=long.upper(), headings=headings_), Sheet(name="", headings=headings_))
    book = load_workbook(BytesIO(draw(given(plan().model_copy(update={"sheets": sheets})))))

    assert len({name.casefold() for name in book.sheetnames}) == 4
    assert [cell.value for cell in book.worksheets[0][1]][:3] == ["Date", "Date", None]
    assert not book.worksheets[0].tables
    assert row(book, "1.1.1")["Milepost milestone"] == "=Chair appointed"
    assert place(book.worksheets, "2.1.1")[0].cell(2, 1).value == datetime.combine(date(2026, 1, 1), datetime.min.time())
