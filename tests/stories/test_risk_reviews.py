"""Reviews of risks in the one message of the day: who is asked to score one again, when once more, and what is grey until then."""

from __future__ import annotations

from tests.world.story import Story

AGAIN = "r1 is to be scored again"
LATE = "r1 was to be scored again by"
FIRST = "r1 has no score yet"
PASSED = "r1 was tolerated until"


async def days_asked(story: Story, name: str, words: str, first: int, last: int, month: str = "2025-04") -> list[int]:
    """Live through some days of a month; those on which somebody was told this."""
    found = []
    for day in range(first, last + 1):
        sent = len(story.letters[name])
        await story.at(f"{month}-{day:02}T09:30")
        await story.round()  # more rounds add nothing
        new = story.letters[name][sent:]
        assert len(new) <= 1
        found += [day] if any(words in told for told in new) else []
    return found


async def test_the_owner_is_asked_a_month_after_the_last_score_and_once_more_and_it_is_grey_until_then(story: Story) -> None:
    keira = story.person("keira")
    await story.round()
    await story.person("hugo").says("risk 1.1.1: if the provider leaves then children wait")
    await keira.says("score r1 4 5 because it has given notice")  # on 18 March: Good Friday is 18 April, Easter Monday the 21st

    assert await days_asked(story, "keira", AGAIN, 14, 22) == [22]
    assert "Its last score was 20 (very high), on 18 March 2025." in story.letters["keira"][-1]
    assert "Very high, 20" in await keira.says("risks")
    assert "Score again" in keira.buttons() or "Score again" in story.letters["keira"][-1]
    assert await days_asked(story, "keira", LATE, 23, 30) == [29]
    told = await keira.says("risks")
    assert "Review overdue" in told and "Very high, 20" not in told and "its last score was 20, very high." in told
    assert await days_asked(story, "keira", "r1", 1, 12, "2025-05") == []
    assert not any("r1 " in told for name in ("ben", "leo", "gwen", "hugo") for told in story.letters[name])

    await keira.says("score r1 same because the notice stands")
    assert "Very high, 20" in await keira.says("risks")
    assert await days_asked(story, "keira", AGAIN, 9, 13, "2025-06") == [12]


async def test_the_button_opens_the_form_and_the_line_leaves_the_card_once_it_is_scored(story: Story) -> None:
    keira = story.person("keira")
    await story.round()
    await story.person("hugo").says("risk 1.1.1: if the provider leaves then children wait")
    assert await days_asked(story, "keira", FIRST, 19, 19, "2025-03") == [19]
    assert "Score it" in keira.buttons()

    await keira.presses("Score it")
    await keira.fills({"likelihood": "2", "impact": "3", "why": "it has signed again"})
    assert "r1 Saved: Medium, 6" in await keira.presses("Save")
    assert "Score it" not in keira.buttons()


async def test_a_deputy_is_asked_while_the_owner_is_away_and_the_lead_if_nobody_holds_the_role(story: Story) -> None:
    await story.round()
    await story.person("keira").says("away 22 April 2025 to 30 April 2025, deputy ben@example.org")
    await story.person("hugo").says("risk 1.1.1: if the provider leaves then children wait")
    await story.person("keira").says("score r1 4 5 because it has given notice")

    assert await days_asked(story, "ben", AGAIN, 21, 23) == [22]
    assert not any(AGAIN in told for told in story.letters["keira"])
    assert "r1 Saved: Low, 4" in await story.person("ben").says("score r1 1 4 because it has signed")

    await story.person("hugo").says("risk 1: if money ends then posts go")
    assert await days_asked(story, "leo", "r2 has no score yet", 24, 25) == [24]
    assert "It is asked of you as it has no owner." in story.letters["leo"][-1]


async def test_a_tolerance_that_has_passed_is_asked_about_until_it_is_approved_again(story: Story) -> None:
    gwen = story.person("gwen")
    await story.round()
    line = "risk 1.1.1: if the provider leaves then children wait; score: 2 2 because it said so; review every: 12"
    assert "r1 Saved" in await gwen.says(f"{line}; treatment: tolerate; until: 11 April 2025; approved by: the board")

    assert await days_asked(story, "keira", PASSED, 9, 23) == [14, 23]
    assert "approved by the board, and that day has passed" in next(told for told in story.letters["keira"] if PASSED in told)
    await gwen.says("change r1: until: 30 June 2025; approved by: the chair")
    assert await days_asked(story, "keira", PASSED, 24, 30) == []


async def test_tomorrow_tells_of_a_review_and_nobody_is_asked_about_what_is_closed(story: Story) -> None:
    gwen = story.person("gwen")
    await story.round()
    await gwen.says("risk 1.1.1: if the provider leaves then children wait")
    told = await gwen.says("tomorrow")
    assert "Keira: 2 questions (1.1.1, 1.1.2), readings and reviews (r1)" in told
    await gwen.says("close r1 because it has signed")
    assert "r1" not in await gwen.says("tomorrow")
    assert await days_asked(story, "keira", "r1", 19, 21, "2025-03") == []


async def test_nobody_is_asked_about_a_risk_or_a_voice_of_what_is_paused_until_the_pause_is_over(story: Story) -> None:
    gwen = story.person("gwen")
    await story.round()
    await gwen.says("risk 1.1.1: if the provider leaves then children wait")
    await gwen.says("heard from survey: nobody answers; about: 1.1.1")
    for pause in ("pause 1 until 24 April 2025 because of the inspection", "pause Head of Inclusion until 28 April 2025 because of leave"):
        await gwen.says(pause)
        await gwen.says("yes")

    assert await days_asked(story, "keira", "1", 19, 21, "2025-03") == []
    assert await days_asked(story, "keira", "1", 22, 25) == []
    assert await days_asked(story, "keira", FIRST, 28, 28) == [28]
    assert "v1 Families said about 1.1.1: nobody answers." in story.letters["keira"][-1]
    assert not any("r1 " in told for name in ("ben", "leo", "gwen") for told in story.letters[name])
