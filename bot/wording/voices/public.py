"""You said, we did, what changed: the words of families as everybody may read them, and what became of them.

Only what may be shared is here, and no role and no name. What is not done yet is said as openly as what is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, assert_never

from bot.model.board.paper import Cell, Column, Grid, PaperBlock, Prose
from bot.model.letters.message import Text
from bot.model.voices.told import VoiceTold
from bot.model.voices.voice import VoiceState
from bot.wording.papers.who import Who
from bot.wording.sentences import Fact, with_full_stop, words
from bot.wording.voices.counts import lines as counts_in_words
from bot.wording.voices.lines import count, source

COLUMNS = {"you_said": 34, "we_did": 33, "what_changed": 33}


class Row(NamedTuple):
    """A voice as everybody may read it."""

    you_said: str
    we_did: str
    what_changed: str


def rows(voices: Sequence[VoiceTold], who: Who) -> tuple[Row, ...]:
    """Return the voices that may be read by everybody, what was heard last first."""
    shown = sorted((one for one in voices if is_shown(one, who)), key=lambda one: (one.voice.terms.heard_on, one.voice.number))
    return tuple(_row(one, who) for one in reversed(shown))


def is_shown(one: VoiceTold, who: Who) -> bool:
    """Say if the words of a voice may be read by everybody. Once they were taken out of the record it is counted alone."""
    return bool(one.words_shared) and who.said(one.words_shared) == one.words_shared


def _row(one: VoiceTold, who: Who) -> Row:
    facts: dict[str, Fact] = {
        "words": with_full_stop(one.words_shared),
        "from": source(one),
        "count": count(one.outside),
        "day": one.voice.terms.heard_on,
    }
    return Row(words("voices.public.said", facts), _did(one, who), _changed(one, who))


def _did(one: VoiceTold, who: Who) -> str:
    """Say what was done. Else what will be, or that nothing was yet, or cannot be."""
    if one.we_did is not None:
        return with_full_stop(who.said(one.we_did.words)) if one.we_did.words else words("voices.public.did_link")
    if one.state is VoiceState.CANNOT:
        return words("voices.public.cannot")
    if one.we_will is None:
        return words("voices.public.not_yet")
    will: dict[str, Fact] = {"will": with_full_stop(who.said(one.we_will.words)), "day": one.we_will.by_when or ""}
    if one.late:
        return words("voices.public.late", will)
    return words("voices.public.will_by" if one.we_will.by_when else "voices.public.will", will)


def _changed(one: VoiceTold, who: Who) -> str:
    match one.state:
        case VoiceState.CLOSED:
            return with_full_stop(who.said(one.changed.words)) if one.changed is not None else ""
        case VoiceState.CANNOT:
            return words("voices.public.why_not", {"why": with_full_stop(who.said(one.cannot.words)) if one.cannot else ""})
        case VoiceState.DONE:
            return words("voices.public.forum_next")
        case VoiceState.OPEN | VoiceState.PLANNED | VoiceState.WITHDRAWN:
            return words("voices.public.nothing_yet")
    assert_never(one.state)


# ---- as blocks ------------------------------------------------------------------------------


def table(voices: Sequence[VoiceTold], who: Who) -> Grid:
    """Return the table of what families said, what was done and what changed."""
    return Grid(
        caption=words("voices.public.caption"),
        columns=tuple(Column(heading=words(f"voices.public.{name}"), width=width) for name, width in COLUMNS.items()),
        rows=tuple(tuple(Cell(value=said) for said in row) for row in rows(voices, who)),
        none=words("voices.public.none"),
    )


def approval(approved_on: Fact) -> Prose:
    """Say on which day it was approved, or that it is a draft."""
    if not approved_on:
        return _plain(words("voices.public.draft"), strong=True)
    return _plain(words("voices.public.approved", {"day": approved_on}))


def opening() -> Prose:
    """Say what this is."""
    return _plain(words("voices.public.intro"))


def unshown(voices: Sequence[VoiceTold], who: Who) -> Iterator[PaperBlock]:
    """Count what is not shown in words. Nothing if all is."""
    hidden = sum(not is_shown(one, who) for one in voices if one.state is not VoiceState.WITHDRAWN)
    if hidden:
        yield _plain(words("voices.public.hidden_one" if hidden == 1 else "voices.public.hidden", {"count": hidden}))


def year(facts: dict[str, int | float | None]) -> Iterator[PaperBlock]:
    """Count the voices of a year in one paragraph, without the places where few were heard."""
    yield _plain(". ".join(counts_in_words(facts, {})) + ".")


def _plain(text: str, strong: bool = False) -> Prose:
    return Prose(spans=(Text(text=text, strong=strong),))
