"""Places of the page: their words are read again as they were said, and what nobody can read is named."""

from hypothesis import given
from hypothesis import strategies as st

from bot.model.page.place import Colour, Due, Misplaced, Only, Place, Room, placed
from bot.model.updates.update import Face

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60).map(str.strip)


@st.composite
def places(draw: st.DrawFn) -> Place:
    return Place(
        room=draw(st.sampled_from(Room)),
        ref=draw(WORDS),
        colour=draw(st.none() | st.sampled_from(Colour)),
        owner=draw(WORDS),
        due=draw(st.none() | st.sampled_from(Due)),
        silent=draw(st.booleans()),
        priority=draw(st.none() | st.integers(0, 9999)),
        search=draw(WORDS),
        only=draw(st.none() | st.sampled_from(Only)),
        leaf=draw(st.integers(1, 9999)),
        as_at=draw(st.none() | WORDS.filter(bool)),
    )


@given(places())
def test_a_place_is_read_from_its_own_words(place: Place) -> None:
    assert placed(place.room, place.ref, dict(place.fields)) == place


def test_what_nobody_can_read_is_named() -> None:
    assert placed(Room.PLAN, "", {"colour": "mauve"}) == Misplaced("colour")
    assert placed(Room.PLAN, "", {"leaf": "0"}) == Misplaced("leaf")
    assert placed(Room.PLAN, "", {"search": "a" * 201}) == Misplaced("search")


def test_an_empty_or_unknown_field_says_nothing() -> None:
    assert placed(Room.PLAN, "", {"colour": " ", "utm_source": "mail"}) == Place(room=Room.PLAN)


def test_every_face_can_be_looked_for() -> None:
    assert {one.value for one in Colour} == {face.counted for face in Face}
