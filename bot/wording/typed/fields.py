"""The parts of what is said of a milestone: path to green, forecast, decision and links in any order; the rest is what has
happened."""

from __future__ import annotations

import re

from bot.model.noun import Noun
from bot.model.spelling import one_sign_each
from bot.model.status import Status
from bot.model.updates.update import OFF_GREEN
from bot.rules.dates import phrase_in
from bot.wording.typed.ages import LOOKED_AT, behind_links, day_at, words_at
from bot.wording.typed.links import links_in

_EDGES = " ,;:=-\n\u2013\u2014"
_STOPS = f"{_EDGES}."
_SMILES = "[\U0001f44b-\U0001f44d\U0001f600-\U0001f64f\u263a\u2764\U0001f3fb-\U0001f3ff\ufe0e\ufe0f]"
_COURTESY = re.compile(
    rf"(?:[\s,.;:!\-]|{_SMILES}|:(?:\+1|thumbsup|smile|slightly_smiling_face|blush|grinning|pray|ok_hand|wave)(?:::skin-tone-[2-6])?:"
    r"|\b(?:now|again|still|too|also|yet|please|thanks(?: a lot| again)?|many thanks|thank you|thx|cheers|ta|hi|hello|milepost"
    r"|kind regards|best wishes|regards|sent from my (?:iphone|ipad|android))\b)*",
    re.IGNORECASE,
)
_PATH, _DECISION, _HAPPENED, _FORECAST = "path", "decision", "happened", "forecast"
_LABEL = re.compile(
    r"(?:(?<=[\s,;.(])|\A)(?:"
    r"(?P<path>(?<!no )path (?:back )?to green(?: is)?\b(?:\s?[:=\-])?|path\s?(?:[:=]|-(?=\s)))"
    r"|(?P<decision>decision(?: wanted| needed)?(?: (?:from|by) (?:the )?board)?(?:\s?[:=]|(?<![^,;.(\n] decision)\s-(?=\s)))"
    r"|(?P<happened>what has happened|narrative)\s?[:=]"
    r"|(?P<forecast>(?:(?:the|my|our|new|now|revised|latest) ){0,2}forecast(?: (?:date|is|now|for|to|of|at)\b){0,3})"
    r"(?P<marked>\s?[:=])?"
    r"|(?P<expected>(?:now )?(?:expected|eta|new date|revised date|now due)(?: (?:date|is)\b){0,2})(?:\s?[:=])?"
    r")\s?",
    re.IGNORECASE,
)
_SAID_AGAIN = re.compile(r"\A(?:(?:the|my|our|new) ){0,2}forecast(?: date| is)?\s?[:=]?\s?", re.IGNORECASE)
_BY = re.compile(r"(?:by|until|till)\b[^,;]*\Z", re.IGNORECASE)  # nothing but that
_LAST_PIECE = re.compile(r"[,;][^,;]*\Z")
_HOLE = re.compile(r" ?\( ?\)| ?\[ ?\]| (?=[.,;:!?)](?:\s|\Z))")


class Entry(Noun):
    """One part of a typed line: which milestone, and what is said of it.

    `target` is a ref, a number of the last list, a range of either, ALL or REST, of which `left_out` are left out. Without a
    `status` it must be asked, and `suggested` is what the words sound like. `forecast` are the words that should be a day, and
    `dated` and `good_until` those of the links, and `shows` what these show.
    `plain` says that it began with the milestone or the status, as no sentence about something else does.
    """

    target: str = ""
    status: Status | None = None
    keep: bool = False
    suggested: Status | None = None
    plain: bool = True
    left_out: tuple[str, ...] = ()
    narrative: str = ""
    path: str = ""
    forecast: str = ""
    decision: str = ""
    links: tuple[str, ...] = ()
    shows: str = ""
    dated: str = ""
    good_until: str = ""


def answers_in(question: str, text: str) -> Entry:
    """Read the answer to one question, which may tell more beside it."""
    begins = {_PATH: "path: ", _DECISION: "decision: ", _FORECAST: "forecast: "}.get(question, "")
    told = _SAID_AGAIN.sub("", text) if question == _FORECAST else text
    return spoken(f"{begins}{told}", None)


