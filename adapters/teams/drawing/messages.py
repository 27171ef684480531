"""Messages as Adaptive Cards: one function a block, limits as constants, no words of its own and no markup anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from adapters.teams.drawing.charts import bars, lines
from adapters.teams.drawing.elements import (
    Json,
    action,
    attachment,
    block,
    calling,
    entities,
    envelope,
    executed,
    folded,
    heading,
    opening,
    paragraphs,
    run,
    sentence,
    sets,
    size,
    strong,
    weight,
)
from bot.model.letters.message import Actions, Block, Button, Chart, Facts, Item, Items, Mark, Message, Paragraph, RunChart
from bot.wording.letters import parts as parting
from bot.wording.looks import look
from bot.wording.sentences import words

MOST_BYTES = 75_000  # of an activity; Teams refuses 100 KB, the advice is 80, the rest is for what the connector adds
MOST_CARD = 28 * 1024  # bytes of one card as it is sent: what is heavier goes without what only old clients need
MOST_HEARD = 800  # letters said of such a card to a client that cannot draw it
MOST_LINES = 50  # of one card, so that it stays one to read
MOST_SUMMARY = 400  # letters of the notification
SIDE = "28px"  # the column for a line's number or sign
STYLES = {"plain": "default", "primary": "positive", "danger": "destructive"}


def parts(message: Message) -> tuple[Message, ...]:
    """Split a message into as many parts as Teams needs, each of which fits. What is said further is on cards of its own."""
    return tuple(part for sheet in message.sheets for part in parting.split(sheet, _fits))


def beginning(message: Message) -> Message:
    """Return as much of a message as one can hold, from its beginning: what takes another's place has no second part."""
    return parting.split(message.sheets[0], _fits)[0].model_copy(update={"title": message.title})


def activity(message: Message) -> Json:
    """Return what is posted: the card with a summary for the notification, or one sentence alone as plain text."""
    if not message.blocks:
        return {"type": "message", "textFormat": "plain", "text": message.title or words("teams.cards.nothing")}
    sentences = _sentences(message)
    return {"type": "message", "summary": _summary(sentences), "attachments": [attachment(_card(message, sentences))]}


def card(message: Message, last: Sequence[Json] = ()) -> Json:
    """Return the message as a card. `last` are elements that stand below it."""
    return _card(message, _sentences(message), last)


def _card(message: Message, sentences: Sequence[str], last: Sequence[Json] = ()) -> Json:
    called = [one for told in message.blocks if isinstance(told, Paragraph) for one in entities(told.spans)]
    body = [*heading(message.title, "Large"), *drawn(message.blocks), *last]
    whole = envelope(body, sentences, called=called)
    return whole if weight(whole) <= MOST_CARD else envelope(executed(body), _beginning(sentences), called=called)


def _beginning(sentences: Sequence[str]) -> list[str]:
    """Return the first sentences, for a card so heavy that it can't say everything twice more beside what it shows."""
    kept: list[str] = []
    room = MOST_HEARD
    for said in sentences:
        room -= len(said)
        if room < 0:
            break
        kept.append(said)
    return kept or [sentences[0][:MOST_HEARD]]


def drawn(blocks: Sequence[Block]) -> list[Json]:
    """Return the blocks as elements of a card."""
    return [element for one in blocks for element in _block(one)]


def _sentences(message: Message) -> list[str]:
    said = [sentence(line) for line in message.plain().split("\n") if line.strip()]
    return said or [words("teams.cards.nothing")]


def _fits(message: Message) -> bool:
    return _height(message) <= MOST_LINES and size(activity(message)) <= MOST_BYTES


def _height(message: Message) -> int:
    return sum(_lines(one) for one in message.blocks)


def _lines(one: Block) -> int:
    match one:
        case Items(lines=lines):
            return len(lines)
        case Facts(pairs=pairs):
            return len(pairs)
        case Chart(labels=labels):
            return len(labels)
        case RunChart(twin=twin):
            return len(twin)
        case Paragraph() | Actions():
            return 1
    assert_never(one)


def _summary(sentences: Sequence[str]) -> str:
    """Return as many sentences as a notification shows, never half of one but the first."""
    first, *others = sentences
    said = first if len(first) <= MOST_SUMMARY else f"{first[: MOST_SUMMARY - 1]}…"
    for other in others:
        if len(said) + 1 + len(other) > MOST_SUMMARY:
            break
        said = f"{said} {other}"
    return said


def _block(one: Block) -> list[Json]:
    match one:
        case Paragraph(spans=spans):
            return calling(spans) or paragraphs(spans)
        case Facts(pairs=pairs):
            return [row for label, spans in pairs for row in paragraphs(spans, _label(label), "Small")]
        case Items():
            return _items(one)
        case Chart():
            return bars(one)
        case RunChart():
            return lines(one)
        case Actions(buttons=buttons):
            return _buttons(buttons)
    assert_never(one)


def _label(label: str) -> list[Json]:
    return [strong(f"{label}: ")]


def _items(items: Items) -> list[Json]:
    apart = any(item.buttons for item in items.lines)
    rows = [element for place, item in enumerate(items.lines) for element in _row(item, apart and place > 0)]
    if items.folded and items.heading:
        return folded(items.heading, rows)
    return [*heading(items.heading, spacing="Large"), *rows]


def _row(item: Item, apart: bool) -> list[Json]:
    """Draw one line, its number or sign in a narrow column, so that it reads the same on a phone and on a wide screen."""
    look: Json = {"spacing": "Medium", "separator": True} if apart else {"spacing": "Small"}
    said = [*paragraphs(item.spans, _word(item.mark, item.number is not None)), *_buttons(item.buttons)]
    if item.number is None and item.mark is None:
        return [{**element, **(look if place == 0 else {})} for place, element in enumerate(said)]
    columns = [_column(SIDE, [block([_side(item)])]), _column("stretch", said)]
    return [{"type": "ColumnSet", "columns": columns, **look}]


def _column(width: str, elements: Sequence[Json]) -> Json:
    return {"type": "Column", "width": width, "items": list(elements), "spacing": "Small"}


def _side(item: Item) -> Json:
    if item.number is not None:
        return strong(f"{item.number}.")
    return run(look(item.mark.status).sign or item.mark.shape) if item.mark else run("")


def _shape(mark: Mark) -> Json:
    """Draw the shape alone in colour: every word keeps the contrast of the client's own text."""
    return run(mark.shape, weight="Bolder", color=look(mark.status).tone)


def _word(mark: Mark | None, with_sign: bool) -> list[Json]:
    if mark is None:
        return []
    sign = look(mark.status).sign if with_sign else ""
    return [*([run(f"{sign} ")] if sign else []), _shape(mark), run(" "), strong(f"{mark.word}: ")]


def _buttons(buttons: Sequence[Button]) -> list[Json]:
    return sets([_button(one) for one in buttons if one.command])


def _button(one: Button) -> Json:
    draw = opening if one.apart else action
    return draw(one.label, {"say": one.command}, STYLES[one.style], one.spoken)
