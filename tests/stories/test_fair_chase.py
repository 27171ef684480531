"""A chase that is fair: the next step is known in advance, and nobody is called silent whom nothing reached."""

from __future__ import annotations

import pytest

from tests.world.story import Story

ALONE = pytest.mark.parametrize("wire", ["recorder"])


@ALONE
async def test_each_nudge_about_what_is_late_says_who_is_told_next_and_when(story: Story) -> None:
    await story.at("2025-03-20T09:30")
    assert "is told." not in story.letters["keira"][-1]
    await story.at("2025-04-30T09:30")
    assert "If nobody answers by 29 May 2025, the lead of priority 1 is told." in story.letters["keira"][-1]

    await story.at("2025-05-29T09:30")
    assert not story.letters["leo"]
    await story.at("2025-05-30T09:30")
    assert "The owner, Head of Inclusion, was asked and has not answered." in story.letters["leo"][-1]
    await story.at("2025-06-06T09:30")
    assert "Neither the owner, Head of Inclusion, nor the priority's lead has answered." in story.letters["gwen"][-1]


@ALONE
async def test_a_lead_is_not_told_that_somebody_is_silent_whom_nothing_reached(story: Story) -> None:
    await story.at("2025-03-20T09:30")
    await story.at("2025-12-31T09:30")
    await story.at("2026-02-02T09:30")

    told = story.letters["leo"][-1]
    assert "1.1.3" in told and "Nobody holds Head of SEND Finance, so the owner could not be asked." in told
    assert "Head of SEND Finance, was asked" not in told


@ALONE
async def test_who_leads_and_owns_is_not_told_that_the_owner_is_silent(story: Story) -> None:
    await story.person("gwen").says("holder Head of Inclusion leo@example.org")
    await story.person("gwen").says("yes")
    await story.at("2025-04-30T09:30")
    await story.at("2025-05-29T09:30")
    await story.at("2025-05-30T09:30")

    told = story.letters["leo"][-1]
    assert "You own it yourself as Head of Inclusion" in told
    assert "Head of Inclusion, was asked and has not answered" not in told


@ALONE
async def test_whatever_is_done_about_a_milestone_lets_the_chase_count_anew(story: Story) -> None:
    await story.at("2025-04-30T09:30")
    await story.at("2025-05-28T09:30")
    keira = story.person("keira")
    assert "Asked" in await keira.says("not me 1.1.1 Chief Nursing Officer")
    await story.at("2025-05-30T09:30")

    assert "1.1.1" not in "".join(story.letters["leo"])
    await story.at("2025-06-25T09:30")
    assert "1.1.1" in story.letters["leo"][-1]


async def test_the_card_of_another_owner_keeps_no_button_for_what_was_answered(story: Story) -> None:
    keira, ben = story.person("keira"), story.person("ben")
    await story.at("2025-03-20T09:30")
    before = ben.messages()[-1]
    await keira.says("1.1.2 green all well")
    await keira.says("yes")
    await story.round()

    (card,) = [one for one in ben.messages() if "1.1.2" in one]
    assert "1.1.2" in before and "Saved" not in before
    assert "Everything on this card is answered." in card and "all well" in card


@ALONE
async def test_the_next_question_that_is_told_is_the_one_that_comes_after_something_else_was_done(story: Story) -> None:
    keira = story.person("keira")
    await story.at("2025-04-30T09:30")
    await keira.says("1.1.1 red nobody was found, path: we advertise again by 4 July 2025")
    await keira.says("yes")
    await story.at("2025-05-06T09:30")
    await keira.says("evidence 1.1.1 https://example.org/advert the advert")
    await story.at("2025-05-08T09:30")

    assert "1.1.1" in (told := await keira.says("home"))
    assert "Next question on 13 May 2025." in told
    assert "1.1.1" not in await story.person("gwen").says("preview 4")
    await story.at("2025-05-12T09:30")
    assert "1.1.1" in await keira.says("tomorrow")
    before = len(story.letters["keira"])
    await story.at("2025-05-13T09:30")
    assert "1.1.1" in story.letters["keira"][before]
