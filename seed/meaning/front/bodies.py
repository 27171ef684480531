"""The bodies that a plan's governance names, and what each does or gets, in the words of the document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.model.plan import Body, Governance
from seed.meaning.cells import key

MOST_LINE = 5_000  # letters of a line in which bodies are looked for
MOST_SENTENCE = 600  # letters of a sentence in which a body is looked for
MOST_BODIES = 40
_KIND = (
    r"(?:boards?|groups?|committees?|cabinet|council|panels?|forum|partnership|executive|commission|team|trust|authority|governors)"
)
_DOES = (
    r"(?:(?:will|shall|must) (?:also )?[a-z]+|provides?|has|have|receives?|gets?|reports?|oversees?|monitors?|meets?|"
    r"scrutinises?|holds?|ensures?|reviews?|approves?|leads?|challenges?|is|are)"
)
_WHO_DOES = re.compile(rf"(?P<who>.{{0,200}}?\b{_KIND}) (?P<does>{_DOES}\b.*)", re.IGNORECASE)
_THROUGH = re.compile(
    rf"(?P<does>.{{3,200}}?) (?:will be|is|are) (?:provided )?(?:through|by) (?:the )?(?P<who>.{{1,120}}?\b{_KIND})",
    re.IGNORECASE,
)
_INTO = re.compile(r"\breports? (?:in)?to (?:both )?(?P<whom>.+)", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
_AND = re.compile(r",\s*(?:and\s+)?|\s+and\s+(?=(?:the|The|[A-Z]))")
_ARTICLE = re.compile(r"(?:both |the |our |this |a |an )+", re.IGNORECASE)
_IS_BODY = re.compile(rf"\b{_KIND}\Z", re.IGNORECASE)


def bodies(lines: Sequence[str], governance: Governance, other: str | None) -> tuple[Body, ...]:
    """Return the bodies that some lines name, in their order. `other` is another name that they give to the board."""
    said: dict[str, list[str]] = {}
    names: dict[str, str] = {}
    ours = {"board", "improvementboard", key(governance.board or ""), key(other or "")}
    for line in lines:
        for who, does in _said(" ".join(line[:MOST_LINE].split())):
            name = governance.board if governance.board and key(who) in ours else who
            if not any(sign.isupper() for sign in name):
                continue
            names.setdefault(key(name), name)
            if does not in said.setdefault(key(name), []):
                said[key(name)].append(does)
    return tuple(Body(name=names[folded], does="; ".join(what)) for folded, what in said.items())[:MOST_BODIES]


def _said(line: str) -> Iterator[tuple[str, str]]:
    """Return who is said to do something, and the words that say so. Who is reported to gets the whole sentence."""
    for sentence in _SENTENCE.split(line):
        words = sentence[:MOST_SENTENCE].strip(" .")
        through = _THROUGH.fullmatch(words)
        if through and not _WHO_DOES.match(through["does"]):
            yield from ((who, through["does"]) for who in _bodies(through["who"]))
            continue
        found = _WHO_DOES.fullmatch(words)
        if found is None:
            continue
        for who in _bodies(found["who"]):
            yield who, found["does"]
        if into := _INTO.search(found["does"]):
            for whom in _bodies(into["whom"]):
                yield whom, words


def _bodies(words: str) -> Iterator[str]:
    """Return the names of the bodies in some words. "Improvement and Assurance Board" is one."""
    begun = ""
    for part in _AND.split(words):
        name = f"{begun} and {part}" if begun else part
        if not _IS_BODY.search(part):
            begun = name
            continue
        begun = ""
        name = name.strip(" .,;")
        article = _ARTICLE.match(name)
        yield name[article.end() :] if article else name
