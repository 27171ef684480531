"""The forms of the board's business: each asks what its typed line would say, and says it."""

from __future__ import annotations

from typing import assert_never

from bot.conversation import filled
from bot.conversation.board.business import answering, deciding, raising
from bot.conversation.board.business.meant import MOST, at_table, found
from bot.conversation.board.business.offered import words_kept
from bot.conversation.updating.update_form import MOST_DAY, too_long
from bot.conversation.visit import Said, plan_named
from bot.model.board.business import Item
from bot.model.letters.form import Answers, AnyQuestion, Choice, DateQ, Faults, Form, Links, Option, Prose
from bot.model.letters.message import plain
from bot.model.plan import Plan
from bot.model.updates.day import DayMeant
from bot.ports.record import View
from bot.rules.board import business as rules
from bot.rules.board import whose
from bot.rules.dates import example, read
from bot.wording import business as wording
from bot.wording import commands
from bot.wording.commands.phrase import Phrase
from bot.wording.help import nearest_of
from bot.wording.letters.sections import MOST_LINES
from bot.wording.sentences import Fact, with_full_stop, words
from bot.wording.summary_lines import named
from bot.wording.updates.dates import unread

MOST_SHORT = 200
_NO_REFS = ("and", "priority", "priorities", "action", "actions", "milestone", "milestones")  # words that stand before refs
SHORT = {"about": MOST_SHORT, "owner": MOST_SHORT, "by": MOST_DAY, "whom": MOST_DAY}
WHOM = ("parent", "young", "family", "school", "staff")  # for whom the chair may ask, beside the board itself


def form_for(view: View, said: Said, command: commands.BusinessForm) -> tuple[Form, Answers]:
    """Draw the form of a command, with what it begins with. Raises Refusal if whoever asks may not send it in."""
    match command:
        case commands.ChallengeForm(refs=refs, whom=whom):
            table = at_table(view, said)
            raising.may_challenge(table, whom)
            speaks = rules.may_speak_for_others(table.snapshot.people, table.person, table.snapshot.today)
            begins = {"about": ", ".join(refs)} if refs else {}
            return _challenge(view, said, command, speaks), begins | words_kept(view, said, command.token)
        case commands.ActionForm(refs=refs):
            raising.may_act(at_table(view, said))
            return _action(view, said, command), {"about": ", ".join(refs)} if refs else {}
        case commands.DecideForm(handle=handle):
            item = found(view, said, handle)
            deciding.may_decide(at_table(view, said), item)
            return _of_item(view, said, command, item, _decision_questions(), "decide"), {}
        case commands.AnswerForm(handle=handle):
            item = found(view, said, handle)
            answering.may_answer(at_table(view, said), item)
            return _of_item(view, said, command, item, _answer_questions(), "answer"), {}
        case commands.NotAcceptedForm(handle=handle):
            item = found(view, said, handle)
            answering.may_judge(at_table(view, said), item)
            return _of_item(view, said, command, item, (_prose("text", "missing"),), "not_accepted"), {}
    assert_never(command)


def _label(name: str, facts: dict[str, Fact] | None = None) -> str:
    return words(f"business.form.{name}", facts)


def _prose(id_: str, label: str, hint: str = "", required: bool = True, lines: int = 3) -> Prose:
    return Prose(id=id_, label=_label(label), hint=_label(hint) if hint else "", required=required, most=MOST, lines=lines)


def _form(view: View, said: Said, name: str, command: Phrase, questions: tuple[AnyQuestion, ...], intro: str = "") -> Form:
    plan = [plain(spans) for spans in plan_named(view, said.asker.person.id, said.asker.short)]
    facts: dict[str, Fact] = {"handle": command.handle if isinstance(command, _OF_ITEM) else ""}
    return Form(
        title=_label(f"{name}_title", facts),
        intro=" ".join([*([intro] if intro else []), *plan]),
        command=str(command.model_copy(update={"plan": said.asker.plan_named})),
        questions=questions,
        send=_label(f"{name}_send"),
    )


_OF_ITEM = (commands.DecideForm, commands.AnswerForm, commands.NotAcceptedForm)


def _token(view: View, said: Said, item: Item | None = None) -> str:
    """Name what stood when a form was drawn: of one thing its last step, else how many things there were."""
    if item is None:
        return f"n{len(view.business.all(said.asker.short))}"
    return f"s{max((one.id for one in item.steps), default=item.id)}"


def _challenge(view: View, said: Said, command: commands.ChallengeForm, speaks: bool) -> Form:
    own = Option(value="", label=_label("whom_nobody"))
    named = tuple(Option(value=_label(f"whom_{one}"), label=_label(f"whom_{one}")) for one in WHOM)
    given = () if not command.whom or command.whom in {one.value for one in named} else (command.whom,)
    options = (own, *named, *(Option(value=one, label=one) for one in given))
    questions: list[AnyQuestion] = [
        Prose(id="about", label=_label("about"), hint=_label("about_hint"), required=True, most=MOST_SHORT, lines=1),
        _prose("text", "challenge", "challenge_hint"),
    ]
    if speaks:
        questions.append(Choice(id="whom", label=_label("whom"), hint=_label("whom_hint"), options=options))
    drawn = command.model_copy(update={"token": command.token or _token(view, said)})
    return _form(view, said, "challenge", drawn, tuple(questions), _label("challenge_intro"))


