"""How the bench tells what it found. What it measures is no matter of tests: no test looks at a clock."""

from __future__ import annotations

from math import inf
from pathlib import Path

import pytest

from tests.bench import growing, reached, tables
from tests.bench.__main__ import PARTS, put_into
from tests.bench.measure import Row, Wanted, at_least, at_most
from tests.bench.subjects import CHAPTERS, Subject

BENCH = Path(tables.__file__).parent


def row(figure: float, bare: float = 2.0, unit: str = "ms", wanted: Wanted | None = None, what: str = "a form") -> Row:
    return Row(what, figure, bare, unit, "bare Bolt", Subject.FORM, wanted)


def test_each_subject_stands_in_one_chapter() -> None:
    told = [subject for subjects in CHAPTERS.values() for subject in subjects]
    assert sorted(told) == sorted(Subject)


def test_each_part_is_there() -> None:
    assert not [part for part in PARTS if not (BENCH / f"{part}.py").exists()]


@pytest.mark.parametrize(
    ("found", "before", "told"),
    [
        (row(10.0), 5.0, "5 times: held"),
        (row(11.9), 5.0, "5 times: held"),
        (row(12.2), 5.0, "5 times: **1.22 times worse**"),
        (row(4.0), 5.0, "5 times: better"),
        (row(100.0, 200.0, "/s"), 0.7, "0.7 times: **1.4 times worse**"),
        (row(100.0, 200.0, "/s"), 0.5, "0.5 times: held"),
        (row(100.0, 200.0, "", at_least(times=1)), 1.0, "1 times: **2 times worse**"),
        (row(3.0, 0.0, ""), 0.0, "0: **inf times worse**"),
        (row(0.0, 0.0, ""), 0.0, "0: held"),
        (row(10.0), None, "new"),
    ],
)
def test_a_figure_is_compared_with_what_was_reached(found: Row, before: float | None, told: str) -> None:
    assert reached.compared(found, before) == told


def test_a_figure_has_a_line_of_its_own_and_says_if_it_is_what_is_wanted() -> None:
    rows = [row(4.0, wanted=at_most(5)), row(8.0, wanted=at_most(5), what="a form on PostgreSQL"), row(9.0, what="its median")]
    page = tables.page(tables.Run(rows, [], "2 cores", "nothing else ran"), {"a form": 1.9})
    assert "| a form | 4 ms | 2 times bare Bolt (2 ms) | at most 5 ms: met | 1.9 times: held |" in page
    assert "| a form on PostgreSQL | 8 ms | 4 times bare Bolt (2 ms) | at most 5 ms: **short** | new |" in page
    assert "its median" not in page
    assert tables.verdict(rows, {"a form": 0.5}).splitlines() == [
        "1 of 2 figures are what is wanted; 1 are worse than 1.2 times what was reached.",
        "  short: a form on PostgreSQL: 8 ms, at most 5 ms: **short**",
        "  worse: a form: 0.5 times: **4 times worse**",
    ]


def test_a_whole_run_names_what_it_could_not_measure() -> None:
    page = tables.page(tables.Run([row(4.0)], [], "2 cores", "nothing else ran", ["start"], whole=True), {})
    assert "These parts failed or took too long, so that figures of theirs are missing: start." in page
    assert f"Not measured here: {', '.join(subject for subject in Subject if subject is not Subject.FORM)}." in page


def test_what_grows_is_told_beside_the_smallest_and_what_was_never_answered_has_no_figure() -> None:
    sizes = {"one plan": 2.0, "15 plans": 5.0, "1,500 plans": inf}
    (table,) = growing.tables([growing.Grown("Plans", "`mine`", size, took, took) for size, took in sizes.items()])
    assert table.splitlines() == [
        "**Plans**",
        "",
        "|  | one plan | 15 plans | 1,500 plans |",
        "| --- | --- | --- | --- |",
        "| `mine` | 2 ms | 5 ms (2.5 times) | no answer in time |",
    ]


def test_the_readme_has_a_place_for_the_tables(tmp_path: Path) -> None:
    page = tmp_path / "README.md"
    page.write_text((BENCH.parents[1] / "README.md").read_text(encoding="utf-8"), encoding="utf-8")
    put_into(page, "What was found.\n")
    assert "<!-- make bench -->\n\nWhat was found.\n\n<!-- that was make bench -->" in page.read_text(encoding="utf-8")
