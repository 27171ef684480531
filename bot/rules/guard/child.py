"""A child who is told apart from others: by a letter ("child A"), or by a name after pupil, child, son or daughter."""

from __future__ import annotations

import re

_LETTER = re.compile(r"(?<!\w)(?i:child|pupil|student|young person)(?:,|:)? ([A-HJ-Z])(?![\w'&/\-])")
_NAME = r"[^\W\d_]{1,40}(?:['\-][^\W\d_]{1,40}){0,2}"
_NAMED = re.compile(
    rf"(?<!\w)(?i:pupil|child|son|daughter)(?:,|:)? (?:(?i:called|named|is|was) )?(?P<first>{_NAME}) (?P<last>{_NAME})"
)
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
    """Say if two words like a name follow pupil, child, son or daughter in a text as it is read."""
    return any(_is_name(found) for found in _NAMED.finditer(" ".join(text.split())))


def _is_name(found: re.Match[str]) -> bool:
    return _is_capitalised(found["first"]) and _is_capitalised(found["last"]) and found["first"].casefold() not in _OF_A_SERVICE


def _is_capitalised(word: str) -> bool:
    return word[0].isupper() and not word.isupper()
