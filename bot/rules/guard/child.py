"""A child who is told apart from others: by a letter ("child A"), by a name after pupil, child, son or daughter, or by one beside
their kin ("Harry's mum")."""

from __future__ import annotations

import re

from bot.rules.guard.first_names import FIRST_NAMES

_LETTER = re.compile(r"(?<!\w)(?i:child|pupil|student|young person)(?:,|:)? ([A-HJ-Z])(?![\w'&/\-])")
_NAME = r"[^\W\d_]{1,40}(?:['\-][^\W\d_]{1,40}){0,2}"
_NAMED = re.compile(
    rf"(?<!\w)(?i:pupil|child|son|daughter)(?:,|:)? (?:(?i:called|named|is|was) )?(?P<first>{_NAME}) (?P<last>{_NAME})"
)
_FIRST = r"[^\W\d_]{1,40}"
_BY_FIRST_NAME = re.compile(rf"(?<!\w)(?i:pupil|child|student|boy|girl|son|daughter)(?:,|:)? (?P<first>{_FIRST})(?!\w)")
_KIN = (
    r"(?:son|daughter|child|boy|girl|lad|lass|twin|grandson|granddaughter|grandchild|nephew|niece|brother|sister|pupil|student)"
)
_OWN = re.compile(rf"(?<!\w)(?i:my|our|his|her|their|whose) (?i:\w{{1,20}} ){{0,3}}?(?i:{_KIN}),? (?P<name>{_FIRST})")
_CALLED = re.compile(rf"(?<!\w)(?i:{_KIN}|family|mother|father|mum|dad|parent|carer),? (?i:called|named) (?P<name>{_FIRST})")
_PARENT = r"(?i:mum|mummy|mam|mother|dad|daddy|father|nan|nana|gran|granny|grandmother|grandad|grandfather|stepmum|stepdad)"
_PARENT_OF = re.compile(rf"(?<!\w){_PARENT} of (?P<name>{_FIRST})(?!\w)")
_WHOSE_PARENT = re.compile(rf"(?<!\w)(?P<name>{_FIRST})'s? {_PARENT}(?!\w)")
# Words that stand where a name would, with a capital letter if a sentence begins with them.
_NOBODY = frozenset({
    "anybody", "anyone", "child", "each", "everybody", "everyone", "his", "her", "nobody", "one", "pupil", "someone", "somebody",
    "their", "today", "tomorrow", "what", "who", "and", "or", "health", "send", "school", "services", "service", "support",
})  # fmt: skip
# What follows "called" if it is no name: a parent called the office.
_NOT_CALLED = frozenset({
    "a", "about", "after", "again", "all", "an", "and", "as", "at", "back", "because", "before", "but", "by", "each", "every",
    "for", "from", "her", "him", "his", "in", "into", "it", "many", "me", "my", "no", "on", "once", "our", "out", "several",
    "that", "the", "their", "them", "this", "three", "to", "twice", "two", "up", "us", "when", "who", "with", "your",
})  # fmt: skip
_OF_A_SERVICE = frozenset({  # what follows child or pupil in the names of services, papers and places
    "absence", "act", "admissions", "adolescent", "assessment", "attendance", "benefit", "care", "centre", "council",
    "criminal", "data", "death", "development", "disabilities", "disability", "employment", "engagement", "exploitation",
    "first", "forum", "friendly", "health", "inclusion", "in", "law", "mental", "minding", "outcomes", "panel",
    "parliament", "participation", "passport", "place", "planning", "poverty", "premium", "profile", "progress",
    "protection", "psychiatry", "psychology", "referral", "rights", "safeguarding", "safety", "sexual", "services",
    "service", "support", "survey", "therapy", "trust", "voice", "welfare", "wellbeing",
})  # fmt: skip


def holds_lettered_child(text: str) -> bool:
    """Say if a child is told apart by a letter in a text as it is read."""
    return _LETTER.search(" ".join(text.split())) is not None


def holds_named_child(text: str) -> bool:
    """Say if two words like a name follow pupil, child, son or daughter in a text as it is read, or one that is a common name."""
    text = " ".join(text.split())
    by_first_name = (found["first"] for found in _BY_FIRST_NAME.finditer(text))
    return any(_is_name(found) for found in _NAMED.finditer(text)) or any(
        _is_capitalised(one) and one.casefold() in FIRST_NAMES for one in by_first_name
    )


def holds_kin(text: str) -> bool:
    """Say if one word like a name stands beside the kin of whoever has it in a text as it is read: my son Harry, Harry's mum."""
    text = " ".join(text.split())
    called = (found["name"] for found in _CALLED.finditer(text))
    return any(one.casefold() not in _NOT_CALLED for one in called) or any(
        is_first_name(found["name"]) for pattern in (_OWN, _PARENT_OF, _WHOSE_PARENT) for found in pattern.finditer(text)
    )


def is_first_name(word: str) -> bool:
    """Say if a word looks like a first name: it has its one capital letter, and is none of those that name nobody."""
    return _is_capitalised(word) and len(word) > 1 and word.casefold() not in _NOBODY


def _is_name(found: re.Match[str]) -> bool:
    return _is_capitalised(found["first"]) and _is_capitalised(found["last"]) and found["first"].casefold() not in _OF_A_SERVICE


def _is_capitalised(word: str) -> bool:
    return word[0].isupper() and not word.isupper()
