"""What a run found, as the chapter "How fast" tells it: a table of figures a chapter, then how things grow, then the machine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from tests.bench.growing import Grown, figure, tables
from tests.bench.measure import Row
from tests.bench.reached import WORSE, compared, share
from tests.bench.subjects import CHAPTERS, Subject

COLUMNS = ("figure", "measured", "beside, in the same run", "wanted", "reached before")


class Run(NamedTuple):
    """What one run found: the figures, how things grow, the machine and the day, how busy it was, and the parts that failed.

    `whole` says that every part was asked for.
    """

    rows: Sequence[Row]
    grown: Sequence[Grown]
    machine: str
    busy: str
    failed: Sequence[str] = ()
    whole: bool = False

    @property
    def missing(self) -> list[Subject]:
        """Return the subjects of which a whole run has no figure, as without the peer."""
        found = {row.subject for row in self.rows}
        return [subject for subject in Subject if self.whole and subject not in found]


UNITS = {"/s": "a second", "us": "µs"}


def measured(number: float, unit: str) -> str:
    """Return a figure with its unit."""
    return f"{figure(number)} {UNITS.get(unit, unit)}".strip()


def beside(row: Row) -> str:
    """Return what stands beside a figure."""
    return f"{figure(row.times)} times {row.baseline} ({measured(row.bare, row.unit)})" if row.bare else row.baseline


def wanted(row: Row) -> str:
    """Return what is wanted of a figure, and whether it is met."""
    return f"{row.wanted.words(UNITS.get(row.unit, row.unit))}: {'met' if row.met else '**short**'}" if row.wanted else "-"


def about(rows: Iterable[Row], subject: Subject) -> list[Row]:
    """Return the figures that tell of a subject: those of which something is wanted, or all if nothing is."""
    found = [row for row in rows if row.subject is subject]
    return [row for row in found if row.wanted] or found


def lines(rows: Sequence[Row], subjects: Sequence[Subject], before: Mapping[str, float]) -> Iterator[tuple[str, ...]]:
    """Return a line for each figure of these subjects."""
    for subject in subjects:
        for row in about(rows, subject):
            yield row.what, measured(row.figure, row.unit), beside(row), wanted(row), compared(row, before.get(row.what))


def page(found: Run, before: Mapping[str, float]) -> str:
    """Return the whole chapter in Markdown."""
    parts = [found.machine + ".", found.busy + "."]
    parts += [f"These parts failed or took too long, so that figures of theirs are missing: {', '.join(found.failed)}."] if found.failed else []
    parts += [f"Not measured here: {', '.join(found.missing)}."] if found.missing else []
    for chapter, subjects in CHAPTERS.items():
        told = list(lines(found.rows, subjects, before))
        if told:
            cells = [COLUMNS, ["---"] * len(COLUMNS), *told]
            parts += [f"**{chapter}**", "\n".join(f"| {' | '.join(line)} |" for line in cells)]
    return "\n\n".join([*parts, *tables(found.grown)]) + "\n"


def verdict(rows: Sequence[Row], before: Mapping[str, float]) -> str:
    """Say how many figures are what is wanted, and which are short or worse than they were."""
    told = [row for subject in Subject for row in about(rows, subject)]
    judged = [row for row in told if row.wanted]
    short = [f"  short: {row.what}: {measured(row.figure, row.unit)}, {wanted(row)}" for row in judged if not row.met]
    fell = [row for row in told if row.what in before and share(row, before[row.what]) > WORSE]
    worse = [f"  worse: {row.what}: {compared(row, before[row.what])}" for row in fell]
    head = f"{len(judged) - len(short)} of {len(judged)} figures are what is wanted; {len(worse)} are worse than {WORSE} times what was reached."
    return "\n".join([head, *short, *worse])
