"""Judges of Block Kit: slack_sdk's models, rules of our own for what they do not know, and Slack's own types through tsc.

`faults(payload, kind)` judges a message, a home or a modal at once. `compiled(payloads)` judges many in one run of the compiler.
"""

from __future__ import annotations

import json
import logging
import re
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.basic_objects import JsonObject
from slack_sdk.models.blocks import Block

from bot.model.letters.form import is_day
from tests.world.tools import NODE, REQUIRED

HERE = Path(__file__).parent
INSTALLED = HERE.parents[2] / ".judges"
TSC = INSTALLED / "node_modules" / ".bin" / "tsc"
TYPES = INSTALLED / "node_modules" / "@slack" / "types"

Json = dict[str, object]
Kind = Literal["message", "home", "modal"]

MOST_BLOCKS = {"message": 50, "home": 100, "modal": 100}
MOST_CHARACTERS = 13_200
MOST_RICH = 3_000
MOST_VIEW_BYTES = 250_000
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
INLINE = {"text", "link"}  # of rich text's elements, those that ping nobody
RICH = {"rich_text_section", "rich_text_list", "rich_text_quote", "rich_text_preformatted"}
KNOWN = {
    "message": {"header", "rich_text", "actions", "divider", "section", "context", "data_visualization"},
    "home": {"header", "rich_text", "actions", "divider", "section", "context"},
    "modal": {"header", "rich_text", "actions", "divider", "section", "context", "input"},
}


def faults(payload: Json, kind: Kind) -> list[str]:
    """Everything wrong with one payload, in words. Nothing if Slack would take it."""
    blocks = payload.get("blocks")
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        return ["blocks is no list of blocks"]
    envelope = _message(payload) if kind == "message" else _view(payload, kind)
    return [*envelope, *_blocks(blocks, kind), *_models(blocks), *_elements(blocks, kind)]


def size(text: str) -> int:
    """A text's length as the strictest counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def words_of(value: object) -> Iterator[str]:
    """Every text a person would read in some blocks."""
    if isinstance(value, list):
        for inner in value:
            yield from words_of(inner)
    elif isinstance(value, dict):
        for name, inner in value.items():
            if isinstance(inner, str):
                yield from [inner] if name in ("text", "title", "name", "label", "url") else []
            else:
                yield from words_of(inner)


def _within(value: Json, most: int) -> Iterator[Json]:
    yield value
    if most:
        for inner in value.values():
            for one in inner if isinstance(inner, list) else [inner]:
                if isinstance(one, dict):
                    yield from _within(one, most - 1)


def every(blocks: Sequence[Json], kind: str) -> list[Json]:
    """Every object of that type, however deep."""
    return [one for block in blocks for one in _within(block, 9) if one.get("type") == kind]


# ---- the envelope ----------------------------------------------------------------------------------


def _message(payload: Json) -> Iterator[str]:
    text = payload.get("text")
    if not isinstance(text, str) or not text.strip():
        yield "no text for those who cannot see blocks"
    elif size(text) >= 4_000:
        yield f"text of {size(text)} characters"
    elif re.search(r"[<>]|&(?!amp;|lt;|gt;)", text):
        yield "text is not escaped"
    total = sum(size(one) for one in words_of(payload.get("blocks")))
    if total > MOST_CHARACTERS:
        yield f"{total} characters in all blocks"


def _view(payload: Json, kind: Kind) -> Iterator[str]:
    if payload.get("type") != kind:
        yield f"a view of type {payload.get('type')}, not {kind}"
    if len(json.dumps(payload, ensure_ascii=False).encode("utf-8", "surrogatepass")) >= MOST_VIEW_BYTES:
        yield "a view of 250 kB or more"
    metadata = payload.get("private_metadata", "")
    if not isinstance(metadata, str) or size(metadata) > 3_000:
        yield "private_metadata of more than 3,000 characters"
    if kind == "modal":
        for name in ("title", "submit", "close"):
            yield from _plain(payload.get(name), 24, name)
        if not str(payload.get("callback_id", "")):
            yield "a modal that nobody listens to"


# ---- blocks ----------------------------------------------------------------------------------------


def _blocks(blocks: Sequence[Json], kind: Kind) -> Iterator[str]:
    if len(blocks) > MOST_BLOCKS[kind]:
        yield f"{len(blocks)} blocks"
    if len([1 for block in blocks if block.get("type") == "data_visualization"]) > 2:
        yield "more than two charts"
    named = [str(block["block_id"]) for block in blocks if "block_id" in block]
    yield from (f"block_id {name} is used {count} times" for name, count in Counter(named).items() if count > 1)
    acting = [str(one["action_id"]) for block in blocks for one in _within(block, 9) if "action_id" in one]
    yield from (f"action_id {name} is used {count} times" for name, count in Counter(acting).items() if count > 1)
    for block in blocks:
        if block.get("type") not in KNOWN[kind]:
            yield f"a block of type {block.get('type')} in a {kind}"


def _models(blocks: Sequence[Json]) -> Iterator[str]:
    """What slack_sdk's models refuse. They know no charts."""
    logging.getLogger("slack_sdk").setLevel(logging.ERROR)
    for block in blocks:
        if block.get("type") == "data_visualization":
            continue
        try:
            parsed = Block.parse(json.loads(json.dumps(block)))
        except TypeError as wrong:
            yield f"slack_sdk: {wrong}"
            continue
        for one in _objects(parsed) if parsed else []:
            try:
                one.validate_json()
            except SlackObjectFormationError as wrong:
                yield f"slack_sdk: {type(one).__name__}: {wrong}"
        if parsed is None:
            yield f"slack_sdk knows no {block.get('type')}"


