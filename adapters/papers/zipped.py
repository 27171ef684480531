"""A file of Office is a zip of parts. Packed anew, the same parts make the same bytes, whoever packs them and when."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip can name
_FIRST = ("[Content_Types].xml", "_rels/.rels")
# Which program made a file, in place of the one that its library names.
_PROGRAM = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    b"<Application>Milepost</Application></Properties>"
)
_NONE: Mapping[str, bytes] = {}


def packed(made: bytes, ours: Mapping[str, bytes] = _NONE) -> bytes:
    """Return a zip with its parts in order, their times fixed, and some of its parts in our own words.

    The parts are stored as they are: two builds of zlib squeeze the same words into different bytes, and a fingerprint must
    be the same everywhere.
    """
    kept, instead = BytesIO(), {"docProps/app.xml": _PROGRAM, **ours}
    with ZipFile(BytesIO(made)) as before, ZipFile(kept, "w", ZIP_STORED) as after:
        for name in sorted(before.namelist(), key=lambda name: (name not in _FIRST, name)):
            part = ZipInfo(name, _EPOCH)
            part.create_system, part.external_attr = 0, 0
            after.writestr(part, instead[name] if name in instead else before.read(name))
    return kept.getvalue()
