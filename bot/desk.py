"""The desk: one thing said comes in, one reply goes out; what it records is committed before the reply leaves."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from hashlib import sha256
from zoneinfo import ZoneInfo

from bot import answers, cards, commands, people, reminders, rounds, updating
from bot.answers import Asker
from bot.cards import Line
from bot.forms import Answers, Form
from bot.message import Actions, Button, Item, Items, Message, Paragraph, Spans
from bot.model import Address, Evidence, Milestone, Noun, Person, Question, Standing, Status, Update
from bot.ports import (
    Ask,
    Chat,
    Clock,
    Draft,
    Fix,
    Inbound,
    Letter,
    Refusal,
    Reply,
    Say,
    Store,
    Tx,
    View,
)
from bot.wording import Fact, line, mark, words

log = logging.getLogger("milepost.desk")

RECORDS = (
    commands.Declare,
    commands.Save,
    commands.AddEvidence,
    commands.Holder,
    commands.Pause,
    commands.Resume,
    commands.AskFor,
    commands.Board,
)
ADMIN = (commands.SeedRoles, commands.Holder, commands.Preview, commands.Pause, commands.Resume, commands.Board)


class Said(Noun):
    """One inbound, understood: who, about which plan, and the command."""

    inbound: Inbound
    asker: Asker
    command: commands.Command
    draft: Draft | None = None

    @property
    def today(self) -> date:
        """The asker's local day."""
        return self.asker.now.astimezone(ZoneInfo(self.asker.person.zone or "Europe/London")).date()

    @property
    def records(self) -> bool:
        """Whether handling it changes the record."""
        return self.inbound.answers is not None or self.draft is not None or isinstance(self.command, RECORDS)