def spoken(rest: str, status: Status | None) -> Entry:
    """Read what stands behind the status word, or before it."""
    rest, shows, ages = behind_links(rest)
    rest, links = links_in(rest)
    told: dict[str, list[str]] = {_HAPPENED: [], _PATH: [], _DECISION: []}
    forecast = _split(rest, told)
    said = {field: tidy(" ".join(parts)) for field, parts in told.items()}
    if not forecast and status not in (None, Status.COMPLETE) and _BY.match(said[_HAPPENED]):
        left, forecast = _last_date(f",{said[_HAPPENED]}")
        said[_HAPPENED] = left.strip(_EDGES)
    if not forecast and status in OFF_GREEN:
        said[_HAPPENED], forecast = _last_date(said[_HAPPENED])
    happened = "" if is_courtesy(said[_HAPPENED]) else said[_HAPPENED]
    forecast = " ".join(forecast.split()).strip(_STOPS)
    return Entry(
        narrative=happened,
        path=said[_PATH],
        decision=said[_DECISION],
        forecast=forecast,
        links=links,
        shows=shows,
        dated=ages.dated,
        good_until=ages.good_until,
    )


def is_courtesy(words: str) -> bool:
    """Say if words say nothing of a milestone: a thank you, a greeting, a thumb, or no more than "now"."""
    return _COURTESY.fullmatch(words) is not None


def _split(rest: str, told: dict[str, list[str]]) -> str:
    """Put each piece of the words where its label says, and return the forecast. Words behind its date go on where they were."""
    field, last, forecast = _HAPPENED, 0, ""
    for label in _LABEL.finditer(one_sign_each(rest)):
        if label.start() < last:
            continue
        if label["forecast"] is None and label["expected"] is None:
            told[field].append(rest[last : label.start()].rstrip(_STOPS))
            field, last = next(name for name in told if label[name]), label.end()
            continue
        dated = day_at(rest, label.end())
        at_start = rest[: label.start()].rstrip()[-1:] in ("", *",;.:(=-")
        if dated is None and not (label["forecast"] and (at_start or label["marked"])):
            continue
        if label["expected"] is not None and (field != _HAPPENED or not at_start):
            continue
        if dated is None:
            dated = words_at(rest, label.end())
        told[field].append(rest[last : label.start()].rstrip(_STOPS))
        forecast, last = dated
    told[field].append(rest[last:])
    return forecast


def _last_date(words: str) -> tuple[str, str]:
    """Take a date from the end of a sentence that says why a milestone is not on track."""
    words_alone = words.rstrip(_STOPS)
    near = words_alone[-LOOKED_AT:]
    last = _LAST_PIECE.search(near)
    found = phrase_in(last[0].lstrip(_EDGES)) if last else None
    if last is None or found is None or found.before or found.after.strip(_STOPS):
        return words, ""
    return words_alone[: len(words_alone) - len(last[0])].rstrip(_EDGES), found.said


def tidy(text: str) -> str:
    """Return words without blanks that say nothing, and without what only joined them to their neighbours."""
    lines = (_HOLE.sub("", " ".join(one.split())) for one in text.split("\n"))
    told = "\n".join(one for one in lines if one).strip(_EDGES).lstrip(".!? ").strip(_EDGES)
    return _without_brackets(told).strip(_EDGES)


def _without_brackets(told: str) -> str:
    """Take out the bracket that is left of a pair, the pair around the whole, and a comma before the full stop."""
    if told[:1] == "(" and told[-1:] == ")" and "(" not in told[1:] and ")" not in told[:-1]:
        return told[1:-1]
    for opens, closes in ("()", "[]"):
        if told.endswith(opens) or (told.endswith(closes) and told.count(closes) > told.count(opens) and told[-2:-1] not in ":;"):
            return told[:-1]
    without = told[:-1].rstrip(_EDGES) if told.endswith(".") else told[:-1]
    return without if without != told[:-1] else told
