"""What Slack refuses in blocks, elements and views: every property known, every limit held, every fault with its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

Check = Callable[["Judge", object, str], None]
Fields = Mapping[str, tuple[bool, Check]]

MOST_BLOCKS = {"message": 50, "modal": 100, "home": 100}
MOST_CHARACTERS = 13_200  # of a message's blocks together, then msg_blocks_too_long
MOST_VIEW_BYTES = 250_000
URL = re.compile(r"(https?|slack|mailto|tel):\S+")


class Judge:
    """Collects the faults of one payload, worded as Slack words them."""

    def __init__(self, surface: str, refuses: frozenset[str] = frozenset()) -> None:
        self.surface = surface
        self.refuses = refuses
        self.faults: list[str] = []
        self.block_ids: set[str] = set()
        self.action_ids: set[str] = set()

    def fault(self, sentence: str, place: str) -> None:
        """Note one fault and where it is."""
        self.faults.append(f"[ERROR] {sentence} [json-pointer:{place}]")


# ---- small checks ------------------------------------------------------------------------


def string(most: int, least: int = 1) -> Check:
    """A string of at most n characters."""

    def check(judge: Judge, value: object, place: str) -> None:
        if not isinstance(value, str):
            judge.fault("must be a string", place)
        elif len(value) < least:
            judge.fault(f"must be more than {least - 1} characters", place)
        elif len(value) > most:
            judge.fault(f"must be less than {most + 1} characters", place)

    return check


def boolean(judge: Judge, value: object, place: str) -> None:
    """true or false."""
    if not isinstance(value, bool):
        judge.fault("must be a boolean", place)


def whole(least: int, most: int) -> Check:
    """A whole number in a range."""

    def check(judge: Judge, value: object, place: str) -> None:
        if isinstance(value, bool) or not isinstance(value, int):
            judge.fault("must be an integer", place)
        elif not least <= value <= most:
            judge.fault(f"must be between {least} and {most}", place)

    return check


def number(judge: Judge, value: object, place: str) -> None:
    """Any number."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        judge.fault("must be a number", place)


def one_of(*allowed: str) -> Check:
    """One of a few words."""

    def check(judge: Judge, value: object, place: str) -> None:
        if value not in allowed:
            judge.fault(f"must be one of: {', '.join(allowed)}", place)

    return check


def like(pattern: str, what: str) -> Check:
    """A string of a form."""

    def check(judge: Judge, value: object, place: str) -> None:
        if not isinstance(value, str) or not re.fullmatch(pattern, value):
            judge.fault(f"must be {what}", place)

    return check


def url(most: int = 3000) -> Check:
    """An address a client can open."""

    def check(judge: Judge, value: object, place: str) -> None:
        string(most)(judge, value, place)
        if isinstance(value, str) and not URL.fullmatch(value):
            judge.fault("invalid URL", place)

    return check


def many(each: Check, least: int, most: int) -> Check:
    """A list of at most n things."""

    def check(judge: Judge, value: object, place: str) -> None:
        if not isinstance(value, list):
            judge.fault("must be an array", place)
            return
        if len(value) < least:
            judge.fault(f"no fewer than {least} items allowed", place)
        if len(value) > most:
            judge.fault(f"no more than {most} items allowed", place)
        for at, one in enumerate(value):
            each(judge, one, f"{place}/{at}")

    return check


def thing(fields: Fields) -> Check:
    """An object with known properties and no others."""

    def check(judge: Judge, value: object, place: str) -> None:
        if not isinstance(value, dict):
            judge.fault("must be an object", place)
            return
        for name in value:
            if name not in fields:
                judge.fault(f"invalid additional property: {name}", place)
        for name, (required, inner) in fields.items():
            if name in value:
                inner(judge, value[name], f"{place}/{name}")
            elif required:
                judge.fault(f"missing required field: {name}", place)

    return check


def typed(kinds: Callable[[], Mapping[str, Check]]) -> Check:
    """An object whose `type` says what it must be."""

    def check(judge: Judge, value: object, place: str) -> None:
        kind = value.get("type") if isinstance(value, dict) else None
        if not isinstance(kind, str) or kind not in kinds() or kind in judge.refuses:
            judge.fault(f"unsupported type: {kind}", f"{place}/type")
            return
        kinds()[kind](judge, value, place)

    return check


