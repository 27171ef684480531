"""Everything a person can say, said in Slack's three ways: as a slash command, in a direct message, by a mention."""

import re
from collections.abc import Awaitable, Callable

import pytest

from tests.world.slack import Person
from tests.world.slack.office import Office

pytest_plugins = ["tests.world.slack.fixtures"]

SAID = {
    "help": "What you can say to Milepost",
    "mine": "Your milestones",
    "home": "Step 1 done",
    "status": "A small plan",
    "status 1.1": "Step 1 done",
    "status 1.1.2": "Step 2 done",
    "status Head of Inclusion": "Step 1 done",
    "due next month": "Due from",
    "overdue": "Nothing is past its due date",
    "red": "Nothing is red",
    "amber": "Nothing is amber",
    "silent": "Nobody has been asked yet",
    "1.1.1 green all well": "This is how I understood you",
    "evidence 1.1.1 https://example.org/minutes": "Nobody has given an update",
    "history 1.1.1": "Nobody has given an update",
    "who 1.1.2": "Chief Nursing Officer",
    "digest": "A small plan",
    "ask 1.1.1": "Only the chair or an admin",
    "seed roles": "Only an admin",
    "1.1.4 green": "Only the holder of the role Parent Carer Forum Co-chair",
    "9.9.9 green": "There is no milestone 9.9.9",
    "what is the weather": "That was not understood",
    "": "help",
    "1.1.1 amber two left": "path to green",
}
ADMIN_SAID = {
    "seed roles": "Head of SEND Finance",
    "holder Head of SEND Finance ben@example.org from 1 April 2025": "Ben",
    "preview 14": "What would be sent in the next 14 days",
    "pause all": "would not be asked",
    "resume all": "Not paused",
    "pause 1 until 10 June 2025 because of the inspection": "would pause all questions about priority 1 until 10 June 2025",
    "health": "Nobody holds the role Head of SEND Finance",
    "tomorrow": "written to on",
    "news": "had no room for",
    "ask 1.1.1": "will be asked on the next working day",
}

Way = Callable[[Person, str], Awaitable[object]]


async def by_slash(person: Person, said: str) -> object:
    return await person.types(f"/milepost {said}".rstrip())


async def by_message(person: Person, said: str) -> object:
    return await person.types(said)


async def by_mention(person: Person, said: str) -> object:
    return await person.types(f"@Milepost {said}".rstrip(), channel="board")


WAYS: dict[str, Way] = {"slash": by_slash, "message": by_message, "mention": by_mention}


@pytest.mark.parametrize("way", WAYS)
async def test_everything_a_person_can_say_is_answered_in_every_way(office: Office, way: str) -> None:
    keira = office.person("keira")
    for said, expected in SAID.items():
        if said or way != "message":
            before = len(keira.sees().messages)
            await WAYS[way](keira, said)
            screen = await keira.until(lambda s, before=before: len(s.messages) > before)
            assert any(expected in one for one in screen.messages[before:]), (said, screen.messages[before:])


@pytest.mark.parametrize("way", WAYS)
async def test_everything_an_admin_can_say_is_answered_in_every_way(office: Office, way: str) -> None:
    gwen = office.person("gwen")
    for said, expected in ADMIN_SAID.items():
        before = len(gwen.sees().messages)
        await WAYS[way](gwen, said)
        screen = await gwen.until(lambda s, before=before: len(s.messages) > before)
        assert any(expected in one for one in screen.messages[before:]), (said, screen.messages[before:])


async def test_an_answer_in_a_channel_is_seen_by_the_asker_alone(office: Office) -> None:
    keira, gwen = office.person("keira"), office.person("gwen")
    await keira.types("@Milepost status 1.1", channel="board")
    await keira.types("/milepost status 1.1", channel="board")
    await keira.until(lambda s: len(s.messages) == 2)

    assert "Step 1 done" in keira.sees().text
    assert gwen.sees().messages == ()


async def test_update_by_slash_opens_the_form_at_once(office: Office) -> None:
    keira = office.person("keira")
    await keira.types("/milepost update 1.1.1")
    await keira.until(lambda s: s.modal is not None)

    assert "Step 1 done" in (keira.sees().modal or "")


@pytest.mark.parametrize("way", ["message", "mention"])
async def test_update_where_slack_lets_no_form_be_opened_gives_a_button_that_does(office: Office, way: str) -> None:
    keira = office.person("keira")
    await WAYS[way](keira, "update 1.1.1")
    await keira.until(lambda s: bool(s.messages))
    await keira.presses(keira.buttons()[0])
    await keira.until(lambda s: s.modal is not None)
    await keira.fills({"Status": "Green", "What has happened": "all in post"}).submits()

    assert await office.narratives("1.1.1") == ["all in post"]


async def test_what_slack_makes_of_typed_text_is_taken_back(office: Office) -> None:
    keira = office.person("keira")
    for place, said in ((keira.types, "/milepost "), (keira.types, "")):
        await place(f"{said}1.1.1 green R&D <agreed> a > b https://example.org/a?b=1&c=2")
        await keira.presses("Save")

    first, second = await office.history("1.1.1")
    for update in (first, second):
        assert "R&D <agreed> a > b" in update.narrative
        assert [e.url for e in update.evidence] == ["https://example.org/a?b=1&c=2"]


async def test_talk_that_is_not_for_milepost_is_left_alone(office: Office) -> None:
    keira = office.person("keira")
    await keira.types("1.1.1 green said to the others", channel="board")
    await office.slack.quiet()

    assert keira.sees().messages == ()
    assert await office.history("1.1.1") == ()


async def test_its_own_messages_are_not_answered(office: Office) -> None:
    keira = office.person("keira")
    await keira.types("help")
    await keira.hears("What you can say")
    await office.slack.quiet()

    assert len(keira.sees().messages) == 1
    assert any(d.payload.get("event", {}).get("bot_id") for d in office.slack.sent)  # type: ignore[attr-defined]


@pytest.mark.parametrize("way", WAYS)
async def test_a_long_answer_comes_whole_in_numbered_parts(office: Office, way: str) -> None:
    keira = office.person("keira")
    for number in range(6):
        await keira.types(f"1.1.1 green {f'told {number}. ' * 280}")
        await keira.presses("Save")
    await office.slack.quiet()
    before = len(keira.sees().messages)
    await WAYS[way](keira, "history 1.1.1")
    screen = await keira.until(lambda s: any(_number(m)[0] == _number(m)[1] for m in s.messages[before:]))
    parts = screen.messages[before:]

    assert len(parts) > 1
    assert [_number(part) for part in parts] == [(at, len(parts)) for at in range(1, len(parts) + 1)]
    assert [sum(part.count(f"told {number}") for part in parts) for number in range(6)] == [280] * 6


def _number(message: str) -> tuple[int, int]:
    """Which of how many parts a message is."""
    found = re.search(r"\((\d+) of (\d+)\)", message)
    return (int(found[1]), int(found[2])) if found else (0, 1)
