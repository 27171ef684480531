"""Read the words of Word's paragraphs as they stand if every tracked change is accepted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from seed.sources.office.numbering import Label, Numbering, W, value_of
from seed.sources.office.strings import local
from seed.sources.office.styles import Style, Styles, with_paragraph, with_words

_INSIDE = {"ins", "moveTo", "hyperlink", "smartTag", "sdt", "sdtContent", "fldSimple", "customXml", "dir", "bdo"}
_CHANGED = {"ins", "del", "moveTo", "moveFrom"}
_NO_LIST = "0"
_SIGNS = {"tab": "\t", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
_WINGDINGS = {"F0FC": "✓", "F0FE": "☒", "F0FB": "✗", "F0A8": "☐", "F0D8": "➢", "F0E0": "→", "F0DF": "←"}


@dataclass
class Seen:
    """Things met on the way through a document: open changes, hidden words, comments on what is read, footnotes."""

    changes: int = 0
    hidden: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    footnotes: int = 0


@dataclass
class Paragraph:
    """A paragraph: the words that stand, those of them that are struck, its mark in a list, and what kind it is.

    `goes_on` says that its end is deleted, so that the next one belongs to it.
    """

    text: str
    struck: str
    label: Label | None
    style: Style
    is_bold: bool
    goes_on: bool

    @property
    def words(self) -> str:
        """Return the words with the number in front of them: the number alone, if it has no words."""
        if self.label is None or self.label.is_bullet or not self.label.text:
            return self.text
        return f"{self.label.text} {self.text}" if self.text else self.label.text.rstrip(".)")


class Reader:
    """Reads paragraphs in their order, as lists are counted."""

    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        self._styles, self._numbering = styles, numbering
        self.seen = Seen()

    def read(self, element: etree._Element) -> Paragraph:
        """Return a paragraph."""
        marks = element.find(f"{W}pPr")
        style = self._styles.of(value_of(None if marks is None else marks.find(f"{W}pStyle")))
        style = with_paragraph(style, marks)
        words, struck, all_bold = "", "", True
        for run in self._runs(element):
            look = self._look(style, run)
            text = "".join(self._text(run))
            if look.is_hidden:
                self.seen.hidden += [text.strip()] if text.strip() else []
                continue
            if look.is_struck:
                struck += text
            else:
                words += text
            all_bold = all_bold and (look.is_bold or not text.strip())
        goes_on = marks is not None and marks.find(f"{W}rPr/{W}del") is not None
        self.seen.changes += goes_on
        is_gone = goes_on and not words.strip()
        is_listed = style.number not in ("", _NO_LIST) and not is_gone
        label = self._numbering.label(style.number, style.depth) if is_listed else None
        return Paragraph(words.strip(), struck.strip(), label, style, all_bold, goes_on)

    def _look(self, style: Style, run: etree._Element) -> Style:
        marks = run.find(f"{W}rPr")
        if marks is None:
            return style
        own = value_of(marks.find(f"{W}rStyle"))
        if own:
            named = self._styles.of(own)
            style = style._replace(
                is_struck=style.is_struck or named.is_struck,
                is_hidden=style.is_hidden or named.is_hidden,
                is_bold=style.is_bold or named.is_bold,
            )
        return with_words(style, marks)

    def _runs(self, element: etree._Element) -> Iterator[etree._Element]:
        """Return the runs that stand, in their order."""
        for each in element:
            kind = local(each)
            self.seen.changes += kind in _CHANGED
            if kind == "r":
                yield each
            elif kind in _INSIDE and not is_placeholder(each):
                yield from self._runs(each)

    def _text(self, run: etree._Element) -> Iterator[str]:
        for each in run:
            kind = local(each)
            match kind:
                case "t":
                    yield each.text or ""
                case "br":
                    yield " " if each.get(f"{W}type") in ("page", "column") else "\n"
                case "sym":
                    yield _WINGDINGS.get(str(each.get(f"{W}char", "")).upper(), "")
                case "commentReference":
                    self.seen.comments.append(str(each.get(f"{W}id", "")))
                case "footnoteReference" | "endnoteReference":
                    self.seen.footnotes += 1
                case _:
                    yield _SIGNS.get(kind, "")


def is_placeholder(control: etree._Element) -> bool:
    """Say if an element is a field that shows nothing but what to fill in."""
    return control.find(f"{W}sdtPr/{W}showingPlcHdr") is not None
