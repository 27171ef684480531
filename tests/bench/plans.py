"""Plans of other areas: 5,000 rows of csv beside reading them bare, and the memory of the process that reads a workbook."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
import tempfile
from datetime import date, datetime
from functools import partial
from pathlib import Path

from openpyxl import Workbook

from bot.model.documents.draft import Settled
from bot.program.documents.reading import child
from bot.program.documents.reading.documents import document_in
from bot.program.documents.reading.drafting import draft_of
from tests.bench.measure import at_most, by_turns, head, row, spent
from tests.bench.subjects import Subject

ROWS = 5_000
HEADINGS = ("Ref", "Action", "Milestone", "Lead", "Start", "Due", "Status", "Notes")
DUE = HEADINGS.index("Due")
PEAK = """
import resource, subprocess, sys
with open(sys.argv[1], "rb") as held:
    subprocess.run(sys.argv[2:], stdin=held, stdout=subprocess.DEVNULL, check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)
"""
BARE = "import openpyxl, sys; openpyxl.load_workbook(sys.argv[1])"


def plan(number: int) -> list[str | date]:
    """One clean row."""
    due = date(2026, number % 12 + 1, number % 28 + 1)
    said = (f"{number // 50 + 1}.{number % 50 + 1}", f"Improve service {number}", f"Write guide {number} for schools", f"Head of {number % 40}")
    return [*said, date(2026, 1, 5), due, "Green", f"Agreed in meeting {number}"]


def as_csv() -> bytes:
    """The rows as csv, each day as people write it."""
    held = io.StringIO()
    writer = csv.writer(held)
    writer.writerow(HEADINGS)
    writer.writerows([f"{cell:%d/%m/%Y}" if isinstance(cell, date) else cell for cell in plan(number)] for number in range(ROWS))
    return held.getvalue().encode()


def as_workbook(file: Path) -> None:
    """The rows as a workbook."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Plan")
    for cells in (HEADINGS, *map(plan, range(ROWS))):
        sheet.append(cells)
    book.save(file)


def ours(held: bytes) -> None:
    """Read csv into the draft of a plan."""
    draft = draft_of(document_in("plan.csv", held), "p", Settled())
    assert sum(milestone.due is not None for milestone in draft.plan.milestones) == ROWS


def bare(held: bytes) -> None:
    """Read csv, and one date of each row, and understand nothing."""
    rows = list(csv.reader(io.StringIO(held.decode())))
    assert len([datetime.strptime(each[DUE], "%d/%m/%Y") for each in rows[1:]]) == ROWS


def peak(file: Path, *command: str) -> tuple[float]:
    """The memory that a process has at its peak, in MiB. The file is its input."""
    told = subprocess.run([sys.executable, "-c", PEAK, str(file), sys.executable, *command], capture_output=True, text=True, check=True)
    return (float(told.stdout),)


def main() -> None:
    """Print what both take."""
    head()
    held = as_csv()
    found, least = by_turns(lambda: spent(partial(ours, held)), lambda: spent(partial(bare, held), 3))
    row(
        f"{ROWS:,} rows of csv, to the draft of a plan", found.wall, least.wall, "s", "csv, and strptime of one date each",
        subject=Subject.PLAN_ROWS, wanted=at_most(times=4), cpu=found.cpu * 1e3 / ROWS, bare_cpu=least.cpu * 1e3 / ROWS,
    )  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "plan.xlsx"
        as_workbook(file)
        reading = ("-I", "-B", "-m", child.__name__, "xlsx")
        (used,), (loaded,) = peak(file, *reading), peak(file, "-c", BARE, str(file))
    row(
        f"{ROWS:,} rows of a workbook, peak memory", used, loaded, "MiB", "openpyxl.load_workbook",
        subject=Subject.PLAN_MEMORY, wanted=at_most(times=1.5),
    )  # fmt: skip


if __name__ == "__main__":
    main()
