"""A file is read in a process of its own: it has limits, knows no secrets, and whatever happens in it ends in a sentence."""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import docx as word
import pytest
from openpyxl import Workbook

from bot.model.documents.not_a_plan import NotAPlan
from bot.program.documents.reading import child, process
from bot.program.documents.reading.compact import unpacked
from bot.program.documents.reading.process import read_apart
from seed.source import Format
from seed.sources import csv, docx, xlsx


def workbook(rows: int = 1) -> bytes:
    book, held = Workbook(write_only=True), BytesIO()
    sheet = book.create_sheet("Plan")
    sheet.append(["Action", "When", "Lead"])
    for number in range(rows):
        sheet.append([f"Train {number}", "May 2026", "Head of A"])
    book.save(held)
    return held.getvalue()


def paper() -> bytes:
    document, held = word.Document(), BytesIO()
    document.add_paragraph("Words")
    document.save(held)
    return held.getvalue()


def with_part(held: bytes, name: str, part: bytes) -> bytes:
    out = BytesIO()
    with ZipFile(BytesIO(held)) as packed, ZipFile(out, "w", ZIP_DEFLATED) as packing:
        for each in packed.namelist():
            packing.writestr(each, part if each == name else packed.read(each))
    return out.getvalue()


def readers() -> set[int]:
    """The processes that read a file now, and that this one started."""
    found = set()
    for each in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((each / "stat").read_text().rpartition(")")[2].split()[1])
            if parent == os.getpid() and child.__name__.encode() in (each / "cmdline").read_bytes():
                found.add(int(each.name))
        except OSError:
            continue
    return found


def test_a_file_comes_back_as_it_is_read_here() -> None:
    assert unpacked(read_apart(Format.XLSX, workbook())) == xlsx.read(workbook())
    assert unpacked(read_apart(Format.DOCX, paper())) == docx.read(paper())
    assert unpacked(read_apart(Format.CSV, b"Action,Lead\nTrain,Head of A\n")) == csv.read(b"Action,Lead\nTrain,Head of A\n")


def test_a_refusal_comes_back_as_its_sentence() -> None:
    with pytest.raises(NotAPlan, match="packed far more tightly"):
        read_apart(Format.XLSX, with_part(workbook(), "xl/styles.xml", bytes(5_000_000)))


def test_entities_are_refused_and_nothing_outside_is_read() -> None:
    laughs = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><worksheet>&x;</worksheet>'

    with pytest.raises(NotAPlan, match="has instructions of its own inside"):
        read_apart(Format.XLSX, with_part(workbook(), "xl/worksheets/sheet1.xml", laughs))


def test_a_process_that_takes_too_long_is_ended() -> None:
    with pytest.raises(NotAPlan, match="took too long"):
        read_apart(Format.XLSX, workbook(20_000), seconds=0.1)

    assert readers() == set()


def test_the_process_knows_no_secret_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MILEPOST_SECRET_KEY", "secret")
    reading = threading.Thread(target=read_apart, args=(Format.XLSX, workbook(20_000)))
    reading.start()
    seen: list[bytes] = []
    until = time.monotonic() + 20
    while reading.is_alive() and not seen and time.monotonic() < until:
        for each in readers():
            said = Path(f"/proc/{each}/status").read_text().partition("PPid:")[2].split()[0]
            if int(said) == threading.main_thread().native_id:
                seen.append(Path(f"/proc/{each}/environ").read_bytes())
    reading.join()

    assert len(seen) == 1
    assert b"MILEPOST" not in seen[0]
    assert b"PATH=/" not in seen[0].replace(b"LD_LIBRARY_PATH", b"")


def test_what_needs_too_much_memory_is_refused() -> None:
    """Each of these paragraphs is a few bytes in the file, and a few hundred when it is read."""
    draw = random.Random(1)
    many = "".join(f'<w:p w:a="{draw.randrange(10**6)}"/>' for _ in range(1_800_000))
    body = f'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{many}</w:body></w:document>'

    with pytest.raises(NotAPlan, match="too much in this file to read"):
        read_apart(Format.DOCX, with_part(paper(), "word/document.xml", body.encode()))


def test_a_bug_in_a_reader_is_told_as_a_broken_file_and_its_place_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(NotAPlan, match="broken or missing"):
        process._heard(child.FAILED + b"KeyError at sheet.py:7", 0)

    assert caplog.messages == ["A file could not be read: KeyError at sheet.py:7"]


def test_a_process_that_dies_without_a_word_is_told() -> None:
    for ended, said in ((-signal.SIGXCPU, "took too long"), (-signal.SIGKILL, "too much in this file"), (1, "too much in this file")):
        with pytest.raises(NotAPlan, match=said):
            process._heard(b"", ended)
