"""Slack's forms: a Form as one modal, its faults beside their questions, and its answers read back. Pure.

A question that is not shown keeps what was typed in it: its answer travels in `private_metadata` (see `unpack`), and one
too long to travel stays on the page. So the answers of a page are `{**unpack(private_metadata)[1], **answers_of(state)}`.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import assert_never

from adapters.slack.drawing.choices import choice, described, several
from adapters.slack.drawing.folded import sections
from adapters.slack.drawing.form_answers import answers_of, errors, nearest, pack, unpack
from adapters.slack.drawing.messages import MOST_RICH, MOST_VIEW_BLOCKS, Sheet
from adapters.slack.drawing.pieces import MOST_TITLE, in_pieces
from adapters.slack.drawing.text import Json, clean, count_in_words, cut, plain_text, size
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
    Question,
    Several,
)
from bot.model.letters.message import Facts, Item, Items, Message, Paragraph, Text
from bot.wording.letters.parts import split
from bot.wording.sentences import words

__all__ = ["ANSWER", "FORM", "answers_of", "errors", "modal", "rest_of", "shown_sections", "unpack"]

FORM = "form"  # the callback_id of every form
ANSWER = "answer."  # begins the action_id of every field; the question's id follows

MOST_BAR = 24  # title, submit and close
MOST_METADATA = 3_000
MOST_LABEL = 2_000
MOST_TYPED = 3_000


# ---- a page ---------------------------------------------------------------------------------


def modal(form: Form, answers: Answers, faults: Faults, metadata: str) -> Json:
    """Return the form as a view: its first page if it has too many sections for one (see `shown_sections` and `rest_of`).

    `metadata` is the adapter's own and comes back from `unpack`. Raises ValueError if it leaves no room for Slack's own limit.
    """
    page = [question for question in _first_page(form) if not isinstance(question, Choice) or question.options]
    travelling = _travelling(page, answers, metadata)
    shown = [question for question in page if question.id not in travelling]
    notes = _notes(form, shown, answers, faults)
    top, left = _top(form), len(form.sections) - shown_sections(form)
    tail = _strong(count_in_words("later", left)) if left else []
    fields = _fields(form, shown, answers, notes, above=True)
    if len(top) + len(fields) + len(tail) > MOST_VIEW_BLOCKS:
        fields = _fields(form, shown, answers, notes, above=False)
    return {
        "type": "modal",
        "callback_id": FORM,
        "title": _bar(form.title, words("slack.blocks.form")),
        "submit": _bar(form.send, words("slack.blocks.send")),
        "close": plain_text(words("slack.blocks.cancel"), MOST_BAR),
        "private_metadata": pack(metadata, travelling),
        "blocks": [*top, *fields, *tail],
    }


def shown_sections(form: Form) -> int:
    """Count the whole sections that the form's first page holds, whatever is answered: all of them, but for a very long form."""
    room = MOST_VIEW_BLOCKS - len(_top(form)) - 1
    room -= sum(_takes(question) for question in _outside(form))
    for count, section in enumerate(_sections(form)):
        room -= 1 + sum(_takes(question) for question in section)
        if room < 0:
            return max(count, 1)
    return len(form.sections)


def rest_of(form: Form) -> Form | None:
    """Return what comes after the first page, as a form of its own, None if nothing does."""
    later = form.sections[shown_sections(form) :]
    if not later:
        return None
    known = [question.id for question in form.questions]
    questions = form.questions[known.index(later[0][1]) :]
    return form.model_copy(update={"questions": questions, "sections": later})


def _takes(question: AnyQuestion) -> int:
    return 1 + len(_meanings(question))


def _sections(form: Form) -> list[Sequence[AnyQuestion]]:
    known = [question.id for question in form.questions]
    starts = [known.index(first) for _, first in form.sections]
    return [form.questions[start:end] for start, end in pairwise([*starts, len(known)])]


def _outside(form: Form) -> Sequence[AnyQuestion]:
    sections = _sections(form)
    return form.questions[: len(form.questions) - sum(len(section) for section in sections)]


def _first_page(form: Form) -> list[AnyQuestion]:
    shown = _sections(form)[: shown_sections(form)]
    return [*_outside(form), *(question for section in shown for question in section)]


def _bar(text: str, otherwise: str) -> Json:
    return plain_text(text if text.strip() else otherwise, MOST_BAR)


def _top(form: Form) -> list[Json]:
    blocks: list[Json] = []
    if size(form.title) > MOST_BAR:
        blocks += _written(title=form.title)
    if form.intro.strip():
        blocks += _written(Paragraph(spans=(Text(text=form.intro),)))
    return [*blocks, *(block for one in form.background for block in _behind(one))]


def _behind(one: Facts | Items) -> list[Json]:
    return sections(one) if isinstance(one, Items) and one.folded else _written(one)


def _written(*blocks: Paragraph | Facts | Items, title: str = "") -> list[Json]:
    """Return some words as blocks, however long."""
    sheet = Sheet()
    sheet.title(cut(title, MOST_TITLE))
    for part in split(in_pieces(Message(title=title, blocks=blocks)), _holds):
        for block in part.blocks:
            sheet.lay(block)
    return sheet.blocks


def _holds(message: Message) -> bool:
    sheet = Sheet()
    for block in message.blocks:
        sheet.lay(block)
    return sheet.longest <= MOST_RICH


def _strong(text: str) -> list[Json]:
    return _written(Paragraph(spans=(Text(text=text, strong=True),)))


def _noted(note: str) -> list[Json]:
    """Draw what is wrong with an answer, barred off so that it is not taken for a label."""
    return [{**block, "elements": [{**line, "type": "rich_text_quote"} for line in _lines(block)]} for block in _strong(note)]


