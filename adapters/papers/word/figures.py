"""Pictures of charts in a document: each with the same in words for those who hear it read out, or see no picture."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from adapters.papers.text import held
from adapters.papers.word.tags import Element, paragraph, run, tag
from bot.model.letters.message import RunChart
from bot.wording.sentences import words

Images = Callable[[bytes], str]  # keeps a picture in the document and gives the relation by which it is shown

_EMU = 12_700  # of Word's units in a point
_MOST_READ = 2_000  # letters that are read out of a picture
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_PICTURE = f"{_DRAWING}/picture"


class Figures:
    """Draws charts, and counts the pictures of the document."""

    def __init__(self, images: Images) -> None:
        self._images = images
        self._pictures = 0

    def large(self, chart: RunChart) -> Iterator[Element]:
        """Give a chart over the width of a page, and below it the same in words."""
        from adapters.papers.pictures.chart import LARGE, picture  # noqa: PLC0415 (heavy, and most papers have no picture)

        drawn = picture(chart, LARGE)
        yield paragraph("Caption", [run(chart.title)])
        if drawn is not None:
            yield paragraph("Figure", [self._shown(chart, drawn, LARGE.width, LARGE.height)])
            yield paragraph("SmallPrint", [run(words("drawing.paper.chart_twin"))])
        for said in chart.twin:
            yield paragraph("ListBullet", [run(said)])

    def small(self, charts: Sequence[RunChart]) -> Iterator[Element]:
        """Give charts two by two. Of one that has too few values to draw, its words stand below."""
        from adapters.papers.pictures.chart import SMALL, picture  # noqa: PLC0415 (as above)

        drawn = [(chart, picture(chart, SMALL)) for chart in charts]
        shown = [self._shown(chart, held_, SMALL.width, SMALL.height) for chart, held_ in drawn if held_ is not None]
        for at in range(0, len(shown), 2):
            yield paragraph("Figure", [one for pair in shown[at : at + 2] for one in (pair, run(" "))][:-1])
        for chart in (chart for chart, held_ in drawn if held_ is None):
            yield paragraph("Normal", [run(" ".join((chart.title, *chart.twin)))])

    def _shown(self, chart: RunChart, drawn: bytes, width: float, height: float) -> Element:
        self._pictures += 1
        name = words("drawing.paper.picture", {"number": self._pictures})
        size = {"cx": round(width * _EMU), "cy": round(height * _EMU)}
        read = _read_out(chart)
        picture = _one(
            "pic:pic",
            _one("pic:nvPicPr", _one("pic:cNvPr", id=self._pictures, name=name, descr=read), _one("pic:cNvPicPr")),
            _one("pic:blipFill", _one("a:blip", **{"r:embed": self._images(drawn)}), _one("a:stretch", _one("a:fillRect"))),
            _one(
                "pic:spPr",
                _one("a:xfrm", _one("a:off", x=0, y=0), _one("a:ext", **size)),
                _one("a:prstGeom", _one("a:avLst"), prst="rect"),
            ),
            **{"xmlns:pic": _PICTURE},
        )
        graphic = _one("a:graphic", _one("a:graphicData", picture, uri=_PICTURE), **{"xmlns:a": f"{_DRAWING}/main"})
        inline = _one(
            "wp:inline",
            _one("wp:extent", **size),
            _one("wp:docPr", id=self._pictures, name=name, descr=read),
            graphic,
            distT=0, distB=0, distL=0, distR=0,
            **{"xmlns:wp": f"{_DRAWING}/wordprocessingDrawing"},
        )  # fmt: skip
        return tag("r", tag("drawing", inline))


def _read_out(chart: RunChart) -> str:
    """Return what is read out of a picture: its title and as many of its sentences as there is room for."""
    said = held(chart.title)
    for one in chart.twin:
        if len(said) + len(one) > _MOST_READ:
            break
        said = f"{said.rstrip('.')}. {held(one)}" if said == held(chart.title) else f"{said} {held(one)}"
    return said


def _one(kind: str, /, *inside: Element, **said: str | int) -> Element:
    """Return an element of a drawing, which is not in Word's own names."""
    return Element(kind, dict(said), list(inside))
