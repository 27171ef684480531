"""Evidence offered without saying for what, and the first page a person opens. Over every wire."""

from __future__ import annotations

from tests.world.story import Story

LINK = "https://chat.example.org/archives/c1/p1"


async def test_a_link_offered_as_evidence_is_added_to_the_milestone_chosen_and_once(story: Story) -> None:
    keira = story.person("keira")
    await keira.says("1.1.1 green all well")
    await keira.says("yes")
    assert LINK in await keira.opens(f"evidence {LINK}")
    offered = keira.offers("Milestone")
    assert [ref for ref in ("1.1.1", "1.1.2", "1.1.3") if any(ref in label for label in offered)] == ["1.1.1", "1.1.2"]

    await keira.fills({"Milestone": next(label for label in offered if "1.1.2" in label), "What it shows": "agreed"})
    await keira.presses("Add")
    wrong = keira.form()
    assert wrong is not None and "Nobody has given an update on 1.1.2" in wrong and keira.holds("What it shows") == "agreed"

    await keira.fills({"Milestone": next(label for label in offered if "1.1.1" in label), "Evidence type": "Minutes"})
    assert LINK in await keira.presses("Add")
    await keira.again()
    assert (await story.person("carys").says("history 1.1.1")).count(LINK) == 1


async def test_a_bad_link_and_a_person_with_no_milestones_are_refused(story: Story) -> None:
    assert "starts with https" in await story.person("keira").opens("evidence http://x.org")
    assert "You hold no role" in await story.person("hugo").opens(f"evidence {LINK}")


async def test_home_shows_my_milestones_what_comes_next_and_the_board_its_totals(story: Story) -> None:
    keira = story.person("keira")
    home = await keira.opens_home()
    assert "Your milestones in A small plan" in home and "Next question on 19 March 2025." in home
    assert "Lead well" not in home
    assert "1. Lead well: 3 " in await story.person("hugo").opens_home()


async def test_home_puts_first_what_needs_its_owner_first_and_offers_one_card_for_all_of_that(story: Story) -> None:
    keira = story.person("keira")
    await story.at("2025-03-19T09:30")
    await keira.says("1.1.2 red no money, path: ask the board")
    await keira.says("yes")

    home = await keira.opens_home()
    assert "2 milestones: 1 off track or at risk, 1 due later. 1 of them waits for your answer." in home
    assert home.index("Off track or at risk") < home.index("Step 2 done") < home.index("Due later", home.index("Step 2"))
    assert any("Your month: 1 left to answer" in told for told in (*keira.buttons(), home))
    assert "1 left to answer" in await keira.says("month"), "the button counts as the card that it opens does"


async def test_home_counts_as_past_due_whatever_is_past_its_date_answered_or_not(story: Story) -> None:
    keira = story.person("keira")
    await story.at("2025-05-06T09:30")
    await keira.says("1.1.2 red no money, path: ask the board")
    await keira.says("yes")

    home = await keira.opens_home()
    assert "2 milestones: 2 past the due date. 1 of them waits for your answer." in home
    assert home.count("Step 1 done") == home.count("Step 2 done") == 1
    assert any("Your month: 1 left to answer" in told for told in (*keira.buttons(), home))


async def test_home_is_drawn_anew_once_something_was_recorded(story: Story) -> None:
    keira = story.person("keira")
    await keira.opens_home()
    await keira.says("1.1.1 red no money, path: ask the board")
    await keira.says("yes")

    assert "Red" in await keira.opens_home()


async def test_the_same_question_is_answered_anew_once_something_was_recorded(story: Story) -> None:
    keira, carys = story.person("keira"), story.person("carys")
    await carys.says("status 1.1.1")
    assert "no money" not in await carys.says("status 1.1.1")
    await keira.says("1.1.1 red no money, path: ask the board")
    await keira.says("yes")

    assert "no money" in await carys.says("status 1.1.1")
