"""Packs: the papers that somebody asks for, made one after the other. A fault in one of them never stops another."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple, assert_never

from bot.model.board.paper import AnyPaper, Book, Drawn, Fragment, Plain
from bot.model.board.settings import BOARD, FileKind, PaperSection, Tone
from bot.model.board.wanted import Want, Wanted
from bot.ports.drawing import Drawing
from bot.ports.refusals import Refusal, Unreadable
from bot.reports.papers.compliance import compliance
from bot.reports.papers.exception import exception
from bot.reports.papers.frame import frame
from bot.reports.papers.ground import Ground
from bot.reports.papers.highlight import highlight
from bot.reports.papers.not_on_track import not_on_track
from bot.reports.papers.stocktake import VERIFICATION, summary, verification
from bot.reports.papers.told import told
from bot.reports.papers.workbooks.business_book import business_book
from bot.reports.papers.workbooks.date_changes import date_changes
from bot.reports.papers.workbooks.evidence_index import evidence_index
from bot.reports.papers.workbooks.risks_book import risks_book
from bot.reports.papers.workbooks.score_card import score_card
from bot.reports.voices.paper import voices_for_stocktake, voices_fragment, voices_paper
from bot.rules.calendar import local_day
from bot.wording.documents.plan_name import short_name
from bot.wording.papers.frame import foot
from bot.wording.sentences import words

log = logging.getLogger("milepost.papers")
# What goes wrong in one paper. What goes wrong with the record itself goes wrong in all of them, and is told as everywhere.
FAULTS = (ArithmeticError, AssertionError, AttributeError, LookupError, RuntimeError, TypeError, ValueError, Unreadable)


class Pack(NamedTuple):
    """Papers that belong together. `folder` is the name of the folder they go into, if they have one of their own. `left_out`
    are the files of those that could not be made."""

    papers: tuple[AnyPaper, ...]
    folder: str = ""
    left_out: tuple[str, ...] = ()

    @property
    def facts(self) -> dict[str, object]:
        """Return what each paper says, by the name of its file."""
        return {one.file: told(one) for one in self.papers}


class Handed(NamedTuple):
    """The files of a pack, and the names of those that could not be made or drawn."""

    files: tuple[Drawn, ...]
    left_out: tuple[str, ...]


class _Due(NamedTuple):
    """A paper that is still to be made, by the file that it will be."""

    file: str
    make: Callable[[Ground], AnyPaper]


def files(ground: Ground, wanted: Wanted) -> tuple[str, ...]:
    """Return the names of the files that papers which are wanted would come as, without making any. Raises Refusal as `pack`
    does."""
    return tuple(one.file for one in _due(ground, wanted))


def pack(ground: Ground, wanted: Wanted, only: str = "") -> Pack:
    """Make the papers that are wanted, or `only` that of one file. Raises Refusal if what they are wanted of is unknown, or comes
    in no such kind of file."""
    made, left_out, at_foot = list[AnyPaper](), list[str](), _foot(ground, wanted)
    for one in (due for due in _due(ground, wanted) if only in ("", due.file)):
        try:
            made.append(_marked(one.make(ground).model_copy(update={"file": one.file}), at_foot))
        except FAULTS:  # a paper less is better than none at all; the log names the place, and whoever asked hears of it
            log.exception("the paper %s was left out", one.file)
            left_out.append(one.file)
    folder = _stamped(ground, "stocktake") if wanted.want is Want.STOCKTAKE else ""
    return Pack(tuple(made), folder, tuple(left_out))


def hand_over(made: Pack, drawing: Drawing, drawn: Callable[[Drawn], None] = lambda _: None) -> Handed:
    """Draw a pack, and tell of each file as it is there. Raises Refusal if papers can't be drawn here at all."""
    files, left_out = list[Drawn](), list(made.left_out)
    for paper in made.papers:
        try:
            files.append(drawing.draw(paper))
        except Refusal:
            raise
        except Exception:  # as above
            log.exception("the paper %s was not drawn", paper.file)
            left_out.append(paper.file)
        else:
            drawn(files[-1])
    return Handed(tuple(files), tuple(left_out))


