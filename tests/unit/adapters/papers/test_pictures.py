"""Pictures in papers: what is packed is what was drawn, and each says what it shows to those who cannot see it."""

import random
import zlib
from io import BytesIO
from threading import Thread

import docx
import pytest
from docx.oxml.ns import qn
from PIL import Image

from adapters.papers.drawing import Drawer
from adapters.papers.pictures.chart import LARGE, SMALL, Size, picture
from adapters.papers.pictures.png import _squeezed, png
from bot.model.board.paper import Figure, Paper
from bot.wording.measures.chart import run_chart
from tests.world import paper_samples as samples
from tests.world.judges import papers as judges
from tests.world.measure_samples import told


@pytest.mark.parametrize("length", [0, 1, 2, 3, 4, 10, 11, 12, 19, 35, 67, 130, 131, 257, 258, 259, 260, 261, 262, 515, 516, 519, 5000])
def test_a_run_of_any_length_is_packed_as_every_reader_unpacks_it(length: int) -> None:
    held = b"a" + b"\xf0" * length + b"z"
    assert zlib.decompress(_squeezed(held)) == held


def test_any_pixels_are_the_same_after_packing() -> None:
    chance = random.Random(16)
    colours = [bytes(chance.choice((0, 17, 34, 119, 255)) for _ in range(3)) for _ in range(40)]
    rows = b"".join(bytes([*chance.choice(colours), 255]) * chance.randrange(1, 90) for _ in range(200))
    pixels = rows[: len(rows) // 400 * 400]
    with Image.open(BytesIO(png(memoryview(pixels), 100, 200))) as opened:
        assert opened.size == (100, len(pixels) // 400)
        assert opened.convert("RGBA").tobytes() == pixels


def test_more_colours_than_a_palette_holds_are_made_fewer() -> None:
    pixels = b"".join(bytes([red, green, 99, 255]) for red in range(0, 256, 4) for green in range(0, 256, 4))
    with Image.open(BytesIO(png(memoryview(pixels), 64, 200))) as opened:
        assert all(
            abs(one - other) < 64 for one, other in zip(opened.convert("RGBA").tobytes(), pixels, strict=True)
        )


@pytest.mark.parametrize("size", [LARGE, SMALL])
def test_a_chart_is_drawn_the_same_on_any_thread(size: Size) -> None:
    chart, drawn = run_chart(told()), list[bytes | None]()
    threads = [Thread(target=lambda: drawn.append(picture(chart, size))) for _ in range(3)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(set(drawn)) == 1
    assert len(drawn[0] or b"") < 60_000


def test_a_paper_of_charts_is_in_order_and_each_picture_is_read_out() -> None:
    drawn = Drawer().draw(samples.charts())
    assert judges.of_word(drawn.held, samples.MADE) == []
    document = docx.Document(BytesIO(drawn.held))
    read = [one.get("descr") or "" for one in document.element.body.iter(qn("wp:docPr"))]
    charts = [one.chart for one in samples.run_charts() if isinstance(one, Figure)]
    assert len(read) == 5  # one of six has a single value, and is told in words
    assert read[0] == f"{charts[0].title} {' '.join(charts[0].twin)}"
    assert all("34%" not in one or "Latest reading: 34%" in one for one in read)


def test_the_judge_finds_a_picture_that_says_nothing() -> None:
    silent = run_chart(told()).model_copy(update={"title": "", "twin": ()})
    paper = Paper(file="x.docx", title="T", blocks=(Figure(chart=silent, small=True),), made=samples.MADE)
    assert any("says nothing" in fault for fault in judges.of_word(Drawer().draw(paper).held))
