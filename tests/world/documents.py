"""What stands in a document, in words and in rows."""

from __future__ import annotations

import re

from seed.source import Document, Heading, Prose, Table


def rows(document: Document) -> list[list[list[str]]]:
    """The texts of the cells of each table."""
    return [[[cell.text for cell in line.cells] for line in block.lines] for block in document.blocks if isinstance(block, Table)]


def tables(document: Document) -> list[Table]:
    return [block for block in document.blocks if isinstance(block, Table)]


def headings(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Heading)]


def prose(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Prose)]


def words(document: Document) -> list[str]:
    """Every word that stands anywhere in a document, in order of the alphabet."""
    found = [*headings(document), *prose(document), document.title]
    found += [cell.text for table in tables(document) for line in table.lines for cell in line.cells if not cell.is_copy]
    return words_in("\n".join(found))


def words_in(text: str) -> list[str]:
    return sorted(re.findall(r"[^\W\d_]+", text))
