"""Voices of families on the page: what they said, what was done, and what changed. Those that wait longest come first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.model.board.paper import Heading, Prose
from bot.model.letters.message import Text
from bot.model.page.place import Only, Place, Room
from bot.model.page.sheet import Fold, Line, Lines, Pairs, Sheet, SheetBlock, Tile, Tiles
from bot.model.voices.told import VoiceTold
from bot.model.voices.voice import VoiceState
from bot.reports.page.frame import framed
from bot.reports.page.ground import Ground
from bot.reports.page.leading import to_refs
from bot.rules.voices import rights
from bot.wording.sentences import with_full_stop, words
from bot.wording.summary_lines import shortened
from bot.wording.voices.lines import days, history, in_full, in_line, state

FEW = 5  # voices that are shown open
MOST_SAID = 160  # letters of what was said, in a heading


def voices(ground: Ground) -> Sheet:
    """Return the voices of families, those that wait first."""
    every, only = ground.voices, ground.place.only
    if not every:
        return framed(ground, words("page.title.voices"), (Prose(spans=(Text(text=words("page.voices.none")),)),))
    found = [one for one in every if one.voice.is_open or only is not Only.OPEN]
    waiting = sorted((one for one in found if one.voice.is_open), key=lambda one: (-one.days, one.voice.number))
    over = [one for one in reversed(found) if not one.voice.is_open]
    blocks: list[SheetBlock] = [Tiles(caption=words("page.voices.counts"), tiles=tuple(tiles(ground)))]
    if not found:
        blocks.append(Prose(spans=(Text(text=words("page.plan.none_only")),)))
    for name, some in (("waiting", waiting), ("over", over)):
        blocks += [Heading(text=words(f"page.voices.{name}"))] if some else []
        blocks += [_voice(ground, one, len(found) <= FEW) for one in some]
    title = words("page.title.voices_open" if only is Only.OPEN else "page.title.voices")
    return framed(ground, title, blocks)


def tiles(ground: Ground) -> Iterator[Tile]:
    """Give the numbers of voices, those that families still wait for first."""
    open_ = [one for one in ground.voices if one.voice.is_open]
    late = sum(one.late for one in open_)
    note = words("page.tile.voices_late", {"count": late}) if late else ""
    to = ground.to(Place(room=Room.VOICES, only=Only.OPEN))
    yield Tile(count=str(len(open_)), label=words("page.tile.voices"), note=note, to=to)
    heard = sum(one.state is not VoiceState.WITHDRAWN for one in ground.voices)
    yield Tile(count=str(heard), label=words("page.tile.voices_all"), to=ground.to(Place(room=Room.VOICES)))


def lines(ground: Ground, some: Sequence[VoiceTold]) -> tuple[Line, ...]:
    """Return voices in a line each, leading to where they are told whole."""
    plan, people = ground.snapshot.plan, ground.snapshot.people
    to = ground.to(Place(room=Room.VOICES))
    return tuple(Line(spans=in_line(one, rights.answering(plan, people, one.voice)), to=to) for one in some)


def _voice(ground: Ground, told: VoiceTold, is_open: bool) -> Fold:
    """Return a voice whole: what was said, and all that was done about it since."""
    answering = rights.answering(ground.snapshot.plan, ground.snapshot.people, told.voice)
    pairs = tuple((label, (Line(spans=spans),)) for label, spans in in_full(told, answering))
    steps = tuple(Line(spans=spans) for spans in history(told.voice, ground.zone))
    blocks = (
        Pairs(caption=told.handle, pairs=pairs),
        Lines(caption=words("page.voices.history"), lines=steps),
        *to_refs(ground, told.voice.terms.about),
    )
    said = with_full_stop(shortened(told.voice.terms.said, MOST_SAID).text)
    heading = words("page.voices.heading", {"handle": told.handle, "said": said})
    name = "waits" if told.voice.is_open else "ended"
    note = words(f"page.voices.{name}", {"state": state(told).capitalize(), "days": days(told.days)})
    return Fold(heading=heading, note=note, blocks=blocks, open=is_open)
