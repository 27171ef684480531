"""The record's verbs for plans."""

from __future__ import annotations

from typing import Protocol

from bot.model.people import Address
from bot.model.plan import Plan
from bot.model.policy import Policy


class PlansView(Protocol):
    """The verbs that read plans, their policy and the board's channels."""

    def all(self) -> tuple[str, ...]:
        """Return the short names of all plans, in the order in which they were loaded."""
        ...

    def one(self, short: str) -> Plan:
        """Return the plan of that short name. Raises Refusal("unknown_plan") if there is none."""
        ...

    def policy(self, short: str) -> Policy:
        """Return the plan's policy."""
        ...

    def board(self, short: str) -> tuple[Address, ...]:
        """Return the board's channels, on all platforms."""
        ...


class PlansTx(PlansView, Protocol):
    """The verbs that change plans, their policy and the board's channels."""

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
        """Store a plan as given, under its own refs. A milestone that is no longer in it is retired and keeps its history.
        Baselines never move."""
        ...
