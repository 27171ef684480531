"""The status of the plan, or of one priority, action, milestone or role of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

from bot.conversation.asking import resting
from bot.conversation.asking.lists import lines_of, update_button, worded
from bot.conversation.asking.of_board import with_business
from bot.conversation.asking.of_impact import with_impact
from bot.model.letters.message import Block, Facts, Item, Items, Message, Paragraph, Spans, Text
from bot.model.letters.talk import Asker
from bot.model.plan import Action, Milestone
from bot.model.policy import Policy
from bot.model.snapshot import Snapshot
from bot.model.updates.update import Face, Update, update_handle
from bot.ports.record import View
from bot.reports.board.period import since_last_papers
from bot.reports.documents.retired import known, last_said, taken_out
from bot.reports.letters import doubts
from bot.reports.second_look import second_look
from bot.reports.snapshot import take
from bot.reports.summary import digest_in_full, digest_message, totals_chart
from bot.rules import holders as rules_holders
from bot.rules.asking.pauses import in_force, reaches
from bot.rules.board.business import may_raise
from bot.rules.holders import find_role
from bot.rules.updates.standing import dates, face_in, local_day, tracked_in
from bot.wording import pauses
from bot.wording.cycle import since_line
from bot.wording.documents import imported
from bot.wording.documents.action import measures, why, why_in_short
from bot.wording.documents.refs import ref_of
from bot.wording.letters import cards
from bot.wording.sentences import Fact, line, mark, with_full_stop, words
from bot.wording.updates.dates import dated, every
from bot.wording.updates.requests import in_full

OFF_TRACK = (Face.RED, Face.AMBER, Face.NOT_REPORTED, Face.IMPORTED_RED, Face.IMPORTED_AMBER)  # listed with the whole plan


def status(view: View, asker: Asker, about: str | None) -> Message:
    """Say how the plan stands, or one priority, action, milestone or role of it."""
    snapshot = take(view, asker.short, asker.now)
    what = " ".join((about or "").split())
    if not what:
        return _whole(view, snapshot, asker)
    number = re.fullmatch(r"(?:priority )?(\d{1,4})", what, re.IGNORECASE)
    if number:
        for priority in snapshot.plan.priorities:
            if priority.number == int(number[1]):
                title = words("replies.status.priority", {"number": priority.number, "text": priority.text})
                actions = [action for action in snapshot.plan.actions if action.priority == priority.number]
                held = _paused(snapshot, [one for action in actions for one in action.milestones])
                told_all = Message(title=title, blocks=(*held, *(_action(snapshot, action, asker) for action in actions)))
                return with_business(view, snapshot, number[1], told_all)
    for action in snapshot.plan.actions:
        if action.ref == what:
            whole = worded(snapshot, asker, action.milestones, what, partial(_whole_action, snapshot, action, asker))
            return with_business(view, snapshot, what, with_impact(view, snapshot, what, whole))
        for milestone in action.milestones:
            if milestone.ref == what:
                rest = (*_asked_of_dates(view, snapshot, what), *resting.resting(view, snapshot, milestone))
                told = partial(_milestone, snapshot, action, milestone, asker, rest)
                message = worded(snapshot, asker, (milestone,), (what, rest), told)
                return with_business(view, snapshot, what, _with_doubts(view, snapshot, milestone, asker, message))
    if re.fullmatch(r"\d+(\.\d+){2}", what):
        return _retired(view, snapshot, known(snapshot.plan, what))
    role = find_role(snapshot.plan, what)
    if role is None:
        return Message(title=words("replies.status.not_found", {"about": what}))
    owned = [milestone for milestone in snapshot.plan.milestones if role.name in milestone.owners]
    lines = lines_of(snapshot, owned, asker)
    held = _paused(snapshot, owned)
    return Message(title=words("replies.status.about", {"what": role.name}), blocks=(*held, Items(lines=lines)))


def _paused(snapshot: Snapshot, milestones: Sequence[Milestone]) -> tuple[Paragraph, ...]:
    """Say which pauses there are of some milestones: by whom, why and until when."""
    held = in_force(snapshot.pauses, snapshot.policy, snapshot.today)
    mine = [one for one in held if any(reaches(one, milestone) for milestone in milestones)]
    return tuple(Paragraph(spans=pauses.said("stands", one, snapshot.plan, snapshot.policy.zone)) for one in mine)


def _with_doubts(view: View, snapshot: Snapshot, milestone: Milestone, asker: Asker, message: Message) -> Message:
    """Add what was asked about the statements that stand, for whoever may read it: the same message is told to everybody."""
    standing = snapshot.standing(milestone)
    said = [one for one in (standing.update, *standing.dissents) if one is not None]
    stand = [number for one in said for number in (one.confirms or one.id, *(link.id for link in one.evidence))]
    found = doubts.of_statements(view, asker, milestone, stand) if stand else {}
    pairs = tuple((words("guard.shown.label"), spans) for spans in found.values())
    return message.model_copy(update={"blocks": (*message.blocks, Facts(pairs=pairs))}) if pairs else message


def _whole(view: View, snapshot: Snapshot, asker: Asker) -> Message:
    shown = [(milestone, face_in(snapshot, milestone)) for milestone in snapshot.plan.milestones]
    items = lines_of(snapshot, [milestone for milestone, face in shown if face in OFF_TRACK], asker)
    listed: tuple[Block, ...] = (Items(lines=items),) if items else ()
    count = Paragraph(spans=line("replies.status.count", {"count": len(snapshot.plan.milestones)}))
    title = words("replies.status.title", {"title": snapshot.plan.title})
    since = since_last_papers(view, snapshot)
    papers = (Paragraph(spans=(Text(text=since_line(since)),)),) if since is not None else ()
    held = _paused(snapshot, snapshot.plan.milestones)
    return Message(title=title, blocks=(count, *papers, *held, totals_chart(snapshot, shown), *listed))


def _action(snapshot: Snapshot, action: Action, asker: Asker) -> Items:
    return Items(heading=_titled(action), lines=lines_of(snapshot, action.milestones, asker))


def _titled(action: Action) -> str:
    return words("replies.status.action", {"ref": ref_of(action), "title": action.title})


def _whole_action(snapshot: Snapshot, action: Action, asker: Asker) -> Message:
    """An action with all that the plan says of it: why, how success will be known, and its milestones."""
    said = (*why(action), *measures(action))
    lines = lines_of(snapshot, action.milestones, asker)
    milestones = Items(heading=words("replies.status.milestones") if said else "", lines=lines)
    return Message(title=_titled(action), blocks=(*_paused(snapshot, action.milestones), *said, milestones))


def _milestone(
    snapshot: Snapshot, action: Action, milestone: Milestone, asker: Asker, rest: Sequence[tuple[str, Spans]]
) -> Message:
    standing = snapshot.standings[milestone.ref]
    update = standing.update
    label = {key: words(f"replies.status.{key}") for key in ("dates", "owners", "reported")}
    pairs: list[tuple[str, Spans]] = [(label["dates"], dated(dates(snapshot, milestone)))]
    if milestone.recurrence and milestone.due:
        first: dict[str, Fact] = {"recurrence": every(milestone.recurrence), "first": milestone.due}
        pairs.append((words("replies.status.recurs"), line("replies.status.recurs_since", first)))
    pairs += why_in_short(action)
    pairs.append((label["owners"], _plain(", ".join(milestone.owners) or words("replies.list.vacant"))))
    pairs.append((label["reported"], _reported(update, snapshot.policy, standing.unreadable)))
    if update is not None:
        alone = cards.lone(update, milestone.accountable) if standing.lone else ()
        said = update.model_copy(update={"forecast": None})  # the dates tell it
        told = cards.update_in_words(said, handles=True, today=snapshot.today)
        pairs.append((words("replies.status.happened"), (*told, *alone)))
    for one in standing.dissents:
        otherwise = (*cards.dissent(one, milestone.accountable), *cards.update_without_status(one, today=snapshot.today))
        pairs.append((words("replies.status.dissents"), otherwise))
    there = tracked_in(snapshot, milestone)
    if milestone.imported is not None:
        pairs.append((words("tracker.said.label"), imported.in_words(milestone.imported, there is None)))
    if second := second_look(snapshot, milestone):
        pairs.append((words("assurance.status.label"), second))
    pairs += rest
    item = Item(mark=mark(face_in(snapshot, milestone)), spans=_plain(with_full_stop(milestone.text)))
    mine = rules_holders.capacity(snapshot.people, asker.person, milestone, snapshot.today) is not None
    if mine and not milestone.closed:
        update_it = update_button(milestone.ref, milestone.text, asker)
        same = cards.no_change(milestone, standing, asker.plan_named, there)
        item = item.model_copy(update={"buttons": (update_it, *same, *resting.buttons(snapshot, milestone, asker))})
    title = words("replies.status.about", {"what": ref_of(milestone)})
    return Message(title=title, blocks=(*_paused(snapshot, [milestone]), Items(lines=(item,)), Facts(pairs=tuple(pairs))))


def _asked_of_dates(view: View, snapshot: Snapshot, ref: str) -> tuple[tuple[str, Spans], ...]:
    """Tell what is asked of a milestone's date and not decided, and why it was closed, each under its label."""
    told = [one for one in view.requests.all(snapshot.short) if one.ref == ref and (one.is_open or one.closes)]
    label = {True: words("replies.status.asked"), False: words("replies.status.closed")}
    return tuple((label[one.is_open], in_full(one, snapshot.policy.zone)) for one in told)


