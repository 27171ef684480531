"""The news in a people file: a later one says only what it did not say when it last spoke of somebody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.model.people import PersonRow


def about(row: PersonRow) -> tuple[str, str]:
    """Return whom and what a row is about: an e-mail and a role, or no role."""
    return row.email.casefold(), row.role or ""


def is_new(row: PersonRow, before: Sequence[PersonRow]) -> tuple[bool, bool]:
    """Say if the file says something new of the person, and if of holding the role, since it last spoke of them."""
    person = all((row.name, row.platform) != (old.name, old.platform) for old in before)
    said = (row.starts, row.ends, row.deputy_email)
    holding = all(said != (old.starts, old.ends, old.deputy_email) for old in before)
    return person, holding


def new_rights(rows: Sequence[PersonRow], said: Mapping[tuple[str, str], Sequence[PersonRow]]) -> dict[str, str]:
    """Return the rights, by e-mail, of whoever the file gives others than it last did: those of all their rows in it together."""
    then = _rights([row for before in said.values() for row in before])
    return {email: given for email, given in _rights(rows).items() if then.get(email) != given}


def _rights(rows: Sequence[PersonRow]) -> dict[str, str]:
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(row.email.casefold(), set()).update(row.rights)
    return {email: " ".join(sorted(rights)) for email, rights in found.items()}
