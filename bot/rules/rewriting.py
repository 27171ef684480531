"""Copies rewritten: a text that was taken out of the record must not stand in a letter or a draft either."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

ENOUGH = 12  # characters: a shorter text is looked for as a whole, or "ok" would be taken out of every letter
CUT = "…"

Rewrite = Callable[[str], str]


def without_text(text: str, instead: str, pieces: bool = False) -> Rewrite:
    """Return a function that puts words in place of a text, whole or cut short. With `pieces` also its two halves count."""
    forms = {text, " ".join(text.split())}

    def rewrite(said: str) -> str:
        for form in forms:
            if _same(said, form) or _is_cut(said, form, pieces):
                return instead
            if len(form) >= ENOUGH:
                said = _without_cut(said.replace(form, instead), form, instead)
        return said

    return rewrite


def without_names(names: Iterable[str], instead: str) -> Rewrite:
    """Return a function that puts words in place of these names and e-mails, however they are written large and small."""
    pattern = _any_of(names)
    return lambda said: pattern.sub(lambda _: instead, said)


def naming(names: Iterable[str]) -> Callable[[str], bool]:
    """Return a function that says if a text names somebody."""
    pattern = _any_of(names)
    return lambda said: pattern.search(said) is not None


def all_through(value: object, rewrite: Rewrite) -> object:
    """Rewrite every text in a JSON value."""
    if isinstance(value, str):
        return rewrite(value)
    if isinstance(value, dict):
        return {name: all_through(inner, rewrite) for name, inner in value.items()}
    return [all_through(inner, rewrite) for inner in value] if isinstance(value, list) else value


def probe(text: str) -> str:
    """Return the longest word near a text's beginning. It stands in every copy of it, however that is escaped or cut."""
    return max(re.findall(r"\w+", text[:60]), key=len, default=text)


def _any_of(names: Iterable[str]) -> re.Pattern[str]:
    found = sorted({name for name in names if name.strip()}, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, found))})(?!\w)" if found else r"(?!)", re.IGNORECASE)


def _same(said: str, form: str) -> bool:
    return bool(form) and said.strip().rstrip(".") == form.strip().rstrip(".")


def _without_cut(said: str, form: str, instead: str) -> str:
    """Put words in place of the beginning of a text that was cut short within other words."""
    begins, at = form[:ENOUGH], 0
    while (at := said.find(begins, at)) >= 0:
        end = said.find(CUT, at, at + len(form) + 1)
        if end >= 0 and form.startswith(said[at:end]):
            said = f"{said[:at]}{instead}{said[end + len(CUT) :]}"
            at += len(instead)
        else:
            at += 1
    return said


def _is_cut(said: str, form: str, pieces: bool) -> bool:
    piece = said.strip().removesuffix(CUT).strip()
    if said.rstrip().endswith(CUT):
        return bool(piece) and form.startswith(piece)
    return pieces and len(piece) >= ENOUGH and (form.startswith(piece) or form.endswith(piece))