def need(check: Check) -> tuple[bool, Check]:
    """A property that must be there."""
    return True, check


def may(check: Check) -> tuple[bool, Check]:
    """A property that may be there."""
    return False, check


def _any(_judge: Judge, _value: object, _place: str) -> None:
    """The type word, judged already."""


def block_id(judge: Judge, value: object, place: str) -> None:
    """An id no other block of the payload has."""
    string(255)(judge, value, place)
    if isinstance(value, str):
        if value in judge.block_ids:
            judge.fault(f"duplicate block_id: {value}", place)
        judge.block_ids.add(value)


def action_id(judge: Judge, value: object, place: str) -> None:
    """An id no other element of the payload has."""
    string(255)(judge, value, place)
    if isinstance(value, str):
        if value in judge.action_ids:
            judge.fault(f"action_id {value} already exists", place)
        judge.action_ids.add(value)


# ---- composition objects -------------------------------------------------------------------


def plain_text(most: int) -> Check:
    """A plain_text object."""
    return thing({"type": need(one_of("plain_text")), "text": need(string(most)), "emoji": may(boolean)})


def any_text(most: int) -> Check:
    """A plain_text or mrkdwn object."""
    return typed(
        lambda: {
            "plain_text": plain_text(most),
            "mrkdwn": thing({"type": need(_any), "text": need(string(most)), "verbatim": may(boolean)}),
        }
    )


def option(label: Check) -> Check:
    """One option of a menu or a group of buttons."""
    return thing({"text": need(label), "value": need(string(150)), "description": may(any_text(75)), "url": may(url())})


CONFIRM = thing(
    {
        "title": need(plain_text(100)),
        "text": need(any_text(300)),
        "confirm": need(plain_text(30)),
        "deny": need(plain_text(30)),
        "style": may(one_of("primary", "danger")),
    }
)
DISPATCH = thing(
    {"trigger_actions_on": may(many(one_of("on_enter_pressed", "on_character_entered"), 1, 2))}
)


def options(label: Check, most: int) -> Check:
    """A list of options, no value twice."""

    def check(judge: Judge, value: object, place: str) -> None:
        many(option(label), 1, most)(judge, value, place)
        values = [one.get("value") for one in value if isinstance(one, dict)] if isinstance(value, list) else []
        if len({str(one) for one in values}) != len(values):
            judge.fault("duplicate option value", place)

    return check


def chosen_among(names: tuple[str, ...], fields: Fields) -> Check:
    """An element whose initial choice must be one of its options, word for word."""

    def check(judge: Judge, value: object, place: str) -> None:
        thing(fields)(judge, value, place)
        assert isinstance(value, dict)
        known = value.get("options") if isinstance(value.get("options"), list) else []
        for name in names:
            given = value.get(name)
            for one in given if isinstance(given, list) else [given] if given is not None else []:
                if one not in known:
                    judge.fault(f"{name} must match one of the options", f"{place}/{name}")

    return check


# ---- elements --------------------------------------------------------------------------------

_ELEMENT: Fields = {"type": need(_any), "action_id": may(action_id)}
_MENU: Fields = {**_ELEMENT, "placeholder": may(plain_text(150)), "focus_on_load": may(boolean), "confirm": may(CONFIRM)}
_TYPED: Fields = {
    **_ELEMENT,
    "placeholder": may(plain_text(150)),
    "focus_on_load": may(boolean),
    "dispatch_action_config": may(DISPATCH),
}
_TEXT_INPUT: Fields = {
    **_TYPED,
    "initial_value": may(string(3000, 0)),
    "multiline": may(boolean),
    "min_length": may(whole(0, 3000)),
    "max_length": may(whole(1, 3000)),
}


def _text_input(judge: Judge, value: object, place: str) -> None:
    thing(_TEXT_INPUT)(judge, value, place)
    assert isinstance(value, dict)
    initial, most = value.get("initial_value"), value.get("max_length")
    if isinstance(initial, str) and isinstance(most, int) and len(initial) > most:
        judge.fault("initial_value must not be longer than max_length", f"{place}/initial_value")


