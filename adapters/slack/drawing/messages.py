"""Slack's messages: a Message as Block Kit, within Slack's limits. Pure: no network, no clock.

Words stand in `rich_text` and `plain_text` alone. Slack reads no markup in these, so a person's text is never more than
text.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from adapters.slack.drawing import folded
from adapters.slack.drawing.charts import bars, begins, lines
from adapters.slack.drawing.pieces import MOST_ACTIONS, MOST_TITLE, in_pieces
from adapters.slack.drawing.text import Json, Run, clean, count_in_words, cut, escape, plain_text, run, size
from bot.model.letters.message import Actions, Block, Button, Chart, Facts, Item, Items, Message, Paragraph, RunChart, Text
from bot.model.record.alike import Alike
from bot.wording.letters.parts import split
from bot.wording.sentences import words

MOST_BLOCKS = 50
MOST_VIEW_BLOCKS = 100
MOST_CHARACTERS = 12_000  # of a message's blocks together; Slack refuses more than about 13,200
MOST_HOME_CHARACTERS = 30_000  # keeps a view under its 250 kB even if each character is escaped
MOST_RICH = 2_900  # characters in one rich_text block; Slack allows 3,000 in a text
MOST_TEXT = 3_999  # of the full-sentence text, as sent
MOST_HEADER = 150
MOST_BUTTON = 75
MOST_VALUE = 2_000
MOST_CHARTS = 2

_RUNS: Alike[Run] = Alike(4 * 1024 * 1024)  # bytes of lines as drawn: a list's are mostly the same as when last asked for

QUIET = {"unfurl_links": False, "unfurl_media": False, "mrkdwn": False}
"""What `chat.postMessage` is to be told besides: no previews of evidence, and no markup read in `text`."""


# ---- the three things others ask for ------------------------------------------------------


def parts(message: Message) -> tuple[Message, ...]:
    """Return the message as Slack can take it: itself, or numbered parts of which nothing is left out.

    What is said further is in parts of its own, and says what is folded in the first: Slack does not say when it folds, and
    the thread is at hand.
    """
    if message.further is None:
        return _parts(message)
    first = tuple(block for block in message.blocks if not (isinstance(block, Items) and block.folded))
    sheets = (message.model_copy(update={"blocks": first, "further": None}), *message.further.sheets)
    return tuple(part for sheet in sheets for part in _parts(sheet))


def _parts(sheet: Message) -> tuple[Message, ...]:
    return (sheet,) if _fits(sheet) else split(in_pieces(sheet), _fits)


def beginning(message: Message) -> Message:
    """Return as much of a message as one can hold, from its beginning: what takes another's place has no second part."""
    alone = message.model_copy(update={"further": None})
    if _fits(alone):
        return alone
    pieces = in_pieces(alone)
    return split(pieces, _fits)[0].model_copy(update={"title": pieces.title})


def drawn(message: Message) -> tuple[tuple[Message, ...], Json]:
    """Return the parts of a message, and the body of the first, without charts. Most are laid out once for both."""
    if not any(isinstance(block, Chart | RunChart) for block in message.blocks) and (whole := laid_out(message)) is not None:
        return (message,), whole
    several = parts(message)
    return several, body(several[0], chart=False)


def laid_out(message: Message) -> Json | None:
    """Return the body of a message, with its charts. None if it must be split."""
    if message.further is not None:
        return None
    sheet = _laid(message)
    return {"text": in_sentences(message), "blocks": sheet.blocks} if _holds(sheet) else None


def body(message: Message, chart: bool = True) -> Json:
    """Return one part as `text` and `blocks`. Without `chart`, for a workspace that refuses it, its sentences stand alone."""
    return {"text": in_sentences(message), "blocks": _laid(message, chart).blocks}


def home_view(message: Message) -> Json:
    """Return the message as an App Home. What does not fit is counted in its last line, which says what to write for it."""
    sheet = _home(message)
    if not _fits_home(message):
        first, *rest = split(in_pieces(message), _fits_home)
        sheet = _home(Message(title=cut(message.title, MOST_TITLE), blocks=first.blocks))
        left = sum(len(Message(title="", blocks=part.blocks).plain().split("\n")) - 1 for part in rest)
        sheet.line(*run((Text(text=count_in_words("home", left)),)))
        sheet.close()
    return {"type": "home", "blocks": sheet.blocks}


