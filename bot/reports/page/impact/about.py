"""About one thing of the plan: the risks that hang over it, and what families said of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.model.board.paper import Heading
from bot.model.page.sheet import Lines, SheetBlock
from bot.reports.page.ground import Ground
from bot.reports.page.impact.risks import lines as risk_lines
from bot.reports.page.impact.voices import lines as voice_lines
from bot.reports.voices.told import about_of
from bot.wording.sentences import words


def about(ground: Ground, ref: str) -> Iterator[SheetBlock]:
    """Give the risks and the voices that are about a ref, about what it is a part of, or about a part of it."""
    risks = [one for one in ground.risks if not one.risk.withdrawn and _concerns(one.risk.terms.about, ref)]
    if risks:
        heading = words("page.action.risks")
        yield Heading(text=heading)
        yield Lines(caption=heading, lines=risk_lines(ground, risks))
    measures = [one.measure for one in ground.measures]
    heard = [one for one in ground.voices if about_of(one, ref, measures)]
    if heard:
        heading = words("page.action.voices")
        yield Heading(text=heading)
        yield Lines(caption=heading, lines=voice_lines(ground, heard))


def _concerns(refs: Sequence[str], ref: str) -> bool:
    return any(ref == one or ref.startswith(f"{one}.") or one.startswith(f"{ref}.") for one in refs)
