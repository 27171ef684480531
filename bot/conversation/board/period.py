"""The period: how many have reported for the board, who is silent, who has to write, and what is left for whoever asks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import assert_never

from bot.model.board.period import PeriodState, PeriodTold
from bot.model.letters.message import Actions, Block, Button, Item, Items, Message, Paragraph, Spans
from bot.model.letters.talk import Asker
from bot.model.plan import Milestone
from bot.model.snapshot import Snapshot
from bot.ports.record import View
from bot.reports.board.period import since_papers, told, told_now
from bot.reports.snapshot import take
from bot.rules import holders
from bot.rules.board import leads
from bot.wording.commands import Month, NarrativeForm
from bot.wording.cycle import period_line, since_line
from bot.wording.leads import write_button
from bot.wording.sentences import Fact, line, with_full_stop, words
from bot.wording.summary_lines import cut, named

MOST_LINES = 12  # silent roles, and what is left for somebody
MOST_TEXT = 120


def period(view: View, asker: Asker) -> Message:
    """Tell how far the period at hand is."""
    snapshot = take(view, asker.short, asker.now)
    shown = told(view, snapshot)
    now = told_now(view, snapshot) if shown.freeze is not None else shown
    open_, left = _open(snapshot, shown), _open(snapshot, now)
    said = [*_steps(shown)]
    if shown.freeze is not None:
        said.append(line("leads.period.since", {"since": since_line(since_papers(view, snapshot, shown.freeze))}))
    if shown.to_write:
        said.append(line("leads.period.write", {"numbers": ", ".join(map(str, shown.to_write))}))
    yours, buttons = _yours(snapshot, now, left, asker)
    blocks: list[Block] = [*(Paragraph(spans=spans) for spans in said), *_roles(shown, open_), yours]
    if buttons:
        blocks.append(Actions(buttons=buttons))
    return Message(title=period_line(shown), blocks=tuple(blocks))


def _open(snapshot: Snapshot, shown: PeriodTold) -> list[Milestone]:
    return [one for one in snapshot.plan.milestones if one.ref in set(shown.unconfirmed)]


def _steps(shown: PeriodTold) -> Iterator[Spans]:
    """Say which days are next."""
    period = shown.period
    facts: dict[str, Fact] = period.model_dump(include={"meeting", "opens", "owners_by", "leads_by", "freezes"})
    match shown.state:
        case PeriodState.BEFORE:
            yield line("leads.period.before" if period.is_set else "leads.period.before_month", facts)
        case PeriodState.OPEN:
            yield line("leads.period.open", facts)
        case PeriodState.LEADS if shown.late:
            yield line("leads.period.frozen", facts)
        case PeriodState.LEADS:
            if not shown.young:
                yield line("leads.period.leads", facts)
        case PeriodState.FROZEN | PeriodState.AFTER:
            yield line("leads.period.frozen", facts)
        case _:
            assert_never(shown.state)
    if not period.is_set:
        yield line("leads.period.unset")


def _roles(shown: PeriodTold, open_: Sequence[Milestone]) -> Iterator[Items]:
    """List the roles from which something is still to come, each with its milestones."""
    for name, roles in (("silent", shown.silent), ("vacant", shown.vacant)):
        refs = {role: [one.ref for one in open_ if one.accountable == role] for role in roles}
        lines = [
            Item(spans=line("leads.period.role", {"role": role, "refs": named(of, MOST_LINES)})) for role, of in refs.items()
        ]
        if lines:
            shown_lines = (*lines[:MOST_LINES], *_more(len(lines)))
            yield Items(heading=words(f"leads.period.{name}"), lines=shown_lines)


def _yours(
    snapshot: Snapshot, shown: PeriodTold, open_: Sequence[Milestone], asker: Asker
) -> tuple[Items, tuple[Button, ...]]:
    """List what is left for whoever asks, with the buttons to do it."""
    people, day = snapshot.people, snapshot.today
    roles = holders.answers_for(people, asker.person.id, day)
    mine = [one for one in open_ if not roles.isdisjoint(one.owners)]
    write = [n for n in shown.to_write if any(one.id == asker.person.id for one in leads.asked(people, n, day))]
    lines = [Item(spans=line("leads.period.yours_write", {"number": number})) for number in write]
    lines += [Item(spans=_line(one)) for one in mine]
    none = (Item(spans=line("leads.period.yours_nothing")),)
    found = (*lines[:MOST_LINES], *_more(len(lines))) or none
    return Items(heading=words("leads.period.yours"), lines=found), tuple(_buttons(asker, write, mine))


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
