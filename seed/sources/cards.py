"""Know a card: a small table with labels at its left and their values at its right, most often one of many alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from seed.source import Block, Table

_LEAST_ROWS = 3
_MOST_LABEL = 40  # letters
_WIDTHS = (2, 4)  # one label and value in a row, or two
_ALIKE = 0.5  # of the labels stand in another card too


def with_cards(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Return the blocks, each table that is a card marked as one."""
    labels = {at: _labels(block) for at, block in enumerate(blocks) if isinstance(block, Table)}
    uses = Counter(label for found in labels.values() for label in set(found))
    cards = {at for at, found in labels.items() if _is_card(found, uses)}
    return tuple(
        block._replace(is_card=True) if at in cards and isinstance(block, Table) else block for at, block in enumerate(blocks)
    )


def _labels(table: Table) -> tuple[str, ...]:
    """Return the words that may be labels, none if the table cannot be a card."""
    if len(table.lines) < _LEAST_ROWS or len(table.lines[0].cells) not in _WIDTHS or table.ragged:
        return ()
    found = [
        line.cells[at].text.strip().casefold()
        for line in table.lines
        for at in range(0, len(line.cells), 2)
        if not (line.cells[at].is_copy or line.cells[at].across > 1)
    ]
    named = [label for label in found if label]
    fits = named and all(len(label) <= _MOST_LABEL and "\n" not in label for label in named) and len(set(named)) == len(named)
    return tuple(named) if fits else ()


def _is_card(labels: Sequence[str], uses: Counter[str]) -> bool:
    if not labels:
        return False
    if sum(label.endswith(":") for label in labels) >= len(labels) * _ALIKE:
        return True
    return sum(uses[label] > 1 for label in labels) >= len(labels) * _ALIKE
