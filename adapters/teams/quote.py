"""A quoted reply on Teams: which message it answers, and the person's own words without the quote. Pure, and linear."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html.parser import HTMLParser

from adapters.teams.markup import MOST_HTML
from bot.model.noun import Noun

REPLY, MENTION = "schema.skype.com/Reply", "schema.skype.com/Mention"
_MARKER = re.compile(r"<quoted\b[^<>]*>(?:</quoted>)?", re.IGNORECASE)
_MESSAGE = re.compile(r"messageId=\"([^\"<>]*)\"", re.IGNORECASE)
# A sign that begins no whole tag is a sign: the standard parser looks for its end through all that follows, at each one.
_NO_TAG = re.compile(r"<(?!/?[a-z][^<>]*>)", re.IGNORECASE)
_LINES = ("p", "div", "br", "li", "blockquote")


class Quote(Noun):
    """The id of the message quoted, as far as it is told, and what the person wrote about it."""

    message: str
    words: str


def quote(text: str, pages: Iterable[str], named: str = "") -> Quote | None:
    """Find what a message quotes, by its text and its HTML. `named` is the message its own entity names. None if nothing is."""
    marker = _MARKER.search(text)
    if marker is not None:
        told = _MESSAGE.search(marker[0])
        return Quote(message=named or (told[1] if told else ""), words=_MARKER.sub(" ", text).strip())
    for page in pages:
        if REPLY in page and len(page) <= MOST_HTML:
            reply = _Reply()
            reply.feed(_NO_TAG.sub("&lt;", page))
            reply.close()
            return Quote(message=named or reply.quoted, words="".join(reply.words).strip() or text)
    return Quote(message=named, words=text) if named else None


class _Reply(HTMLParser):
    """Older clients put the quote into a block of its own, before the words."""

    def __init__(self) -> None:
        super().__init__()
        self.quoted = ""
        self.words: list[str] = []
        self._depth = 0  # of blocks in the quote
        self._mention = ""  # the tag of a name that is being mentioned

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin the quote, a line of the words, or a name in them."""
        given = dict(attrs)
        kind = given.get("itemtype") or ""
        if tag == "blockquote" and (self._depth or REPLY in kind):
            self.quoted = self.quoted or (given.get("itemid") or "" if not self._depth else "")
            self._depth += 1
        elif self._depth:
            return
        elif tag == "at" or MENTION in kind:
            self._mention = tag
            self.words.append("<at>")
        elif tag in _LINES:
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        """Take words that are not the quote's."""
        if not self._depth:
            self.words.append(data)

    def handle_endtag(self, tag: str) -> None:
        """End the quote or a name."""
        if tag == "blockquote" and self._depth:
            self._depth -= 1
        elif tag == self._mention and not self._depth:
            self._mention = ""
            self.words.append("</at>")
