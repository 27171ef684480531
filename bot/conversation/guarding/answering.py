"""The answer to a doubt: how it is given, what is none, and what it may put right."""

from __future__ import annotations

import re
from datetime import date, timedelta

from bot.conversation.guarding.doubting import Doubts, question
from bot.model.letters.message import Spans
from bot.model.letters.talk import Draft
from bot.model.policy import Calendar
from bot.model.spelling import legible
from bot.model.updates.doubt import DoubtKind
from bot.rules.dates import day_in
from bot.wording.help import is_like_a_command
from bot.wording.letters.sections import MOST_LINES
from bot.wording.sentences import line, words
from bot.wording.summary_lines import named
from bot.wording.typed.cleaning import cleaned
from bot.wording.typed.fields import is_courtesy

_SAYS_NOTHING = re.compile(
    r"(?:[0-9]{1,3}|yep|yup|not sure|(?:i )?(?:do not|don't) know|no idea|none|n/?a)?[.!? ]*", re.IGNORECASE
)
_DENIES = re.compile(r"(?:no|nope|nah)\s?[,.;:!\-]", re.IGNORECASE)  # then it is not to be saved as it is
_TURNS_BACK = re.compile(
    r"(?:no|not|nope|nah|never ?mind|stop|wait|hang on|hold on|cancel|forget|don'?t|do not|let go|undo|wrong|oops|sorry|h+m+)\b",
    re.IGNORECASE,
)
_FEWEST = 3  # words of what is surely an answer
_AT_ONCE = timedelta(minutes=10)  # after that, words may be about anything that was said since
_A_DATE_MEANT = frozenset({DoubtKind.FORECAST_PAST, DoubtKind.FORECAST_FAR})  # "is that the date you mean?"


def question_of(found: Doubts, draft: Draft) -> list[Spans]:
    """Return the question about a draft, and the answer if it was given."""
    given = [line("guard.answer.given", {"answer": draft.answer})] if draft.answer and found.asked else []
    return [*question(found), *given]


def how_to_save(found: Doubts, draft: Draft) -> tuple[str, Spans]:
    """Return the label of the button that saves a draft, and the sentence that says how to go on."""
    if found.asked is None or draft.answer:
        return words("replies.echo.save"), line("replies.echo.hint")
    if found.needs_a_reason:
        return words("guard.answer.save"), line("guard.answer.hint_reason")
    return words("replies.echo.save"), line("guard.answer.hint")


def why_needed(found: Doubts) -> Spans:
    """Say that what looks as if it told who a child is may stay for a reason alone."""
    return line("guard.answer.why", {"refs": named(list(found.refs), MOST_LINES)})


def says(text: str) -> str:
    """Return what was typed, if it says why. A question, a thank you, a number alone or "no, ..." does not."""
    text = legible(text).strip()
    plain = cleaned(text)
    nothing = is_courtesy(plain) or _SAYS_NOTHING.fullmatch(plain) or _DENIES.match(plain) or plain.endswith("?")
    return "" if nothing else text


def is_clear(text: str, waited: timedelta) -> bool:
    """Say if what was typed is surely the answer to a question that was asked so long ago: a sentence, and neither a change of
    mind nor what may be a command."""
    plain = cleaned(text)
    strange = _TURNS_BACK.match(plain) is not None or is_like_a_command(plain)
    return waited < _AT_ONCE and len(plain.split()) >= _FEWEST and not strange


def other_day(found: Doubts, text: str, today: date, calendar: Calendar) -> date | None:
    """Return the day that was meant, if the question was if a forecast is, and the answer is no more than another day."""
    return day_in(cleaned(text), today, calendar) if found.asked in _A_DATE_MEANT else None
