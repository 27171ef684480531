"""Spans, marks and single lines of a sheet as HTML."""

from __future__ import annotations

from typing import assert_never

from adapters.page.addresses import Addresses
from adapters.page.drawing.tags import Element, Part, followed, tag
from bot.model.letters.message import Link, Mark, Mention, Span, Spans, Text
from bot.model.page.place import Place
from bot.model.page.sheet import Line

SHORT = 16  # letters of a status that stands in one line
REL = "noopener noreferrer nofollow external"


def spans(said: Spans) -> list[Part]:
    """Return spans as text and links."""
    return [_span(one) for one in said]


def _span(span: Span) -> Part:
    match span:
        case Text(text=text, strong=strong):
            return tag("b", text) if strong else text
        case Link(text=text, url=url):
            return link(text, url)
        case Mention(name=name):
            return name
    assert_never(span)


def link(text: str, url: str) -> Part:
    """Return a link that a person gave. What is no web address stays words."""
    to = followed(url)
    return (text or url) if to is None else tag("a", text or url, href=to, rel=REL, class_="out")


def mark(one: Mark | None) -> Element | None:
    """Return a status: its shape and word on its colour."""
    if one is None:
        return None
    shape = tag("span", one.shape, class_="shape", aria_hidden="true")
    long = " long" if len(one.word) > SHORT else ""  # a day or a word of the plan may make it so: then it may break
    return tag("span", shape, f"\N{NO-BREAK SPACE}{one.word}", class_=f"mark s-{one.status}{long}")


def leading(said: Spans, to: Place | None, addresses: Addresses) -> list[Part]:
    """Return spans that lead to a place as a whole. Links in them stay what they are, and the words before lead there."""
    if to is None:
        return spans(said)
    if not any(isinstance(one, Link) for one in said):
        return [tag("a", *spans(said), href=addresses.of(to))]
    first = next((at for at, one in enumerate(said) if isinstance(one, Text)), None)
    return [tag("a", _span(one), href=addresses.of(to)) if at == first else _span(one) for at, one in enumerate(said)]


def line(one: Line, at: Place, addresses: Addresses) -> list[Part]:
    """Return one line of a list: its mark, its words, and its small print."""
    if one.file:
        said: list[Part] = [tag("a", *spans(one.spans), href=addresses.file(one.file, at), download="", class_="file")]
    else:
        said = leading(one.spans, one.to, addresses)
    shown = mark(one.mark)
    aside = tag("small", one.aside) if one.aside else None
    return [shown, " " if shown is not None else None, tag("span", *said, class_="words"), aside]
