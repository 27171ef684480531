"""The measures in a highlight report: how many wait for a reading, then each in a row, and charts of those that matter most.

In plain words for everybody they are sentences. What somebody answered or noted was written for colleagues, and is not in those.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.model.board.paper import Cell, Column, Figure, Grid, Heading
from bot.model.board.settings import PaperSection
from bot.model.measures.measure import Terms
from bot.model.measures.standing import Direction, MeasureTold, Shown, Verdict
from bot.wording.measures.chart import run_chart
from bot.wording.measures.plot import plot
from bot.wording.measures.values import reading_said, value_said
from bot.wording.measures.verdicts import direction_word, is_coloured, verdict_mark
from bot.wording.papers.lines import Line, prose, text_of
from bot.wording.papers.told import Blocks, Told, heading
from bot.wording.papers.who import Who
from bot.wording.sentences import Fact, line, mark, words
from bot.wording.summary_lines import cut, named

WIDTHS = {"measure": 40, "latest": 20, "wanted": 20, "verdict": 16, "direction": 16}
_MOST_NAMED = 12
_PUBLIC = 160  # letters of a measure's own words, for everybody
_ANSWER = 60  # letters of an answer in words
# In the order in which they are told: silence first, then what is not as good as it should be.
_ORDER = (Verdict.BEHIND, Verdict.NO_READING, Verdict.ON_TRAJECTORY, Verdict.ON_TARGET, Verdict.NO_TARGET)


def measures(told: Told) -> Blocks:
    """Return the section of those who sit on a board or work for it."""
    every = sorted(told.facts.measures, key=_place)
    top = Heading(text=heading(PaperSection.MEASURES))
    if not every:
        return top, prose(words("scorecard.paper.none" if told.is_whole else "scorecard.paper.none_about"))
    if told.is_cramped:
        return top, prose(" ".join(filter(None, (counted(every, told.is_whole), _behind(every)))))
    shown = every if len(every) <= told.most + 1 else every[: told.most]
    said, rest = prose(counted(every, told.is_whole)), _rest(every[len(shown) :])
    return (top, said, table(shown, told.who), *rest, *small_charts(every)[: told.charts])


def small_charts(measures: Sequence[MeasureTold]) -> Blocks:
    """Return charts of those measures that have enough readings to draw, two beside each other."""
    charts = [run_chart(one) for one in measures]
    return tuple(Figure(chart=one, small=True) for one in charts if plot(one) is not None)


def verdict_cell(one: MeasureTold) -> Cell:
    """Return the verdict as a cell: with its colour and the word for that, or in words alone if it has none."""
    shown = verdict_mark(one)
    if is_coloured(one):
        return Cell(value=shown.word, mark=mark(shown.status))
    return Cell(value=f"{shown.shape} {shown.word}")


def public_lines(measures: Sequence[MeasureTold]) -> list[Line]:
    """Return the measures in plain words. Those that are answered in words are left out: nobody was asked if that may be
    published."""
    told = sorted(measures, key=lambda one: one.latest is None or one.late_since is not None)
    return [_public(one) for one in told if not one.measure.terms.in_words]


def _place(one: MeasureTold) -> tuple[bool, int, bool]:
    return one.late_since is None, _ORDER.index(one.verdict), one.direction is not Direction.WORSE


def counted(measures: Sequence[MeasureTold], is_whole: bool = True) -> str:
    """Say how many measures the plan or a part of it has, how many wait for a reading, and how the others stand."""
    late = sum(one.late_since is not None for one in measures)
    of = {verdict: sum(one.verdict is verdict and one.late_since is None for one in measures) for verdict in _ORDER}
    told = [words(f"scorecard.paper.count_{verdict.value}", {"count": count}) for verdict, count in of.items() if count]
    facts: dict[str, Fact] = {"count": len(measures), "late": late, "rest": ", ".join(told)}
    said = [words("scorecard.paper.count_late_one" if late == 1 else "scorecard.paper.count_late", facts)] if late else []
    said += [words("scorecard.paper.counted", facts)] if told else []
    name = f"count{'_one' if len(measures) == 1 else ''}{'' if is_whole else '_about'}"
    return " ".join((words(f"scorecard.paper.{name}", facts), *said))


def table(measures: Sequence[MeasureTold], who: Who) -> Grid:
    """Return measures as a table, those first that wait for a reading or are behind."""
    return Grid(
        caption=words("scorecard.paper.caption"),
        columns=tuple(Column(heading=words(f"scorecard.paper.{name}"), width=width) for name, width in WIDTHS.items()),
        rows=tuple(_row(one, who) for one in sorted(measures, key=_place)),
    )


def _row(one: MeasureTold, who: Who) -> tuple[Cell, ...]:
    terms = one.measure.terms
    named_ = words("scorecard.book.named", {"handle": one.measure.handle, "text": text_of(terms.text)})
    direction = "" if one.late_since is not None or terms.in_words or one.latest is None else direction_word(one)
    latest, wanted = _latest(one, who), "; ".join(_wanted(one))
    return Cell(value=named_), Cell(value=latest), Cell(value=wanted), verdict_cell(one), Cell(value=direction)


def _latest(one: MeasureTold, who: Who) -> str:
    """Return the latest reading with its day. Of a measure that waits for one, whose it would be."""
    terms, last = one.measure.terms, one.latest
    if one.late_since is not None:
        facts: dict[str, Fact] = {"day": one.late_since, "role": who.role(terms.owner)}
        return words("scorecard.paper.missing" if who.are_roles else "scorecard.paper.missing_unnamed", facts)
    return _read(last, terms, who) if last is not None else words("scorecard.verdict.no_reading")


def _read(last: Shown, terms: Terms, who: Who) -> str:
    said = cut(who.said(reading_said(last, terms)), _ANSWER).text
    facts: dict[str, Fact] = {"value": said, "day": last.as_at}
    return words("scorecard.paper.provisional" if last.provisional else "scorecard.paper.at", facts)


def _wanted(one: MeasureTold) -> Iterator[str]:
    """Give what was wanted by the day of the latest reading, and the target."""
    terms = one.measure.terms
    if one.expected is not None and one.expected != terms.target:
        yield words("scorecard.paper.by_then", {"value": value_said(one.expected, terms.unit)})
    if terms.target is not None:
        facts: dict[str, Fact] = {"value": value_said(terms.target, terms.unit), "day": terms.target_by or ""}
        yield words("scorecard.paper.by" if terms.target_by else "scorecard.paper.target", facts)


def _rest(left: Sequence[MeasureTold]) -> Blocks:
    """Name the measures that have no row."""
    if not left:
        return ()
    handles = named([one.measure.handle for one in left], _MOST_NAMED)
    return (prose(words("scorecard.paper.more", {"count": len(left), "handles": handles})),)


def _behind(every: Sequence[MeasureTold]) -> str:
    """Name the measures that are behind. Empty if none is."""
    behind = [one.measure.handle for one in every if one.late_since is None and one.verdict is Verdict.BEHIND]
    return words("scorecard.paper.behind", {"handles": named(behind, _MOST_NAMED)}) if behind else ""


def _public(one: MeasureTold) -> Line:
    terms, last = one.measure.terms, one.latest
    said = [text_of(terms.text, _PUBLIC), _figure(one)]
    if terms.target is not None:
        facts: dict[str, Fact] = {"value": value_said(terms.target, terms.unit), "day": terms.target_by or ""}
        said.append(words("scorecard.public.aim" if terms.target_by else "scorecard.public.aim_undated", facts))
    if one.late_since is None and last is not None and not last.hidden:
        said.append(words(f"scorecard.public.{one.direction.value}"))
    return Line(spans=line("scorecard.public.line", {"said": " ".join(filter(None, said))}))


def _figure(one: MeasureTold) -> str:
    """Say the latest figure with its day, or since when there is none. A small one is not said."""
    last = one.latest
    if last is None:
        return words("scorecard.public.none")
    if one.late_since is not None:
        return words("scorecard.public.since", {"day": last.as_at})
    facts: dict[str, Fact] = {"value": reading_said(last, one.measure.terms), "day": last.as_at}
    return words("scorecard.public.hidden" if last.hidden else "scorecard.public.latest", facts)
