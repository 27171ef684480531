"""A reader of documents of one plain form, for whoever tries what is said about a document and not how one is read.

A line is a milestone: its text, its role and its due date, parted by bars. A date behind `?KEY` is given once that question has
the answer Yes, behind `?day-KEY` once it has that or another date as its answer. A line that begins with `!` is a warning.
"""

from __future__ import annotations

import re
from datetime import date

from bot.model.documents.draft import Draft, PlanDoubt, PlanDoubtKind, Settled, Warning  # noqa: A004
from bot.model.documents.not_a_plan import NotAPlan
from bot.model.plan import Action, Milestone, Plan, Priority, Role
from bot.program.documents.reading.tables import TableReading


class PlainDocuments(TableReading):
    """Reads that form. Counts how often it made a draft."""

    def __init__(self) -> None:
        self.made = 0

    async def read(self, name: str, held: bytes) -> bytes:
        """Return the bytes as they are."""
        if not held:
            raise NotAPlan(f"{name} is empty.")
        return held

    async def draft(self, document: bytes, short: str, settled: Settled) -> Draft:
        """Return the draft of such a document."""
        self.made += 1
        lines = [line for line in document.decode().splitlines() if line.strip()]
        warnings = tuple(Warning(line=n, code="odd", message=line[1:]) for n, line in enumerate(lines, 1) if line[0] == "!")
        asked: dict[str, list[str]] = {}
        milestones = []
        for number, line in enumerate((one for one in lines if one[0] != "!"), 1):
            text, role, due = (part.strip() for part in line.split("|"))
            ref, key = f"1.1.{number}", due[1:].partition(" ")[0] if due.startswith("?") else ""
            answer = settled.answers.get(key, "")
            if key and answer not in ("Yes", "No") and not _day(key, answer):
                asked.setdefault(key, []).append(ref)
            day = due if not key else due.partition(" ")[2] if answer == "Yes" else _day(key, answer)
            milestones.append(Milestone(ref=ref, text=text, due=date.fromisoformat(day) if day else None, owners=(role,)))
        if not milestones:
            raise NotAPlan("There is no milestone in it.")
        plan = Plan(
            short=short,
            title="The plan",
            priorities=(Priority(number=1, text="Better"),),
            actions=(Action(ref="1.1", priority=1, title="Do it", milestones=tuple(milestones)),),
            roles=tuple(Role(name=name) for name in dict.fromkeys(one.owners[0] for one in milestones)),
        )
        doubts = sorted((_doubt(key, refs) for key, refs in asked.items()), key=lambda doubt: -len(doubt.touches))
        return Draft(plan=plan, warnings=warnings, doubts=tuple(doubts))


def _day(key: str, answer: str) -> str:
    """Return the date that free words give as the answer to a question that takes them. "" if they give none."""
    return answer if key.startswith("day-") and re.fullmatch(r"20\d\d-\d\d-\d\d", answer) else ""


def _doubt(key: str, refs: list[str]) -> PlanDoubt:
    places = tuple(f"line {ref.rpartition('.')[2]}" for ref in refs)
    question = f"The dates of {key} have no year. Is it this one?"
    free = key.startswith("day-")
    kind = PlanDoubtKind.DATE if free else PlanDoubtKind.YEAR
    choices = ("No", "Yes")
    return PlanDoubt(
        key=key, kind=kind, question=question, choices=choices, default="Yes", places=places, touches=tuple(refs), free=free
    )
