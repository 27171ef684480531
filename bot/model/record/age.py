"""The age of a database beside the program that opens it."""

from __future__ import annotations

from enum import StrEnum


class Age(StrEnum):
    """The age of a database's tables, as this program sees them."""

    BARE = "bare"  # there are none
    OLDER = "older"
    CURRENT = "current"
    NEWER = "newer"
