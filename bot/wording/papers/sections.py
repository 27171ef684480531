"""The sections of a highlight report for those who sit on a board or work for it, each in words and roles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, assert_never

from bot.model.board.business import BusinessState, Item
from bot.model.board.compliance import Compliance, Roles
from bot.model.board.highlight import Changed, Coming, DateMoved, Finished, Highlight, Part, Quiet, Redated, Wanted
from bot.model.board.paper import Bullets, Heading, PaperBlock
from bot.model.board.period import Narrative
from bot.model.board.settings import PaperSection
from bot.model.letters.message import Spans, Text
from bot.model.summary import Entry, Section, Unasked
from bot.model.updates.update import Face
from bot.wording.papers.compliance import together
from bot.wording.papers.frame import Frame
from bot.wording.papers.lines import Line, listed, prose, text_of, times, words_of
from bot.wording.papers.lines import section as with_heading
from bot.wording.papers.who import Who
from bot.wording.sentences import Fact, line, mark, words
from bot.wording.summary_lines import cut, full_line, named

MOST_PLAN, MOST_PRIORITY = 6, 9  # lines of a section, so that a report stays on its two sides
MOST_REFS = 12
BRIEF = 60  # letters of a priority's text
Blocks = tuple[PaperBlock, ...]
Facts = Mapping[str, Fact]


class Told(NamedTuple):
    """The facts of a report, and for whom they are told."""

    facts: Highlight
    frame: Frame
    who: Who
    roles: Roles

    @property
    def most(self) -> int:
        """Return how many lines a section has at most."""
        return MOST_PLAN if self.facts.number is None else MOST_PRIORITY


def section(which: PaperSection, told: Told) -> Blocks:
    """Return a section of a report. None of its blocks are there yet if it tells of measures, risks or voices."""
    match which:
        case PaperSection.DECISIONS:
            return _decisions(told)
        case PaperSection.NARRATIVES:
            return _narratives(told)
        case PaperSection.SILENT:
            return _silent(told)
        case PaperSection.OFF_TRACK:
            return _off_tracks(told)
        case PaperSection.MOVED:
            lines = [_moved(one, told.who) for one in told.facts.moved]
            return _listed(which, lines, told.most, f"papers.moved.{'none' if told.facts.compared else 'no_before'}")
        case PaperSection.DONE:
            return _done(told)
        case PaperSection.DUE_NEXT:
            lines = [_coming(one, told.who) for one in told.facts.due_next]
            return _listed(which, lines, told.most, "papers.due_next.none")
        case PaperSection.DATES:
            return _dates(told)
        case PaperSection.BUSINESS:
            return _business(told)
        case PaperSection.COMPLIANCE:
            return _reporting(told)
        case PaperSection.MEASURES | PaperSection.RISKS | PaperSection.VOICES:
            return ()
    assert_never(which)


def _heading(which: PaperSection) -> str:
    return words(f"papers.section.{which.value}")


def _listed(which: PaperSection, lines: Sequence[Line], most: int, none: str, before: Sequence[PaperBlock] = ()) -> Blocks:
    return with_heading(_heading(which), lines, most, words(none), before)


def lead_of(part: Part, who: Who) -> str:
    """Name whoever leads a priority: by role, or that the programme manager writes as it has no lead."""
    if not who.are_roles:
        return words("papers.who.lead_unnamed")
    return who.role(part.lead) if part.lead else words("papers.who.lead_vacant", {"number": part.number or 0})


# ---- decisions and business --------------------------------------------------------------------


def _decisions(told: Told) -> Blocks:
    lines = [_wanted(one, told.who) for one in told.facts.decisions]
    return _listed(PaperSection.DECISIONS, lines, told.most, "papers.decisions.none")


def _wanted(one: Wanted, who: Who) -> Line:
    name = " ".join(part for part in (one.handle, one.ref) if part)
    facts: Facts = {
        "name": words("papers.decisions.named", {"name": name}) if name else "",
        "words": words_of(who.said(one.words)),
        "who": words("papers.decisions.who", {"role": who.role(one.role)}) if one.role else "",
        "by": words("papers.decisions.by", {"day": one.by}) if one.by else "",
        "carried": words("papers.decisions.carried", {"times": times(one.carried)}) if one.carried else "",
    }
    return Line(spans=line("papers.decisions.line", facts), ref=one.handle or one.ref)


def _business(told: Told) -> Blocks:
    lines = [_item(one, told.who) for one in told.facts.discuss]
    counted = {"open": len(told.facts.discuss), "settled": told.facts.answered}
    below = (prose(words("papers.business.counted", counted), aside=True),) if lines or told.facts.answered else ()
    return (*_listed(PaperSection.BUSINESS, lines, told.most, "papers.business.none"), *below)


def _item(one: Item, who: Who) -> Line:
    answered = words("papers.business.answered") if one.state is BusinessState.ANSWERED else ""
    facts: Facts = {
        "handle": one.handle,
        "words": words_of(who.said(one.words)),
        "about": words("papers.business.about", {"refs": ", ".join(one.about)}) if one.about else "",
        "who": who.role(one.owner),
        "by": words("papers.business.by", {"day": one.due}) if one.due else "",
        "carried": (words("papers.business.carried", {"times": times(one.carried)}) if one.carried else "") + answered,
    }
    return Line(spans=line(f"papers.business.{one.kind.value}", facts), ref=one.handle)


# ---- what leads wrote --------------------------------------------------------------------------


def _narratives(told: Told) -> Blocks:
    """Return each lead's words, or that they wrote none; and what leads escalate."""
    parts = [one for one in told.facts.parts if one.number is not None]
    blocks: list[PaperBlock] = [Heading(text=_heading(PaperSection.NARRATIVES))]
    for one in parts:
        blocks += _narrative(one, told.who)
    return (*blocks, Heading(text=words("papers.section.escalations"), level=2), *_escalated(parts, told.who))


