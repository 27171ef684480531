"""What was said back and passed over: once somebody was answered about something else, a bare "yes" may be meant for that."""

from __future__ import annotations

from bot.conversation.visit import Said, Speaker
from bot.model.letters.talk import OWN_CHAT, Inbound, Reply, Say, Wrong
from bot.ports.record import View
from bot.wording import commands

# What these say ends with what still waits, or is said in no chat.
_NOT_BETWEEN = (commands.Unknown, commands.Home)


def asked_last(view: View, inbound: Inbound, speaker: Speaker) -> tuple[str, ...]:
    """Return the draft that a bare "yes" would answer in this chat, if nothing else was said there since. Empty if there is
    none."""
    if not speaker.waits:
        return ()
    draft = view.talk.open_draft(speaker.person, inbound.chat.id)
    if draft is None and inbound.chat.private:
        draft = view.talk.open_draft(speaker.person, f"{OWN_CHAT}{inbound.sender.platform}")
    return (draft.token,) if draft is not None and not draft.passed else ()


def is_between(said: Said) -> bool:
    """Say if the answer to this comes between a question and a bare "yes"."""
    about_it = said.draft is not None or said.command.answers_draft
    return not about_it and not isinstance(said.command, _NOT_BETWEEN)


def is_answered(reply: Reply, token: str) -> bool:
    """Say if a reply tells something, and not of that draft alone."""
    return isinstance(reply, Say) and reply.wrong in (None, Wrong.REFUSED) and reply.draft != token
