"""A plan's document as it lies on this machine, with what lies beside it: its roles, its settings, and the answers so far."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from rich.console import Console

from bot.model.documents.draft import Draft, PlanDoubt, Settled
from bot.model.documents.not_a_plan import NotAPlan
from bot.model.documents.workbook import Given, Stamp
from bot.model.plan import Plan, Role
from bot.model.policy import Policy
from bot.program.documents.plan_settings import beside
from bot.program.documents.reading.compact import unpacked
from bot.program.documents.reading.documents import document_in, reader
from bot.program.documents.reading.packing import MOST_PACKED
from bot.program.terminal import bytes_of, is_there, refuse, text_of
from bot.wording.documents.plan_name import short_name
from bot.wording.sentences import words
from seed.answers import AnswersFile, AnswersFileError, judge
from seed.reviewed import Correction, Reviewed, corrected, reviewed
from seed.roles import RolesFile, RolesFileError
from seed.settings import SettingsErrors, calendar_in, read_settings
from seed.sources.kinds import Kind, kind_of

WORKBOOK = ".xlsx"


class PlanFile(NamedTuple):
    """A document that was read, in our own words, and what lies beside it. `said` is its settings file, if it has one."""

    file: Path
    document: bytes
    roles: tuple[Role, ...] | None
    said: str | None
    answers: AnswersFile
    corrections: tuple[Correction, ...] = ()
    given: Given | None = None

    async def stamp(self) -> Stamp | None:
        """Return what it says of itself if it is a workbook that Milepost gave."""
        if self.file.suffix.lower() != WORKBOOK:
            return None
        try:
            return (await reader().draft(self.document, short_name(self.file.stem), Settled())).stamp
        except NotAPlan:
            return None

    async def draft(self, short: str, answers: Mapping[str, str]) -> Draft:
        """Return the draft by these answers. Ends with one line if it is no plan."""
        settled = Settled(roles=self.roles, calendar=calendar_in(self.said or ""), answers=answers, given=self.given)
        try:
            draft = await reader().draft(self.document, short, settled)
            plan = corrected(draft.plan, self.corrections)
        except NotAPlan as wrong:
            refuse(wrong.reason)
        except AnswersFileError as wrong:
            refuse(str(wrong))
        if draft.stamp is not None and not plan.actions:  # only the record that gave it can read it
            refuse(words("workbook.fault.elsewhere", {"plan": draft.stamp.plan}))
        return draft.model_copy(update={"plan": plan.model_copy(update={"file": self.file.name})})

    def policy(self, plan: Plan) -> Policy | None:
        """Return the settings beside it, None if there are none. Ends with a line for each fault in them."""
        try:
            return read_settings(self.said, plan) if self.said is not None else None
        except SettingsErrors as wrong:
            refuse(str(wrong))

    def unused(self, read: Plan, doubts: Sequence[PlanDoubt]) -> tuple[str, ...]:
        """Return a sentence for each answer of the file that was not needed. Ends with a line for each that is wrong."""
        judged = judge(self.answers, (one.key for one in read.answers), doubts)
        if judged.faults:
            refuse("\n".join(judged.faults))
        return judged.unused


def answers_beside(file: Path) -> Path:
    """Return the file of answers that belongs to a plan's document."""
    return file.with_name(f"{file.stem}.answers.toml")


async def open_plan(file: Path, answers: Path | None = None) -> PlanFile:
    """Read a document and what lies beside it, or end with a line for each fault. The answers may lie elsewhere."""
    held = bytes_of(file, MOST_PACKED)  # first: what is no file has nothing beside it
    roles_file, settings_file = file.with_name(f"{file.stem}.roles.toml"), beside(file)
    try:
        roles = RolesFile.parse(text_of(roles_file)).roles if is_there(roles_file) else None
        said = text_of(settings_file) if is_there(settings_file) else None
        known = answers_in(answers or answers_beside(file), wanted=answers is not None)
        with waiting(file):
            document = await reader().read(file.name, held)
    except (RolesFileError, AnswersFileError) as wrong:
        refuse(str(wrong))
    except NotAPlan as wrong:
        refuse(wrong.reason)
    return PlanFile(file, document, roles, said, known.answers, known.corrections)


def answers_in(file: Path, wanted: bool) -> Reviewed:
    """Return the answers of a file, which may be a review workbook. Empty if there is none and none is wanted. Raises
    AnswersFileError, or NotAPlan if a workbook cannot be opened."""
    if not wanted and not is_there(file):
        return Reviewed()
    held = bytes_of(file)
    if kind_of(held) is not Kind.XLSX:
        return Reviewed(answers=AnswersFile.parse(text_of(file)))
    return reviewed(unpacked(document_in(file.name, held)))


@contextmanager
def waiting(file: Path) -> Iterator[None]:
    """Show on a terminal that a file is being read: a long one takes a while."""
    if not sys.stderr.isatty():
        yield
        return
    with Console(stderr=True).status(words("program.seed.reading", {"file": file.name})):
        yield


async def plan_of(file: Path, short: str | None = None) -> tuple[Draft, Policy | None]:
    """Read a document with its roles, its settings and its answers, or end with one line that says why not."""
    opened = await open_plan(file)
    draft = await opened.draft(short_name(short or file.stem), opened.answers.answers)
    return draft, opened.policy(draft.plan)
