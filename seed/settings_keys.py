"""The keys of a plan's settings, table by table, as their nouns have them: what somebody who wrote another may have meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import get_args, get_origin

from bot.model.noun import Noun
from bot.model.policy import Policy


def keys_beside(key: Sequence[str | int]) -> tuple[str, ...]:
    """Return the keys that the table of this one may have. None if whoever writes it makes them up."""
    here: object = Policy
    for part in key[:-1]:
        if isinstance(part, int):
            continue  # an item of a list has the keys of its noun
        if _is_named(here):
            here = get_args(here)[1]
        elif (noun := _noun(here)) is not None:
            here = _fields(noun).get(part)
    return tuple(_names(here))


def _names(here: object) -> Iterator[str]:
    if _is_named(here):
        named = get_args(here)[0]
        yield from (str(one) for one in (named if isinstance(named, type) and issubclass(named, StrEnum) else ()))
    elif (noun := _noun(here)) is not None:
        yield from _fields(noun)


def _fields(noun: type[Noun]) -> dict[str, object]:
    """Return what each field of a noun may hold, by its key in the file."""
    return {field.alias or name: field.annotation for name, field in noun.model_fields.items()}


def _is_named(here: object) -> bool:
    return get_origin(here) is Mapping


def _noun(here: object) -> type[Noun] | None:
    """Return the noun in a type: itself, that of a list's items, or the one there may be."""
    if isinstance(here, type) and issubclass(here, Noun):
        return here
    return next((noun for inner in get_args(here) if (noun := _noun(inner)) is not None), None)
