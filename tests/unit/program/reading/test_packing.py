"""A packed file that could fill the machine, or write where it should not, is refused before any of it is opened."""

from __future__ import annotations

import random
import struct
from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile

import pytest

from bot.model.documents.not_a_plan import NotAPlan
from bot.program.documents.reading import packing
from bot.program.documents.reading.packing import MB, MOST_PACKED, MOST_PARTS, check_packed, check_size


def zipped(*parts: tuple[str, bytes], method: int = ZIP_DEFLATED) -> bytes:
    held = BytesIO()
    with ZipFile(held, "w", method) as packed:
        for name, part in parts:
            packed.writestr(name, part)
    return held.getvalue()


def in_directory(held: bytes, at: int, form: str, value: int) -> bytes:
    """The same file with one number of its directory's first entry changed, so that it lies."""
    entry = held.index(b"PK\x01\x02")
    changed = bytearray(held)
    struct.pack_into(form, changed, entry + at, value)
    return bytes(changed)


def noise(count: int) -> bytes:
    """Bytes that pack about four to one."""
    return bytes(random.Random(1).choices(b"abcd", k=count))


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "larger than a file may be": (lambda: b"x" * (MOST_PACKED + 1), "has 11 MB, and the most is 10 MB"),
    "a bomb": (lambda: zipped(("xl/a.xml", bytes(5 * MB))), "packed far more tightly"),
    "many small bombs": (lambda: zipped(*((f"xl/{n}.xml", bytes(MB - 1)) for n in range(40))), "packed far more tightly"),
    "a directory that says too much": (lambda: in_directory(zipped(("a", b"x")), 24, "<I", 201 * MB), "more than 200 MB inside"),
    "a directory that says too little": (lambda: in_directory(zipped(("a", noise(3 * MB))), 24, "<I", 10), "broken or missing"),
    "too many parts": (lambda: zipped(*((f"{n}", b"") for n in range(MOST_PARTS + 1))), "has 5001 parts inside"),
    "a name that leads out": (lambda: zipped(("../../etc/cron.d/x", b"x")), "parts inside that no Word or Excel file has"),
    "a name at the root": (lambda: zipped(("/etc/x", b"x")), "parts inside that no Word or Excel file has"),
    "a name on a drive": (lambda: zipped(("c:x", b"x")), "parts inside that no Word or Excel file has"),
    "another way of packing": (lambda: zipped(("a", b"x"), method=ZIP_BZIP2), "parts inside that no Word or Excel file has"),
    "two parts of one name": (lambda: zipped(("a", b"x"), ("A", b"y")), "parts inside that no Word or Excel file has"),
    "a password": (lambda: in_directory(zipped(("a", b"x")), 8, "<H", 1), "has a password"),
    "a sum that is wrong": (lambda: in_directory(zipped(("a", b"x")), 16, "<I", 1), "broken or missing"),
    "no packed file": (lambda: b"PK\x03\x04 and no more", "broken or missing"),
}


@pytest.mark.parametrize("attack", REFUSED)
def test_a_hostile_file_is_refused_with_a_sentence(attack: str) -> None:
    make, said = REFUSED[attack]

    with pytest.raises(NotAPlan, match=said):
        check_packed(make())


def test_what_really_comes_out_is_counted_and_not_only_what_is_said() -> None:
    """The library below stops a part where its directory says it ends. Should it not, the count does."""
    held = zipped(("xl/a.xml", bytes(5 * MB)))

    with ZipFile(BytesIO(held)) as packed, pytest.raises(NotAPlan, match="packed far more tightly"):
        packing._check_found(packed, packed.infolist(), len(held))


def test_an_honest_file_and_a_small_one_that_packs_well_are_let_in() -> None:
    check_packed(zipped(("xl/a.xml", noise(3 * MB)), ("xl/b.xml", bytes(MB // 2))))
    check_size(b"x" * MOST_PACKED)
