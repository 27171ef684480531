"""What is kept is bounded by the memory it takes."""

import tracemalloc

from bot.model.letters.message import Item, Items, Message, Text
from bot.model.letters.talk import Say
from bot.model.record.remembered import Remembered, weight


def answer(number: int, lines: int) -> Say:
    items = tuple(Item(spans=(Text(text=f"line {number} {place}"), Text(text=f"words {place}"))) for place in range(lines))
    return Say(message=Message(title=f"answer {number}", blocks=(Items(lines=items),)))


def test_what_was_not_asked_for_longest_gives_way() -> None:
    one = weight(("a", "x" * 1000))
    kept: Remembered[str, str] = Remembered(room=4 * one)
    for key in "abcd":
        kept.keep(key, "x" * 1000)
    kept.get("a")
    kept.keep("e", "x" * 1000)

    assert [key for key in "abcde" if kept.get(key)] == ["a", "c", "d", "e"]
    assert kept.bytes <= 4 * one


def test_one_that_is_much_too_large_is_not_kept_and_drives_nothing_out() -> None:
    kept: Remembered[str, str] = Remembered(room=10_000)
    kept.keep("a", "small")
    kept.keep("b", "x" * 5_000)

    assert (kept.get("a"), kept.get("b")) == ("small", None)


def test_the_same_key_again_is_counted_once() -> None:
    kept: Remembered[str, str] = Remembered(room=10_000)
    for _ in range(100):
        kept.keep("a", "small")

    assert kept.bytes == weight("a") + weight("small")


def test_an_answer_weighs_about_what_it_takes() -> None:
    answer(0, 10)
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        built = answer(1, 2_000)
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert 0.5 < weight(built) / (after - before) < 2


def test_many_large_answers_stay_within_the_bound() -> None:
    kept: Remembered[int, Say] = Remembered(room=2_000_000)
    for number in range(40):
        kept.keep(number, answer(number, 100))

    assert 1_000_000 < kept.bytes <= 2_000_000
    assert kept.get(39) is not None
    assert kept.get(0) is None


def test_no_more_than_so_many_are_kept() -> None:
    kept: Remembered[int, str] = Remembered(3)
    for number in range(4):
        kept.keep(number, f"value {number}")
        kept.get(0)

    assert (len(kept), [kept.get(number) for number in range(4)]) == (3, ["value 0", None, "value 2", "value 3"])


def test_what_is_older_than_asked_for_is_not_given_but_stays() -> None:
    kept: Remembered[str, str] = Remembered(3)
    kept.keep("a", "old", at=10.0)

    assert kept.get("a", since=10.0) is None
    assert kept.get("a", since=9.5) == "old"
    kept.keep("a", "new", at=20.0)
    assert kept.get("a", since=10.0) == "new"


def test_what_is_popped_or_cleared_is_forgotten_with_its_weight() -> None:
    kept: Remembered[str, str] = Remembered(room=10_000)
    kept.keep("a", "one")
    kept.keep("b", "two")

    assert (kept.pop("a"), kept.pop("a"), kept.get("a")) == ("one", None, None)
    assert kept.items() == (("b", "two"),)
    kept.clear()
    assert (len(kept), kept.bytes) == (0, 0)
