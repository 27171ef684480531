"""Readings in the one nudge of the day: asked after each data date and once more, of whoever holds the measure's role."""

from __future__ import annotations

from tests.stories.test_measures import SHARE, measures
from tests.world.story import Story

WANTED = "m1 Reading wanted for March 2025"
STILL = "m1 Still no reading for March 2025"


async def asked(story: Story, name: str, *days: str) -> list[str]:
    """The days of these on which somebody was asked for the reading, with which words."""
    found = []
    for day in days:
        sent = len(story.letters[name])
        await story.at(f"2025-{day}T09:30")
        await story.round()  # more rounds add nothing
        assert len(story.letters[name]) <= sent + 1
        told = "\n".join(story.letters[name][sent:])
        found += [f"{day} {one}" for one in ("Reading wanted", "Still no reading") if one in told]
    return found


APRIL = [f"04-{day:02}" for day in range(1, 16)]


async def test_a_reading_is_asked_for_after_its_data_date_and_once_more_after_a_week(story: Story) -> None:
    await story.person("gwen").says(SHARE)
    assert await asked(story, "keira", "03-31", *APRIL) == ["04-01 Reading wanted", "04-08 Still no reading"]
    first = next(told for told in story.letters["keira"] if WANTED in told)
    assert "m1 Reading wanted for March 2025: Plans issued within 20 weeks. It has no reading yet." in first
    assert not any(WANTED in told for name in ("ben", "gwen", "leo", "hugo") for told in story.letters[name])
    assert "It was to be read as at 31 March 2025." in await story.person("gwen").says("measures")
    assert "on the first working day" in await story.person("gwen").says("measure m1 owner Chief Nursing Officer")


async def test_the_button_opens_the_form_and_an_answer_ends_the_asking(story: Story) -> None:
    await story.person("gwen").says(SHARE)
    keira = story.person("keira")
    await keira.says("reading m1 30% for February")
    await story.at("2025-03-31T09:30")
    await story.at("2025-04-01T09:30")
    assert "Last read: 30% for February 2025." in story.letters["keira"][-1]

    await keira.says("reading m1 31% for January")  # an earlier month is no answer
    await keira.presses("Give the reading")
    await keira.fills({"Reading": "34%"})
    assert "m1 Saved: 34% for March 2025" in await keira.presses("Save")
    assert await asked(story, "keira", *APRIL[1:]) == []
    (only,) = await measures(story)
    assert [str(one.as_at) for one in only.standing] == ["2025-01-31", "2025-02-28", "2025-03-31"]


async def test_whoever_acts_for_the_holder_is_asked_and_whoever_takes_the_role_over(story: Story) -> None:
    gwen, keira = story.person("gwen"), story.person("keira")
    await gwen.says(SHARE)
    await story.round()
    await keira.says("away 31 March to 3 April, deputy ben@example.org")
    assert await asked(story, "ben", "03-31", "04-01", "04-02", "04-03") == ["04-01 Reading wanted"]
    assert any("You are asked as the deputy for Head of Inclusion." in told for told in story.letters["ben"])
    assert not any("m1" in told for told in story.letters["keira"])
    assert await asked(story, "keira", "04-04", "04-07", "04-08") == ["04-04 Reading wanted", "04-08 Still no reading"]

    assert "m1 Saved: Chief Nursing Officer owns it" in await gwen.says("measure m1 owner Chief Nursing Officer")
    assert await asked(story, "ben", "04-09", "04-10") == ["04-09 Reading wanted"]
    told = await story.person("ben").says("reading m1 34% for March")
    assert "m1 Saved: 34% for March 2025" in told


async def test_nobody_is_asked_while_it_is_paused_or_closed_and_once_that_is_over(story: Story) -> None:
    gwen = story.person("gwen")
    await gwen.says(SHARE)
    await story.round()
    await gwen.says("pause Head of Inclusion until 3 April 2025 because of the inspection")
    await gwen.says("yes")
    assert await asked(story, "keira", "03-31", *APRIL[:2]) == []
    assert await asked(story, "keira", "04-03", "04-04") == ["04-03 Reading wanted"]
    await gwen.says("close m1 because nobody collects it")
    assert await asked(story, "keira", "04-07", "04-08", "04-09") == []


async def test_health_and_tomorrow_know_of_readings(story: Story) -> None:
    gwen, keira = story.person("gwen"), story.person("keira")
    await gwen.says(SHARE.partition("; owner")[0])
    told = await gwen.says("health")
    assert "Nobody owns the measure m1 about 1.1, so nobody is asked for its readings." in told
    await gwen.presses("Name an owner of m1")
    await gwen.fills({"Role that": "Head of Inclusion"})
    assert "m1 Saved: Head of Inclusion owns it" in await gwen.presses("Save")
    assert "Nobody owns" not in await gwen.says("health")

    await story.at("2025-03-31T09:30")
    assert WANTED in await keira.says("tomorrow")
    assert "m1" in await gwen.says("tomorrow")
    assert "1 April 2025: Keira about m1" in await gwen.says("preview 3")
    assert STILL not in await keira.says("tomorrow")


async def test_what_is_undone_is_asked_for_again_by_the_card_that_asked(story: Story) -> None:
    keira = story.person("keira")
    await story.person("gwen").says(SHARE)
    await story.at("2025-03-31T09:30")
    await story.person("hugo").says("risk 1.1.1: if the provider leaves then children wait")
    await story.at("2025-04-01T09:30")
    for button, said in (("Give the reading", "reading m1 34% for March"), ("Score it", "score r1 2 3 because it has signed again")):
        assert button in keira.buttons()
        assert "Saved" in await keira.says(said)
        assert button not in keira.buttons()
        assert "Undone" in await keira.says("undo")
        assert button in keira.buttons()
