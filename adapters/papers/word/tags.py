"""Elements of WordprocessingML, made of names and plain values: what a person wrote only ever becomes text in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from xml.sax.saxutils import escape

from adapters.papers.text import held

_NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_AS_IT_IS: dict[str, str | int] = {"xml:space": "preserve"}
_QUOTE = {'"': "&quot;", "\n": " ", "\t": " "}


class Element:
    """An element with its attributes and what is inside. A table of a long plan has half a million of them.

    Its name is one of Word's own, unless it has a prefix.
    """

    __slots__ = ("inside", "name", "said", "text")

    def __init__(self, name: str, said: dict[str, str | int], inside: list[Element], text: str = "") -> None:
        self.name, self.said, self.inside, self.text = name, said, inside, text


def tag(name: str, *inside: Element, **said: str | int) -> Element:
    """Return an element with its attributes, all of Word's own names, and what is inside."""
    return Element(name, {f"w:{key}": value for key, value in said.items()}, list(inside))


def related(element: Element, relation: str) -> Element:
    """Return an element that leads to another part of the document, or out of it."""
    element.said["r:id"] = relation
    return element


def paragraph(style: str, inside: Iterable[Element]) -> Element:
    """Return a paragraph of a style."""
    return tag("p", tag("pPr", tag("pStyle", val=style)), *inside)


def properties(of: Element) -> list[Element]:
    """Return the properties of a paragraph, its style first. They must stand in the order that Word has for them."""
    return of.inside[0].inside


def run(text: str, *looks: Element) -> Element:
    """Return words in one look, their line breaks and tabs kept."""
    made = tag("r", tag("rPr", *looks)) if looks else tag("r")
    for number, line in enumerate(held(text).split("\n")):
        if number:
            made.inside.append(tag("br"))
        for place, piece in enumerate(line.split("\t")):
            if place:
                made.inside.append(tag("tab"))
            if piece:
                made.inside.append(Element("t", _AS_IT_IS if piece != piece.strip() or "  " in piece else {}, [], piece))
    return made


def field(code: str, shown: str) -> Iterator[Element]:
    """Give the runs of a field that Word fills in itself, such as the number of a page, with what it shows until then."""
    yield tag("r", tag("fldChar", fldCharType="begin"))
    yield tag("r", Element("instrText", _AS_IT_IS, [], f" {code} "))
    yield tag("r", tag("fldChar", fldCharType="separate"))
    yield run(shown)
    yield tag("r", tag("fldChar", fldCharType="end"))


def strong() -> Element:
    """Return the look of strong words."""
    return tag("rStyle", val="Strong")


def written(name: str, inside: Iterable[Element]) -> str:
    """Return an element that stands alone, as it is written in a part of a document."""
    pieces = [f"<w:{name} {_NAMES}>"]
    for element in inside:
        _write(element, pieces.append)
    pieces.append(f"</w:{name}>")
    return "".join(pieces)


def _write(element: Element, put: Callable[[str], None]) -> None:
    name = element.name if ":" in element.name else f"w:{element.name}"
    put(f"<{name}")
    for key, value in element.said.items():
        put(f' {key}="{value if isinstance(value, int) else escape(value, _QUOTE)}"')
    if not element.inside and not element.text:
        put("/>")
        return
    put(">")
    put(escape(element.text))
    for one in element.inside:
        _write(one, put)
    put(f"</{name}>")
