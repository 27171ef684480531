"""Adaptive Cards as a Teams client takes them: what it refuses, what a person reads, which buttons and inputs there are."""

from __future__ import annotations

from collections.abc import Iterator

Json = dict[str, object]

CARD = "application/vnd.microsoft.card.adaptive"
NEEDS = {  # element or action -> the properties without which a client refuses it
    "AdaptiveCard": (),
    "TextBlock": ("text",),
    "RichTextBlock": ("inlines",),
    "TextRun": ("text",),
    "Image": ("url",),
    "ImageSet": ("images",),
    "Container": ("items",),
    "ColumnSet": ("columns",),
    "Column": (),
    "FactSet": ("facts",),
    "ActionSet": ("actions",),
    "Table": ("columns", "rows"),
    "TableRow": ("cells",),
    "TableCell": ("items",),
    "Input.Text": ("id",),
    "Input.Number": ("id",),
    "Input.Date": ("id",),
    "Input.Time": ("id",),
    "Input.Toggle": ("id", "title"),
    "Input.ChoiceSet": ("id", "choices"),
    "Action.Execute": ("title",),
    "Action.Submit": ("title",),
    "Action.OpenUrl": ("title", "url"),
    "Action.ShowCard": ("title", "card"),
    "Action.ToggleVisibility": ("title", "targetElements"),
}
NEWER = ("Chart.", "Badge", "Icon", "CompoundButton", "CodeBlock", "Rating", "Carousel", "ProgressBar")
PRIMARY = 6
VERSIONS = ("1.0", "1.1", "1.2", "1.3", "1.4", "1.5")
JOINER = "\u2060"  # seen by nobody
OPENED = "opened here"  # how this client notes a card that a person has unfolded
HOLDERS = ("body", "items", "columns", "rows", "cells", "actions", "inlines", "images")


def faults(card: Json) -> list[str]:
    """Say why a Teams client would not take this card. Empty if it would."""
    found = [] if card.get("type") == "AdaptiveCard" else ["not an AdaptiveCard"]
    if card.get("version") not in VERSIONS:
        found.append(f"version {card.get('version')!r}")
    for holder in walk(card, hidden=True, deep=True):
        shown = [one for one in _dicts(holder.get("actions")) if one.get("mode") != "secondary"]
        found += ["more than six primary actions"] if len(shown) > PRIMARY else []
    inputs = [str(element.get("id")) for element in walk(card, hidden=True, deep=True) if str(element.get("type")).startswith("Input.")]
    found += [f"input id {one} twice" for one in sorted(set(inputs)) if inputs.count(one) > 1]
    return found + [fault for element in walk(card, hidden=True, deep=True) for fault in _element_faults(element)]


def _element_faults(element: Json) -> Iterator[str]:
    kind = str(element.get("type"))
    if kind.startswith(NEWER):
        if not isinstance(element.get("fallback"), dict):
            yield f"{kind} without a fallback"
        return
    if kind not in NEEDS:
        yield f"unknown element {kind}"
        return
    for name in NEEDS[kind]:
        if not isinstance(element.get(name), list if name in HOLDERS else (str, list, dict)):
            yield f"{kind} without {name}"
    if kind.startswith("Input.") and not element.get("label"):
        yield f"{kind} {element.get('id')} without a label"
    if kind == "Input.ChoiceSet":
        yield from ("choice without title or value" for one in _dicts(element.get("choices")) if not _is_choice(one))
    if kind.startswith("Action.") and not str(element.get("title")).strip():
        yield f"{kind} with an empty title"


def _is_choice(one: Json) -> bool:
    return isinstance(one.get("title"), str) and isinstance(one.get("value"), str)


def walk(element: Json, hidden: bool = False, deep: bool = False) -> Iterator[Json]:
    """Every element and action below, in reading order; what is not visible, cards not opened and fallbacks only if asked for."""
    if element.get("isVisible") is False and not hidden:
        return
    yield element
    for holder in HOLDERS:
        if holder in element:
            for child in _children(element, holder):
                yield from walk(child, hidden, deep)
    opened = ("card",) if deep or element.get(OPENED) else ()
    for name in ("selectAction", "inlineAction", *opened, *(("fallback",) if deep else ())):
        inner = element.get(name)
        if isinstance(inner, dict):
            yield from walk(inner, hidden, deep)


def _children(element: Json, holder: str) -> list[Json]:
    """Children that are elements: a Table's columns and a run that is a bare string are none."""
    children = element.get(holder)
    if not isinstance(children, list) or (element.get("type") == "Table" and holder == "columns"):
        return []
    text = [{"type": "TextRun", "text": child} for child in children if isinstance(child, str)]
    typed = {"ColumnSet": "Column", "Table": "TableRow", "TableRow": "TableCell"}.get(str(element.get("type")))
    return text + [{**({"type": typed} if typed else {}), **child} if typed else child for child in _dicts(children)]


def _dicts(found: object) -> list[Json]:
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


# ---- what a person reads ---------------------------------------------------------------------


def text(card: Json) -> str:
    """All words a person reads on the card, a line an element; a newer element reads as its fallback."""
    return "\n".join(line for line in _lines(card) if line.strip()).replace(JOINER, "")


def runs(card: Json) -> list[str]:
    """The words that no client parses for markup."""
    return [str(element.get("text")) for element in walk(card, hidden=True, deep=True) if element.get("type") == "TextRun"]


