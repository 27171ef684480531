"""The plan at a glance, and who its reader may be."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Face:
    """Someone you may be on the console."""

    email: str
    name: str
    role_line: str


@dataclass(frozen=True)
class Cell:
    """One milestone in the view of the plan."""

    ref: str
    text: str
    face: str
    word: str
    shape: str
    dates: str


@dataclass(frozen=True)
class Picture:
    """The whole plan at a glance: each priority's number, text and milestones."""

    title: str
    priorities: tuple[tuple[int, str, tuple[Cell, ...]], ...]
