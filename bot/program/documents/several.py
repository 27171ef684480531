"""Several files given to one command: each is taken by itself, so what is wrong with one keeps no other from being loaded."""

from __future__ import annotations

from collections.abc import Awaitable, Sequence
from pathlib import Path
from typing import Annotated

import typer

from bot.ports.refusals import Refusal
from bot.program.terminal import fault, say
from bot.wording.sentences import words

Files = Annotated[list[Path], typer.Argument(help="One file, or several.", show_default=False)]


class Several:
    """The files of one command, and those of them that were refused."""

    def __init__(self, files: Sequence[Path]) -> None:
        self.files = files
        self._left: list[Path] = []

    def refuse_with(self, **options: object) -> None:
        """Refuse options that can be meant for one file alone if there are several."""
        if given := [name for name, value in options.items() if value is not None and len(self.files) > 1]:
            raise typer.BadParameter(words("program.fault.one_file", {"option": f"--{given[0]}"}))

    async def take(self, file: Path, work: Awaitable[None]) -> None:
        """Do the work on one file, under its name if it is one of several. If it is refused, says why and goes on."""
        if len(self.files) == 1:
            await work
            return
        say("seed.file", {"file": str(file)})
        try:
            await work
        except typer.Exit:
            self._left.append(file)
        except Refusal as refusal:
            typer.echo(words(f"replies.refusal.{refusal.prompt_key}", dict(refusal.facts)), err=True)
            self._left.append(file)

    def end(self) -> None:
        """End with one line that counts and names what was refused, if anything was."""
        if self._left:
            left = ", ".join(map(str, self._left))
            fault("some_left", {"done": len(self.files) - len(self._left), "of": len(self.files), "files": left})
