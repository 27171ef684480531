"""Elements of WordprocessingML, made of names and plain values: what a person wrote only ever becomes text in them."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from adapters.papers.text import held

W_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R_NAMESPACE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
W, R = f"{{{W_NAMESPACE}}}", f"{{{R_NAMESPACE}}}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_NAMES = {"w": W_NAMESPACE, "r": R_NAMESPACE}

Element = etree._Element


def tag(name: str, *inside: Element, **said: str | int) -> Element:
    """Return an element with its attributes, all of Word's own names, and what is inside."""
    made = etree.Element(W + name, {W + key: str(value) for key, value in said.items()}, _NAMES)
    made.extend(inside)
    return made


def paragraph(style: str, inside: Iterable[Element]) -> Element:
    """Return a paragraph of a style."""
    return tag("p", tag("pPr", tag("pStyle", val=style)), *inside)


def properties(of: Element) -> Element:
    """Return the properties of a paragraph that has some."""
    return of[0]


def run(text: str, *looks: Element) -> Element:
    """Return words in one look, their line breaks and tabs kept."""
    made = tag("r", *([tag("rPr", *looks)] if looks else []))
    for number, line in enumerate(held(text).split("\n")):
        if number:
            made.append(tag("br"))
        for place, piece in enumerate(line.split("\t")):
            if place:
                made.append(tag("tab"))
            if piece:
                made.append(_text(piece))
    return made


def field(code: str, shown: str) -> Iterable[Element]:
    """Give the runs of a field that Word fills in itself, such as the number of a page, with what it shows until then."""
    code_text = tag("instrText")
    code_text.text, code_text.attrib[_SPACE] = f" {code} ", "preserve"
    yield tag("r", tag("fldChar", fldCharType="begin"))
    yield tag("r", code_text)
    yield tag("r", tag("fldChar", fldCharType="separate"))
    yield run(shown)
    yield tag("r", tag("fldChar", fldCharType="end"))


def strong() -> Element:
    """Return the look of strong words."""
    return tag("rStyle", val="Strong")


def _text(words: str) -> Element:
    made = tag("t")
    made.text = words
    if words != words.strip() or "  " in words:
        made.attrib[_SPACE] = "preserve"
    return made
