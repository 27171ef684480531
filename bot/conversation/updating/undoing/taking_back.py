"""Taking back: a statement or evidence is withdrawn or undone. What was said stays on the record and counts no longer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bot.conversation.board.business import wanted
from bot.conversation.dates import overtaking
from bot.conversation.updating.saving import card_again, refuse_ended, say_updates
from bot.conversation.updating.undoing import subjects
from bot.conversation.updating.undoing.last_save import FROZEN, UNDO_WITHIN, handles, last_save, refuse_overtaken
from bot.conversation.visit import Said
from bot.model.letters.message import Spans
from bot.model.letters.talk import DraftState, Reply, Say
from bot.model.record.entry import STATEMENTS, Entry, EntryKind
from bot.ports.record import Tx, View
from bot.ports.refusals import Refusal
from bot.wording import commands
from bot.wording.sentences import line, words

# ---- withdrawn -----------------------------------------------------------------------------


def withdraw(tx: Tx, said: Said, command: commands.Withdraw, fresh: bool) -> Reply:
    """Withdraw a statement or evidence for a reason: what stood before it stands again."""
    short, handle = said.asker.short, command.handle
    entry = tx.entries.entry(short, command.number)
    kinds = {EntryKind.EVIDENCE} if command.is_evidence else STATEMENTS
    if entry is None or entry.header.kind not in kinds:
        raise Refusal("no_such_handle", handle=handle)
    if fresh or not tx.entries.recorded(short, said.inbound.id):
        _refuse_withdrawal(tx, said, command, entry)
        capacity = entry.fields.get("capacity", "") if _is_own(tx, said, entry) else said.by.capacity
        tx.updates.withdraw(short, command.number, command.why, capacity)
        overtaking.reopen(tx, said, [entry])
        wanted.give_back(tx, said, [entry])
    return _say_what_stands(tx, said, [entry], "replies.withdrawn.title")


def _is_own(view: View, said: Said, entry: Entry) -> bool:
    return entry.fields.get("person") == view.entries.whom(said.asker.short, said.asker.person.id)


def _refuse_withdrawal(view: View, said: Said, command: commands.Withdraw, entry: Entry) -> None:
    own = _is_own(view, said, entry)
    if not (said.asker.person.is_admin or (own and command.is_evidence)):
        raise Refusal("withdraw_own" if own else "withdraw_not_yours", handle=command.handle)
    refuse_ended(view, said.asker.short, command.number, entry.fields["ref"])
    if not command.why:
        raise Refusal("withdraw_why", handle=command.handle)


def _say_what_stands(view: View, said: Said, entries: Sequence[Entry], title: str) -> Reply:
    """Say what was taken back, and what stands now in its place."""
    standings = view.updates.standings(said.asker.short)
    milestones = {one.ref: one for one in view.plans.one(said.asker.short).milestones}
    refs = [ref for ref in dict.fromkeys(entry.fields["ref"] for entry in entries) if ref in milestones]
    lines = [(milestones[ref], update) for ref in refs if (update := standings[ref].update) is not None]
    notes: list[Spans] = [line("replies.withdrawn.stands")] if lines else []
    notes += [line("replies.withdrawn.nothing", {"ref": ref}) for ref in refs if standings[ref].update is None]
    return say_updates(view, said, lines, words(title, {"handles": handles(entries)}), notes)


# ---- undone --------------------------------------------------------------------------------


def undo(tx: Tx, said: Said, token: str | None, fresh: bool) -> Reply:
    """Take back the last save of whoever speaks, whole, within some minutes and if nobody has spoken after them."""
    short = said.asker.short
    made = () if fresh else tx.entries.recorded(short, said.inbound.id)
    if made:
        return _say_again(tx, said, made)
    saved = last_save(tx, said)
    _refuse_undoing(tx, said, saved, token)
    reply = subjects.take_back(tx, said, saved)
    if reply is not None:
        return reply
    refuse_overtaken(tx, said, saved)
    for entry in saved:
        tx.updates.withdraw(short, entry.header.number, "", entry.fields.get("capacity", ""))
    overtaking.reopen(tx, said, saved)
    wanted.give_back(tx, said, saved)
    asked = tx.talk.open_draft(said.asker.person.id, said.inbound.chat.id)
    if asked is not None and asked.follows in {entry.header.number for entry in saved}:
        tx.talk.close_draft(asked.token, DraftState.LET_GO)
    return _say_undone(tx, said, saved)


def _say_again(tx: Tx, said: Said, made: Sequence[int]) -> Reply:
    """Say once more what was undone, by the entries that it made, to whoever is heard again."""
    short = said.asker.short
    known = [entry for number in made if (entry := tx.entries.entry(short, number)) is not None]
    reply = subjects.say_again(tx, said, known)
    if reply is not None:
        return reply
    undone = [one.number for one in tx.updates.withdrawals(short) if one.id in made]
    return _say_undone(tx, said, [entry for number in undone if (entry := tx.entries.entry(short, number)) is not None])


def _refuse_undoing(view: View, said: Said, saved: Sequence[Entry], token: str | None) -> None:
    """Raise Refusal if there is nothing to undo, or no longer."""
    numbers = [entry.header.number for entry in saved]
    if not saved or (token and not token.isdigit()):
        raise Refusal("nothing_to_undo", minutes=str(UNDO_WITHIN // timedelta(minutes=1)))
    if token and token not in map(str, numbers):
        raise Refusal("undo_newer")
    if saved[0].header.kind in FROZEN:
        raise Refusal(f"undo_{saved[0].header.kind.value}")


def _say_undone(tx: Tx, said: Said, entries: Sequence[Entry]) -> Reply:
    """Say what was undone. Pressed on a card that asked, its questions are open again."""
    told = line("replies.withdrawn.undone", {"handles": handles(entries)})
    card = card_again(tx, said, said.inbound.card, lambda: (told,))
    if card is not None:
        return Say(message=card, in_place=True)
    return _say_what_stands(tx, said, entries, "replies.withdrawn.undone")
