"""The last save of whoever speaks: what one word takes back, for how long, and what stands in the way."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta

from bot.conversation.updating.undoing import subjects
from bot.conversation.visit import Said
from bot.model.record.entry import STATEMENTS, Entry, EntryKind
from bot.model.updates.update import evidence_handle, handles_of, update_handle
from bot.ports.record import View
from bot.ports.refusals import Refusal
from bot.wording.sentences import mark

UNDO_WITHIN = timedelta(minutes=10)
SAVED = STATEMENTS | {EntryKind.EVIDENCE}
FROZEN = frozenset({EntryKind.FREEZE, EntryKind.UNFREEZE})  # each has a word of its own that takes it back


def handle_of(entry: Entry) -> str:
    """Return what is typed to name an entry."""
    number = entry.header.number
    return evidence_handle(number) if entry.header.kind is EntryKind.EVIDENCE else update_handle(number)


def handles(entries: Sequence[Entry]) -> str:
    """Write the handles of entries, a long run of statements by its first and last."""
    said = [entry.header.number for entry in entries if entry.header.kind in STATEMENTS]
    others = [handle_of(entry) for entry in entries if entry.header.kind not in STATEMENTS]
    return ", ".join([*([handles_of(said)] if said else []), *others])


def last_save(view: View, said: Said) -> tuple[Entry, ...]:
    """Return the entries of the last save of whoever speaks. Empty if it was too long ago to be undone.

    What was asked about a statement, the requests that it has overtaken and the decision that it or a report wants go with it,
    and are no entries of their own to be taken back. Nor is what Milepost noted by the way, such as an account.
    """
    since = said.asker.now - UNDO_WITHIN
    kinds = SAVED | subjects.KINDS | FROZEN
    made = view.entries.latest(said.asker.short, said.asker.person.id, kinds, since)
    if any(entry.header.kind is EntryKind.EDITION for entry in made):
        return ()  # what a document asks of dates goes with its edition, which is no save of this kind
    spoke = any(entry.header.kind in STATEMENTS for entry in made)
    wants = spoke or any(entry.header.kind is EntryKind.EXCEPTION for entry in made)
    goes_with = {*([EntryKind.DATE_DECISION] if spoke else []), *([EntryKind.BUSINESS] if wants else [])}
    return tuple(entry for entry in made if entry.header.kind in kinds - goes_with)


def may_undo(view: View, said: Said, numbers: Collection[int]) -> bool:
    """Say if these statements are the last save of whoever speaks, and may still be taken back."""
    saved = last_save(view, said)
    if not saved or {entry.header.number for entry in saved} != set(numbers):
        return False
    try:
        refuse_overtaken(view, said, saved)
    except Refusal:
        return False
    return True


def refuse_overtaken(view: View, said: Said, saved: Sequence[Entry]) -> None:
    """Raise Refusal if a save was taken back already, or somebody else has spoken since."""
    numbers = [entry.header.number for entry in saved]
    if {one.number for one in view.updates.withdrawals(said.asker.short)} & set(numbers):
        raise Refusal("withdrawn_already" if len(saved) == 1 else "withdrawn_already_many", handle=handles(saved))
    for ref in dict.fromkeys(entry.fields["ref"] for entry in saved):
        for update in view.updates.history(said.asker.short, ref):
            if update.id > numbers[0] and update.by != said.asker.person.id:
                facts = {"who": update.by_name, "ref": ref, "status": mark(update.status).word}
                raise Refusal("undo_overtaken", handle=update_handle(update.id), **facts)
