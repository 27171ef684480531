"""The overview: headline numbers, silence before any other, each leading to the list that it counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from bot.model.board.paper import Figure, Heading, Prose
from bot.model.letters.message import Text
from bot.model.page.place import MOST, Colour, Due, Only, Place, Room
from bot.model.page.sheet import Line, Lines, Sheet, SheetBlock, Tile, Tiles
from bot.model.summary import SILENT, Entry, Silence
from bot.model.updates.update import Face
from bot.reports.page.frame import framed
from bot.reports.page.ground import Ground
from bot.reports.page.impact.delivered import as_sentence
from bot.reports.page.impact.measures import known_of
from bot.reports.page.impact.risks import lines as risk_lines
from bot.reports.page.impact.risks import tiles as risk_tiles
from bot.reports.page.impact.voices import tiles as voice_tiles
from bot.reports.page.looking import count
from bot.rules.asking.pauses import in_force
from bot.rules.risks.standing import top
from bot.rules.summary import totals
from bot.wording import summary as wording
from bot.wording.measures.impact import why_in_words
from bot.wording.pauses import said as pause_said
from bot.wording.sentences import mark, with_full_stop, words

_SILENT, _DECISIONS = Place(room=Room.PLAN, silent=True), Place(room=Room.PLAN, only=Only.DECISIONS)
MOST_LINES = 6  # of a list on the overview: the rest is on its own sheet


def overview(ground: Ground) -> Sheet:
    """Return the headline of a plan, its numbers, and the first of what they count."""
    digest = ground.digest
    blocks: list[SheetBlock] = [Prose(spans=(Text(text=wording.headline(digest), strong=True),))]
    if digest.nobody_asked:
        blocks.append(Prose(spans=(Text(text=words("page.overview.none_asked")),)))
    blocks += _part("silence", _silence(ground), _silent_roles(ground))
    blocks += _part("impact", _impact(ground), _no_impact(ground))
    blocks += _part("board", _board(ground), _decisions(ground))
    blocks += _part("risks", risk_tiles(ground), _top_risks(ground)) if ground.risks else ()
    blocks += _part("voices", voice_tiles(ground)) if ground.voices else ()
    blocks += _part("dates", _dates(ground))
    blocks += _part("done", _done(ground))
    blocks.append(Heading(text=words("page.overview.chart"), level=1))
    blocks.append(Figure(chart=wording.chart(totals(ground.snapshot), ground.snapshot.plan)))
    return framed(ground, words("page.title.overview"), blocks)


def _part(name: str, tiles: Iterable[Tile], below: Iterable[SheetBlock] = ()) -> tuple[SheetBlock, ...]:
    """Return numbers under their heading, and what is told of them below."""
    heading = words(f"page.overview.{name}")
    return (Heading(text=heading, level=1), Tiles(caption=heading, tiles=tuple(tiles)), *below)


def _tile(ground: Ground, name: str, many: int, to: Place, note: str = "", face: Face | None = None) -> Tile:
    label = words(f"page.tile.{name}", {"days": ground.digest.due_soon_days})
    shown = mark(face) if face is not None else None
    return Tile(count=str(many), label=label, note=note, mark=shown, to=ground.to(to))


# ---- the numbers ----------------------------------------------------------------------------


def _silence(ground: Ground) -> Iterator[Tile]:
    """Give what nobody has said anything of. What is not known stands before what is."""
    digest, total = ground.digest, ground.digest.count()
    silent, lost = digest.count(*SILENT), count(ground, Place(room=Room.PLAN, only=Only.UNASKED))
    long = digest.count(Face.NOT_REPORTED)
    unasked = digest.count(Face.NOT_YET_ASKED)
    how = "unasked" if digest.nobody_asked else "long" if long else "note" if silent else "some_unasked" if unasked else "none"
    note = words(f"page.tile.silent_{how}", {"total": total, "not_reported": long, "unasked": unasked})
    face = Face.NOT_REPORTED if long else Face.ASKED if silent else None
    yield _tile(ground, "silent", silent, _SILENT, note, face)
    if lost:
        yield _tile(ground, "unasked", lost, Place(room=Room.PLAN, only=Only.UNASKED), words("page.tile.unasked_note"))
    for face, colour, name in _UNKNOWN:
        many = digest.count(face)
        note = words(f"page.tile.{name}_note") if name == "not_yet_asked" else ""
        if many:
            yield _tile(ground, name, many, Place(room=Room.PLAN, colour=colour), note, face)
    if digest.imported:
        note = words("page.tile.imported_note")
        yield _tile(ground, "imported", len(digest.imported), Place(room=Room.PLAN, colour=Colour.IMPORTED), note)
    period = digest.period
    if period is not None and digest.tells_period and (open_ := count(ground, Place(room=Room.PLAN, only=Only.PERIOD))):
        note = words("page.tile.period_note", {"of": period.of, "meeting": period.period.meeting})
        yield _tile(ground, "period", open_, Place(room=Room.PLAN, only=Only.PERIOD), note)


_UNKNOWN = (
    (Face.NOT_YET_ASKED, Colour.NOT_YET_ASKED, "not_yet_asked"),
    (Face.UNREADABLE, Colour.UNREADABLE, "unreadable"),
    (Face.PAUSED, Colour.PAUSED, "paused"),
)


def _impact(ground: Ground) -> Iterator[Tile]:
    """Give what was delivered and has shown nothing yet, and the measures that tell of it: completion is not impact."""
    found, delivered = len(ground.digest.no_impact), any(one.is_delivered for one in ground.delivery.values())
    note = words(f"page.tile.no_impact_{'note' if found else 'none' if delivered else 'undelivered'}")
    yield _tile(ground, "no_impact", found, Place(room=Room.PLAN, only=Only.NO_IMPACT), note)
    if ground.measures:
        yield from known_of(ground)
    else:
        yield _tile(ground, "measures", 0, Place(room=Room.MEASURES), words("page.measures.none"))


def _board(ground: Ground) -> Iterator[Tile]:
    digest = ground.digest
    yield _tile(ground, "decisions", len(digest.decisions), _DECISIONS)
    note = words("page.tile.off_track_note", {"red": len(digest.red), "amber": len(digest.amber)})
    face = Face.RED if digest.red else Face.AMBER if digest.amber else None
    yield _tile(ground, "off_track", len(digest.red) + len(digest.amber), Place(room=Room.PLAN, only=Only.OFF_TRACK), note, face)
    waiting = digest.business.open + digest.business.answered
    note = words("page.tile.business_note", {"carried": digest.business.carried}) if digest.business.carried else ""
    yield _tile(ground, "business", waiting, Place(room=Room.LOG, only=Only.OPEN), note)


def _dates(ground: Ground) -> Iterator[Tile]:
    digest = ground.digest
    yield _tile(ground, "overdue", len(digest.overdue), Place(room=Room.PLAN, due=Due.OVERDUE))
    yield _tile(ground, "moved", len(digest.dates_changed), Place(room=Room.PLAN, only=Only.MOVED))
    yield _tile(ground, "soon", len(digest.due_soon), Place(room=Room.PLAN, only=Only.SOON))
    if undated := count(ground, Place(room=Room.PLAN, due=Due.UNDATED)):
        yield _tile(ground, "undated", undated, Place(room=Room.PLAN, due=Due.UNDATED))


def _done(ground: Ground) -> Iterator[Tile]:
    digest = ground.digest
    assured, complete = digest.count(Face.ASSURED), digest.count(Face.COMPLETE)
    note = words("page.tile.assured_note")
    yield _tile(ground, "assured", assured, Place(room=Room.PLAN, colour=Colour.ASSURED), note, Face.ASSURED)
    note = words("page.tile.complete_note")
    yield _tile(ground, "complete", complete, Place(room=Room.PLAN, colour=Colour.COMPLETE), note, Face.COMPLETE)
    if digest.awaiting_assurance:
        yield _tile(ground, "to_check", len(digest.awaiting_assurance), Place(room=Room.PLAN, only=Only.TO_CHECK))
    yield _tile(ground, "total", digest.count(), Place(room=Room.PLAN))


# ---- the first of what they count -----------------------------------------------------------


def _silent_roles(ground: Ground) -> Iterator[SheetBlock]:
    """Give the roles that have not answered, those with most first, and the pauses that hold."""
    snapshot = ground.snapshot
    found = [one for told in ground.digest.in_full for one in told.each if isinstance(one, Silence)]
    lines = [
        Line(
            spans=(Text(text=wording.silence(one)),),
            mark=mark(Face.NOT_REPORTED if one.not_reported else Face.ASKED),
            to=_of_role(ground, one.role),
        )
        for one in found
    ]
    if lines:
        yield Lines(caption=words("page.overview.silent_by_role"), lines=_first(lines, ground.to(_SILENT)))
    held = in_force(snapshot.pauses, snapshot.policy, snapshot.today)
    said = [Line(spans=pause_said("stands", one, snapshot.plan, ground.zone), mark=mark(Face.PAUSED)) for one in held]
    if said:
        yield Lines(caption=words("page.overview.paused"), lines=tuple(said))


def _of_role(ground: Ground, role: str | None) -> Place | None:
    """Return the list of what a role has not answered. None if a place cannot name it."""
    if role is None or len(role) > MOST:
        return None
    return ground.to(Place(room=Room.PLAN, only=Only.UNANSWERED, owner=role))


def _no_impact(ground: Ground) -> Iterator[SheetBlock]:
    """Give the actions that are delivered without anything that shows that it helped, and why each is on the list."""
    lines = [
        Line(
            spans=(Text(text=f"{one.action} {one.title}"),),
            aside=as_sentence(why_in_words(one.why, one.behind)),
            to=ground.to(Place(room=Room.ACTION, ref=one.action)),
        )
        for one in ground.digest.no_impact
    ]
    if lines:
        to = ground.to(Place(room=Room.PLAN, only=Only.NO_IMPACT))
        yield Lines(caption=words("page.overview.no_impact"), lines=_first(lines, to))


def _top_risks(ground: Ground) -> Iterator[SheetBlock]:
    """Give the highest risks that the board is shown."""
    found = top(ground.risks, ground.snapshot.policy.risk)
    if found:
        yield Lines(caption=words("page.overview.top_risks"), lines=risk_lines(ground, found))


def _decisions(ground: Ground) -> Iterator[SheetBlock]:
    lines = [_decision(ground, one) for one in ground.digest.decisions]
    if lines:
        yield Lines(caption=words("page.overview.decisions"), lines=_first(lines, ground.to(_DECISIONS)))


def _decision(ground: Ground, entry: Entry) -> Line:
    said = words("page.plan.decision", {"decision": with_full_stop(entry.decision)})
    to = ground.to(Place(room=Room.MILESTONE, ref=entry.ref))
    return Line(spans=(Text(text=f"{entry.ref} {said}"),), mark=mark(entry.face), aside=entry.role or "", to=to)


def _first(lines: Sequence[Line], to: Place) -> tuple[Line, ...]:
    """Return the first of some lines, and the way to all of them if there are more."""
    if len(lines) <= MOST_LINES:
        return tuple(lines)
    rest = Line(spans=(Text(text=words("page.overview.all_of", {"count": len(lines)})),), to=to)
    return (*lines[: MOST_LINES - 1], rest)