class Desk:
    """Handles whatever is said to Milepost, on any platform."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def handle(self, inbound: Inbound) -> Reply:
        """Answer one inbound. Never raises: a refusal is worded, and a bug is logged with a number the person reads."""
        now = self._clock()
        inbound = _readable(inbound)
        try:
            said, meet = await self._store.read(lambda view: (understand(view, inbound, now), _unmet(view, inbound)))
            if said.records:
                reply = await self._store.transact(lambda tx: record(tx, understand(tx, inbound, now)))
            else:
                reply = await self._store.read(lambda view: answer(view, understand(view, inbound, now)))
            if meet:
                first = await self._store.transact(lambda tx: _meet(tx, inbound, said, now))
                reply = _with_welcome(reply, first)
            return reply
        except Refusal as refusal:
            return Say(message=Message(title=words(f"replies.refusal.{refusal.prompt_key}", refusal.facts)))
        except Exception:
            log.exception("inbound %s failed", inbound.id)
            number = sha256(inbound.id.encode("utf-8", "replace")).hexdigest()[:8]
            return Say(message=Message(title=words("replies.trouble.bug", {"number": number})))


def _readable(inbound: Inbound) -> Inbound:
    """The inbound without what no person can type and no database keeps: NUL and halves of characters."""
    answers = inbound.answers
    if answers is not None:
        answers = {_text(question): _text(answer) for question, answer in answers.items()}
    return inbound.model_copy(update={"said": _text(inbound.said), "answers": answers})


def _text(said: str) -> str:
    return said.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


# ---- who, which plan, what ---------------------------------------------------------------


def understand(view: View, inbound: Inbound, now: datetime) -> Said:
    """Resolve the speaker, the plan and the command. Refusal for strangers and where the plan is not clear."""
    person_id = view.who(inbound.sender)
    if person_id is None:
        raise Refusal("stranger")
    command = commands.parse(inbound.said, now.date())
    mine = view.plans_of(person_id)
    if not mine:
        raise Refusal("stranger")
    short = _plan_meant(mine, command, view, inbound, person_id)
    person = next(person for person in view.people(short).persons if person.id == person_id)
    asker = Asker(person=person, short=short, now=now, several=len(mine) > 1)
    said = Said(inbound=inbound, asker=asker, command=command)
    return said.model_copy(update={"draft": _follow_up(view, said)})


def _plan_meant(
    mine: tuple[str, ...], command: commands.Command, view: View, inbound: Inbound, person: int
) -> str:
    if command.plan is not None:
        named = [short for short in mine if short.casefold() == command.plan.casefold()]
        if not named:
            raise Refusal("unknown_plan", plan=command.plan, plans=", ".join(mine))
        return named[0]
    if len(mine) == 1:
        return mine[0]
    if isinstance(command, commands.Declare) and all(entry.target.isdigit() for entry in command.entries):
        letter = view.last_nudge(person, inbound.chat, inbound.sender.platform)
        if letter is not None and letter.asked:
            return letter.asked[0].plan
    draft = view.open_draft(person, inbound.chat.id)
    if isinstance(command, commands.Save | commands.Change | commands.Unknown) and draft is not None:
        return draft.plan
    if isinstance(command, commands.Help):
        return mine[0]
    raise Refusal("which_plan", plans=", ".join(mine))


def _follow_up(view: View, said: Said) -> Draft | None:
    """The draft that waits for this text as its missing answer, if any."""
    if said.inbound.answers is not None or not isinstance(said.command, commands.Unknown):
        return None
    draft = view.open_draft(said.asker.person.id, said.inbound.chat.id)
    return draft if draft is not None and draft.awaiting is not None else None


# ---- first contact and addresses ------------------------------------------------------------


def _address(inbound: Inbound) -> Address:
    sender = inbound.sender
    return Address(platform=sender.platform, tenant=sender.tenant, id=sender.id, route=inbound.route)


def _unmet(view: View, inbound: Inbound) -> bool:
    """Whether this contact must be written down: never welcomed, or reached somewhere new."""
    person_id = view.who(inbound.sender)
    if person_id is None:
        return False
    here = _address(inbound)
    known = [a for a in view.address_of(person_id) if (a.platform, a.tenant, a.id) == (here.platform, here.tenant, here.id)]
    new = not known or (here.route != "" and known[0].route != here.route)
    return new or not view.welcomed(person_id)


def _meet(tx: Tx, inbound: Inbound, said: Said, now: datetime) -> tuple[Spans, ...]:
    person = said.asker.person
    tx.reach(person.id, _address(inbound), now)
    if tx.welcomed(person.id):
        return ()
    tx.welcome(person.id)
    return rounds.welcome_words(tx.plan(said.asker.short).title)


def _with_welcome(reply: Reply, first: tuple[Spans, ...]) -> Reply:
    if not first or not isinstance(reply, Say):
        return reply
    greeting = tuple(Paragraph(spans=spans) for spans in first)
    message = reply.message.model_copy(update={"blocks": (*greeting, *reply.message.blocks)})
    return reply.model_copy(update={"message": message})


# ---- answering questions ----------------------------------------------------------------------


def answer(view: View, said: Said) -> Reply:
    """Answer what only asks. Reads; writes nothing."""
    asker, command = said.asker, said.command
    if isinstance(command, ADMIN) and not asker.person.is_admin:
        raise Refusal("admin_only")
    match command:
        case commands.UpdateForm(refs=refs):
            return Ask(form=_form(view, said, refs), answers=_prefilled(view, said, refs))
        case commands.Change(token=token):
            return _change(view, said, token)
        case _:
            return Say(message=_told(view, said))


def _told(view: View, said: Said) -> Message:
    asker = said.asker
    match said.command:
        case commands.Mine():
            return answers.mine(view, asker)
        case commands.Status(about=about):
            return answers.status(view, asker, about)
        case commands.Due(period=period):
            return answers.due(view, asker, period)
        case commands.Overdue():
            return answers.past_due(view, asker)
        case commands.Red():
            return answers.off_track(view, asker, Status.RED)
        case commands.Amber():
            return answers.off_track(view, asker, Status.AMBER)
        case commands.Silent():
            return answers.silent(view, asker)
        case commands.History(ref=ref):
            return answers.history(view, asker, ref)
        case commands.Who(ref=ref):
            return answers.who(view, asker, ref)
        case commands.DigestNow():
            return answers.summary(view, asker)
        case commands.SeedRoles():
            return answers.roles(view, asker)
        case commands.Preview(days=days):
            return answers.preview(view, asker, days or 14)
        case commands.Help(topic=topic):
            return commands.help_message(topic)
        case commands.Unknown(nearest=nearest):
            return commands.not_understood(nearest)
        case _:
            return commands.not_understood("help")


def _milestones(view: View, said: Said, refs: Sequence[str]) -> list[tuple[Milestone, Standing]]:
    """The milestones meant, each with how it stands; Refusal where there is none or it is not theirs to update."""
    plan, known = view.plan(said.asker.short), view.people(said.asker.short)
    standings = view.standings(said.asker.short)
    by_ref = {milestone.ref: milestone for milestone in plan.milestones}
    for ref in refs:
        if ref not in by_ref:
            raise Refusal("no_such_milestone", ref=ref)
        if people.capacity(known, said.asker.person, by_ref[ref], said.today) is None:
            raise Refusal("not_yours", ref=ref, role=by_ref[ref].accountable or "")
    return [(by_ref[ref], standings[ref]) for ref in refs]


def _form(view: View, said: Said, refs: Sequence[str], token: str | None = None) -> Form:
    items = _milestones(view, said, refs)
    form = updating.update_form(view.plan(said.asker.short), items, token or _drawn_from(items))
    command = cards.in_plan(form.command, said.asker.short, said.asker.several)
    return form.model_copy(update={"command": command})


def _drawn_from(items: Sequence[tuple[Milestone, Standing]]) -> str:
    """Names what stood when the form was drawn."""
    return f"u{max(standing.update.id if standing.update else 0 for _, standing in items)}"


def _prefilled(view: View, said: Said, refs: Sequence[str]) -> Answers:
    if len(refs) > 1:
        return {}
    return updating.standing_answers(view.standings(said.asker.short)[refs[0]])


def _change(view: View, said: Said, token: str | None) -> Reply:
    draft = _draft(view, said, token)
    refs = [ref for ref, _ in draft.entries]
    return Ask(form=_form(view, said, refs, draft.token), answers=_form_answers(draft))


def _form_answers(draft: Draft) -> Answers:
    if len(draft.entries) == 1:
        return draft.entries[0][1]
    return {f"{ref}.{question}": answer for ref, given in draft.entries for question, answer in given.items()}


def _draft(view: View, said: Said, token: str | None) -> Draft:
    draft = view.draft(token) if token else view.open_draft(said.asker.person.id, said.inbound.chat.id)
    if draft is None:
        raise Refusal("gone" if token else "nothing_to_save")
    if draft.person != said.asker.person.id:
        raise Refusal("gone")
    return draft


# ---- recording ----------------------------------------------------------------------------------


def record(tx: Tx, said: Said) -> Reply:
    """Do what changes the record, once for each inbound."""
    if isinstance(said.command, ADMIN) and not said.asker.person.is_admin:
        raise Refusal("admin_only")
    fresh = tx.first_sight(said.inbound.id)
    if said.inbound.answers is not None:
        return _sent_in(tx, said, said.inbound.answers, fresh)
    if said.draft is not None:
        return _told_more(tx, said, said.draft) if fresh else _echo(tx, said, said.draft)
    match said.command:
        case commands.Declare(entries=entries):
            return _typed(tx, said, entries)
        case commands.Save(token=token):
            return _save(tx, said, _draft(tx, said, token))
        case commands.AddEvidence(ref=ref, link=link, shows=shows):
            return _add_evidence(tx, said, ref, link, shows)
        case commands.Holder(role=role, email=email, starts=starts):
            return _hold(tx, said, role, email, starts)
        case commands.Pause():
            tx.pause(said.asker.short, True)
            return _noted(words("replies.admin.paused", {"plan": tx.plan(said.asker.short).title}))
        case commands.Resume():
            tx.pause(said.asker.short, False)
            return _noted(words("replies.admin.resumed", {"plan": tx.plan(said.asker.short).title}))
        case commands.AskFor(ref=ref):
            return _ask_for(tx, said, ref, fresh)
        case commands.Board(here=here):
            return _board(tx, said, here)
        case _:
            return Say(message=_told(tx, said))


def _noted(sentence: str) -> Say:
    return Say(message=Message(title=sentence))


# -- the typed line


def _typed(tx: Tx, said: Said, entries: Sequence[commands.Entry]) -> Reply:
    given = tuple(_entry(tx, said, entry) for entry in entries)
    draft = Draft(
        person=said.asker.person.id,
        chat=said.inbound.chat.id,
        plan=said.asker.short,
        entries=given,
        said=said.inbound.said,
        awaiting=_awaited(given),
        at=said.asker.now,
    )
    return _echo(tx, said, draft.model_copy(update={"token": tx.keep_draft(draft)}))


def _entry(tx: Tx, said: Said, entry: commands.Entry) -> tuple[str, Answers]:
    ref = _ref_meant(tx, said, entry.target)
    milestone = tx.milestone_for(said.asker.person.id, said.asker.short, ref, said.today)
    if entry.bad_links:
        raise Refusal("bad_link")
    standing = tx.standings(said.asker.short)[ref]
    if entry.keep:
        if standing.update is None:
            raise Refusal("nothing_declared", ref=ref)
        typed = updating.answers_of(entry)
        kept = updating.kept_answers(standing)
        given = {**kept, **{key: value for key, value in typed.items() if value and key != "status"}}
    else:
        given = updating.answers_of(entry)
    form = updating.update_form(tx.plan(said.asker.short), [(milestone, standing)], "")
    faults = updating.wrong(form, given, said.today)
    left = [sentence for question, sentence in faults.items() if question not in ("path", "no_evidence", "link")]
    if left or ("link" in faults and given.get("link")):
        raise Refusal("fault", sentence=(left or [faults["link"]])[0])
    return ref, given


def _ref_meant(tx: Tx, said: Said, target: str) -> str:
    if "." in target:
        return target
    letter = tx.last_nudge(said.asker.person.id, said.inbound.chat, said.inbound.sender.platform)
    asked = [a for a in letter.asked if a.kind != "news"] if letter else []
    if not asked:
        raise Refusal("no_numbers")
    if not 1 <= int(target) <= len(asked):
        raise Refusal("no_such_number", number=target, most=str(len(asked)))
    return asked[int(target) - 1].ref


def _awaited(entries: Sequence[tuple[str, Answers]]) -> tuple[str, str] | None:
    for ref, given in entries:
        missing = updating.missing(given)
        if missing is not None:
            return ref, missing
    return None


def _told_more(tx: Tx, said: Said, draft: Draft) -> Reply:
    """The follow-up's answer: put where it was missing, all else kept."""
    assert draft.awaiting is not None
    wanted, question = draft.awaiting
    text = said.inbound.said.strip()
    if question == "no_evidence" and text.startswith("https://"):
        question = "link"
    entries = tuple((ref, {**given, question: text} if ref == wanted else given) for ref, given in draft.entries)
    fuller = draft.model_copy(
        update={"entries": entries, "awaiting": _awaited(entries), "said": f"{draft.said}\n{said.inbound.said}"}
    )
    tx.keep_draft(fuller)
    return _echo(tx, said, fuller)


