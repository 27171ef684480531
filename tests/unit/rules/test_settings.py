"""Settings line by line: what was set can be written as the file says it, and read again."""

import pytest

from bot.model.policy import Policy
from bot.rules.settings import as_lines, of_lines

SAID = {
    'calendar.zone': '"Europe/London"',
    "calendar.closures": '[{from = 2025-12-24, to = 2026-01-02, what = "the \\"big\\" close – ż"}, {from = 2026-04-02, to = 2026-04-02}]',
    "asking.rungs": "[14, 0]",
    "asking.opens": '"08:30"',
    'asking.only."2.1".rungs': "[3]",
    "asking.only.2.cycle_months": "2",
    "digest.weekday": '"friday"',
    "status.green": '"2025-99-99"',
}


def test_what_the_file_set_is_said_again_and_nothing_else() -> None:
    said = {**SAID, "status.green": '"On time."'}
    assert as_lines(of_lines(said)) == said


def test_a_text_that_looks_like_a_date_stays_that_text() -> None:
    policy = of_lines(SAID)
    assert of_lines(as_lines(policy)) == policy


@pytest.mark.parametrize("policy", [Policy(), Policy.read({"asking": {"only": {}}}), Policy.read({"asking": {"only": {"2": {}}}, "digest": {}})])
def test_what_is_empty_is_read_as_it_was(policy: Policy) -> None:
    assert of_lines(as_lines(policy)) == policy
