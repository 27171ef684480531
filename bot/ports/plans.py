"""The record's verbs for plans."""

from __future__ import annotations

from typing import Protocol

from bot.model.people import Address
from bot.model.plan import Move, Plan
from bot.model.policy import Policy


class PlansView(Protocol):
    """What is read of plans, their policy and the board's channels."""

    def all(self) -> tuple[str, ...]:
        """The short names of all plans loaded, in order of loading."""
        ...

    def one(self, short: str, upto: int | None = None) -> Plan:
        """Return the plan of that short name, as its last edition says it; or the last up to that entry.

        Raises Refusal("unknown_plan") if there is none.
        """
        ...

    def moves(self, short: str, upto: int | None = None) -> tuple[Move, ...]:
        """Return every due date that an edition moved, in their order, up to that entry."""
        ...

    def policy(self, short: str, upto: int | None = None) -> Policy:
        """Return the plan's settings in force, or those that were after that entry."""
        ...

    def board(self, short: str) -> tuple[Address, ...]:
        """The channels bound as the board's, on whatever platforms."""
        ...


class PlansTx(PlansView, Protocol):
    """What is changed of plans, their policy and the board's channels."""

    def save(self, plan: Plan, sha256: str = "", approved: str = "") -> None:
        """Keep an edition of a plan as given, refs kept. Milestones no longer in it are retired. Baselines never move.

        `sha256` is the fingerprint of its file, `approved` says who approved it. The edition in force is not kept again.
        """
        ...

    def keep_settings(self, short: str, policy: Policy, file: str = "", sha256: str = "") -> None:
        """Let these settings be in force from now on. `file` is the name of their file, `sha256` its fingerprint."""
        ...

    def pause(self, short: str, paused: bool) -> bool:
        """Hold back all letters of a plan, or let them go. Returns False if that is so already."""
        ...

    def bind_board(self, short: str, address: Address) -> bool:
        """Make a channel the board's. Returns False if it is already."""
        ...

    def unbind_board(self, short: str, address: Address) -> bool:
        """Make a channel the board's no longer. Returns False if it was not."""
        ...
