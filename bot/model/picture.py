"""The plan at a glance, and who its reader may be."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Face:
    """Someone you may be on the console. `brings` says that they may send a plan's file."""

    email: str
    name: str
    role_line: str
    brings: bool = False


@dataclass(frozen=True)
class Cell:
    """One milestone in the view of the plan. Saying `command` opens it."""

    ref: str
    text: str
    face: str
    word: str
    shape: str
    dates: str
    owners: str
    command: str


@dataclass(frozen=True)
class Row:
    """One action of the plan, with its milestones."""

    ref: str
    title: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Part:
    """One priority of the plan, with its actions. `name` is what it is called for short."""

    number: int
    name: str
    text: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Tally:
    """A face that some milestones have, and how many have it."""

    face: str
    word: str
    shape: str
    count: int


@dataclass(frozen=True)
class Picture:
    """The whole plan at a glance. `legend` counts its milestones by face."""

    title: str
    parts: tuple[Part, ...]
    legend: tuple[Tally, ...] = ()