def _echo(tx: Tx, said: Said, draft: Draft) -> Reply:
    if draft.awaiting is not None:
        return Say(message=_follow_up_question(draft))
    plan = {milestone.ref: milestone for milestone in tx.plan(draft.plan).milestones}
    items, doubts = [], []
    for ref, given in draft.entries:
        answered = updating.answered_one(given, said.today)
        update = _update(said, plan[ref], answered, tx.standings(draft.plan)[ref], "", "owner")
        facts: dict[str, Fact] = {"ref": ref, "text": plan[ref].text, "said": cards.declared(update)}
        items.append(Item(mark=mark(update.status), spans=line("replies.echo.item", facts)))
        doubts += _doubts(plan[ref], update, said.today)
    token = draft.token
    buttons = (
        Button(label=words("replies.echo.save"), command=_meant(said, f"save #{token}"), style="primary"),
        Button(label=words("replies.echo.change"), command=_meant(said, f"change #{token}")),
    )
    return Say(
        message=Message(
            title=words("replies.echo.title"),
            blocks=(
                Items(lines=tuple(items)),
                *(Paragraph(spans=doubt) for doubt in doubts),
                Actions(buttons=buttons),
                Paragraph(spans=line("replies.echo.hint")),
            ),
        )
    )


def _meant(said: Said, command: str) -> str:
    return cards.in_plan(command, said.asker.short, said.asker.several)


