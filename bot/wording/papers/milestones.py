"""The sections of a report that tell of milestones: off track, changed, done, due next, and their dates."""

from __future__ import annotations

from bot.model.board.highlight import Changed, Coming, DateMoved, Finished, Redated
from bot.model.board.settings import PaperSection
from bot.model.summary import Entry, Section
from bot.model.updates.update import Face
from bot.wording.papers.lines import Line, prose, text_of, times, words_of
from bot.wording.papers.told import MOST_REFS, Blocks, Facts, Told, section_of
from bot.wording.sentences import line, mark, words
from bot.wording.summary_lines import full_line, named


def off_track(told: Told) -> Blocks:
    """Return what is red or amber, then count what is past due though its owner has answered and told no such thing."""
    facts, known = told.facts, {one.ref for one in told.facts.off_track}
    late = [one for one in facts.overdue if one.status and not one.silent and one.ref not in known]
    lines = [_off_track(one, told) for one in facts.off_track]
    refs = named([one.ref for one in late], MOST_REFS)
    below = (prose(words("papers.off_track.late", {"count": len(late), "refs": refs})),) if late else ()
    return (*section_of(PaperSection.OFF_TRACK, lines, told.most, "papers.off_track.none"), *below)


def _off_track(entry: Entry, told: Told) -> Line:
    """Return a milestone off track as the weekly summary tells it in full, with nobody named who may not be."""
    who = told.who
    changes = {
        "role": who.role(entry.role) if entry.role else entry.role,
        "dissent": who.role(entry.dissent) if entry.dissent else entry.dissent,
        "lone": who.role(entry.lone) if entry.lone else entry.lone,
        "reason": words_of(who.said(entry.reason), told.brief) if entry.reason else "",
        "path_to_green": words_of(who.said(entry.path_to_green), told.brief) if entry.path_to_green else "",
        "text": text_of(entry.text, told.short),
        "decision": "",  # told among the decisions
        "moved": None,  # that is of a week, and told of the period elsewhere
    }
    item = full_line(Section.OFF_TRACK, entry.model_copy(update=changes))
    return Line(spans=item.spans, mark=item.mark, ref=entry.ref)


def _moved(one: Changed, told: Told) -> Line:
    is_told = one.why and not told.is_whole  # the report of the plan has no room for it
    why = words("papers.moved.why", {"words": words_of(told.who.said(one.why), told.brief)}) if is_told else ""
    return changed_line(one, told, "papers.moved.line", why)


def changed_line(one: Changed, told: Told, sentence: str, why: str = "") -> Line:
    text = text_of(one.text, told.short)
    facts: Facts = {"ref": one.ref, "text": text, "was": mark(one.was).word, "now": mark(one.now).word, "why": why}
    return Line(spans=line(sentence, facts), mark=mark(one.now), ref=one.ref)


def done(told: Told) -> Blocks:
    lines = [_finished(one, told) for one in told.facts.done]
    if told.facts.compared:
        return section_of(PaperSection.DONE, lines, told.most, "papers.done.none")
    before = (prose(words("papers.done.so_far"), aside=True),) if lines else ()
    return section_of(PaperSection.DONE, lines, told.most, "papers.done.none_ever", before)


def _finished(one: Finished, told: Told) -> Line:
    facts: Facts = {"ref": one.ref, "text": text_of(one.text, told.short), "role": _role(one.role, told), "day": one.on or ""}
    shown = mark(Face.ASSURED if one.assured else Face.COMPLETE)
    return Line(spans=line(f"papers.done.{'line' if one.on else 'line_undated'}", facts), mark=shown, ref=one.ref)


def _coming(one: Coming, told: Told) -> Line:
    forecast = words("papers.due_next.forecast", {"day": one.forecast}) if one.forecast else ""
    named_: Facts = {"ref": one.ref, "text": text_of(one.text, told.short), "role": _role(one.role, told)}
    facts: Facts = {**named_, "due": one.due, "forecast": forecast}
    return Line(spans=line("papers.due_next.line", facts), mark=mark(one.face), ref=one.ref)


def _role(role: str, told: Told) -> str:
    """Say who owns a milestone. The report of the plan has no room for it."""
    return "" if told.is_whole else words("papers.done.role", {"role": told.who.role(role)})


def dates(told: Told) -> Blocks:
    lines = [_redated(one, told) for one in told.facts.dates]
    before = (prose(words("papers.redated.so_far"), aside=True),) if lines and not told.facts.compared else ()
    return section_of(PaperSection.DATES, lines, told.most, "papers.redated.none", before)


def _redated(one: DateMoved, told: Told) -> Line:
    none = words("papers.said.no_date")
    facts: Facts = {
        "ref": one.ref,
        "text": text_of(one.text, told.short),
        "was": one.was or none,
        "now": one.now or none,
        "moves": words("papers.redated.moves", {"times": times(one.moves)}) if one.moves else "",
        "why": words("papers.redated.why", {"words": words_of(told.who.said(one.why), told.brief)}) if one.why else "",
    }
    undated = one.how is Redated.ADDED and one.now is None
    return Line(spans=line(f"papers.redated.{one.how.value}{'_undated' if undated else ''}", facts), ref=one.ref)



def moved(told: Told) -> Blocks:
    """Return what stands otherwise than at the last papers."""
    lines = [_moved(one, told) for one in told.facts.moved]
    return section_of(PaperSection.MOVED, lines, told.most, f"papers.moved.{'none' if told.facts.compared else 'no_before'}")


def due_next(told: Told) -> Blocks:
    """Return what falls due before the next papers."""
    lines = [_coming(one, told) for one in told.facts.due_next]
    return section_of(PaperSection.DUE_NEXT, lines, told.most, "papers.due_next.none")
