"""No change, by a press: what stands is said again, once."""

from __future__ import annotations

import re
from datetime import date
from typing import ClassVar, Self

from bot.wording.commands.phrase import MARKED, Phrase, pattern_of, token_after
from bot.wording.typed.line import REF

_NUMBER = re.compile("[0-9]{1,18}", re.ASCII)


class NoChange(Phrase):
    """no change REF [REF ...] #token; the token names what was said last of each when the button was drawn, 0 for nothing.
    Without one it is a typed line, which is said back first."""

    always_heard: ClassVar[bool] = True
    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"no change (?P<refs>{REF}(?: {REF})*) {MARKED}")
    refs: tuple[str, ...]
    token: str

    @classmethod
    def _made(cls, found: re.Match[str], plan: str | None, today: date) -> Self:
        return cls(plan=plan, refs=tuple(dict.fromkeys(found["refs"].split())), token=found["token"])

    @classmethod
    def drawn(cls, plan: str | None, stood: dict[str, int]) -> Self:
        """Return the command of a button drawn while these were the newest statements, by ref."""
        return cls(plan=plan, refs=tuple(stood), token="n" + "-".join(map(str, stood.values())))

    @property
    def stood(self) -> dict[str, int] | None:
        """Return the newest statement of each when the button was drawn. None if the token is no such one."""
        numbers = self.token[1:].split("-")
        if self.token[:1] != "n" or len(numbers) != len(self.refs) or not all(map(_NUMBER.fullmatch, numbers)):
            return None
        return {ref: int(number) for ref, number in zip(self.refs, numbers, strict=True)}

    def _body(self) -> str:
        return f"no change {' '.join(self.refs)}{token_after(self.token)}"
