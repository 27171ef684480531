"""The highlight report as a paper of two sides: its head, the overall status, and the sections that its audience reads."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from bot.model.board.compliance import Roles
from bot.model.board.highlight import DatesKept, Highlight, Judged, Part, Three
from bot.model.board.paper import Cell, Column, Grid, Heading, Paper, PaperBlock, PaperKind, Prose
from bot.model.board.settings import PaperSection
from bot.model.letters.message import Text
from bot.model.updates.update import Face
from bot.wording.papers import public
from bot.wording.papers.fitting import fitted
from bot.wording.papers.frame import Fields, Frame, foot, head_fields, own_fields
from bot.wording.papers.lines import prose
from bot.wording.papers.outcome import impact_cell, risk_cell
from bot.wording.papers.sections import lead_of, section, since
from bot.wording.papers.told import CRAMPED, FEW_CHARTS, LEAST, MANY_CHARTS, MANY_FROM, MOST, WHOLE, WRITTEN, Blocks, Told
from bot.wording.papers.who import Who
from bot.wording.sentences import Fact, mark, words

OF_ITS_OWN = (Face.NOT_REPORTED, Face.ASKED, Face.NOT_YET_ASKED, Face.PAUSED, Face.UNREADABLE, Face.CLOSED)
_THIS, _NEXT = 1, 2  # places of the three times
MAY_GO = (PaperSection.DUE_NEXT, PaperSection.DATES, PaperSection.VOICES)
STATUS = {"part": 16, "what": 9, "last": 21, "this": 28, "next": 26}


def paper(facts: Highlight, frame: Frame, who: Who, roles: Roles) -> Paper:
    """Return the highlight report for an audience."""
    title, fields = _title(facts, frame), _fields(facts, frame, who)
    if frame.is_public:
        made = [partial(public.blocks, facts, frame, who, most) for most in range(LEAST, MOST + 1)]
    else:
        told = Told(facts=facts, frame=frame, who=who, roles=roles)
        cramped = [told._replace(written=CRAMPED)] if told.is_whole else []
        written = WRITTEN if told.is_whole else WHOLE
        each = [*cramped, *(_longer(told._replace(written=written), most) for most in range(LEAST - 1, MOST + 1))]
        made = [partial(_blocks, one) for one in each]
    return Paper(
        file=file_of(frame, facts.number),
        title=title,
        fields=fields,
        blocks=fitted(title, fields, made),
        foot=foot(frame),
        made=frame.as_at,
    )


def _longer(told: Told, most: int) -> Told:
    """Return a report with lists of so many lines. Charts come before a second line, more of them before the longest lists."""
    charts = 0 if most < LEAST else FEW_CHARTS if most < MANY_FROM else MANY_CHARTS
    return told._replace(most=max(most, LEAST), charts=charts)


def _blocks(told: Told) -> Blocks:
    """Return what a report says to those who sit on a board or work for it, in the order of its audience's sections."""
    sections = (block for one in told.frame.audience.sections for block in _said(one, told))
    name = "cut_cramped" if told.is_cramped else "cut" if told.is_whole else "cut_priority"
    return (*_opening(told), *sections, *since(told), prose(words(f"papers.highlight.{name}"), aside=True))


def _said(which: PaperSection, told: Told) -> Blocks:
    """Return a section. One that only says that it is empty goes first if the report hardly stays on its two sides."""
    blocks = section(which, told)
    return () if told.is_cramped and which in MAY_GO and len(blocks) == 2 and isinstance(blocks[1], Prose) else blocks


def file_of(frame: Frame, number: int | None) -> str:
    """Return the name of a highlight report's file."""
    part = f"-p{number}" if number is not None else ""
    return f"{PaperKind.HIGHLIGHT}-{frame.plan.short}{part}-{frame.day}.docx"


def _title(facts: Highlight, frame: Frame) -> str:
    name = f"{'title_public' if frame.is_public else 'title'}{'' if facts.number is None else '_priority'}"
    return words(f"papers.highlight.{name}", {"plan": frame.plan.title, "number": facts.number or 0})


def _of_priority(facts: Highlight, frame: Frame) -> Fields:
    """Return the field that names a priority in its own report."""
    if facts.number is None:
        return ()
    return ((words("papers.field.priority"), facts.parts[0].text), (words("papers.field.plan"), frame.plan.title))


def _fields(facts: Highlight, frame: Frame, who: Who) -> Fields:
    """Return the fields at the head: for whom, of which period, who is accountable and who wrote, and the audience's own."""
    if frame.is_public:
        return (*_of_priority(facts, frame), *head_fields(frame), *own_fields(frame))
    written = any(one.narrative is not None for one in facts.parts)
    accountable = lead_of(facts.parts[0], who) if facts.number is not None else frame.plan.governance.board or ""
    author = words("papers.said.author" if written else "papers.said.author_none")
    if facts.number is not None and written:
        narrative = facts.parts[0].narrative
        author = who.capacity(facts.parts[0].writer, narrative.by_name if narrative is not None else "")
    named = ((words("papers.field.accountable"), accountable), (words("papers.field.author"), author))
    return (*_of_priority(facts, frame), *head_fields(frame), *(pair for pair in named if pair[1]), *own_fields(frame))


