"""Papers that hold every block and every cell there is, and text that tries to be more than text."""

from __future__ import annotations

from datetime import UTC, date, datetime

from bot.model.board.paper import (
    Book,
    Break,
    Bullets,
    Cell,
    Column,
    Figure,
    Grid,
    Heading,
    Paper,
    PaperBlock,
    Plain,
    Prose,
    Sheet,
)
from bot.model.letters.message import Chart, Link, Mention, Text
from bot.model.measures.measure import Polarity
from bot.wording.looks import LOOKS
from bot.wording.measures.chart import run_chart
from bot.wording.sentences import mark
from tests.world.measure_samples import IN_TIME, told

MADE = datetime(2025, 12, 4, 17, 0, tzinfo=UTC)
FOOT = "Lancashire SEND priority action plan. As at 4 December 2025. Record head 4711, 9f2c41d07a."
EVIL = (
    "=1+1", "+44 1772 000000", "-5", "@SUM(A1)", "\t=tab", "=HYPERLINK(\"https://a.b\")", "<w:t>not a tag</w:t> & more",
    "bell \x07, null \x00, lone \ud800 surrogate, \ufffe end", "_x0041_ is no A", "two\nlines\r\nand\ta tab", "  spaces  around  ", "🟥 émigré ≥ 5",
)  # fmt: skip
EVIL_LINKS = (
    "https://example.org/minutes/2025?page=1&of=2", "http://example.org/with space", "javascript:alert(1)", "file:///etc/passwd",
    "https://[bad", "https://user:secret@example.org/", "https://münchen.example/ß", "https://example.org/" + "a" * 3000, "not an address",
    "https://example.org/\x07<>\"'`{}|\\^", "https://example.org:99999/", "https:///nowhere",
)  # fmt: skip

MILESTONES = (
    ("2.1.3", "Agree the recovery plan for assessments that are late, with every partner's signature", "amber", "One of three partners has not signed.", date(2025, 12, 31)),
    ("2.1.4", "Publish the waiting times of all three therapies each month", "red", "No data has come from one trust since September.", date(2025, 11, 30)),
    ("2.2.1", "Train every case officer in the new way of writing plans", "green", "62 of 70 officers are trained.", date(2026, 1, 31)),
    ("2.3.2", "Open the second specialist unit in the east of the county", "not_reported", "", date(2025, 10, 31)),
    ("2.4.1", "Set up the parents' panel that reads plans before they are final", "complete", "The panel met on 12 November.", date(2025, 11, 14)),
)


def text(words: str) -> tuple[Text, ...]:
    return (Text(text=words),)


def off_track() -> Grid:
    rows = tuple(
        (Cell(value=ref), Cell(value=what), Cell(mark=mark(status)), Cell(value=said), Cell(value=due), Cell(value=at))
        for at, (ref, what, status, said, due) in enumerate(MILESTONES)
    )
    columns = (("Ref", 7), ("Milestone", 26), ("Status", 14), ("What has happened", 22), ("Due", 12), ("Moves", 8))
    return Grid(caption="Milestones, with their status and what their owners say", columns=_columns(columns), rows=rows)


def wide() -> Grid:
    heads = ("Ref", "Milestone", "First promised", "Was", "Now", "Asked by", "Why", "Approved by", "On")
    widths = (6, 22, 12, 12, 12, 14, 24, 14, 12)
    rows = tuple(
        (
            Cell(value=ref), Cell(value=what), Cell(value=due), Cell(value=due), Cell(value=date(2026, 3, 31)), Cell(value="Head of Inclusion"),
            Cell(value="A partner asked for more time to consult its staff."), Cell(value="Chair of the board"), Cell(value=date(2025, 11, 20)),
        )
        for ref, what, _, _, due in MILESTONES
    )  # fmt: skip
    return Grid(caption="Dates changed this period", columns=_columns(tuple(zip(heads, widths, strict=True))), rows=rows)


def every_status() -> Grid:
    rows = tuple((Cell(mark=mark(one)), Cell(value="and words", mark=mark(one)), Cell(value=3, mark=mark(one))) for one in LOOKS)
    return Grid(caption="Every status there is", columns=_columns((("Status", 10), ("With words", 10), ("With a number", 10))), rows=rows)


def evil() -> Grid:
    links = [Cell(link=one) for one in EVIL_LINKS]
    rows = tuple((Cell(value=one), Cell(value=one, link=link.link), link) for one, link in zip(EVIL, links, strict=True))
    return Grid(caption="Text that is only text", columns=_columns((("Text", 10), ("With a link", 20), ("Link", 20))), rows=rows)


