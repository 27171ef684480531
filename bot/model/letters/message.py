"""The messages Milepost says, free of any platform's markup: a title and blocks of plain values.

A renderer is one `match` over `Block` that ends in `assert_never`. Every string here is plain text, never markup.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, assert_never

from pydantic import Field

from bot.model.noun import Noun


class Text(Noun):
    """Words, ours or a person's. Never parsed by anyone."""

    text: str
    strong: bool = False


class Link(Noun):
    """A link a person gave. Shown with its address; never fetched."""

    text: str
    url: str


class Mention(Noun):
    """A person by name. With their account on the platform where it is said it calls them; without it pings nobody."""

    name: str
    account: str = ""


# No two of a union share their fields, so the first that fits is the one: looking no further reads three times as fast.
Span = Annotated[Text | Link | Mention, Field(union_mode="left_to_right")]
Spans = tuple[Span, ...]


class Mark(Noun):
    """A status with its word and its shape, so that colour is never needed. `status` picks the colour."""

    status: str
    word: str
    shape: str


class Button(Noun):
    """A command in writing: pressing it says `command`. `spoken` is read out if the label is too short. `apart` says that the
    answer is for whoever presses, and too long to stand where everybody reads."""

    label: str
    command: str
    style: Literal["plain", "primary", "danger"] = "plain"
    spoken: str = ""
    apart: bool = False


class Paragraph(Noun):
    """A few sentences."""

    spans: Spans


class Facts(Noun):
    """Pairs of a label and what it says."""

    pairs: tuple[tuple[str, Spans], ...]


class Item(Noun):
    """One line of a list. `number` is what a person may type for it; `buttons` act on this line alone. `plan` and `about` say
    what it is about, and what settles that, so that it can be taken away then."""

    spans: Spans
    mark: Mark | None = None
    number: int | None = None
    buttons: tuple[Button, ...] = ()
    plan: str = ""
    about: str = ""


class Items(Noun):
    """A list under an optional heading. One that is `folded` opens at its heading, if the platform can do that."""

    lines: tuple[Item, ...]
    heading: str = ""
    folded: bool = False


class Chart(Noun):
    """Stacked counts: one bar a label, one series a status. `twin` says the same in sentences."""

    title: str
    labels: tuple[str, ...]
    series: tuple[tuple[Mark, tuple[int, ...]], ...]
    twin: tuple[str, ...]


class Dot(Noun):
    """One point of a run chart. `label` names its day in a few signs, `said` writes its value as people do.

    It has no value if that may not be shown: it is a gap then, and `said` says why.
    """

    day: date
    label: str
    value: Decimal | None = None
    said: str = ""
    provisional: bool = False


class Level(Noun):
    """A value that a run chart has a straight line at, and what is written on that line."""

    value: Decimal
    said: str


class RunChart(Noun):
    """The readings of one measure in the order of time, beside what is wanted of it.

    `trajectory` are the values that are wanted on the way to the target. `resets` are the days on which the measure begins
    anew: no line leads across one. `unread` are those for which a reading was
    due and none was given. `note` explains the gaps, if there are any. `twin` says all of it in sentences.
    """

    title: str
    unit: str = ""
    points: tuple[Dot, ...] = ()
    target: Level | None = None
    target_by: date | None = None
    trajectory: tuple[Dot, ...] = ()
    mean: Level | None = None
    resets: tuple[date, ...] = ()
    unread: tuple[date, ...] = ()
    note: str = ""
    twin: tuple[str, ...]


class Actions(Noun):
    """Buttons that act on the whole message."""

    buttons: tuple[Button, ...]


Block = Annotated[Paragraph | Facts | Items | Chart | RunChart | Actions, Field(union_mode="left_to_right")]


class Message(Noun):
    """One thing said, whole. A renderer that must split it numbers the parts and cuts between blocks or lines.

    `further` is for whoever wants more than is said first: written under it in its thread, on a second card, or unfolded.
    It says all of what is folded in what is said first, for a platform that folds nothing. `kept` are lines that there was no
    room for: they are counted here, and told to whoever asks.
    """

    title: str
    blocks: tuple[Block, ...] = ()
    further: Message | None = None
    kept: tuple[Items, ...] = ()

    @property
    def sheets(self) -> tuple[Message, ...]:
        """Return what is said first, then what is said further, each by itself."""
        if self.further is None:
            return (self,)
        return (self.model_copy(update={"further": None}), *self.further.sheets)

    def plain(self) -> str:
        """Return the message in full sentences, for notifications, screen readers and the command line."""
        own = [self.title, *(line for block in self.blocks for line in lines_of(block))]
        return "\n".join([*own, *([self.further.plain()] if self.further is not None else [])])


def plain(spans: Spans) -> str:
    """Return the words of some spans, a link with its address."""
    return "".join(_words(span) for span in spans)


def _words(span: Span) -> str:
    match span:
        case Text(text=text):
            return text
        case Link(text=text, url=url):
            return url if text in ("", url) else f"{text} ({url})"
        case Mention(name=name):
            return name
    assert_never(span)


def lines_of(block: Block) -> list[str]:
    """Return a block in full sentences, line by line."""
    match block:
        case Paragraph(spans=spans):
            return [plain(spans)]
        case Facts(pairs=pairs):
            return [f"{label}: {plain(spans)}" for label, spans in pairs]
        case Items(lines=lines, heading=heading):
            return [*([heading] if heading else []), *(_line(item) for item in lines)]
        case Chart(title=title, twin=twin) | RunChart(title=title, twin=twin):
            return [title, *twin]
        case Actions():
            return []
    assert_never(block)


def _line(item: Item) -> str:
    number = f"{item.number}. " if item.number is not None else "- "
    return f"{number}{said_of(item)}"


def said_of(item: Item) -> str:
    """Return the words of a line, after the shape and word of its mark."""
    mark = f"{item.mark.shape} {item.mark.word}: " if item.mark else ""
    return f"{mark}{plain(item.spans)}"
