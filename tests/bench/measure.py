"""What every benchmark shares: a row with its baseline and what is wanted, medians of three by turns, and the shipped plan."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from statistics import median
from typing import NamedTuple, TypeVar

from bot.model.plan import Plan
from seed.roles import RolesFile
from tests.bench.subjects import Subject
from tests.world.reading import read_text

PLANS = Path(__file__).parents[2] / "seed" / "plans"
NAME = "lancashire_send_priority_action_plan"
ROUNDS = 3
KEPT = "MILEPOST_BENCH_ROWS"  # the file to which each row is added, one JSON object a line, for whoever runs all parts
TICK = os.sysconf("SC_CLK_TCK")


# ---- a row -------------------------------------------------------------------------------


class Wanted(NamedTuple):
    """What a row is to reach: a figure, or how many times its baseline. If both are given, either will do."""

    most: bool
    figure: float | None
    times: float | None

    def met(self, figure: float, times: float) -> bool:
        """Say whether a row reaches it."""
        pairs = ((figure, self.figure), (times, self.times))
        return any(found <= limit if self.most else found >= limit for found, limit in pairs if limit is not None)

    def words(self, unit: str) -> str:
        """Put it into words."""
        each = [f"{self.figure:g} {unit}".strip()] if self.figure is not None else []
        each += [f"{self.times:.3g} times"] if self.times is not None else []
        return f"{'at most' if self.most else 'at least'} {' or '.join(each)}"


def at_most(figure: float | None = None, times: float | None = None) -> Wanted:
    """Want no more than that."""
    return Wanted(True, figure, times)


def at_least(figure: float | None = None, times: float | None = None) -> Wanted:
    """Want no less than that."""
    return Wanted(False, figure, times)


@dataclass(frozen=True)
class Row:
    """One figure beside its baseline. CPU is of the same run, in milliseconds of a processor for each thing done."""

    what: str
    figure: float
    bare: float
    unit: str
    baseline: str
    subject: Subject | None = None
    wanted: Wanted | None = None
    cpu: float | None = None
    bare_cpu: float | None = None

    @property
    def times(self) -> float:
        """Return how many times the baseline it is."""
        return self.figure / self.bare if self.bare else float("inf") if self.figure else 1.0

    @property
    def met(self) -> bool | None:
        """Say whether it is what is wanted, if anything is."""
        return self.wanted.met(self.figure, self.times) if self.wanted else None

    @property
    def stands(self) -> float:
        """Return what may be compared with another run's: how many times the baseline, which knows the machine; or else the figure."""
        return self.times if self.bare else self.figure

    @property
    def little_is_good(self) -> bool:
        """Say whether less of it is better."""
        return self.wanted.most if self.wanted else self.unit != "/s"

    def __str__(self) -> str:
        """Put it into one line."""
        cpu = " / ".join(f"{one:.3f}" for one in (self.cpu, self.bare_cpu) if one is not None)
        verdict = f"{'met' if self.met else 'SHORT'}: {self.wanted.words(self.unit)}" if self.wanted else ""
        figures = f"{self.figure:>11.3f} {self.unit:<3} {self.bare:>11.3f} {self.unit:<3} {self.times:>8.2f}x"
        return f"{self.what:<58} {figures}  {cpu:<17} {verdict:<32} {self.baseline}".rstrip()


HEAD = f"{'':<58} {'Milepost':>15} {'baseline':>15} {'times':>9}  {'CPU ms, both':<17} {'wanted':<32} the baseline is"


def head() -> None:
    """Print the head of the rows, unless whoever runs all parts has printed it."""
    if KEPT not in os.environ:
        print(HEAD, flush=True)


def row(
    what: str, figure: float, bare: float, unit: str, baseline: str, *,
    subject: Subject | None = None, wanted: Wanted | None = None, cpu: float | None = None, bare_cpu: float | None = None,
) -> None:  # fmt: skip
    """Print one row, and keep it for whoever runs all parts."""
    found = Row(what, figure, bare, unit, baseline, subject, wanted, cpu, bare_cpu)
    print(found, flush=True)
    if KEPT in os.environ:
        with Path(os.environ[KEPT]).open("a", encoding="utf-8") as kept:
            kept.write(json.dumps(vars(found)) + "\n")


def kept_rows(file: Path) -> list[Row]:
    """Read the rows that were kept."""
    found = []
    for given in map(json.loads, file.read_text(encoding="utf-8").splitlines()):
        if "grown" in given:
            continue
        wanted, subject = given.pop("wanted"), given.pop("subject")
        found.append(Row(**given, wanted=wanted and Wanted(*wanted), subject=subject and Subject(subject)))
    return found


# ---- medians of three, by turns ------------------------------------------------------------


class Spent(NamedTuple):
    """What one thing took, in seconds: the time that passed, and the time that processors worked."""

    wall: float
    cpu: float


F = TypeVar("F", bound=tuple[float, ...])  # a NamedTuple of figures, such as Spent


def medians(taken: Iterable[F]) -> F:
    """Return the median of each figure."""
    kept = list(taken)
    return type(kept[0])._make(median(each) for each in zip(*kept, strict=True))  # type: ignore[attr-defined,no-any-return]


def by_turns(*sides: Callable[[], F], rounds: int = ROUNDS) -> list[F]:
    """Measure each side in turn, three times over: what the machine does meanwhile falls on all. Returns medians."""
    taken = [[side() for side in sides] for _ in range(rounds)]
    return [medians(each) for each in zip(*taken, strict=True)]


async def awaited_by_turns(*sides: Callable[[], Awaitable[F]], rounds: int = ROUNDS) -> list[F]:
    """Measure each side in turn, if it must be awaited."""
    taken = [[await side() for side in sides] for _ in range(rounds)]
    return [medians(each) for each in zip(*taken, strict=True)]


def spent(work: Callable[[], object], times: int = 1) -> Spent:
    """Do something so often. Returns what it took once, on the average."""
    wall, cpu = time.perf_counter(), time.process_time()
    for _ in range(times):
        work()
    return Spent((time.perf_counter() - wall) / times, (time.process_time() - cpu) / times)


async def spent_awaiting(work: Callable[[], Awaitable[object]], times: int = 1) -> Spent:
    """Do something awaited so often, one after another. Returns what it took once, on the average, all threads counted."""
    wall, cpu = time.perf_counter(), time.process_time()
    for _ in range(times):
        await work()
    return Spent((time.perf_counter() - wall) / times, (time.process_time() - cpu) / times)


def worked(*processes: int) -> float:
    """Return the seconds that processors have worked for these processes, all threads counted, in steps of a hundredth."""
    told = (Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split() for process in processes)
    return sum(int(each) for each in chain.from_iterable(fields[11:13] for fields in told)) / TICK


def resident(process: int) -> float:
    """Return the memory that a process has now, in MiB."""
    pages = int(Path(f"/proc/{process}/statm").read_text(encoding="utf-8").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


# ---- the shipped plan ------------------------------------------------------------------------


def shipped() -> Plan:
    """Read the shipped plan with its roles file."""
    text = (PLANS / f"{NAME}.txt").read_text(encoding="utf-8-sig")
    roles = RolesFile.parse((PLANS / f"{NAME}.roles.toml").read_text(encoding="utf-8-sig"))
    return read_text(text, "p", roles).plan