def _follow_up_question(draft: Draft) -> Message:
    assert draft.awaiting is not None
    ref, question = draft.awaiting
    status = next(given.get("status", "") for known, given in draft.entries if known == ref)
    facts = {"ref": ref, "status": mark(status).word}
    return Message(
        title=words(f"replies.follow.{question}_title", facts),
        blocks=(Paragraph(spans=line(f"replies.follow.{question}", facts)),),
    )


def _save(tx: Tx, said: Said, draft: Draft) -> Reply:
    if draft.saved:
        return _stands(tx, said, [ref for ref, _ in draft.entries], words("replies.saved.already"))
    if draft.awaiting is not None:
        return Say(message=_follow_up_question(draft))
    saved = []
    for ref, given in draft.entries:
        answered = updating.answered_one(given, said.today)
        saved.append(_append(tx, said, ref, answered, f"draft {draft.token}", draft.said))
    tx.close_draft(draft.token, tuple(update.id for _, update in saved))
    return _say_saved(saved, said)


# -- the form


def _sent_in(tx: Tx, said: Said, given: Answers, fresh: bool) -> Reply:
    command = said.command
    if not isinstance(command, commands.UpdateForm):
        return Say(message=_told(tx, said))
    items = _milestones(tx, said, command.refs)
    form = _form(tx, said, command.refs, command.token)
    faults = updating.wrong(form, given, said.today)
    if faults:
        return Fix(form=form, answers=given, faults=faults)
    told = updating.answered(form, given, said.today)
    token = command.token or ""
    drawn = {ref: f"{token} {_print(given, ref, len(items))}" for ref in told}
    if not fresh:
        return _stands(tx, said, list(told), words("replies.saved.already"))
    before = {ref: _made_from(tx, said, ref, drawn[ref]) for ref in told}
    newer = [] if all(before.values()) else _newer(items, token, said)
    if newer and len(items) == 1:
        who, when = newer[0].by_name, newer[0].at.date()
        fault = words("replies.saved.newer", {"who": who, "day": when})
        return Fix(form=_form(tx, said, command.refs), answers=given, faults={"status": fault})
    if all(before.values()):
        return _stands(tx, said, list(told), words("replies.saved.already"))
    saved = [_append(tx, said, ref, answered, drawn[ref], "") for ref, answered in told.items()]
    _use_up(tx, said, token, [update for _, update in saved])
    card = _card(tx, said)
    return Say(message=card, in_place=True) if card is not None else _say_saved(saved, said)


