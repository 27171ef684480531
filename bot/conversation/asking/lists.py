"""Lists of milestones: mine, red, overdue, silent, due. Facts read from the snapshot, worded."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import date
from typing import NamedTuple

from bot.conversation.asking.of_impact import besides
from bot.model.letters.message import Actions, Button, Item, Items, Message, Paragraph, Spans, Text
from bot.model.letters.talk import Asker
from bot.model.plan import Milestone
from bot.model.record.alike import Alike
from bot.model.snapshot import Snapshot
from bot.model.status import Status
from bot.model.updates.dates import Dates
from bot.ports.record import View
from bot.reports.snapshot import take
from bot.reports.summary import silences, weekly
from bot.rules import holders as rules_holders
from bot.rules.dates import span
from bot.rules.updates.assurance import returned
from bot.rules.updates.standing import (
    age_days,
    counted_in,
    dates,
    days_since,
    face_in,
    falls_due,
    missed_period,
    overdue,
    status_on,
    tracked_in,
)
from bot.rules.updates.standing import due as due_on
from bot.wording.commands import UpdateForm
from bot.wording.documents import imported
from bot.wording.documents.refs import ref_of
from bot.wording.letters import cards
from bot.wording.month.card import open_button
from bot.wording.sentences import line, mark, with_full_stop, words
from bot.wording.summary import headline
from bot.wording.updates.dates import age, dated

MOST_WORDED = 16 * 1024 * 1024  # bytes of messages kept for whoever asks about the same milestones while they stand as they do
_WORDED: Alike[Message] = Alike(MOST_WORDED)
_LINES: Alike[Item] = Alike(MOST_WORDED // 2)


def update_button(ref: str, text: str, asker: Asker) -> Button:
    """Return the button that opens a milestone's update form."""
    return Button(
        label=words("nudges.button.update", {"ref": ref}),
        command=str(UpdateForm(plan=asker.plan_named, refs=(ref,))),
        spoken=f"{words('nudges.button.update', {'ref': ref})}: {text}"[:75],
    )


def line_of(
    snapshot: Snapshot, milestone: Milestone, asker: Asker, tail: Spans = (), when: Dates | None = None
) -> Item:
    """One line of a list, with an Update button for whoever may update. `when` is told in place of its dates, if given."""
    if not tail and not when:
        return lines_of(snapshot, (milestone,), asker)[0]
    held = rules_holders.answers_for(snapshot.people, asker.person.id, snapshot.today)
    return _line_of(snapshot, milestone, asker, not milestone.closed and not held.isdisjoint(milestone.owners), tail, when)


def lines_of(snapshot: Snapshot, milestones: Iterable[Milestone], asker: Asker) -> tuple[Item, ...]:
    """Return a plain line of a list for each of some milestones, as `line_of` does. Who asks, and when, is looked up once."""
    held = rules_holders.answers_for(snapshot.people, asker.person.id, snapshot.today)
    common = (snapshot.today, snapshot.pauses, asker.plan_named)

    def one(milestone: Milestone) -> Item:
        mine = not milestone.closed and not held.isdisjoint(milestone.owners)
        things = (snapshot.policy, milestone, snapshot.standings.get(milestone.ref))
        return _LINES.of(things, (*common, mine), lambda: _line_of(snapshot, milestone, asker, mine, (), None))

    return tuple(map(one, milestones))


def _line_of(
    snapshot: Snapshot, milestone: Milestone, asker: Asker, mine: bool, tail: Spans, when: Dates | None
) -> Item:
    said = dated(when or dates(snapshot, milestone))
    spans = line("replies.status.line", {"ref": ref_of(milestone), "text": with_full_stop(milestone.text), "dates": said})
    buttons = (update_button(milestone.ref, milestone.text, asker),) if mine else ()
    counted = counted_in(snapshot, milestone)
    if counted is not None and counted in snapshot.standing(milestone).dissents:
        spans = (*spans, Text(text=" "), *cards.dissent(counted, milestone.accountable))
    if returned(milestone, snapshot.standing(milestone), snapshot.policy, snapshot.today) is not None:
        spans = (*spans, *line("assurance.list.returned", {"ref": milestone.ref}))
    return Item(mark=mark(face_in(snapshot, milestone)), spans=(*spans, *tail), buttons=buttons)


