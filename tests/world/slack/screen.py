"""What a person sees: blocks and messages as lines of plain text, buttons in square brackets."""

from __future__ import annotations

from collections.abc import Iterator

from tests.world.slack.api import elements
from tests.world.slack.world import Button, Json, Posted, View


def lines(blocks: list[Json]) -> Iterator[str]:
    """Blocks as a person reads them."""
    for block in blocks:
        yield from _block(block)


def shown(post: Posted) -> str:
    """A message as a person reads it: its blocks, or its text if it has none."""
    if not post.blocks:
        return post.text
    if post.drawn is None or post.drawn[0] is not post.blocks:
        post.drawn = (post.blocks, "\n".join(lines(post.blocks)))
    return post.drawn[1]


def buttons_of(source: Posted | View) -> list[Button]:
    """The buttons of a message or a view: the label of each, the block it is in, and itself."""
    if isinstance(source, View):
        return list(_buttons(_list(source.body["blocks"])))
    if source.pressable is None or source.pressable[0] is not source.blocks:
        source.pressable = (source.blocks, list(_buttons(source.blocks)))
    return source.pressable[1]


def _buttons(blocks: list[Json]) -> Iterator[Button]:
    for block in blocks:
        for element in elements(block):
            if element["type"] == "button":
                label = element["text"]
                assert isinstance(label, dict)
                yield str(label["text"]), block, element


def shown_view(view: View) -> str:
    """A modal or a Home as a person reads it."""
    title = view.body.get("title")
    head = [str(title["text"])] if isinstance(title, dict) else []
    return "\n".join([*head, *lines(_list(view.body["blocks"]))])


def _list(value: object) -> list[Json]:
    assert isinstance(value, list)
    return value


def _words(value: object) -> str:
    return str(value["text"]) if isinstance(value, dict) and "text" in value else ""


def _block(block: Json) -> Iterator[str]:
    kind = block["type"]
    if kind in ("section", "header"):
        if "text" in block:
            yield _words(block["text"])
        for one in _list(block.get("fields", [])):
            yield _words(one)
    elif kind == "context":
        yield " ".join(_words(one) or str(one.get("alt_text", "")) for one in _list(block["elements"]))
    elif kind == "rich_text":
        for one in _list(block["elements"]):
            yield from _rich(one)
    elif kind == "input":
        yield _words(block["label"])
    elif kind == "data_visualization":
        yield f"(chart) {block['title']}"
    elif kind == "table":
        for row in _list(block["rows"]):
            yield " | ".join(_cell(cell) for cell in row)
    elif kind in ("image", "markdown", "alert"):
        yield str(block.get("alt_text") or _words(block))
    buttons = [_words(one["text"]) for one in elements(block) if one["type"] == "button"]
    if buttons:
        yield " ".join(f"[{label}]" for label in buttons)


def _cell(cell: Json) -> str:
    return str(cell["text"]) if cell["type"] == "raw_text" else " ".join(lines([cell]))


def _rich(element: Json) -> Iterator[str]:
    if element["type"] == "rich_text_list":
        offset = element.get("offset", 0)
        assert isinstance(offset, int)
        for at, one in enumerate(_list(element["elements"]), 1 + offset):
            mark = f"{at}." if element["style"] == "ordered" else "-"
            yield f"{mark} {''.join(_inline(part) for part in _list(one['elements']))}"
    else:
        yield "".join(_inline(part) for part in _list(element["elements"]))


def _inline(part: Json) -> str:
    match part["type"]:
        case "text":
            return str(part["text"])
        case "link":
            return str(part.get("text") or part["url"])
        case "emoji":
            return f":{part['name']}:"
        case other:
            return f"<{other}>"
