"""Who is served and who is not: no data to anyone whom the plan does not know or whose workspace it is not."""

import pytest

from tests.world.slack import Person
from tests.world.slack.office import PLAN, TEXTS, Office

pytest_plugins = ["tests.world.slack.fixtures"]

SAID = ("status 1.1", "mine", "digest", "update 1.1.1", "1.1.1 green all well", "history 1.1.1", "home", "board here", "seed roles")


def leaks(text: str) -> list[str]:
    return [one for one in (*TEXTS, PLAN.title, "Keira", "Head of Inclusion") if one in text]


async def is_told_nothing(office: Office, person: Person) -> str:
    for said in SAID:
        before = len(person.sees().messages)
        await person.types(f"/milepost {said}")
        await person.until(lambda s, before=before: len(s.messages) > before or s.modal is not None)
        await person.types(said)
    await person.opens_home()
    await office.slack.quiet()
    assert leaks(person.sees().text) == []
    assert await office.history("1.1.1") == ()
    return person.sees().text


async def test_someone_the_plan_does_not_know_gets_a_polite_answer_and_no_data(office: Office) -> None:
    sam = office.slack.join("sam", office.team)

    assert "does not know you" in await is_told_nothing(office, sam)


async def test_an_unconfirmed_e_mail_opens_nothing(office: Office) -> None:
    sam = office.slack.join("sam", office.team, "keira@example.org", is_email_confirmed=False)

    await is_told_nothing(office, sam)


async def test_a_bot_with_an_owners_e_mail_gets_no_data(office: Office) -> None:
    robot = office.slack.join("robot", office.team, "keira@example.org", is_bot=True)

    await is_told_nothing(office, robot)


async def test_someone_of_another_workspace_in_a_shared_channel_gets_no_data(office: Office) -> None:
    other = office.slack.team("Elsewhere")
    spy = office.slack.join("spy", other, "keira@example.org")
    office.board.members.add(spy.user.id)
    for said in SAID:
        await office.slack.deliver("slash_commands", {**_command(office, spy, said)})
        await spy.types(f"@Milepost {said}", channel="board")
    await office.slack.quiet()

    assert leaks(spy.sees().text) == []
    assert await office.history("1.1.1") == ()


def _command(office: Office, person: Person, said: str) -> dict[str, object]:
    world = office.slack.world
    url = office.slack.server.response_url(office.board.id, person.user.id, None)
    fields = {"team_id": office.team.id, "user_id": person.user.id, "user_name": person.user.name}
    more = {"channel_id": office.board.id, "channel_name": "board", "command": "/milepost", "text": said}
    return {**fields, **more, "response_url": url, "trigger_id": world.trigger(person.user.id, office.team.id)}


async def test_a_workspace_milepost_is_not_installed_in_gets_nothing(office: Office) -> None:
    other = office.slack.team("Elsewhere")
    spy = office.slack.join("spy", other, "keira@example.org")
    for said in SAID:
        await spy.types(f"/milepost {said}")
    await office.slack.quiet()

    assert leaks(spy.sees().text) == []


async def test_someone_deactivated_is_no_longer_served(office: Office) -> None:
    keira = office.person("keira")
    await office.slack.deactivates("keira")

    await is_told_nothing(office, keira)


@pytest.mark.parametrize("kind", ["is_restricted", "is_ultra_restricted"])
async def test_a_guest_who_is_in_the_plan_is_served_like_anyone_else(office: Office, kind: str) -> None:
    petra = office.person("petra")
    petra.user.is_restricted = petra.user.is_ultra_restricted = False
    setattr(petra.user, kind, True)
    await petra.types("mine")
    await petra.hears("Step 4 done")
    await petra.types("1.1.4 green tent booked")
    await petra.presses("Save")
    await petra.hears("Saved")

    assert await office.narratives("1.1.4") == ["tent booked"]


async def test_an_account_that_says_nothing_of_its_e_mails_confirmation_is_served(office: Office) -> None:
    keira = office.person("keira")
    keira.user.is_email_confirmed = None
    await keira.types("mine")

    await keira.hears("Step 1 done")


async def test_an_e_mail_in_other_letters_is_the_same(office: Office) -> None:
    keira = office.person("keira")
    keira.user.email = "KEIRA@Example.ORG"
    await keira.types("mine")

    await keira.hears("Step 1 done")


@pytest.mark.parametrize("told", [True, False])
async def test_an_account_that_is_gone_is_told_to_the_admin_by_the_next_working_day(office: Office, told: bool) -> None:
    await office.round()
    gwen = office.person("gwen")
    await office.slack.deactivates("keira", told)
    await office.tomorrow()
    await gwen.until(lambda s: any("Keira" in m and "reached" in m for m in s.messages))

    assert len(office.person("keira").sees().messages) == 1


async def test_the_first_words_to_someone_say_what_is_kept_and_who_sees_it(office: Office) -> None:
    keira = office.person("keira")
    await keira.types("mine")
    assert "It keeps your answers" in await keira.hears("It keeps your answers")
    await keira.types("/milepost mine")
    await keira.until(lambda s: len(s.messages) == 2)

    assert "It keeps your answers" not in keira.sees().last


async def test_while_slack_does_not_say_whose_token_it_is_nobody_is_served_and_no_letter_is_given_up(closed_office: Office) -> None:
    office = closed_office
    office.slack.order("auth.test", "error", error="internal_error")
    await office.open()
    keira = office.person("keira")
    await keira.types("/milepost mine")
    await keira.hears("Slack does not say who you are just now")
    await office.round()

    waiting = await office.store.read(lambda view: view.letters.still_waiting(office.now))
    assert sum(waiting.values()) >= 1 and leaks(keira.sees().text) == []
    assert office.slack.calls("users.lookupByEmail") == []


async def test_an_account_opened_again_with_another_e_mail_is_not_whose_e_mail_it_has(office: Office) -> None:
    ben, robot = office.person("ben"), office.slack.join("robot", office.team, "gwen@example.org", is_bot=True)
    await ben.types("mine")
    await ben.hears("Step 2 done")
    for person in (ben, robot):
        await office.slack.deactivates(person.user.name)
        person.user.deleted, person.user.email = False, "gwen@example.org"
        await office.slack.event(office.team, {"type": "user_change", "user": _entry(person)})
    await office.slack.quiet()

    gwen = await office.store.read(lambda view: view.people.by_email("gwen@example.org"))
    assert gwen is not None
    assert await office.store.read(lambda view: view.accounts.of(gwen)) == ()
    await ben.types("mine")
    await ben.hears("Step 2 done")


def _entry(person: Person) -> dict[str, object]:
    user = person.user
    profile = {"email": user.email, "real_name": user.name}
    return {"id": user.id, "team_id": user.team, "name": user.name, "deleted": False, "is_bot": user.is_bot, "profile": profile}
