"""What is kept is bounded by the memory it takes."""

import tracemalloc

from bot.model.kept import Kept, weight
from bot.model.message import Item, Items, Message, Text
from bot.model.talk import Say


def answer(number: int, lines: int) -> Say:
    items = tuple(Item(spans=(Text(text=f"line {number} {place}"), Text(text=f"words {place}"))) for place in range(lines))
    return Say(message=Message(title=f"answer {number}", blocks=(Items(lines=items),)))


def test_what_was_not_asked_for_longest_gives_way() -> None:
    one = weight(("a", "x" * 1000))
    kept: Kept[str, str] = Kept(4 * one)
    for key in "abcd":
        kept.keep(key, "x" * 1000)
    kept.get("a")
    kept.keep("e", "x" * 1000)

    assert [key for key in "abcde" if kept.get(key)] == ["a", "c", "d", "e"]
    assert kept.bytes <= 4 * one


def test_one_that_is_much_too_large_is_not_kept_and_drives_nothing_out() -> None:
    kept: Kept[str, str] = Kept(10_000)
    kept.keep("a", "small")
    kept.keep("b", "x" * 5_000)

    assert (kept.get("a"), kept.get("b")) == ("small", None)


def test_the_same_key_again_is_counted_once() -> None:
    kept: Kept[str, str] = Kept(10_000)
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
    kept: Kept[int, Say] = Kept(2_000_000)
    for number in range(40):
        kept.keep(number, answer(number, 100))

    assert 1_000_000 < kept.bytes <= 2_000_000
    assert kept.get(39) is not None
    assert kept.get(0) is None