# ---- the opening: counts, silence first, and the overall status --------------------------------


def _opening(told: Told) -> Iterator[PaperBlock]:
    facts, frame = told.facts, told.frame
    rows = (row for part in facts.parts for row in _rows(part, told))
    yield Prose(spans=(Text(text=headline(facts), strong=True),))
    yield Heading(text=words("papers.status.heading"))
    yield Grid(
        caption=words("papers.status.caption"),
        columns=tuple(Column(heading=words(f"papers.status.{name}"), width=width) for name, width in STATUS.items()),
        rows=tuple(rows),
    )
    yield prose(words("papers.status.rule", {"days": frame.tolerance_days}), aside=True)


def headline(facts: Highlight) -> str:
    """Say first how many are not reported, then how all others stand. Each milestone is counted once."""
    if facts.count(Face.NOT_YET_ASKED) == facts.total:
        return words("papers.highlight.headline_unasked", {"total": facts.total})
    told = [_face(face, count) for face, count in facts.counts if face not in OF_ITS_OWN and not face.is_imported]
    imported = sum(count for face, count in facts.counts if face.is_imported)
    quiet = {
        "imported": imported,
        **{name: facts.count(face) for name, face in (("asked", Face.ASKED), ("unasked", Face.NOT_YET_ASKED))},
        **{name: facts.count(Face(name)) for name in ("paused", "unreadable", "closed")},
    }
    told += [words(f"papers.highlight.{name}", {"count": count}) for name, count in quiet.items() if count]
    silent = facts.count(Face.NOT_REPORTED)
    rest = "; ".join(told) or words("papers.said.none")
    counts: dict[str, Fact] = {"silent": silent, "total": facts.total, "rest": rest[:1].upper() + rest[1:]}
    return words("papers.highlight.headline" if silent else "papers.highlight.headline_all", counts)


def _face(face: Face, count: int) -> str:
    return words("papers.highlight.face", {"word": mark(face).word.lower(), "count": count})


def _rows(part: Part, told: Told) -> Iterator[tuple[Cell, ...]]:
    """Give the rows of a part. Risk and impact are told of what the report is about, and not again of each part of that: so it
    stays on its two sides. If it hardly does, what no lead has ever written has no row: that is said beside the narratives."""
    compared, is_first = told.facts.compared, part is told.facts.parts[0]
    name = words("papers.status.whole" if part.number is None else "papers.status.priority", {"number": part.number or 0})
    times = (part.last, part.this, part.next)
    before = None if compared else words("papers.status.no_before")
    unwritten = told.is_cramped and not is_first and all(one is None or one.delivery.status is None for one in times)
    each = ("delivery", "dates", "risk", "impact") if is_first else ("dates",) if unwritten else ("delivery", "dates")
    for what in each:
        cells = (_cell(one, what, place) if one is not None else Cell(value=before) for place, one in enumerate(times))
        yield (Cell(value=name), Cell(value=words(f"papers.status.{what}")), *cells)


def _cell(three: Three, what: str, place: int) -> Cell:
    """Return a cell of the row of delivery, dates, risk or impact, at one of three places: last, this and next."""
    if what == "delivery":
        return _delivery(three.delivery)
    if what == "risk":
        return risk_cell(three.risk, place == _NEXT) if three.risk is not None else Cell()
    if what == "impact":
        return impact_cell(three.impact, place == _NEXT) if three.impact is not None else Cell()
    return _dates(three.dates, place == _THIS) if three.dates is not None else Cell()


def _delivery(judged: Judged) -> Cell:
    """Return the judgement of a lead, or that there is none: whose it would be is said beside the narratives."""
    shown = mark(judged.status) if judged.status is not None else None
    if not judged.missing:
        return Cell(mark=shown)
    name = "missing" if judged.missing == 1 and shown is None else "missing_some"
    return Cell(value=words(f"papers.status.{name}", {"count": judged.missing}), mark=shown)


def _dates(kept: DatesKept, is_this: bool) -> Cell:
    """Return how dates stand: with a colour, and what it is made of. Of silence it tells beside another colour only now."""
    if kept.face is None:
        return Cell(value=words("papers.status.no_dates"))
    untold = max(kept.of - kept.told - kept.silent, 0)
    counts = {"late": kept.late, "beyond": kept.beyond, "slipping": kept.slipping - kept.beyond, "silent": kept.silent}
    if not (kept.late or kept.slipping or kept.silent):
        counts["untold"] = untold
    if (kept.late or kept.slipping) and not is_this:
        counts["silent"] = 0
    told = [words(f"papers.status.{name}", {"count": count}) for name, count in counts.items() if count]
    return Cell(value=", ".join(told) or words("papers.status.kept", {"count": kept.of}), mark=mark(kept.face))