def _foot(ground: Ground, wanted: Wanted) -> str:
    """Return what stands at the foot of each page of a pack: of which plan and moment it tells, and if it is private."""
    said = foot(frame(ground))
    return f"{words('pack.stocktake.private')} {said}" if wanted.want is Want.STOCKTAKE else said


def _marked(paper: AnyPaper, at_foot: str) -> AnyPaper:
    return paper if isinstance(paper, Plain | Fragment) else paper.model_copy(update={"foot": at_foot})


def _stamped(ground: Ground, kind: str, of: str = "") -> str:
    """Return the name of a file without its ending: the kind of paper, the plan, what part of it or for whom, and the day asked
    for, else the day on which it is drawn."""
    day = ground.day if ground.freeze is None else local_day(ground.now, ground.policy.zone)
    return "-".join(filter(None, (kind, short_name(ground.short), of, day.isoformat())))


def _due(ground: Ground, wanted: Wanted) -> Sequence[_Due]:
    match wanted.want:
        case Want.AUDIENCE:
            found = tuple(_of_audience(ground))
        case Want.PRIORITY:
            file = _stamped(ground, "highlight", f"p{wanted.priority}")
            found = (_Due(f"{file}.docx", partial(highlight, priority=wanted.priority)),)
        case Want.EXCEPTION:
            found = (_Due(f"{_stamped(ground, 'exception', wanted.ref)}.docx", partial(exception, ref=wanted.ref)),)
        case Want.STOCKTAKE:
            return _STOCKTAKE
        case _:
            assert_never(wanted.want)
    kept = [one for one in found if _kind(one) in wanted.kinds]
    if not kept:
        kinds = ", ".join(dict.fromkeys(_kind(one).value for one in found))
        raise Refusal("no_such_file_kind", kinds=kinds)
    return kept


def _kind(one: _Due) -> FileKind:
    return FileKind(one.file.rpartition(".")[2])


def _of_audience(ground: Ground) -> Iterator[_Due]:
    """Give the papers of an audience in its kinds of file: its report, and those workbooks that its sections call for. All but
    the board's are named after their audience, so that in one folder none takes the place of another's.

    Workbooks hold what people wrote for colleagues: reasons, answers, links, and who is silent. None is a paper for the public,
    which has its report, and what families said as a paper and as a part of a page.
    """
    audience, is_public = ground.audience, ground.audience.wording is Tone.PUBLIC
    whose = "" if ground.audience_name == BOARD else ground.audience_name
    if is_public or FileKind.WORD in audience.files:
        yield _Due(f"{_stamped(ground, 'highlight', whose)}.docx", highlight)
    if is_public and PaperSection.VOICES in audience.sections:
        yield _Due(f"{_stamped(ground, 'voices', whose)}.docx", voices_paper)
        if FileKind.HTML in audience.files:
            yield _Due(f"{_stamped(ground, 'voices', whose)}.html", voices_fragment)
    if FileKind.EXCEL in audience.files and not is_public:
        for name, (section, make) in _WORKBOOKS.items():
            if section in audience.sections:
                yield _Due(f"{_stamped(ground, name, whose)}.xlsx", make)


# Each workbook with the section that calls for it. Evidence is what shows that something is done.
_WORKBOOKS: Mapping[str, tuple[PaperSection, Callable[[Ground], Book]]] = {
    "date-changes": (PaperSection.DATES, date_changes),
    "evidence-index": (PaperSection.DONE, evidence_index),
    "score-card": (PaperSection.MEASURES, score_card),
    "risks": (PaperSection.RISKS, risks_book),
    "business": (PaperSection.BUSINESS, business_book),
    "compliance": (PaperSection.COMPLIANCE, compliance),
}
_STOCKTAKE = (
    _Due("1-summary.docx", summary),
    _Due("2-not-on-track.docx", not_on_track),
    _Due("score-card.xlsx", score_card),
    _Due("date-changes.xlsx", partial(date_changes, whole=True)),
    _Due("evidence-index.xlsx", evidence_index),
    _Due("risks.xlsx", risks_book),
    _Due("business.xlsx", business_book),
    _Due("compliance.xlsx", compliance),
    _Due("voices.docx", voices_for_stocktake),
    _Due(VERIFICATION, verification),
)
