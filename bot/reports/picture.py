"""The plan at one glance, and who its reader may be."""

from __future__ import annotations

from collections import Counter

from bot.model.letters.message import plain
from bot.model.people import Person, Right
from bot.model.picture import Cell, Face, Part, Picture, Row, Tally
from bot.model.plan import Action, Milestone
from bot.model.snapshot import Snapshot
from bot.model.updates.update import Face as Shown
from bot.rules import holders
from bot.rules.updates.standing import dates, face_in
from bot.wording.commands import Status
from bot.wording.sentences import mark, with_full_stop, words
from bot.wording.summary import priority_name
from bot.wording.updates.dates import dated

FOR = (Right.ADMIN, Right.CHAIR, Right.BOARD, Right.ASSURER, Right.FORUM, Right.OBSERVER)


def faces(snapshot: Snapshot) -> list[Face]:
    """Return everyone the reader may be: the programme manager first, then the board, then the plan's roles."""
    known = snapshot.people
    found = [
        Face(p.email, p.name, ", ".join(holders.roles_of(known, p.id, snapshot.today)) or rights_line(p), p.is_admin)
        for p in known.persons
    ]
    by_email = {p.email: p for p in known.persons}
    return sorted(found, key=lambda f: (not by_email[f.email].is_admin, not by_email[f.email].is_board, f.role_line))


def rights_line(person: Person) -> str:
    """Say what someone without a role is here for."""
    held = {right.partition(":")[0] for right in person.rights}
    right = next((right for right in FOR if right in held), Right.MEMBER)
    return words(f"program.right.{right.value}")


def picture(snapshot: Snapshot) -> Picture:
    """Return every milestone as it stands, by priority and action, and how many stand how."""
    plan = snapshot.plan
    parts = tuple(
        Part(
            number=p.number,
            name=priority_name(p.text),
            text=p.text,
            rows=tuple(_row(snapshot, action) for action in plan.actions if action.priority == p.number),
        )
        for p in plan.priorities
    )
    cells = [cell for part in parts for row in part.rows for cell in row.cells]
    return Picture(title=plan.title, parts=parts, legend=_legend(Counter(cell.face for cell in cells)))


def _row(snapshot: Snapshot, action: Action) -> Row:
    return Row(action.ref, action.title, tuple(_cell(snapshot, milestone) for milestone in action.milestones))


def _cell(snapshot: Snapshot, milestone: Milestone) -> Cell:
    shown = mark(face_in(snapshot, milestone))
    return Cell(
        ref=milestone.ref,
        text=with_full_stop(milestone.text),
        face=shown.status,
        word=shown.word,
        shape=shown.shape,
        dates=plain(dated(dates(snapshot, milestone))),
        owners=", ".join(milestone.owners),
        command=str(Status(about=milestone.ref)),
    )


def _legend(counts: Counter[str]) -> tuple[Tally, ...]:
    """Return the faces that some milestones have, in the order in which they are counted everywhere."""
    marks = [mark(face) for face in Shown if counts[face]]
    return tuple(Tally(face=one.status, word=one.word, shape=one.shape, count=counts[one.status]) for one in marks)