def _print(given: Answers, ref: str, count: int) -> str:
    """A short fingerprint of what was answered for one milestone, so the same answers twice are one update."""
    mine = {key: value for key, value in given.items() if count == 1 or key.startswith(f"{ref}.")}
    return sha256(repr(sorted(mine.items())).encode("utf-8", "replace")).hexdigest()[:16]


def _made_from(tx: Tx, said: Said, ref: str, drawn_from: str) -> bool:
    return any(
        update.drawn_from == drawn_from and update.by == said.asker.person.id
        for update in tx.history(said.asker.short, ref)
    )


def _newer(items: Sequence[tuple[Milestone, Standing]], token: str, said: Said) -> list[Update]:
    """Updates by others that came after the form was drawn."""
    if not token.startswith("u") or not token[1:].isdigit():
        return []
    return [
        standing.update
        for _, standing in items
        if standing.update and standing.update.id > int(token[1:]) and standing.update.by != said.asker.person.id
    ]


def _use_up(tx: Tx, said: Said, token: str, saved: Sequence[Update]) -> None:
    draft = tx.draft(token) if token else None
    if draft is not None and draft.person == said.asker.person.id and not draft.saved:
        tx.close_draft(token, tuple(update.id for update in saved))


# -- one update


def _append(
    tx: Tx, said: Said, ref: str, answered: updating.Answered, drawn_from: str, typed: str
) -> tuple[Milestone, Update]:
    short, person = said.asker.short, said.asker.person
    milestone = tx.milestone_for(person.id, short, ref, said.today)
    capacity = people.capacity(tx.people(short), person, milestone, said.today) or "admin"
    update = _update(said, milestone, answered, tx.standings(short)[ref], drawn_from, capacity)
    return milestone, tx.record(update.model_copy(update={"said": typed}))


