"""The port to whoever draws papers: a paper comes in as plain values, and the bytes of its file go out."""

from __future__ import annotations

from typing import Protocol

from bot.model.board.paper import AnyPaper, Drawn


class Drawing(Protocol):
    """Draws papers as files. Drawing takes its time, so it is called off the event loop."""

    def draw(self, paper: AnyPaper) -> Drawn:
        """Return the file of a paper. The same paper gives the same bytes on every machine and day.

        Raises Refusal("papers_off") if the libraries that its kind of file needs are not installed.
        """
        ...
