"""The first days of a plan: whoever was there at its first round is no new holder, and nobody is asked the same on the next
working day."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.model.letters.letter_key import Sort, letter_key
from bot.model.letters.nudge import Cause
from bot.model.people import PersonRow
from bot.model.record.entry import By
from bot.planning.preview import preview
from bot.ports.record import Tx
from tests.world import story as stories
from tests.world.plan import PEOPLE, SMALL, due, email, record, row, small
from tests.world.story import Clock, Story

FRIDAY, MONDAY = "2025-03-21", "2025-03-24"
STEPS = (
    due(1, "2025-02-28", "Head of Inclusion"),
    due(2, "2025-12-31", "Head of Inclusion", "Chief Nursing Officer"),
    due(3, "2025-12-31", "Independent Chair"),
)
SET_BACK = (*STEPS, due(4, "2025-01-31", "Chief Nursing Officer"))
Act = Callable[[Tx], object]


def plan(tx: Tx) -> None:
    tx.plans.save(small(STEPS))


def edition(tx: Tx) -> None:
    tx.plans.save(small(SET_BACK))


def pause(tx: Tx) -> None:
    tx.pauses.hold(SMALL)


def resume(tx: Tx) -> None:
    tx.pauses.let_go(SMALL)


def people(tx: Tx) -> None:
    tx.people.save(SMALL, [row(name) for name in PEOPLE])


def keira(**told: object) -> Act:
    """Load one row of the people file."""
    rows: list[PersonRow] = [row("keira").model_copy(update=told)]
    return lambda tx: tx.people.save(SMALL, rows)


def nothing(tx: Tx) -> None:
    """Only let a round run."""


@pytest.fixture
async def story(tmp_path: Path) -> AsyncIterator[Story]:
    """An empty record, its people at their clients, and a clock."""
    clock = Clock()
    store = await record(tmp_path / "record.db", nothing)
    async with stories.told(store, clock, [stories.wire("recorder", clock, tmp_path)]) as begun:
        begun.seat(begun.wire)
        yield begun


async def do(story: Story, day: str, acts: Mapping[str, Act], rounds: bool = True) -> None:
    """Do what is done at each hour of a day, with a round half a minute after it, as `serve` has them; or only one at the end."""

    def done(tx: Tx, act: Act) -> None:
        tx.acting(By(at=story.clock()))
        act(tx)

    for hour, act in acts.items():
        story.clock.moment = datetime.fromisoformat(f"{day}T{hour}").replace(tzinfo=UTC)
        await story.store.transact(lambda tx, act=act: done(tx, act))
        if rounds:
            await story.at(f"{day}T{hour}:30")


async def asked(story: Story, name: str, day: str) -> list[str]:
    """The milestones that somebody was asked about on a day."""

    def work(tx: Tx) -> list[str]:
        letter = tx.letters.one(letter_key(Sort.NUDGE, tx.people.by_email(email(name)) or 0, date.fromisoformat(day)))
        return [one.ref for one in letter.asked if one.kind is not Cause.NEWS] if letter else []

    return await story.store.transact(work)


async def all_asked(story: Story, day: str) -> dict[str, list[str]]:
    """The same of everybody who was asked anything."""
    return {name: refs for name in PEOPLE if (refs := await asked(story, name, day))}


def told_of_a_turn(story: Story) -> dict[str, list[str]]:
    """The letters by which people were told that something is theirs now."""
    words = ("You hold", "now. Please say", "A new edition")
    told = {name: [letter for letter in letters if any(one in letter for one in words)] for name, letters in story.letters.items()}
    return {name: letters for name, letters in told.items() if letters}


ORDERS: dict[str, Mapping[str, Act]] = {
    "all at once, before the first round": {"10:17": lambda tx: (plan(tx), people(tx))},
    "the people after the first round": {"10:00": plan, "10:17": people},
    "paused at first": {"10:00": lambda tx: (plan(tx), people(tx), pause(tx)), "11:00": resume},
    "a second file corrects days": {
        "10:00": lambda tx: (plan(tx), people(tx)),
        "11:00": keira(starts=date(2025, 1, 1), ends=date(2025, 12, 31)),
    },
    "a second file has somebody begin on the next working day": {
        "10:00": lambda tx: (plan(tx), people(tx)),
        "11:00": keira(starts=date(2025, 3, 24)),
    },
    "a deputy with days in the first file": {
        "10:00": lambda tx: (
            plan(tx),
            people(tx),
            keira(deputy_email=email("leo"), deputy_starts=date(2025, 3, 20), deputy_ends=date(2025, 4, 30))(tx),
        ),
    },
    "two editions before the first round": {"10:00": lambda tx: (plan(tx), edition(tx), people(tx))},
}


@pytest.mark.parametrize("order", ORDERS)
async def test_nobody_is_asked_again_on_the_working_day_after_the_first(story: Story, order: str) -> None:
    await do(story, FRIDAY, ORDERS[order])
    assert await asked(story, "keira", FRIDAY) == ["1.1.1"]

    await story.at(f"{MONDAY}T09:05")

    again = await all_asked(story, MONDAY)
    if order.startswith("the people after"):  # nobody asked Ben and Carys on the first day
        assert again.pop("ben") == ["1.1.2"] and again.pop("carys") == ["1.1.3"]
    elif order.endswith("next working day"):  # her role begins that day: what she was asked is not asked again
        assert again.pop("keira") == ["1.1.2"]
    else:
        assert told_of_a_turn(story) == {}
    assert again == {}
    await story.advance(days=1)
    assert await all_asked(story, "2025-03-25") == {}


async def test_people_who_come_after_the_only_round_of_the_first_day_are_asked_on_the_next(story: Story) -> None:
    await do(story, FRIDAY, {"10:00": plan})
    await do(story, FRIDAY, {"14:00": people}, rounds=False)
    await story.at(f"{MONDAY}T09:05")

    assert await asked(story, "keira", MONDAY) == ["1.1.1", "1.1.2"]
    await story.advance(days=1)
    assert len(story.letters["keira"]) == 1


async def test_an_edition_of_the_first_day_asks_for_what_it_added_and_no_more(story: Story) -> None:
    await do(story, FRIDAY, {"10:00": lambda tx: (plan(tx), people(tx)), "11:00": edition})
    assert await asked(story, "ben", FRIDAY) == ["1.1.4"]  # he had no letter yet that day
    await story.at(f"{MONDAY}T09:05")

    assert await all_asked(story, MONDAY) == {}


async def test_whoever_takes_a_role_over_on_the_first_day_is_told_on_the_next(story: Story) -> None:
    await do(story, FRIDAY, {"10:00": lambda tx: (plan(tx), people(tx)), "11:00": lambda tx: hand_over(tx, "hugo")})
    await story.at(f"{MONDAY}T09:05")

    assert set(told_of_a_turn(story)) == {"hugo"}
    assert await asked(story, "hugo", MONDAY) == ["1.1.3"]


def hand_over(tx: Tx, name: str) -> None:
    tx.people.hold(SMALL, "Independent Chair", tx.people.by_email(email(name)) or 0, date(2025, 3, 21))


async def test_a_preview_from_the_day_a_plan_is_loaded_hands_nothing_over(story: Story) -> None:
    await do(story, FRIDAY, {"12:17": lambda tx: (plan(tx), people(tx))}, rounds=False)

    coming = await story.store.read(lambda view: preview(view, SMALL, date.fromisoformat(FRIDAY), 7))

    assert {nudge.at.date().isoformat() for nudge in coming.nudges if nudge.milestones} == {FRIDAY}
