"""The wheel and the source that Milepost is handed out as, built from this folder."""

from __future__ import annotations

import subprocess
import sys
import tarfile
from pathlib import Path
from zipfile import ZipFile

from tests.shipped.locks import ROOT

PACKAGES = ("adapters", "bot", "prompts", "seed", "store")


def built(kind: str, into: Path) -> Path:
    """Build the wheel or the sdist with what the lock holds. Returns its file."""
    told = subprocess.run(
        [sys.executable, "-m", "build", f"--{kind}", "--no-isolation", "--outdir", str(into), str(ROOT)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stdout + told.stderr
    (file,) = into.glob("milepost-*")
    return file


def held(file: Path) -> set[str]:
    """Return the paths in a wheel, or in an sdist without its outer folder."""
    if file.suffix == ".whl":
        with ZipFile(file) as wheel:
            return set(wheel.namelist())
    with tarfile.open(file) as source:
        return {member.name.partition("/")[2] for member in source.getmembers() if member.isfile()}


def kept(*under: str) -> set[str]:
    """Return the files under some folders that git keeps, or would if they were added."""
    told = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *under], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return {path for path in told.stdout.splitlines() if (ROOT / path).is_file()}
