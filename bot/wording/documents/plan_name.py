"""A plan's short name: one that can be said, and typed after "in"."""

from __future__ import annotations

import re
import unicodedata

MOST = 40


def short_name(given: str) -> str:
    """Fold a name or a file's stem: no accents, lower case, all but letters and digits as single hyphens; else "plan"."""
    apart = unicodedata.normalize("NFKD", given)
    plain = "".join(letter for letter in apart if not unicodedata.combining(letter)).lower()
    return re.sub("[^a-z0-9]+", "-", plain).strip("-")[:MOST].rstrip("-") or "plan"
