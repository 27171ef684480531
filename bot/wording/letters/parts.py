"""Cut long messages into numbered parts: between blocks and lines, and inside one only at the end of a sentence."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import reduce
from typing import assert_never

from bot.model.letters.message import Actions, Block, Chart, Facts, Item, Items, Message, Paragraph, RunChart, Span, Spans, Text
from bot.wording.sentences import Fact, words

MOST = 99  # parts; what the title's numbering is measured with
_SENTENCE = re.compile(r"[.?!…]\s+|\n+")
_WORD = re.compile(r"\s+")


def split(message: Message, fits: Callable[[Message], bool]) -> tuple[Message, ...]:
    """Return the message itself if it fits, else parts that each fit, with numbered titles. Leaves nothing out.

    What cannot be cut any smaller stands alone in its part, even if it does not fit.
    """
    if fits(message):
        return (message,)
    parts: list[tuple[Block, ...]] = []
    left = list(_pieces(message.blocks))
    while left:
        count = _how_many(left, lambda blocks: fits(_part(message, blocks, MOST, MOST)))
        if count < len(left) and (halves := _halves(left[count])) and not fits(_part(message, (left[count],), MOST, MOST)):
            left[count : count + 1] = halves
            continue
        parts.append(_together(left[: max(count, 1)]))
        del left[: max(count, 1)]
    return tuple(_part(message, blocks, number, max(len(parts), 1)) for number, blocks in enumerate(parts or [()], 1))


def _how_many(pieces: Sequence[Block], fit: Callable[[tuple[Block, ...]], bool]) -> int:
    """Return how many of the pieces, from the first, fit together. Each try lays out a whole part, so there are few of them."""

    def too_many(count: int) -> bool:
        return not fit(_together(pieces[:count]))

    reach = 1
    while reach < len(pieces) and not too_many(reach):
        reach *= 2
    return bisect_left(range(1, min(reach, len(pieces)) + 1), True, lo=reach // 2, key=too_many)


def _together(pieces: Iterable[Block]) -> tuple[Block, ...]:
    return reduce(_joined, pieces, ())


def _part(message: Message, blocks: tuple[Block, ...], number: int, count: int) -> Message:
    kept = message.kept if number == 1 else ()
    if count == 1:
        return Message(title=message.title, blocks=blocks, kept=kept)
    facts: dict[str, Fact] = {"title": message.title, "number": number, "count": count}
    return Message(title=words("replies.part.title", facts), blocks=blocks, kept=kept)


def _pieces(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Return the smallest blocks that may stand in different parts."""
    for block in blocks:
        match block:
            case Items(lines=lines, heading=heading, folded=folded) if lines:
                for place, item in enumerate(lines):
                    yield Items(lines=(item,), heading="" if place else heading, folded=folded)
            case Facts(pairs=pairs):
                for pair in pairs:
                    yield Facts(pairs=(pair,))
            case Paragraph() | Items() | Chart() | RunChart() | Actions():
                yield block
            case _:
                assert_never(block)


def _joined(before: tuple[Block, ...], piece: Block) -> tuple[Block, ...]:
    """Add one piece to the blocks. Lines of one list stay one list."""
    last = before[-1] if before else None
    if isinstance(last, Items) and isinstance(piece, Items) and not piece.heading and last.folded is piece.folded:
        return (*before[:-1], last.model_copy(update={"lines": (*last.lines, *piece.lines)}))
    if isinstance(last, Facts) and isinstance(piece, Facts):
        return (*before[:-1], Facts(pairs=(*last.pairs, *piece.pairs)))
    return (*before, piece)


def _halves(piece: Block) -> tuple[Block, Block] | None:
    match piece:
        case Paragraph(spans=spans) if cut := _cut(spans):
            return Paragraph(spans=cut[0]), Paragraph(spans=cut[1])
        case Items(lines=(item,), heading=heading, folded=folded) if cut := _cut(item.spans):
            first = item.model_copy(update={"spans": cut[0]})
            return Items(lines=(first,), heading=heading, folded=folded), Items(lines=(Item(spans=cut[1]),), folded=folded)
        case Facts(pairs=((label, spans),)) if cut := _cut(spans):
            return Facts(pairs=((label, cut[0]),)), Facts(pairs=((label, cut[1]),))
        case Paragraph() | Items() | Facts() | Chart() | RunChart() | Actions():
            return None
    assert_never(piece)


def _cut(spans: Spans) -> tuple[Spans, Spans] | None:
    """Cut into halves: between sentences, else between words, else between letters. Returns None if there is nothing to cut."""
    starts, total = [], 0
    for span in spans:
        starts.append(total)
        total += len(span.text) if isinstance(span, Text) else 1
    for ends in (_SENTENCE, _WORD, None):
        places = {at for span, start in zip(spans, starts, strict=True) for at in _ends(span, start, ends)}
        places = {at for at in places if 0 < at < total}
        if places:
            return _at(spans, starts, min(places, key=lambda at: abs(2 * at - total)))
    return None


def _ends(span: Span, start: int, ends: re.Pattern[str] | None) -> Iterator[int]:
    if not isinstance(span, Text):
        return
    if ends is None:
        yield from range(start, start + len(span.text))
    else:
        yield from (start + found.end() for found in ends.finditer(span.text))


def _at(spans: Spans, starts: list[int], place: int) -> tuple[Spans, Spans]:
    before: list[Span] = []
    after: list[Span] = []
    for span, start in zip(spans, starts, strict=True):
        if not isinstance(span, Text) or not start < place < start + len(span.text):
            (before if start < place else after).append(span)
            continue
        before.append(span.model_copy(update={"text": span.text[: place - start].rstrip()}))
        after.append(span.model_copy(update={"text": span.text[place - start :]}))
    return tuple(before), tuple(after)
