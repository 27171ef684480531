"""A message too long for Slack, taken into pieces that can each be cut smaller. Pure, and off the common path."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import assert_never

from adapters.slack.drawing.text import cut, size
from bot.model.letters.message import (
    Actions,
    Block,
    Button,
    Chart,
    Facts,
    Item,
    Items,
    Message,
    Paragraph,
    RunChart,
    Span,
    Spans,
    Text,
    plain,
)

MOST_ACTIONS = 25
MOST_TITLE = 300  # beyond which the whole title stands in the first paragraph, and its beginning above each part
MOST_WHOLE = 2_000  # characters in what has no place to be cut: a heading, a link, the sentences of a chart
MOST_HANDFUL = 8_000  # characters of the buttons that stay together


def in_pieces(message: Message) -> Message:
    """Say the same in blocks that `bot.wording.letters.parts.split` can cut until each fits."""
    whole = size(message.title) <= MOST_TITLE
    pieces = tuple(piece for block in message.blocks for piece in _pieces(block))
    return Message(title=cut(message.title, MOST_TITLE), blocks=pieces if whole else (_strong(message.title), *pieces))


def _pieces(block: Block) -> Iterator[Block]:
    match block:
        case Paragraph(spans=spans):
            yield Paragraph(spans=_loose(spans))
        case Facts(pairs=pairs):
            for label, spans in pairs:
                long = size(label) > MOST_WHOLE
                yield from [_strong(label)] if long else []
                yield Paragraph(spans=_loose(spans)) if long else Facts(pairs=((label, _loose(spans)),))
        case Items(lines=lines, heading=heading):
            if size(heading) > MOST_WHOLE:
                yield _strong(heading)
                heading = ""
            yield from _lines(lines, heading)
        case Actions(buttons=buttons):
            yield from (Actions(buttons=few) for few in _handfuls(buttons))
        case Chart(title=title, twin=twin) | RunChart(title=title, twin=twin):
            if size(title) + sum(size(sentence) for sentence in twin) <= MOST_WHOLE:
                yield block
            else:
                yield from _pieces(Items(heading=title, lines=tuple(Item(spans=(Text(text=one),)) for one in twin)))
        case _:
            assert_never(block)


def _lines(lines: Iterable[Item], heading: str) -> Iterator[Block]:
    kept: list[Item] = []
    for item in lines:
        handfuls = _handfuls(item.buttons)
        few = handfuls[0] if len(handfuls) == 1 else ()
        kept.append(Item(spans=_loose(item.spans), mark=item.mark, number=item.number, buttons=few))
        if len(handfuls) > 1:
            yield Items(lines=tuple(kept), heading=heading)
            yield from (Actions(buttons=some) for some in handfuls)
            kept, heading = [], ""
    if kept or heading:
        yield Items(lines=tuple(kept), heading=heading)


def _strong(text: str) -> Paragraph:
    return Paragraph(spans=(Text(text=text, strong=True),))


def _handfuls(buttons: Iterable[Button]) -> list[tuple[Button, ...]]:
    found: list[tuple[Button, ...]] = []
    weight = MOST_HANDFUL
    for button in buttons:
        adds = len(button.label) + len(button.command) + len(button.spoken)
        if not found or weight + adds > MOST_HANDFUL or len(found[-1]) == MOST_ACTIONS:
            found.append(())
            weight = 0
        found[-1] = (*found[-1], button)
        weight += adds
    return found


def _loose(spans: Spans) -> Spans:
    """Return the spans with a place to cut between any two of them, and nothing long that is not plain text."""
    loose: list[Span] = []
    for span in spans:
        whole = span if isinstance(span, Text) or size(plain((span,))) <= MOST_WHOLE else Text(text=plain((span,)))
        if loose and not isinstance(whole, Text) and not isinstance(loose[-1], Text):
            loose.append(Text(text=" "))
        loose.append(whole)
    return tuple(loose)
