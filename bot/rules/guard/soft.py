"""Soft questions: what does not fit in an update, or looks as if it told who a child is. One kind of it is asked about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from bot.model.plan import Milestone
from bot.model.policy import Policy
from bot.model.status import Status
from bot.model.updates.doubt import DoubtKind, Misfit
from bot.model.updates.update import OFF_GREEN, Standing, Update
from bot.rules.guard.child import holds_kin, holds_lettered_child, holds_named_child
from bot.rules.guard.email import holds_personal_email
from bot.rules.guard.forecast import of_due_date, of_forecast
from bot.rules.guard.nhs_number import holds_bare_number
from bot.rules.guard.path import Names, of_path
from bot.rules.guard.postcode import holds_postcode
from bot.rules.guard.same_words import repeats
from bot.rules.guard.seen import as_read

ASKED_ONCE = frozenset({DoubtKind.FORECAST_FAR, DoubtKind.FORECAST_LATE, DoubtKind.NO_EVIDENCE})  # of words that are said again


class Declared(NamedTuple):
    """An update that is to be saved, what it is about, and what stood before it.

    `due` is the date at hand, `again` says that it only says again what stands, and `earlier` is what was said before, if the
    words of that may be the same.
    """

    milestone: Milestone
    update: Update
    due: date | None
    standing: Standing
    again: bool = False
    earlier: Sequence[Update] = ()


def misfits(declared: Declared, today: date, policy: Policy, names: Names) -> tuple[Misfit, ...]:
    """Return what does not fit in an update on a day, in the order in which it is asked about."""
    found = {one.kind: one for one in _all(declared, today, policy, names)}
    left_out = ASKED_ONCE if declared.again else frozenset[DoubtKind]()
    return tuple(found[kind] for kind in DoubtKind if kind in found and kind not in left_out)


def _all(declared: Declared, today: date, policy: Policy, names: Names) -> Iterator[Misfit]:
    milestone, update, due, standing, again, earlier = declared
    yield from of_forecast(update, due, standing, today, policy.dates)
    yield from of_due_date(update, due, today)
    if update.status is Status.COMPLETE and not update.evidence:
        yield Misfit(DoubtKind.NO_EVIDENCE)
    if again:
        return
    if earlier and repeats(update, earlier, milestone, policy):
        yield Misfit(DoubtKind.SAME_WORDS)
    before = standing.update
    if update.status in OFF_GREEN and (before is None or before.path_to_green != update.path_to_green):
        yield from of_path(update.path_to_green, names)
    yield from of_words(_new_words(update, before), names)


def of_words(words: str, names: Names) -> Iterator[Misfit]:
    """Yield what looks as if it told who a child is."""
    text = as_read(words)
    if holds_named_child(text) or holds_kin(text):
        yield Misfit(DoubtKind.CHILD_NAMED)
    if holds_lettered_child(text):
        yield Misfit(DoubtKind.CHILD_LETTER)
    if holds_personal_email(text, names.emails):
        yield Misfit(DoubtKind.EMAIL)
    if holds_bare_number(text):
        yield Misfit(DoubtKind.BARE_NUMBER)
    if holds_postcode(text):
        yield Misfit(DoubtKind.POSTCODE)


def _new_words(update: Update, before: Update | None) -> str:
    """Return the words of an update that did not stand before: of the others it was asked then."""
    known = _texts(before) if before is not None else ()
    return "\n".join(text for text in _texts(update) if text not in known)


def _texts(update: Update) -> tuple[str, ...]:
    shown = (one.shows for one in update.evidence)
    return (update.narrative, update.path_to_green, update.no_evidence_reason, update.decision_wanted, *shown)
