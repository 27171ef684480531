"""Many people at once: found in their workspace's directory, a few calls for all, and no letter waits for long."""

from functools import partial

from bot.model.people import Address, PersonRow
from bot.ports.record import Tx
from tests.world.slack.office import PLAN, Office

pytest_plugins = ["tests.world.slack.fixtures"]
MANY = 1_200  # people, in a workspace that is read in three pages


def names(many: int) -> list[str]:
    return [f"owner{number}" for number in range(many)]


def crowd(office: Office, many: int) -> None:
    for name in names(many):
        office.slack.join(name, office.team)


def load(tx: Tx, office: Office, many: int) -> None:
    """Put them all in the plan, each known by their account."""
    tx.people.save("small", [PersonRow(role=None, name=name, email=f"{name}@example.org") for name in names(many)])
    for name in names(many):
        person = tx.people.by_email(f"{name}@example.org")
        assert person is not None
        here = Address(platform="slack", tenant=office.team.id, id=office.person(name).user.id)
        tx.accounts.reach(person, here, office.now)


def asked(office: Office) -> list[str]:
    return [call.method for call in office.slack.world.calls if call.method.startswith("users.")]


async def test_who_is_gone_is_asked_of_the_whole_workspace_once_a_day(office: Office) -> None:
    crowd(office, MANY)
    await office.store.transact(partial(load, office=office, many=MANY))
    await office.slack.deactivates("owner7", told=False)
    office.slack.order("users.list", "limited", seconds=1.0, times=1)
    for _ in range(2):
        await office.round()
    singly = [method for method in asked(office) if method != "users.list"]

    assert asked(office).count("users.list") == 4  # three pages, one of them asked for twice
    assert len(singly) <= len(PLAN.roles)  # the few who are asked something, and were never met
    lost = await office.store.read(lambda view: view.accounts.unreachable("small"))
    owner = await office.store.read(lambda view: view.people.by_email("owner7@example.org"))
    assert [one.person for one in lost] == [owner]


async def test_many_who_were_never_met_are_found_in_the_directory(office: Office) -> None:
    crowd(office, 60)
    found = [await office.adapter.find(f"{name.upper()}@Example.org") for name in names(60)]
    nobody = await office.adapter.find("nobody@example.org")

    assert [address.id for address in found if address is not None] == [office.person(name).user.id for name in names(60)]
    assert nobody is None
    assert asked(office) == ["users.lookupByEmail"] * 10 + ["users.list"]


async def test_a_directory_takes_in_what_slack_tells_of_an_account(office: Office) -> None:
    crowd(office, 20)
    for name in names(20):
        await office.adapter.find(f"{name}@example.org")
    owner = office.person("owner3")
    owner.user.email = "married@example.org"
    await office.slack.changes("owner3")

    married = await office.adapter.find("married@example.org")
    assert married is not None and married.id == owner.user.id
    assert await office.adapter.find("owner3@example.org") is None


async def test_bots_leavers_and_unconfirmed_e_mails_are_found_in_no_directory(office: Office) -> None:
    crowd(office, 20)
    office.slack.join("robot", office.team, is_bot=True)
    office.slack.join("leaver", office.team, deleted=True)
    office.slack.join("unsure", office.team, is_email_confirmed=False)
    for name in names(20):
        await office.adapter.find(f"{name}@example.org")

    assert [await office.adapter.find(f"{name}@example.org") for name in ("robot", "leaver", "unsure")] == [None] * 3
    assert "users.list" in asked(office)
