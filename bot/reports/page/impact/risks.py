"""Risks on the page: the highest first, each with its history. One whose review is overdue is grey, whatever it was."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.model.board.paper import Cell, Column, Grid, Heading, Prose
from bot.model.letters.message import Text
from bot.model.page.place import Only, Place, Room
from bot.model.page.sheet import Fold, Line, Lines, Pairs, Sheet, SheetBlock, Tile, Tiles
from bot.model.risks.told import RiskTold
from bot.reports.page.frame import framed
from bot.reports.page.ground import Ground
from bot.reports.page.leading import to_refs
from bot.rules.risks.standing import by_score
from bot.wording.risks.lines import direction, ended, history, if_then, in_full, mark_of, scores_alone, tolerance
from bot.wording.sentences import day, words

FEW = 5  # risks that are shown open
COLUMNS = ("risk", "score", "last", "direction", "owner", "review")


def risks(ground: Ground) -> Sheet:
    """Return the open risks of a plan by their score, then those that are over."""
    every, only = ground.risks, ground.place.only
    if not every:
        return framed(ground, words("page.title.risks"), (Prose(spans=(Text(text=words("page.risks.none")),)),))
    found = by_score(one for one in every if is_meant(ground, one, only))
    open_ = [one for one in found if not one.risk.is_closed]
    over = [one for one in found if one.risk.is_closed]
    blocks: list[SheetBlock] = [Tiles(caption=words("page.risks.counts"), tiles=tuple(tiles(ground)))]
    if not found:
        blocks.append(Prose(spans=(Text(text=words("page.plan.none_only")),)))
    if open_:
        blocks += [_register(ground, open_), Heading(text=words("page.risks.one_by_one"))]
        blocks += [_risk(ground, one, len(open_) <= FEW) for one in open_]
    if over:
        blocks.append(Heading(text=words("page.risks.over")))
        blocks += [_risk(ground, one, is_open=False) for one in over]
    title = words("page.title.risks")
    if only is not None:
        title = words("page.title.risks_of", {"what": words(f"page.risks.{only.value}")})
    return framed(ground, title, blocks)


def is_meant(ground: Ground, told: RiskTold, only: Only | None) -> bool:
    """Say if a risk is on a list of open ones: high by its last score, however old that is, or one that nobody has scored in
    time, or whose tolerance has passed. Without a list, always."""
    if only is Only.HIGH:
        return not told.risk.is_closed and not told.outside and told.points >= ground.snapshot.policy.risk.report_from
    if only is Only.LATE:
        return not told.risk.is_closed and (told.is_grey or told.tolerance_passed)
    return True


def tiles(ground: Ground) -> Iterator[Tile]:
    """Give the numbers of risks, those that nobody can rely on first."""
    for name, only in (("risks_late", Only.LATE), ("risks_high", Only.HIGH)):
        count = sum(is_meant(ground, one, only) for one in ground.risks)
        facts = {"score": ground.snapshot.policy.risk.report_from}
        to = ground.to(Place(room=Room.RISKS, only=only))
        yield Tile(count=str(count), label=words(f"page.tile.{name}"), note=words(f"page.tile.{name}_note", facts), to=to)


def lines(ground: Ground, some: Sequence[RiskTold]) -> tuple[Line, ...]:
    """Return risks in a line each, leading to where they are told whole."""
    to = ground.to(Place(room=Room.RISKS))
    return tuple(Line(spans=(Text(text=_said(one)),), mark=mark_of(one), aside=one.risk.terms.owner, to=to) for one in some)


def _said(told: RiskTold) -> str:
    return words("page.risks.if_then", {**if_then(told.risk.terms), "handle": told.risk.handle})


def _register(ground: Ground, some: list[RiskTold]) -> Grid:
    columns = tuple(Column(heading=words(f"page.risks.{name}")) for name in COLUMNS)
    return Grid(caption=words("page.risks.register"), columns=columns, rows=tuple(_row(one) for one in some))


def _row(told: RiskTold) -> tuple[Cell, ...]:
    notes = [tolerance(told).strip()] if told.tolerance_passed else []
    review = day(told.next_review) if told.next_review is not None else None
    late = words("page.risks.overdue", {"day": review or ""}) if told.review_overdue else None
    return (
        Cell(value=_said(told)),
        Cell(value=" ".join(notes) or None, mark=mark_of(told)),
        Cell(value=scores_alone(told) or None),
        Cell(value=direction(told).strip() or None),
        Cell(value=told.risk.terms.owner or words("page.column.nobody")),
        Cell(value=late or review),
    )


def _risk(ground: Ground, told: RiskTold, is_open: bool) -> Fold:
    """Return a risk whole: what it says, and all that was said of it since."""
    policy = ground.snapshot.policy
    pairs = tuple((label, (Line(spans=spans),)) for label, spans in in_full(told, policy))
    steps = tuple(Line(spans=spans) for spans in history(told, policy))
    blocks = (
        Pairs(caption=told.risk.handle, pairs=pairs),
        Lines(caption=words("page.risks.history"), lines=steps),
        *to_refs(ground, told.risk.terms.about),
    )
    return Fold(heading=_said(told), note=ended(told, ground.zone).strip(), mark=mark_of(told), blocks=blocks, open=is_open)