def _objects(thing: object) -> Iterator[JsonObject]:
    if isinstance(thing, JsonObject):
        yield thing
        for inner in vars(thing).values():
            yield from _objects(inner)
    elif isinstance(thing, list | tuple):
        for inner in thing:
            yield from _objects(inner)


def _elements(blocks: Sequence[Json], kind: Kind) -> Iterator[str]:
    for block in blocks:
        match block.get("type"):
            case "header":
                yield from _plain(block.get("text"), 150, "header")
            case "rich_text":
                yield from _rich(block)
            case "actions":
                yield from _actions(block)
            case "input":
                yield from _input(block)
            case "data_visualization":
                yield from _chart(block)
    yield from (f"{one.get('type')} is read as markup" for block in blocks for one in _within(block, 9) if one.get("type") == "mrkdwn")


def _plain(value: object, most: int, where: str) -> Iterator[str]:
    if not isinstance(value, dict) or value.get("type") != "plain_text":
        yield f"{where} is no plain_text"
        return
    text = value.get("text")
    if value.get("emoji") is not False:
        yield f"{where} turns words into emoji"
    yield from _text(text, most, where)


def _text(text: object, most: int, where: str) -> Iterator[str]:
    if not isinstance(text, str) or not text.strip():
        yield f"{where} has no text"
    elif size(text) > most:
        yield f"{where} has {size(text)} characters, {most} are allowed"
    elif CONTROL.search(text):
        yield f"{where} holds a control character"


def _rich(block: Json) -> Iterator[str]:
    elements = block.get("elements")
    if not isinstance(elements, list) or not elements:
        yield "a rich_text with nothing in it"
        return
    shown = sum(size(str(one.get("text", one.get("url", "")))) for one in _within(block, 9) if one.get("type") in INLINE)
    if shown >= MOST_RICH:
        yield f"a rich_text of {shown} characters"
    for element in elements:
        if element.get("type") not in RICH:
            yield f"rich_text holds a {element.get('type')}"
    for one in _within(block, 9):
        inner = one.get("elements")
        if one.get("type") in RICH and not inner:
            yield f"a {one.get('type')} with nothing in it"
        if one.get("type") == "rich_text_section":
            yield from (fault for part in inner if isinstance(inner, list) for fault in _inline(part))


def _inline(part: Json) -> Iterator[str]:
    if part.get("type") not in INLINE:
        yield f"a {part.get('type')} may ping somebody"
    if "text" in part and (not isinstance(part["text"], str) or not part["text"]):
        yield "an empty text"
    if CONTROL.search(str(part.get("text", ""))):
        yield "a control character"
    if part.get("type") == "link" and not str(part.get("url")).lower().startswith("https://"):
        yield f"a link to {part.get('url')!r:.60}"


def _actions(block: Json) -> Iterator[str]:
    elements = block.get("elements")
    if not isinstance(elements, list) or not 1 <= len(elements) <= 25:
        yield "an actions block of no buttons or more than 25"
        return
    for button in elements:
        yield from _plain(button.get("text"), 75, "a button")
        yield from _text(button.get("value"), 2_000, "a button's value")
        yield from _text(button.get("accessibility_label", "-"), 75, "a button's accessibility_label")
        if not str(button.get("action_id", "")).startswith("say"):
            yield "a button that nobody listens to"


def _input(block: Json) -> Iterator[str]:
    element = block.get("element")
    yield from _plain(block.get("label"), 2_000, "a label")
    if "hint" in block:
        yield from _plain(block["hint"], 2_000, "a hint")
    if not isinstance(block.get("optional"), bool):
        yield "an input that does not say whether it is optional"
    if not block.get("block_id"):
        yield "an input without block_id"
    if not isinstance(element, dict):
        yield "an input of nothing"
    elif element.get("type") == "plain_text_input":
        yield from _typed(element)
    elif element.get("type") in ("static_select", "radio_buttons", "checkboxes", "multi_static_select"):
        yield from _choice(element)
    elif element.get("type") == "datepicker":
        yield from () if is_day(element.get("initial_date", "2026-03-12")) else ["an initial_date that is no day"]
    else:
        yield f"an input of type {element.get('type')}"


