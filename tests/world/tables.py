"""Tables of plans written down in a few lines: one row a line, its cells parted by pipes. "{FF0000}" at the end of a cell is its fill."""

from __future__ import annotations

import re
from datetime import date

from seed.draft import Doubts
from seed.meaning.classify import parts_of
from seed.meaning.parts import Meaning, OtherTable, Part, PlanTable
from seed.source import Block, Cell, Document, Format, Heading, Line, Place, Prose, Table

FILL = re.compile(r"\{(\w{6})\}$")


def cell(words: str) -> Cell:
    """One cell. A day such as 2026-05-01 in angle brackets is a day that the file holds as one."""
    fill = FILL.search(words)
    text = FILL.sub("", words).strip()
    if text.startswith("<"):
        return Cell(text.strip("<>"), date.fromisoformat(text.strip("<>")))
    return Cell(text, fill=fill[1] if fill else "")


def table(*rows: str, sheet: str = "", first: int = 1, ragged: bool = False) -> Table:
    """A table whose rows stand below each other. A row of nothing is blank, and is no row."""
    lines = [(number, row.split("|")) for number, row in enumerate(rows, start=first) if row.strip()]
    wide = max(len(cells) for _, cells in lines)
    return Table(
        tuple(
            Line(tuple(cell(words) for words in cells + [""] * (0 if ragged else wide - len(cells))), Place(sheet, number))
            for number, cells in lines
        ),
        ragged=ragged,
    )


def document(*blocks: Block | str) -> Document:
    """A document of tables and what stands between them. Words that begin with "# " are a heading, with "[" a sheet."""
    made: list[Block] = []
    for number, block in enumerate(blocks, start=1):
        if not isinstance(block, str):
            made.append(block)
        elif block.startswith("["):
            made.append(Heading(block.strip("[]"), 1, Place(), is_sheet=True))
        elif block.startswith("# "):
            made.append(Heading(block[2:], 1, Place(line=number)))
        else:
            made.append(Prose(block, Place(line=number)))
    return Document(Format.DOCX, tuple(made))


class Read:
    """What became of a document: its parts, and its doubts."""

    def __init__(self, *blocks: Block | str, answers: dict[str, str] | None = None) -> None:
        self.doubts = Doubts(answers)
        self.parts: tuple[Part, ...] = parts_of(document(*blocks), self.doubts)

    @property
    def plans(self) -> list[PlanTable]:
        return [part for part in self.parts if isinstance(part, PlanTable)]

    @property
    def others(self) -> list[str]:
        return [part.kind.value for part in self.parts if isinstance(part, OtherTable)]

    def meanings(self, number: int = 0) -> dict[str, str]:
        """The columns of a plan's table that are kept, by their names."""
        return {one.name: one.meaning.value for one in self.plans[number].columns if one.meaning is not Meaning.NONE}

    def rows(self, number: int = 0) -> list[str]:
        return ["|".join(one.text for one in line.cells).strip("|") for line in self.plans[number].body]

    def told(self) -> list[str]:
        return [warning.code for warning in self.doubts.told()]

    def asked(self) -> dict[str, str | None]:
        """The default of each doubt by its key."""
        return {doubt.key: doubt.default for doubt in self.doubts.asked(lambda _: ())}


def columns(*rows: str, answers: dict[str, str] | None = None) -> dict[str, str]:
    """The meanings of the columns of one table."""
    return Read(table(*rows), answers=answers).meanings()
