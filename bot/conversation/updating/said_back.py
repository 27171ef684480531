"""Said back: what a draft would put on the record, so that nobody saves unseen. What is alike is said once, for all it is of."""

from __future__ import annotations

import re
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from datetime import date
from typing import TypeVar

from bot.conversation.updating.saving import standings_now
from bot.conversation.visit import Said
from bot.model.letters.message import Item, Items, Spans
from bot.model.letters.talk import Draft
from bot.model.plan import Milestone
from bot.model.policy import Calendar
from bot.model.status import Status
from bot.model.updates.day import DayMeant, ImpossibleDay
from bot.model.updates.update import OFF_GREEN, Standing, Update
from bot.ports.record import View
from bot.rules.dates import example, phrase_in, read
from bot.wording.documents.refs import ref_of
from bot.wording.letters import cards
from bot.wording.letters.sections import MOST_LINES
from bot.wording.sentences import Fact, line, mark, with_full_stop
from bot.wording.summary_lines import named

Key = TypeVar("Key", bound=Hashable)
One = TypeVar("One")
_LEADS_ON = re.compile(r"\b(?:by|until|till|to|before|due|expected)\s\Z", re.IGNORECASE)  # a day to which it will be


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
        "ref": ref_of(milestone),
        "text": with_full_stop(milestone.text),
        "said": cards.update_without_status(update),
    }
    if milestone.ref in known:
        refs = ", ".join(one.ref for one, _ in group)
        return Item(mark=mark(update.status), spans=line("replies.saved.unchanged", {"count": len(group), "refs": refs}))
    if len(group) == 1:
        return Item(mark=mark(update.status), spans=line("replies.echo.item", facts))
    refs = ", ".join(one.ref for one, _ in group)
    return Item(mark=mark(update.status), spans=line("replies.saved.alike", {**facts, "count": len(group), "refs": refs}))


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


def repeated(view: View, said: Said, draft: Draft) -> list[Spans]:
    """Say whose words "same" says again, and of which day: nobody takes another's for their own unseen. Of their own nothing is
    said."""
    standings = view.updates.standings(draft.plan)
    found = [one for ref, id_ in draft.same.items() if (one := _statement(view, draft.plan, standings[ref], id_)) is not None]
    together: dict[tuple[str, date], list[str]] = {}
    for update in found:
        if update.by == draft.person:
            continue
        together.setdefault((update.by_name, said.day_of(update.at)), []).append(update.ref)
    return [
        line(
            "replies.echo.same" if len(refs) == 1 else "replies.echo.same_several",
            {"ref": named(refs, MOST_LINES), "who": who, "day": day},
        )
        for (who, day), refs in together.items()
    ]


def _statement(view: View, short: str, standing: Standing, number: int) -> Update | None:
    """Return a statement: most often it is the one that counts, which is known."""
    known = standing.update is not None and standing.update.id == number
    return standing.update if known else view.updates.one(short, number)


def forecast_missed(view: View, draft: Draft, update: Update, said: Said) -> list[Spans]:
    """Say that no forecast was understood, if the words speak of one or of a day to come: it stays in them, counting nowhere."""
    if update.forecast is not None or update.status is Status.COMPLETE or update.ref in draft.same:
        return []
    if re.search(r"\bforecast\b", f"{update.narrative} {update.path_to_green}", re.IGNORECASE):
        return [line("replies.echo.no_forecast", {"ref": update.ref, "example": example(said.today)})]
    return [] if draft.drawn else _day_left(view, draft, update, said)


def _day_left(view: View, draft: Draft, update: Update, said: Said) -> list[Spans]:
    """Say that a day in the words of a typed line is no forecast, if it may be one, or is a day that cannot be."""
    phrase = phrase_in(update.narrative)
    if phrase is None:
        return []
    found = read(phrase.said, said.today, view.plans.policy(draft.plan).calendar)
    facts: dict[str, Fact] = {"ref": update.ref, "said": phrase.said, "example": example(said.today)}
    if isinstance(found, DayMeant):
        may_be = update.status in OFF_GREEN or _LEADS_ON.search(phrase.before) is not None
        return [line("replies.echo.not_forecast", {**facts, "example": found.day})] if may_be and found.day > said.today else []
    return [line("replies.echo.not_forecast", facts)] if isinstance(found, ImpossibleDay) else []


def _alike(keyed: Iterable[tuple[Key, One]]) -> list[list[One]]:
    """Put together what has the same key, in the order in which each key is first met."""
    found: dict[Key, list[One]] = {}
    for key, one in keyed:
        found.setdefault(key, []).append(one)
    return list(found.values())
