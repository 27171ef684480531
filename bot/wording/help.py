"""Help: each command's usage and example, and the one that comes nearest to what was said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import get_close_matches

from bot.model.message import Item, Items, Message, Paragraph
from bot.wording.commands import MOST_TYPED
from bot.wording.sentences import Fact, all_words, line, words

_MOST_NAME = 100  # letters of a word or a name that are compared with those known
EVERYTHING = "all"
_COLOURS = frozenset({"green", "amber", "red", "complete", "done"})
_LIKE = 0.8  # of its letters: a word so like a command's name is that name, misspelt


def usages() -> dict[str, tuple[str, str]]:
    """Return each command's usage sentence and one example, by name, from `prompts/help.toml`."""
    known = all_words("help")
    names = dict.fromkeys(key.partition(".")[0] for key in known)
    return {name: (known[f"{name}.usage"], known[f"{name}.example"]) for name in names}


def topics() -> frozenset[str]:
    """Return what help may be asked of."""
    return frozenset((*usages(), EVERYTHING))


def nearest_of(said: str, names: Sequence[str]) -> str:
    """Return the name that comes nearest to what was said."""
    folded = {name.casefold(): name for name in names}
    close = get_close_matches(said[:_MOST_NAME].casefold(), folded, n=1, cutoff=0.0)
    return folded[close[0]] if close else ""


def nearest(text: str) -> str:
    """Return the command whose name comes nearest to the first word said."""
    first = text[:_MOST_NAME].split(" ", 1)[0].lower() if text else "help"
    if re.match(r"\d", first) or (first.strip(".,:;!") in _COLOURS and first != text.strip().lower()):
        return "line"
    close = get_close_matches(first, list(usages()), n=1, cutoff=0.5)
    return close[0] if close else "help"


def is_like_a_command(text: str) -> bool:
    """Say if the first word is a command's name, or that misspelt."""
    first = text[:_MOST_NAME].split(" ", 1)[0].lower()
    return bool(get_close_matches(first, list(usages()), n=1, cutoff=_LIKE))


def help_message(topic: str | None) -> Message:
    """Explain all commands, or one, each with an example that works."""
    known = usages()
    chosen = [topic.lower()] if topic and topic.lower() in known else list(known)
    facts = [{"usage": known[name][0], "example": known[name][1]} for name in chosen]
    lines = tuple(Item(spans=line("replies.help.line", fact)) for fact in facts)
    return Message(title=words("replies.help.title"), blocks=(Items(lines=lines),))


def too_long(count: int) -> Message:
    """Say that nothing of it was read: how long it was, and how long it may be."""
    facts: dict[str, Fact] = {"count": count, "most": MOST_TYPED}
    return Message(title=words("replies.long.title"), blocks=(Paragraph(spans=line("replies.long.message", facts)),))


def not_understood(nearest: str) -> Message:
    """Say that nothing was understood, with the nearest command's usage and an example."""
    usage, example = usages().get(nearest, usages()["help"])
    return Message(
        title=words("replies.unknown.title"),
        blocks=(
            Paragraph(spans=line("replies.unknown.try", {"usage": usage, "example": example})),
            Paragraph(spans=line("replies.unknown.help")),
        ),
    )
