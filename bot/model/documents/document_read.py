"""A document that was read and waits: for answers to its doubts, and to be loaded."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import Field

from bot.model.noun import Moment, Noun


class DocumentRead(Noun):
    """A document of a plan as it was read, in our own words, with the answers so far by the keys of its doubts.

    `person` is who brought it, or took it up last, and `at` is when. `shown` marks what was said of it last, before it was to be
    loaded: whoever says yes means that. `loaded` says that an edition was made of it as it stands. The plan may not be there yet:
    then nobody but that person sees it. `open_count` counts the questions that were open when it was looked at last. `is_placed`
    says that they have chosen the plan, or that the file's name tells it.
    """

    token: str = ""
    plan: str
    person: int | None = None
    chat: str = ""
    file: str
    sha256: str = ""
    document: bytes = Field(repr=False)
    answers: Mapping[str, str] = {}
    at: Moment
    shown: str = ""
    open_count: int = 0
    is_placed: bool = True
    loaded: bool = False


class Waiting(Noun):
    """A document that waits, as far as those are told who only look in: its file, how many questions are open, and if an edition
    was made of it as it stands."""

    file: str
    open_count: int
    loaded: bool
