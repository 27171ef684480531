"""Pixels as a PNG. Packed by hand: two builds of zlib squeeze the same picture into different bytes, and a fingerprint must be
the same everywhere.

A picture of a chart is mostly ground. So only runs of one colour are shortened, with the codes that every reader of PNG knows.
"""

from __future__ import annotations

import re
from array import array
from functools import cache
from struct import pack
from sys import byteorder
from zlib import adler32, crc32

_SIGN = b"\x89PNG\r\n\x1a\n"
_LONGEST, _SHORTEST = 258, 3  # bytes of a run that one code stands for
_INCHES = 39.37  # in a metre
_RUN = re.compile(rb"(.)\1*", re.DOTALL)
_MOST_COLOURS = 256


def png(pixels: memoryview, width: int, dots: int) -> bytes:
    """Return a picture as PNG. `pixels` have four bytes each: red, green, blue, and one that is left out. `dots` says how many
    of them stand on an inch."""
    places, palette = _with_palette(pixels)
    rows = b"".join(b"\0" + places[at : at + width] for at in range(0, len(places), width))
    per_metre = round(dots * _INCHES)
    return _SIGN + b"".join(
        (
            _chunk(b"IHDR", pack(">IIBBBBB", width, len(places) // width, 8, 3, 0, 0, 0)),
            _chunk(b"PLTE", palette),
            _chunk(b"pHYs", pack(">IIB", per_metre, per_metre, 1)),
            _chunk(b"IDAT", _squeezed(rows)),
            _chunk(b"IEND", b""),
        )
    )


def _chunk(kind: bytes, held: bytes) -> bytes:
    return pack(">I", len(held)) + kind + held + pack(">I", crc32(kind + held))


def _with_palette(pixels: memoryview) -> tuple[bytes, bytes]:
    """Return each pixel as the number of its colour, and the colours: of each of their parts sixteen steps, or fewer if these
    make too many colours."""
    whole = array("I", pixels.tobytes())
    known = {one: one.to_bytes(4, byteorder)[:3] for one in set(whole)}
    for bits in (4, 3, 2):
        steps = {one: bytes(part >> (8 - bits) for part in colour) for one, colour in known.items()}
        colours = sorted(set(steps.values()))
        if len(colours) <= _MOST_COLOURS:
            break
    number = {colour: at for at, colour in enumerate(colours)}
    of = {one: number[colour] for one, colour in steps.items()}
    most = (1 << bits) - 1
    return bytes(map(of.__getitem__, whole)), bytes(step * 255 // most for colour in colours for step in colour)


def _squeezed(held: bytes) -> bytes:
    """Return bytes as zlib's format has them, in one block of fixed codes: each byte, and how often it comes again."""
    literals = tuple(_literal(one) for one in range(256))
    bits = ["110"]  # the last block, of fixed codes; read from the right
    for run in _RUN.finditer(held):
        first, length = literals[held[run.start()]], run.end() - run.start()
        bits.append(first if length == 1 else first + _again(length - 1, first))
    bits.append("0000000")  # its end
    stream = "".join(bits)
    size = -(-len(stream) // 8)
    return b"\x78\x01" + int(stream[::-1], 2).to_bytes(size, "little") + pack(">I", adler32(held))


def _again(times: int, literal: str) -> str:
    """Return the bits that say that a byte comes so many times again."""
    whole, rest = divmod(times, _LONGEST)
    said = _length(_LONGEST) * whole
    return said + (_length(rest) if rest >= _SHORTEST else literal * rest)


def _literal(value: int) -> str:
    return f"{0x30 + value:08b}" if value < 144 else f"{0x190 + value - 144:09b}"


@cache
def _length(times: int) -> str:
    """Return the bits of a length: its code, what is added to it with the lowest bit first, and that the byte before is meant."""
    symbol, extra, first = 285, 0, _LONGEST
    if times < _LONGEST:
        symbol, extra, first = 257, 0, _SHORTEST
        while times >= first + (1 << extra):
            first += 1 << extra
            symbol += 1
            extra = max((symbol - 261) // 4, 0)
    code = f"{symbol - 256:07b}" if symbol < 280 else f"{0xC0 + symbol - 280:08b}"
    return code + (f"{times - first:0{extra}b}"[::-1] if extra else "") + "00000"