BUTTON = thing(
    {
        **_ELEMENT,
        "text": need(plain_text(75)),
        "url": may(url()),
        "value": may(string(2000)),
        "style": may(one_of("primary", "danger")),
        "confirm": may(CONFIRM),
        "accessibility_label": may(string(75)),
    }
)
IMAGE = thing({"type": need(_any), "image_url": need(url()), "alt_text": need(string(2000))})
DATE = r"\d{4}-\d{2}-\d{2}"

ELEMENTS: dict[str, Check] = {
    "button": BUTTON,
    "image": IMAGE,
    "plain_text_input": _text_input,
    "url_text_input": thing({**_TYPED, "initial_value": may(url())}),
    "email_text_input": thing({**_TYPED, "initial_value": may(string(3000))}),
    "number_input": thing(
        {**_TYPED, "is_decimal_allowed": need(boolean), "initial_value": may(string(50)), "min_value": may(string(50)), "max_value": may(string(50))}
    ),
    "static_select": chosen_among(
        ("initial_option",), {**_MENU, "options": need(options(plain_text(75), 100)), "initial_option": may(_any)}
    ),
    "multi_static_select": chosen_among(
        ("initial_options",),
        {**_MENU, "options": need(options(plain_text(75), 100)), "initial_options": may(_any), "max_selected_items": may(whole(1, 100))},
    ),
    "radio_buttons": chosen_among(
        ("initial_option",),
        {**_ELEMENT, "options": need(options(any_text(75), 10)), "initial_option": may(_any), "confirm": may(CONFIRM), "focus_on_load": may(boolean)},
    ),
    "checkboxes": chosen_among(
        ("initial_options",),
        {**_ELEMENT, "options": need(options(any_text(75), 10)), "initial_options": may(_any), "confirm": may(CONFIRM), "focus_on_load": may(boolean)},
    ),
    "overflow": thing({**_ELEMENT, "options": need(options(plain_text(75), 5)), "confirm": may(CONFIRM)}),
    "datepicker": thing({**_MENU, "initial_date": may(like(DATE, "a date (YYYY-MM-DD)"))}),
    "users_select": thing({**_MENU, "initial_user": may(like(r"[UW][A-Z0-9]+", "a user id"))}),
    "conversations_select": thing(
        {**_MENU, "initial_conversation": may(like(r"[CDG][A-Z0-9]+", "a conversation id")), "default_to_current_conversation": may(boolean), "response_url_enabled": may(boolean)}
    ),
}
ACTIONS = {"button", "static_select", "multi_static_select", "radio_buttons", "checkboxes", "overflow", "datepicker", "users_select", "conversations_select"}
ACCESSORY = {*ACTIONS, "image"}
INPUTS = {
    *ACTIONS - {"button", "overflow"},
    "plain_text_input",
    "url_text_input",
    "email_text_input",
    "number_input",
}


def element(kinds: set[str]) -> Check:
    """An element of one of some kinds."""
    chosen = {kind: check for kind, check in ELEMENTS.items() if kind in kinds}
    return typed(lambda: chosen)


# ---- rich text ---------------------------------------------------------------------------------

