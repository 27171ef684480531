"""`python -m tests.shipped.proxies [nginx|caddy]`: a real `serve` behind the real nginx and the real Caddy, as docs/running says.

Slack and Teams are the stand-ins of the tests, which sign what they send. It takes about a minute for each and prints what was tried.
"""

from __future__ import annotations

import asyncio
import re
import ssl
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from aiohttp import ClientError, ClientSession, ClientTimeout, CookieJar, TCPConnector, web

from tests.crash.processes import listening, nursery
from tests.shipped.fronts import FRONTS, Where, before, free, version
from tests.world.listening import listen
from tests.world.slack import Person, Slack
from tests.world.teams import TeamsPlatform
from tests.world.teams.milepost import HOME, NHS, open_store, settle_in
from tests.world.teams.tls import certificate

MOST_BODY = 256 * 1024
CUT = 15.0  # seconds after which a caller who does not finish asking must be gone
INSIDE = ("/metrics", "/metrics?x=1", "//metrics", "/./metrics", "/%6detrics", "/page/../metrics", "/metrics/", "/readyz")
LIED = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "http", "X-Forwarded-Host": "evil.example", "Forwarded": "for=203.0.113.9"}


def browser(trust: ssl.SSLContext) -> ClientSession:
    """A caller who trusts the trial's certificate and keeps cookies."""
    return ClientSession(connector=TCPConnector(ssl=trust), cookie_jar=CookieJar(unsafe=True), timeout=ClientTimeout(total=60))


# ---- what stands before an echo: bodies and headers ------------------------------------------


