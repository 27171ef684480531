"""Help: each command's usage and example, and the one that comes nearest to what was said."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from difflib import get_close_matches
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from bot.model.letters.message import Item, Items, Message, Paragraph
from bot.model.spelling import alike, plain_signs
from bot.wording.commands import MOST_TYPED
from bot.wording.sentences import Fact, all_words, line, words
from bot.wording.typed.fields import is_courtesy

_MOST_NAME = 100  # letters of a word or a name that are compared with those known
EVERYTHING = "all"
_OFTEN = ("mine", "line", "numbers", "update", "status", "help")  # what an owner says most
_READING = ("status", "red", "overdue", "history", "digest", "help")  # the same of whoever reads
_OF_FORUM = ("heard", "voices", "voice", "changed", "reopen", "details", "report", "news", "undo", "help")  # of the forum alone
_COLOURS = frozenset({"green", "amber", "red", "complete", "done"})
_WRONG = re.compile(r"(?:sorry\W{0,3})?(?:that|this|it)(?: is|'s| was) (?:wrong|a mistake)|my mistake|oops", re.IGNORECASE)
_THANKS = re.compile(r"\b(?:thanks|thank you|thx|cheers|ta)\b", re.IGNORECASE)
_GREETS = re.compile(
    r"(?:good (?:morning|afternoon|evening)|morning|hey|hiya|hello there|hi there|great|perfect|lovely)[.! ]*", re.IGNORECASE
)
_STOP = re.compile(
    r"(?:please )?(?:stop(?: it| this| asking(?: me)?| messaging me)?|unsubscribe|opt ?out|mute|leave me alone|go away)"
    r"(?: please)?[.! ]*",
    re.IGNORECASE,
)
_LIKE = 0.8  # of its letters: a word so like a command's name is that name, misspelt


class For(StrEnum):
    """The people a command is for."""

    EVERYBODY = "everybody"
    OWNER = "owner"
    BOARD = "board"
    CHAIR = "chair"
    LEAD = "lead"
    ASSURER = "assurer"
    FORUM = "forum"
    ADMIN = "admin"


class Usage(NamedTuple):
    """The usage of a command: how it is typed, one example that works, and for whom it is."""

    usage: str
    example: str
    whose: For


@cache
def usages() -> Mapping[str, Usage]:
    """Return how each command is used, by name, from `prompts/help.toml`."""
    known = all_words("help")
    names = dict.fromkeys(key.partition(".")[0] for key in known)
    return {
        name: Usage(known[f"{name}.usage"], known[f"{name}.example"], For(known.get(f"{name}.for", For.EVERYBODY)))
        for name in names
    }


def topics() -> frozenset[str]:
    """Return what help may be asked of."""
    return frozenset((*usages(), EVERYTHING))


def nearest_of(said: str, names: Sequence[str], cutoff: float = 0.0) -> str:
    """Return the name that comes nearest to what was said. Empty if none is as near as the `cutoff`, from 0 to 1."""
    folded = {alike(name): name for name in names}
    close = get_close_matches(alike(said[:_MOST_NAME]), folded, n=1, cutoff=cutoff)
    return folded[close[0]] if close else ""


def nearest(text: str, may: Collection[For] = tuple(For)) -> str:
    """Return the command whose name comes nearest to the first word said, of those for people who may."""
    names = [name for name, usage in usages().items() if usage.whose in may]
    first = text[:_MOST_NAME].split(" ", 1)[0].lower() if text else "help"
    is_status = first.strip(".,:;!?") in _COLOURS  # said of no milestone: the example of a line shows how
    if re.match(r"\d", first) or is_status:
        return "line" if "line" in names else "help"
    if "undo" in names and _WRONG.match(plain_signs(text)):
        return "undo"
    if text.endswith("?") and re.search(r"\d\.\d", text):
        return "status"
    close = get_close_matches(first, names, n=1, cutoff=0.5)
    return close[0] if close else "help"


def is_like_a_command(text: str) -> bool:
    """Say if the first word is a command's name, or that misspelt."""
    first = text[:_MOST_NAME].split(" ", 1)[0].lower()
    return bool(get_close_matches(first, list(usages()), n=1, cutoff=_LIKE))


def help_message(topic: str | None, may: Collection[For]) -> Message:
    """Explain what is said most, everything that this person may say, or one command; each with an example that works."""
    known, named = usages(), (topic or "").lower()
    if named in known:
        chosen = [named]
    elif For.EVERYBODY not in may:  # who is there for the forum alone
        chosen = list(_OF_FORUM)
    elif named == EVERYTHING:
        chosen = [name for name, usage in known.items() if usage.whose in may]
    else:
        chosen = list(_OFTEN if For.OWNER in may else _READING)
    facts = [{"usage": known[name].usage, "example": known[name].example} for name in chosen]
    lines = tuple(Item(spans=line("replies.help.line", fact)) for fact in facts)
    return Message(title=words("replies.help.title"), blocks=(Items(lines=lines),))


def too_long(count: int) -> Message:
    """Say that nothing of it was read: how long it was, and how long it may be."""
    facts: dict[str, Fact] = {"count": count, "most": MOST_TYPED}
    return Message(title=words("replies.long.title"), blocks=(Paragraph(spans=line("replies.long.message", facts)),))


def small_talk(said: str, may: Collection[For]) -> Message | None:
    """Answer a thank you, a greeting, and whoever wants to hear no more. None if it is none of these."""
    if _STOP.fullmatch(said):
        known = usages()
        facts = {name.replace(" ", "_"): known[name].example for name in ("snooze", "away", "not me")}
        told = ("stop_how", "stop_all") if For.OWNER in may else ("stop_all",)
        blocks = tuple(Paragraph(spans=line(f"replies.talk.{one}", facts)) for one in told)
        return Message(title=words("replies.talk.stop"), blocks=blocks)
    if not said or not (is_courtesy(said) or _GREETS.fullmatch(said)):
        return None
    title = words("replies.talk.thanks" if _THANKS.search(said) else "replies.talk.hello")
    next_ = "forum" if For.EVERYBODY not in may else "owner" if For.OWNER in may else "reader"
    return Message(title=title, blocks=(Paragraph(spans=line(f"replies.talk.{next_}")),))


def not_understood(nearest: str) -> Message:
    """Say that nothing was understood, with the nearest command's usage and an example."""
    usage, example, _ = usages().get(nearest, usages()["help"])
    facts = {"usage": usage, "example": example}
    return Message(
        title=words("replies.unknown.title"),
        blocks=(Paragraph(spans=line("replies.unknown.try", facts)), Paragraph(spans=line("replies.unknown.help"))),
    )
