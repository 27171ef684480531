"""A plan as a test writes it down: running text, read with what an admin has settled."""

from __future__ import annotations

from bot.model.documents.draft import Draft, Settled
from seed.meaning.plan import read
from seed.roles import RolesFile
from seed.sources import text as running


def read_text(text: str, short: str = "any", roles: RolesFile | None = None, settled: Settled | None = None) -> Draft:
    """Return the draft of a plan in running text. Raises NotAPlan."""
    given = settled or Settled(roles=roles.roles if roles else None)
    return read(running.read(text.encode()), short, given)
