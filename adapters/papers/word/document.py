"""A paper as a Word document."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from io import BytesIO

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.parser import parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement

from adapters.papers.text import followed, held
from adapters.papers.word.blocks import Blocks
from adapters.papers.word.figures import Images
from adapters.papers.word.sections import page, sections
from adapters.papers.word.spans import Links
from adapters.papers.word.tags import Element, field, paragraph, properties, run, strong, tag, written
from adapters.papers.zipped import packed
from bot.model.board.paper import Grid, Paper
from bot.wording.sentences import words

_MOST_PROPERTY = 255  # letters that a property of a document may have
_OURS = ("styles", "settings", "numbering")  # the parts of a new document that are kept; ours take their place


def draw(paper: Paper) -> bytes:
    """Return the paper as the bytes of a .docx file."""
    document = docx.Document()
    _furnish(document)
    _name(document, paper)
    header, footer = _margins(document, paper)
    body = tag("body")
    body.inside += _body(paper, Blocks(_links(document), _images(document)), header, footer)
    made = BytesIO()
    document.save(made)
    # Far faster than to put half a million elements into the tree that the library holds.
    return packed(made.getvalue(), {"word/document.xml": written("document", [body]).encode()})


def _furnish(document: Document) -> None:
    """Put our styles, list and settings in place of those that a new document comes with, and leave the rest of them out."""
    part = document.part
    for name, root in (
        ("styles", document.styles.element),
        ("settings", document.settings.element),
        ("numbering", part.numbering_part.element),
    ):
        _fill(root, (files("adapters.papers.word") / f"{name}.xml").read_bytes())
    for rels, kept in ((part.rels, _OURS), (part.package.rels, ("officeDocument", "core-properties"))):
        for key, relation in list(rels.items()):
            if relation.reltype.rpartition("/")[2] not in kept:
                del rels[key]


def _fill(root: BaseOxmlElement, ours: str | bytes) -> None:
    """Put what is inside of ours in place of what is inside of an element."""
    root[:] = list(parse_xml(ours))


def _name(document: Document, paper: Paper) -> None:
    """Say what the document is, when its facts were drawn and in which language, and nothing of the machine that drew it."""
    said = document.core_properties
    said.title, said.subject = held(paper.title)[:_MOST_PROPERTY], held(paper.foot)[:_MOST_PROPERTY]
    said.author = said.last_modified_by = words("drawing.paper.author")
    said.language, said.revision, said.comments, said.keywords, said.category = "en-GB", 1, "", "", ""
    said.created = said.modified = paper.made.replace(tzinfo=None, microsecond=0)


def _margins(document: Document, paper: Paper) -> tuple[str, str]:
    """Write what stands above and below each page. Returns the relations by which a section has them."""
    section = document.sections[0]
    for place, lines in (
        (section.header, [paragraph("Header", [run(paper.title)])]),
        (section.footer, [*([paragraph("Footer", [run(paper.foot)])] if paper.foot else []), _page_number()]),
    ):
        place.is_linked_to_previous = False
        _fill(place.part.element, written(place.part.element.tag.rpartition("}")[2], lines))
    found = {one.reltype: key for key, one in document.part.rels.items()}
    return found[RELATIONSHIP_TYPE.HEADER], found[RELATIONSHIP_TYPE.FOOTER]


def _page_number() -> Element:
    of = words("drawing.paper.of")
    made = paragraph("Footer", [run(words("drawing.paper.page")), *field("PAGE", "1"), run(of), *field("NUMPAGES", "1")])
    properties(made).append(tag("jc", val="right"))
    return made


def _links(document: Document) -> Links:
    """Return the function that gives each address its relation once."""
    known: dict[str, str | None] = {}

    def relation(url: str) -> str | None:
        if url not in known:
            known[url] = _followed_as(document, url, f"link{len(known) + 1}")
        return known[url]

    return relation


def _followed_as(document: Document, url: str, key: str) -> str | None:
    address = followed(url)
    if address is not None:
        document.part.rels.add_relationship(RELATIONSHIP_TYPE.HYPERLINK, address, key, is_external=True)
    return None if address is None else key


def _images(document: Document) -> Images:
    """Return the function that keeps a picture in the document, and gives its relation."""

    def relation(picture: bytes) -> str:
        return document.part.get_or_add_image(BytesIO(picture))[0]

    return relation


def _body(paper: Paper, blocks: Blocks, header: str, footer: str) -> Iterator[Element]:
    """Give the paragraphs and tables of a paper, and the set-up of its sections."""
    all_of_them = sections(paper.blocks)
    last = len(all_of_them) - 1
    for number, section in enumerate(all_of_them):
        elements = [*(_head(paper) if number == 0 else ()), *blocks.drawn(section.blocks, section.width)]
        if elements[-1].name == "tbl":
            elements.append(_end_of_table(section.blocks[-1]))
        set_up = page(section.turned, header, footer, first=number == 0)
        if number == last:
            elements.append(set_up)
        else:
            properties(elements[-1]).append(set_up)
        yield from elements


def _head(paper: Paper) -> Iterator[Element]:
    yield paragraph("Title", [run(paper.title)])
    for label, said in paper.fields:
        yield paragraph("PaperField", [run(f"{label}:", strong()), tag("r", tag("tab")), run(said)])


def _end_of_table(block: object) -> Element:
    """Return the line below a table that ends a section: Word must have a paragraph there, and an empty one says nothing."""
    rows = len(block.rows) if isinstance(block, Grid) else 0
    said = words("drawing.paper.one_row") if rows == 1 else words("drawing.paper.rows", {"rows": rows})
    return paragraph("SmallPrint", [run(said)])
