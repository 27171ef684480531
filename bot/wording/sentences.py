"""Words from `prompts/`: templates are split before facts go in, so a person's text is never read as markup.

`prompts/<file>.toml` holds tables of sentences; a sentence is named `file.table.key`. `{fact}` marks a place.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from string import Formatter
from typing import assert_never

from bot.model.letters.message import Link, Mark, Mention, Spans, Text, plain

Fact = str | int | date | Text | Link | Mention | Spans


@cache
def _sentences(file: str) -> dict[str, str]:
    tree = tomllib.loads((files("prompts") / f"{file}.toml").read_text(encoding="utf-8"))
    return {
        f"{table}.{key}" if isinstance(below, dict) else table: sentence
        for table, below in tree.items()
        for key, sentence in (below.items() if isinstance(below, dict) else [(table, below)])
    }


@cache
def _split(name: str) -> tuple[Text | str, ...]:
    """Return the words of a sentence, and between them the names of its facts."""
    file, _, key = name.partition(".")
    parts: list[Text | str] = []
    for words, place, _, _ in Formatter().parse(_sentences(file)[key]):
        parts += [Text(text=words)] if words else []
        parts += [place] if place is not None else []
    return tuple(parts)


def line(name: str, facts: Mapping[str, Fact] | None = None) -> Spans:
    """Return the sentence of that name with its facts in place, as spans. Raises KeyError if one is missing: that is a bug."""
    spans: list[Text | Link | Mention] = []
    for part in _split(name):
        if isinstance(part, Text):
            spans.append(part)
        else:
            spans.extend(_spans((facts or {})[part]))
    return tuple(spans)


def words(name: str, facts: Mapping[str, Fact] | None = None) -> str:
    """Return the sentence of that name as plain words."""
    return "".join(part.text if isinstance(part, Text) else _words((facts or {})[part]) for part in _split(name))


def all_words(file: str) -> Mapping[str, str]:
    """Return every sentence of one file of `prompts/`, by table and key, for a page that words itself."""
    return dict(_sentences(file))


def day(when: date) -> str:
    """Write a day as people do: 12 March 2026."""
    return f"{when.day} {when:%B %Y}"


def with_full_stop(text: str) -> str:
    """Return a text that ends as a sentence does."""
    return text if text.endswith((".", "?", "!", "…")) else f"{text}."


@cache
def mark(status: str) -> Mark:
    """Return the word and shape of a status (a declared one, or `not_reported`, `not_yet_asked`, `asked`, `assured`)."""
    return Mark(status=status, word=words(f"status.{status}.word"), shape=words(f"status.{status}.shape"))


def _words(fact: Fact) -> str:
    return fact if isinstance(fact, str) else plain(_spans(fact))


def _spans(fact: Fact) -> Spans:
    match fact:
        case Text() | Link() | Mention():
            return (fact,)
        case tuple():
            return fact
        case date():
            return (Text(text=day(fact)),)
        case str() | int():
            return (Text(text=str(fact)),)
    assert_never(fact)