def _update(
    said: Said, milestone: Milestone, answered: updating.Answered, standing: Standing, drawn_from: str, capacity: str
) -> Update:
    kept = standing.update if answered.same else None
    status = kept.status if kept else answered.status
    if status is None:
        raise Refusal("nothing_declared", ref=milestone.ref)
    return Update(
        plan=said.asker.short,
        ref=milestone.ref,
        status=status,
        narrative=answered.narrative,
        path_to_green=answered.path or (kept.path_to_green if kept else ""),
        forecast=answered.forecast or (kept.forecast if kept else None),
        evidence=answered.evidence or (kept.evidence if kept else ()),
        no_evidence_reason=answered.no_evidence_reason or (kept.no_evidence_reason if kept else ""),
        decision_wanted=answered.decision or (kept.decision_wanted if kept else ""),
        by=said.asker.person.id,
        by_name=said.asker.person.name,
        capacity=capacity,
        at=said.asker.now,
        platform=said.inbound.sender.platform,
        drawn_from=drawn_from,
    )


def _doubts(milestone: Milestone, update: Update, today: date) -> list[Spans]:
    """One gentle sentence where the colour and the facts disagree. The owner's colour is never changed."""
    facts = {"ref": milestone.ref, "due": milestone.due or ""}
    if update.status is Status.GREEN and milestone.due:
        if update.forecast and update.forecast > milestone.due:
            return [line("replies.guard.forecast_late", facts)]
        if milestone.due < today:
            return [line("replies.guard.overdue", facts)]
    if update.status is Status.COMPLETE and not update.evidence:
        return [line("replies.guard.no_evidence", facts)]
    return []


def _say_saved(saved: Sequence[tuple[Milestone, Update]], said: Said) -> Say:
    doubts = [doubt for milestone, update in saved for doubt in _doubts(milestone, update, said.today)]
    message = cards.saved(saved, words("replies.saved.title"), doubts)
    return Say(message=message, in_place=said.inbound.card is not None)


def _stands(tx: Tx, said: Said, refs: Sequence[str], title: str) -> Say:
    """What stands now, for a second press: nothing is added."""
    card = _card(tx, said)
    if card is not None:
        return Say(message=card, in_place=True)
    plan = {milestone.ref: milestone for milestone in tx.plan(said.asker.short).milestones}
    standings = tx.standings(said.asker.short)
    lines = [(plan[ref], update) for ref in refs if (update := standings[ref].update) is not None]
    return Say(message=cards.saved(lines, title), in_place=said.inbound.card is not None)


def _card(tx: Tx, said: Said) -> Message | None:
    """The nudge this form was opened from, rewritten to show what has been saved since; None where it was no nudge."""
    reference = said.inbound.card
    if reference is None:
        return None
    there = Chat(id=said.inbound.chat.id, private=said.inbound.chat.private, thread=reference)
    letter = tx.last_nudge(said.asker.person.id, there, said.inbound.sender.platform)
    if letter is None or letter.reference != reference:
        return None
    lines = _lines(tx, letter)
    policy = tx.policy(said.asker.short)
    coming = [
        when
        for entry in lines
        if not entry.answered
        and (when := reminders.next_asked(tx.plan(entry.plan), entry.milestone, entry.standing, policy, None, said.today))
    ]
    return cards.answered(lines, min(coming, default=None), said.asker.several)


