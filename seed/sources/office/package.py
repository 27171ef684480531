"""Open an Office file: a packed folder of parts in XML, that point at each other.

Nothing in it is followed out of the file: a part that declares a document type, the way to entities, is refused before it is
parsed, addresses outside are never looked up, and whatever is no XML (macros, pictures) is never opened.
"""

from __future__ import annotations

import posixpath
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import IO, NamedTuple
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from lxml import etree

from bot.model.documents.not_a_plan import NotAPlan
from seed.words import say

_CHUNK = 4096
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
# Some programs write the names of the ISO standard's strict form. The parts are the same.
_STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    b"http://purl.oclc.org/ooxml/drawingml/main": b"http://schemas.openxmlformats.org/drawingml/2006/main",
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    ),
}


class Related(NamedTuple):
    """A part that another points at: the last word of its kind, and its name."""

    kind: str
    name: str


class Package:
    """The parts of an Office file by their names."""

    def __init__(self, held: bytes) -> None:
        self._packed = ZipFile(BytesIO(held))
        self._names = {name.lower(): name for name in self._packed.namelist()}

    def has(self, name: str) -> bool:
        """Say if there is a part of that name."""
        return name.lower() in self._names

    def names(self) -> tuple[str, ...]:
        """Return the names of all parts, in small letters."""
        return tuple(self._names)

    @contextmanager
    def stream(self, name: str) -> Iterator[IO[bytes]]:
        """Open a part of XML to read it bit by bit. Raises KeyError if there is none."""
        held = self._names[name.lower()]
        with self._packed.open(held) as looked_at:
            _refuse_entities(looked_at)
        with self._packed.open(held) as stream:
            yield stream

    def root(self, name: str) -> etree._Element:
        """Return the root of a part. Raises KeyError if there is none."""
        with self.stream(name) as stream:
            held = stream.read()
        for strict, usual in _STRICT.items():
            held = held.replace(strict, usual)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
        return etree.fromstring(held, parser)

    def related(self, name: str) -> dict[str, Related]:
        """Return the parts that a part points at, by their ids: "" is the file itself. What lies outside it is not named."""
        folder, _, own = name.rpartition("/")
        relations = posixpath.join(folder, "_rels", f"{own}.rels")
        if not self.has(relations):
            return {}
        found = {}
        for each in self.root(relations).iter(_RELATIONS):
            if each.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, each.get("Target", ""))).lstrip("/")
                found[each.get("Id", "")] = Related(each.get("Type", "").rpartition("/")[2], target)
        return found

    def main(self) -> str:
        """Return the name of the part that the file is about. Raises KeyError if there is none."""
        return next((one.name for one in self.related("").values() if one.kind == "officeDocument"), "")


@contextmanager
def opened(held: bytes) -> Iterator[Package]:
    """Open an Office file. Whatever is broken in it while it is read is told as that. Raises NotAPlan."""
    try:
        yield Package(held)
    except etree.XMLSyntaxError as broken:
        if getattr(broken, "code", None) == etree.ErrorTypes.ERR_NO_MEMORY:
            raise MemoryError from broken
        raise NotAPlan(say("not_a_plan", "broken")) from broken
    except (BadZipFile, KeyError, ValueError, IndexError, EOFError, NotImplementedError, etree.LxmlError, zlib.error) as broken:
        raise NotAPlan(say("not_a_plan", "broken")) from broken


class _Begun(Exception):
    """The document itself has begun: nothing above it can declare anything any more."""


def _refuse_entities(stream: IO[bytes]) -> None:
    """Raise NotAPlan if a part of XML declares a document type. Only what stands above its first element is looked at."""

    def declared(*_: object) -> None:
        raise NotAPlan(say("not_a_plan", "entities"))

    def begun(*_: object) -> None:
        raise _Begun

    looking = expat.ParserCreate()
    looking.StartDoctypeDeclHandler = declared
    looking.StartElementHandler = begun
    try:
        while chunk := stream.read(_CHUNK):
            looking.Parse(chunk)
    except _Begun:
        return
    except expat.ExpatError as broken:
        raise NotAPlan(say("not_a_plan", "broken")) from broken
