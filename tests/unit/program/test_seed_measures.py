"""`seed measures`: measures from the plan's own sentences and from a file, as whoever runs Milepost sets them."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from bot.model.measures.measure import Measure
from tests.unit.program.test_program import Program

LINES = (
    "Our plan\nPriority 1: Better\nRef\tAction\tMilestone\tWhen\tOwner\tSuccess measures\n"
    "1.1\tAct well\tWrite the plan\tMarch 2037\tHead of Care\t"
    "Plans on time rise to 40% in 2035 and 60% in 2036 from a baseline of 17% in 2034. Complaints fall by 20%.\n"
    "1.2\tTell all\tSay it\tApril 2037\tHead of Care\tParents report that they feel heard.\n"
)
HEADINGS = "handle,text,actions,polarity,unit,baseline,baseline_on,target,target_by,source,period,resets,owner"


@pytest.fixture
def program(tmp_path: Path) -> Program:
    (tmp_path / "kent.txt").write_text(LINES, encoding="utf-8")
    program = Program(tmp_path)
    program.run("seed", "load", program.folder / "kent.txt", "--yes")
    return program


def measures(program: Program) -> tuple[Measure, ...]:
    return program.does(lambda store: store.read(lambda view: view.measures.all("kent")))


def proposals(program: Program) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(program.run("seed", "measures", "--from-plan", "--json").stdout)
    return told


def file_of(program: Program, *rows: str, headings: str = HEADINGS) -> Path:
    file = program.folder / "measures.csv"
    file.write_text("\n".join((headings, *rows)), encoding="utf-8")
    return file


def test_a_trajectory_is_one_measure_and_each_doubt_is_named_before_it_is_asked(program: Program) -> None:
    told = program.run("seed", "measures", "--from-plan", code=1).stdout

    assert "3 sentences say how success shows. 2 set a target, with 4 numbers in all." in told
    assert "Target: 40% by 31 December 2035, then 60% by 31 December 2036. It starts from 17% on 31 December 2034." in told
    assert "The start counts as 100%, and 80% of it is the target." in told
    assert "1 more are proposed as questions that are answered in words each term." in told
    assert measures(program) == ()


def test_all_that_is_shown_is_set_in_one_go_and_never_proposed_again(program: Program) -> None:
    told = program.run("seed", "measures", "--from-plan", "--yes").stdout

    assert "2 measures are set: m1, m2." in told
    assert [(one.terms.actions, str(one.terms.target), one.terms.owner) for one in measures(program)] == [
        (("1.1",), "60", ""),
        (("1.1",), "80", ""),
    ]
    again = program.run("seed", "measures", "--from-plan", "--words", "--yes").stdout
    assert "2 are set already" in again and "1 measure is set: m3." in again
    assert "Nothing is left to propose" in program.run("seed", "measures", "--from-plan", "--words").stdout
    assert [one["handle"] for one in proposals(program)["proposals"]] == ["m1", "m2", "m3"]


def test_chosen_proposals_alone_are_set(program: Program) -> None:
    program.run("seed", "measures", "--from-plan", "--only", "2-3", "--yes")

    assert [one.terms.in_words for one in measures(program)] == [False, True]
    assert "names no measure" in program.run("seed", "measures", "--from-plan", "--only", "7", "--yes", code=1).stderr
    assert "is set already" in program.run("seed", "measures", "--from-plan", "--only", "2", "--yes", code=1).stderr


def test_json_sets_nothing_without_a_yes(program: Program) -> None:
    told = proposals(program)

    assert (told["sentences"], told["with_target"], told["quantities"]) == (3, 2, 4)
    first = told["proposals"][0]
    assert first["trajectory"] == [{"by": "2035-12-31", "value": 40}, {"by": "2036-12-31", "value": 60}]
    assert (first["baseline"], first["polarity"], first["owner"], first["doubts"][0]["kind"]) == (17, "H", None, "year")
    assert measures(program) == ()


def test_a_file_that_was_written_is_loaded_again_without_a_change(program: Program) -> None:
    program.run("seed", "measures", "--from-plan", "--words", "--yes")
    file = program.folder / "out.csv"
    program.run("seed", "measures", "--out", file)

    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    assert "Nothing to save" in program.run("seed", "measures", file).stdout
    rows = list(csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines()))
    assert [row["handle"] for row in rows] == ["m1", "m2", "m3"]
    assert rows[0]["trajectory"] == "2035-12-31=40; 2036-12-31=60"


def test_a_file_as_excel_saves_it_says_what_is_new_and_what_is_changed_before_it_is_kept(program: Program) -> None:
    program.run("seed", "measures", "--from-plan", "--yes")
    file = program.folder / "measures.csv"
    text = (
        f"{HEADINGS};trajectory\r\n".replace(",", ";")
        + "m2;Complaints – in numbers;1.1;L;complaints;1,200 complaints;31/12/2034;960;Dec 2036;Register;Q;;head of care;\r\n"
        + ';Young people in work;1.2;higher;%; 12 % ;2034-12-31;="30";2037-03-31;;A;September;;2035-12-31=20; 2036-12-31 = 25 %\r\n'
        .replace("; 2036", "| 2036").replace('="30"', '"=""30"""')
    ).replace("2035-12-31=20| 2036-12-31 = 25 %", '"2035-12-31=20; 2036-12-31 = 25 %"')
    file.write_bytes(text.encode("cp1252"))

    told = program.run("seed", "measures", file, code=1).stdout
    assert "Row 2: m2 is said anew. Complaints – in numbers" in told and "Row 3: new. Young people in work" in told
    assert len(measures(program)) == 2

    assert "1 set, 1 changed, 0 as before." in program.run("seed", "measures", file, "--yes").stdout
    changed, new = measures(program)[1].terms, measures(program)[2].terms
    assert (str(changed.baseline), str(changed.target), changed.owner, len(measures(program)[1].steps)) == ("1200", "960", "Head of Care", 2)
    assert (str(new.baseline), str(new.target), new.resets, [str(one.value) for one in new.trajectory]) == ("12", "30", 9, ["20", "25"])