def _lines(tx: Tx, letter: Letter) -> list[Line]:
    lines = []
    standings: dict[str, Mapping[str, Standing]] = {}
    for asked in letter.asked:
        if asked.kind == "news":
            continue
        standing = standings.setdefault(asked.plan, tx.standings(asked.plan)).get(asked.ref)
        milestone = next((m for m in tx.plan(asked.plan).milestones if m.ref == asked.ref), None)
        if standing is None or milestone is None:
            continue
        since = letter.settled or letter.not_before
        answered = standing.update is not None and standing.update.at >= since
        lines.append(
            Line(
                plan=asked.plan,
                milestone=milestone,
                standing=standing,
                kind="plain" if asked.kind in ("asked", "escalation") else asked.kind,
                working_days=asked.working_days,
                answered=answered,
            )
        )
    return lines


# -- the rest


def _add_evidence(tx: Tx, said: Said, ref: str, link: str, shows: str) -> Reply:
    milestone = tx.milestone_for(said.asker.person.id, said.asker.short, ref, said.today)
    update = tx.standings(said.asker.short)[ref].update
    if update is None:
        raise Refusal("no_update_yet", ref=ref)
    if not updating.good_link(link):
        raise Refusal("bad_link")
    tx.add_evidence(update.id, Evidence(url=link, shows=shows), said.asker.person.id, said.asker.now)
    stands = tx.standings(said.asker.short)[ref].update or update
    title = words("replies.saved.evidence", {"ref": ref, "day": update.at.date()})
    return Say(message=cards.saved([(milestone, stands)], title))


def _hold(tx: Tx, said: Said, role: str, email: str, starts: date | None) -> Reply:
    plan, known = tx.plan(said.asker.short), tx.people(said.asker.short)
    found = answers.find_role(plan, role)
    if found is None:
        nearest = commands.nearest_of(role, [r.name for r in plan.roles])
        raise Refusal("no_such_role", role=role, nearest=nearest)
    person = _by_email(known.persons, email)
    if person is None:
        raise Refusal("no_such_person", email=email)
    day = starts or said.today
    tx.hold(said.asker.short, found.name, person.id, day)
    tx.wakes_at(said.asker.short, said.asker.now)
    return _noted(words("replies.admin.held", {"day": day, "role": found.name, "who": person.name}))


def _by_email(persons: Sequence[Person], email: str) -> Person | None:
    return next((person for person in persons if person.email == email.strip().casefold()), None)


def _ask_for(tx: Tx, said: Said, ref: str, fresh: bool) -> Reply:
    asker = said.asker
    plan = tx.plan(asker.short)
    chair = people.is_chair(tx.people(asker.short), asker.person, plan, said.today)
    if not (asker.person.is_admin or chair):
        raise Refusal("chair_only")
    if ref not in {milestone.ref for milestone in plan.milestones}:
        raise Refusal("no_such_milestone", ref=ref)
    if fresh:
        tx.ask(Question(plan=asker.short, ref=ref, by=asker.person.id, by_name=asker.person.name, at=asker.now))
        tx.wakes_at(asker.short, asker.now)
    sentence = Paragraph(spans=line("replies.admin.asked", {"ref": ref}))
    return Say(message=Message(title=words("replies.admin.asked_title"), blocks=(sentence,)))


def _board(tx: Tx, said: Said, here: bool) -> Reply:
    chat, sender = said.inbound.chat, said.inbound.sender
    if chat.private:
        raise Refusal("board_needs_channel")
    address = Address(platform=sender.platform, tenant=sender.tenant, id=chat.id, route=said.inbound.route)
    if not here:
        tx.unbind_board(said.asker.short, address)
        return Say(message=Message(title=words("replies.admin.board_gone")), private=False)
    tx.bind_board(said.asker.short, address)
    title = words("replies.admin.board_here", {"plan": tx.plan(said.asker.short).title})
    return Say(message=Message(title=title), private=False)
