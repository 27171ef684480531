"""What holds for every test."""

from __future__ import annotations

import gc
import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests import records
from tests.laws import tried

# What pytest itself makes folders for, such as a record that a module's tests share, is in memory too.
if (memory := records.memory()) is not None:
    os.environ["PYTEST_DEBUG_TEMPROOT"] = str(memory)

settings.register_profile("milepost", tried(100))
settings.load_profile("milepost")

gc.disable()  # while tests are gathered: all that is made then stays

# On loopback nobody is certified: reading the system's certificates, again for each way out, would take longer than most tests.
os.environ |= {"SSL_CERT_FILE": os.devnull, "SSL_CERT_DIR": os.devnull}
os.environ.pop("REQUESTS_CA_BUNDLE", None)


def pytest_collection_finish() -> None:
    """Look for what nobody needs among what the tests make alone, and less often: all that was imported stays."""
    gc.collect()
    gc.freeze()
    gc.enable()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(autouse=True)
def log_as_it_was() -> Iterator[None]:
    """The log as it was before: a command that a test runs in this process starts one of its own, for all that come after."""
    root, ours = logging.getLogger(), logging.getLogger("milepost")
    before, levels = [*root.handlers], (root.level, ours.level)
    yield
    for one in [one for one in root.handlers if one not in before]:
        root.removeHandler(one)
    root.setLevel(levels[0])
    ours.setLevel(levels[1])


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    """A folder of one test."""
    with records.folder() as made:
        yield made
