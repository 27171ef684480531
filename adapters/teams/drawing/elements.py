"""The few pieces that all our Adaptive Cards are made of. Words go into TextRuns, which read no markup."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import TypeGuard, assert_never
from urllib.parse import quote, urlsplit

from bot.model.letters.message import Link, Mention, Span, Spans, Text, plain
from bot.wording.sentences import words

Json = dict[str, object]

CONTENT_TYPE = "application/vnd.microsoft.card.adaptive"
VERSION = "1.5"  # the newest that Teams draws; what is newer rides in it with a fallback
VERB = "say"
ROW_LETTERS = 28  # of the labels in one row, that a phone has room for: five buttons at most, and Teams draws six
BUTTON_EDGE = 4  # a button's own edges, in letters
JOINER = "\u2060"  # seen by nobody; keeps a client from reading brackets that a person typed as markup
BREAKS = re.compile(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
UNSEEN = {*range(0x20), 0x7F, 0x202D, 0x202E, *range(0xD800, 0xE000)} - {ord("\t")}  # controls, what turns a line around, halves
DROPPED = dict.fromkeys(UNSEEN)
CLOCK = re.compile(r"\{(?=\{(?:DATE|TIME)\()", re.IGNORECASE)  # {{DATE(...)}} is filled in even in a TextRun
HARMLESS = re.compile(r"(?!\d+[.)]\s|[-+]\s|\s)(?!.*(?:://|www\.|&#?\w+;))(?:[^\W_]|[ .,:;'’‘“”\"?!()/%&–—…£+-])+")
ACCOUNT = re.compile(r"[A-Za-z0-9:_.@-]{3,100}")
ADDRESS = "%/:=&?~#+!$,;'@()*[]"  # what stays as it is in a web address


def run(text: str, **look: object) -> Json:
    """Return some words of a line, exactly as given."""
    return {"type": "TextRun", "text": _as_typed(text), **look}


def strong(text: str) -> Json:
    """Return some words of a line, in bold."""
    return run(text, weight="Bolder")


def block(runs: Sequence[Json], **look: object) -> Json:
    """Draw one line or paragraph made of runs."""
    return {"type": "RichTextBlock", "inlines": _joined(runs), **look}


def _joined(runs: Sequence[Json]) -> list[Json]:
    """Join runs of one look that follow each other: a card's bytes are counted."""
    joined: list[Json] = []
    for one in runs:
        if joined and {**joined[-1], "text": ""} == {**one, "text": ""} and "selectAction" not in one:
            joined[-1] = {**one, "text": f"{joined[-1]['text']}{one['text']}"}
        else:
            joined.append(one)
    return joined


def note(text: str, spacing: str = "Small", **look: object) -> Json:
    """Draw a line of plain words, in one look."""
    return block([run(BREAKS.sub(" ", text), **look)], spacing=spacing)


def calling(spans: Spans) -> list[Json]:
    """Draw a paragraph that calls people, the one kind whose markup is read. Empty if it calls nobody, or if any of its
    words could be read as markup too."""
    if not any(_called(span) for span in spans) or not all(HARMLESS.fullmatch(plain((span,)).strip() or "-") for span in spans):
        return []
    text = "".join(_at(span) if _called(span) else plain((span,)) for span in spans)
    return [{"type": "TextBlock", "text": text, "wrap": True}]


def entities(spans: Spans) -> list[Json]:
    """Return what a card must say of each person that a paragraph calls."""
    called = [span for span in spans if isinstance(span, Mention) and _called(span)] if calling(spans) else []
    return [{"type": "mention", "text": _at(one), "mentioned": {"id": one.account, "name": one.name}} for one in called]


def _called(span: Span) -> bool:
    return isinstance(span, Mention) and ACCOUNT.fullmatch(span.account) is not None


def _at(span: Span) -> str:
    return f"<at>{plain((span,))}</at>"


def paragraphs(spans: Spans, before: Sequence[Json] = (), spacing: str = "Default") -> list[Json]:
    """Draw spans as blocks, a new one for each line the writer began. `before` stands in front of the first."""
    lines = _lines(spans)
    if before:
        lines[0][:0] = before
    shown = [line for line in lines if any(str(one["text"]).strip() for one in line)]
    return [block(line, spacing="Small" if number else spacing) for number, line in enumerate(shown)]


def heading(text: str, size: str = "Medium", **look: object) -> list[Json]:
    """Draw a heading that a screen reader can jump to. Words that could be read as markup are only drawn like one."""
    text = _flat(text)
    if not text:
        return []
    if HARMLESS.fullmatch(text):
        return [{"type": "TextBlock", "text": text, "style": "heading", "size": size, "weight": "Bolder", "wrap": True, **look}]
    return [block([run(text, size=size, weight="Bolder")], **look)]


def submit(label: str, data: Json, style: str = "default", spoken: str = "") -> Json:
    """Return a button that sends `data` as every client can. `spoken` is read out if the label is too short."""
    title = _flat(label) or words("teams.cards.nothing")
    shown: Json = {"type": "Action.Submit", "title": title, "data": data}
    if style != "default":
        shown["style"] = style
    if spoken and spoken != label:
        shown["tooltip"] = spoken
    return shown


def action(label: str, data: Json, style: str = "default", spoken: str = "") -> Json:
    """Return a button that is answered in place. It falls back on a Submit of the same if a client knows no Execute."""
    plain_one = submit(label, data, style, spoken)
    return {**plain_one, "type": "Action.Execute", "verb": VERB, "fallback": plain_one}


