"""The figures of this process, as /metrics tells them. No label names a plan, a person, a channel or an organisation."""

from __future__ import annotations

import platform
from collections.abc import Iterable
from enum import StrEnum
from importlib.metadata import version
from itertools import product

from prometheus_client import Counter, Gauge, Histogram

from adapters.web.refused import SECRET_REFUSED
from bot.model.letters.talk import Wrong

SOON = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)  # seconds in which somebody who waits is answered
LONG = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0)  # seconds that platforms, and rounds of many plans, take



class Kind(StrEnum):
    """The kinds of thing that are said."""

    TYPED = "typed"
    PRESSED = "pressed"
    FORM = "form"
    FILE = "file"


INBOUND = Counter(
    "milepost_inbound", "Things said to Milepost, by platform, kind and what came of it.", ["platform", "kind", "outcome"]
)
INBOUND_TOOK = Histogram(
    "milepost_inbound_seconds", "Seconds until the desk had answered.", ["platform", "kind"], buckets=SOON
)
SENDS = Counter(
    "milepost_sends", "Tries to deliver a letter, by platform, kind and how they ended.", ["platform", "kind", "outcome"]
)
SENDS_TOOK = Histogram("milepost_send_seconds", "Seconds that a try took.", ["platform", "outcome"], buckets=LONG)
ROUNDS = Counter("milepost_rounds", "Rounds that this process ran, whether or not anything was due.")
ROUND_TOOK = Histogram("milepost_round_seconds", "Seconds that a round took in which a plan was looked at.", buckets=LONG)
ROUND_LAST = Gauge("milepost_round_last_timestamp_seconds", "The moment at which this process last ended a round.")
PLANNED = Counter("milepost_planned_letters", "Letters that rounds of this process planned.")
BROKEN = Gauge("milepost_record_broken_plans", "Plans whose record is not whole, as this process last found it.")
BUILD = Gauge("milepost_build_info", "Always 1: which Milepost this is, and on what it runs.", ["version", "python", "database"])


def begin(database: str, platforms: Iterable[str]) -> None:
    """Tell which Milepost this is, its database by its kind, and what has not happened yet on its platforms: an alert sees
    nothing rise that was not there."""
    BUILD.labels(version("milepost"), platform.python_version(), database).set(1)
    for on, kind, wrong in product(platforms, Kind, Wrong):
        INBOUND.labels(on, kind.value, wrong.value)
        SECRET_REFUSED.labels(on)
