"""The same words for the third cycle running: what was said in the last two is said again, but for dates, blanks and signs."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from bot.model.plan import Milestone
from bot.model.policy import Policy
from bot.model.updates.update import Standing, Update
from bot.rules.dates.written import plainly, within
from bot.rules.guard.seen import as_read
from bot.rules.updates.standing import local_day

CYCLES = 2  # said in these before, words are the same as ever


def may_repeat(update: Update, standing: Standing) -> bool:
    """Say if an update has the words of the one that stands: only then is it worth to look at what was said before."""
    before = standing.update
    return before is not None and before.id != update.corrects and bool(words := _told(update)) and words == _told(before)


def repeats(update: Update, earlier: Sequence[Update], milestone: Milestone, policy: Policy) -> bool:
    """Say if an update has the words of the last two cycles in which anything was said. `earlier` are in their order."""
    months = policy.asking.of(milestone).cycle_months
    last: dict[int, str] = {}
    now = _cycle(update, months, policy)
    for one in earlier:
        if (cycle := _cycle(one, months, policy)) < now:
            last[cycle] = _told(one)
    said = [last[cycle] for cycle in sorted(last)[-CYCLES:]]
    return len(said) == CYCLES and set(said) == {_told(update)}


def _cycle(update: Update, months: int, policy: Policy) -> int:
    day = local_day(update.at, policy)
    return (day.year * 12 + day.month - 1) // months


def _told(update: Update) -> str:
    """Return the words of an update, folded: what has happened, or else its path to green."""
    return folded(update.narrative or update.path_to_green)


@lru_cache(maxsize=512)  # what stands is compared with again and again
def folded(words: str) -> str:
    """Return words without what may differ though nothing new is said: case, blanks, signs and dates."""
    text = plainly(as_read(words))
    kept, ends = list[str](), 0
    for found in within(text):
        kept.append(text[ends : found.start()])
        ends = found.end()
    return "".join(filter(str.isalnum, "".join((*kept, text[ends:])).casefold()))
