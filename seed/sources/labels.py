"""Find cards in running text: lines such as "Owner: Head of Care" that come again and again with other words behind them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from seed.source import Block, Cell, Line, Prose, Table

_LABEL = re.compile(r"(?:[-*\u2022\u25aa\u25cf]\s+)?([A-Z][^:\n]{1,39}):\s+(\S.*)")
_LEAST = 3  # labels of a card
_MOST = 40  # lines


class _Labelled(NamedTuple):
    prose: Prose
    label: str  # none if the line goes on with the one above it
    words: str

    @property
    def key(self) -> str:
        """Return what its label is known by: "Action 1" and "Action 2" are one."""
        return self.label.casefold().rstrip("0123456789. ")


def with_labels(blocks: Sequence[Block]) -> Iterator[Block]:
    """Return the blocks, the lines of each card as a table of labels and their values."""
    read = {at: _read(block) for at, block in enumerate(blocks) if isinstance(block, Prose)}
    uses = Counter(line.key for line in read.values() if line.label)
    card: list[_Labelled] = []
    for at, block in enumerate(blocks):
        line = read.get(at)
        if line and _belongs(card, line):
            card.append(line)
            continue
        yield from _made(card, uses)
        card = []
        if line and line.label and uses[line.key] > 1:
            card.append(line)
        else:
            yield block
    yield from _made(card, uses)


def _read(prose: Prose) -> _Labelled:
    found = _LABEL.fullmatch(prose.text)
    return _Labelled(prose, found[1].strip(), found[2]) if found else _Labelled(prose, "", prose.text)


def _belongs(card: Sequence[_Labelled], line: _Labelled) -> bool:
    if not card or len(card) >= _MOST:
        return False
    above, here = card[-1].prose.at, line.prose.at
    if here.sheet != above.sheet or here.line > above.line + 1:
        return False
    return all(line.key != one.key for one in card) if line.label else not line.prose.is_bullet


def _made(card: Sequence[_Labelled], uses: Counter[str]) -> Iterator[Block]:
    """Return the table of a card, or its lines as they were if too few of its labels come again."""
    labels = [line.key for line in card if line.label]
    if len(labels) < _LEAST or sum(uses[label] > 1 for label in labels) * 2 < len(labels):
        yield from (line.prose for line in card)
        return
    rows: list[Line] = []
    for line in card:
        if line.label:
            rows.append(Line((Cell(line.label), Cell(line.words)), line.prose.at))
        else:
            label, value = rows[-1].cells
            rows[-1] = rows[-1]._replace(cells=(label, value._replace(text=f"{value.text} {line.words}")))
    yield Table(tuple(rows), is_card=True)
