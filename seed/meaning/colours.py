"""The words, letters and fills with which plans say how something stands, and what they mean everywhere."""

from __future__ import annotations

import re
import unicodedata
from colorsys import rgb_to_hsv
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from bot.model.status import Status

MOST_STATE = 40  # letters of a state: what is longer is prose
MOST_WORDS = 3  # of a state that only its plan knows


class Hue(StrEnum):
    """The colours that a cell can be filled with, as people call them. White, black and greys say nothing."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"
    BLUE = "blue"
    PURPLE = "purple"


_DEGREES = ((18, Hue.RED), (66, Hue.AMBER), (172, Hue.GREEN), (258, Hue.BLUE), (338, Hue.PURPLE), (361, Hue.RED))
_PALE = 0.12  # saturation below which a fill is a shade of grey
_DARK = 0.25  # value below which a fill is black

STANDARD = {
    **dict.fromkeys(("red", "r"), Status.RED),
    **dict.fromkeys(("amber", "a", "yellow", "orange"), Status.AMBER),
    **dict.fromkeys(("green", "g"), Status.GREEN),
    **dict.fromkeys(
        (
            "blue", "b", "complete", "completed", "done", "closed", "finished", "implemented", "achieved", "delivered",
            "resolved", "fully complete", "fully implemented", "action complete", "completed and closed",
            "complete and closed", "action completed", "complete and evidenced", "all complete", "now complete",
            "discharged",
        ),
        Status.COMPLETE,
    ),
    **dict.fromkeys(
        (
            "not started", "not yet started", "to do", "todo", "not begun", "yet to start", "not commenced", "not yet begun",
            "unstarted",
        ),
        Status.NOT_STARTED,
    ),
}  # fmt: skip
COLOURS = {hue.value: hue for hue in Hue} | {"yellow": Hue.AMBER, "orange": Hue.AMBER, "violet": Hue.PURPLE}
COLOURS |= {"r": Hue.RED, "a": Hue.AMBER, "g": Hue.GREEN, "b": Hue.BLUE, "p": Hue.PURPLE}
BY_HUE = {Hue.RED: Status.RED, Hue.AMBER: Status.AMBER, Hue.GREEN: Status.GREEN, Hue.BLUE: Status.COMPLETE}
_VAGUE = frozenset(
    [
        "in progress", "on track", "on target", "on course", "at risk", "off track", "off target", "delayed", "overdue",
        "open", "pending", "started", "under way", "underway", "on hold", "paused", "blocked", "stuck", "working on it",
        "planned", "not due", "not yet due", "behind", "behind schedule", "slipping", "slipped", "under review", "awaiting",
        "superseded", "cancelled", "canceled", "withdrawn", "deferred", "doing", "backlog", "active", "partially complete",
        "partly complete", "partially implemented", "partly implemented", "partially met", "met", "not met",
        "nearly complete", "no progress", "some progress", "good progress", "mitigated", "testing", "proposed", "agreed",
        "accepted", "rejected", "ongoing", "on going", "purple", "grey", "gray", "black", "white", "late", "missed",
        "on schedule", "ahead", "ahead of schedule", "new", "in review", "ready", "selected for development", "not achieved",
        "developing", "embedded", "embedding", "emerging", "scheduled", "due", "commenced", "in development", "in hand",
        "progressing", "to be started", "w", "p", "o", "date to be agreed", "not applicable", "n a", "continuing", "waiting",
        "with comments", "draft", "issued", "live", "minor delay", "major delay", "slight delay", "some delay",
        "significant delay", "concern", "not progressing", "suspended",
    ]
)  # fmt: skip
_SIGNS = {
    "🟢": "green", "🟡": "amber", "🟠": "amber", "🔴": "red", "🔵": "blue", "🟣": "purple", "✅": "done", "☑": "done",
    "✔": "done",
    **{f":{size}{colour}_circle:": word for size in ("", "large_") for colour, word in (
        ("green", "green"), ("yellow", "amber"), ("orange", "amber"), ("red", "red"), ("blue", "blue"),
    )},
    ":white_check_mark:": "done", ":heavy_check_mark:": "done", ":ballot_box_with_check:": "done",
}  # fmt: skip
_CODE = re.compile(r"\d\s*[-\u2013\u2014.:)=]\s*(?=[^\W\d_])")  # the number of a state: "3 - Complete"
_WORD = re.compile(r"\w+")
_EDGE = re.compile(r"^\W+|\s+$")
_BREAK = re.compile(r"[:;.,(\n–—/|]| -(?= )|-(?= )")
_UNDONE = re.compile(
    r"\b(?:not|never|failed|unachieved|unmet|cancelled|abandoned|superseded|withdrawn|partly|partially|dropped|nearly)\b",
    re.IGNORECASE,
)
_WHEN = re.compile(r"(?:in|on|by)? ?(?:\d|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)", re.IGNORECASE)


class Said(NamedTuple):
    """A state as a cell says it: the word or colour as written, that word folded, and the words after it."""

    written: str
    word: str
    rest: str


def fold_state(text: str) -> str:
    """Return a state as it is compared: small letters, one blank between its words, no signs."""
    return " ".join(_WORD.findall(text.casefold()))


@lru_cache(maxsize=4096)
def hue_of(fill: str) -> Hue | None:
    """Return the colour of a fill written as RRGGBB, None if it is white, black or grey."""
    if len(fill) < 6:
        return None
    try:
        red, green, blue = (int(fill[-6:][at : at + 2], 16) / 255 for at in (0, 2, 4))
    except ValueError:
        return None
    turn, saturation, value = rgb_to_hsv(red, green, blue)
    if saturation < _PALE or value < _DARK:
        return None
    return next(hue for most, hue in _DEGREES if turn * 360 < most)


def said(text: str) -> Said | None:
    """Return the state that a cell begins with, None if it begins with none that is known."""
    line = text.strip()
    line = _CODE.sub("", line, count=1) if line[:1].isdigit() and _CODE.match(line) else line
    if not line:
        return None
    break_ = _BREAK.search(line, 0, MOST_STATE + 1)
    begin = line[: break_.start()] if break_ else line
    if len(begin) <= MOST_STATE:
        whole = fold_state(begin)
        if break_ is not None and break_[0] == "/" and fold_state(line[break_.end() :]) in COLOURS:
            return None  # "Red/Amber" is neither
        if STANDARD.get(whole) is Status.COMPLETE and (line.endswith("?") or _UNDONE.search(line, len(begin))):
            return None
        if len(whole) == 1 and break_ is not None and break_[0] == "." and break_.end() < len(line):
            return None  # "R. Patel" is somebody
        if whole in STANDARD or whole in _VAGUE:
            return Said(_EDGE.sub("", begin), whole, _rest(line, break_))
        if not whole and (named := next((word for sign, word in _SIGNS.items() if sign in begin), "")):
            return Said(named, named, "")
    return _behind_a_sign(line) or _before_a_day(line)


def _rest(line: str, break_: re.Match[str] | None) -> str:
    """Return the words after a state, without the bracket around them."""
    if break_ is None:
        return ""
    rest = line[break_.end() :].strip(" -–—")
    return rest.removesuffix(")") if break_[0] == "(" and rest.count("(") < rest.count(")") else rest


def _behind_a_sign(line: str) -> Said | None:
    """Return the state of a light with words beside it, such as "🟢 boilers next"."""
    sign = next((sign for sign in _SIGNS if line.startswith(sign)), None)
    if sign is None:
        return None
    rest = line.removeprefix(sign).lstrip("\ufe0f -\u2013\u2014:,")
    after = said(rest) if len(rest) < len(line) else None
    return after if after is not None else Said(_SIGNS[sign], _SIGNS[sign], rest)


def _before_a_day(line: str) -> Said | None:
    """Return the state of words such as "Completed March 2026"."""
    first, _, rest = line.partition(" ")
    word = fold_state(first)
    known = len(word) > 1 and STANDARD.get(word) is Status.COMPLETE
    return Said(first, word, rest.strip()) if known and _WHEN.match(rest.strip()) else None


def is_state(text: str) -> bool:
    """Say if a cell says how something stands and no more than that."""
    found = said(text)
    return found is not None and not found.rest


def could_be_state(text: str) -> bool:
    """Say if a cell is short enough to be a word of the plan's own for how something stands."""
    if len(text) > MOST_STATE or any(sign.isdigit() for sign in text):
        return False
    return 0 < len(fold_state(unicodedata.normalize("NFKC", text)).split()) <= MOST_WORDS
