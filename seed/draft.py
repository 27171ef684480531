"""The doubts of a reader, gathered while it reads."""

from __future__ import annotations

from bot.model.draft import Warning  # noqa: A004
from seed.words import say


class Doubts:
    """The doubts of a reader, gathered while it reads."""

    def __init__(self) -> None:
        self._warnings: list[Warning] = []

    def warn(self, line: int, code: str, **facts: object) -> None:
        """Note a doubt about a line."""
        self._warnings.append(Warning(line=line, code=code, message=say("warning", code, **facts)))

    def in_order(self) -> tuple[Warning, ...]:
        """Return the doubts in the order of the document."""
        return tuple(sorted(self._warnings, key=lambda warning: warning.line))
