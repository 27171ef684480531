"""Papers of plain lines, such as a verification slip."""

from __future__ import annotations

from adapters.papers.text import held
from bot.model.board.paper import Plain


def draw(paper: Plain) -> bytes:
    """Return the lines as UTF-8, each ended by a line feed. A line break inside a line becomes a space."""
    return "".join(f"{held(line).replace(chr(10), ' ')}\n" for line in paper.lines).encode()
