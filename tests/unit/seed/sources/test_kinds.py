"""Which reader a file is given to: by its bytes first, then by what stands in it, and by its name only where those leave it open."""

from __future__ import annotations

import io
import zipfile

import pytest

from bot.model.documents.not_a_plan import NotAPlan
from seed.source import Format
from seed.sources.choice import document_of
from seed.sources.kinds import Kind, kind_of


def packed(*names: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    return held.getvalue()


COMMAS = "Action,Lead,When\nMend the roof,Head,May 2027\nOpen a door,Deputy,June 2027\n"
TABS = "Action\tLead\tWhen\nMend the roof\tHead\tMay 2027\n"
PIPES = "Action | Lead | When\n---|---|---\nMend the roof | Head | May 2027\n"
SENTENCES = "We met, and talked, and left.\nWe met again, and again, and again.\n"


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("plan.csv", COMMAS, Format.CSV),
        ("plan.txt", COMMAS, Format.CSV),
        ("plan", COMMAS.replace(",", ";"), Format.CSV),
        ("plan.txt", f"Our plan\n{COMMAS}", Format.CSV),
        ("plan.md", COMMAS, Format.CSV),
        ("plan.csv", TABS, Format.CSV),
        ("plan.txt", "sep=;\nAction;Lead\nMend;Head\n", Format.CSV),
        ("plan.txt", TABS, Format.TEXT),
        ("plan.md", TABS, Format.TEXT),
        ("plan.txt", 'Action\tLead\tWhen\n"Mend the roof\nand the door"\tHead\tMay\nOpen\tHead\tJune\n', Format.CSV),
        ("plan.txt", PIPES, Format.TEXT),
        ("plan.md", PIPES, Format.MARKDOWN),
        ("plan.txt", f"# Our plan\n\n{PIPES}", Format.MARKDOWN),
        ("notes.txt", "# People\n\n- [ ] Mend the roof\n", Format.MARKDOWN),
        ("plan.txt", SENTENCES, Format.TEXT),
        ("plan.txt", "", Format.TEXT),
    ],
)
def test_a_text_is_read_as_what_it_is(name: str, text: str, found: Format) -> None:
    assert document_of(name, text.encode()).format is found


@pytest.mark.parametrize(
    ("held", "kind"),
    [
        (packed("[Content_Types].xml", "word/document.xml"), Kind.DOCX),
        (packed("[Content_Types].xml", "xl/workbook.xml"), Kind.XLSX),
        (packed("[Content_Types].xml", "xl/workbook.bin"), Kind.XLSB),
        (packed("ppt/presentation.xml"), Kind.PPTX),
        (packed("a.txt"), Kind.ZIP),
        (b"%PDF-1.7\n", Kind.PDF),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, Kind.OLD_OFFICE),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), Kind.LOCKED),
        (b"\xd0\xcf\x11\xe0" + b"\x00" * 9_000 + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 9_000, Kind.LOCKED),
        (packed(*[f"{at}.png" for at in range(200)], "word/document.xml", *[f"z{at}.png" for at in range(200)]), Kind.DOCX),
        (b"{\\rtf1\\ansi", Kind.RTF),
        (b"\xef\xbb\xbf<!DOCTYPE html><p>", Kind.HTML),
        (b"MIME-Version: 1.0\r\n", Kind.MAIL),
        (b"\x89PNG\r\n", Kind.PICTURE),
        (b"SQLite format 3\x00", Kind.SQLITE),
        (b"Action,Lead\n", None),
    ],
)
def test_a_file_is_known_by_its_bytes(held: bytes, kind: Kind | None) -> None:
    assert kind_of(held) is kind


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind not in (Kind.DOCX, Kind.XLSX, Kind.PDF)])
def test_a_file_that_no_reader_takes_is_named_with_what_to_do(kind: Kind) -> None:
    held = {
        Kind.XLSB: packed("xl/workbook.bin"),
        Kind.PPTX: packed("ppt/x.xml"),
        Kind.ODT: packed("mimetype", "META-INF/opendocument.xml"),
        Kind.OLD_OFFICE: b"\xd0\xcf\x11\xe0",
        Kind.LOCKED: b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"),
        Kind.RTF: b"{\\rtf1",
        Kind.ZIP: packed("a.txt"),
        Kind.PICTURE: b"GIF89a",
        Kind.SQLITE: b"SQLite format 3\x00",
        Kind.HTML: b"<html>",
        Kind.MAIL: b"Return-Path: <a@b.org>\n",
    }[kind]
    with pytest.raises(NotAPlan, match=r"^This is an? .*, and Milepost does not read such files\. [A-Z].*\.$"):
        document_of("plan.docx", held)


def test_trash_with_the_name_of_a_text_is_refused_in_a_sentence() -> None:
    with pytest.raises(NotAPlan, match="is not text"):
        document_of("plan.txt", bytes(range(256)) * 10)
