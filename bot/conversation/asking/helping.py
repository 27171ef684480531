"""Help for one person: what they may say, and what they may have meant."""

from __future__ import annotations

from bot.model.letters.message import Message
from bot.model.letters.talk import Asker
from bot.ports.record import View
from bot.rules import holders
from bot.rules.board.readers import is_there_for_forum
from bot.rules.calendar import local_day
from bot.rules.voices import rights
from bot.wording import commands
from bot.wording.help import For, help_message, nearest, not_understood, small_talk, usages


def explain(view: View, asker: Asker, topic: str | None) -> Message:
    """Explain what this person may say."""
    return help_message(topic, _may(view, asker))


def guess(view: View, asker: Asker, said: commands.Unknown) -> Message:
    """Say that nothing was understood, and offer the nearest command that this person may use. A thank you is answered as one."""
    may = _may(view, asker)
    if (talk := small_talk(said.said, may)) is not None:
        return talk
    known = usages().get(said.nearest)
    return not_understood(said.nearest if known is None or known.whose in may else nearest(said.said, may))


def _may(view: View, asker: Asker) -> frozenset[For]:
    """Return as whom this person speaks. An admin stands in for owners and the chair, and for no assurer."""
    people, today = view.people.of(asker.short), local_day(asker.now, asker.zone)
    if is_there_for_forum(people, asker.person, today):
        return frozenset({For.FORUM})
    assurer = {For.ASSURER} if asker.person.is_assurer else set()
    if asker.person.is_admin:
        return frozenset(For) - {For.ASSURER} | assurer
    owner = {For.OWNER} if holders.answers_for(people, asker.person.id, today) else set()
    chair = {For.CHAIR} if holders.is_chair(people, asker.person, today) else set()
    board = {For.BOARD} if chair or asker.person.is_board else set()
    lead = {For.LEAD} if any(right.startswith("lead:") for right in asker.person.rights) else set()
    forum = {For.FORUM} if rights.is_forum(asker.person) else set()
    return frozenset({For.EVERYBODY, *owner, *board, *chair, *lead, *assurer, *forum})
