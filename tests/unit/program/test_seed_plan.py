"""`seed check` and `seed load`: a plan shown as it will be asked, answered from a file, in a workbook or at the terminal."""

from __future__ import annotations

import os
import pty
import re
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from bot.model.plan import Plan
from tests.unit.program.test_program import Program

ROOT = Path(__file__).parents[3]
PROMPT = re.compile(r"Your answer|Load it\?")
LINES = (
    "Our plan\nPriority 1: Better\nRef\tAction\tMilestone\tWhen\tOwner\n"
    "1.1\tAct well\tWrite the plan\tMarch 2037\tHead of Care\n"
    "\t\tSay it\tApril 2037\tHead of Care\n"
    "\t\tCheck it\t\tHead of Learning\n"
)


TRACKED = (
    "Action,Milestone,Owner,Due,Status\n"
    "Act well,Write the plan,Head of Care,31/03/2037,Purple\n"
    "Act well,Say it,Head of Care,30/04/2037,Purple\n"
    "Act well,Check it,Head of Learning,30/06/2037,Teal\n"
)


@pytest.fixture
def tracked(tmp_path: Path) -> Program:
    """A plan whose tracker has two words of its own for how things stand."""
    (tmp_path / "kent.csv").write_text(TRACKED, encoding="utf-8")
    return Program(tmp_path)


@pytest.fixture
def program(tmp_path: Path) -> Program:
    (tmp_path / "kent.txt").write_text(LINES, encoding="utf-8")
    return Program(tmp_path)


def loaded(program: Program) -> Plan:
    return program.does(lambda store: store.read(lambda view: view.plans.one("kent")))


def test_check_begins_with_what_is_in_it_who_is_asked_from_when_and_who_owns_how_many(program: Program) -> None:
    told = program.run("seed", "check", program.folder / "kent.txt").stdout.splitlines()

    assert told[1:4] == [
        "1 priority, 1 action, 3 milestones.",
        "2 will be asked about, the first on 19 February 2037.",
        "2 go to Head of Care.",
    ]
    assert told[4] == "1 has no date or no owner, so nobody is asked about it: 1.1.3."
    assert told[5:8] == ["Who owns how many:", "  2  Head of Care", "  1  Head of Learning"]


def test_what_there_is_no_room_for_is_counted_and_told_if_all_is_wanted(program: Program) -> None:
    rows = "".join(f"\t\tStep {number} of it\tsome day {number}\tHead of Unit {number}\n" for number in range(30))
    (program.folder / "kent.txt").write_text(LINES + rows, encoding="utf-8")

    short = program.run("seed", "check", program.folder / "kent.txt").stdout
    whole = program.run("seed", "check", program.folder / "kent.txt", "--all").stdout
    assert "more roles. To see all of them add --all" in short
    assert "more. To see all of them add --all" in short
    assert "add --all" not in whole
    assert "Head of Unit 29" in whole


def test_an_answers_file_that_cannot_be_used_ends_both_with_its_lines(program: Program) -> None:
    (program.folder / "kent.answers.toml").write_text('year-due = "x"\n[answers]\nb = 3\n', encoding="utf-8")

    for command in ("check", "load"):
        told = program.run("seed", command, program.folder / "kent.txt", code=1).stderr
        assert "Line 1 of the answers file, year-due: this is not an answer." in told
        assert "Line 3 of the answers file, b: an answer is a text in quotes." in told


def test_an_answer_to_what_is_not_asked_is_told_and_stops_nothing(program: Program) -> None:
    other = program.folder / "mine.toml"
    other.write_text('[answers]\n"colour-purple" = "Amber"\n', encoding="utf-8")

    told = program.run("seed", "load", "--yes", program.folder / "kent.txt", "--answers", other).stdout
    assert "Line 2 of the answers file, colour-purple: this is not asked about this document, so it was not used." in told
    assert "Loaded as kent." in told
    program.run("seed", "check", program.folder / "kent.txt", "--answers", program.folder / "none.toml", code=1)


