"""Read Markdown: its tables, headings, paragraphs and bullets, without a mark of Markdown in any of their words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

from seed.encoding import decode
from seed.source import EMPTY, Block, Cell, Document, Format, Heading, Line, Place, Prose, Table
from seed.sources.labels import with_labels
from seed.sources.lines import cut_at_pipes, lines_of
from seed.words import say, short

_DEEPEST = 60  # lists in lists and quotes in quotes
_MARKDOWN = MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).enable(["table", "strikethrough"])
_FRONT_ENDS = ("---", "...")
_MOST_FRONT = 100  # lines of a front matter
_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9]*)\b[^<>]*>")
_LABELLED = re.compile(r"[\s>]*[*_]*[A-Z][^:*_]{1,39}[*_]*:")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.S)
_PARTS = frozenset(("br", "p", "div", "li", "ul", "ol", "tr", "td", "th", "table", "tbody", "thead", "hr", "summary", "details"))
_STYLES = {
    "a", "abbr", "b", "big", "center", "code", "em", "font", "i", "img", "input", "kbd", "mark", "small", "span", "strong",
    "sub", "sup", "tt", "u",
}  # fmt: skip
_STRIKES = frozenset(("s", "del", "strike"))


class Words(NamedTuple):
    """The words of a cell or a paragraph, and those of them that are struck out."""

    kept: str
    struck: str


def read(held: bytes) -> Document:
    """Return the blocks of a Markdown file."""
    lines = [line.text for line in lines_of(decode(held))]
    told: list[str] = []
    title = _front(lines, told)
    tokens = _MARKDOWN.parse("\n".join(lines))
    if max((token.level for token in tokens), default=0) >= _DEEPEST - 1:
        told.append(say("told", "deep", most=_DEEPEST))
    reader = _Reader(tokens, lines, told)
    return Document(Format.MARKDOWN, tuple(with_labels(list(reader.blocks()))), tuple(dict.fromkeys(told)), title)


def _front(lines: list[str], told: list[str]) -> str:
    """Take the front matter out of the lines, if there is one, and tell it. Returns the title it gives."""
    if not lines or lines[0].rstrip() != "---":
        return ""
    end = next((at for at, line in enumerate(lines[1:_MOST_FRONT], start=1) if line.rstrip() in _FRONT_ENDS), 0)
    inside = lines[1:end]
    if not inside or not re.match(r"[A-Za-z][\w -]{0,40}:", inside[0]):
        return ""
    told.append(say("told", "front_matter", last=end + 1, read=short(" / ".join(inside), 200)))
    lines[: end + 1] = [""] * (end + 1)
    named = (line.partition(":") for line in inside)
    return next((value.strip().strip("\"'") for name, _, value in named if name.strip().lower() == "title"), "")


class _Reader:
    """Takes the pieces of a parsed file in their order."""

    def __init__(self, tokens: Sequence[Token], lines: Sequence[str], told: list[str]) -> None:
        self._tokens, self._lines, self._told = tokens, lines, told
        self._items: list[tuple[str, bool]] = []  # the mark of each item of a list around, and if its words have begun

    def blocks(self) -> Iterator[Block]:
        at = 0
        while at < len(self._tokens):
            token = self._tokens[at]
            match token.type:
                case "heading_open":
                    yield from self._heading(token, self._tokens[at + 1])
                    at += 1
                case "table_open":
                    end = next(n for n in range(at, len(self._tokens)) if self._tokens[n].type == "table_close")
                    yield self._table(self._tokens[at:end])
                    at = end
                case "list_item_open":
                    self._items.append((f"{token.info}{token.markup} " if token.info else "", False))
                case "list_item_close":
                    self._items.pop()
                case "inline":
                    yield from self._paragraph(token)
                case "code_block" | "fence":
                    yield from self._as_it_is(token, token.content, str)
                case "html_block":
                    content = _COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), token.content)
                    yield from self._as_it_is(token, content, _plain_html)
                case _:
                    pass
            at += 1

    def _heading(self, token: Token, inline: Token) -> Iterator[Block]:
        text = " ".join(self._words(inline).split())
        if text:
            yield Heading(text, int(token.tag[1:]), _place(inline))

    def _paragraph(self, inline: Token) -> Iterator[Block]:
        lines = self._lines[slice(*inline.map)] if inline.map else []
        if len(lines) > 1 and all("|" in line for line in lines):
            yield self._unruled(_place(inline), lines)
            return
        mark, begun = self._items[-1] if self._items else ("", False)
        is_bullet = bool(self._items) and not mark
        if self._items:
            self._items[-1] = (mark, True)
        is_card = len(lines) > 1 and all(_LABELLED.match(line) for line in lines)
        for part in self._words(inline, "\n" if is_card else " ").split("\n"):
            if text := " ".join(part.split()):
                yield Prose(f"{'' if begun else mark}{text}", _place(inline), is_bullet)
                begun = True

    def _as_it_is(self, token: Token, text: str, plain: Callable[[str], str]) -> Iterator[Block]:
        """Return lines that are not Markdown, each by itself."""
        first = _place(token).line + (token.type == "fence")
        for number, line in enumerate(text.split("\n"), start=first):
            for part in plain(line).split("\n"):
                if flat := " ".join(part.split()):
                    yield Prose(flat, Place(line=number))

    def _words(self, inline: Token, joint: str = " ") -> str:
        """Return the words that are not struck out, and tell the others. The joint stands between the lines of one paragraph."""
        words = words_of(inline.children or (), joint)
        if words.struck.strip():
            self._told.append(say("told", "struck", place=_place(inline), read=short(words.struck, 100)))
        return words.kept

    def _table(self, tokens: Sequence[Token]) -> Table:
        rows: list[tuple[Place, list[Cell]]] = []
        for token in tokens:
            if token.type == "tr_open":
                rows.append((_place(token), []))
            elif token.type == "inline":
                rows[-1][1].append(self._cell(token))
        rows = [(at, [*cells, *self._beyond(at, len(cells))]) for at, cells in rows]
        width = max(len(cells) for _, cells in rows)
        return Table(tuple(Line((*cells, *[EMPTY] * (width - len(cells))), at) for at, cells in rows))

    def _unruled(self, first: Place, lines: Sequence[str]) -> Table:
        """Return a table without a rule below its headings, which is none to Markdown."""
        width = len(cut_at_pipes(lines[0], 0))
        rows = (
            Line(tuple(self._cell(_MARKDOWN.parseInline(text)[0]) for text in cut_at_pipes(line, width)), Place(line=number))
            for number, line in enumerate(lines, start=first.line)
        )
        return Table(tuple(rows), ragged=True)

    def _cell(self, inline: Token) -> Cell:
        words = words_of(inline.children or ())
        if words.struck.strip() and not words.kept.strip():
            return Cell(text=_paragraphs(words.struck), is_struck=True)
        return Cell(text=_paragraphs(self._words(inline)))

    def _beyond(self, at: Place, width: int) -> list[Cell]:
        """Return the cells of a row for which its table has no heading: Markdown itself leaves them out."""
        line = self._lines[at.line - 1].lstrip(" >")
        texts = cut_at_pipes(line, 0)[width:]
        if not any(texts):
            return []
        return [Cell(text=_paragraphs(words_of(_MARKDOWN.parseInline(text)[0].children or ()).kept)) for text in texts]


def words_of(children: Sequence[Token], joint: str = " ") -> Words:
    """Return the words of a piece of Markdown, its marks left out."""
    kept: list[str] = []
    struck: list[str] = []
    depth = 0
    for child in children:
        into = struck if depth else kept
        match child.type:
            case "s_open":
                depth += 1
                struck.append(" ")
            case "s_close":
                depth -= 1
            case "softbreak":
                into.append(joint)
            case "hardbreak":
                into.append("\n")
            case "html_inline":
                tag = _TAG.fullmatch(child.content)
                if tag and tag[1].lower() in _STRIKES:
                    depth = max(depth + (-1 if child.content.startswith("</") else 1), 0)
                else:
                    into.append(_plain_html(child.content))
            case _:  # text, code, the words of a picture; what opens and closes has none
                into.append(child.content)
    return Words("".join(kept), "".join(struck))


def _plain_html(text: str) -> str:
    """Return the words between the tags. What only looks like a tag, such as <name of the lead>, is words."""

    def plain(tag: re.Match[str]) -> str:
        name = tag[1].lower()
        return "\n" if name in _PARTS else "" if name in _STYLES | _STRIKES else tag[0]

    return _TAG.sub(plain, _COMMENT.sub("", text))


def _paragraphs(text: str) -> str:
    return "\n".join(flat for part in text.split("\n") if (flat := " ".join(part.split())))


def _place(token: Token) -> Place:
    return Place(line=(token.map[0] if token.map else 0) + 1)
