"""Pausing and resuming all letters of a plan."""

from __future__ import annotations

from bot.conversation.office.board import say_noted
from bot.conversation.visit import Said
from bot.model.talk import Reply
from bot.ports.record import Tx
from bot.wording.sentences import words


def pause(tx: Tx, said: Said, paused: bool) -> Reply:
    """Pause or resume all letters of the plan."""
    tx.plans.pause(said.asker.short, paused)
    name = "replies.admin.paused" if paused else "replies.admin.resumed"
    return say_noted(words(name, {"plan": tx.plans.one(said.asker.short).title}))
