"""Lists of milestones: mine, red, overdue, silent, due. Facts read from the record, worded."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from bot.model.message import Button, Item, Items, Message, Spans, Text
from bot.model.plan import Milestone
from bot.model.talk import Asker
from bot.model.update import Face, Status
from bot.ports.record import View
from bot.reports.snapshot import Record, record_of
from bot.rules import holders as rules_holders
from bot.rules.dates import span
from bot.rules.standing import age_days, declared, missed, overdue
from bot.rules.standing import due as due_on
from bot.wording import cards
from bot.wording import summary as wording_summary
from bot.wording.commands import UpdateForm
from bot.wording.sentences import line, mark, stopped, words


def update_button(ref: str, text: str, asker: Asker) -> Button:
    """The button that opens a milestone's update form."""
    return Button(
        label=words("nudges.button.update", {"ref": ref}),
        command=str(UpdateForm(plan=asker.plan_named, refs=(ref,))),
        spoken=f"{words('nudges.button.update', {'ref': ref})}: {text}"[:75],
    )


def line_of(record: Record, milestone: Milestone, asker: Asker, tail: Spans = (), on: date | None = None) -> Item:
    """One line of a list, with an Update button for whoever may update. `on` is when it falls due, if not the date at hand."""
    when = on or due_on(milestone, record.today) or words("replies.status.no_date")
    if milestone.open_ended and milestone.start:
        when = words("replies.status.open_ended", {"start": milestone.start})
    spans = line("replies.status.due_on", {"ref": milestone.ref, "text": stopped(milestone.text), "due": when})
    mine = rules_holders.capacity(record.people, asker.person, milestone, record.today) not in (None, "admin")
    buttons = (update_button(milestone.ref, milestone.text, asker),) if mine else ()
    return Item(mark=mark(record.face(milestone)), spans=(*spans, *tail), buttons=buttons)


def _reason(record: Record, milestone: Milestone) -> Spans:
    update = record.standings[milestone.ref].update
    return (Text(text=" "), *cards.declared(update)) if update else ()


def _listing(
    view: View, asker: Asker, title: str, wanted: Callable[[Record, Milestone], bool], reasons: bool = False
) -> Message:
    record = record_of(view, asker)
    chosen = [milestone for milestone in record.plan.milestones if wanted(record, milestone)]
    if not chosen:
        return Message(title=words(f"replies.list.{title}_none"))
    lines = tuple(
        line_of(record, milestone, asker, _reason(record, milestone) if reasons else ()) for milestone in chosen
    )
    return Message(title=words(f"replies.list.{title}"), blocks=(Items(lines=lines),))


def mine(view: View, asker: Asker) -> Message:
    """The milestones of the roles this person holds."""

    def owned(record: Record, milestone: Milestone) -> bool:
        held = rules_holders.roles_of(record.people, asker.person.id, record.today)
        return bool(set(held) & set(milestone.owners))

    return _listing(view, asker, "mine", owned)


def off_track(view: View, asker: Asker, status: Status) -> Message:
    """All milestones last said to be red, or amber, with their reasons."""

    def coloured(record: Record, milestone: Milestone) -> bool:
        return declared(milestone, record.standings[milestone.ref], record.policy, record.today) is status

    return _listing(view, asker, status.value, coloured, reasons=True)


def past_due(view: View, asker: Asker) -> Message:
    """All milestones past their due date and not complete."""
    return _listing(view, asker, "overdue", lambda r, m: overdue(m, r.standings[m.ref], r.policy, r.today))


def silent(view: View, asker: Asker) -> Message:
    """All milestones not reported, with the last colour said and its age."""
    record = record_of(view, asker)
    lines = []
    for milestone in record.plan.milestones:
        if record.face(milestone) is not Face.NOT_REPORTED:
            continue
        standing = record.standings[milestone.ref]
        tail: Spans = ()
        if standing.update is not None:
            age = wording_summary.age(age_days(standing, record.policy, record.today) or 0)
            tail = line("replies.status.last_colour", {"status": mark(standing.update.status).word, "age": age})
        if period := missed(milestone, standing, record.policy, record.today):
            tail = (*tail, *line("digest.line.missed", {"missed": period}))
        lines.append(line_of(record, milestone, asker, tail))
    if not lines:
        return Message(title=words("replies.list.silent_none"))
    return Message(title=words("replies.list.silent"), blocks=(Items(lines=tuple(lines)),))


def due(view: View, asker: Asker, period: str | None) -> Message:
    """What falls due in a period; without one, in the next four weeks."""
    record = record_of(view, asker)
    meant = span(period, record.today, record.policy.due_soon_days)
    if meant is None:
        return Message(title=words("replies.list.due_unknown", {"period": period or ""}))
    first, last = meant
    facts = {"first": first, "last": last}
    falling = {m.ref: record.falls_due(m, first, last) for m in record.plan.milestones}
    chosen = [(when, milestone) for milestone in record.plan.milestones if (when := falling[milestone.ref])]
    if not chosen:
        return Message(title=words("replies.list.due_none", facts))
    in_order = sorted(chosen, key=lambda one: (one[0], one[1].ref))
    lines = tuple(line_of(record, milestone, asker, on=when) for when, milestone in in_order)
    return Message(title=words("replies.list.due", facts), blocks=(Items(lines=lines),))