def _narrative(part: Part, who: Who) -> Iterator[PaperBlock]:
    named_: Facts = {"number": part.number or 0, "text": cut(part.text, BRIEF).text}
    if part.narrative is None:
        yield prose(words("papers.narrative.missing", {**named_, "role": lead_of(part, who)}), missing=True)
        return
    by = who.capacity(part.writer, part.narrative.by_name)
    yield prose(words("papers.narrative.by", {**named_, "role": by}))
    yield Bullets(lines=tuple((None, spans) for spans in _written(part.narrative, who)))


def _written(narrative: Narrative, who: Who) -> tuple[Spans, Spans]:
    empty = words("papers.narrative.empty")
    moved, next_ = (who.said(text) or empty for text in (narrative.moved, narrative.next))
    return line("papers.narrative.moved", {"words": moved}), line("papers.narrative.next", {"words": next_})


def _escalated(parts: Sequence[Part], who: Who) -> Blocks:
    written = [one.narrative for one in parts if one.narrative is not None]
    lines = tuple(
        (None, line("papers.narrative.escalated", {"number": one.priority, "words": who.said(one.escalate)}))
        for one in written
        if one.escalate
    )
    if lines:
        return (Bullets(lines=lines),)
    if not written:
        return (prose(words("papers.narrative.none_escalated_yet"), missing=True),)
    missing = len(parts) - len(written)
    name = "none_escalated_of" if missing else "none_escalated"
    return (prose(words(f"papers.narrative.{name}", {"count": missing, "total": len(parts)})),)


# ---- silence -----------------------------------------------------------------------------------


def _silent(told: Told) -> Blocks:
    facts, who = told.facts, told.who
    lines = [_quiet(one, who) for one in facts.quiet] + [_unasked(one, who) for one in facts.unasked]
    untold = facts.count(Face.NOT_YET_ASKED) == facts.total
    return _listed(PaperSection.SILENT, lines, told.most, f"papers.silent.{'none_asked' if untold else 'none'}")


