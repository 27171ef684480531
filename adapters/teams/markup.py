"""The words a person typed, out of what Teams makes of them: escapes, and links whose text is the page's title alone. Pure."""

from __future__ import annotations

import re
from html import unescape

MOST_HTML = 30_000  # letters read; whoever writes more has written more than a line
MOST_LINKS = 50
_LINK = re.compile(r"(/?)a(?![\w-])", re.IGNORECASE)
_FORMAT = re.compile(r"</?(p|div|br|li|ul|ol|b|i|u|s|strong|em|span|code|pre|font|a)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_LINES = ("p", "div", "br", "li")
_HREF = re.compile(r"""\bhref=(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)


def without_escapes(text: str) -> str:
    """Return the text with its character references read, or as it is if one of them is a number beyond all reading."""
    try:
        return unescape(text)
    except ValueError:
        return text


def without_tags(text: str) -> str:
    """Return a text in which Teams wrote its formatting as HTML without it: its lines are lines, and its links stay."""
    return _FORMAT.sub(lambda found: "\n" if found[1].lower() in _LINES else "", with_links(text, text))


def _links_in(html: str) -> list[tuple[str, str]]:
    """Return the words and the address of each link. Teams writes its HTML itself. In any other, what is no link is left
    alone."""
    found: list[tuple[str, str]] = []
    href, label = "", ""
    for piece in html.split("<")[1:]:
        tag, _, text = piece.partition(">")
        tagged = _LINK.match(tag)
        if tagged and not tagged[1]:
            given = _HREF.search(tag)
            href, label = without_escapes(given[1] or given[2] or "") if given else "", ""
        elif tagged and href:
            found.append((" ".join(without_escapes(label).split()), href))
            href = ""
        if href:
            label += text
    return found[:MOST_LINKS]


def with_links(text: str, html: str) -> str:
    """Return the text with the address of each link, of which it shows only the title, in front of that title."""
    if "<a" not in html or len(html) > MOST_HTML:
        return text
    for label, href in _links_in(html):
        told = href.startswith(("https://", "http://")) and href not in text
        if told and label and label in text and not _is_shown(label, href):
            text = text.replace(label, f"{href} {label}", 1)
    return text


def _is_shown(label: str, href: str) -> bool:
    """Say if the title is an address itself: what a person typed, and Teams made a link of."""
    shown = label.casefold().rstrip("/").removeprefix("http://").removeprefix("https://")
    return href.casefold().removeprefix("https://").removeprefix("www.").startswith(shown.removeprefix("www."))
