"""One question for all who wait, and one answer to what is said twice."""

from __future__ import annotations

import asyncio

import pytest

from adapters.web.ask_once import AnswerOnce, AskOnce
from adapters.web.background import Errands


class Asked:
    """Counts how often it is asked, and answers when let."""

    def __init__(self, fails: int = 0) -> None:
        self.times = 0
        self.fails = fails
        self.may = asyncio.Event()

    async def __call__(self) -> int:
        self.times += 1
        await self.may.wait()
        if self.times <= self.fails:
            raise ConnectionError
        return self.times


async def test_all_who_wait_get_the_one_answer_and_the_next_to_ask_a_new_one() -> None:
    asked, once = Asked(), AskOnce[str, int]()
    waiting = [asyncio.create_task(once.ask("a", asked)) for _ in range(20)]
    await asyncio.sleep(0)
    asked.may.set()

    assert await asyncio.gather(*waiting) == [1] * 20
    assert await once.ask("a", asked) == 2


async def test_what_fails_fails_for_all_who_wait_and_is_asked_anew_after() -> None:
    asked, once = Asked(fails=1), AskOnce[str, int]()
    asked.may.set()
    outcomes = await asyncio.gather(*(once.ask("a", asked) for _ in range(3)), return_exceptions=True)

    assert [type(one) for one in outcomes] == [ConnectionError] * 3
    assert await once.ask("a", asked) == 2


async def test_one_who_goes_takes_the_answer_from_nobody() -> None:
    errands = Errands()
    asked, once = Asked(), AskOnce[str, int](errands)
    gone, stays = (asyncio.create_task(once.ask("a", asked)) for _ in range(2))
    await asyncio.sleep(0)
    gone.cancel()
    asked.may.set()

    assert await stays == 1
    with pytest.raises(asyncio.CancelledError):
        await gone
    assert not errands.under_way


async def test_what_is_said_again_is_answered_the_same_and_while_it_is_worked_out_too() -> None:
    asked, once = Asked(), AnswerOnce[int]()
    first, again = (asyncio.create_task(once.answered("said", asked)) for _ in range(2))
    await asyncio.sleep(0)
    asked.may.set()

    assert (await first, await again, await once.answered("said", asked), asked.times) == (1, 1, 1, 1)


async def test_an_answer_that_failed_is_worked_out_anew_by_one_of_those_who_waited() -> None:
    asked, once = Asked(fails=1), AnswerOnce[int]()
    all_of_them = [asyncio.create_task(once.answered("said", asked)) for _ in range(4)]
    await asyncio.sleep(0)
    asked.may.set()
    outcomes = await asyncio.gather(*all_of_them, return_exceptions=True)

    assert isinstance(outcomes[0], ConnectionError)
    assert (outcomes[1:], asked.times) == ([2, 2, 2], 2)


async def test_nobody_waits_longer_than_they_may() -> None:
    asked, once = Asked(), AnswerOnce[int]()
    first = asyncio.create_task(once.answered("said", asked))
    await asyncio.sleep(0)

    assert await once.answered("said", asked, seconds=0) is None
    asked.may.set()
    assert (await first, asked.times) == (1, 1)


async def test_what_was_said_is_known_for_longer_than_its_answer() -> None:
    once = AnswerOnce[str](said=3, kept=1)

    async def told(word: str) -> str:
        return word

    for word in ("a", "b", "c"):
        await once.answered(word, lambda word=word: told(word))

    assert await once.answered("a", lambda: told("anew")) is None
    assert await once.answered("c", lambda: told("anew")) == "c"
