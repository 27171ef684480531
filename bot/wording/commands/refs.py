"""Refs among the words of a command: priorities, actions and milestones, as a line names them."""

from __future__ import annotations

import re

REF = r"[0-9]{1,3}(?:\.[0-9]{1,3}){0,2}(?![0-9%])(?!\.[0-9])"
_NAMED = rf"(?:(?:priority|priorities|actions?|milestones?) )?{REF}"
REFS = rf"(?P<refs>{_NAMED}(?:(?:, ?(?:and )?(?![0-9]{{3}}(?![0-9.]))| and | & ){_NAMED})*)"
_ONE_REF = re.compile(REF, re.ASCII)


def refs_in(said: str | None) -> tuple[str, ...]:
    """Return the refs that words name, each once."""
    return tuple(dict.fromkeys(_ONE_REF.findall(said or "")))


def listed(refs: tuple[str, ...]) -> str:
    """Write refs as they stand after a command."""
    return f" {', '.join(refs)}" if refs else ""