def _typed(element: Json) -> Iterator[str]:
    most, initial = element.get("max_length"), element.get("initial_value", "")
    if not isinstance(most, int) or not 1 <= most <= 3_000:
        yield "a text input of no length or too long a one"
    elif not isinstance(initial, str) or size(initial) > most:
        yield "an initial_value longer than max_length"


def _choice(element: Json) -> Iterator[str]:
    most = 10 if element["type"] in ("radio_buttons", "checkboxes") else 100
    groups = element.get("option_groups", [{"label": {"type": "plain_text", "text": "-", "emoji": False}, "options": element.get("options")}])
    if not isinstance(groups, list) or not 1 <= len(groups) <= 100 or ("options" in element) == ("option_groups" in element):
        yield "either options or up to 100 groups"
        return
    every_option = [option for group in groups for option in group["options"]]
    for group in groups:
        yield from _plain(group["label"], 75, "a group")
        if not 1 <= len(group["options"]) <= most:
            yield f"{len(group['options'])} options"
    for option in every_option:
        yield from _plain(option.get("text"), 75, "an option")
        yield from _text(option.get("value"), 150, "an option's value")
        if "description" in option:
            yield from _plain(option["description"], 75, "an option's description")
    if len({option["value"] for option in every_option}) != len(every_option):
        yield "two options of the same value"
    if "initial_option" in element and element["initial_option"] not in every_option:
        yield "an initial_option that is no option"


def _chart(block: Json) -> Iterator[str]:
    chart = block.get("chart")
    yield from _text(block.get("title"), 50, "a chart's title")
    if set(block) - {"type", "title", "chart", "block_id"} or not isinstance(chart, dict) or chart.get("type") not in ("bar", "line"):
        yield "no chart of bars or lines"
        return
    axis, series = chart.get("axis_config"), chart.get("series")
    categories = axis.get("categories") if isinstance(axis, dict) else None
    if not isinstance(categories, list) or not isinstance(series, list) or not 1 <= len(series) <= 6:
        yield "a chart of no series or more than six"
        return
    if not 1 <= len(categories) <= 20 or len(set(categories)) != len(categories):
        yield "a chart of no points, more than twenty, or two of one name"
    if len({one["name"] for one in series}) != len(series):
        yield "two series of one name"
    for one in (*categories, *(one["name"] for one in series)):
        yield from _text(one, 20, "a name in a chart")
    if "y_label" in axis:
        yield from _text(axis["y_label"], 50, "the name of an axis")
    for one in series:
        if [point["label"] for point in one["data"]] != categories or not all(isinstance(point["value"], int | float) for point in one["data"]):
            yield "a series that does not follow the axis"


# ---- Slack's own types, through the TypeScript compiler ------------------------------------------------

PRELUDE = """\
import type { HomeView, KnownBlock, ModalView } from '@slack/types';
interface Point { label: string; value: number }
interface Bars { type: 'bar' | 'line'; series: { name: string; data: Point[] }[]; axis_config: { categories: string[]; x_label?: string; y_label?: string } }
interface DataVisualization { type: 'data_visualization'; title: string; chart: Bars; block_id?: string }
interface Message { text: string; blocks: (KnownBlock | DataVisualization)[] }
type Home = Omit<HomeView, 'blocks'> & { blocks: KnownBlock[] };
type Modal = Omit<ModalView, 'blocks'> & { blocks: KnownBlock[] };
"""
NAMES = {"message": "Message", "home": "Home", "modal": "Modal"}


def at_hand() -> bool:
    """Whether the compiler can judge here. With CI=true it must."""
    ready = TSC.exists() and TYPES.exists() and NODE is not None
    if not ready and REQUIRED:
        raise FileNotFoundError("no TypeScript compiler in .judges: run tests/world/judges/install.sh")
    return ready


def compiled(payloads: Sequence[tuple[Json, Kind]]) -> list[str]:
    """What Slack's types say of all the payloads, in one run of the compiler. Nothing if there is no compiler."""
    if not payloads or not at_hand():
        return []
    with tempfile.TemporaryDirectory(dir=INSTALLED) as folder:
        file = Path(folder) / "payloads.ts"
        file.write_text(PRELUDE + "\n".join(_constant(n, *one) for n, one in enumerate(payloads)), encoding="utf-8")
        flags = ["--noEmit", "--strict", "--skipLibCheck", "--module", "esnext", "--moduleResolution", "bundler"]
        done = subprocess.run([TSC, *flags, file], capture_output=True, text=True, check=False, cwd=folder)
    said = [line for line in done.stdout.splitlines() if "error TS" in line]
    return said or ([f"tsc: {done.stderr or done.stdout}"] if done.returncode else [])


def _constant(number: int, payload: Json, kind: Kind) -> str:
    return f"export const payload{number}: {NAMES[kind]} = {json.dumps(payload)};"
