"""The period: how many have reported for the board, who is silent, who has to write, and what is left for whoever asks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, assert_never

from bot.model.board.period import Freeze, Period, PeriodState, SincePapers
from bot.model.letters.message import Actions, Block, Button, Item, Items, Message, Paragraph, Spans, Text
from bot.model.letters.talk import Asker
from bot.model.plan import Milestone
from bot.model.snapshot import Snapshot
from bot.ports.record import View
from bot.reports.board.period import since_papers
from bot.reports.board.period import told as told_of
from bot.reports.snapshot import take
from bot.rules import holders
from bot.rules.board import leads
from bot.rules.board.cycle import of_meeting
from bot.rules.calendar import local_day
from bot.wording.commands import Month, NarrativeForm
from bot.wording.cycle import since_line
from bot.wording.leads import write_button
from bot.wording.sentences import Fact, line, with_full_stop, words
from bot.wording.summary_lines import cut, named

MOST_LINES = 12  # silent roles, and what is left for somebody
MOST_TEXT = 120


class _Told(NamedTuple):
    """The standing of a period: what was to be reported, what of it is not yet, and of which priorities nothing is written."""

    snapshot: Snapshot
    period: Period
    state: PeriodState
    freezes: tuple[Freeze, ...]  # for its papers, those taken back too
    wanted: int
    open: tuple[Milestone, ...]
    unwritten: tuple[int, ...]
    since: SincePapers | None  # what came after the freeze that counts


def period(view: View, asker: Asker) -> Message:
    """Tell how far the period at hand is."""
    told = _told(view, take(view, asker.short, asker.now))
    yours, buttons = _yours(told, asker)
    blocks: list[Block] = [Paragraph(spans=spans) for spans in (*_dates(told), *_leads(told))]
    blocks += [_silent(told), yours]
    if buttons:
        blocks.append(Actions(buttons=buttons))
    return Message(title=_title(told), blocks=tuple(blocks))


def _told(view: View, snapshot: Snapshot) -> _Told:
    shown, freezes = told_of(view, snapshot), view.periods.freezes(snapshot.short)
    still_open = frozenset(shown.unconfirmed)
    return _Told(
        snapshot=snapshot,
        period=shown.period,
        state=shown.state,
        freezes=of_meeting(freezes, shown.period.meeting),
        wanted=shown.of,
        open=tuple(one for one in snapshot.plan.milestones if one.ref in still_open),
        unwritten=shown.to_write,
        since=since_papers(view, snapshot, shown.freeze) if shown.freeze is not None else None,
    )


def _title(told: _Told) -> str:
    if not told.wanted:
        return words("leads.period.none", {"meeting": told.period.meeting})
    facts: dict[str, Fact] = {
        "confirmed": told.wanted - len(told.open),
        "of": told.wanted,
        "meeting": told.period.meeting,
    }
    return words("leads.period.title" if told.period.is_set else "leads.period.month", facts)


def _dates(told: _Told) -> Iterator[Spans]:
    """Say which step of the period it is, and when the next ones are."""
    period, zone = told.period, told.snapshot.policy.zone
    facts: dict[str, Fact] = {
        "meeting": period.meeting,
        "opens": period.opens,
        "owners_by": period.owners_by,
        "leads_by": period.leads_by,
        "freezes": period.freezes,
    }
    stands = next((one for one in reversed(told.freezes) if not one.void), None)
    if told.freezes and stands is None:
        yield line("leads.period.thawed")
    elif stands is not None:
        yield line("leads.period.frozen", {"day": local_day(stands.as_at, zone)})
    else:
        yield line(f"leads.period.{_step(told.state)}", {**facts, "day": period.freezes})
    if not period.is_set:
        yield line("leads.period.unset")
    if told.since is not None:
        yield (Text(text=since_line(told.since)),)


def _step(now: PeriodState) -> str:
    match now:
        case PeriodState.FROZEN:
            return "frozen_soon"
        case PeriodState.BEFORE | PeriodState.OPEN | PeriodState.LEADS | PeriodState.AFTER:
            return now.value
    assert_never(now)


def _leads(told: _Told) -> Iterator[Spans]:
    numbers = ", ".join(map(str, told.unwritten))
    if not numbers:
        yield line("leads.period.written")
    else:
        name = "write_one" if len(told.unwritten) == 1 else "write"
        yield line(f"leads.period.{name}", {"count": len(told.unwritten), "numbers": numbers})


def _silent(told: _Told) -> Items:
    """List the roles from which something is still to come, each with its milestones."""
    roles: dict[str, list[str]] = {}
    for one in told.open:
        roles.setdefault(one.accountable or words("leads.period.unowned"), []).append(one.ref)
    lines = [
        Item(spans=line("leads.period.silent_line", {"role": role, "refs": named(refs, MOST_LINES)}))
        for role, refs in list(roles.items())[:MOST_LINES]
    ]
    lines += _more(len(roles))
    none = (Item(spans=line("leads.period.silent_none")),)
    return Items(heading=words("leads.period.silent"), lines=tuple(lines) or none)


def _yours(told: _Told, asker: Asker) -> tuple[Items, tuple[Button, ...]]:
    """List what is left for whoever asks, with the buttons to do it."""
    people, day = told.snapshot.people, told.snapshot.today
    roles = holders.answers_for(people, asker.person.id, day)
    mine = [one for one in told.open if not roles.isdisjoint(one.owners)]
    write = [n for n in told.unwritten if asker.person.id in {one.id for one in leads.asked(people, n, day)}]
    lines = [Item(spans=line("leads.period.yours_write", {"number": number})) for number in write]
    lines += [Item(spans=_line(one)) for one in mine]
    shown = [*lines[:MOST_LINES], *_more(len(lines))]
    none = (Item(spans=line("leads.period.yours_nothing")),)
    items = Items(heading=words("leads.period.yours"), lines=tuple(shown) or none)
    return items, tuple(_buttons(asker, write, mine))


def _buttons(asker: Asker, write: Sequence[int], mine: Sequence[Milestone]) -> Iterator[Button]:
    for number in write[:1]:
        yield write_button(NarrativeForm(plan=asker.plan_named, priority=number))
    if mine:
        yield Button(label=words("leads.period.confirm"), command=str(Month(plan=asker.plan_named)))


def _line(one: Milestone) -> Spans:
    return line("leads.period.yours_update", {"ref": one.ref, "text": cut(with_full_stop(one.text), MOST_TEXT)})


def _more(count: int) -> Iterator[Item]:
    if count > MOST_LINES:
        yield Item(spans=line("leads.period.more", {"count": count - MOST_LINES}))
