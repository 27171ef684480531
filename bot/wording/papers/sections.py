"""The sections of a highlight report for those who sit on a board or work for it, each in words and roles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import assert_never

from bot.model.board.business import BusinessKind, BusinessState, Item
from bot.model.board.compliance import Compliance
from bot.model.board.highlight import Part, Quiet, Wanted
from bot.model.board.paper import Bullets, Heading, PaperBlock, Prose
from bot.model.board.period import Narrative
from bot.model.board.settings import PaperSection
from bot.model.letters.message import Spans, Text
from bot.model.summary import Unasked
from bot.model.updates.update import Face
from bot.wording.papers import measures, milestones, risks
from bot.wording.papers.compliance import together
from bot.wording.papers.lines import Line, listed, prose, times, words_of
from bot.wording.papers.told import BRIEF, MOST_REFS, TERSE, Blocks, Facts, Told, heading, section_of
from bot.wording.papers.who import Who
from bot.wording.sentences import line, mark, words
from bot.wording.summary_lines import cut, named
from bot.wording.voices import section as of_voices


def section(which: PaperSection, told: Told) -> Blocks:
    """Return a section of a report."""
    match which:
        case PaperSection.DECISIONS:
            return _decisions(told)
        case PaperSection.NARRATIVES:
            return _narratives(told)
        case PaperSection.SILENT:
            return _silent(told)
        case PaperSection.OFF_TRACK:
            return milestones.off_track(told)
        case PaperSection.MOVED:
            return milestones.moved(told)
        case PaperSection.DONE:
            return milestones.done(told)
        case PaperSection.DUE_NEXT:
            return milestones.due_next(told)
        case PaperSection.DATES:
            return milestones.dates(told)
        case PaperSection.BUSINESS:
            return _business(told)
        case PaperSection.COMPLIANCE:
            return _reporting(told)
        case PaperSection.MEASURES:
            return measures.measures(told)
        case PaperSection.RISKS:
            return risks.section(told)
        case PaperSection.VOICES:
            return of_voices.board(told)
    assert_never(which)


def lead_of(part: Part, who: Who) -> str:
    """Name whoever leads a priority: by role, or that the programme manager writes as it has no lead."""
    if not who.are_roles:
        return words("papers.who.lead_unnamed")
    return who.role(part.lead) if part.lead else words("papers.who.lead_vacant", {"number": part.number or 0})


# ---- decisions and business --------------------------------------------------------------------


def _decisions(told: Told) -> Blocks:
    lines = [_wanted(one, told) for one in told.facts.decisions]
    return section_of(PaperSection.DECISIONS, lines, told.most, "papers.decisions.none")


def _wanted(one: Wanted, told: Told) -> Line:
    who = told.who
    name = " ".join(part for part in (one.handle, one.ref) if part)
    facts: Facts = {
        "name": words("papers.decisions.named", {"name": name}) if name else "",
        "words": words_of(who.said(one.words), told.wanted),
        "who": words("papers.decisions.who", {"role": who.role(one.role)}) if one.role else "",
        "by": words("papers.decisions.by", {"day": one.by}) if one.by else "",
        "carried": words("papers.decisions.carried", {"times": times(one.carried)}) if one.carried else "",
    }
    return Line(spans=line("papers.decisions.line", facts), ref=one.handle or one.ref)


def _business(told: Told) -> Blocks:
    lines = [_item(one, told) for one in told.facts.discuss]
    counted = {"open": len(told.facts.discuss), "settled": told.facts.answered}
    below = (prose(words("papers.business.counted", counted), aside=True),) if lines or told.facts.answered else ()
    return (*section_of(PaperSection.BUSINESS, lines, told.most, "papers.business.none"), *below)


def _item(one: Item, told: Told) -> Line:
    who = told.who
    answered = words("papers.business.answered") if one.state is BusinessState.ANSWERED else ""
    facts: Facts = {
        "handle": one.handle,
        "words": words_of(who.said(one.words), told.wanted),
        "about": words("papers.business.about", {"refs": ", ".join(one.about)}) if one.about else "",
        "who": _answerer(one, who),
        "by": words("papers.business.by", {"day": one.due}) if one.due else "",
        "carried": (words("papers.business.carried", {"times": times(one.carried)}) if one.carried else "") + answered,
    }
    return Line(spans=line(f"papers.business.{one.kind.value}", facts), ref=one.handle)


def _answerer(one: Item, who: Who) -> str:
    """Say whose answer is wanted. What is about several milestones is answered by any of their owners."""
    if one.owner or not one.about or one.kind is not BusinessKind.CHALLENGE:
        return who.role(one.owner)
    return words("papers.business.any_owner")


# ---- what leads wrote --------------------------------------------------------------------------


def _narratives(told: Told) -> Blocks:
    """Return each lead's words, or that they wrote none; and what leads escalate."""
    parts = [one for one in told.facts.parts if one.number is not None]
    blocks: list[PaperBlock] = [Heading(text=heading(PaperSection.NARRATIVES))]
    for one in parts:
        blocks += _narrative(one, told) if one.narrative is not None or not told.is_cramped else ()
    if told.is_cramped:
        blocks += _unwritten(parts, told.who)
    if all(one.narrative is None for one in parts):
        return tuple(blocks)  # nothing is known of what they would escalate
    return (*blocks, Heading(text=words("papers.section.escalations"), level=2), *_escalated(parts, told))


