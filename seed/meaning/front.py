"""The pages before the tables: title, priorities, partnership and governance."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from bot.model.plan import Governance
from seed.edges import cut_end

_NUMBERED = re.compile(
    r"^[-*\u2022#\s]*(?:\*\*)?"
    r"(?:(?P<word>priority(?: action| area)?|area for improvement|theme|workstream|strand)\s*"
    r"(?P<a>\d{1,4})(?!\d)\s*[:.)\-\u2013\u2014]*|"
    r"(?P<b>\d{1,4})\s*[.):](?!\d))\s*(?P<text>\S.*)?$",
    re.I,
)
_NAME = re.compile(r"\b[A-Z][\w'\u2019-]*+(?: (?:and |of |for )?[A-Z][\w'\u2019-]*+)*+")  # between single blanks


def tidy(text: str) -> str:
    """Return a line without its bullet, its stars and its link marks."""
    text = cut_end(re.sub(r"\A[-*\u2022#\s]+", "", text), "*")
    return re.sub(r"\[([^\[\]]*)\]\([^()]*\)", r"\1", text)


def priority_heading(line: str) -> tuple[int, str, bool] | None:
    """Read a priority heading. Returns its number, its words, and True if it calls itself a priority."""
    found = _NUMBERED.match(line)
    if not found:
        return None
    number = int(found["a"] or found["b"])
    return (number, tidy(found["text"] or ""), found["word"] is not None) if 0 < number < 100 else None


def same(one: str, other: str) -> bool:
    """Say if two lines are the same but for case and punctuation."""
    return bool(one) and key(one) == key(other)


@lru_cache(maxsize=256)
def key(text: str) -> str:
    """Return a line without case and punctuation, to compare by."""
    return re.sub(r"\W+", "", text).casefold()


def title(lines: Sequence[str], headers: frozenset[str]) -> str:
    """Return the first line, or the page header that holds it in full."""
    first = next((tidy(line) for line in lines if re.search(r"\w", line)), "")
    wanted = first.casefold()
    return max((h for h in headers if first and len(h) >= len(first) and wanted in h.casefold()), key=len, default=first)


def partnership(lines: Sequence[str]) -> tuple[str, ...]:
    """Return the bullets below a line that says who the partnership is."""
    for at, line in enumerate(lines):
        if re.search(r"partner", line, re.I) and (line.rstrip().endswith(":") or len(line.split()) < 5):
            below: list[str] = []
            for text in (lines[below_it] for below_it in range(at + 1, len(lines))):
                if re.match(r"^\s*[-*\u2022]\s*\S", text):
                    below.append(tidy(text).rstrip(" .,;"))
                elif text.strip():
                    break
            if below:
                return tuple(below)
    return ()


def governance(text: str) -> tuple[Governance, str | None]:
    """Read who watches over the plan, as English sentences say it. Returns also another name of the board, if it has one."""
    text = " ".join(text.split())
    boards = [name for name in _named(text, r".* Board\b") if re.search(r"Improvement|Partnership|SEND|Assurance", name)]
    boards = [re.sub(r"^The\s+", "", name) for name in boards]
    chair = re.search(
        r"(?:chaired by|[Cc]hair(?:person)?:)\s+(?:the\s+)?([A-Z][\w'\u2019-]+(?:\s+[A-Z][\w'\u2019-]+)+)", text
    )
    group = next(_named(text, r"(?:.* )?Operation(?:s|al) Group\b"), None)
    into = re.search(r"\breports? (?:in)?to (?:both )?", text)
    told, stop, _ = text[into.end() :].partition(".") if into else ("", "", "")
    watch = re.search(r"(?:^|\.\s+)([^.]*?)\s+(?:will have|has|have|provides?|will provide) oversight", text)
    watch = watch if watch and re.search(r"scrutiny|committee", watch[1], re.I) else None
    other = next((name for name in boards[1:] if not same(name, boards[0])), None)
    return Governance(
        board=boards[0] if boards else None,
        chair=chair[1] if chair else None,
        operations_group=re.sub(r"^The\s+", "", group) if group else None,
        reports_into=_bodies(told) if stop else (),
        scrutiny=_bodies(watch[1]) if watch else (),
    ), other


def _named(text: str, what: str) -> Iterator[str]:
    """Return the names of a text that are `what`, each as long as it can be."""
    for name in _NAME.finditer(text):
        if found := re.match(what, name[0]):
            yield found[0]


def _bodies(words: str) -> tuple[str, ...]:
    parts = re.split(r",|\band\b", words)
    return tuple(name for part in parts if (name := re.sub(r"^(?:both|the)\s+", "", part.strip(), flags=re.I)))
