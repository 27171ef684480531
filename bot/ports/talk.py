"""The record's verbs for drafts, and for what was said before."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from bot.model.letters.letter import CardSent
from bot.model.letters.talk import Chat, Draft, DraftState, ListShown


class TalkView(Protocol):
    """The verbs that read drafts, and what was said before."""

    def draft(self, token: str) -> Draft | None:
        """Return the draft of that token. None if there is none."""
        ...

    def open_draft(self, person: int, chat: str) -> Draft | None:
        """Return this person's open draft in this chat. None if there is none."""
        ...

    def drafts_at(self, person: int, message: str) -> tuple[Draft, ...]:
        """Return this person's drafts whose buttons are on that message, or that were said under it: the open one first,
        then the latest."""
        ...

    def last_list(self, person: int, chat: str) -> ListShown | None:
        """Return the numbered list that this person was shown last in this chat, letters aside. None if there was none."""
        ...

    def last_card(self, person: int, chat: Chat, platform: str) -> CardSent | None:
        """Return as much of the nudge whose thread this is, else of the latest sent to this person on the platform, as tells what
        its numbers mean. It is read at a glance."""
        ...

    def summary_at(self, message: str, platform: str) -> str | None:
        """Return the plan whose weekly summary is that message, under which somebody speaks. None if it is none."""
        ...

    def carries(self, message: str, button: str) -> bool:
        """Say if a message that was posted where others read it is known to carry that button."""
        ...

    def drafts_before(self, before: datetime) -> bool:
        """Say if anything said back before that moment is kept."""
        ...


class TalkTx(TalkView, Protocol):
    """The verbs that change drafts, and what was said before."""

    def take_turn(self, person: int) -> None:
        """Wait until nothing else that this person says is being recorded. Nothing else is until this is."""
        ...

    def first_sight(self, inbound_id: str) -> bool:
        """Say if this inbound id was never seen before, and remember it."""
        ...

    def keep_draft(self, draft: Draft) -> str:
        """Store an open draft and return its token. It replaces the draft of its own token, and any other open one of this
        person in this chat."""
        ...

    def close_draft(self, token: str, state: DraftState, saved: tuple[int, ...] = ()) -> None:
        """Note what became of an open draft. It can no longer be saved or answered."""
        ...

    def forget_drafts(self, short: str, before: datetime) -> None:
        """Forget what was last said back about a plan before a moment. What was saved of it stands in the record."""
        ...

    def show_list(self, shown: ListShown) -> None:
        """Note which list somebody was shown, in the place of the one before."""
        ...

    def place_draft(self, token: str, card: str) -> None:
        """Note one more message that carries a draft's buttons."""
        ...

    def pass_over(self, token: str) -> None:
        """Note of an open draft that something else was answered since it was said back."""
        ...

    def note_buttons(self, message: str, buttons: Collection[str], at: datetime) -> None:
        """Note which buttons are on a message that was posted, or drawn anew, where others read it. What was posted long
        before is forgotten."""
        ...
