"""`milepost export` prints CSV, or writes a workbook that comes back without a change."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.model.documents.draft import Draft, Settled
from bot.planning import editions
from bot.program.app import app
from bot.reports.documents.workbook import given
from seed.source import Document
from seed.sources import xlsx
from seed.workbook.reading import read
from seed.workbook.rows import stamp_of
from store.record import SqlStore
from tests import records
from tests.records import long_ago
from tests.world.books import edited

PLAN = Path(__file__).parents[3] / "seed" / "plans" / "lancashire_send_priority_action_plan.txt"
SHORT = "lancashire-send-priority-action-plan"


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A folder with a record of the plan that comes with Milepost, and a workbook of it."""
    with records.folder() as made:
        run(made, "seed", "load", "--yes", PLAN)
        run(made, "export", made / "out.xlsx")
        yield made


def run(folder: Path, *words: str | Path, code: int = 0, given_: str = "") -> str:
    ran = CliRunner().invoke(app, [str(word) for word in words], env={"DATABASE_URL": f"sqlite:///{folder / 'm.db'}"}, input=given_)
    assert ran.exit_code == code, ran.output
    return ran.output


def test_it_says_what_it_wrote_and_prints_csv_without_a_file(folder: Path) -> None:
    assert f"{SHORT}, 95 milestones" in run(folder, "export", folder / "other.xlsx")
    assert len(run(folder, "export").splitlines()) >= 96
    assert (folder / "other.xlsx").stat().st_mode & 0o777 == 0o600, "somebody else on this machine may read it"


def test_a_file_that_is_there_is_asked_about_and_one_that_is_no_workbook_refused(folder: Path) -> None:
    (folder / "mine.xlsx").write_bytes(b"mine")

    run(folder, "export", folder / "mine.xlsx", code=1, given_="n\n")
    assert (folder / "mine.xlsx").read_bytes() == b"mine"
    run(folder, "export", folder / "mine.xlsx", "--yes")
    assert (folder / "mine.xlsx").read_bytes() != b"mine"
    assert "ends in .xlsx" in run(folder, "export", folder / "plan.docx", code=1)
    assert "cannot be written" in run(folder, "export", folder / "nowhere" / "plan.xlsx", code=1)


async def test_the_plan_that_comes_with_milepost_comes_back_unchanged(folder: Path) -> None:
    document = xlsx.read((folder / "out.xlsx").read_bytes())
    store = SqlStore(f"sqlite:///{folder / 'm.db'}", long_ago)

    def never(document: Document, short: str, settled: Settled) -> Draft:
        raise AssertionError("it is known by its stamp")

    try:
        back = await store.read(lambda view: given(view, stamp_of(document)))
        draft = read(document, SHORT, Settled(given=back), never)
        new = await store.read(lambda view: editions.compared(view, draft.plan, keys=draft.keys))
    finally:
        await store.close()

    assert (len(draft.keys), draft.warnings) == (95, ())
    assert new.changes_nothing
    assert new.unchanged == 95


def test_a_workbook_is_loaded_again_as_the_edition_of_its_plan(folder: Path) -> None:
    assert "Nothing to change" in run(folder, "seed", "load", "--yes", folder / "out.xlsx")

    other = {("1.1.2", "When (including milestones)"): "Merged into the work of the board", ("1.1.2", "Milepost ref"): None}
    step = {("1.1.1", "Milepost status"): "Green", **other}
    (folder / "back.xlsx").write_bytes(edited((folder / "out.xlsx").read_bytes(), step))
    told = run(folder, "seed", "load", "--yes", "--because", "the board merged it", folder / "back.xlsx")

    assert "Changes what the plan's own tracker says of 1:" in told
    assert "nothing becomes Green" in told
    assert "because: the board merged it" in run(folder, "history", "1.1.2")
    assert "Loaded as" in told


def test_what_was_changed_and_cannot_be_taken_is_told_though_nothing_else_changes(folder: Path) -> None:
    run(folder, "export", folder / "slips.xlsx")
    (folder / "odd.xlsx").write_bytes(edited((folder / "slips.xlsx").read_bytes(), {("1.1.1", "Milepost slips"): 9}))

    told = run(folder, "seed", "load", "--yes", folder / "odd.xlsx")

    assert '1.1.1: "9" in the column Milepost slips was not taken. Milepost fills that column itself.' in " ".join(told.split())
    assert "Nothing to change" in told


def test_one_that_was_given_of_an_earlier_day_comes_back_unchanged_too(folder: Path) -> None:
    run(folder, "export", folder / "then.xlsx", "--as-at", "today")

    assert "Nothing to change" in run(folder, "seed", "load", "--yes", folder / "then.xlsx")
