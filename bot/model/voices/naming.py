"""Findings of words that name somebody: no voice is kept with one, whatever anybody says."""

from __future__ import annotations

from enum import StrEnum


class Naming(StrEnum):
    """The ways in which words may point to one person."""

    CHILD = "child"
    NAME = "name"  # of somebody who is called Mr, Mrs or Dr, or whom the plan knows
    INITIALS = "initials"
    ADDRESS = "address"
    EMAIL = "email"
    PHONE = "phone"
    ONE_CHILD = "one_child"  # told by an age and a school
