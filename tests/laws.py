"""How often a law is tried: with a tenth of its examples usually, with all of them if MILEPOST_LAWS=all, as `make test` says; a dear one
with a quarter of them there. `make soak` draws new ones, and all of them, for every law (MILEPOST_LAWS=new).

No law depends on the clock: on a loaded machine an example may take as long as it takes. Nor on luck: the same examples are
tried at each run, so that what was green stays green, but in `make soak`.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

NEW = os.environ.get("MILEPOST_LAWS") == "new"
ALL = NEW or os.environ.get("MILEPOST_LAWS") == "all"


def some(times: int) -> int:
    """So many tries, or a tenth of them."""
    return times if ALL else max(times // 10, 4)


def dear(times: int) -> settings:
    """The same for a law of which each example is a record of its own, or that is tried for each of many kinds: a quarter of them,
    but all in `make soak`."""
    return tried(times if NEW else max(times // 4, 4))


def tried(times: int) -> settings:
    """The settings of a law that is tried with so many examples when all of them are asked for."""
    return settings(max_examples=some(times), deadline=None, derandomize=not NEW, suppress_health_check=[HealthCheck.too_slow])
