"""The board's part of a plan's settings: its meetings, its business, the audiences of papers, the findings of the inspection."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from bot.model.noun import Noun
from bot.model.setting import Days, Step, Unfit, Words, all_different, at_odds, names_differ

BOARD = "board"  # the audience whose meetings open a window; all others read what was frozen last
AudienceName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,30}$")]
FindingName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9-]{0,15}$")]
FindingRef = Annotated[str, StringConstraints(pattern=r"^\d{1,4}(\.\d{1,4}){0,2}$")]
Email = Annotated[str, StringConstraints(to_lower=True, pattern=r"^[^@\s]{1,100}@[^@\s]{1,150}$")]
Long = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000, pattern=r"^[^\x00-\x1f\x7f]*$")]


class Meeting(Noun):
    """A day on which an audience meets."""

    on: date
    audience: AudienceName = BOARD


def _in_order(meetings: tuple[Meeting, ...]) -> tuple[Meeting, ...]:
    first: dict[tuple[str, date], int] = {}
    for place, one in enumerate(meetings):
        if (before := first.setdefault((one.audience, one.on), place)) != place:
            raise Unfit("meetings", place, facts={"first": before + 1})
    return tuple(sorted(meetings, key=lambda one: (one.on, one.audience)))


class Cycle(Noun):
    """[board]: the meetings, and how many working days before one of the board's the steps towards it are.

    Source of the steps: Envisio's reporting dates, lowest level first, and the paper deadlines of English councils.
    """

    meetings: Annotated[tuple[Meeting, ...], Field(max_length=120), AfterValidator(_in_order)] = ()
    opens: Days = 14
    owners_by: Days = 9
    leads_by: Days = 7
    papers_due: Days = 5
    owners_again: Step = 2  # before owners_by

    @model_validator(mode="after")
    def _steps_follow_each_other(self) -> Self:
        said = self.model_fields_set
        if self.owners_by >= self.opens:
            raise at_odds("owners_by", said, {"owners_by": self.owners_by, "opens": self.opens})
        if self.leads_by > self.owners_by:
            raise at_odds("leads_by", said, {"leads_by": self.leads_by, "owners_by": self.owners_by})
        if self.papers_due > self.leads_by:
            raise at_odds("papers_due", said, {"papers_due": self.papers_due, "leads_by": self.leads_by})
        if self.owners_again >= self.opens - self.owners_by:
            days = {"owners_again": self.owners_again, "opens": self.opens, "owners_by": self.owners_by}
            raise at_odds("owners_again", said, days)
        return self


class Business(Noun):
    """[business]: how many working days before it is wanted somebody is asked for what the board wants of them."""

    ask_before: Annotated[tuple[Step, ...], Field(max_length=5)] = (5, 1)

    @model_validator(mode="after")
    def _falls(self) -> Self:
        if list(self.ask_before) != sorted(set(self.ask_before), reverse=True):
            raise Unfit("falling", "ask_before")
        return self


class Names(StrEnum):
    """The way in which a paper names whoever answers for something."""

    NONE = "none"
    ROLES = "roles"
    NAMES = "names"


class Tone(StrEnum):
    """The words of a paper: the board's, or plain ones for everybody."""

    BOARD = "board"
    PUBLIC = "public"


class FileKind(StrEnum):
    """The kinds of file that a paper comes as."""

    WORD = "docx"
    EXCEL = "xlsx"
    HTML = "html"  # a fragment for somebody's own page


class PaperSection(StrEnum):
    """The sections of a highlight report, in the order that is Milepost's own."""

    DECISIONS = "decisions"
    NARRATIVES = "narratives"
    SILENT = "silent"
    OFF_TRACK = "off_track"
    MOVED = "moved"
    DONE = "done"
    DUE_NEXT = "due_next"
    DATES = "dates"
    MEASURES = "measures"
    RISKS = "risks"
    BUSINESS = "business"
    VOICES = "voices"
    COMPLIANCE = "compliance"


class Cadence(StrEnum):
    """The rhythm in which an audience expects its papers, as it is told on them."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    TERMLY = "termly"


class Audience(Noun):
    """[audiences.NAME]: for whom papers are drawn, and how. `title` is what they are called on paper.

    `people` are the e-mail addresses of those whom an issue is told, if they have no channel. `header` is what else stands in
    the fields at the head of a paper, such as a classification. `approver` is the role that must agree before it is published.
    """

    title: Words | None = None
    names: Names = Names.ROLES
    wording: Tone = Tone.BOARD
    sections: Annotated[tuple[PaperSection, ...], Field(min_length=1), AfterValidator(all_different)] = tuple(PaperSection)
    files: Annotated[tuple[FileKind, ...], Field(min_length=1), AfterValidator(all_different)] = (FileKind.WORD, FileKind.EXCEL)
    cadence: Cadence = Cadence.MONTHLY
    people: Annotated[tuple[Email, ...], Field(max_length=60), AfterValidator(all_different)] = ()
    header: Annotated[Mapping[Words, Words], Field(max_length=8), AfterValidator(names_differ)] = {}
    approver: Words | None = None


class Finding(Noun):
    """[findings.NAME]: a finding of the inspection that led to the plan, and the priorities, actions or milestones about it."""

    text: Long
    kind: Words = "priority action"
    refs: Annotated[tuple[FindingRef, ...], Field(min_length=1, max_length=200), AfterValidator(all_different)]


_OPERATIONS = (
    PaperSection.SILENT,
    PaperSection.OFF_TRACK,
    PaperSection.DUE_NEXT,
    PaperSection.MOVED,
    PaperSection.DONE,
    PaperSection.DATES,
    PaperSection.MEASURES,
    PaperSection.DECISIONS,
    PaperSection.BUSINESS,
    PaperSection.RISKS,
    PaperSection.COMPLIANCE,
)
_FAMILIES = (
    PaperSection.DONE,
    PaperSection.DUE_NEXT,
    PaperSection.OFF_TRACK,
    PaperSection.DATES,
    PaperSection.MEASURES,
    PaperSection.VOICES,
)
# The audiences there are without any settings.
AUDIENCES: Mapping[str, Audience] = {
    BOARD: Audience(),
    "operations": Audience(names=Names.NAMES, sections=_OPERATIONS, cadence=Cadence.WEEKLY),
    "families": Audience(wording=Tone.PUBLIC, sections=_FAMILIES, files=(FileKind.WORD, FileKind.HTML), cadence=Cadence.TERMLY),
}
