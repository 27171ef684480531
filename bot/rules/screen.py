"""The summary on one screen: which lines it has, in which order, and what is only counted. Each milestone is named once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from bot.model.status import Status
from bot.model.summary import SCREEN, Digest, Entry, Line, Section, Silence, Told
from bot.rules.updates.standing import WORST_FIRST

FIRST = {Section.SILENT: 3}  # lines that a section has before any other gets a second one
AT_MOST = {Section.SILENT: 6}  # lines of a section, however much room there is
# told in one line on the screen
_COUNTED = (Section.NO_IMPACT, Section.LATE, Section.CHECK, Section.UNREADABLE, Section.FIRST, Section.BETTER)


def arranged(digest: Digest, better: Iterable[Entry], silent: Sequence[Silence]) -> Digest:
    """Return the summary with its sections: all of them in full, and as many of their lines as one screen has room for."""
    full = _in_full(digest, tuple(better), silent)
    sections = [_on_screen(told) for told in full]
    wanted = [min(_size(told), AT_MOST.get(told.section, SCREEN)) for told in sections]
    shares = shared(wanted, [FIRST.get(told.section, 1) for told in sections], SCREEN - digest.below)
    screen = tuple(_cut(told, share) for told, share in zip(sections, shares, strict=True))
    return digest.model_copy(update={"screen": screen, "in_full": full})


def shared(wanted: Sequence[int], first: Sequence[int], most: int) -> list[int]:
    """Share lines out: one to each, then what each has first, then one after another in turn for as long as there are any."""
    shares = [min(1, want) for want in wanted]
    for goals in (first, wanted):
        grown = True
        while grown:
            grown = False
            for at, want in enumerate(wanted):
                if shares[at] < min(want, goals[at]) and sum(shares) < most:
                    shares[at] += 1
                    grown = True
    return shares


def _in_full(digest: Digest, better: Sequence[Entry], silent: Sequence[Silence]) -> tuple[Told, ...]:
    """Return the sections that are not empty, each without the milestones of those before it."""
    worse = sorted((entry for entry in digest.worse if not _fell_silent(entry)), key=_worst)
    soon = sorted(digest.due_soon, key=lambda entry: entry.falls or date.max)
    sections: tuple[tuple[Section, Sequence[Line]], ...] = (
        (Section.DECISIONS, digest.decisions),
        (Section.WORSE, worse),
        (Section.SILENT, silent),
        (Section.NO_IMPACT, digest.no_impact),
        (Section.UNASKED, digest.unasked),
        (Section.PAUSED, digest.paused),
        (Section.OFF_TRACK, (*digest.red, *digest.amber)),
        (Section.LATE, [entry for entry in digest.overdue if entry.status and not entry.silent]),
        (Section.SOON, soon),
        (Section.CHECK, digest.awaiting_assurance),
        (Section.UNREADABLE, digest.unreadable),
        (Section.FIRST, digest.first),
        (Section.BETTER, better),
    )
    named: set[str] = set()
    told = []
    for section, lines in sections:
        fresh = tuple(one for one in lines if not isinstance(one, Entry) or one.ref not in named)
        named |= {one.ref for one in fresh if isinstance(one, Entry)}
        if fresh:
            told.append(Told(section=section, each=fresh, before=len(fresh) < len(lines)))
    return tuple(told)


def _worst(entry: Entry) -> tuple[bool, int]:
    """Put first what somebody said, the worst of it before all."""
    place = WORST_FIRST.index(Status(entry.status)) if entry.status else len(WORST_FIRST)
    return entry.moved is None, place


def _on_screen(told: Told) -> Told:
    """Return a section with a line for each if it deserves them."""
    return told.model_copy(update={"each": (), "rest": told.each}) if told.section in _COUNTED else told


def _fell_silent(entry: Entry) -> bool:
    """Say if all that is worse about a milestone is that nobody has answered in time: its role's line tells that."""
    return entry.newly_silent and entry.moved is None and not entry.newly_late


def _size(told: Told) -> int:
    return len(told.each) + bool(told.rest)


def _cut(told: Told, share: int) -> Told:
    """Return a section in that many lines, of which the last counts what has none."""
    if _size(told) <= share:
        return told
    return told.model_copy(update={"each": told.each[: share - 1], "rest": (*told.each[share - 1 :], *told.rest)})
