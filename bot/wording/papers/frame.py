"""The frame of a paper: for whom it is, of which period and moment it tells, and what stands at its head and foot."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.model.board.paper import Corrected
from bot.model.board.period import Freeze, Period
from bot.model.board.settings import Audience, Tone
from bot.model.noun import Moment, local_day
from bot.model.plan import Plan
from bot.model.record.entry import Head
from bot.wording.sentences import Fact, words

SHOWN = 12  # signs of a digest
OWN = ("board", "operations", "families")  # the audiences that have a title of Milepost's own
Fields = tuple[tuple[str, str], ...]


class Frame(NamedTuple):
    """The frame of one paper: all that it is about besides its facts. `before` is the freeze that it compares with."""

    plan: Plan
    audience: Audience
    name: str
    period: Period
    as_at: Moment
    zone: str
    head: Head
    freeze: Freeze | None
    before: Freeze | None
    tolerance_days: int
    corrects: Corrected | None = None

    @property
    def is_public(self) -> bool:
        """Say if its words are for everybody."""
        return self.audience.wording is Tone.PUBLIC

    @property
    def today(self) -> date:
        """Return the day that it tells of."""
        return local_day(self.as_at, self.zone)

    @property
    def day(self) -> str:
        """Return that day as it stands in the name of its file."""
        return self.today.isoformat()


def at(frame: Frame, moment: Moment) -> str:
    """Say a moment in the plan's zone."""
    clock = f"{moment.astimezone(ZoneInfo(frame.zone)):%H:%M}"
    return words("papers.said.at", {"day": local_day(moment, frame.zone), "time": clock})


def head_fields(frame: Frame) -> Fields:
    """Return the fields at the head of a paper that tell of a period: for whom, of which period, as at when."""
    name = "public" if frame.is_public else "frozen" if frame.freeze is not None else "as_at"
    facts: dict[str, Fact] = {"at": at(frame, frame.as_at), "entry": frame.head.entry}
    return (
        (words("papers.field.for"), title_of(frame)),
        (words("papers.field.period"), _period(frame)),
        (words("papers.field.as_at"), words(f"papers.said.{name}", facts)),
        *(((words("papers.field.issue"), correction),) if (correction := _correction(frame)) else ()),
    )


def _correction(frame: Frame) -> str:
    """Say that a paper takes the place of an earlier one, and why: that was written for colleagues. Empty if it does not."""
    if frame.corrects is None:
        return ""
    name = "correction_public" if frame.is_public else "correction"
    return words(f"papers.said.{name}", dict(frame.corrects))


def own_fields(frame: Frame) -> Fields:
    """Return the fields that the settings name for the audience."""
    return tuple(frame.audience.header.items())


def title_of(frame: Frame) -> str:
    """Return what an audience is called on paper."""
    return audience_title(frame.name, frame.audience, frame.plan)


def audience_title(name: str, audience: Audience | None, plan: Plan) -> str:
    """Return what an audience is called. The board is called as the plan does."""
    if audience is not None and audience.title is not None:
        return audience.title
    if name == OWN[0] and plan.governance.board:
        return plan.governance.board
    return words(f"papers.audience.{name}") if name in OWN else name.replace("-", " ").capitalize()


def foot(frame: Frame) -> str:
    """Return what stands at the foot of each page: of a correction first that it is one, as what is long is cut at its end."""
    facts: dict[str, Fact] = {"plan": frame.plan.title, "at": at(frame, frame.as_at), "entry": frame.head.entry}
    name = "foot_public" if frame.is_public else "foot"
    said = words(f"papers.said.{name}", {**facts, "digest": frame.head.digest[:SHOWN]})
    if frame.corrects is None:
        return said
    return f"{words('papers.said.correction_public', {'day': frame.corrects.day})} {said}"


def _period(frame: Frame) -> str:
    name = "period" if frame.period.is_set else "period_unset"
    period = words(f"papers.said.{name}", {"freezes": frame.period.freezes, "meeting": frame.period.meeting})
    if frame.before is None:
        return words("papers.said.no_before", {"period": period})
    return words("papers.said.since", {"period": period, "since": local_day(frame.before.as_at, frame.zone)})
