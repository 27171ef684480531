"""The drawer of papers: chooses how a paper becomes a file. Its libraries are imported only when a paper is drawn."""

from __future__ import annotations

from hashlib import sha256
from typing import assert_never

from adapters.papers.fragment import draw as draw_fragment
from adapters.papers.plain import draw as draw_lines
from bot.model.board.paper import AnyPaper, Book, Drawn, Fragment, Paper, Plain
from bot.ports.refusals import Refusal


class Drawer:
    """Draws papers as files."""

    def draw(self, paper: AnyPaper) -> Drawn:
        """Return the file of a paper. The same paper gives the same bytes on every machine and day.

        Raises Refusal("papers_off") if the libraries that its kind of file needs are not installed.
        """
        try:
            held = _bytes(paper)
        except ModuleNotFoundError as missing:
            if missing.name is None or missing.name.partition(".")[0] not in ("docx", "openpyxl", "lxml", "matplotlib"):
                raise
            raise Refusal("papers_off") from missing
        return Drawn(name=paper.file, held=held, sha256=sha256(held).hexdigest())


def _bytes(paper: AnyPaper) -> bytes:
    match paper:
        case Paper():
            from adapters.papers.word.document import draw as draw_document  # noqa: PLC0415 (an extra that need not be there)

            return draw_document(paper)
        case Book():
            from adapters.papers.excel import draw as draw_book  # noqa: PLC0415 (heavy, and seldom asked for)

            return draw_book(paper)
        case Fragment():
            return draw_fragment(paper)
        case Plain():
            return draw_lines(paper)
    assert_never(paper)
