"""What was made of things is made once, as long as they are the very same."""

from datetime import date

from bot.model.letters.message import Message
from bot.model.record.alike import HELD, Alike


def test_it_is_made_once_of_the_same_things_and_facts_and_anew_of_others() -> None:
    made: list[str] = []

    def make(title: str) -> Message:
        made.append(title)
        return Message(title=title)

    alike, thing, other = Alike[Message](1_000_000), Message(title="A"), Message(title="A")
    first = alike.of([thing, None], ("about", date(2026, 1, 1)), lambda: make("first"))

    assert alike.of([thing, None], ("about", date(2026, 1, 1)), lambda: make("again")) is first
    assert alike.of([other, None], ("about", date(2026, 1, 1)), lambda: make("an equal one")) is not first
    assert alike.of([thing, None], ("about", date(2026, 1, 2)), lambda: make("another day")) is not first
    assert made == ["first", "an equal one", "another day"]


def test_things_are_held_so_that_no_other_can_pass_for_one() -> None:
    alike = Alike[str](1_000_000)
    titles = [f"{n}" for n in range(500)]

    assert [alike.of([Message(title=title)], (), lambda title=title: title) for title in titles] == titles  # type: ignore[misc]


def test_what_does_not_fit_gives_way() -> None:
    alike, things = Alike[str](10 * HELD), [Message(title=f"{n}") for n in range(50)]
    made: list[int] = []
    for _ in range(2):
        for number, thing in enumerate(things):
            alike.of([thing], (), lambda number=number: made.append(number) or "x")  # type: ignore[misc,func-returns-value]

    assert made == [*range(50), *range(50)]