def opening(label: str, data: Json, style: str = "default", spoken: str = "") -> Json:
    """Return a button that is answered in a dialog, which nobody else sees."""
    return submit(label, {**data, "msteams": {"type": "task/fetch"}}, style, spoken)


def submitted(card: Json) -> Json:
    """Return a card whose buttons all send as a dialog's do: there no client executes."""
    return {name: _submitted(value) for name, value in card.items()}


def _submitted(part: object) -> object:
    if isinstance(part, dict):
        return part["fallback"] if part.get("type") == "Action.Execute" else submitted(part)
    return [_submitted(one) for one in part] if isinstance(part, list) else part


def executed(elements: Sequence[Json]) -> list[Json]:
    """Return elements whose buttons are for clients that execute, without what an older client would do instead."""
    return [_executed(one) for one in elements]


def _executed(part: Json) -> Json:
    kept = {name: value for name, value in part.items() if name != "fallback" or part.get("type") != "Action.Execute"}
    return {name: [_executed(one) for one in value] if _is_list(value) else value for name, value in kept.items()}


def _is_list(value: object) -> TypeGuard[list[Json]]:
    return isinstance(value, list) and all(isinstance(one, dict) for one in value)


def folded(title: str, elements: Sequence[Json]) -> list[Json]:
    """A button that shows some elements and hides them again. They start hidden."""
    name = f"folded {title}"
    opens: Json = {"type": "Action.ToggleVisibility", "title": _flat(title), "targetElements": [name]}
    return [*sets([opens]), {"type": "Container", "id": name, "isVisible": False, "items": list(elements)}]


def sets(actions: Sequence[Json]) -> list[Json]:
    """Lay buttons out in rows that neither a phone nor Teams' limit cuts off."""
    rows: list[list[Json]] = []
    used = 0
    for one in actions:
        letters = len(str(one["title"])) + BUTTON_EDGE
        if not rows or used + letters > ROW_LETTERS:
            rows.append([])
            used = 0
        rows[-1].append(one)
        used += letters
    return [{"type": "ActionSet", "actions": row, "spacing": "Small"} for row in rows]


def envelope(
    body: Sequence[Json], sentences: Sequence[str], actions: Sequence[Json] = (), called: Sequence[Json] = ()
) -> Json:
    """Return the card itself, with its sentences for whoever listens and for a client that cannot draw it. `called` are the
    `entities` of its paragraphs."""
    whole: Json = {
        "type": "AdaptiveCard",
        "version": VERSION,
        "speak": " ".join(sentences).replace("<", "‹").replace(">", "›"),  # else it would be read as speech markup
        "fallbackText": "\n\n".join(disarm(one) for one in sentences),
        "msteams": {"width": "Full", **({"entities": list(called)} if called else {})},
        "body": list(body),
    }
    if actions:
        whole["actions"] = list(actions)
    return whole


def attachment(card: Json) -> Json:
    """Wrap a card as an activity or a dialog carries it."""
    return {"contentType": CONTENT_TYPE, "content": card}


def sentence(line: str) -> str:
    """End a line with a full stop, if it ends in none."""
    line = _flat(line)
    return line if line.endswith((".", "?", "!", ":", "…")) else words("teams.cards.sentence", {"said": line})


def disarm(text: str) -> str:
    """Keep links from hiding their address, for the places that read markup whatever we do."""
    return _as_typed(text).replace("](", f"]{JOINER}(")


def weight(thing: Json) -> int:
    """Count the bytes of a thing as it is sent."""
    return len(json.dumps(thing))


def size(thing: Json) -> int:
    """Count the bytes of a thing as Teams does, in UTF-16, however its JSON is written."""
    return 2 * len(json.dumps(thing))


def _as_typed(text: str) -> str:
    if not text.isprintable():
        text = text.translate(DROPPED)
    return CLOCK.sub("{" + JOINER, text) if "{{" in text else text


def _flat(text: str) -> str:
    """Put a text on one line."""
    return text.strip() if text.isprintable() else BREAKS.sub(" ", text).translate(DROPPED).strip()


def _lines(spans: Spans) -> list[list[Json]]:
    lines: list[list[Json]] = [[]]
    for span in spans:
        match span:
            case Text(text=text, strong=bold):
                first, *others = [text] if text.isprintable() else BREAKS.split(text)
                lines[-1] += _some(first, bold)
                lines += [_some(other, bold) for other in others]
            case Link():
                lines[-1].append(_link(span))
            case Mention(name=name):
                lines[-1] += _some(BREAKS.sub(" ", name), False)
            case _:
                assert_never(span)
    return lines


def _some(text: str, bold: bool) -> list[Json]:
    if not text:
        return []
    return [strong(text) if bold else run(text)]


def _link(link: Link) -> Json:
    """Draw a link with its address in sight. An address that may not be opened is only words."""
    text, address = BREAKS.sub(" ", plain((link,))), openable(link.url)
    return run(text) if address is None else run(text, selectAction={"type": "Action.OpenUrl", "title": text, "url": address})


def openable(url: str) -> str | None:
    """Return the address a client may open: https, a named host, nobody's password in it. None for any other."""
    try:
        parts = urlsplit(url.strip())
        named = parts.port is None or parts.port > 0
    except ValueError:
        return None
    if parts.scheme != "https" or parts.username is not None or not named:
        return None
    if not re.fullmatch(r"[A-Za-z0-9.-]+", parts.hostname or ""):
        return None
    return quote(parts.geturl(), safe=ADDRESS)
