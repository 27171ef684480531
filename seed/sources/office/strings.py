"""The words of a workbook's cells, and which of them are struck through."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, NamedTuple

from lxml import etree
from openpyxl.utils.escape import unescape

from seed.sources.office.looks import is_on
from seed.sources.office.package import Package


class Run(NamedTuple):
    """A part of a cell's words. `is_struck` is None if it looks as its cell does."""

    text: str
    is_struck: bool | None


class Words(NamedTuple):
    """The words of a cell: those that stand, those that are struck out of the midst of them, and if all of them are struck."""

    text: str
    struck: str = ""
    is_struck: bool = False


Held = str | tuple[Run, ...]


def strings_of(package: Package, part: str) -> list[Held]:
    """Return the words that the cells share, in their order."""
    if not package.has(part):
        return []
    with package.stream(part) as stream:
        return [held_in(each) for each in elements(stream, "si")]


def elements(stream: IO[bytes], *names: str) -> Iterator[etree._Element]:
    """Return the elements of these names one by one, each forgotten when the next is asked for."""
    tags = [f"{{*}}{name}" for name in names]
    walking = etree.iterparse(stream, tag=tags, resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    for _, element in walking:
        yield element
        element.clear()
        above = element.getparent()
        while above is not None and element.getprevious() is not None:
            del above[0]


def local(element: etree._Element) -> str:
    """Return the name of an element without the name of its space: "" for what is no element."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def held_in(element: etree._Element) -> Held:
    """Return the words in an element: one text, or runs of which some are struck or not by themselves."""
    runs = []
    for each in element:
        kind = local(each)
        if kind == "t":
            runs.append(Run(_text(each), None))
        elif kind == "r":
            looks = each.find("{*}rPr")
            text = "".join(_text(one) for one in each.iterfind("{*}t"))
            runs.append(Run(text, None if looks is None else is_on(looks.find("{*}strike"))))
    if all(run.is_struck is None for run in runs):
        return "".join(run.text for run in runs)
    return tuple(runs)


def _text(element: etree._Element) -> str:
    text = element.text or ""
    return unescape(text) if "_x" in text else text


def words_in(held: Held, is_struck: bool) -> Words:
    """Return what stands of a cell's words. `is_struck` says that the cell is."""
    if isinstance(held, str):
        return Words(held, is_struck=is_struck)
    stands = "".join(run.text for run in held if not (is_struck if run.is_struck is None else run.is_struck))
    struck = "".join(run.text for run in held if (is_struck if run.is_struck is None else run.is_struck))
    if not stands.strip():
        return Words(stands + struck, is_struck=bool(struck.strip()))
    return Words(stands, struck.strip())
