"""One thing said, understood: who speaks, about which plan, and which command it is."""

from __future__ import annotations

import re
from datetime import date, datetime

from bot.conversation.meant import (
    WhichPlan,
    awaits_words,
    draft_answered,
    in_plan_named,
    may_be_answer,
    may_be_prose,
    plan_meant,
)
from bot.conversation.mentions import under_summary
from bot.conversation.typed import Typed
from bot.model.board.paper import Ready
from bot.model.letters.message import Button, Spans
from bot.model.letters.talk import Asker, Draft, DraftState, Inbound, Reply, Say
from bot.model.noun import Noun
from bot.model.record.entry import By
from bot.model.updates.day import DayMeant
from bot.ports.record import View
from bot.ports.refusals import Refusal
from bot.reports.walls import told_in_the_open
from bot.rules import holders
from bot.rules.calendar import local_day
from bot.rules.dates import Towards, day_in, read, span
from bot.wording import commands, parse
from bot.wording.documents import source_refs
from bot.wording.sentences import line, words
from bot.wording.updates.dates import unread

MOST_REFS = 12  # refs that are named in one line


class Speaker(Noun):
    """Whoever speaks, and the plans of which they may hear where they do, at least one. `bound` if the account is theirs, and
    `waits` if something waits for their yes."""

    person: int
    plans: tuple[str, ...]
    bound: bool
    waits: bool = False


def day_meant(view: View, short: str, phrase: str, today: date, towards: Towards = Towards.COMING) -> date:
    """Return the day that a phrase names by the calendar of a plan. Raises Refusal that says why there is none."""
    found = read(phrase, today, view.plans.policy(short).calendar, towards)
    if not isinstance(found, DayMeant):
        raise Refusal("no_day", why=unread(found, today))
    return found.day


class Said(Noun):
    """One inbound, understood: its speaker, plan and command. `draft` waits for this text as its answer. `ready` are the papers
    that were made before the record is written, if some may be issued."""

    inbound: Inbound
    asker: Asker
    command: commands.Command
    draft: Draft | None = None
    ready: Ready | None = None

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

    def by_as(self, capacity: str, typed: str = "") -> By:
        """Return who speaks, in the capacity in which they do it. `typed` is what they said if that was not just now."""
        return self.by.model_copy(update={"capacity": capacity} | ({"said": typed} if typed else {}))

    @property
    def records(self) -> bool:
        """Say if handling it changes the record."""
        told = self.inbound.edited or self.inbound.answers is not None or self.draft is not None
        return told or isinstance(self.command, commands.Records)


def understand(view: View, inbound: Inbound, typed: Typed, now: datetime, speaker: Speaker) -> Said:
    """Resolve the plan and the command of whoever speaks. Raises Refusal if the plan is not clear."""
    mine = speaker.plans
    asker = asker_of(view, speaker, mine[0], now, inbound.chat.open)
    command = _command(view, inbound, typed, speaker, local_day(now, asker.zone))
    mention = under_summary(view, inbound, mine, speaker.person, command, local_day(now, asker.zone))
    waits = draft_answered(view, inbound, speaker.person) if mention is not None else None
    if mention is not None and (waits is None or waits.awaiting is None):
        asker = asker_of(view, speaker, mention.plan or asker.short, now, inbound.chat.open)
        return Said(inbound=inbound, asker=asker, command=mention)
    short = plan_meant(mine, command, view, inbound, speaker.person, now)
    if short != asker.short:
        asker = asker_of(view, speaker, short, now, inbound.chat.open)
        command = _command(view, inbound, typed, speaker, local_day(now, asker.zone))  # there it may be another day
    said = Said(inbound=inbound, asker=asker, command=command)
    draft = _follow_up(view, said)
    return said if draft is None else said.model_copy(update={"draft": draft})


def asker_of(view: View, speaker: Speaker, short: str, now: datetime, everybody_reads: bool) -> Asker:
    """Return whoever speaks, as one who asks about that plan of theirs."""
    person = next(person for person in view.people.of(short).persons if person.id == speaker.person)
    zone = person.zone or view.plans.policy(short).zone
    return Asker(person=person, short=short, now=now, plans=speaker.plans, zone=zone, open=everybody_reads)


def _command(view: View, inbound: Inbound, typed: Typed, speaker: Speaker, today: date) -> commands.Command:
    if inbound.edited:
        return commands.Help()  # what was changed after it was sent is no command: it was read once
    command = _read(view, inbound, typed, speaker, today)
    strange = command.plan not in (None, *speaker.plans) and may_be_answer(command)
    day = _dotted_day(command, today, inbound.said)
    draft = draft_answered(view, inbound, speaker.person) if strange or day else None
    if draft is None or draft.awaiting is None:
        return command
    if strange:  # "In June: ..." answers a question, and names no plan
        return commands.Unknown(said=inbound.said, nearest="help")
    return commands.Unknown(said=str(day), nearest="help") if draft.awaiting[1] in ("forecast", "expected") else command


