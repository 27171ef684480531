"""Refuse a packed file before any of it is opened, if opening it could fill the machine or write where it should not."""

from __future__ import annotations

import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from bot.model.documents.not_a_plan import NotAPlan
from seed.words import say

MB = 2**20
MOST_PACKED = 10 * MB
MOST_UNPACKED = 200 * MB
MOST_TIMES = 100  # a part's size, or that of all, beside what it is packed into
SMALL = MB  # a part so small may be packed as tightly as it likes
MOST_PARTS = 5_000
_ENCRYPTED = 0x1
_CHUNK = 2**16


def check_size(held: bytes) -> None:
    """Refuse a file that is too large as it comes. Raises NotAPlan."""
    if len(held) > MOST_PACKED:
        raise NotAPlan(say("not_a_plan", "too_large", count=-(-len(held) // MB), most=MOST_PACKED // MB))


def check_packed(held: bytes) -> None:
    """Refuse a packed file that says too much of itself, or turns out to hold more than it says. Raises NotAPlan."""
    check_size(held)
    try:
        with ZipFile(BytesIO(held)) as packed:
            parts = packed.infolist()
            _check_said(parts, len(held))
            _check_found(packed, parts, len(held))
    except (BadZipFile, NotImplementedError, EOFError, OSError, ValueError, zlib.error) as broken:
        raise NotAPlan(say("not_a_plan", "broken")) from broken


def _check_said(parts: list[ZipInfo], size: int) -> None:
    """Judge by the directory of the file alone."""
    if len(parts) > MOST_PARTS:
        raise NotAPlan(say("not_a_plan", "too_many_parts", count=len(parts), most=MOST_PARTS))
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise NotAPlan(say("not_a_plan", "locked"))
    if len({part.filename.lower() for part in parts}) < len(parts) or any(_is_odd(part) for part in parts):
        raise NotAPlan(say("not_a_plan", "odd_parts"))
    _check_sizes(sum(part.file_size for part in parts), size)
    for part in parts:
        _check_sizes(part.file_size, part.compress_size)


def _check_found(packed: ZipFile, parts: list[ZipInfo], size: int) -> None:
    """Count what really comes out, as a directory can lie. Nothing of it is kept."""
    total = 0
    for part in parts:
        count = 0
        with packed.open(part) as opened:
            while chunk := opened.read(_CHUNK):
                count += len(chunk)
                _check_sizes(total + count, size)
        _check_sizes(count, part.compress_size)
        total += count


def _check_sizes(unpacked: int, packed: int) -> None:
    if unpacked > MOST_UNPACKED:
        raise NotAPlan(say("not_a_plan", "too_large_unpacked", most=MOST_UNPACKED // MB))
    if unpacked > SMALL and unpacked > MOST_TIMES * packed:
        raise NotAPlan(say("not_a_plan", "too_tight"))


def _is_odd(part: ZipInfo) -> bool:
    """Say if a part is named as no Office program names one, such as to be written outside its folder, or is packed otherwise."""
    steps = part.filename.replace("\\", "/").split("/")
    leads_out = part.filename.startswith(("/", "\\")) or ".." in steps or ":" in steps[0]
    return leads_out or part.compress_type not in (ZIP_STORED, ZIP_DEFLATED)
