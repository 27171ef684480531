"""Looks: how each status is seen. The one table of its colours and signs; its word and shape are in `prompts/status.toml`.

No two look alike: not in colour, light or dark, and not without colour, for each has its own sign, shape and word.
"""

from __future__ import annotations

from typing import NamedTuple

from bot.model.letters.message import Mark


class Colours(NamedTuple):
    """A ground and the ink of the words on it, as `#rrggbb`."""

    ground: str
    ink: str


class Look(NamedTuple):
    """The look of a status: a sign in colour for a chat, its colours on our own pages, and the names of the nearest colours
    that cards have, for a shape (`tone`) and for a bar of a chart (`bar`). The accent of Teams is a purple."""

    sign: str
    light: Colours
    dark: Colours
    tone: str
    bar: str


LOOKS = {
    "red": Look("🟥", Colours("#c62828", "#ffffff"), Colours("#ff8a80", "#330000"), "Attention", "attention"),
    "amber": Look("🔶", Colours("#ffb000", "#2b1a00"), Colours("#ffc14d", "#2b1a00"), "Warning", "warning"),
    "green": Look("🟢", Colours("#1b7a33", "#ffffff"), Colours("#6fd68a", "#00260b"), "Good", "good"),
    "complete": Look("✅", Colours("#1d5fa8", "#ffffff"), Colours("#8ec1fa", "#001d3d"), "Good", "categoricalBlue"),
    "not_started": Look("⚪", Colours("#c2cad3", "#1b2430"), Colours("#56616e", "#ffffff"), "Default", "neutral"),
    "not_reported": Look("🟪", Colours("#6a1b9a", "#ffffff"), Colours("#d9a3ff", "#2a0045"), "Accent", "categoricalPurple"),
    "paused": Look("⏸️", Colours("#6d4c2f", "#ffffff"), Colours("#e0b78f", "#2b1600"), "Default", "categoricalLime"),
    "asked": Look("⏳", Colours("#a9e5df", "#04332f"), Colours("#1f7f78", "#ffffff"), "Default", "categoricalLightBlue"),
    "not_yet_asked": Look("➖", Colours("#ffffff", "#3a4552"), Colours("#10161c", "#d5dce4"), "Default", "divergingGray"),
    "unreadable": Look("⚠️", Colours("#1b1b1b", "#ffd83d"), Colours("#ffe96b", "#1b1b1b"), "Attention", "categoricalMarigold"),
    "closed": Look("✖️", Colours("#454f5b", "#ffffff"), Colours("#c5d08a", "#1f2400"), "Default", "divergingMaroon"),
    "imported_red": Look("🔴", Colours("#ffc9c2", "#5c0a0a"), Colours("#7d2a24", "#ffffff"), "Attention", "divergingLightRed"),
    "imported_amber": Look("🟠", Colours("#ffe6a8", "#4a3000"), Colours("#6b4a00", "#ffffff"), "Warning", "divergingPeach"),
    "imported_green": Look("🟩", Colours("#c4ebc9", "#0c3d19"), Colours("#1f5c33", "#ffffff"), "Default", "divergingTeal"),
    "imported_complete": Look("☑️", Colours("#a9b78a", "#1a2406"), Colours("#3f4a23", "#ffffff"), "Default", "divergingYellow"),
    "imported_not_started": Look("◽", Colours("#d9cbb0", "#3a2f1b"), Colours("#3a3428", "#ffffff"), "Default", "sequential2"),
    "assured": Look("⭐", Colours("#0b2e6b", "#ffffff"), Colours("#dfe6ff", "#0a1c4a"), "Good", "categoricalTeal"),
}


_PLAIN = Look("", Colours("#ffffff", "#000000"), Colours("#000000", "#ffffff"), "Default", "neutral")


def look(status: str) -> Look:
    """Return the look of a status. One that the table does not know has no colour."""
    return LOOKS.get(status, _PLAIN)


def signed(mark: Mark) -> str:
    """Return a mark's sign, shape and word."""
    return " ".join(filter(None, (look(mark.status).sign, mark.shape, mark.word)))