def test_every_fault_of_a_file_is_named_by_row_and_column_and_nothing_of_it_is_kept(program: Program) -> None:
    file = file_of(
        program,
        ",Good one,1.1,H,%,10,2034-12-31,20,2036-12-31,,MS,,",
        "m9,,1.7,Q,%,abc,2034-02-31,120,,,weekly,Sometime,Head of Car",
        ",Two,1.1,H,weeks,5,,=A1+2,2036-01-01,,MS,,,extra",
    )
    told = program.run("seed", "measures", file, "--yes", code=1).stderr

    for place in ("Row 3, handle", "Row 3, text", "Row 3, actions", "Row 4, target", "Row 4, row"):
        assert place in told
    file_of(program, "m9,Words,1.7,Q,%,abc,2034-02-31,120,,,weekly,Sometime,Head of Car", ",W,1.1,H,,,2034-12-31,,,,,,")
    told = program.run("seed", "measures", file, "--yes", code=1).stderr
    columns = ("handle", "actions", "polarity", "baseline", "baseline_on", "target", "period", "resets", "owner")
    assert [column for column in columns if f"Row 2, {column}:" not in told] == []
    assert "Row 3, baseline: there is a day for the baseline and no baseline." in told
    assert 'Did you mean "Head of Care"?' in told
    assert measures(program) == ()


@pytest.mark.parametrize("number", ["943 476 5919", "943\u00ad476\u00ad5919", "943\u200b476\u200b5919"])
def test_a_row_that_tells_who_a_child_is_is_refused_and_not_quoted(program: Program, number: str) -> None:
    file = file_of(program, f",Plan for {number},1.1,H,%,,,,,,MS,,")

    told = program.run("seed", "measures", file, "--yes", code=1).stderr
    assert "Row 2, text" in told and "943" not in told


def test_a_row_of_words_and_action_that_are_known_means_that_measure(program: Program) -> None:
    file = file_of(program, ",Waits,1.1,L,weeks,,,12,,,MS,,")
    program.run("seed", "measures", file, "--yes")

    assert "Nothing to save" in program.run("seed", "measures", file, "--yes").stdout
    file_of(program, ",Waits,1.1,L,weeks,,,10,,,MS,,", ",Waits,1.1,L,weeks,,,9,,,MS,,")
    assert "the same measure stands in row 2" in program.run("seed", "measures", file, "--yes", code=1).stderr


def test_what_does_not_go_together_is_wrong_usage(program: Program) -> None:
    file = file_of(program, ",Waits,1.1,L,weeks,,,12,,,MS,,")

    program.run("seed", "measures", code=2)
    program.run("seed", "measures", file, "--from-plan", code=2)
    program.run("seed", "measures", file, "--only", "1", code=2)
    program.run("seed", "measures", "--from-plan", "--out", file, code=2)


# ---- readings --------------------------------------------------------------------------------


@pytest.fixture
def measured(program: Program) -> Program:
    program.run("seed", "measures", "--from-plan", "--words", "--yes")
    return program


def readings_of(program: Program, *rows: str) -> Path:
    file = program.folder / "readings.csv"
    file.write_text("\n".join(("m,as_at,value,numerator,denominator,note,words", *rows)), encoding="utf-8")
    return file