def empty() -> Grid:
    return Grid(caption="Decisions", columns=_columns((("No", 10), ("Decision", 30))), none="No decision is wanted from the board.")


def chart() -> Figure:
    return Figure(
        chart=Chart(
            title="Milestones by status in each priority",
            labels=("Priority 1", "Priority 2"),
            series=((mark("red"), (1, 3)), (mark("amber"), (2, 4)), (mark("green"), (12, 9)), (mark("complete"), (20, 11))),
            twin=("Priority 1: 1 red, 2 amber, 12 green and 20 complete.", "Priority 2: 3 red, 4 amber, 9 green and 11 complete."),
        )
    )


def blocks() -> tuple[PaperBlock, ...]:
    return (
        Heading(text="Summary"),
        Prose(spans=(Text(text="102 actions", strong=True), Text(text=", 82 complete, of those 31 assured. Asked: "), Mention(name="Head of SEND"))),
        Prose(spans=text("Not written by the lead of Priority 2."), tone="missing"),
        Prose(spans=text("Counted from the record as it was at closing hour."), tone="aside"),
        chart(),
        Heading(text="Off track", level=2),
        Bullets(
            lines=(
                (mark("red"), (Text(text="2.1.4 waiting times. Minutes: "), Link(text="board, 12 November", url="https://example.org/minutes"))),
                (mark("amber"), text("2.1.3 recovery plan.")),
                (None, text("Nothing else was said.")),
            )
        ),
        off_track(),
        Heading(text="A part of it", level=3),
        empty(),
        Heading(text="Dates changed"),
        Prose(spans=text("Each move has its reason and who approved it.")),
        wide(),
        Heading(text="Every status"),
        every_status(),
        Break(),
        Heading(text="Text of people"),
        *(Prose(spans=text(one)) for one in EVIL),
        *(Prose(spans=(Link(text="evidence", url=one),)) for one in EVIL_LINKS),
        evil(),
    )


def run_charts() -> tuple[PaperBlock, ...]:
    """A chart over the page, one with gaps and a text of its own mind, and small ones of which one has nothing to draw."""
    evil_ = IN_TIME.model_copy(update={"text": EVIL[0], "unit": "$a$ of 中 𝛼", "polarity": Polarity.LOWER, "resets": 9})
    gaps = told((40, 38, None, 33, 30, None, 25, 24, 20, 18), evil_, number=2, provisional=True)
    few = told((17,), number=3, mean=None)
    many = told(range(20, 50), number=4, first=date(2024, 1, 31))
    large = (told(), gaps)
    small = (told(), gaps, few, many)
    return (
        Heading(text="Measures"),
        *(Figure(chart=run_chart(one)) for one in large),
        Prose(spans=text("Small ones:")),
        *(Figure(chart=run_chart(one), small=True) for one in small),
    )


def charts() -> Paper:
    """A paper of run charts: they take longer to draw than all else."""
    return Paper(file="charts.docx", title="Measures", blocks=run_charts(), foot=FOOT, made=MADE)


def paper() -> Paper:
    return Paper(
        file="highlight-lancashire-2025-12-04.docx",
        title="Highlight report: Lancashire SEND priority action plan",
        fields=(("For", "Improvement Board"), ("Period", "7 November to 4 December 2025"), ("Accountable", "Director of Children's Services")),
        blocks=blocks(),
        foot=FOOT,
        made=MADE,
    )


def book() -> Book:
    twice = Grid(caption="Headings that are alike", columns=_columns((("Ref", 10), ("Ref", 20))), rows=((Cell(value="1"), Cell(value=2)),))
    return Book(
        file="samples-lancashire-2025-12-04.xlsx",
        title="Date changes: Lancashire SEND priority action plan",
        sheets=(
            Sheet(name="Live", grid=off_track()),
            Sheet(name="Completed", grid=wide()),
            Sheet(name="Extensions requested", grid=empty()),
            Sheet(name="Statuses", grid=every_status()),
            Sheet(name="Text of people", grid=evil()),
            Sheet(name="Alike", grid=twice),
        ),
        foot=FOOT,
        made=MADE,
    )


def slip() -> Plain:
    return Plain(file="verification.txt", lines=("plan lancashire", "as_at 2025-12-04T17:00:00Z", "entry 4711", "digest 9f2c41d07a", "entries 4711"))


def _columns(named: tuple[tuple[str, int], ...]) -> tuple[Column, ...]:
    return tuple(Column(heading=heading, width=width) for heading, width in named)
