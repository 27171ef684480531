"""Forms as Adaptive Cards and dialogs, and what comes back. The card never judges an answer: the desk does."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import assert_never

from adapters.teams.drawing import messages
from adapters.teams.drawing.elements import (
    Json,
    action,
    attachment,
    block,
    disarm,
    envelope,
    heading,
    note,
    paragraphs,
    run,
    sentence,
    sets,
    size,
    strong,
    submit,
    submitted,
)
from adapters.teams.drawing.messages import drawn
from bot.model.letters.form import (
    Answers,
    AnyQuestion,
    Choice,
    DateQ,
    Faults,
    Form,
    Links,
    Option,
    PersonQ,
    Prose,
    Several,
    picked,
)
from bot.model.letters.message import Message, Text
from bot.wording.sentences import words

MOST_SECTIONS = 8  # milestones on one card
MOST_BYTES = 60_000  # of a card with room for what is typed into it
MOST_TYPED = 400  # letters of an answer if several milestones share a card, so that it comes back whole
MOST_LINKS = 3000
MOST_DAY = 60
MOST_EMAIL = 254
_ABOUT = re.compile(r"([0-9]+\.[0-9]+\.[0-9]+)\.\w+\Z")  # the id of a question about one of several milestones
MOST_EXPANDED = 10  # choices shown all at once; more are folded into a list
MOST_DIGITS = 4  # of the number of a dialog's page
NONE = "::none"  # a choice needs a value, also the one that leaves a question unanswered
SAY, CARD, FORM, PAGE = "say", "card", "form", "page"  # what a button of ours carries; all else it brings is answers
RESERVED = frozenset({SAY, CARD, FORM, PAGE, "msteams"})

Section = tuple[str, tuple[AnyQuestion, ...]]  # a heading, empty if there is none, and its questions


def form_card(form: Form, answers: Answers, faults: Faults, card: str | None = None) -> Json:
    """Draw the form as a card. `card` is the reference of the one it was opened from."""
    send = action(form.send, _carried(form, card), "positive")
    back = [_alone(action(words("teams.cards.back"), {SAY: form.back}))] if form.back else []
    return _drawn(form, answers, faults, send, *back)


def dialog(form: Form, answers: Answers, faults: Faults, card: str | None = None) -> Json:
    """Draw the form as a dialog's task info. Its button is a Submit, which Teams brings as task/submit."""
    content = _drawn(form, answers, faults, submit(form.send, _carried(form, card), "positive"))
    return {"title": form.title, "height": "large", "width": "medium", "card": attachment(content)}


def shown(message: Message, command: str, page: int = 1) -> Json:
    """Draw a message as a dialog's task info, for whoever asked alone. What does not fit is on further pages: the last button
    says the command again, and which page is wanted."""
    parts = messages.parts(message)
    at = max(1, min(page, len(parts)))
    label = words("teams.cards.next", {"page": at + 1, "count": len(parts)})
    onward = sets([submit(label, {SAY: command, PAGE: str(at + 1)})]) if at < len(parts) else []
    card = messages.card(parts[at - 1], onward)
    return {"title": message.title, "height": "large", "width": "large", "card": attachment(submitted(card))}


def page_of(data: object) -> int:
    """Return the page of a dialog that a button asks for. Takes whatever a client sends."""
    told = data.get(PAGE) if isinstance(data, Mapping) else None
    return int(told) if isinstance(told, str) and told.isascii() and told.isdigit() and 0 < len(told) < MOST_DIGITS else 1


def shown_sections(form: Form, answers: Answers | None = None, faults: Faults | None = None) -> tuple[tuple[str, str], ...]:
    """Return the sections that a card shows at once: those begun or faulty first, then as many as fit, in the form's order."""
    return tuple((head, questions[0].id) for head, questions in _shown(form, answers or {}, faults or {}) if head)


def answers_of(data: object) -> tuple[str, Answers | None, str | None]:
    """Read what was said, the answers (None if no form was sent) and the card it came from. Takes whatever a client sends."""
    if not isinstance(data, Mapping):
        return "", None, None
    told = {str(name): value for name, value in data.items() if isinstance(value, str)}
    typed = {name: "" if value == NONE else value for name, value in told.items() if name not in RESERVED}
    answers = typed if typed or data.get(FORM) is True else None
    return told.get(SAY, ""), answers, told.get(CARD) or None