async def a_caller_says_nothing_of_itself(where: Where, call: ClientSession) -> str:
    async with call.post(f"{where.address}/slack/events", headers=LIED, data=b"x") as answer:
        heard = await answer.json()
    said = {name: heard.get(name) for name in ("X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "Forwarded")}
    assert said["X-Forwarded-For"] == "127.0.0.1" and said["X-Forwarded-Proto"] == "https", said
    assert "evil" not in str(said["X-Forwarded-Host"]) and not said["Forwarded"], said
    return "who calls is said anew, whatever the caller says"


async def a_big_body_is_refused(where: Where, call: ClientSession) -> str:
    async with call.post(f"{where.address}/slack/events", data=b"x" * (MOST_BODY - 1000)) as answer:
        assert answer.status == 200, answer.status
    async with call.post(f"{where.address}/slack/events", data=b"x" * (MOST_BODY + 50_000)) as answer:
        assert answer.status in (413, 502), answer.status
        length = answer.status

    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(8):
            yield b"x" * (MOST_BODY // 4)

    try:
        async with call.post(f"{where.address}/slack/events", data=chunks()) as answer:
            assert answer.status in (413, 502), answer.status
    except ClientError:  # it is hung up on while it still sends
        pass
    async with call.post(f"{where.address}/slack/events", data=b"x") as answer:
        assert answer.status == 200, "after a body that was too big nobody is heard"
    return f"a body of {MOST_BODY // 1024 + 48} KB is refused ({length}), and one that does not say how long it is; the next is heard"


async def slow_callers_are_cut(where: Where, trust: ssl.SSLContext) -> str:
    """One never ends its headers, one its body: both send a byte now and then."""

    async def cut(begins: bytes) -> float:
        reader, writer = await asyncio.open_connection("127.0.0.1", where.secure, ssl=trust)
        began = time.monotonic()
        writer.write(begins)

        async def drips() -> None:
            while True:
                await asyncio.sleep(0.5)
                writer.write(b"x")
                await writer.drain()

        dripping = asyncio.ensure_future(drips())
        try:
            async with asyncio.timeout(60):
                while await reader.read(1024):
                    pass
        except (ConnectionError, ssl.SSLError):
            pass
        finally:
            dripping.cancel()
            writer.close()
        return time.monotonic() - began

    head = b"POST /slack/events HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    headers, body = await asyncio.gather(cut(head + b"X-Slow: "), cut(head + b"Content-Length: 9000\r\n\r\n"))
    assert max(headers, body) < CUT, (headers, body)
    return f"one who drips headers is cut after {headers:.0f} s, one who drips a body after {body:.0f} s"


async def reached(where: Where, trust: ssl.SSLContext) -> None:
    """Wait until what stands before Milepost knows who is there: of the two processes that it was told of only one."""
    good = 0
    async with asyncio.timeout(30):
        while good < 4:
            good = good + 1 if await asked_raw(where, trust, "/healthz") == 200 else 0
            await asyncio.sleep(0.2)


async def one_that_is_gone_is_passed_over(where: Where, call: ClientSession) -> str:
    for _ in range(20):
        async with call.post(f"{where.address}/slack/events", data=b"x") as answer:
            assert answer.status == 200, answer.status
    return "a web process that is gone is passed over: 20 of 20 requests answered"


async def before_an_echo(name: str, folder: Path, trust: ssl.SSLContext) -> AsyncIterator[str]:
    lengths: list[int] = []

    async def echo(request: web.Request) -> web.Response:
        with suppress(ConnectionError):  # what stands before it has hung up
            lengths.append(len(await request.read()))
        return web.json_response(dict(request.headers))

    app = web.Application(client_max_size=10 * MOST_BODY)
    app.add_routes([web.route("*", "/{rest:.*}", echo)])
    running = await listen(app)
    async with before(name, folder, int(running.url.rpartition(":")[2])) as where, browser(trust) as call:
        await reached(where, trust)
        yield await a_caller_says_nothing_of_itself(where, call)
        yield await one_that_is_gone_is_passed_over(where, call)
        yield await a_big_body_is_refused(where, call)
        assert max(lengths) <= MOST_BODY, "a body that is too big reached Milepost"
        for path in INSIDE[:-2]:
            assert await asked_raw(where, trust, path) == 404, path
        yield "no other way of writing /metrics gets past it"
    await running.close()


async def asked_raw(where: Where, trust: ssl.SSLContext, path: str) -> int:
    """Return the status for a path exactly as it is written."""
    reader, writer = await asyncio.open_connection("127.0.0.1", where.secure, ssl=trust)
    writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
    line = await asyncio.wait_for(reader.readline(), 30)
    writer.close()
    return int(line.split()[1])


# ---- what stands before Milepost: signed requests, the page, what is kept inside ---------------


class Served:
    """Milepost, and Slack and Teams that reach it through whatever stands before it."""

    def __init__(self, slack: Slack, teams: TeamsPlatform, where: Where) -> None:
        self.slack, self.teams, self.where = slack, teams, where
        self.link = ""


@asynccontextmanager
async def served(name: str, folder: Path, trust: ssl.SSLContext) -> AsyncIterator[Served]:
    slack, teams = Slack(), TeamsPlatform()
    await slack.start()
    await teams.start()
    settle_in(teams)
    team = slack.team("Forum")
    slack.join("keira", team)
    await (await open_store(folder / "milepost.db")).close()
    environment = {
        **teams.environment(f"{HOME}=example.org", f"{NHS}=example.org"),
        "DATABASE_URL": f"sqlite:///{folder / 'milepost.db'}",
        "SLACK_BOT_TOKEN": slack.world.token(team.id).value,
        "SLACK_SIGNING_SECRET": slack.world.signing_secret,
        "SLACK_API_URL": slack.api_url,
        "MILEPOST_SLACK_WORKSPACES": f"{team.id}=example.org",
        "HOST": "127.0.0.1",
    }
    async with nursery("slack", "teams") as started, before(name, folder, port := free()) as where:
        environment |= {"PORT": str(port), "MILEPOST_URL": where.address}
        one = await started.start(["serve"], environment, folder / "serve.log")
        await listening(one)
        await reached(where, trust)
        made = Served(slack, teams, where)
        link = await started.start(["page", "--email", "keira@example.org"], environment, folder / "page.log")
        assert await link.end() == 0, link.told()
        made.link = re.findall(r"https://\S+", link.told())[0]
        teams.milepost = slack.courier.app_url = where.address
        await teams._session.close()
        teams._session, slack.courier._session = browser(trust), browser(trust)
        yield made
        began = time.monotonic()
        one.stop()
        assert await one.end() == 0 and time.monotonic() - began < 10, one.told()
        assert "/page/open/" not in "".join(log.read_text(errors="replace") for log in folder.glob("*.log") if log.name != "page.log")
    await slack.stop()
    await teams.close()


async def before_milepost(name: str, folder: Path, trust: ssl.SSLContext) -> AsyncIterator[str]:
    async with served(name, folder, trust) as here, browser(trust) as call:
        keira, where = here.slack.user("keira"), here.where
        while "Saved" not in keira.sees().text:
            await says_it_again(keira)
        async with call.post(f"{where.address}/slack/events", data=b"{}") as answer:
            assert answer.status == 401, answer.status
        yield "a signed Slack command is saved, an unsigned one refused"
        person = here.teams.user("gwen")
        await person.installs(answered=True)
        told = await person.says("status 1.1.1")
        assert "1.1.1" in told and "Amber" in told, told
        yield "a signed Teams message is answered, with what Slack said"
        yield await the_page_opens(here, call)
        for path in INSIDE:
            assert await asked_raw(where, trust, path) == 404, path
        assert await asked_raw(where, trust, "/healthz") == 200
        yield "/metrics and /readyz stay inside, /healthz is answered"
        yield await slow_callers_are_cut(where, trust)


async def says_it_again(person: Person) -> None:
    """Type a line and press Save: the record of a busy machine may not answer in time, which Milepost says."""
    late = person.sees().text.count("did not answer in time")
    made = await person.types("/milepost 1.1.1 amber two left, path: hire two")
    assert made is not None and made.good, made
    await person.until(lambda seen: "Save" in person.buttons() or seen.text.count("did not answer in time") > late)
    if "Save" in person.buttons():
        assert (await person.presses("Save")).good
        await person.until(lambda seen: "Saved" in seen.text or seen.text.count("did not answer in time") > late)


async def the_page_opens(here: Served, call: ClientSession) -> str:
    """Open somebody's link as a browser does, by https alone."""
    async with call.get(f"http://127.0.0.1:{here.where.plain}/page", allow_redirects=False) as answer:
        assert answer.status in (301, 308) and answer.headers["Location"].startswith("https://"), answer.status
    async with call.get(here.link) as answer:
        assert answer.status == 200 and "max-age" in answer.headers["Strict-Transport-Security"], answer.headers
    async with call.post(here.link, headers={"Origin": here.where.address}) as answer:
        given = answer.history[0].headers["Set-Cookie"]
        assert answer.status == 200 and "Overview" in await answer.text()
    assert "__Host-" in given and "Secure" in given and "HttpOnly" in given, given
    return "the page opens by https, with a Secure cookie for this host alone"


async def tried(name: str) -> None:
    """Try everything behind one of them, and print each thing that held."""
    found = await version(name)
    if not found:
        sys.stdout.write(f"   {name} is not installed: not tried\n")
        return
    with tempfile.TemporaryDirectory(prefix="milepost-front-") as made:
        folder = Path(made)
        _, bundle = certificate(folder)
        trust = ssl.create_default_context(cafile=str(bundle))
        for trial in (before_milepost, before_an_echo):
            async for held in trial(name, folder, trust):
                sys.stdout.write(f"   {found}: {held}\n")
                sys.stdout.flush()


async def main(chosen: list[str]) -> None:
    for name in chosen or FRONTS:
        await tried(name)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
