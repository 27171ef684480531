"""The corners of Slack: places Milepost is not in, messages edited, people who leave in the middle."""

import pytest

from tests.world.slack import Person
from tests.world.slack.office import Office
from tests.world.slack.world import Json

pytest_plugins = ["tests.world.slack.fixtures"]


async def test_a_command_is_answered_in_a_channel_milepost_is_not_in(office: Office) -> None:
    gwen = office.person("gwen")
    office.slack.channel("operations", office.team, ["gwen", "keira"], bot=False)
    await gwen.types("/milepost status 1.1", channel="operations")
    await gwen.hears("Step 1 done")

    assert office.person("keira").sees().messages == ()


async def test_a_command_in_a_talk_of_two_others_is_answered_there_and_not_taken_for_the_persons_own(office: Office) -> None:
    keira, gwen = office.person("keira"), office.person("gwen")
    talk = office.slack.channel("directmessage", office.team, ["keira", "gwen"], bot=False, kind="im")
    talk.id = "D0TALK"
    office.slack.world.conversations["D0TALK"] = talk
    await keira.types("/milepost 1.1.1 green all well", channel="D0TALK")
    await keira.presses("Save")
    await keira.hears("Saved")
    await office.round()

    assert await office.narratives("1.1.1") == ["all well"]
    assert [p.channel for p in keira.posts() if p.metadata] == [keira.dm.id]
    assert gwen.sees().text.count("all well") == 0


async def test_a_line_said_in_a_channel_is_echoed_saved_and_shown_to_its_sayer_alone(office: Office) -> None:
    keira, gwen = office.person("keira"), office.person("gwen")
    await keira.types("@Milepost 1.1.1 red no money, path: bid by June", channel="board")
    await keira.hears("This is how I understood you")
    await keira.presses("Save")
    await keira.hears("Saved")

    assert await office.narratives("1.1.1") == ["no money"]
    assert "Save" not in keira.buttons()
    assert gwen.sees().messages == ()


async def test_a_mention_in_a_thread_is_answered_in_that_thread(office: Office) -> None:
    keira, gwen = office.person("keira"), office.person("gwen")
    await gwen.types("How are the coordinators?", channel="board")
    asked = next(p for p in office.slack.world.posts if "coordinators" in p.text)
    await keira.types("@Milepost status 1.1.1", channel="board", thread=asked)
    await keira.hears("Step 1 done")

    assert [p.thread_ts for p in keira.posts()] == [asked.ts]


def typed(office: Office, person: Person, text: str, **more: object) -> Json:
    usual: Json = {"type": "message", "channel": person.dm.id, "channel_type": "im", "user": person.user.id, "text": text}
    return {**usual, "team": office.team.id, "ts": office.slack.world.ts(), **more}


async def test_an_edited_message_is_answered_once_and_never_read(office: Office) -> None:
    keira = office.person("keira")
    await keira.types("1.1.1 green all well")
    await keira.hears("Save")
    for text in ("yes", "1.1.1 red, path: x", "no"):
        await keira.edits(text)
    await office.slack.quiet()

    assert [said for said in keira.sees().messages if "I read a message once" in said] == [keira.sees().messages[-1]]
    assert len(keira.sees().messages) == 2 and await office.history("1.1.1") == ()
    await keira.presses("Save")
    await keira.hears("Saved")


async def test_a_colleague_mentioned_is_called_by_name_and_the_bot_by_none(office: Office) -> None:
    keira, ben = office.person("keira"), office.person("ben")
    bot = office.slack.world.teams[keira.dm.team].bot
    said = typed(office, keira, f"<@{bot}> 1.1.1 green <@{ben.user.id}> leads, <@U0NOBODY> too")
    await office.slack.event(office.team, said)
    await keira.hears("Save")
    await keira.types("yes")
    await keira.hears("Saved")

    (saved,) = await office.history("1.1.1")
    assert saved.narrative == f"{ben.user.real_name} leads, @U0NOBODY too"


