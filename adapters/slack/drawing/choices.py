"""The choices of Slack's forms: buttons, boxes to tick and menus, within Slack's limits. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from adapters.slack.drawing.form_answers import NO_ANSWER
from adapters.slack.drawing.text import Json, clean, cut, plain_text, size
from bot.model.letters.form import Choice, Option, Several, picked
from bot.wording.sentences import words

MOST_OPTIONS = 100
MOST_RADIO = 10
MOST_BOXES = 10
MOST_OPTION = 75
MOST_OPTION_VALUE = 150


def choice(question: Choice, answer: str, close: bool, action: str) -> Json:
    """Draw buttons that show what each choice means, or a menu if there is nothing to show, too many, or little room."""
    options = [_option(option, described(question)) for option in _different(question.options)]
    radio = len(options) <= MOST_RADIO and not close and any(option.means for option in question.options)
    element: Json = {"type": "radio_buttons" if radio else "static_select", "action_id": action}
    if len(options) > MOST_OPTIONS:
        element["option_groups"] = [_group(options[at : at + MOST_OPTIONS]) for at in range(0, len(options), MOST_OPTIONS)]
    else:
        element["options"] = options
    chosen = [option for option in options if option["value"] == _value(answer)]
    if chosen:
        element["initial_option"] = chosen[0]
    return element


def several(question: Several, answer: str, action: str) -> Json:
    """Draw boxes to tick, or a menu if they are too many for that."""
    options = [_option(option, described=True) for option in _different(question.options)][:MOST_OPTIONS]
    kind = "checkboxes" if len(options) <= MOST_BOXES else "multi_static_select"
    element: Json = {"type": kind, "action_id": action, "options": options}
    chosen = [option for option in options if option["value"] in picked(answer)]
    return {**element, "initial_options": chosen} if chosen else element


def _different(options: Iterable[Option]) -> list[Option]:
    return list({_value(option.value): option for option in reversed(tuple(options))}.values())[::-1]


def _value(value: str) -> str:
    return cut(clean(value), MOST_OPTION_VALUE) if value.strip() else NO_ANSWER


def _option(option: Option, described: bool) -> Json:
    label = option.label if option.label.strip() else _value(option.value)
    shown: Json = {"text": plain_text(label, MOST_OPTION), "value": _value(option.value)}
    if described and option.means.strip():
        shown["description"] = plain_text(option.means, MOST_OPTION)
    return shown


def _group(options: list[Json]) -> Json:
    return {"label": plain_text(words("slack.blocks.group", _ends(options)), MOST_OPTION), "options": options}


def _ends(options: Sequence[Json]) -> dict[str, str]:
    first, last = (str(option["value"]) for option in (options[0], options[-1]))
    return {"first": cut(first, MOST_OPTION // 3), "last": cut(last, MOST_OPTION // 3)}


def described(question: Choice) -> bool:
    """Say if each meaning has room beside its choice. Else they stand above the question."""
    return all(size(option.means) <= MOST_OPTION for option in question.options)
