"""Measures on the page: each with its chart, the same in sentences, its verdict and its direction. Nothing is judged here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.model.board.paper import Cell, Column, Figure, Grid, Heading, Prose
from bot.model.letters.message import Text
from bot.model.measures.standing import MeasureTold, Shown, Verdict
from bot.model.page.place import Only, Place, Room
from bot.model.page.sheet import Line, Pairs, Sheet, SheetBlock, Tab, Tile, Tiles
from bot.ports.refusals import Refusal
from bot.reports.page.frame import framed
from bot.reports.page.ground import Ground
from bot.reports.page.leading import to_ref
from bot.wording.measures.chart import run_chart
from bot.wording.measures.told import direction
from bot.wording.measures.values import reading_said, value_said
from bot.wording.measures.verdicts import direction_said, polarity_said, verdict_mark, verdict_said
from bot.wording.sentences import day, with_full_stop, words

CHARTS = 30  # on one sheet: more are opened one by one
_LIST = ("measure", "verdict", "latest", "target", "direction", "owner")
_READINGS = ("as_at", "reading", "counts_of", "note")


def measures(ground: Ground) -> Sheet:
    """Return all measures, those that are closed last."""
    every = ground.measures
    found = [one for one in every if is_meant(one, ground.place.only)]
    open_ = [one for one in found if not one.measure.is_closed]
    closed = [one for one in found if one.measure.is_closed]
    if not every:
        return framed(ground, words("page.title.measures"), (Prose(spans=(Text(text=words("page.measures.none")),)),))
    blocks: list[SheetBlock] = [Tiles(caption=words("page.measures.counts"), tiles=tuple(_tiles(ground)))]
    if not found:
        blocks.append(Prose(spans=(Text(text=words("page.plan.none_only")),)))
    if open_:
        blocks.append(_list(ground, words("page.measures.open"), open_))
        blocks.append(Heading(text=words("page.measures.charts")))
        blocks += [Figure(chart=run_chart(one)) for one in open_[:CHARTS]]
        if len(open_) > CHARTS:
            blocks.append(Prose(spans=(Text(text=words("page.measures.more", {"count": len(open_) - CHARTS})),)))
    if closed:
        blocks += [Heading(text=words("page.measures.closed")), _list(ground, words("page.measures.closed"), closed)]
    title = words("page.title.measures")
    if ground.place.only is not None:
        title = words("page.title.plan_of", {"what": words(f"page.only.{ground.place.only.value}")})
    return framed(ground, title, blocks)


def is_meant(told: MeasureTold, only: Only | None) -> bool:
    """Say if a measure is on a list: behind, or without a reading, as there is none or one is due. Without a list, always."""
    if only is Only.BEHIND:
        return not told.measure.is_closed and told.verdict is Verdict.BEHIND
    if only is Only.LATE:
        return not told.measure.is_closed and (told.late_since is not None or told.latest is None)
    return True


def _tiles(ground: Ground) -> Iterator[Tile]:
    """Give the numbers of measures, and how many there are."""
    yield from known_of(ground)
    yield Tile(count=str(len(ground.measures)), label=words("page.tile.measures"), to=ground.to(Place(room=Room.MEASURES)))


def known_of(ground: Ground) -> Iterator[Tile]:
    """Give how many measures nobody knows of, then how many are behind of those that have a reading: that none is behind says
    nothing if none has one."""
    open_ = sum(not one.measure.is_closed for one in ground.measures)
    unknown, behind = (sum(is_meant(one, only) for one in ground.measures) for only in (Only.LATE, Only.BEHIND))
    facts = {"total": open_, "known": open_ - unknown}
    for name, only, count in (("late", Only.LATE, unknown), ("behind", Only.BEHIND, behind)):
        note, to = words(f"page.tile.{name}_note", facts), ground.to(Place(room=Room.MEASURES, only=only))
        yield Tile(count=str(count), label=words(f"page.tile.{name}"), note=note, to=to)


def _list(ground: Ground, caption: str, some: Sequence[MeasureTold]) -> Grid:
    columns = tuple(Column(heading=words(f"page.measures.{name}")) for name in _LIST)
    return Grid(caption=caption, columns=columns, rows=tuple(row(ground, one) for one in some))


def row(ground: Ground, told: MeasureTold) -> tuple[Cell, ...]:
    """Return the row of a measure."""
    terms, latest = told.measure.terms, told.latest
    there = ground.to(Place(room=Room.MEASURE, ref=told.measure.handle))
    said = words("page.measures.on", {"said": reading_said(latest, terms), "day": latest.as_at}) if latest is not None else None
    return (
        Cell(value=f"{told.measure.handle} {with_full_stop(terms.text)}", to=there),
        Cell(mark=verdict_mark(told)),
        Cell(value=said),
        Cell(value=value_said(terms.target, terms.unit) if terms.target is not None else None),
        Cell(value=direction(told) or None),
        Cell(value=terms.owner or words("page.column.nobody")),
    )


# ---- one measure ----------------------------------------------------------------------------


def measure(ground: Ground) -> Sheet:
    """Return the sheet of a measure. Raises Refusal if there is none of that handle."""
    told = next((one for one in ground.measures if one.measure.handle == ground.place.ref.casefold()), None)
    if told is None:
        raise Refusal("fault", sentence=words("page.refused.measure", {"ref": ground.place.ref}))
    terms = told.measure.terms
    blocks: list[SheetBlock] = [Prose(spans=(Text(text=with_full_stop(terms.text), strong=True),))]
    if told.measure.is_closed:
        blocks.append(Prose(spans=(Text(text=words("page.measures.is_closed")),)))
    blocks.append(Pairs(caption=words("page.measures.about"), pairs=tuple(_pairs(ground, told))))
    blocks += [Heading(text=words("page.measures.chart")), Figure(chart=run_chart(told))]
    blocks += [Heading(text=words("page.measures.readings")), _readings(told)]
    way = (Tab(label=words("page.nav.measures"), to=ground.to(Place(room=Room.MEASURES))),)
    return framed(ground, words("page.title.measure", {"ref": told.measure.handle}), blocks, way)


def _pairs(ground: Ground, told: MeasureTold) -> Iterator[tuple[str, tuple[Line, ...]]]:
    terms = told.measure.terms
    yield words("page.measures.verdict"), (Line(spans=(Text(text=verdict_said(told)),), mark=verdict_mark(told)),)
    if not terms.in_words:
        if direction(told):
            yield _pair("direction", direction_said(told))
        yield _pair("better", polarity_said(terms))
    if terms.target is not None:
        value = value_said(terms.target, terms.unit)
        by = {"value": value, "day": day(terms.target_by)} if terms.target_by is not None else None
        yield _pair("target", words("page.measures.value_by", by) if by is not None else value)
    if terms.baseline is not None:
        value = value_said(terms.baseline, terms.unit)
        on = {"said": value, "day": day(terms.baseline_on)} if terms.baseline_on is not None else None
        yield _pair("baseline", words("page.measures.on", on) if on is not None else value)
    yield _pair("owner", terms.owner or words("page.measures.unowned"))
    if terms.source:
        yield _pair("source", terms.source)
    if told.next_on is not None and not told.measure.is_closed:
        yield _pair("next_on", day(told.next_on))
    lines = tuple(
        Line(spans=(Text(text=found[0]),), to=found[1]) for ref in terms.actions if (found := to_ref(ground, ref)) is not None
    )
    if lines:
        yield words("page.measures.actions"), lines


def _pair(name: str, said: str) -> tuple[str, tuple[Line, ...]]:
    return words(f"page.measures.{name}"), (Line(spans=(Text(text=said),)),)


def _readings(told: MeasureTold) -> Grid:
    """Return the readings that count, the latest first. A hidden one has no number here either."""
    columns = tuple(Column(heading=words(f"page.measures.{name}")) for name in _READINGS)
    rows = tuple(_reading(one, told) for one in reversed(told.shown))
    return Grid(caption=words("page.measures.readings"), columns=columns, rows=rows, none=words("page.measures.no_reading"))


def _reading(one: Shown, told: MeasureTold) -> tuple[Cell, ...]:
    counts = {"numerator": str(one.numerator), "denominator": str(one.denominator)}
    has_counts = one.numerator is not None and one.denominator is not None
    notes = [words(f"page.measures.{name}") for name in ("provisional", "corrected") if getattr(one, name)]
    return (
        Cell(value=one.as_at),
        Cell(value=reading_said(one, told.measure.terms)),
        Cell(value=words("page.measures.out_of", counts) if has_counts else None),
        Cell(value=" ".join([*notes, *([one.note] if one.note else [])]) or None),
    )
