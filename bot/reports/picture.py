"""The plan at one glance, and who its reader may be."""

from __future__ import annotations

from bot.model.message import plain
from bot.model.people import Person, Right
from bot.model.picture import Cell, Face, Picture
from bot.model.plan import Milestone
from bot.model.snapshot import Snapshot
from bot.rules import holders
from bot.rules.standing import dates, face_in
from bot.wording.dates import dated
from bot.wording.sentences import mark, with_full_stop, words


def faces(snapshot: Snapshot) -> list[Face]:
    """Return everyone the reader may be: the programme manager first, then the board, then the plan's roles."""
    known = snapshot.people
    found = [
        Face(email=p.email, name=p.name, role_line=", ".join(holders.roles_of(known, p.id, snapshot.today)) or rights_line(p))
        for p in known.persons
    ]
    by_email = {p.email: p for p in known.persons}
    return sorted(found, key=lambda f: (not by_email[f.email].is_admin, not by_email[f.email].is_board, f.role_line))


def rights_line(person: Person) -> str:
    """Say what someone without a role is here for."""
    right = next((r for r in (Right.ADMIN, Right.CHAIR, Right.BOARD, Right.ASSURER) if r in person.rights), Right.MEMBER)
    return words(f"program.right.{right.value}")


def picture(snapshot: Snapshot) -> Picture:
    """Return every milestone as it stands, by priority, for the plan view."""
    plan = snapshot.plan

    def cell(milestone: Milestone) -> Cell:
        shown = mark(face_in(snapshot, milestone))
        when = plain(dated(dates(snapshot, milestone)))
        text = with_full_stop(milestone.text)
        return Cell(ref=milestone.ref, text=text, face=shown.status, word=shown.word, shape=shown.shape, dates=when)

    return Picture(
        title=plan.title,
        priorities=tuple(
            (p.number, p.text, tuple(cell(m) for m in plan.milestones if m.priority == p.number)) for p in plan.priorities
        ),
    )
