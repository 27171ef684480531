"""The words in place of what was taken out of the record."""

from __future__ import annotations

from bot.model.record.erasure import Removed
from bot.wording.sentences import words


class InPlace:
    """The words that the record reads in place of what was taken out. Implements `bot.ports.erasures.Instead`."""

    def text(self, removed: Removed) -> str:
        """Return who took a text out, and on which day."""
        name = removed.by or words("erasures.instead.milepost")
        return words("erasures.instead.text", {"name": name, "on": removed.on})

    def copy(self, entry: int) -> str:
        """Return which entry says why a text is no longer in a copy."""
        return words("erasures.instead.copy", {"entry": entry})

    def person(self) -> str:
        """Return what an erased person is called."""
        return words("erasures.instead.person")
