"""Lists of a paper: so many lines, and the rest counted, so that a report stays on its two sides."""

from __future__ import annotations

from collections.abc import Sequence

from bot.model.board.paper import Bullets, Heading, PaperBlock, Prose
from bot.model.letters.message import Mark, Spans, Text
from bot.model.noun import Noun
from bot.wording.sentences import line, with_full_stop, words
from bot.wording.summary_lines import cut, named, shortened

MOST_NAMED = 20  # refs that are named in a line that counts them
LONG, SHORT = 220, 110  # letters of a person's words, and of a milestone's text


class Line(Noun):
    """One line of a list, with its mark, and the ref by which it is named if it is only counted."""

    spans: Spans
    mark: Mark | None = None
    ref: str = ""


def section(
    heading: str, lines: Sequence[Line], most: int, none: str, before: Sequence[PaperBlock] = ()
) -> tuple[PaperBlock, ...]:
    """Return a section: its heading, at most so many of its lines, and the rest counted. `none` is said if it has no lines."""
    top = Heading(text=heading)
    if not lines:
        return (top, *before, prose(none))
    return (top, *before, *listed(lines, most))


def listed(lines: Sequence[Line], most: int) -> tuple[PaperBlock, ...]:
    """Return at most so many lines, and the rest counted. A single one that is over is told rather than counted."""
    shown = len(lines) if len(lines) <= most + 1 else most
    told = [(one.mark, one.spans) for one in lines[:shown]]
    return (Bullets(lines=(*told, *_rest(lines[shown:]))),)


def _rest(lines: Sequence[Line]) -> list[tuple[Mark | None, Spans]]:
    if not lines:
        return []
    refs = [one.ref for one in lines]
    name = "more" if all(refs) else "more_refs"
    return [(None, line(f"papers.said.{name}", {"count": len(lines), "refs": named(refs, MOST_NAMED)}))]


def prose(text: str, missing: bool = False, aside: bool = False) -> Prose:
    """Return a paragraph of plain words."""
    return Prose(spans=(Text(text=text),), tone="missing" if missing else "aside" if aside else "plain")


def text_of(text: str, most: int = SHORT) -> str:
    """Return a milestone's text as a sentence, cut if it is long."""
    return cut(with_full_stop(" ".join(text.split())), most).text


def words_of(text: str, most: int = LONG) -> str:
    """Return a person's words, cut if they are long."""
    return shortened(text, most).text


def times(count: int) -> str:
    """Say how often."""
    name = {0: "never", 1: "once", 2: "twice"}.get(count, "times")
    return words(f"papers.said.{name}", {"count": count})
