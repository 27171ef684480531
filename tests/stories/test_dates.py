"""Dates are read alike at every door, said back with their year, and asked for if none was read. Said on Tuesday 18 March 2025."""

from __future__ import annotations

import pytest

from tests.world.story import Story

LINE = "1.1.1 green recruitment slipped, forecast"


async def forecasts(story: Story) -> list[str]:
    return [str(update.forecast) for update in await story.history("1.1.1")]


async def test_a_forecast_in_a_line_is_read_as_people_write_it_and_said_back_with_its_year(story: Story) -> None:
    keira = story.person("keira")
    said = {
        "12.3.26": "12 March 2026",
        "by 12th of March": "12 March 2026",
        "March 12": "12 March 2026",
        "12 March 28": "12 March 2028",
        "next Friday": "28 March 2025",
        "in two weeks": "1 April 2025",
        "end of April": "30 April 2025",
    }

    heard = {words: await keira.says(f"{LINE} {words}") for words in said}

    assert {words: f"Expected by {day}" in heard[words] for words, day in said.items()} == dict.fromkeys(said, True)
    assert all("What has happened: recruitment slipped." in one for one in heard.values())


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("when the board has met", "No date was read in: when the board has met."),
        ("31 June", "There is no such day as 31 June."),
        ("end of term", "The plan's settings do not say which day that is: end of term."),
        ("end of the year", "end of the year may be 31 March 2025 or 31 December 2025."),
    ],
)
async def test_a_forecast_that_is_no_date_is_asked_about_and_all_else_is_kept(story: Story, words: str, why: str) -> None:
    keira = story.person("keira")

    assert why in await keira.says(f"{LINE} {words}")
    assert "No date was read in: as soon as we can." in await keira.says("as soon as we can")
    told = await keira.says("12 May")
    assert "Expected by 12 May 2025" in told and "recruitment slipped" in told
    await keira.says("yes")

    assert await forecasts(story) == ["2025-05-12"]


async def test_whoever_has_no_date_says_none(story: Story) -> None:
    keira = story.person("keira")
    await keira.says(f"{LINE} when the board has met")

    assert "recruitment slipped" in await keira.says("none")
    await keira.says("yes")

    assert await forecasts(story) == ["None"]


@pytest.mark.parametrize("wire", ["recorder", "console"])  # in Slack and Teams a form has a calendar to pick from
async def test_a_form_says_why_a_forecast_is_no_date(story: Story) -> None:
    keira = story.person("keira")
    await keira.opens("update 1.1.1")
    await keira.fills({"status": "Green", "forecast": "31 June"})

    assert "There is no such day as 31 June." in await keira.presses("Save")


async def test_a_role_is_held_from_a_day_as_people_write_it(story: Story) -> None:
    gwen = story.person("gwen")

    assert "from 12 March 2026" in await gwen.says("holder Head of Inclusion ben@example.org from 12th of March")
    assert "There is no such day as 31 June." in await gwen.says("holder Head of Inclusion ben@example.org from 31 June")
    assert "No date was read in: the storm." in await gwen.says("holder Head of Inclusion ben@example.org from the storm")
