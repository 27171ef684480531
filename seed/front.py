"""What stands before the tables: title, priorities, partnership and governance."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.model import Governance

_NUMBERED = re.compile(
    r"^[-*\u2022#\s]*(?:\*\*)?"
    r"(?:(?P<word>priority(?: action| area)?|area for improvement|theme|workstream|strand)\s*"
    r"(?P<a>\d+)\s*[:.)\-\u2013\u2014]*|"
    r"(?P<b>\d+)\s*[.):](?!\d))\s*(?P<text>\S.*)?$",
    re.I,
)
_NAME = r"[A-Z][\w'\u2019-]*(?:\s+(?:and\s+|of\s+|for\s+)?[A-Z][\w'\u2019-]*)*"


def tidy(text: str) -> str:
    """A line without its bullet, its stars and its link marks."""
    text = re.sub(r"^[-*\u2022#\s]+|[*\s]+$", "", text)
    return re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)


def numbered(line: str) -> tuple[int, str, bool] | None:
    """The number and words of a priority heading, and whether it calls itself one."""
    found = _NUMBERED.match(line)
    if not found:
        return None
    number = int(found["a"] or found["b"])
    return (number, tidy(found["text"] or ""), found["word"] is not None) if 0 < number < 100 else None


def same(one: str, other: str) -> bool:
    """Whether two lines say the same but for case and punctuation."""
    return bool(one) and re.sub(r"\W+", "", one).casefold() == re.sub(r"\W+", "", other).casefold()


def title(lines: Sequence[str], headers: frozenset[str]) -> str:
    """The first line; or the page header that holds it in full."""
    first = next((tidy(line) for line in lines if re.search(r"\w", line)), "")
    return max((h for h in headers if first and first.casefold() in h.casefold()), key=len, default=first)


def partnership(lines: Sequence[str]) -> tuple[str, ...]:
    """The bullets below a line that says who the partnership is."""
    for at, line in enumerate(lines):
        if re.search(r"partner", line, re.I) and (line.rstrip().endswith(":") or len(line.split()) < 5):
            below: list[str] = []
            for text in lines[at + 1 :]:
                if re.match(r"^\s*[-*\u2022]\s*\S", text):
                    below.append(tidy(text).rstrip(" .,;"))
                elif text.strip():
                    break
            if below:
                return tuple(below)
    return ()


def governance(text: str) -> tuple[Governance, str | None]:
    """Who watches over the plan, by how English sentences say it; and another name the board goes by, if any."""
    boards = [
        name
        for name in re.findall(rf"\b({_NAME}\s+Board)\b", text)
        if re.search(r"Improvement|Partnership|SEND|Assurance", name)
    ]
    boards = [re.sub(r"^The\s+", "", name) for name in boards]
    chair = re.search(
        r"(?:chaired by|[Cc]hair(?:person)?:)\s+(?:the\s+)?([A-Z][\w'\u2019-]+(?:\s+[A-Z][\w'\u2019-]+)+)", text
    )
    group = re.search(rf"\b((?:{_NAME}\s+)?Operation(?:s|al)\s+Group)\b", text)
    into = re.search(r"\breports? (?:in)?to (?:both )?([^.]*)\.", text)
    watch = re.search(r"(?:^|\.\s+)([^.]*?)\s+(?:will have|has|have|provides?|will provide) oversight", text)
    watch = watch if watch and re.search(r"scrutiny|committee", watch[1], re.I) else None
    other = next((name for name in boards[1:] if not same(name, boards[0])), None)
    return Governance(
        board=boards[0] if boards else None,
        chair=chair[1] if chair else None,
        operations_group=re.sub(r"^The\s+", "", group[1]) if group else None,
        reports_into=_bodies(into[1]) if into else (),
        scrutiny=_bodies(watch[1]) if watch else (),
    ), other


def _bodies(words: str) -> tuple[str, ...]:
    parts = re.split(r",|\band\b", words)
    return tuple(name for part in parts if (name := re.sub(r"^(?:both|the)\s+", "", part.strip(), flags=re.I)))
