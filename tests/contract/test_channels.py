"""What every channel promises, over each of them: recorder, console, Slack, Teams.

Not over all: the console's log and the recorder never refuse a message for a while, nobody's account or room ends on the
console, and Teams has no message that one person alone sees in a channel.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.model.letters.message import Item, Items, Message, Paragraph, Text
from bot.model.letters.talk import Say, Silence
from bot.ports.refusals import DeliveryFailed, DeliveryUncertain
from bot.wording.sentences import mark
from tests.world.lines import BOARD, HEARD, LINES, Line, line_to, visible
from tests.world.samples import EVERY_BLOCK, HOSTILE, LONG, STATUSES, WORDS, said, spread

EVER = datetime(2020, 1, 1, tzinfo=UTC)


def on(*lines: str) -> pytest.MarkDecorator:
    """Over these alone."""
    return pytest.mark.parametrize("name", lines)


@pytest.fixture(params=LINES)
def name(request: pytest.FixtureRequest) -> str:
    chosen: str = request.param
    return chosen


@pytest.fixture
async def line(name: str, tmp_path: Path) -> AsyncIterator[Line]:
    async with line_to(name, tmp_path) as made:
        yield made


# ---- what is shown ---------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["letter", "answer"])
async def test_every_block_is_shown_with_all_its_words(line: Line, way: str) -> None:
    keira = line.seat("keira")
    if way == "letter":
        await line.sends(await line.address("keira"), EVERY_BLOCK)
    else:
        line.answers("all", EVERY_BLOCK)
        await keira.says("all")

    seen = keira.sees().replace("\n■", "■").replace("■\n", "■ ")
    assert [words for words in WORDS if words not in seen] == []
    assert "1." in seen and "2." in seen
    assert {"Do one", "Go on", "Stop"} <= set(keira.buttons())


async def test_every_status_is_shown_by_its_shape_and_its_word(line: Line) -> None:
    lines = tuple(Item(mark=mark(status), spans=(Text(text=f"about {status}"),)) for status in STATUSES)
    await line.sends(await line.address("keira"), Message(title="Statuses", blocks=(Items(lines=lines),)))

    seen = line.seat("keira").newest
    assert [status for status in STATUSES if mark(status).word not in seen or mark(status).shape not in seen] == []


async def test_a_button_says_its_command_and_which_card_it_was_on(line: Line) -> None:
    (reference,) = await line.sends(await line.address("keira"), EVERY_BLOCK)
    keira = line.seat("keira")
    for label, command in (("Do one", "do 1"), ("Go on", "go on"), ("Stop", "stop")):
        line.answers(command, Silence())
        await keira.presses(label)
        assert (line.last.said, line.last.answers, line.last.card) == (command, None, reference)
        assert line.last.chat.private


async def test_an_answer_in_place_rewrites_the_card_and_an_answer_apart_leaves_it(line: Line) -> None:
    await line.sends(await line.address("keira"), EVERY_BLOCK)
    keira = line.seat("keira")
    count = keira.count()
    line.answers("go on", Say(message=said("Gone on"), in_place=True))
    line.answers("stop", said("Stopped"))
    await keira.presses("Stop")
    assert "Stopped" in keira.sees() and "The title of it" in keira.sees()

    await keira.presses("Go on")
    assert "Gone on" in keira.sees() and "The title of it" not in keira.sees()
    assert keira.count() <= count + 1


async def test_a_public_answer_is_seen_by_all_in_the_room(line: Line) -> None:
    line.answers("tell all", Say(message=said("For everyone"), private=False))
    await line.seat("gwen").at(BOARD).says("tell all")

    assert not line.last.chat.private
    assert "For everyone" in line.seat("hugo").at(BOARD).sees()
    assert "For everyone" not in line.seat("hugo").sees()


@on("recorder", "console", "slack")
async def test_a_private_answer_in_a_room_is_seen_by_the_asker_alone(line: Line) -> None:
    line.answers("tell me", said("For you alone"))
    await line.seat("gwen").at(BOARD).says("tell me")

    assert "For you alone" in line.seat("gwen").at(BOARD).sees()
    assert "For you alone" not in line.seat("hugo").at(BOARD).sees()


async def test_silence_shows_nothing_new_to_read(line: Line) -> None:
    await line.sends(await line.address("keira"), EVERY_BLOCK)
    line.answers("stop", Silence())
    keira = line.seat("keira")
    before = keira.messages()
    await keira.presses("Stop")

    assert keira.messages() == before


# ---- long ------------------------------------------------------------------------------------


async def test_a_short_message_goes_whole(line: Line) -> None:
    assert line.channel.parts(EVERY_BLOCK) == (EVERY_BLOCK,)


@pytest.mark.parametrize("way", ["letter", "answer"])
async def test_a_long_message_comes_in_numbered_parts_with_nothing_lost_and_in_order(line: Line, way: str) -> None:
    lines = tuple(Item(number=n, spans=(Text(text=f"<line {n}> {'words ' * 20}"),)) for n in range(1, 301))
    long = Message(title="A long one", blocks=(Items(lines=lines), Paragraph(spans=(Text(text=LONG),)), *EVERY_BLOCK.blocks))
    parts = line.channel.parts(long)
    keira = line.seat("keira")
    if way == "letter":
        assert len(set(await line.sends(await line.address("keira"), long))) == len(parts)
    else:
        line.answers("long", long)
        await keira.says("long")

    seen = keira.sees()
    places = [seen.find(f"<line {n}>") for n in range(1, 301)] + [seen.find(f"Sentence number {n} ") for n in range(1, 1_100)]
    assert -1 not in places and places == sorted(places)
    assert [words for words in WORDS[1:] if words not in seen.replace("■\n", "■ ")] == []
    if len(parts) > 1:
        assert f"1 of {len(parts)}" in seen and f"{len(parts)} of {len(parts)}" in seen


@on("slack", "teams")
async def test_what_is_put_in_place_of_a_message_and_is_too_long_for_one_is_its_beginning(line: Line) -> None:
    here = await line.address("keira")
    (reference,) = await line.sends(here, said("Asked"))
    lines = tuple(Item(number=n, spans=(Text(text=f"<line {n}> {'It goes on. ' * 300}"),)) for n in range(1, 60))
    keira = line.seat("keira")
    count = keira.count()

    assert await line.channel.rewrite(here, reference, Message(title="Asked earlier", blocks=(Items(lines=lines),)))
    seen = keira.sees()
    assert "Asked earlier" in seen and "<line 1>" in seen and "1 of" not in seen
    assert keira.count() == count


async def test_a_part_fits_as_it_is(line: Line) -> None:
    for part in line.channel.parts(said(LONG, *[f"Paragraph {n}." for n in range(120)])):
        assert line.channel.parts(part) == (part,)


# ---- hostile ---------------------------------------------------------------------------------


async def test_a_persons_words_are_shown_as_they_are_and_do_nothing(line: Line) -> None:
    keira, address, missing = line.seat("keira"), await line.address("keira"), {}
    for name, text in HOSTILE.items():
        line.answers(name, spread(text))
        await line.sends(address, spread(text), f"letter:{name}")
        await keira.says(name)
        for seen in keira.messages()[-2:]:
            shown, words = visible(seen), visible(text)
            missing[name, seen] = [place for place in ("About", "P", "M", "F", "V", "H", "I", "L") if f"{place}{words}" not in shown]

    assert {name: places for (name, _), places in missing.items() if places} == {}
    assert line.pinged() == []


async def test_forty_thousand_letters_in_one_word_lose_none(line: Line) -> None:
    await line.sends(await line.address("keira"), said("ж" * 40_000))

    assert line.seat("keira").sees().count("ж") == 40_000


async def test_what_is_typed_reaches_the_desk_letter_for_letter(line: Line) -> None:
    wrong = {}
    for name, text in HOSTILE.items():
        await line.seat("keira").says(text)
        if line.wire.platform == "teams":  # where these tags are how people mention each other: the name stays
            text = re.sub("</?at[^>]*>", "", text)
        if line.wire.platform == "slack":  # which sends the name of an emoji in place of the emoji
            text = text.replace(":tada:", "\N{PARTY POPPER}")
        if visible(line.last.said) != visible(text):
            wrong[name] = line.last.said

    assert wrong == {}


# ---- who and which ---------------------------------------------------------------------------


async def test_the_desk_is_told_who_spoke_and_where(line: Line) -> None:
    await line.seat("keira").says("hello there")
    private = line.last
    await line.seat("keira").at(BOARD).says("hello there")
    public = line.last

    assert private.said == public.said == "hello there"
    assert private.sender == public.sender and private.sender.vouched
    assert (private.sender.platform, (private.sender.email or "").lower()) == (line.wire.platform, "keira@example.org")
    assert (private.chat.private, public.chat.private) == (True, False)
    assert private.chat.id != public.chat.id


async def test_what_is_delivered_again_has_its_id_and_what_is_said_again_another(line: Line) -> None:
    keira = line.seat("keira")
    await keira.says("hello")
    await keira.again()
    first = {inbound.id for inbound in line.clerk.heard}
    await keira.says("hello")

    assert len(first) == 1 and line.last.id not in first


async def test_a_press_delivered_again_has_its_id_and_a_second_press_another(line: Line) -> None:
    await line.sends(await line.address("keira"), EVERY_BLOCK)
    line.clerk.heard.clear()
    keira = line.seat("keira")
    await keira.presses("Go on")
    await keira.again()
    first = {inbound.id for inbound in line.clerk.heard}
    await keira.presses("Go on")

    assert len(first) == 1 and line.last.id not in first


# ---- letters ---------------------------------------------------------------------------------


async def test_an_address_once_opened_needs_no_opening(line: Line) -> None:
    opened = await line.channel.open(await line.address("keira"))

    assert await line.channel.open(opened) == opened
    assert await line.channel.barred(opened) is None


async def test_a_letter_reaches_the_person_and_the_board_each_in_their_own_place(line: Line) -> None:
    await line.sends(await line.address("keira"), said("For Keira"), "a")
    await line.sends(await line.board(), said("For the board"), "b")

    assert "For Keira" in line.seat("keira").newest and "For the board" not in line.seat("keira").sees()
    assert "For the board" in line.seat("hugo").at(BOARD).newest
    assert "For Keira" not in line.seat("hugo").at(BOARD).sees()


async def test_a_channel_that_remembers_finds_a_letter_by_its_key(line: Line) -> None:
    keira = await line.channel.open(await line.address("keira"))
    board = await line.board()
    reference = await line.channel.send(keira, said("Once"), "nudge:1:2025-03-19")
    posted = await line.channel.send(board, said("Once"), "digest:1")

    remembered = line.channel.remembers
    assert await line.channel.sent_already(keira, "nudge:1:2025-03-19", EVER) == (reference if remembered else None)
    assert await line.channel.sent_already(board, "digest:1", EVER) == (posted if remembered else None)
    assert await line.channel.sent_already(keira, "nudge:1:2025-03-20", EVER) is None


async def test_a_letter_under_another_is_found_by_its_key_too(line: Line) -> None:
    board = await line.board()
    posted = await line.channel.send(board, said("The week"), "digest:1")
    under = board.model_copy(update={"under": posted})
    reply = await line.channel.send(under, said("Since then"), "since:1")

    assert reply != posted
    assert await line.channel.sent_already(under, "since:1", EVER) == (reply if line.channel.remembers else None)


@on("recorder", "slack", "teams")
async def test_a_connection_lost_after_accepting_is_uncertain_and_then_found_where_that_can_be(line: Line) -> None:
    keira = await line.channel.open(await line.address("keira"))
    before = line.seat("keira").count()
    line.loses_next()
    with pytest.raises(DeliveryUncertain) as raised:
        await line.channel.send(keira, said("Once"), "k")

    assert " " in raised.value.reason
    assert line.seat("keira").count() == before + 1
    assert (await line.channel.sent_already(keira, "k", EVER) is not None) == line.channel.remembers


@on("slack", "teams")
@pytest.mark.parametrize("where", ["keira", "board"])
async def test_too_many_is_try_again_after_the_seconds_the_platform_says(line: Line, where: str) -> None:
    to = await line.channel.open(await line.address("keira")) if where == "keira" else await line.board()
    line.limits_next(seconds=30)
    with pytest.raises(DeliveryFailed) as raised:
        await line.channel.send(to, said("Later"), "k")

    assert raised.value.retry_in is not None and 30 <= raised.value.retry_in < 32
    assert " " in raised.value.reason


@on("recorder", "slack", "teams")
async def test_a_person_who_is_gone_is_a_failure_for_good_with_a_reason_in_words(line: Line) -> None:
    keira = await line.channel.open(await line.address("keira"))
    await line.seat("keira").vanishes()
    with pytest.raises(DeliveryFailed) as raised:
        await line.channel.send(keira, said("Never"), "k")

    assert raised.value.retry_in is None and in_words(raised.value.reason)


@on("recorder", "slack", "teams")
async def test_a_channel_that_is_gone_is_a_failure_for_good_with_a_reason_in_words(line: Line) -> None:
    board = await line.board()
    await line.closes_board()
    with pytest.raises(DeliveryFailed) as raised:
        await line.channel.send(board, said("Never"), "k")

    assert raised.value.retry_in is None and in_words(raised.value.reason)


def in_words(reason: str) -> bool:
    """Whether it is a sentence to people rather than a code to programmers."""
    return "_" not in reason and (" " in reason or reason == "deactivated")


async def test_people_are_found_by_e_mail_where_the_platform_tells(line: Line) -> None:
    found = await line.channel.find("keira@example.org")
    if line.wire.platform == "teams":
        assert found is None
        return
    assert found is not None
    await line.sends(found, said("Found you"))
    assert "Found you" in line.seat("keira").newest


async def test_every_thing_said_is_answered(line: Line) -> None:
    assert HEARD.title in await line.seat("keira").says("anything")
    assert HEARD.title in await line.seat("keira").at(BOARD).says("anything")
