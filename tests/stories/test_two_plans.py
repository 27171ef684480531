"""Somebody in two plans reads at every door which of them is meant."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.model.board.settings import Cycle, Meeting
from bot.model.letters.talk import Say
from bot.model.people import PersonRow
from bot.model.policy import Policy
from bot.ports.record import Tx
from tests.world.plan import BOARD, PLAN, STEPS, due, email, row, small
from tests.world.story import Story
from tests.world.wires.recorder import RecorderSeat

NAMED = "Plan: A small plan (small)."
OTHER = "Plan: The other plan (other)."


@pytest.fixture
async def story(story: Story) -> Story:
    """The small plan, and another with the same milestones, in both of which Keira has her role."""

    def second(tx: Tx) -> None:
        tx.plans.save(PLAN.model_copy(update={"short": "other", "title": "The other plan"}))
        tx.people.save("other", [row("keira")])

    await story.store.transact(second)
    return story


async def test_a_typed_line_names_its_plan_until_it_is_saved(story: Story) -> None:
    keira = story.person("keira")

    assert OTHER in await keira.says("in other: 1.1.1 amber late")
    assert OTHER in await keira.says("hire two")
    assert OTHER in await keira.says("yes")
    await keira.says("in small: 1.1.1 green")
    saved = await keira.presses("Save")
    assert "Saved" in saved and NAMED in saved


async def test_a_form_and_what_it_saves_name_their_plan(story: Story) -> None:
    keira = story.person("keira")

    assert OTHER in await keira.opens("in other: update 1.1.1")
    await keira.fills({"Status": "Green"})
    assert OTHER in await keira.presses("Save")
    assert OTHER in await keira.opens("in other: evidence https://a.org")
    await keira.closes()
    assert OTHER in await keira.says("in other: evidence 1.1.1 https://a.org")


async def test_a_letter_about_two_plans_is_answered_in_the_plan_of_the_number(story: Story) -> None:
    keira = story.person("keira")
    await story.at("2025-03-19T09:30")
    (letter,) = story.letters["keira"]
    assert letter.count("A small plan: Please answer") == letter.count("The other plan: Please answer") == 1
    first, last = ("small", "other") if letter.index("A small plan: ") < letter.index("The other plan: ") else ("other", "small")

    said = await keira.says("4 green fine")
    assert (OTHER if last == "other" else NAMED) in said
    await keira.says("yes")
    assert (await story.said_of("1.1.2") == ["green fine"]) is (last == "small")
    assert f"of the plan {last}" in await keira.says("1 green, 4 red: x, path: y")
    assert f"of the plan {last}" in await keira.says(f"in {first}: 4 green")


async def test_all_of_a_card_about_two_plans_is_asked_about(story: Story) -> None:
    keira = story.person("keira")
    await story.at("2025-03-19T09:30")

    assert "Which one do you mean?" in await keira.says("all green")
    told = await keira.presses("other")
    assert OTHER in told and "1.1.1, 1.1.2" in told
    assert "Saved" in await keira.says("yes")
    assert await story.said_of("1.1.1") == []


async def test_in_the_channel_of_a_board_its_plan_is_meant(story: Story) -> None:
    keira = story.person("keira").at(BOARD)
    await story.bind_board()

    assert "A small plan" in await keira.says("status")
    other = await keira.says("in other: status")
    assert "The other plan" in other or "in our own chat" in other  # as everybody reads it, or they alone


async def test_whoever_is_in_one_plan_is_not_told_its_name(story: Story) -> None:
    assert "Plan:" not in await story.person("ben").says("1.1.2 green fine")


@pytest.mark.parametrize("wire", ["recorder"])
async def test_a_word_that_quotes_a_card_is_about_the_plan_of_that_card(story: Story) -> None:
    keira = story.person("keira")
    assert isinstance(keira, RecorderSeat)
    await keira.says("in other: 1.1.1 red first, path: bid")
    card = keira.wire.channel.rooms[keira.room][-1].reference
    await story.at("2025-03-19T09:30")  # a letter comes after the card, and the quote says which of the two is meant

    saved = await keira.ask("yes", quoted=card)
    await keira.says("in small: 1.1.2 red second, path: hire")
    again = await keira.ask("yes", quoted=card)

    assert isinstance(saved, Say) and saved.message.title.startswith("Saved") and OTHER in saved.message.plain()
    assert isinstance(again, Say) and again.message.title == saved.message.title and OTHER in again.message.plain()
    assert await story.said_of("1.1.2") == []


async def test_a_date_is_asked_for_and_decided_in_the_plan_that_is_named(story: Story) -> None:
    keira = story.person("keira")

    assert "You are in more than one plan" in await keira.says("move 1.1.1 to 30 June 2025 because a partner left")
    assert OTHER in await keira.says("in other: move 1.1.1 to 30 June 2025 because a partner left")
    told = await keira.says("yes")
    assert OTHER in told and "x1 Asked" in told
    assert OTHER in await keira.opens("in other: exception 1.1.1")
    await keira.closes()
    assert OTHER in await keira.says("in other: withdraw x1 because the partner is back")
    assert "There is no x1" in await keira.says("in small: withdraw x1 because the partner is back")


async def test_somebody_in_two_plans_is_away_from_both_and_undoes_it_in_both(story: Story) -> None:
    keira = story.person("keira")
    await story.at("2025-03-24T09:30")
    await story.advance(days=1)
    said = await keira.says("away 26 March to 30 April, deputy hugo@example.org")
    assert "Saved. You are away from 26 March 2025 to 30 April 2025" in said and "Plan:" not in said
    assert "Hugo acts for you in A small plan" in said
    assert "Nobody is asked about 2 of your milestones in The other plan then" in said
    before = len(story.letters["keira"])
    await story.advance(days=30)
    assert len(story.letters["keira"]) == before
    assert await _absences(story) == {"small": 1, "other": 1}
    assert "Saved. You are back" in await keira.says("back")
    assert "Undone. You are away from 26 March 2025" in await keira.says("in small: undo")
    assert await _absences(story, today=True) == {"small": 1, "other": 1}


async def _absences(story: Story, today: bool = False) -> dict[str, int]:
    """How many absences each plan knows, or that go on today."""
    day = story.clock().date()
    known = {short: await story.store.read(lambda view, of=short: view.people.of(of).absences) for short in ("small", "other")}
    return {short: sum(one.covers(day) or not today for one in of) for short, of in known.items()}


@pytest.mark.parametrize("wire", ["recorder"])
async def test_a_letter_leads_to_all_that_it_has_no_room_for_with_a_button_for_each_plan(story: Story) -> None:
    steps = [due(n, "2025-04-30", "Head of Inclusion") for n in range(1, 10)]

    def many(tx: Tx) -> None:
        for short in ("small", "other"):
            tx.plans.save(small(steps).model_copy(update={"short": short, "title": f"The {short} plan"}))

    await story.store.transact(many)
    await story.at("2025-03-19T09:30")
    keira = story.person("keira")

    assert "There are 6 more. The buttons below lead to all of them." in keira.newest
    for plan in ("small", "other"):
        month = await keira.presses(f"Update all 9 in {plan}")
        assert "0 of 9 confirmed" in month and f"Plan: The {plan} plan." in month


@pytest.mark.parametrize("wire", ["recorder"])
async def test_what_is_passed_on_to_a_lead_is_shown_and_counted_apart_from_what_they_answer_for(story: Story) -> None:
    def lead(tx: Tx) -> None:
        tx.plans.save(small([*STEPS, *(due(n, "2025-04-30", "Head of Inclusion") for n in range(4, 7))]))
        tx.people.save("small", [PersonRow(role="Head of SEND Finance", name="Leo", email=email("leo"), rights=("lead:1",))])

    await story.store.transact(lead)
    leo = story.person("leo")
    await story.at("2025-04-30T09:30")
    await story.at("2025-05-30T09:30")

    assert "5 milestones have no answer" in leo.newest and "Press an Update button" not in leo.newest
    assert "Update 1.1.1" not in leo.buttons()
    assert "1.1.1" in await leo.presses("Show 1.1.1")
    assert "1.1.6" in await leo.presses("Show what is overdue")


async def test_a_letter_for_the_papers_of_two_boards_says_which_board_meets(story: Story) -> None:
    def meet(tx: Tx) -> None:
        for short, day in (("small", date(2025, 4, 10)), ("other", date(2025, 4, 11))):
            tx.plans.keep_settings(short, Policy(board=Cycle(meetings=(Meeting(on=day),))))

    await story.store.transact(meet)
    for day in (21, 24):
        await story.at(f"2025-03-{day}T09:30")

    letter = story.letters["keira"][-1]
    assert "The board of The other plan meets on 11 April 2025. Please say how each of these stands" in letter
    assert "The board meets" not in letter and "10 April" not in letter


async def test_the_plan_is_not_asked_for_if_it_goes_without_saying(story: Story) -> None:
    keira = story.person("keira")
    for said, told in (("no", "Nothing is waiting to be saved."), ("yes", "Nothing is waiting to be saved."), ("asdf qwer", "not understood"), ("thanks", "Thank you")):
        heard = await keira.says(said)
        assert told in heard and "Which one do you mean?" not in heard, said

    await keira.says("in small: 1.1.2 green")
    await keira.says("yes")
    await story.at((story.clock() + timedelta(minutes=1)).isoformat())
    await keira.says("in other: 1.1.1 green")
    await keira.says("yes")
    undone = await keira.says("undo")
    assert OTHER in undone and "Undone" in undone
    assert await story.said_of("1.1.2") == ["green"]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("in other 1.1.1 green", OTHER),
        ("other 1.1.1 green", OTHER),
        ("in other, 1.1.1 red no money, path: board to fund", OTHER),
        ("in other mine", "1.1.1"),
        ("mine in other", "1.1.1"),
        ("status 1.1.1 in other.", "1.1.1"),
        ("in small undo", "nothing to undo"),
    ],
)
async def test_a_plan_is_named_without_a_colon_too(story: Story, said: str, told: str) -> None:
    heard = await story.person("keira").says(said)
    assert told in heard and "Which one do you mean?" not in heard


@pytest.mark.parametrize("said", ["1.1.1 green all schools in other", "undo", "in other schools it went well"])
async def test_words_that_may_be_no_plan_name_none(story: Story, said: str) -> None:
    keira = story.person("keira")
    await keira.says("in small: 1.1.2 amber late")
    heard = await keira.says(said)
    assert OTHER not in heard
