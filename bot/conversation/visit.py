"""One thing said, understood: who speaks, about which plan, and which command it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime

from bot.model.day import DayMeant
from bot.model.entry import By
from bot.model.letter import Asked
from bot.model.message import Spans
from bot.model.noun import Noun
from bot.model.nudge import Cause
from bot.model.talk import Asker, Draft, DraftState, Inbound, Reply, Say
from bot.ports.record import View
from bot.ports.refusals import Refusal
from bot.rules import holders
from bot.rules.calendar import local_day
from bot.rules.dates import Towards, read
from bot.wording import commands, parse
from bot.wording.dates import unread
from bot.wording.sentences import line


class WhichPlan(Refusal):
    """It is not clear which of these plans is meant; `command` may be said of each."""

    def __init__(self, plans: tuple[str, ...], command: commands.Command) -> None:
        super().__init__("which_plan")
        self.plans = plans
        self.command = command


class Speaker(Noun):
    """Whoever speaks, and the plans of which they may hear where they do, at least one. `bound` if the account is theirs."""

    person: int
    plans: tuple[str, ...]
    bound: bool


def day_meant(view: View, short: str, phrase: str, today: date, towards: Towards = Towards.COMING) -> date:
    """Return the day that a phrase names by the calendar of a plan. Raises Refusal that says why there is none."""
    found = read(phrase, today, view.plans.policy(short).calendar, towards)
    if not isinstance(found, DayMeant):
        raise Refusal("no_day", why=unread(found, today))
    return found.day


class Said(Noun):
    """One inbound, understood: its speaker, plan and command. `draft` waits for this text as its answer."""

    inbound: Inbound
    asker: Asker
    command: commands.Command
    draft: Draft | None = None

    @property
    def today(self) -> date:
        """Return the asker's local day."""
        return self.day_of(self.asker.now)

    def day_of(self, moment: datetime) -> date:
        """Return the asker's local day at a moment."""
        return local_day(moment, self.asker.zone)

    @property
    def by(self) -> By:
        """Return who speaks, as the record names whoever changes it. What they own is for the verb to say."""
        sender, person = self.inbound.sender, self.asker.person
        return By(
            at=self.asker.now,
            person=person.id,
            capacity=holders.standing_in(person),
            platform=sender.platform,
            tenant=sender.tenant,
            account=sender.id,
            said=self.inbound.said,
            inbound=self.inbound.id,
        )

    @property
    def records(self) -> bool:
        """Say if handling it changes the record."""
        told = self.inbound.edited or self.inbound.answers is not None or self.draft is not None
        return told or isinstance(self.command, commands.Records)


def understand(view: View, inbound: Inbound, now: datetime, speaker: Speaker) -> Said:
    """Resolve the plan and the command of whoever speaks. Raises Refusal if the plan is not clear."""
    mine = speaker.plans
    asker = _asker(view, speaker, mine[0], now)
    command = _command(inbound, local_day(now, asker.zone), mine)
    short = _plan_meant(mine, command, view, inbound, speaker.person)
    if short != asker.short:
        asker = _asker(view, speaker, short, now)
        command = _command(inbound, local_day(now, asker.zone), mine)  # there it may be another day
    said = Said(inbound=inbound, asker=asker, command=command)
    draft = _follow_up(view, said)
    return said if draft is None else said.model_copy(update={"draft": draft})


def _asker(view: View, speaker: Speaker, short: str, now: datetime) -> Asker:
    person = next(person for person in view.people.of(short).persons if person.id == speaker.person)
    zone = person.zone or view.plans.policy(short).zone
    return Asker(person=person, short=short, now=now, plans=speaker.plans, zone=zone)


def _command(inbound: Inbound, today: date, plans: tuple[str, ...]) -> commands.Command:
    # What was changed after it was sent is no command: it was read once.
    return commands.Help() if inbound.edited else parse.parse(inbound.said, today, plans)


def _plan_meant(mine: tuple[str, ...], command: commands.Command, view: View, inbound: Inbound, person: int) -> str:
    if command.plan is not None:
        if command.plan not in mine:
            raise Refusal("unknown_plan", plan=command.plan, plans=", ".join(mine))
        return command.plan
    if len(mine) == 1:
        return mine[0]
    if isinstance(command, commands.Declare) and all(entry.target.isdigit() for entry in command.entries):
        asked = last_list(view, inbound, person, mine)
        meant = [asked[int(entry.target)].plan for entry in command.entries if int(entry.target) in asked]
        if asked:
            return meant[0] if meant else next(iter(asked.values())).plan
    draft = draft_answered(view, inbound, person) if command.answers_draft else None
    if draft is not None and draft.plan in mine:
        return draft.plan
    if command.any_plan:
        return mine[0]
    raise WhichPlan(mine, command)


def last_list(view: View, inbound: Inbound, person: int, plans: Sequence[str]) -> dict[int, Asked]:
    """Return what the last list in this chat asked about of these plans, by the numbers it may be answered with."""
    letter = view.letters.last_nudge(person, inbound.chat, inbound.sender.platform)
    asked = [one for one in letter.asked if one.kind is not Cause.NEWS] if letter is not None else []
    return {number: one for number, one in enumerate(asked, 1) if one.plan in plans}


def plan_named(view: View, person: int, short: str) -> tuple[Spans, ...]:
    """Name the plan it is about, for somebody who is in several. Empty if that goes without saying."""
    if len(view.people.plans_of(person)) < 2:
        return ()
    return (line("replies.plan.named", {"title": view.plans.one(short).title, "plan": short}),)


def _follow_up(view: View, said: Said) -> Draft | None:
    """Return the draft that waits for this text as its missing answer, if any."""
    if said.inbound.answers is not None or not isinstance(said.command, commands.Unknown):
        return None
    if re.match(rf"{commands.REF}\b", said.inbound.said.strip(), re.ASCII):
        return None  # a line about a milestone that was not understood answers no question
    draft = draft_answered(view, said.inbound, said.asker.person.id)
    if draft is None or draft.plan not in said.asker.plans:
        return None
    return draft if draft.state is DraftState.OPEN and draft.awaiting is not None else None


def draft_answered(view: View, inbound: Inbound, person: int) -> Draft | None:
    """Return the draft that words answer: the one whose buttons are on the message they were said under, else the open one
    in this chat."""
    return draft_pointed_at(view, inbound, person) or view.talk.open_draft(person, inbound.chat.id)


def draft_pointed_at(view: View, inbound: Inbound, person: int) -> Draft | None:
    """Return the draft whose buttons are on the message quoted. In that message's thread, returns the last one said there."""
    message = inbound.chat.thread
    found = view.talk.drafts_at(person, message) if message is not None else ()
    carried = [draft for draft in found if message in draft.cards]
    if not carried:
        return None
    return carried[0] if inbound.chat.quoted else found[0]


def mark_changed(reply: Reply) -> Reply:
    """Mark a reply as one that changed the record. A draft said back changes nothing."""
    return reply.model_copy(update={"changed_record": True}) if isinstance(reply, Say) and not reply.draft else reply
