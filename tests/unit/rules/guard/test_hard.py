"""What may never be kept is found however it is written, and ordinary lines are let through."""

from __future__ import annotations

import pytest

from bot.model.updates.guard import Stop
from bot.rules.guard.hard import stops
from tests.world.guard_lines import LETTERS, ordinary, planted


def test_of_a_thousand_ordinary_lines_none_is_stopped() -> None:
    lines = list(ordinary(1_000))
    stopped = [line for line in lines if stops(line)]

    assert len(set(lines)) > 950
    assert stopped == []


def test_all_of_a_hundred_planted_lines_are_stopped_for_what_was_planted() -> None:
    lines = list(planted(100))

    assert [(stop, line) for stop, line in lines if stop not in stops(line)] == []
    assert {stop for stop, _ in lines} == set(Stop)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("943 476 5919", (Stop.NHS_NUMBER,)),
        ("943 476 5918", ()),  # another last digit
        ("9434765919", ()),  # neither grouped nor near the word
        ("the NHS gave 9434765919", (Stop.NHS_NUMBER,)),
        ("9434 765 919 on the NHS spine", (Stop.NHS_NUMBER,)),
        ("0943 476 5919", ()),  # a longer number
        ("+44 943 476 5919", ()),
        ("777 777 7777", ()),
        ("update 1.1.1 1.1.2 1.1.3 #u943-476-5919", ()),  # what a form of ours was drawn from
        ("https://www.england.nhs.uk/doc/9434765919", ()),
        *((f"now 943{sign}476{sign}5919 zw", (Stop.NHS_NUMBER,)) for sign in "\u00ad\u200b\u2060\ufeff\u202c_|"),
        ("943, 476, 5919", (Stop.NHS_NUMBER,)),
        ("*943* 476 5919", (Stop.NHS_NUMBER,)),
        ("**943** `476` 5919", (Stop.NHS_NUMBER,)),
        ("9 4 3 4 7 6 5 9 1 9", (Stop.NHS_NUMBER,)),
        ("9\u200b4\u200b3\u200b4\u200b7\u200b6\u200b5\u200b9\u200b1\u200b9", (Stop.NHS_NUMBER,)),
        ("1.1 1.2 1.3 1.4 1.6", ()),  # actions
        ("9 4 3 4 7 6 5 9 1 9 3 1", ()),  # a longer row of figures
        ("https://e.org/EHCP_943_476_5919.pdf", (Stop.NHS_NUMBER,)),
        ("https://e.org/EHCP%209434765919.pdf", (Stop.NHS_NUMBER,)),
        ("https://e.org/943%20476%205919", (Stop.NHS_NUMBER,)),
        ("https://e.org/9434765919.pdf", (Stop.NHS_NUMBER,)),
        ("https://e.org/a_DOB_12-03-2015.pdf", (Stop.BIRTH_DATE,)),
        ("https://e.org/a_F876232860129.pdf", (Stop.UPN,)),
        ("F876\u00ad2328\u00ad60129", (Stop.UPN,)),
        ("https://x.org/?nhs=943%20476 and 943.476.5919", (Stop.NHS_NUMBER,)),
        ("DOB 12/03/2015", (Stop.BIRTH_DATE,)),
        ("DOB12.3.15", (Stop.BIRTH_DATE,)),
        ("D.O.B:\n12\nMarch\n2015", (Stop.BIRTH_DATE,)),
        ("date-of-birth 2015-03-12", (Stop.BIRTH_DATE,)),
        ("born one two three four five six 12 March 2015", (Stop.BIRTH_DATE,)),
        ("born one two three four five six seven 12 March 2015", ()),
        ("born in March 2015", ()),  # no day
        ("born 12 March", ()),  # no year
        ("12 March 2015 was when it was born", ()),
        ("newborn screening 12 March 2015", ()),
        ("child of F876232860129", (Stop.UPN,)),
        ("child of G876232860129", ()),  # another letter
        ("XF876232860129", ()),
    ],
)
def test_the_edges_of_each_rule(line: str, found: tuple[Stop, ...]) -> None:
    assert stops(line) == found


def test_a_pupil_number_for_a_time_has_a_letter_at_its_end() -> None:
    digits = "80120000100"
    (letter,) = (one for one in LETTERS if stops(f"{one}{digits}A"))

    assert stops(f"{letter}{digits}A") == (Stop.UPN,)


def test_all_that_is_found_is_told() -> None:
    assert stops("NHS 943 476 5919, UPN F876232860129, DOB 12/03/2015") == tuple(Stop)
