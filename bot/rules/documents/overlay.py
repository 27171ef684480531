"""The overlay: what people have decided of milestones since, and who took one on, laid over what the plan's document says.

An edition says a date for each milestone, until it is taken back. An approved request turns it into another one, which stands
until an edition's document says another date than the edition before. An edition's date that is only asked for, by a request of
the file's own, is not in force until that request is approved.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from bot.model.absences.absence import HandOver, Step
from bot.model.plan import Milestone, Move
from bot.model.updates.request import Asks
from bot.rules.asking.absence import owners_after


class Written(NamedTuple):
    """The date of a milestone as one edition's document says it. `approved` says that somebody approved the edition, `gone` is
    the entry that took it back."""

    entry: int
    due: date | None
    approved: bool = False
    gone: int | None = None


class Approved(NamedTuple):
    """An approved request about a milestone. `entry` is its decision's, `gone` the entry that took the decision back."""

    entry: int
    asks: Asks
    was: date | None
    wanted: date | None
    occurrence: date | None
    gone: int | None = None


class Dated(NamedTuple):
    """The dates of a milestone once an entry was made. `moved` are the single occurrences that were moved; `move` is what
    that entry moved, from which day to which, and `approved` says that somebody approved it. `held` says that the document's own
    date is only asked for."""

    entry: int
    due: date | None
    moved: tuple[tuple[date, date], ...] = ()
    closed: bool = False
    held: bool = False
    move: tuple[date | None, date | None] | None = None
    approved: bool = False


class Decided(NamedTuple):
    """All that was decided of one milestone, beside what its editions say. `held` are the editions that only ask."""

    ref: str
    written: Sequence[Written]
    approved: Sequence[Approved]
    held: Collection[int] = ()

    def steps(self, upto: int) -> Iterator[Dated]:
        """Give the milestone's dates after each entry that says something of them, up to one."""
        entries: list[Written | Approved] = [*self.written, *self.approved]
        now, document = Dated(0, None), None
        for one in sorted((one for one in entries if one.entry <= upto), key=lambda one: one.entry):
            if one.gone is not None and one.gone <= upto:
                continue
            if isinstance(one, Written):
                now, document = self._edited(now, one, document, first=one is self.written[0]), one
            else:
                now = _decided(now, one)
            yield now

    def _edited(self, now: Dated, one: Written, document: Written | None, first: bool) -> Dated:
        unchanged = document is not None and document.due == one.due
        if first:
            return Dated(one.entry, one.due)
        if one.entry in self.held:
            return now._replace(entry=one.entry, move=None, held=True)
        if unchanged and not (now.held and one.approved):
            return now._replace(entry=one.entry, move=None)
        moved = (now.due, one.due) if now.due != one.due else None
        return Dated(one.entry, one.due, closed=now.closed, move=moved, approved=one.approved)

    def last(self, upto: int) -> Dated | None:
        """Return the milestone's dates once an entry was made. None if no edition had it yet."""
        *_, last = (None, *self.steps(upto))
        return last

    def on(self, milestone: Milestone, upto: int) -> Milestone:
        """Return the milestone with what was decided up to an entry."""
        now = self.last(upto)
        if now is None:
            return milestone
        changed: dict[str, object] = {"due": now.due, "moved": now.moved, "closed": now.closed}
        if now.due is not None and milestone.due is None:
            changed |= {"open_ended": False, "baseline": milestone.baseline or now.due}
        return milestone.model_copy(update=changed)

    def moves(self, upto: int) -> Iterator[Move]:
        """Give every move of the milestone's due date up to an entry."""
        for step in self.steps(upto):
            if step.move is not None:
                yield Move(entry=step.entry, ref=self.ref, was=step.move[0], now=step.move[1], approved=step.approved)


class WrittenOwners(NamedTuple):
    """The owners of a milestone as one edition's document says them. `gone` is the entry that took the edition back."""

    entry: int
    owners: tuple[str, ...]
    gone: int | None = None


class Taken(NamedTuple):
    """A hand-over that was taken. `entry` is the one that says so, `gone` the entry that took it back."""

    entry: int
    hand_over: HandOver
    gone: int | None = None


class Owned(NamedTuple):
    """The hand-overs of one milestone that were taken, beside the owners that its editions say. A role that was taken on stands
    until an edition's document says other owners than the edition before."""

    written: Sequence[WrittenOwners]
    taken: Sequence[Taken]

    def on(self, milestone: Milestone, upto: int) -> Milestone:
        """Return the milestone with the owners that it had once an entry was made."""
        entries: list[WrittenOwners | Taken] = [*self.written, *self.taken]
        owners, document = milestone.owners, None
        for one in sorted((one for one in entries if one.entry <= upto), key=lambda one: one.entry):
            if one.gone is not None and one.gone <= upto:
                continue
            if isinstance(one, WrittenOwners):
                owners, document = (owners if one.owners == document else one.owners), one.owners
            else:
                owners = owners_after(owners, one.hand_over)
        return milestone.model_copy(update={"owners": owners})


def taken(steps: Iterable[HandOver]) -> dict[str, list[Taken]]:
    """Return the hand-overs that were taken, by ref, from all steps of all of them in their order."""
    found: dict[str, list[Taken]] = {}
    stands: dict[int, list[HandOver]] = {}
    for one in steps:
        of_it = stands.setdefault(one.id, [])
        if one.step is not Step.UNDONE:
            of_it.append(one)
            if one.step is Step.TAKEN:
                found.setdefault(one.ref, []).append(Taken(one.last, one))
        elif of_it and (undone := of_it.pop()).step is Step.TAKEN:
            theirs = found[one.ref]
            found[one.ref] = [was._replace(gone=one.last) if was.entry == undone.last else was for was in theirs]
    return found


def _decided(now: Dated, one: Approved) -> Dated:
    if one.asks is Asks.DROP:
        return now._replace(entry=one.entry, closed=True, move=None)
    move = (one.was, one.wanted)
    if one.occurrence is None or one.wanted is None:
        return Dated(one.entry, one.wanted, closed=now.closed, move=move, approved=True)
    first = next((was for was, day in now.moved if day == one.occurrence), one.occurrence)
    moved = {**dict(now.moved), first: one.wanted}
    return now._replace(entry=one.entry, moved=tuple(sorted(moved.items())), move=move, approved=True)
