"""The key of a plan: its own words, letters and colours, the standard ones, and what is asked."""

from __future__ import annotations

import pytest

from bot.model.status import Status
from seed.meaning.colours import Hue, hue_of, said
from seed.meaning.key import Key, key_of
from seed.source import Block, Cell
from tests.world.tables import Read, table

RED, AMBER, GREEN, BLUE, PURPLE = "FF0000", "FFC000", "00B050", "0070C0", "7030A0"
STANDARD = Key({}, {})


class Keyed(Read):
    """A document read with its key."""

    def __init__(self, *blocks: Block | str, answers: dict[str, str] | None = None) -> None:
        super().__init__(*blocks, answers=answers)
        self.key = key_of(self.parts, self.doubts)


def status_of(key: Key, words: str, fill: str = "") -> Status | None:
    return key.state_of(Cell(words, fill=fill)).status


def plan(*states: str) -> Block:
    return table("Action|When|Status", *(f"Write letter {number}|May 2026|{state}" for number, state in enumerate(states)))


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("Red", Status.RED),
        ("R", Status.RED),
        ("amber", Status.AMBER),
        ("Yellow", Status.AMBER),
        ("GREEN", Status.GREEN),
        ("Blue", Status.COMPLETE),
        ("Complete", Status.COMPLETE),
        ("✅ Done", Status.COMPLETE),
        ("🔴", Status.RED),
        ("Closed", Status.COMPLETE),
        ("Completed - February 2026", Status.COMPLETE),
        ("Completed March 2026", Status.COMPLETE),
        ("Not started", Status.NOT_STARTED),
        ("Amber: 40 of 112 visited", Status.AMBER),
        ("In progress", None),
        ("On track", None),
        ("Complete the review by May", None),
        ("Greenwich", None),
        ("", None),
    ],
)
def test_standard_words_are_known_and_no_other_is_guessed(words: str, status: Status | None) -> None:
    assert status_of(STANDARD, words) is status


@pytest.mark.parametrize(
    ("fill", "hue"),
    [
        (RED, Hue.RED), ("FFC7CE", Hue.RED), (AMBER, Hue.AMBER), ("FFFF00", Hue.AMBER), ("ED7D31", Hue.AMBER), (GREEN, Hue.GREEN),
        ("92D050", Hue.GREEN), ("C6EFCE", Hue.GREEN), (BLUE, Hue.BLUE), (PURPLE, Hue.PURPLE), ("FFFFFF", None), ("D9D9D9", None),
        ("000000", None), ("", None), ("red", None), ("zzzzzz", None),
    ],
)  # fmt: skip
def test_fills_are_colours_as_people_call_them(fill: str, hue: Hue | None) -> None:
    assert hue_of(fill) is hue


def test_what_stands_behind_a_state_is_kept() -> None:
    found = said("Amber – 60 trained by 1st June 2026")

    assert found is not None
    assert (found.written, found.word, found.rest) == ("Amber", "amber", "60 trained by 1st June 2026")


def test_a_word_comes_before_a_fill_and_prose_does_not() -> None:
    assert status_of(STANDARD, "Green", RED) is Status.GREEN
    assert status_of(STANDARD, "Supplier changed, new end March 2027", AMBER) is Status.AMBER
    assert STANDARD.state_of(Cell("Supplier changed, new end", fill=AMBER)).words == "Supplier changed, new end"
    assert status_of(STANDARD, "On track", GREEN) is Status.GREEN


def test_the_key_of_the_plan_gives_its_colours_their_meaning() -> None:
    keyed = Keyed(
        plan(f"{{{PURPLE}}}", f"{{{GREEN}}}", "Slipping"),
        "Key",
        table(f"Done|{{{PURPLE}}}", f"On course|{{{GREEN}}}", f"Slipping|{{{AMBER}}}"),
    )

    assert keyed.asked() == {}
    assert keyed.told() == []
    assert status_of(keyed.key, "", PURPLE) is Status.COMPLETE
    assert status_of(keyed.key, "On course") is Status.GREEN
    assert status_of(keyed.key, "slipping") is Status.AMBER


