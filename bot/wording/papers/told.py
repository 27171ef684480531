"""The facts of a report as its sections tell them: for whom, how many lines each has, and how long they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bot.model.board.compliance import Roles
from bot.model.board.highlight import Highlight
from bot.model.board.paper import PaperBlock
from bot.model.board.settings import PaperSection
from bot.wording.papers.frame import Frame
from bot.wording.papers.lines import LONG, Line
from bot.wording.papers.lines import section as with_heading
from bot.wording.papers.who import Who
from bot.wording.sentences import Fact, words

LEAST, MOST = 1, 12  # lines of a list, so that a report stays on its two sides
FEW_CHARTS, MANY_CHARTS, MANY_FROM = 2, 4, 8  # in a report, and the lines of a list from which on there are many
CRAMPED, WRITTEN, WHOLE = 80, 200, 1_000_000  # letters of each part of a narrative; nobody's words have as many as the last
MOST_REFS = 12
BRIEF, TERSE = 60, 24  # letters of a text, and of one in a report that hardly stays on its two sides
Blocks = tuple[PaperBlock, ...]
Facts = Mapping[str, Fact]


class Told(NamedTuple):
    """The facts of a report, and for whom they are told."""

    facts: Highlight
    frame: Frame
    who: Who
    roles: Roles
    most: int = LEAST  # lines of a list
    written: int = WHOLE  # letters of each part of a narrative
    charts: int = 0  # of measures

    @property
    def is_whole(self) -> bool:
        """Say if it is the report of all of the plan, which has less room for each line."""
        return self.facts.number is None

    @property
    def is_cramped(self) -> bool:
        """Say if the report hardly stays on its two sides, so that only what cannot be done without has a place."""
        return self.written <= CRAMPED

    @property
    def short(self) -> int:
        """Return how many letters of a milestone's text are told."""
        return BRIEF if self.is_whole else 2 * BRIEF

    @property
    def brief(self) -> int:
        """Return how many letters of somebody's reason are told. In the report of a priority nobody's words are cut."""
        return BRIEF + 30 if self.is_whole else WHOLE

    @property
    def wanted(self) -> int:
        """Return how many letters are told of what is wanted, of the board or by it."""
        return LONG if self.is_whole else WHOLE


def heading(which: PaperSection) -> str:
    """Return the heading of a section."""
    return words(f"papers.section.{which.value}")


def section_of(which: PaperSection, lines: Sequence[Line], most: int, none: str, before: Sequence[PaperBlock] = ()) -> Blocks:
    """Return a section of lines, or what is said if it has none."""
    return with_heading(heading(which), lines, most, words(none), before)


