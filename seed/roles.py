"""The roles an admin has settled for one plan, from its roles file."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Sequence

from bot.model.noun import Noun
from bot.model.plan import Role
from bot.model.spelling import legible, one_sign_each
from seed.words import say

MOST_LINE = 2_000  # characters of a line of a roles file


class RolesFile(Noun):
    """The roles an admin has settled for one plan."""

    roles: tuple[Role, ...] = ()

    @classmethod
    def parse(cls, text: str) -> RolesFile:
        """Read the TOML of a roles file. Raises RolesFileError with every fault in it."""
        for number, line in enumerate(text.split("\n"), start=1):
            if len(line) > MOST_LINE:
                raise RolesFileError((say("roles", "long_line", number=number, count=len(line), most=MOST_LINE),))
        try:
            tree = tomllib.loads(legible(text))
        except RecursionError:
            raise RolesFileError((say("roles", "too_deep"),)) from None
        except ValueError as fault:  # the reader's own, and a number beyond all reading
            raise RolesFileError((say("roles", "not_toml", read=fault),)) from None
        entries = tree.get("role", [])
        faults = [say("roles", "unknown_key", name="-", read=key) for key in tree if key != "role"]
        if not isinstance(entries, list):
            entries = [entries]
        roles = [role for number, entry in enumerate(entries, start=1) if (role := _role(number, entry, faults))]
        faults += _clashes(roles)
        if faults:
            raise RolesFileError(tuple(faults))
        return cls(roles=tuple(roles))


class RolesFileError(Exception):
    """A roles file that cannot be used; `lines` has one sentence per fault."""

    def __init__(self, lines: tuple[str, ...]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


def _role(number: int, entry: object, faults: list[str]) -> Role | None:
    name = entry.get("name") if isinstance(entry, dict) else None
    if not isinstance(entry, dict) or not isinstance(name, str) or not role_key(name):
        faults.append(say("roles", "no_name", number=number))
        return None
    aliases, organisation = entry.get("aliases", []), entry.get("organisation")
    if not isinstance(aliases, list) or not all(isinstance(alias, str) for alias in aliases):
        faults.append(say("roles", "bad_aliases", name=name))
        return None
    if organisation is not None and not isinstance(organisation, str):
        faults.append(say("roles", "bad_organisation", name=name))
        return None
    faults += [
        say("roles", "unknown_key", name=name, read=key)
        for key in entry
        if key not in ("name", "aliases", "organisation")
    ]
    return Role(name=name.strip(), aliases=tuple(alias.strip() for alias in aliases), organisation=organisation)


def _clashes(roles: Sequence[Role]) -> list[str]:
    holders: dict[tuple[str, ...], str] = {}
    faults: list[str] = []
    names = Counter(role.name for role in roles)
    for role in roles:
        for spelling in {role_key(spelling): spelling for spelling in (role.name, *role.aliases)}.values():
            other = holders.setdefault(role_key(spelling), role.name)
            if other != role.name or (spelling == role.name and names[other] > 1):
                faults.append(say("roles", "twice", read=spelling, name=other, other=role.name))
    return faults


def role_key(text: str) -> tuple[str, ...]:
    """Return a title without case, punctuation and the choice of '&' or 'and', to compare by."""
    return tuple(word for word, _, _ in tokens(text))


def tokens(text: str) -> list[tuple[str, int, int]]:
    """Return the words of a title to compare by, each with its beginning and end."""
    found = re.finditer(r"(?:\w|(?<=\w)['\-](?=\w)|(?<=s)['])+|&", one_sign_each(text))
    return [
        ("and" if match[0] == "&" else re.sub(r"['\-]", "", match[0].casefold()), match.start(), match.end())
        for match in found
    ]
