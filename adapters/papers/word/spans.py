"""Spans and marks as runs of Word. A link is a real one, with its address in sight."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import assert_never

from adapters.papers.colours import colours
from adapters.papers.text import linked, marked
from adapters.papers.word.tags import Element, related, run, strong, tag
from bot.model.letters.message import Link, Mark, Mention, Span, Spans, Text

Links = Callable[[str], str | None]  # gives the relation by which a document follows an address, None if it follows it not


def spans(said: Spans, links: Links) -> Iterator[Element]:
    """Give the runs of some spans."""
    for one in said:
        yield _span(one, links)


def link(text: str, url: str, links: Links) -> Element:
    """Return a link with its address in sight, or only its words if it is no web address."""
    relation = links(url)
    if relation is None:
        return run(linked(text, url))
    return related(tag("hyperlink", run(linked(text, url), tag("rStyle", val="Hyperlink"))), relation)


def mark(shown: Mark) -> Element:
    """Return the shape and word of a status on its own ground, between two spaces that no line is broken at."""
    ground, ink = colours(shown)
    text = f"\xa0{marked(shown)}\xa0".replace(" ", "\xa0")
    return run(text, strong(), tag("color", val=ink), tag("shd", val="clear", color="auto", fill=ground))


def _span(one: Span, links: Links) -> Element:
    match one:
        case Text(text=text, strong=is_strong):
            return run(text, *([strong()] if is_strong else []))
        case Link(text=text, url=url):
            return link(text, url, links)
        case Mention(name=name):
            return run(name)
    assert_never(one)
