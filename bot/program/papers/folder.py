"""The folder that papers are written into: all of them are there in the end, or none."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp

from bot.model.board.paper import Drawn
from bot.program.terminal import fault, private


def put(files: Sequence[Drawn], folder: Path) -> None:
    """Write files into a folder, which is made if it is not there. One of the same name is replaced whole.

    They are written aside and moved in when all are written. Ends with one line that says why not, and nothing is left behind.
    """
    try:
        with _made(folder), _aside(folder) as aside:
            for one in files:
                if (folder / one.name).is_dir():
                    fault("is_folder", {"file": str(folder / one.name)})
                _write(aside / one.name, one.held)
            for one in files:
                (aside / one.name).replace(folder / one.name)
    except (FileExistsError, NotADirectoryError):
        fault("no_folder", {"folder": str(folder)})
    except (OSError, ValueError) as failed:
        reason = getattr(failed, "strerror", None) or type(failed).__name__
        fault("folder_unwritable", {"folder": str(folder), "reason": reason})


@contextmanager
def _made(folder: Path) -> Iterator[None]:
    """Make a folder with those above it. Takes those away again that it made, if nothing comes of it."""
    new = [one for one in (folder, *folder.parents) if not one.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    except BaseException:
        for one in new:
            with suppress(OSError):  # it was not made, or somebody else has put something there
                one.rmdir()
        raise


@contextmanager
def _aside(folder: Path) -> Iterator[Path]:
    """Make a folder to write in before anything is seen, on the same disk, and take it away at the end."""
    aside = Path(mkdtemp(prefix=".milepost-", dir=folder))
    try:
        yield aside
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _write(file: Path, held: bytes) -> None:
    """Write a file that its owner alone may read, to the disk itself: a disk that is full says so here, and not later."""
    with open(file, "xb", opener=private) as opened:
        opened.write(held)
        opened.flush()
        os.fsync(opened.fileno())
