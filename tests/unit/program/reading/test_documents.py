"""A file of any format becomes a draft, and what is no plan ends in a sentence."""

from __future__ import annotations

import asyncio
from datetime import date
from io import BytesIO
from uuid import NAMESPACE_URL, uuid5

import docx as word
import pytest
from openpyxl import Workbook

from bot.model.documents.draft import NotAPlan, Settled
from bot.model.policy import Calendar, Term
from bot.program.documents.reading.documents import MOST_DRAFTED_HERE, MOST_HERE, reader
from bot.program.documents.reading.drafting import draft_of
from bot.program.documents.reading.packing import MOST_PACKED

ROWS = (("Action", "By when", "Lead"), ("Train every school", "30 June 2026", "Head of SEND"), ("Write to families", "July 2026", "Head of SEND"))


def as_csv() -> bytes:
    return "\n".join(",".join(row) for row in ROWS).encode()


def as_xlsx() -> bytes:
    book, held = Workbook(), BytesIO()
    for row in ROWS:
        book.worksheets[0].append(row)
    book.save(held)
    return held.getvalue()


def as_docx() -> bytes:
    document, held = word.Document(), BytesIO()
    table = document.add_table(len(ROWS), len(ROWS[0]))
    for row, texts in zip(table.rows, ROWS, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.save(held)
    return held.getvalue()


def as_markdown() -> bytes:
    lines = [f"| {' | '.join(row)} |" for row in ROWS]
    return "\n".join([lines[0], "|---|---|---|", *lines[1:]]).encode()


@pytest.mark.parametrize("make", [as_csv, as_xlsx, as_docx, as_markdown])
async def test_a_plan_is_read_in_whatever_format_it_comes(make) -> None:
    document = await reader().read("plan", make())
    draft = await reader().draft(document, "p", Settled())

    assert [(one.text, one.due, one.owners) for one in draft.plan.milestones] == [
        ("Train every school", date(2026, 6, 30), ("Head of SEND",)),
        ("Write to families", date(2026, 7, 31), ("Head of SEND",)),
    ]


async def test_files_are_read_side_by_side() -> None:
    read = await asyncio.gather(*(reader().read("plan.xlsx", as_xlsx()) for _ in range(3)))

    assert len(set(read)) == 1


async def test_a_long_text_is_read_in_the_other_process_and_comes_out_alike() -> None:
    short = as_csv() + b"\n"
    long = short + b"x,y,z\n" * (MOST_HERE // 6)
    document = await reader().read("plan.csv", long)

    assert len(await reader().read("plan.csv", short)) < len(document)


@pytest.mark.parametrize(
    ("held", "said"),
    [
        (b"x" * (MOST_PACKED + 1), "the most is 10 MB"),
        (b"PK\x03\x04" + b"word/" + bytes(50), "broken or missing"),
        (b"GIF89a", "a picture"),
        (bytes(range(256)) * 4, "not text"),
    ],
)
async def test_what_cannot_be_read_is_refused_in_a_sentence(held: bytes, said: str) -> None:
    with pytest.raises(NotAPlan, match=said):
        await reader().read("plan.docx", held)


async def test_a_document_without_a_plan_is_refused_when_a_draft_is_made_of_it() -> None:
    document = await reader().read("letter.txt", b"Dear all,\nthank you for coming.\n")

    with pytest.raises(NotAPlan, match="not a plan"):
        await reader().draft(document, "p", Settled())


async def test_a_long_plan_is_drafted_in_a_process_of_its_own_as_it_would_be_here() -> None:
    rows = [f"{uuid5(NAMESPACE_URL, str(n))} is written,{n % 28 + 1}/0{n % 9 + 1}/27,Head of SEND,{'Purple' if n % 2 else 'Red'}" for n in range(1_500)]
    document = await reader().read("plan.csv", "\n".join(["Action,By when,Lead,Status", *rows]).encode())
    term = Term.model_validate({"name": "Autumn 2027", "from": date(2027, 9, 2), "to": date(2027, 12, 17)})
    settled = Settled(calendar=Calendar(terms=(term,)), answers={"colour-purple": "Amber"})

    assert len(document) > MOST_DRAFTED_HERE
    draft = await reader().draft(document, "plan", settled)
    assert draft == draft_of(document, "plan", settled)
    assert len(draft.plan.milestones) == 1_500 and draft.plan.answers


async def test_a_long_document_that_is_no_plan_is_refused_in_the_same_sentence() -> None:
    rows = [f"{uuid5(NAMESPACE_URL, str(n))},{uuid5(NAMESPACE_URL, f'{n} b')}" for n in range(1_500)]
    document = await reader().read("plan.csv", "\n".join(["Colour,Taste", *rows]).encode())

    assert len(document) > MOST_DRAFTED_HERE
    with pytest.raises(NotAPlan) as apart:
        await reader().draft(document, "plan", Settled())
    with pytest.raises(NotAPlan) as here:
        draft_of(document, "plan", Settled())
    assert apart.value.reason == here.value.reason
