"""What an admin is told when something could not be delivered or read."""

from __future__ import annotations

from bot.model.message import Spans
from bot.model.trouble import Unread
from bot.wording.sentences import line, words


def board_missed(plan: str, reason: str) -> Spans:
    """That a board's summary was not delivered, and why."""
    return line("nudges.alarm.board", {"plan": plan, "reason": reason})


def what_is_unread(unread: Unread) -> str:
    """A row that cannot be read, in words: what it is, and its number or key."""
    return words(f"nudges.unread.{unread.kind.value}", {"key": unread.key})
