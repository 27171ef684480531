"""Giving back: what office work changed is so again as it was before, by new entries that say so."""

from __future__ import annotations

from collections.abc import Sequence

from bot.model.entry import Entry, EntryKind
from bot.ports.record import Tx
from bot.ports.refusals import Refusal

PEOPLE = frozenset({EntryKind.PERSON, EntryKind.NAME, EntryKind.RIGHT, EntryKind.HOLDING, EntryKind.DEPUTY})
GIVEN_BACK = PEOPLE | {EntryKind.PAUSE, EntryKind.EDITION, EntryKind.SETTINGS}


def give_back(tx: Tx, short: str, entries: Sequence[Entry]) -> None:
    """Say the former facts anew of all that these entries, made together, have changed.

    Raises Refusal if somebody has changed them since, or if there was nothing before them.
    """
    kinds = {entry.header.kind for entry in entries}
    before, last = entries[0].header.number - 1, entries[-1].header.number
    also = PEOPLE if kinds & PEOPLE else frozenset()
    if any(link.header.kind in kinds | also for link in tx.entries.links(short, last)):
        raise Refusal("undo_changed_since")
    if before == 0:
        raise Refusal("undo_first")
    if EntryKind.PAUSE in kinds:
        tx.plans.pause(short, entries[0].fields["paused"] != "true")
    if EntryKind.EDITION in kinds:
        tx.plans.save(tx.plans.one(short, before))
    if EntryKind.SETTINGS in kinds:
        tx.plans.keep_settings(short, tx.plans.policy(short, before))
    if kinds & PEOPLE:
        tx.people.give_back(short, before)
