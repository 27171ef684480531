"""The words for what the plan's own tracker said of a milestone: always as that, and never as anybody's answer."""

from __future__ import annotations

from bot.model.letters.message import Spans
from bot.model.plan import Imported
from bot.model.status import Status
from bot.wording.sentences import Fact, line, mark, with_full_stop, words
from bot.wording.updates.dates import age

MOST_WORDS = 200  # letters of a tracker's comment in a line of a card


def in_words(said: Imported, confirmed: bool = False) -> Spans:
    """Say all of it: the status, the file and its day, the comment, how much was done, and if nobody has `confirmed` it."""
    if said.status is None:
        how = "unsettled" if said.colour else "none"
    else:
        how = "beside" if confirmed else "open"
    return (*line(f"tracker.said.{how}", _facts(said)), *_more(said))


def _more(said: Imported) -> Spans:
    """Say what it told besides a status."""
    spans = line("tracker.said.words", {"words": with_full_stop(said.words)}) if said.words else ()
    if said.progress is not None:
        spans += line("tracker.said.progress", {"percent": said.progress})
    return spans + (line("tracker.said.done", {"day": said.done}) if said.done else ())


def last(said: Imported, days: int | None) -> Spans:
    """Say what it was and how long ago, of a milestone about which nobody has answered in time."""
    return line("tracker.said.last", {"status": _status(said).lower(), "age": age(days or 0)})


def capacity(said: Imported) -> str:
    """Return in which capacity a file said it, as in which somebody says something."""
    return words("tracker.said.capacity", _facts(said))


def in_history(said: Imported) -> Spans:
    """Say it as one of all that was said of a milestone: from which file, as at which day, and what."""
    status: Spans = ()
    if said.status is not None:
        status = line("tracker.said.status", {"status": _status(said)})
    elif said.colour:
        status = line("tracker.said.word", {"colour": said.colour})
    told = (*status, *_more(said))
    return line("tracker.said.history", {"capacity": capacity(said), "said": told})


def is_it_so(said: Imported) -> Spans:
    """Ask if it is still so. What it says is complete needs evidence."""
    shown = said.words if len(said.words) <= MOST_WORDS else f"{said.words[: MOST_WORDS - 1].rstrip()}\u2026"
    told = line("tracker.said.words", {"words": with_full_stop(shown)}) if shown else ()
    ask = "complete" if said.status is Status.COMPLETE else "still"
    return line(f"tracker.ask.{ask}", {**_facts(said), "status": _status(said).lower(), "words": told})


def _status(said: Imported) -> str:
    return mark(said.status.value).word if said.status is not None else ""


def _facts(said: Imported) -> dict[str, Fact]:
    facts: dict[str, Fact] = {"status": _status(said), "colour": said.colour}
    return {**facts, "file": said.file or words("tracker.said.no_file"), "day": said.as_at or ""}
