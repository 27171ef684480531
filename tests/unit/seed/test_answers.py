"""The answers file: read whole, judged beside the doubts it should settle, and written on without touching what stands there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.documents.draft import PlanDoubt, PlanDoubtKind
from seed.answers import AnswersFile, AnswersFileError, judge, with_answers

YEAR = PlanDoubt(key="year-due", kind=PlanDoubtKind.YEAR, question="Which year?", choices=("2026/27", "2025/26"))
ROLE = PlanDoubt(key="role-lead", kind=PlanDoubtKind.ROLE, question="Who?", free=True)


def test_an_answer_is_read_with_the_line_it_stands_on() -> None:
    read = AnswersFile.parse('# ours\r\n[answers]\r\n"year-due" = " 2026/27 "\r\nrole-lead = "Head of SEND"\r\n')

    assert read.answers == {"year-due": "2026/27", "role-lead": "Head of SEND"}
    assert read.places == {"year-due": "Line 3 of the answers file", "role-lead": "Line 4 of the answers file"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[answers]\nyear-due = "a', "cannot be read"),
        ('year-due = "a"', "Line 1 of the answers file, year-due: this is not an answer."),
        ("[answers]\nyear-due = 2026", "Line 2 of the answers file, year-due: an answer is a text in quotes."),
        ('[answers]\nyear-due = " "', "Line 2 of the answers file, year-due: an answer is a text in quotes."),
        ("answers = 3", "has no [answers]"),
        ("[answers]\n" + "#\n" * 2_000, "has 2002 lines"),
        ("[answers]\n#" + "x" * 3_000, "Line 2 of the answers file has 3001 characters"),
        ("a = " + "[" * 1_900, "cannot be read"),
    ],
)
def test_what_is_no_answers_file_is_refused_with_the_line(text: str, told: str) -> None:
    with pytest.raises(AnswersFileError) as wrong:
        AnswersFile.parse(text)

    assert told in str(wrong.value)


def test_a_wrong_choice_and_a_misspelt_key_are_faults_and_what_is_asked_no_more_is_only_told() -> None:
    lines = '[answers]\nyear-due = "1999"\nrole-leed = "Head"\ncolour-purple = "Amber"\nyear-start = "2026"\n'

    judged = judge(AnswersFile.parse(lines), ["year-start"], [YEAR, ROLE])
    assert judged.faults == (
        'Line 2 of the answers file, year-due: "1999" is none of the answers. Write one of: "2026/27", "2025/26".',
        "Line 3 of the answers file, role-leed: nothing of that name is asked. Did you mean role-lead?",
    )
    assert judged.unused == (
        "Line 4 of the answers file, colour-purple: this is not asked about this document, so it was not used.",
    )


KEYS = st.from_regex(r"[a-z0-9][a-z0-9-]{0,20}", fullmatch=True)


@given(st.dictionaries(KEYS, st.text(st.characters(codec="utf-8"), min_size=1).filter(str.strip), max_size=5))
def test_answers_that_are_written_are_read_again(answers: dict[str, str]) -> None:
    written = with_answers("# ours", answers)

    assert written.startswith("# ours\n[answers]\n")
    assert AnswersFile.parse(written).answers == {key: answer.strip() for key, answer in answers.items()}


def test_what_stands_in_the_file_stays_and_the_new_comes_below() -> None:
    text = '[answers]\n# the board said so\nyear-due = "2026/27"'

    assert with_answers(text, {"role-lead": 'Head of "SEND"'}) == f'{text}\n"role-lead" = "Head of \\"SEND\\""\n'
