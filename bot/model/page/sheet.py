"""The sheets of the page as plain values: what a sheet says, and where it leads. No markup and no addresses.

A drawing is one `match` over `SheetBlock` that ends in `assert_never`. Every string here is plain text, never markup.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from bot.model.board.paper import Figure, Grid, Heading, Prose
from bot.model.letters.message import Mark, Spans
from bot.model.noun import Noun
from bot.model.page.place import Place


class Tile(Noun):
    """A headline number: how many, of what, and where they are listed. `note` says what a number alone would hide."""

    count: str
    label: str
    note: str = ""
    mark: Mark | None = None
    to: Place | None = None


class Tiles(Noun):
    """Headline numbers beside each other. `caption` says what they count, for those who hear it read out."""

    caption: str
    tiles: tuple[Tile, ...]


class Line(Noun):
    """One line of a list, which may lead to a place as a whole. `aside` is small print under it. `file` names a paper to take."""

    spans: Spans
    mark: Mark | None = None
    aside: str = ""
    to: Place | None = None
    file: str = ""


class Lines(Noun):
    """A list. `none` is said in its place if it has no lines."""

    caption: str
    lines: tuple[Line, ...] = ()
    none: str = ""


class Pairs(Noun):
    """Pairs of a label and what it says, line by line."""

    caption: str
    pairs: tuple[tuple[str, tuple[Line, ...]], ...]


class Choice(Noun):
    """One choice of a question: what is sent, and what is read."""

    value: str
    label: str


class Ask(Noun):
    """One question of a form. `field` is the field of a place that its answer fills. One without choices is typed.

    `value` is the answer as it stands. `hint` says how to write it.
    """

    field: Literal["colour", "owner", "due", "silent", "priority", "search", "only", "as_at"]
    label: str
    value: str = ""
    choices: tuple[Choice, ...] = ()
    hint: str = ""


class Filters(Noun):
    """A form of questions that leads to a place: `keep`, with the answers in it. `clear` is the way back to all of it."""

    caption: str
    keep: Place
    asks: tuple[Ask, ...]
    button: str
    clear: tuple[str, Place] | None = None


class Step(Noun):
    """One statement of a chain: what it was, who said it by role and when, and its words, paragraph by paragraph.

    One that is `gone` was withdrawn, or another took its place: it stays readable, and says so.
    """

    title: str
    who: str
    when: str
    mark: Mark | None = None
    lines: tuple[Line, ...] = ()
    handle: str = ""
    gone: bool = False


class Chain(Noun):
    """Statements in their order. `none` is said in its place if nobody has said anything."""

    caption: str
    steps: tuple[Step, ...] = ()
    none: str = ""


class Pager(Noun):
    """The leaves of a long list: which part is shown, and the leaf before and after it."""

    caption: str
    before: tuple[str, Place] | None = None
    after: tuple[str, Place] | None = None


class Fold(Noun):
    """A part that opens at its heading. `note` stands beside the heading. It is `open` if it is short, or is looked for."""

    heading: str
    note: str = ""
    mark: Mark | None = None
    blocks: tuple[SheetBlock, ...] = ()
    open: bool = False


SheetBlock = Annotated[
    Heading | Prose | Grid | Figure | Tiles | Lines | Pairs | Filters | Chain | Pager | Fold, Field(union_mode="left_to_right")
]


class Tab(Noun):
    """A sheet that is always led to. `here` says that this is the one."""

    label: str
    to: Place
    here: bool = False


class Sheet(Noun):
    """One sheet. `moment` says as at when it tells, in words, and `is_past` that this is not now: `now` is the way back to now,
    and `meeting` that to the board's last meeting.

    `when` asks for another moment. `reader` says with which right it is read. `way` are the sheets above it, the highest first.
    """

    title: str
    plan_title: str
    moment: str
    place: Place
    is_past: bool = False
    now: tuple[str, Place] | None = None
    meeting: tuple[str, Place] | None = None
    when: Filters
    reader: str = ""
    nav: tuple[Tab, ...] = ()
    way: tuple[Tab, ...] = ()
    blocks: tuple[SheetBlock, ...] = ()
    foot: tuple[str, ...] = ()


Fold.model_rebuild()
Sheet.model_rebuild()
