"""Find who owns a milestone in its owner cell: who is accountable first, nobody where nobody is named, each in one spelling."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from bot.model.draft import PlanDoubtKind
from seed.draft import Doubts
from seed.meaning.owners.cutting import Cut, Cutter, Name
from seed.meaning.owners.words import names_nobody, points_above
from seed.meaning.parts import OtherTable, TableKind
from seed.meaning.titles import Titles
from seed.roles import role_key
from seed.source import Place
from seed.words import say

_ONCE = frozenset({"owner_initials", "owner_address", "owner_vacant", "owner_odd"})  # told at the first milestone
MOST_INITIALS = 10  # letters of initials
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


class Owned(NamedTuple):
    """The owners of a cell, the accountable one first. `told` are codes of warnings with the words they are about."""

    names: tuple[str, ...]
    told: tuple[tuple[str, Mapping[str, str]], ...] = ()
    unsure: tuple[Name, ...] = ()


class Owners:
    """The owners of one document. `cells` are all its owner cells, and `initials` what they stand for."""

    def __init__(self, titles: Titles, cells: Sequence[str], initials: Mapping[str, str], doubts: Doubts) -> None:
        self._titles, self._doubts = titles, doubts
        self._cutter = Cutter(titles.settled_keys.union(_alone(cells)), initials)
        self._spelt = _Spellings(self._cutter, cells, titles)
        self._known: dict[tuple[str, bool], Owned] = {}
        self._said: set[tuple[str, str]] = set()
        self._above: tuple[str, ...] = ()

    def of(self, cell: str, at: Place, milestone: str, whole: bool) -> tuple[str, ...]:
        """Return the owners that a cell names, and tell or ask what is doubtful in it.

        `whole` says that the cell is as somebody wrote it. Else titles may have run into one another, and are parted by their
        grammar too. The cells are taken in their order: one may point at the cell above.
        """
        if points_above(cell) and not self._titles.settled(cell):
            code = "owner_above" if self._above else "owner_nobody"
            self._doubts.warn(at, code, milestone=milestone, read=cell.strip(), names="; ".join(self._above))
            return self._above
        owned = self._known.get((cell, whole))
        if owned is None:
            owned = self._known[cell, whole] = self._read(cell, whole)
        for code, facts in owned.told:
            if code not in _ONCE or (code, facts["read"]) not in self._said:
                self._said.add((code, facts["read"]))
                self._doubts.warn(at, code, milestone=milestone, **facts)
        names: dict[str, None] = {}
        settled = {name.text: self._settled(name, at) for name in owned.unsure}
        for name in owned.names:
            names.update(dict.fromkeys(settled.get(name) or (self._respell(name, at, milestone),)))
        self._above = tuple(names)
        return self._above

    def _read(self, cell: str, whole: bool) -> Owned:
        if whole and not self._titles.are_settled:
            return self._of_cut(self._cutter.cut(cell))
        split = self._titles.split(cell)
        if self._titles.are_settled and not (whole and split.unknown):
            known = [name for name in split.names if name not in split.unknown or not names_nobody(name)]
            unknown = [("role_unknown", {"read": name}) for name in split.unknown if name in known]
            nobody = [("owner_nobody", {"read": name}) for name in split.names if name not in known]
            return Owned(tuple(known), (*unknown, *nobody))
        if whole or len(split.names) < 2:
            return self._of_cut(self._cutter.cut(cell))
        told: tuple[tuple[str, Mapping[str, str]], ...] = ()
        if split.doubtful:
            told = (("owner_doubtful", {"read": " ".join(cell.split()), "split": "; ".join(split.names)}),)
        each = [self._of_cut(self._cutter.finish(name)) for name in split.names]
        names = dict.fromkeys(name for one in each for name in one.names)
        return Owned(tuple(names), told + tuple(note for one in each for note in one.told))

    def _of_cut(self, cut: Cut) -> Owned:
        names = [Name(role, name.rank) if (role := self._titles.settled(name.text)) else name for name in cut.names]
        told: list[tuple[str, Mapping[str, str]]] = [(code, {"read": words}) for code, words in cut.told]
        if self._titles.are_settled:
            told += [("role_unknown", {"read": name.text}) for name in names if self._titles.settled(name.text) is None]
        unsure = () if self._titles.are_settled else tuple(name for name in names if name.several)
        return Owned(tuple(dict.fromkeys(name.text for name in names)), tuple(told), unsure)

    def _settled(self, name: Name, at: Place) -> tuple[str, ...]:
        """Ask if a name is one or several. Until it is answered it stays as it was written."""
        one, several = say("choice", "one_owner"), say("choice", "several_owners", count=len(name.several))
        facts = {"read": name.text, "split": "; ".join(name.several)}
        answer = self._doubts.ask(PlanDoubtKind.ROLE, name.text, [at], "role", facts, (one, several), one, free=True)
        if answer is None or answer == one:
            return (name.text,)
        parts = name.several if answer == several else tuple(part.strip() for part in answer.split(";") if part.strip())
        return tuple(self._spelt.of(part) for part in parts)

    def _respell(self, name: str, at: Place, milestone: str) -> str:
        """Return the one spelling of a name, and tell once of each other one."""
        spelt = self._spelt.of(name)
        if spelt != name and ("owner_respelt", name) not in self._said:
            self._said.add(("owner_respelt", name))
            self._doubts.warn(at, "owner_respelt", milestone=milestone, read=name, name=spelt)
        return spelt


class _Spellings:
    """One spelling for each name of a document: the one that is used most, else the one of most letters in mixed case."""

    def __init__(self, cutter: Cutter, cells: Iterable[str], titles: Titles) -> None:
        self._settled = titles.are_settled
        self._found: dict[str, str] = {}  # by the name as it is written: the same few stand in most rows
        counted: dict[tuple[str, ...], Counter[str]] = {}
        for cell, count in Counter(cells).items():
            for name in cutter.cut(cell).names:
                counted.setdefault(_key(name.text), Counter())[name.text] += count
        self._best = {
            key: max(many, key=lambda name: (many[name], not name.isupper(), len(name), sum(map(str.isupper, name))))
            for key, many in counted.items()
        }

    def of(self, name: str) -> str:
        """Return the spelling to use for a name."""
        if self._settled:
            return name
        found = self._found.get(name)
        if found is None:
            found = self._found[name] = self._best.setdefault(_key(name), name)
        return found


def _key(name: str) -> tuple[str, ...]:
    """Return a name without case, signs, short forms and articles, to know two spellings of it by."""
    words = tuple(_IN_FULL.get(word, word) for word in role_key(name) if word != "the")
    return words or (name,)


def _alone(cells: Iterable[str]) -> Iterable[tuple[str, ...]]:
    """Return the keys of all cells of one line: what has one to itself is a name where it stands beside another too."""
    return (role_key(cell) for cell in dict.fromkeys(cells) if not any(sign in cell for sign in "\n;|"))


def initials_in(tables: Iterable[OtherTable]) -> dict[str, str]:
    """Return what the initials of a document stand for, from its tables of them."""
    found: dict[str, str] = {}
    for other in tables:
        if other.kind is not TableKind.INITIALS:
            continue
        for line in other.table.lines:
            cells = [" ".join(cell.text.split()) for cell in line.cells if cell.text.strip()]
            if len(cells) >= 2 and " " not in cells[0] and len(cells[0]) <= MOST_INITIALS < len(cells[1]):
                found.setdefault(cells[0], cells[1])
    return found
