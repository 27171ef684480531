"""Homes kept fresh: after a save those are drawn anew that show what was saved, behind its answer, and no others."""

from adapters.slack.api import Api
from adapters.slack.home import Homes, Rests
from adapters.slack.inbound import Heard
from adapters.slack.workspaces import Workspace
from adapters.web.background import Errands
from bot.model.letters.message import Message
from bot.model.letters.talk import Matter, Say, Sight
from tests.world.slack.office import Office

pytest_plugins = ["tests.world.slack.fixtures"]


async def opened(office: Office, *names: str) -> None:
    for name in names:
        await office.person(name).opens_home()
        await office.person(name).until(lambda s: s.home is not None)
    await office.slack.quiet()


def drawn(office: Office) -> list[str]:
    """Whose Home was drawn, in that order."""
    by_id = {person.user.id: name for name, person in office.slack.people.items()}
    return [by_id[str(call.args["user_id"])] for call in office.slack.calls("views.publish")]


async def test_a_save_draws_the_homes_of_those_who_see_its_milestone_or_the_totals(office: Office) -> None:
    await opened(office, "keira", "ben", "petra", "hugo", "gwen")
    before = len(drawn(office))
    keira = office.person("keira")
    await keira.types("1.1.1 red no money, path: bid by June")
    await keira.presses("Save")
    await office.slack.quiet()

    assert sorted(drawn(office)[before:]) == ["gwen", "hugo", "keira"]  # an admin, one of the board, and the owner


async def test_what_changes_the_plan_as_a_whole_draws_whoever_sees_that_changed(office: Office) -> None:
    await opened(office, "keira", "ben")
    before = len(drawn(office))
    gwen = office.person("gwen")
    await gwen.types("holder Head of Inclusion ben@example.org from 19 March 2025")
    await gwen.presses("Yes")
    await office.slack.quiet()

    assert sorted(drawn(office)[before:]) == ["ben", "keira"]
    assert "Step 1 done" in (office.person("ben").sees().home or "")
    assert "Step 1 done" not in (office.person("keira").sees().home or "")


async def test_whoever_never_opened_a_home_has_none_drawn_for_what_they_say_elsewhere(office: Office) -> None:
    keira = office.person("keira")
    await keira.types("1.1.1 red no money, path: bid by June")
    await keira.presses("Save")
    await office.slack.quiet()

    assert drawn(office) == []


async def test_a_save_is_answered_while_homes_cannot_be_drawn(office: Office) -> None:
    await opened(office, "keira", "hugo")
    office.slack.order("views.publish", "slow", seconds=1.0, times=2)
    keira = office.person("keira")
    await keira.types("1.1.1 red no money, path: bid by June")
    saved = await keira.presses("Save")

    assert "Saved" in keira.sees().text and saved.seconds < 1.0


async def test_what_changes_while_homes_are_drawn_is_drawn_once_more(office: Office) -> None:
    here = Workspace(office.team.id, "", office.token.value)
    api, errands, asked = Api(office.slack.api_url), Errands(), 0
    homes = Homes(api, errands, Rests(0.0, 0.0))
    look = Heard(kind="home", id="1", team=office.team.id, user=office.person("hugo").user.id)
    matter = (Matter(plan="small", ref="1.1.1"),)

    def home() -> Say:
        return Say(message=Message(title=f"Home {asked}"), sights=(Sight(plan="small", whole=True),))

    async def ask(_: Heard) -> tuple[Workspace, Say]:
        nonlocal asked
        asked += 1
        for _again in range(5 if asked == 1 else 0):
            homes.changed(look, matter, ask)
        return here, home()

    await homes.show(look, here, home())
    homes.changed(look, matter, ask)
    homes.changed(look, (Matter(plan="other", ref="1.1.1"),), ask)
    await errands.drain(60)
    await api.close()

    assert asked == 2 and "Home 2" in (office.person("hugo").sees().home or "")


async def test_a_save_heard_again_draws_nothing(office: Office) -> None:
    await opened(office, "keira")
    keira = office.person("keira")
    await keira.types("1.1.1 red no money, path: bid by June")
    saved = await keira.presses("Save")
    await office.slack.quiet()
    before = len(drawn(office))
    await office.slack.again(saved)
    await office.slack.quiet()

    assert len(drawn(office)) == before
