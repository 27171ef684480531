"""The papers that somebody may ask for."""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from pydantic import model_validator

from bot.model.board.settings import FileKind
from bot.model.noun import Noun


class Want(StrEnum):
    """The things that papers may be wanted of: an audience's pack, one priority, one exception, or the stocktake pack."""

    AUDIENCE = "audience"
    PRIORITY = "priority"
    EXCEPTION = "exception"
    STOCKTAKE = "stocktake"


class Wanted(Noun):
    """The papers that are wanted, in certain kinds of file. `priority` is the number of one, `ref` a milestone's."""

    want: Want = Want.AUDIENCE
    priority: int | None = None
    ref: str = ""
    kinds: tuple[FileKind, ...] = tuple(FileKind)

    @model_validator(mode="after")
    def _says_of_what(self) -> Self:
        if (self.want is Want.PRIORITY) != (self.priority is not None) or (self.want is Want.EXCEPTION) != bool(self.ref):
            raise ValueError("a priority has its number, an exception its milestone, and nothing else has either")
        return self
