"""Find who owns a milestone in its owner cell: who is accountable first, nobody where nobody is named, each in one spelling."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from bot.model.documents.draft import PlanDoubtKind
from seed.draft import Doubts
from seed.meaning.owners.cutting import Cut, Cutter, Name
from seed.meaning.owners.spelling import Alike, Spellings
from seed.meaning.owners.words import names_nobody, points_above
from seed.meaning.parts import OtherTable, TableKind
from seed.meaning.titles import Titles
from seed.roles import role_key
from seed.source import Place
from seed.words import say

_ONCE = frozenset({"owner_initials", "owner_address", "owner_vacant", "owner_odd", "role_unknown"})  # told at the first milestone
MOST_INITIALS = 10  # letters of initials


class Owned(NamedTuple):
    """The owners of a cell, the accountable one first. `told` are codes of warnings with the words they are about.

    `unsure` are names that may be several, and `ran` are the words of a cell whose titles had nothing between them.
    `points_above` says that it has the owners of the cell above.
    """

    names: tuple[str, ...]
    told: tuple[tuple[str, Mapping[str, str]], ...] = ()
    unsure: tuple[Name, ...] = ()
    ran: str = ""
    points_above: bool = False


class Owners:
    """The owners of one document. `cells` are all its owner cells, and `initials` what they stand for."""

    def __init__(self, titles: Titles, cells: Sequence[str], initials: Mapping[str, str], doubts: Doubts) -> None:
        self._titles, self._doubts, self._settled_roles = titles, doubts, titles.are_settled
        cells = [cell for cell in cells if not points_above(cell)]
        self._cutter = Cutter(titles.settled_keys.union(_alone(cells)), initials)
        self._spelt = Spellings(self._cutter, cells, titles)
        self._alike = Alike(doubts)
        self._known: dict[tuple[str, bool], Owned] = {}
        self._said: set[tuple[str, str]] = set()
        self._above: tuple[str, ...] = ()

    def of(self, cell: str, at: Place, milestone: object, whole: bool) -> tuple[str, ...]:
        """Return the owners that a cell names, and tell or ask what is doubtful in it.

        `milestone` is its name, worked out only if anything is told. `whole` says that the cell is as somebody wrote it. Else
        titles may have run into one another, and are parted by their grammar too. The cells are taken in their order: one may
        point at the cell above.
        """
        owned = self._known.get((cell, whole))
        if owned is None:
            owned = self._known[cell, whole] = self._read(cell, whole)
        if owned.points_above:
            code = "owner_above" if self._above else "owner_nobody"
            self._doubts.warn(at, code, milestone=milestone, read=cell.strip(), names="; ".join(self._above))
        else:
            plain = not (owned.told or owned.unsure or owned.ran)
            named = owned.names if plain else self._named(owned, at, milestone)
            names = [self._one_spelling(name, at, milestone) for name in named]
            self._above = tuple(names if len(names) < 2 else dict.fromkeys(names))
        return self._above

    def _named(self, owned: Owned, at: Place, milestone: object) -> tuple[str, ...]:
        """Return the names of a cell as an admin settled them, and tell or ask what is doubtful."""
        for code, facts in owned.told:
            if code not in _ONCE or (code, facts["read"]) not in self._said:
                self._said.add((code, facts["read"]))
                self._doubts.warn(at, code, milestone=milestone, **facts)
        if owned.ran and not self._are_parted(owned, at, milestone):
            return (owned.ran,)
        settled = {name.text: self._settled(name, at) for name in owned.unsure}
        return tuple(one for name in owned.names for one in settled.get(name, (name,)))

    def _are_parted(self, owned: Owned, at: Place, milestone: object) -> bool:
        """Ask once if titles that ran into one another were parted well. Until it is answered they stay parted."""
        yes, no = say("choice", "titles_parted"), say("choice", "one_owner_a_cell")
        facts = {"read": owned.ran, "split": "; ".join(owned.names)}
        answer = self._doubts.ask(PlanDoubtKind.ROLE, "titles", [at], "titles", facts, (yes, no), yes)
        if answer is None:
            self._doubts.warn(at, "owner_doubtful", milestone=milestone, **facts)
        return answer != no

    def _read(self, cell: str, whole: bool) -> Owned:
        if points_above(cell) and not self._titles.settled(cell):
            return Owned((), points_above=True)
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
        each = [self._of_cut(self._cutter.finish(name)) for name in split.names]
        names = dict.fromkeys(name for one in each for name in one.names)
        ran = " ".join(cell.split()) if split.doubtful else ""
        return Owned(tuple(names), tuple(note for one in each for note in one.told), ran=ran)

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
        answer = self._doubts.ask(PlanDoubtKind.ROLE, name.text, [at], "role", facts, (one, several), one, _parted)
        if answer is None or answer == one:
            return (name.text,)
        return name.several if answer == several else _parted(answer)

    def _one_spelling(self, name: str, at: Place, milestone: object) -> str:
        """Return the one spelling of a name, tell once of each other one, and ask of names that are much alike."""
        if self._settled_roles:
            return name
        spelt = self._spelt.of(name)
        if spelt != name and ("owner_respelt", name) not in self._said:
            self._said.add(("owner_respelt", name))
            self._doubts.warn(at, "owner_respelt", milestone=milestone, read=name, name=spelt)
        return self._alike.of(spelt, at)


def _parted(said: str) -> tuple[str, ...]:
    """Return the names that an answer gives."""
    return tuple(part.strip() for part in said.split(";") if part.strip())


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
            at = next((at for at, text in enumerate(cells) if _are_initials(text)), None)
            meant = next((text for number, text in enumerate(cells) if number != at), "")
            if at is not None and len(meant) > len(cells[at]) and (" " in meant or len(meant) > MOST_INITIALS):
                found.setdefault(cells[at], meant)
    return found


def _are_initials(text: str) -> bool:
    return len(text) <= MOST_INITIALS and " " not in text and 2 * sum(map(str.isupper, text)) >= len(text)
