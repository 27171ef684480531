"""Drawing: which file a paper becomes, that it is the same file everywhere, and what is said if it cannot be drawn."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.papers.drawing import Drawer
from adapters.papers.text import MOST_ADDRESS, followed, held
from bot.model.board.paper import AnyPaper, Book, Bullets, Cell, Column, Grid, Heading, Paper, Plain, Prose, Sheet
from bot.model.letters.message import Link, Text
from bot.wording.sentences import mark, words
from tests.laws import tried
from tests.world import paper_samples as samples
from tests.world.judges import papers as judges

ROOT = Path(__file__).parents[4]
PRINTS = (
    "import json; from adapters.papers.drawing import Drawer; from tests.world import paper_samples as s;"
    "print(json.dumps({one.file: Drawer().draw(one).sha256 for one in (s.paper(), s.charts(), s.book(), s.slip())}))"
)
ANY_TEXT = st.text(st.characters(), max_size=60) | st.sampled_from(samples.EVIL) | st.sampled_from(samples.EVIL_LINKS)


def elsewhere(code: str, surroundings: Mapping[str, str]) -> str:
    """What a process of its own prints."""
    environment = {**os.environ, **surroundings}
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("paper", [samples.paper(), samples.book(), samples.slip()], ids=lambda one: one.file)
def test_a_paper_is_handed_over_with_its_name_and_fingerprint(paper: AnyPaper) -> None:
    drawn = Drawer().draw(paper)

    assert drawn.name == paper.file
    assert drawn.sha256 == hashlib.sha256(drawn.held).hexdigest()


def test_the_same_paper_is_the_same_bytes_in_any_process_at_any_place_and_hour() -> None:
    one = json.loads(elsewhere(PRINTS, {"PYTHONHASHSEED": "1", "TZ": "Pacific/Auckland", "USER": "ann"}))
    other = json.loads(elsewhere(PRINTS, {"PYTHONHASHSEED": "2", "TZ": "America/Lima", "USER": "ben"}))

    assert one == other
    assert len(set(one.values())) == 4


def test_a_paper_made_at_another_moment_is_another_file() -> None:
    later = samples.paper().model_copy(update={"made": samples.MADE.replace(hour=18)})

    assert Drawer().draw(later).sha256 != Drawer().draw(samples.paper()).sha256


def test_no_part_is_squeezed_as_that_differs_from_machine_to_machine() -> None:
    for paper in (samples.paper(), samples.book()):
        with ZipFile(BytesIO(Drawer().draw(paper).held)) as kept:
            assert {part.compress_type for part in kept.infolist()} == {0}


def test_without_the_extra_a_document_is_refused_with_a_sentence_and_the_rest_is_drawn() -> None:
    code = (
        "import sys; sys.modules['docx'] = None\n"
        "from adapters.papers.drawing import Drawer; from bot.ports.refusals import Refusal; from tests.world import paper_samples as s\n"
        "print(len(Drawer().draw(s.book()).held) > 0, len(Drawer().draw(s.slip()).held) > 0)\n"
        "try: Drawer().draw(s.paper())\n"
        "except Refusal as refusal: print(refusal.prompt_key)\n"
    )

    assert elsewhere(code, {}).split() == ["True", "True", "papers_off"]
    assert "extra named papers" in words("replies.refusal.papers_off")


def test_no_library_is_imported_before_a_paper_is_drawn() -> None:
    code = "import sys; import adapters.papers.drawing; print(sorted({'docx', 'openpyxl', 'lxml'} & set(sys.modules)))"

    assert elsewhere(code, {}).strip() == "[]"


def test_a_slip_is_its_lines_and_nothing_else() -> None:
    slip = Plain(file="verification.txt", lines=("plan lancashire", "a line\nof two \x00lines"))

    assert Drawer().draw(slip).held == b"plan lancashire\na line of two lines\n"


@tried(100)
@given(text=ANY_TEXT, url=ANY_TEXT)
def test_whatever_somebody_wrote_the_files_open_and_hold_it_as_text(text: str, url: str) -> None:
    said, grid = (Text(text=text), Link(text=text, url=url)), Grid(
        caption=f"A table {text}",
        columns=(Column(heading="Text"), Column(heading="Link")),
        rows=((Cell(value=text), Cell(value=text, link=url)), (Cell(value=text, mark=mark("red")), Cell(link=url))),
    )
    paper = Paper(
        file="a.docx", title=f"Title {text}", fields=((f"Label {text}", text),), foot=text, made=samples.MADE,
        blocks=(Heading(text=f"Heading {text}"), Prose(spans=(Text(text="Said: "), *said)), Bullets(lines=((mark("green"), said),)), grid),
    )  # fmt: skip
    book = Book(file="a.xlsx", title=f"Title {text}", sheets=(Sheet(name="Live", grid=grid),), foot=text, made=samples.MADE)

    assert judges.of_word(Drawer().draw(paper).held) == []
    assert judges.of_excel(Drawer().draw(book).held) == []


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://example.org/minutes?page=1&of=2#end", "https://example.org/minutes?page=1&of=2#end"),
        ("HTTP://Example.ORG/A b", "http://example.org/A%20b"),
        ("https://münchen.example/ß", "https://xn--mnchen-3ya.example/%C3%9F"),
        ("https://example.org:8443/a%20b", "https://example.org:8443/a%20b"),
        ("https://example.org/<\"{}|\\^`>", "https://example.org/%3C%22%7B%7D%7C%5C%5E%60%3E"),
    ],
)
def test_a_web_address_is_followed_as_it_is_written_in_a_file(url: str, address: str) -> None:
    assert followed(url) == address


@pytest.mark.parametrize(
    "url",
    [
        "", "javascript:alert(1)", "file:///etc/passwd", "mailto:a@example.org", "https://", "https:///x", "https://[bad", "https://a b/",
        "https://user:secret@example.org/", "https://example.org:99999/", "https://example.org/" + "a" * MOST_ADDRESS, "ftp://example.org", "//a.b",
    ],
)  # fmt: skip
def test_what_is_no_plain_web_address_is_words(url: str) -> None:
    assert followed(url) is None


def test_what_xml_cannot_hold_is_left_out_and_lines_end_alike() -> None:
    assert held("a\x00\x07\x0bb\ud800c\ufffe\uffff\x85d\r\ne\rf\tg 🟥") == "abc\nd\ne\nf\tg 🟥"
