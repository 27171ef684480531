"""Files of measures and of readings to fill in, with made-up rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from bot.wording.sentences import words
from seed.measures import measures_file, readings_file


def measures_template() -> bytes:
    """Return a file of measures with made-up rows."""
    return _written((*measures_file.COLUMNS, *measures_file.MORE), ("measure_1", "measure_2"))


def readings_template() -> bytes:
    """Return a file of readings with made-up rows."""
    return _written((*readings_file.COLUMNS, *readings_file.MORE), ("reading_1", "reading_2"))


def _written(columns: Sequence[str], rows: Sequence[str]) -> bytes:
    held = io.StringIO()
    writer = csv.writer(held)
    writer.writerow(columns)
    writer.writerows(words(f"proposals.template.{row}").split("|") for row in rows)
    return held.getvalue().encode("utf-8-sig")