def worded(
    snapshot: Snapshot, asker: Asker, milestones: Sequence[Milestone], about: Hashable, make: Callable[[], Message]
) -> Message:
    """Return a message about these milestones as they stand today. It may tell the asker nothing that others are not told,
    but which of them they may update: one made before is then the same for all."""
    mine, today = rules_holders.answers_for(snapshot.people, asker.person.id, snapshot.today), snapshot.today
    things = [snapshot.plan, snapshot.policy, *(snapshot.standings.get(milestone.ref) for milestone in milestones)]
    updates = tuple(not mine.isdisjoint(milestone.owners) for milestone in milestones)
    return _WORDED.of(things, (about, today, snapshot.pauses, asker.plan_named, asker.person.is_admin, updates), make)


def _reason(snapshot: Snapshot, milestone: Milestone) -> Spans:
    """Tell what is counted, but for its forecast: the dates before it tell that."""
    update = counted_in(snapshot, milestone)
    if update is None:
        said_there = tracked_in(snapshot, milestone)
        return (Text(text=" "), *imported.in_words(said_there)) if said_there is not None else ()
    said = update.model_copy(update={"forecast": None})
    return (Text(text=" "), *cards.update_in_words(said, today=snapshot.today))


def _listing(
    view: View, asker: Asker, title: str, wanted: Callable[[Snapshot, Milestone], bool], reasons: bool = False
) -> Message:
    snapshot = take(view, asker.short, asker.now)

    def listed() -> Message:
        chosen = [milestone for milestone in snapshot.plan.milestones if wanted(snapshot, milestone)]
        return _list(snapshot, asker, title, chosen, reasons)

    return worded(snapshot, asker, snapshot.plan.milestones, title, listed)


def _list(snapshot: Snapshot, asker: Asker, title: str, chosen: Sequence[Milestone], reasons: bool = False) -> Message:
    if not chosen:
        return Message(title=words(f"replies.list.{title}_none"))
    if reasons:
        lines = tuple(line_of(snapshot, milestone, asker, _reason(snapshot, milestone)) for milestone in chosen)
    else:
        lines = lines_of(snapshot, chosen, asker)
    return Message(title=words(f"replies.list.{title}"), blocks=(Items(lines=lines),))


def _month(asker: Asker, milestones: Sequence[Milestone]) -> tuple[Actions, ...]:
    """Offer the card of the month to whoever answers for several."""
    return (Actions(buttons=(open_button(asker.plan_named),)),) if len(milestones) > 1 else ()


def mine(view: View, asker: Asker) -> Message:
    """List the milestones of the roles this person holds, then those for which they may answer as a deputy, then what else is
    theirs."""
    snapshot = take(view, asker.short, asker.now)
    owned, deputised = own(snapshot, asker), as_deputy(snapshot, asker)
    about = ("mine", len(owned), *(milestone.ref for milestone in (*owned, *deputised.milestones)), deputised.heading)

    def listed() -> Message:
        found = _list(snapshot, asker, "mine", owned)
        month = _month(asker, (*owned, *deputised.milestones))
        if not deputised.milestones:
            return found.model_copy(update={"blocks": (*month, *found.blocks)})
        acting = Items(heading=deputised.heading, lines=lines_of(snapshot, deputised.milestones, asker))
        return Message(title=words("replies.list.mine"), blocks=(*month, *(found.blocks if owned else ()), acting))

    told, more = worded(snapshot, asker, (*owned, *deputised.milestones), about, listed), besides(view, snapshot, asker)
    title = told.title if owned or deputised.milestones or not more else words("replies.besides.title")
    return told.model_copy(update={"title": title, "blocks": (*told.blocks, *more)}) if more else told


def own(snapshot: Snapshot, asker: Asker) -> Sequence[Milestone]:
    """Return the milestones of the roles somebody holds."""
    held = frozenset(rules_holders.roles_of(snapshot.people, asker.person.id, snapshot.today))
    return [milestone for milestone in snapshot.plan.milestones if not held.isdisjoint(milestone.owners)]


class Deputised(NamedTuple):
    """The milestones for which somebody may answer as a deputy alone, and the heading that says so."""

    heading: str
    milestones: Sequence[Milestone]


