"""Nobody reads a word, name or number of a plan they do not belong to: whatever they type, press, open or are sent."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from prometheus_client import generate_latest

from bot.wording import commands
from tests.world import walls
from tests.world.plan import BOARD, STRANGER, email, record
from tests.world.story import Clock, Story, told
from tests.world.story import wire as wire_of
from tests.world.walls import BELONG, BOTH, NAMED, OWNERS, SIDES, let_slip
from tests.world.wires import Seat

READERS = ("gwen", "ben", "hugo", "carys", STRANGER)


@pytest.fixture
async def story(wire: str, tmp_path: Path) -> AsyncIterator[Story]:
    """Both plans, with something said of each, and everybody asked."""
    clock = Clock()
    store = await record(tmp_path / "record.db", walls.load)
    async with told(store, clock, [wire_of(wire, clock, tmp_path)], NAMED["quorvex"]) as begun:
        begun.seat(begun.wire)
        for name in (*BELONG, BOTH):
            await begun.person(name).says("help")
        for word, action in SIDES.items():
            own, short = OWNERS[word][1], NAMED[word]
            await begun.person(own).says(f"{action}.2 amber {word} slipped, path: hire a {word}")
            await begun.person(own).says("yes")
            await begun.person(BOTH).says(f"in {short}: {action}.1 red no {word} left, path: buy {word}")
            await begun.person(BOTH).says("yes")
        await begun.at("2025-03-19T09:30")
        yield begun


def foreign(name: str, told: str, typed: str = "") -> list[str]:
    """What somebody was told of plans that they do not belong to."""
    return [mark for word in SIDES if word != BELONG.get(name) for mark in let_slip(told, word, typed)]


async def tries(seat: Seat, said: str) -> str:
    """Say one thing, and put away whatever form opens."""
    heard = await seat.opens(said)
    await closes(seat)
    return heard


async def closes(seat: Seat) -> None:
    if seat.form() is not None:
        await seat.closes()


async def presses_all(seat: Seat, pressed: set[str]) -> str:
    """Press every button in sight that has not been pressed."""
    heard = []
    while fresh := [label for label in seat.buttons() if label not in pressed]:
        pressed.add(fresh[0])
        heard.append(await seat.presses(fresh[0]))
        heard.append(seat.form() or "")
        await closes(seat)
    return "\n".join(heard)


async def test_the_plans_are_read_by_their_own_people(story: Story) -> None:
    for name, word in BELONG.items():
        assert let_slip(await story.person(name).says("status"), word)
        assert let_slip(await story.person(name).says("home"), word)
        assert foreign(name, story.person(name).sees()) == []
    assert let_slip("\n".join(story.letters["ben"]), "quorvex")
    assert let_slip("\n".join(story.letters["carys"]), "zyglint")
    for word in SIDES:
        assert let_slip("\n".join(story.letters[BOTH]), word)


@pytest.mark.parametrize("about", SIDES)
@pytest.mark.parametrize("name", READERS)
async def test_nobody_reads_of_a_plan_they_do_not_belong_to(
    story: Story, name: str, about: str, caplog: pytest.LogCaptureFixture
) -> None:
    seat, pressed = story.person(name), set[str]()
    caplog.set_level(logging.DEBUG, "milepost")
    assert foreign(name, await seat.says("in nowhere: status")) == []
    for command in walls.commands_of(about):
        for plan in (None, NAMED[about]):
            said = str(command.model_copy(update={"plan": plan})) or "help"
            assert foreign(name, await tries(seat, said), said) == [], said
        assert foreign(name, await presses_all(seat, pressed), said) == [], (said, pressed)
    for _ in range(3):
        await story.advance(1)
    assert foreign(name, "\n".join(story.letters[name])) == []
    assert foreign(name, await seat.opens_home()) == []
    for record_ in caplog.records:
        assert [mark for word in SIDES for mark in let_slip(record_.getMessage(), word)] == []
    assert [mark for word in SIDES for mark in let_slip(generate_latest().decode(), word)] == []


@pytest.mark.parametrize("about", SIDES)
async def test_whoever_is_in_both_reads_each_plans_own_names_in_it(story: Story, about: str) -> None:
    seat, (other,) = story.person(BOTH), [word for word in SIDES if word != about]
    card = next(at for at, message in enumerate(seat.messages()) if all(let_slip(message, word) for word in SIDES))
    for command in walls.commands_of(about):
        if command.any_plan or isinstance(command, commands.Unknown):
            continue
        said = str(command.model_copy(update={"plan": NAMED[about]}))
        if "\n" in said:  # by number, of a list that asks about both
            continue
        answer = (await tries(seat, said)).replace(seat.messages()[card], "")  # the card that asks about both shows both
        assert let_slip(answer, other, said) == [], said


async def test_what_somebody_of_both_asks_in_a_room_is_read_by_nobody_else_there(story: Story) -> None:
    seat = story.person(BOTH).at(BOARD)
    for word, action in SIDES.items():
        for said in ("status", f"history {action}.1", "digest", "mine"):
            await seat.says(f"in {NAMED[word]}: {said}")
    for name in BELONG:
        here = story.person(name).at(BOARD)
        await here.says("status")
        assert foreign(name, here.sees()) == []


async def test_a_boards_summary_tells_of_its_own_plan(story: Story) -> None:
    await story.bind_board("gwen")
    await story.at("2025-03-24T09:30")
    posted = "\n".join(story.posts[story.wire.platform])
    assert let_slip(posted, "quorvex")
    assert let_slip(posted, "zyglint") == []


@pytest.mark.parametrize("word", SIDES)
async def test_an_admin_confirms_nobody_of_another_plan(story: Story, word: str) -> None:
    admin, (other,) = walls.ADMINS[word], [one for one in SIDES if one != word]
    for name in OWNERS[other]:
        for platform in ("slack", "teams"):
            said = f"confirm {email(name)} on {platform}"
            assert foreign(admin, await story.person(admin).says(said), said) == []


@pytest.mark.parametrize("wire", ["recorder", "slack", "teams"])
async def test_the_admins_of_each_plan_are_told_who_cannot_be_reached_by_their_own_name_for_them(story: Story) -> None:
    for name in (BOTH, "ben", "carys"):
        await story.person(name).vanishes()
    for _ in range(30):
        await story.advance(1)
    for word, admin in walls.ADMINS.items():
        assert f"Keira {word}" in "\n".join(story.letters[admin])
        assert foreign(admin, "\n".join(story.letters[admin])) == []
