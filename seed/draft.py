"""The doubts of a reader, gathered while it reads: what is told of the document, and what is asked about it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256

from bot.model.documents.draft import PlanDoubt, PlanDoubtKind, Warning  # noqa: A004
from bot.model.plan import Answer
from seed.source import Place
from seed.words import say, says

MOST_KEY = 80  # letters of a key
MOST_PLACES = 50  # places of one doubt that are named
_HASHED = 8  # letters that tell a key apart whose words were cut or cannot be written in it


class _Asked:
    """A doubt while it is being gathered."""

    def __init__(self, kind: PlanDoubtKind, question: str, facts: Mapping[str, object]) -> None:
        self.kind, self.question, self.facts = kind, question, dict(facts)
        self.choices: tuple[str, ...] = ()
        self.default: str | None = None
        self.free = False
        self.places: dict[Place, None] = {}


class Doubts:
    """The doubts of a reader. `answers` are those that an admin gave before, by their keys."""

    def __init__(self, answers: Mapping[str, str] | None = None) -> None:
        self._answers = answers or {}
        self._warnings: list[tuple[Place, str, str]] = []
        self._asked: dict[str, _Asked] = {}
        self._used: dict[str, str] = {}

    def warn(self, at: Place, code: str, **facts: object) -> None:
        """Note something to be told about a place."""
        self._warnings.append((at, code, say("warning", code, **facts)))

    def ask(
        self,
        kind: PlanDoubtKind,
        about: str,
        at: Sequence[Place],
        question: str,
        facts: Mapping[str, object],
        choices: Sequence[str],
        default: str | None,
        free: Callable[[str], object] | None = None,
    ) -> str | None:
        """Return the answer that settles a doubt. If there is none, note the doubt and return None.

        A doubt is one by its kind and what it is about. Asked again it gains places. `free` says which words settle it beside its
        choices: those of which it makes anything. Any others leave it open.
        """
        key = key_of(kind, about)
        if (settled := self._settled(key, choices, free)) is not None:
            self._used[key] = settled
            return settled
        asked = self._asked.get(key)
        if asked is None:
            asked = self._asked[key] = _Asked(kind, question, facts)
            asked.choices, asked.default, asked.free = tuple(choices), default, free is not None
        asked.places.update(dict.fromkeys(at))
        return None

    def _settled(self, key: str, choices: Sequence[str], free: Callable[[str], object] | None) -> str | None:
        answer = self._answers.get(key)
        if answer is None:
            return None
        known = next((choice for choice in choices if fold(choice) == fold(answer)), None)
        said = answer.strip()
        return said if known is None and free is not None and said and free(said) else known

    @property
    def used(self) -> tuple[Answer, ...]:
        """Return the answers that were used, in the order of their keys."""
        return tuple(Answer(key=key, choice=choice) for key, choice in sorted(self._used.items()))

    def told(self, sheets: Sequence[str] = ()) -> tuple[Warning, ...]:
        """Return what is told, in the order of the document. `sheets` are the names of its sheets or pages in their order."""
        order = {name: number for number, name in enumerate(sheets)}
        inside = sorted(self._warnings, key=lambda told: (order.get(told[0].sheet, -1), told[0].line))
        return tuple(Warning(line=at.line, code=code, message=message, place=str(at)) for at, code, message in inside)

    def asked(self, touched: Callable[[Place], Sequence[str]]) -> tuple[PlanDoubt, ...]:
        """Return what is asked, the widest first. `touched` returns the refs of the milestones that were read from a place."""
        doubts = []
        for key, asked in self._asked.items():
            touches = tuple(dict.fromkeys(ref for at in asked.places for ref in touched(at)))
            doubts.append(
                PlanDoubt(
                    key=key,
                    kind=asked.kind,
                    question=_question(asked, len(asked.places)),
                    choices=asked.choices,
                    default=asked.default,
                    places=tuple(str(at) for at in asked.places)[:MOST_PLACES],
                    touches=touches,
                    free=asked.free,
                )
            )
        return tuple(sorted(doubts, key=lambda doubt: -len(doubt.touches)))


def key_of(kind: PlanDoubtKind, about: str) -> str:
    """Return the key of a doubt. It is the same in every edition of a plan."""
    word = kind.replace("_", "-")
    most = MOST_KEY - len(word) - 1
    plain = unicodedata.normalize("NFKD", about).encode("ascii", "ignore").decode().casefold()
    slug = "-".join(re.findall(r"[a-z0-9]+", plain))
    if not slug or len(slug) > most:
        slug = f"{slug[: most - _HASHED - 1]}-{sha256(about.encode()).hexdigest()[:_HASHED]}".strip("-")
    return f"{word}-{slug}"


def fold(text: str) -> str:
    """Return words without case, blanks and signs, to compare answers by."""
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold())) or text.strip()


def _question(asked: _Asked, count: int) -> str:
    """Return the words of a doubt. If it has one place and there is a sentence for that, it is this one."""
    one = f"{asked.question}_one"
    return say("doubt", one if count == 1 and says("doubt", one) else asked.question, **{"count": count, **asked.facts})
