"""Judges of Adaptive Cards: the official schema, rules of our own for what it does not know, and the renderer's own events."""

from __future__ import annotations

import json
import re
import subprocess
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from jsonschema import Draft6Validator
from jsonschema.exceptions import ValidationError

HERE = Path(__file__).parent
INSTALLED = HERE.parents[2] / ".judges" / "node_modules" / "adaptivecards" / "dist" / "adaptivecards.min.js"
MOST_BYTES = 80_000  # Teams refuses 100 KB, counted as UTF-16; the published advice is to stay below 80
MOST_ACTIONS = 6
AT = re.compile(r"<at>[^<>]*</at>")  # a person who is called
MARKUP = re.compile(r"[\[\]*_`\\<>#|~{}]|://|^\s*(?:[-+]|\d+[.)])\s|&\w+;")
INVISIBLE = "\u2060"  # our word joiner, which keeps markup from being read as such

Json = dict[str, object]


def faults(card: Json) -> list[str]:
    """Return a sentence for each fault of a card. None if Teams would take it."""
    return [*_schema(card), *_rules(card)]


def weight(thing: object) -> int:
    """The bytes of its JSON counted as UTF-16, written the wasteful way."""
    return 2 * len(json.dumps(thing))


def heard(cards: Sequence[Json]) -> list[list[str]]:
    """What the npm renderer says of each card, in the order given. Installs it the first time."""
    subprocess.run(["sh", str(HERE / "install.sh")], check=True)
    command = ["node", str(HERE / "cards.cjs"), str(INSTALLED), str(HERE / "data" / "teams-light.json")]
    told = json.dumps([plain_card(card) for card in cards])
    done = subprocess.run(command, input=told, capture_output=True, text=True, check=True)
    said = json.loads(done.stdout)
    assert isinstance(said, list)
    return said


def plain_card(card: Json) -> Json:
    """The card as a client without Teams' own extras has it: no `msteams`, the fallback in place of newer elements."""
    plain = _older({key: value for key, value in card.items() if key != "msteams"})
    assert isinstance(plain, dict)
    return plain


def elements(thing: object) -> Iterator[Json]:
    """Everything in a card that has a type, fallbacks too, but not the data of its actions."""
    if isinstance(thing, list):
        for inner in thing:
            yield from elements(inner)
    if isinstance(thing, dict):
        if isinstance(thing.get("type"), str):
            yield thing
        for key, value in thing.items():
            if key != "data" or str(thing.get("type")).startswith("Chart."):
                yield from elements(value)


def _older(thing: object) -> object:
    if isinstance(thing, list):
        return [_older(inner) for inner in thing]
    if not isinstance(thing, dict):
        return thing
    if str(thing.get("type")).startswith("Chart."):
        return _older(thing.get("fallback", {"type": "no fallback"}))
    return {key: value if key == "data" else _older(value) for key, value in thing.items()}


# ---- the official schema -----------------------------------------------------------------------


@cache
def _official() -> Draft6Validator:
    return Draft6Validator(json.loads((HERE / "data" / "adaptive-card-1.5.json").read_text(encoding="utf-8")))


def _schema(card: Json) -> list[str]:
    return [f"schema: {_deepest(error)}" for error in _official().iter_errors(plain_card(card))]


def _deepest(error: ValidationError) -> str:
    """The most telling of the errors below one: the schema itself only says that no element fits."""
    below = error
    while below.context:
        below = max(below.context, key=lambda one: (len(one.absolute_path), one.validator != "enum"))
    return f"{'/'.join(str(step) for step in below.absolute_path)}: {below.message[:200]}"


# ---- rules of our own ----------------------------------------------------------------------------


def _rules(card: Json) -> list[str]:
    found = list(elements(card))
    return [
        *_envelope(card),
        *(fault for element in found for fault in _element(element)),
        *(f"id {name} is used {count} times" for name, count in _ids(card).items() if count > 1),
    ]


def _ids(card: Json) -> Counter[str]:
    return Counter(str(element["id"]) for element in elements(plain_card(card)) if "id" in element)


def _envelope(card: Json) -> Iterator[str]:
    if card.get("version") != "1.5":
        yield f"version is {card.get('version')!r}, not 1.5"
    for said in ("speak", "fallbackText"):
        if not card.get(said):
            yield f"nothing in {said}"
    teams = card.get("msteams")
    if not isinstance(teams, dict) or teams.get("width") != "Full" or set(teams) - {"width", "entities"}:
        yield "not at full width"
    called = [text for one in elements(card) for text in AT.findall(str(one.get("text")) if one.get("type") == "TextBlock" else "")]
    if isinstance(teams, dict) and [one["text"] for one in _list(teams, "entities")] != called:
        yield "whoever is called is not whom the card names"
    if weight(card) >= MOST_BYTES:
        yield f"{weight(card)} bytes are too many"
    if re.search(r"\]\(", str(card.get("fallbackText"))) or "<" in str(card.get("speak")):
        yield "markup in fallbackText or speak"


def _element(element: Json) -> Iterator[str]:
    kind = str(element["type"])
    if kind.startswith("Input.") and not element.get("label"):
        yield f"{element.get('id')} has no label"
    if kind.startswith("Input.") and (element.get("isRequired") or element.get("regex")):
        yield f"{element.get('id')} may hold a form back"
    if kind.startswith("Chart.") and "fallback" not in element:
        yield f"{kind} has no fallback"
    if kind == "FactSet":
        yield "a FactSet reads its facts as markdown"
    if kind == "TextBlock" and MARKUP.search(AT.sub("", str(element.get("text")))):
        yield f"a TextBlock could be read as markup: {element.get('text')!r:.80}"
    if kind == "TextBlock" and element.get("wrap") is not True:
        yield f"a TextBlock that is cut off: {element.get('text')!r:.80}"
    if kind == "Input.ChoiceSet" and any("](" in _title(choice) for choice in _list(element, "choices")):
        yield "a choice that could be read as a link"
    if kind in ("AdaptiveCard", "ActionSet"):
        yield from _actions(_list(element, "actions"))
    yield from _action(element) if kind.startswith("Action.") else ()


def _actions(actions: list[object]) -> Iterator[str]:
    primary = [one for one in actions if isinstance(one, dict) and one.get("mode") != "secondary"]
    if len(primary) > MOST_ACTIONS:
        yield f"{len(primary)} primary actions"
    if not all(isinstance(one, dict) and one.get("title") for one in actions):
        yield "an action without a title"


def _action(action: Json) -> Iterator[str]:
    kind, told = action["type"], action.get("data")
    if kind == "Action.OpenUrl" and not str(action.get("url")).startswith("https://"):
        yield f"a link to {action.get('url')!r:.80}"
    if kind in ("Action.Execute", "Action.Submit") and not (isinstance(told, dict) and told.get("say")):
        yield f"{action.get('title')} says nothing"
    if kind == "Action.Execute":
        fallback = action.get("fallback")
        if not isinstance(fallback, dict) or fallback.get("type") != "Action.Submit" or fallback.get("data") != told:
            yield f"{action.get('title')} has no Submit of the same data to fall back on"


def _title(choice: object) -> str:
    return str(choice.get("title")) if isinstance(choice, dict) else ""


def _list(element: Json, name: str) -> list[object]:
    value = element.get(name, [])
    return value if isinstance(value, list) else []
