"""Voices in a highlight report: what waits and what was closed, for those who work for the plan; and in public words."""

from __future__ import annotations

from bot.model.board.highlight import VoicesHeard
from bot.model.board.paper import PaperBlock
from bot.model.board.settings import PaperSection
from bot.model.letters.message import Spans
from bot.model.voices.told import VoiceTold
from bot.model.voices.voice import VoiceState
from bot.wording.papers.lines import Line, prose, section, words_of
from bot.wording.papers.told import Told, heading
from bot.wording.papers.who import Who
from bot.wording.sentences import Fact, line, words
from bot.wording.voices import public
from bot.wording.voices.lines import count, days, owners, source

Blocks = tuple[PaperBlock, ...]


def board(told: Told) -> Blocks:
    """Return the section: how many wait, then each that does, the longest first, and what ended in the period."""
    heard = told.facts.voices
    lines = [*(_open(one, heard, told) for one in heard.waiting), *(_ended(one, told.who) for one in heard.ended)]
    counts: dict[str, Fact] = {
        "open": len(heard.waiting),
        "done": sum(one.state is VoiceState.DONE for one in heard.waiting),
        "late": sum(one.late for one in heard.waiting),
    }
    before = (prose(words("voices.paper.counts", counts)),) if heard.waiting else ()
    return section(heading(PaperSection.VOICES), lines, told.most, words("voices.paper.none"), before)


def families(heard: VoicesHeard, who: Who, most: int) -> Blocks:
    """Return the section in public words: only what may be shared, what was heard last first."""
    each = ({"said": row.you_said, "did": row.we_did, "changed": row.what_changed} for row in public.rows(heard.every, who))
    lines = [Line(spans=line("voices.public.line", facts)) for facts in each]
    return section(words("voices.public.section"), lines, most, words("voices.public.section_none"))


def _open(one: VoiceTold, heard: VoicesHeard, told: Told) -> Line:
    answering = heard.answering[one.voice.number]
    facts: dict[str, Fact] = {
        **_heard(one, told.who),
        "state": _state(one, told.who),
        "owner": owners(answering) if told.who.are_roles else words("papers.who.unnamed"),
    }
    return Line(spans=line("voices.paper.open", facts), ref=one.handle)


def _ended(one: VoiceTold, who: Who) -> Line:
    steps = {"did": one.we_did, "changed": one.changed, "why": one.cannot}
    facts: dict[str, Fact] = {name: words_of(who.said(step.words)) if step is not None else "" for name, step in steps.items()}
    name = "cannot" if one.state is VoiceState.CANNOT else "closed"
    facts["did"] = facts["did"] or words("voices.public.did_link")
    return Line(spans=line(f"voices.paper.{name}", {**_heard(one, who), **facts}), ref=one.handle)


def _state(one: VoiceTold, who: Who) -> Spans:
    will, did = one.we_will, one.we_did
    promised = will.by_when if will is not None else None
    facts: dict[str, Fact] = {
        "days": days(one.days),
        "will": words_of(who.said(will.words)) if will is not None else "",
        "by": words("voices.line.by", {"day": promised}) if promised else "",
        "day": promised or "",
        "did": words_of(who.said(did.words)) if did is not None and did.words else words("voices.public.did_link"),
    }
    today = "_today" if one.state is VoiceState.OPEN and one.days == 0 else ""
    return line(f"voices.paper.state_{'late' if one.late else one.state.value}{today}", facts)


def _heard(one: VoiceTold, who: Who) -> dict[str, Fact]:
    return {
        "handle": one.handle,
        "day": one.voice.terms.heard_on,
        "from": source(one),
        "count": count(one.inside),
        "text": words_of(who.said(one.voice.terms.said)),
    }