def _lines(block: Json) -> list[Json]:
    lines = block["elements"]
    return lines if isinstance(lines, list) else []


# ---- fields ---------------------------------------------------------------------------------


def _fields(form: Form, shown: Sequence[AnyQuestion], answers: Answers, notes: Faults, above: bool) -> list[Json]:
    """Draw the fields under their sections' headings. A note stands above its field, or in its hint if there is no room."""
    headings = _headings(form, shown)
    deciding = {question.shown_when[0] for question in form.questions if question.shown_when}
    blocks: list[Json] = [] if shown else [block for note in notes.values() for block in _noted(note)]
    explained: set[tuple[Option, ...]] = set()
    for question in shown:
        if question.id in headings:
            blocks += _written(title=headings[question.id])
        if isinstance(question, Choice) and question.options not in explained:
            blocks += _meanings(question)
            explained.add(question.options)
        note = notes.get(question.id, "")
        if note and above:
            blocks += _noted(note)
        answer = answers.get(question.id, "")
        told = question.hint_by_calendar(answer)
        hint = told if above else f"{note} {told}".strip()
        blocks.append(_field(question, answer, hint, question.id in deciding, bool(form.sections)))
    return blocks


def _headings(form: Form, shown: Sequence[AnyQuestion]) -> dict[str, str]:
    """Return each section's heading, by the first of its questions that is shown."""
    names = {question.id for question in shown}
    found: dict[str, str] = {}
    for (heading, _), section in zip(form.sections, _sections(form), strict=True):
        first = next((question.id for question in section if question.id in names), None)
        if first is not None:
            found[first] = heading
    return found


def _field(question: AnyQuestion, answer: str, hint: str, decides: bool, close: bool) -> Json:
    field: Json = {
        "type": "input",
        "block_id": question.id,
        "label": plain_text(question.label if question.label.strip() else question.id, MOST_LABEL),
        "optional": not question.required,
        "element": _element(question, answer, close),
    }
    if hint.strip():
        field["hint"] = plain_text(hint, MOST_LABEL)
    if decides:
        field["dispatch_action"] = True
    return field


def _element(question: AnyQuestion, answer: str, close: bool) -> Json:
    match question:
        case Choice():
            return choice(question, answer, close, ANSWER + question.id)
        case Several():
            return several(question, answer, ANSWER + question.id)
        case Prose(most=most, lines=lines):
            return _typed(question, answer, most, multiline=lines > 1)
        case Links():
            return _typed(question, answer, MOST_TYPED, multiline=True)
        case DateQ() if question.is_picked(answer):
            return _calendar(question, answer)
        case DateQ() | PersonQ():
            return _typed(question, answer, MOST_TYPED, multiline=False)
    assert_never(question)


def _typed(question: Question, answer: str, most: int, multiline: bool) -> Json:
    """Draw a box to write in: as long as may be kept, and longer if something longer was typed already."""
    kept = _room_for(answer)
    element: Json = {
        "type": "plain_text_input",
        "action_id": ANSWER + question.id,
        "multiline": multiline or "\n" in kept,
        "max_length": max(1, min(max(most, size(kept)), MOST_TYPED)),
    }
    if kept:
        element["initial_value"] = kept
    return element


def _calendar(question: DateQ, answer: str) -> Json:
    element: Json = {"type": "datepicker", "action_id": ANSWER + question.id}
    return {**element, "initial_date": answer} if answer else element


def _room_for(answer: str) -> str:
    text = clean(answer)
    if size(text) <= MOST_TYPED:
        return text
    return text.encode("utf-16-le", "replace")[: 2 * MOST_TYPED].decode("utf-16-le", "ignore")


def _meanings(question: AnyQuestion) -> list[Json]:
    if not isinstance(question, Choice) or described(question):
        return []
    spans = ((Text(text=f"{one.label}: ", strong=True), Text(text=one.means)) for one in question.options if one.means)
    return _written(Items(heading=words("slack.blocks.means"), lines=tuple(Item(spans=two) for two in spans)))


# ---- which questions are shown, and what is said beside them ---------------------------------------


def _is_due(question: Question, answers: Answers) -> bool:
    if question.shown_when is None:
        return True
    other, wanted = question.shown_when
    return answers.get(other, "") in wanted


def _travelling(page: Sequence[AnyQuestion], answers: Answers, metadata: str) -> Answers:
    """Return the answers of the questions not shown now. Those that do not fit are left out: their questions stay on the page."""
    if size(pack(metadata, {})) > MOST_METADATA:
        raise ValueError("a form's metadata is too long for Slack")
    kept: Answers = {}
    for question in page:
        answer = clean(answers.get(question.id, ""))
        if not _is_due(question, answers) and size(pack(metadata, {**kept, question.id: answer})) <= MOST_METADATA:
            kept[question.id] = answer
    return kept


def _notes(form: Form, shown: Sequence[AnyQuestion], answers: Answers, faults: Faults) -> Faults:
    """Return what stands beside each field shown: its faults, those of questions not shown, and that an answer was cut."""
    notes: Faults = {}
    labels = {question.id: question.label for question in form.questions}
    names = [question.id for question in shown]
    long = [one.id for one in shown if not isinstance(one, Choice) and size(clean(answers.get(one.id, ""))) > MOST_TYPED]
    said = [*faults.items(), *((name, words("slack.blocks.cut", {"most": MOST_TYPED})) for name in long)]
    for name, fault in said:
        place = nearest(name, names, form)
        if place is None:
            notes[name] = fault
            continue
        sentence = fault if place == name or name not in labels else _elsewhere(labels[name], fault)
        notes[place] = f"{notes[place]} {sentence}" if place in notes else sentence
    return notes


def _elsewhere(label: str, fault: str) -> str:
    return words("slack.blocks.elsewhere", {"label": label, "fault": fault})
