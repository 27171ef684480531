"""A first guess at each column, by its heading and by what it holds. The columns beside it are not looked at yet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from seed.meaning.columns.contents import Contents
from seed.meaning.columns.words import WHOLE, Sense, senses_of

LIKELY = 0.6  # a heading that says at least this much is believed
_ENDS = 0.3  # share of cells that end with a date from which on a column of dates is one of milestones
_SLID = 0.9
_MOSTLY = 0.7
_BELIEVED = 0.65  # how well any words go with a heading that can mean nothing but what is done
_DAY = 14  # letters of a date that stands alone
UNLIKELY = 0.45  # one that says less than this is not known

DATES = frozenset(
    [
        Sense.DUE, Sense.COMPLETION, Sense.DATE, Sense.START, Sense.BASELINE, Sense.REVISED, Sense.FORECAST, Sense.RAISED,
        Sense.DONE, Sense.REVIEW, Sense.MODIFIED,
    ]
)  # fmt: skip
_DUE = frozenset([Sense.DUE, Sense.COMPLETION, Sense.DATE])
PEOPLE = frozenset([Sense.OWNER, Sense.ACCOUNTABLE, Sense.SPONSOR, Sense.CONTRIBUTOR, Sense.AGENCY])
WORDS = frozenset(
    [
        Sense.GROUP, Sense.SUBGROUP, Sense.AIM, Sense.OUTCOME, Sense.COARSE, Sense.DEED, Sense.NAME, Sense.TASK, Sense.STEP,
        Sense.DETAIL, Sense.ISSUE,
    ]
)  # fmt: skip
_FIRST = (Sense.KIND, Sense.ID, Sense.URGENCY, Sense.REVIEW, Sense.DUE, Sense.DONE)  # senses that win if nothing else decides


class Guess(NamedTuple):
    """A column, the sense that fits its heading and its cells best, and how well it does: None and 0 if nothing fits."""

    at: int
    name: str
    sense: Sense | None
    score: float
    holds: Contents

    @property
    def is_known(self) -> bool:
        """Say if its heading says enough to be believed."""
        return self.sense is not None and self.score >= LIKELY


def guess(at: int, name: str, read: str, holds: Contents, slid: bool = False) -> Guess:
    """Return what a column seems to be. `read` is its name as it is read, behind its banner if it has one.

    If cells may have `slid` into other columns, its heading is believed.
    """
    senses = senses_of(read)
    if holds.ends >= _ENDS and holds.dates < _ENDS and _DUE.intersection(senses):
        return Guess(at, name, Sense.STEP, max(senses.values()), holds)
    scores = {sense: worth * max(_fit(sense, holds, worth >= WHOLE), _SLID * slid) for sense, worth in senses.items()}
    best = max(scores, key=lambda sense: (round(scores[sense], 3), sense in _FIRST), default=None)
    if best is None or scores[best] < UNLIKELY:
        return Guess(at, name, None, 0.0, holds)
    return Guess(at, name, best, scores[best], holds)


def _fit(sense: Sense, holds: Contents, whole: bool) -> float:
    """Return how well the cells of a column go with a sense: 1 if they neither speak for it nor against it.

    `whole` says that its heading is that sense and nothing beside it.
    """
    if not holds.filled:
        return 1.05 if sense is Sense.STATUS and holds.fills >= 0.2 else 0.95
    if sense in DATES:
        return _fit_of_date(sense, holds)
    if sense in PEOPLE:
        return _fit_of_people(holds, whole)
    if sense in WORDS:
        return max(_fit_of_words(sense, holds), _BELIEVED if whole and sense is Sense.DEED else 0)
    return _FITS.get(sense, _any)(holds)


def _fit_of_date(sense: Sense, holds: Contents) -> float:
    if holds.dates >= 0.4:
        return 1.05
    if sense is Sense.DONE and max(holds.answers, holds.states) >= 0.5:
        return 0.95
    if holds.states >= 0.7 and sense is not Sense.DUE:
        return 0.3
    if holds.dates >= 0.1:
        return 0.95
    return 0.85 if sense is Sense.DUE and holds.prose < 0.5 and holds.numbers < 0.5 and holds.letters < 40 else 0.3


def _fit_of_people(holds: Contents, whole: bool) -> float:
    if max(holds.dates, holds.numbers, holds.answers) >= (_MOSTLY if whole else 0.5) or (holds.states >= _MOSTLY and not whole):
        return 0.3  # letters under a heading that can mean nothing else are initials
    return 0.6 if holds.prose >= 0.6 else 1.0


def _fit_of_words(sense: Sense, holds: Contents) -> float:
    if holds.dates >= 0.7 or holds.answers >= 0.6 or holds.addresses >= 0.5:
        return 0.2
    if holds.states >= 0.8 and sense is not Sense.GROUP:
        return 0.3
    if sense is Sense.AIM and holds.urgent >= 0.6:
        return 1.05 if holds.rising else 0.4
    return 0.25 if holds.numbers >= 0.7 and sense not in (Sense.GROUP, Sense.AIM) else 1.0


def _any(_: Contents) -> float:
    return 1.0


def _ref(holds: Contents) -> float:
    return 1.0 if holds.refs >= 0.6 and holds.prose < 0.2 else 0.3


def _number(holds: Contents) -> float:
    return 1.0 if max(holds.numbers, holds.shares) >= 0.5 else 0.3


def _level(holds: Contents) -> float:
    return 1.0 if max(holds.numbers, holds.refs) >= 0.5 else 0.3


def _urgency(holds: Contents) -> float:
    return 1.05 if holds.urgent >= 0.5 and not holds.rising else 0.4


def _state(holds: Contents) -> float:
    if holds.states >= 0.3 or holds.fills >= 0.2:
        return 1.05
    return 0.3 if holds.dates >= 0.7 else 0.6 if holds.prose >= 0.7 else 0.95


def _measure(holds: Contents) -> float:
    return 0.4 if holds.dates >= 0.8 and holds.letters <= _DAY else 1.0


def _no_date(holds: Contents) -> float:
    return 0.4 if holds.dates >= 0.8 and holds.letters <= _DAY else 1.0


_FITS = {
    Sense.REF: _ref,
    Sense.ID: _ref,
    Sense.LEVEL: _level,
    Sense.PERCENT: _number,
    Sense.URGENCY: _urgency,
    Sense.STATUS: _state,
    Sense.MEASURE: _measure,
    Sense.IMPACT: _no_date,
    Sense.COMMENT: _no_date,
}  # fmt: skip


def by_sense(guesses: Mapping[int, Guess], *senses: Sense) -> list[Guess]:
    """Return the columns that seem to be one of the senses, in their order."""
    return [found for found in guesses.values() if found.sense in senses and found.is_known]
