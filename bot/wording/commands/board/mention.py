"""A mention under a posted summary: words of somebody that are no command, and may be a challenge."""

from __future__ import annotations

from bot.wording.commands.phrase import Phrase


class Mention(Phrase):
    """Words said in the thread of a posted summary, with the refs that they name. Nobody types this: a thread makes it so."""

    text: str
    refs: tuple[str, ...] = ()

    def _body(self) -> str:
        return self.text
