"""One spelling for each name of a document, and names so alike that they may be one role."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from bot.model.documents.draft import PlanDoubtKind
from seed.draft import Doubts
from seed.meaning.owners.cutting import Cutter
from seed.meaning.titles import Titles
from seed.roles import role_key
from seed.source import Place
from seed.words import say

_IN_FULL = {
    "hd": "head",
    "dir": "director",
    "mgr": "manager",
    "asst": "assistant",
    "dep": "deputy",
    "exec": "executive",
    "coord": "coordinator",
    "snr": "senior",
    "dept": "department",
    "cttee": "committee",
    "svc": "service",
    "svcs": "services",
    "offr": "officer",
}
_SMALL = frozenset({"of", "for", "and", "the", "in", "to"})
_ORGANISATION = re.compile(r"\s*\((?P<name>[A-Z][A-Za-z&]{1,7})\)\Z")


class Spellings:
    """One spelling for each name of a document: the one that is used most, else the one of most letters in mixed case."""

    def __init__(self, cutter: Cutter, cells: Iterable[str], titles: Titles) -> None:
        self._settled = titles.are_settled
        counted: dict[tuple[str, ...], Counter[str]] = {}
        for cell, count in Counter(cells).items():
            for name in cutter.cut(cell).names:
                counted.setdefault(_key(name.text), Counter())[name.text] += count
        self._spelt: dict[str, str] = {}
        self._best = {
            key: max(many, key=lambda name: (many[name], not name.isupper(), len(name), sum(map(str.isupper, name))))
            for key, many in counted.items()
        }

    def of(self, name: str) -> str:
        """Return the spelling to use for a name."""
        if self._settled:
            return name
        spelt = self._spelt.get(name)
        if spelt is None:
            spelt = self._spelt[name] = self._best.setdefault(_key(name), name)
        return spelt


def _key(name: str) -> tuple[str, ...]:
    """Return a name without case, signs, short forms and articles, to know two spellings of it by."""
    words = tuple(_IN_FULL.get(word, word) for word in role_key(name) if word != "the")
    return words or (name,)


class _Bare(NamedTuple):
    """A name without its organisation: its words of weight, in any order."""

    words: frozenset[str]
    organisation: str


class Alike:
    """Asks of names that differ in small words, in order or in an organisation if they are one role. Until then they are not."""

    def __init__(self, doubts: Doubts) -> None:
        self._doubts = doubts
        self._found: dict[frozenset[str], dict[str, tuple[str, Place]]] = {}
        self._beside: dict[str, dict[str, tuple[str, Place]]] = {}

    def of(self, name: str, at: Place) -> str:
        """Return the name to use: the one that came first of those that an admin says are one."""
        known = self._beside.get(name)
        if known is None:
            bare = _bare(name)
            known = self._beside[name] = self._found.setdefault(bare.words, {}) if len(bare.words) > 1 else {}
            known[name] = bare.organisation, at
        if len(known) == 1 or len({organisation for organisation, _ in known.values() if organisation}) > 1:
            return name
        first, second = list(known)[:2]
        one, each = say("choice", "one_role", name=first), say("choice", "two_roles")
        places = [*(place for _, place in known.values()), at]
        facts = {"read": first, "other": second}
        about = "alike " + " ".join(sorted(_bare(name).words))
        answer = self._doubts.ask(PlanDoubtKind.ROLE, about, places, "alike", facts, (one, each), each)
        return first if answer == one else name


def _bare(name: str) -> _Bare:
    organisation = _ORGANISATION.search(name)
    words = role_key(name[: organisation.start()] if organisation else name)
    weighty = frozenset(_IN_FULL.get(word, word).removesuffix("s") for word in words if word not in _SMALL)
    return _Bare(weighty, organisation["name"] if organisation else "")
