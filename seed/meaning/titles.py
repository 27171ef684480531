"""Find who is named in an owner cell: by the roles file if there is one, else by the way English titles are made."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate

from bot.model.noun import Noun
from seed.edges import cut_end, cut_word
from seed.roles import RolesFile, role_key, tokens

# Words a title begins with, and words it turns on.
STARTS = frozenset(
    [
        "head", "director", "chair", "chief", "associate", "executive", "deputy", "assistant", "senior", "designated",
        "principal", "independent", "interim", "vice", "co-chair", "cochair", "strategic", "corporate", "joint", "lead",
    ]
)
_PREFIXES = frozenset(
    [
        "chief", "associate", "executive", "deputy", "assistant", "senior", "designated", "principal", "independent", "interim",
        "vice", "strategic", "corporate", "joint",
    ]
)
CORES = frozenset(
    [
        "director", "directors", "head", "heads", "chair", "chairs", "manager", "managers", "officer", "officers", "lead",
        "leads", "leader", "principal", "accountant", "auditor", "designer", "coordinator", "co-ordinator", "adviser",
        "advisor", "advisers", "advisors", "nurse", "commissioner", "commissioners", "psychologist", "therapist", "analyst",
        "partner", "consultant", "secretary", "administrator", "team", "board", "forum", "group", "panel", "committee",
        "headteacher", "headteachers", "governor", "governors", "sendco", "senco", "sencos", "practitioner",
    ]
)
OF = frozenset({"of", "for"})
_OPEN_ENDS = frozenset({"of", "for", "and", "&", "the", "in", "to", "with"})
LONG_WORD = 100  # letters beside a title that are looked at
LOOKED_AT = 8  # words in which a title shows that it begins
_PLAIN_LEAD = frozenset({"lead", "strategic", "principal"})

# Two roles in one breath, or words that point at another row: the roles file must say if they are.
_MAY_BE_SEVERAL = re.compile(r"/|\s&\s|^(?:as above|as before|ditto)\b", re.IGNORECASE)


class Split(Noun):
    """The owners of one cell. `doubtful` if no delimiter stood between two; `unknown` are not in the roles file."""

    names: tuple[str, ...]
    doubtful: bool = False
    unknown: tuple[str, ...] = ()


class Titles:
    """The titles known for one document, and how to find them in a cell."""

    def __init__(self, roles: RolesFile | None, cells: Sequence[str]) -> None:
        self._settled = roles is not None
        self._known: dict[tuple[str, ...], str] = {}
        for role in roles.roles if roles else ():
            for spelling in (role.name, *role.aliases):
                self._known.setdefault(role_key(spelling), role.name)
        if roles is None:
            self._learn(cells)
        self._longest = max(map(len, self._known), default=0)

    def _learn(self, cells: Sequence[str]) -> None:
        """Learn the titles that stand alone in a cell, to know them again if they run into another."""
        for cell in cells:
            for part in _paragraphs(cell):
                pieces = _by_grammar(part)
                if len(pieces) == 1 and _cores(pieces[0][0].split()) == 1 and len(role_key(pieces[0][0])) <= 8:
                    self._known.setdefault(role_key(pieces[0][0]), pieces[0][0])

    @property
    def are_settled(self) -> bool:
        """Say if a roles file names all roles."""
        return self._settled

    @property
    def settled_keys(self) -> frozenset[tuple[str, ...]]:
        """Return the keys of all names of the roles file."""
        return frozenset(self._known) if self._settled else frozenset()

    def settled(self, name: str) -> str | None:
        """Return the role of the roles file that some words name, if they do."""
        return self._known.get(role_key(name)) if self._settled else None

    def starts_owner(self, cell: str) -> bool:
        """Say if a cell looks like owners and not like prose."""
        parts = _paragraphs(cell)
        first = parts[0] if parts else ""
        words = first.split()
        if not words or len(first) > 400 or (words[-1].endswith(".") and len(words) > 4):
            return False
        if self._match([token for token, _, _ in tokens(first)], 0):
            return True
        return words[0][0].isupper() and _cores(words[:8]) > 0 and (_begins(words, hard=True) or len(words) <= 4)

    def split(self, cell: str) -> Split:
        """Return the titles of a cell in its order, each once."""
        names: dict[str, None] = {}
        unknown: list[str] = []
        doubtful = False
        for part in _paragraphs(cell):
            for name, known, doubt in self._part(part):
                doubtful = doubtful or doubt
                spelt = self._known.setdefault(role_key(name), name) if not self._settled else name
                if spelt in names:
                    continue
                names[spelt] = None
                if self._settled and not known:
                    unknown.append(spelt)
        doubtful = doubtful or any(_MAY_BE_SEVERAL.search(name) for name in names)
        return Split(names=tuple(names), doubtful=doubtful and not self._settled, unknown=tuple(unknown))

    def each(self, cell: str) -> list[str]:
        """Return the titles of a cell in its order, as often as they stand there."""
        return [name for part in _paragraphs(cell) for name, _, _ in self._part(part)]

    def _match(self, words: Sequence[str], at: int) -> int:
        for length in range(min(self._longest, len(words) - at), 0, -1):
            if tuple(words[at : at + length]) in self._known:
                return length
        return 0

    def _part(self, text: str) -> list[tuple[str, bool, bool]]:
        """Find known titles first, the longest that match, then what is left between them by the grammar of titles."""
        found = tokens(text)
        words = [word for word, _, _ in found]
        spans: list[tuple[int, int, str | None]] = []
        at = rest = 0
        while at < len(words):
            length = self._match(words, at)
            end = found[at + length - 1][2] if length else 0
            if length and self._stands_free(text, found[at][1], end):
                spans += [(rest, found[at][1], None)] * (text[rest : found[at][1]].strip() != "")
                while text.startswith(")", end):
                    end += 1
                spans.append((found[at][1], end, self._known[tuple(words[at : at + length])]))
                rest, at = end, at + length
            else:
                at += 1
        if text[rest:].strip():
            spans.append((rest, len(text), None))
        return _named(text, spans)

    def _stands_free(self, text: str, start: int, end: int) -> bool:
        """Say if a known title is no part of a longer one ("Associate Director of X" is not "Director of X")."""
        before, after = text[max(0, start - LONG_WORD) : start].split(), text[end : end + LONG_WORD].split()
        if before and before[-1].casefold().strip("(") in _PREFIXES:
            return False
        return not (after and after[0].casefold() in OF)


def _named(text: str, spans: Sequence[tuple[int, int, str | None]]) -> list[tuple[str, bool, bool]]:
    named: list[tuple[str, bool, bool]] = []
    delimited = True
    for start, end, name in spans:
        piece = text[start:end]
        if name is not None:
            named.append((name, True, not delimited))
            delimited = piece.endswith(")")
            continue
        delimited = delimited or re.match(r"\s*(?:[,;/]|and\b|&|\()", piece) is not None
        words = re.sub(r"\A(?:and\b|&|[\s,;/.\-])+", "", piece.strip())
        words = cut_end(cut_word(words.removesuffix("&"), "and"), ",;/.-")
        follows = bool(named)
        if words and follows and (piece.lstrip().startswith("(") or (not delimited and not _cores(words.split()))):
            before = named[-1]
            named[-1] = (f"{before[0]} {words}", False, before[2] or not words.startswith("("))
        elif re.search(r"\w", words):
            for index, (found, doubt) in enumerate(_by_grammar(words)):
                named.append((found, False, doubt or (index == 0 and not delimited)))
        delimited = re.search(r"(?:[,;/)]|\band|&)\Z", piece.rstrip()) is not None
    return named


def _paragraphs(cell: str) -> list[str]:
    parts = re.split(r"</?(?:p|br|li|ul)\s*/?>|[\n;\u2022|]|\s/\s", cell, flags=re.IGNORECASE)
    return [" ".join(part.split()).strip(" ,") for part in parts if re.search(r"\w", part)]


def _by_grammar(text: str) -> list[tuple[str, bool]]:
    """Split titles that run together. The flag says that nothing but grammar stood between."""
    words = text.split()
    pieces: list[tuple[str, bool]] = []
    begin, doubt = 0, False
    cores = list(accumulate((_is_core(word) for word in words), initial=0))
    for at in range(1, len(words)):
        hard, soft = _boundary(words, at, cores[at - 1] - cores[begin], cores[at] - cores[begin])
        if hard or soft:
            pieces.append((_tidy(words[begin:at]), doubt))
            begin, doubt = at, not hard
    pieces.append((_tidy(words[begin:]), doubt))
    return [(piece, doubt) for piece, doubt in pieces if piece]


def _tidy(words: Sequence[str]) -> str:
    text = re.sub(r"\A(?:and|&)\s+", "", " ".join(words))
    ended = text.removesuffix(" and").removesuffix(" &")
    return (ended if ended != text else cut_end(text, ",;/.")).strip(" ,;/")


def _boundary(words: Sequence[str], at: int, cores_before: int, cores: int) -> tuple[bool, bool]:
    """Say if a title ends before a word, for certain or perhaps. The counts are of core words since the last title ended."""
    before, here = words[at - 1], words[at]
    rest = words[at : at + LOOKED_AT]
    if before.endswith(")") and here[0].isupper():
        return True, False
    if before[-1] in ",/" and _begins(rest, hard=True):
        return True, False
    if before.casefold() in ("and", "&") and _begins(rest, hard=True) and cores_before and _may_end(words[at - 2]):
        return True, False
    return False, cores > 0 and _may_end(before) and _begins(rest, hard=False, after=before)


def _bare(word: str) -> str:
    return word.strip("(),.;:/").casefold()


def _cores(words: Sequence[str]) -> int:
    return sum(map(_is_core, words))


def _is_core(word: str) -> bool:
    bare = _bare(word)
    return (bare in CORES or bare.removesuffix("s") in CORES) and not word.startswith("(")


def _may_end(word: str) -> bool:
    """Say if a title may end with this word."""
    last = _bare(word)
    return last not in _OPEN_ENDS and not (last in _PREFIXES and last not in CORES)


def _begins(words: Sequence[str], hard: bool, after: str = "") -> bool:
    """Say if a title begins here. After a delimiter any short run of capitals that ends in a core word will do."""
    first = _bare(words[0]) if words else ""
    if not first or not words[0][0].isupper():
        return False
    if first in STARTS and (hard or first not in _PLAIN_LEAD):
        return True
    acronym = len(first) > 1 and words[0].isupper() and words[0].isalpha()
    if not (hard or acronym or _bare(after) in CORES):
        return False
    for index, word in enumerate(words[:6]):
        if _bare(word) in CORES:
            following = _bare(words[index + 1]) if index + 1 < len(words) else ""
            return following not in OF
        if index and not acronym and _bare(word) in STARTS - _PLAIN_LEAD:
            return False
        if not (word[0].isupper() or acronym) or word[-1] in ",)" or _bare(word) in _OPEN_ENDS:
            return False
    return False
