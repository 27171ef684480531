"""What comes round by its words, and what is asked of dates and rhythms."""

from __future__ import annotations

from datetime import date

import pytest

from bot.model.plan import Recurrence
from bot.model.policy import Calendar
from seed.draft import Doubts
from seed.meaning.dates import Reading, read_date
from seed.meaning.dates.asking import ask_day
from seed.meaning.dates.rhythms import rhythm_doubt, rhythm_in
from seed.source import Place

HERE, THERE = Place(line=4, column=3), Place(line=5, column=3)


@pytest.mark.parametrize(
    ("text", "rhythm"),
    [
        ("Multiple stakeholder events held and quarterly dedicated update sessions with families.", Recurrence.QUARTERLY),
        ("Develop a termly programme of 'Let\u2019s talk' sessions", Recurrence.TERMLY),
        ("Implement an annual programme of work.", Recurrence.YEARLY),
        ("Monthly waiting list report", Recurrence.MONTHLY),
        ("Test the back-up radio each month", Recurrence.MONTHLY),
        ("Report passenger numbers each quarter", Recurrence.QUARTERLY),
        ("Rehearse the fall-back twice a year", Recurrence.SIX_MONTHLY),
        ('First "you said" report, then yearly', Recurrence.YEARLY),
        ("Shared with managers on a quarterly basis", Recurrence.QUARTERLY),
        ("Implement the portal for annual reviews.", None),
        ("Produce Annual Review guide and training for schools", None),
        ("A policy on annual leave", None),
        ("Every Year 9 review names an adult goal", None),
        ("Each year group has a lead", None),
        ("Half-termly meetings", None),
        ("Map places of concern each half term", None),
        ("Weekly and monthly meetings", None),
        ("Validate the list every 12 weeks", None),
    ],
)
def test_what_people_do_again_and_again_has_a_rhythm_and_the_name_of_a_thing_has_none(text: str, rhythm: Recurrence | None) -> None:
    assert rhythm_in(text) is rhythm


def test_a_rhythm_in_the_words_is_asked_and_stays_once_until_it_is_answered() -> None:
    doubts = Doubts()
    text = "Report passenger numbers each quarter"

    assert rhythm_doubt(doubts, text, HERE) is None
    (doubt,) = doubts.asked(lambda _: ())
    assert doubt.default == doubt.choices[1]
    assert rhythm_doubt(Doubts({doubt.key: doubt.choices[0]}), text, HERE) is Recurrence.QUARTERLY
    assert rhythm_doubt(Doubts({doubt.key: doubt.choices[1]}), text, HERE) is None
    assert rhythm_doubt(doubts, "Write the report", THERE) is None
    assert len(doubts.asked(lambda _: ())) == 1


def asked_of(phrase: str, answers: dict[str, str] | None = None) -> tuple[Reading, Doubts]:
    doubts = Doubts(answers)
    return ask_day(doubts, read_date(phrase), phrase, HERE, Calendar()), doubts


@pytest.mark.parametrize(
    "phrase", ["Summer term 2026", "Spring 2027", "September and March 2027", "31/11/2026", "Q2 2026", "Mon 23 Oct 2026", "after Easter 2027"]
)
def test_a_day_that_somebody_may_know_is_asked_once_and_read_by_the_answer(phrase: str) -> None:
    reading, doubts = asked_of(phrase)
    ask_day(doubts, reading, phrase.upper(), THERE, Calendar())
    (doubt,) = doubts.asked(lambda at: (str(at.line),))

    assert not reading.names_a_day
    assert (doubt.touches, doubt.free) == (("4", "5"), True)
    assert asked_of(phrase, {doubt.key: "30 April 2027"})[0] == Reading(due=date(2027, 4, 30))
    assert asked_of(phrase, {doubt.key: "05/06/2027"})[0] == Reading(due=date(2027, 6, 5))
    assert asked_of(phrase, {doubt.key: "No date"})[0] == Reading()
    assert asked_of(phrase, {doubt.key: "nobody knows"})[0] == reading


def test_the_days_that_a_quarter_may_end_on_are_choices() -> None:
    (doubt,) = asked_of("Q2 2026")[1].asked(lambda _: ())

    assert doubt.choices == ("30 June 2026", "30 September 2026", "No date")
    assert read_date("September 2026 and March 2027").choices == (date(2026, 9, 30), date(2027, 3, 31))


@pytest.mark.parametrize("phrase", ["TBC", "ASAP", "ongoing", "monthly", "March 2027", "Complete", "next meeting", "Immediately"])
def test_what_nobody_can_know_and_what_was_read_is_not_asked(phrase: str) -> None:
    reading, doubts = asked_of(phrase)

    assert reading == read_date(phrase)
    assert doubts.asked(lambda _: ()) == ()
