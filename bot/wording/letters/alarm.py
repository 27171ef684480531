"""The alarm in words: what an admin is told if something could not be delivered or read."""

from __future__ import annotations

from datetime import date

from bot.model.board.settings import BOARD
from bot.model.letters.message import Spans
from bot.model.record.trouble import Unread
from bot.wording.platforms import platform_name
from bot.wording.sentences import Fact, line, with_full_stop, words


def board_missed(plan: str, reason: str) -> Spans:
    """Say that a board's summary was not delivered, and why."""
    return line("nudges.alarm.board", {"plan": plan, "reason": with_full_stop(reason)})


def board_lost(plan: str, where: str, reason: str, audience: str) -> Spans:
    """Say that a channel of a board or of another audience takes nothing any more, why, and what to do."""
    facts: dict[str, Fact] = {"plan": plan, "where": platform_name(where), "reason": with_full_stop(reason), "audience": audience}
    return line("nudges.alarm.board_lost" if audience == BOARD else "nudges.alarm.audience_lost", facts)


def unreached(who: str, reason: str) -> Spans:
    """Say that somebody could not be reached, and why."""
    return line("nudges.news.unreachable", {"who": who, "reason": with_full_stop(reason)})


def board_held(day: date) -> Spans:
    """Say that nobody can tell if a board's summary of that day was delivered."""
    return line("nudges.alarm.held", {"day": day})


def what_is_unread(unread: Unread) -> str:
    """Name a row that cannot be read: what it is, and its number or key."""
    return words(f"nudges.unread.{unread.kind.value}", {"key": unread.key})
