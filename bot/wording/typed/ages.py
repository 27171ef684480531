"""The days of evidence in what somebody typed: of which day it is, and until when it is good."""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.rules.dates import phrase_in
from bot.wording.typed.links import ends_of_links

LOOKED_AT = 100  # letters in which a date is looked for
_EDGES = " ,;:=-\n\u2013\u2014"
_LABEL = re.compile(
    r"[\s,;.(]{0,3}(?<!\w)(?:and )?(?:(?P<dated>dated)|(?:(?:it )?is )?(?:good|valid) (?:until|till|to|up to))\b(?:\s?[:=])?\s?",
    re.IGNORECASE,
)
_PHRASE = re.compile(r"[^,;\n.]*(?:\.(?!\s|\Z)[^,;\n.]*)*")
_MORE = re.compile(r"[,;\n.!?]|://|\b(?:path|decision|narrative|happened|forecast|expected|eta|due|by)\b", re.IGNORECASE)
_LED_IN = (",", ";", ".", "(")


class Ages(NamedTuple):
    """The words that say of which day evidence is, and the last one on which it is good."""

    dated: str = ""
    good_until: str = ""


def day_at(text: str, begin: int) -> tuple[str, int] | None:
    """Return the day's words that a text goes on with, and where they end. None if it goes on with others."""
    near = text[begin : begin + LOOKED_AT]
    found = phrase_in(near)
    return (found.said, begin + len(near) - len(found.after)) if found is not None and not found.before else None


def words_at(text: str, begin: int) -> tuple[str, int]:
    """Return the words that a text goes on with up to the next comma or full stop, and where they end."""
    phrase = _PHRASE.match(text, begin)
    assert phrase is not None
    return phrase[0].strip(_EDGES), phrase.end()


def ages_in(text: str) -> tuple[str, Ages]:
    """Take from words about evidence what they say of its days. What is no day is taken as one that cannot be read, unless it
    may well be a word about something else."""
    kept, last, found = list[str](), 0, dict[str, str]()
    for label in _LABEL.finditer(text):
        name = "dated" if label["dated"] else "good_until"
        if label.start() < last or name in found:
            continue
        led_in = name == "good_until" or label.start() == 0 or label[0].startswith(_LED_IN)
        day = day_at(text, label.end()) or (words_at(text, label.end()) if led_in else None)
        if day is not None:
            kept.append(text[last : label.start()])
            found[name], last = day
            last += text.startswith(")", last) and "(" in label[0]
    kept.append(text[last:])
    return " ".join(part for part in (one.strip(_EDGES) for one in kept) if part), Ages(**found)


class Behind(NamedTuple):
    """A line about a milestone, without what stands right behind its links: what these show, and their days."""

    left: str
    shows: str = ""
    ages: Ages = Ages()


def behind_links(text: str) -> Behind:
    """Take what evidence shows and its days from a line about a milestone: only what stands right behind a link, and words only
    if a day goes on from them. Anywhere else they are words about the milestone."""
    kept, last, found, shows = list[str](), 0, dict[str, str](), ""
    for end in ends_of_links(text):
        at, told = _words_up_to_a_day(text, end)
        while (label := _LABEL.match(text, at)) is not None and (day := day_at(text, label.end())) is not None:
            found["dated" if label["dated"] else "good_until"] = day[0]
            at = day[1]
        if at > end >= last and found:
            kept.append(text[last:end])
            last, shows = at, shows or told
    return Behind("".join((*kept, text[last:])), shows, Ages(**found))


def _words_up_to_a_day(text: str, begin: int) -> tuple[int, str]:
    """Return where a day's label begins behind a link, and the words before it: one phrase that says nothing else of a
    milestone. If there is none, it begins at once."""
    label = _LABEL.search(text, begin, begin + LOOKED_AT)
    if label is None or day_at(text, label.end()) is None:
        return begin, ""
    words = text[begin : label.start()]
    is_one_phrase = words[:1].isspace() and _MORE.search(words) is None
    return (label.start(), words.strip(_EDGES)) if is_one_phrase else (begin, "")