_STYLE = thing({name: may(boolean) for name in ("bold", "italic", "strike", "code", "underline", "highlight", "client_highlight", "unlink")})
_FOUR = thing({name: may(boolean) for name in ("bold", "italic", "strike", "code")})
INLINE: dict[str, Check] = {
    "text": thing({"type": need(_any), "text": need(string(13_200)), "style": may(_FOUR)}),
    "link": thing({"type": need(_any), "url": need(url()), "text": may(string(13_200)), "unsafe": may(boolean), "style": may(_FOUR)}),
    "emoji": thing({"type": need(_any), "name": need(string(255)), "unicode": may(string(255)), "style": may(_STYLE)}),
    "user": thing({"type": need(_any), "user_id": need(string(255)), "style": may(_STYLE)}),
    "channel": thing({"type": need(_any), "channel_id": need(string(255)), "style": may(_STYLE)}),
    "usergroup": thing({"type": need(_any), "usergroup_id": need(string(255)), "style": may(_STYLE)}),
    "broadcast": thing({"type": need(_any), "range": need(one_of("here", "channel", "everyone")), "style": may(_STYLE)}),
    "color": thing({"type": need(_any), "value": need(string(255)), "style": may(_STYLE)}),
    "date": thing({"type": need(_any), "timestamp": need(whole(0, 2**40)), "format": need(string(255)), "url": may(url()), "fallback": may(string(255))}),
}
_inline = typed(lambda: INLINE)
_SECTION = thing({"type": need(_any), "elements": need(many(_inline, 0, 1000))})
RICH: dict[str, Check] = {
    "rich_text_section": _SECTION,
    "rich_text_preformatted": thing({"type": need(_any), "elements": need(many(_inline, 0, 1000)), "border": may(whole(0, 1))}),
    "rich_text_quote": thing({"type": need(_any), "elements": need(many(_inline, 0, 1000)), "border": may(whole(0, 1))}),
    "rich_text_list": thing(
        {
            "type": need(_any),
            "style": need(one_of("bullet", "ordered")),
            "elements": need(many(typed(lambda: {"rich_text_section": _SECTION}), 1, 1000)),
            "indent": may(whole(0, 8)),
            "offset": may(whole(0, 1000)),
            "border": may(whole(0, 1)),
        }
    ),
}


# ---- blocks ----------------------------------------------------------------------------------

_BLOCK: Fields = {"type": need(_any), "block_id": may(block_id)}


def _section(judge: Judge, value: object, place: str) -> None:
    fields = {
        **_BLOCK,
        "text": may(any_text(3000)),
        "fields": may(many(any_text(2000), 1, 10)),
        "accessory": may(element(ACCESSORY)),
        "expand": may(boolean),
    }
    thing(fields)(judge, value, place)
    assert isinstance(value, dict)
    if "text" not in value and "fields" not in value:
        judge.fault("missing required field: text or fields", place)


def _input(judge: Judge, value: object, place: str) -> None:
    thing(
        {
            **_BLOCK,
            "label": need(plain_text(2000)),
            "element": need(element(INPUTS)),
            "hint": may(plain_text(2000)),
            "optional": may(boolean),
            "dispatch_action": may(boolean),
        }
    )(judge, value, place)


def _bars(kind: str) -> Check:
    point = thing({"label": need(string(20)), "value": need(number)})
    fields = {
        "type": need(one_of(kind)),
        "series": need(many(thing({"name": need(string(20)), "data": need(many(point, 1, 20))}), 1, 6)),
        "axis_config": need(
            thing({"categories": need(many(string(20), 1, 20)), "x_label": may(string(50)), "y_label": may(string(50))})
        ),
    }

    def check(judge: Judge, value: object, place: str) -> None:
        before = len(judge.faults)
        thing(fields)(judge, value, place)
        if len(judge.faults) > before:
            return
        assert isinstance(value, dict)
        for at, series in enumerate(value["series"]):
            if [one["label"] for one in series["data"]] != value["axis_config"]["categories"]:
                judge.fault("labels must match the categories of the axis", f"{place}/series/{at}/data")
        names = [series["name"] for series in value["series"]]
        if len(set(names)) != len(names):
            judge.fault("duplicate series name", f"{place}/series")

    return check


