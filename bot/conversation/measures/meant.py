"""The measure that somebody means, and what they would put on the record of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bot.conversation.board.business.meant import MOST, Meeting, at_table
from bot.conversation.visit import Said
from bot.model.measures.measure import Measure, MeasureStep, Reading
from bot.model.measures.standing import MeasureTold
from bot.ports.record import View
from bot.ports.refusals import Refusal
from bot.reports.measures.told import told_of
from bot.wording.sentences import Fact, words

__all__ = ["Change", "Meeting", "at_table", "entries_of", "found", "made_by", "refuse_long", "refused", "told_now"]


class Change(NamedTuple):
    """Something to be put on the record, in a capacity: a new measure if it is neither a step nor a reading. `taken_back` is
    the entry that counts no longer, for the reason that the step holds. `twice` is the entry that says so already."""

    measure: Measure
    capacity: str
    step: MeasureStep | None = None
    reading: Reading | None = None
    taken_back: int | None = None
    why: str = ""
    twice: int | None = None
    is_owner: bool = False  # it is about who owns the measure, and nothing else

    @property
    def texts(self) -> tuple[str, ...]:
        """Return all that was said in somebody's own words."""
        said = [self.why]
        if self.reading is not None:
            said += [self.reading.words, self.reading.note]
        if self.step is not None:
            terms = self.step.terms
            said += [self.step.why, *((terms.text, terms.source, terms.unit) if terms is not None else ())]
        return tuple(filter(None, said))


def refused(name: str, facts: dict[str, Fact]) -> Refusal:
    """Return the refusal of that name."""
    return Refusal("fault", sentence=words(f"measures.refused.{name}", facts))


def found(view: View, said_short: str, handle: str) -> Measure:
    """Return the measure of that handle. Raises Refusal if the plan has none."""
    measures = view.measures.all(said_short)
    measure = next((one for one in measures if one.handle == handle), None)
    if measure is None:
        raise refused("unknown" if measures else "unknown_none", {"handle": handle})
    return measure


def refuse_long(handle: str, texts: Sequence[str]) -> None:
    """Raise Refusal if a text is longer than it may be."""
    for text in texts:
        if len(text) > MOST:
            raise refused("long", {"handle": handle, "count": len(text), "most": MOST})


def told_now(view: View, said: Said, measure: Measure) -> MeasureTold:
    """Return a measure as it may be told now."""
    snapshot = at_table(view, said).snapshot
    return told_of(measure, snapshot.policy, snapshot.today)


def entries_of(measure: Measure) -> tuple[int, ...]:
    """Return the numbers of all entries that a measure is made of."""
    return (*(one.id for one in measure.steps), *(one.id for one in measure.readings))


def made_by(view: View, short: str, numbers: Sequence[int]) -> tuple[Measure, int] | None:
    """Return the measure that one of these entries is of, and that entry. None if there is none."""
    if not numbers:
        return None
    for measure in view.measures.all(short):
        for entry in entries_of(measure):
            if entry in numbers:
                return measure, entry
    return None
