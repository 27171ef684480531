"""Block Kit as a page that looks much as Slack's light theme does. Our own HTML and CSS; a block it does not know is an error.

`drawn(payload, errors)` takes what we hand to Slack: a message's body, a modal or a Home.
"""

from __future__ import annotations

from html import escape
from pathlib import Path

from tests.world.judges.slack import Json

STYLE = (Path(__file__).parent / "data" / "slack.css").read_text(encoding="utf-8")
INKS = (
    "#1d3557",
    "#3f78ad",
    "#8fbadb",
    "#6c5b9e",
    "#b9aed8",
    "#8a8d91",
)  # of a chart's series: Slack picks its own, whatever they mean
TALL, ACROSS, FOOT = 150, 580, 20  # of a chart, in its own units


def drawn(payload: Json, phone: bool = False, errors: dict[str, str] | None = None) -> str:
    """The page of one payload, on a phone or a desktop; `errors` as given with `response_action: errors`."""
    kind = payload.get("type", "message")
    body = "".join(_block(block, errors or {}) for block in _all(payload, "blocks"))
    if kind == "modal":
        title, submit, close = (escape(_words(payload, name)) for name in ("title", "submit", "close"))
        inside = (
            f'<div class="modal"><header>{title}<span class="grey">✕</span></header><main>{body}</main>'
            f'<footer><button>{close}</button><button class="primary">{submit}</button></footer></div>'
        )
    elif kind == "home":
        inside = f'<div class="home"><nav><span class="now">Home</span><span>Messages</span><span>About</span></nav><main>{body}</main></div>'
    else:
        who = '<div class="who">Milepost <span class="app">APP</span><span>09:30</span></div>'
        inside = f'<div class="message"><div class="avatar">M</div><div class="content">{who}{body}</div></div>'
    around = f"{'phone' if phone else 'desktop'} {'behind' if kind == 'modal' else ''}"
    return f'<!doctype html><meta charset="utf-8"><style>{STYLE}</style><body class="{around}">{inside}</body>'


# ---- blocks ----------------------------------------------------------------------------------------


def _block(block: Json, errors: dict[str, str]) -> str:
    match block["type"]:
        case "header":
            return f"<h2>{escape(_words(block, 'text'))}</h2>"
        case "divider":
            return "<hr>"
        case "rich_text":
            return f'<div class="block">{"".join(_rich(one) for one in _all(block, "elements"))}</div>'
        case "section":
            return f'<div class="block beside"><div class="text">{escape(_words(block, "text"))}</div>{_beside(block)}</div>'
        case "context":
            return f'<div class="block context">{" ".join(escape(str(one["text"])) for one in _all(block, "elements"))}</div>'
        case "actions":
            return f'<div class="block actions">{"".join(_button(one) for one in _all(block, "elements"))}</div>'
        case "input":
            return _input(block, errors.get(str(block.get("block_id")), ""))
        case "data_visualization":
            return _chart(block)
    raise ValueError(f"no picture of a {block['type']}")


def _rich(element: Json) -> str:
    inner = _all(element, "elements")
    match element["type"]:
        case "rich_text_section":
            return f'<div class="text">{"".join(_inline(one) for one in inner)}</div>'
        case "rich_text_list":
            return f"<ul>{''.join(f'<li>{_rich(one)}</li>' for one in inner)}</ul>"
        case "rich_text_quote":
            return f"<blockquote>{''.join(_inline(one) for one in inner)}</blockquote>"
        case "rich_text_preformatted":
            return f"<pre>{''.join(_inline(one) for one in inner)}</pre>"
    raise ValueError(f"no picture of a {element['type']}")


def _inline(element: Json) -> str:
    match element["type"]:
        case "text":
            said = escape(str(element["text"]))
            return f"<b>{said}</b>" if "style" in element else said
        case "link":
            return f"<a>{escape(str(element.get('text', element['url'])))}</a>"
    raise ValueError(f"no picture of a {element['type']} in a text")


def _beside(section: Json) -> str:
    accessory = section.get("accessory")
    return _button(accessory) if isinstance(accessory, dict) else ""


def _button(element: Json) -> str:
    if element["type"] != "button":
        raise ValueError(f"no picture of a {element['type']} in a row")
    return f'<button class="{element.get("style", "")}">{escape(_words(element, "text"))}</button>'


# ---- fields ----------------------------------------------------------------------------------------


def _input(block: Json, error: str) -> str:
    element = block["element"]
    assert isinstance(element, dict)
    label = escape(_words(block, "label")) + (" <span>(optional)</span>" if block.get("optional") else "")
    below = [f'<div class="error">{escape(error)}</div>'] if error else []
    below += [f'<div class="hint">{escape(_words(block, "hint"))}</div>'] if "hint" in block else []
    return f'<div class="block {"wrong" if error else ""}"><label>{label}</label>{_field(element)}{"".join(below)}</div>'


