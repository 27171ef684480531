"""The section of the board in a nudge: what the board wants of somebody, and what leads must write for it."""

from __future__ import annotations

from collections.abc import Iterator

from bot.model.snapshot import Snapshot
from bot.ports.record import View
from bot.reports.board import leads, requests
from bot.reports.letters.reader import Reader
from bot.wording.letters.sections import News


def of_the_board(view: View, snapshot: Snapshot, reader: Reader) -> Iterator[News]:
    """Give what somebody is asked and told for the board."""
    yield from requests.wanted(view, snapshot, reader)
    yield from leads.to_write(view, snapshot, reader)
