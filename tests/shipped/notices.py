"""What others made: `python -m tests.shipped.notices` writes THIRD_PARTY.md from the lock of what runs and from what is installed."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib.metadata import distribution
from pathlib import Path

from packaging.utils import canonicalize_name

from tests.shipped.locks import BUILD, ROOT, RUNNING, pins

NOTICES = ROOT / "THIRD_PARTY.md"
TEXTS = re.compile(r"licen[cs]e|copying|notice", re.IGNORECASE)
FONT = "adapters/web/look/letters.LICENSE"
# These packages say which licence is theirs and bring no text of it: it is given here.
GIVEN = ("botbuilder-core", "botbuilder-schema", "botframework-connector", "botframework-streaming")
HEAD = """# What others made

Milepost itself is under the licence in `LICENSE`. `make notices` writes this page: it is never changed by hand.

## In Milepost's own files

| files | what they are | licence |
|---|---|---|
| `adapters/web/look/letters.woff2`, `letters-more.woff2` | the letters of the console and the page: Atkinson Hyperlegible Next, in two parts | OFL-1.1, its text below |
| `seed/plans/lancashire_send_priority_action_plan.txt` | the words of the Priority Action Plan as its partnership published it; the demo's people are invented | its partnership's |

The style sheets, scripts, icons and drawings are our own. No page fetches anything from elsewhere.

## Installed beside it

The packages of `requirements.run.lock` that run with Milepost. They are no part of its wheel. An image holds them: there each brings the
texts of its licences in its own folder, `NAME-VERSION.dist-info`. Those that bring none are marked, and their text is below. What
`psycopg` is under asks that it can be replaced by another version: it is a package of its own, so it can.

| package | version | licence | its text |
|---|---|---|---|
"""


class Lacking(Exception):
    """A package brings no text of its licence, and none is given."""


def licences() -> dict[str, str]:
    """Return the licence of each installed package, as `pip-licenses` reads it."""
    told = subprocess.run([Path(sys.executable).with_name("pip-licenses"), "--format=json"], capture_output=True, check=True)
    return {canonicalize_name(one["Name"]): one["License"] for one in json.loads(told.stdout)}


def brings_text(name: str) -> bool:
    """Say if a package's own folder holds the text of a licence."""
    files = distribution(name).files or []
    return any(".dist-info" in file.parts[0] and TEXTS.search("/".join(file.parts[1:])) for file in files)


def row(name: str, version: str, licence: str) -> str:
    if brings_text(name):
        return f"| {name} | {version} | {licence} | in its folder |"
    if name not in GIVEN:
        raise Lacking(f"{name} brings no text of its licence: put it below, and its name into GIVEN")
    return f"| {name} | {version} | {licence} | below |"


def written() -> str:
    """Return the page as it should be."""
    licence = licences()
    rows = [row(name, version, licence[name]) for name, version in sorted(pins(RUNNING).items()) if name not in BUILD]
    mit = (ROOT / "LICENSE").read_text().partition("Permission is hereby granted")
    microsoft = "MIT License\n\nCopyright (c) Microsoft Corporation. All rights reserved.\n\n" + "".join(mit[1:])
    font = (ROOT / FONT).read_text()
    below = f"## Texts\n\n### {', '.join(GIVEN)}\n\n```\n{microsoft.strip()}\n```\n\n### Atkinson Hyperlegible Next\n\n```\n{font.strip()}\n```\n"
    return HEAD + "\n".join(rows) + "\n\n" + below


if __name__ == "__main__":
    NOTICES.write_text(written())
