"""What may go wrong at the connector: faults put there by a test, and the published limits on a thread."""

from __future__ import annotations

import time
from collections import defaultdict
from dataclasses import dataclass

from tests.world.teams.directory import Conversation

WINDOWS = ((7, 1.0), (8, 2.0), (60, 30.0), (1800, 3600.0))  # sends, in so many seconds, by one bot in one thread


@dataclass
class Fault:
    """What the next calls meet. `dropped` takes the message and then closes the connection; `delay` only keeps it waiting.

    `where` limits it to one conversation, `method` to one HTTP method; `times` is how often."""

    status: int = 0
    code: str = "ServiceError"
    retry_after: str | None = None
    dropped: bool = False
    delay: float = 0.0
    times: int = 1
    where: Conversation | None = None
    method: str = "POST"


class Throttle:
    """Counts what one bot sends to one thread, as Teams does."""

    def __init__(self) -> None:
        self._sent: dict[str, list[float]] = defaultdict(list)

    def wait(self, thread: str) -> float:
        """Seconds until the thread takes a message again; 0 if it takes this one, which is then counted."""
        now = time.monotonic()
        sent = self._sent[thread]
        for most, seconds in WINDOWS:
            recent = [moment for moment in sent if moment > now - seconds]
            if len(recent) >= most:
                return recent[-most] + seconds - now
        sent.append(now)
        return 0.0
