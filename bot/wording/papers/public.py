"""The highlight report in plain words, for families and whoever else reads what is public.

It says what is done, what comes next, what is late, and which dates have changed, and it counts what nobody knows. It repeats
nothing that somebody wrote for the board: reasons, paths to green, decisions, narratives and dissents are left out, and so is
whom silence counts against. Such words were typed for colleagues, and nobody was asked if they may be published.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import assert_never

from bot.model.board.highlight import Coming, DateMoved, Finished, Highlight, Part, Redated
from bot.model.board.paper import Cell, Column, Grid, Heading, PaperBlock, Prose
from bot.model.board.settings import PaperSection
from bot.model.letters.message import Text
from bot.model.summary import Entry
from bot.model.updates.update import Face
from bot.wording.papers import measures
from bot.wording.papers.frame import Frame
from bot.wording.papers.lines import Line, prose, section, text_of
from bot.wording.papers.who import Who
from bot.wording.sentences import Fact, line, mark, words
from bot.wording.voices import section as of_voices

GLANCE = {"part": 40, "total": 10, "done": 10, "well": 14, "late": 14, "unknown_short": 12}
Blocks = tuple[PaperBlock, ...]
Facts = Mapping[str, Fact]


def blocks(facts: Highlight, frame: Frame, who: Who, most: int) -> Blocks:
    """Return what a paper in plain words says, in the order of its audience's sections, each with so many lines at most."""
    sections = (block for one in frame.audience.sections for block in _section(one, facts, frame, who, most))
    return (*_opening(facts), *sections, prose(words("papers.public.left_out"), aside=True))


def _opening(facts: Highlight) -> Blocks:
    of, name = facts.parts[0].plain, "headline" if facts.number is None else "headline_part"
    counts = {"total": of.total, "done": of.done, "well": of.well, "late": of.late, "unknown": of.unknown}
    said = Prose(spans=(Text(text=words(f"papers.public.{name}", counts), strong=True),))
    unknown = (prose(words("papers.public.unknown", counts)),) if of.unknown else ()
    table = Grid(
        caption=words("papers.public.caption"),
        columns=tuple(Column(heading=words(f"papers.public.{name}"), width=width) for name, width in GLANCE.items()),
        rows=tuple(_row(one) for one in facts.parts),
    )
    return (said, *unknown, Heading(text=words("papers.public.heading")), table)


def _row(part: Part) -> tuple[Cell, ...]:
    name = words("papers.status.whole") if part.number is None else f"{part.number}. {text_of(part.text)}"
    of = part.plain
    return (Cell(value=name), *(Cell(value=count) for count in (of.total, of.done, of.well, of.late, of.unknown)))


def _section(which: PaperSection, facts: Highlight, frame: Frame, who: Who, most: int) -> Blocks:
    """Return a section in plain words. None of its blocks if it would hold words that were written for the board."""
    match which:
        case PaperSection.DONE:
            return _listed(which, [_done(one, who) for one in facts.done], most)
        case PaperSection.DUE_NEXT:
            return _listed(which, [_coming(one, frame, who) for one in facts.due_next], most)
        case PaperSection.OFF_TRACK:
            every = {one.ref: one for one in (*facts.overdue, *facts.off_track)}
            return _listed(which, [_late(one, frame, who) for one in every.values()], most)
        case PaperSection.DATES:
            return _listed(which, [_redated(one) for one in facts.dates], most)
        case (
            PaperSection.DECISIONS
            | PaperSection.NARRATIVES
            | PaperSection.SILENT
            | PaperSection.MOVED
            | PaperSection.BUSINESS
            | PaperSection.COMPLIANCE
        ):
            return ()  # words of the board's own, and whom its silence counts against
        case PaperSection.MEASURES:
            heading, none = (words(f"scorecard.public.{name}") for name in ("section", "empty"))
            return section(heading, measures.public_lines(facts.measures), most, none)
        case PaperSection.VOICES:
            return of_voices.families(facts.voices, who, most)
        case PaperSection.RISKS:
            return ()
    assert_never(which)


def _listed(which: PaperSection, lines: Sequence[Line], most: int) -> Blocks:
    heading, none = (words(f"papers.public.{name}_{which.value}") for name in ("section", "none"))
    return section(heading, lines, most, none)


def _done(one: Finished, who: Who) -> Line:
    checked = words("papers.public.checked") if one.assured else ""
    facts: Facts = {**_named(one.ref, one.text), "day": one.on or "", "checked": checked, "role": _by(one.role, who)}
    name = "done_line" if one.on else "done_undated"
    return Line(spans=line(f"papers.public.{name}", facts), mark=mark(Face.COMPLETE), ref=one.ref)


def _coming(one: Coming, frame: Frame, who: Who) -> Line:
    dates: Facts = {"due": one.due, "forecast": _expected(one.forecast, frame)}
    facts: Facts = {**_named(one.ref, one.text), **dates, "role": _by(one.role, who)}
    return Line(spans=line("papers.public.due_line", facts), ref=one.ref)


def _late(one: Entry, frame: Frame, who: Who) -> Line:
    """Say when it should be done, was promised first, and is expected now. Why is not said."""
    dates = one.dates
    facts: Facts = {
        **_named(one.ref, one.text),
        "due": words(f"papers.public.{'was_due' if one.late else 'due'}", {"day": dates.due}) if dates.due else "",
        "promised": words("papers.public.promised", {"day": dates.promised}) if dates.promised else "",
        "forecast": _expected(one.forecast, frame),
        "role": _by(one.role or "", who),
    }
    return Line(spans=line("papers.public.late_line", facts), ref=one.ref)


def _expected(forecast: date | None, frame: Frame) -> str:
    """Say what is expected, unless that day has passed."""
    told = forecast is not None and forecast >= frame.today
    return words("papers.public.forecast", {"day": forecast or ""}) if told else ""


def _redated(one: DateMoved) -> Line:
    none = words("papers.said.no_date")
    facts: Facts = {**_named(one.ref, one.text), "was": one.was or none, "now": one.now or none}
    if one.how in (Redated.DROPPED, Redated.CLOSED):
        name = "gone"
    else:
        name = "added" if one.how is Redated.ADDED else "moved"
    return Line(spans=line(f"papers.public.{name}", facts), ref=one.ref)


def _by(role: str, who: Who) -> str:
    """Say which role is responsible."""
    return words("papers.public.by", {"role": who.role(role)})


def _named(ref: str, text: str) -> dict[str, Fact]:
    return {"ref": ref, "text": text_of(text)}
