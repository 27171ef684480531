"""The place where the record is kept, as the operator named it: told in every fault, and never made by whoever only looks."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

from bot.ports.refusals import ConfigError
from bot.program.terminal import fault, refuse
from bot.wording.sentences import Fact, words
from seed.sources.kinds import Kind, beginning_of, kind_of
from store.database.engines import database_file, engine_url, of_another


def file_of(url: str) -> Path | None:
    """Return the file of the record, None with PostgreSQL. Ends with one line if the address is of neither."""
    try:
        return database_file(url)
    except ConfigError as wrong:
        refuse(str(wrong))


def place_of(url: str) -> str:
    """Name the place of the record for a person, without the user and the password."""
    file = file_of(url)
    if file is not None:
        return str(file.absolute())
    parsed = engine_url(url)
    return words("program.fault.postgres_at", {"host": parsed.host or "localhost", "name": parsed.database or ""})


def look_at(url: str, makes: bool) -> None:
    """End with one line if there is no database and none is to be made, or if something else stands in its place.

    An empty file is no database. Nothing is opened: a file that is not ours keeps its rights.
    """
    file = file_of(url)
    if file is None:
        return
    at: dict[str, Fact] = {"file": str(file.absolute())}
    try:
        if file.is_dir():
            fault("database_folder", at)
        if not file.exists() or (file.is_file() and not file.stat().st_size):
            if not makes:
                fault("no_database", at)
        elif not file.is_file() or kind_of(beginning_of(file)) is not Kind.SQLITE:
            fault("no_database_file", at)
        elif of_another(file):
            refuse(words("program.copy_fault.not_ours", at))
    except (OSError, ValueError) as failed:
        unusable(url, getattr(failed, "strerror", None) or type(failed).__name__)


def unusable(url: str, reason: str) -> NoReturn:
    """End with one line that says which database cannot be used, and why."""
    fault("database", {"at": place_of(url), "reason": reason})
