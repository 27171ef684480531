"""A plan dropped into a private chat of Slack and of Teams: read, asked about and loaded, over real HTTP."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.world.slack.office import Office
from tests.world.teams.milepost import opened

pytest_plugins = ["tests.world.slack.fixtures"]
PLAN = b"""Our new plan
Priority 1: Faster answers

Ref\tAction\tMilestone\tBy when\tOwner
1.1\tAnswer families\tPublish the new front door\t31 July 2026\tHead of Inclusion
\t\tTrain the duty team\t5 September 2026\tLead Nurse
"""
FILE = "our-new-plan.txt"


@pytest.fixture
async def reading(closed_office: Office) -> Office:
    """Milepost in Slack, with the right to read files."""
    closed_office.token.scopes = (*closed_office.token.scopes, "files:read")
    await closed_office.open(reads_files=True)
    return closed_office


async def test_an_admin_drops_a_plan_into_slack_and_loads_it_by_press(reading: Office) -> None:
    gwen = reading.person("gwen")
    await gwen.sends_file(FILE, PLAN)
    await reading.slack.quiet()
    assert "1 priority, 1 action, 2 milestones" in gwen.sees().last

    await gwen.presses("Another plan, our-new-plan")
    await gwen.presses("Load")
    await gwen.presses("Yes, load it")

    assert "our-new-plan" in await reading.store.read(lambda view: view.plans.all())
    texts = await reading.store.read(lambda view: [one.text for one in view.plans.one("our-new-plan").milestones])
    assert texts == ["Publish the new front door", "Train the duty team"]


async def test_slack_says_what_is_missing_if_the_app_has_no_right_to_files(closed_office: Office) -> None:
    await closed_office.open(reads_files=True)
    gwen = closed_office.person("gwen")
    await gwen.sends_file(FILE, PLAN)
    await closed_office.slack.quiet()

    assert "files:read" in gwen.sees().last


async def test_nothing_is_fetched_unless_files_are_on(office: Office) -> None:
    gwen = office.person("gwen")
    await gwen.sends_file(FILE, PLAN)
    await office.slack.quiet()

    assert "MILEPOST_FILES=read" in gwen.sees().last


async def test_an_owner_who_drops_a_file_is_told_to_send_a_link_and_an_update_beside_one_is_heard(reading: Office) -> None:
    keira = reading.person("keira")
    await keira.sends_file("minutes.docx", b"PK")
    await reading.slack.quiet()
    assert "Milepost keeps no files" in keira.sees().last

    await keira.sends_file("minutes.docx", b"PK", "1.1.1 green all is well")
    await reading.slack.quiet()
    assert "This is how I understood you" in keira.sees().last


async def test_an_admin_drops_a_plan_into_teams_and_loads_it_by_press(tmp_path: Path) -> None:
    async with opened(tmp_path) as office:
        gwen = office.teams.user("gwen")
        await gwen.installs(answered=True)
        await gwen.sends_file(FILE, PLAN)
        await gwen.hears("1 priority, 1 action, 2 milestones")

        await gwen.presses("Another plan, our-new-plan")
        await gwen.presses("Load")
        await gwen.presses("Yes, load it")

        assert "our-new-plan" in await office.store.read(lambda view: view.plans.all())


async def test_a_file_that_is_gone_from_sharepoint_is_said_to_be_so(tmp_path: Path) -> None:
    async with opened(tmp_path) as office:
        gwen = office.teams.user("gwen")
        await gwen.installs(answered=True)
        office.teams.keeps = lambda held: f"{office.teams.base}/sharepoint/gone"  # type: ignore[method-assign]
        await gwen.sends_file(FILE, PLAN)

        await gwen.hears("could not be fetched")
