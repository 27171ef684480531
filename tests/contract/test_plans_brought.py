"""A Word plan and a workbook of years, as areas have them: from the file sent in chat to the first preview, all by press."""

from __future__ import annotations

from io import BytesIO

import pytest
from docx import Document as WordDocument
from openpyxl import Workbook
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from bot.conversation.desk import Desk
from bot.model.letters.message import Message
from bot.planning import editions
from bot.program.documents.reading.documents import reader
from store.record import SqlStore
from tests.contract.test_documents_in_chat import NOW, Chatting, buttons, chat, message

__all__ = ["chat"]
PURPLE = PatternFill("solid", fgColor="FF7030A0")


def word_plan(*more: tuple[str, str, str, str]) -> bytes:
    """A plan as a Word document: a heading for each priority, and a table below it."""
    document = WordDocument()
    document.add_heading("Kent improvement plan 2026/27", 0)
    document.add_heading("Priority 1: Waiting times", 1)
    rows = [
        ("See every child sooner", "Recruit two case workers", "Head of Inclusion", "30 June 2026"),
        ("See every child sooner", "Publish the waiting list", "Data Manager", "31 September 2026"),
        ("See every child sooner", "Review the front door", "Head of Inclusion", "30 October"),
        ("See every child sooner", "Train the front door", "Head of Inclusion", "30 November"),
        *more,
    ]
    table = document.add_table(rows=1, cols=4)
    for cell, text in zip(table.rows[0].cells, ("Action", "Milestone", "Lead", "By when"), strict=True):
        cell.text = text
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    held = BytesIO()
    document.save(held)
    return held.getvalue()


def old_workbook() -> bytes:
    """A workbook with a colour and a comment for each step, one of the colours being its own."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Tracker"
    sheet.append(["Ref", "Action", "Owner", "Due", "RAG", "Comment"])
    sheet.append(["1.1", "Write the strategy", "Head of Inclusion", "30/06/2026", "Green", "Drafted"])
    sheet.append(["1.2", "Ask families", "Participation Lead", "31/07/2026", "Amber", "Late"])
    sheet.append(["1.3", "Train the staff", "Head of Inclusion", "30/09/2026", "Parked", ""])
    sheet.append(["1.4", "Report to the board", "Head of Inclusion", "30/10/2026", "Parked", ""])
    sheet["E4"].fill = sheet["E5"].fill = PURPLE
    held = BytesIO()
    book.save(held)
    return held.getvalue()


@pytest.fixture
def talk(store: SqlStore, chat: Chatting) -> Chatting:
    """The same people, and a Milepost that reads any file."""
    chat.desk = Desk(store, lambda: NOW, [chat.shelf], patience=60.0, readers=(reader(), editions))
    return chat


async def settled(talk: Chatting, shown: Message, answers: dict[str, str]) -> tuple[Message, list[str]]:
    """Answer every question by a press: by the answer to its words, else the suggested one. Returns what was asked."""
    asked = []
    while question := next((line for line in shown.plain().splitlines() if line.startswith("Question 1 of ")), ""):
        asked.append(question)
        wanted = next((answer for words, answer in answers.items() if words in question), "(suggested)")
        shown = message(await talk.presses(shown, next(label for label in buttons(shown) if wanted in label)))
    return shown, asked


async def previewed(talk: Chatting, shown: Message) -> tuple[Message, Message]:
    """Load what is shown, and look at what will be sent."""
    done = message(await talk.presses(message(await talk.presses(shown, "Load")), "Yes, load it"))
    return done, message(await talk.presses(done, "What will be sent"))


async def test_a_word_plan_goes_from_a_sent_file_to_the_first_preview_and_the_next_asks_only_what_is_new(talk: Chatting) -> None:
    shown = await talk.brings(word_plan(), "Kent plan.docx")
    assert "1 priority, 1 action, 4 milestones." in shown.plain()
    shown, asked = await settled(talk, message(await talk.presses(shown, "Another plan, kent-plan")), {})
    assert any("have no year" in question for question in asked)

    done, preview = await previewed(talk, shown)
    assert done.title == "Saved. kent-plan is loaded: 1 priority, 1 action, 4 milestones."
    assert "Head of Inclusion: nobody is asked about" in preview.plain()
    plan = await talk.store.read(lambda view: view.plans.one("kent-plan"))
    assert [f"{one.due}" for one in plan.milestones] == ["2026-06-30", "None", "2026-10-30", "2026-11-30"]

    new = ("See every child sooner", "Tell the schools", "Schools and nurseries", "in Winter 2026")
    _, asked = await settled(talk, await talk.brings(word_plan(new), "Kent plan.docx"), {})
    assert len(asked) == 2
    assert any("Winter 2026" in question for question in asked)
    assert any("Schools and nurseries" in question for question in asked)


async def test_a_workbook_with_colours_of_its_own_comes_in_with_them_once_they_are_explained(talk: Chatting) -> None:
    shown = await talk.brings(old_workbook(), "tracker.xlsx")
    shown, asked = await settled(talk, message(await talk.presses(shown, "Another plan, tracker")), {'"Parked"': "Red"})
    assert [question for question in asked if "Parked" in question]

    _, preview = await previewed(talk, shown)
    assert "Participation Lead: nobody is asked about" in preview.plain()
    plan = await talk.store.read(lambda view: view.plans.one("tracker"))
    told = [one.imported for one in plan.milestones]
    assert [one.status if one else None for one in told] == ["green", "amber", "red", "red"]
    assert [one.words for one in told if one][:2] == ["Drafted", "Late"]
    assert {one.file for one in told if one} == {"tracker.xlsx"}
