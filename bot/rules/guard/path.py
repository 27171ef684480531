"""A path to green that is none: it names no date, or nobody of the plan who walks it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.model.noun import Noun
from bot.model.people import People
from bot.model.plan import Plan
from bot.model.record.alike import Alike
from bot.model.spelling import alike
from bot.model.updates.doubt import DoubtKind, Misfit
from bot.rules.dates import phrase_in
from bot.rules.guard.seen import as_read

_YEAR = re.compile(r"(?<![\w.])20\d\d(?![\w])", re.ASCII)
_WORD = re.compile(r"[^\W\d_]+(?:['\-][^\W\d_]+)*")
_SIGNS = re.compile(r"[^\w&]+")
_SHORTEST = 3  # letters of a name that stands alone for somebody


class Names(Noun):
    """The names of a plan: its roles and people in full as `alike` has them, their e-mails, and each part of a person's name.

    Each word of `whole` has one blank before and after it.
    """

    whole: tuple[str, ...] = ()
    emails: frozenset[str] = frozenset()
    parts: frozenset[str] = frozenset()


_NAMED: Alike[Names] = Alike(1024 * 1024)  # of the same plan and people again and again


def names_of(plan: Plan, people: People) -> Names:
    """Return the names that a path to green may name somebody by."""
    return _NAMED.of((plan, people), (), lambda: _names_of(plan, people))


def _names_of(plan: Plan, people: People) -> Names:
    names = [name for role in plan.roles for name in (role.name, *role.aliases)]
    names += [person.name for person in people.persons]
    return Names(
        whole=tuple(dict.fromkeys(_in_words(alike(name)) for name in names if name)),
        emails=frozenset(person.email.casefold() for person in people.persons),
        parts=frozenset(part for one in people.persons for part in _WORD.findall(one.name) if len(part) >= _SHORTEST),
    )


def of_path(path: str, names: Names) -> Iterator[Misfit]:
    """Yield what a path to green does not name."""
    text = " ".join(as_read(path).split())
    if phrase_in(text) is None and _YEAR.search(text) is None:
        yield Misfit(DoubtKind.PATH_UNDATED)
    if not _names_somebody(text, names):
        yield Misfit(DoubtKind.PATH_UNOWNED)


def _names_somebody(text: str, names: Names) -> bool:
    """Say if a text names a role, a person or an e-mail. One name alone needs its capital letter, for many are words too."""
    if any(word in names.parts for word in _WORD.findall(text)):
        return True
    small = alike(text)
    if "@" in small and any(email in small for email in names.emails):
        return True
    spoken = _in_words(small)
    return any(name in spoken for name in names.whole)


def _in_words(text: str) -> str:
    """Return the words of a text with one blank before and after each."""
    return f" {_SIGNS.sub(' ', text).strip()} "