def _quiet(one: Quiet, who: Who) -> Line:
    facts: Facts = {
        "role": who.role(one.role),
        "count": len(one.refs),
        "held": one.held,
        "refs": named(one.refs, MOST_REFS),
        "late": words("papers.silent.late", {"count": len(one.late)}) if one.late else "",
        "times": times(one.asked),
        "since": one.since or "",
    }
    shown = mark(Face.NOT_REPORTED if one.late else Face.ASKED)
    return Line(spans=line("papers.silent.line" if one.role else "papers.silent.unreached", facts), mark=shown)


def _unasked(one: Unasked, who: Who) -> Line:
    facts: Facts = {"role": one.role if who.are_roles else who.role(one.role), "refs": named(one.refs, MOST_REFS)}
    return Line(spans=line(f"papers.silent.{'vacant' if one.vacant else 'unasked'}", facts), mark=mark(Face.NOT_YET_ASKED))


# ---- milestones --------------------------------------------------------------------------------


def _off_tracks(told: Told) -> Blocks:
    """Return what is red or amber, then count what is past due though its owner has answered and told no such thing."""
    facts, known = told.facts, {one.ref for one in told.facts.off_track}
    late = [one for one in facts.overdue if one.status and not one.silent and one.ref not in known]
    lines = [_off_track(one, told.who) for one in facts.off_track]
    refs = named([one.ref for one in late], MOST_REFS)
    below = (prose(words("papers.off_track.late", {"count": len(late), "refs": refs})),) if late else ()
    return (*_listed(PaperSection.OFF_TRACK, lines, told.most, "papers.off_track.none"), *below)


def _off_track(entry: Entry, who: Who) -> Line:
    """Return a milestone off track as the weekly summary tells it in full, with nobody named who may not be."""
    changes = {
        "role": who.role(entry.role) if entry.role else entry.role,
        "dissent": who.role(entry.dissent) if entry.dissent else entry.dissent,
        "lone": who.role(entry.lone) if entry.lone else entry.lone,
        "reason": who.said(entry.reason),
        "path_to_green": who.said(entry.path_to_green),
        "text": text_of(entry.text),
        "decision": "",  # told among the decisions
        "moved": None,  # that is of a week, and told of the period elsewhere
    }
    item = full_line(Section.OFF_TRACK, entry.model_copy(update=changes))
    return Line(spans=item.spans, mark=item.mark, ref=entry.ref)


def _moved(one: Changed, who: Who) -> Line:
    why = words("papers.moved.why", {"words": words_of(who.said(one.why))}) if one.why else ""
    return _changed(one, "papers.moved.line", why)


def _changed(one: Changed, sentence: str, why: str = "") -> Line:
    facts: Facts = {"ref": one.ref, "text": text_of(one.text), "was": mark(one.was).word, "now": mark(one.now).word, "why": why}
    return Line(spans=line(sentence, facts), mark=mark(one.now), ref=one.ref)


def _done(told: Told) -> Blocks:
    lines = [_finished(one, told.who) for one in told.facts.done]
    if told.facts.compared:
        return _listed(PaperSection.DONE, lines, told.most, "papers.done.none")
    before = (prose(words("papers.done.so_far"), aside=True),) if lines else ()
    return _listed(PaperSection.DONE, lines, told.most, "papers.done.none_ever", before)


def _finished(one: Finished, who: Who) -> Line:
    facts: Facts = {"ref": one.ref, "text": text_of(one.text), "role": who.role(one.role), "day": one.on or ""}
    shown = mark(Face.ASSURED if one.assured else Face.COMPLETE)
    return Line(spans=line(f"papers.done.{'line' if one.on else 'line_undated'}", facts), mark=shown, ref=one.ref)


