"""The words around a figure: which way is better, where it comes from, how often it is read, and whose voice it is."""

from __future__ import annotations

import re
from collections import deque

from bot.model.measures.measure import DataPeriod, Polarity, Whose

_WINDOW = 60  # letters before a figure that may bind it
_UP_LIMIT = (
    r"at least|(?:a )?minimum(?: of)?|no (?:less|fewer) than|not less than|more than|above|over|exceed(?:s|ing)?|at or above"
)
_DOWN_LIMIT = (
    r"no more than|not more than|fewer than|less than|lower than|below|under|(?:a )?maximum(?: of)?|at most|within|"
    r"not exceed(?:ing)?|at or below|up to a maximum of|(?:no|not) (?:longer|greater|higher|later|older) than"
)
_FILLER = (
    r"(?: (?:the|a|an|of|our|national|england|english|average|regional|figure|rate|benchmark|target|to|is|at|about|around)){0,6}"
)
_BEFORE = re.compile(rf"(?:(?P<down>\b(?:{_DOWN_LIMIT}))|(?P<up>\b(?:{_UP_LIMIT}))){_FILLER} ?\Z", re.IGNORECASE)
_STRICT = re.compile(r"(?:more|fewer|less|lower) than|above|over|below|under|exceed(?:s|ing)?", re.IGNORECASE)
_WITHOUT = re.compile(r"\bwithout (?:an? |any |the )?[\w-]{1,30}", re.IGNORECASE)
_AFTER = re.compile(
    r"\A[\w %]{0,12}?\bor (?:(?P<down>fewer|less|below|under|lower|sooner|quicker)|(?P<up>above|more|over|higher))\b",
    re.IGNORECASE,
)
_TURNS = re.compile(
    r"\b(?:(?P<up>increas\w*|improv\w*|rais(?:e[ds]?|ing)|ris(?:e[ns]?|ing)|rose|more|higher|greater|grow\w*|grew|expand\w*|"
    r"doubl\w*|trebl\w*|maximis\w*|strengthen\w*|better|up from|additional|extra|save[ds]?|saving)"
    r"|(?P<down>reduc\w*|decreas\w*|fewer|less|lower\w*|fall\w*|fell|cut|cuts|cutting|halv\w*|drop\w*|declin\w*|shorten\w*|"
    r"narrow\w*|clos(?:e[sd]?|ing) the gap|shrink\w*|shorter|minimis\w*|eliminat\w*|down from|quicker|faster))\b",
    re.IGNORECASE,
)
_BAD = re.compile(
    r"\b(?:complaints?|backlogs?|vacanc(?:y|ies)|absences?|neet|exclusions?|exclud\w+|suspen\w+|waits?|waiting|appeals?|errors?|"
    r"turnover|caseloads?|overdue|delays?|late|lapsed|missed|breach\w*|missing|re-?referrals?|admissions?|unfilled|"
    r"unmet|average days|"
    r"variance|reliance|cost|costs|overspend|deficit)\b",
    re.IGNORECASE,
)
_GOOD = re.compile(
    r"\b(?:attendance|timeliness|satisf\w+|complian\w+|uptake|take-up|confiden\w+|feedback|good|completed?|on time|attainment|"
    r"coverage|retention|receiv\w+|places?|rat(?:e[sd]?|ing)|feel\w*)\b",
    re.IGNORECASE,
)
_SOURCE = re.compile(
    r"(?:\b(?:as )?(?:evidenced?|measured|monitored|reported|identified|demonstrated|shown|tracked)"
    r"(?: (?:annually|quarterly|monthly|termly))? (?:by|through|within|in|via|using|from)\b"
    r"|\bevident in\b|\bsource ?:|\baccording to\b|[-\u2013] ?from\b|\bfrom (?=(?:the )?[\w ]{0,30}\bdashboard\b)"
    r"|\b(?:through|via|from)(?= (?:the |an? )?[\w' ]{0,40}\b(?:survey|audits?|returns?|dashboard|reports?|panel|"
    r"sampling|helpline|focus groups?)\b))"
    r" ?(?P<source>[^.;]{3,160})",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r",? (?:by|from) (?:the )?(?:end of )?(?:\w{3,9} )?20\d\d.*\Z|,? and (?:ensures?|reports?|increases?|reduces?)\b.*\Z",
    re.IGNORECASE,
)
_PERIODS = (
    (DataPeriod.ROLLING_YEAR, re.compile(r"\brolling (?:12|twelve)[ -]months?\b|\brolling year\b", re.IGNORECASE)),
    (DataPeriod.YEAR_TO_DATE, re.compile(r"\byear[ -]to[ -]date\b|\bcumulative\b", re.IGNORECASE)),
    (DataPeriod.TERM, re.compile(r"\btermly\b|\b(?:each|every|per) term\b", re.IGNORECASE)),
    (DataPeriod.QUARTER, re.compile(r"\bquarterly\b|\b(?:each|every|per) quarter\b", re.IGNORECASE)),
    (DataPeriod.MONTH, re.compile(r"\bmonthly\b|\b(?:each|every|per|a) month\b", re.IGNORECASE)),
    (
        DataPeriod.YEAR,
        re.compile(r"\bannual(?:ly)?\b(?! reviews?)|\byearly\b|\b(?:each|every|per) year\b|\bSEN ?2\b", re.IGNORECASE),
    ),
    (DataPeriod.SURVEY, re.compile(r"\bsurveys?\b|\bquestionnaires?\b", re.IGNORECASE)),
)
_VOICES = (
    (Whose.PARENTS, re.compile(r"\b(?:parents?|carers?|famil(?:y|ies)|PCF)\b", re.IGNORECASE)),
    (Whose.CHILDREN, re.compile(r"\b(?:children|child|CYP|young people|pupils?|learners?)\b", re.IGNORECASE)),
    (Whose.STAFF, re.compile(r"\b(?:staff|professionals?|practitioners?|workforce|SENCOs?)\b", re.IGNORECASE)),
)
_SPEAKS = re.compile(
    r"\b(?:report(?:s|ing)?|say|says|feel(?:s|ing)?|felt|feedback|satisf\w+|rate(?=s? their)|agree(?=s? that)|survey|"
    r"heard|confiden\w+|"
    r"experiences?)\b",
    re.IGNORECASE,
)
_SCHOOL_YEAR = re.compile(
    r"\b(?:academic|school) year[ -]to[ -]date\b|\bso far this (?:academic|school) year\b|\bresets? (?:each|every) september\b",
    re.IGNORECASE,
)
_MONEY_YEAR = re.compile(r"\byear[ -]to[ -]date\b|\bcumulative\b", re.IGNORECASE)
SEPTEMBER, APRIL = 9, 4
_COUNTED = re.compile(
    r"\b(?:number|percentage|proportion|rate|average) of\b|\bnumber and %|\A% |% of\b|\baverage (?:wait|time|number|"
    r"length)|\b%(?= of)",
    re.IGNORECASE,
)


