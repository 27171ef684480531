"""The links of a message that Teams leaves out of its text: a pasted address arrives there as the page's title alone."""

from __future__ import annotations

import re
from html import unescape

MOST_HTML = 30_000  # letters read; whoever writes more has written more than a line
MOST_LINKS = 50
_LINK = re.compile(r"(/?)a(?![\w-])", re.IGNORECASE)
_HREF = re.compile(r"""\bhref=(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)


def unescaped(text: str) -> str:
    """Return the text with its character references read, or as it is if one of them is a number beyond all reading."""
    try:
        return unescape(text)
    except ValueError:
        return text


def _links(html: str) -> list[tuple[str, str]]:
    """Return the words and the address of each link. Teams writes its HTML itself. In any other, what is no link is left
    alone."""
    found: list[tuple[str, str]] = []
    href, label = "", ""
    for piece in html.split("<")[1:]:
        tag, _, text = piece.partition(">")
        tagged = _LINK.match(tag)
        if tagged and not tagged[1]:
            given = _HREF.search(tag)
            href, label = unescaped(given[1] or given[2] or "") if given else "", ""
        elif tagged and href:
            found.append((" ".join(unescaped(label).split()), href))
            href = ""
        if href:
            label += text
    return found[:MOST_LINKS]


def with_links(text: str, html: str) -> str:
    """Return the text with the address of each link, of which it shows only the title, in front of that title."""
    if "<a" not in html or len(html) > MOST_HTML:
        return text
    for label, href in _links(html):
        if label and label in text and href.startswith("https://") and href not in text and not _is_shown(label, href):
            text = text.replace(label, f"{href} {label}", 1)
    return text


def _is_shown(label: str, href: str) -> bool:
    """Say if the title is an address itself: what a person typed, and Teams made a link of."""
    shown = label.casefold().rstrip("/").removeprefix("http://").removeprefix("https://")
    return href.casefold().removeprefix("https://").removeprefix("www.").startswith(shown.removeprefix("www."))