async def test_a_mention_that_was_edited_is_answered_once(office: Office) -> None:
    keira = office.person("keira")
    said = typed(office, keira, "@Milepost mine", type="app_mention", channel=office.board.id)
    for number in (1, 2):
        await office.slack.event(office.team, {**said, "edited": {"user": keira.user.id, "ts": f"174237660{number}.000400"}})
    await office.slack.quiet()

    assert ["I read a message once" in said for said in keira.sees().messages] == [True]


async def test_a_message_unfolded_changed_by_others_or_deleted_says_nothing_new(office: Office) -> None:
    keira = office.person("keira")
    said = typed(office, keira, "1.1.1 green edited")
    for event in (
        {"type": "message", "subtype": "message_changed", "channel": keira.dm.id, "channel_type": "im", "message": said, "hidden": True, "ts": "1742376600.000200"},
        {"type": "message", "subtype": "message_deleted", "channel": keira.dm.id, "channel_type": "im", "previous_message": said, "ts": "1742376600.000300"},
        {"type": "message", "subtype": "message_changed", "channel": keira.dm.id, "channel_type": "im", "hidden": True,
         "message": {**said, "edited": {"user": keira.user.id, "ts": "1742376600.000400"}}, "previous_message": said},
        {"type": "message", "subtype": "message_changed", "channel": keira.dm.id, "channel_type": "im", "hidden": True,
         "message": {**said, "edited": {"user": "U0ADMIN", "ts": "1742376600.000400"}}, "previous_message": {**said, "text": "x"}},
        {**said, "subtype": "channel_join"},
    ):
        await office.slack.event(office.team, event)
    await office.slack.quiet()

    assert keira.sees().messages == ()


async def test_words_sent_with_a_file_are_heard(office: Office) -> None:
    keira = office.person("keira")
    await office.slack.event(office.team, typed(office, keira, "1.1.1 green all well", subtype="file_share", files=[{"id": "F1"}]))
    await keira.hears("Save")
    await keira.presses("Save")

    await keira.hears("Saved")


async def test_someone_deactivated_in_the_middle_of_a_form_records_nothing(office: Office) -> None:
    keira = office.person("keira")
    await keira.types("/milepost update 1.1.1")
    await keira.until(lambda s: s.modal is not None)
    await office.slack.deactivates("keira")
    await keira.fills({"Status": "Green", "What has happened": "after leaving"}).submits()
    await office.slack.quiet()

    assert await office.history("1.1.1") == ()


async def test_someone_else_pressing_in_the_channel_gets_only_what_is_theirs(office: Office) -> None:
    hugo = office.person("hugo")
    await hugo.types("@Milepost update 1.1.1", channel="board")
    told = (await hugo.until(lambda s: bool(s.messages) or s.modal is not None)).text

    assert "Only the holder of the role" in told
    assert await office.history("1.1.1") == ()


@pytest.mark.parametrize("kind", ["archives", "removes_bot"])
async def test_a_home_and_a_direct_message_still_work_when_a_channel_does_not(office: Office, kind: str) -> None:
    if kind == "archives":
        await office.slack.archives(office.board)
    else:
        office.slack.removes_bot(office.board)
    keira = office.person("keira")
    await keira.types("/milepost status 1.1", channel="board") if kind == "removes_bot" else await keira.types("status 1.1")
    await keira.hears("Step 1 done")
    await keira.opens_home()

    assert "Step 1 done" in ((await keira.until(lambda s: s.home is not None)).home or "")


async def test_a_name_or_a_role_with_markup_in_it_is_shown_as_it_is(office: Office) -> None:
    gwen = office.person("gwen")
    await gwen.types("/milepost holder <!channel>*everyone* ben@example.org")
    await gwen.until(lambda s: bool(s.messages))

    assert "<!channel>" in gwen.sees().last or "There is no role" in gwen.sees().last
