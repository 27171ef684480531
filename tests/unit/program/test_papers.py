"""`milepost report` and `milepost stocktake`: papers are written into a folder, all of them or none, and JSON says what they are."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from bot.program.app import app
from store.record import SqlStore
from tests import records
from tests.records import long_ago
from tests.world import stock

FOLDER = "stocktake-kent-2026-04-11"
NAMES = [
    "1-summary.docx", "2-not-on-track.docx", "score-card.xlsx", "date-changes.xlsx", "evidence-index.xlsx", "risks.xlsx", "business.xlsx", "compliance.xlsx",
    "voices.docx", "verification.txt",
]  # fmt: skip
DAY = ("--as-at", "2026-04-11")


@pytest.fixture(scope="module")
def record() -> Iterator[Path]:
    """A record with something to tell in every paper."""

    async def fill(file: Path) -> None:
        store = SqlStore(f"sqlite:///{file}", long_ago)
        await stock.made(store)
        await store.close()

    with records.folder() as made:
        asyncio.run(fill(records.empty(made / "m.db")))
        yield made / "m.db"


def ran(record: Path, *words: str | Path, code: int = 0) -> Result:
    found = CliRunner().invoke(app, [str(word) for word in words], env={"DATABASE_URL": f"sqlite:///{record}"})
    assert found.exit_code == code, found.output
    return found


def there(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


def test_the_stocktake_pack_goes_into_a_folder_of_its_own_and_progress_is_told(record: Path, tmp_path: Path) -> None:
    found = ran(record, "stocktake", *DAY, "--out", tmp_path / "new" / "papers")

    assert there(tmp_path / "new" / "papers") == [FOLDER]
    assert there(tmp_path / "new" / "papers" / FOLDER) == sorted(NAMES)
    assert "Drawn, 4 of 10: date-changes.xlsx" in found.stderr
    assert found.stdout.count("Written: ") == len(NAMES)
    assert {one.stat().st_mode & 0o777 for one in (tmp_path / "new" / "papers" / FOLDER).iterdir()} == {0o600}  # as copies are


@pytest.mark.parametrize("moment", ["2026-04-11", "2026-03-10T12:30:00+02:00", "today"])
def test_the_slip_is_what_the_record_says_of_its_head(record: Path, tmp_path: Path, moment: str) -> None:
    moment = date.today().isoformat() if moment == "today" else moment
    ran(record, "stocktake", "--as-at", moment, "--out", tmp_path)
    head = json.loads(ran(record, "record", "head", "--as-at", moment, "--json").stdout)["kent"]

    (folder,) = tmp_path.iterdir()
    slip = dict(line.split(": ", 1) for line in (folder / "verification.txt").read_text(encoding="utf-8").splitlines())
    assert slip == {"plan": "kent", **{name: str(head[name]) for name in ("as_at", "entry", "digest", "entries")}}


def test_json_names_each_file_with_its_fingerprint_and_gives_the_facts(record: Path, tmp_path: Path) -> None:
    said = json.loads(ran(record, "stocktake", *DAY, "--out", tmp_path, "--json").stdout)

    assert said["folder"] == FOLDER and said["left_out"] == []
    assert [one["name"] for one in said["files"]] == NAMES == list(said["facts"])
    for one in said["files"]:
        assert sha256((tmp_path / FOLDER / one["name"]).read_bytes()).hexdigest() == one["sha256"]
    live = said["facts"]["date-changes.xlsx"]["sheets"]["Live"]
    assert [row["Ref"] for row in live] == ["1.1.1", "2.1.1", "2.2.1"]


def test_a_report_is_written_beside_what_is_there_and_replaces_its_own_file_whole(record: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    file = tmp_path / "highlight-kent-2026-04-11.docx"
    file.write_bytes(b"old" * 100_000)

    ran(record, "report", "board", *DAY, "--out", tmp_path, "--format", "docx")

    assert there(tmp_path) == [file.name, "mine.txt"]
    assert file.read_bytes().startswith(b"PK")
    ran(record, "report", "priority", "2", *DAY, "--out", tmp_path)
    ran(record, "report", "exception", "1.1.1", *DAY, "--out", tmp_path)
    assert there(tmp_path) == ["exception-kent-1.1.1-2026-04-11.docx", file.name, "highlight-kent-p2-2026-04-11.docx", "mine.txt"]


def test_without_a_folder_papers_go_into_the_current_one(record: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    ran(record, "report", "families", *DAY)

    said = [f"voices-kent-families-2026-04-11.{end}" for end in ("docx", "html")]
    assert there(tmp_path) == ["highlight-kent-families-2026-04-11.docx", *said]


def test_in_one_folder_no_paper_takes_the_place_of_another_audiences(record: Path, tmp_path: Path) -> None:
    audiences = ("board", "operations", "families")
    said = [json.loads(ran(record, "report", one, *DAY, "--out", tmp_path, "--json").stdout) for one in audiences]

    names = [one["name"] for each in said for one in each["files"]]
    assert there(tmp_path) == sorted(names) and len(set(names)) == len(names)
    assert names[0] == "highlight-kent-2026-04-11.docx" and "highlight-kent-operations-2026-04-11.docx" in names


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("report", "cabinet"), 1, "There is no audience called cabinet"),
        (("report", "priority", "9"), 1, "There is no priority 9"),
        (("report", "exception", "9.9.9"), 1, "There is no milestone 9.9.9"),
        (("report", "families", "--format", "xlsx"), 1, "They come as: docx"),
        (("report", "board", "--as-at", "2001-01-01"), 1, "Nothing was recorded by then"),
        (("report", "board", "--as-at", "2190-01-01"), 1, "still to come"),
        (("stocktake", "--as-at", "2001-01-01"), 1, "Nothing was recorded by then"),
        (("stocktake", "--plan", "essex"), 1, "essex"),
        (("report", "priority"), 2, "Say which priority"),
        (("report", "priority", "two"), 2, "two is no number of a priority"),
        (("report", "exception"), 2, "Say which milestone"),
        (("report", "stocktake"), 2, "has a command of its own"),
        (("report", "priority", "2", "--format", "xlsx"), 1, "They come as: docx"),
        (("report", "board", "2"), 2, "board needs nothing after it"),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_a_sentence_and_nothing_is_written(
    record: Path, tmp_path: Path, words: tuple[str, ...], code: int, said: str
) -> None:
    found = ran(record, *words, "--out", tmp_path / "out", code=code)

    assert said in " ".join(found.output.replace("│", "").split())
    assert not (tmp_path / "out").exists()


def test_a_folder_that_is_a_file_is_refused_in_a_sentence(record: Path, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")

    for out in (tmp_path / "taken", tmp_path / "taken" / "below"):
        assert "is no folder" in ran(record, "stocktake", *DAY, "--out", out, code=1).output
    assert there(tmp_path) == ["taken"]
    assert (tmp_path / "taken").read_text() == "a file"


def test_a_folder_in_the_place_of_a_paper_is_refused_before_anything_is_written(record: Path, tmp_path: Path) -> None:
    (tmp_path / "evidence-index-kent-2026-04-11.xlsx").mkdir()

    assert "is a folder" in ran(record, "report", "board", *DAY, "--out", tmp_path, code=1).output

    assert there(tmp_path) == ["evidence-index-kent-2026-04-11.xlsx"]


def test_a_folder_that_cannot_be_written_to_is_refused_in_a_sentence() -> None:
    """A process that is nobody, if it begins as root: root may write everywhere."""
    write = """
