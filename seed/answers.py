"""The answers that settle the doubts about a plan's document, as they are kept in a file beside it.

`[answers]`, then a line for each: the key of the doubt, and a choice or words, both in quotes.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches

from bot.model.documents.draft import PlanDoubt, PlanDoubtKind
from bot.model.noun import Noun
from seed.words import say

MOST_LINES = 1_000
MOST_LINE = 2_000  # characters
HEADING = "[answers]"
OF_EDITIONS = f"{PlanDoubtKind.ORDER}-"  # begins the key of a doubt about two editions, which a document alone does not ask
_KEY = re.compile(r"\s*[\"']?([A-Za-z0-9_-]{1,100})[\"']?\s*=")


class AnswersFileError(Exception):
    """An answers file that cannot be used. `lines` has one sentence for each fault, with its line and its key."""

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = tuple(lines)


class AnswersFile(Noun):
    """The answers of one plan by the keys of their doubts, each with where it stands, in words."""

    answers: Mapping[str, str] = {}
    places: Mapping[str, str] = {}

    @classmethod
    def parse(cls, text: str) -> AnswersFile:
        """Read the TOML of an answers file. Raises AnswersFileError with every fault in it."""
        flat = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
        if len(flat) > MOST_LINES:
            raise AnswersFileError((say("answers", "long", count=len(flat), most=MOST_LINES),))
        for number, line in enumerate(flat, 1):
            if len(line) > MOST_LINE:
                raise AnswersFileError((say("answers", "long_line", line=number, count=len(line), most=MOST_LINE),))
        try:
            tree = tomllib.loads("\n".join(flat))
        except (ValueError, RecursionError) as wrong:
            raise AnswersFileError((say("answers", "not_toml", read=wrong),)) from None
        places = {found[1]: _line(number) for number, line in enumerate(flat, 1) if (found := _KEY.match(line))}
        told = tree.pop("answers", {})
        faults = [say("answers", "no_table", place=places.get(key, _line(1)), name=key) for key in tree]
        if not isinstance(told, dict):
            raise AnswersFileError((say("answers", "no_answers"),))
        for key, answer in told.items():
            if not isinstance(answer, str) or not answer.strip():
                faults.append(say("answers", "no_text", place=places.get(key, _line(1)), name=key))
        if faults:
            raise AnswersFileError(faults)
        return cls(answers={key: str(answer).strip() for key, answer in told.items()}, places=places)


def _line(number: int) -> str:
    return say("answers", "line", number=number)


class Judged(Noun):
    """The answers of a file beside the doubts that it should settle: what is wrong with them, and what is not asked any more."""

    faults: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()


def judge(file: AnswersFile, used: Iterable[str], doubts: Sequence[PlanDoubt]) -> Judged:
    """Say what is wrong with answers, once the document was read by them: no choice, or the key of no doubt.

    A doubt that is still there although it has an answer was given none of its choices. A key that is nearly that of a doubt is
    misspelt. Any other was asked by an earlier edition, or by a document that stands otherwise now.
    """
    known, keys = {doubt.key: doubt for doubt in doubts}, set(used)
    faults, unused = [], []
    for key, answer in file.answers.items():
        place = file.places.get(key, _line(1))
        if key in known:
            choices = ", ".join(f'"{choice}"' for choice in known[key].choices) or say("answers", "own_words")
            fault = "not_read" if known[key].free else "no_choice"
            faults.append(say("answers", fault, place=place, name=key, read=answer, choices=choices))
        elif key not in keys and not key.startswith(OF_EDITIONS):
            near = get_close_matches(key[:100], list(known), n=1, cutoff=0.85)
            if near:
                faults.append(say("answers", "misspelt", place=place, name=key, nearest=near[0]))
            else:
                unused.append(say("answers", "unused", place=place, name=key))
    return Judged(faults=tuple(faults), unused=tuple(unused))


def with_answers(text: str, answers: Mapping[str, str]) -> str:
    """Return the text of an answers file with more answers at its end. What stands there stays as it was written."""
    before = text if not text or text.endswith("\n") else f"{text}\n"
    before = before if HEADING in before else f"{before}{HEADING}\n"
    return before + "".join(f"{_quoted(key)} = {_quoted(answer)}\n" for key, answer in answers.items())


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
