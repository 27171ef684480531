"""A letter's key says whose it is, of which day and for which channel, and is read where it is made."""

from datetime import date

import pytest

from bot.model.letters.letter_key import Sort, day_of, is_of, letter_key, part_key, place, place_of, whole_key

DAY = date(2026, 3, 2)


@pytest.mark.parametrize("sort", Sort)
def test_a_key_of_a_person_is_read_as_it_was_made(sort: Sort) -> None:
    key = letter_key(sort, 7, DAY)

    assert key == f"{sort.value}:7:2026-03-02"
    assert (day_of(key), place_of(key), is_of(key, sort)) == (DAY, "", True)


@pytest.mark.parametrize("plan", ["lancs", "my plan: the second", "plan #2"])
@pytest.mark.parametrize("channel", ["C1", "19:a@thread.tacv2;messageid=1"])
def test_a_key_of_a_board_names_its_channel_whatever_the_plan_is_called(plan: str, channel: str) -> None:
    key = letter_key(Sort.DIGEST, plan, DAY, place("teams", channel))

    assert key == f"digest:{plan}:2026-03-02:teams:{channel}"
    assert (day_of(key), place_of(key)) == (DAY, f"teams:{channel}")


def test_a_part_has_the_days_of_its_letter() -> None:
    key = letter_key(Sort.NUDGE, 7, DAY)

    assert [part_key(key, number) for number in (1, 2)] == [key, f"{key}#2"]
    assert [whole_key(part_key(key, number), number) for number in (1, 2)] == [key, key]
    assert day_of(part_key(key, 2)) == DAY


@pytest.mark.parametrize("key", ["", "nudge:7", "nudge:7:2026-02-31", "nudge:7:tomorrow"])
def test_what_is_no_key_has_no_day(key: str) -> None:
    assert day_of(key) is None