CHARTS: dict[str, Check] = {
    "pie": thing({"type": need(_any), "segments": need(many(thing({"label": need(string(20)), "value": need(number)}), 1, 6))}),
    "bar": _bars("bar"),
    "line": _bars("line"),
    "area": _bars("area"),
}
_cell = typed(
    lambda: {
        "raw_text": thing({"type": need(_any), "text": need(string(3000))}),
        "rich_text": BLOCKS["rich_text"],
    }
)
BLOCKS: dict[str, Check] = {
    "section": _section,
    "divider": thing(_BLOCK),
    "header": thing({**_BLOCK, "text": need(plain_text(150)), "level": may(whole(1, 4))}),
    "context": thing(
        {
            **_BLOCK,
            "elements": need(
                many(typed(lambda: {"image": IMAGE, "plain_text": plain_text(3000), "mrkdwn": any_text(3000)}), 1, 10)
            ),
        }
    ),
    "actions": thing({**_BLOCK, "elements": need(many(element(ACTIONS), 1, 25))}),
    "image": thing({**_BLOCK, "image_url": need(url()), "alt_text": need(string(2000)), "title": may(plain_text(2000))}),
    "input": _input,
    "markdown": thing({**_BLOCK, "text": need(string(12_000))}),
    "rich_text": thing({**_BLOCK, "elements": need(many(typed(lambda: RICH), 1, 1000))}),
    "table": thing(
        {
            **_BLOCK,
            "rows": need(many(many(_cell, 1, 20), 1, 100)),
            "column_settings": may(
                many(thing({"align": may(one_of("left", "center", "right")), "is_wrapped": may(boolean)}), 1, 20)
            ),
        }
    ),
    "data_visualization": thing(
        {**_BLOCK, "title": need(string(50)), "chart": need(typed(lambda: CHARTS))}
    ),
    "alert": thing({**_BLOCK, "text": need(any_text(200)), "level": may(one_of("default", "info", "warning", "error", "success"))}),
}
HERE_ONLY = {"alert": ("modal",), "markdown": ("message",), "table": ("message",), "data_visualization": ("message",)}


def faults_of(blocks: object, surface: str, refuses: frozenset[str] = frozenset(), place: str = "/blocks") -> list[str]:
    """Every fault of a list of blocks on a surface (message, modal, home), worded as Slack does."""
    return _judged(blocks, surface, refuses, place).faults


def _judged(blocks: object, surface: str, refuses: frozenset[str], place: str) -> Judge:
    judge = Judge(surface, refuses)
    many(_block, 0, MOST_BLOCKS[surface])(judge, blocks, place)
    if isinstance(blocks, list):
        charts = [one for one in blocks if isinstance(one, dict) and one.get("type") == "data_visualization"]
        if len(charts) > 2:
            judge.fault("no more than 2 data_visualization blocks allowed", place)
    return judge


def _block(judge: Judge, value: object, place: str) -> None:
    typed(lambda: BLOCKS)(judge, value, place)
    kind = value.get("type") if isinstance(value, dict) else None
    if isinstance(kind, str) and judge.surface not in HERE_ONLY.get(kind, (judge.surface,)):
        judge.fault(f"unsupported type: {kind}", f"{place}/type")


def characters(value: object) -> int:
    """How many characters of text some blocks hold together."""
    return sum(len(text) for text in texts(value))


def texts(value: object) -> Iterator[str]:
    """Every string a person would read in blocks."""
    if isinstance(value, list):
        for one in value:
            yield from texts(one)
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name in ("text", "title", "name", "label") and isinstance(inner, str):
                yield inner
            else:
                yield from texts(inner)


# ---- views -----------------------------------------------------------------------------------

_VIEW: Fields = {
    "type": need(_any),
    "blocks": need(_any),
    "private_metadata": may(string(3000, 0)),
    "callback_id": may(string(255)),
    "external_id": may(string(255)),
}
VIEWS: dict[str, Check] = {
    "home": thing(_VIEW),
    "modal": thing(
        {
            **_VIEW,
            "title": need(plain_text(24)),
            "submit": may(plain_text(24)),
            "close": may(plain_text(24)),
            "clear_on_close": may(boolean),
            "notify_on_close": may(boolean),
            "submit_disabled": may(boolean),
        }
    ),
}


def view_faults(view: object, kind: str, refuses: frozenset[str] = frozenset()) -> list[str]:
    """Every fault of a view that must be of a kind (modal or home)."""
    judge = Judge(kind)
    if not isinstance(view, dict) or view.get("type") != kind:
        judge.fault(f"must be a view of type {kind}", "/view")
        return judge.faults
    VIEWS[kind](judge, view, "/view")
    blocks = view.get("blocks")
    inner = _judged(blocks, kind, refuses, "/view/blocks")
    has_input = isinstance(blocks, list) and any(isinstance(one, dict) and one.get("type") == "input" for one in blocks)
    if kind == "modal" and has_input and "submit" not in view:
        judge.fault("a submit button is required with input blocks", "/view")
    return judge.faults + inner.faults
