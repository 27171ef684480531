"""The exception report as a paper of one side: the milestone's dates, then what its owner wrote, part by part.

None of its words are cut, for the board decides by them: what was written at length goes on overleaf.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.model.board.exception import Exceptional
from bot.model.board.paper import Heading, Paper, PaperBlock, PaperKind
from bot.model.updates.request import ExceptionReport
from bot.wording.papers.frame import Fields, Frame, at, foot, own_fields, title_of
from bot.wording.papers.lines import prose, text_of, times
from bot.wording.papers.who import Who
from bot.wording.sentences import Fact, day, mark, with_full_stop, words

PARTS = ("cause", "for_children", "for_plan", "options", "recommendation")


def paper(facts: Exceptional, frame: Frame, who: Who) -> Paper:
    """Return the exception report for an audience, or a paper that says that there is none and who can write it."""
    ref = facts.milestone.ref
    return Paper(
        file=f"{PaperKind.EXCEPTION}-{frame.plan.short}-{ref}-{frame.day}.docx",
        title=words("papers.exception.title", {"ref": ref, "text": text_of(facts.milestone.text).rstrip(".")}),
        fields=(*_fields(facts, frame, who), *own_fields(frame)),
        blocks=tuple(_blocks(facts, frame, who)),
        foot=foot(frame),
        made=frame.as_at,
    )


def _fields(facts: Exceptional, frame: Frame, who: Who) -> Fields:
    none, shown = words("papers.said.no_date"), mark(facts.face)
    moves = facts.dates.moves
    dates: dict[str, Fact] = {
        "first": facts.first or none,
        "due": facts.dates.due or none,
        "moved": words(f"papers.exception.{'moved' if moves else 'unmoved'}", {"times": times(moves)}),
        "expected": _expected(facts),
    }
    told: dict[str, str] = {
        "for": title_of(frame),
        "as_at": words("papers.said.as_at", {"at": at(frame, frame.as_at), "entry": frame.head.entry}),
        "owner": who.role(facts.milestone.accountable),
        "status": f"{shown.shape} {shown.word}",
        "dates": words("papers.exception.dates", dates),
    }
    report = facts.report
    if report is not None:
        by: dict[str, Fact] = {"role": who.capacity(report.capacity, report.by_name), "day": facts.reported[-1]}
        told["reported"] = words("papers.exception.written_by", by)
    return tuple((words(f"papers.field.{name}"), value) for name, value in told.items())


def _expected(facts: Exceptional) -> str:
    """Say what is expected, and how often that was put back: that is no move of the date, which the board alone decides."""
    if facts.forecast is None:
        return words("papers.exception.unexpected")
    slips = facts.dates.slips
    back = words("papers.exception.put_back", {"times": times(slips)}) if slips else ""
    return words("papers.exception.expected", {"day": facts.forecast, "back": back})


def _blocks(facts: Exceptional, frame: Frame, who: Who) -> Iterator[PaperBlock]:
    """Give what was reported, or who can report. What was written for the board is in no paper for everybody."""
    if frame.is_public:
        yield prose(words("papers.exception.not_public"), missing=True)
    elif facts.report is None:
        yield from _missing(facts, who)
    else:
        yield from _reported(facts, facts.report, who)


def _reported(facts: Exceptional, report: ExceptionReport, who: Who) -> Iterator[PaperBlock]:
    yield from (block for name in PARTS for block in _part(name, getattr(report, name), report, who))
    yield Heading(text=words("papers.exception.decision"))
    if report.decision_wanted:
        wanted = with_full_stop(who.said(report.decision_wanted))
        by = words("papers.exception.wanted_by", {"day": report.wanted_by}) if report.wanted_by else ""
        yield prose(f"{wanted} {by}".rstrip())
    else:
        yield prose(words("papers.exception.no_decision"))
    yield from _part("lessons", report.lessons, report, who)
    if earlier := facts.reported[:-1]:
        yield prose(words("papers.exception.earlier", {"days": ", ".join(map(day, earlier))}), aside=True)


def _part(name: str, text: str, report: ExceptionReport, who: Who) -> Iterator[PaperBlock]:
    yield Heading(text=words(f"papers.exception.{name}"))
    if text:
        yield prose(who.said(text))
    else:
        yield prose(words("papers.exception.not_said", {"role": who.capacity(report.capacity, report.by_name)}), missing=True)


def _missing(facts: Exceptional, who: Who) -> Iterator[PaperBlock]:
    """Say that nobody has written it, who can, and how."""
    milestone = facts.milestone
    yield prose(words("papers.exception.none", {"ref": milestone.ref}), missing=True)
    if facts.ended:
        yield prose(words("papers.exception.ended"))
        return
    owners = " or ".join(who.role(role) for role in milestone.owners)
    name = "who_may_nobody" if not owners else "who_may" if who.are_roles else "who_may_unnamed"
    yield prose(words(f"papers.exception.{name}", {"ref": milestone.ref, "owners": owners}))
