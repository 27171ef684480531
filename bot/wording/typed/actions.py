"""An action as it is typed: what is to be done, who does it, and by when."""

from __future__ import annotations

import re

from bot.rules.dates import Phrase, phrase_in

_OWNER, _BY = re.compile(r"[,;] owner:? ", re.IGNORECASE), re.compile(r"[,;] by:? ", re.IGNORECASE)
_BY_DAY = re.compile(r"\bby:? ", re.IGNORECASE)
_MOST_DAY = 60  # letters among which a day is looked for


def parted(told: str) -> tuple[str, str, str]:
    """Part what is to be done from who does it and by when. A day may stand before the role too, or first of all, if it is
    one; and behind the role without a comma."""
    owners, days = list(_OWNER.finditer(told)), list(_BY.finditer(told))
    owner = owners[-1] if owners else None
    after = [one for one in days if owner is not None and one.start() >= owner.end()]
    if owner is not None and after:
        return told[: owner.start()].strip(), told[owner.end() : after[-1].start()].strip(), told[after[-1].end() :].strip(" .")
    if owner is not None and not told[owner.end() :].strip(" ."):
        return told.strip(), "", ""
    before, role = (told, "") if owner is None else (told[: owner.start()], told[owner.end() :].strip(" ."))
    role, when = without_day(role)
    last = next((one for one in reversed(days) if one.end() <= len(before)), None)
    said = before[last.end() :].strip(" .") if last is not None else ""
    if last is not None and not when and _is_day(said):
        return before[: last.start()].strip(), role, said
    if not when and (first := _day_first(before)) is not None:
        return first.after.strip(" ,:;"), role, first.said.strip(" .")
    return before.strip(), role, when


def _is_day(said: str) -> bool:
    """Say if words name a day and nothing else, though there be no such day."""
    found = phrase_in(said) if len(said) <= _MOST_DAY else None
    return found is not None and not found.before.strip() and not found.after.strip(" .")


def without_day(role: str) -> tuple[str, str]:
    """Part a role from the day behind it, which no comma divides."""
    for found in _BY_DAY.finditer(role, max(len(role) - _MOST_DAY, 0)):
        if _is_day(role[found.end() :]):
            return role[: found.start()].strip(" ,"), role[found.end() :].strip(" .")
    return role, ""


def _day_first(text: str) -> Phrase | None:
    """Return the day with which a text begins, after "by". None if it begins with other words, or is nothing but a day."""
    text = text.lstrip()
    led = _BY_DAY.match(text)
    found = _with_digits(text, led.end()) if led is not None else None
    if found is None or led is None:
        return None
    after = found.after + text[led.end() + _MOST_DAY :]
    return found.model_copy(update={"after": after}) if after.strip(" .,:;") else None


def day_within(text: str) -> Phrase | None:
    """Return a day that a text names after "by", among its words. None if it names none."""
    return next((found for led in _BY_DAY.finditer(text) if (found := _with_digits(text, led.end()))), None)


def _with_digits(text: str, at: int) -> Phrase | None:
    """Return the day with which a text goes on from there, if it has a number: "by spring" and "by Friday" may be any words."""
    found = phrase_in(text[at : at + _MOST_DAY])
    if found is None or found.before.strip() or not any(sign.isdigit() for sign in found.said):
        return None
    return found
