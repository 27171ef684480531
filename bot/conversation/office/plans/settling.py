"""A question about a document answered: by a press, a typed line or the form. An answer is one of the choices, or free words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.conversation.office.plans.case import Case, found
from bot.conversation.office.plans.showing import shown
from bot.conversation.office.plans.tools import Tools
from bot.model.documents.draft import Draft, PlanDoubt, PlanDoubtKind
from bot.model.letters.form import Answers, AnyQuestion, Choice, Faults, Form, Option, Prose
from bot.model.letters.message import Message, Spans
from bot.model.letters.talk import Ask, Asker, Fix, Reply, Say
from bot.ports.record import Tx
from bot.rules.documents.drafts import chosen, in_order
from bot.rules.guard.hard import stops
from bot.wording import commands
from bot.wording.commands.plans import MOST_CHOICE
from bot.wording.documents.plans import named
from bot.wording.sentences import line, words
from bot.wording.updates.stops import in_one

_WANTED = {PlanDoubtKind.YEAR: "no_year", PlanDoubtKind.DATE: "no_day"}  # what free words must name, if it is one thing


def doubt_of(draft: Draft, key: str) -> PlanDoubt | None:
    """Return the question of a draft that has that key."""
    return next((doubt for doubt in draft.doubts if doubt.key == key), None)


async def settle(tools: Tools, asker: Asker, command: commands.Settle, in_place: bool) -> Reply:
    """Answer one question, and show the draft by it with the next one."""
    case = await tools.read(lambda view: found(view, asker, command.token, command.plan))
    doubt = doubt_of(await tools.draft(case, without=command.key), command.key)
    if doubt is None:
        return Say(message=Message(title=words("plans.settled.no_question", {"key": command.key})))
    choice = chosen(doubt, command.choice)
    if choice is None:
        return Say(message=Message(title=_no_answer(doubt, command.choice)))
    if there := stops(choice):
        return Say(message=Message(title=in_one(there)))
    if await _unread(tools, case, [doubt], {doubt.key: choice}):
        return Say(message=Message(title=_no_answer(doubt, choice)))
    before = case.answers.get(doubt.key, choice)
    again = {"choice": choice, "before": before}
    note = line("plans.settled.done" if before == choice else "plans.settled.done_again", again)
    return await _noted(tools, asker, case, {doubt.key: choice}, note, in_place)


async def _unread(
    tools: Tools, case: Case, doubts: Iterable[PlanDoubt], answers: Mapping[str, str]
) -> tuple[PlanDoubt, ...]:
    """Return the questions that are still there by these answers: free words that nothing can be made of settle none."""
    free = [doubt for doubt in doubts if doubt.free and answers.get(doubt.key, "") not in ("", *doubt.choices)]
    if not free:
        return ()
    draft = await tools.draft(case.with_answers(answers))
    return tuple(doubt for doubt in free if doubt_of(draft, doubt.key) is not None)


def _no_answer(doubt: PlanDoubt, said: str) -> str:
    """Return the sentence that says that something is no answer."""
    facts = {"said": said, "key": doubt.key, "choices": words("plans.further.or").join(in_order(doubt))}
    wanted = _WANTED.get(doubt.kind) if doubt.free else None
    return words(f"plans.settled.{wanted or 'no_choice'}", facts)


async def _noted(
    tools: Tools, asker: Asker, case: Case, answers: Mapping[str, str], note: Spans, in_place: bool
) -> Reply:
    token = case.read.token

    def note_it(tx: Tx) -> Case:
        tx.documents_read.answer(token, answers)
        return found(tx, asker, token, None)

    case = await tools.transact(note_it)
    return Say(message=shown(case, await tools.counted(case), notes=(note,)), in_place=in_place)


# ---- all at once -----------------------------------------------------------------------------


async def open_form(tools: Tools, asker: Asker, command: commands.PlanForm) -> Reply:
    """Open a form with all questions that are asked."""
    case = await tools.read(lambda view: found(view, asker, command.token, command.plan))
    made = await tools.made(case)
    draft = made.draft
    if not draft.asked:
        return Say(message=shown(case, made))
    return Ask(form=_form(case, draft), answers={doubt.key: _suggested(doubt) for doubt in draft.asked})


async def take_form(tools: Tools, asker: Asker, command: commands.PlanForm, given: Answers, in_place: bool) -> Reply:
    """Judge a form that was sent in. What is left open stays open."""
    case = await tools.read(lambda view: found(view, asker, command.token, command.plan))
    draft = await tools.draft(case)
    given = {key: answer.strip() for key, answer in given.items() if answer.strip()}
    faults: Faults = {}
    answers: dict[str, str] = {}
    for key, answer in given.items():
        doubt = doubt_of(draft, key)
        if doubt is None:
            continue  # it was settled meanwhile
        choice = _picked(doubt, answer)
        if choice is None:
            faults[key] = _no_answer(doubt, answer)
        elif len(choice) > MOST_CHOICE:
            faults[key] = words("plans.settled.too_long", {"most": MOST_CHOICE})
        elif there := stops(choice):
            faults[key] = in_one(there)
        else:
            answers[key] = choice
    faults |= {doubt.key: _no_answer(doubt, answers[doubt.key]) for doubt in await _unread(tools, case, draft.doubts, answers)}
    if faults:
        return Fix(form=_form(case, draft), answers=given, faults=faults)
    note = line(f"plans.settled.done_many{'_one' if len(answers) == 1 else ''}", {"count": len(answers)})
    return await _noted(tools, asker, case, answers, note, in_place)


def _value(choice: str, doubt: PlanDoubt) -> str:
    """Return the value of an option. It is no answer in itself: that may be longer than a platform takes."""
    return f"answer-{in_order(doubt).index(choice) + 1}"


def _picked(doubt: PlanDoubt, given: str) -> str | None:
    if doubt.free:
        return chosen(doubt, given)
    return next((choice for choice in doubt.choices if _value(choice, doubt) == given), None)


def _suggested(doubt: PlanDoubt) -> str:
    if doubt.free:
        return doubt.default or ""
    return _value(doubt.default, doubt) if doubt.default in doubt.choices else ""


def _form(case: Case, draft: Draft) -> Form:
    return Form(
        title=words("plans.form.title"),
        command=str(commands.PlanForm(token=case.read.token)),
        questions=tuple(map(_question, draft.asked)),
        send=words("plans.form.send"),
        intro=words("plans.form.intro"),
    )


def _question(doubt: PlanDoubt) -> AnyQuestion:
    one = "_one" if len(doubt.touches) == 1 else ""
    hint = words(f"plans.form.hint{one}", {"places": named(doubt.places), "count": len(doubt.touches)})
    if doubt.free:
        return Prose(id=doubt.key, label=doubt.question, hint=hint, most=MOST_CHOICE, lines=1)
    options = tuple(Option(value=_value(choice, doubt), label=choice) for choice in in_order(doubt))
    left_open = Option(value="", label=words("plans.form.open"))
    return Choice(id=doubt.key, label=doubt.question, hint=hint, options=(*options, left_open))
