"""Said back: what a draft would put on the record, so that nobody saves unseen. What is alike is said once, for all it is of."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple, TypeVar

from bot.conversation.updating.saving import period_of, standings_now
from bot.conversation.visit import Said
from bot.model.day import DayMeant
from bot.model.message import Item, Items, Spans
from bot.model.plan import Milestone
from bot.model.policy import Calendar, Dates
from bot.model.update import Status, Update
from bot.ports.record import View
from bot.rules.calendar import add_months
from bot.rules.dates import read
from bot.wording import cards
from bot.wording.sections import MOST_LINES
from bot.wording.sentences import Fact, line, mark, with_full_stop
from bot.wording.summary_lines import named

Key = TypeVar("Key", bound=Hashable)
One = TypeVar("One")


class Doubt(NamedTuple):
    """One thing about an update that does not fit the facts. Doubts of one kind about one forecast are told together."""

    kind: str
    ref: str
    due: date | None
    forecast: date | None
    years: int


def doubts(view: View, said: Said, made: Sequence[tuple[Milestone, Update]], day: date) -> list[Spans]:
    """Return what must be asked about these updates if they are given on that day: gently, for the owner's colour stays."""
    dates = view.plans.policy(said.asker.short).dates
    found = [_doubt(one, update, period_of(view, said, update.plan, one), day, dates) for one, update in made]
    told = _alike(((one.kind, one.forecast if one.kind in _OF_A_FORECAST else None), one) for one in found if one is not None)
    return [_told(together) for together in told]


_OF_A_FORECAST = ("forecast_past", "forecast_far")


def _doubt(milestone: Milestone, update: Update, due: date | None, today: date, dates: Dates) -> Doubt | None:
    """Return what is doubtful if the colour and the facts disagree that day about what is due."""

    def doubt(kind: str) -> Doubt:
        return Doubt(kind, milestone.ref, due, update.forecast, dates.far_years)

    if update.forecast and update.status is not Status.COMPLETE:
        if update.forecast < today:
            return doubt("forecast_past")
        if update.forecast > add_months(max(due or today, today), dates.far_years * 12):
            return doubt("forecast_far")
    if update.status is Status.GREEN and due:
        if update.forecast and update.forecast > due:
            return doubt("forecast_late")
        if due < today:
            return doubt("overdue")
    return doubt("no_evidence") if update.status is Status.COMPLETE and not update.evidence else None


def _told(together: Sequence[Doubt]) -> Spans:
    first = together[0]
    facts: dict[str, Fact] = {"ref": first.ref, "due": first.due or "", "forecast": first.forecast or "", "years": first.years}
    if len(together) == 1:
        return line(f"replies.guard.{first.kind}", facts)
    return line(f"replies.guard.{first.kind}_several", {**facts, "refs": named([one.ref for one in together], MOST_LINES)})


def guessed(wrote: Mapping[str, str], today: date, calendar: Calendar) -> list[Spans]:
    """Say how each day was read that was typed so that it may mean another, by the milestone that it is the forecast of."""
    meant = [(ref, said, read(said, today, calendar)) for ref, said in wrote.items() if said]
    return [
        line("replies.echo.guessed", {"ref": ref, "wrote": said, "forecast": one.day})
        for ref, said, one in meant
        if isinstance(one, DayMeant) and not one.certain
    ]


def lines_of(made: Sequence[tuple[Milestone, Update]], same: Collection[str] = ()) -> Items:
    """Say each update in a line of its own. Of more than a card shows, those alike share one, with all their refs; and so do
    those that stay the `same`, without the words that are known."""
    groups = [[one] for one in made]
    if len(made) > MOST_LINES:
        known = {one.ref for one, update in made if one.ref in same or update.confirms is not None}
        groups = _alike(((*_words_shown(*one, known), one[1].status), one) for one in made)
        return Items(lines=tuple(_line(group, known) for group in groups))
    return Items(lines=tuple(_line(group) for group in groups))


def _words_shown(milestone: Milestone, update: Update, known: Collection[str]) -> tuple[Hashable, ...]:
    return ("same",) if milestone.ref in known else ("said", cards.update_without_status(update))


def _line(group: Sequence[tuple[Milestone, Update]], known: Collection[str] = ()) -> Item:
    milestone, update = group[0]
    facts: dict[str, Fact] = {
        "ref": milestone.ref,
        "text": with_full_stop(milestone.text),
        "said": cards.update_without_status(update),
    }
    if milestone.ref in known:
        refs = ", ".join(one.ref for one, _ in group)
        return Item(mark=mark(update.status), spans=line("replies.saved.unchanged", {"count": len(group), "refs": refs}))
    if len(group) == 1:
        return Item(mark=mark(update.status), spans=line("replies.echo.item", facts))
    refs = ", ".join(one.ref for one, _ in group)
    return Item(mark=mark(update.status), spans=line("replies.echo.alike", {**facts, "count": len(group), "refs": refs}))


def changed(view: View, said: Said, made: Sequence[tuple[Milestone, Update]]) -> list[Spans]:
    """Say which of several milestones had another colour until now: among many, nobody would see that it changes."""
    if len(made) < 2:
        return []
    stood = standings_now(view, said, made[0][1].plan, [one for one, _ in made])
    was = [(before.status, one.ref) for one, now in made if (before := stood[one.ref].update) and before.status is not now.status]
    found: dict[Status, list[str]] = {}
    for status, ref in was:
        found.setdefault(status, []).append(ref)
    return [
        line(
            "replies.echo.was" if len(refs) == 1 else "replies.echo.were",
            {"refs": named(refs, MOST_LINES), "status": mark(status).word},
        )
        for status, refs in found.items()
    ]


def _alike(keyed: Iterable[tuple[Key, One]]) -> list[list[One]]:
    """Put together what has the same key, in the order in which each key is first met."""
    found: dict[Key, list[One]] = {}
    for key, one in keyed:
        found.setdefault(key, []).append(one)
    return list(found.values())
