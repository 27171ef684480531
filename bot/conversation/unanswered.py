"""What is said if something can't be answered as it was asked: it is refused, the record is away, or a fault is ours."""

from __future__ import annotations

import logging
from datetime import date

from bot.conversation.meant import WhichPlan, may_be_answer
from bot.model.letters.message import Actions, Block, Button, Message
from bot.model.letters.talk import Inbound, Say, Wrong
from bot.model.mark import mark
from bot.model.record.trouble import Trouble
from bot.ports.refusals import RecordAway, Refusal
from bot.wording import commands
from bot.wording.parse import parse
from bot.wording.sentences import words

log = logging.getLogger("milepost.desk")


def only_asks(inbound: Inbound) -> bool:
    """Say if it is sure, before the record has answered, that nothing was to be saved. Words may answer a question of ours."""
    command = parse(inbound.said, date.min)
    sentence = isinstance(command, commands.Unknown | commands.Help) and may_be_answer(command)
    return inbound.answers is None and isinstance(command, commands.Asks | commands.PageLook) and not sentence


def away_said(away: RecordAway, about: str, asking: bool) -> Say:
    """Say what became of it, as far as it is certain. If something was only asked, nothing was to be saved."""
    if away.trouble is not Trouble.GONE:  # which was logged once, when it was found
        cause = [type(away.__cause__).__name__] if away.__cause__ is not None else []
        log.warning("%s: the record is away (%s)", about, ", ".join([away.trouble.value, *cause]))
    undone = away.trouble in (Trouble.BUSY, Trouble.AWAY, Trouble.FULL)
    said = "asking" if asking and undone else away.trouble.value
    return Say(message=Message(title=words(f"replies.trouble.{said}")), wrong=Wrong.AWAY)


def trouble_said(id_: str) -> Say:
    return Say(message=Message(title=words("replies.trouble.bug", {"number": mark(id_)})), wrong=Wrong.FAILED)


def refused(refusal: Refusal) -> Message:
    """Word a refusal. If it is not clear which plan is meant, with a button for each."""
    blocks: tuple[Block, ...] = ()
    if isinstance(refusal, WhichPlan):
        said = {plan: str(refusal.command.model_copy(update={"plan": plan})) for plan in refusal.plans}
        blocks = (Actions(buttons=tuple(Button(label=plan, command=command) for plan, command in said.items())),)
    return Message(title=words(f"replies.refusal.{refusal.prompt_key}", refusal.facts), blocks=blocks)
