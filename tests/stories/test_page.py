"""The page, from a link asked for in chat to what is shown: for whom it opens, for how long, and who is shown it no longer."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest

from bot.model.letters.talk import Say
from bot.model.page.place import Place, Room
from bot.model.people import PersonRow
from bot.ports.record import Tx, View
from bot.ports.refusals import Refusal
from bot.wording.sentences import words
from tests.world.plan import BOARD, PLAN, SMALL, email, row
from tests.world.story import Story
from tests.world.wires.recorder import RecorderSeat

LINK = re.compile(r"https://milepost\.example/page/open/([\w-]{43})(?![\w-])")


def link_in(told: str) -> str:
    """The secret of the one link in an answer."""
    (found,) = set(LINK.findall(told))
    return found


def rights(name: str, given: str, role: str | None = None, ends: str = "") -> PersonRow:
    """One of the people, as a later people file has them."""
    return row(name, ends, {name: (role, given)})


async def given(story: Story, name: str) -> str:
    """The secret of a visit that somebody began by a link they asked for."""
    return (await story.door.enter(link_in(await story.person(name).says("page")))).secret


async def shut(story: Story, visit: str, place: Place | None = None) -> str:
    """Why somebody is not shown a sheet."""
    with pytest.raises(Refusal) as refused:
        await story.door.sheet(visit, place or Place())
    return words(f"replies.refusal.{refused.value.prompt_key}", dict(refused.value.facts))


async def not_opened(story: Story, secret: str) -> str:
    """Why a link opens nothing: the same is said when it is looked at and when it is pressed."""
    told = []
    for door in (story.door.welcome, story.door.enter):
        with pytest.raises(Refusal) as refused:
            await door(secret)
        told.append(words(f"replies.refusal.{refused.value.prompt_key}"))
    assert told[0] == told[1]
    return told[0]


async def test_whoever_asks_in_their_own_chat_gets_a_link_that_says_how_long_it_works(story: Story) -> None:
    told = await story.person("keira").says("page")

    assert "Here is your link to A small plan" in told
    assert "It is for you alone, and it works once, until 09:40 (for 10 minutes)." in told and "you can look for 12 hours" in told
    offered = await story.door.welcome(link_in(told))
    assert (offered.title, offered.hours) == ("A small plan", 12)


@pytest.mark.parametrize("wire", ["recorder"])
async def test_a_page_that_is_brought_again_gives_the_same_link_and_no_second_one(story: Story) -> None:
    keira = story.person("keira")
    assert isinstance(keira, RecorderSeat)
    await keira.says("mine")
    first = await keira.ask("page", number="1")
    assert await keira.ask("page", number="1") == first != await keira.ask("page", number="2")
    story.begin()  # another process, which never knew the secret
    await story.wire.serve(story.desk.handle, story.desk.heed)
    again = await keira.ask("page", number="1")
    assert isinstance(again, Say) and "A link was given for this already" in again.message.plain()


async def test_a_link_never_stands_in_a_channel(story: Story) -> None:
    keira = story.person("keira")
    told = await keira.at(BOARD).says("page")

    assert "/page/open/" not in keira.at(BOARD).sees() + told
    assert "our own chat" in told


async def test_a_link_is_looked_at_as_often_as_scanners_like_and_opens_once(story: Story) -> None:
    secret = link_in(await story.person("keira").says("page"))
    for _ in range(3):
        await story.door.welcome(secret)
    visit = (await story.door.enter(secret)).secret

    assert (await story.door.sheet(visit, Place())).plan_title == "A small plan"
    assert "used already" in await not_opened(story, secret)
    assert "type page" in await not_opened(story, secret)


async def test_a_link_is_too_old_after_ten_minutes_and_a_visit_after_twelve_hours(story: Story) -> None:
    late, visit = link_in(await story.person("keira").says("page")), await given(story, "ben")
    begun = story.clock.moment
    story.clock.moment = begun + timedelta(minutes=10)
    assert "too old" in await not_opened(story, late)

    story.clock.moment = begun + timedelta(hours=11, minutes=59)
    await story.door.sheet(visit, Place())
    story.clock.moment = begun + timedelta(hours=12)
    assert "Your visit has ended" in await shut(story, visit)


async def test_what_is_no_link_and_no_visit_opens_nothing(story: Story) -> None:
    secret = link_in(await story.person("keira").says("page"))
    for wrong in ("", secret[:-1], secret.swapcase(), f"{secret}a", "a" * 5_000, "\ud800"):
        assert "does not know this link" in await not_opened(story, wrong)
    assert "opens by a personal link" in await shut(story, "")
    assert "Your visit has ended" in await shut(story, secret)  # the secret of a link is no visit's


async def test_the_store_keeps_no_secret(story: Story, tmp_path: Path) -> None:
    secret = link_in(await story.person("keira").says("page"))
    visit = (await story.door.enter(secret)).secret
    held = b"".join(file.read_bytes() for file in tmp_path.glob("record.db*"))

    assert b"page_visit" in held
    assert secret.encode() not in held and visit.encode() not in held


async def test_whoever_leaves_is_shown_nothing_more(story: Story) -> None:
    visit, other = await given(story, "keira"), await given(story, "keira")
    await story.door.leave(visit)
    await story.door.leave(visit)

    assert "Your visit has ended" in await shut(story, visit)
    await story.door.sheet(other, Place())


async def test_a_right_is_looked_at_each_time(story: Story) -> None:
    """The role of one ends, the right of another is taken away, and a third becomes an observer and reads on."""

    def before(tx: Tx) -> None:
        tx.people.save(SMALL, [rights("hugo", "observer")])

    def after(tx: Tx) -> None:
        yesterday = f"{story.clock.moment - timedelta(days=1):%Y-%m-%d}"
        tx.people.save(SMALL, [row("keira", yesterday), rights("hugo", ""), rights("gwen", "observer")])

    await story.store.transact(before)
    visits = {name: await given(story, name) for name in ("keira", "hugo", "gwen")}
    for visit in visits.values():
        await story.door.sheet(visit, Place())

    await story.store.transact(after)
    assert "You have no part in this plan now" in await shut(story, visits["keira"])
    assert "You have no part in this plan now" in await shut(story, visits["hugo"])
    await story.door.sheet(visits["gwen"], Place())
    assert "You have no part in this plan now" in await story.person("keira").says("page")


async def test_whoever_is_there_for_their_forum_alone_is_let_in_at_no_door(story: Story) -> None:
    """Chat tells them what families said and no more, so the page, which shows all of the plan, is not for them."""
    await story.store.transact(lambda tx: tx.people.save(SMALL, [rights("hugo", "observer forum")]))
    secret, visit = link_in(await story.person("hugo").says("page")), await given(story, "hugo")
    await story.door.sheet(visit, Place())

    await story.store.transact(lambda tx: tx.people.save(SMALL, [rights("hugo", "forum")]))
    assert "not open to you" in await shut(story, visit)
    assert "not open to you" in await not_opened(story, secret)
    assert "/page/open/" not in await story.person("hugo").says("page")


async def test_a_link_that_was_given_before_somebody_left_opens_nothing(story: Story) -> None:
    secret = link_in(await story.person("hugo").says("page"))
    await story.store.transact(lambda tx: tx.people.save(SMALL, [rights("hugo", "")]))

    assert "You have no part in this plan now" in await not_opened(story, secret)


async def test_whoever_is_erased_is_shown_nothing_more(story: Story) -> None:
    visit, secret = await given(story, "keira"), link_in(await story.person("keira").says("page"))
    await story.store.transact(lambda tx: tx.erasures.erase(email("keira"), "They asked"))

    assert "Your visit has ended" in await shut(story, visit)
    assert "does not know this link" in await not_opened(story, secret)


async def test_a_deputy_and_whoever_is_to_come_may_look(story: Story) -> None:
    def named(tx: Tx) -> None:
        tomorrow = (story.clock.moment + timedelta(days=1)).date()
        keira = row("keira").model_copy(update={"deputy_email": email("hugo")})
        leo = rights("leo", "", "Independent Chair").model_copy(update={"starts": tomorrow})
        tx.people.save(SMALL, [rights("hugo", ""), keira, leo])

    await story.store.transact(named)
    for name in ("hugo", "leo"):
        await story.door.sheet(await given(story, name), Place())


async def test_a_sheet_that_is_not_there_is_refused_in_words_and_the_visit_goes_on(story: Story) -> None:
    visit = await given(story, "keira")

    assert "no milestone 9.9.9" in await shut(story, visit, Place(room=Room.MILESTONE, ref="9.9.9"))
    assert "still to come" in await shut(story, visit, Place(as_at="1 January 2099"))
    assert (await story.door.sheet(visit, Place(room=Room.MILESTONE, ref="1.1.1"))).place.ref == "1.1.1"


async def test_whoever_is_in_two_plans_says_which_and_sees_that_one(story: Story) -> None:
    def second(tx: Tx) -> None:
        tx.plans.save(PLAN.model_copy(update={"short": "other", "title": "The other plan"}))
        tx.people.save("other", [row("keira")])

    await story.store.transact(second)
    keira = story.person("keira")
    assert "Which one do you mean?" in await keira.says("page")
    told = await keira.presses("other")
    assert "Here is your link to The other plan" in told
    visit = (await story.door.enter(link_in(told))).secret
    assert (await story.door.sheet(visit, Place())).plan_title == "The other plan"

    await story.store.transact(lambda tx: tx.people.save("other", [row("keira", "2025-03-01")]))
    assert "You have no part in this plan now" in await shut(story, visit)
    small = (await story.door.enter(link_in(await keira.says("in small: page")))).secret
    assert (await story.door.sheet(small, Place())).plan_title == "A small plan"


async def test_without_an_address_pages_are_off_and_say_who_can_switch_them_on(story: Story) -> None:
    story.address = None

    assert "Pages are off here. Whoever runs Milepost can switch them on" in await story.person("keira").says("page")


async def test_to_look_puts_nothing_on_the_record(story: Story) -> None:
    def head(view: View) -> int:
        return view.entries.head(SMALL).entry

    await story.person("keira").says("help")  # whoever is new is noted
    before = await story.store.read(head)
    visit = await given(story, "keira")
    for room in (Room.OVERVIEW, Room.PLAN):
        await story.door.sheet(visit, Place(room=room))
    await story.door.leave(visit)
    assert await story.store.read(head) == before