def test_a_key_of_letters_may_stand_on_a_sheet_of_its_own_or_in_a_line() -> None:
    sheet = Keyed("[Plan]", plan("G", "A"), "[RAG key]", table("RAG|Meaning", "R|Off track, action needed", "A|Some delay", "G|On track", "B|Complete"))
    line = Keyed("Key: red = off track, amber = some delay, green = on track.", plan("On track", "Off track"))

    assert (sheet.others, sheet.asked()) == (["colour_key"], {})
    assert status_of(sheet.key, "off track") is Status.RED
    assert (line.asked(), status_of(line.key, "On track"), status_of(line.key, "Off track")) == ({}, Status.GREEN, Status.RED)


def test_a_key_may_say_that_green_is_complete_and_blue_is_not_begun() -> None:
    keyed = Keyed("Key", table("Green|Complete", "Amber|In progress", "Red|Not started", "Blue|Not yet due"), plan("Green", "Blue", "In progress"))

    assert status_of(keyed.key, "Green") is Status.COMPLETE
    assert status_of(keyed.key, "Red") is Status.NOT_STARTED
    assert status_of(keyed.key, "Blue") is Status.NOT_STARTED
    assert status_of(keyed.key, "In progress") is Status.AMBER


def test_green_that_is_complete_or_on_track_stays_green() -> None:
    keyed = Keyed("Key", table("Green|Complete or on track", "Amber|Some delay", "Red|Will not be completed in time"), plan("Green"))

    assert status_of(keyed.key, "Green") is Status.GREEN
    assert status_of(keyed.key, "Red") is Status.RED


def test_a_key_that_lies_on_its_side_is_read() -> None:
    keyed = Keyed(table(f"Finished off{{{BLUE}}}|Going well{{{GREEN}}}|Stuck fast{{{RED}}}"), plan("Going well", "Stuck fast"))

    assert keyed.others == ["colour_key"]
    assert status_of(keyed.key, "Stuck fast") is Status.RED
    assert keyed.asked() == {}


def test_a_word_that_nothing_explains_is_asked_once_and_says_nothing_until_then() -> None:
    states = ("In progress", "in progress", "Done", "Stuck")
    asked = Keyed(plan(*states), "# More", plan(*states))
    settled = Keyed(plan(*states), answers={"colour-in-progress": "green", "colour-stuck": "Leave it out"})

    assert asked.asked() == {"colour-in-progress": "Leave it out", "colour-stuck": "Leave it out"}
    assert status_of(asked.key, "In progress") is None
    assert settled.asked() == {}
    assert (status_of(settled.key, "In progress"), status_of(settled.key, "Stuck")) == (Status.GREEN, None)


def test_a_colour_that_nothing_explains_is_asked() -> None:
    asked = Keyed(plan(f"{{{PURPLE}}}", f"{{{RED}}}"))
    settled = Keyed(plan(f"{{{PURPLE}}}", f"{{{RED}}}"), answers={"colour-purple": "Complete"})

    assert asked.asked() == {"colour-purple": "Leave it out"}
    assert status_of(settled.key, "", PURPLE) is Status.COMPLETE


def test_fills_without_words_are_told_once_if_no_key_explains_them() -> None:
    assert Keyed(plan(f"{{{RED}}}", f"{{{GREEN}}}", f"{{{BLUE}}}")).told() == ["colours_by_fill"]


def test_letters_that_are_no_colours_are_asked() -> None:
    keyed = Keyed(plan("A", "C", "O", "C"))

    assert sorted(keyed.asked()) == ["colour-a", "colour-c", "colour-o"]


def test_sentences_and_numbers_are_asked_about_by_nobody() -> None:
    rows = ("Action|When|Status|Progress", "Write|May 2026|Green|0%", "Call|June 2026|Workshop held in the new hall|Workshop held in May", "Ask|July 2026|Red|100%")

    assert Keyed(table(*rows)).asked() == {}
