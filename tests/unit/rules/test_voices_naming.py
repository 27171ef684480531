"""A voice names nobody: what points to one person is found, and what does not is left alone."""

from __future__ import annotations

import pytest

from bot.model.voices.naming import Naming
from bot.rules.voices.naming import namings

PEOPLE = ("Anna Patel", "Ben")


@pytest.mark.parametrize(("said", "found"), [
    ("My son Harry waits for a place", Naming.CHILD),
    ("our twelve year old daughter Amélie has no transport", Naming.CHILD),
    ("a child called harry has no place", Naming.CHILD),
    ("Harry's mum was told nothing", Naming.CHILD),
    ("Harry\u2019s mum was told nothing", Naming.CHILD),
    ("the mother of Harry was told nothing", Naming.CHILD),
    ("pupil Harry Jones has no place", Naming.CHILD),
    ("Mrs Jones never rings back", Naming.NAME),
    ("Anna Patel never rings back", Naming.NAME),
    ("J.S. at Hill Primary has no place", Naming.INITIALS),
    ("pupil JS, Hill School, has no place", Naming.INITIALS),
    ("the family at PR1 8XJ has no transport", Naming.ADDRESS),
    ("the bus does not stop at 12 Mill Hill Lane", Naming.ADDRESS),
    ("write to jo@example.org", Naming.EMAIL),
    ("Sam in year 4 cannot get to school", Naming.CHILD),
    ("Ahmed was excluded twice", Naming.CHILD),
    ("Kofi now has a place at Hill School", Naming.CHILD),
    ("Parents say that Bodhi Jones was left alone at lunch", Naming.CHILD),
    ("Tommy Jones was left alone", Naming.NAME),
    ("jayden smith was not seen", Naming.NAME),
    ("my son harry waits", Naming.NAME),
    ("Mohammed's school refused him", Naming.NAME),
    ("we rang Oliver Smith's mum, and Oliver Smith's plan is late", Naming.NAME),
    ("the speech therapist Sarah is great", Naming.NAME),
    ("Olu at Elm School waits alone", Naming.NAME),
    ("T.J. was left alone", Naming.INITIALS),
    ("the boy from Elm Close 12 waits", Naming.ADDRESS),
    ("call me on 07700 900123", Naming.PHONE),
    ("my 7 year old with Down syndrome at Elm Primary waits", Naming.ONE_CHILD),
])  # fmt: skip
def test_words_that_point_to_somebody_are_found(said: str, found: Naming) -> None:
    assert found in namings(said, PEOPLE)


@pytest.mark.parametrize("said", [
    "Nobody answers the phone",
    "My son waits for a place, and my daughter too",
    "Our child Health service is good",
    "Everybody's mum knows that",
    "Families in Kent's north wait for 20 weeks",
    "Parents of children with SEN at Hill School wait",
    "The annual review of a pupil SEN plan takes a year",
    "In the U.K. every school has a SENCO",
    "Speech and Language Therapy in Preston is slow",
    "Special Schools are full, and SENDIASS helped us",
    "Families in year 4 wait, and pupils at Elm School too",
    "Bullying at Elm School was left alone, and Transport cannot get to school on time",
    "Nobody at Hill Primary was told. Everybody was excluded",
    "Staff had the Oliver McGowan training at St Mary's and the Charlie Waller Trust",
    "A parent called the helpline, and a family called twice",
    "My 16 year old has no college place",
    "Mark the form, and Will the bus come in May?",
    "In 2025 0 of 10 were told, and 30 of 12 500 plans",
    "In 2025 no school was told, e.g. about transport",
    "Send it by post",
    "a carol service by the fern garden, ken it",
])  # fmt: skip
def test_words_that_point_to_nobody_are_left_alone(said: str) -> None:
    assert namings(said, PEOPLE) == ()


def test_in_an_answer_a_venue_may_have_an_address_and_an_office_an_email() -> None:
    said = "We moved the clinic to PR1 8XJ. Write to send@kent.gov.uk"
    assert namings(said, PEOPLE, is_heard=False) == ()
    assert namings(said, PEOPLE) == (Naming.ADDRESS, Naming.EMAIL)
    assert namings("We rang Mrs Jones", PEOPLE, is_heard=False) == (Naming.NAME,)
