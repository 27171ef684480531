"""Likeness of two wordings, of 100: as they stand, or with their words in another order, whichever is more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz, process

from bot.model.spelling import alike

# Of the 4,465 pairs of milestones in the plan that comes with Milepost no two are 80 alike, and one in 400 is 60 alike. So two
# that are 80 alike are one milestone reworded, two below 60 are two, and between them somebody is asked.
SAME = 80.0
ASKED = 60.0
MOST_COMPARED = 400  # characters of a wording that are compared
MOST_ALIKE = 12  # candidates looked at for each wording


def folded(text: str) -> str:
    """Return a wording to compare by: two that a person would call the same are the same."""
    return alike(text)


def closest(these: Sequence[str], those: Sequence[str]) -> Iterator[tuple[float, int, int]]:
    """Give the pairs of two lists of folded wordings that are alike enough to ask about, by their places in the lists."""
    found: dict[tuple[int, int], float] = {}
    for ordered in (False, True):
        ours, theirs = ([_cut(one, ordered) for one in some] for some in (these, those))
        for at, one in enumerate(ours):
            for _, score, other in process.extract(one, theirs, scorer=fuzz.ratio, score_cutoff=ASKED, limit=MOST_ALIKE):
                found[at, other] = max(found.get((at, other), 0.0), score)
    for (at, other), score in found.items():
        yield score, at, other


def numbers_in(text: str) -> tuple[str, ...]:
    """Return the numbers in a wording: two that differ in nothing else may be two milestones of a series."""
    spaced = "".join(sign if sign.isdigit() else " " for sign in text[:MOST_COMPARED])
    return tuple(spaced.split())


def _cut(text: str, ordered: bool) -> str:
    cut = text[:MOST_COMPARED]
    return " ".join(sorted(cut.split())) if ordered else cut
