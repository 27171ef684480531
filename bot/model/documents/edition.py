"""A new edition of a plan beside the one in force: the plan to store, what it changes, and what of that is in doubt."""

from __future__ import annotations

from enum import StrEnum

from pydantic import SkipValidation

from bot.model.noun import Noun
from bot.model.plan import Action, Milestone, Plan

ORDER = "order"  # with which the key of a doubt begins that asks if something is new


class Part(StrEnum):
    """The parts of a milestone that an edition may change. `PLACE` is the action or priority it stands in."""

    TEXT = "text"
    DATE = "date"
    OWNERS = "owners"
    PLACE = "place"
    IMPORTED = "imported"
    REF = "ref"


class ActionPart(StrEnum):
    """The parts of an action that an edition may change, beside its milestones."""

    TITLE = "title"
    PLACE = "place"
    IMPACT = "impact"
    MEASURES = "measures"
    LINKS = "links"
    REF = "ref"


class Whole(StrEnum):
    """The parts of a plan as a whole that an edition may change. `SHEETS` is the form of its document."""

    TITLE = "title"
    VISION = "vision"
    AIMS = "aims"
    PARTNERSHIP = "partnership"
    VOICES = "voices"
    GOVERNANCE = "governance"
    PRIORITIES = "priorities"
    ROLES = "roles"
    SHEETS = "sheets"
    ANSWERS = "answers"


class Change(Noun):
    """A milestone that an edition changes: as it stands, with all that was decided since, and as the new document says it."""

    was: Milestone
    now: Milestone
    parts: tuple[Part, ...]

    @property
    def ref(self) -> str:
        """Return the ref of the milestone, which never changes."""
        return self.now.ref


class ActionChange(Noun):
    """An action that an edition changes. `was` is None if it is new, `now` if it is gone."""

    was: Action | None
    now: Action | None
    parts: tuple[ActionPart, ...] = ()


class Unsure(Noun):
    """A milestone of the new document of which nobody knows yet if it is new, or one of the plan reworded or moved.

    `key` is the doubt's. `new` is the milestone as read, with the ref that it has until somebody says otherwise, and `old` the
    one that it may be. Until then both stand: nothing is dropped by a doubt.
    """

    key: str
    new: Milestone
    old: Milestone

    @property
    def is_move(self) -> bool:
        """Say if it would have moved to another action."""
        return self.new.action != self.old.action


class Edition(Noun):
    """The plan to store, and what differs from the one in force: milestones by ref, and the rest by its parts. `was` is the
    edition before, None if it is the first."""

    plan: Plan
    was: SkipValidation[Plan | None] = None
    added: tuple[str, ...] = ()
    changed: tuple[Change, ...] = ()
    retired: tuple[str, ...] = ()
    unchanged: int = 0
    actions: tuple[ActionChange, ...] = ()
    whole: tuple[Whole, ...] = ()
    unsure: tuple[Unsure, ...] = ()

    @property
    def changes_nothing(self) -> bool:
        """Say if storing it would be no change at all."""
        return not (self.added or self.changed or self.retired or self.actions or self.whole)