def test_readings_are_shown_before_they_are_asked_and_a_correction_keeps_both(measured: Program) -> None:
    file = readings_of(measured, "m1,2025-10-31,34 %,,,first,", "m1,Nov 2025,,17,50,,", "m3,2025-10-31,,,,,Most feel heard")
    told = measured.run("seed", "readings", file, code=1).stdout
    assert "Row 2: m1 read 34% on 31 October 2025." in told
    assert all(not one.readings for one in measures(measured))

    assert "3 readings saved, 0 corrected, 0 as before." in measured.run("seed", "readings", file, "--yes").stdout
    assert [(str(one.value), one.numerator) for one in measures(measured)[0].standing] == [("34", None), ("34", 17)]
    assert measures(measured)[2].standing[0].words == "Most feel heard"

    file = readings_of(measured, "m1,2025-10-31,35%,,,first,", "m1,2025-11-30,34,17,50,,")
    told = measured.run("seed", "readings", file, "--yes").stdout
    assert "This corrects what is there. Both are kept." in told and "0 readings saved, 1 corrected, 1 as before." in told
    first = measures(measured)[0]
    assert ([str(one.value) for one in first.standing], len(first.readings)) == (["35", "34"], 3)
    assert "Nothing to save" in measured.run("seed", "readings", file, "--yes").stdout


def test_a_count_of_fewer_than_five_is_kept_and_not_shown(measured: Program) -> None:
    file = readings_of(measured, "m1,2025-10-31,,3,50,,")

    told = measured.run("seed", "readings", file, "--yes").stdout
    assert "m1 read fewer than 5 on 31 October 2025" in told and "6%" not in told
    assert measures(measured)[0].standing[0].numerator == 3


def test_every_fault_of_a_file_of_readings_is_named_and_nothing_of_it_is_kept(measured: Program) -> None:
    file = readings_of(
        measured,
        "m1,2025-10-31,34,,,,",
        "m1,2025-10-31,35,,,,",
        "m7,2025-10-31,34,,,,",
        "m1,2050-01-01,34,,,,",
        "m1,2025-09-30,n/a,,,,",
        "m1,2025-08-31,134%,,,,",
        "m1,2025-07-31,,9,5,,",
        "m1,2025-06-30,80,17,50,,",
        "m1,,34,,,,",
        "m1,2025-05-31,,,,,",
        "m3,2025-05-31,7,,,,",
        "m1,2025-04-30,0.98,,,,",
    )
    told = measured.run("seed", "readings", file, "--yes", code=1).stderr.splitlines()

    places = [line.split(":")[0] for line in told]
    assert places == [
        "Row 3, as_at", "Row 4, m", "Row 5, as_at", "Row 6, value", "Row 7, value", "Row 8, denominator", "Row 9, value",
        "Row 10, as_at", "Row 11, value", "Row 12, value", "Row 13, value",
    ]  # fmt: skip
    assert all(not one.readings for one in measures(measured))


def test_the_templates_are_files_that_can_be_loaded(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(program.folder)
    told = program.run("seed", "template", "measures").stdout
    assert "milepost seed measures measures.csv" in told
    program.run("seed", "template", "readings")

    assert "2 set, 0 changed" in program.run("seed", "measures", "measures.csv", "--yes").stdout
    file = program.folder / "readings.csv"
    file.write_text(file.read_text(encoding="utf-8-sig").replace("2026-10-31", "2025-10-31"), encoding="utf-8")
    assert "2 readings saved" in program.run("seed", "readings", "readings.csv", "--yes").stdout


def test_a_measure_stays_when_an_edition_changes_its_sentence_and_health_names_it(measured: Program) -> None:
    def told() -> list[str]:
        found = json.loads(measured.run("health", "--json").stdout)
        return [one["text"].split(" ")[0] for one in found if one["rule"] == "measure_sentence"]

    own = file_of(measured, ",Words of our own,1.1,H,,,,,,,MS,,")
    measured.run("seed", "measures", own, "--yes")
    assert told() == []
    plan = measured.folder / "kent.txt"
    plan.write_text(LINES.replace("Complaints fall by 20%", "Complaints fall by 30%"), encoding="utf-8")
    measured.run("seed", "load", plan, "--yes")

    assert [str(one.terms.target) for one in measures(measured)][:2] == ["60", "80"]
    assert told() == ["m2"]
    assert [one["number"] for one in proposals(measured)["proposals"] if one["handle"] is None] == [2]
    file_of(measured, "m2,Complaints fall by 30%.,1.1,L,% of the baseline,100,,70,,,MS,,")
    measured.run("seed", "measures", own, "--yes")
    assert told() == [] and "Nothing is left" in measured.run("seed", "measures", "--from-plan", "--words").stdout


def test_a_fault_of_a_cell_is_told_once_and_in_its_own_letters(program: Program) -> None:
    file = file_of(program, ",Good one,1.1,X,%,,,,,,MS,Octember,", ",=A1&B2,1.1,H,%,,,,,,MS,,")
    told = program.run("seed", "measures", file, "--yes", code=1).stderr

    assert '"X" is not a polarity' in told and '"Octember" is not a month' in told
    assert told.count("Row 3, text:") == 1 and "formula" in told
    assert "--json goes with --from-plan" in program.run("seed", "measures", file, "--json", code=2).stderr
    file.write_bytes(b"PK\x03\x04" + bytes(40))
    assert "save it as CSV" in program.run("seed", "measures", file, "--yes", code=1).stderr
