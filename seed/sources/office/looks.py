"""The looks of a workbook's cells: their colour, what is struck or bold, and the format of their numbers."""

from __future__ import annotations

import colorsys
from typing import NamedTuple

from lxml import etree
from openpyxl.styles.colors import COLOR_INDEX

from seed.sources.office.formats import code_of
from seed.sources.office.package import Package

WHITE = "FFFFFF"  # the colour of the page, which says nothing
_THEME = ("lt1", "dk1", "lt2", "dk2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6", "hlink", "folHlink")


class Look(NamedTuple):
    """The look of a cell."""

    fill: str = ""
    is_struck: bool = False
    is_bold: bool = False
    code: str = "General"


class Looks:
    """The looks of a workbook, by the numbers that its cells give."""

    def __init__(self, package: Package, styles: str, theme: str) -> None:
        self._theme = _theme(package.root(theme)) if package.has(theme) else {}
        self._looks: list[Look] = []
        self._indexed: list[str] = [rgb[-6:] for rgb in COLOR_INDEX]
        if package.has(styles):
            self._read(package.root(styles))

    def of(self, number: int) -> Look:
        """Return a look. A number that the workbook does not know is a plain cell."""
        return self._looks[number] if 0 <= number < len(self._looks) else Look()

    def _read(self, root: etree._Element) -> None:
        own = [each.get("rgb", "")[-6:] for each in root.iterfind("{*}colors/{*}indexedColors/{*}rgbColor")]
        self._indexed[: len(own)] = own
        codes = {int(each.get("numFmtId", 0)): each.get("formatCode", "") for each in root.iterfind("{*}numFmts/{*}numFmt")}
        fonts = [(is_on(each.find("{*}strike")), is_on(each.find("{*}b"))) for each in root.iterfind("{*}fonts/{*}font")]
        fills = [self._fill(each) for each in root.iterfind("{*}fills/{*}fill")]
        for each in root.iterfind("{*}cellXfs/{*}xf"):
            font, fill = int(each.get("fontId", 0)), int(each.get("fillId", 0))
            is_struck, is_bold = fonts[font] if font < len(fonts) else (False, False)
            code = code_of(int(each.get("numFmtId", 0)), codes)
            self._looks.append(Look(fills[fill] if fill < len(fills) else "", is_struck, is_bold, code))

    def _fill(self, fill: etree._Element) -> str:
        pattern = fill.find("{*}patternFill")
        if pattern is None or pattern.get("patternType") != "solid":
            return ""
        colour = pattern.find("{*}fgColor")
        found = self._colour(colour) if colour is not None else ""
        return "" if found == WHITE else found

    def _colour(self, colour: etree._Element) -> str:
        if rgb := colour.get("rgb"):
            return tinted(rgb[-6:].upper(), float(colour.get("tint", 0)))
        if (theme := colour.get("theme")) is not None and int(theme) < len(_THEME):
            return tinted(self._theme.get(_THEME[int(theme)], ""), float(colour.get("tint", 0)))
        if (index := colour.get("indexed")) is not None and int(index) < len(self._indexed):
            return tinted(self._indexed[int(index)].upper(), float(colour.get("tint", 0)))
        return ""


def is_on(mark: etree._Element | None) -> bool:
    """Say if a mark such as bold is there and not switched off."""
    return mark is not None and mark.get("val", "1") not in ("0", "false", "off", "none")


def tinted(colour: str, tint: float) -> str:
    """Return a colour made lighter by a tint above zero, darker by one below it."""
    if not tint or len(colour) != len(WHITE):
        return colour
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4))
    hue, light, full = colorsys.rgb_to_hls(red, green, blue)
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    return "".join(f"{min(max(round(part * 255), 0), 255):02X}" for part in colorsys.hls_to_rgb(hue, light, full))


def _theme(root: etree._Element) -> dict[str, str]:
    """Return the colours of the theme by their names."""
    found = {}
    for each in root.iterfind("{*}themeElements/{*}clrScheme/*"):
        for colour in each:
            found[etree.QName(each).localname] = str(colour.get("lastClr") or colour.get("val") or "").upper()
    return found
