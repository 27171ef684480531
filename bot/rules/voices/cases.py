"""A complaint that is one family's case: a voice keeps the theme of complaints, and no case."""

from __future__ import annotations

import re

from bot.rules.guard.seen import as_read

_ONE = re.compile(
    r"(?<!\w)(?:I|(?i:my|mine|me|we|our|us|he|him|his|she|her|hers"
    r"|(?:one|this) (?:family|parent|mother|father|mum|dad|child|pupil|carer|young person)(?! (?:forum|group|survey))))(?!\w)"
)


def tells_a_case(text: str) -> bool:
    """Say if a text speaks of one person or family, as somebody does who tells their own case."""
    return _ONE.search(" ".join(as_read(text).split())) is not None
