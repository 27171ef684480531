"""Pausing and resuming all letters of a plan."""

from __future__ import annotations

from bot.conversation.office.board import say_noted
from bot.conversation.visit import Said
from bot.model.message import Spans
from bot.model.talk import Reply
from bot.ports.record import View
from bot.reports.hands import hands_of
from bot.reports.snapshot import Ran, take
from bot.rules import nudges
from bot.wording.sentences import line, words

AHEAD = 7  # days of which the questions are counted


def so_already(view: View, said: Said, paused: bool) -> Reply | None:
    """Say that the plan is paused already, or is not. None if it would be changed."""
    if view.plans.paused(said.asker.short) is not paused:
        return None
    name = "paused_already" if paused else "resumed_already"
    return say_noted(words(f"replies.admin.{name}", {"plan": view.plans.one(said.asker.short).title}))


def would_change(view: View, said: Said, paused: bool) -> Spans:
    """Say how many questions of the coming days would not be asked, or would be."""
    snapshot = take(view, said.asker.short, said.asker.now)
    questions, ran = view.updates.questions(snapshot.short), Ran(view, snapshot)
    coming = nudges.preview(snapshot, questions, ran, AHEAD, hands_of(view, snapshot, ran))
    count = sum(len(nudge.reasons) for nudge in coming)
    name = "would_pause" if paused else "would_resume"
    many = "_one" if count == 1 else ""
    return line(f"replies.admin.{name}{many}", {"plan": snapshot.plan.title, "count": count})


def changed(view: View, said: Said, paused: bool) -> str:
    """Say that the plan is paused now, or goes on."""
    return words(f"replies.admin.{'paused' if paused else 'resumed'}", {"plan": view.plans.one(said.asker.short).title})


def as_it_is(view: View, said: Said) -> str:
    """Say if the plan is paused."""
    return changed(view, said, view.plans.paused(said.asker.short))
