"""The pages before the tables: title, vision, aims, priorities, partnership and governance."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from bot.model.plan import Aim, Governance
from bot.rules.dates.ways import MONTH
from seed.meaning.front.aims import aims, kinds, vision, voices
from seed.meaning.front.bodies import bodies
from seed.meaning.front.words import same, tidy
from seed.meaning.groups import headed

_NUMBERED = re.compile(
    r"^[-*\u2022#\s]*(?:\*\*)?"
    r"(?:(?P<word>priority(?: action| area)?|area for improvement|theme|workstream|strand)\s*"
    r"(?P<a>\d{1,4})(?!\d)\s*[:.)\-\u2013\u2014]*|"
    r"(?P<b>\d{1,4})\s*[.):](?!\d))\s*(?P<text>\S.*)?$",
    re.I,
)
MOST_TITLE_LINES = 60  # lines at the beginning among which the title is
_NO_TITLE = re.compile(
    r"(?:official(?:[ -]+sensitive)?|not protectively marked|restricted|confidential|private|public|draft|"
    r"final(?: draft)?|contents|appendix \w{1,3}|annex \w{1,3}|page \d{1,4}(?: of \d{1,4})?|"
    r"(?:version|v|rev(?:ision)?)\.? ?\d{1,3}(?:\.\d{1,3}){0,2}\b.{0,80}|"
    r"(?:last )?(?:updated|reviewed|published|printed|as at|date)(?: on| in)?:? ?(?:\d|[a-z]{3,9} \d).{0,40}|"
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)? )?{MONTH} 20\d\d|"
    r"\d{1,4}[/.\-]\d{1,2}[/.\-]\d{1,4}|https?://\S{1,300})[ .:]{0,3}",
    re.IGNORECASE,
)
_ORGANISATION = re.compile(r"\b(?:council|trust|borough|university|school|academy|college|authority|nhs|partnership)\b", re.I)
_PLAN = re.compile(r"\b(?:plan|strategy|programme|roadmap|tracker|response)\b", re.I)
_LABEL = re.compile(
    r"(?:sponsor|owner|lead|sro|chair|author|contact|outcome|approved|prepared)\w{0,4}(?: \w{1,20}){0,2} ?:", re.I
)
_MOST_ABOVE = 4  # lines in which the name of a plan follows that of whoever it is of
_NAME = re.compile(r"\b[A-Z][\w'\u2019-]*+(?: (?:and |of |for )?[A-Z][\w'\u2019-]*+)*+")  # between single blanks


__all__ = [
    "Front", "governance", "is_name_of_plan", "key", "may_be_title", "partnership", "priority_heading", "read", "same", "tidy",
    "title",
]  # fmt: skip


class Front(NamedTuple):
    """The pages before the tables as read. `kinds` are what they call each priority, none if they do not say.

    `were_numbered` says that the aims stand there without numbers. `other_board` is another name of the board.
    """

    vision: str
    aims: tuple[Aim, ...]
    were_numbered: bool
    partnership: tuple[str, ...]
    voices: tuple[str, ...]
    governance: Governance
    other_board: str | None
    kinds: tuple[str, ...]


def read(lines: Sequence[str], links: Iterable[int], priorities: int) -> Front:
    """Read the lines before the tables of a plan whose actions link to some aims, and that has so many priorities."""
    named, numbered = aims(lines, links)
    partners = partnership(lines)
    governing, other = governance(" ".join(line.strip() for line in lines))
    return Front(
        vision=vision(lines),
        aims=named,
        were_numbered=numbered,
        partnership=partners,
        voices=voices(lines, partners),
        governance=governing.model_copy(update={"bodies": bodies(lines, governing, other)}),
        other_board=other,
        kinds=kinds(lines, priorities),
    )


def priority_heading(line: str) -> tuple[int, str, bool] | None:
    """Read a priority heading. Returns its number, its words, and True if it calls itself a priority."""
    found = _NUMBERED.match(line)
    if not found:
        return None
    number = int(found["a"] or found["b"])
    return (number, tidy(found["text"] or ""), found["word"] is not None) if 0 < number < 100 else None


def title(lines: Sequence[str], headers: frozenset[str]) -> str:
    """Return the first line that may be a title, or the page header that holds it in full."""
    worded = [tidy(line) for line in lines[:MOST_TITLE_LINES] if re.search(r"\w", line)]
    could = [line for line in worded if not _NO_TITLE.fullmatch(line) and may_be_title(line)]
    first = next(iter(could), worded[0] if worded and may_be_title(worded[0]) else "")
    if _ORGANISATION.search(first) and not _PLAN.search(first):
        first = next((line for line in could[1:_MOST_ABOVE] if _PLAN.search(line)), first)
    wanted = first.casefold()
    return max((h for h in headers if first and len(h) >= len(first) and wanted in h.casefold()), key=len, default=first)


def may_be_title(line: str) -> bool:
    """Say if a line may name the plan: it names no priority, and nobody who answers for something."""
    return headed(line) is None and _LABEL.match(line) is None


def is_name_of_plan(line: str) -> bool:
    """Say if a line names the plan, and not merely whose it is."""
    return may_be_title(line) and (_PLAN.search(line) is not None or _ORGANISATION.search(line) is None)


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
