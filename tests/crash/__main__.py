"""`python -m tests.crash --seconds 600`: on each platform one seeded life after another, kill -9 in each; then mutants of
what it delivers."""

from __future__ import annotations

import argparse
import asyncio
import secrets
import sys
import tempfile
import time
from collections.abc import Iterable
from itertools import count
from pathlib import Path

from tests.crash.lives import Born, live_all
from tests.crash.mutants import OF
from tests.crash.slack import SlackLife
from tests.crash.teams import TeamsLife

PLATFORMS: dict[str, Born] = {"slack": SlackLife, "teams": TeamsLife}
MUTANTS = 0.2  # of the time


async def soak(platform: str, seconds: float, seeds: Iterable[int]) -> int:
    """Live until the time is up; how many lives went wrong. Each that does is named by its seed, to be lived again."""
    lives = kills = bad = 0
    with tempfile.TemporaryDirectory(prefix="milepost-soak-") as folder:
        async for life, wrong in live_all(PLATFORMS[platform], platform, seeds, Path(folder), time.monotonic() + seconds):
            lives, kills, bad = lives + 1, kills + life.kills, bad + bool(wrong)
            for sentence in wrong:
                print(f"--platform {platform} --seed {life.seed}: {sentence}", flush=True)
    print(f"{platform}: {lives} lives, {kills} kills, {bad} of them lost or doubled something")
    return bad


async def mutants(platform: str, seconds: float, seed: int) -> int:
    """Deliver mutants until the time is up; how many were badly answered."""
    with tempfile.TemporaryDirectory(prefix="milepost-mutants-") as folder:
        wrong = await OF[platform](Path(folder), seconds, seed)
    for sentence in wrong[:100]:
        print(f"{platform}: {sentence}")
    return len(wrong)


def main() -> None:
    """Read the command line and live."""
    parser = argparse.ArgumentParser(prog="python -m tests.crash", description=__doc__)
    parser.add_argument("--seconds", type=float, default=300.0, help="how long to go on")
    parser.add_argument("--seed", type=int, help="live this one life again")
    parser.add_argument("--platform", choices=sorted(PLATFORMS), help="on this platform alone")
    asked = parser.parse_args()
    chosen = [asked.platform] if asked.platform else sorted(PLATFORMS)
    if asked.seed is not None:
        sys.exit(sum(asyncio.run(soak(platform, asked.seconds, [asked.seed])) for platform in chosen) > 0)
    first = secrets.randbelow(10**6) * 1000
    share = asked.seconds / len(chosen)
    bad = sum(asyncio.run(soak(platform, share * (1 - MUTANTS), count(first))) for platform in chosen)
    bad += sum(asyncio.run(mutants(platform, share * MUTANTS, first)) for platform in chosen)
    sys.exit(bad > 0)


if __name__ == "__main__":
    main()
