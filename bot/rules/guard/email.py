"""A personal e-mail: one of a provider of private mailboxes, and of nobody whom the plan knows."""

from __future__ import annotations

import re
from collections.abc import Collection

_EMAIL = re.compile(r"(?<![\w.+\-])[\w.+\-']{1,64}@([\w\-]{1,63}(?:\.[\w\-]{1,63}){1,4})")
_PRIVATE = re.compile(
    r"(?:gmail|googlemail|hotmail|outlook|live|msn|yahoo|ymail|rocketmail|icloud|me|mac|aol|btinternet|btopenworld|sky|talktalk"
    r"|virginmedia|blueyonder|ntlworld|tiscali|plusnet|proton|protonmail|pm|gmx|mail|zoho|fastmail|tutanota)"
    r"\.(?:com|net|org|co\.uk|uk|me|de|fr|ie)",
    re.IGNORECASE,
)


def holds_personal_email(text: str, known: Collection[str]) -> bool:
    """Say if there is somebody's private e-mail in a text as it is read. `known` are those of the plan, in small letters."""
    if "@" not in text:
        return False
    found = (one for one in _EMAIL.finditer(text) if _PRIVATE.fullmatch(one[1]))
    return any(one[0].casefold() not in known for one in found)
