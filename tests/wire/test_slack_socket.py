"""Socket Mode: the same talk without a public address."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.slack_platform.office import Office

pytest_plugins = ["tests.slack_platform.fixtures"]


@asynccontextmanager
async def listening(office: Office) -> AsyncIterator[None]:
    token = office.slack.world.app_token()
    await office.open(signing_secret="", app_token=token.value)
    task = asyncio.create_task(office.adapter.listen(office.desk.handle, office.desk.heed))
    try:
        await office.slack.until(lambda: bool(office.slack.server.sockets))
        yield
    finally:
        await office.adapter.close()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_everything_goes_over_the_socket(closed_office: Office) -> None:
    async with listening(closed_office):
        keira = closed_office.person("keira")
        await keira.types("/milepost status 1.1")
        await keira.hears("Recruit three coordinators")
        await keira.types("1.1.1 amber two left, path: hire two")
        await keira.hears("Save")
        await keira.presses("Change")
        await keira.until(lambda s: s.modal is not None)
        await keira.fills({"Evidence link": "http://x"}).submits()
        assert keira.faults != {}
        await keira.fills({"Evidence link": ""}).submits()
        await keira.until(lambda s: s.modal is None)

    assert [u.path_to_green for u in await closed_office.history("1.1.1")] == ["hire two"]


async def test_a_retried_envelope_records_once(closed_office: Office) -> None:
    async with listening(closed_office):
        keira = closed_office.person("keira")
        await keira.types("1.1.1 green all well")
        await keira.hears("Save")
        await keira.presses("Save")
        press = closed_office.slack.sent[-1]
        await closed_office.slack.deliver(press.kind, press.payload)
        made = await keira.types("help")
        assert made is not None
        await closed_office.slack.again(made)
        await closed_office.slack.quiet()

    assert await closed_office.narratives("1.1.1") == ["all well"]
    assert sum("What you can say" in m for m in keira.sees().messages) == 1


async def test_a_socket_that_slack_closes_is_opened_again(closed_office: Office) -> None:
    async with listening(closed_office):
        first = closed_office.slack.server.sockets[0]
        await first.ws.send_json({"type": "disconnect", "reason": "refresh_requested", "debug_info": {"host": "x"}})
        await closed_office.slack.until(
            lambda: bool(closed_office.slack.server.sockets) and closed_office.slack.server.sockets[-1] is not first
        )
        keira = closed_office.person("keira")
        await keira.types("mine")
        await keira.hears("Recruit three coordinators")
