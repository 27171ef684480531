"""Confirming: what "no change" may do. It gives the same words a fresh date, for as long as they can still be true.

They can't once the date by which the milestone is expected has passed: then one new forecast is asked. Nor may an amber or a
red be said again in the same words more than twice running by one role: then new words are asked. What a role said is what
its holder, their deputy, or an admin in their place said.

What the plan's tracker said may be said again too, of a milestone of which nobody has spoken. It is then a statement like any
other, so an amber or a red needs its path to green, and a completion its evidence.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from bot.model.plan import Milestone
from bot.model.policy import Policy
from bot.model.status import Status
from bot.model.updates.update import OFF_GREEN, Standing, Update
from bot.rules.updates.standing import due as due_on
from bot.rules.updates.statements import same_again

MOST_RUNNING = 2  # times that the words of an amber or a red may be said again before new ones are asked


class Hindrance(StrEnum):
    """A reason why a milestone can't stay as it was. The values are keys of `prompts/confirming.toml`."""

    UNDECLARED = "undeclared"
    UNTOLD = "untold"
    UNREADABLE = "unreadable"
    NEWER = "newer"
    WORDS = "words"
    PASSED = "passed"


def spoken_for(milestone: Milestone, role: str) -> str:
    """Return the role that counts as having spoken: whoever holds none of the others speaks for the accountable one."""
    return role if role in milestone.owners[1:] else milestone.accountable or ""


def said_again(standing: Standing, role: str) -> Update | None:
    """Return the statement that "no change" says again for a role: its own one if it differs from what counts, else that."""
    return next((one for one in standing.dissents if one.role == role), standing.update)


def expected_by(milestone: Milestone, update: Update, policy: Policy, day: date) -> date | None:
    """Return the date by which a milestone is expected: its forecast, else the date at hand."""
    return update.forecast or due_on(milestone, policy, day)


def has_passed(milestone: Milestone, update: Update, policy: Policy, day: date) -> bool:
    """Say if the date by which a milestone is expected has passed. Of one that is complete nothing is expected."""
    expected = expected_by(milestone, update, policy, day)
    return update.status is not Status.COMPLETE and expected is not None and expected < day


def may_need_words(update: Update) -> bool:
    """Say if new words may be asked in place of these, which only the history of the milestone tells."""
    return update.status in OFF_GREEN


def times_running(history: Sequence[Update], milestone: Milestone, role: str) -> int:
    """Count how often a role has said the words again that it said last: all that was said of the milestone, oldest first."""
    own = [one for one in history if spoken_for(milestone, one.role) == spoken_for(milestone, role)]
    running = 0
    for before in reversed(own[:-1]):
        if not same_words(before, own[-1]):
            break
        running += 1
    return running


def same_words(one: Update, other: Update) -> bool:
    """Say if two statements have the same colour and words, whatever their forecasts are."""
    return _words(one) == _words(other)


def _words(update: Update) -> tuple[object, ...]:
    return update.status, update.narrative.strip(), update.path_to_green.strip(), update.decision_wanted.strip()


def hindrances(
    milestone: Milestone, update: Update, stood: Update | None, running: int, policy: Policy, day: date
) -> tuple[Hindrance, ...]:
    """Return why an update may not be saved as it is, if it says again what `stood`. `running` is `times_running`.

    However it was given, a statement that says the same again is a confirmation. One with a new forecast is not, but has no
    new words either.
    """
    if stood is None or not same_words(update, stood):
        return ()
    wordless = may_need_words(update) and running >= MOST_RUNNING
    passed = same_again(update, stood) and has_passed(milestone, update, policy, day)
    return tuple(one for one, found in ((Hindrance.WORDS, wordless), (Hindrance.PASSED, passed)) if found)


def undeclared(standing: Standing) -> Hindrance:
    """Return why there is nothing to confirm: nobody has declared anything, or it cannot be read."""
    return Hindrance.UNDECLARED if standing.unreadable is None else Hindrance.UNREADABLE
