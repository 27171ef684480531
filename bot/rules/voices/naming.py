"""Words that name somebody: a voice is refused with them, for it is kept for good and may be shown to everybody.

What families said is held more strictly than what is said about it: there no address, no e-mail and no telephone number stands at
all. In an answer these may be those of a venue or an office, so there they are asked about, as everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bot.model.spelling import alike
from bot.model.voices.naming import Naming
from bot.rules.guard.child import holds_kin, holds_named_child, is_first_name
from bot.rules.guard.first_names import FIRST_NAMES
from bot.rules.guard.nhs_number import holds_bare_number
from bot.rules.guard.postcode import holds_postcode
from bot.rules.guard.seen import as_read

_NAME = r"[^\W\d_]{1,40}"
_KIN = r"(?:son|daughter|child|boy|girl|twin|pupil|student)"
_TITLED = re.compile(rf"(?<!\w)(?:Mr|Mrs|Ms|Miss|Mx|Dr|Sir|Madam|MR|MRS|mr|mrs)\.? (?P<name>{_NAME})")
_PLACE = r"(?:school|academy|college|nursery|primary|infants?|juniors?|sixth form)"
_SURNAME = rf"(?: (?!(?i:{_PLACE})(?!\w))[A-Z]{_NAME})?"
_SCHOOL_OF_NAME = rf"(?:[A-Z][\w'\-]{{1,30}} ){{1,3}}(?i:{_PLACE})(?!\w)"
_DOTTED = re.compile(r"(?<![\w.])[A-Z]\. ?[A-Z]\.(?: ?[A-Z]\.){0,3}(?!\w)")
_INITIALS = re.compile(rf"(?<!\w)(?i:{_KIN}|initials),? (?:(?i:is|are) )?(?P<name>[A-Z]{{2,3}}(?=[ ,.;]|\Z))")
_ROAD = r"(?:Road|Street|Avenue|Lane|Close|Drive|Way|Court|Gardens|Place|Crescent|Terrace|Grove|Rd|St|Ave)"
_STREET = re.compile(rf"(?<![\w.])[0-9]{{1,4}}[A-Za-z]?,? (?:[A-Z][a-z']{{1,20}} ){{1,3}}{_ROAD}(?!\w)")
_STREET_FIRST = re.compile(rf"(?<![\w.])(?:[A-Z][a-z']{{1,20}} ){{1,3}}{_ROAD},? (?:no\.? ?|number )?[0-9]{{1,4}}(?![\w.%])")
_EMAIL = re.compile(r"[\w+'\-][\w.+'\-]{0,63}@[\w\-]{1,63}\.[\w\-]{1,63}")
_PHONE = re.compile(r"(?<![\w.])(?:\+ ?44|0)(?:[ \-()]{0,2}[0-9]){9,10}(?![\w.])")
_AGED = re.compile(
    r"(?<!\w)(?i:my|our|his|her|their|an?|the|one|this) (?:[0-9]{1,2}|[a-z]{3,9})[ \-](?i:year|yr)s?[ \-](?i:old)(?!\w)"
)
_AT_SCHOOL = re.compile(rf"(?<!\w)(?i:at|from|in|of|to) {_SCHOOL_OF_NAME}")
# A word like a name, and what is said of one child alone.
_CLASS = r"(?:in|from) (?:(?:year|yr|class|form) ?[0-9]{1,2}|Y[0-9]{1,2}|reception|sixth form)"
_THEN = r"(?:(?:now|still|never|also|only|finally|always|often) )?"
_BECAME = (
    r"(?:was|is|has been|had been|got|gets|keeps being) (?:(?:now|still|also|again|never|permanently) )?"
    r"(?:excluded|suspended|expelled|bullied|restrained|secluded|diagnosed|sent home|off-rolled|left alone|born|adopted|fostered"
    r"|autistic|dyslexic|deaf|blind|home educated|out of school|off school|[0-9]{1,2}(?: years? old)?(?= |[.,;]|\Z))"
)
_HAS_PLACE = (
    r"(?:has|had|got|gets|lost|needs|was offered|was refused) (?:a|an|his|her|no) (?:new |school )?"
    r"(?:place|diagnosis|EHCP|EHC plan)(?! for)"
)
_CANNOT = (
    r"(?:cannot|can't|could not|couldn't|does not|doesn't|did not|didn't|will not|won't|refuses to|is afraid to"
    r"|is too anxious to) (?:get to|go to|go into|attend|come to|cope|sleep|eat|read|write|talk|walk)"
)
_GOES = (
    r"(?:misses|missed|hates|loves|attends|goes to|went to|started at|starts at) (?:\w{1,20} ){0,2}"
    r"(?:school|college|nursery|lessons)"
)
_OF_ONE = re.compile(
    rf"(?<![\w'])(?P<name>{_NAME}){_SURNAME},? "
    rf"(?:(?:(?:who )?(?:is|was) )?{_CLASS}|{_THEN}(?:{_BECAME}|{_HAS_PLACE}|{_CANNOT}|{_GOES}))(?!\w)"
)
_AT_A_SCHOOL = re.compile(rf"(?<![\w'])(?P<name>{_NAME}),? (?:at|from) {_SCHOOL_OF_NAME}")
_NOT_INITIALS = frozenset({
    "U.K.", "N.H.S.", "U.S.", "E.U.", "S.E.N.", "S.E.N.D.", "E.H.C.", "E.H.C.P.", "G.P.", "I.T.", "P.E.", "T.A.", "T.V.", "L.A.",
    "H.T.", "A.S.D.", "A.D.H.D.", "S.E.M.H.", "O.T.", "P.A.", "E.P.", "C.E.", "R.C.",
})  # fmt: skip
_SHORT = frozenset({"SEN", "SEND", "EHC", "NHS", "SEMH", "ASD", "ADHD", "PMLD", "SLD", "MLD", "GP", "LA", "HT", "TA", "PA", "OT"})
# Words that begin a sentence with a capital letter where a name could stand.
_ORDINARY = frozenset({
    "also", "autism", "behaviour", "care", "communication", "contact", "council", "english", "everything", "french", "german",
    "he", "help", "history", "it", "life", "lunch", "maths", "money", "music", "nothing", "only", "play", "provision", "respite",
    "science", "senco", "she", "spanish", "speech", "sport", "staff", "student", "teacher", "that", "there", "therapy", "this",
    "time", "transport", "travel", "work", "academy", "college", "nursery", "primary", "infant", "junior", "parent", "carer",
    "mum", "dad", "mother", "father", "son", "daughter", "boy", "girl", "family", "class", "everyone", "people", "which", "we",
    "they", "you", "camhs", "ehcp", "funding", "training", "equipment", "advice", "information", "no-one",
})  # fmt: skip
_WORD_ENDS = ("tion", "sion", "ment", "ing", "ness", "ship", "ology", "ism")
# Names that end as the plural of a word does.
_ENDS_IN_S = frozenset({"james", "thomas", "lucas", "louis", "lewis", "chris", "alexis", "jess", "marcus", "elias", "idris"})
_OF_A_PLACE = re.compile(
    r"(?:'s?)?(?: [A-Z][\w'\-]{0,30}){0,2} (?:(?i:training|trust|foundation|fund|award|programme|project|centre|academy|hospital"
    r"|road|street|school|college|nursery|primary|clinic|unit|ward|building|lane|avenue)|Place|House|Room|Park|Rule|Law|Act|Day)(?!\w)"
)
_OF_A_SAINT = re.compile(r"(?<!\w)(?:St|Saint|SS|King|Queen|Prince|Princess|Lady|Lord)\.? (?:\w{1,20} (?:and|&) )?\Z")
_BEFORE = 40  # letters that are looked at before a name
_WORD = re.compile(rf"(?<![\w'@./\-])(?P<name>{_NAME})(?![\w@])")
_HIS = re.compile(r"['\u2019]s? [a-z]")  # Tommy's school is his; St Thomas' School is called so
_ALSO_WORDS = frozenset({"carol", "fern", "jean", "josh", "ken"})  # in small letters they name nobody


def namings(text: str, people: Iterable[str] = (), is_heard: bool = True) -> tuple[Naming, ...]:
    """Return in which ways a text names somebody. `people` are the names of those whom the plan knows, and `is_heard` says that
    it is what families said. Mostly empty."""
    found = set(_found(" ".join(as_read(text).split()), people, is_heard))
    return tuple(one for one in Naming if one in found)


def _found(text: str, people: Iterable[str], is_heard: bool) -> Iterator[Naming]:
    of_one = any(map(_is_of_one, _OF_ONE.finditer(text))) or (is_heard and holds_bare_number(text))
    if of_one or holds_named_child(text) or holds_kin(text):
        yield Naming.CHILD
    if _names_one_of(text, people) or _holds_name(text):
        yield Naming.NAME
    if any(one["name"] not in _SHORT for one in _INITIALS.finditer(text)) or _has_dotted(text):
        yield Naming.INITIALS
    if _AGED.search(text) and _AT_SCHOOL.search(text):
        yield Naming.ONE_CHILD
    if is_heard and (holds_postcode(text) or _STREET.search(text) or _STREET_FIRST.search(text)):
        yield Naming.ADDRESS
    if is_heard and "@" in text and _EMAIL.search(text):
        yield Naming.EMAIL
    if is_heard and _PHONE.search(text):
        yield Naming.PHONE


def _holds_name(text: str) -> bool:
    """Say if a text holds a title with a name, a common first name, or a word like a name beside the name of a school."""
    titled = any(one["name"][0].isupper() for one in _TITLED.finditer(text))
    by_itself = titled or any(_names_by_itself(text, one) for one in _WORD.finditer(text))
    return by_itself or any(map(_is_of_one, _AT_A_SCHOOL.finditer(text)))


def _is_of_one(found: re.Match[str]) -> bool:
    """Say if what is said of one child alone is said of a word that looks like a name, though a sentence may begin with it."""
    word = found["name"]
    told = word.casefold()
    if not is_first_name(word) or told in _ORDINARY or told.endswith(_WORD_ENDS):
        return False
    return not told.endswith("s") or told in _ENDS_IN_S


def _names_by_itself(text: str, found: re.Match[str]) -> bool:
    """Say if a word is a common first name, and not a part of what a place or a service is called."""
    word = found["name"]
    if word.casefold() not in FIRST_NAMES or word in _ALSO_WORDS:
        return False
    before = text[max(found.start() - _BEFORE, 0) : found.start()]
    if _OF_A_SAINT.search(before) is not None:
        return False
    return _HIS.match(text, found.end()) is not None or _OF_A_PLACE.match(text, found.end()) is None


def _has_dotted(text: str) -> bool:
    return any(one[0].replace(" ", "") not in _NOT_INITIALS for one in _DOTTED.finditer(text))


def _names_one_of(text: str, people: Iterable[str]) -> bool:
    """Say if a text holds the whole name of one of some people."""
    spoken = f" {_words(text)} "
    return any(f" {name} " in spoken for one in people if " " in (name := _words(one)))


def _words(text: str) -> str:
    return " ".join("".join(sign if sign.isalnum() else " " for sign in alike(text)).split())
