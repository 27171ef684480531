"""Letters give way to whoever has just said something, but never for long."""

import asyncio

from bot.delivery.courtesy import AT_A_TURN, Courtesy
from bot.model.letters.talk import Chat, Inbound, Reply, Sender, Silence

SAID = Inbound(id="1", sender=Sender(platform="line", tenant="t", id="U1"), chat=Chat(id="D1"), said="mine")


class Desk:
    """Answers when it is told to."""

    def __init__(self) -> None:
        self.asked = asyncio.Event()
        self.may_answer = asyncio.Event()

    async def handle(self, inbound: Inbound) -> Reply:
        self.asked.set()
        await self.may_answer.wait()
        return Silence()


async def test_where_nobody_talks_letters_go_at_once() -> None:
    letter = asyncio.ensure_future(Courtesy().give_way())
    await asyncio.sleep(0)
    assert letter.done()


async def test_a_letter_waits_until_whoever_spoke_is_answered() -> None:
    desk, courtesy = Desk(), Courtesy(longest=60)
    answer = asyncio.ensure_future(courtesy.first(desk.handle)(SAID))
    await desk.asked.wait()
    letter = asyncio.ensure_future(courtesy.give_way())
    for _ in range(50):
        await asyncio.sleep(0)
    assert not letter.done()

    desk.may_answer.set()
    assert await answer == Silence()
    await asyncio.wait_for(letter, 60)


async def test_an_answer_that_takes_long_does_not_stop_the_post() -> None:
    desk, courtesy = Desk(), Courtesy(longest=0.01)
    answer = asyncio.ensure_future(courtesy.first(desk.handle)(SAID))
    await desk.asked.wait()
    await asyncio.wait_for(asyncio.gather(*(courtesy.give_way() for _ in range(3))), 60)
    assert not answer.done()

    desk.may_answer.set()
    await answer


async def test_at_a_letters_turn_a_few_more_go_with_it() -> None:
    desk, courtesy = Desk(), Courtesy(longest=0.01)
    answer = asyncio.ensure_future(courtesy.first(desk.handle)(SAID))
    await desk.asked.wait()
    await asyncio.wait_for(courtesy.give_way(), 60)
    more = [asyncio.ensure_future(courtesy.give_way()) for _ in range(AT_A_TURN)]
    await asyncio.sleep(0)
    assert [letter.done() for letter in more] == [True] * (AT_A_TURN - 1) + [False]

    desk.may_answer.set()
    await asyncio.gather(answer, *more)


async def test_when_nobody_has_spoken_for_a_while_letters_go_at_full_speed_again() -> None:
    now = [100.0]
    desk, courtesy = Desk(), Courtesy(monotonic=lambda: now[0])
    desk.may_answer.set()
    await courtesy.first(desk.handle)(SAID)
    now[0] += 1
    letter = asyncio.ensure_future(courtesy.give_way())
    await asyncio.sleep(0)
    assert letter.done()