def parsed(card: Json) -> list[str]:
    """The words that a client parses for markdown."""
    blocks = [str(e.get("text")) for e in walk(card, hidden=True, deep=True) if e.get("type") == "TextBlock"]
    facts = [f for e in walk(card, hidden=True, deep=True) if e.get("type") == "FactSet" for f in _dicts(e.get("facts"))]
    return blocks + [str(fact.get(side)) for fact in facts for side in ("title", "value")]


def _lines(element: Json) -> Iterator[str]:
    if element.get("isVisible") is False:
        return
    kind = str(element.get("type"))
    if kind.startswith(NEWER):
        fallback = element.get("fallback")
        yield from _lines(fallback) if isinstance(fallback, dict) else ()
    elif kind == "RichTextBlock":
        yield "".join(str(run.get("text")) for run in _children(element, "inlines"))
    elif kind == "FactSet":
        yield from (f"{fact.get('title')} {fact.get('value')}" for fact in _dicts(element.get("facts")))
    elif kind.startswith("Input."):
        yield from _input_lines(element)
    elif kind.startswith("Action."):
        yield f"[{element.get('title')}]"
        inner = element.get("card")
        yield from _lines(inner) if element.get(OPENED) and isinstance(inner, dict) else ()
    else:
        yield str(element.get("text") or "")
        for holder in HOLDERS:
            if holder in element:
                for child in _children(element, holder):
                    yield from _lines(child)


def _input_lines(element: Json) -> Iterator[str]:
    value = str(element.get("value") or "")
    chosen = next((str(c["title"]) for c in _dicts(element.get("choices")) if c.get("value") == value), value)
    yield f"{element.get('label')}: {chosen}"


# ---- what a person can do --------------------------------------------------------------------


class Refused(Exception):
    """The client would not let a person do this, and why."""


def actions(card: Json) -> list[Json]:
    """The buttons a person sees, in order."""
    return [element for element in walk(card) if str(element.get("type")).startswith("Action.")]


def inputs(card: Json, hidden: bool = False) -> list[Json]:
    """The questions a person sees, in order."""
    return [element for element in walk(card, hidden) if str(element.get("type")).startswith("Input.")]


def open_card(action: Json) -> None:
    """Unfold what an Action.ShowCard holds, or fold it again."""
    action[OPENED] = not action.get(OPENED)


def toggle(card: Json, action: Json) -> None:
    """Show or hide what an Action.ToggleVisibility names."""
    targets = action.get("targetElements")
    for target in targets if isinstance(targets, list) else []:
        named = target if isinstance(target, dict) else {"elementId": target}
        for element in walk(card, hidden=True):
            if element.get("id") == named["elementId"]:
                element["isVisible"] = named.get("isVisible", element.get("isVisible") is False)


def fill(card: Json, asked: str, answer: str) -> bool:
    """Type or choose an answer to a question, found by its id, its label or how that begins; False if this card does not ask it."""
    there = inputs(card)
    exact = [question for question in there if asked in (question.get("id"), _label(question))]
    begun = [question for question in there if _label(question).startswith(asked)]
    for question in exact or begun:
        question["value"] = _typed(question, answer)
        return True
    return False


def collected(card: Json, action: Json) -> Json:
    """What the client sends along with a button: every input of its card, and of those around it, that holds something.

    Refused where one is not as it must be."""
    found: Json = {}
    for element in walk(card):
        inner = element.get("card")
        if element.get(OPENED) and isinstance(inner, dict) and any(one is action for one in walk(inner)):
            found |= collected(inner, action)
    around = [{**element, OPENED: False} if element.get(OPENED) else element for element in _dicts(card.get("actions"))]
    for question in inputs({**card, "actions": around}, hidden=True):
        value = str(question.get("value") or "")
        if question.get("isRequired") and not value:
            raise Refused(str(question.get("errorMessage") or f"{_label(question)} is required"))
        if value:
            found[str(question["id"])] = value
    return found


def _label(question: Json) -> str:
    return str(question.get("label")).removesuffix(" (required)")


def _typed(question: Json, answer: str) -> str:
    kind, most = question.get("type"), question.get("maxLength")
    if kind == "Input.ChoiceSet" and question.get("isMultiSelect"):
        return ",".join(_chosen(question, one) for one in answer.split())
    if kind == "Input.ChoiceSet":
        return _chosen(question, answer)
    if isinstance(most, int) and most and len(answer) > most:
        raise Refused(f"{_label(question)} takes {most} characters")
    if kind == "Input.Date" and answer and not _is_day(answer):
        raise Refused(f"{_label(question)} takes a date")
    if kind == "Input.Text" and not question.get("isMultiline") and "\n" in answer:
        raise Refused(f"{_label(question)} takes one line")
    return answer


def _chosen(question: Json, answer: str) -> str:
    for choice in _dicts(question.get("choices")):
        title = str(choice["title"])
        if answer in (choice["value"], title) or title.startswith((f"{answer}:", f"{answer} ", f"{answer}.")):
            return str(choice["value"])
    raise Refused(f"{_label(question)} offers no {answer}")


def _is_day(answer: str) -> bool:
    parts = answer.split("-")
    return len(parts) == 3 and [len(part) for part in parts] == [4, 2, 2] and all(part.isdigit() for part in parts)