def buttons_of(posted: object) -> tuple[str, ...]:
    """Return what is said by the buttons of an activity that we post, as `button_said` writes it."""
    return tuple(sorted(set(_buttons(posted))))


def _buttons(part: object) -> Iterator[str]:
    if isinstance(part, list):
        for one in part:
            yield from _buttons(one)
    elif isinstance(part, dict):
        data = part.get("data")
        if isinstance(data, dict) and isinstance(said := data.get(SAY), str):
            yield button_said(said, data.get(FORM) is True)
        for one in part.values():
            yield from _buttons(one)


def button_said(said: str, is_form: bool) -> str:
    """Return what a button says. To send a form in is not to open it."""
    return f"form {said}" if is_form else said


def _alone(button: Json) -> Json:
    """Return a button that brings nothing of what was typed on its card."""
    alone: Json = {"associatedInputs": "none"}
    older = button["fallback"]
    assert isinstance(older, dict)
    return {**button, **alone, "fallback": {**older, **alone}}


def _carried(form: Form, card: str | None) -> Json:
    return {SAY: form.command, FORM: True, **({CARD: card} if card else {})}


# ---- the card ------------------------------------------------------------------------------------


def _drawn(form: Form, answers: Answers, faults: Faults, *buttons: Json) -> Json:
    shown = _shown(form, answers, faults)
    asked = {question.id for _, questions in shown for question in questions}
    several = bool(form.sections)
    body = [
        *heading(form.title, "Large"),
        *_summary(form, faults, asked),
        *paragraphs((Text(text=form.intro),)),
        *drawn(form.background),
        *(_meanings(form) if several else []),
        *(element for section in shown for element in _section(section, answers, faults, several)),
        *_later(form, len(shown)),
    ]
    above = Message(title=form.intro, blocks=form.background).plain().split("\n")
    said = [sentence(one) for one in (form.title, *_counted(faults), *above) if one.strip()]
    return envelope(body, said or [words("teams.cards.nothing")], buttons)


def _counted(faults: Faults) -> list[str]:
    if not faults:
        return []
    return [words("teams.cards.faults_one") if len(faults) == 1 else words("teams.cards.faults_many", {"count": len(faults)})]


def _summary(form: Form, faults: Faults, asked: set[str]) -> list[Json]:
    """Say how many answers need another look, and in full those whose question is not on this card."""
    labels = {question.id: _label(question) for question in form.questions}
    elsewhere = [
        words("teams.cards.elsewhere", {"label": labels[name], "fault": fault}) if name in labels else fault
        for name, fault in faults.items()
        if name not in asked
    ]
    return [note(said, weight="Bolder", color="Attention") for said in (*_counted(faults), *elsewhere)]


def _later(form: Form, shown: int) -> list[Json]:
    left = len(_sections(form)) - shown
    if left <= 0:
        return []
    said = words("teams.cards.later_one") if left == 1 else words("teams.cards.later_many", {"count": left})
    return [block([strong(said)], spacing="Large", separator=True)]


def _meanings(form: Form) -> list[Json]:
    """Draw each choice's meaning, once for all the sections."""
    meant = {
        option.label: option.means
        for question in form.questions
        if isinstance(question, Choice)
        for option in question.options
        if option.means
    }
    lines = [block([strong(f"{label}: "), run(means)], spacing="None") for label, means in meant.items()]
    return [*heading(words("teams.cards.means"), "Default"), *lines] if lines else []


# ---- sections ------------------------------------------------------------------------------------


def _sections(form: Form) -> list[Section]:
    heads = {first: head for head, first in form.sections}
    sections: list[tuple[str, list[AnyQuestion]]] = []
    for question in form.questions:
        if question.id in heads or not sections:
            sections.append((heads.get(question.id, ""), []))
        sections[-1][1].append(question)
    return [(head, tuple(questions)) for head, questions in sections]


def _shown(form: Form, answers: Answers, faults: Faults) -> list[Section]:
    sections = _sections(form)
    begun = [place for place, section in enumerate(sections) if _begun(section, answers, faults)]
    rest = [place for place in range(len(sections)) if place not in begun]
    kept: list[int] = []
    weight = 0
    for place in (*begun, *rest):
        weight += sum(size(element) for element in _section(sections[place], answers, faults, True))
        if kept and place not in begun and (len(kept) >= MOST_SECTIONS or weight > MOST_BYTES):
            break
        kept.append(place)
    return [sections[place] for place in sorted(kept)]


