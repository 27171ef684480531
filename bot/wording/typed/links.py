"""Links in what somebody typed: told apart from the sentence around them, its punctuation, quotes and marks."""

from __future__ import annotations

import re

_QUOTES = "\"\u201c\u201d\u00ab\u00bb"
_LINK = re.compile(rf"https?://(?:(?![,;|]+https?://)[^\s<>{_QUOTES}])+", re.IGNORECASE)
_LABELLED = re.compile(
    r"\[([^\[\]\n]{0,300})\]\((https?://[^\s()]{1,2000}(?:\([^\s()]{0,200}\)[^\s()]{0,200}){0,3})\)", re.IGNORECASE
)
_MARKS = "*_~"
_ENDS = f".,;:!?'*~\u2019{_QUOTES}"
_OPENS = {")": "(", "]": "[", "}": "{"}
_LOOKED_AT = 60  # letters before a link that may lead to it
_LEADS_IN = re.compile(
    rf"(?:[,;.]?\s?\b(?:(?:with|and|see|as|the|my|our) ){{0,2}}(?:evidence|proof|links?|see(?: also| here)?|here|at"
    rf"|it(?: is|'s)|this(?: is)?)"
    rf"(?:\s(?:is|are|here|at|link|links)){{0,2}}(?:\s?[:=\-])?)?\s?[{re.escape(_MARKS)}{_QUOTES}'\u2018<]{{0,4}}\Z",
    re.IGNORECASE,
)
_BETWEEN = rf"[\s,;|&+{re.escape(_MARKS)}{_QUOTES}'<>]*"
_JOINS = re.compile(rf"{_BETWEEN}(?:and)?{_BETWEEN}", re.IGNORECASE)
_HOLES = ((re.compile(r"\(\s?\)"), ""), (re.compile(r"\s(?=[.,;:)!?])"), ""))


def bare(link: str, before: str = "") -> str:
    """Return a link without the sentence's punctuation. A closing bracket stays if the link opened it, and an underline stays
    unless another stands `before` the link. Its scheme is in small letters, as a phone's capital is none of it."""
    scheme, _, rest = link.partition("://")
    link = f"{scheme.lower()}://{rest}"
    end = len(link)
    over = {close: link.count(close) - link.count(opens) for close, opens in _OPENS.items()}
    while end and (link[end - 1] in _ENDS or over.get(link[end - 1], 0) > 0 or (link[end - 1] == "_" and before.endswith("_"))):
        end -= 1
        if link[end] in over:
            over[link[end]] -= 1
    return link[:end]


def ends_of_links(text: str) -> list[int]:
    """Return where each link of a text ends."""
    return [one.start() + len(bare(one[0])) for one in _LINK.finditer(text)] if "://" in text else []


def links_in(text: str) -> tuple[str, tuple[str, ...]]:
    """Return a text without its links and the words that only lead to them, and the links."""
    if "://" not in text:
        return text, ()
    text = _LABELLED.sub(r"\1 \2", text)
    links: list[str] = []
    words: list[str] = []
    ended = 0
    for found in _LINK.finditer(text):
        between = text[ended : found.start()]
        link = bare(found[0], between)
        if not (links and _JOINS.fullmatch(between[:_LOOKED_AT]) and len(between) <= _LOOKED_AT):
            words.append(_without_lead(between))
        links.append(link)
        ended = found.start() + len(link)
    words.append(text[ended:].lstrip(f"{_MARKS}{_QUOTES}'>"))
    left = " ".join(stripped for word in words if (stripped := word.strip(" ")))
    for hole, filled in _HOLES:
        left = hole.sub(filled, left)
    return left, tuple(dict.fromkeys(links))


def _without_lead(before: str) -> str:
    near = before[-_LOOKED_AT:]
    found = _LEADS_IN.search(near)
    return before[: len(before) - len(near)] + (near[: found.start()] if found else near)
