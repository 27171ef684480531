"""Socket Mode: the same talk without a public address."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import pairwise

import aiohttp
import pytest

from adapters.slack.socket import Pauses
from bot.program.serving import server as program
from bot.program.serving.settings import Settings
from tests.world.slack.office import Office

pytest_plugins = ["tests.world.slack.fixtures"]


QUICK = Pauses(first=0.01, longest=0.04, each=0.01, connecting=20.0, silence=10.0, steady=60.0, grace=0.2)
HASTY = {"silent": QUICK._replace(silence=0.2), "slow": QUICK._replace(connecting=0.5)}
FIRST = Pauses(first=0.01)


@asynccontextmanager
async def listening(office: Office, pauses: Pauses = FIRST, live: bool = True) -> AsyncIterator[None]:
    token = office.slack.world.app_token()
    await office.open(pauses, signing_secret="", app_token=token.value)
    task = asyncio.create_task(office.adapter.listen(office.desk.handle, office.desk.heed))
    try:
        if live:
            await office.slack.until(lambda: bool(office.slack.server.sockets))
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await office.adapter.close()


def asked(office: Office) -> int:
    """How often an address was asked for."""
    return len(office.slack.calls("apps.connections.open"))


async def shown(office: Office, path: str) -> tuple[int, str]:
    """What Milepost says of itself."""
    at = f"{office.slack.courier.app_url}/{path}"
    async with aiohttp.ClientSession() as session, session.get(at) as response:
        return response.status, await response.text()


async def answers(office: Office) -> None:
    """Keira is heard, and answered."""
    keira = office.person("keira")
    await keira.types("mine")
    await keira.hears("Step 1 done")


async def test_everything_goes_over_the_socket(closed_office: Office) -> None:
    async with listening(closed_office):
        keira = closed_office.person("keira")
        await keira.types("/milepost status 1.1")
        await keira.hears("Step 1 done")
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
        await keira.hears("Step 1 done")


async def test_a_socket_cut_ten_times_comes_back_ten_times(closed_office: Office) -> None:
    server = closed_office.slack.server
    async with listening(closed_office, QUICK):
        for times in range(10):
            (socket,) = server.sockets
            socket.cut()
            await closed_office.slack.until(lambda there=times + 2, was=socket: server.greeted == there and was not in server.sockets)
        await answers(closed_office)

        assert len(server.sockets) == 1
        assert asked(closed_office) == 11


@pytest.mark.parametrize(
    "fault",
    [
        {"method": "apps.connections.open", "kind": "html", "status": 503, "accept": False},
        {"method": "apps.connections.open", "kind": "junk", "accept": False},
        {"method": "apps.connections.open", "kind": "slow", "seconds": 2.0, "times": 1},
        {"method": "apps.connections.open", "kind": "error", "error": "internal_error"},
        {"method": "apps.connections.open", "kind": "dead"},
        {"method": "apps.connections.open", "kind": "drop"},
        {"method": "socket", "kind": "error", "error": "too_many_websockets"},
        {"method": "socket", "kind": "silent"},
    ],
    ids=lambda fault: f"{fault['kind']} {fault.get('error', fault['method'])}",
)
async def test_whatever_fails_while_it_reconnects_it_comes_back(closed_office: Office, fault: dict[str, object]) -> None:
    slack = closed_office.slack
    pauses = HASTY.get(str(fault["kind"]), QUICK)
    async with listening(closed_office, pauses):
        order = slack.order(str(fault["method"]), str(fault["kind"]))
        for name, value in {"times": 3, **fault}.items():
            setattr(order, name, value)
        tries = 2 + order.times
        first = slack.server.sockets[0]
        first.cut()
        await slack.until(lambda: order.times == 0 and len(slack.server.sockets) == 1 and asked(closed_office) >= tries)
        await answers(closed_office)

        assert first not in slack.server.sockets
        assert pauses is not QUICK or asked(closed_office) == tries  # a new address each try, and no more of them than tries


async def test_a_refused_address_is_asked_for_ever_more_seldom(closed_office: Office) -> None:
    """Over ten seconds it was asked for 635 times, by a method that is allowed once a minute."""
    slack = closed_office.slack
    patient = Pauses(first=0.02, longest=90.0, connecting=1.0)
    order = slack.order("socket", "error", times=1000, error="too_many_websockets")
    async with listening(closed_office, patient, live=False):
        await slack.until(lambda: asked(closed_office) == 6)
        order.times = 0

    times = [call.at for call in slack.calls("apps.connections.open")]
    gaps = [later - sooner for sooner, later in pairwise(times)]
    assert all(gap >= 0.01 * 2**tried for tried, gap in enumerate(gaps))


LONG_OUT = Pauses(first=0.05, longest=90.0, connecting=1.0)  # after five failures it waits for at least 1.2 s


async def recovers(office: Office) -> None:
    """Slack refuses five sockets, then takes one."""
    order = office.slack.order("socket", "error", times=5, error="too_many_websockets")
    await office.slack.until(lambda: order.times == 0 and bool(office.slack.server.sockets))


async def back_after(office: Office) -> float:
    """Cut the socket there is. Returns the seconds until the next address was asked for."""
    (socket,) = office.slack.server.sockets
    cut, before = asyncio.get_running_loop().time(), asked(office)
    socket.cut()
    await office.slack.until(lambda: asked(office) > before)
    return asyncio.get_running_loop().time() - cut


async def test_a_socket_that_brought_something_ends_the_pauses_of_the_failures_before_it(closed_office: Office) -> None:
    async with listening(closed_office, LONG_OUT, live=False):
        await recovers(closed_office)
        await answers(closed_office)
        assert await back_after(closed_office) < 0.7


async def test_a_socket_that_stood_for_a_while_ends_them_too(closed_office: Office) -> None:
    async with listening(closed_office, LONG_OUT._replace(steady=0.2), live=False):
        await recovers(closed_office)
        stood = asyncio.get_running_loop().time() + 0.3
        await closed_office.slack.until(lambda: asyncio.get_running_loop().time() > stood)
        assert await back_after(closed_office) < 0.7


async def test_a_socket_that_ends_at_once_does_not(closed_office: Office) -> None:
    async with listening(closed_office, LONG_OUT, live=False):
        await recovers(closed_office)
        assert await back_after(closed_office) >= 1.2


async def test_addresses_are_asked_for_in_a_burst_and_then_at_their_rate(closed_office: Office) -> None:
    """A line that lives and is cut again and again fails at nothing, and still asks no more often than Slack allows."""
    server, began = closed_office.slack.server, asyncio.get_running_loop().time()
    async with listening(closed_office, QUICK._replace(burst=3, each=0.3, steady=0.0)):
        for times in range(5):
            (socket,) = server.sockets
            socket.cut()
            await closed_office.slack.until(lambda there=times + 2, was=socket: server.greeted == there and was not in server.sockets)

    *_, fourth, fifth, sixth = (call.at - began for call in closed_office.slack.calls("apps.connections.open"))
    assert (fourth >= 0.3, fifth >= 0.6, sixth >= 0.9) == (True, True, True)


async def test_slack_s_own_pause_is_kept(closed_office: Office) -> None:
    slack = closed_office.slack
    order = slack.order("apps.connections.open", "limited", seconds=1)
    async with listening(closed_office, QUICK, live=False):
        await slack.until(lambda: bool(slack.server.sockets))

    first, second = (call.at for call in slack.calls("apps.connections.open"))
    assert order.times == 0
    assert second - first >= 1.0


async def test_deaf_for_longer_than_a_moment_is_not_ready(closed_office: Office) -> None:
    slack = closed_office.slack
    async with listening(closed_office, QUICK):
        assert await shown(closed_office, "readyz") == (200, "ready\nrecord: unchecked\n")
        assert "milepost_slack_sockets 1.0" in (await shown(closed_office, "metrics"))[1]
        order = slack.order("apps.connections.open", "error", times=10_000, error="internal_error")
        slack.server.sockets[0].cut()
        await slack.until(lambda: closed_office.adapter.deaf() is not None)
        status, said = await shown(closed_office, "readyz")
        assert (status, "not been able to hear Slack" in said) == (503, True)
        assert "milepost_slack_sockets 0.0" in (await shown(closed_office, "metrics"))[1]
        order.times = 0
        await slack.until(lambda: bool(slack.server.sockets))
        await answers(closed_office)
        assert await shown(closed_office, "readyz") == (200, "ready\nrecord: unchecked\n")


async def test_the_address_of_the_socket_is_in_no_log(closed_office: Office, caplog: pytest.LogCaptureFixture) -> None:
    slack = closed_office.slack
    caplog.set_level("DEBUG", "milepost")
    async with listening(closed_office, QUICK):
        order = slack.order("apps.connections.open", "dead")
        slack.server.sockets[0].cut()
        await slack.until(lambda: order.times == 0 and bool(slack.server.sockets))

    assert "connected to Slack's socket" in caplog.text
    assert "/socket/" not in caplog.text


async def test_serve_itself_is_not_ready_while_slack_cannot_be_heard(closed_office: Office) -> None:
    slack = closed_office.slack
    slack.order("apps.connections.open", "error", times=10_000, error="internal_error")
    chosen = Settings(port=0)
    async with (
        listening(closed_office, QUICK, live=False),
        program.listening(closed_office.store, chosen, [], [closed_office.adapter]) as port,
        aiohttp.ClientSession() as session,
    ):
        await slack.until(lambda: closed_office.adapter.deaf() is not None)
        async with session.get(f"http://127.0.0.1:{port}/readyz") as response:
            assert response.status == 503
            assert "not been able to hear Slack" in await response.text()
