"""The record's verbs for plans."""

from __future__ import annotations

from typing import Protocol

from bot.model.people import Address
from bot.model.plan import Plan
from bot.model.policy import Policy


class PlansView(Protocol):
    """What is read of plans, their policy and the board's channels."""

    def all(self) -> tuple[str, ...]:
        """The short names of all plans loaded, in order of loading."""
        ...

    def one(self, short: str) -> Plan:
        """The plan of that short name. Refusal("unknown_plan") where there is none."""
        ...

    def policy(self, short: str) -> Policy:
        """The plan's policy."""
        ...

    def board(self, short: str) -> tuple[Address, ...]:
        """The channels bound as the board's, on whatever platforms."""
        ...


class PlansTx(PlansView, Protocol):
    """What is changed of plans, their policy and the board's channels."""

    def keep_settings(self, short: str, policy: Policy) -> None:
        """Let these settings be in force from now on."""
        ...

    def pause(self, short: str, paused: bool) -> None:
        """Pause or resume all letters of a plan."""
        ...

    def bind_board(self, short: str, address: Address) -> None:
        """Make a channel the board's."""
        ...

    def unbind_board(self, short: str, address: Address) -> None:
        """Make a channel the board's no longer."""
        ...

    def save(self, plan: Plan) -> None:
        """Store a plan as given, refs kept; milestones no longer in it are retired with their history. Baselines never move."""
        ...