def _field(element: Json) -> str:
    chosen = element.get("initial_option")
    match element["type"]:
        case "plain_text_input":
            tall = "tall" if element.get("multiline") else ""
            return f'<div class="field {tall}">{escape(str(element.get("initial_value", "")))}</div>'
        case "datepicker":
            day = escape(str(element.get("initial_date", ""))) or '<span class="grey">Select a date</span>'
            return f'<div class="field menu"><div>{day}</div></div>'
        case "static_select":
            said = escape(_words(chosen, "text")) if isinstance(chosen, dict) else '<span class="grey">Select an option</span>'
            return f'<div class="field menu"><div>{said}</div><span class="grey">⌄</span></div>'
        case "radio_buttons":
            return "".join(_radio(one, one == chosen) for one in _all(element, "options"))
        case "checkboxes":
            ticked = element.get("initial_options") or []
            assert isinstance(ticked, list)
            return "".join(_radio(one, one in ticked) for one in _all(element, "options"))
    raise ValueError(f"no picture of a {element['type']} in a form")


def _radio(option: Json, chosen: bool) -> str:
    meaning = f"<small>{escape(_words(option, 'description'))}</small>" if "description" in option else ""
    return f'<div class="option"><i class="dot {"chosen" if chosen else ""}"></i>{escape(_words(option, "text"))}{meaning}</div>'


# ---- charts ----------------------------------------------------------------------------------------


def _chart(block: Json) -> str:
    chart = block["chart"]
    assert isinstance(chart, dict)
    if chart["type"] not in ("bar", "line"):
        raise ValueError(f"no picture of a {chart['type']} chart")
    series = _all(chart, "series")
    keys = "".join(
        f'<span><i style="background:{INKS[place]}"></i>{escape(str(one["name"]))}</span>' for place, one in enumerate(series)
    )
    names = [str(point["label"]) for point in _all(series[0], "data")]
    rows = [[float(str(point["value"])) for point in _all(one, "data")] for one in series]
    bars = _bars(names, rows) if chart["type"] == "bar" else _lines(names, rows)
    return f'<div class="block chart"><b>{escape(str(block["title"]))}</b>{bars}<div class="legend">{keys}</div></div>'


def _lines(names: list[str], rows: list[list[float]]) -> str:
    """As Slack draws lines: its scale begins at nothing, and it names each point below."""
    most = max(max(row) for row in rows) or 1
    wide = ACROSS / len(names)
    shapes = [
        f'<text x="{(place + 0.5) * wide}" y="{TALL + 2 * FOOT - 6}" text-anchor="middle" fill="#616061">{escape(name)}</text>'
        for place, name in enumerate(names)
        if place % (len(names) // 5 + 1) == 0
    ]
    for number, row in enumerate(rows):
        points = " ".join(f"{(place + 0.5) * wide:.1f},{TALL + FOOT - one / most * TALL:.1f}" for place, one in enumerate(row))
        shapes.append(f'<polyline points="{points}" fill="none" stroke="{INKS[number]}" stroke-width="2.5"/>')
    return f'<svg viewBox="0 0 {ACROSS} {TALL + 2 * FOOT}">{"".join(shapes)}</svg>'


def _bars(names: list[str], rows: list[list[float]]) -> str:
    most = max(max(row) for row in rows) or 1
    wide = ACROSS / len(names)
    bar = wide * 0.8 / len(rows)
    shapes = []
    for place, name in enumerate(names):
        left = place * wide + wide * 0.1
        shapes.append(
            f'<text x="{place * wide + wide / 2}" y="{TALL + 2 * FOOT - 6}" text-anchor="middle" fill="#616061">{escape(name)}</text>'
        )
        for number, row in enumerate(rows):
            if row[place]:
                tall = row[place] / most * TALL
                at = f'x="{left + number * bar:.1f}" y="{TALL + FOOT - tall:.1f}" width="{bar * 0.85:.1f}" height="{tall:.1f}"'
                shapes.append(f'<rect {at} rx="2" fill="{INKS[number]}"/>')
                shapes.append(
                    f'<text x="{left + (number + 0.43) * bar:.1f}" y="{TALL + FOOT - tall - 4:.1f}" text-anchor="middle">{row[place]:g}</text>'
                )
    ground = f'<path d="M0 {TALL + FOOT}H{ACROSS}" stroke="#bbbabb"/>'
    return f'<svg viewBox="0 0 {ACROSS} {TALL + 2 * FOOT}" font-size="12">{"".join(shapes)}{ground}</svg>'


# ---- reading JSON ------------------------------------------------------------------------------------


def _all(thing: Json, name: str) -> list[Json]:
    found = thing[name]
    assert isinstance(found, list)
    return found


def _words(thing: Json, name: str) -> str:
    text = thing[name]
    assert isinstance(text, dict)
    assert text["type"] == "plain_text"
    return str(text["text"])
