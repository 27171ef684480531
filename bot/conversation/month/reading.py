"""The card of the month as it stands: the part of it that is meant, and one page of it, read anew for whoever looks."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from bot.conversation.month.kept import Kept, kept
from bot.model.letters.message import Message, Spans, Text
from bot.model.letters.talk import Asker
from bot.model.plan import Milestone
from bot.model.snapshot import Snapshot
from bot.model.summary import SILENT
from bot.ports.record import View
from bot.reports.snapshot import take
from bot.rules.asking.month import Part, parts
from bot.rules.updates.standing import age_days, dates, face_in, seen, tracked_in
from bot.wording.commands import Month
from bot.wording.documents import imported
from bot.wording.month.card import MonthLine, MonthPage, month_card, next_plan, nothing_owned, part_named, shortened
from bot.wording.sentences import line, mark
from bot.wording.updates.dates import age

FROM = "month "  # begins what the statements are drawn from that were made on the card


class Mine(NamedTuple):
    """A part of somebody's month, with the plan that it is of."""

    snapshot: Snapshot
    part: Part

    @property
    def short(self) -> str:
        """Return the plan's short name."""
        return self.snapshot.short

    @property
    def newest(self) -> int:
        """Return the newest statement about any of what is open, 0 if there is none."""
        return max((seen(one, self.snapshot.standing(one)) for one in self.part.open), default=0)


def all_mine(view: View, asker: Asker) -> tuple[Mine, ...]:
    """Return all parts of somebody's month, in all plans of which they may hear here."""
    return tuple(mine for short in asker.plans for mine in _in_plan(view, asker, short))


def _in_plan(view: View, asker: Asker, short: str) -> list[Mine]:
    snapshot = take(view, short, asker.now)
    return [Mine(snapshot, part) for part in parts(snapshot, asker.person.id)]


def part_meant(view: View, asker: Asker, deputy: bool, drawn: bool) -> Mine | None:
    """Return a part of somebody's month in the plan at hand. None if there is none. Whoever has another part alone means that,
    unless it was pressed on a card that was `drawn` of this one."""
    found = _in_plan(view, asker, asker.short)
    other = found[0] if len(found) == 1 and not drawn else None
    return next((mine for mine in found if mine.part.deputy is deputy), other)


def part_with(view: View, asker: Asker, ref: str) -> Mine | None:
    """Return the part of somebody's month that a milestone of the plan at hand is in. None if it is in none."""
    return next((mine for mine in _in_plan(view, asker, asker.short) if ref in mine.part.refs), None)


def show(view: View, asker: Asker, command: Month) -> Message:
    """Show a page of the card."""
    page = page_meant(view, asker, command)
    return month_card(page) if page is not None else nothing_owned()


def page_meant(view: View, asker: Asker, command: Month) -> MonthPage | None:
    """Return a page of the card, None if somebody has none. Whoever names no plan is given the first part of their month in
    which anything is open."""
    found = all_mine(view, asker)
    if not found:
        return None
    if command.plan is None and not command.acting and command.page is None:
        mine = next((one for one in found if one.part.open), found[0])
    else:
        there = [one for one in found if one.short == asker.short] or list(found)
        mine = next((one for one in there if one.part.deputy is command.acting), there[0])
    return page_shown(view, asker, mine, command.page or 1)


def drawn(view: View, asker: Asker, mine: Mine, number: int, notes: Sequence[Spans] = ()) -> Message:
    """Draw a page of a part as it stands."""
    return month_card(page_shown(view, asker, mine, number), notes)


def page_with(view: View, asker: Asker, refs: Collection[str], number: int) -> MonthPage | None:
    """Return a page of the part of somebody's month in the plan at hand that any of these milestones is in. None if none is."""
    mine = next((one for one in _in_plan(view, asker, asker.short) if not one.part.refs.isdisjoint(refs)), None)
    return page_shown(view, asker, mine, number) if mine is not None else None


def page_shown(view: View, asker: Asker, mine: Mine, number: int) -> MonthPage:
    """Return what a page of a part shows."""
    snapshot, part = mine
    held = kept(view, snapshot, asker.person.id)
    waiting = [one for one in part.open if one.ref in held.chosen]
    number = min(max(number, 1), part.pages)
    several = len(asker.plans) > 1
    return MonthPage(
        lines=tuple(_line(snapshot, one, held) for one in part.page(number)),
        confirmed=len(part.confirmed),
        count=part.size,
        left=len(part.open),
        page=number,
        pages=part.pages,
        plan=mine.short if several else None,
        of_plan=snapshot.plan.title if several else "",
        deputy=part.deputy,
        roles=part.roles if part.deputy else (),
        snoozed=tuple(one.ref for one in part.snoozed),
        newest=mine.newest,
        keeps=any(_keeps(snapshot, one) for one in part.open),
        token=held.token if waiting else None,
        chosen=len(waiting),
        others=_others(view, asker, mine, number),
    )


def _others(view: View, asker: Asker, mine: Mine, number: int) -> tuple[tuple[str, Month], ...]:
    """Name the other parts of this plan in which anything is open, and lead to the next plan in which anything is. They come
    after the last page of this one. Of another plan no name is said here."""
    if number < mine.part.pages:
        return ()
    several = len(asker.plans) > 1
    found = [one for one in all_mine(view, asker) if one.part.open]
    here = [one for one in found if one.short == mine.short and one.part.deputy is not mine.part.deputy]
    place = asker.plans.index(mine.short) if mine.short in asker.plans else 0
    order = (*asker.plans[place + 1 :], *asker.plans[:place])
    there = next((one for short in order for one in found if one.short == short), None)
    return (
        *((part_named(one.part.roles, one.part.deputy), _of(one, several)) for one in here),
        *(((next_plan(), _of(there, several)),) if there is not None else ()),
    )


def turn_to(asker: Asker, mine: Mine, number: int) -> str:
    """Return what is said to be shown a page of a part again."""
    return str(Month(plan=mine.short if len(asker.plans) > 1 else None, acting=mine.part.deputy, page=number))


def _of(mine: Mine, several: bool) -> Month:
    return Month(plan=mine.short if several else None, acting=mine.part.deputy, page=1)


def _line(snapshot: Snapshot, milestone: Milestone, held: Kept) -> MonthLine:
    standing, face = snapshot.standing(milestone), face_in(snapshot, milestone)
    chosen = held.chosen.get(milestone.ref)
    return MonthLine(
        milestone=milestone,
        heading=shortened(next(f"{one.ref} {one.title}" for one in snapshot.plan.actions if one.ref == milestone.action)),
        dates=dates(snapshot, milestone),
        face=face,
        stood=seen(milestone, standing),
        keeps=_keeps(snapshot, milestone),
        chosen=chosen,
        needs=milestone.ref in held.lacking,
        tail=_last_said(snapshot, milestone) if face in SILENT or face.is_imported else (),
    )


def _keeps(snapshot: Snapshot, milestone: Milestone) -> bool:
    """Say if there is something that may stay as it is: what was said, or else what the plan's tracker said."""
    return snapshot.standing(milestone).update is not None or tracked_in(snapshot, milestone) is not None


def _last_said(snapshot: Snapshot, milestone: Milestone) -> Spans:
    update = snapshot.standing(milestone).update
    if update is None:
        said = tracked_in(snapshot, milestone)
        return (Text(text=" "), *imported.in_words(said)) if said is not None else ()
    ago = age(age_days(snapshot.standing(milestone), snapshot.policy, snapshot.today) or 0)
    return line("replies.status.last_colour", {"status": mark(update.status).word, "age": ago})


