"""A list that may be folded, as sections: Slack folds a long one by itself, but no rich text. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import wrap

from adapters.slack.drawing.text import Json, clean, plain_text, size
from bot.model.letters.message import Item, Items, Text, plain
from bot.wording.looks import signed

MOST_SECTION = 3_000
WIDE = MOST_SECTION // 2  # a letter may count as two
BULLET = "• "


def is_words_alone(items: Items) -> bool:
    """Say if a list is folded and loses nothing as sections: they have no links, no numbers to type and no buttons."""
    alone = all(isinstance(one, Text) for item in items.lines for one in item.spans)
    plain_lines = alone and all(item.number is None and not item.buttons for item in items.lines)
    return items.folded and bool(items.heading) and plain_lines


def sections(items: Items) -> list[Json]:
    """Return the heading with its lines as blocks, however long."""
    lines = [items.heading, *(f"{BULLET}{_marked(item)}{plain(item.spans)}" for item in items.lines)]
    return [{"type": "section", "text": plain_text(part, MOST_SECTION), "expand": False} for part in _parts(lines)]


def _marked(item: Item) -> str:
    return f"{signed(item.mark)}: " if item.mark is not None else ""


def _parts(lines: Iterable[str]) -> list[str]:
    """Join the lines into as few texts as fit. Only a line that is too long for one is cut, between its words."""
    parts: list[str] = []
    for line in (piece for whole in lines for piece in wrap(clean(whole), WIDE, expand_tabs=False)):
        if parts and size(parts[-1]) + 1 + size(line) <= MOST_SECTION:
            parts[-1] = f"{parts[-1]}\n{line}"
        else:
            parts.append(line)
    return parts
