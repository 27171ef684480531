"""Say why a document is no plan, in one sentence that names what was seen in it."""

from __future__ import annotations

from collections.abc import Sequence

from seed.meaning.columns.layout import filled_in
from seed.meaning.parts import OtherTable, Part, TableKind
from seed.source import Document, Table
from seed.words import say, short

MOST_SEEN = 12  # headings that are named
_LONGEST = 300  # letters
_BESIDE = frozenset([TableKind.PROPERTIES, TableKind.COLOUR_KEY])
# The headings by which Milepost's other files are known, as it wants them.
_OWN_FILES = {
    "people": frozenset(["role", "name", "email"]),
    "measures": frozenset(["handle", "text", "polarity"]),
    "readings": frozenset(["m", "as_at", "value"]),
}


def own_file(document: Document) -> str:
    """Return why a document is no plan but another of Milepost's own files, and how that is loaded. Empty if it is none."""
    lines = next((block.lines for block in document.blocks if isinstance(block, Table)), ())
    headings = {cell.text.strip().casefold() for cell in lines[0].cells} if lines else set()
    return next((say("not_a_plan", name) for name, wanted in _OWN_FILES.items() if wanted <= headings), "")


def why_not(parts: Sequence[Part]) -> str:
    """Return why these parts hold no plan: what kind of table they hold instead, or the headings that were seen."""
    tables = [part for part in parts if isinstance(part, OtherTable) and part.kind not in _BESIDE]
    if not tables:
        return say("not_a_plan", "no_table")
    longest = max(tables, key=lambda part: len(part.table.lines))
    if longest.kind not in (TableKind.NONE, TableKind.INITIALS):
        return say("not_a_plan", "other_kind", kind=say("kind", longest.kind))
    line = next((line for line in longest.table.lines if filled_in(line)), None)
    if line is None:
        return say("not_a_plan", "no_table")
    seen = [short(line.cells[at].text, 40) for at in filled_in(line)[:MOST_SEEN]]
    return say("not_a_plan", "no_headings", read=short("; ".join(seen), _LONGEST))
