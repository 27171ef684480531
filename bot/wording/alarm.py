"""What an admin is told when something could not be delivered or read."""

from __future__ import annotations

from datetime import date

from bot.model.message import Spans
from bot.model.trouble import Unread
from bot.wording.sentences import line, words


def board_missed(plan: str, reason: str) -> Spans:
    """That a board's summary was not delivered, and why."""
    return line("nudges.alarm.board", {"plan": plan, "reason": reason})


def board_held(day: date) -> Spans:
    """That nobody can tell whether a board's summary of that day was delivered."""
    return line("nudges.alarm.held", {"day": day})


def what_is_unread(unread: Unread) -> str:
    """A row that cannot be read, in words: what it is, and its number or key."""
    return words(f"nudges.unread.{unread.kind.value}", {"key": unread.key})