def test_a_review_workbook_is_written_once_and_loaded_with_what_was_changed_in_it(program: Program) -> None:
    plan, review = program.folder / "kent.txt", program.folder / "review.xlsx"
    assert "It is in" in program.run("seed", "check", plan, "--review", review).stdout
    assert "is there already, and may hold answers" in program.run("seed", "check", plan, "--review", review, code=1).stderr

    book = load_workbook(review)
    sheet = book["Plan"]
    assert isinstance(sheet, Worksheet)
    sheet["F4"], sheet["H2"] = "30/06/2037", "Head of Learning; Head of Care"
    book.save(review)
    program.run("seed", "load", "--yes", plan, "--answers", review)

    first, _, last = loaded(program).milestones
    assert str(last.due) == "2037-06-30"
    assert first.owners == ("Head of Learning", "Head of Care")
    assert "Nothing to change" in program.run("seed", "load", "--yes", plan, "--answers", review).stdout


def test_a_review_workbook_with_a_fault_loads_nothing(program: Program) -> None:
    plan, review = program.folder / "kent.txt", program.folder / "review.xlsx"
    program.run("seed", "check", plan, "--review", review)
    book = load_workbook(review)
    book["Plan"]["H2"] = "Head of Caer"  # type: ignore[index]
    book.save(review)

    told = program.run("seed", "load", "--yes", plan, "--answers", review, code=1).stderr
    assert told.startswith('Row 2 of the sheet Plan: "Head of Caer" is not a role of the plan. Did you mean Head of Care?')


def test_words_that_tell_who_a_child_is_are_named_and_nothing_is_loaded(program: Program) -> None:
    (program.folder / "kent.txt").write_text(LINES.replace("Say it", "See 943 476 5919"), encoding="utf-8")

    assert "1.1.2 holds what looks like an NHS number." in program.run("seed", "check", program.folder / "kent.txt").stdout
    ran = program.run("seed", "load", "--yes", program.folder / "kent.txt", code=1)
    assert ran.stderr == "A plan must not name a child. Take this out of the file and send it again.\n"
    assert program.run("status", code=1).stderr


def colours(program: Program) -> list[str | None]:
    """What the plan that is loaded says of its milestones, as its tracker said it."""
    return [one.imported.status if one.imported else None for one in loaded(program).milestones]


def test_what_is_doubtful_is_asked_widest_first_each_with_its_cells_its_answers_and_its_key(tracked: Program) -> None:
    told = tracked.run("seed", "check", tracked.folder / "kent.csv").stdout

    assert "2 questions about it, the widest first:" in told
    assert told.index('1. What does "Purple" say of a milestone?') < told.index('2. What does "Teal" say of a milestone?')
    assert "In E2, E3." in told
    assert "It settles 2 milestones, such as 1.1.1: Write the plan" in told
    assert "[1] Leave it out (suggested)" in told
    assert "Its key: colour-purple" in told
    (purple, teal) = tracked.json("seed", "check", tracked.folder / "kent.csv")["doubts"]
    assert purple == {
        "key": "colour-purple",
        "kind": "colour",
        "question": purple["question"],
        "choices": ["Green", "Amber", "Red", "Complete", "Not started", "Leave it out"],
        "default": "Leave it out",
        "free": False,
        "places": ["E2", "E3"],
        "touches": ["1.1.1", "1.1.2"],
    }
    assert teal["touches"] == ["1.1.3"]


def test_answers_beside_the_plan_settle_it_and_are_kept_with_the_edition_for_the_next(tracked: Program) -> None:
    plan, answers = tracked.folder / "kent.csv", tracked.folder / "kent.answers.toml"
    answers.write_text('[answers]\n"colour-purple" = "amber"\n', encoding="utf-8")
    told = tracked.run("seed", "load", "--yes", plan).stdout
    assert "1 question is open." in told
    assert colours(tracked) == ["amber", "amber", None]

    answers.unlink()
    plan.write_text(TRACKED + "Act well,Tell it,Head of Care,31/07/2037,Purple\n", encoding="utf-8")
    tracked.run("seed", "load", "--yes", plan)
    assert colours(tracked) == ["amber", "amber", None, "amber"]

    answers.write_text('[answers]\n"colour-purple" = "Red"\n', encoding="utf-8")  # the file says otherwise
    tracked.run("seed", "load", "--yes", plan)
    assert [one.choice for one in loaded(tracked).answers if one.key == "colour-purple"] == ["Red"]


