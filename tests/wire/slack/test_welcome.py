"""The first sight of Milepost in Slack: in one's own chat, on the Home, and in a channel it was invited to."""

from tests.world.slack.office import Office

pytest_plugins = ["tests.world.slack.fixtures"]


async def test_whoever_opens_their_chat_for_the_first_time_is_welcomed_once(office: Office) -> None:
    keira = office.person("keira")
    made = await keira.opens_chat()
    assert made is not None
    await office.slack.again(made)
    await keira.opens_chat()
    await office.slack.quiet()
    assert [post.text.partition("\n")[0] for post in keira.posts()] == ["Welcome to Milepost"]

    await office.round()
    await keira.opens_home()
    await office.slack.quiet()
    assert len(keira.posts()) == 2 and "Milepost asks you how" not in (keira.sees().home or "")


async def test_whoever_was_met_before_is_not_welcomed_again(office: Office) -> None:
    keira = office.person("keira")
    await keira.opens_home()
    await office.slack.quiet()
    assert "Milepost asks you how" in (keira.sees().home or "")
    await keira.opens_chat()
    await office.slack.quiet()

    assert keira.posts() == []


async def test_a_channel_it_was_invited_to_is_told_how_to_speak_to_it(office: Office) -> None:
    hall = office.slack.channel("hall", office.team, ["keira", "gwen"], bot=False)
    made = await office.slack.invites_bot(hall)
    assert made is not None
    await office.slack.again(made)
    await office.slack.quiet()

    (post,) = [post for post in office.slack.world.in_channel(hall.id) if post.bot_id]
    assert post.seen_by is None and "say board here" in post.text