def as_deputy(snapshot: Snapshot, asker: Asker) -> Deputised:
    """Return what somebody may answer for as a deputy, and not by a role of their own."""
    roles = rules_holders.deputised_by(snapshot.people, asker.person.id, snapshot.today)
    if not roles:
        return Deputised("", ())
    held = frozenset(rules_holders.roles_of(snapshot.people, asker.person.id, snapshot.today))
    found = [one for one in snapshot.plan.milestones if not set(roles).isdisjoint(one.owners) and held.isdisjoint(one.owners)]
    return Deputised(words("replies.list.as_deputy", {"roles": ", ".join(roles)}), found)


def off_track(view: View, asker: Asker, status: Status) -> Message:
    """List all milestones last said to be red, or amber, with their reasons: by an owner, or else by the plan's tracker."""

    def coloured(snapshot: Snapshot, milestone: Milestone) -> bool:
        there = tracked_in(snapshot, milestone)
        declared = status_on(milestone, snapshot.standings[milestone.ref], snapshot.policy, snapshot.today)
        return declared is status or (there is not None and there.status is status)

    return _listing(view, asker, status.value, coloured, reasons=True)


def past_due(view: View, asker: Asker) -> Message:
    """List all milestones past their due date and not complete."""
    return _listing(view, asker, "overdue", lambda s, m: overdue(m, s.standings[m.ref], s.policy, s.today))


def silent(view: View, asker: Asker) -> Message:
    """List what was asked and not answered, by the roles that the weekly summary calls silent, with the last colour said."""
    snapshot = take(view, asker.short, asker.now)
    digest = weekly(view, snapshot)
    found = silences(digest, snapshot)
    blocks = [Items(heading=one.heading, lines=_silent_lines(snapshot, asker, one.refs)) for one in found]
    said = Paragraph(spans=(Text(text=headline(digest), strong=True),))  # no answer to this reassures without the counts
    title = "silent_unasked" if digest.nobody_asked else "silent" if blocks else "silent_none"
    return Message(title=words(f"replies.list.{title}"), blocks=(said, *blocks))


def _silent_lines(snapshot: Snapshot, asker: Asker, refs: Sequence[str]) -> tuple[Item, ...]:
    found = (milestone for milestone in snapshot.plan.milestones if milestone.ref in refs)
    return tuple(line_of(snapshot, milestone, asker, _last_said(snapshot, milestone)) for milestone in found)


def _last_said(snapshot: Snapshot, milestone: Milestone) -> Spans:
    standing = snapshot.standings[milestone.ref]
    tail: Spans = ()
    if standing.update is not None:
        ago = age(age_days(standing, snapshot.policy, snapshot.today) or 0)
        tail = line("replies.status.last_colour", {"status": mark(standing.update.status).word, "age": ago})
    elif (said := tracked_in(snapshot, milestone)) is not None:
        tail = imported.last(said, days_since(said.as_at, snapshot.today))
    if period := missed_period(milestone, standing, snapshot.policy, snapshot.today):
        tail = (*tail, *line("digest.line.missed", {"missed": period}))
    return tail


def due(view: View, asker: Asker, period: str | None) -> Message:
    """List what falls due in a period. Without one, in the days that the weekly summary looks ahead."""
    snapshot = take(view, asker.short, asker.now)
    meant = span(period, snapshot.today, snapshot.policy.digest.due_soon_days, snapshot.policy.calendar)
    if meant is None:
        return Message(title=words("replies.list.due_unknown", {"period": period or ""}))
    first, last = meant
    facts = {"first": first, "last": last}
    falling = {m.ref: falls_due(snapshot, m, first, last) for m in snapshot.plan.milestones}
    chosen = [(day, milestone) for milestone in snapshot.plan.milestones if (day := falling[milestone.ref])]
    if not chosen:
        return Message(title=words("replies.list.due_none", facts))
    in_order = sorted(chosen, key=lambda one: (one[0], one[1].ref))
    lines = tuple(line_of(snapshot, milestone, asker, when=_on(snapshot, milestone, day)) for day, milestone in in_order)
    return Message(title=words("replies.list.due", facts), blocks=(Items(lines=lines),))


def _on(snapshot: Snapshot, milestone: Milestone, day: date) -> Dates:
    """The dates of a milestone that falls due on a day. Only the date at hand is the next one of one that comes round."""
    found = dates(snapshot, milestone, day)
    return found if day == due_on(milestone, snapshot.policy, snapshot.today) else found.model_copy(update={"recurrence": None})
