"""A mention in the thread of a posted summary: offered back in private, and recorded at a yes in the words of whoever said it."""

from __future__ import annotations

from datetime import date

import pytest

from bot.model.board.business import BusinessKind, Item
from bot.model.letters.talk import Say, Silence
from bot.model.people import PersonRow
from bot.ports.record import Tx
from tests.world.business import business
from tests.world.plan import BOARD, PLAN, SMALL, STRANGER, email, row
from tests.world.story import Story
from tests.world.wires import Seat
from tests.world.wires.recorder import RecorderSeat
from tests.world.wires.slack import SlackSeat
from tests.world.wires.teams import TeamsSeat

SUMMARY = "the week of 24 March 2025"
platforms = pytest.mark.parametrize("wire", ["slack", "teams"])


async def posted(story: Story) -> None:
    """The weekly summary stands in the board's channel."""
    await story.bind_board()
    await story.at("2025-03-24T10:00")


async def under(story: Story, name: str, text: str, summary: str = SUMMARY) -> str:
    """Somebody mentions Milepost in the summary's thread. Returns what is then new on their own screen."""
    seat, here = story.person(name), story.person(name).at(BOARD)
    before = [*seat.messages(), *here.messages()]
    if isinstance(here, SlackSeat):
        await here.person.replies(f"@Milepost {text}", to=summary)
    else:
        assert isinstance(here, TeamsSeat)
        post = next(post for post in here.client.posts() if summary in here.client.reads(post))
        await here.client.under(post).says(text)
    return "\n\n".join(one for one in [*seat.messages(), *here.messages()] if one not in before)


def asked_at(story: Story, name: str) -> Seat:
    """The seat at which somebody is asked in private: on Teams nobody can be answered alone in a channel."""
    return story.person(name) if story.wire.platform == "teams" else story.person(name).at(BOARD)


async def challenges(story: Story) -> list[Item]:
    return [one for one in await business(story) if one.kind is BusinessKind.CHALLENGE]


@platforms
async def test_a_question_under_the_summary_is_offered_back_alone_and_recorded_once_at_a_yes(story: Story) -> None:
    await posted(story)
    others = story.person("ben").at(BOARD)
    seen = others.count()

    told = await under(story, "hugo", "1.1.2 why has nobody said how this stands?")
    assert "Make this a challenge about 1.1.2?" in told
    assert "why has nobody said how this stands?" in told
    assert others.count() == seen, "everybody read it"
    assert await challenges(story) == []

    hugo = asked_at(story, "hugo")
    said = await hugo.presses("Yes, challenge", times=2)
    assert "c1" in said
    (item,) = await challenges(story)
    assert (item.about, item.text, item.raised_for) == (("1.1.2",), "why has nobody said how this stands?", "")
    assert item.by_name == "Hugo"
    assert others.count() == seen
    await story.at("2025-03-25T09:30")
    assert any("c1 Hugo (board) asks about 1.1.2: why has nobody said" in one for one in story.letters["keira"])


@platforms
async def test_what_is_let_go_is_not_recorded(story: Story) -> None:
    await posted(story)
    await under(story, "hugo", "is anybody looking at 1.1.2 and 1.1.3?")

    await asked_at(story, "hugo").presses("Let go")

    assert await challenges(story) == []


@platforms
async def test_a_question_that_names_nothing_is_asked_what_it_is_about_and_keeps_its_words(story: Story) -> None:
    await posted(story)
    told = await under(story, "hugo", "why is so much still silent?")
    assert "Make this a challenge? What is it about?" in told

    hugo = asked_at(story, "hugo")
    await hugo.presses("Choose what it is about")
    assert "why is so much still silent?" in (hugo.form() or "")
    await hugo.fills({"about": "1.1"})
    await hugo.presses("Save")

    (item,) = await challenges(story)
    assert (item.about, item.text) == (("1.1",), "why is so much still silent?")


@platforms
async def test_whoever_may_not_challenge_hears_a_sentence_and_commands_and_updates_stay_what_they_are(story: Story) -> None:
    await posted(story)
    assert "can challenge" in await under(story, "ben", "1.1.1 why is this late?")
    assert "Make this a challenge" not in await under(story, "hugo", "status 1.1.2")
    assert "Make this a challenge" not in await under(story, "hugo", "thank you all")
    assert "Make this a challenge" not in await under(story, "keira", "1.1.1 we have hired two people")
    assert "Make this a challenge" not in await story.person("hugo").says("why is 1.1.2 so late?")
    assert await challenges(story) == []


