"""Whole documents: a sheet, the page of a link with its one button, and a sentence that says why nothing is shown."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import html

from adapters.page.addresses import Addresses
from adapters.page.drawing.blocks import Blocks
from adapters.page.drawing.tags import Element, Part, spaced, tag
from bot.model.page.sheet import Sheet, Tab
from bot.wording.sentences import Fact, words

STYLES = ("status.css", "look.css", "page.css")


def sheet(sheet: Sheet, addresses: Addresses) -> bytes:
    """Return a sheet as a document."""
    blocks = Blocks(sheet.place, addresses)
    main = tag(
        "main",
        _way(sheet.way, addresses),
        tag("h1", sheet.title),
        _moment(sheet, blocks, addresses),
        *blocks.drawn(sheet.blocks),
        id="main",
        tabindex="-1",
    )
    parts = [
        tag("header", _brand(addresses), tag("p", sheet.plan_title, class_="plan"), _reader(sheet.reader), _leave(addresses)),
        _rooms([_tab(one, addresses) for one in sheet.nav]),
        main,
        tag("footer", *[tag("p", one) for one in sheet.foot]) if sheet.foot else None,
    ]
    title = sheet.title if sheet.title == sheet.plan_title else f"{sheet.title} - {sheet.plan_title}"
    return _document(title, [one for one in parts if one is not None], addresses)


def offer(title: str, hours: int, action: str, addresses: Addresses) -> bytes:
    """Return the page of a link: what it opens, and one button that opens it."""
    facts: dict[str, Fact] = {"title": title, "hours": hours}
    button = tag("form", tag("button", words("visits.open.button"), class_="primary"), method="post", action=action)
    told = [tag("p", words(f"visits.open.{one}", facts)) for one in ("lead", "once")]
    return _plain(words("visits.open.title"), [*told, button], addresses)


def sentence(title: str, said: str, addresses: Addresses, home: bool = False) -> bytes:
    """Return a page that says one thing, with the way to the overview if somebody may go there."""
    way = tag("p", tag("a", words("visits.shut.home"), href=addresses.home)) if home else None
    return _plain(title, [tag("p", said), *([way] if way is not None else [])], addresses)


def _plain(title: str, parts: Sequence[Element], addresses: Addresses) -> bytes:
    main = tag("main", tag("h1", title), *parts, id="main", tabindex="-1", class_="alone")
    return _document(title, [tag("header", tag("p", *_name(addresses), class_="brand")), main], addresses)


def _document(title: str, parts: Sequence[Element], addresses: Addresses) -> bytes:
    styles = [tag("link", rel="stylesheet", href=addresses.look(one)) for one in STYLES]
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("meta", name="robots", content="noindex, nofollow, noarchive"),
        tag("title", title),
        tag("link", rel="icon", href=addresses.look("icon.svg"), type_="image/svg+xml"),
        *styles,
    )
    skip = tag("p", tag("a", words("visits.look.skip"), href="#main"), class_="skips")
    whole = tag("html", head, tag("body", skip, *parts), lang="en-GB")
    told: bytes = html.tostring(whole, encoding="utf-8", doctype="<!doctype html>")
    return told


def _name(addresses: Addresses) -> list[Part]:
    return [tag("img", src=addresses.look("icon.svg"), alt="", width="28", height="28"), f" {words('visits.look.milepost')}"]


def _brand(addresses: Addresses) -> Element:
    return tag("p", tag("a", *_name(addresses), href=addresses.home), class_="brand")


def _reader(said: str) -> Element | None:
    return tag("p", said, class_="reader") if said else None


def _leave(addresses: Addresses) -> Element:
    return tag("form", tag("button", words("visits.look.leave")), method="post", action=addresses.leave, class_="leave")


def _tab(tab: Tab, addresses: Addresses) -> Element:
    return tag("li", tag("a", tab.label, href=addresses.of(tab.to), aria_current="page" if tab.here else None))


def _rooms(tabs: Sequence[Element]) -> Element | None:
    return tag("nav", tag("ul", *tabs), class_="rooms", aria_label=words("visits.look.parts")) if tabs else None


def _way(way: Sequence[Tab], addresses: Addresses) -> Element | None:
    if not way:
        return None
    return tag("nav", tag("ol", *(_tab(one, addresses) for one in way)), class_="way", aria_label=words("visits.look.way"))


def _moment(sheet: Sheet, blocks: Blocks, addresses: Addresses) -> Element:
    """Return as at when the sheet tells, the ways back to now and to the last meeting, and the question for another moment."""
    ways = [tag("a", way[0], href=addresses.of(way[1])) for way in (sheet.now, sheet.meeting) if way is not None]
    told = tag("p", *spaced([tag("b", sheet.moment), *ways]))
    return tag("div", told, blocks.filters(sheet.when, unfolded=False), class_="moment past" if sheet.is_past else "moment")