def _unwritten(parts: Sequence[Part], who: Who) -> Iterator[PaperBlock]:
    """Give one paragraph of all leads who have not written."""
    each = [
        words("papers.narrative.missing_lead", {"number": one.number or 0, "role": lead_of(one, who)})
        for one in parts
        if one.narrative is None
    ]
    if each:
        yield prose(words("papers.narrative.missing_leads", {"leads": "; ".join(each)}), missing=True)


def _narrative(part: Part, told: Told) -> Iterator[PaperBlock]:
    who = told.who
    named_: Facts = {"number": part.number or 0, "text": cut(part.text, TERSE if told.is_cramped else BRIEF).text}
    if part.narrative is None:
        yield prose(words("papers.narrative.missing", {**named_, "role": lead_of(part, who)}), missing=True)
        return
    by = line("papers.narrative.by", {**named_, "role": who.capacity(part.writer, part.narrative.by_name)})
    moved, next_ = _written(part.narrative, who, told.written)
    yield Prose(spans=(*by, Text(text=" "), *moved, Text(text=" "), *next_))


def _written(narrative: Narrative, who: Who, most: int) -> tuple[Spans, Spans]:
    """Return what a lead wrote, as they wrote it; cut if it is longer than so many letters."""
    empty = words("papers.narrative.empty")
    both = (who.said(text) or empty for text in (narrative.moved, narrative.next))
    moved, next_ = (cut(text, most).text for text in both)
    return line("papers.narrative.moved", {"words": moved}), line("papers.narrative.next", {"words": next_})


def _escalated(parts: Sequence[Part], told: Told) -> Blocks:
    written = [one.narrative for one in parts if one.narrative is not None]
    said = ((one.priority, cut(told.who.said(one.escalate), told.written).text) for one in written if one.escalate)
    lines = tuple((None, line("papers.narrative.escalated", {"number": number, "words": text})) for number, text in said)
    if lines:
        return (Bullets(lines=lines),)
    missing = len(parts) - len(written)
    name = "none_escalated_of" if missing else "none_escalated"
    return (prose(words(f"papers.narrative.{name}", {"count": missing, "total": len(parts)})),)


# ---- silence -----------------------------------------------------------------------------------


def _silent(told: Told) -> Blocks:
    facts, who = told.facts, told.who
    lines = [_quiet(one, who) for one in facts.quiet] + [_unasked(one, who) for one in facts.unasked]
    untold = facts.count(Face.NOT_YET_ASKED) == facts.total
    return section_of(PaperSection.SILENT, lines, told.most, f"papers.silent.{'none_asked' if untold else 'none'}")


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


# ---- reporting, and what came later ------------------------------------------------------------


def _reporting(told: Told) -> Blocks:
    """Return how questions were answered in the period: of all together, then who answered the fewest in time, and who was
    vacant: nobody could be asked then."""
    every, rows = together(told.roles), told.roles.rows if told.who.are_roles else ()
    least = sorted((one for one in rows if one.in_time < one.asked), key=lambda one: one.in_time - one.asked)
    counts: Facts = {"asked": every.asked, "answered": every.answered, "in_time": every.in_time, "median": _median(every)}
    lists: Facts = {
        "least": _roles("least", "worst", least, told),
        "vacancies": _roles("vacancies", "vacant", [one for one in rows if one.vacant], told),
    }
    name = "all" if every.asked else "none"
    said = words(f"papers.reporting.{name}", {**counts, **lists, "since": told.roles.since or ""})
    return Heading(text=heading(PaperSection.COMPLIANCE)), prose(said)


def _roles(name: str, each: str, roles: Sequence[Compliance], told: Told) -> str:
    """Name some roles with what is counted of each, in one sentence. Empty if there are none."""
    if not roles:
        return ""
    counts: list[Facts] = [
        {"role": one.role, "asked": one.asked, "in_time": one.in_time, "count": one.vacant} for one in roles
    ]
    listed_ = named([words(f"papers.reporting.{each}", one) for one in counts], told.most + 1, "roles")
    return words(f"papers.reporting.{name}", {"roles": listed_})


def _median(every: Compliance) -> str:
    if every.median is None:
        return ""
    name = "median_none" if not every.median else "median_one" if every.median == 1 else "median"
    return words(f"papers.reporting.{name}", {"days": f"{every.median:g}"})


def since(told: Told) -> Blocks:
    """Return what came after the freeze, beside the papers. Nothing if they are drawn from none."""
    later = told.facts.since
    if later is None:
        return ()
    heading = Heading(text=words("papers.section.since"))
    if not (later.statements or later.narratives):
        return (heading, prose(words("papers.since.none")))
    lines = [milestones.changed_line(one, told, "papers.since.line") for one in later.changed]
    lines += [_later(one, told) for one in later.narratives]
    count = prose(words("papers.since.count", {"count": later.statements}))
    return (heading, count, *(listed(lines, told.most) if lines and not told.is_cramped else ()))


def _later(one: Narrative, told: Told) -> Line:
    who = told.who
    said = " ".join(plain_ for spans in _written(one, who, told.written) for plain_ in (_plain(spans),))
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
