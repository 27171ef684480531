"""Forms: asking for another date, declining a request, and reporting an exception, filled in instead of typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

from bot.conversation.board.business import wanted
from bot.conversation.dates import deciding, moving
from bot.conversation.updating.rights import milestone_for
from bot.conversation.updating.update_form import MOST, MOST_DAY, too_long
from bot.conversation.visit import Said, undo_of
from bot.model.letters.form import Answers, AnyQuestion, Choice, DateQ, Faults, Form, Option, Prose
from bot.model.letters.message import Actions, Message, Paragraph, plain
from bot.model.letters.talk import Ask, Fix, Reply, Say
from bot.model.plan import Milestone
from bot.model.updates.day import DayMeant
from bot.model.updates.request import Cause, ExceptionReport, RequestState
from bot.model.updates.update import Update
from bot.ports.record import Tx, View
from bot.reports.snapshot import take
from bot.rules import holders
from bot.rules.dates import example, read
from bot.rules.updates.standing import dates
from bot.wording import commands
from bot.wording.commands import Scope
from bot.wording.sentences import Fact, line, with_full_stop, words
from bot.wording.updates.dates import dated, unread
from bot.wording.updates.requests import cause_named

SHORT = ("wanted", "wanted_by", "scope", "cause_kind")
PARTS = ("cause", "for_children", "for_plan", "options", "recommendation", "decision_wanted", "lessons")  # of a report
NEEDED = ("cause", "for_children", "recommendation")


def open_form(view: View, said: Said, command: commands.DateForm) -> Reply:
    """Open the form of a command."""
    match command:
        case commands.MoveForm(ref=ref):
            return Ask(form=_move_form(view, said, moving.open_milestone(view, said, ref)))
        case commands.DeclineForm(number=number):
            deciding.refuse_decision(view, said, deciding.found(view, said, number))
            return Ask(form=_decline_form(said, command))
        case commands.ExceptionForm(ref=ref):
            milestone = milestone_for(view, said, said.asker.short, ref)
            return Ask(form=_report_form(view, said, milestone, _token(view, said, ref)), answers=_prefilled(view, said, ref))
    assert_never(command)


def take_form(tx: Tx, said: Said, command: commands.DateForm, given: Answers, fresh: bool) -> Reply:
    """Judge a form that was sent in, and record what it says, once. One with faults is shown again."""
    given = {name: answer.strip() for name, answer in given.items()}
    match command:
        case commands.MoveForm(ref=ref):
            return _take_move(tx, said, ref, given, fresh)
        case commands.DeclineForm(number=number):
            faults = _empty(given, ("why",)) | _too_long(given)
            if faults:
                return Fix(form=_decline_form(said, command), answers=given, faults=faults)
            return deciding.decide(tx, said, number, RequestState.DECLINED, given["why"], fresh)
        case commands.ExceptionForm():
            return _take_report(tx, said, command, given)
    assert_never(command)


def _intro(view: View, said: Said, milestone: Milestone) -> str:
    when = plain(dated(dates(take(view, said.asker.short, said.asker.now), milestone)))
    intro = words("requests.form.intro", {"text": with_full_stop(milestone.text), "dates": when})
    return " ".join([intro, *map(plain, moving.named(view, said))])


def _label(name: str, facts: Mapping[str, Fact] | None = None) -> str:
    return words(f"requests.form.{name}", facts)


def _day(said: Said, id_: str, label: str, required: bool = False) -> DateQ:
    hint = _label("wanted_hint", {"example": example(said.today)})
    return DateQ(id=id_, label=_label(label), hint=hint, required=required)


def _day_fault(view: View, said: Said, given: Answers, name: str) -> Faults:
    if not given.get(name):
        return {}
    fault = unread(read(given[name], said.today, view.plans.policy(said.asker.short).calendar), said.today)
    return {name: fault} if fault else {}


def _empty(given: Answers, needed: tuple[str, ...]) -> Faults:
    return {name: words("requests.fault.needed") for name in needed if not given.get(name)}


def _too_long(given: Answers) -> Faults:
    return too_long(given, {name: MOST_DAY if name in SHORT else MOST for name in given})


# ---- another date ----------------------------------------------------------------------------


def _move_form(view: View, said: Said, milestone: Milestone) -> Form:
    ref = milestone.ref
    questions: list[AnyQuestion] = [_day(said, "wanted", "wanted", required=True)]
    if milestone.recurrence is not None:
        was = moving.at_hand(view, said, milestone)
        this = Option(value=Scope.THIS.value, label=_label("scope_this", {"was": was or ""}))
        options = (this, Option(value=Scope.ALL.value, label=_label("scope_all")))
        questions.append(Choice(id="scope", label=_label("scope"), required=True, options=options))
    named = tuple(Option(value=one.value, label=cause_named(one)) for one in Cause)
    causes = (Option(value="", label=words("requests.cause.none")), *named)
    questions += [
        Prose(id="why", label=_label("why"), hint=_label("why_hint"), required=True, most=MOST),
        Choice(id="cause_kind", label=_label("cause"), options=causes),
        Prose(id="effect", label=_label("effect"), most=MOST, lines=2),
    ]
    return Form(
        title=_label("move_title", {"ref": ref}),
        intro=_intro(view, said, milestone),
        command=str(commands.MoveForm(plan=said.asker.plan_named, ref=ref)),
        questions=tuple(questions),
        send=_label("send"),
    )


def _take_move(tx: Tx, said: Said, ref: str, given: Answers, fresh: bool) -> Reply:
    """Ask for the date that a form names. What is sent in needs no yes: it was read over already."""
    short = said.asker.short
    made = moving.made_by(tx, short, tx.entries.recorded(short, said.inbound.id))
    if made is not None and not fresh:
        return Say(message=moving.told(tx, said, made), changed_record=True)
    milestone = moving.open_milestone(tx, said, ref)
    form = _move_form(tx, said, milestone)
    faults = _empty(given, tuple(one.id for one in form.questions if one.required)) | _day_fault(tx, said, given, "wanted")
    faults |= _unknown_choices(form, given) | _too_long(given)
    if faults:
        return Fix(form=form, answers=given, faults=faults)
    found = read(given["wanted"], said.today, tx.plans.policy(short).calendar)
    assert isinstance(found, DayMeant)  # or it was a fault
    order = commands.Move(
        ref=ref,
        scope=Scope(given["scope"]) if given.get("scope") else None,
        wanted=found.day,
        why=given["why"],
        cause=given.get("cause_kind", ""),
        effect=given.get("effect", ""),
    )
    return Say(message=moving.told(tx, said, moving.ask(tx, said, order)), changed_record=True)


def _unknown_choices(form: Form, given: Answers) -> Faults:
    choices = {one.id: {option.value for option in one.options} for one in form.questions if isinstance(one, Choice)}
    wrong = (name for name, values in choices.items() if given.get(name, "") not in {"", *values})
    return {name: words("forms.fault.choice") for name in wrong}


# ---- declined --------------------------------------------------------------------------------


def _decline_form(said: Said, command: commands.DeclineForm) -> Form:
    handle = str(commands.DeclineForm(number=command.number)).rpartition(" ")[2]
    question = Prose(id="why", label=_label("decline_why"), hint=_label("why_hint"), required=True, most=MOST)
    return Form(
        title=_label("decline_title", {"handle": handle}),
        command=str(command.model_copy(update={"plan": said.asker.plan_named})),
        questions=(question,),
        send=_label("decline"),
    )


# ---- an exception ----------------------------------------------------------------------------


def _token(view: View, said: Said, ref: str) -> str:
    """Name what stood when a form was drawn: the last statement and the last report of the milestone."""
    reports = [one.id for one in view.requests.exceptions(said.asker.short) if one.ref == ref]
    standing = view.updates.standings(said.asker.short)[ref]
    return f"u{standing.newest}-{max(reports, default=0)}"


def _report_form(view: View, said: Said, milestone: Milestone, token: str) -> Form:
    def prose(name: str, hint: str = "") -> Prose:
        label = _label("report_cause" if name == "cause" else name)
        return Prose(id=name, label=label, hint=_label(hint) if hint else "", required=name in NEEDED, most=MOST)

    return Form(
        title=_label("exception_title", {"ref": milestone.ref}),
        intro=_intro(view, said, milestone),
        command=str(commands.ExceptionForm(plan=said.asker.plan_named, ref=milestone.ref, token=token)),
        questions=(
            prose("cause", "report_cause_hint"),
            prose("for_children", "for_children_hint"),
            prose("for_plan"),
            prose("options", "options_hint"),
            prose("recommendation"),
            prose("decision_wanted"),
            _day(said, "wanted_by", "wanted_by"),
            prose("lessons"),
        ),
        send=_label("save"),
    )


def _prefilled(view: View, said: Said, ref: str) -> Answers:
    """Return what a report begins with: the report before it, else the words of the last statement."""
    reports = [one for one in view.requests.exceptions(said.asker.short) if one.ref == ref]
    if reports:
        last = reports[-1]
        told = {name: str(getattr(last, name)) for name in PARTS}
        by = {"wanted_by": last.wanted_by.isoformat()} if last.wanted_by else {}
        return {name: answer for name, answer in {**told, **by}.items() if answer}
    return _from_statement(view.updates.standings(said.asker.short)[ref].update)


def _from_statement(update: Update | None) -> Answers:
    if update is None:
        return {}
    told = {"cause": update.narrative, "recommendation": update.path_to_green, "decision_wanted": update.decision_wanted}
    return {name: words_ for name, words_ in told.items() if words_}


def _take_report(tx: Tx, said: Said, command: commands.ExceptionForm, given: Answers) -> Reply:
    short = said.asker.short
    milestone = milestone_for(tx, said, short, command.ref)
    form = _report_form(tx, said, milestone, command.token or "")
    faults = _empty(given, NEEDED) | _day_fault(tx, said, given, "wanted_by") | _too_long(given)
    if faults:
        return Fix(form=form, answers=given, faults=faults)
    drawn_from = f"form {command.token}" if command.token else f"said {said.inbound.id}"
    mine = [one for one in tx.requests.exceptions(short) if one.drawn_from == drawn_from and one.by == said.asker.person.id]
    report = mine[-1] if mine else tx.requests.report(_report(tx, said, milestone, given, drawn_from))
    if not mine:
        wanted.follow_report(tx, said, milestone, report)
    blocks = (
        *(Paragraph(spans=spans) for spans in (*moving.named(tx, said), *wanted.told(tx, said))),
        Paragraph(spans=line("requests.told.reported_which", {"ref": report.ref})),
        Actions(buttons=(undo_of(said, report.id),)),
    )
    return Say(message=Message(title=words("requests.told.reported", {"ref": report.ref}), blocks=blocks), changed_record=True)


def _report(view: View, said: Said, milestone: Milestone, given: Answers, drawn_from: str) -> ExceptionReport:
    found = read(given.get("wanted_by", ""), said.today, view.plans.policy(said.asker.short).calendar)
    return ExceptionReport(
        plan=said.asker.short,
        ref=milestone.ref,
        **{name: given.get(name, "") for name in PARTS},
        wanted_by=found.day if isinstance(found, DayMeant) else None,
        drawn_from=drawn_from,
        by=said.asker.person.id,
        capacity=holders.capacity(view.people.of(said.asker.short), said.asker.person, milestone, said.today) or "admin",
        at=said.asker.now,
    )