def test_a_choice_that_is_none_and_a_key_that_is_misspelt_end_it_with_line_key_and_choices(tracked: Program) -> None:
    (tracked.folder / "kent.answers.toml").write_text(
        '[answers]\n"colour-purple" = "Mauve"\n"colour-teel" = "Red"\n', encoding="utf-8"
    )

    told = tracked.run("seed", "check", tracked.folder / "kent.csv", code=1).stderr.splitlines()
    assert told[0].startswith('Line 2 of the answers file, colour-purple: "Mauve" is none of the answers. Write one of: "Green"')
    assert told[1].endswith("colour-teel: nothing of that name is asked. Did you mean colour-teal?")


def test_what_is_no_year_in_an_answers_file_is_said_to_be_none(tracked: Program) -> None:
    (tracked.folder / "kent.csv").write_text(TRACKED.replace("31/03/2037", "31 March"), encoding="utf-8")
    (tracked.folder / "kent.answers.toml").write_text('[answers]\n"year-plan" = "potato"\n', encoding="utf-8")

    told = tracked.run("seed", "check", tracked.folder / "kent.csv", code=1).stderr
    assert 'Line 2 of the answers file, year-plan: "potato" was not understood as an answer.' in told


def test_the_commands_that_are_named_can_be_typed_as_they_stand(tracked: Program) -> None:
    plan = tracked.folder / "kent.csv"

    assert f"milepost seed load {plan}. Or write" in tracked.run("seed", "check", plan).stdout.replace("\n", " ")
    assert "called kent.answers.toml" in tracked.run("seed", "check", plan).stdout.replace("\n", " ")


def test_a_review_workbook_answers_questions_from_its_drop_downs(tracked: Program) -> None:
    plan, review = tracked.folder / "kent.csv", tracked.folder / "review.xlsx"
    tracked.run("seed", "check", plan, "--review", review)
    book = load_workbook(review)
    book["Questions"]["E3"] = "Complete"  # type: ignore[index]
    book.save(review)

    tracked.run("seed", "load", "--yes", plan, "--answers", review)
    assert colours(tracked) == [None, None, "complete"]


def test_at_a_terminal_each_question_is_asked_and_what_is_left_for_later_stays_open(tracked: Program) -> None:
    shown = at_a_terminal(tracked, ["seed", "load", "kent.csv"], ["9", "3", "later", "y"])

    assert "[2] Green" in shown
    assert "Type a number from 1 to 6, or later." in shown
    assert "1 question is open." in shown
    assert "Your answers are in kent.answers.toml too." in shown
    assert colours(tracked) == ["amber", "amber", None]
    assert (tracked.folder / "kent.answers.toml").read_text() == '[answers]\n"colour-purple" = "Amber"\n'


def test_at_a_terminal_the_plan_is_told_before_it_is_asked_about_and_words_that_are_no_answer_are_asked_again(
    tracked: Program,
) -> None:
    rows = "Action,Milestone,Owner,Due\nAct well,Write it,Head of Care,31 March\nAct well,Say it,Head of Care,30/04/2037\n"
    (tracked.folder / "kent.csv").write_text(rows, encoding="utf-8")
    shown = at_a_terminal(tracked, ["seed", "load", "kent.csv"], ["potato", "2037", "y"])

    assert shown.index("2 milestones.") < shown.index("Your answer")
    assert "potato was not understood as an answer." in shown
    assert next(f"{one.due}" for one in loaded(tracked).milestones) == "2037-03-31"
    assert "potato" not in (tracked.folder / "kent.answers.toml").read_text()


def at_a_terminal(program: Program, words: list[str], typed: list[str]) -> str:
    """Run a command as somebody at a terminal does, who types a line at each prompt. Returns all that was on the screen."""
    child, screen = pty.fork()
    if child == 0:
        os.chdir(program.folder)
        command = [sys.executable, "-m", "bot", *words]
        os.execve(sys.executable, command, {**os.environ, **program.environment, "PYTHONPATH": str(ROOT)})
    shown = ""
    for line in [*typed, None]:
        while part := read_on(screen):
            shown += part
            if line is not None and shown.rstrip().endswith((":", "]")) and PROMPT.search(shown.rsplit("\n", 1)[-1]):
                os.write(screen, f"{line}\n".encode())
                shown += "\n"
                break
    os.waitpid(child, 0)
    return shown


def read_on(screen: int) -> str:
    """What comes next on a screen, nothing once it is closed."""
    try:
        return os.read(screen, 65_536).decode("utf-8", "replace")
    except OSError:
        return ""
