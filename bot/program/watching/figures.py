"""The figures of this process, as /metrics tells them. No label names a plan, a person, a channel or an organisation."""

from __future__ import annotations

import platform
from importlib.metadata import version

from prometheus_client import Counter, Gauge, Histogram

SOON = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)  # seconds in which somebody who waits is answered
LONG = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0)  # seconds that platforms, and rounds of many plans, take

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


def begin(database: str) -> None:
    """Tell which Milepost this is. The database is named by its kind."""
    BUILD.labels(version("milepost"), platform.python_version(), database).set(1)