def in_sentences(message: Message) -> str:
    """Say the message in full sentences, escaped, for notifications and screen readers. Cut at a line's end if too long."""
    text = clean(message.plain())
    if not text.strip():
        return words("slack.blocks.nothing")
    whole = escape(text)
    if size(whole) <= MOST_TEXT:
        return whole
    lines = text.split("\n")
    room = MOST_TEXT - size(count_in_words("rest", len(lines))) - 1
    kept: list[str] = []
    for line in lines:
        room -= size(escape(line)) + 1
        if room < 0:
            break
        kept.append(escape(line))
    left = len(lines) - len(kept)
    if not any(line.strip() for line in kept):
        kept = [escape(cut(next(line for line in lines if line.strip()), MOST_TEXT // 6))]  # an escape is five letters
    return "\n".join([*kept, count_in_words("rest", left)])


# ---- blocks -------------------------------------------------------------------------------


class Sheet:
    """Blocks laid out one after another, counted on the way."""

    def __init__(self, chart: bool = False, beside: bool = False) -> None:
        self._beside = beside
        self.blocks: list[Json] = []
        self.size = 0
        self.longest = 0
        self._charts = MOST_CHARTS if chart else 0
        self._buttons = 0
        self._lines: list[Json] = []
        self._shown = 0

    def title(self, title: str) -> None:
        """Lay a header. What is too long for one is a bold line."""
        if title and not title.isspace():
            if size(title) <= MOST_HEADER:
                self.size += size(title)
                self.blocks.append({"type": "header", "text": plain_text(title, MOST_HEADER)})
            else:
                self.strong(title)
                self.close()

    def strong(self, text: str) -> None:
        """Lay a bold line."""
        self.line(*run((Text(text=text, strong=True),)))

    def line(self, elements: list[Json], shown: int, bullet: bool = False) -> None:
        """Add a line to the text being written, after a bullet or not."""
        if not elements:
            return
        if self._shown + shown > MOST_RICH:
            self.close()
        self._shown += shown
        section: Json = {"type": "rich_text_section", "elements": elements}
        if bullet:
            self._bullet(section)
        else:
            self._lines.append(section)

    def _bullet(self, section: Json) -> None:
        last = self._lines[-1] if self._lines else {}
        points = last.get("elements")
        if last.get("type") == "rich_text_list" and isinstance(points, list):
            points.append(section)
        else:
            self._lines.append({"type": "rich_text_list", "style": "bullet", "elements": [section]})

    def close(self) -> None:
        """End the text being written."""
        if self._lines:
            self.blocks.append({"type": "rich_text", "elements": self._lines})
            self.size += self._shown
            self.longest = max(self.longest, self._shown)
            self._lines, self._shown = [], 0

    def lay(self, block: Block) -> None:
        """Lay one block of a message."""
        match block:
            case Paragraph(spans=spans):
                self.line(*run(spans))
            case Items() if folded.is_words_alone(block):
                self._folded(block)
            case Items(lines=lines, heading=heading):
                self._items(lines, heading)
            case Facts(pairs=pairs):
                for label, spans in pairs:
                    self.line(*run((Text(text=f"{label}: ", strong=True), *spans)))
            case Actions(buttons=buttons):
                self._row(buttons)
            case Chart():
                self._chart(block)
            case RunChart():
                self._run_chart(block)
            case _:
                assert_never(block)
        self.close()

    def _folded(self, items: Items) -> None:
        self.close()
        self.blocks += folded.sections(items)
        self.size += sum(size(line) for line in Message(title="", blocks=(items,)).plain().split("\n"))

    def _items(self, lines: Sequence[Item], heading: str) -> None:
        if heading:
            self.strong(heading)
        pressed = any(item.buttons for item in lines)  # a bullet stands out to the left of the buttons below it
        for item in lines:
            elements, shown = _run_of(item)
            if self._beside and self._put_beside(elements, shown, item.buttons):
                continue
            self.line(elements, shown, bullet=item.number is None and not pressed)
            if item.buttons:
                self._row(item.buttons)

    def _put_beside(self, elements: list[Json], shown: int, buttons: Sequence[Button]) -> bool:
        """Lay a line with its one button to its right, if it is words alone: those lose their bold, to scroll less."""
        words_alone = all(element["type"] == "text" for element in elements)
        text = "".join(str(element["text"]) for element in elements) if words_alone else ""
        if not text.strip() or shown > MOST_RICH or len(buttons) != 1 or not _pressable(buttons[0]):
            return False
        self.close()
        self.size += shown
        self.blocks.append({"type": "section", "text": plain_text(text, MOST_RICH), "accessory": self._button(buttons[0])})
        return True

    def _row(self, buttons: Sequence[Button]) -> None:
        shown = [self._button(button) for button in buttons if _pressable(button)]
        for button in buttons:
            if size(button.command) > MOST_VALUE:
                self.line(*run((Text(text=words("slack.blocks.too_long", {"label": cut(button.label, MOST_BUTTON)})),)))
        self.close()
        for start in range(0, len(shown), MOST_ACTIONS):
            self.blocks.append({"type": "actions", "elements": shown[start : start + MOST_ACTIONS]})

    def _button(self, button: Button) -> Json:
        self._buttons += 1
        label = button.label if button.label.strip() else button.command
        spoken = button.spoken or (label if size(label) > MOST_BUTTON else "")
        element: Json = {
            "type": "button",
            "action_id": f"say{self._buttons}",
            "text": plain_text(label, MOST_BUTTON),
            "value": clean(button.command),
        }
        if button.style != "plain":
            element["style"] = button.style
        if spoken.strip():
            element["accessibility_label"] = cut(clean(spoken), MOST_BUTTON)
        self.size += len(label) + len(button.command) + len(spoken)
        return element

    def _chart(self, chart: Chart) -> None:
        self._drawn(chart.title, bars(chart) if self._charts else None, chart.twin)

    def _run_chart(self, chart: RunChart) -> None:
        drawn = lines(chart) if self._charts else None
        first = begins(chart) if drawn else ""
        self._drawn(chart.title, drawn, (*([first] if first else []), *chart.twin))

    def _drawn(self, title: str, drawn: Json | None, twin: Sequence[str]) -> None:
        """Lay a chart if it is drawn, and its sentences either way."""
        if drawn:
            self._charts -= 1
            self.size += _weight(drawn)
            self.blocks.append(drawn)
        if not drawn or drawn["title"] != clean(title):
            self.strong(title)
        for sentence in twin:
            self.line(*run((Text(text=sentence),)), bullet=True)


def _run_of(item: Item) -> Run:
    return _RUNS.of((item,), (), lambda: run(item.spans, item.number, item.mark))


def _pressable(button: Button) -> bool:
    return bool(button.command.strip()) and size(button.command) <= MOST_VALUE


def _weight(value: object) -> int:
    if isinstance(value, str):
        return size(value)
    if isinstance(value, dict):
        return sum(_weight(inner) for inner in value.values())
    return sum(_weight(inner) for inner in value) if isinstance(value, list) else 1


def _home(message: Message) -> Sheet:
    return _sheet(message, chart=False, beside=True)


def _sheet(message: Message, chart: bool = True, beside: bool = False) -> Sheet:
    sheet = Sheet(chart, beside)
    sheet.title(message.title)
    for block in message.blocks:
        sheet.lay(block)
    return sheet


def _laid(message: Message, chart: bool = True) -> Sheet:
    """Lay a message out. A long list has its buttons to the right of its lines, if that spares another message."""
    sheet = _sheet(message, chart)
    if len(sheet.blocks) <= MOST_BLOCKS:
        return sheet
    beside = _sheet(message, chart, beside=True)
    return beside if _holds(beside) else sheet


def _fits(message: Message) -> bool:
    return _holds(_laid(message))


def _holds(sheet: Sheet) -> bool:
    return len(sheet.blocks) <= MOST_BLOCKS and sheet.size <= MOST_CHARACTERS and sheet.longest <= MOST_RICH


def _fits_home(message: Message) -> bool:
    sheet = _home(message)
    with_last_line = len(sheet.blocks) + 1
    return with_last_line <= MOST_VIEW_BLOCKS and sheet.size <= MOST_HOME_CHARACTERS and sheet.longest <= MOST_RICH
