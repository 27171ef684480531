"""Forms: questions asked whole (a modal, a card, a page), answered as text, judged in one place.

Answers are `question id -> what was typed or chosen`; an absent or empty answer is no answer.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from bot.model.letters.message import Facts, Items
from bot.model.noun import Noun

Answers = dict[str, str]
Faults = dict[str, str]


class Option(Noun):
    """One choice: the value kept, the label shown, and what it means in this plan. `shape` goes with the label of a status."""

    value: str
    label: str
    means: str = ""
    shape: str = ""


class Question(Noun):
    """The part that all questions share. `shown_when` names another question and the answers that make this one appear;
    `required` then holds only while it is shown.

    `behind` is the heading that it waits behind, together with its neighbours of the same heading, if the platform can fold.
    They are opened by hand, by an answer or a fault among them, and once another question has one of the answers of
    `wanted_when`.
    """

    id: str
    label: str
    hint: str = ""
    required: bool = False
    shown_when: tuple[str, tuple[str, ...]] | None = None
    behind: str = ""
    wanted_when: tuple[str, tuple[str, ...]] | None = None

    def hint_by_calendar(self, answer: str) -> str:
        """Return the hint on a platform whose days are picked from a calendar."""
        return self.hint


class Choice(Question):
    """Pick one of a few."""

    kind: Literal["choice"] = "choice"
    options: tuple[Option, ...]


class Several(Question):
    """Pick any of a few. The answer is the values picked, with a space or a comma between two: neither is in any of them."""

    kind: Literal["several"] = "several"
    options: tuple[Option, ...]


def picked(answer: str) -> tuple[str, ...]:
    """Return the values that were picked of several."""
    return tuple(answer.replace(",", " ").split())


class Prose(Question):
    """Write freely. `most` is the longest answer kept, in characters; `lines` is how tall the box starts."""

    kind: Literal["prose"] = "prose"
    most: int = 3000
    lines: int = 3


class DateQ(Question):
    """A day, as YYYY-MM-DD or as people write it ("12 March", "March 2026": its last day). It is picked from a calendar if
    the platform has one, and what was typed before and is no day stays to be put right. `picked` is the hint that stands at a
    calendar instead: there nothing is typed."""

    kind: Literal["date"] = "date"
    picked: str = ""

    def hint_by_calendar(self, answer: str) -> str:
        """Return the hint on a platform whose days are picked from a calendar."""
        return self.picked or self.hint if self.is_picked(answer) else self.hint

    def is_picked(self, answer: str) -> bool:
        """Say if a calendar can show the answer so far."""
        return not answer or is_day(answer)


def is_day(answer: str) -> bool:
    """Say if an answer is one day as a calendar writes it: YYYY-MM-DD."""
    try:
        return date.fromisoformat(answer).isoformat() == answer
    except ValueError:
        return False


class Links(Question):
    """https links, one a line."""

    kind: Literal["links"] = "links"


class PersonQ(Question):
    """A person of the plan, by e-mail."""

    kind: Literal["person"] = "person"


AnyQuestion = Choice | Several | Prose | DateQ | Links | PersonQ


class Form(Noun):
    """A titled list of questions. Sending it says `command` with the answers; `intro` stands above the questions, and
    `background` between them. It may be folded away, unless it `is_read_first`.

    `back` is what is said instead by whoever answers nothing, if the form takes the place of the card it was opened from.
    Questions of one `section` (an index range given by `sections`: heading, first question id) are shown together.
    """

    title: str
    command: str
    questions: tuple[AnyQuestion, ...]
    send: str
    back: str = ""
    intro: str = ""
    background: tuple[Facts | Items, ...] = ()
    is_read_first: bool = False
    sections: tuple[tuple[str, str], ...] = ()