def _retired(view: View, snapshot: Snapshot, milestone: Milestone) -> Message:
    """Tell how a milestone last stood that an edition took out of the plan."""
    update = last_said(view, snapshot.short, milestone.ref)
    owners = _plain(", ".join(milestone.owners) or words("replies.list.vacant"))
    pairs: list[tuple[str, Spans]] = [
        (words("replies.status.dates"), dated(dates(snapshot, milestone))),
        (words("replies.status.owners"), owners),
        (words("replies.status.reported"), _reported(update, snapshot.policy, None)),
    ]
    if update is not None:
        pairs.append((words("replies.status.happened"), cards.update_in_words(update, handles=True, today=snapshot.today)))
    item = Item(mark=mark(update.status) if update else None, spans=_plain(with_full_stop(milestone.text)))
    gone = Paragraph(spans=taken_out(view, snapshot, milestone.ref))
    title = words("replies.status.about", {"what": ref_of(milestone)})
    return Message(title=title, blocks=(gone, Items(lines=(item,)), Facts(pairs=tuple(pairs))))


def _reported(update: Update | None, policy: Policy, unreadable: int | None) -> Spans:
    if unreadable is not None:
        return line("replies.status.unreadable", {"entry": unreadable})
    if update is None:
        return line("replies.status.nobody")
    facts: dict[str, Fact] = {"day": local_day(update.at, policy), "who": update.by_name, "capacity": update.capacity}
    return line("replies.status.reported_at", {**facts, "handle": update_handle(update.id)})


def _plain(what: str) -> Spans:
    return (Text(text=what),)


def summary(view: View, asker: Asker, everything: bool = False) -> Message:
    """Show the weekly summary as at now: on one screen, or all of it."""
    snapshot = take(view, asker.short, asker.now)
    if not everything:
        return digest_message(view, snapshot, named=asker.several)
    return digest_in_full(view, snapshot, may_raise(snapshot.people, asker.person, snapshot.today))
