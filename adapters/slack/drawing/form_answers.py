"""The form as Slack sends it back: the answers, those that travelled unseen, and the fields that can show a fault. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from bot.model.letters.form import Answers, Faults, Form

NO_ANSWER = "(none)"  # stands for an empty choice, which Slack does not take as a value


def answers_of(state: object) -> Answers:
    """Read the answers of `view.state`, by question id. What is missing or of another shape is no answer. Never raises."""
    return dict(_answered(state))


def _answered(state: object) -> Iterator[tuple[str, str]]:
    values = state.get("values") if isinstance(state, Mapping) else None
    for name, fields in values.items() if isinstance(values, Mapping) else ():
        for field in fields.values() if isinstance(fields, Mapping) else ():
            answer = _answer(field)
            if isinstance(name, str) and answer is not None:
                yield name, answer


def _answer(field: object) -> str | None:
    if not isinstance(field, Mapping):
        return None
    if field.get("type") == "plain_text_input":
        value = field.get("value")
        return value if isinstance(value, str) else "" if value is None else None
    if field.get("type") == "datepicker":
        day = field.get("selected_date")
        return day if isinstance(day, str) else "" if day is None else None
    if field.get("type") in ("checkboxes", "multi_static_select"):
        return " ".join(_values(field.get("selected_options")))
    option = field.get("selected_option")
    if option is None and "selected_option" in field:
        return ""
    value = option.get("value") if isinstance(option, Mapping) else None
    return None if not isinstance(value, str) else "" if value == NO_ANSWER else value


def _values(options: object) -> list[str]:
    values = [one.get("value") for one in options if isinstance(one, Mapping)] if isinstance(options, list) else []
    return [value for value in values if isinstance(value, str)]


# ---- what travels with a view -------------------------------------------------------------------


def pack(metadata: str, kept: Answers) -> str:
    """Make a view's `private_metadata` of the adapter's own, and the answers of questions the view does not show."""
    told = {"about": metadata, "kept": {name: answer for name, answer in kept.items() if answer}}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def unpack(private_metadata: object) -> tuple[str, Answers]:
    """Return the metadata of a view and the answers of the questions it does not show. Empty if it is no form of ours."""
    try:
        told = json.loads(private_metadata) if isinstance(private_metadata, str) else None
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict):
        return "", {}
    about, kept = told.get("about"), told.get("kept")
    answers = {str(name): one for name, one in kept.items() if isinstance(one, str)} if isinstance(kept, dict) else {}
    return about if isinstance(about, str) else "", answers


# ---- faults ---------------------------------------------------------------------------------


def errors(faults: Faults, view: object, form: Form | None = None) -> Faults:
    """Return the faults for `response_action: errors`: each at its field, or at the nearest one shown, as Slack demands."""
    shown = _inputs(view)
    placed: Faults = {}
    for name, fault in faults.items():
        place = nearest(name, shown, form)
        if place:
            placed[place] = f"{placed[place]} {fault}" if place in placed else fault
    return placed


def _inputs(view: object) -> list[str]:
    blocks = view.get("blocks") if isinstance(view, dict) else None
    found = [one for one in blocks if isinstance(one, dict)] if isinstance(blocks, list) else []
    return [name for one in found if one.get("type") == "input" and isinstance(name := one.get("block_id"), str)]


def nearest(name: str, shown: Sequence[str], form: Form | None) -> str | None:
    """Find the shown question beside which a fault of another is best said: the one it depends on, else its neighbour."""
    if name in shown or not shown:
        return name if shown else None
    known = {question.id: (at, question.shown_when) for at, question in enumerate(form.questions if form else ())}
    at, when = known.get(name, (-1, None))
    if when and when[0] in shown:
        return when[0]
    if at >= 0 and any(one in known for one in shown):
        return min((one for one in shown if one in known), key=lambda one: abs(known[one][0] - at))
    section = [one for one in shown if one.rpartition(".")[0] == name.rpartition(".")[0]]
    return (section or shown)[0]
