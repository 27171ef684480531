"""The frame of every sheet: its title, the moment it tells of, who reads it, and the sheets that are always led to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import assert_never
from zoneinfo import ZoneInfo

from bot.model.page.place import Place, Room
from bot.model.page.sheet import Ask, Filters, Sheet, SheetBlock, Tab
from bot.reports.page.ground import Ground
from bot.reports.picture import rights_line
from bot.rules import holders
from bot.rules.board.cycle import set_periods
from bot.rules.calendar import last_moment, local_day
from bot.wording.sentences import Fact, words

SHEETS = (Room.OVERVIEW, Room.PLAN, Room.MEASURES, Room.RISKS, Room.LOG, Room.VOICES, Room.PAPERS)


def framed(ground: Ground, title: str, blocks: Sequence[SheetBlock], way: Sequence[Tab] = ()) -> Sheet:
    """Return a sheet in its frame."""
    place = ground.place
    is_past = ground.as_at is not None
    return Sheet(
        title=title,
        plan_title=ground.snapshot.plan.title,
        moment=moment_in_words(ground),
        place=place,
        is_past=is_past,
        now=(words("page.frame.to_now"), place.model_copy(update={"as_at": None})) if is_past else None,
        meeting=_meeting(ground),
        when=_when(place),
        reader=_reader(ground),
        nav=tuple(
            Tab(label=words(f"page.nav.{room.value}"), to=Place(room=room, as_at=place.as_at), here=room is under(place.room))
            for room in SHEETS
        ),
        way=tuple(way),
        blocks=tuple(blocks),
        foot=_foot(ground),
    )


def under(room: Room) -> Room:
    """Return the sheet that is always led to under which a sheet stands."""
    match room:
        case Room.ACTION | Room.MILESTONE:
            return Room.PLAN
        case Room.MEASURE:
            return Room.MEASURES
        case Room.OVERVIEW | Room.PLAN | Room.MEASURES | Room.RISKS | Room.LOG | Room.VOICES | Room.PAPERS:
            return room
    assert_never(room)


def moment_in_words(ground: Ground) -> str:
    """Say as at when a sheet tells, so that nobody takes the past for now."""
    moment = ground.as_at or ground.now
    day = local_day(moment, ground.zone)
    facts: dict[str, Fact] = {"day": day, "weekday": f"{day:%A}", "time": clock(moment, ground.zone)}
    if ground.as_at is None:
        return words("page.frame.now", facts)
    ends = ground.as_at == min(last_moment(day, ground.zone), ground.now)
    return words("page.frame.past_day" if ends and ground.as_at != ground.now else "page.frame.past", facts)


def clock(moment: datetime, zone: str) -> str:
    """Return the time of day of a moment in a zone, as people write it."""
    return f"{moment.astimezone(ZoneInfo(zone)):%H:%M}"


def said_at(moment: datetime, zone: str) -> str:
    """Say a moment: its day, and its time of day."""
    return words("page.when.moment", {"day": local_day(moment, zone), "time": clock(moment, zone)})


def _meeting(ground: Ground) -> tuple[str, Place] | None:
    """Return the way to the sheet as it was known at the board's last meeting. None if there was none, or it is this one."""
    today = local_day(ground.now, ground.zone)
    held = [one.meeting for one in set_periods(ground.snapshot.policy) if one.meeting < today]
    typed = f"{held[-1]:%-d %B %Y}" if held else None
    if typed is None or ground.place.as_at == typed:
        return None
    return words("page.frame.to_meeting", {"day": held[-1]}), ground.place.model_copy(update={"as_at": typed, "leaf": 1})


def _when(place: Place) -> Filters:
    hint = words("page.frame.when_hint")
    ask = Ask(field="as_at", label=words("page.frame.when_label"), value=place.as_at or "", hint=hint)
    keep = place.model_copy(update={"as_at": None, "leaf": 1})
    return Filters(caption=words("page.frame.when"), keep=keep, asks=(ask,), button=words("page.frame.when_button"))


def _reader(ground: Ground) -> str:
    """Say who reads it, and by which right: nobody lends their page out unaware."""
    today = local_day(ground.now, ground.zone)
    roles = holders.roles_of(ground.record.people.of(ground.short), ground.person.id, today)
    return words("page.frame.reader", {"who": ground.person.name, "what": ", ".join(roles) or rights_line(ground.person)})


def _foot(ground: Ground) -> tuple[str, ...]:
    head = ground.view.entries.head(ground.short)
    return (words("page.frame.proof", {"entry": head.entry}), words("page.frame.names"))