def _read(view: View, inbound: Inbound, typed: Typed, speaker: Speaker, today: date) -> commands.Command:
    """Read the command, in which the refs of the plan's document may stand in the place of ours. Raises WhichPlan if several
    plans have that ref and nothing says which is meant."""
    said, plans = inbound.said, speaker.plans
    command = in_plan_named(typed.command(today, plans), said, today, plans)
    meant = (command.plan,) if command.plan in plans else plans if command.plan is None else ()
    if not inbound.chat.open and source_refs.is_guessed(command) and typed.may_hold_theirs:
        _must_be_clear(view, said, tuple(filter(None, meant)), today)
    if not typed.may_name_theirs:
        return command
    known = {short: source_refs.typeable(view.plans.one(short)) for short in filter(None, meant)}
    read_so = {short: source_refs.read(said, today, plans, theirs) for short, theirs in known.items()}
    found = {short: one for short, one in read_so.items() if one != command}
    if len(plans) == 1 or command.plan is not None or not found:
        return next(iter(found.values()), command)
    draft = draft_answered(view, inbound, speaker.person)
    if draft is not None and draft.plan in found:
        return found[draft.plan]
    here = () if inbound.chat.private else told_in_the_open(view, plans, inbound.sender, inbound.chat.id)
    short = next(iter(found)) if len(found) == 1 else next((one for one in here if one in found), "")
    if not short:
        raise WhichPlan(tuple(found), commands.Declare(typed=said))
    return found[short].model_copy(update={"plan": short})


def _must_be_clear(view: View, said: str, plans: tuple[str, ...], today: date) -> None:
    """Raise Refusal if a line is about a ref of the document that may mean something else, and say what to type for it."""
    for short in plans:
        if (found := source_refs.unclear(said, today, plans, view.plans.one(short))) is not None:
            theirs, refs = found
            raise Refusal("ref_twice" if len(refs) > 1 else "ref_as_handle", theirs=theirs, refs=", ".join(refs[:MOST_REFS]))


def _dotted_day(command: commands.Command, today: date, said: str) -> date | None:
    """Return the day that a line begins with, written like a reference ("12.3.27"). None if it gives a status."""
    if not isinstance(command, commands.Declare) or command.entries[0].status or command.entries[0].keep:
        return None
    target = command.entries[0].target
    return day_in(target, today) if target.count(".") == 2 and target in said else None


def plan_named(view: View, person: int, short: str) -> tuple[Spans, ...]:
    """Name the plan it is about, for somebody who is in several. Empty if that goes without saying."""
    if len(view.people.plans_of(person)) < 2:
        return ()
    return (line("replies.plan.named", {"title": view.plans.one(short).title, "plan": short}),)


def undo_of(said: Said, entry: int) -> Button:
    """Return the button that takes back what was put on the record, by the number of its first entry."""
    undo = commands.Undo(plan=said.asker.plan_named, token=str(entry))
    return Button(label=words("replies.saved.undo"), command=str(undo))


def _follow_up(view: View, said: Said) -> Draft | None:
    """Return the draft that waits for this text as its missing answer, if any."""
    if said.inbound.answers is not None or said.command.plan is not None:
        return None
    prose = may_be_prose(said.command)
    if not prose and _is_command(view, said, said.command):
        return None
    draft = draft_answered(view, said.inbound, said.asker.person.id)
    if draft is None or draft.plan not in said.asker.plans or draft.state is not DraftState.OPEN or draft.awaiting is None:
        return None
    if prose and not awaits_words(draft) and _is_command(view, said, said.command):
        return None
    question = draft.awaiting[1]
    if isinstance(said.command, commands.Red | commands.Amber):
        return draft if question == "status" else None
    if isinstance(said.command, commands.OfferEvidence | commands.AddEvidence):
        here = isinstance(said.command, commands.OfferEvidence) or said.command.ref == draft.awaiting[0]
        return draft if here and question in ("no_evidence", "link") else None
    return draft


def _is_command(view: View, said: Said, command: commands.Command) -> bool:
    """Say if words are a command whatever was asked before: what it is about is there, and nothing else stands beside it."""
    if not may_be_answer(command):
        return True
    if isinstance(command, commands.AsAt):
        return _is_command(view, said, parse.parse(command.question, said.today))
    if isinstance(command, commands.Pause | commands.Resume):
        plan = view.plans.one(said.asker.short)
        return command.what.casefold() == plan.short.casefold() or holders.find_role(plan, command.what) is not None
    if isinstance(command, commands.Status):
        return holders.find_role(view.plans.one(said.asker.short), command.about or "") is not None
    if isinstance(command, commands.Risks):
        return view.plans.policy(said.asker.short).risk.band_called(command.band) is not None
    if isinstance(command, commands.Due):
        return span(command.period, said.today, 0, view.plans.policy(said.asker.short).calendar) is not None
    if isinstance(command, commands.Confirm | commands.Refuse):
        waiting = view.newcomers.of([person.id for person in view.people.of(said.asker.short).persons])
        return any(one.code == command.code for one in waiting)
    # A line about a milestone that was not understood answers no question.
    return isinstance(command, commands.Unknown) and re.match(rf"{commands.REF}\b", command.said.strip(), re.ASCII) is not None


def mark_changed(reply: Reply) -> Reply:
    """Mark a reply as one that changed the record. A draft said back changes nothing."""
    return reply.model_copy(update={"changed_record": True}) if isinstance(reply, Say) and not reply.draft else reply
