"""Programs of this machine that some tests need: `tests/machine.sh` installs them."""

from __future__ import annotations

import os
import shutil

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
NODE = shutil.which("node")
PROMTOOL = shutil.which("promtool")
REQUIRED = os.environ.get("CI") == "true"


def _needs(program: str | None, name: str) -> pytest.MarkDecorator:
    """Leave a test out if its program is not installed. With CI=true it runs all the same, and fails."""
    return pytest.mark.skipif(program is None and not REQUIRED, reason=f"{name} is not installed: see tests/machine.sh")


needs_chromium = _needs(CHROMIUM, "chromium")
needs_node = _needs(NODE, "node")
needs_promtool = _needs(PROMTOOL, "promtool")
