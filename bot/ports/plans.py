"""The record's verbs for plans."""

from __future__ import annotations

from datetime import date, datetime
from typing import Protocol

from bot.model.board.settings import BOARD
from bot.model.people import Address, LostBoard
from bot.model.plan import NO_FILE, Dropped, Move, Named, Plan, Source
from bot.model.policy import Policy
from bot.model.summary import Posted


class PlansView(Protocol):
    """The verbs that read plans, their policy and the board's channels."""

    def all(self) -> tuple[str, ...]:
        """Return the short names of all plans, in the order in which they were loaded."""
        ...

    def one(self, short: str, upto: int | None = None) -> Plan:
        """Return the plan of that short name, as its last edition and what was decided since say it; or up to that entry.

        Raises Refusal("no_such_plan") if there is none.
        """
        ...

    def document(self, short: str, upto: int | None = None) -> Plan:
        """Return the plan as its last edition says it by itself, whatever was decided since; or the last up to that entry.

        Raises Refusal("no_such_plan") if there is none.
        """
        ...

    def first(self, short: str) -> int:
        """Return the number of the plan's first edition. Raises Refusal("unknown_plan") if there is none."""
        ...

    def moves(self, short: str, upto: int | None = None) -> tuple[Move, ...]:
        """Return every move of a due date by an edition or a decision, in their order, up to that entry."""
        ...

    def named(self, short: str) -> tuple[Named, ...]:
        """Return every role that an edition named for a milestone anew, in the order of the editions."""
        ...

    def dropped(self, short: str, ref: str, upto: int | None = None) -> Dropped | None:
        """Return which edition took a milestone out, up to that entry. None if it is in the plan, or never was."""
        ...

    def policy(self, short: str, upto: int | None = None) -> Policy:
        """Return the plan's settings in force, or those that were after that entry."""
        ...

    def board(self, short: str, audience: str | None = BOARD) -> tuple[Address, ...]:
        """Return the board's channels, on all platforms, but for those that take no more summaries. Or those of another
        audience of papers, or of all of them, each once, with None."""
        ...

    def lost_boards(self, short: str) -> tuple[LostBoard, ...]:
        """Return the channels of the board, then of other audiences, that take nothing any more. They are theirs until somebody
        lets them go."""
        ...

    def closed(self, short: str) -> date | None:
        """Return until when the texts of a plan that has ended are kept. None if it goes on."""
        ...

    def posted(self, short: str, week: date) -> tuple[Posted, ...]:
        """Return the summaries that were posted in the week of that Monday, one a channel, the first first."""
        ...


class PlansTx(PlansView, Protocol):
    """The verbs that change plans, their policy and the board's channels."""

    def save(self, plan: Plan, source: Source = NO_FILE) -> None:
        """Keep an edition of a plan as given, under its own refs. The edition in force is not kept again.

        A milestone that is no longer in it is retired and keeps its history. Baselines never move.
        """
        ...

    def give_back(self, short: str, upto: int) -> None:
        """Take back every edition that was kept after an entry: what stood before them is in force again, with what was decided
        of it."""
        ...

    def keep_settings(self, short: str, policy: Policy, source: Source = NO_FILE) -> None:
        """Let these settings be in force from now on. Those in force are not kept again."""
        ...

    def close(self, short: str, why: str, texts_until: date) -> bool:
        """End a plan: nobody is asked any more, and no summary is posted. Returns False if it has ended already."""
        ...

    def bind_board(self, short: str, address: Address, audience: str = BOARD) -> bool:
        """Make a channel the board's, or another audience's, or one that was lost take posts again. Returns False if it does
        already."""
        ...

    def lose_board(self, short: str, address: Address, reason: str, at: datetime) -> None:
        """Note that a channel of the board takes no more summaries. One that is noted already stays as it is."""
        ...

    def unbind_board(self, short: str, address: Address, audience: str = BOARD) -> bool:
        """Make a channel the board's no longer, or another audience's. Returns False if it was not."""
        ...
