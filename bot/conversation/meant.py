"""The meaning of words that do not say it: the draft that they answer, the list whose numbers they name, and the plan."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from bot.conversation.mentions import plan_above
from bot.model.letters.letter import Asked
from bot.model.letters.nudge import Cause
from bot.model.letters.talk import OWN_CHAT, Draft, Inbound
from bot.model.record.entry import EntryKind
from bot.model.updates.doubt import DOUBT
from bot.ports.record import View
from bot.ports.refusals import Refusal
from bot.reports.walls import told_in_the_open
from bot.wording import commands, parse
from bot.wording.help import topics

_MAY_ANSWER = (
    commands.Unknown,
    commands.Red,
    commands.Amber,
    commands.OfferEvidence,
    commands.AddEvidence,
    commands.Confirm,
    commands.Refuse,
    commands.WhichDates,
)  # beside those that say what they are about
_A_NAME = re.compile(r"(?!priority\b)\b[^\W\d_]{2}", re.IGNORECASE)
LIST_KEPT = timedelta(days=14)  # a list is answered by its numbers for so long
_DEEDS = frozenset(EntryKind) - {EntryKind.ACCOUNT}  # which is noted by the way


class WhichPlan(Refusal):
    """It is not clear which of these plans is meant; `command` may be said of each."""

    def __init__(self, plans: tuple[str, ...], command: commands.Command) -> None:
        super().__init__("which_plan")
        self.plans = plans
        self.command = command


def in_plan_named(command: commands.Command, said: str, today: date, plans: Sequence[str]) -> commands.Command:
    """Return what is said of a plan that stands before or behind it without the colon, as phones and people leave it out.
    What may be words, and not a command, is left as it is."""
    if len(plans) == 1 or command.plan is not None:
        return command
    for again, is_behind in parse.plans_named(said, plans):
        meant = parse.parse(again, today, plans)
        if not may_be_answer(meant) and (isinstance(meant, commands.Question) or not is_behind):
            return meant
    return command


def plan_meant(
    mine: tuple[str, ...], command: commands.Command, view: View, inbound: Inbound, person: int, now: datetime
) -> str:
    """Return the plan that somebody speaks of, among their own. Raises Refusal if they name another, WhichPlan if several may be
    meant."""
    if command.plan is not None and command.plan not in mine:
        raise Refusal("unknown_plan", plan=command.plan, plans=", ".join(mine))
    if command.plan is not None:
        return command.plan
    above = plan_above(view, inbound, mine, command)
    if len(mine) == 1:
        return mine[0]
    may = command.answers_draft or may_be_answer(command)
    draft = draft_answered(view, inbound, person) if may or may_be_prose(command) else None
    if draft is not None and draft.plan in mine and (command.answers_draft or (may and draft.awaiting) or awaits_words(draft)):
        return draft.plan
    if isinstance(command, commands.Declare) and command.names_none and (asked := last_list(view, inbound, person, mine, now)):
        meant = [asked[int(entry.target)].plan for entry in command.entries if entry.target in map(str, asked)]
        listed = tuple(dict.fromkeys(one.plan for one in asked.values()))
        if not meant and len(listed) > 1:  # "all" of a card that asks about two plans
            raise WhichPlan(listed, command)
        return meant[0] if meant else listed[0]
    here = above or (() if inbound.chat.private else told_in_the_open(view, mine, inbound.sender, inbound.chat.id))
    if len(here) == 1:
        return here[0]  # under its summary, and in the channel of its board, a plan is meant
    if command.any_plan or isinstance(command, commands.Unknown):  # it was not understood, in whichever
        return mine[0]
    if command.answers_draft and draft is None:  # nothing waits in any
        return mine[0]
    if isinstance(command, commands.Undo) and command.token is None and inbound.chat.private:
        return _last_done_in(view, mine, person, now) or mine[0]
    raise WhichPlan(mine, command)


def _last_done_in(view: View, plans: Sequence[str], person: int, now: datetime) -> str | None:
    """Return the plan in which somebody did something last, of late. None if in none."""
    made = ((short, view.entries.latest(short, person, _DEEDS, now - LIST_KEPT)) for short in plans)
    return max(((entries[-1].header.at, short) for short, entries in made if entries), default=(now, None))[1]


def last_list(view: View, inbound: Inbound, person: int, plans: Sequence[str], now: datetime) -> dict[int, Asked]:
    """Return what the last list in this chat showed of these plans, by the numbers it may be answered with: a card that asked, or
    what somebody asked for. One that was shown long ago is out of sight, unless it is the very message that is answered."""
    card = view.talk.last_card(person, inbound.chat, inbound.sender.platform)
    pointed_at = card is not None and card.reference is not None and card.reference == inbound.chat.thread
    shown = None if pointed_at else view.talk.last_list(person, inbound.chat.id)
    if shown is not None and (card is None or card.at <= shown.at):
        kept = shown.plan in plans and now - shown.at <= LIST_KEPT
        listed = ((ref, stood) for ref, stood in shown.refs if kept)
        return {n: Asked(plan=shown.plan, ref=ref, kind=Cause.ASKED, stood=stood) for n, (ref, stood) in enumerate(listed, 1)}
    if card is None or (not pointed_at and now - card.at > LIST_KEPT):
        return {}
    asked = [one for one in card.asked if one.kind is not Cause.NEWS]
    return {number: one for number, one in enumerate(asked, 1) if one.plan in plans}


def may_be_answer(command: commands.Command) -> bool:
    """Say if words may be the answer to a question of ours and no command, as far as can be told from them alone."""
    if isinstance(command, commands.Declare):
        return not (command.is_whole or (command.is_plain and "." in command.entries[0].target))
    if isinstance(command, commands.AsAt):
        return may_be_answer(parse.parse(command.question, date.min))
    if isinstance(command, commands.Help):
        return command.topic is not None and command.topic.casefold() not in topics()
    if isinstance(command, commands.Status):
        return command.about is not None and _A_NAME.search(command.about) is not None
    if isinstance(command, commands.Due | commands.Risks):  # "risks remain with us" may be what happened
        return bool(command.period if isinstance(command, commands.Due) else command.band)
    if isinstance(command, commands.Pause | commands.Resume):
        return command.is_named
    if isinstance(command, commands.NewAction):
        return not command.owner
    if isinstance(command, commands.Challenge | commands.Hear):  # "heard back from the school" may be what happened
        return not (command.refs if isinstance(command, commands.Challenge) else command.source)
    return isinstance(command, _MAY_ANSWER)


def may_be_prose(command: commands.Command) -> bool:
    """Say if what looks like a declaration may be a sentence that begins with a number or a ref."""
    return isinstance(command, commands.Declare) and command.may_be_prose


def awaits_words(draft: Draft) -> bool:
    """Say if a draft waits for a sentence, which may well name a milestone or begin with a number."""
    return draft.awaiting is not None and draft.awaiting[1] in ("path", "no_evidence", "anew", DOUBT)


def draft_answered(view: View, inbound: Inbound, person: int) -> Draft | None:
    """Return the draft that words answer: the one whose buttons are on the message they were said under, else the open one
    in this chat."""
    here = draft_pointed_at(view, inbound, person) or view.talk.open_draft(person, inbound.chat.id)
    if here is not None or not inbound.chat.private:
        return here
    return view.talk.open_draft(person, f"{OWN_CHAT}{inbound.sender.platform}")


def draft_pointed_at(view: View, inbound: Inbound, person: int) -> Draft | None:
    """Return the draft whose buttons are on the message quoted. In that message's thread, returns the last one said there."""
    message = inbound.chat.thread
    found = view.talk.drafts_at(person, message) if message is not None else ()
    carried = [draft for draft in found if message in draft.cards]
    if not carried:
        return None
    return carried[0] if inbound.chat.quoted else found[0]