def _action(view: View, said: Said, command: commands.ActionForm) -> Form:
    questions: tuple[AnyQuestion, ...] = (
        _prose("text", "action", lines=2),
        Prose(id="owner", label=_label("owner"), hint=_label("owner_hint"), required=True, most=MOST_SHORT, lines=1),
        DateQ(id="by", label=_label("by"), hint=_label("by_hint", {"example": example(said.today)})),
        Prose(id="about", label=_label("about_any"), hint=_label("about_hint"), most=MOST_SHORT, lines=1),
    )
    drawn = command.model_copy(update={"token": command.token or _token(view, said)})
    return _form(view, said, "action", drawn, questions)


def _decision_questions() -> tuple[AnyQuestion, ...]:
    return (
        _prose("text", "decision"),
        _prose("why", "why", "why_hint"),
        _prose("options", "options", required=False, lines=2),
        _prose("conditions", "conditions", required=False, lines=2),
        _prose("follow_up", "follow_up", required=False, lines=2),
    )


def _answer_questions() -> tuple[AnyQuestion, ...]:
    return (_prose("text", "answer"), Links(id="evidence", label=_label("evidence"), hint=_label("evidence_hint")))


def _of_item(
    view: View,
    said: Said,
    command: commands.DecideForm | commands.AnswerForm | commands.NotAcceptedForm,
    item: Item,
    questions: tuple[AnyQuestion, ...],
    name: str,
) -> Form:
    intro = _label("intro", {"text": with_full_stop(item.words), "about": wording.about(item), "who": wording.raiser(item)})
    drawn = command.model_copy(update={"token": command.token or _token(view, said, item)})
    return _form(view, said, name, drawn, questions, intro)


# ---- sent in --------------------------------------------------------------------------------


def wrong(view: View, said: Said, form: Form, given: Answers) -> Faults:
    """Return a sentence for each fault, by question id. Empty if the answers may be said."""
    if faults := too_long(given, {one.id: SHORT.get(one.id, MOST) for one in form.questions}):
        return faults
    faults = filled.unanswered(form, given, _label("needed"))
    plan, there = view.plans.one(said.asker.short), {one.id for one in form.questions}
    if "about" in there and given.get("about"):
        faults |= _about_faults(plan, given["about"])
    if "owner" in there and given.get("owner"):
        faults |= _owner_faults(view, said, plan, given["owner"])
    if "by" in there and given.get("by"):
        faults |= _day_faults(view, said, given["by"])
    return faults | filled.strange(form, given)


def _owner_faults(view: View, said: Said, plan: Plan, given: str) -> Faults:
    if whose.role_named(plan, view.people.of(plan.short), given, said.today) is not None:
        return {}
    names = [one.name for one in plan.roles]
    nearest = nearest_of(given, names, raising.NEAR)
    if nearest:
        return {"owner": _label("no_such_role", {"nearest": nearest})}
    return {"owner": _label("no_such_role_list", {"roles": named(names, MOST_LINES)})}


def _about_faults(plan: Plan, given: str) -> Faults:
    refs = refs_in(given)
    strange = rules.unknown(plan, refs)
    if strange:
        return {"about": _label("unknown_ref", {"refs": ", ".join(strange)})}
    return {} if refs else {"about": _label("no_ref")}


def _day_faults(view: View, said: Said, given: str) -> Faults:
    found_day = read(given, said.today, view.plans.policy(said.asker.short).calendar)
    fault = unread(found_day, said.today)
    if not fault and isinstance(found_day, DayMeant) and found_day.day < said.today:
        fault = _label("past")
    return {"by": fault} if fault else {}


def refs_in(given: str) -> tuple[str, ...]:
    """Return the refs of an answer: all that stands between its commas and blanks."""
    parts = given.replace(",", " ").replace(";", " ").replace("&", " ").split()
    return tuple(dict.fromkeys(part.rstrip(".") for part in parts if part.casefold() not in _NO_REFS))


def meant(view: View, said: Said, command: commands.BusinessForm, given: Answers) -> commands.BusinessWork:
    """Return the command that a form says, for answers with no faults."""
    refs = refs_in(given.get("about", ""))
    match command:
        case commands.ChallengeForm():
            return commands.Challenge(refs=refs, whom=given.get("whom", ""), text=given["text"])
        case commands.ActionForm():
            day = read(given["by"], said.today, view.plans.policy(said.asker.short).calendar) if given.get("by") else None
            by = day.day if isinstance(day, DayMeant) else None
            return commands.NewAction(refs=refs, text=given["text"], owner=given["owner"], by=by)
        case commands.DecideForm(kind=kind, number=number):
            told = {name: given.get(name, "") for name in ("text", "why", "options", "conditions", "follow_up")}
            return commands.Decide(kind=kind, number=number, **told)
        case commands.AnswerForm(kind=kind, number=number):
            return commands.Answer(kind=kind, number=number, text=given["text"])
        case commands.NotAcceptedForm(kind=kind, number=number):
            return commands.NotAccepted(kind=kind, number=number, text=given["text"])
    assert_never(command)