@platforms
async def test_a_mention_under_an_older_summary_is_heard_too(story: Story) -> None:
    await posted(story)
    await story.at("2025-03-31T10:00")

    assert "Make this a challenge about 1.1.2?" in await under(story, "carys", "1.1.2 what is missing?")


@platforms
async def test_delivered_twice_it_is_offered_once_and_after_a_yes_nothing_more_comes_of_it(story: Story) -> None:
    await posted(story)
    await under(story, "hugo", "1.1.2 why?")
    await asked_at(story, "hugo").presses("Yes, challenge")
    assert len(await challenges(story)) == 1
    await story.person("hugo").says("undo")

    (item,) = await challenges(story)
    assert not item.is_open


@platforms
async def test_the_challenge_button_under_all_of_the_summary_opens_the_form_for_whoever_presses_it(story: Story) -> None:
    await posted(story)
    hugo = story.person("hugo").at(BOARD)
    await hugo.presses("Challenge")
    assert hugo.form() is not None
    await hugo.fills({"about": "1.1.2", "text": "Why has this slipped?"})
    told = await hugo.presses("Save")

    (item,) = await challenges(story)
    assert (item.about, item.text) == (("1.1.2",), "Why has this slipped?")
    assert "c1" in told
    assert "Why has this slipped?" not in story.person("ben").at(BOARD).sees()


@pytest.mark.parametrize("wire", ["recorder"])
async def test_a_mention_delivered_again_is_said_back_while_it_is_open_and_then_adds_nothing(story: Story) -> None:
    await posted(story)
    (post,) = await story.store.read(lambda view: view.plans.posted(SMALL, date(2025, 3, 24)))
    letter = await story.store.read(lambda view: view.letters.one(post.letter))
    assert letter is not None
    hugo = story.person("hugo").at(BOARD)
    assert isinstance(hugo, RecorderSeat)

    first = await hugo.ask("1.1.2 why is this late?", number="m1", quoted=letter.reference)
    again = await hugo.ask("1.1.2 why is this late?", number="m1", quoted=letter.reference)
    assert isinstance(first, Say) and isinstance(again, Say)
    assert first.private and first.draft == again.draft
    await hugo.ask(f"save #{first.draft}", number="m2")
    await hugo.ask(f"save #{first.draft}", number="m2")
    await hugo.ask(f"save #{first.draft}", number="m3")
    assert isinstance(await hugo.ask("1.1.2 why is this late?", number="m1", quoted=letter.reference), Silence)

    assert [one.text for one in await challenges(story)] == ["why is this late?"]


def second(tx: Tx) -> None:
    """Another plan with the same milestones: Carys is in both, and Zoe in the other alone."""
    tx.plans.save(PLAN.model_copy(update={"short": "other", "title": "The other plan"}))
    zoe = PersonRow(role="Head of Inclusion", name="Zoe", email=email(STRANGER))
    tx.people.save("other", [zoe, row("carys")])


@platforms
async def test_to_somebody_in_two_plans_an_offer_names_its_plan_and_words_for_the_other_are_not_this_ones(story: Story) -> None:
    await story.store.transact(second)
    await posted(story)

    told = await under(story, "carys", "1.1.2 why so long?")
    assert "Make this a challenge about 1.1.2?" in told and "Plan: A small plan (small)." in told
    told = await under(story, "carys", "in small: 1.1.3 why so late?")
    assert "Your words: why so late?" in told and "Plan: A small plan (small)." in told
    told = await under(story, "carys", "in other: 1.1.2 why so long?")
    assert "Plan: A small plan" not in told and "in other" not in told
    assert await challenges(story) == []


@platforms
async def test_under_a_summary_of_a_plan_that_they_are_not_in_somebody_hears_a_sentence_and_begins_nothing(story: Story) -> None:
    await story.store.transact(second)
    await posted(story)
    zoe = story.person(STRANGER)

    assert "of a plan that you are not in" in await under(story, STRANGER, "1.1.1 green all is well")
    assert "Which status" not in await under(story, STRANGER, "1.1.1 why has nobody said?")
    assert "The other plan" not in await zoe.at(BOARD).presses("Show all")
    assert await story.store.read(lambda view: view.talk.drafts_before(story.clock().replace(year=2030))) is False
