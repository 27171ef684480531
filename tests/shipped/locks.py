"""The two lock files: what a machine that works on Milepost installs, and what one that only runs it does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
WORKING, RUNNING = ROOT / "requirements.lock", ROOT / "requirements.run.lock"
PINNED = re.compile(r"([\w.-]+)==([\w.!+]+)((?: \\\n    --hash=sha256:[0-9a-f]{64})+)")
BUILD = {"hatchling", "pathspec", "pluggy", "tomlkit", "trove-classifiers"}  # they make the wheel, and are no part of what runs


def pins(lock: Path) -> dict[str, str]:
    """Return each package of a lock file with its version."""
    return {canonicalize_name(name): version for name, version, _hashes in PINNED.findall(lock.read_text())}


def other_lines(lock: Path) -> Iterator[str]:
    """Every line of a lock file that is neither a package with its hashes nor a remark."""
    for line in PINNED.sub("", lock.read_text()).splitlines():
        if line.strip() and not line.lstrip().startswith("#"):
            yield line
