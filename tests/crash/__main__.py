"""`python -m tests.crash --seconds 600`: one seeded life after another, kill -9 in each; then mutants of real deliveries."""

from __future__ import annotations

import argparse
import asyncio
import secrets
import sys
import tempfile
import time
from pathlib import Path

from tests.crash.mutants import deliver_mutants
from tests.crash.processes import nursery
from tests.crash.slack import live, template

PLATFORMS = {"slack": (template, live)}
SIDE_BY_SIDE = 4
MUTANTS = 0.25  # of the time


async def soak(platform: str, seconds: float, first: int, only: bool) -> int:
    """Live until the time is up; how many lives went wrong. Each that does is named by its seed, to be lived again."""
    prepare, life = PLATFORMS[platform]
    until = time.monotonic() + seconds
    seeds = iter(range(first, first + 1) if only else range(first, sys.maxsize))
    lives = kills = bad = 0
    with tempfile.TemporaryDirectory(prefix="milepost-soak-") as folder:
        kept = await prepare(Path(folder) / "kept.db")
        async with nursery(platform) as started:

            async def one_after_another() -> None:
                nonlocal lives, kills, bad
                for seed in seeds:
                    wrong, killed = await life(seed, Path(folder), kept, started)
                    lives, kills, bad = lives + 1, kills + killed, bad + bool(wrong)
                    for sentence in wrong:
                        print(f"{platform} --seed {seed}: {sentence}", flush=True)
                    if time.monotonic() >= until:
                        return

            await asyncio.gather(*(one_after_another() for _ in range(1 if only else SIDE_BY_SIDE)))
    print(f"{platform}: {lives} lives, {kills} kills, {bad} of them lost or doubled something")
    return bad


def main() -> None:
    """Read the command line and live."""
    parser = argparse.ArgumentParser(prog="python -m tests.crash", description=__doc__)
    parser.add_argument("--seconds", type=float, default=300.0, help="how long to go on")
    parser.add_argument("--seed", type=int, help="live this one life again")
    parser.add_argument("--platform", choices=sorted(PLATFORMS), default="slack")
    asked = parser.parse_args()
    first = asked.seed if asked.seed is not None else secrets.randbelow(10**6) * 1000
    only = asked.seed is not None
    bad = asyncio.run(soak(asked.platform, asked.seconds * (1 - MUTANTS), first, only))
    if asked.platform == "slack" and not only:
        with tempfile.TemporaryDirectory(prefix="milepost-mutants-") as folder:
            wrong = asyncio.run(deliver_mutants(Path(folder), asked.seconds * MUTANTS, first))
        for sentence in wrong[:100]:
            print(sentence)
        bad += len(wrong)
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
