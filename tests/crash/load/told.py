"""What was measured, printed a row at a time, and what went wrong."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.crash.load.areas import Country, percentile
from tests.crash.processes import ROOT, without_platforms

SHOWN = 20  # of what went wrong


async def command(*words: str | Path, env: Mapping[str, str], log: Path | None = None) -> str:
    """Run one command of Milepost's to its end; what it printed. It must end well."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *map(str, words), cwd=ROOT, env={**without_platforms(), **env},
        stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    out, err = await process.communicate()
    assert process.returncode == 0, (words, out.decode()[-500:], err.decode()[-2000:])
    return out.decode()


class Told:
    """Prints rows, and counts what is not as it must be."""

    def __init__(self) -> None:
        self.bad = 0

    def begins(self, part: str) -> None:
        """Print which part begins."""
        print(f"== {part}", flush=True)

    def ends(self) -> None:
        """Print if all was as it must be."""
        print("All was as it must be." if not self.bad else f"{self.bad} things were not as they must be.", flush=True)

    def row(self, what: str, value: float, unit: str, most: float | None = None) -> None:
        """Print a figure, beside what it may be at most."""
        wanted = "" if most is None else f" (at most {most:g} {unit})"
        fell_short = most is not None and value > most
        self.bad += fell_short
        print(f"  {what}: {value:.4g} {unit}{wanted}{' **(short)**' if fell_short else ''}", flush=True)

    def acknowledged(self, about: str, waited: Sequence[float], platform: str, most: float | None = None) -> None:
        """Print how long a platform waited for the acknowledgement of what it delivered."""
        what = f"{about}: {platform}'s {len(waited):,} deliveries acknowledged"
        self.row(f"{what}, p50", percentile(waited, 0.5) * 1e3, "ms")
        self.row(f"{what}, p99", percentile(waited, 0.99) * 1e3, "ms")
        self.row(f"{what}, the longest", max(waited, default=0.0), "s", most)

    def wrong(self, about: str, sentences: Sequence[str]) -> None:
        """Print what went wrong."""
        self.bad += len(sentences)
        for sentence in sentences[:SHOWN]:
            print(f"  {about}: WRONG: {sentence}", flush=True)
        if len(sentences) > SHOWN:
            print(f"  {about}: WRONG: and {len(sentences) - SHOWN} more", flush=True)

    async def loaded(self, country: Country, url: str, folder: Path) -> None:
        """Load all areas as a supplier does, with two commands, and tell how long that takes."""
        plans, people = country.write(folder)
        env, began, cpu = {"DATABASE_URL": url}, time.monotonic(), os.times()
        await command("seed", "load", "--yes", *plans, env=env)
        await command("seed", "people", "--yes", *people, env=env)
        spent = os.times()
        used = spent.children_user + spent.children_system - cpu.children_user - cpu.children_system
        self.row(f"{len(plans)} plans and {len(plans) * country.areas[0].people:,} people are loaded after", time.monotonic() - began, "s")
        self.row(f"{len(plans)} plans and their people: CPU of loading them", used, "s")