def _coming(one: Coming, who: Who) -> Line:
    forecast = words("papers.due_next.forecast", {"day": one.forecast}) if one.forecast else ""
    facts: Facts = {"ref": one.ref, "text": text_of(one.text), "due": one.due, "forecast": forecast, "role": who.role(one.role)}
    return Line(spans=line("papers.due_next.line", facts), mark=mark(one.face), ref=one.ref)


def _dates(told: Told) -> Blocks:
    lines = [_redated(one, told.who) for one in told.facts.dates]
    before = (prose(words("papers.redated.so_far"), aside=True),) if lines and not told.facts.compared else ()
    return _listed(PaperSection.DATES, lines, told.most, "papers.redated.none", before)


def _redated(one: DateMoved, who: Who) -> Line:
    none = words("papers.said.no_date")
    facts: Facts = {
        "ref": one.ref,
        "text": text_of(one.text),
        "was": one.was or none,
        "now": one.now or none,
        "moves": words("papers.redated.moves", {"times": times(one.moves)}) if one.moves else "",
        "why": words("papers.redated.why", {"words": words_of(who.said(one.why))}) if one.why else "",
    }
    undated = one.how is Redated.ADDED and one.now is None
    return Line(spans=line(f"papers.redated.{one.how.value}{'_undated' if undated else ''}", facts), ref=one.ref)


# ---- reporting, and what came later ------------------------------------------------------------


def _reporting(told: Told) -> Blocks:
    """Return how questions were answered in the period: of all together, then of those who answered least, and who was vacant."""
    every, heading = together(told.roles), Heading(text=_heading(PaperSection.COMPLIANCE))
    if not every.asked:
        return (heading, prose(words("papers.reporting.none")))
    counts: Facts = {"asked": every.asked, "answered": every.answered, "in_time": every.in_time, "median": _median(every)}
    all_ = prose(words("papers.reporting.all", {**counts, "since": told.roles.since or ""}))
    if told.facts.number is not None or not told.who.are_roles:
        return (heading, all_)
    least = sorted((one for one in told.roles.rows if one.in_time < one.asked), key=lambda one: one.in_time - one.asked)
    vacant = [one for one in told.roles.rows if one.vacant]
    lines = [*(_role(one, "worst", told.who) for one in least), *(_role(one, "vacant", told.who) for one in vacant)]
    return (heading, all_, *(listed(lines, told.most) if lines else ()))


def _median(every: Compliance) -> str:
    if every.median is None:
        return ""
    name = "median_none" if not every.median else "median_one" if every.median == 1 else "median"
    return words(f"papers.reporting.{name}", {"days": f"{every.median:g}"})


def _role(one: Compliance, name: str, who: Who) -> Line:
    role = one.role if name == "vacant" else who.role(one.role)
    counts: Facts = {"asked": one.asked, "answered": one.answered, "in_time": one.in_time, "count": one.vacant}
    return Line(spans=line(f"papers.reporting.{name}", {"role": role, **counts}))


def since(told: Told) -> Blocks:
    """Return what came after the freeze, beside the papers. Nothing if they are drawn from none."""
    later = told.facts.since
    if later is None:
        return ()
    heading = Heading(text=words("papers.section.since"))
    if not (later.statements or later.narratives):
        return (heading, prose(words("papers.since.none")))
    lines = [_changed(one, "papers.since.line") for one in later.changed]
    lines += [_later(one, told.who) for one in later.narratives]
    count = prose(words("papers.since.count", {"count": later.statements}))
    return (heading, count, *(listed(lines, told.most) if lines else ()))


def _later(one: Narrative, who: Who) -> Line:
    said = " ".join(plain_ for spans in _written(one, who) for plain_ in (_plain(spans),))
    facts: Facts = {
        "number": one.priority,
        "role": who.capacity(one.capacity, one.by_name),
        "status": mark(one.status).word,
        "forecast": mark(one.forecast).word,
        "words": said,
    }
    return Line(spans=line("papers.since.narrative", facts))


def _plain(spans: Spans) -> str:
    return "".join(one.text for one in spans if isinstance(one, Text))