import os, sys
from pathlib import Path
from bot.model.board.paper import Drawn
from bot.program.papers.folder import put
from bot.wording.sentences import all_words
all_words("program")  # nobody may not read where root keeps Python
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
put([Drawn(name="small.txt", held=b"new", sha256="")], Path(sys.argv[1]))
"""
    with tempfile.TemporaryDirectory() as name:
        out = Path(name)
        if os.geteuid() == 0:
            os.chown(out, 65534, 65534)
        out.chmod(0o500)
        ended = subprocess.run([sys.executable, "-c", write, name], capture_output=True, text=True, check=False)
        left = there(out)
        out.chmod(0o700)

    assert ended.returncode == 1 and "cannot be written to" in ended.stderr + ended.stdout, ended
    assert left == []


def test_a_folder_on_a_disk_that_takes_nothing_is_refused_in_a_sentence(record: Path) -> None:
    assert "cannot be written to" in ran(record, "stocktake", *DAY, "--out", Path("/proc/papers"), code=1).output


def test_a_disk_that_is_full_leaves_nothing_behind_and_what_was_there_as_it_was(tmp_path: Path) -> None:
    """A process that may write files of no more than 5,000 bytes: the first fits, and the second does not."""
    write = """
import resource, signal, sys
from pathlib import Path
from bot.model.board.paper import Drawn
from bot.program.papers.folder import put
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (5_000, 5_000))
put([Drawn(name="small.txt", held=b"new", sha256=""), Drawn(name="large.txt", held=b"x" * 6_000, sha256="")], Path(sys.argv[1]))
"""
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "small.txt").write_text("old")
    for out in (tmp_path / "there", tmp_path / "new" / "below"):
        ended = subprocess.run([sys.executable, "-c", write, str(out)], capture_output=True, text=True, check=False)

        assert ended.returncode == 1
        assert "cannot be written to (File too large)" in ended.stderr
    assert there(tmp_path) == ["there"] and there(tmp_path / "there") == ["small.txt"]
    assert (tmp_path / "there" / "small.txt").read_text() == "old"


def test_a_reading_command_makes_no_database(tmp_path: Path) -> None:
    for words in (("report", "board"), ("stocktake",)):
        assert "There is no database" in ran(tmp_path / "none.db", *words, "--out", tmp_path / "out", code=1).output
    assert there(tmp_path) == []


def test_without_the_extra_one_sentence_says_what_to_install(record: Path, tmp_path: Path) -> None:
    """In a process that finds no `docx`, as on a machine where it is not installed."""
    hide = "import sys; sys.modules['docx'] = None; from bot.program.app import main; sys.argv[1:] = {words!r}; main()"
    words = ["stocktake", *DAY, "--out", str(tmp_path / "out")]
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{record}"}
    ended = subprocess.run(
        [sys.executable, "-c", hide.format(words=words)], env=environment, capture_output=True, text=True, check=False
    )

    assert ended.returncode == 1
    assert "extra named papers" in ended.stderr
    assert not (tmp_path / "out").exists()
