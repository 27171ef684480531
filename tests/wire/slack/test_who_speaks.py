"""Who speaks: Slack is asked once about an account. After that nobody waits for it, and what it tells unasked holds at once."""

import asyncio

import pytest

from tests.world.slack.office import Office

pytest_plugins = ["tests.world.slack.fixtures"]


def asked(office: Office) -> int:
    return len(office.slack.calls("users.info"))


async def test_slack_is_asked_about_a_speaker_once(office: Office) -> None:
    keira = office.person("keira")
    for _ in range(5):
        await keira.types("/milepost status 1.1")
    await keira.opens_home()
    await office.slack.quiet()

    assert asked(office) == 1


async def test_somebody_known_is_answered_while_slack_does_not_say_who_they_are(closed_office: Office) -> None:
    office = closed_office
    await office.open(fresh=0.0)
    keira = office.person("keira")
    await keira.types("/milepost mine")
    hanging = office.slack.order("users.info", "slow", seconds=1.2)
    answered = await keira.types("/milepost status 1.1")

    assert answered is not None and b"Step 1 done" in answered.answer and answered.seconds < hanging.seconds
    await office.slack.until(lambda: asked(office) == 2)  # behind the answer


async def test_what_is_some_minutes_old_is_answered_from_and_asked_anew_behind_it(closed_office: Office) -> None:
    office = closed_office
    await office.open(fresh=0.0)
    keira = office.person("keira")
    await keira.types("/milepost mine")
    keira.user.is_bot = True
    await keira.types("/milepost mine")
    await office.slack.quiet()
    await keira.types("/milepost status 1.1")

    assert "does not know you" in keira.sees().last


async def test_a_change_that_slack_tells_of_holds_at_once(office: Office) -> None:
    keira = office.person("keira")
    await keira.types("/milepost mine")
    keira.user.is_bot = True
    await office.slack.changes("keira")
    await keira.types("/milepost status 1.1")

    assert "does not know you" in keira.sees().last


async def test_what_was_asked_before_a_change_is_not_believed_after_it(office: Office) -> None:
    sam = office.slack.join("sam", office.team, "keira@example.org")
    office.slack.order("users.info", "late", seconds=0.3)
    first = asyncio.create_task(sam.types("/milepost mine"))
    await office.slack.until(lambda: asked(office) == 1)
    sam.user.email = "sam@example.org"
    await office.slack.changes("sam")
    await sam.types("/milepost mine")
    await first

    assert "does not know you" in sam.sees().text


async def test_somebody_whose_account_is_closed_is_not_answered_any_more(office: Office) -> None:
    keira = office.person("keira")
    await keira.types("/milepost mine")
    await office.slack.deactivates("keira")
    calls = asked(office)
    await keira.types("/milepost status 1.1")

    assert "does not know you" in keira.sees().last and asked(office) == calls


async def test_an_event_that_tells_nothing_new_asks_nothing(office: Office) -> None:
    keira = office.person("keira")
    await keira.types("/milepost mine")
    await office.slack.changes("keira")  # a new status, as people set them all day
    await keira.types("/milepost status 1.1")

    assert "Step 1 done" in keira.sees().last and asked(office) == 1


@pytest.mark.parametrize("name", ["sam", "keira"])
async def test_whoever_never_spoke_may_change_without_slack_being_asked(office: Office, name: str) -> None:
    office.slack.join("sam", office.team)
    await office.slack.changes(name)
    await office.slack.quiet()

    assert asked(office) == 0
