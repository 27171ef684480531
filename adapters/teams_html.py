"""The links of a message that Teams leaves out of its text: a pasted address arrives there as the page's title alone."""

from __future__ import annotations

from html.parser import HTMLParser

MOST_HTML = 30_000  # letters read; whoever writes more has written more than a line


class _Links(HTMLParser):
    """Collects what is linked, and to where."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self._href = ""
        self._label: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A link begins."""
        if tag == "a":
            self._href, self._label = dict(attrs).get("href") or "", []

    def handle_data(self, data: str) -> None:
        """Words, perhaps of a link."""
        self._label.append(data)

    def handle_endtag(self, tag: str) -> None:
        """A link ends."""
        if tag == "a" and self._href:
            self.found.append((" ".join("".join(self._label).split()), self._href))
            self._href = ""


def with_links(text: str, html: str) -> str:
    """The text with the address of each link whose title alone it shows, in front of that title."""
    if "<a" not in html or len(html) > MOST_HTML:
        return text
    links = _Links()
    links.feed(html)
    for label, href in links.found:
        if label and label in text and href.startswith("https://") and href not in text and not _is_shown(label, href):
            text = text.replace(label, f"{href} {label}", 1)
    return text


def _is_shown(label: str, href: str) -> bool:
    """Whether the title is an address itself: what a person typed, and Teams made a link of."""
    shown = label.casefold().rstrip("/").removeprefix("http://").removeprefix("https://")
    return href.casefold().removeprefix("https://").removeprefix("www.").startswith(shown.removeprefix("www."))
