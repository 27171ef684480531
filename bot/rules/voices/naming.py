"""Words that name somebody: a voice is refused with them, for it is kept for good and may be shown to everybody.

What families said is held more strictly than what is said about it: there no address and no e-mail stands at all. In an answer
these may be those of a venue or an office, so there they are asked about, as everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bot.model.spelling import alike
from bot.model.voices.naming import Naming
from bot.rules.guard.child import holds_named_child
from bot.rules.guard.postcode import holds_postcode
from bot.rules.guard.seen import as_read

_NAME = r"[^\W\d_]{1,40}"
_KIN = (
    r"(?:son|daughter|child|boy|girl|lad|lass|twin|grandson|granddaughter|grandchild|nephew|niece|brother|sister|pupil|student)"
)
_OWN = re.compile(rf"(?<!\w)(?i:my|our|his|her|their|whose) (?i:\w{{1,20}} ){{0,3}}?(?i:{_KIN}),? (?P<name>{_NAME})")
_CALLED = re.compile(rf"(?<!\w)(?i:{_KIN}|family|mother|father|mum|dad|parent|carer),? (?i:called|named) (?P<name>{_NAME})")
_PARENT = r"(?i:mum|mummy|mam|mother|dad|daddy|father|nan|nana|gran|granny|grandmother|grandad|grandfather|stepmum|stepdad)"
_PARENT_OF = re.compile(rf"(?<!\w){_PARENT} of (?P<name>{_NAME})(?!\w)")
_WHOSE_PARENT = re.compile(rf"(?<!\w)(?P<name>{_NAME})'s? {_PARENT}(?!\w)")
_TITLED = re.compile(rf"(?<!\w)(?:Mr|Mrs|Ms|Miss|Mx|Dr|Sir|Madam|MR|MRS|mr|mrs)\.? (?P<name>{_NAME})")
_SCHOOL = re.compile(r"(?<!\w)(?:school|academy|college|nursery|primary|infants?|juniors?|sixth form)(?!\w)", re.IGNORECASE)
_DOTTED = re.compile(r"(?<![\w.])[A-Z]\. ?[A-Z]\.(?: ?[A-Z]\.)?(?!\w)")
_INITIALS = re.compile(rf"(?<!\w)(?i:{_KIN}|initials),? (?:(?i:is|are) )?(?P<name>[A-Z]{{2,3}}(?=[ ,.;]|\Z))")
_STREET = re.compile(
    r"(?<![\w.])[0-9]{1,4}[A-Za-z]?,? (?:[A-Z][a-z']{1,20} ){1,3}"
    r"(?:Road|Street|Avenue|Lane|Close|Drive|Way|Court|Gardens|Place|Crescent|Terrace|Grove|Rd|St|Ave)(?!\w)"
)
_EMAIL = re.compile(r"[\w+'\-][\w.+'\-]{0,63}@[\w\-]{1,63}\.[\w\-]{1,63}")
_NOT_INITIALS = frozenset({"U.K.", "N.H.S.", "U.S.", "E.U."})
_SHORT = frozenset({"SEN", "SEND", "EHC", "NHS", "SEMH", "ASD", "ADHD", "PMLD", "SLD", "MLD", "GP", "LA", "HT", "TA", "PA", "OT"})
# Words that stand where a name would, with a capital letter if a sentence begins with them.
_NOBODY = frozenset({
    "anybody", "anyone", "child", "each", "everybody", "everyone", "his", "her", "nobody", "one", "pupil", "someone", "somebody",
    "their", "today", "tomorrow", "what", "who", "and", "or", "health", "send", "school", "services", "service", "support",
})  # fmt: skip


def namings(text: str, people: Iterable[str] = (), is_heard: bool = True) -> tuple[Naming, ...]:
    """Return in which ways a text names somebody. `people` are the names of those whom the plan knows, and `is_heard` says that
    it is what families said. Mostly empty."""
    found = set(_found(" ".join(as_read(text).split()), people, is_heard))
    return tuple(one for one in Naming if one in found)


def _found(text: str, people: Iterable[str], is_heard: bool) -> Iterator[Naming]:
    if holds_named_child(text) or any(_is_name(one["name"]) for one in _first_names(text)) or _CALLED.search(text):
        yield Naming.CHILD
    if any(one["name"][0].isupper() for one in _TITLED.finditer(text)) or _names_one_of(text, people):
        yield Naming.NAME
    if any(one["name"] not in _SHORT for one in _INITIALS.finditer(text)) or (_SCHOOL.search(text) and _has_dotted(text)):
        yield Naming.INITIALS
    if is_heard and (holds_postcode(text) or _STREET.search(text)):
        yield Naming.ADDRESS
    if is_heard and "@" in text and _EMAIL.search(text):
        yield Naming.EMAIL


def _first_names(text: str) -> Iterator[re.Match[str]]:
    for pattern in (_OWN, _PARENT_OF, _WHOSE_PARENT):
        yield from pattern.finditer(text)


def _is_name(word: str) -> bool:
    """Say if a word looks like a first name: it has its one capital letter, and is none of those that name nobody."""
    return word[0].isupper() and not word.isupper() and len(word) > 1 and word.casefold() not in _NOBODY


def _has_dotted(text: str) -> bool:
    return any(one[0].replace(" ", "") not in _NOT_INITIALS for one in _DOTTED.finditer(text))


def _names_one_of(text: str, people: Iterable[str]) -> bool:
    """Say if a text holds the whole name of one of some people."""
    spoken = f" {_words(text)} "
    return any(f" {name} " in spoken for one in people if " " in (name := _words(one)))


def _words(text: str) -> str:
    return " ".join("".join(sign if sign.isalnum() else " " for sign in alike(text)).split())
