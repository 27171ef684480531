"""Giving back: what office work changed is so again as it was before, by new entries that say so."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bot.model.record.entry import Entry, EntryKind
from bot.model.updates.request import DateRequest, RequestState
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
        _pause_as_before(tx, short, entries, before)
    if EntryKind.EDITION in kinds:
        _give_back_edition(tx, short, before, {entry.header.number for entry in entries})
    if EntryKind.SETTINGS in kinds:
        tx.plans.keep_settings(short, tx.plans.policy(short, before))
    if kinds & PEOPLE:
        tx.people.give_back(short, before)


def _give_back_edition(tx: Tx, short: str, before: int, editions: Collection[int]) -> None:
    """Let the edition stand that stood before. Withdraw what those that came after it asked for, and let what they had overtaken
    wait again. Raises Refusal if somebody has decided on what they asked for."""
    asked = tx.requests.all(short)
    if any(one.edition in editions and one.decision is not None and one.decision.by is not None for one in asked):
        raise Refusal("undo_changed_since")
    tx.plans.give_back(short, before)
    for one in asked:
        if one.edition in editions and one.is_open:
            tx.requests.withdraw(short, one.id, "")
        elif one.decision is not None and one.decision.id > before and _by_the_file(one):
            tx.requests.withdraw(short, one.decision.id, "")


def _by_the_file(request: DateRequest) -> bool:
    """Say if an edition has overtaken a request, and not somebody's decision on another."""
    decision = request.decision
    return decision is not None and decision.state is RequestState.OVERTAKEN and decision.by is None


def _pause_as_before(tx: Tx, short: str, entries: Sequence[Entry], before: int) -> None:
    """Pause what was paused before these entries, in the same words, and nothing else of what they are about."""
    then = {one.scope: one for one in tx.pauses.of(short, before) if one.ended is None}
    for scope in dict.fromkeys(one.fields.get("scope", "") for one in entries if one.header.kind is EntryKind.PAUSE):
        former = then.get(scope)
        if former is None:
            tx.pauses.let_go(short, scope)
        else:
            tx.pauses.hold(short, scope, former.until, former.why)