def polarity_of(text: str, start: int, end: int) -> Polarity | None:
    """Return which values of a figure are better: by the limit that binds it, by the last turn before it or the first one after
    it, else by what is counted. None if nothing says so."""
    if (bound := limit_of(text, start, end)) is not None:
        return bound
    if (turn := turns_in(text, 0, start) or _way(_TURNS.search(text, end))) is not None:
        return turn
    if _BAD.search(_WITHOUT.sub("", text)):
        return Polarity.LOWER
    return Polarity.HIGHER if _GOOD.search(text) else None


def limit_of(text: str, start: int, end: int) -> Polarity | None:
    """Return which values are better if a limit stands beside a figure: "at least", "or fewer"."""
    before, after = text[max(start - _WINDOW, 0) : start], text[end : end + _WINDOW]
    bound = _BEFORE.search(before) or _AFTER.search(after)
    if bound is None:
        return None
    return Polarity.LOWER if bound["down"] else Polarity.HIGHER


def strict_limit(text: str, start: int) -> str:
    """Return the words before a figure that leave out the figure itself: "fewer than", "over". Empty if there are none."""
    found = _BEFORE.search(text, max(start - _WINDOW, 0), start)
    limit = (found["down"] or found["up"]) if found is not None else ""
    return limit if _STRICT.fullmatch(limit) else ""


def turns_in(text: str, start: int, end: int) -> Polarity | None:
    """Return the way of the last turn in a part of a text."""
    turns = deque(_TURNS.finditer(text, start, end), maxlen=1)
    return _way(turns[0]) if turns else None


def _way(turn: re.Match[str] | None) -> Polarity | None:
    return None if turn is None else Polarity.HIGHER if turn["up"] else Polarity.LOWER


def source_of(text: str) -> str:
    """Return where a sentence says that its figures come from."""
    found = _SOURCE.search(text)
    if found is None:
        return ""
    source = _ENDS.sub("", found["source"]).strip(" ,.-:)")
    return source.removeprefix("the ")


def period_of(text: str) -> DataPeriod | None:
    """Return how often a sentence says that it is read."""
    return next((period for period, words in _PERIODS if words.search(text)), None)


def resets_of(text: str) -> int | None:
    """Return the month in which it begins anew, if its words say that it counts from the beginning of a year."""
    if _SCHOOL_YEAR.search(text):
        return SEPTEMBER
    return APRIL if _MONEY_YEAR.search(text) else None


def voice_of(text: str) -> Whose:
    """Return whose voice a sentence is: who speaks in it first."""
    if not _SPEAKS.search(text):
        return Whose.DATA
    found = [(at.start(), whose) for whose, words in _VOICES if (at := words.search(text))]
    return min(found, default=(0, Whose.DATA), key=lambda one: one[0])[1]


def is_counted(text: str) -> bool:
    """Say if a sentence without a target names a number that can be read."""
    return _COUNTED.search(text) is not None