def _begun(section: Section, answers: Answers, faults: Faults) -> bool:
    head, questions = section
    return not head or any(answers.get(question.id) or question.id in faults for question in questions)


def _section(section: Section, answers: Answers, faults: Faults, several: bool) -> list[Json]:
    head, questions = section
    asked = [
        element for question in questions for element in _question(question, answers.get(question.id, ""), faults, several)
    ]
    return [*heading(head, spacing="Large", separator=True), *asked]


def _question(question: AnyQuestion, answer: str, faults: Faults, several: bool) -> list[Json]:
    """Draw an input. Its fault, if any, stands just above it, and its hint below, if a line would be too short for it."""
    asked, fault = _input(question, answer, several), faults.get(question.id)
    told = question.hint_by_calendar(answer)
    hint = [note(told, "None", size="Small", isSubtle=True)] if told and asked.get("placeholder") != told else []
    if not fault:
        return [asked, *hint]
    said = note(words("teams.cards.fault", {"fault": fault}), "Large", color="Attention", weight="Bolder")
    return [said, {**asked, "spacing": "Small"}, *hint]


def _input(question: AnyQuestion, answer: str, several: bool) -> Json:
    asked: Json = {"id": question.id, "label": _label(question), "spacing": "Default"}
    match question:
        case Choice():
            return asked | _choices(question, answer, several)
        case Several():
            return asked | _boxes(question, answer)
        case Prose(most=most, lines=lines):
            return asked | _typed(question, answer, min(most, MOST_TYPED) if several else most, lines > 1)
        case Links():
            return asked | _typed(question, answer, MOST_TYPED if several else MOST_LINKS, True)
        case DateQ() if question.is_picked(answer):
            return asked | {"type": "Input.Date"} | ({"value": answer} if answer else {})
        case DateQ():
            return asked | _typed(question, answer, MOST_DAY, False)
        case PersonQ():
            return asked | _typed(question, answer, MOST_EMAIL, False) | {"style": "Email"}
    assert_never(question)


def _label(question: AnyQuestion) -> str:
    """Return the question, and which milestone it is about if the form has several: a screen reader hears labels alone."""
    label = disarm(question.label).strip() or disarm(question.id).strip() or NONE
    about = _ABOUT.match(question.id)
    return words("teams.cards.label_of", {"label": label, "ref": about[1]}) if about else label


def _typed(question: AnyQuestion, answer: str, room: int, tall: bool) -> Json:
    written: Json = {"type": "Input.Text", "maxLength": max(room, len(answer))}
    if answer:
        written["value"] = answer
    if tall and question.hint:
        written["placeholder"] = question.hint
    return written | ({"isMultiline": True} if tall or "\n" in answer else {})


def _choices(question: Choice, answer: str, several: bool) -> Json:
    expanded = not several and len(question.options) <= MOST_EXPANDED and any(option.means for option in question.options)
    values = [option.value for option in question.options]
    picked = {"value": answer or NONE} if answer in values else {}
    return {
        "type": "Input.ChoiceSet",
        "style": "expanded" if expanded else "compact",
        "wrap": True,
        "placeholder": words("teams.cards.choose"),
        "choices": [{"title": _title(option, expanded), "value": option.value or NONE} for option in question.options],
        **picked,
    }


def _boxes(question: Several, answer: str) -> Json:
    """Draw boxes to tick. Teams sends those that are with a comma between two."""
    chosen = ",".join(option.value for option in question.options if option.value in picked(answer))
    return {
        "type": "Input.ChoiceSet",
        "style": "expanded",
        "isMultiSelect": True,
        "wrap": True,
        "choices": [{"title": _title(option, whole=False), "value": option.value} for option in question.options],
        **({"value": chosen} if chosen else {}),
    }


def _title(option: Option, whole: bool) -> str:
    title = option.label
    if whole and option.means:
        title = words("teams.cards.choice", {"label": option.label, "means": option.means})
    return disarm(title).strip() or disarm(option.value).strip() or NONE
