"""Pausing and resuming all letters of a plan."""

from __future__ import annotations

from bot.conversation.office.board import done, say_noted
from bot.conversation.visit import Said
from bot.model.talk import Reply
from bot.ports.record import Tx
from bot.wording.sentences import words


def pause(tx: Tx, said: Said, paused: bool, fresh: bool) -> Reply:
    """Pause or resume all letters of the plan, unless that is so already."""
    did = done(tx, said, fresh, lambda: tx.plans.pause(said.asker.short, paused))
    name = "paused" if paused else "resumed"
    title = tx.plans.one(said.asker.short).title
    return say_noted(words(f"replies.admin.{name if did else f'{name}_already'}", {"plan": title}))
