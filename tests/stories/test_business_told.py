"""The board's business in the one nudge of the day: who is asked, when again, and who hears what became of it."""

from __future__ import annotations

from datetime import date

from bot.model.board.business import BusinessKind, Deed
from tests.world.business import done, raised
from tests.world.story import Story

WHY = "Why has this slipped"
WANTED = date(2025, 4, 7)  # a Monday: asked again on 31 March and 4 April


async def test_an_owner_is_asked_once_it_is_raised_and_five_and_one_working_days_before_it_is_wanted(story: Story) -> None:
    await story.round()
    before = len(story.letters["keira"])
    await raised(story, WHY, wanted_by=WANTED)

    asked = []
    for day in range(19, 32):
        sent = len(story.letters["keira"])
        await story.at(f"2025-03-{day}T09:30")
        asked += [day] if any(WHY in told for told in story.letters["keira"][sent:]) else []
        await story.round()  # more rounds add nothing
        assert len(story.letters["keira"]) <= sent + 1
    for day in range(1, 9):
        sent = len(story.letters["keira"])
        await story.at(f"2025-04-{day:02}T09:30")
        asked += [100 + day] if any(WHY in told for told in story.letters["keira"][sent:]) else []

    assert asked == [19, 31, 104]
    first = next(told for told in story.letters["keira"][before:] if WHY in told)
    assert "c1 Hugo (board) asks about 1.1.1: Why has this slipped. An answer is wanted by 7 April 2025." in first
    assert "Answer" in story.person("keira").buttons()
    assert not any(WHY in told for name in ("ben", "gwen", "leo", "hugo", "carys") for told in story.letters[name])


async def test_whoever_asked_is_told_the_answer_and_sends_it_back_with_words(story: Story) -> None:
    await story.round()
    item = await raised(story, WHY)
    await story.at("2025-03-19T09:30")

    item = await done(story, item, Deed.ANSWERED, "Two posts were vacant", evidence="https://example.org/minutes")
    await story.at("2025-03-20T09:30")
    told = story.letters["hugo"][-1]
    assert "c1 Keira (Head of Inclusion) has answered. Asked was: Why has this slipped. The answer: Two posts were vacant." in told
    assert "https://example.org/minutes" in told
    assert {"Accept", "Not enough"} <= set(story.person("hugo").buttons())
    assert not any("Two posts" in one for one in story.letters["carys"])

    item = await done(story, item, Deed.NOT_ACCEPTED, "By when are they filled?", by="hugo")
    await story.at("2025-03-21T09:30")
    assert "c1 The answer about 1.1.1 is not enough yet. Hugo (board) says: By when are they filled?" in story.letters["keira"][-1]

    item = await done(story, item, Deed.ANSWERED, "By May")
    item = await done(story, item, Deed.ACCEPTED, by="carys")
    await story.at("2025-03-24T09:30")
    assert "c1 Carys (board) has accepted the answer. Nothing more is asked." in story.letters["keira"][-1]
    count = len(story.letters["hugo"])
    await story.advance(7)
    assert not any("By May" in one for one in story.letters["hugo"][count:])


async def test_the_chair_is_asked_to_decide_and_the_owner_hears_what_was_decided(story: Story) -> None:
    await story.round()
    wish = {"by": "keira", "kind": BusinessKind.DECISION}
    item = await raised(story, "Move the survey to autumn", **wish, owner="")  # type: ignore[arg-type]
    await story.at("2025-03-19T09:30")
    told = story.letters["carys"][-1]
    assert "d1 A decision is wanted from the board about 1.1.1: Move the survey to autumn." in told
    assert "Decide" in story.person("carys").buttons()
    assert not any("autumn" in one for name in ("gwen", "hugo", "ben") for one in story.letters[name])

    item = await done(story, item, Deed.DECIDED, "It moves", by="carys", why="schools are closed", conditions="Report in May")
    await story.at("2025-03-20T09:30")
    said = "The board decided d1: It moves. Because: schools are closed. Conditions: Report in May."
    assert said in story.letters["keira"][-1]
    count = len(story.letters["keira"])
    await story.advance(3)
    assert not any(said in one for one in story.letters["keira"][count:])


async def test_an_admin_hears_if_nobody_holds_the_role_that_must_answer(story: Story) -> None:
    await story.round()
    await raised(story, WHY, owner="Head of SEND Finance", about=("1.1.3",))

    await story.at("2025-03-19T09:30")

    told = story.letters["gwen"][-1]
    assert "c1 waits for an answer, and nobody can be asked for it: Head of SEND Finance." in told
    assert not any(WHY in one for one in story.letters["leo"] + story.letters["keira"])


async def test_what_was_raised_and_withdrawn_between_two_rounds_is_told_to_nobody(story: Story) -> None:
    await story.round()
    item = await raised(story, WHY)
    await done(story, item, Deed.WITHDRAWN, by="hugo", why="answered on the phone")

    await story.at("2025-03-19T09:30")

    assert not any("c1" in one for told in story.letters.values() for one in told)


async def test_a_line_leaves_the_card_once_it_is_answered(story: Story) -> None:
    await story.round()
    item = await raised(story, WHY)
    await story.at("2025-03-19T09:30")
    assert any(WHY in one for one in story.person("keira").messages())

    await done(story, item, Deed.ANSWERED, "Two posts were vacant", by="gwen")
    await story.round()

    assert not any(WHY in one for one in story.person("keira").messages())
