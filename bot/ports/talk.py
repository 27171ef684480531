"""The record's verbs for drafts, and for what was said before."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from bot.model.talk import Draft, DraftState


class TalkView(Protocol):
    """What is read of drafts, and what was said before."""

    def draft(self, token: str) -> Draft | None:
        """The stored draft of that token."""
        ...

    def open_draft(self, person: int, chat: str) -> Draft | None:
        """The draft of this person in this chat that is open."""
        ...

    def drafts_at(self, person: int, message: str) -> tuple[Draft, ...]:
        """The drafts of this person whose buttons that message carried, or that were said under it: the open one first,
        then the latest."""
        ...


class TalkTx(TalkView, Protocol):
    """What is changed of drafts, and what was said before."""

    def first_sight(self, inbound_id: str) -> bool:
        """True once for each inbound id, for ever."""
        ...

    def keep_draft(self, draft: Draft) -> str:
        """Store an open draft (in place of the one of its token, if it has one) and return its token. Any other that was
        open for this person in this chat is replaced."""
        ...

    def close_draft(self, token: str, state: DraftState, saved: tuple[int, ...] = ()) -> None:
        """Note what has become of an open draft: it can no longer be saved or answered."""
        ...

    def forget_drafts(self, short: str, before: datetime) -> None:
        """Forget what was last said back about a plan before a moment. What was saved of it stands in the record."""
        ...

    def place_draft(self, token: str, card: str) -> None:
        """Note one more message that carries a draft's buttons."""
        ...
