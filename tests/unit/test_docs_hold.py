"""The documents told true, as far as a machine can: every command, variable, file and test that they name is there."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from bot.program.app import app

ROOT = Path(__file__).parents[2]
DOCS = [ROOT / "README.md", ROOT / "SECURITY.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
CODE = re.compile(r"```sh\n(.*?)```|`([^`\n]+)`", re.DOTALL)
VARIABLE = re.compile(r"\b(?:MILEPOST|SLACK|MICROSOFT|METRICS|DATABASE)_[A-Z_]+[A-Z]\b")
NAMED = re.compile(r"`((?:tests/[\w/]+\.py)?)::(test_\w+)`|`(tests/[\w/]+\.py)`|`(tests/[\w/]+\.py)::(test_\w+)`")
HASHED = "entry"  # `milepost entry` is no command but how the hash of an entry begins
# What is read by tests and make alone, and what others than Milepost read.
OTHERS = {"MILEPOST_LAWS", "MILEPOST_WIRES", "MILEPOST_SOAK", "MILEPOST_RELEASES", "MILEPOST_VERSION"}


def named(path: Path) -> str:
    """Name a document by its place."""
    return str(path.relative_to(ROOT))


def lines(path: Path) -> Iterator[str]:
    """Return each command of Milepost that a document gives."""
    for block, word in CODE.findall(path.read_text(encoding="utf-8")):
        for line in (block or word).replace("\\\n", " ").splitlines():
            found = re.match(r"(?:\S+/)?milepost (?!\|)(.+)", line.split("  #")[0].strip())
            if found and found[1] != HASHED:
                yield found[1].rstrip(";:")


def command_of(line: str) -> tuple[typer.core.TyperCommand, list[str]] | None:
    """Return the command that a line begins with and the options that follow, None if there is no such command."""
    words = shlex.split(line.replace("'", "")) if line.count('"') % 2 == 0 else line.split()
    found: object = typer.main.get_command(app)
    while isinstance(found, typer.core.TyperGroup):
        if not words or words[0].startswith("-"):
            return None if not words else (found, words)  # type: ignore[return-value]
        found = found.commands.get(words.pop(0))
    return (found, [word.partition("=")[0] for word in words if word.startswith("--")]) if isinstance(found, typer.core.TyperCommand) else None


@pytest.mark.parametrize("path", DOCS, ids=named)
def test_every_command_that_a_document_gives_is_one(path: Path) -> None:
    wrong = []
    for line in lines(path):
        found = command_of(line)
        known = {"--help", "--install-completion"} | {option for one in found[0].params for option in one.opts} if found else set()
        if found is None or not {word for word in found[1] if word.startswith("--")} <= known:
            wrong.append(line)

    assert wrong == []


@pytest.mark.parametrize("path", DOCS, ids=named)
def test_every_link_within_the_project_leads_somewhere(path: Path) -> None:
    found = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", path.read_text(encoding="utf-8"))

    assert [link for link in found if not (path.parent / link).exists()] == []


def headings(path: Path) -> set[str]:
    """Return the names by which the headings of a document are linked to."""
    found = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading).strip().lower().replace(" ", "-") for heading in found}


@pytest.mark.parametrize("path", DOCS, ids=named)
def test_every_link_to_a_heading_leads_to_one(path: Path) -> None:
    found = re.findall(r"\]\((?!https?:)([^)#\s]*\.md|)#([^)\s]+)\)", path.read_text(encoding="utf-8"))

    assert [link for link in found if link[1] not in headings(path.parent / link[0] if link[0] else path)] == []


def read_by_milepost() -> set[str]:
    """Return every variable that the program names."""
    files = [file for room in ("bot", "adapters", "store") for file in (ROOT / room).rglob("*.py")]
    return {found for file in files for found in VARIABLE.findall(" ".join(re.findall(r'"([A-Z_]+)"', file.read_text(encoding="utf-8"))))}


def test_every_variable_that_a_document_names_is_read_and_every_one_that_is_read_is_named() -> None:
    told = {found for path in DOCS for found in VARIABLE.findall(path.read_text(encoding="utf-8"))}

    assert told - OTHERS - read_by_milepost() == set()
    assert read_by_milepost() - told == set()


def test_every_test_that_the_page_on_security_names_is_there() -> None:
    wrong, file = [], ""
    for before, one, alone, there, test in NAMED.findall((ROOT / "docs" / "security.md").read_text(encoding="utf-8")):
        file = alone or there or before or file
        held = (ROOT / file).read_text(encoding="utf-8") if (ROOT / file).is_file() else ""
        name = one or test
        if not held or (name and f"def {name}(" not in held):
            wrong.append(f"{file}::{name}")

    assert wrong == []
