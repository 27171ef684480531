"""History: what was said of a milestone, and who owns it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation.asking.dates import about_dates
from bot.conversation.asking.of_board import with_business
from bot.model.letters.message import Item, Items, Message, Paragraph, Spans
from bot.model.letters.talk import Asker
from bot.model.policy import Policy
from bot.model.snapshot import Snapshot
from bot.model.updates.update import Face, Update, Withdrawn, update_handle
from bot.ports.record import View
from bot.reports.documents.retired import known, taken_out
from bot.reports.letters import doubts
from bot.reports.snapshot import take
from bot.rules.updates.standing import dates, local_day
from bot.wording.documents import imported
from bot.wording.documents.refs import ref_of
from bot.wording.holders import held_by
from bot.wording.letters import cards
from bot.wording.sentences import Fact, line, mark, with_full_stop, words
from bot.wording.updates.dates import dated


def _opening(view: View, snapshot: Snapshot, ref: str) -> tuple[Paragraph, ...]:
    """Say when a milestone is due, and if an edition took it out."""
    when = Paragraph(spans=dated(dates(snapshot, known(snapshot.plan, ref))))
    if not snapshot.plan.has_retired(ref):
        return (when,)
    return Paragraph(spans=taken_out(view, snapshot, ref)), when


def history(view: View, asker: Asker, ref: str) -> Message:
    """Tell every update of a milestone, oldest first, each one's words once; and what was taken back or corrected since."""
    unread = view.updates.unreadable(asker.short, ref)  # first: it is for a thread, where all is read anew
    snapshot = take(view, asker.short, asker.now)
    opening = _opening(view, snapshot, ref)
    said = view.updates.all_said(asker.short, ref)
    since = _since(said, view.updates.withdrawals(asker.short), snapshot.policy)
    asked = doubts.of_statements(view, asker, known(snapshot.plan, ref))
    after = {number: line("guard.shown.history", {"told": spans}) for number, spans in asked.items()}
    told = {
        update.id: _entry(update, snapshot, (*after.get(update.id, ()), *since.get(update.id, ()))) for update in said
    }
    for there in view.updates.imported(asker.short, ref):
        shown = mark(Face.imported(there.status)) if there.status is not None else None
        told[there.first] = Item(mark=shown, spans=imported.in_history(there))
    for entry in unread:
        told[entry] = Item(spans=line("replies.list.history_unreadable", {"entry": entry}))
    named = ref_of(known(snapshot.plan, ref))
    moved = about_dates(view, snapshot, ref)
    dated_ = (Items(heading=words("requests.list.history"), lines=moved),) if moved else ()
    if not told:
        none = Message(title=words("replies.list.history_none", {"ref": named}), blocks=(*opening, *dated_))
        return with_business(view, snapshot, ref, none)
    lines = tuple(told[entry] for entry in sorted(told))
    told_all = Message(title=words("replies.list.history", {"ref": named}), blocks=(*opening, Items(lines=lines), *dated_))
    return with_business(view, snapshot, ref, told_all)


def _since(said: Sequence[Update], withdrawals: Sequence[Withdrawn], policy: Policy) -> dict[int, Spans]:
    """Return what became of each statement that counts no longer."""
    gone: dict[int, Spans] = {}
    for one in withdrawals:
        facts: dict[str, Fact] = {"who": one.by_name, "day": local_day(one.at, policy), "why": with_full_stop(one.why)}
        gone[one.number] = line("replies.list.history_withdrawn" if one.why else "replies.list.history_undone", facts)
    for update in said:
        if update.corrects is not None and update.id not in gone:
            gone[update.corrects] = line("replies.list.history_corrected", {"handle": update_handle(update.id)})
    return gone


def _entry(update: Update, snapshot: Snapshot, since: Spans) -> Item:
    facts: dict[str, Fact] = {
        "handle": update_handle(update.id),
        "day": local_day(update.at, snapshot.policy),
        "who": update.by_name,
        "capacity": update.capacity,
        "said": cards.update_in_words(update, handles=True, today=snapshot.today),
    }
    return Item(mark=mark(update.status), spans=(*line("replies.list.history_line", facts), *since))


def who(view: View, asker: Asker, ref: str) -> Message:
    """Tell which roles answer for a milestone, who holds them today, and who is their deputy on which days."""
    snapshot = take(view, asker.short, asker.now)
    milestone = known(snapshot.plan, ref)
    lines = tuple(
        Item(
            spans=line(
                "replies.list.accountable" if role == milestone.accountable else "replies.list.contributes",
                {"role": role, "who": held_by(snapshot.people, role, snapshot.today)},
            )
        )
        for role in milestone.owners
    )
    gone = [Paragraph(spans=taken_out(view, snapshot, ref))] if snapshot.plan.has_retired(ref) else []
    return Message(title=words("replies.list.who", {"ref": ref_of(milestone)}), blocks=(*gone, Items(lines=lines)))
